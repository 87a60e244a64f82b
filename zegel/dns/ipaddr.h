/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * ipaddr -- reads IP addresses, and nothing that only resembles one.
 *
 * Shape    text in, octets in network order out. No octal, no missing parts,
 *          no leading zeros in IPv4, no zone, no prefix length.
 * Errors   false: the text is no such address.
 *          One of IPv4 may come mapped into IPv6; who sends is then a host of
 *          IPv4 (RFC 7208 section 5).
 * Source   RFC 3986 section 3.2.2 (IPv4address, IPv6address), which is the
 *          form that RFC 7208 section 12 takes as well.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

bool zgl_ipaddr_read4(zgl_sv text, uint8_t octets[4]);
bool zgl_ipaddr_read6(zgl_sv text, uint8_t octets[16]);

/** Octets of a mapped address before those of the IPv4 address in it. */
#define ZGL_IPADDR_MAPPED 12

/** True for an IPv4 address mapped into IPv6, ::ffff:0:0/96 (RFC 4291 section
 * 2.5.5.2). */
bool zgl_ipaddr_is_mapped(const uint8_t octets[16]);
