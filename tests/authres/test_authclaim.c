/* SPDX-License-Identifier: ISC */
#include "tests/rows.h"
#include "zegel/authres/authclaim.h"

/* Our names in a row; without any they are `usual`. */
struct row {
	const char *name;
	zgl_sv value;
	bool ours;
	zgl_sv ids[3];
};

#define V(literal)                                                             \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}
#define OURS(text) .value = V(text), .ours = true
#define NOT(text)  .value = V(text), .ours = false

#define UMLAUT_A "xn--mller-kva.example"
#define UMLAUT_U "m\xc3\xbcller.example"

// clang-format off
static const struct row claims[] = {
	/* as the grammar has it */
	{ "rfc8601#2.2: our name", OURS(" example.nl; dkim=pass header.d=example.nl") },
	{ "rfc8601#2.2: no white space before it", OURS("example.nl;dkim=pass") },
	{ "rfc8601#2.2: white space behind it", OURS(" example.nl \t; none") },
	{ "rfc8601#2.2: a comment before it", OURS(" (hello) example.nl; none") },
	{ "rfc8601#2.2: a comment behind it", OURS(" example.nl (hello); none") },
	{ "rfc8601#2.2: a comment right before it", OURS(" (hello)example.nl; none") },
	{ "rfc8601#2.2: several comments", OURS(" (a)(b) \t(c) example.nl(d); none") },
	{ "rfc5322#3.2.2: comments in comments", OURS(" (a (b (c) d) e) example.nl; none") },
	{ "rfc5322#3.2.2: a quoted parenthesis in a comment", OURS(" (a \\) b) example.nl; none") },
	{ "rfc5322#3.2.2: another name within a comment", OURS(" (other.example;) example.nl; none") },
	{ "rfc5322#3.2.2: folds", OURS("\r\n\texample.nl\r\n ;\r\n dkim=pass") },
	{ "rfc5322#3.2.2: folds around comments", OURS("\r\n (a\r\n b)\r\n\texample.nl;\r\n none") },
	{ "rfc2045#5.1: as a quoted-string", OURS(" \"example.nl\"; none") },
	{ "rfc5322#3.2.4: with quoted pairs", OURS(" \"ex\\am\\p\\le.nl\"; none") },
	{ "rfc5322#3.2.4: with quoted pairs, and a version", OURS(" \"exam\\ple.nl\" 1; none") },
	{ "rfc5322#3.2.4: white space within the quotes", OURS(" \" example.nl \"; none") },
	{ "rfc5322#3.2.4: a fold within the quotes", OURS(" \"example.nl\r\n \"; none") },
	{ "rfc8601#2.5: odd case", OURS(" eXaMPle.NL; none") },
	{ "rfc8601#2.2: version 1", OURS(" example.nl 1; none") },
	{ "rfc8601#5: a version that nobody supports", OURS(" example.nl 2; dkim=pass") },
	{ "rfc8601#5: a version of many digits", OURS(" example.nl 99999999999999999999; dkim=pass") },
	{ "rfc8601#2.2: a comment before the version", OURS(" example.nl (v) 1; none") },
	{ "rfc8601#2.2: no result", OURS(" example.nl; none") },
	/* and as it has not */
	{ "rfc8601#5: no semicolon", OURS(" example.nl dkim=pass") },
	{ "rfc8601#5: nothing but our name", OURS("example.nl") },
	{ "rfc8601#5: a comma for a semicolon", OURS(" example.nl, dkim=pass") },
	{ "rfc8601#5: a slash and a version", OURS(" example.nl/1; dkim=pass") },
	{ "rfc8601#5: an equals sign", OURS(" example.nl=1; dkim=pass") },
	{ "rfc8601#5: a colon", OURS(" example.nl: dkim=pass") },
	{ "rfc8601#5: semicolons before it", OURS(";; example.nl; dkim=pass") },
	{ "rfc8601#5: other marks before it", OURS(",=/<[] example.nl; dkim=pass") },
	{ "rfc8601#5: an angle bracket on each side", OURS(" <example.nl>; dkim=pass") },
	{ "rfc8601#5: an @ before it", OURS(" @example.nl; dkim=pass") },
	{ "rfc8601#5: an address in our domain", OURS(" mailer@example.nl; dkim=pass") },
	{ "rfc8601#5: our name for a local part", OURS(" example.nl@other.example; dkim=pass") },
	{ "rfc1034#3.1: a dot at the end", OURS(" example.nl.; dkim=pass") },
	{ "rfc8601#5: dots at both ends", OURS(" ..example.nl...; dkim=pass") },
	{ "rfc8601#5: empty quotes before it", OURS(" \"\" example.nl; dkim=pass") },
	{ "rfc8601#5: empty quotes right before it", OURS(" \"\"example.nl; dkim=pass") },
	{ "rfc8601#5: a quote right behind it", OURS(" example.nl\"x\"; dkim=pass") },
	{ "rfc8601#5: the end quote is missing", OURS(" \"example.nl; dkim=pass") },
	{ "rfc8601#5: the first quote is missing", OURS(" example.nl\"; dkim=pass") },
	{ "rfc8601#5: a semicolon within the quotes", OURS(" \"example.nl; dkim=pass\"; none") },
	{ "rfc8601#5: quotes within it", OURS(" \"exam\"\"ple.nl\"; dkim=pass") },
	{ "rfc8601#5: a backslash outside quotes, at the front", OURS(" \\example.nl; dkim=pass") },
	{ "rfc8601#5: a backslash outside quotes, at the end", OURS(" example.nl\\x; dkim=pass") },
	{ "rfc8601#5: single quotes", OURS(" 'example.nl'; dkim=pass") },
	{ "rfc8601#5: a comment within it", OURS(" exam(x)ple.nl; dkim=pass") },
	{ "rfc8601#5: a comment that ends it", OURS(" example.nl(x)foo; dkim=pass") },
	{ "rfc8601#5: a fold within it", OURS(" exam\r\n ple.nl; dkim=pass") },
	{ "rfc8601#5: white space within it", OURS(" example .nl; dkim=pass") },
	{ "rfc8601#5: a comment without end, for a reader of none", OURS(" (example.nl; dkim=pass") },
	{ "rfc8601#5: a comment that ends twice", OURS(" (a)) example.nl; dkim=pass") },
	{ "rfc8601#5: a comment that does not nest for all", OURS(" (a (b) example.nl; dkim=pass") },
	{ "rfc8601#5: a comment that nests for some only", OURS(" (a (b) c) example.nl; dkim=pass") },
	{ "rfc8601#5: a backslash that quotes nothing for some", OURS(" (a \\) example.nl; dkim=pass") },
	{ "rfc8601#5: the same, nested", OURS(" (a (b \\) c) example.nl; dkim=pass") },
	{ "rfc8601#5: a backslash that quotes for some, where nothing nests", OURS(" ( ( ( \\) x ) example.nl; dkim=pass") },
	{ "rfc8601#5: for who does not nest nor quote, and for no other", OURS(" (a (b \\) example.nl; none (y) z") },
	{ "rfc8601#5: for who does not nest but quotes", OURS(" ( ( ( \\) x ) example.nl; none (y) z") },
	{ "rfc8601#5: for who nests and does not quote", OURS(" (a (b) e (d \\) c) example.nl; none (y) z") },
	{ "rfc8601#5: for who nests and quotes", OURS(" (a (b) \\) c) example.nl; none (y) z") },
	{ "rfc8601#5: a comment before it, and one right behind", OURS(" (a) example.nl(x)foo; none") },
	{ "rfc8601#5: quotes in a comment", OURS(" (\")\") example.nl; dkim=pass") },
	{ "rfc8601#5: a comment up to the last parenthesis", OURS(" (a) other.example; none (b) example.nl; dkim=pass") },
	{ "rfc8601#5: our name in a comment alone", OURS(" (example.nl); dkim=pass") },
	{ "rfc5322#2.2: a NUL before it", OURS("\0example.nl; dkim=pass") },
	{ "rfc5322#2.2: a NUL behind it", OURS(" example.nl\0foo; dkim=pass") },
	{ "rfc5322#2.2: a NUL within it", OURS(" exam\0ple.nl; dkim=pass") },
	{ "rfc5322#2.2: controls around it", OURS("\x01\x1b\x7f" "example.nl\x08; dkim=pass") },
	{ "rfc5322#2.2: a lone CR and LF", OURS("\rexample.nl\n; dkim=pass") },
	{ "rfc5322#2.2: 8-bit junk before it", OURS(" \xff\xfe" "example.nl; dkim=pass") },
	{ "rfc5322#2.2: 8-bit junk behind it", OURS(" example.nl\xff" "foo; dkim=pass") },
	{ "rfc5322#2.2: 8-bit junk within it", OURS(" exam\x80ple.nl; dkim=pass") },
	{ "a space of Unicode behind it", OURS(" example.nl\xc2\xa0" "foo; dkim=pass") },
	{ "a zero width space within it", OURS(" exam\xe2\x80\x8bple.nl; dkim=pass") },
	{ "full-width letters", OURS(" \xef\xbd\x85xample.nl; dkim=pass") },
	{ "a full stop of another script", OURS(" example\xe3\x80\x82nl; dkim=pass") },
	{ "a letter that becomes one of ours in lower case", OURS(" e\xe2\x84\xaa" "ample.nl; dkim=pass"), .ids = { V("ekample.nl") } },
	{ "rfc2047#5: an encoded word, whatever it says", OURS(" =?us-ascii?q?example=2Enl?=; dkim=pass") },
	{ "rfc2047#5: an encoded word in a comment before another name", OURS(" (=?us-ascii?q?)_example.nl;?=) other.example; dkim=pass") },
	{ "rfc2047#5: an encoded word for its end", OURS(" exam=?us-ascii?q?ple.nl?=; dkim=pass") },
	/* several names, and internationalized ones */
	{ "rfc8601#5: one of several names", OURS(" mx2.example.nl; none"), .ids = { V("example.nl"), V("mx2.example.nl") } },
	{ "rfc8601#5: the last of several names", OURS(" old.example; none"), .ids = { V("example.nl"), V("mx2.example.nl"), V("Old.Example.") } },
	{ "rfc8601#2.5: a name that is no domain", OURS(" \"Example Mail\"; none"), .ids = { V("Example Mail") } },
	{ "rfc8601#5: A-label for A-label", OURS(" XN--Mller-KVA.example; none"), .ids = { V(UMLAUT_A) } },
	{ "rfc8601#5: U-label for U-label", OURS(" " UMLAUT_U "; none"), .ids = { V(UMLAUT_A), V(UMLAUT_U) } },
	{ "rfc8601#5: U-label for A-label", OURS(" " UMLAUT_U "; none"), .ids = { V(UMLAUT_A) } },
	{ "rfc8601#5: U-label in capitals", OURS(" M\xc3\x9cLLER.example; none"), .ids = { V(UMLAUT_U) } },
	{ "rfc8601#5: U-label not in NFC", OURS(" mu\xcc\x88ller.example; none"), .ids = { V(UMLAUT_U) } },
	{ "rfc8601#5: U-label in quotes, folded", OURS("\r\n \"" UMLAUT_U "\"; none"), .ids = { V(UMLAUT_A) } },
};

