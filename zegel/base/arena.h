/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * arena -- the memory of one message: taken in pieces, given back at once.
 *
 * Shape    pieces of any size, aligned for every type, never given back one
 *          by one.
 * Limits   at most `cap` octets in all; the piece that would pass it is
 *          refused with ZGL_ELIMIT before any memory is taken. A piece counts
 *          as a multiple of 16; what is lost at the end of a block counts,
 *          too, and is less than a quarter of it.
 * Memory   who passes the arena owns what is made in it; all of it goes at
 *          zgl_arena_reset or zgl_arena_free.
 * Errors   sticky: after the first refused piece every later one is refused,
 *          and `err` tells why. So a caller may take many and look once.
 * Threads  one at a time.
 */

#include <stdint.h>

#include "zegel/base/err.h"
#include "zegel/base/sv.h"

/** Private but for its size and for err, so that it can live in a struct. */
struct zgl_arena {
	struct zgl_arena_block *block; /* the newest of a chain */
	char *at, *end;                /* free octets of the newest block */
	size_t taken, cap;             /* octets in blocks, and their limit */
	size_t room;                   /* octets of a usual block */
	enum zgl_err err;
};

/** Makes `a` empty; takes no memory before the first piece. */
ZGL_API ZGL_NONNULL void zgl_arena_begin(struct zgl_arena *a, size_t cap);

/** The room of a block, unless it is told. */
#define ZGL_ARENA_ROOM ((size_t)16 * 1024)

/**
 * The same with blocks of another size, a multiple of 64: for those who hold
 * many messages at once, each of which is to take little more than it needs.
 */
ZGL_NONNULL void zgl_arena_begin_small(
	struct zgl_arena *a, size_t cap, size_t room);

/** Gives all pieces back, keeps one block for the next message. */
ZGL_API ZGL_NONNULL void zgl_arena_reset(struct zgl_arena *a);

/** Gives everything back. `a` is then as after zgl_arena_begin. */
ZGL_API ZGL_NONNULL void zgl_arena_free(struct zgl_arena *a);

/** What a piece of n octets counts as; n at most SIZE_MAX - 16. */
static inline size_t zgl_arena_room(size_t n)
{
	return n == 0 ? 16 : (n + 15) & ~(size_t)15;
}

/** The slow way of zgl_arena_get: a new block. */
ZGL_API void *zgl_arena_grow(struct zgl_arena *a, size_t n);

/**
 * Takes a piece of n octets, of undefined content, aligned to 16; n may be 0.
 * NULL when refused. (Inline: a header of 1,000 fields takes 1,000 of them.)
 */
ZGL_CHECK static inline void *zgl_arena_get(struct zgl_arena *a, size_t n)
{
	if (n <= SIZE_MAX - 16) {
		size_t room = zgl_arena_room(n);
		if (a->err == ZGL_OK && room <= (size_t)(a->end - a->at)) {
			void *p = a->at;
			a->at += room;
			return p;
		}
	}
	return zgl_arena_grow(a, n);
}

/** Takes room for `count` elements of `size` octets each; NULL when refused. */
ZGL_CHECK void *zgl_arena_array(struct zgl_arena *a, size_t count, size_t size);

/**
 * Copies s into the arena; the absent view when refused. The copy of an absent
 * view is an empty one.
 */
zgl_sv zgl_arena_copy(struct zgl_arena *a, zgl_sv s);
