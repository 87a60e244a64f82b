/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dkimsig -- a DKIM-Signature field, read.
 *
 * Shape    the value of the field in; its tags out, checked as far as they can
 *          be without message, key and clock.
 * Limits   ZGL_TAGS_MAX tags, `signed_names`.
 * Memory   views of the value; what had to be decoded lives in the arena.
 * Errors   only the arena's. A signature with a fault is no error: see fault.
 *          What could be read before the fault is there for reports.
 * Source   RFC 6376 section 3.5 and 6.1.1, RFC 8301, RFC 8463, RFC 8616.
 */

#include <stdint.h>

#include "zegel/crypto/pubkey.h"
#include "zegel/dkim/dkimresult.h"
#include "zegel/dns/dname.h"
#include "zegel/sig/bodybank.h"
#include "zegel/sig/signedfields.h"
#include "zegel/tags/taglist.h"

/** No t= or x=. */
#define ZGL_NO_TIME INT64_MIN

struct zgl_dkimsig {
	enum zgl_dkim_reason fault; /* ZGL_DKIM_REASON_VERIFIED: none so far */
	const char *detail;         /* static: more about the fault, or NULL */

	zgl_sv algorithm;        /* a= as written; views are absent when the */
	zgl_sv canonicalization; /* tag is: c=, i= too */
	zgl_sv identity;         /* i=, its quoted-printable decoded */
	struct zgl_dname domain; /* d=, as A-labels; n is 0 when unusable */
	struct zgl_dname selector;        /* s= */
	struct zgl_dname identity_domain; /* domain of i=; domain when absent */

	enum zgl_key_alg key_alg;
	enum zgl_hash_alg hash_alg;
	enum zgl_canon header_canon, body_canon;
	struct zgl_names names; /* h= */
	zgl_sv body_hash;       /* bh=, decoded */
	zgl_sv signature;       /* b=, decoded */
	zgl_sv b;               /* b= as it stands in the value */
	uint64_t body_length;   /* l=, or ZGL_BODY_WHOLE */
	int64_t signed_at_s;    /* t= in UNIX time, or ZGL_NO_TIME */
	int64_t expires_at_s;   /* x=; over 12 digits mean never */
};

/** Reads the value of a DKIM-Signature field (what follows the colon). */
ZGL_API ZGL_CHECK enum zgl_err zgl_dkimsig_read(zgl_sv value,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_dkimsig *sig_r);
