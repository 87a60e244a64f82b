/* SPDX-License-Identifier: ISC */
/* base when there is no memory: ZGL_ENOMEM, sticky, and nothing lost. */
#include "tests/failalloc.h"
#include "tests/rows.h"
#include "zegel/base/arena.h"
#include "zegel/base/buf.h"
#include "zegel/base/mem.h"

#define PIECE 10000 /* octets; a block of the arena holds one */

/* Each returns the error it met. */
static enum zgl_err use_mem(void)
{
	void *p = zgl_mem_new(10);
	void *larger = p == NULL ? NULL : zgl_mem_resize(p, 1000);

	zgl_mem_free(larger != NULL ? larger : p);
	return larger == NULL ? ZGL_ENOMEM : ZGL_OK;
}

static enum zgl_err use_arena(void)
{
	struct zgl_arena a;
	enum zgl_err err;

	zgl_arena_begin(&a, (size_t)100 * PIECE);
	for (int i = 0; i < 5; i++) {
		void *p = zgl_arena_get(&a, PIECE);
		assert_true((p == NULL) == (a.err != ZGL_OK));
		if (p != NULL)
			memset(p, i, PIECE);
	}
	err = a.err;
	zgl_arena_free(&a);
	return err;
}

static enum zgl_err use_buf(void)
{
	struct zgl_buf b;
	enum zgl_err err;

	zgl_buf_begin(&b, (size_t)100 * PIECE);
	for (int i = 0; i < 2000; i++)
		zgl_buf_num(&b, 1000);
	err = b.err;
	assert_true((b.n == 8000) == (err == ZGL_OK));
	zgl_buf_free(&b);
	return err;
}

static enum zgl_err use_keep(void)
{
	struct zgl_arena a;
	struct zgl_buf b;
	enum zgl_err err;
	zgl_sv text;

	zgl_arena_begin(&a, PIECE);
	zgl_buf_begin(&b, PIECE);
	zgl_buf_text(&b, "kept");
	err = zgl_buf_keep(&b, &a, &text);
	assert_true((text.p != NULL) == (err == ZGL_OK));
	zgl_arena_free(&a);
	return err;
}

struct row {
	const char *name;
	enum zgl_err (*use)(void);
	size_t allocations;
	bool forever;
};

// clang-format off
static const struct row rows[] = {
	{ "mem: one allocation fails",              use_mem,   2, false },
	{ "mem: all fail from one on",              use_mem,   2, true },
	{ "arena: one allocation fails",            use_arena, 5, false },
	{ "arena: all fail from one on",            use_arena, 5, true },
	{ "buf: one allocation fails",              use_buf,   6, false },
	{ "buf: all fail from one on",              use_buf,   6, true },
	{ "buf kept in an arena: one fails",        use_keep,  2, false },
	{ "buf kept in an arena: all fail",         use_keep,  2, true },
};
// clang-format on

static void every_allocation_fails_once(void **state)
{
	const struct row *row = *state;
	size_t runs = 0;

	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, row->forever);
		enum zgl_err err = row->use();
		failalloc_disarm();
		runs++;
		assert_int_equal(err, failalloc_failed() ? ZGL_ENOMEM : ZGL_OK);
	}
	assert_int_equal(runs, row->allocations + 1);
	assert_int_equal(failalloc_count(), row->allocations);
}

static void a_refused_resize_keeps_the_block(void **state)
{
	char *p = zgl_mem_new(4);

	(void)state;
	assert_non_null(p);
	memcpy(p, "kept", 4);
	failalloc_arm(1, false);
	assert_null(zgl_mem_resize(p, 4096));
	failalloc_disarm();
	assert_memory_equal(p, "kept", 4);
	zgl_mem_free(p);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, every_allocation_fails_once);
	rows_add_one(&r, "a refused resize keeps the block",
		a_refused_resize_keeps_the_block);
	return rows_run(&r, "nomem");
}
