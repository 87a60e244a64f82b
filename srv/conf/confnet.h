/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * confnet -- reads networks: an address, or one with a prefix length.
 */

#include "srv/conf/conf.h"

enum zgl_netfault {
	ZGL_NETFAULT_NONE,
	ZGL_NETFAULT_ADDRESS, /* no IP address before the slash */
	ZGL_NETFAULT_BITS,    /* no number behind it, or more than there are */
	ZGL_NETFAULT_HOST_BITS, /* bits are set behind the prefix */
};

/**
 * Reads "ADDRESS" or "ADDRESS/BITS". A network of mapped IPv4 addresses becomes
 * one of IPv4. With HOST_BITS the network is the one that was meant: they are
 * cleared.
 */
enum zgl_netfault zgl_net_parse(zgl_sv text, struct zgl_net *net_r);