static const struct row foreign[] = {
	{ "rfc8601#5: another name", NOT(" other.example; dkim=pass header.d=example.nl") },
	{ "rfc8601#5: another name, and ours in its results", NOT(" mx.other.example; dkim=pass header.i=@example.nl; spf=pass smtp.mailfrom=joe@example.nl; dmarc=pass header.from=example.nl") },
	{ "rfc8601#5: another name, and ours in a comment behind it", NOT(" mx.other.example (for example.nl); none") },
	{ "rfc8601#5: a subdomain of ours, when not told", NOT(" mx.example.nl; none") },
	{ "rfc8601#5: the domain above ours", NOT(" example.nl; none"), .ids = { V("mx.example.nl") } },
	{ "rfc8601#5: a name that begins as ours", NOT(" example.nl.other.example; none") },
	{ "rfc8601#5: a name that ends as ours", NOT(" notexample.nl; none") },
	{ "rfc8601#5: a name with one label more of letters", NOT(" example.nlx; none") },
	{ "rfc8601#5: a hyphen behind it", NOT(" example.nl-x; none") },
	{ "rfc8601#5: an underscore before it", NOT(" _example.nl; none") },
	{ "rfc8601#5: another name, and a version", NOT(" other.example 1; none") },
	{ "rfc8601#5: another name in quotes", NOT(" \"other.example\"; x=example.nl") },
	{ "rfc8601#5: another name that is longer than any of ours", NOT(" aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; none") },
	{ "no name at all, but results of us", NOT(" spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.nl; dkim=pass header.d=example.nl;dmarc=pass header.from=example.nl") },
	{ "no name at all, an address of us", NOT(" spf=pass smtp.mailfrom=joe@example.nl; none") },
	{ "nothing", NOT("") },
	{ "white space", NOT(" \r\n\t ") },
	{ "a comment alone, of others", NOT(" (other.example)") },
	{ "quotes alone", NOT(" \"\"") },
	{ "semicolons alone", NOT(";;;;") },
	{ "a U-label of others, where ours are ASCII", NOT(" m\xc3\xbcller.example; none") },
	{ "a U-label of others that ends as ours", NOT(" \xe4\xbe\x8b.other.nl; none") },
	{ "an A-label of others, where ours is another", NOT(" xn--bcher-kva.example; none"), .ids = { V(UMLAUT_A), V(UMLAUT_U) } },
	{ "an ASCII name of others, where ours is internationalized", NOT(" muller.example; none"), .ids = { V(UMLAUT_A), V(UMLAUT_U) } },
	{ "rfc2047#5: an encoded word behind another name's results", NOT(" other.example; x=y (=?us-ascii?q?example.nl?=)") },
};
// clang-format on

