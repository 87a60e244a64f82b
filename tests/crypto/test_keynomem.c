/* SPDX-License-Identifier: ISC */
/* crypto when there is no memory: an error, never a verdict about a key or a
 * signature. */
#include "tests/crypto/keyhelp.h"
#include "tests/crypto/testkeys.h"
#include "tests/failopenssl.h"

/* What a use needs is made before memory fails; each returns its error, and
 * fails the test when it came to a wrong answer. */
struct bench {
	struct zgl_engine *engine;
	struct octets public_key, sig;
	struct zgl_digest digest;
	const struct testkey *test;
};

static enum zgl_err use_engine(struct bench *b)
{
	struct zgl_engine *engine;
	enum zgl_err err = zgl_engine_new(&engine);

	(void)b;
	assert_int_equal(engine != NULL, err == ZGL_OK);
	zgl_engine_free(engine);
	return err;
}

static enum zgl_err use_hash(struct bench *b)
{
	struct zgl_digest digest = { 0 };
	struct zgl_hash *hash;
	enum zgl_err err = zgl_hash_new(b->engine, &hash);

	if (err != ZGL_OK)
		return err;
	zgl_hash_begin(hash, ZGL_HASH_SHA1);
	zgl_hash_begin(hash, ZGL_HASH_SHA256);
	zgl_hash_feed(hash, "zegel", 5);
	err = zgl_hash_end(hash, &digest);
	zgl_hash_free(hash);
	assert_int_equal(digest.n, err == ZGL_OK ? 32 : 0);
	if (err == ZGL_OK)
		assert_memory_equal(digest.octets, b->digest.octets, 32);
	return err;
}

static enum zgl_err use_pubkey(struct bench *b)
{
	enum zgl_key_fault fault;
	struct zgl_pubkey *key;
	bool valid = false;
	enum zgl_err err = zgl_pubkey_new(b->engine, b->test->alg,
		octets_sv(&b->public_key), &key, &fault);

	assert_int_equal(fault, ZGL_KEY_FAULT_NONE);
	assert_int_equal(key != NULL, err == ZGL_OK);
	if (err != ZGL_OK)
		return err;
	err = zgl_pubkey_verify(key, &b->digest, octets_sv(&b->sig), &valid);
	assert_int_equal(valid, err == ZGL_OK);
	zgl_pubkey_free(key);
	return err;
}

static enum zgl_err sign_and_write(struct bench *b, struct zgl_privkey *key)
{
	struct zgl_signkey signkey = zgl_privkey_signkey(key);
	struct zgl_sig sig;
	struct zgl_buf text;
	enum zgl_err err = signkey.sign(signkey.ctx, &b->digest, &sig);

	if (err != ZGL_OK)
		return err;
	assert_sv_equal(
		((zgl_sv){ (char *)sig.octets, sig.n }), octets_sv(&b->sig));
	zgl_buf_begin(&text, 16384);
	err = zgl_privkey_write_pem(key, &text);
	if (err == ZGL_OK)
		err = zgl_privkey_write_public(key, &text);
	zgl_buf_wipe(&text);
	return err;
}

static enum zgl_err use_privkey(struct bench *b)
{
	enum zgl_key_fault fault;
	struct zgl_privkey *key;
	enum zgl_err err = zgl_privkey_read(
		b->engine, zgl_sv_of(b->test->pem), &key, &fault);

	assert_int_equal(key != NULL, err == ZGL_OK);
	if (err == ZGL_OK) {
		assert_int_equal(fault, ZGL_KEY_FAULT_NONE);
		err = sign_and_write(b, key);
	}
	zgl_privkey_free(key);
	return err;
}

static enum zgl_err use_generate(struct bench *b)
{
	struct zgl_privkey *key;
	enum zgl_err err =
		zgl_privkey_generate(b->engine, ZGL_KEY_ED25519, 0, &key);

	assert_int_equal(key != NULL, err == ZGL_OK);
	zgl_privkey_free(key);
	return err;
}

struct row {
	const char *name;
	enum zgl_err (*use)(struct bench *b);
	size_t key; /* of testkeys */
	bool forever;
};

// clang-format off
static const struct row rows[] = {
	{ "an engine: one allocation fails",                use_engine,   2, false },
	{ "an engine: all fail from one on",                use_engine,   2, true },
	{ "a digest: one allocation fails",                 use_hash,     2, false },
	{ "a digest: all fail from one on",                 use_hash,     2, true },
	{ "verify with RSA: one allocation fails",          use_pubkey,   2, false },
	{ "verify with RSA: all fail from one on",          use_pubkey,   2, true },
	{ "verify with Ed25519: one allocation fails",      use_pubkey,   7, false },
	{ "read, sign and write RSA: one allocation fails", use_privkey,  2, false },
	{ "read, sign and write RSA: all fail from one on", use_privkey,  2, true },
	{ "read, sign and write Ed25519: one fails",        use_privkey,  7, false },
	{ "a new Ed25519 key: one allocation fails",        use_generate, 7, false },
};
// clang-format on

static void every_allocation_fails_once(void **state)
{
	const struct row *row = *state;
	const struct testkey *test = &testkeys[row->key];
	struct bench b = { .engine = engine_or_die(), .test = test };
	size_t failures = 0;

	b.public_key = octets_of_b64(test->public_b64);
	b.sig = octets_of_b64(test->sha256_b64);
	b.digest = digest_of(b.engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	assert_int_equal(row->use(&b), ZGL_OK);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, row->forever);
		enum zgl_err err = row->use(&b);
		failalloc_disarm();
		failures += err != ZGL_OK;
		assert_true(err == ZGL_OK || err == ZGL_ENOMEM
			|| err == ZGL_ECRYPTO);
		assert_true(err == ZGL_OK || failalloc_failed());
		/* Nothing that failed may stay behind in what is kept. */
		assert_int_equal(row->use(&b), ZGL_OK);
	}
	assert_true(failures > 0);
	zgl_engine_free(b.engine);
}

int main(void)
{
	struct rows r = { 0 };

	failalloc_openssl();
	ROWS_ADD(&r, rows, every_allocation_fails_once);
	return rows_run(&r, "keynomem");
}
