/* SPDX-License-Identifier: ISC */
/* dname: what is a domain name, what it becomes, and what is none. */
#include "tests/rows.h"
#include "zegel/dns/dname.h"

#define A63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A61 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

struct good {
	const char *name, *text, *want;
};

// clang-format off
static const struct good accepted[] = {
	{ "one label",                       "localhost", "localhost" },
	{ "letters become small",            "MaIL.Example.COM", "mail.example.com" },
	{ "digits and hyphens inside",       "a-1.9z.0", "a-1.9z.0" },
	{ "hyphens third and fourth, not xn","r3---sn-a.example", "r3---sn-a.example" },
	{ "underscore at the start",         "_dmarc.example.com", "_dmarc.example.com" },
	{ "underscore anywhere",             "a_b_.c__d._._domainkey.x", "a_b_.c__d._._domainkey.x" },
	{ "rfc1035#2.3.4: label of 63",      A63 ".example", A63 ".example" },
	{ "rfc1035#2.3.4: 253 in all",       A63 "." A63 "." A63 "." A61,
	                                     A63 "." A63 "." A63 "." A61 },
	{ "an A-label stays, in small letters", "XN--BCHER-KVA.example", "xn--bcher-kva.example" },
	{ "an A-label is not looked into",   "xn--a.xn--0", "xn--a.xn--0" },
	{ "rfc8616#4: a U-label",            "b\xc3\xbc" "cher.example", "xn--bcher-kva.example" },
	{ "a U-label with a capital inside", "b\xc3\x9c" "cher.example", "xn--bcher-kva.example" },
	{ "a U-label in capitals",           "B\xc3\x9c" "CHER.EXAMPLE", "xn--bcher-kva.example" },
	{ "a U-label not in NFC",            "bu\xcc\x88" "cher.example", "xn--bcher-kva.example" },
	{ "rfc5891#5: sharp s keeps its own name", "stra\xc3\x9f" "e.de", "xn--strae-oqa.de" },
	{ "final sigma keeps its own name",  "\xcf\x82.gr", "xn--3xa.gr" },
	{ "U-labels beside underscores",     "s_1._domainkey.b\xc3\xbc" "cher.example",
	                                     "s_1._domainkey.xn--bcher-kva.example" },
	{ "Chinese at every level",          "\xe4\xbe\x8b\xe5\xad\x90.\xe4\xb8\xad\xe5\x9b\xbd",
	                                     "xn--fsqu00a.xn--fiqs8s" },
	{ "Hebrew",                          "\xd7\x90\xd7\x91.example", "xn--4dbc.example" },
};
// clang-format on

static void check_good(void **state)
{
	const struct good *row = *state;
	struct zgl_dname name, again;

	assert_int_equal(
		zgl_dname_parse(zgl_sv_of(row->text), &name), ZGL_DNAME_OK);
	assert_sv_equal(zgl_dname_sv(&name), zgl_sv_of(row->want));
	assert_int_equal(name.text[name.n], '\0');
	assert_int_equal(
		zgl_dname_parse(zgl_dname_sv(&name), &again), ZGL_DNAME_OK);
	assert_true(zgl_dname_eq(&name, &again));
}

struct bad {
	const char *name;
	zgl_sv text;
	enum zgl_dname_fault fault;
};