/* What may go on behind a NUL that ended it. */
struct open_row {
	const char *name;
	zgl_sv value;
	bool open;
};

#define OPEN(text)  .value = V(text), .open = true
#define WHOLE(text) .value = V(text), .open = false

// clang-format off
static const struct open_row opens[] = {
	{ "rfc8601#5: nothing is known of it", OPEN("") },
	{ "rfc8601#5: white space is known of it", OPEN(" \r\n\t") },
	{ "rfc8601#5: it ends in its name", OPEN(" exam") },
	{ "rfc8601#5: it ends behind a name", OPEN(" other.example") },
	{ "rfc8601#5: it ends behind a name, and white space that some throw away", OPEN(" exam ") },
	{ "rfc8601#5: it ends in a comment", OPEN(" (x") },
	{ "rfc8601#5: it ends in a comment that some take for closed", OPEN(" (x (y) z; none") },
	{ "rfc8601#5: it ends in a comment with a quoted parenthesis", OPEN(" (x \\) y; none") },
	{ "rfc8601#5: it ends behind a comment", OPEN(" (x)") },
	{ "rfc8601#5: it ends in a comment behind the name", OPEN(" exam (x;") },
	{ "rfc8601#5: it ends in quotes", OPEN(" \"exam") },
	{ "rfc8601#5: it ends behind an @", OPEN(" exam@") },
	{ "rfc8601#5: it ends behind a semicolon that some pass over", OPEN(" ;") },
	{ "rfc8601#2.2: a whole one", WHOLE(" other.example; none") },
	{ "rfc8601#2.2: a whole one with comments", WHOLE(" (a) other.example (b); none (c)") },
	{ "rfc8601#2.2: a whole one with a version", WHOLE(" other.example 1; none") },
	{ "rfc8601#2.2: it ends in its results", WHOLE(" other.example; dkim=pass (x") },
	{ "rfc8601#5: no semicolon", WHOLE(" other.example dkim=pass") },
};
// clang-format on

