/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * b64 -- base64 as RFC 6376 section 2.10 writes it.
 *
 * Source   RFC 4648 section 4, RFC 6376 section 2.10: folding white space may
 *          stand anywhere, padding may be left out.
 */

#include <stdint.h>

#include "zegel/base/buf.h"

/** The most octets that `n` octets of base64 text can stand for. */
#define ZGL_B64_OCTETS(n) ((n) / 4 * 3 + 3)

/** The octets of base64 text that `n` octets need, padding included. */
#define ZGL_B64_TEXT(n) (((n) + 2) / 3 * 4)

/**
 * Decodes `text` into `out`, which has room for `cap` octets; *n_r tells how
 * many came. ZGL_ESYNTAX for an octet outside the alphabet, anything but
 * white space after "=", more than two "=", or a lone last sextet;
 * ZGL_ELIMIT when `cap` is too small.
 */
ZGL_CHECK enum zgl_err zgl_b64_decode(
	zgl_sv text, uint8_t *out, size_t cap, size_t *n_r);

/** Appends the base64 text of n octets, with padding, without line breaks. */
void zgl_b64_encode(struct zgl_buf *b, const uint8_t *p, size_t n);
