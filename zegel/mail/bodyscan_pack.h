/* SPDX-License-Identifier: ISC */

/**
 * bodyscan_pack -- `squeeze` of bodyscan_loop for processors that can shuffle
 * octets but not compress them: eight octets at a time, by a table. Included
 * as bodyscan_loop is.
 */

#include <stddef.h>
#include <stdint.h>
#include <tmmintrin.h>

/*
 * For each set of eight octets the indices of its members, the lowest first:
 * member i goes to where as many members are below it.
 */
// clang-format off
#define BELOW_1(set) ((uint64_t)(set) & 1)
#define BELOW_2(set) (BELOW_1(set) + ((set) >> 1 & 1))
#define BELOW_3(set) (BELOW_2(set) + ((set) >> 2 & 1))
#define BELOW_4(set) (BELOW_3(set) + ((set) >> 3 & 1))
#define BELOW_5(set) (BELOW_4(set) + ((set) >> 4 & 1))
#define BELOW_6(set) (BELOW_5(set) + ((set) >> 5 & 1))
#define BELOW_7(set) (BELOW_6(set) + ((set) >> 6 & 1))
#define PUT(set, i)  (((uint64_t)((set) >> (i) & 1) * (i)) << 8 * BELOW_##i(set))
#define ROW_1(set) \
	(PUT(set, 1) | PUT(set, 2) | PUT(set, 3) | PUT(set, 4) | \
	 PUT(set, 5) | PUT(set, 6) | PUT(set, 7))
#define ROW_4(set)  ROW_1(set), ROW_1((set) + 1), ROW_1((set) + 2), ROW_1((set) + 3)
#define ROW_16(set) ROW_4(set), ROW_4((set) + 4), ROW_4((set) + 8), ROW_4((set) + 12)
#define ROW_64(set) ROW_16(set), ROW_16((set) + 16), ROW_16((set) + 32), ROW_16((set) + 48)
// clang-format on

static const uint64_t members[256] = {
	ROW_64(0),
	ROW_64(64),
	ROW_64(128),
	ROW_64(192),
};

SCAN_TARGET static char *squeeze(char *to, const char *p, uint64_t keep)
{
	for (size_t i = 0; i < 64; i += 8, keep >>= 8) {
		const void *order = &members[keep & 255];
		__m128i v =
			_mm_loadl_epi64((const __m128i *)(const void *)(p + i));
		__m128i tab = _mm_cmpeq_epi8(v, _mm_set1_epi8('\t'));

		/* HTAB is 9, SP is 32 */
		v = _mm_add_epi8(
			v, _mm_and_si128(tab, _mm_set1_epi8(' ' - '\t')));
		v = _mm_shuffle_epi8(v, _mm_loadl_epi64(order));
		_mm_storel_epi64((__m128i *)(void *)to, v);
		to += __builtin_popcountll(keep & 255);
	}
	return to;
}
