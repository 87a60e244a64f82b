/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * pubkey -- public keys: read them from DNS octets, verify with them.
 *
 * Shape    RSA comes as DER, SubjectPublicKeyInfo (RFC 5280) or the bare
 *          RSAPublicKey (RFC 8017 A.1.1): both are seen in DNS (RFC 6376
 *          section 3.6.1 and its erratum). Ed25519 comes as 32 raw octets
 *          (RFC 8463 section 4.2).
 * Limits   an RSA modulus of at most ZGL_RSA_BITS_MOST bits is looked at; what
 *          sizes may verify mail is the verifier's policy, not told here.
 * Memory   a heap handle: about 2.5 KB for RSA-2048.
 * Threads  one at a time.
 */

#include "zegel/base/sv.h"
#include "zegel/crypto/engine.h"
#include "zegel/crypto/hash.h"

#define ZGL_RSA_BITS_MOST 16384

enum zgl_key_alg {
	ZGL_KEY_RSA,
	ZGL_KEY_ED25519,
};

/** Why octets are no usable key; name, word for programs, sentence. */
#define ZGL_KEY_FAULT_TABLE(X)                                                 \
	X(NONE, "none", "the key can be used")                                 \
	X(SYNTAX, "syntax", "the key is not the DER it should be")             \
	X(ALGORITHM, "algorithm", "the key is of another kind than it says")   \
	X(LENGTH, "length", "an Ed25519 key has 32 octets")                    \
	X(EXPONENT, "exponent", "the RSA exponent is even, 1, or over 2^33")   \
	X(MODULUS, "modulus",                                                  \
		"the RSA modulus is negative, even, not as long as it says, "  \
		"or does not belong to the other numbers of the key")          \
	X(SIZE, "size", "the RSA modulus is too short or too long to look at") \
	X(ENCRYPTED, "encrypted", "the key is encrypted with a pass phrase")   \
	X(PUBLIC, "public", "this is a public key")                            \
	X(PARTS, "parts", "the public half is not that of the private key")

#define ZGL_KEY_FAULT_ENUM(name, word, sentence) ZGL_KEY_FAULT_##name,
enum zgl_key_fault {
	ZGL_KEY_FAULT_TABLE(ZGL_KEY_FAULT_ENUM)
};
#undef ZGL_KEY_FAULT_ENUM

ZGL_API const char *zgl_key_fault_word(enum zgl_key_fault fault);
ZGL_API const char *zgl_key_fault_sentence(enum zgl_key_fault fault);

struct zgl_pubkey;

/**
 * Reads a public key. A key that cannot be used is no error: the call returns
 * ZGL_OK, *fault_r says why, and *key_r is NULL.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_pubkey_new(struct zgl_engine *engine,
	enum zgl_key_alg alg, zgl_sv octets, struct zgl_pubkey **key_r,
	enum zgl_key_fault *fault_r);
ZGL_API void zgl_pubkey_free(struct zgl_pubkey *key);

ZGL_API enum zgl_key_alg zgl_pubkey_alg(const struct zgl_pubkey *key);

/** Bits of the RSA modulus; 256 for Ed25519. */
ZGL_API unsigned zgl_pubkey_bits(const struct zgl_pubkey *key);

/**
 * Verifies `sig` over `digest`: RSASSA-PKCS1-v1_5 (RFC 8017) or PureEdDSA over
 * the digest's octets (RFC 8463 section 3). A signature of any octets and any
 * length that does not verify gives *valid_r false, not an error.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_pubkey_verify(struct zgl_pubkey *key,
	const struct zgl_digest *digest, zgl_sv sig, bool *valid_r);
