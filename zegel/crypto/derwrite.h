/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * derwrite -- writes DER, from the inside out.
 *
 * Shape    the body of an element is written first, into a buffer of its own,
 *          then wrapped. What is written, zgl_der_* reads.
 * Errors   those of the buffer, sticky there.
 */

#include "zegel/base/buf.h"
#include "zegel/crypto/der.h"

/** Appends an element: tag, length, body. */
void zgl_derwrite_element(struct zgl_buf *to, uint8_t tag, zgl_sv body);

/**
 * Appends a positive INTEGER of this magnitude, most significant octet first,
 * zeros in front left out; no octets, or only zeros, is the number 0.
 */
void zgl_derwrite_uint(struct zgl_buf *to, zgl_sv magnitude);

/** Appends a BIT STRING of whole octets. */
void zgl_derwrite_bits(struct zgl_buf *to, zgl_sv octets);

/** Appends `body` as an element, its error with it, and wipes it. */
void zgl_derwrite_take(struct zgl_buf *to, uint8_t tag, struct zgl_buf *body);
