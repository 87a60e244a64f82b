/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * localpart -- what may stand before the @ of an address in SMTP.
 *
 * Source   RFC 5321 section 4.1.2 (Dot-string, Quoted-string), RFC 6531
 *          section 3.3 (UTF-8 in both). No comments, no folds, no white space
 *          outside quotes: those belong to header fields.
 */

#include "zegel/base/attr.h"
#include "zegel/base/sv.h"

/** True when `text` is a local part; an empty one is none. */
bool zgl_localpart_is(zgl_sv text);
