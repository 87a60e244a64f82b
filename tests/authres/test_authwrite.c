/* SPDX-License-Identifier: ISC */
#include "tests/authres/authcheck.h"
#include "tests/rows.h"
#include "zegel/authres/authclaim.h"
#include "zegel/authres/authwrite.h"

#define V(literal)                                                             \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}

#define TEN(s)  s s s s s s s s s s
#define LONGEST TEN(TEN("1234567"))

struct text_row {
	const char *name;
	zgl_sv text;
	bool ascii, utf8; /* does it fit; and in internationalized mail */
};

#define FITS(text) V(text), true, true
#define UTF8(text) V(text), false, true
#define BAD(text)  V(text), false, false

/* One property, or one reason, or one comment, and the field that has it. */
struct value_row {
	const char *name;
	zgl_sv value;
	const char *want;
	bool internationalized;
};

#define FIELD(text) .want = "Authentication-Results: example.nl;\r\n\t" text

// clang-format off
static const struct text_row texts[] = {
	{ "a word", FITS("rsa-sha256") },
	{ "words", FITS("the key was revoked") },
	{ "marks", FITS("!#$%&'*+,-./:<=>?@[]^_`{|}~") },
	{ "rfc5322#3.2.2: parentheses in pairs", FITS("an (a=) (of (some)) kind") },
	{ "parentheses not in pairs", BAD("a (b") },
	{ "parentheses, the other way round", BAD("a )b(") },
	{ "a parenthesis closed twice", BAD("(a))") },
	{ "nothing", BAD("") },
	{ "a quotation mark", BAD("a\"b") },
	{ "a backslash", BAD("a\\b") },
	{ "a semicolon", BAD("a;b") },
	{ "rfc2047#2: the start of an encoded word", BAD("=?us-ascii?q?=3B?=") },
	{ "rfc2047#2: within a word", BAD("a=?b") },
	{ "an equals sign and a question mark apart", FITS("?=x= ?") },
	{ "rfc5322#2.2: NUL", BAD("a\0b") },
	{ "rfc5322#2.2: CR and LF", BAD("a\r\n b") },
	{ "a tab", BAD("a\tb") },
	{ "an escape", BAD("\x1b[2J") },
	{ "a delete", BAD("a\x7f") },
	{ "rfc6532#3.1: UTF-8", UTF8("j\xc3\xb6rg") },
	{ "rfc6532#3.1: octets that are no UTF-8", BAD("j\xf6rg") },
	{ "rfc6532#3.1: UTF-8 cut short", BAD("j\xc3") },
	{ "rfc3629#3: an over-long quotation mark", BAD("\xc0\xa2") },
	{ "a control of C1", BAD("a\xc2\x85" "b") },
	{ "a line separator", BAD("a\xe2\x80\xa8" "b") },
	{ "text turned right to left", BAD("\xe2\x80\xae" "abc") },
	{ "a zero width space", BAD("a\xe2\x80\x8b" "b") },
	{ "the longest text", FITS(LONGEST) },
	{ "one octet longer", BAD(LONGEST "x") },
};

