/* SPDX-License-Identifier: ISC */
#include "zegel/base/b64.h"
#include "zegel/base/mem.h"
#include "zegel/crypto/der.h"
#include "zegel/crypto/keyinfo.h"
#include "zegel/crypto/pem.h"
#include "zegel/crypto/privkeyform.h"

/* Base64 text of any key within ZGL_RSA_BITS_MOST, white space included. */
#define ARMOUR_MOST ((size_t)64 * 1024)

static enum zgl_err fill_rsa(struct zgl_privkey *key,
	const struct zgl_keyinfo *info, enum zgl_key_fault *fault_r)
{
	struct zgl_rsaparts parts, half;
	bool belong;

	*fault_r = zgl_rsaparts_read_private(info->key, &parts);
	if (*fault_r == ZGL_KEY_FAULT_NONE && info->public_half.p != NULL) {
		*fault_r = zgl_rsaparts_read_public(info->public_half, &half);
		if (*fault_r == ZGL_KEY_FAULT_NONE
			&& !zgl_rsaparts_same_public(&parts, &half))
			*fault_r = ZGL_KEY_FAULT_PARTS;
	}
	if (*fault_r != ZGL_KEY_FAULT_NONE)
		return ZGL_OK;
	ZGL_TRY(zgl_rsaparts_belong(&parts, &belong));
	if (!belong) {
		*fault_r = ZGL_KEY_FAULT_MODULUS;
		return ZGL_OK;
	}
	key->bits = parts.bits;
	return zgl_rsa_import(key->engine, &parts, &key->rsa);
}

/* rfc8410#7: the seed is an OCTET STRING within the OCTET STRING. */
static enum zgl_key_fault fill_ed25519(
	struct zgl_privkey *key, const struct zgl_keyinfo *info)
{
	zgl_sv seed;

	if (!zgl_der_only(info->key, ZGL_DER_OCTETS, &seed))
		return ZGL_KEY_FAULT_SYNTAX;
	if (seed.n != ZGL_ED25519_SEED)
		return ZGL_KEY_FAULT_LENGTH;
	zgl_privkey_seed(key, (const uint8_t *)seed.p);
	/* To sign with a public half that is not the seed's own gives the
	 * secret away: two signatures with one nonce. */
	if (info->public_half.p != NULL
		&& !zgl_sv_eq(
			info->public_half, zgl_privkey_ed25519_public(key)))
		return ZGL_KEY_FAULT_PARTS;
	return ZGL_KEY_FAULT_NONE;
}

static enum zgl_err read_der(struct zgl_engine *engine, zgl_sv der,
	struct zgl_privkey **key_r, enum zgl_key_fault *fault_r)
{
	enum zgl_err err = ZGL_OK;
	struct zgl_keyinfo info;
	struct zgl_privkey *key;

	*fault_r = zgl_keyinfo_read_private(der, &info);
	if (*fault_r != ZGL_KEY_FAULT_NONE)
		return ZGL_OK;
	ZGL_TRY(zgl_privkey_new(engine, info.alg, &key));
	if (info.alg == ZGL_KEY_RSA)
		err = fill_rsa(key, &info, fault_r);
	else
		*fault_r = fill_ed25519(key, &info);
	if (err != ZGL_OK || *fault_r != ZGL_KEY_FAULT_NONE) {
		zgl_privkey_free(key);
		return err;
	}
	*key_r = key;
	return ZGL_OK;
}

static enum zgl_err read_armour(struct zgl_engine *engine,
	const struct zgl_pem *pem, struct zgl_privkey **key_r,
	enum zgl_key_fault *fault_r)
{
	size_t cap = ZGL_B64_OCTETS(pem->text.n), n;
	enum zgl_err err = ZGL_OK;

	*fault_r = zgl_pem_is_encrypted(pem) ? ZGL_KEY_FAULT_ENCRYPTED
					     : ZGL_KEY_FAULT_SYNTAX;
	if (*fault_r == ZGL_KEY_FAULT_ENCRYPTED || pem->text.n > ARMOUR_MOST)
		return ZGL_OK;
	uint8_t *der = zgl_mem_new(cap);
	if (der == NULL)
		return ZGL_ENOMEM;
	if (zgl_b64_decode(pem->text, der, cap, &n) == ZGL_OK)
		err = read_der(engine, (zgl_sv){ (const char *)der, n }, key_r,
			fault_r);
	zgl_mem_wipe(der, cap);
	zgl_mem_free(der);
	return err;
}

/* What an armour is by its label alone; NONE: a key to be read. The fault of
 * what has nothing to do with private keys is SYNTAX. */
static enum zgl_key_fault fault_of_label(zgl_sv label)
{
	if (zgl_sv_eq(label, ZGL_SV("PRIVATE KEY"))
		|| zgl_sv_eq(label, ZGL_SV("RSA PRIVATE KEY")))
		return ZGL_KEY_FAULT_NONE;
	if (zgl_sv_eq(label, ZGL_SV("ENCRYPTED PRIVATE KEY")))
		return ZGL_KEY_FAULT_ENCRYPTED;
	if (zgl_sv_iends(label, ZGL_SV("PRIVATE KEY")))
		return ZGL_KEY_FAULT_ALGORITHM;
	if (zgl_sv_iends(label, ZGL_SV("PUBLIC KEY")))
		return ZGL_KEY_FAULT_PUBLIC;
	return ZGL_KEY_FAULT_SYNTAX;
}

/* The first armour that is a private key decides; a certificate, parameters or
 * the public half may stand before it in the same file. */
static enum zgl_err read_pem(struct zgl_engine *engine, zgl_sv text,
	struct zgl_privkey **key_r, enum zgl_key_fault *fault_r)
{
	struct zgl_pem pem;

	*fault_r = ZGL_KEY_FAULT_SYNTAX;
	while (zgl_pem_next(&text, &pem)) {
		enum zgl_key_fault fault = fault_of_label(pem.label);
		if (fault == ZGL_KEY_FAULT_NONE)
			return read_armour(engine, &pem, key_r, fault_r);
		if (fault != ZGL_KEY_FAULT_SYNTAX)
			*fault_r = fault;
		if (zgl_sv_iends(pem.label, ZGL_SV("PRIVATE KEY")))
			break;
	}
	return ZGL_OK;
}

enum zgl_err zgl_privkey_read(struct zgl_engine *engine, zgl_sv octets,
	struct zgl_privkey **key_r, enum zgl_key_fault *fault_r)
{
	zgl_sv body;

	*key_r = NULL;
	if (zgl_der_only(octets, ZGL_DER_SEQUENCE, &body))
		return read_der(engine, octets, key_r, fault_r);
	return read_pem(engine, octets, key_r, fault_r);
}
