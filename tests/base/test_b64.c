/* SPDX-License-Identifier: ISC */
/* b64: known answers of RFC 4648 section 10, and what DKIM allows beside. */
#include "tests/rows.h"
#include "zegel/base/b64.h"

struct row {
	const char *name, *text;
	const char *octets; /* NULL: a syntax error */
};

// clang-format off
static const struct row rows[] = {
	{ "rfc4648#10: nothing",            "",             "" },
	{ "rfc4648#10: f",                  "Zg==",         "f" },
	{ "rfc4648#10: fo",                 "Zm8=",         "fo" },
	{ "rfc4648#10: foo",                "Zm9v",         "foo" },
	{ "rfc4648#10: foobar",             "Zm9vYmFy",     "foobar" },
	{ "rfc6376#2.10: white space anywhere", " Z\r\n\tm9 v\r\n", "foo" },
	{ "rfc6376#2.10: padding left out", "Zm8",          "fo" },
	{ "rfc6376#2.10: padding half",     "Zg=",          "f" },
	{ "white space between the pads",   "Zg= =",        "f" },
	{ "white space after the pads",     "Zg==\r\n ",    "f" },
	{ "three pads",                     "Zg===",        NULL },
	{ "a pad too many",                 "Zm8==",        NULL },
	{ "a pad after whole quads",        "Zm9v=",        NULL },
	{ "only pads",                      "==",           NULL },
	{ "a lone last sextet",             "Zm9vY",        NULL },
	{ "octets after the pad",           "Zg==Zg==",     NULL },
	{ "an octet outside the alphabet",  "Zm9v!A==",     NULL },
	{ "an octet outside, first quad",   "Z-9v",         NULL },
	{ "an octet outside among zeros",   "A!AA",        NULL },
	{ "an 8-bit octet",                 "Zm9\xc3",      NULL },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	uint8_t out[64];
	size_t n = 0;
	enum zgl_err err =
		zgl_b64_decode(zgl_sv_of(row->text), out, sizeof(out), &n);

	assert_int_equal(err, row->octets == NULL ? ZGL_ESYNTAX : ZGL_OK);
	if (row->octets != NULL)
		assert_sv_equal(
			((zgl_sv){ (char *)out, n }), zgl_sv_of(row->octets));
}

static void round_trip_of_every_length(void **state)
{
	uint8_t in[200], out[200];
	struct zgl_buf text;
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)(i * 37 + 11);
	for (size_t len = 0; len <= sizeof(in); len++) {
		zgl_buf_begin(&text, 4096);
		zgl_b64_encode(&text, in, len);
		assert_int_equal(text.n, ZGL_B64_TEXT(len));
		assert_int_equal(
			zgl_b64_decode(zgl_buf_sv(&text), out, sizeof(out), &n),
			ZGL_OK);
		assert_int_equal(n, len);
		assert_memory_equal(in, out, len);
		zgl_buf_free(&text);
	}
}

/* RFC 4648 section 10; `in` has no octet beyond, so that ASan sees one read. */
static void encode_known_answers(void **state)
{
	static const char *const texts[] = { "", "Zg==", "Zm8=", "Zm9v",
		"Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	struct zgl_buf text;

	(void)state;
	for (size_t n = 0; n < ZGL_COUNT(texts); n++) {
		uint8_t *in = malloc(n > 0 ? n : 1);
		assert_non_null(in);
		memcpy(in, "foobar", n);
		zgl_buf_begin(&text, 100);
		zgl_b64_encode(&text, in, n);
		assert_sv_equal(zgl_buf_sv(&text), zgl_sv_of(texts[n]));
		zgl_buf_free(&text);
		free(in);
	}
}

static void room_one_too_small_is_a_limit(void **state)
{
	uint8_t out[3];
	size_t n;

	(void)state;
	assert_int_equal(zgl_b64_decode(ZGL_SV("Zm9v"), out, 3, &n), ZGL_OK);
	assert_int_equal(
		zgl_b64_decode(ZGL_SV("Zm9v"), out, 2, &n), ZGL_ELIMIT);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "encode and decode of every length to 200",
		round_trip_of_every_length);
	rows_add_one(&r, "rfc4648#10: encoded", encode_known_answers);
	rows_add_one(&r, "room one octet too small is ZGL_ELIMIT",
		room_one_too_small_is_a_limit);
	return rows_run(&r, "b64");
}
