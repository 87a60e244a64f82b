/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfip -- the address of a client, compared and written; private to this
 * module.
 *
 * Shape    octets in network order: 4 of IPv4, 16 of IPv6.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

/** Room for either text: 32 digits with a dot between. */
#define ZGL_SPFIP_TEXT 64

/** True when the first `bits` bits of a and b are the same. */
bool zgl_spfip_within(const uint8_t *a, const uint8_t *b, unsigned bits);

/** As %{i} has it: 192.0.2.1, or 32 digits with dots between. */
zgl_sv zgl_spfip_dots(
	const uint8_t *octets, bool is_ipv6, char out[ZGL_SPFIP_TEXT]);

/** As %{c} has it, for people: 192.0.2.1, or 2001:db8::1 (RFC 5952). */
zgl_sv zgl_spfip_text(
	const uint8_t *octets, bool is_ipv6, char out[ZGL_SPFIP_TEXT]);
