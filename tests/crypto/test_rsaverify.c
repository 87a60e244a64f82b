/* SPDX-License-Identifier: ISC */
/* pubkey, RSA: signatures that are nearly right. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "tests/crypto/keyhelp.h"
#include "tests/crypto/testkeys.h"
#include "zegel/crypto/keyinfo.h"
#include "zegel/crypto/rsaparts.h"

static struct zgl_engine *engine;

static const struct testkey *testkey_of_bits(unsigned bits)
{
	for (size_t i = 0; i < ZGL_COUNT(testkeys); i++) {
		if (testkeys[i].bits == bits)
			return &testkeys[i];
	}
	fail_msg("no test key of %u bits", bits);
	return NULL;
}

static struct zgl_pubkey *public_of(const struct testkey *row)
{
	struct octets p = octets_of_b64(row->public_b64);

	return pubkey_or_fail(engine, row->alg, octets_sv(&p));
}

/* The private operation alone, on an encoded message of any octets. False for
 * one that is not below the modulus. */
static bool sign_encoded(
	EVP_PKEY *key, const struct octets *em, struct octets *sig_r)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
	size_t n = sizeof(sig_r->p);

	assert_non_null(ctx);
	assert_int_equal(EVP_PKEY_sign_init(ctx), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING), 1);
	bool signs = EVP_PKEY_sign(ctx, sig_r->p, &n, em->p, em->n) == 1;
	sig_r->n = n;
	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	return signs;
}

static EVP_PKEY *openssl_key(const struct testkey *row)
{
	BIO *bio = BIO_new_mem_buf(row->pem, -1);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);

	assert_non_null(key);
	BIO_free(bio);
	return key;
}

#define INFO_SHA256 "3031300d060960864801650304020105000420"

struct encoding_row {
	const char *name;
	const char *head;  /* before the padding */
	const char *tail;  /* after it */
	bool digest_last;  /* the digest's octets stand between tail and end */
	const char *after; /* after the digest */
	bool good;
};

// clang-format off
static const struct encoding_row encoding_rows[] = {
	{ "rfc8017#9.2: as it should be", "0001", "00" INFO_SHA256, true, "", true },
	{ "block type 0", "0000", "00" INFO_SHA256, true, "", false },
	{ "block type 2", "0002", "00" INFO_SHA256, true, "", false },
	{ "a first octet of 1", "0101", "00" INFO_SHA256, true, "", false },
	{ "no zero before the DigestInfo", "0001", INFO_SHA256, true, "", false },
	{ "two zeros before the DigestInfo", "0001", "0000" INFO_SHA256, true, "", false },
	{ "fe as the last of the padding", "0001", "fe00" INFO_SHA256, true, "", false },
	{ "a DigestInfo without NULL", "0001",
		"00 302f300b0609608648016503040201 0420", true, "", false },
	{ "a DigestInfo with the OID of SHA-1", "0001",
		"00 302d300906052b0e03021a05000420", true, "", false },
	{ "a DigestInfo with the OID of SHA-512", "0001",
		"00 3031300d060960864801650304020305000420", true, "", false },
	{ "a DigestInfo with the OID of SHA-512/256", "0001",
		"00 3031300d060960864801650304020605000420", true, "", false },
	{ "a DigestInfo with lengths in BER", "0001",
		"00 308132 30810d 0609608648016503040201 0500 0420", true, "", false },
	{ "parameters that hold octets: BERserk", "0001",
		"00 3039 3015 0609608648016503040201 0508 0000000000000000 0420", true, "", false },
	{ "the digest without a DigestInfo", "0001", "00", true, "", false },
	{ "an OCTET STRING without a DigestInfo", "0001", "00 0420", true, "", false },
	{ "a DigestInfo without the digest", "0001", "00" INFO_SHA256, false, "", false },
	{ "an octet after the digest", "0001", "00" INFO_SHA256, true, "00", false },
	{ "an octet after the digest, within the DigestInfo", "0001",
		"00 3032300d060960864801650304020105000420", true, "00", false },
	{ "a digest of 33 octets", "0001",
		"00 3032300d060960864801650304020105000421", true, "00", false },
};
// clang-format on

/* head, as many ff as needed, tail, digest, after: as long as the modulus. */
static struct octets encode(const struct encoding_row *row,
	const struct zgl_digest *digest, size_t length)
{
	struct octets em = octets_of_hex(row->head);
	struct octets end = octets_of_hex(row->tail);
	struct octets after = octets_of_hex(row->after);

	if (row->digest_last) {
		struct octets d = octets_of(
			(zgl_sv){ (const char *)digest->octets, digest->n });
		append(&end, &d);
	}
	append(&end, &after);
	while (em.n < length - end.n)
		em.p[em.n++] = 0xff;
	append(&em, &end);
	assert_int_equal(em.n, length);
	return em;
}