static const struct value_row properties[] = {
	{ "rfc2045#5.1: a token", V("sel._a-1"), FIELD("dkim=pass header.i=sel._a-1") },
	{ "rfc2045#5.1: a token of odd octets", V("!#$%&*+-.^_`{|}~"), FIELD("dkim=pass header.i=!#$%&*+-.^_`{|}~") },
	{ "rfc2045#5.1: tspecials are quoted", V("ab/cd+=="), FIELD("dkim=pass header.i=\"ab/cd+==\"") },
	{ "rfc2045#5.1: white space is quoted", V("a b"), FIELD("dkim=pass header.i=\"a b\"") },
	{ "white space at both ends stays", V(" a "), FIELD("dkim=pass header.i=\" a \"") },
	{ "parentheses are quoted", V("a(b)"), FIELD("dkim=pass header.i=\"a(b)\"") },
	{ "a single quote is quoted, though it is of a token", V("victim'a.example"), FIELD("dkim=pass header.i=\"victim'a.example\"") },
	{ "rfc8601#2.2: @domain-name", V("@example.nl"), FIELD("dkim=pass header.i=@example.nl") },
	{ "rfc8601#2.2: local-part@domain-name", V("joe@mail.example.nl"), FIELD("dkim=pass header.i=joe@mail.example.nl") },
	{ "rfc8601#2.2: a local part of atoms", V("a.b+c=d/e?f@example.nl"), FIELD("dkim=pass header.i=a.b+c=d/e?f@example.nl") },
	{ "a local part with a single quote", V("o'joe@example.nl"), FIELD("dkim=pass header.i=\"o'joe@example.nl\"") },
	{ "a local part that begins with a mark some readers part words at", V("/@example.nl"), FIELD("dkim=pass header.i=\"/@example.nl\"") },
	{ "and with the other one", V("=a@example.nl"), FIELD("dkim=pass header.i=\"=a@example.nl\"") },
	{ "rfc2047#2: a local part that would begin an encoded word", V("?us-ascii?q?=3B_dkim=3Dpass?=@example.nl"), FIELD("dkim=pass header.i=\"?us-ascii?q?=3B_dkim=3Dpass?=@example.nl\"") },
	{ "rfc8601#2.2: white space of Unicode goes in quotes", V("@exam\xe3\x80\x80ple.nl"), FIELD("dkim=pass header.i=\"@exam\xe3\x80\x80ple.nl\""), .internationalized = true },
	{ "rfc8601#2.2: the same in a local part", V("a\xc2\xa0@example.nl"), FIELD("dkim=pass header.i=\"a\xc2\xa0@example.nl\""), .internationalized = true },
	{ "a local part with white space", V("a b@example.nl"), FIELD("dkim=pass header.i=\"a b@example.nl\"") },
	{ "a local part that would have to be quoted is left out", V("\"a b\"@example.nl"), FIELD("dkim=pass") },
	{ "rfc5322#3.4.1: two dots in a local part", V("a..b@example.nl"), FIELD("dkim=pass header.i=\"a..b@example.nl\"") },
	{ "rfc5322#3.4.1: a dot at its start", V(".a@example.nl"), FIELD("dkim=pass header.i=\".a@example.nl\"") },
	{ "rfc6376#3.5: an underscore is not of a domain-name", V("joe@_x.example.nl"), FIELD("dkim=pass header.i=\"joe@_x.example.nl\"") },
	{ "rfc6376#3.5: nor is a hyphen at the end of a label", V("joe@x-.nl"), FIELD("dkim=pass header.i=\"joe@x-.nl\"") },
	{ "rfc6376#3.5: nor at its start", V("joe@x.-nl"), FIELD("dkim=pass header.i=\"joe@x.-nl\"") },
	{ "rfc6376#3.5: nor a single label", V("joe@localhost"), FIELD("dkim=pass header.i=\"joe@localhost\"") },
	{ "rfc6376#3.5: nor a dot at the end", V("joe@example.nl."), FIELD("dkim=pass header.i=\"joe@example.nl.\"") },
	{ "two @", V("a@b@example.nl"), FIELD("dkim=pass header.i=\"a@b@example.nl\"") },
	{ "an @ alone", V("@"), FIELD("dkim=pass header.i=\"@\"") },
	{ "a result to be injected is left out", V("x; dkim=pass"), FIELD("dkim=pass") },
	{ "a fold to be injected is left out", V("x\r\nSubject: y"), FIELD("dkim=pass") },
	{ "an absent value is left out", { NULL, 0 }, FIELD("dkim=pass") },
	{ "an empty value is left out", V(""), FIELD("dkim=pass") },
	{ "rfc8616#5: UTF-8 is left out of mail that has none", V("j\xc3\xb6@example.nl"), FIELD("dkim=pass") },
	{ "rfc8616#5: UTF-8 in a local part", V("j\xc3\xb6@example.nl"), FIELD("dkim=pass header.i=j\xc3\xb6@example.nl"), .internationalized = true },
	{ "rfc8616#5: U-labels", V("@m\xc3\xbcller.example"), FIELD("dkim=pass header.i=@m\xc3\xbcller.example"), .internationalized = true },
	{ "rfc6532#3.2: UTF-8 that is no token is quoted", V("m\xc3\xbcller"), FIELD("dkim=pass header.i=\"m\xc3\xbcller\""), .internationalized = true },
	{ "rfc5322#2.1.1: a line of 78 columns, with what may follow", V("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), FIELD("dkim=pass header.i=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
	{ "rfc5322#2.1.1: one octet more goes to a line of its own", V("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), FIELD("dkim=pass\r\n\theader.i=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") },
	{ "rfc5322#2.1.1: a line of 78 columns, with quotes", V("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"), FIELD("dkim=pass header.i=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/\"") },
	{ "rfc5322#2.1.1: one octet more, with quotes", V("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"), FIELD("dkim=pass\r\n\theader.i=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/\"") },
};

static const struct value_row reasons[] = {
	{ "rfc8601#2.2: a reason of words", V("the key was revoked"), FIELD("dkim=pass reason=\"the key was revoked\"") },
	{ "rfc8601#2.2: a reason of one token", V("revoked"), FIELD("dkim=pass reason=revoked") },
	{ "rfc8601#2.2: a reason is no address", V("a@example.nl"), FIELD("dkim=pass reason=\"a@example.nl\"") },
	{ "rfc8601#2.2: a reason with parentheses", V("unknown (a=)"), FIELD("dkim=pass reason=\"unknown (a=)\"") },
	{ "rfc8601#2.2: a reason that does not fit is left out", V("a\"b"), FIELD("dkim=pass") },
};

static const struct value_row comments[] = {
	{ "rfc8601#2.2: a comment", V("2048-bit key"), FIELD("dkim=pass (2048-bit key)") },
	{ "rfc5322#3.2.2: a comment within a comment", V("a (b)"), FIELD("dkim=pass (a (b))") },
	{ "rfc5322#3.2.2: a comment that does not fit is left out", V("a) dkim=pass (b"), FIELD("dkim=pass") },
};
// clang-format on

static void check_text(void **state)
{
	const struct text_row *row = *state;

	assert_int_equal(zgl_authwrite_fits(row->text, false), row->ascii);
	assert_int_equal(zgl_authwrite_fits(row->text, true), row->utf8);
}

static void write_one(
	struct zgl_buf *to, const struct zgl_authresult *result, bool utf8)
{
	struct zgl_authwrite w;

	zgl_buf_begin(to, 4096);
	zgl_authwrite_begin(&w, to, ZGL_SV("example.nl"), utf8);
	zgl_authwrite_result(&w, result);
	zgl_authwrite_end(&w);
	assert_int_equal(to->err, ZGL_OK);
}

/* The field is as the row has it; what was left out is absent when it is read
 * again, what was written is the same. */
static void check_written(
	const struct value_row *row, const struct zgl_authresult *result)
{
	static const zgl_sv id = V("example.nl");
	struct authcheck read;
	struct zgl_buf b;

	write_one(&b, result, row->internationalized);
	zgl_sv field = zgl_buf_sv(&b);
	assert_sv_equal(field, zgl_sv_of(row->want));
	assert_null(authcheck_octets(field));
	assert_true(authcheck_read(field, &read));
	assert_int_equal(read.count, 1);
	const struct authcheck_result *got = &read.results[0];
	zgl_sv value = result->reason.p != NULL ? got->reason
		: result->comment.p != NULL     ? got->comment
		: got->prop_count > 0           ? got->props[0].value
						: (zgl_sv){ NULL, 0 };
	if (zgl_authwrite_fits(row->value, row->internationalized))
		assert_sv_equal(value, row->value);
	else
		assert_int_equal(value.n, 0);
	field = zgl_sv_skip(field, zgl_sv_find(field, ':') + 1);
	assert_true(zgl_authclaim_is_ours(field, &id, 1));
	zgl_buf_free(&b);
}

static void check_property(void **state)
{
	const struct value_row *row = *state;
	const struct zgl_authresult result = { .method = "dkim",
		.result = "pass",
		.props = { { "header", "i", row->value } },
		.prop_count = 1 };

	check_written(row, &result);
}

static void check_reason(void **state)
{
	const struct value_row *row = *state;
	const struct zgl_authresult result = {
		.method = "dkim", .result = "pass", .reason = row->value
	};

	check_written(row, &result);
}

static void check_comment(void **state)
{
	const struct value_row *row = *state;
	const struct zgl_authresult result = {
		.method = "dkim", .result = "pass", .comment = row->value
	};

	check_written(row, &result);
}

/* rfc8601#B.2 */
static void check_none(void **state)
{
	struct zgl_authwrite w;
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 4096);
	zgl_authwrite_begin(&w, &b, ZGL_SV("example.org"), false);
	zgl_authwrite_end(&w);
	assert_int_equal(b.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&b),
		ZGL_SV("Authentication-Results: example.org; none"));
	zgl_buf_free(&b);
}

/* A comment, a reason and properties, in the order of the grammar; several
 * results. rfc8601#B.6 has the like. */
static void check_several(void **state)
{
	const struct zgl_authresult first = { .method = "dkim",
		.result = "fail",
		.comment = V("2048-bit key"),
		.reason = V("the body was changed after it was signed"),
		.props = { { "header", "d", V("newyork.example.com") },
			{ "header", "s", V("sel") },
			{ "header", "a", V("rsa-sha256") },
			{ "header", "i", V("@mail.newyork.example.com") },
			{ "header", "b", V("oINEO8h/") } },
		.prop_count = 5 };
	const struct zgl_authresult second = { .method = "spf",
		.result = "pass",
		.props = { { "smtp", "mailfrom", V("example.net") } },
		.prop_count = 1 };
	struct zgl_authwrite w;
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 4096);
	zgl_authwrite_begin(&w, &b, ZGL_SV("example.com"), false);
	zgl_authwrite_result(&w, &first);
	zgl_authwrite_result(&w, &second);
	zgl_authwrite_end(&w);
	assert_int_equal(b.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&b),
		ZGL_SV("Authentication-Results: example.com;\r\n"
		       "\tdkim=fail (2048-bit key)\r\n"
		       "\treason=\"the body was changed after it was signed\""
		       "\r\n"
		       "\theader.d=newyork.example.com header.s=sel"
		       " header.a=rsa-sha256\r\n"
		       "\theader.i=@mail.newyork.example.com"
		       " header.b=\"oINEO8h/\";\r\n"
		       "\tspf=pass smtp.mailfrom=example.net"));
	zgl_buf_free(&b);
}