// clang-format off
static const struct bad refused[] = {
	{ "nothing",                      { "", 0 }, ZGL_DNAME_EMPTY },
	{ "a dot",                        { ".", 1 }, ZGL_DNAME_EMPTY },
	{ "a dot at the end",             { "example.com.", 12 }, ZGL_DNAME_EMPTY },
	{ "a dot at the start",           { ".example", 8 }, ZGL_DNAME_EMPTY },
	{ "two dots",                     { "a..b", 4 }, ZGL_DNAME_EMPTY },
	{ "label of 64",                  { "a" A63, 64 }, ZGL_DNAME_LONG },
	{ "label of 64, first of two",    { "a" A63 ".b", 66 }, ZGL_DNAME_LONG },
	{ "254 in all",                   { A63 "." A63 "." A63 "." A61 "a", 254 }, ZGL_DNAME_LONG },
	{ "254 in all, the last a dot",   { A63 "." A63 "." A63 "." A61 ".", 254 }, ZGL_DNAME_LONG },
	{ "255 in all, by one more label",{ A63 "." A63 "." A63 "." A61 ".b", 255 }, ZGL_DNAME_LONG },
	{ "a space",                      { "a b.c", 5 }, ZGL_DNAME_OCTET },
	{ "a NUL",                        { "a\0b.c", 5 }, ZGL_DNAME_OCTET },
	{ "a NUL at the end",             { "a.c\0", 4 }, ZGL_DNAME_OCTET },
	{ "a line end",                   { "a.c\r\n", 5 }, ZGL_DNAME_OCTET },
	{ "DEL",                          { "a\x7f.c", 4 }, ZGL_DNAME_OCTET },
	{ "an at sign",                   { "a@b.c", 5 }, ZGL_DNAME_OCTET },
	{ "an address literal",           { "[127.0.0.1]", 11 }, ZGL_DNAME_OCTET },
	{ "a slash",                      { "a/b.c", 5 }, ZGL_DNAME_OCTET },
	{ "a backslash",                  { "a\\.c", 4 }, ZGL_DNAME_OCTET },
	{ "a wildcard",                   { "*.example", 9 }, ZGL_DNAME_OCTET },
	{ "a percent sign in a long label", { A63 "%", 64 }, ZGL_DNAME_LONG },
	{ "8-bit, but not UTF-8",         { "a\xff.c", 4 }, ZGL_DNAME_OCTET },
	{ "UTF-8 that is cut off",        { "a\xc3.c", 4 }, ZGL_DNAME_OCTET },
	{ "UTF-8 of a surrogate",         { "a\xed\xa0\x80.c", 6 }, ZGL_DNAME_OCTET },
	{ "overlong UTF-8",               { "a\xc0\xae.c", 5 }, ZGL_DNAME_OCTET },
	{ "a hyphen first",               { "-a.b", 4 }, ZGL_DNAME_HYPHEN },
	{ "a hyphen last",                { "a.b-", 4 }, ZGL_DNAME_HYPHEN },
	{ "only a hyphen",                { "-", 1 }, ZGL_DNAME_HYPHEN },
	{ "rfc5891#4.2.3.1: a U-label with a hyphen first", { "-\xc3\xbc.b", 5 }, ZGL_DNAME_HYPHEN },
	{ "a U-label with a hyphen last", { "\xc3\xbc-.b", 5 }, ZGL_DNAME_HYPHEN },
	{ "a U-label with hyphens third and fourth", { "ab--\xc3\xbc.b", 8 }, ZGL_DNAME_IDN },
	{ "a U-label that begins with xn--", { "xn--\xc3\xbc.b", 8 }, ZGL_DNAME_IDN },
	{ "a U-label with an underscore", { "_\xc3\xbc.b", 5 }, ZGL_DNAME_OCTET },
	{ "a U-label with a space",       { "\xc3\xbc b.b", 6 }, ZGL_DNAME_OCTET },
	{ "a U-label with a NUL",         { "\xc3\xbc\0b.b", 6 }, ZGL_DNAME_OCTET },
	{ "an ideographic full stop",     { "a\xe3\x80\x82" "b", 5 }, ZGL_DNAME_IDN },
	{ "one beside a true U-label",    { "\xc3\xbc\xe3\x80\x82" "b", 6 }, ZGL_DNAME_IDN },
	{ "a half-width full stop",       { "\xc3\xbc\xef\xbd\xa1" "b", 6 }, ZGL_DNAME_IDN },
	{ "a full-width full stop",       { "\xc3\xbc\xef\xbc\x8e" "b", 6 }, ZGL_DNAME_IDN },
	{ "a one dot leader",             { "\xc3\xbc\xe2\x80\xa4" "b", 6 }, ZGL_DNAME_IDN },
	{ "full-width letters for ASCII", { "\xef\xbd\x81\xef\xbd\x82", 6 }, ZGL_DNAME_IDN },
	{ "the Kelvin sign for k",        { "\xe2\x84\xaa.b", 5 }, ZGL_DNAME_IDN },
	{ "a ligature for fi",            { "\xef\xac\x81.b", 5 }, ZGL_DNAME_IDN },
	{ "a soft hyphen in ASCII",       { "a\xc2\xad" "b.c", 6 }, ZGL_DNAME_IDN },
	{ "a label of a soft hyphen only",{ "\xc2\xad.c", 4 }, ZGL_DNAME_IDN },
	{ "a/c in one sign",              { "\xc3\xbc\xe2\x84\x80.b", 7 }, ZGL_DNAME_IDN },
	{ "rfc5892#2.6: a snowman",       { "\xe2\x98\x83.net", 7 }, ZGL_DNAME_IDN },
	{ "a combining mark first",       { "\xcc\x81" "a.b", 5 }, ZGL_DNAME_IDN },
	{ "rfc5892#A.2: a joiner out of place", { "b\xe2\x80\x8d\xc3\xbc.c", 8 }, ZGL_DNAME_IDN },
	{ "rfc5893#2: right to left mixed with left to right", { "\xd7\x90" "a.b", 5 }, ZGL_DNAME_IDN },
	{ "a right-to-left override",     { "a\xe2\x80\xae" "b.c", 7 }, ZGL_DNAME_IDN },
	{ "an A-label that becomes too long", { "\xc3\xbc" A61 ".b", 65 }, ZGL_DNAME_LONG },
	{ "an A-label for which there is no room", { A63 "." A63 "." A63 ".aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.\xc3\xbc", 249 }, ZGL_DNAME_LONG },
};
// clang-format on

static void check_bad(void **state)
{
	const struct bad *row = *state;
	struct zgl_dname name;

	memset(&name, 'x', sizeof(name));
	assert_int_equal(zgl_dname_parse(row->text, &name), row->fault);
	assert_int_equal(name.n, 0);
	assert_int_equal(name.text[0], '\0');
	assert_int_equal(zgl_dname_labels(&name), 0);
}

