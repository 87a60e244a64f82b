/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/rsa.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "zegel/base/mem.h"
#include "zegel/crypto/derwrite.h"

// clang-format off
static const char *const names[ZGL_RSA_PARTS] = {
	[ZGL_RSA_N]  = OSSL_PKEY_PARAM_RSA_N,
	[ZGL_RSA_E]  = OSSL_PKEY_PARAM_RSA_E,
	[ZGL_RSA_D]  = OSSL_PKEY_PARAM_RSA_D,
	[ZGL_RSA_P]  = OSSL_PKEY_PARAM_RSA_FACTOR1,
	[ZGL_RSA_Q]  = OSSL_PKEY_PARAM_RSA_FACTOR2,
	[ZGL_RSA_DP] = OSSL_PKEY_PARAM_RSA_EXPONENT1,
	[ZGL_RSA_DQ] = OSSL_PKEY_PARAM_RSA_EXPONENT2,
	[ZGL_RSA_QI] = OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
};
// clang-format on

/* OpenSSL's parameters are in the octet order of the machine, DER's are not.
 * The call is its own way back. */
static void turn_order(uint8_t *p, size_t n)
{
	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
		return;
	for (size_t i = 0; i < n / 2; i++) {
		uint8_t held = p[i];
		p[i] = p[n - 1 - i];
		p[n - 1 - i] = held;
	}
}

static enum zgl_err fromdata(const struct zgl_engine *engine,
	OSSL_PARAM *params, const struct zgl_rsaparts *parts, EVP_PKEY **key_r)
{
	int selection = parts->count == ZGL_RSA_PARTS ? EVP_PKEY_KEYPAIR
						      : EVP_PKEY_PUBLIC_KEY;

	if (EVP_PKEY_fromdata(engine->rsa_import, key_r, selection, params)
		!= 1)
		return zgl_evp_err();
	/* Out of memory it may give a key that does not know its size. */
	if (EVP_PKEY_get_bits(*key_r) != (int)parts->bits)
		return ZGL_ENOMEM;
	return ZGL_OK;
}

enum zgl_err zgl_rsa_import(const struct zgl_engine *engine,
	const struct zgl_rsaparts *parts, struct zgl_rsa *rsa_r)
{
	OSSL_PARAM params[ZGL_RSA_PARTS + 1];
	size_t total = 0;

	*rsa_r = (struct zgl_rsa){ .engine = engine };
	for (size_t i = 0; i < parts->count; i++)
		total += parts->part[i].n;
	uint8_t *octets = zgl_mem_new(total), *at = octets;
	if (octets == NULL)
		return ZGL_ENOMEM;
	for (size_t i = 0; i < parts->count; i++) {
		zgl_sv part = parts->part[i];
		memcpy(at, part.p, part.n);
		turn_order(at, part.n);
		params[i] = OSSL_PARAM_construct_BN(names[i], at, part.n);
		at += part.n;
	}
	params[parts->count] = OSSL_PARAM_construct_end();
	enum zgl_err err = fromdata(engine, params, parts, &rsa_r->key);
	zgl_mem_wipe(octets, total);
	zgl_mem_free(octets);
	return err;
}

enum zgl_err zgl_rsa_generate(
	const struct zgl_engine *engine, unsigned bits, struct zgl_rsa *rsa_r)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	enum zgl_err err = ZGL_OK;

	*rsa_r = (struct zgl_rsa){ .engine = engine };
	if (ctx == NULL || EVP_PKEY_keygen_init(ctx) != 1
		|| EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)bits) != 1
		|| EVP_PKEY_generate(ctx, &rsa_r->key) != 1)
		err = zgl_evp_err();
	EVP_PKEY_CTX_free(ctx);
	return err;
}

void zgl_rsa_free(struct zgl_rsa *rsa)
{
	for (size_t i = 0; i < ZGL_COUNT(rsa->ctx); i++)
		EVP_PKEY_CTX_free(rsa->ctx[i]);
	EVP_PKEY_free(rsa->key);
	*rsa = (struct zgl_rsa){ 0 };
}

enum zgl_err zgl_rsa_write_parts(
	const struct zgl_rsa *rsa, size_t count, struct zgl_buf *to)
{
	uint8_t octets[ZGL_RSA_BITS_MOST / 8];
	enum zgl_err err = ZGL_OK;

	for (size_t i = 0; i < count && err == ZGL_OK; i++) {
		OSSL_PARAM params[] = {
			OSSL_PARAM_construct_BN(
				names[i], octets, sizeof(octets)),
			OSSL_PARAM_construct_end(),
		};
		/* Out of memory it may say that all went well. */
		if (EVP_PKEY_get_params(rsa->key, params) != 1
			|| !OSSL_PARAM_modified(params)) {
			err = zgl_evp_err();
			break;
		}
		size_t n = params[0].return_size;
		turn_order(octets, n);
		zgl_derwrite_uint(to, (zgl_sv){ (const char *)octets, n });
	}
	zgl_mem_wipe(octets, sizeof(octets));
	return err == ZGL_OK ? to->err : err;
}

typedef int init_fn(EVP_PKEY_CTX *ctx);

/* The context for this hash, made ready on its first use. */
static enum zgl_err ready(struct zgl_rsa *rsa, init_fn *init,
	const struct zgl_digest *digest, EVP_PKEY_CTX **ctx_r)
{
	const EVP_MD *md = zgl_evp_md(rsa->engine, digest->alg);

	if (md == NULL || digest->n != EVP_MD_get_size(md))
		return ZGL_EUSAGE;
	*ctx_r = rsa->ctx[digest->alg];
	if (*ctx_r != NULL)
		return ZGL_OK;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, rsa->key, NULL);
	if (ctx == NULL || init(ctx) != 1
		|| EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) != 1
		|| EVP_PKEY_CTX_set_signature_md(ctx, md) != 1) {
		EVP_PKEY_CTX_free(ctx);
		return zgl_evp_err();
	}
	rsa->ctx[digest->alg] = *ctx_r = ctx;
	return ZGL_OK;
}

enum zgl_err zgl_rsa_verify(struct zgl_rsa *rsa,
	const struct zgl_digest *digest, zgl_sv sig, bool *valid_r)
{
	EVP_PKEY_CTX *ctx;

	*valid_r = false;
	ZGL_TRY(ready(rsa, EVP_PKEY_verify_init, digest, &ctx));
	/* rfc8017#8.2.2: exactly as long as the modulus */
	if (sig.n != (size_t)EVP_PKEY_get_size(rsa->key))
		return ZGL_OK;
	*valid_r = EVP_PKEY_verify(ctx, (const unsigned char *)sig.p, sig.n,
			   digest->octets, digest->n)
		== 1;
	return !*valid_r && zgl_evp_drain() ? ZGL_ENOMEM : ZGL_OK;
}

enum zgl_err zgl_rsa_sign(struct zgl_rsa *rsa, const struct zgl_digest *digest,
	struct zgl_sig *sig_r)
{
	EVP_PKEY_CTX *ctx;

	sig_r->n = 0;
	ZGL_TRY(ready(rsa, EVP_PKEY_sign_init, digest, &ctx));
	size_t n = sizeof(sig_r->octets);
	if (EVP_PKEY_sign(ctx, sig_r->octets, &n, digest->octets, digest->n)
		!= 1)
		return zgl_evp_err();
	sig_r->n = n;
	return ZGL_OK;
}
