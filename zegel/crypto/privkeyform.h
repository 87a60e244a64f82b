/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * privkeyform -- a private key, as the sources of crypto/ see it.
 */

#include <sodium.h>

#include "zegel/crypto/privkey.h"
#include "zegel/crypto/rsa.h"

/** The seed of an Ed25519 key, RFC 8032's private key. */
#define ZGL_ED25519_SEED crypto_sign_SEEDBYTES

struct zgl_privkey {
	struct zgl_engine *engine;
	enum zgl_key_alg alg;
	unsigned bits;
	struct zgl_rsa rsa;                          /* zeroed for Ed25519 */
	uint8_t ed25519[crypto_sign_SECRETKEYBYTES]; /* seed, public key */
};

/** Makes a key without its secret yet. */
ZGL_CHECK enum zgl_err zgl_privkey_new(struct zgl_engine *engine,
	enum zgl_key_alg alg, struct zgl_privkey **key_r);

/** Gives an Ed25519 key its secret. */
void zgl_privkey_seed(
	struct zgl_privkey *key, const uint8_t seed[ZGL_ED25519_SEED]);

/** The public half of an Ed25519 key; valid as long as `key`. */
zgl_sv zgl_privkey_ed25519_public(const struct zgl_privkey *key);
