/* SPDX-License-Identifier: ISC */
/* spfip: addresses as %{c} writes them, and how many bits are the same. */
#include "tests/rows.h"
#include "zegel/dns/ipaddr.h"
#include "zegel/spf/spfip.h"

struct text {
	const char *name, *address, *want;
};

// clang-format off
static const struct text texts[] = {
	{ "rfc5952#4.1: no zeros in front", "2001:0db8:0:1:0:0:0:0001", "2001:db8:0:1::1" },
	{ "rfc5952#4.2.2: one group of zeros is written", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
	{ "rfc5952#4.2.3: the longest run is left out", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
	{ "rfc5952#4.2.3: the first of two runs is left out", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
	{ "rfc5952#4.3: small letters", "2001:DB8:ABCD:EF01::A", "2001:db8:abcd:ef01::a" },
	{ "all zeros", "0:0:0:0:0:0:0:0", "::" },
	{ "zeros in front", "::1", "::1" },
	{ "zeros at the end", "cafe:babe::", "cafe:babe::" },
	{ "no zeros", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
	{ "a digit within a group", "1020:304:50:6::f0", "1020:304:50:6::f0" },
	{ "IPv4", "192.0.2.255", "192.0.2.255" },
	{ "IPv4 of zeros", "0.0.0.0", "0.0.0.0" },
};
// clang-format on

static void check_text(void **state)
{
	const struct text *row = *state;
	zgl_sv address = zgl_sv_of(row->address);
	char room[ZGL_SPFIP_TEXT];
	uint8_t octets[16];
	bool is_ipv6 = !zgl_ipaddr_read4(address, octets);

	if (is_ipv6)
		assert_true(zgl_ipaddr_read6(address, octets));
	assert_sv_equal(
		zgl_spfip_text(octets, is_ipv6, room), zgl_sv_of(row->want));
}

static void every_prefix(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < 128; bit++) {
		uint8_t a[16] = { 0 }, b[16] = { 0 };
		b[bit / 8] = (uint8_t)(0x80 >> bit % 8);
		for (unsigned bits = 0; bits <= 128; bits++)
			assert_int_equal(
				zgl_spfip_within(a, b, bits), bits <= bit);
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, texts, check_text);
	rows_add_one(&r, "a bit that differs counts within the prefix only",
		every_prefix);
	return rows_run(&r, "spfip");
}
