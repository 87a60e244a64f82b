/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * privkey -- private keys: make, read, write, sign.
 *
 * Shape    reads PEM ("PRIVATE KEY", "RSA PRIVATE KEY") and DER (PKCS#8,
 *          RFC 5958 and RFC 8410; PKCS#1, RFC 8017 A.1.2); writes PKCS#8.
 * Limits   RSA of 512 to ZGL_RSA_BITS_MOST bits is read; who may sign mail
 *          with what is the signer's policy.
 * Memory   a heap handle; its octets are wiped when it is given back. What is
 *          written into a buffer the caller wipes (zgl_buf_wipe).
 * Threads  one at a time.
 */

#include "zegel/base/buf.h"
#include "zegel/base/diag.h"
#include "zegel/crypto/signkey.h"

struct zgl_privkey;

/**
 * Reads a key from PEM or DER, whichever `octets` are. As with
 * zgl_pubkey_new, octets that are no usable key are no error: *fault_r tells,
 * *key_r is NULL. An RSA key whose parts do not belong together is
 * ZGL_KEY_FAULT_MODULUS; a public half beside the key (RFC 5958 section 2) that
 * is not its own is ZGL_KEY_FAULT_PARTS. In PEM text the first armour that is
 * called a private key is read; other text and other armours are passed over.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_privkey_read(struct zgl_engine *engine,
	zgl_sv octets, struct zgl_privkey **key_r, enum zgl_key_fault *fault_r);

/** Makes a new key. `bits` is for RSA (2048 to 4096), else ignored. */
ZGL_API ZGL_CHECK enum zgl_err zgl_privkey_generate(struct zgl_engine *engine,
	enum zgl_key_alg alg, unsigned bits, struct zgl_privkey **key_r);

ZGL_API void zgl_privkey_free(struct zgl_privkey *key);

/** The key as a signer sees it; valid as long as `key`. */
ZGL_API struct zgl_signkey zgl_privkey_signkey(struct zgl_privkey *key);

/** Appends the private key as PKCS#8 DER, or as PEM text with LF lines. */
ZGL_API ZGL_CHECK enum zgl_err zgl_privkey_write_der(
	const struct zgl_privkey *key, struct zgl_buf *to);
ZGL_API ZGL_CHECK enum zgl_err zgl_privkey_write_pem(
	const struct zgl_privkey *key, struct zgl_buf *to);

/**
 * Appends the public half as it goes into a key record's p= before base64:
 * SubjectPublicKeyInfo for RSA, 32 raw octets for Ed25519.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_privkey_write_public(
	const struct zgl_privkey *key, struct zgl_buf *to);
