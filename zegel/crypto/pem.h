/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * pem -- the text form of keys.
 *
 * Shape    armours in a text, one after the other: what stands before, between
 *          and after them is passed over. Lines end in LF or CRLF; white space
 *          at the end of a line is passed over.
 * Memory   views of the text.
 * Source   RFC 7468; RFC 1421 section 4.6 for "Proc-Type".
 */

#include "zegel/base/buf.h"

struct zgl_pem {
	zgl_sv label; /* as in "-----BEGIN label-----" */
	zgl_sv text;  /* the lines between */
};

/**
 * Takes the next armour of *text. False when there is none, or when it has no
 * end: *text is then of no use.
 */
ZGL_CHECK bool zgl_pem_next(zgl_sv *text, struct zgl_pem *pem_r);

/** True when the armour says that what is in it is encrypted. */
bool zgl_pem_is_encrypted(const struct zgl_pem *pem);

/** Appends an armour around the octets: lines of 64, each with LF. */
void zgl_pem_write(struct zgl_buf *to, zgl_sv label, zgl_sv octets);
