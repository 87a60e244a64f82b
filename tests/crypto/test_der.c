/* SPDX-License-Identifier: ISC */
/* der, derwrite: what is DER and what is BER, or nothing. */
#include "tests/crypto/keyhelp.h"

struct take_row {
	const char *name, *hex;
	const char *body; /* NULL: refused */
	const char *rest;
};

// clang-format off
static const struct take_row take_rows[] = {
	{ "an element of no octets",             "04 00",           "",       "" },
	{ "an element, and octets after it",     "04 02 aabb cc",   "aabb",   "cc" },
	{ "nothing",                             "",                NULL,     "" },
	{ "a tag alone",                         "04",              NULL,     "" },
	{ "another tag",                         "02 01 00",        NULL,     "" },
	{ "the tag, constructed",                "24 02 0400",      NULL,     "" },
	{ "a body one octet short",              "04 02 aa",        NULL,     "" },
	{ "x690#10.1: an indefinite length",     "04 80 aabb 0000", NULL,     "" },
	{ "an indefinite length and no more",    "04 80",           NULL,     "" },
	{ "nine length octets", "04 89 01 00 00 00 00 00 00 00 00 aa", NULL,  "" },
	{ "x690#10.1: long form for 1",          "04 81 01 aa",     NULL,     "" },
	{ "x690#10.1: long form for 127",        "04 81 7f aa",     NULL,     "" },
	{ "x690#10.1: a zero length octet first", "04 82 00 80 aa", NULL,     "" },
	{ "long form without its octet",         "04 81",           NULL,     "" },
	{ "long form without its last octet",    "04 82 01",        NULL,     "" },
	{ "a length past the end, 2 octets",     "04 82 ff ff aa",  NULL,     "" },
	{ "a length past the end, 4 octets", "04 84 ff ff ff ff aa", NULL,    "" },
	{ "five length octets",       "04 85 01 00 00 00 00 aa",    NULL,     "" },
	{ "x690#8.1.3.5: length octet ff",       "04 ff aa",        NULL,     "" },
};
// clang-format on

/* In memory of its own, so that a sanitizer sees what looks past the end. */
static void check_take(void **state)
{
	const struct take_row *row = *state;
	struct octets in = octets_of_hex(row->hex);
	char *exact = malloc(in.n == 0 ? 1 : in.n);
	zgl_sv whole = { in.n == 0 ? NULL : exact, in.n }, rest = whole, body;

	assert_non_null(exact);
	memcpy(exact, in.p, in.n);
	bool taken = zgl_der_take(&rest, ZGL_DER_OCTETS, &body);
	assert_int_equal(taken, row->body != NULL);
	if (taken) {
		struct octets want_body = octets_of_hex(row->body);
		struct octets want_rest = octets_of_hex(row->rest);
		assert_sv_equal(body, octets_sv(&want_body));
		assert_sv_equal(rest, octets_sv(&want_rest));
		assert_int_equal(zgl_der_only(whole, ZGL_DER_OCTETS, &body),
			want_rest.n == 0);
	} else {
		assert_sv_equal(rest, whole);
	}
	free(exact);
}

struct number_row {
	const char *name, *hex;
	const char *magnitude; /* NULL: refused */
};

// clang-format off
static const struct number_row number_rows[] = {
	{ "one",                                      "01",      "01" },
	{ "127",                                      "7f",      "7f" },
	{ "128 has a sign octet",                     "0080",    "80" },
	{ "65537",                                    "010001",  "010001" },
	{ "x690#8.3.1: no octets",                    "",        NULL },
	{ "zero",                                     "00",      NULL },
	{ "128 without its sign octet is negative",   "80",      NULL },
	{ "minus one",                                "ff",      NULL },
	{ "x690#8.3.2: a zero too many",              "007f",    NULL },
	{ "x690#8.3.2: two zeros",                    "000080",  NULL },
	{ "zero in two octets",                       "0000",    NULL },
};
// clang-format on

