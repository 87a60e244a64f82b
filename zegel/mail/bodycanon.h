/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * bodycanon -- DKIM body canonicalization, as a stream.
 *
 * Shape    octets in, octets out; the sum of all chunks is what counts, so a
 *          chunk may end anywhere, also between CR and LF.
 * Lines    only CRLF ends a line; a lone CR or LF is an ordinary octet. Who
 *          reads files with bare LF passes them through mail/crlf first.
 * Memory   none beyond the struct, whatever the body's size. Ranges that do
 *          not change go to the sink as they are, not copied.
 * Errors   none: every octet string has exactly one canonical form.
 * Cost     linear in the octets fed; with AVX-512, AVX2 or SSSE3, whichever the
 *          processor has, a small part of what hashing the octets costs.
 * Source   RFC 6376 section 3.4.3 (simple), 3.4.4 (relaxed).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "zegel/base/attr.h"
#include "zegel/mail/canon.h"

/** Private but for its size, so that it can live in its user's struct. */
struct zgl_bodycanon {
	zgl_sink *sink;
	void *to;
	const struct zgl_bodyscan *scan; /* the processor's best */
	uint64_t held;                   /* CRLFs seen and not yet passed on */
	size_t given;                    /* octets passed on */
	enum zgl_canon mode;
	bool cr;  /* last octet was CR: is LF next? */
	bool wsp; /* relaxed: white space seen and not yet passed on */
	bool any; /* some octet was passed on */
};

/** Starts a body. `sink` is called with `to` from feed and end. */
ZGL_API void zgl_bodycanon_begin(
	struct zgl_bodycanon *c, enum zgl_canon mode, zgl_sink *sink, void *to);

/** Takes the next n octets of the body; n may be 0. */
ZGL_API void zgl_bodycanon_feed(
	struct zgl_bodycanon *c, const char *p, size_t n);

/**
 * Ends the body: trailing empty lines are dropped, a missing last CRLF is
 * added. An empty body becomes CRLF (simple) or nothing (relaxed).
 */
ZGL_API void zgl_bodycanon_end(struct zgl_bodycanon *c);
