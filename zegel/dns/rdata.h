/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * rdata -- the form of RDATA by type, private to this module.
 *
 * Source   RFC 1035 section 3.3, RFC 2782, RFC 3596, RFC 4034, RFC 6698,
 *          RFC 8659; RFC 3597 section 4: only the types of RFC 1035 (and SRV,
 *          which some servers treat so) may have compressed names.
 */

#include "zegel/dns/answer.h"
#include "zegel/dns/wire.h"

/**
 * Takes the n octets of one record's RDATA, names in it uncompressed, into
 * `a`. ZGL_ESYNTAX when they are cut off, or not what the type says; a type
 * that is not known here may hold anything.
 */
ZGL_CHECK enum zgl_err zgl_rdata_take(struct zgl_wire *w, uint16_t type,
	size_t n, struct zgl_arena *a, zgl_sv *rdata_r);

/** True when `rdata`, names in it not compressed, is what the type says. */
bool zgl_rdata_fits(uint16_t type, zgl_sv rdata);
