/* SPDX-License-Identifier: ISC */
#include "zegel/spf/spfip.h"

#include <string.h>

#include "zegel/base/num.h"

#define GROUPS 8

bool zgl_spfip_within(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	size_t whole = bits / 8;
	unsigned rest = bits % 8;

	return memcmp(a, b, whole) == 0
		&& (rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0);
}

static zgl_sv write4(const uint8_t octets[4], char out[ZGL_SPFIP_TEXT])
{
	size_t n = 0;

	for (size_t i = 0; i < 4; i++) {
		n += zgl_num_write(octets[i], out + n);
		out[n++] = '.';
	}
	return (zgl_sv){ out, n - 1 };
}

/* In capitals, as the suite of openspf has them. */
zgl_sv zgl_spfip_dots(
	const uint8_t *octets, bool is_ipv6, char out[ZGL_SPFIP_TEXT])
{
	static const char digits[] = "0123456789ABCDEF";
	char *to = out;

	if (!is_ipv6)
		return write4(octets, out);
	for (size_t i = 0; i < 16; i++) {
		*to++ = digits[octets[i] >> 4];
		*to++ = '.';
		*to++ = digits[octets[i] & 15];
		*to++ = '.';
	}
	return (zgl_sv){ out, (size_t)(to - out) - 1 };
}

static unsigned group(const uint8_t octets[16], size_t i)
{
	return (unsigned)octets[2 * i] << 8 | octets[2 * i + 1];
}

/* How many groups from i on are zero. */
static size_t zeros(const uint8_t octets[16], size_t i)
{
	size_t n = 0;

	while (i + n < GROUPS && group(octets, i + n) == 0)
		n++;
	return n;
}

/* rfc5952#4.2: the longest run of two or more, the first of equals. */
static size_t find_gap(const uint8_t octets[16], size_t *n_r)
{
	size_t at = GROUPS;

	*n_r = 1;
	for (size_t i = 0; i < GROUPS; i++) {
		size_t n = zeros(octets, i);
		if (n > *n_r) {
			at = i;
			*n_r = n;
		}
	}
	return at;
}

static size_t write_group(unsigned value, char *to)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	for (unsigned shift = 16; shift > 0; shift -= 4) {
		unsigned digit = value >> (shift - 4) & 15;
		if (n > 0 || digit > 0 || shift == 4)
			to[n++] = digits[digit];
	}
	return n;
}

zgl_sv zgl_spfip_text(
	const uint8_t *octets, bool is_ipv6, char out[ZGL_SPFIP_TEXT])
{
	size_t n = 0, zero;

	if (!is_ipv6)
		return write4(octets, out);
	size_t gap = find_gap(octets, &zero);
	for (size_t i = 0; i < GROUPS;) {
		if (i == gap) {
			out[n++] = ':';
			i += zero;
			if (i == GROUPS)
				out[n++] = ':';
			continue;
		}
		if (i > 0)
			out[n++] = ':';
		n += write_group(group(octets, i), out + n);
		i++;
	}
	return (zgl_sv){ out, n };
}
