/* SPDX-License-Identifier: ISC */
#include "zegel/base/arena.h"

#include <string.h>

#include "zegel/base/mem.h"

struct zgl_arena_block {
	_Alignas(16) struct zgl_arena_block *before;
	size_t room; /* octets after this head */
};

_Static_assert(sizeof(struct zgl_arena_block) % 16 == 0, "pieces are aligned");

static void *refuse(struct zgl_arena *a, enum zgl_err err)
{
	if (a->err == ZGL_OK)
		a->err = err;
	a->at = a->end; /* sticky: the inline way refuses from now on */
	return NULL;
}

static void use_block(struct zgl_arena *a, struct zgl_arena_block *block)
{
	a->block = block;
	a->at = (char *)(block + 1);
	a->end = a->at + block->room;
}

void zgl_arena_begin_small(struct zgl_arena *a, size_t cap, size_t room)
{
	*a = (struct zgl_arena){ .cap = cap, .room = room };
}

/* Large enough that a usual message needs one block only. */
void zgl_arena_begin(struct zgl_arena *a, size_t cap)
{
	zgl_arena_begin_small(a, cap, ZGL_ARENA_ROOM);
}

static void free_blocks(struct zgl_arena_block *block)
{
	while (block != NULL) {
		struct zgl_arena_block *before = block->before;
		zgl_mem_free(block);
		block = before;
	}
}

void zgl_arena_reset(struct zgl_arena *a)
{
	struct zgl_arena_block *keep = a->block;

	a->err = ZGL_OK;
	while (keep != NULL && keep->room > a->room) {
		struct zgl_arena_block *before = keep->before;
		zgl_mem_free(keep);
		keep = before;
	}
	if (keep == NULL) {
		zgl_arena_begin_small(a, a->cap, a->room);
		return;
	}
	free_blocks(keep->before);
	keep->before = NULL;
	a->taken = keep->room;
	use_block(a, keep);
}

void zgl_arena_free(struct zgl_arena *a)
{
	free_blocks(a->block);
	zgl_arena_begin_small(a, a->cap, a->room);
}

/* Puts a full block behind the newest one, which goes on giving. */
static void *use_behind(struct zgl_arena *a, struct zgl_arena_block *block)
{
	block->before = a->block->before;
	a->block->before = block;
	return block + 1;
}

/*
 * A large piece gets a block of its own size. So what is lost at the end of a
 * block, and counts as taken, is less than a quarter of it.
 */
void *zgl_arena_grow(struct zgl_arena *a, size_t n)
{
	size_t left = a->cap - a->taken, room = a->room;

	if (a->err != ZGL_OK)
		return NULL;
	if (n > SIZE_MAX - 4096 || zgl_arena_room(n) > left)
		return refuse(a, ZGL_ELIMIT);
	bool large = n > a->room / 4;
	if (large)
		room = zgl_arena_room(n);
	else if (room > left)
		room = left & ~(size_t)15;
	struct zgl_arena_block *block =
		zgl_mem_resize(NULL, sizeof(struct zgl_arena_block) + room);
	if (block == NULL)
		return refuse(a, ZGL_ENOMEM);
	*block = (struct zgl_arena_block){ a->block, room };
	a->taken += room;
	if (large && a->block != NULL)
		return use_behind(a, block);
	use_block(a, block);
	return zgl_arena_get(a, n);
}

void *zgl_arena_array(struct zgl_arena *a, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		return refuse(a, ZGL_ELIMIT);
	return zgl_arena_get(a, count * size);
}

zgl_sv zgl_arena_copy(struct zgl_arena *a, zgl_sv s)
{
	char *p = zgl_arena_get(a, s.n);

	if (p == NULL)
		return (zgl_sv){ NULL, 0 };
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (zgl_sv){ p, s.n };
}