static void check_number(void **state)
{
	const struct number_row *row = *state;
	struct octets in = octets_of_hex(row->hex);
	zgl_sv magnitude;

	assert_int_equal(zgl_der_positive(octets_sv(&in), &magnitude),
		row->magnitude != NULL);
	if (row->magnitude == NULL)
		return;
	struct octets want = octets_of_hex(row->magnitude);
	assert_sv_equal(magnitude, octets_sv(&want));
	struct octets written = element(ZGL_DER_INTEGER, &in);
	struct zgl_buf b;
	zgl_buf_begin(&b, 100);
	zgl_derwrite_uint(&b, magnitude);
	assert_sv_equal(zgl_buf_sv(&b), octets_sv(&written));
	zgl_buf_free(&b);
}

struct bits_row {
	const char *name, *hex;
	bool good;
};

// clang-format off
static const struct bits_row bits_rows[] = {
	{ "bits that fill their octets",        "00 aabb", true },
	{ "no bits",                            "00",      true },
	{ "without the count of unused bits",   "",        false },
	{ "one unused bit",                     "01 aa",   false },
	{ "eight unused bits",                  "08 aa",   false },
};
// clang-format on

static void check_bits(void **state)
{
	const struct bits_row *row = *state;
	struct octets in = octets_of_hex(row->hex);
	zgl_sv octets;

	assert_int_equal(zgl_der_bits(octets_sv(&in), &octets), row->good);
	if (row->good)
		assert_sv_equal(octets, zgl_sv_skip(octets_sv(&in), 1));
}

/* Lengths around each change of form, written and read back. */
static void lengths(void **state)
{
	static const size_t sizes[] = { 0, 1, 127, 128, 255, 256, 65535,
		65536 };
	static char body[65536];

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(sizes); i++) {
		struct zgl_buf b;
		zgl_sv want = { body, sizes[i] }, got;
		zgl_buf_begin(&b, 70000);
		zgl_derwrite_element(&b, ZGL_DER_OCTETS, want);
		assert_int_equal(b.err, ZGL_OK);
		assert_true(zgl_der_only(zgl_buf_sv(&b), ZGL_DER_OCTETS, &got));
		assert_int_equal(got.n, sizes[i]);
		zgl_buf_free(&b);
	}
}

/* x690#10.1: the body is all there, its length has a zero too many. */
static void lengths_with_zeros(void **state)
{
	static const char *const heads[] = { "04 82 00 80", "04 83 00 01 00",
		"04 84 00 00 01 00", "04 81 7f" };
	zgl_sv body;

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(heads); i++) {
		struct octets in = octets_of_hex(heads[i]);
		size_t length = i == 3 ? 127 : i == 0 ? 128 : 256;
		memset(in.p + in.n, 0x55, length);
		in.n += length;
		assert_false(
			zgl_der_only(octets_sv(&in), ZGL_DER_OCTETS, &body));
	}
}

static void zeros_in_front_are_left_out(void **state)
{
	struct octets in = octets_of_hex("00 00 00 80");
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 100);
	zgl_derwrite_uint(&b, octets_sv(&in));
	zgl_derwrite_uint(&b, zgl_sv_head(octets_sv(&in), 3));
	zgl_derwrite_uint(&b, zgl_sv_head(octets_sv(&in), 0));
	struct octets want = octets_of_hex("02020080 020100 020100");
	assert_sv_equal(zgl_buf_sv(&b), octets_sv(&want));
	zgl_buf_free(&b);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, take_rows, check_take);
	ROWS_ADD(&r, number_rows, check_number);
	ROWS_ADD(&r, bits_rows, check_bits);
	rows_add_one(&r, "lengths around each change of form", lengths);
	rows_add_one(&r, "x690#10.1: lengths with a zero too many",
		lengths_with_zeros);
	rows_add_one(&r, "zeros in front of a magnitude are left out",
		zeros_in_front_are_left_out);
	return rows_run(&r, "der");
}
