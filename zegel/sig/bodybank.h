/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * bodybank -- the body hashes of a message, each computed once.
 *
 * Shape    begin; want for each signature gives a slot, the same one for equal
 *          canonicalization, hash and length; feed the body; end; then the
 *          digests are there. The body is canonicalized once for each
 *          canonicalization that is wanted.
 * Limits   ZGL_BODYBANK_SLOTS different slots.
 * Memory   hash states only, kept for the next message; the body is not held.
 * Threads  one at a time.
 * Source   RFC 6376 section 3.7 and 3.5 (l=).
 */

#include <stdint.h>

#include "zegel/base/sv.h"
#include "zegel/crypto/hash.h"
#include "zegel/mail/bodycanon.h"

#define ZGL_BODYBANK_SLOTS 64

/** No l=: the whole body. */
#define ZGL_BODY_WHOLE UINT64_MAX

struct zgl_bodybank;

ZGL_CHECK enum zgl_err zgl_bodybank_new(
	struct zgl_engine *engine, struct zgl_bodybank **bank_r);
void zgl_bodybank_free(struct zgl_bodybank *bank);

/** Forgets all slots: the next message. */
void zgl_bodybank_begin(struct zgl_bodybank *bank);

/**
 * Asks for the hash of the first `length` octets of the canonical body, before
 * the body is fed. ZGL_ELIMIT when all slots are taken.
 */
ZGL_CHECK enum zgl_err zgl_bodybank_want(struct zgl_bodybank *bank,
	enum zgl_canon canon, enum zgl_hash_alg alg, uint64_t length,
	size_t *slot_r);

void zgl_bodybank_feed(struct zgl_bodybank *bank, zgl_sv octets);

/** Ends the body; the first error of any hash. */
ZGL_CHECK enum zgl_err zgl_bodybank_end(struct zgl_bodybank *bank);

/** After end: the digest of a slot. */
const struct zgl_digest *zgl_bodybank_digest(
	const struct zgl_bodybank *bank, size_t slot);

/** After end: octets of the whole canonical body a slot was cut from. */
uint64_t zgl_bodybank_octets(const struct zgl_bodybank *bank, size_t slot);
