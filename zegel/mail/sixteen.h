/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * sixteen -- sixteen octets at a time, in the C of GCC and Clang, for whatever
 * vector instructions all processors of a kind have.
 *
 * A comparison of vectors gives a mask: octets of ones where it holds, of
 * zeros where not.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef uint8_t zgl_v16 __attribute__((vector_size(16)));
typedef int8_t zgl_s16 __attribute__((vector_size(16)));

static inline zgl_v16 zgl_v16_load(const char *p)
{
	zgl_v16 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline void zgl_v16_store(char *p, zgl_v16 v)
{
	memcpy(p, &v, sizeof(v));
}

/** ASCII letters in lower case. */
static inline zgl_v16 zgl_v16_lower(zgl_v16 v)
{
	/* "Z" becomes the highest signed value: only "A" to "Z" are above 101 */
	zgl_v16 upper = (zgl_v16)((zgl_s16)(v + (127 - 'Z')) > 127 - 26);

	return v | (upper & 0x20);
}

#if defined(__SSE2__)

/** True when an octet of the mask is not 0. */
static inline bool zgl_v16_any(zgl_v16 mask)
{
	return _mm_movemask_epi8((__m128i)mask) != 0;
}

/** The index of the first octet of the mask that is not 0; one is. */
static inline size_t zgl_v16_first(zgl_v16 mask)
{
	return (size_t)__builtin_ctz(
		(unsigned)_mm_movemask_epi8((__m128i)mask));
}

#else

static inline bool zgl_v16_any(zgl_v16 mask)
{
	uint64_t half[2];

	memcpy(half, &mask, sizeof(half));
	return (half[0] | half[1]) != 0;
}

static inline size_t zgl_v16_first(zgl_v16 mask)
{
	uint8_t octets[16];
	size_t i = 0;

	memcpy(octets, &mask, sizeof(octets));
	while (octets[i] == 0)
		i++;
	return i;
}

#endif
