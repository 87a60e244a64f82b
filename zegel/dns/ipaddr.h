/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * ipaddr -- reads IP addresses, and nothing that only resembles one.
 *
 * Shape    text in, octets in network order out. No octal, no missing parts,
 *          no leading zeros in IPv4, no zone, no prefix length.
 * Errors   false: the text is no such address.
 * Source   RFC 3986 section 3.2.2 (IPv4address, IPv6address), which is the
 *          form that RFC 7208 section 12 takes as well.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

bool zgl_ipaddr_read4(zgl_sv text, uint8_t octets[4]);
bool zgl_ipaddr_read6(zgl_sv text, uint8_t octets[16]);
