/* SPDX-License-Identifier: ISC */
#include "zegel/dns/ipaddr.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/num.h"

#define GROUPS 8

/* dec-octet: 0 to 255 without leading zeros. */
static bool read_octet(zgl_sv part, uint8_t *octet_r)
{
	uint64_t value;

	if (!zgl_num_parse(part, &value) || value > UINT8_MAX
		|| (part.n > 1 && part.p[0] == '0'))
		return false;
	*octet_r = (uint8_t)value;
	return true;
}

bool zgl_ipaddr_read4(zgl_sv text, uint8_t octets[4])
{
	zgl_sv part;

	for (size_t i = 0; i < 4; i++) {
		if (!zgl_sv_split(&text, '.', &part)
			|| !read_octet(part, &octets[i]))
			return false;
	}
	return text.p == NULL;
}

/* h16: one to four hexadecimal digits. */
static bool read_group(zgl_sv part, uint8_t octets[2])
{
	unsigned value = 0;

	if (part.n == 0 || part.n > 4)
		return false;
	for (size_t i = 0; i < part.n; i++) {
		int digit = zgl_hex_value(part.p[i]);
		if (digit < 0)
			return false;
		value = value << 4 | (unsigned)digit;
	}
	octets[0] = (uint8_t)(value >> 8);
	octets[1] = (uint8_t)value;
	return true;
}

/*
 * Groups with ":" between, the last two perhaps as an IPv4 address. Returns
 * how many there are, GROUPS + 1 when something is no group.
 */
static size_t read_groups(zgl_sv text, uint8_t octets[2 * GROUPS])
{
	size_t count = 0;
	zgl_sv part;

	if (text.n == 0)
		return 0;
	while (zgl_sv_split(&text, ':', &part)) {
		bool last = text.p == NULL;
		if (count == GROUPS)
			return GROUPS + 1;
		if (read_group(part, octets + 2 * count))
			count += 1;
		else if (last && count + 2 <= GROUPS
			&& zgl_ipaddr_read4(part, octets + 2 * count))
			count += 2;
		else
			return GROUPS + 1;
	}
	return count;
}

/* The offset of the first "::", or text.n. */
static size_t find_gap(zgl_sv text)
{
	for (size_t i = 0; i + 1 < text.n; i++) {
		if (text.p[i] == ':' && text.p[i + 1] == ':')
			return i;
	}
	return text.n;
}

bool zgl_ipaddr_read6(zgl_sv text, uint8_t octets[16])
{
	size_t gap = find_gap(text);
	uint8_t after[2 * GROUPS];

	memset(octets, 0, 16);
	size_t front = read_groups(zgl_sv_head(text, gap), octets);
	if (gap == text.n)
		return front == GROUPS;
	size_t back = read_groups(zgl_sv_skip(text, gap + 2), after);
	/* "::" stands for one group at least; an IPv4 end only at the end */
	if (front + back >= GROUPS || memchr(text.p, '.', gap) != NULL)
		return false;
	memcpy(octets + 16 - 2 * back, after, 2 * back);
	return true;
}

bool zgl_ipaddr_is_mapped(const uint8_t octets[16])
{
	static const uint8_t begin[ZGL_IPADDR_MAPPED] = {
		[10] = 0xff, [11] = 0xff
	};

	return memcmp(octets, begin, sizeof(begin)) == 0;
}
