/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * signkey -- what signs: takes a digest, gives a signature.
 *
 * The private key stands behind this interface, so that it can live
 * elsewhere: in crypto/privkey, in a process of its own, in hardware.
 */

#include "zegel/crypto/hash.h"
#include "zegel/crypto/pubkey.h"

/** Octets of the longest signature: RSA-16384. */
#define ZGL_SIG_MAX 2048

/** Private but for its size: a signature as made. */
struct zgl_sig {
	uint8_t octets[ZGL_SIG_MAX];
	size_t n;
};

/** Signs `digest`; `ctx` is the ctx of the zgl_signkey. */
typedef enum zgl_err zgl_sign_fn(
	void *ctx, const struct zgl_digest *digest, struct zgl_sig *sig_r);

/** A view: whoever holds it keeps `ctx` alive. */
struct zgl_signkey {
	zgl_sign_fn *sign;
	void *ctx;
	enum zgl_key_alg alg;
	unsigned bits; /* RSA modulus, or 256 */
};
