/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/pubkey.h"

#include <sodium.h>
#include <string.h>

#include "zegel/base/mem.h"
#include "zegel/crypto/der.h"
#include "zegel/crypto/keyinfo.h"
#include "zegel/crypto/rsa.h"

struct zgl_pubkey {
	enum zgl_key_alg alg;
	unsigned bits;
	struct zgl_rsa rsa; /* zeroed for Ed25519 */
	uint8_t ed25519[crypto_sign_PUBLICKEYBYTES];
};

/* rfc6376#3.6.1 asks for RSAPublicKey, its example and all the world have
 * SubjectPublicKeyInfo (erratum 3017): the first octets within tell. */
static enum zgl_key_fault read_rsa(zgl_sv octets, struct zgl_rsaparts *parts_r)
{
	struct zgl_keyinfo info;
	enum zgl_key_fault fault;
	zgl_sv in;

	if (!zgl_der_only(octets, ZGL_DER_SEQUENCE, &in))
		return ZGL_KEY_FAULT_SYNTAX;
	if (zgl_der_next_is(in, ZGL_DER_INTEGER))
		return zgl_rsaparts_read_public(octets, parts_r);
	fault = zgl_keyinfo_read_public(octets, &info);
	if (fault != ZGL_KEY_FAULT_NONE)
		return fault;
	if (info.alg != ZGL_KEY_RSA)
		return ZGL_KEY_FAULT_ALGORITHM;
	return zgl_rsaparts_read_public(info.key, parts_r);
}

static enum zgl_err new_rsa(struct zgl_engine *engine, zgl_sv octets,
	struct zgl_pubkey *key, enum zgl_key_fault *fault_r)
{
	struct zgl_rsaparts parts;

	*fault_r = read_rsa(octets, &parts);
	if (*fault_r != ZGL_KEY_FAULT_NONE)
		return ZGL_OK;
	key->bits = parts.bits;
	return zgl_rsa_import(engine, &parts, &key->rsa);
}

static enum zgl_err new_ed25519(
	zgl_sv octets, struct zgl_pubkey *key, enum zgl_key_fault *fault_r)
{
	if (octets.n != sizeof(key->ed25519)) {
		*fault_r = ZGL_KEY_FAULT_LENGTH;
		return ZGL_OK;
	}
	memcpy(key->ed25519, octets.p, octets.n);
	key->bits = 256;
	return ZGL_OK;
}

enum zgl_err zgl_pubkey_new(struct zgl_engine *engine, enum zgl_key_alg alg,
	zgl_sv octets, struct zgl_pubkey **key_r, enum zgl_key_fault *fault_r)
{
	struct zgl_pubkey *key = zgl_mem_new(sizeof(*key));
	enum zgl_err err;

	*key_r = NULL;
	*fault_r = ZGL_KEY_FAULT_NONE;
	if (key == NULL)
		return ZGL_ENOMEM;
	key->alg = alg;
	err = alg == ZGL_KEY_RSA ? new_rsa(engine, octets, key, fault_r)
				 : new_ed25519(octets, key, fault_r);
	if (err != ZGL_OK || *fault_r != ZGL_KEY_FAULT_NONE) {
		zgl_pubkey_free(key);
		return err;
	}
	*key_r = key;
	return ZGL_OK;
}

void zgl_pubkey_free(struct zgl_pubkey *key)
{
	if (key == NULL)
		return;
	zgl_rsa_free(&key->rsa);
	zgl_mem_free(key);
}

enum zgl_key_alg zgl_pubkey_alg(const struct zgl_pubkey *key)
{
	return key->alg;
}

unsigned zgl_pubkey_bits(const struct zgl_pubkey *key)
{
	return key->bits;
}

enum zgl_err zgl_pubkey_verify(struct zgl_pubkey *key,
	const struct zgl_digest *digest, zgl_sv sig, bool *valid_r)
{
	*valid_r = false;
	if (digest->n == 0)
		return ZGL_EUSAGE;
	if (key->alg == ZGL_KEY_RSA)
		return zgl_rsa_verify(&key->rsa, digest, sig, valid_r);
	/* libsodium looks for keys and R of small order, and for S not reduced:
	 * one signature that fits every digest never verifies. */
	*valid_r = sig.n == crypto_sign_BYTES
		&& crypto_sign_verify_detached((const uint8_t *)sig.p,
			   digest->octets, digest->n, key->ed25519)
			== 0;
	return ZGL_OK;
}
