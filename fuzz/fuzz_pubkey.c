/* SPDX-License-Identifier: ISC */
/* pubkey: DER has one form for one key, so what is read as a key is what we
 * would write; and no key takes 0 or 1 for a signature. */
#include <stdlib.h>
#include <string.h>

#include "zegel/crypto/derwrite.h"
#include "zegel/crypto/keyinfo.h"
#include "zegel/crypto/rsaparts.h"

/* Larger ones take too long to verify millions of times. */
#define VERIFY_BITS_MOST 2048

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

static struct zgl_pubkey *read_key(enum zgl_key_alg alg, zgl_sv octets)
{
	enum zgl_key_fault fault;
	struct zgl_pubkey *key;

	must(zgl_pubkey_new(the_engine(), alg, octets, &key, &fault) == ZGL_OK);
	must((key == NULL) == (fault != ZGL_KEY_FAULT_NONE));
	return key;
}

static void write_bare(const struct zgl_rsaparts *parts, struct zgl_buf *to)
{
	struct zgl_buf numbers;

	zgl_buf_begin(&numbers, 8192);
	zgl_derwrite_uint(&numbers, parts->part[ZGL_RSA_N]);
	zgl_derwrite_uint(&numbers, parts->part[ZGL_RSA_E]);
	zgl_derwrite_take(to, ZGL_DER_SEQUENCE, &numbers);
}

/* The input, but for the NULL that may be left out. */
static void check_form(zgl_sv octets, unsigned bits)
{
	struct zgl_keyinfo info = { .key = octets };
	struct zgl_rsaparts parts;
	struct zgl_buf bare, whole;
	bool enveloped =
		zgl_keyinfo_read_public(octets, &info) == ZGL_KEY_FAULT_NONE;

	if (!enveloped)
		info.key = octets;
	must(zgl_rsaparts_read_public(info.key, &parts) == ZGL_KEY_FAULT_NONE);
	must(parts.bits == bits && bits >= 512 && bits <= ZGL_RSA_BITS_MOST);
	zgl_buf_begin(&bare, 8192);
	zgl_buf_begin(&whole, 8192);
	write_bare(&parts, &bare);
	must(zgl_sv_eq(zgl_buf_sv(&bare), info.key));
	zgl_keyinfo_write_public(&whole, ZGL_KEY_RSA, zgl_buf_sv(&bare));
	if (enveloped && whole.n == octets.n)
		must(zgl_sv_eq(zgl_buf_sv(&whole), octets));
	else if (enveloped)
		must(whole.n == octets.n + 2);
	zgl_buf_free(&bare);
	zgl_buf_free(&whole);
}

static void check_junk(struct zgl_pubkey *key, size_t length)
{
	static char sig[ZGL_RSA_BITS_MOST / 8];
	struct zgl_digest digest = { .n = 32, .alg = ZGL_HASH_SHA256 };
	bool valid;

	for (char last = 0; last <= 1; last++) {
		sig[length - 1] = last;
		must(zgl_pubkey_verify(
			     key, &digest, (zgl_sv){ sig, length }, &valid)
			== ZGL_OK);
		must(!valid);
	}
	sig[length - 1] = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	zgl_sv octets = { (const char *)p, n };
	struct zgl_pubkey *key = read_key(ZGL_KEY_RSA, octets);

	if (key != NULL) {
		unsigned bits = zgl_pubkey_bits(key);
		check_form(octets, bits);
		if (bits <= VERIFY_BITS_MOST)
			check_junk(key, (bits + 7) / 8);
	}
	zgl_pubkey_free(key);
	key = read_key(ZGL_KEY_ED25519, octets);
	must((key != NULL) == (n == 32));
	if (key != NULL)
		check_junk(key, 64);
	zgl_pubkey_free(key);
	return 0;
}