static void check_open(void **state)
{
	const struct open_row *row = *state;

	assert_int_equal(zgl_authclaim_is_open(row->value), row->open);
}

static bool is_ours(const struct row *row, zgl_sv value)
{
	static const zgl_sv usual = V("example.nl");
	size_t count = 0;

	while (count < ZGL_COUNT(row->ids) && row->ids[count].p != NULL)
		count++;
	return count == 0 ? zgl_authclaim_is_ours(value, &usual, 1)
			  : zgl_authclaim_is_ours(value, row->ids, count);
}

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(is_ours(row, row->value), row->ours);
}

/* Whatever follows, a claim stays one: a reader stops where it likes. */
static void check_followed(void **state)
{
	static const zgl_sv tails[] = { V(";"), V("; x (y"), V("; \"z") };
	const struct row *row = *state;
	char text[2048];

	for (size_t i = 0; i < ZGL_COUNT(tails); i++) {
		assert_true(row->value.n + tails[i].n <= sizeof(text));
		memcpy(text, row->value.p, row->value.n);
		memcpy(text + row->value.n, tails[i].p, tails[i].n);
		zgl_sv value = { text, row->value.n + tails[i].n };
		assert_true(is_ours(row, value));
	}
}

static void check_no_names(void **state)
{
	(void)state;
	assert_false(zgl_authclaim_is_ours(ZGL_SV("example.nl; x"), NULL, 0));
}

