/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/hash.h"

#include <string.h>

#include "zegel/base/mem.h"
#include "zegel/crypto/evp.h"

struct zgl_hash {
	const struct zgl_engine *engine;
	EVP_MD_CTX *ctx;
	enum zgl_hash_alg alg;
	enum zgl_err err; /* ZGL_EUSAGE between end and begin */
};

enum zgl_err zgl_hash_new(struct zgl_engine *engine, struct zgl_hash **hash_r)
{
	struct zgl_hash *h = zgl_mem_new(sizeof(*h));

	*hash_r = NULL;
	if (h == NULL)
		return ZGL_ENOMEM;
	*h = (struct zgl_hash){ .engine = engine, .err = ZGL_EUSAGE };
	h->ctx = EVP_MD_CTX_new();
	if (h->ctx == NULL) {
		zgl_mem_free(h);
		return zgl_evp_err();
	}
	*hash_r = h;
	return ZGL_OK;
}

void zgl_hash_free(struct zgl_hash *hash)
{
	if (hash == NULL)
		return;
	EVP_MD_CTX_free(hash->ctx);
	zgl_mem_free(hash);
}

void zgl_hash_begin(struct zgl_hash *hash, enum zgl_hash_alg alg)
{
	const EVP_MD *md = zgl_evp_md(hash->engine, alg);

	hash->alg = alg;
	hash->err = ZGL_EUSAGE;
	if (md != NULL)
		hash->err = EVP_DigestInit_ex2(hash->ctx, md, NULL) == 1
			? ZGL_OK
			: zgl_evp_err();
}

void zgl_hash_feed(void *to, const char *p, size_t n)
{
	struct zgl_hash *hash = to;

	if (hash->err == ZGL_OK && EVP_DigestUpdate(hash->ctx, p, n) != 1)
		hash->err = zgl_evp_err();
}

enum zgl_err zgl_hash_end(struct zgl_hash *hash, struct zgl_digest *digest_r)
{
	enum zgl_err err = hash->err;
	unsigned n = 0;

	*digest_r = (struct zgl_digest){ .alg = hash->alg };
	hash->err = ZGL_EUSAGE;
	if (err != ZGL_OK)
		return err;
	if (EVP_DigestFinal_ex(hash->ctx, digest_r->octets, &n) != 1)
		return zgl_evp_err();
	digest_r->n = (uint8_t)n;
	return ZGL_OK;
}

/* A digest that failed has no octets, and is nothing: not even "". */
bool zgl_digest_is(const struct zgl_digest *digest, zgl_sv octets)
{
	return digest->n > 0 && octets.n == digest->n
		&& memcmp(digest->octets, octets.p, octets.n) == 0;
}