/* The longest of all there can be: no line of it is too long. */
static void check_longest(void **state)
{
	struct zgl_authresult result = { .method = "dkim",
		.result = "permerror",
		.comment = V(LONGEST),
		.reason = V(LONGEST),
		.prop_count = ZGL_AUTHPROPS_MAX };
	struct authcheck read;
	struct zgl_authwrite w;
	struct zgl_buf b;

	(void)state;
	for (size_t i = 0; i < ZGL_AUTHPROPS_MAX; i++)
		result.props[i] = (struct zgl_authprop){ "policy",
			"a-very-long-property", V(LONGEST) };
	zgl_buf_begin(&b, 64 * 1024);
	zgl_authwrite_begin(&w, &b, ZGL_SV(LONGEST), false);
	for (size_t i = 0; i < 4; i++)
		zgl_authwrite_result(&w, &result);
	zgl_authwrite_end(&w);
	assert_int_equal(b.err, ZGL_OK);
	assert_null(authcheck_octets(zgl_buf_sv(&b)));
	assert_true(authcheck_read(zgl_buf_sv(&b), &read));
	assert_sv_equal(read.authserv_id, ZGL_SV(LONGEST));
	assert_int_equal(read.count, 4);
	assert_int_equal(read.results[3].prop_count, ZGL_AUTHPROPS_MAX);
	zgl_buf_free(&b);
}

