/* SPDX-License-Identifier: ISC */
/* qname: text to wire and back, and how names relate. */
#include "tests/rows.h"
#include "zegel/dns/qname.h"

#define A63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A61 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct zgl_qname root = { .wire = { 0 }, .n = 1 };

struct text_row {
	const char *name, *text, *origin;
	zgl_sv wire;         /* absent: no name */
	const char *written; /* NULL: as `text` */
};

// clang-format off
static const struct text_row texts[] = {
	{ "the root",                     ".", NULL, { "\0", 1 }, NULL },
	{ "a dot at the end",             "a.bc.", NULL, { "\1a\2bc\0", 6 }, NULL },
	{ "no dot at the end, no origin", "a.bc", NULL, { "\1a\2bc\0", 6 }, "a.bc." },
	{ "relative to an origin",        "a", "bc.", { "\1a\2bc\0", 6 }, "a.bc." },
	{ "relative to the root",         "a", ".", { "\1a\0", 3 }, "a." },
	{ "absolute, whatever the origin","a.", "bc.", { "\1a\0", 3 }, NULL },
	{ "the case stays",               "aB.", NULL, { "\2aB\0", 4 }, NULL },
	{ "rfc1035#5.1: \\. is no separator", "a\\.b.", NULL, { "\3a.b\0", 5 }, NULL },
	{ "rfc1035#5.1: \\DDD",           "a\\000\\255\\032.", NULL, { "\4a\0\xff \0", 6 }, NULL },
	{ "\\DDD of a plain letter",      "\\097.", NULL, { "\1a\0", 3 }, "a." },
	{ "\\046 is no separator",        "a\\046b.", NULL, { "\3a.b\0", 5 }, "a\\.b." },
	{ "octets that files give a meaning", "\\\"\\(\\)\\;\\@\\$\\\\.", NULL, { "\7\"();@$\\\0", 9 }, NULL },
	{ "an escaped dot at the end is not the root's", "a\\.", "b.", { "\2a.\1b\0", 6 }, "a\\..b." },
	{ "8-bit octets as they are",     "\xc3\xbc.", NULL, { "\2\xc3\xbc\0", 4 }, "\\195\\188." },
	{ "a wildcard",                   "*.a.", NULL, { "\1*\1a\0", 5 }, NULL },
	{ "nothing",                      "", NULL, { NULL, 0 }, NULL },
	{ "nothing, with an origin",      "", "a.", { NULL, 0 }, NULL },
	{ "two dots at the end",          "a..", NULL, { NULL, 0 }, NULL },
	{ "two dots",                     "..", NULL, { NULL, 0 }, NULL },
	{ "a dot first",                  ".a.", NULL, { NULL, 0 }, NULL },
	{ "a label of 64",                "a" A63 ".", NULL, { NULL, 0 }, NULL },
	{ "\\256",                        "\\256.", NULL, { NULL, 0 }, NULL },
	{ "\\DDD with two digits",        "\\12.", NULL, { NULL, 0 }, NULL },
	{ "\\DDD cut off",                "\\12", NULL, { NULL, 0 }, NULL },
	{ "a backslash at the end",       "a\\", NULL, { NULL, 0 }, NULL },
	{ "rfc1035#2.3.4: 256 octets",    A63 "." A63 "." A63 "." A61 "a.", NULL, { NULL, 0 }, NULL },
	{ "256 octets with the origin",   A63 "." A63 "." A63, A61 "a.", { NULL, 0 }, NULL },
};
// clang-format on

static void check_text(void **state)
{
	const struct text_row *row = *state;
	struct zgl_qname name, origin;
	struct zgl_buf text;

	if (row->origin != NULL)
		assert_true(
			zgl_qname_parse(zgl_sv_of(row->origin), NULL, &origin));
	bool good = zgl_qname_parse(zgl_sv_of(row->text),
		row->origin == NULL ? NULL : &origin, &name);
	assert_int_equal(good, row->wire.p != NULL);
	if (!good)
		return;
	assert_sv_equal(((zgl_sv){ (char *)name.wire, name.n }), row->wire);
	zgl_buf_begin(&text, 2000);
	zgl_qname_write(&name, &text);
	assert_sv_equal(zgl_buf_sv(&text),
		zgl_sv_of(row->written == NULL ? row->text : row->written));
	zgl_buf_free(&text);
}

static void the_longest_name(void **state)
{
	struct zgl_qname name, origin = root;
	zgl_sv text = ZGL_SV(A63 "." A63 "." A63 "." A61 ".");

	(void)state;
	assert_true(zgl_qname_parse(text, NULL, &name));
	assert_int_equal(name.n, 255);
	assert_true(zgl_qname_parse(ZGL_SV(A61 "."), NULL, &origin));
	assert_true(
		zgl_qname_parse(ZGL_SV(A63 "." A63 "." A63), &origin, &origin));
	assert_true(zgl_qname_eq(&name, &origin));
}

struct octets_row {
	const char *name;
	zgl_sv octets, wire;
};

