/* SPDX-License-Identifier: ISC */
#include "tests/rows.h"
#include "zegel/base/buf.h"
#include "zegel/signer/keycandidates.h"

struct row {
	const char *name;
	const char *author;
	const char *want; /* in order, with spaces between */
};

// clang-format off
static const struct row rows[] = {
	{ "a domain of two labels has no parent", "example.nl", "example.nl" },
	{ "a subdomain, and its parent", "mail.example.nl", "mail.example.nl example.nl" },
	{ "all parents, the nearest first", "a.b.c.example.nl", "a.b.c.example.nl b.c.example.nl c.example.nl example.nl" },
	{ "labels that resemble each other", "nl.nl.nl", "nl.nl.nl nl.nl" },
	{ "a domain of one label is looked up itself", "localhost", "localhost" },
	{ "U-labels are looked up as A-labels", "post.m\xc3\xbcller.example", "post.xn--mller-kva.example xn--mller-kva.example" },
	{ "underscores", "_x.example.nl", "_x.example.nl example.nl" },
	{ "no domain has none", "", "" },
};

static const struct {
	enum zgl_key_match match;
	bool too, serves;
} serves[] = {
	{ ZGL_KEY_MATCH_NONE, false, false },
	{ ZGL_KEY_MATCH_NONE, true, false },
	{ ZGL_KEY_MATCH_EXACT, false, true },
	{ ZGL_KEY_MATCH_EXACT, true, true },
	{ ZGL_KEY_MATCH_PARENT, false, false },
	{ ZGL_KEY_MATCH_PARENT, true, true },
	{ ZGL_KEY_MATCH_FALLBACK, false, true },
	{ ZGL_KEY_MATCH_FALLBACK, true, true },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_keycandidates c;
	struct zgl_dname name;
	enum zgl_key_match match;
	struct zgl_buf told;

	if (zgl_dname_parse(zgl_sv_of(row->author), &name) != ZGL_DNAME_OK)
		name.n = 0;
	zgl_buf_begin(&told, 4096);
	zgl_keycandidates_begin(&c, &name);
	while (zgl_keycandidates_next(&c, &name, &match)) {
		assert_int_equal(match,
			told.n == 0 ? ZGL_KEY_MATCH_EXACT
				    : ZGL_KEY_MATCH_PARENT);
		assert_int_equal(strlen(name.text), name.n);
		if (told.n > 0)
			zgl_buf_char(&told, ' ');
		zgl_buf_put(&told, zgl_dname_sv(&name));
	}
	assert_false(zgl_keycandidates_next(&c, &name, &match));
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->want));
	zgl_buf_free(&told);
}

static void check_longest(void **state)
{
	char text[254];
	struct zgl_keycandidates c;
	struct zgl_dname name;
	enum zgl_key_match match;
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 == 0 ? 'a' : '.';
	assert_int_equal(
		zgl_dname_parse((zgl_sv){ text, 253 }, &name), ZGL_DNAME_OK);
	zgl_keycandidates_begin(&c, &name);
	while (zgl_keycandidates_next(&c, &name, &match))
		count++;
	assert_int_equal(count, 126);
}

static void check_serves(void **state)
{
	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(serves); i++)
		assert_int_equal(zgl_key_serves(serves[i].match, serves[i].too),
			serves[i].serves);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "253 octets have 126 candidates", check_longest);
	rows_add_one(&r, "a parent's keys serve when it says so", check_serves);
	return rows_run(&r, "keycandidates");
}