/* Neither an empty name nor one of marks makes every field ours. */
static void check_empty_names(void **state)
{
	static const zgl_sv ids[] = { V(""), V("..."), V("\"\""), V("=;") };

	(void)state;
	assert_false(zgl_authclaim_is_ours(ZGL_SV("example.nl; x"), ids, 4));
	assert_false(zgl_authclaim_is_ours(ZGL_SV(";"), ids, 4));
	assert_false(zgl_authclaim_is_ours(ZGL_SV(""), ids, 4));
}

static void check_longest_name(void **state)
{
	char value[257];
	zgl_sv id = { value, 255 };

	(void)state;
	memset(value, 'a', sizeof(value));
	assert_true(zgl_authclaim_is_ours(id, &id, 1));
	assert_false(zgl_authclaim_is_ours((zgl_sv){ value, 254 }, &id, 1));
	assert_false(zgl_authclaim_is_ours((zgl_sv){ value, 256 }, &id, 1));
}

/* A field of the largest size that is bad for each way to read: were one of
 * them not linear, this would not end. */
static void check_linear(void **state)
{
	static const zgl_sv id = V("example.nl");
	static const zgl_sv pieces[] = { V("("), V(")"), V("()"), V("(\\)"),
		V("\""), V("\\"), V("a@"), V("\xff"), V("a\xff"), V("."),
		V("a"), V(" "), V("((a)"), V("=") };
	static char text[128 * 1024];

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(pieces); i++) {
		for (size_t j = 0; j < sizeof(text); j++)
			text[j] = pieces[i].p[j % pieces[i].n];
		zgl_sv value = { text, sizeof(text) };
		bool ours = zgl_authclaim_is_ours(value, &id, 1);
		assert_int_equal(ours, pieces[i].p[0] == '\xff');
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, claims, check);
	ROWS_ADD(&r, claims, check_followed);
	ROWS_ADD(&r, foreign, check);
	ROWS_ADD(&r, opens, check_open);
	rows_add_one(&r, "without names nothing is ours", check_no_names);
	rows_add_one(&r, "a name without letters is none", check_empty_names);
	rows_add_one(&r, "a name of 255 octets", check_longest_name);
	rows_add_one(&r, "128 KiB of bad octets take no time", check_linear);
	return rows_run(&r, "authclaim");
}
