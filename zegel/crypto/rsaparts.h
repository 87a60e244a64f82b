/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * rsaparts -- the numbers of an RSA key, read from DER and looked at.
 *
 * Shape    RSAPublicKey or two-prime RSAPrivateKey in, magnitudes out (most
 *          significant octet first, which is never 0).
 * Limits   what passes has a modulus of 512 to ZGL_RSA_BITS_MOST bits, an
 *          exponent of at most 2^33, and no number longer than the modulus:
 *          nothing larger gets near any arithmetic.
 * Memory   views of the octets read.
 * Source   RFC 8017 A.1.1, A.1.2.
 */

#include "zegel/crypto/pubkey.h"

#define ZGL_RSA_BITS_LEAST 512

/** In the order of RSAPrivateKey; the first two are RSAPublicKey. */
enum zgl_rsa_part {
	ZGL_RSA_N,
	ZGL_RSA_E,
	ZGL_RSA_D,
	ZGL_RSA_P,
	ZGL_RSA_Q,
	ZGL_RSA_DP,
	ZGL_RSA_DQ,
	ZGL_RSA_QI,
	ZGL_RSA_PARTS,
};

struct zgl_rsaparts {
	zgl_sv part[ZGL_RSA_PARTS];
	size_t count;  /* 2 of a public key, ZGL_RSA_PARTS of a private one */
	unsigned bits; /* of the modulus */
};

enum zgl_key_fault zgl_rsaparts_read_public(
	zgl_sv der, struct zgl_rsaparts *parts_r);
enum zgl_key_fault zgl_rsaparts_read_private(
	zgl_sv der, struct zgl_rsaparts *parts_r);

/** True when both have the same modulus and the same public exponent. */
bool zgl_rsaparts_same_public(
	const struct zgl_rsaparts *a, const struct zgl_rsaparts *b);

/**
 * Looks whether the numbers of a private key belong together, with some
 * multiplications: whether p and q are prime is not looked at.
 */
ZGL_CHECK enum zgl_err zgl_rsaparts_belong(
	const struct zgl_rsaparts *parts, bool *belong_r);