static void a_huge_u_label_is_refused_unread(void **state)
{
	static char text[1 << 20];
	struct zgl_dname name;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xbc", 2);
	assert_int_equal(zgl_dname_parse((zgl_sv){ text, sizeof(text) }, &name),
		ZGL_DNAME_LONG);
}

struct pair {
	const char *name, *below, *above;
	bool within, same;
};

// clang-format off
static const struct pair pairs[] = {
	{ "a name is within itself",      "example.com",  "example.com", true,  true },
	{ "letters in another case",      "EXAMPLE.com",  "example.COM", true,  true },
	{ "a subdomain",                  "a.example.com","example.com", true,  false },
	{ "two levels down",              "a.b.c.de",     "c.de",        true,  false },
	{ "U-label and A-label are one",  "x.b\xc3\xbc" "cher.de", "xn--bcher-kva.de", true, false },
	{ "the same end, but no label",   "myexample.com","example.com", false, false },
	{ "the other way round",          "com",          "example.com", false, false },
	{ "another name of equal length", "example.net",  "example.com", false, false },
};
// clang-format on

static void check_pair(void **state)
{
	const struct pair *row = *state;
	struct zgl_dname below, above, none = { .n = 0 };

	assert_int_equal(zgl_dname_parse(zgl_sv_of(row->below), &below), 0);
	assert_int_equal(zgl_dname_parse(zgl_sv_of(row->above), &above), 0);
	assert_int_equal(zgl_dname_within(&below, &above), row->within);
	assert_int_equal(zgl_dname_eq(&below, &above), row->same);
	assert_false(zgl_dname_within(&below, &none));
	assert_false(zgl_dname_within(&none, &above));
}

struct front {
	const char *name, *labels, *behind;
	const char *want; /* NULL: false */
};

// clang-format off
static const struct front fronts[] = {
	{ "one label",             "_dmarc", "example.com", "_dmarc.example.com" },
	{ "two labels",            "S1._domainkey", "example.com", "s1._domainkey.example.com" },
	{ "rfc8616#4: a selector in UTF-8", "\xc3\xbc._domainkey", "a.de", "xn--tda._domainkey.a.de" },
	{ "253 in all",            A63 "." A63 "." A61, A63, A63 "." A63 "." A61 "." A63 },
	{ "254 in all",            A63 "." A63 "." A61 "a", A63, NULL },
	{ "a bad label",           "a b", "example.com", NULL },
	{ "no label",              "", "example.com", NULL },
	{ "a dot at the end",      "a.", "example.com", NULL },
};
// clang-format on

static void check_front(void **state)
{
	const struct front *row = *state;
	struct zgl_dname name;

	assert_int_equal(zgl_dname_parse(zgl_sv_of(row->behind), &name), 0);
	/* in place, as callers do */
	bool good = zgl_dname_prepend(zgl_sv_of(row->labels), &name, &name);
	assert_int_equal(good, row->want != NULL);
	assert_sv_equal(
		zgl_dname_sv(&name), zgl_sv_of(good ? row->want : row->behind));
	assert_int_equal(name.text[name.n], '\0');
}

static void nothing_goes_in_front_of_no_name(void **state)
{
	struct zgl_dname none = { .n = 0 }, name;

	(void)state;
	assert_false(zgl_dname_prepend(ZGL_SV("a"), &none, &name));
}

static void labels_are_counted(void **state)
{
	struct zgl_dname name;

	(void)state;
	assert_int_equal(zgl_dname_parse(ZGL_SV("com"), &name), 0);
	assert_int_equal(zgl_dname_labels(&name), 1);
	assert_int_equal(zgl_dname_parse(ZGL_SV("a.b.example.com"), &name), 0);
	assert_int_equal(zgl_dname_labels(&name), 4);
}

/* Every octet by itself, against the class that the header promises. */
static void every_octet(void **state)
{
	static const char class[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
				    "QRSTUVWXYZ_0123456789";
	struct zgl_dname name;

	(void)state;
	for (int c = 0; c < 256; c++) {
		char text[] = { 'a', (char)c, 'b' };
		bool good = zgl_dname_parse((zgl_sv){ text, 3 }, &name)
			== ZGL_DNAME_OK;
		bool in = c == '-' || c == '.'
			|| (c != 0 && strchr(class, c) != NULL);
		assert_int_equal(good, in);
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, accepted, check_good);
	ROWS_ADD(&r, refused, check_bad);
	ROWS_ADD(&r, pairs, check_pair);
	ROWS_ADD(&r, fronts, check_front);
	rows_add_one(&r, "a U-label of 1 MiB is refused",
		a_huge_u_label_is_refused_unread);
	rows_add_one(&r, "nothing goes in front of no name",
		nothing_goes_in_front_of_no_name);
	rows_add_one(&r, "labels are counted", labels_are_counted);
	rows_add_one(&r, "each octet inside a label", every_octet);
	return rows_run(&r, "dname");
}
