/* SPDX-License-Identifier: ISC */
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCAN_TARGET __attribute__((target("avx2,popcnt")))

SCAN_TARGET static __m256i load(const char *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

SCAN_TARGET static __m256i is(__m256i v, char c)
{
	return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c));
}

SCAN_TARGET static __m256i wsp(__m256i v)
{
	return _mm256_or_si256(is(v, ' '), is(v, '\t'));
}

SCAN_TARGET static uint64_t bits(__m256i low, __m256i high)
{
	return (uint32_t)_mm256_movemask_epi8(low)
		| (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

/* Where SP stands before no visible octet, or HTAB stands. */
SCAN_TARGET static __m256i odd32(const char *p)
{
	__m256i here = load(p), next = load(p + 1);
	__m256i low = is(_mm256_max_epu8(next, _mm256_set1_epi8(' ')), ' ');

	return _mm256_or_si256(
		_mm256_and_si256(is(here, ' '), low), is(here, '\t'));
}

SCAN_TARGET static bool clean(const char *p)
{
	__m256i odd = _mm256_or_si256(odd32(p), odd32(p + 32));

	return _mm256_testz_si256(odd, odd) != 0;
}

SCAN_TARGET static bool clean_four(const char *p)
{
	__m256i odd = odd32(p);

	for (size_t i = 32; i < 256; i += 32)
		odd = _mm256_or_si256(odd, odd32(p + i));
	return _mm256_testz_si256(odd, odd) != 0;
}

SCAN_TARGET static uint64_t equal(const char *p, char c)
{
	return bits(is(load(p), c), is(load(p + 32), c));
}

SCAN_TARGET static __m256i dropped32(const char *p)
{
	__m256i next = load(p + 1);
	__m256i crlf = _mm256_and_si256(is(next, '\r'), is(load(p + 2), '\n'));

	return _mm256_and_si256(wsp(load(p)), _mm256_or_si256(wsp(next), crlf));
}

SCAN_TARGET static uint64_t dropped(const char *p)
{
	return bits(dropped32(p), dropped32(p + 32));
}

#include "zegel/mail/bodyscan_loop.h"
#include "zegel/mail/bodyscan_pack.h"

const struct zgl_bodyscan zgl_bodyscan_avx2 = {
	"avx2",
	relax,
	content,
};
