/* SPDX-License-Identifier: ISC */
/* bodycanon: known answers, and every scan against the reference, cut
 * everywhere. */
#include "tests/mail/canonref.h"
#include "tests/rows.h"
#include "zegel/base/buf.h"
#include "zegel/mail/bodyscan.h"

struct row {
	const char *name, *body, *simple, *relaxed;
};

// clang-format off
static const struct row rows[] = {
	{ "rfc6376#3.4.3, #3.4.4: an empty body",
	  "", "\r\n", "" },
	{ "rfc6376#3.4.3: only empty lines are an empty body",
	  "\r\n\r\n", "\r\n", "" },
	{ "rfc6376#3.4.4: only white space is an empty body",
	  " \t\r\n", " \t\r\n", "" },
	{ "rfc6376#3.4.4: white space without CRLF is an empty body",
	  " \t", " \t\r\n", "" },
	{ "rfc6376#3.4.5: the example",
	  " C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n" },
	{ "rfc6376#3.4.3, #3.4.4: a missing last CRLF is added",
	  "a", "a\r\n", "a\r\n" },
	{ "rfc6376#3.4.4: white space before a missing CRLF is dropped",
	  "a \t", "a \t\r\n", "a\r\n" },
	{ "rfc6376#3.4.3: many empty lines at the end are none",
	  "a\r\n\r\n\r\n\r\n\r\n", "a\r\n", "a\r\n" },
	{ "rfc6376#3.4.3: a line of spaces at the end is not empty",
	  "a\r\n \r\n\r\n", "a\r\n \r\n", "a\r\n" },
	{ "rfc6376#3.4.4: lines of white space become empty, then go",
	  "a\r\n \r\n\t\t\r\n \t \r\n", "a\r\n \r\n\t\t\r\n \t \r\n", "a\r\n" },
	{ "rfc6376#3.4.4: HTAB becomes SP",
	  "a\tb\r\n", "a\tb\r\n", "a b\r\n" },
	{ "rfc6376#3.4.4: white space at the start of a line becomes SP",
	  "\t\t a\r\n", "\t\t a\r\n", " a\r\n" },
	{ "empty lines at the start stay",
	  "\r\n\r\na\r\n", "\r\n\r\na\r\n", "\r\n\r\na\r\n" },
	{ "empty lines amid text stay",
	  "a\r\n\r\n \r\n\r\nb", "a\r\n\r\n \r\n\r\nb\r\n", "a\r\n\r\n\r\n\r\nb\r\n" },
	{ "a lone CR is text, the SP before it stays",
	  "a \rb\r\n", "a \rb\r\n", "a \rb\r\n" },
	{ "a lone LF is text, the SP before it stays",
	  "a \nb", "a \nb\r\n", "a \nb\r\n" },
	{ "CR CR LF is a CR and a CRLF",
	  "a\r\r\n", "a\r\r\n", "a\r\r\n" },
	{ "CR LF LF is a CRLF and an LF",
	  "a \r\n\n\r\n", "a \r\n\n\r\n", "a\r\n\n\r\n" },
	{ "LF CR is no line end",
	  "a \n\rb", "a \n\rb\r\n", "a \n\rb\r\n" },
	{ "a CR at the very end is text",
	  "a \r", "a \r\r\n", "a \r\r\n" },
	{ "a CR behind empty lines makes these count",
	  "a\r\n \r\n\r", "a\r\n \r\n\r\r\n", "a\r\n\r\n\r\r\n" },
	{ "an LF behind empty lines makes these count",
	  "\r\n\r\n\n", "\r\n\r\n\n\r\n", "\r\n\r\n\n\r\n" },
	{ "white space on both sides of a CRLF",
	  "a \t\r\n\t b", "a \t\r\n\t b\r\n", "a\r\n b\r\n" },
	{ "only SP and HTAB are white space",
	  "a\v\f\b b\r\n", "a\v\f\b b\r\n", "a\v\f\b b\r\n" },
	{ "8-bit octets are text",
	  "\xa0 \xa0  \xff\x89\r\n", "\xa0 \xa0  \xff\x89\r\n", "\xa0 \xa0 \xff\x89\r\n" },
	{ "SP before control octets stays",
	  "a \x01  \x1f \x0e\r\n", "a \x01  \x1f \x0e\r\n", "a \x01 \x1f \x0e\r\n" },
};
// clang-format on

/* One canonicalization of `body`, fed in three parts; cut1 <= cut2. */
static void check_cut(struct zgl_buf *out, const struct zgl_bodyscan *scan,
	enum zgl_canon mode, zgl_sv body, const size_t cut[2], zgl_sv want)
{
	struct zgl_bodycanon c;