static void check_authserv_id(void **state)
{
	static const struct {
		zgl_sv id;
		bool utf8;
		const char *want; /* NULL: ZGL_EUSAGE */
	} ids[] = {
		{ V("mx.example.nl"), false, "mx.example.nl" },
		{ V("Example Mail"), false, "\"Example Mail\"" },
		{ V("m\xc3\xbcller.example"), true,
			"\"m\xc3\xbcller.example\"" },
		{ V("m\xc3\xbcller.example"), false, NULL },
		{ V("a; dkim=pass"), false, NULL },
		{ V(""), false, NULL },
		{ { NULL, 0 }, false, NULL },
	};
	struct zgl_authwrite w;
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 4096);
	for (size_t i = 0; i < ZGL_COUNT(ids); i++) {
		zgl_buf_reset(&b);
		zgl_authwrite_begin(&w, &b, ids[i].id, ids[i].utf8);
		bool good = ids[i].want != NULL;
		assert_int_equal(b.err, good ? ZGL_OK : ZGL_EUSAGE);
		if (good)
			assert_sv_equal(
				zgl_sv_skip(zgl_buf_sv(&b),
					strlen("Authentication-Results: ")),
				zgl_sv_of(ids[i].want));
		else
			assert_int_equal(b.n, 0);
	}
	zgl_buf_free(&b);
}

static void check_limit(void **state)
{
	struct zgl_authwrite w;
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 30);
	zgl_authwrite_begin(&w, &b, ZGL_SV("example.nl"), false);
	zgl_authwrite_end(&w);
	assert_int_equal(b.err, ZGL_ELIMIT);
	zgl_buf_free(&b);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, texts, check_text);
	ROWS_ADD(&r, properties, check_property);
	ROWS_ADD(&r, reasons, check_reason);
	ROWS_ADD(&r, comments, check_comment);
	rows_add_one(&r, "rfc8601#2.2: no result is none", check_none);
	rows_add_one(&r, "rfc8601#2.2: several results", check_several);
	rows_add_one(
		&r, "rfc5322#2.1.1: no line over 998 octets", check_longest);
	rows_add_one(&r, "rfc8601#2.5: the authserv-id", check_authserv_id);
	rows_add_one(&r, "a full buffer is told", check_limit);
	return rows_run(&r, "authwrite");
}
