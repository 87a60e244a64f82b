/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/engine.h"

#include <limits.h>
#include <sodium.h>

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/rand.h>

#include "zegel/base/mem.h"
#include "zegel/crypto/evp.h"

static bool fetch(struct zgl_engine *e)
{
	e->sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
	e->sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
	e->rsa_import = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	return e->sha256 != NULL && e->sha1 != NULL && e->rsa_import != NULL
		&& EVP_PKEY_fromdata_init(e->rsa_import) == 1;
}

enum zgl_err zgl_engine_new(struct zgl_engine **engine_r)
{
	struct zgl_engine *e;

	*engine_r = NULL;
	if (sodium_init() < 0)
		return ZGL_ECRYPTO;
	e = zgl_mem_new(sizeof(*e));
	if (e == NULL)
		return ZGL_ENOMEM;
	if (!fetch(e)) {
		zgl_engine_free(e);
		return zgl_evp_err();
	}
	*engine_r = e;
	return ZGL_OK;
}

void zgl_engine_free(struct zgl_engine *engine)
{
	if (engine == NULL)
		return;
	EVP_PKEY_CTX_free(engine->rsa_import);
	EVP_MD_free(engine->sha1);
	EVP_MD_free(engine->sha256);
	zgl_mem_free(engine);
}

/* The private generator: what it gives out is never seen by others as it is,
 * so its state cannot be guessed from nonces. */
enum zgl_err zgl_engine_random(struct zgl_engine *engine, void *p, size_t n)
{
	(void)engine;
	if (n > INT_MAX)
		return ZGL_EUSAGE;
	if (n > 0 && RAND_priv_bytes(p, (int)n) != 1)
		return zgl_evp_err();
	return ZGL_OK;
}

const EVP_MD *zgl_evp_md(const struct zgl_engine *engine, enum zgl_hash_alg alg)
{
	switch (alg) {
	case ZGL_HASH_SHA256: return engine->sha256;
	case ZGL_HASH_SHA1: return engine->sha1;
	}
	return NULL;
}

bool zgl_evp_drain(void)
{
	bool nomem = false;
	unsigned long code;

	while ((code = ERR_get_error()) != 0)
		nomem |= ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE;
	return nomem;
}

enum zgl_err zgl_evp_err(void)
{
	return zgl_evp_drain() ? ZGL_ENOMEM : ZGL_ECRYPTO;
}

const char *zgl_engine_openssl_version(void)
{
	return OpenSSL_version(OPENSSL_VERSION_STRING);
}

const char *zgl_engine_sodium_version(void)
{
	return sodium_version_string();
}
