/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * rsa -- an RSA key as OpenSSL holds it, ready to sign or to verify.
 *
 * RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2). What can be made ready is made
 * ready once: a new EVP_PKEY_CTX for every verification would cost a fifth of
 * it.
 *
 * Memory   by value; what OpenSSL holds is given back, and secrets are wiped,
 *          by zgl_rsa_free.
 * Threads  one at a time.
 */

#include "zegel/base/buf.h"
#include "zegel/crypto/evp.h"
#include "zegel/crypto/rsaparts.h"
#include "zegel/crypto/signkey.h"

struct zgl_rsa {
	const struct zgl_engine *engine;
	EVP_PKEY *key;
	/* By enum zgl_hash_alg, NULL until first used. A key signs or
	 * verifies, never both. */
	EVP_PKEY_CTX *ctx[2];
};

/** Makes a key of parts that were looked at, public or private. */
ZGL_CHECK enum zgl_err zgl_rsa_import(const struct zgl_engine *engine,
	const struct zgl_rsaparts *parts, struct zgl_rsa *rsa_r);

/** Makes a new private key; the public exponent is 65537. */
ZGL_CHECK enum zgl_err zgl_rsa_generate(
	const struct zgl_engine *engine, unsigned bits, struct zgl_rsa *rsa_r);

/** Gives the key back; a zeroed one is fine. */
void zgl_rsa_free(struct zgl_rsa *rsa);

/** Appends the first `count` parts (enum zgl_rsa_part) as DER INTEGERs. */
ZGL_CHECK enum zgl_err zgl_rsa_write_parts(
	const struct zgl_rsa *rsa, size_t count, struct zgl_buf *to);

ZGL_CHECK enum zgl_err zgl_rsa_verify(struct zgl_rsa *rsa,
	const struct zgl_digest *digest, zgl_sv sig, bool *valid_r);
ZGL_CHECK enum zgl_err zgl_rsa_sign(struct zgl_rsa *rsa,
	const struct zgl_digest *digest, struct zgl_sig *sig_r);
