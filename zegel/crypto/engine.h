/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * engine -- the algorithms, fetched once.
 *
 * Fetching an algorithm from OpenSSL 3 costs more than hashing a short
 * field, so it is done here, once, and everything in crypto/ is made from an
 * engine. RSA and the hashes come from OpenSSL, Ed25519 from libsodium.
 *
 * Memory   a heap handle; it must outlive all that was made from it.
 * Threads  one engine per thread.
 */

#include <stddef.h>

#include "zegel/base/err.h"

struct zgl_engine;

/** Makes an engine. ZGL_ECRYPTO when the libraries lack an algorithm. */
ZGL_API ZGL_CHECK enum zgl_err zgl_engine_new(struct zgl_engine **engine_r);

/** Gives it back; NULL is fine. */
ZGL_API void zgl_engine_free(struct zgl_engine *engine);

/** Fills n octets at p with randomness fit for keys. */
ZGL_API ZGL_CHECK enum zgl_err zgl_engine_random(
	struct zgl_engine *engine, void *p, size_t n);

/** The versions of the libraries beneath, as they run; static. */
const char *zgl_engine_openssl_version(void);
const char *zgl_engine_sodium_version(void);
