/* SPDX-License-Identifier: ISC */
/* buf: text that grows to its limit and not past it. */
#include "tests/rows.h"
#include "zegel/base/buf.h"

struct row {
	const char *name;
	size_t max;
	size_t piece; /* octets of each put */
	size_t count; /* puts that are taken */
};

// clang-format off
static const struct row limits[] = {
	{ "a limit of nothing", 0, 1, 0 },
	{ "a limit of one octet", 1, 1, 1 },
	{ "a put larger than the limit", 10, 11, 0 },
	{ "a put as large as the limit", 10, 10, 1 },
	{ "a limit below the first growth", 255, 5, 51 },
	{ "a limit at the first growth", 256, 16, 16 },
	{ "a limit above the first growth", 300, 100, 3 },
	{ "many growths", 100000, 7, 100000 / 7 },
	{ "a first put larger than several growths", 100000, 5000, 20 },
	{ "no limit", SIZE_MAX, 1000, 100 },
};
// clang-format on

static char octet_at(size_t i)
{
	return (char)(i * 31 % 127);
}

static void put_octets(struct zgl_buf *b, size_t n)
{
	char *octets = malloc(n);

	assert_non_null(octets);
	for (size_t i = 0; i < n; i++)
		octets[i] = octet_at(b->n + i);
	zgl_buf_put(b, (zgl_sv){ octets, n });
	free(octets);
}

static void check_octets(const struct zgl_buf *b, size_t n)
{
	assert_int_equal(b->n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(b->p[i], octet_at(i));
}

static void check_limit(void **state)
{
	const struct row *row = *state;
	struct zgl_buf b;

	zgl_buf_begin(&b, row->max);
	for (int again = 0; again < 2; again++) {
		for (size_t i = 0; i < row->count; i++)
			put_octets(&b, row->piece);
		assert_int_equal(b.err, ZGL_OK);
		check_octets(&b, row->count * row->piece);
		if (row->max < SIZE_MAX) {
			put_octets(&b, row->piece);
			assert_int_equal(b.err, ZGL_ELIMIT);
			check_octets(&b, row->count * row->piece);
		}
		zgl_buf_reset(&b);
		assert_int_equal(b.err, ZGL_OK);
		assert_int_equal(b.n, 0);
	}
	zgl_buf_free(&b);
	assert_int_equal(b.max, row->max);
	assert_null(b.p);
}

static void every_put(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1000);
	zgl_buf_put(&b, ZGL_SV("a\0b"));
	zgl_buf_text(&b, "c");
	zgl_buf_text(&b, "");
	zgl_buf_text(&b, NULL);
	zgl_buf_char(&b, '\0');
	zgl_buf_num(&b, 0);
	zgl_buf_num(&b, UINT64_MAX);
	zgl_buf_put(&b, (zgl_sv){ NULL, 0 });
	zgl_buf_sink(&b, "xyz", 2);
	assert_sv_equal(zgl_buf_sv(&b),
		ZGL_SV("a\0bc\0"
		       "0"
		       "18446744073709551615xy"));
	zgl_buf_wipe(&b);
	assert_null(b.p);
	assert_int_equal(b.n, 0);
	zgl_buf_wipe(&b);
	zgl_buf_free(&b);
}

static void the_error_is_sticky(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 4);
	zgl_buf_text(&b, "abc");
	zgl_buf_text(&b, "de");
	assert_int_equal(b.err, ZGL_ELIMIT);
	zgl_buf_char(&b, 'd');
	assert_sv_equal(zgl_buf_sv(&b), ZGL_SV("abc"));
	assert_int_equal(b.err, ZGL_ELIMIT);
	zgl_buf_free(&b);
	assert_int_equal(b.err, ZGL_OK);
}

static void a_put_of_nothing_needs_no_room(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1);
	zgl_buf_char(&b, 'a');
	zgl_buf_text(&b, "");
	assert_int_equal(b.err, ZGL_OK);
	zgl_buf_free(&b);
}

static void kept_in_an_arena(void **state)
{
	struct zgl_arena a;
	struct zgl_buf b;
	zgl_sv text;

	(void)state;
	zgl_arena_begin(&a, 32);
	zgl_buf_begin(&b, 5);
	zgl_buf_text(&b, "abc");
	assert_int_equal(zgl_buf_keep(&b, &a, &text), ZGL_OK);
	assert_null(b.p);
	assert_sv_equal(text, ZGL_SV("abc"));
	assert_int_equal(zgl_buf_keep(&b, &a, &text), ZGL_OK);
	assert_non_null(text.p);
	assert_int_equal(text.n, 0);
	zgl_buf_text(&b, "abcdef");
	assert_int_equal(zgl_buf_keep(&b, &a, &text), ZGL_ELIMIT);
	assert_null(text.p);
	assert_int_equal(a.err, ZGL_OK);
	zgl_buf_text(&b, "x");
	assert_int_equal(zgl_buf_keep(&b, &a, &text), ZGL_ELIMIT);
	assert_null(text.p);
	assert_int_equal(a.err, ZGL_ELIMIT);
	assert_null(b.p);
	zgl_arena_free(&a);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, limits, check_limit);
	rows_add_one(&r, "every way to put", every_put);
	rows_add_one(
		&r, "the error is sticky, the text stays", the_error_is_sticky);
	rows_add_one(&r, "a put of nothing needs no room",
		a_put_of_nothing_needs_no_room);
	rows_add_one(
		&r, "kept in an arena, with either's error", kept_in_an_arena);
	return rows_run(&r, "buf");
}
