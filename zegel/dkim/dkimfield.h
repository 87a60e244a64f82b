/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dkimfield -- writes the text of a DKIM-Signature field.
 *
 * Shape    everything but the signature itself is written first, ending in
 *          "b="; what is signed is this text; then b= is put behind it.
 * Lines    folded at 72 columns or a little less, CRLF and a tab or space.
 * Memory   a zgl_buf, with its sticky error.
 * Source   RFC 6376 section 3.5.
 */

#include "zegel/base/buf.h"
#include "zegel/crypto/signkey.h"
#include "zegel/dns/dname.h"
#include "zegel/mail/canon.h"
#include "zegel/sig/signedfields.h"

struct zgl_dkimfield {
	enum zgl_key_alg alg;
	enum zgl_canon header_canon, body_canon;
	const struct zgl_dname *domain, *selector;
	zgl_sv identity;      /* absent: no i= */
	int64_t signed_at_s;  /* t=; not below 0 */
	int64_t expires_at_s; /* x=; 0: none is written */
	const struct zgl_names *names;
	const struct zgl_digest *body_hash;
};

/** Appends the field, its name first, up to and with "b=". */
void zgl_dkimfield_write(struct zgl_buf *to, const struct zgl_dkimfield *field);

/** Appends the signature in base64, folded. */
void zgl_dkimfield_put_signature(struct zgl_buf *to, const struct zgl_sig *sig);
