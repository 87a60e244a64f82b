/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * canon -- what the canonicalizations of RFC 6376 section 3.4 share: their
 * names, and the sink that takes canonical octets.
 */

#include <stddef.h>

enum zgl_canon {
	ZGL_CANON_SIMPLE,
	ZGL_CANON_RELAXED,
};

/**
 * Takes n canonical octets at p; p is valid during the call only. May not
 * fail: a hash and a buffer keep their own sticky error.
 */
typedef void zgl_sink(void *to, const char *p, size_t n);
