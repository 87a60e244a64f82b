/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyrecord -- the public key of a selector, as it stands in DNS.
 *
 * Shape    the text of one TXT record in (its strings joined), a parsed
 *          record out: what it may be used for, and the key itself.
 * Limits   `key_record_octets`; a longer text is ZGL_KEYRECORD_SYNTAX.
 * Memory   a counted handle: read gives one, hold takes one more, release
 *          gives one back. Nothing in it points into the text.
 * Errors   ZGL_ENOMEM and ZGL_ECRYPTO. A record that cannot be used is no
 *          error: `fault` says why.
 * Threads  one at a time, the count too.
 * Source   RFC 6376 section 3.6.1, RFC 8301, RFC 8463, RFC 8616.
 */

#include "zegel/base/limits.h"
#include "zegel/crypto/pubkey.h"

/** name, word for programs, sentence for people */
#define ZGL_KEYRECORD_FAULT_TABLE(X)                                           \
	X(NONE, "none", "the key record can be used")                          \
	X(SYNTAX, "syntax", "the key record is no tag list")                   \
	X(VERSION, "version", "the key record has a v= other than DKIM1")      \
	X(NO_KEY, "no_key", "the key record has no p=")                        \
	X(REVOKED, "revoked", "the key was revoked (p= is empty)")             \
	X(ALGORITHM, "algorithm", "the key record has an unknown k=")          \
	X(HASH, "hash", "the key record's h= allows no hash that is known")    \
	X(SERVICE, "service", "the key record's s= does not allow e-mail")     \
	X(BASE64, "base64", "the key record's p= is no base64")                \
	X(KEY, "key", "the key in p= cannot be used")

#define ZGL_KEYRECORD_FAULT_ENUM(name, word, sentence) ZGL_KEYRECORD_##name,
enum zgl_keyrecord_fault {
	ZGL_KEYRECORD_FAULT_TABLE(ZGL_KEYRECORD_FAULT_ENUM)
};
#undef ZGL_KEYRECORD_FAULT_ENUM

struct zgl_keyrecord {
	enum zgl_keyrecord_fault fault;
	enum zgl_key_fault key_fault; /* more about ZGL_KEYRECORD_KEY */
	enum zgl_key_alg alg;
	unsigned bits;
	bool sha1, sha256;      /* h=: which hashes may be used */
	bool testing;           /* t=y */
	bool strict;            /* t=s: i= must be exactly d= */
	struct zgl_pubkey *key; /* NULL when there is a fault */
	unsigned holders;       /* private */
};

ZGL_API const char *zgl_keyrecord_fault_word(enum zgl_keyrecord_fault fault);
ZGL_API const char *zgl_keyrecord_fault_sentence(
	enum zgl_keyrecord_fault fault);

/** Reads a key record. */
ZGL_API ZGL_CHECK enum zgl_err zgl_keyrecord_read(struct zgl_engine *engine,
	zgl_sv text, const struct zgl_limits *limits,
	struct zgl_keyrecord **record_r);

/** Takes one more hold of a record; returns it. */
struct zgl_keyrecord *zgl_keyrecord_hold(struct zgl_keyrecord *record);

/** Gives a hold back; the last one frees the record. NULL is fine. */
ZGL_API void zgl_keyrecord_release(struct zgl_keyrecord *record);
