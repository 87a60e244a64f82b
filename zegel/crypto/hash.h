/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * hash -- SHA-256, and SHA-1 for those who must read old signatures.
 *
 * Shape    new once, then begin, feed*, end as often as wanted.
 * Memory   a heap handle of some hundred octets; begin..end takes none.
 * Errors   sticky: feed tells nothing, end tells whether all went well.
 * Threads  one at a time.
 */

#include <stdint.h>

#include "zegel/base/sv.h"
#include "zegel/crypto/engine.h"

enum zgl_hash_alg {
	ZGL_HASH_SHA256,
	ZGL_HASH_SHA1,
};

/** The size of the largest digest, in octets. */
#define ZGL_DIGEST_MAX 32

struct zgl_digest {
	uint8_t octets[ZGL_DIGEST_MAX];
	uint8_t n; /* 32 for SHA-256, 20 for SHA-1 */
	enum zgl_hash_alg alg;
};

struct zgl_hash;

ZGL_API ZGL_CHECK enum zgl_err zgl_hash_new(
	struct zgl_engine *engine, struct zgl_hash **hash_r);
ZGL_API void zgl_hash_free(struct zgl_hash *hash);

/** Starts a digest; what was fed before is forgotten. */
ZGL_API void zgl_hash_begin(struct zgl_hash *hash, enum zgl_hash_alg alg);

/** Takes n octets; fits zgl_sink (mail/bodycanon), `to` is the hash. */
ZGL_API void zgl_hash_feed(void *to, const char *p, size_t n);

/** Ends the digest. ZGL_ECRYPTO when a step since begin failed. */
ZGL_API ZGL_CHECK enum zgl_err zgl_hash_end(
	struct zgl_hash *hash, struct zgl_digest *digest_r);

/** True when the digest has exactly these octets. */
ZGL_API bool zgl_digest_is(const struct zgl_digest *digest, zgl_sv octets);
