/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * signedfields -- which header fields a signature covers, and their hash.
 *
 * Shape    the value of h= in, a list of names; with it, the header, and the
 *          signature field itself, the digest that is signed.
 * Limits   `signed_names`.
 * Memory   names are views of the h= value; the list lives in the arena.
 * Source   RFC 6376 section 3.5 (h=), 3.7, 5.4.2. ARC uses the same.
 */

#include "zegel/base/arena.h"
#include "zegel/base/limits.h"
#include "zegel/crypto/hash.h"
#include "zegel/mail/canon.h"
#include "zegel/mail/header.h"

struct zgl_names {
	zgl_sv *at;
	size_t count;
};

/**
 * Reads the colon-separated names of h=, folding white space around them left
 * out. ZGL_ESYNTAX for an empty name or one with octets that no field name
 * has, ZGL_ELIMIT for too many.
 */
ZGL_CHECK enum zgl_err zgl_names_parse(zgl_sv value,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_names *names_r);

/** How often `name` is in the list, ASCII case ignored. */
size_t zgl_names_count(const struct zgl_names *names, zgl_sv name);

/** What is hashed: see zgl_signedfields_digest. */
struct zgl_signedfields {
	const struct zgl_header *header;
	const struct zgl_names *names;
	zgl_sv field; /* the signature field, raw */
	zgl_sv b;     /* view into field: the raw value of b=, left out */
	uint32_t own; /* index of the field in header, or ZGL_NO_FIELD */
	enum zgl_canon canon;
	enum zgl_hash_alg alg;
};

/**
 * Hashes the named fields, bottom-most first for a name that comes again, each
 * with CRLF; a name beyond the fields there are adds nothing; the own field is
 * never selected. Then the signature field with its b= empty, without CRLF.
 */
ZGL_CHECK enum zgl_err zgl_signedfields_digest(
	const struct zgl_signedfields *what, struct zgl_hash *hash,
	struct zgl_arena *a, struct zgl_digest *digest_r);
