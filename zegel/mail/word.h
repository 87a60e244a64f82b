/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * word -- eight octets at a time, on any processor.
 *
 * A word holds the octet at the lowest address in its lowest eight bits. A
 * mask has the highest bit of an octet set where something holds for it.
 */

#include <stdint.h>

#define ZGL_WORD_ALL(octet) (UINT64_C(0x0101010101010101) * (octet))
#define ZGL_WORD_HIGH       ZGL_WORD_ALL(0x80)

/** Compilers make one load of it. */
static inline uint64_t zgl_word_load(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint64_t)u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16
		| (uint64_t)u[3] << 24 | (uint64_t)u[4] << 32
		| (uint64_t)u[5] << 40 | (uint64_t)u[6] << 48
		| (uint64_t)u[7] << 56;
}

/** Where the octet is more than `limit`, which is below 127. */
static inline uint64_t zgl_word_above(uint64_t w, uint8_t limit)
{
	/* 7 bits and a number below 128 cannot carry into the next octet */
	uint64_t low = (w & ~ZGL_WORD_HIGH) + ZGL_WORD_ALL(127 - limit);

	return (low | w) & ZGL_WORD_HIGH;
}

/** Where the octet is c. */
static inline uint64_t zgl_word_equal(uint64_t w, char c)
{
	return zgl_word_above(w ^ ZGL_WORD_ALL((uint8_t)c), 0) ^ ZGL_WORD_HIGH;
}

/** The word with ASCII letters in lower case. */
static inline uint64_t zgl_word_lower(uint64_t w)
{
	uint64_t upper = zgl_word_above(w, 'A' - 1) & ~zgl_word_above(w, 'Z');

	return w | upper >> 2;
}

/** The index of the first octet of a mask that is not 0. */
static inline unsigned zgl_word_first(uint64_t mask)
{
	return (unsigned)__builtin_ctzll(mask) / 8;
}

/** A mask as eight bits, the lowest for the first octet. */
static inline uint64_t zgl_word_bits(uint64_t mask)
{
	return (mask >> 7) * UINT64_C(0x0102040810204080) >> 56;
}
