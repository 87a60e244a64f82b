/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * fieldcanon -- DKIM header field canonicalization.
 *
 * Shape    one raw field in (name, colon, value with folds, no CRLF at the
 *          end), canonical octets out to a sink, in pieces of any size.
 * Memory   none.
 * Errors   none: every octet string has exactly one canonical form.
 * Source   RFC 6376 section 3.4.1 (simple), 3.4.2 (relaxed). Only SP and HTAB
 *          are white space; only CRLF before WSP is a fold; a lone CR or LF
 *          stays.
 */

#include "zegel/base/sv.h"
#include "zegel/mail/canon.h"

/**
 * Passes the canonical form of `raw`, and a CRLF behind it when `crlf`, to
 * the sink. Octets without a colon are taken as a value with no name.
 */
void zgl_fieldcanon(
	enum zgl_canon mode, zgl_sv raw, bool crlf, zgl_sink *sink, void *to);
