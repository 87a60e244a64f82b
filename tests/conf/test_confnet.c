/* SPDX-License-Identifier: ISC */
/* confnet: which texts are networks, and which addresses are in them. */
#include <arpa/inet.h>

#include "srv/conf/confnet.h"
#include "tests/rows.h"

#define NONE      ZGL_NETFAULT_NONE
#define ADDRESS   ZGL_NETFAULT_ADDRESS
#define BITS      ZGL_NETFAULT_BITS
#define HOST_BITS ZGL_NETFAULT_HOST_BITS

struct text {
	const char *name, *text;
	enum zgl_netfault fault;
	const char *want; /* address of the network */
	unsigned bits;
};

// clang-format off
static const struct text texts[] = {
	{ "a host",                      "192.0.2.1",        NONE, "192.0.2.1", 32 },
	{ "a host of IPv6",              "2001:DB8::1",      NONE, "2001:db8::1", 128 },
	{ "a network",                   "10.0.0.0/8",       NONE, "10.0.0.0", 8 },
	{ "all of IPv4",                 "0.0.0.0/0",        NONE, "0.0.0.0", 0 },
	{ "all of IPv6",                 "::/0",             NONE, "::", 0 },
	{ "32 bits",                     "192.0.2.1/32",     NONE, "192.0.2.1", 32 },
	{ "128 bits",                    "::1/128",          NONE, "::1", 128 },
	{ "bits within an octet",        "10.160.0.0/11",    NONE, "10.160.0.0", 11 },
	{ "a mapped host",               "::ffff:192.0.2.1", NONE, "192.0.2.1", 32 },
	{ "a mapped network",            "::ffff:10.0.0.0/104", NONE, "10.0.0.0", 8 },
	{ "all that is mapped",          "::ffff:0.0.0.0/96", NONE, "0.0.0.0", 0 },
	{ "more than what is mapped",    "::/95",            NONE, "::", 95 },
	{ "host bits",                   "10.0.0.1/8",       HOST_BITS, "10.0.0.0", 8 },
	{ "host bits within an octet",   "10.176.0.0/11",    HOST_BITS, "10.160.0.0", 11 },
	{ "the lowest host bit",         "10.0.0.1/31",      HOST_BITS, "10.0.0.0", 31 },
	{ "host bits of IPv6",           "2001:db8::1/127",  HOST_BITS, "2001:db8::", 127 },
	{ "host bits of what is mapped", "::ffff:10.0.0.1/104", HOST_BITS, "10.0.0.0", 8 },
	{ "host bits behind 0",          "1.0.0.0/0",        HOST_BITS, "0.0.0.0", 0 },
	{ "33 bits",                     "10.0.0.0/33",      BITS, NULL, 0 },
	{ "129 bits",                    "::/129",           BITS, NULL, 0 },
	{ "very many bits",              "::/99999999999999999999999", BITS, NULL, 0 },
	{ "no bits",                     "10.0.0.0/",        BITS, NULL, 0 },
	{ "a mask",                      "10.0.0.0/255.0.0.0", BITS, NULL, 0 },
	{ "two slashes",                 "10.0.0.0/8/8",     BITS, NULL, 0 },
	{ "nothing",                     "",                 ADDRESS, NULL, 0 },
	{ "bits alone",                  "/8",               ADDRESS, NULL, 0 },
	{ "half an address",             "10/8",             ADDRESS, NULL, 0 },
	{ "brackets",                    "[::1]",            ADDRESS, NULL, 0 },
	{ "a zone",                      "fe80::1%eth0",     ADDRESS, NULL, 0 },
	{ "a name",                      "localhost",        ADDRESS, NULL, 0 },
};
// clang-format on

static void check_text(void **state)
{
	const struct text *row = *state;
	struct zgl_net net;
	char text[INET6_ADDRSTRLEN];

	assert_int_equal(zgl_net_parse(zgl_sv_of(row->text), &net), row->fault);
	if (row->want == NULL)
		return;
	assert_non_null(inet_ntop(net.family, net.octets, text, sizeof(text)));
	assert_string_equal(text, row->want);
	assert_int_equal(net.bits, row->bits);
}

