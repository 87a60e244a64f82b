/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * der -- reads DER, element by element.
 *
 * Shape    a view of octets that still are to be read moves on with every
 *          element taken. Only what keys are made of: tags of one octet,
 *          definite lengths in their shortest form.
 * Limits   nothing is taken past the end of the view; no memory is taken.
 * Memory   bodies are views of the octets.
 * Errors   false: the octets are not what was asked for; *in is then as it
 *          was.
 * Source   X.690 sections 8.1, 8.3, 8.6, 10.1, 11.2.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

#define ZGL_DER_INTEGER     0x02
#define ZGL_DER_BITS        0x03
#define ZGL_DER_OCTETS      0x04
#define ZGL_DER_NULL        0x05
#define ZGL_DER_OID         0x06
#define ZGL_DER_SEQUENCE    0x30
#define ZGL_DER_CONTEXT(n)  (0x80 | (n)) /* [n] IMPLICIT, primitive */
#define ZGL_DER_CONSTRUCTED 0x20

/** True when the next element has this tag; nothing is taken. */
bool zgl_der_next_is(zgl_sv in, uint8_t tag);

/** Takes the next element, which must have this tag. */
ZGL_CHECK bool zgl_der_take(zgl_sv *in, uint8_t tag, zgl_sv *body_r);

/** As zgl_der_take, and nothing may follow it. */
ZGL_CHECK bool zgl_der_only(zgl_sv in, uint8_t tag, zgl_sv *body_r);

/**
 * The octets of a BIT STRING's body; false when its bits do not fill them.
 */
ZGL_CHECK bool zgl_der_bits(zgl_sv body, zgl_sv *octets_r);

/**
 * The magnitude of an INTEGER's body, most significant octet first, which is
 * never 0. False unless the number is positive and in its shortest form.
 */
ZGL_CHECK bool zgl_der_positive(zgl_sv body, zgl_sv *magnitude_r);
