/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tmmintrin.h>

#define SCAN_TARGET __attribute__((target("ssse3,popcnt")))

SCAN_TARGET static __m128i load(const char *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

SCAN_TARGET static __m128i is(__m128i v, char c)
{
	return _mm_cmpeq_epi8(v, _mm_set1_epi8(c));
}

SCAN_TARGET static __m128i wsp(__m128i v)
{
	return _mm_or_si128(is(v, ' '), is(v, '\t'));
}

/* HTAB, and SP but before visible octets. */
SCAN_TARGET static __m128i odd(const char *p)
{
	__m128i here = load(p), next = load(p + 1);
	__m128i low = is(_mm_max_epu8(next, _mm_set1_epi8(' ')), ' ');

	return _mm_or_si128(_mm_and_si128(is(here, ' '), low), is(here, '\t'));
}

SCAN_TARGET static bool none_odd(const char *p, size_t n)
{
	__m128i any = odd(p);

	for (size_t i = 16; i < n; i += 16)
		any = _mm_or_si128(any, odd(p + i));
	return _mm_movemask_epi8(any) == 0;
}

SCAN_TARGET static bool clean(const char *p)
{
	return none_odd(p, 64);
}

SCAN_TARGET static bool clean_four(const char *p)
{
	return none_odd(p, 256);
}

SCAN_TARGET static uint64_t equal(const char *p, char c)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < 64; i += 16) {
		int here = _mm_movemask_epi8(is(load(p + i), c));
		bits |= (uint64_t)(unsigned)here << i;
	}
	return bits;
}

SCAN_TARGET static uint64_t dropped(const char *p)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < 64; i += 16) {
		__m128i next = load(p + i + 1);
		__m128i crlf = _mm_and_si128(
			is(next, '\r'), is(load(p + i + 2), '\n'));
		__m128i drop = _mm_and_si128(
			wsp(load(p + i)), _mm_or_si128(wsp(next), crlf));
		bits |= (uint64_t)(unsigned)_mm_movemask_epi8(drop) << i;
	}
	return bits;
}

#include "zegel/mail/bodyscan_loop.h"
#include "zegel/mail/bodyscan_pack.h"

const struct zgl_bodyscan zgl_bodyscan_ssse3 = {
	"ssse3",
	relax,
	content,
};
