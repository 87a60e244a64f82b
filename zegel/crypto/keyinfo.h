/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyinfo -- the envelopes that keys come in.
 *
 * Shape    DER in, the algorithm and the octets of the key itself out, and
 *          the way back. Faults are told as with zgl_pubkey_new.
 * Memory   views of the octets read.
 * Source   RFC 5280 section 4.1 and RFC 8017 A.1 (SubjectPublicKeyInfo),
 *          RFC 5958 section 2 and RFC 8410 section 7 (PKCS#8, both
 *          versions), RFC 8017 A.1.2 (PKCS#1).
 */

#include "zegel/base/buf.h"
#include "zegel/crypto/pubkey.h"

struct zgl_keyinfo {
	enum zgl_key_alg alg;
	/* RSAPublicKey, RSAPrivateKey, the octets of an Ed25519 key, or its
	 * CurvePrivateKey. */
	zgl_sv key;
	zgl_sv public_half; /* PKCS#8 version 2 may have it; absent if not */
};

/** Reads a SubjectPublicKeyInfo. */
enum zgl_key_fault zgl_keyinfo_read_public(
	zgl_sv der, struct zgl_keyinfo *info_r);

/**
 * Reads a private key, PKCS#8 or PKCS#1. What is a public or an encrypted key
 * is named as such.
 */
enum zgl_key_fault zgl_keyinfo_read_private(
	zgl_sv der, struct zgl_keyinfo *info_r);

/** Appends a SubjectPublicKeyInfo; `key` as in zgl_keyinfo. */
void zgl_keyinfo_write_public(
	struct zgl_buf *to, enum zgl_key_alg alg, zgl_sv key);

/** Appends a PKCS#8 key of version 1; `key` as in zgl_keyinfo. */
void zgl_keyinfo_write_private(
	struct zgl_buf *to, enum zgl_key_alg alg, zgl_sv key);
