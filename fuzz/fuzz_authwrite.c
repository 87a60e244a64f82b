/* SPDX-License-Identifier: ISC */
/*
 * authwrite: whatever the values are, the field has no control octet but its
 * folds and no line over 998 octets, is ours, and reads back as those values
 * that fit, and no others.
 *
 * The input: an octet of flags, then texts with LF LF between them: the
 * authserv-id, then for each result comment, reason, and properties.
 */
#include <stdint.h>
#include <stdlib.h>

#include "tests/authres/authcheck.h"
#include "zegel/authres/authclaim.h"

#define RESULTS_MOST 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The next text of the input; what is behind the last one is absent. */
static zgl_sv next(zgl_sv *rest)
{
	zgl_sv text = *rest;
	size_t n = 0;

	if (text.n == 0)
		return (zgl_sv){ NULL, 0 };
	while (n < text.n
		&& !zgl_sv_starts(zgl_sv_skip(text, n), ZGL_SV("\n\n")))
		n++;
	*rest = zgl_sv_skip(text, n + 2);
	return zgl_sv_head(text, n);
}

static size_t read_results(zgl_sv rest, struct zgl_authresult *results)
{
	static const char *const names[] = { "d", "s", "i", "a", "b" };
	size_t count = 0;

	for (; rest.n > 0 && count < RESULTS_MOST; count++) {
		struct zgl_authresult *r = &results[count];
		*r = (struct zgl_authresult){ .method = "dkim",
			.result = "permerror",
			.comment = next(&rest),
			.reason = next(&rest),
			.prop_count = ZGL_COUNT(names) };
		for (size_t i = 0; i < ZGL_COUNT(names); i++)
			r->props[i] = (struct zgl_authprop){ "header", names[i],
				next(&rest) };
	}
	return count;
}

/* What was read is what was given, or absent. */
static void check_same(zgl_sv got, zgl_sv given, bool utf8)
{
	if (zgl_authwrite_fits(given, utf8))
		must(zgl_sv_eq(got, given));
	else
		must(got.p == NULL);
}

static void check_result(const struct authcheck_result *got,
	const struct zgl_authresult *given, bool utf8)
{
	size_t read = 0;

	must(zgl_sv_eq(got->method, zgl_sv_of(given->method)));
	must(zgl_sv_eq(got->result, zgl_sv_of(given->result)));
	check_same(got->comment, given->comment, utf8);
	check_same(got->reason, given->reason, utf8);
	for (size_t i = 0; i < given->prop_count; i++) {
		const struct zgl_authprop *prop = &given->props[i];
		if (!zgl_authwrite_fits(prop->value, utf8))
			continue;
		must(read < got->prop_count);
		zgl_sv name = got->props[read].name;
		must(name.n == 8 && name.p[7] == prop->property[0]);
		check_same(got->props[read++].value, prop->value, utf8);
	}
	must(read == got->prop_count);
}

static void check_field(zgl_sv field, zgl_sv id,
	const struct zgl_authresult *results, size_t count, bool utf8)
{
	struct authcheck read;

	must(authcheck_octets(field) == NULL);
	must(authcheck_read(field, &read));
	must(zgl_sv_eq(read.authserv_id, id));
	must(read.count == count);
	for (size_t i = 0; i < count; i++)
		check_result(&read.results[i], &results[i], utf8);
	field = zgl_sv_skip(field, zgl_sv_find(field, ':') + 1);
	bool named = id.n <= 255 && zgl_is_alnum(id.p[0]);
	must(!named || zgl_authclaim_is_ours(field, &id, 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_authresult results[RESULTS_MOST];
	struct zgl_authwrite w;
	struct zgl_buf b;

	if (size == 0)
		return 0;
	bool utf8 = (data[0] & 1) != 0;
	zgl_sv rest = { (const char *)data + 1, size - 1 };
	zgl_sv id = next(&rest);
	size_t count = read_results(rest, results);
	zgl_buf_begin(&b, (size_t)1024 * 1024);
	zgl_authwrite_begin(&w, &b, id, utf8);
	for (size_t i = 0; i < count; i++)
		zgl_authwrite_result(&w, &results[i]);
	zgl_authwrite_end(&w);
	must((b.err == ZGL_OK) == zgl_authwrite_fits(id, utf8));
	if (b.err == ZGL_OK)
		check_field(zgl_buf_sv(&b), id, results, count, utf8);
	zgl_buf_free(&b);
	return 0;
}
