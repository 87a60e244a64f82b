/* SPDX-License-Identifier: ISC */
#include "zegel/base/utf8.h"

/* The least code point that needs so many octets: less is over-long. */
static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

static size_t octets_of(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

size_t zgl_utf8_next(zgl_sv s, uint32_t *code_r)
{
	size_t n = s.n == 0 ? 0 : octets_of((unsigned char)s.p[0]);

	if (n == 0 || n > s.n)
		return 0;
	uint32_t code = (unsigned char)s.p[0];
	if (n > 1)
		code &= 0x7fU >> n;
	for (size_t i = 1; i < n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (c & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff
		|| (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*code_r = code;
	return n;
}
