/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * recordtext -- writes the key record that belongs to a key.
 *
 * Shape    what the record shall say in; out comes its value, as one text, or
 *          the record as it stands in a master file.
 * Limits   a value of more than ZGL_RECORDTEXT_MOST octets is ZGL_ELIMIT in
 *          zone form: verifiers do not look at such records (base/limits).
 * Errors   ZGL_EUSAGE for a record that is neither a key nor revoked, those
 *          of the buffer else.
 * Source   RFC 6376 sections 3.1, 3.6.1, 3.6.2; RFC 8463 section 4.2;
 *          RFC 1035 section 5.1.
 */

#include "zegel/base/buf.h"
#include "zegel/crypto/pubkey.h"
#include "zegel/dns/dname.h"

#define ZGL_RECORDTEXT_MOST 8192

struct zgl_keys_record {
	enum zgl_key_alg alg;
	zgl_sv public_half; /* as zgl_privkey_write_public gives it */
	bool revoked;       /* p= is left empty, whatever public_half is */
	bool testing;       /* t=y */
	bool strict;        /* t=s: no subdomains in i= */
	zgl_sv notes;       /* n=, any octets; left out when empty */
};

/**
 * Reads a selector as new records may have it: labels of letters, digits and
 * hyphens. That zgl_dname_parse takes underscores too is for others' records.
 */
ZGL_API ZGL_CHECK enum zgl_dname_fault zgl_keys_selector_parse(
	zgl_sv text, struct zgl_dname *selector_r);

/** The name of a record; false when it would be too long. */
ZGL_API ZGL_CHECK bool zgl_keys_record_name(const struct zgl_dname *selector,
	const struct zgl_dname *domain, struct zgl_dname *name_r);

/** Appends the value: "v=DKIM1; k=rsa; p=...". It has no line breaks. */
ZGL_API ZGL_CHECK enum zgl_err zgl_keys_record_value(
	const struct zgl_keys_record *record, struct zgl_buf *to);

/**
 * Appends the record called `name`, with LF at the end of its lines:
 *
 *     s._domainkey.example.com. IN TXT ( "v=DKIM1; k=rsa; p=..."
 *             "..." )
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_keys_record_zone(
	const struct zgl_dname *name, const struct zgl_keys_record *record,
	struct zgl_buf *to);
