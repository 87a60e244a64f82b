/* SPDX-License-Identifier: ISC */
/* hash: known answers, every split, calls out of order. */
#include "tests/crypto/keyhelp.h"

static struct zgl_engine *engine;

struct row {
	const char *name;
	enum zgl_hash_alg alg;
	const char *text;
	size_t times; /* the text is fed so often */
	const char *hex;
};

// clang-format off
static const struct row rows[] = {
	{ "fips180: SHA-256 of nothing", ZGL_HASH_SHA256, "", 1,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "fips180: SHA-256 of abc", ZGL_HASH_SHA256, "abc", 1,
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "fips180: SHA-256 of two blocks", ZGL_HASH_SHA256,
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ "fips180: SHA-256 of a million a", ZGL_HASH_SHA256, "aaaaaaaaaa", 100000,
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	{ "fips180: SHA-1 of nothing", ZGL_HASH_SHA1, "", 1,
		"da39a3ee5e6b4b0d3255bfef95601890afd80709" },
	{ "fips180: SHA-1 of abc", ZGL_HASH_SHA1, "abc", 1,
		"a9993e364706816aba3e25717850c26c9cd0d89d" },
	{ "fips180: SHA-1 of two blocks", ZGL_HASH_SHA1,
		"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
		"84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
	{ "fips180: SHA-1 of a million a", ZGL_HASH_SHA1, "aaaaaaaaaa", 100000,
		"34aa973cd4c4daa4f61eeb2bdbad27316534016f" },
};
// clang-format on

static void known_answer(void **state)
{
	const struct row *row = *state;
	struct octets want = octets_of_hex(row->hex);
	struct zgl_digest digest;
	struct zgl_hash *hash;

	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	zgl_hash_begin(hash, row->alg);
	for (size_t i = 0; i < row->times; i++)
		zgl_hash_feed(hash, row->text, strlen(row->text));
	assert_int_equal(zgl_hash_end(hash, &digest), ZGL_OK);
	assert_int_equal(digest.alg, row->alg);
	assert_true(zgl_digest_is(&digest, octets_sv(&want)));
	want.p[want.n - 1] ^= 1;
	assert_false(zgl_digest_is(&digest, octets_sv(&want)));
	want.n--;
	assert_false(zgl_digest_is(&digest, octets_sv(&want)));
	zgl_hash_free(hash);
}

static void every_split(void **state)
{
	char text[200];
	struct zgl_digest digest;
	struct zgl_hash *hash;

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 7);
	struct zgl_digest want = digest_of(
		engine, ZGL_HASH_SHA256, (zgl_sv){ text, sizeof(text) });
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	for (size_t cut = 0; cut <= sizeof(text); cut++) {
		zgl_hash_begin(hash, ZGL_HASH_SHA256);
		zgl_hash_feed(hash, text, cut);
		zgl_hash_feed(hash, text + cut, sizeof(text) - cut);
		assert_int_equal(zgl_hash_end(hash, &digest), ZGL_OK);
		assert_memory_equal(digest.octets, want.octets, want.n);
	}
	zgl_hash_free(hash);
}

/* What one begin left unfinished must not reach the next, of any kind. */
static void begin_forgets(void **state)
{
	const enum zgl_hash_alg algs[] = { ZGL_HASH_SHA256, ZGL_HASH_SHA1 };
	struct zgl_digest digest, want;
	struct zgl_hash *hash;

	(void)state;
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	for (size_t i = 0; i < 8; i++) {
		zgl_hash_begin(hash, algs[i / 2 % 2]);
		zgl_hash_feed(hash, "left", 4);
		zgl_hash_begin(hash, algs[i % 2]);
		zgl_hash_feed(hash, "abc", 3);
		assert_int_equal(zgl_hash_end(hash, &digest), ZGL_OK);
		want = digest_of(engine, algs[i % 2], ZGL_SV("abc"));
		assert_int_equal(digest.n, want.n);
		assert_memory_equal(digest.octets, want.octets, want.n);
	}
	zgl_hash_free(hash);
}

static void out_of_order(void **state)
{
	struct zgl_digest digest;
	struct zgl_hash *hash;

	(void)state;
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	zgl_hash_feed(hash, "abc", 3);
	assert_int_equal(zgl_hash_end(hash, &digest), ZGL_EUSAGE);
	zgl_hash_begin(hash, ZGL_HASH_SHA256);
	assert_int_equal(zgl_hash_end(hash, &digest), ZGL_OK);
	assert_int_equal(zgl_hash_end(hash, &digest), ZGL_EUSAGE);
	assert_int_equal(digest.n, 0);
	zgl_hash_begin(hash, (enum zgl_hash_alg)7);
	zgl_hash_feed(hash, "abc", 3);
	assert_int_equal(zgl_hash_end(hash, &digest), ZGL_EUSAGE);
	assert_false(zgl_digest_is(&digest, ZGL_SV("")));
	zgl_hash_free(hash);
	zgl_hash_free(NULL);
}

static void random_octets(void **state)
{
	uint8_t a[64] = { 0 }, b[64] = { 0 }, none[64] = { 0 };

	(void)state;
	assert_int_equal(zgl_engine_random(engine, a, sizeof(a)), ZGL_OK);
	assert_int_equal(zgl_engine_random(engine, b, sizeof(b)), ZGL_OK);
	assert_memory_not_equal(a, b, sizeof(a));
	assert_memory_not_equal(a, none, sizeof(a));
	assert_memory_not_equal(a + 56, none, 8);
	assert_int_equal(zgl_engine_random(engine, NULL, 0), ZGL_OK);
	assert_int_equal(
		zgl_engine_random(engine, a, (size_t)1 << 31), ZGL_EUSAGE);
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	ROWS_ADD(&r, rows, known_answer);
	rows_add_one(
		&r, "200 octets give one digest at every split", every_split);
	rows_add_one(&r, "begin forgets what was fed, also of the other kind",
		begin_forgets);
	rows_add_one(&r,
		"end without begin, and an unknown algorithm, are usage",
		out_of_order);
	rows_add_one(&r, "random octets differ and are filled to the end",
		random_octets);
	int failed = rows_run(&r, "hash");
	zgl_engine_free(engine);
	zgl_engine_free(NULL);
	return failed;
}
