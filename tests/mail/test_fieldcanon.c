/* SPDX-License-Identifier: ISC */
/* fieldcanon: known answers, and random fields against the reference. */
#include "tests/mail/canonref.h"
#include "tests/rows.h"
#include "zegel/base/buf.h"
#include "zegel/mail/fieldcanon.h"

struct row {
	const char *name, *raw, *relaxed;
};

// clang-format off
static const struct row rows[] = {
	{ "rfc6376#3.4.5: the first field of the example",
	  "A: X", "a:X" },
	{ "rfc6376#3.4.5: the second field of the example",
	  "B : Y\t\r\n\tZ  ", "b:Y Z" },
	{ "rfc6376#3.4.2: the name in lower case, the value not",
	  "SUBject: AbC", "subject:AbC" },
	{ "rfc6376#3.4.2: white space before the colon goes",
	  "Subject \t: x", "subject:x" },
	{ "rfc6376#3.4.2: a fold right behind the colon goes",
	  "Subject:\r\n x", "subject:x" },
	{ "rfc6376#3.4.2: a fold between words is one SP",
	  "Subject: a\r\n\t b", "subject:a b" },
	{ "rfc6376#3.4.2: white space on both sides of a fold is one SP",
	  "Subject: a \t\r\n\t b", "subject:a b" },
	{ "rfc6376#3.4.2: folds of white space only are one SP",
	  "Subject: a\r\n \r\n\t\r\n b", "subject:a b" },
	{ "rfc6376#3.4.2: an HTAB is an SP",
	  "Subject: a\tb", "subject:a b" },
	{ "rfc6376#3.4.2: white space at the end goes",
	  "Subject: a \t ", "subject:a" },
	{ "rfc6376#3.4.2: a fold at the end goes",
	  "Subject: a\r\n ", "subject:a" },
	{ "rfc6376#3.4.2: an empty value",
	  "Subject:", "subject:" },
	{ "rfc6376#3.4.2: a value of white space is empty",
	  "Subject: \t\r\n ", "subject:" },
	{ "a single SP between words stays",
	  "Subject: the quick brown fox jumps over the lazy dog",
	  "subject:the quick brown fox jumps over the lazy dog" },
	{ "colons in the value are nothing special",
	  "Subject: a : b:c", "subject:a : b:c" },
	{ "a lone CR stays, and the SP before it",
	  "Subject: a \rb\r", "subject:a \rb\r" },
	{ "a lone LF stays, and the SP before it",
	  "Subject: a \nb\n c", "subject:a \nb\n c" },
	{ "a CRLF that no white space follows is no fold",
	  "Subject: a \r\nb", "subject:a \r\nb" },
	{ "CR CR LF SP is a CR and a fold",
	  "Subject: a\r\r\n b", "subject:a\r b" },
	{ "8-bit octets stay, in the name too",
	  "\xc4: \xc4\xa0  \xa0", "\xc4:\xc4\xa0 \xa0" },
	{ "only ASCII letters become lower case",
	  "@A[Z`a{z: @A[Z`a{z", "@a[z`a{z:@A[Z`a{z" },
	{ "white space and folds within a name are one SP",
	  "From \r\n X\r\n : y", "from x:y" },
	{ "a name that begins with white space keeps one SP",
	  " From: x", " from:x" },
	{ "an empty name",
	  ": x", ":x" },
	{ "no colon: a value with no name",
	  " No  Colon ", "No Colon" },
	{ "no octets",
	  "", "" },
	{ "a long name",
	  "X-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: B",
	  "x-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:B" },
};
// clang-format on

/* The canonical form, and in how many pieces it came. */
struct out {
	struct zgl_buf text;
	size_t pieces;
};

static void take(void *to, const char *p, size_t n)
{
	struct out *out = to;

	zgl_buf_put(&out->text, (zgl_sv){ p, n });
	out->pieces++;
}

static void check_form(enum zgl_canon mode, zgl_sv raw, bool crlf, zgl_sv want)
{
	struct out out = { 0 };

	zgl_buf_begin(&out.text, SIZE_MAX);
	zgl_fieldcanon(mode, raw, crlf, take, &out);
	assert_int_equal(out.text.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&out.text), want);
	zgl_buf_free(&out.text);
}