struct member {
	const char *name, *net, *address;
	bool want;
};

// clang-format off
static const struct member members[] = {
	{ "the host itself",                       "192.0.2.1",     "192.0.2.1", true },
	{ "its neighbour",                         "192.0.2.1",     "192.0.2.0", false },
	{ "the first of a network",                "10.0.0.0/8",    "10.0.0.0", true },
	{ "the last",                              "10.0.0.0/8",    "10.255.255.255", true },
	{ "the one behind it",                     "10.0.0.0/8",    "11.0.0.0", false },
	{ "the one before it",                     "10.0.0.0/8",    "9.255.255.255", false },
	{ "the first of 11 bits",                  "10.160.0.0/11", "10.160.0.0", true },
	{ "the last of 11 bits",                   "10.160.0.0/11", "10.191.255.255", true },
	{ "behind 11 bits",                        "10.160.0.0/11", "10.192.0.0", false },
	{ "before 11 bits",                        "10.160.0.0/11", "10.159.255.255", false },
	{ "31 bits",                               "192.0.2.2/31",  "192.0.2.3", true },
	{ "behind 31 bits",                        "192.0.2.2/31",  "192.0.2.4", false },
	{ "anything in all of IPv4",               "0.0.0.0/0",     "255.1.2.3", true },
	{ "IPv6 is not in all of IPv4",            "0.0.0.0/0",     "::1", false },
	{ "IPv4 is not in all of IPv6",            "::/0",          "192.0.2.1", false },
	{ "anything in all of IPv6",               "::/0",          "ffff::1", true },
	{ "128 bits",                              "::1",           "::1", true },
	{ "not 128 bits",                          "::1",           "::2", false },
	{ "127 bits",                              "::2/127",       "::3", true },
	{ "33 bits, the same side",                "2001:db8:8000::/33", "2001:db8:ffff::1", true },
	{ "33 bits, the other side",               "2001:db8:8000::/33", "2001:db8:7fff::1", false },
	{ "rfc4291#2.5.5.2: a mapped address is IPv4", "10.0.0.0/8", "::ffff:10.1.2.3", true },
	{ "a mapped address that is not in it",    "10.0.0.0/8",    "::ffff:11.1.2.3", false },
	{ "a mapped address is not of IPv6",       "::/0",          "::ffff:10.1.2.3", false },
	{ "a mapped network has IPv4",             "::ffff:10.0.0.0/104", "10.1.2.3", true },
	{ "a mapped network has what is mapped",   "::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true },
	{ "an address that is only compatible is not IPv4", "10.0.0.0/8", "::10.1.2.3", false },
	{ "the octets of IPv4 are not those of IPv6", "32.1.13.184", "2001:db8::", false },
};
// clang-format on

static int read_octets(const char *text, uint8_t octets[16])
{
	if (inet_pton(AF_INET, text, octets) == 1)
		return AF_INET;
	assert_int_equal(inet_pton(AF_INET6, text, octets), 1);
	return AF_INET6;
}

static void check_member(void **state)
{
	const struct member *row = *state;
	struct zgl_net nets[3];
	uint8_t octets[16];
	int family = read_octets(row->address, octets);

	assert_int_equal(zgl_net_parse(ZGL_SV("198.51.100.0/24"), &nets[0]),
		ZGL_NETFAULT_NONE);
	assert_int_equal(zgl_net_parse(zgl_sv_of(row->net), &nets[1]),
		ZGL_NETFAULT_NONE);
	assert_int_equal(zgl_net_parse(ZGL_SV("2001:db8:1::/48"), &nets[2]),
		ZGL_NETFAULT_NONE);
	assert_int_equal(zgl_net_has(nets, 3, family, octets), row->want);
	assert_int_equal(zgl_net_has(nets + 1, 1, family, octets), row->want);
	assert_false(zgl_net_has(nets, 1, family, octets));
	assert_false(zgl_net_has(NULL, 0, family, octets));
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, texts, check_text);
	ROWS_ADD(&r, members, check_member);
	return rows_run(&r, "confnet");
}
