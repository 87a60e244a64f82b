/* SPDX-License-Identifier: ISC */
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCAN_TARGET                                                            \
	__attribute__((target("avx512f,avx512bw,avx512vbmi2,popcnt")))

SCAN_TARGET static __mmask64 is(__m512i v, char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

SCAN_TARGET static __mmask64 wsp(__m512i v)
{
	return is(v, ' ') | is(v, '\t');
}

/* HTAB, and SP but before visible octets. */
SCAN_TARGET static __mmask64 odd(const char *p)
{
	__m512i here = _mm512_loadu_si512(p), next = _mm512_loadu_si512(p + 1);

	return _mm512_mask_cmple_epu8_mask(
		       is(here, ' '), next, _mm512_set1_epi8(' '))
		| is(here, '\t');
}

SCAN_TARGET static bool clean(const char *p)
{
	return odd(p) == 0;
}

SCAN_TARGET static bool clean_four(const char *p)
{
	return (odd(p) | odd(p + 64) | odd(p + 128) | odd(p + 192)) == 0;
}

SCAN_TARGET static uint64_t equal(const char *p, char c)
{
	return is(_mm512_loadu_si512(p), c);
}

SCAN_TARGET static uint64_t dropped(const char *p)
{
	__m512i next = _mm512_loadu_si512(p + 1);
	__mmask64 crlf = is(next, '\r') & is(_mm512_loadu_si512(p + 2), '\n');

	return wsp(_mm512_loadu_si512(p)) & (wsp(next) | crlf);
}

SCAN_TARGET static char *squeeze(char *to, const char *p, uint64_t keep)
{
	__m512i v = _mm512_loadu_si512(p);

	v = _mm512_mask_set1_epi8(v, is(v, '\t'), ' ');
	_mm512_storeu_si512(to, _mm512_maskz_compress_epi8(keep, v));
	return to + __builtin_popcountll(keep);
}

#include "zegel/mail/bodyscan_loop.h"

const struct zgl_bodyscan zgl_bodyscan_avx512 = {
	"avx512",
	relax,
	content,
};
