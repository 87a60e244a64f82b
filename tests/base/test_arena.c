/* SPDX-License-Identifier: ISC */
/* arena: pieces that do not overlap, a cap that holds, a sticky error. */
#include "tests/rows.h"
#include "zegel/base/arena.h"

#define BLOCK ((size_t)16 * 1024) /* what arena.c takes at once */

struct row {
	const char *name;
	size_t cap;
	size_t piece, count; /* so many of this size fit, and not one more */
};

// clang-format off
static const struct row caps[] = {
	{ "a cap of nothing gives nothing", 0, 0, 0 },
	{ "a cap below one piece gives nothing", 15, 1, 0 },
	{ "a cap of one piece gives one", 16, 16, 1 },
	{ "pieces of nothing count, too", 64, 0, 4 },
	{ "a piece counts as a multiple of 16", 64, 17, 2 },
	{ "a cap that is no multiple of 16 loses its rest", 79, 16, 4 },
	{ "one block to its end", BLOCK, 16, BLOCK / 16 },
	{ "a second block of the octets that are left", BLOCK + 32, 16,
		BLOCK / 16 + 2 },
	{ "a second block, whole", BLOCK * 2, 16, BLOCK / 8 },
	{ "a piece of the whole cap", BLOCK * 3, BLOCK * 3, 1 },
	{ "large pieces have no loss", BLOCK * 5, BLOCK + 16,
		BLOCK * 5 / (BLOCK + 16) },
	{ "pieces over a quarter of a block have no loss", BLOCK * 4,
		BLOCK / 4 + 16, BLOCK * 4 / (BLOCK / 4 + 16) },
	{ "pieces of a quarter of a block", BLOCK * 4, BLOCK / 4, 16 },
	
	{ "the end of a block that is too short is lost", BLOCK * 4,
		BLOCK / 4 - 64 + 16, 4 * 4 },
	{ "a piece larger than the cap", 1000, 1001, 0 },
	{ "a piece larger than memory", 1000, SIZE_MAX, 0 },
	{ "a piece larger than memory, almost", SIZE_MAX, SIZE_MAX - 15, 0 },
	{ "a piece whose block would be larger than memory", SIZE_MAX,
		SIZE_MAX - 16, 0 },
};
// clang-format on

static void check_cap(void **state)
{
	const struct row *row = *state;
	struct zgl_arena a;

	zgl_arena_begin(&a, row->cap);
	for (int again = 0; again < 2; again++) {
		for (size_t i = 0; i < row->count; i++) {
			void *p = zgl_arena_get(&a, row->piece);
			assert_non_null(p);
			assert_int_equal((uintptr_t)p % 16, 0);
			memset(p, 0xa5, row->piece);
		}
		assert_int_equal(a.err, ZGL_OK);
		assert_true(a.taken <= row->cap);
		assert_null(zgl_arena_get(&a, row->piece));
		assert_int_equal(a.err, ZGL_ELIMIT);
		zgl_arena_free(&a);
	}
}

/* Sizes that go from small to larger than a block and back. */
static size_t size_of_piece(size_t i)
{
	return i * i * 7919 % (BLOCK + 3000) / (i % 3 == 0 ? 1 : 50);
}

static void check_overlap(struct zgl_arena *a)
{
	unsigned char *pieces[300];

	for (size_t i = 0; i < ZGL_COUNT(pieces); i++) {
		pieces[i] = zgl_arena_get(a, size_of_piece(i));
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % 16, 0);
		memset(pieces[i], (int)(i % 251), size_of_piece(i));
	}
	for (size_t i = 0; i < ZGL_COUNT(pieces); i++) {
		for (size_t k = 0; k < size_of_piece(i); k++)
			assert_int_equal(pieces[i][k], i % 251);
	}
}

static void pieces_do_not_overlap(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, (size_t)16 * 1024 * 1024);
	for (int message = 0; message < 3; message++) {
		check_overlap(&a);
		zgl_arena_reset(&a);
	}
	zgl_arena_free(&a);
}

static void little_is_lost(void **state)
{
	size_t sum = 0, cap = (size_t)16 * 1024 * 1024;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, cap);
	for (size_t i = 0;; i++) {
		if (zgl_arena_get(&a, size_of_piece(i)) == NULL)
			break;
		sum += zgl_arena_room(size_of_piece(i));
	}
	assert_true(sum > cap / 4 * 3);
	zgl_arena_free(&a);
}