	zgl_buf_reset(out);
	zgl_bodycanon_begin_with(&c, mode, scan, zgl_buf_sink, out);
	zgl_bodycanon_feed(&c, body.p, cut[0]);
	zgl_bodycanon_feed(&c, body.p + cut[0], cut[1] - cut[0]);
	zgl_bodycanon_feed(&c, body.p + cut[1], body.n - cut[1]);
	zgl_bodycanon_end(&c);
	if (!zgl_sv_eq(zgl_buf_sv(out), want))
		print_message("# %s, mode %d, cut at %zu and %zu of %zu\n",
			scan->name, (int)mode, cut[0], cut[1], body.n);
	assert_sv_equal(zgl_buf_sv(out), want);
}

/* Every one and every two cuts; a step above 1 leaves some out. */
static void check_cuts(
	enum zgl_canon mode, zgl_sv body, zgl_sv want, size_t step)
{
	struct zgl_buf out;
	const struct zgl_bodyscan *scan;

	zgl_buf_begin(&out, SIZE_MAX);
	for (size_t s = 0; (scan = zgl_bodyscan_at(s)) != NULL; s++) {
		for (size_t a = 0; a <= body.n; a += step) {
			for (size_t b = a; b <= body.n; b += step)
				check_cut(&out, scan, mode, body,
					(size_t[]){ a, b }, want);
		}
	}
	zgl_buf_free(&out);
}

static void check(void **state)
{
	const struct row *row = *state;
	zgl_sv body = zgl_sv_of(row->body);

	check_cuts(ZGL_CANON_SIMPLE, body, zgl_sv_of(row->simple), 1);
	check_cuts(ZGL_CANON_RELAXED, body, zgl_sv_of(row->relaxed), 1);
}

/* The same with text around it, at every place in the scans' blocks. */
static void check_in_blocks(void **state)
{
	const struct row *row = *state;
	size_t n = strlen(row->body);
	char text[512], want[sizeof(text) + 2];

	for (size_t at = 0; at < 130; at++) {
		for (size_t behind = 0; behind <= 130; behind += 65) {
			zgl_sv body = { text, at + n + behind };
			memset(text, 'x', sizeof(text));
			memcpy(text + at, row->body, n);
			for (enum zgl_canon m = 0; m <= ZGL_CANON_RELAXED;
				m++) {
				size_t len = ref_body(m, body, want);
				check_cuts(m, body, (zgl_sv){ want, len }, 37);
			}
		}
	}
}

static void check_reference(void **state)
{
	const struct row *row = *state;
	zgl_sv body = zgl_sv_of(row->body);
	char out[128];

	size_t n = ref_body(ZGL_CANON_SIMPLE, body, out);
	assert_sv_equal(((zgl_sv){ out, n }), zgl_sv_of(row->simple));
	n = ref_body(ZGL_CANON_RELAXED, body, out);
	assert_sv_equal(((zgl_sv){ out, n }), zgl_sv_of(row->relaxed));
}

/* Fills `text` with runs of what matters, among more or less plain text. */
static size_t random_body(uint64_t *seed, char *text, size_t cap)
{
	static const char octets[] = "  \t\r\n\r\nab \x01\xa0";
	size_t want = ref_random(seed) % cap, n = 0;
	uint32_t plain = ref_random(seed) % 100;

	while (n < want) {
		char c = octets[ref_random(seed) % (sizeof(octets) - 1)];
		size_t run = 1;
		if (ref_random(seed) % 8 == 0)
			run = ref_random(seed) % 90;
		if (ref_random(seed) % 100 < plain)
			c = 'x';
		for (; run > 0 && n < want; run--) {
			text[n++] = c;
			if (c == '\r' && n < want && plain % 4 != 0)
				text[n++] = '\n';
		}
	}
	return n;
}

/* Each chunk in a block of its own: one who reads beyond it is found. */
static void feed_copy(struct zgl_bodycanon *c, zgl_sv chunk)
{
	char *copy = malloc(chunk.n + (chunk.n == 0));

	assert_non_null(copy);
	memcpy(copy, chunk.p, chunk.n);
	zgl_bodycanon_feed(c, copy, chunk.n);
	free(copy);
}

static void check_random(uint64_t *seed, const struct zgl_bodyscan *scan,
	enum zgl_canon mode, zgl_sv body, zgl_sv want)
{
	uint32_t span = ref_random(seed) % 4 == 0 ? 60000 : 300;
	uint32_t most = 1 + ref_random(seed) % (1 + ref_random(seed) % span);
	struct zgl_bodycanon c;
	struct zgl_buf out;
	zgl_sv rest = body;