// clang-format off
static const struct octets_row octets[] = {
	{ "labels",                  { "a.bc", 4 },   { "\1a\2bc\0", 6 } },
	{ "a dot at the end",        { "a.bc.", 5 },  { "\1a\2bc\0", 6 } },
	{ "a backslash is an octet", { "a\\.b", 4 },  { "\2a\\\1b\0", 6 } },
	{ "a NUL is an octet",       { "\0.b", 3 },   { "\1\0\1b\0", 5 } },
	{ "nothing",                 { "", 0 },       { NULL, 0 } },
	{ "a dot",                   { ".", 1 },      { NULL, 0 } },
	{ "two dots",                { "a..b", 4 },   { NULL, 0 } },
	{ "two dots at the end",     { "a..", 3 },    { NULL, 0 } },
	{ "a label of 64",           { "a" A63, 64 }, { NULL, 0 } },
};
// clang-format on

static void check_octets(void **state)
{
	const struct octets_row *row = *state;
	struct zgl_qname name;
	bool good = zgl_qname_from_octets(row->octets, &name);

	assert_int_equal(good, row->wire.p != NULL);
	if (good)
		assert_sv_equal(
			((zgl_sv){ (char *)name.wire, name.n }), row->wire);
}

struct pair {
	const char *name, *below, *above;
	bool within, same;
};

// clang-format off
static const struct pair pairs[] = {
	{ "rfc4343#3: case does not count", "A.example.", "a.EXAMPLE.", true,  true },
	{ "below",                          "a.b.c.",     "c.",         true,  false },
	{ "below the root",                 "a.",         ".",          true,  false },
	{ "the root is not below",          ".",          "a.",         false, false },
	{ "the root is within itself",      ".",          ".",          true,  true },
	{ "the end of a label only",        "xc.",        "c.",         false, false },
	{ "a dot inside a label",           "a\\.c.",     "c.",         false, false },
	{ "a label that looks like two",    "a\\001b.c.", "b.c.",       false, false },
	{ "only letters are folded",        "[.",         "{.",         false, false },
	{ "no 8-bit letter is folded",      "\\195\\156.","\\195\\188.",false, false },
};
// clang-format on

static void check_pair(void **state)
{
	const struct pair *row = *state;
	struct zgl_qname below, above;

	assert_true(zgl_qname_parse(zgl_sv_of(row->below), NULL, &below));
	assert_true(zgl_qname_parse(zgl_sv_of(row->above), NULL, &above));
	assert_int_equal(zgl_qname_within(&below, &above), row->within);
	assert_int_equal(zgl_qname_eq(&below, &above), row->same);
	assert_int_equal(zgl_qname_eq(&above, &below), row->same);
}

static void parents_up_to_the_root(void **state)
{
	struct zgl_qname name, want;

	(void)state;
	assert_true(zgl_qname_parse(ZGL_SV("a\\.b.cd.e."), NULL, &name));
	assert_true(zgl_qname_parse(ZGL_SV("cd.e."), NULL, &want));
	assert_true(zgl_qname_parent(&name, &name));
	assert_true(zgl_qname_eq(&name, &want));
	assert_true(zgl_qname_parent(&name, &name));
	assert_true(zgl_qname_parent(&name, &name));
	assert_true(zgl_qname_eq(&name, &root));
	assert_false(zgl_qname_parent(&name, &name));
	assert_true(zgl_qname_eq(&name, &root));
}

static void every_dname_is_a_qname(void **state)
{
	static const char *const names[] = { "a", "a.b", "_s._d.example.com",
		A63 "." A63 "." A63 "." A61 };
	struct zgl_qname name, want;
	struct zgl_dname dname;

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(names); i++) {
		assert_int_equal(
			zgl_dname_parse(zgl_sv_of(names[i]), &dname), 0);
		zgl_qname_from_dname(&dname, &name);
		assert_true(zgl_qname_parse(zgl_sv_of(names[i]), NULL, &want));
		assert_true(zgl_qname_eq(&name, &want));
	}
	dname.n = 0;
	zgl_qname_from_dname(&dname, &name);
	assert_true(zgl_qname_eq(&name, &root));
}

/* What is written reads back to the same octets, whatever they are. */
static void every_octet_reads_back(void **state)
{
	struct zgl_qname name, again;
	struct zgl_buf text;

	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		const char wire[] = { 2, (char)c, '1', 0 };
		memcpy(name.wire, wire, sizeof(wire));
		name.n = sizeof(wire);
		zgl_buf_begin(&text, 100);
		zgl_qname_write(&name, &text);
		assert_true(zgl_qname_parse(zgl_buf_sv(&text), NULL, &again));
		assert_int_equal(again.n, name.n);
		assert_memory_equal(again.wire, name.wire, name.n);
		zgl_buf_free(&text);
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, texts, check_text);
	ROWS_ADD(&r, octets, check_octets);
	ROWS_ADD(&r, pairs, check_pair);
	rows_add_one(&r, "rfc1035#2.3.4: 255 octets", the_longest_name);
	rows_add_one(&r, "parents up to the root", parents_up_to_the_root);
	rows_add_one(&r, "every dname is a qname", every_dname_is_a_qname);
	rows_add_one(&r, "every octet reads back", every_octet_reads_back);
	return rows_run(&r, "qname");
}