static void check_encoding(void **state)
{
	const struct encoding_row *row = *state;
	const struct testkey *test = testkey_of_bits(1024);
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct octets em = encode(row, &digest, 128), sig;
	struct zgl_pubkey *key = public_of(test);
	EVP_PKEY *private_key = openssl_key(test);

	assert_true(sign_encoded(private_key, &em, &sig));
	assert_int_equal(verifies(key, &digest, octets_sv(&sig)), row->good);
	EVP_PKEY_free(private_key);
	zgl_pubkey_free(key);
}

static void every_bit_of_the_encoding(void **state)
{
	const struct testkey *test = testkey_of_bits(1024);
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct octets em = encode(&encoding_rows[0], &digest, 128), sig;
	struct zgl_pubkey *key = public_of(test);
	EVP_PKEY *private_key = openssl_key(test);
	size_t signatures = 0;

	(void)state;
	for (size_t bit = 0; bit < em.n * 8; bit++) {
		em.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		if (sign_encoded(private_key, &em, &sig)) {
			signatures++;
			assert_false(verifies(key, &digest, octets_sv(&sig)));
		}
		em.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	/* With its first bit set it is above the modulus. */
	assert_true(signatures >= em.n * 8 - 1);
	assert_true(sign_encoded(private_key, &em, &sig));
	assert_true(verifies(key, &digest, octets_sv(&sig)));
	EVP_PKEY_free(private_key);
	zgl_pubkey_free(key);
}

static void every_bit_of_the_signature(void **state)
{
	const struct testkey *row = *state;
	struct octets sig = octets_of_b64(row->sha256_b64);
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct zgl_pubkey *key = public_of(row);

	for (size_t bit = 0; bit < sig.n * 8; bit++) {
		sig.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_false(verifies(key, &digest, octets_sv(&sig)));
		sig.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_true(verifies(key, &digest, octets_sv(&sig)));
	zgl_pubkey_free(key);
}

static void every_length(void **state)
{
	const struct testkey *row = *state;
	struct octets sig = octets_of_b64(row->sha256_b64);
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct zgl_pubkey *key = public_of(row);
	size_t n = sig.n;

	memset(sig.p + n, 0, sizeof(sig.p) - n);
	for (sig.n = 0; sig.n < n + 70; sig.n++)
		assert_int_equal(
			verifies(key, &digest, octets_sv(&sig)), sig.n == n);
	assert_false(verifies(key, &digest, (zgl_sv){ NULL, 0 }));
	/* A zero in front leaves the number as it is, not the signature. */
	memmove(sig.p + 1, sig.p, n);
	sig.p[0] = 0;
	sig.n = n + 1;
	assert_false(verifies(key, &digest, octets_sv(&sig)));
	zgl_pubkey_free(key);
}

static struct octets modulus_of(const struct testkey *row)
{
	struct octets p = octets_of_b64(row->public_b64);
	struct zgl_keyinfo info;
	struct zgl_rsaparts parts;

	assert_int_equal(zgl_keyinfo_read_public(octets_sv(&p), &info), 0);
	assert_int_equal(zgl_rsaparts_read_public(info.key, &parts), 0);
	return octets_of(parts.part[ZGL_RSA_N]);
}

/* a += b; false when the sum needs an octet more. */
static bool add(struct octets *a, const struct octets *b)
{
	unsigned carry = 0;

	assert_int_equal(a->n, b->n);
	for (size_t i = a->n; i-- > 0; carry >>= 8) {
		carry += (unsigned)a->p[i] + b->p[i];
		a->p[i] = (uint8_t)carry;
	}
	return carry == 0;
}

/* rfc8017#5.2.2: "If the signature representative s is not between 0 and n - 1,
 * output 'signature representative out of range'": s + n is the same residue. */
static void above_the_modulus(void **state)
{
	const struct testkey *test = testkey_of_bits(1024);
	struct octets n = modulus_of(test);
	struct zgl_privkey *private_key =
		privkey_or_fail(engine, zgl_sv_of(test->pem));
	struct zgl_pubkey *key = public_of(test);
	size_t sums = 0;

	(void)state;
	for (char c = 'a'; c <= 'z'; c++) {
		struct zgl_digest digest =
			digest_of(engine, ZGL_HASH_SHA256, (zgl_sv){ &c, 1 });
		struct octets sig = signature_of(private_key, &digest);
		assert_true(verifies(key, &digest, octets_sv(&sig)));
		if (add(&sig, &n)) {
			sums++;
			assert_false(verifies(key, &digest, octets_sv(&sig)));
		}
	}
	assert_true(sums > 0);
	zgl_pubkey_free(key);
	zgl_privkey_free(private_key);
}

static void numbers_with_no_key(void **state)
{
	const struct testkey *test = testkey_of_bits(1024);
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct zgl_pubkey *key = public_of(test);
	struct octets sig = modulus_of(test);

	(void)state;
	assert_false(verifies(key, &digest, octets_sv(&sig))); /* n */
	sig.p[sig.n - 1] -= 1;
	assert_false(verifies(key, &digest, octets_sv(&sig))); /* n - 1 */
	memset(sig.p, 0, sig.n);
	assert_false(verifies(key, &digest, octets_sv(&sig))); /* 0 */
	sig.p[sig.n - 1] = 1;
	assert_false(verifies(key, &digest, octets_sv(&sig))); /* 1 */
	memset(sig.p, 0xff, sig.n);
	assert_false(verifies(key, &digest, octets_sv(&sig)));
	zgl_pubkey_free(key);
}

struct forgery_row {
	const char *name, *root_b64;
};

/* Cube roots, rounded up, of 00 01 ff.. 00 DigestInfo 00..: whoever does not
 * look at what stands behind the digest takes them for signatures of any key
 * with e = 3 (Bleichenbacher 2006). */
// clang-format off
static const struct forgery_row forgery_rows[] = {
	{ "e = 3: eight octets of padding, garbage behind the digest",
		"Msv9SnrceQVYPXZ1IPUWQHWRdtN4JvLvY649x6g6jH89uUzUlDrryBWvAn2s"
		"RPCzGPSYYuJu7ak7YBKdMbTwA5epC2Ye+GZ+OH+icSFxQhWRNvelSw==" },
	{ "e = 3: one octet of padding, garbage behind the digest",
		"MsOGJIRZEYF78SXDzxU0PO4TifjO/2hVwKTIlqMtvvS5YGZflXooW+uGNOlo"
		"DCvk6p7ennjIXMnBNACjC4Mj1PdUJCbxXoAmaDHJ/5dJ7IqYHDmVfg==" },
};
// clang-format on

static void check_forgery(void **state)
{
	const struct forgery_row *row = *state;
	struct octets n = modulus_of(testkey_of_bits(2048));
	struct octets root = octets_of_b64(row->root_b64);
	struct octets sig = { .n = 256 - root.n };
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct zgl_buf numbers, der;

	append(&sig, &root);
	zgl_buf_begin(&numbers, 1024);
	zgl_buf_begin(&der, 1024);
	zgl_derwrite_uint(&numbers, octets_sv(&n));
	zgl_derwrite_uint(&numbers, ZGL_SV("\x03"));
	zgl_derwrite_take(&der, ZGL_DER_SEQUENCE, &numbers);
	struct zgl_pubkey *key =
		pubkey_or_fail(engine, ZGL_KEY_RSA, zgl_buf_sv(&der));
	assert_false(verifies(key, &digest, octets_sv(&sig)));
	zgl_pubkey_free(key);
	zgl_buf_free(&der);
}

static void digests_that_are_none(void **state)
{
	const struct testkey *test = testkey_of_bits(1024);
	struct octets sig = octets_of_b64(test->sha256_b64);
	struct zgl_digest good =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct zgl_pubkey *key = public_of(test);
	struct zgl_digest bad[] = { good, good, good, good };
	bool valid = true;

	(void)state;
	bad[0].n = 0;
	bad[1].n = 31;
	bad[2].alg = ZGL_HASH_SHA1; /* of 32 octets */
	bad[3].alg = (enum zgl_hash_alg)7;
	for (size_t i = 0; i < ZGL_COUNT(bad); i++) {
		assert_int_equal(zgl_pubkey_verify(
					 key, &bad[i], octets_sv(&sig), &valid),
			ZGL_EUSAGE);
		assert_false(valid);
	}
	assert_true(verifies(key, &good, octets_sv(&sig)));
	zgl_pubkey_free(key);
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	ROWS_ADD(&r, encoding_rows, check_encoding);
	ROWS_ADD(&r, forgery_rows, check_forgery);
	rows_add_one(&r, "no bit of the encoded message can be flipped",
		every_bit_of_the_encoding);
	rows_add(&r, testkeys, 5, sizeof(testkeys[0]),
		every_bit_of_the_signature);
	rows_add(&r, testkeys, 7, sizeof(testkeys[0]), every_length);
	rows_add_one(&r, "rfc8017#5.2.2: a signature plus the modulus",
		above_the_modulus);
	rows_add_one(&r, "n, n - 1, 0, 1 and ff.. sign nothing",
		numbers_with_no_key);
	rows_add_one(&r, "a digest of another length than its hash is usage",
		digests_that_are_none);
	rows_add_one(&r, "OpenSSL's error queue is empty in the end",
		nothing_left_behind);
	int failed = rows_run(&r, "rsaverify");
	zgl_engine_free(engine);
	return failed;
}
