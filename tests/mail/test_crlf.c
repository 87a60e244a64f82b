/* SPDX-License-Identifier: ISC */
/* crlf: known answers, at every one and every two cuts. */
#include "tests/rows.h"
#include "zegel/base/buf.h"
#include "zegel/mail/crlf.h"

struct row {
	const char *name, *in, *out;
};

// clang-format off
static const struct row rows[] = {
	{ "nothing",                      "",             "" },
	{ "no line end",                  "abc",          "abc" },
	{ "an LF becomes CRLF",           "a\nb\n",       "a\r\nb\r\n" },
	{ "CRLF stays",                   "a\r\nb\r\n",   "a\r\nb\r\n" },
	{ "LF and CRLF mixed",            "a\nb\r\nc\n",  "a\r\nb\r\nc\r\n" },
	{ "a lone CR stays",              "a\rb\r",       "a\rb\r" },
	{ "CR CR LF keeps both CRs",      "a\r\r\n",      "a\r\r\n" },
	{ "empty lines",                  "\n\n\n",       "\r\n\r\n\r\n" },
	{ "LF CR LF",                     "\n\r\n",       "\r\n\r\n" },
	{ "CRLF LF",                      "\r\n\n",       "\r\n\r\n" },
	{ "LF CR",                        "\n\r",         "\r\n\r" },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	size_t n = strlen(row->in);
	struct zgl_buf out;
	struct zgl_crlf c;

	zgl_buf_begin(&out, SIZE_MAX);
	for (size_t a = 0; a <= n; a++) {
		for (size_t b = a; b <= n; b++) {
			zgl_buf_reset(&out);
			zgl_crlf_begin(&c, zgl_buf_sink, &out);
			zgl_crlf_feed(&c, row->in, a);
			zgl_crlf_feed(&c, row->in + a, b - a);
			zgl_crlf_feed(&c, row->in + b, n - b);
			assert_sv_equal(zgl_buf_sv(&out), zgl_sv_of(row->out));
		}
	}
	zgl_buf_free(&out);
}

/* Lines of 0 to 99 octets, many times what is gathered at once. */
static void long_texts(void **state)
{
	struct zgl_buf in, want, out;
	struct zgl_crlf c;

	(void)state;
	zgl_buf_begin(&in, SIZE_MAX);
	zgl_buf_begin(&want, SIZE_MAX);
	zgl_buf_begin(&out, SIZE_MAX);
	for (size_t i = 0; i < 3000; i++) {
		for (size_t j = 0; j < i * 37 % 100; j++) {
			zgl_buf_char(&in, 'x');
			zgl_buf_char(&want, 'x');
		}
		zgl_buf_text(&in, i % 3 == 0 ? "\r\n" : "\n");
		zgl_buf_text(&want, "\r\n");
	}
	for (size_t chunk = 1; chunk < 40000; chunk = chunk * 3 + 1) {
		zgl_sv rest = zgl_buf_sv(&in);
		zgl_buf_reset(&out);
		zgl_crlf_begin(&c, zgl_buf_sink, &out);
		for (; rest.n > 0; rest = zgl_sv_skip(rest, chunk)) {
			zgl_sv part = zgl_sv_head(rest, chunk);
			zgl_crlf_feed(&c, part.p, part.n);
		}
		assert_true(zgl_sv_eq(zgl_buf_sv(&out), zgl_buf_sv(&want)));
	}
	zgl_buf_free(&in);
	zgl_buf_free(&want);
	zgl_buf_free(&out);
}

static void same_view(void *to, const char *p, size_t n)
{
	assert_sv_equal(((zgl_sv){ p, n }), *(zgl_sv *)to);
	assert_ptr_equal(p, ((zgl_sv *)to)->p);
}

static void crlf_texts_are_not_copied(void **state)
{
	zgl_sv text = ZGL_SV("one\r\ntwo\r\n\r\nthree");
	struct zgl_crlf c;

	(void)state;
	zgl_crlf_begin(&c, same_view, &text);
	zgl_crlf_feed(&c, text.p, text.n);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "long texts in chunks of many sizes", long_texts);
	rows_add_one(&r, "a text with CRLFs is passed as a view",
		crlf_texts_are_not_copied);
	return rows_run(&r, "crlf");
}