static void check(void **state)
{
	const struct row *row = *state;
	zgl_sv raw = zgl_sv_of(row->raw);
	char want[256];

	for (int crlf = 0; crlf < 2; crlf++) {
		int n = snprintf(want, sizeof(want), "%s%s", row->relaxed,
			crlf ? "\r\n" : "");
		check_form(ZGL_CANON_RELAXED, raw, crlf,
			(zgl_sv){ want, (size_t)n });
		n = snprintf(want, sizeof(want), "%s%s", row->raw,
			crlf ? "\r\n" : "");
		check_form(ZGL_CANON_SIMPLE, raw, crlf,
			(zgl_sv){ want, (size_t)n });
	}
}

static void check_reference(void **state)
{
	const struct row *row = *state;
	char out[256], tmp[256];
	zgl_sv raw = zgl_sv_of(row->raw);

	size_t n = ref_field(ZGL_CANON_RELAXED, raw, false, out, tmp);
	assert_sv_equal(((zgl_sv){ out, n }), zgl_sv_of(row->relaxed));
}

static size_t random_field(uint64_t *seed, char *text, size_t cap)
{
	static const char octets[] = "  \t\r\n:Ab\x01\xa0";
	size_t want = ref_random(seed) % cap, n = 0;
	uint32_t plain = ref_random(seed) % 100;

	while (n < want) {
		char c = octets[ref_random(seed) % (sizeof(octets) - 1)];
		if (ref_random(seed) % 100 < plain)
			c = 'X';
		text[n++] = c;
		if (c == '\r' && n < want && plain % 4 != 0)
			text[n++] = '\n';
		if (c == '\r' && n < want && plain % 8 != 0)
			text[n++] = ' ';
	}
	return n;
}

static void random_fields(size_t rounds, size_t cap, uint64_t seed)
{
	char *text = malloc(cap), *want = malloc(cap + 2);
	char *tmp = malloc(cap + 2);

	assert_true(text != NULL && want != NULL && tmp != NULL);
	for (size_t i = 0; i < rounds; i++) {
		/* a block of its own: one who reads beyond it is found */
		size_t n = random_field(&seed, text, cap);
		char *raw = malloc(n + (n == 0));
		assert_non_null(raw);
		memcpy(raw, text, n);
		for (enum zgl_canon m = 0; m <= ZGL_CANON_RELAXED; m++) {
			bool crlf = ref_random(&seed) % 2 == 0;
			size_t len = ref_field(
				m, (zgl_sv){ raw, n }, crlf, want, tmp);
			check_form(m, (zgl_sv){ raw, n }, crlf,
				(zgl_sv){ want, len });
		}
		free(raw);
	}
	free(text);
	free(want);
	free(tmp);
}

static void many_small_fields(void **state)
{
	(void)state;
	random_fields(50000, 120, 3);
}

static void some_large_fields(void **state)
{
	(void)state;
	random_fields(1000, 5000, 4);
}

/* Of every length to some thousand, so that no size of a stage is missed. */
static void names_of_every_length(void **state)
{
	static char raw[2048], want[sizeof(raw)];

	(void)state;
	for (size_t n = 1; n < sizeof(raw) - 3; n++) {
		memset(raw, 'N', n);
		memset(want, 'n', n);
		memcpy(raw + n, ": V", 3);
		memcpy(want + n, ":V", 2);
		char *copy = malloc(n + 3);
		assert_non_null(copy);
		memcpy(copy, raw, n + 3);
		check_form(ZGL_CANON_RELAXED, (zgl_sv){ copy, n + 3 }, false,
			(zgl_sv){ want, n + 2 });
		free(copy);
	}
}

static void usual_fields_come_in_one_piece(void **state)
{
	static const char raw[] =
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
		"\td=example.com; s=selector; h=From:To:Subject:Date;\r\n"
		"\tbh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;\r\n"
		"\tb=";
	struct out out = { 0 };

	(void)state;
	zgl_buf_begin(&out.text, SIZE_MAX);
	for (enum zgl_canon m = 0; m <= ZGL_CANON_RELAXED; m++) {
		out.pieces = 0;
		zgl_fieldcanon(m, zgl_sv_of(raw), true, take, &out);
		assert_in_range(out.pieces, 1, 2);
	}
	zgl_buf_free(&out.text);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, rows, check_reference);
	rows_add_one(&r, "50,000 random fields as the reference has them",
		many_small_fields);
	rows_add_one(&r, "1,000 large random fields as the reference has them",
		some_large_fields);
	rows_add_one(&r, "names of every length", names_of_every_length);
	rows_add_one(&r, "a usual field comes in one or two pieces",
		usual_fields_come_in_one_piece);
	return rows_run(&r, "fieldcanon");
}
