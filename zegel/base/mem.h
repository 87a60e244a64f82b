/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mem -- the one place where the library takes and gives back heap memory.
 *
 * Only for what outlives a message; what belongs to one message lives in its
 * arena (base/arena).
 */

#include <stddef.h>

#include "zegel/base/attr.h"

/** Takes `n` zeroed octets, n > 0; NULL when there is no memory. */
ZGL_CHECK void *zgl_mem_new(size_t n);

/**
 * Makes the block at `p` (which may be NULL) `n` octets large, n > 0, its
 * octets kept as far as they fit, new ones undefined. NULL when there is no
 * memory: `p` is then as it was.
 */
ZGL_CHECK void *zgl_mem_resize(void *p, size_t n);

/** Gives `p` back; NULL is fine. */
void zgl_mem_free(void *p);

/** Overwrites n octets at p with zeros; the compiler may not leave it out. */
void zgl_mem_wipe(void *p, size_t n);
