/* SPDX-License-Identifier: ISC */
/*
 * suffix: the Public Suffix List of the system, or the one that libpsl brings:
 * only suffixes that are in every list of these years.
 */
#include "srv/suffix/suffix.h"
#include "tests/rows.h"

struct row {
	const char *name;
	const char *domain;
	unsigned labels;
};

// clang-format off
static const struct row rows[] = {
	{ "a domain below a suffix of one label", "example.com", 1 },
	{ "a deep one", "a.b.c.example.com", 1 },
	{ "a suffix of two labels", "a.example.co.uk", 2 },
	{ "a suffix itself", "co.uk", 2 },
	{ "a suffix of one label itself", "com", 1 },
	{ "a rule with a wildcard", "a.b.example.ck", 2 },
	{ "an exception from it", "a.www.ck", 1 },
	{ "a U-label of the list, asked as A-label", "a.xn--55qx5d.cn", 2 },
	{ "a top-level domain in A-labels", "a.b.xn--p1ai", 1 },
	{ "a private suffix", "joe.github.io", 2 },
	{ "a top-level domain that nobody listed is a suffix", "a.b.zzzzz", 1 },
	{ "an underscore", "_x.example.com", 1 },
};
// clang-format on

static struct zgl_suffix *suffix;

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_dname name;

	assert_non_null(suffix);
	assert_int_equal(
		zgl_dname_parse(zgl_sv_of(row->domain), &name), ZGL_DNAME_OK);
	assert_int_equal(zgl_suffix_labels(suffix, &name), row->labels);
}

static void no_list(void **state)
{
	struct zgl_dname name;

	(void)state;
	assert_int_equal(
		zgl_dname_parse(ZGL_SV("example.com"), &name), ZGL_DNAME_OK);
	assert_int_equal(zgl_suffix_labels(NULL, &name), 0);
	zgl_suffix_free(NULL);
}

static void no_name(void **state)
{
	struct zgl_dname name = { .n = 0 };

	(void)state;
	assert_int_equal(zgl_suffix_labels(suffix, &name), 0);
}

int main(void)
{
	struct rows r = { 0 };

	suffix = zgl_suffix_new();
	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "no list: nothing is known", no_list);
	rows_add_one(&r, "no name: nothing is known", no_name);
	int failed = rows_run(&r, "suffix");
	zgl_suffix_free(suffix);
	return failed;
}
