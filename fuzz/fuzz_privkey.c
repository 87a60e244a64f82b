/* SPDX-License-Identifier: ISC */
/* privkey: what is read as a key signs, its public half verifies that, and
 * what is written of it is read as the same key. */
#include <stdlib.h>
#include <string.h>

#include "zegel/crypto/privkey.h"

#define SIGN_BITS_MOST 2048

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static struct zgl_engine *the_engine(void)
{
	static struct zgl_engine *engine;

	if (engine == NULL)
		must(zgl_engine_new(&engine) == ZGL_OK);
	return engine;
}

static struct zgl_privkey *read_key(zgl_sv octets)
{
	enum zgl_key_fault fault;
	struct zgl_privkey *key;

	must(zgl_privkey_read(the_engine(), octets, &key, &fault) == ZGL_OK);
	must((key == NULL) == (fault != ZGL_KEY_FAULT_NONE));
	return key;
}

static void check_signature(struct zgl_privkey *key)
{
	struct zgl_signkey signkey = zgl_privkey_signkey(key);
	struct zgl_digest digest = { .n = 32, .alg = ZGL_HASH_SHA256 };
	struct zgl_sig sig;
	enum zgl_key_fault fault;
	struct zgl_pubkey *half;
	struct zgl_buf octets;
	bool valid;

	zgl_buf_begin(&octets, 8192);
	must(zgl_privkey_write_public(key, &octets) == ZGL_OK);
	must(zgl_pubkey_new(the_engine(), signkey.alg, zgl_buf_sv(&octets),
		     &half, &fault)
		== ZGL_OK);
	must(half != NULL && zgl_pubkey_bits(half) == signkey.bits);
	if (signkey.bits <= SIGN_BITS_MOST) {
		must(signkey.sign(signkey.ctx, &digest, &sig) == ZGL_OK);
		zgl_sv made = { (const char *)sig.octets, sig.n };
		must(zgl_pubkey_verify(half, &digest, made, &valid) == ZGL_OK);
		must(valid);
	}
	zgl_pubkey_free(half);
	zgl_buf_free(&octets);
}

static void check_form(struct zgl_privkey *key)
{
	struct zgl_buf der, pem, again;
	struct zgl_privkey *second;

	zgl_buf_begin(&der, 32768);
	zgl_buf_begin(&pem, 65536);
	zgl_buf_begin(&again, 32768);
	must(zgl_privkey_write_der(key, &der) == ZGL_OK);
	must(zgl_privkey_write_pem(key, &pem) == ZGL_OK);
	second = read_key(zgl_buf_sv(&pem));
	must(second != NULL);
	must(zgl_privkey_write_der(second, &again) == ZGL_OK);
	must(zgl_sv_eq(zgl_buf_sv(&again), zgl_buf_sv(&der)));
	zgl_privkey_free(second);
	zgl_buf_wipe(&der);
	zgl_buf_wipe(&pem);
	zgl_buf_wipe(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct zgl_privkey *key = read_key((zgl_sv){ (const char *)p, n });

	if (key == NULL)
		return 0;
	check_signature(key);
	check_form(key);
	zgl_privkey_free(key);
	return 0;
}
