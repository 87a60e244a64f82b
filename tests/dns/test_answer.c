/* SPDX-License-Identifier: ISC */
/* answer: the strings of TXT, and the words of the enums. */
#include "tests/rows.h"
#include "zegel/dns/answer.h"

struct row {
	const char *name;
	zgl_sv rdata;
	size_t max;
	enum zgl_err err;
	const char *text;
};

// clang-format off
static const struct row rows[] = {
	{ "one string",                      { "\3abc", 4 }, 10, ZGL_OK, "abc" },
	{ "rfc6376#3.6.2.2: strings without anything between", { "\3abc\2de", 7 }, 10, ZGL_OK, "abcde" },
	{ "rfc7208#3.3: white space counts", { "\2a \2 b", 6 }, 10, ZGL_OK, "a  b" },
	{ "an empty string",                 { "\0", 1 }, 10, ZGL_OK, "" },
	{ "empty strings between",           { "\0\1a\0\1b\0", 7 }, 10, ZGL_OK, "ab" },
	{ "as long as allowed",              { "\2ab\1c", 5 }, 3, ZGL_OK, "abc" },
	{ "one string as long as allowed",   { "\3abc", 4 }, 3, ZGL_OK, "abc" },
	{ "one octet longer",                { "\2ab\1c", 5 }, 2, ZGL_ELIMIT, NULL },
	{ "one string, one octet longer",    { "\3abc", 4 }, 2, ZGL_ELIMIT, NULL },
	{ "no string at all",                { "", 0 }, 10, ZGL_ESYNTAX, NULL },
	{ "absent",                          { NULL, 0 }, 10, ZGL_ESYNTAX, NULL },
	{ "a string cut off",                { "\3ab", 3 }, 10, ZGL_ESYNTAX, NULL },
	{ "the second string cut off",       { "\1a\2b", 4 }, 10, ZGL_ESYNTAX, NULL },
	{ "a length without a string",       { "\1a\1", 3 }, 10, ZGL_ESYNTAX, NULL },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_arena a;
	zgl_sv text = { NULL, 0 };

	zgl_arena_begin(&a, 4096 * 16);
	assert_int_equal(
		zgl_txt_join(row->rdata, row->max, &a, &text), row->err);
	if (row->text != NULL)
		assert_sv_equal(text, zgl_sv_of(row->text));
	zgl_arena_free(&a);
}

static void one_string_is_not_copied(void **state)
{
	const zgl_sv rdata = ZGL_SV("\3abc");
	struct zgl_arena a;
	zgl_sv text;

	(void)state;
	zgl_arena_begin(&a, 0);
	assert_int_equal(zgl_txt_join(rdata, 10, &a, &text), ZGL_OK);
	assert_ptr_equal(text.p, rdata.p + 1);
	zgl_arena_free(&a);
}

/* 257 strings of 254 octets: 65,535 octets of RDATA. */
static void the_largest_rdata(void **state)
{
	static char rdata[257 * 255];
	struct zgl_arena a;
	zgl_sv text;

	(void)state;
	for (size_t i = 0; i < sizeof(rdata); i++)
		rdata[i] = i % 255 == 0 ? (char)254 : (char)(i % 255);
	zgl_arena_begin(&a, 1 << 20);
	assert_int_equal(zgl_txt_join((zgl_sv){ rdata, sizeof(rdata) },
				 16 * 1024, &a, &text),
		ZGL_ELIMIT);
	assert_int_equal(zgl_txt_join((zgl_sv){ rdata, sizeof(rdata) },
				 257 * 254, &a, &text),
		ZGL_OK);
	assert_int_equal(text.n, 257 * 254);
	for (size_t i = 0; i < text.n; i++)
		assert_int_equal((unsigned char)text.p[i], i % 254 + 1);
	zgl_arena_free(&a);
}

static void a_thousand_empty_strings(void **state)
{
	static const char rdata[1000];
	struct zgl_arena a;
	zgl_sv text = { NULL, 7 };

	(void)state;
	zgl_arena_begin(&a, 1 << 20);
	assert_int_equal(
		zgl_txt_join((zgl_sv){ rdata, sizeof(rdata) }, 0, &a, &text),
		ZGL_OK);
	assert_int_equal(text.n, 0);
	zgl_arena_free(&a);
}

static void no_room_in_the_arena(void **state)
{
	struct zgl_arena a;
	zgl_sv text;

	(void)state;
	zgl_arena_begin(&a, 1);
	assert_int_equal(
		zgl_txt_join(ZGL_SV("\2ab\2cd"), 10, &a, &text), ZGL_ELIMIT);
	zgl_arena_free(&a);
}

static void words(void **state)
{
	(void)state;
	assert_string_equal(
		zgl_answer_state_word(ZGL_ANSWER_RECORDS), "records");
	assert_string_equal(zgl_answer_state_word(ZGL_ANSWER_NODATA), "nodata");
	assert_string_equal(
		zgl_answer_state_word(ZGL_ANSWER_NXDOMAIN), "nxdomain");
	assert_string_equal(
		zgl_answer_state_word(ZGL_ANSWER_TEMPFAIL), "tempfail");
	assert_string_equal(
		zgl_answer_state_word(ZGL_ANSWER_MALFORMED), "malformed");
	assert_string_equal(
		zgl_answer_state_word((enum zgl_answer_state)99), "unknown");
	assert_string_equal(zgl_dnssec_word(ZGL_DNSSEC_UNKNOWN), "unknown");
	assert_string_equal(zgl_dnssec_word(ZGL_DNSSEC_SECURE), "secure");
	assert_string_equal(zgl_dnssec_word(ZGL_DNSSEC_INSECURE), "insecure");
	assert_string_equal(zgl_dnssec_word(ZGL_DNSSEC_BOGUS), "bogus");
	assert_string_equal(zgl_dnssec_word((enum zgl_dnssec)99), "unknown");
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "one string is viewed, not copied",
		one_string_is_not_copied);
	rows_add_one(&r, "65,535 octets of RDATA", the_largest_rdata);
	rows_add_one(&r, "1,000 empty strings", a_thousand_empty_strings);
	rows_add_one(&r, "no room in the arena", no_room_in_the_arena);
	rows_add_one(&r, "the words of the enums", words);
	return rows_run(&r, "answer");
}
