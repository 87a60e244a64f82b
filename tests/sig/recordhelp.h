/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * recordhelp -- key records from templates.
 *
 * "$NAME" stands for the public half of the test key NAME (tests/crypto/
 * testkeys), as p= has it: "v=DKIM1; p=$rsa1024". "$NAME-bare" is the
 * RSAPublicKey without the SubjectPublicKeyInfo around it, or the 32 octets of
 * an Ed25519 key within one. "$$" stands for "$".
 */

#include "tests/crypto/keyhelp.h"
#include "tests/crypto/testkeys.h"
#include "zegel/crypto/keyinfo.h"

static inline const struct testkey *testkey_named(zgl_sv name)
{
	for (size_t i = 0; i < ZGL_COUNT(testkeys); i++) {
		if (zgl_sv_eq(name, zgl_sv_of(testkeys[i].name)))
			return &testkeys[i];
	}
	return NULL;
}

/* The other way to write a key than p= should have it. */
static inline void record_put_bare(
	struct zgl_buf *to, const struct testkey *key)
{
	struct octets o = octets_of_b64(key->public_b64);
	struct zgl_keyinfo info;
	struct zgl_buf der;

	if (key->alg == ZGL_KEY_RSA) {
		assert_int_equal(zgl_keyinfo_read_public(octets_sv(&o), &info),
			ZGL_KEY_FAULT_NONE);
		zgl_b64_encode(to, (const uint8_t *)info.key.p, info.key.n);
		return;
	}
	zgl_buf_begin(&der, 1024);
	zgl_keyinfo_write_public(&der, key->alg, octets_sv(&o));
	zgl_b64_encode(to, (const uint8_t *)der.p, der.n);
	zgl_buf_free(&der);
}

/** Appends what a "$" at the start of *rest stands for, and skips it. */
static inline void record_put_key(struct zgl_buf *to, zgl_sv *rest)
{
	size_t n = 1;

	if (zgl_sv_starts(*rest, ZGL_SV("$$"))) {
		zgl_buf_char(to, '$');
		*rest = zgl_sv_skip(*rest, 2);
		return;
	}
	while (n < rest->n && zgl_is_alnum(rest->p[n]))
		n++;
	const struct testkey *key =
		testkey_named((zgl_sv){ rest->p + 1, n - 1 });
	if (key == NULL)
		fail_msg("no test key is named %.*s", (int)n, rest->p);
	*rest = zgl_sv_skip(*rest, n);
	if (!zgl_sv_starts(*rest, ZGL_SV("-bare"))) {
		zgl_buf_text(to, key->public_b64);
		return;
	}
	*rest = zgl_sv_skip(*rest, 5);
	record_put_bare(to, key);
}

/** Appends the record that a template makes. */
static inline void record_put(struct zgl_buf *to, zgl_sv rest)
{
	while (rest.n > 0) {
		size_t plain = zgl_sv_find(rest, '$');
		zgl_buf_put(to, zgl_sv_head(rest, plain));
		rest = zgl_sv_skip(rest, plain);
		if (rest.n > 0)
			record_put_key(to, &rest);
	}
	assert_int_equal(to->err, ZGL_OK);
}
