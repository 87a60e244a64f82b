/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/privkey.h"

#include "zegel/base/mem.h"
#include "zegel/crypto/privkeyform.h"

#define GENERATE_BITS_LEAST 2048
#define GENERATE_BITS_MOST  4096

enum zgl_err zgl_privkey_new(struct zgl_engine *engine, enum zgl_key_alg alg,
	struct zgl_privkey **key_r)
{
	struct zgl_privkey *key = zgl_mem_new(sizeof(*key));

	*key_r = key;
	if (key == NULL)
		return ZGL_ENOMEM;
	key->engine = engine;
	key->alg = alg;
	return ZGL_OK;
}

void zgl_privkey_free(struct zgl_privkey *key)
{
	if (key == NULL)
		return;
	zgl_rsa_free(&key->rsa);
	zgl_mem_wipe(key, sizeof(*key));
	zgl_mem_free(key);
}

void zgl_privkey_seed(
	struct zgl_privkey *key, const uint8_t seed[ZGL_ED25519_SEED])
{
	uint8_t public_half[crypto_sign_PUBLICKEYBYTES];

	/* libsodium keeps a copy of it behind the seed. */
	crypto_sign_seed_keypair(public_half, key->ed25519, seed);
	key->bits = 256;
}

zgl_sv zgl_privkey_ed25519_public(const struct zgl_privkey *key)
{
	return (zgl_sv){ (const char *)key->ed25519 + ZGL_ED25519_SEED,
		crypto_sign_PUBLICKEYBYTES };
}

static enum zgl_err generate_rsa(struct zgl_privkey *key, unsigned bits)
{
	if (bits < GENERATE_BITS_LEAST || bits > GENERATE_BITS_MOST)
		return ZGL_EUSAGE;
	key->bits = bits;
	return zgl_rsa_generate(key->engine, bits, &key->rsa);
}

static enum zgl_err generate_ed25519(struct zgl_privkey *key)
{
	uint8_t seed[ZGL_ED25519_SEED];
	enum zgl_err err = zgl_engine_random(key->engine, seed, sizeof(seed));

	if (err == ZGL_OK)
		zgl_privkey_seed(key, seed);
	zgl_mem_wipe(seed, sizeof(seed));
	return err;
}

enum zgl_err zgl_privkey_generate(struct zgl_engine *engine,
	enum zgl_key_alg alg, unsigned bits, struct zgl_privkey **key_r)
{
	struct zgl_privkey *key;
	enum zgl_err err;

	*key_r = NULL;
	ZGL_TRY(zgl_privkey_new(engine, alg, &key));
	err = alg == ZGL_KEY_RSA ? generate_rsa(key, bits)
				 : generate_ed25519(key);
	if (err != ZGL_OK) {
		zgl_privkey_free(key);
		return err;
	}
	*key_r = key;
	return ZGL_OK;
}

static enum zgl_err sign(
	void *ctx, const struct zgl_digest *digest, struct zgl_sig *sig_r)
{
	struct zgl_privkey *key = ctx;

	sig_r->n = 0;
	if (digest->n == 0)
		return ZGL_EUSAGE;
	if (key->alg == ZGL_KEY_RSA)
		return zgl_rsa_sign(&key->rsa, digest, sig_r);
	crypto_sign_detached(
		sig_r->octets, NULL, digest->octets, digest->n, key->ed25519);
	sig_r->n = crypto_sign_BYTES;
	return ZGL_OK;
}

struct zgl_signkey zgl_privkey_signkey(struct zgl_privkey *key)
{
	return (struct zgl_signkey){
		.sign = sign,
		.ctx = key,
		.alg = key->alg,
		.bits = key->bits,
	};
}
