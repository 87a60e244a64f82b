/* SPDX-License-Identifier: ISC */
#include <immintrin.h>
#include <stdbool.h>

#include "zegel/mail/fieldscan.h"

#define TARGET __attribute__((target("avx512f,avx512bw,bmi,bmi2")))

TARGET static uint64_t is(__m512i v, char c)
{
	return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c));
}

/* Up to 64 octets, zeros behind them; n may be 0. */
TARGET static __m512i load(const char *p, size_t n)
{
	uint64_t here = ~UINT64_C(0);

	if (n < 64)
		here = _bzhi_u64(here, (unsigned)n);
	return _mm512_maskz_loadu_epi8(here, p);
}

TARGET static size_t find_ends(
	const char *p, size_t n, uint32_t *ends, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i += 64) {
		__m512i here = load(p + i, n - i);
		__m512i next = load(p + i + 1, n - i - 1);
		uint64_t lf = is(here, '\n');
		uint64_t cr = is(here, '\r') << 1 | (i > 0 && p[i - 1] == '\r');
		uint64_t lone = lf & ~cr;
		lf &= cr & ~(is(next, ' ') | is(next, '\t'))
			& _blsmsk_u64(lone);
		for (; lf != 0; lf = _blsr_u64(lf)) {
			size_t end = i + _tzcnt_u64(lf) + 1;
			if (end == n)
				return count;
			ends[count++] = (uint32_t)end;
			if (count == most || p[end] == '\r')
				return count;
		}
		if (lone != 0)
			return count;
	}
	return count;
}

const struct zgl_fieldscan zgl_fieldscan_avx512 = { "avx512", find_ends };
