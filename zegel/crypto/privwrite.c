/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/derwrite.h"
#include "zegel/crypto/keyinfo.h"
#include "zegel/crypto/pem.h"
#include "zegel/crypto/privkeyform.h"

/* Larger than any key that can be read, in DER. */
#define KEY_MOST ((size_t)32 * 1024)

/* rfc8017#A.1.2, or #A.1.1 when only the public parts are wanted. */
static enum zgl_err write_rsa(
	const struct zgl_privkey *key, size_t count, struct zgl_buf *to)
{
	struct zgl_buf numbers;

	zgl_buf_begin(&numbers, KEY_MOST);
	if (count == ZGL_RSA_PARTS)
		zgl_derwrite_uint(&numbers, ZGL_SV("")); /* two primes */
	enum zgl_err err = zgl_rsa_write_parts(&key->rsa, count, &numbers);
	zgl_derwrite_take(to, ZGL_DER_SEQUENCE, &numbers);
	return err;
}

/* rfc8410#7: CurvePrivateKey. */
static enum zgl_err write_secret(
	const struct zgl_privkey *key, struct zgl_buf *to)
{
	if (key->alg == ZGL_KEY_RSA)
		return write_rsa(key, ZGL_RSA_PARTS, to);
	zgl_derwrite_element(to, ZGL_DER_OCTETS,
		(zgl_sv){ (const char *)key->ed25519, ZGL_ED25519_SEED });
	return to->err;
}

enum zgl_err zgl_privkey_write_der(
	const struct zgl_privkey *key, struct zgl_buf *to)
{
	struct zgl_buf secret;

	zgl_buf_begin(&secret, KEY_MOST);
	enum zgl_err err = write_secret(key, &secret);
	if (err == ZGL_OK)
		zgl_keyinfo_write_private(to, key->alg, zgl_buf_sv(&secret));
	zgl_buf_wipe(&secret);
	return err == ZGL_OK ? to->err : err;
}

enum zgl_err zgl_privkey_write_pem(
	const struct zgl_privkey *key, struct zgl_buf *to)
{
	struct zgl_buf der;

	zgl_buf_begin(&der, KEY_MOST);
	enum zgl_err err = zgl_privkey_write_der(key, &der);
	if (err == ZGL_OK)
		zgl_pem_write(to, ZGL_SV("PRIVATE KEY"), zgl_buf_sv(&der));
	zgl_buf_wipe(&der);
	return err == ZGL_OK ? to->err : err;
}

static enum zgl_err write_rsa_public(
	const struct zgl_privkey *key, struct zgl_buf *to)
{
	struct zgl_buf public_key;

	zgl_buf_begin(&public_key, KEY_MOST);
	enum zgl_err err = write_rsa(key, ZGL_RSA_D, &public_key);
	if (err == ZGL_OK)
		zgl_keyinfo_write_public(
			to, ZGL_KEY_RSA, zgl_buf_sv(&public_key));
	zgl_buf_free(&public_key);
	return err == ZGL_OK ? to->err : err;
}

enum zgl_err zgl_privkey_write_public(
	const struct zgl_privkey *key, struct zgl_buf *to)
{
	if (key->alg == ZGL_KEY_RSA)
		return write_rsa_public(key, to);
	zgl_buf_put(to, zgl_privkey_ed25519_public(key));
	return to->err;
}