	zgl_buf_begin(&out, SIZE_MAX);
	zgl_bodycanon_begin_with(&c, mode, scan, zgl_buf_sink, &out);
	while (rest.n > 0) {
		zgl_sv chunk = zgl_sv_head(rest, ref_random(seed) % (most + 1));
		feed_copy(&c, chunk);
		rest = zgl_sv_skip(rest, chunk.n);
	}
	zgl_bodycanon_end(&c);
	if (!zgl_sv_eq(zgl_buf_sv(&out), want))
		fail_msg("%s, mode %d, %zu octets: not as the reference",
			scan->name, (int)mode, body.n);
	zgl_buf_free(&out);
}

static void random_bodies(size_t rounds, size_t cap, uint64_t seed)
{
	const struct zgl_bodyscan *scan;
	char *text = malloc(cap), *want = malloc(cap + 2);

	assert_true(text != NULL && want != NULL);
	for (size_t i = 0; i < rounds; i++) {
		zgl_sv body = { text, random_body(&seed, text, cap) };
		for (enum zgl_canon m = 0; m <= ZGL_CANON_RELAXED; m++) {
			zgl_sv canon = { want, ref_body(m, body, want) };
			for (size_t s = 0; (scan = zgl_bodyscan_at(s)) != NULL;
				s++)
				check_random(&seed, scan, m, body, canon);
		}
	}
	free(text);
	free(want);
}

static void many_small_bodies(void **state)
{
	(void)state;
	random_bodies(20000, 300, 1);
}

static void some_large_bodies(void **state)
{
	(void)state;
	random_bodies(100, 60000, 2);
}

/* Line ends are held by number, not kept: each number comes back. */
static void every_number_of_held_lines_comes_back(void **state)
{
	static char body[2 * 2100 + 2], want[sizeof(body) + 2];
	const struct zgl_bodyscan *scan;
	struct zgl_buf out;

	(void)state;
	zgl_buf_begin(&out, SIZE_MAX);
	for (size_t lines = 0; lines <= 2100; lines++) {
		zgl_sv text = { body, 2 * lines + 1 };
		for (size_t i = 0; i < lines; i++)
			memcpy(body + 2 * i, "\r\n", 2);
		body[2 * lines] = 'x';
		zgl_sv canon = { want,
			ref_body(ZGL_CANON_RELAXED, text, want) };
		for (size_t s = 0; (scan = zgl_bodyscan_at(s)) != NULL; s++)
			check_cut(&out, scan, ZGL_CANON_RELAXED, text,
				(size_t[]){ lines, 2 * lines }, canon);
	}
	zgl_buf_free(&out);
}

/* Counts the octets that come from the text itself. */
struct views {
	const char *text;
	size_t text_n, n;
};

static void count_views(void *to, const char *p, size_t n)
{
	struct views *v = to;

	if (p >= v->text && p < v->text + v->text_n)
		v->n += n;
}

static void unchanged_octets_are_views(void **state)
{
	static char text[100000];
	const struct zgl_bodyscan *scan;

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t s = 0; (scan = zgl_bodyscan_at(s)) != NULL; s++) {
		for (enum zgl_canon m = 0; m <= ZGL_CANON_RELAXED; m++) {
			struct zgl_bodycanon c;
			struct views v = { text, sizeof(text), 0 };
			zgl_bodycanon_begin_with(&c, m, scan, count_views, &v);
			zgl_bodycanon_feed(&c, text, sizeof(text));
			assert_true(v.n > sizeof(text) - 2048);
		}
	}
}

static void begin_takes_the_best_scan(void **state)
{
	struct zgl_bodycanon c;

	(void)state;
	zgl_bodycanon_begin(&c, ZGL_CANON_RELAXED, count_views, NULL);
	assert_ptr_equal(c.scan, zgl_bodyscan_at(0));
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, rows, check_reference);
	ROWS_ADD(&r, rows, check_in_blocks);
	rows_add_one(&r, "20,000 random bodies as the reference has them",
		many_small_bodies);
	rows_add_one(&r, "100 large random bodies as the reference has them",
		some_large_bodies);
	rows_add_one(&r, "every number of held lines comes back",
		every_number_of_held_lines_comes_back);
	rows_add_one(&r, "octets that do not change are passed as views",
		unchanged_octets_are_views);
	rows_add_one(
		&r, "begin takes the best scan", begin_takes_the_best_scan);
	return rows_run(&r, "bodycanon");
}
