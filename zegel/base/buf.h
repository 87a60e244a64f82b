/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * buf -- text that grows.
 *
 * Shape    octets are put at the end; `p` and `n` may be read at any time.
 * Limits   at most `max` octets; the put that would pass it is refused whole.
 * Memory   heap, owned by the buffer until zgl_buf_free. For text that is to
 *          live in an arena see zgl_buf_keep.
 * Errors   sticky: after the first refused put every later one is refused,
 *          and `err` tells why. So a writer puts many and looks once.
 * Threads  one at a time.
 */

#include <stdint.h>

#include "zegel/base/arena.h"
#include "zegel/base/err.h"
#include "zegel/base/sv.h"

struct zgl_buf {
	char *p; /* NULL until the first put */
	size_t n, cap, max;
	enum zgl_err err;
};

/** Makes `b` empty, with room for at most `max` octets in the end. */
ZGL_API void zgl_buf_begin(struct zgl_buf *b, size_t max);

/** Empties `b` and forgets its error; keeps its memory for the next text. */
ZGL_API void zgl_buf_reset(struct zgl_buf *b);

/** Gives the memory back; `b` is then as after zgl_buf_begin. */
ZGL_API void zgl_buf_free(struct zgl_buf *b);

/** As zgl_buf_free, the octets overwritten first: for secrets. */
ZGL_API void zgl_buf_wipe(struct zgl_buf *b);

/**
 * Appends: octets (not of `b` itself), a C string, one octet, a number in
 * decimal.
 */
ZGL_API void zgl_buf_put(struct zgl_buf *b, zgl_sv s);
ZGL_API void zgl_buf_text(struct zgl_buf *b, const char *text);
ZGL_API void zgl_buf_char(struct zgl_buf *b, char c);
ZGL_API void zgl_buf_num(struct zgl_buf *b, uint64_t value);

/** Appends n octets at p; fits zgl_sink (mail/bodycanon), `to` is the buf. */
ZGL_API void zgl_buf_sink(void *to, const char *p, size_t n);

/** What stands in `b` now; valid until the next put. */
static inline zgl_sv zgl_buf_sv(const struct zgl_buf *b)
{
	return (zgl_sv){ b->p, b->n };
}

/**
 * Copies the text into `a` and gives the memory of `b` back. Returns the
 * error of `b`, or of the arena.
 */
ZGL_CHECK enum zgl_err zgl_buf_keep(
	struct zgl_buf *b, struct zgl_arena *a, zgl_sv *text_r);
