/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keyhelp -- what the tests of crypto/ share: octets of text, digests, DER.
 */

#include <openssl/err.h>

#include "tests/rows.h"
#include "zegel/base/ascii.h"
#include "zegel/base/b64.h"
#include "zegel/crypto/derwrite.h"
#include "zegel/crypto/privkey.h"

/** Octets that a test may change. */
struct octets {
	uint8_t p[8192];
	size_t n;
};

static inline zgl_sv octets_sv(const struct octets *o)
{
	return (zgl_sv){ (const char *)o->p, o->n };
}

static inline struct octets octets_of(zgl_sv s)
{
	struct octets o = { .n = s.n };

	assert_true(s.n <= sizeof(o.p));
	if (s.n > 0)
		memcpy(o.p, s.p, s.n);
	return o;
}

static inline struct octets octets_of_b64(const char *text)
{
	struct octets o;

	assert_int_equal(
		zgl_b64_decode(zgl_sv_of(text), o.p, sizeof(o.p), &o.n),
		ZGL_OK);
	return o;
}

/** Octets of hexadecimal text; spaces are passed over. */
static inline struct octets octets_of_hex(const char *text)
{
	struct octets o = { 0 };
	size_t digits = 0;

	for (; *text != '\0'; text++) {
		if (*text == ' ')
			continue;
		int value = zgl_hex_value(*text);
		assert_true(value >= 0 && digits / 2 < sizeof(o.p));
		o.p[digits / 2] = (uint8_t)(o.p[digits / 2] << 4 | value);
		digits++;
	}
	assert_int_equal(digits % 2, 0);
	o.n = digits / 2;
	return o;
}

static inline struct zgl_engine *engine_or_die(void)
{
	struct zgl_engine *engine;

	if (zgl_engine_new(&engine) != ZGL_OK)
		abort();
	return engine;
}

static inline struct zgl_digest digest_of(
	struct zgl_engine *engine, enum zgl_hash_alg alg, zgl_sv s)
{
	struct zgl_digest digest;
	struct zgl_hash *hash;

	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	zgl_hash_begin(hash, alg);
	zgl_hash_feed(hash, s.p, s.n);
	assert_int_equal(zgl_hash_end(hash, &digest), ZGL_OK);
	zgl_hash_free(hash);
	return digest;
}

/** A digest of these very octets, which nobody hashed. */
static inline struct zgl_digest digest_of_hex(const char *text)
{
	struct octets o = octets_of_hex(text);
	struct zgl_digest digest = { .alg = ZGL_HASH_SHA256 };

	assert_true(o.n <= sizeof(digest.octets));
	memcpy(digest.octets, o.p, o.n);
	digest.n = (uint8_t)o.n;
	return digest;
}

static inline struct zgl_pubkey *pubkey_or_fail(
	struct zgl_engine *engine, enum zgl_key_alg alg, zgl_sv octets)
{
	enum zgl_key_fault fault;
	struct zgl_pubkey *key;

	assert_int_equal(
		zgl_pubkey_new(engine, alg, octets, &key, &fault), ZGL_OK);
	assert_string_equal(zgl_key_fault_word(fault), "none");
	assert_non_null(key);
	return key;
}

static inline struct zgl_privkey *privkey_or_fail(
	struct zgl_engine *engine, zgl_sv octets)
{
	enum zgl_key_fault fault;
	struct zgl_privkey *key;

	assert_int_equal(
		zgl_privkey_read(engine, octets, &key, &fault), ZGL_OK);
	assert_string_equal(zgl_key_fault_word(fault), "none");
	assert_non_null(key);
	return key;
}

static inline bool verifies(
	struct zgl_pubkey *key, const struct zgl_digest *digest, zgl_sv sig)
{
	bool valid = true;

	assert_int_equal(zgl_pubkey_verify(key, digest, sig, &valid), ZGL_OK);
	return valid;
}

static inline struct octets signature_of(
	struct zgl_privkey *key, const struct zgl_digest *digest)
{
	struct zgl_signkey signkey = zgl_privkey_signkey(key);
	struct zgl_sig sig;

	assert_int_equal(signkey.sign(signkey.ctx, digest, &sig), ZGL_OK);
	return octets_of((zgl_sv){ (const char *)sig.octets, sig.n });
}

/** The last row: whoever uses OpenSSL beside us finds no errors of ours. */
static inline void nothing_left_behind(void **state)
{
	(void)state;
	assert_int_equal(ERR_peek_error(), 0);
}

/** The element around `body`, which may be what no INTEGER should be. */
static inline struct octets element(uint8_t tag, const struct octets *body)
{
	struct zgl_buf b;

	zgl_buf_begin(&b, sizeof(body->p));
	zgl_derwrite_element(&b, tag, octets_sv(body));
	assert_int_equal(b.err, ZGL_OK);
	struct octets o = octets_of(zgl_buf_sv(&b));
	zgl_buf_free(&b);
	return o;
}

static inline void append(struct octets *to, const struct octets *more)
{
	assert_true(to->n + more->n <= sizeof(to->p));
	memcpy(to->p + to->n, more->p, more->n);
	to->n += more->n;
}
