/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * wire -- reads DNS wire format (RFC 1035 sections 3.1 and 4.1), private to
 * this module.
 *
 * Shape    a cursor over octets; what it reads, it steps over.
 * Errors   sticky: after the first read that did not fit, `bad` is true and
 *          numbers are 0, names the root. So a reader reads many and looks
 *          once.
 */

#include "zegel/dns/qname.h"

struct zgl_wire {
	const uint8_t *p;
	size_t n, at;
	bool pointers; /* names may be compressed */
	bool bad;
};

/** A cursor at the start of the octets. */
struct zgl_wire zgl_wire_of(zgl_sv octets, bool pointers);

/** Takes n octets; the absent view when there are fewer. */
zgl_sv zgl_wire_take(struct zgl_wire *w, size_t n);

/** Takes a number of 2 or 4 octets. */
uint16_t zgl_wire_u16(struct zgl_wire *w);
uint32_t zgl_wire_u32(struct zgl_wire *w);

/**
 * Takes a name, uncompressed. A pointer must point before the labels that it
 * follows, so that no name goes round in circles.
 */
void zgl_wire_name(struct zgl_wire *w, struct zgl_qname *name_r);