static void the_error_is_sticky(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, BLOCK);
	assert_non_null(zgl_arena_get(&a, 16));
	assert_null(zgl_arena_get(&a, BLOCK));
	assert_null(zgl_arena_get(&a, 1));
	assert_null(zgl_arena_get(&a, 0));
	assert_null(zgl_arena_array(&a, 1, 1));
	assert_null(zgl_arena_copy(&a, ZGL_SV("x")).p);
	assert_int_equal(a.err, ZGL_ELIMIT);
	zgl_arena_reset(&a);
	assert_int_equal(a.err, ZGL_OK);
	assert_non_null(zgl_arena_get(&a, BLOCK));
	zgl_arena_free(&a);
	assert_int_equal(a.err, ZGL_OK);
}

static void reset_keeps_one_block(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, BLOCK * 8);
	void *first = zgl_arena_get(&a, 100);
	assert_non_null(first);
	assert_non_null(zgl_arena_get(&a, BLOCK * 2));
	zgl_arena_reset(&a);
	assert_int_equal(a.taken, BLOCK);
	assert_ptr_equal(zgl_arena_get(&a, 100), first);
	zgl_arena_reset(&a);
	assert_ptr_equal(zgl_arena_get(&a, 100), first);
	zgl_arena_free(&a);
	assert_int_equal(a.taken, 0);
}

static void reset_keeps_no_large_block(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, BLOCK * 8);
	zgl_arena_reset(&a);
	assert_non_null(zgl_arena_get(&a, BLOCK * 4));
	assert_non_null(zgl_arena_get(&a, BLOCK * 4));
	zgl_arena_reset(&a);
	assert_int_equal(a.taken, 0);
	assert_non_null(zgl_arena_get(&a, BLOCK * 8));
	zgl_arena_free(&a);
	zgl_arena_free(&a);
}

static void small_blocks(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin_small(&a, BLOCK, 1024);
	assert_non_null(zgl_arena_get(&a, 100));
	assert_int_equal(a.taken, 1024);
	assert_non_null(zgl_arena_get(&a, 900));
	assert_int_equal(a.taken, 1024);
	assert_non_null(zgl_arena_get(&a, 257)); /* over a quarter */
	assert_int_equal(a.taken, 1024 + 272);
	assert_non_null(zgl_arena_get(&a, 256));
	assert_int_equal(a.taken, 2048 + 272);
	zgl_arena_reset(&a);
	assert_int_equal(a.taken, 1024);
	zgl_arena_free(&a);
	assert_non_null(zgl_arena_get(&a, 1));
	assert_int_equal(a.taken, 1024); /* freed, it stays small */
	zgl_arena_free(&a);
}

static void arrays(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 160);
	assert_non_null(zgl_arena_array(&a, 0, 100));
	assert_non_null(zgl_arena_array(&a, 100, 0));
	assert_non_null(zgl_arena_array(&a, 16, 8));
	assert_int_equal(a.err, ZGL_OK);
	assert_null(zgl_arena_array(&a, 1, 1));
	zgl_arena_free(&a);
	/* The product is 0 in a size_t. */
	assert_null(zgl_arena_array(&a, SIZE_MAX / 2 + 1, 2));
	assert_int_equal(a.err, ZGL_ELIMIT);
	zgl_arena_free(&a);
}

static void copies(void **state)
{
	char octets[] = { 'a', '\0', 'b' };
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 1000);
	zgl_sv copy = zgl_arena_copy(&a, (zgl_sv){ octets, 3 });
	octets[0] = 'x';
	assert_sv_equal(copy, ((zgl_sv){ "a\0b", 3 }));
	copy = zgl_arena_copy(&a, (zgl_sv){ NULL, 0 });
	assert_non_null(copy.p);
	assert_int_equal(copy.n, 0);
	zgl_arena_free(&a);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, caps, check_cap);
	rows_add_one(&r, "pieces do not overlap", pieces_do_not_overlap);
	rows_add_one(&r, "less than a quarter is lost", little_is_lost);
	rows_add_one(
		&r, "the error is sticky until reset", the_error_is_sticky);
	rows_add_one(&r, "reset keeps one block", reset_keeps_one_block);
	rows_add_one(
		&r, "reset keeps no large block", reset_keeps_no_large_block);
	rows_add_one(&r, "blocks can be small", small_blocks);
	rows_add_one(&r, "arrays, and sizes that overflow", arrays);
	rows_add_one(&r, "a copy has the octets", copies);
	return rows_run(&r, "arena");
}
