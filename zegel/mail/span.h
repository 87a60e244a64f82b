/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * span -- runs of octets that need no look one by one.
 */

#include "zegel/base/ascii.h"
#include "zegel/mail/sixteen.h"

/** HTAB, `stop`, and SP but before a visible octet; reads p[0..16]. */
static inline zgl_v16 zgl_span_odd(const char *p, char stop)
{
	zgl_v16 here = zgl_v16_load(p), next = zgl_v16_load(p + 1);
	zgl_v16 blank = (zgl_v16)(here == ' ') & (zgl_v16)(next <= ' ');

	return blank | (zgl_v16)(here == '\t')
		| (zgl_v16)(here == (uint8_t)stop);
}

/**
 * Octets at the start of the n at p that relaxed canonicalization leaves as
 * they are whatever follows. Stops at nothing but SP, HTAB and `stop`.
 */
static inline size_t zgl_span_same(const char *p, size_t n, char stop)
{
	size_t i = 0;

	for (; n - i > 16; i += 16) {
		zgl_v16 odd = zgl_span_odd(p + i, stop);
		if (zgl_v16_any(odd))
			return i + zgl_v16_first(odd);
	}
	if (n > 16) { /* up to the last octet but one, some again */
		zgl_v16 odd = zgl_span_odd(p + n - 17, stop);
		if (zgl_v16_any(odd))
			return n - 17 + zgl_v16_first(odd);
		i = n - 1;
	}
	while (i < n && !zgl_is_wsp(p[i]) && p[i] != stop)
		i++;
	return i;
}

/** Octets at the start of the n at p that can stand in the name of a field:
 * visible ones but the colon (RFC 5322 section 2.2). */
static inline size_t zgl_span_name(const char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 16; i += 16) {
		zgl_v16 v = zgl_v16_load(p + i);
		/* one more, signed: all but 33 to 126 are below 34 */
		zgl_v16 stop = ~(zgl_v16)((zgl_s16)(v + 1) > 33);
		stop |= (zgl_v16)(v == ':');
		if (zgl_v16_any(stop))
			return i + zgl_v16_first(stop);
	}
	while (i < n && zgl_is_visible(p[i]) && p[i] != ':')
		i++;
	return i;
}

/** The LF that comes first in the n octets at p; NULL when there is none. */
static inline const char *zgl_span_lf(const char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 16; i += 16) {
		zgl_v16 lf = (zgl_v16)(zgl_v16_load(p + i) == '\n');
		if (zgl_v16_any(lf))
			return p + i + zgl_v16_first(lf);
	}
	return i == n ? NULL : memchr(p + i, '\n', n - i);
}
