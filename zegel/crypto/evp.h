/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * evp -- what the sources of crypto/ share about OpenSSL.
 *
 * Private to crypto/: no header that an embedder sees includes it.
 */

#include <stdbool.h>

#include <openssl/evp.h>

#include "zegel/crypto/hash.h"

struct zgl_engine {
	EVP_MD *sha256, *sha1;
	EVP_PKEY_CTX *rsa_import; /* ready for EVP_PKEY_fromdata, any number */
};

/** The fetched algorithm; NULL for a value outside the enum. */
const EVP_MD *zgl_evp_md(
	const struct zgl_engine *engine, enum zgl_hash_alg alg);

/**
 * Empties the error queue of this thread after a call to OpenSSL failed, so
 * that nothing is left behind for whoever looks next. True when memory was
 * what was missing: then the failure tells nothing about a key or signature.
 */
bool zgl_evp_drain(void);

/** As zgl_evp_drain, told as ZGL_ENOMEM or ZGL_ECRYPTO. */
enum zgl_err zgl_evp_err(void);
