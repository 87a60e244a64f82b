/* SPDX-License-Identifier: ISC */
/* pubkey and privkey, Ed25519: known answers, and points that fit all. */
#include "tests/crypto/keyhelp.h"

static struct zgl_engine *engine;

/* rfc8410#7: the envelope of a seed. */
static struct octets pkcs8_of(const struct octets *seed)
{
	struct octets der = octets_of_hex("302e020100300506032b657004220420");

	append(&der, seed);
	return der;
}

static struct octets public_of(struct zgl_privkey *key)
{
	struct zgl_buf b;

	zgl_buf_begin(&b, 100);
	assert_int_equal(zgl_privkey_write_public(key, &b), ZGL_OK);
	struct octets o = octets_of(zgl_buf_sv(&b));
	zgl_buf_free(&b);
	return o;
}

struct answer_row {
	const char *name, *seed, *public_key, *digest, *sig;
};

// clang-format off
static const struct answer_row answer_rows[] = {
	{ "rfc8032#7.1: TEST 2",
		"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
		"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
		"72",
		"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
		"085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
	{ "rfc8032#7.1: TEST 3",
		"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
		"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
		"af82",
		"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
		"18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
	{ "rfc8463#A.2, #A.3: the key and its signature",
		"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		"48ce9a2c710ece1710ff156996b836a7f45470e43efe5643074d6e1690ed62e7",
		"fe00ab8a7a5c40ea087ee1cd4086eae29821f64c882b701051db7d39da907a14"
		"b084422e8380f5d41bac15addb4f7158e4eb14ed96e72842eaf9e5dda754350f" },
};
// clang-format on

static void known_answer(void **state)
{
	const struct answer_row *row = *state;
	struct octets seed = octets_of_hex(row->seed);
	struct octets want_public = octets_of_hex(row->public_key);
	struct octets want_sig = octets_of_hex(row->sig);
	struct zgl_digest digest = digest_of_hex(row->digest);
	struct octets der = pkcs8_of(&seed);
	struct zgl_privkey *key = privkey_or_fail(engine, octets_sv(&der));
	struct octets got_public = public_of(key);
	struct octets got_sig = signature_of(key, &digest);

	assert_sv_equal(octets_sv(&got_public), octets_sv(&want_public));
	assert_sv_equal(octets_sv(&got_sig), octets_sv(&want_sig));
	zgl_privkey_free(key);
}

/* A key, a digest and a signature that belong together, for the rows below. */
struct trio {
	struct zgl_pubkey *key;
	struct zgl_digest digest;
	struct octets sig;
};

static struct trio trio_of(const struct answer_row *row)
{
	struct octets p = octets_of_hex(row->public_key);

	return (struct trio){
		.key = pubkey_or_fail(engine, ZGL_KEY_ED25519, octets_sv(&p)),
		.digest = digest_of_hex(row->digest),
		.sig = octets_of_hex(row->sig),
	};
}

static void every_bit(void **state)
{
	struct trio t = trio_of(*state);

	for (size_t bit = 0; bit < t.sig.n * 8; bit++) {
		t.sig.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(verifies(t.key, &t.digest, octets_sv(&t.sig)));
		t.sig.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_true(verifies(t.key, &t.digest, octets_sv(&t.sig)));
	zgl_pubkey_free(t.key);
}

static void every_length(void **state)
{
	struct trio t = trio_of(*state);

	memset(t.sig.p + t.sig.n, 0, 100);
	for (t.sig.n = 0; t.sig.n < 164; t.sig.n++)
		assert_int_equal(verifies(t.key, &t.digest, octets_sv(&t.sig)),
			t.sig.n == 64);
	assert_false(verifies(t.key, &t.digest, (zgl_sv){ NULL, 0 }));
	zgl_pubkey_free(t.key);
}

/* rfc8032#5.1.7: S is below the group order L, or a second signature could be
 * made of every one. */
static void s_plus_the_order(void **state)
{
	struct octets order = octets_of_hex("edd3f55c1a631258d69cf7a2def9de14"
					    "00000000000000000000000000000010");
	struct trio t = trio_of(*state);

	for (int times = 0; times < 8; times++) {
		unsigned carry = 0;
		for (size_t i = 0; i < 32; i++, carry >>= 8) {
			carry += (unsigned)t.sig.p[32 + i] + order.p[i];
			t.sig.p[32 + i] = (uint8_t)carry;
		}
		assert_false(verifies(t.key, &t.digest, octets_sv(&t.sig)));
	}
	zgl_pubkey_free(t.key);
}

static void digest_of_nothing(void **state)
{
	struct trio t = trio_of(*state);
	bool valid = true;

	t.digest.n = 0;
	assert_int_equal(
		zgl_pubkey_verify(t.key, &t.digest, octets_sv(&t.sig), &valid),
		ZGL_EUSAGE);
	assert_false(valid);
	zgl_pubkey_free(t.key);
}

struct point_row {
	const char *name, *point;
};

/* The points of order 1, 2, 4 and 8, also as y + p, and with the sign bit. */
// clang-format off
static const struct point_row point_rows[] = {
	{ "order 1: y = 1",
		"0100000000000000000000000000000000000000000000000000000000000000" },
	{ "order 1: y = 1, x negative",
		"0100000000000000000000000000000000000000000000000000000000000080" },
	{ "order 1: y = p + 1",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" },
	{ "order 1: y = p + 1, x negative",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" },
	{ "order 2: y = p - 1",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" },
	{ "order 2: y = p - 1, x negative",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" },
	{ "order 4: y = 0",
		"0000000000000000000000000000000000000000000000000000000000000000" },
	{ "order 4: y = 0, x negative",
		"0000000000000000000000000000000000000000000000000000000000000080" },
	{ "order 4: y = p",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" },
	{ "order 4: y = p, x negative",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" },
	{ "order 8",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05" },
	{ "order 8, x negative",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85" },
	{ "order 8, the other y",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a" },
	{ "order 8, the other y, x negative",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa" },
};
// clang-format on

/* With S = 0 and a key of small order, one R in eight fits any digest. */
static void small_order(void **state)
{
	const struct point_row *row = *state;
	struct octets p = octets_of_hex(row->point);
	struct zgl_pubkey *key =
		pubkey_or_fail(engine, ZGL_KEY_ED25519, octets_sv(&p));

	for (size_t r = 0; r < ZGL_COUNT(point_rows); r++) {
		struct octets sig = octets_of_hex(point_rows[r].point);
		memset(sig.p + 32, 0, 32);
		sig.n = 64;
		for (uint8_t i = 0; i < 16; i++) {
			struct zgl_digest digest = digest_of(engine,
				ZGL_HASH_SHA256, (zgl_sv){ (char *)&i, 1 });
			assert_false(verifies(key, &digest, octets_sv(&sig)));
		}
	}
	zgl_pubkey_free(key);
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	ROWS_ADD(&r, answer_rows, known_answer);
	ROWS_ADD(&r, point_rows, small_order);
	rows_add(&r, answer_rows, 1, sizeof(answer_rows[0]), every_bit);
	rows_add(&r, answer_rows, 1, sizeof(answer_rows[0]), every_length);
	ROWS_ADD(&r, answer_rows, s_plus_the_order);
	rows_add(&r, answer_rows, 1, sizeof(answer_rows[0]), digest_of_nothing);
	int failed = rows_run(&r, "ed25519");
	zgl_engine_free(engine);
	return failed;
}
