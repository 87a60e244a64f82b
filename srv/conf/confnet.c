/* SPDX-License-Identifier: ISC */
#include "srv/conf/confnet.h"

#include <arpa/inet.h>
#include <string.h>

#include "zegel/base/num.h"
#include "zegel/dns/ipaddr.h"

#define MAPPED_BITS (8 * ZGL_IPADDR_MAPPED)

static bool read_address(zgl_sv text, struct zgl_net *net_r)
{
	if (zgl_ipaddr_read4(text, net_r->octets)) {
		net_r->family = AF_INET;
		net_r->bits = 32;
		return true;
	}
	net_r->family = AF_INET6;
	net_r->bits = 128;
	return zgl_ipaddr_read6(text, net_r->octets);
}

/* Zeroes what is behind the bits of the network; true when it was not zero. */
static bool clear_host_bits(struct zgl_net *net)
{
	bool were = false;

	for (unsigned i = 0; i < sizeof(net->octets); i++) {
		unsigned left = net->bits > 8 * i ? net->bits - 8 * i : 0;
		unsigned kept = left >= 8 ? 0xff : 0xff & (0xff00U >> left);
		were = were || (net->octets[i] & ~kept) != 0;
		net->octets[i] = (uint8_t)(net->octets[i] & kept);
	}
	return were;
}

/* Clients are looked for as IPv4, so the network must be one. */
static void unmap(struct zgl_net *net)
{
	if (net->family != AF_INET6 || net->bits < MAPPED_BITS
		|| !zgl_ipaddr_is_mapped(net->octets))
		return;
	memmove(net->octets, net->octets + ZGL_IPADDR_MAPPED, 4);
	memset(net->octets + 4, 0, 12);
	net->family = AF_INET;
	net->bits -= MAPPED_BITS;
}

enum zgl_netfault zgl_net_parse(zgl_sv text, struct zgl_net *net_r)
{
	size_t slash = zgl_sv_find(text, '/');
	uint64_t bits;

	*net_r = (struct zgl_net){ 0 };
	if (!read_address(zgl_sv_head(text, slash), net_r))
		return ZGL_NETFAULT_ADDRESS;
	if (slash < text.n) {
		if (!zgl_num_parse(zgl_sv_skip(text, slash + 1), &bits)
			|| bits > net_r->bits)
			return ZGL_NETFAULT_BITS;
		net_r->bits = (unsigned)bits;
	}
	bool host_bits = clear_host_bits(net_r);
	unmap(net_r);
	return host_bits ? ZGL_NETFAULT_HOST_BITS : ZGL_NETFAULT_NONE;
}

static bool within(const struct zgl_net *net, int family, const uint8_t *octets)
{
	unsigned whole = net->bits / 8, rest = net->bits % 8;

	return net->family == family && memcmp(net->octets, octets, whole) == 0
		&& (rest == 0
			|| (net->octets[whole] ^ octets[whole]) >> (8 - rest)
				== 0);
}

bool zgl_net_has(const struct zgl_net *nets, size_t count, int family,
	const uint8_t *octets)
{
	if (family == AF_INET6 && zgl_ipaddr_is_mapped(octets)) {
		family = AF_INET;
		octets += ZGL_IPADDR_MAPPED;
	}
	for (size_t i = 0; i < count; i++) {
		if (within(&nets[i], family, octets))
			return true;
	}
	return false;
}
