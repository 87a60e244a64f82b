/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * gather -- hands octets to a sink in few pieces.
 *
 * Shape    octets are added; what is small is copied and handed on together,
 *          what is large goes as it is. zgl_gather_flush hands on the rest.
 * Memory   `stage` is the caller's, usually on its stack.
 * Errors   none.
 */

#include <string.h>

#include "zegel/mail/canon.h"

/** Who writes at stage + n himself takes care of room and n. */
struct zgl_gather {
	zgl_sink *sink;
	void *to;
	char *stage;
	size_t n, room; /* octets in the stage, and how many it can hold */
	size_t given;   /* octets handed on so far */
};

enum {
	ZGL_GATHER_BLOCK = 64, /* of SHA-1 and SHA-256 */
};

/** Hands on what is in the stage. */
void zgl_gather_flush(struct zgl_gather *g);

/**
 * Hands on what is in the stage up to the last whole block, all octets since
 * the first counted: a hash would copy what stands behind it.
 */
void zgl_gather_flush_blocks(struct zgl_gather *g);

/** How many octets are behind the last whole block when n more are added. */
static inline size_t zgl_gather_odd(const struct zgl_gather *g, size_t n)
{
	return (g->given + g->n + n) % ZGL_GATHER_BLOCK;
}

/** The slow way of zgl_gather_add: for octets that do not fit, or are many. */
void zgl_gather_spill(struct zgl_gather *g, const char *p, size_t n);

static inline void zgl_gather_add(struct zgl_gather *g, const char *p, size_t n)
{
	if (n > g->room - g->n || n >= g->room / 4) {
		zgl_gather_spill(g, p, n);
		return;
	}
	memcpy(g->stage + g->n, p, n);
	g->n += n;
}

/** Adds the last octets and flushes; copies nothing when all is in one piece. */
void zgl_gather_end(struct zgl_gather *g, const char *p, size_t n);
