/* SPDX-License-Identifier: ISC */
/* pubkey: keys that verify, and octets that are no key. */
#include "tests/crypto/keyhelp.h"
#include "tests/crypto/testkeys.h"
#include "zegel/crypto/rsaparts.h"

static struct zgl_engine *engine;

static const struct testkey *testkey_named(const char *name)
{
	for (size_t i = 0; i < ZGL_COUNT(testkeys); i++) {
		if (strcmp(testkeys[i].name, name) == 0)
			return &testkeys[i];
	}
	fail_msg("no test key %s", name);
	return NULL;
}

/* The octets of p=, without the envelope that says which algorithm. */
static struct octets bare_of(const struct octets *spki)
{
	zgl_sv in, body;

	assert_true(zgl_der_only(octets_sv(spki), ZGL_DER_SEQUENCE, &in));
	assert_true(zgl_der_take(&in, ZGL_DER_SEQUENCE, &body));
	assert_true(zgl_der_only(in, ZGL_DER_BITS, &body));
	return octets_of(zgl_sv_skip(body, 1));
}

static void check_known(const struct testkey *row, const struct octets *p)
{
	struct zgl_pubkey *key = pubkey_or_fail(engine, row->alg, octets_sv(p));
	struct octets sha256 = octets_of_b64(row->sha256_b64);
	struct octets sha1 = octets_of_b64(row->sha1_b64);
	struct zgl_digest d256, d1;

	d256 = digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	d1 = digest_of(engine, ZGL_HASH_SHA1, ZGL_SV("zegel"));
	assert_int_equal(zgl_pubkey_alg(key), row->alg);
	assert_int_equal(zgl_pubkey_bits(key), row->bits);
	for (int again = 0; again < 3; again++) {
		assert_true(verifies(key, &d256, octets_sv(&sha256)));
		assert_false(verifies(key, &d1, octets_sv(&sha256)));
		assert_true(verifies(key, &d1, octets_sv(&sha1)));
		assert_false(verifies(key, &d256, octets_sv(&sha1)));
	}
	zgl_pubkey_free(key);
}

static void known_answer(void **state)
{
	const struct testkey *row = *state;
	struct octets p = octets_of_b64(row->public_b64);

	check_known(row, &p);
	if (row->alg != ZGL_KEY_RSA)
		return;
	struct octets bare = bare_of(&p);
	check_known(row, &bare); /* rfc6376#3.6.1: also without the envelope */
}

struct rfc_row {
	const char *name;
	enum zgl_key_alg alg;
	const char *public_b64, *digest_hex, *sig_b64;
};

/* The digests are of the fields of the message in RFC 8463 A.3, done by hand;
 * RFC 8032's messages stand where otherwise a digest stands. */
// clang-format off
static const struct rfc_row rfc_rows[] = {
	{ "rfc8463#A.3: the Ed25519 signature", ZGL_KEY_ED25519,
		"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
		"48ce9a2c710ece1710ff156996b836a7f45470e43efe5643074d6e1690ed62e7",
		"/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus"
		"Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==" },
	{ "rfc8463#A.3: the RSA signature", ZGL_KEY_RSA,
		"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3"
		"idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACD"
		"fzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLz"
		"BfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
		"fed71e6d70fb123bb5c353adc42821b304b6b9d54fc867f304f7c61daaaa1111",
		"F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3"
		"DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz"
		"dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=" },
	{ "rfc8032#7.1: TEST 2", ZGL_KEY_ED25519,
		"PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=", "72",
		"kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWP"
		"NhPQ8R2MOHsurrQwKu6wDSkWErsMAA==" },
	{ "rfc8032#7.1: TEST 3", ZGL_KEY_ED25519,
		"/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=", "af82",
		"YpHWV97sJAJIJ+acOr4BowzlSKKEdDpEXjaA19taw6wY/5tTjRbykK5n"
		"92CYTcZZSnwV6XFu0o3AJ77O6h7ECg==" },
};
// clang-format on

static void rfc_answer(void **state)
{
	const struct rfc_row *row = *state;
	struct octets p = octets_of_b64(row->public_b64);
	struct octets sig = octets_of_b64(row->sig_b64);
	struct zgl_digest digest = digest_of_hex(row->digest_hex);
	struct zgl_pubkey *key =
		pubkey_or_fail(engine, row->alg, octets_sv(&p));

	assert_true(verifies(key, &digest, octets_sv(&sig)));
	digest.octets[0] ^= 1;
	assert_false(verifies(key, &digest, octets_sv(&sig)));
	zgl_pubkey_free(key);
}

static void assert_fault(
	enum zgl_key_alg alg, const struct octets *p, enum zgl_key_fault want)
{
	enum zgl_key_fault fault;
	struct zgl_pubkey *key;

	assert_int_equal(
		zgl_pubkey_new(engine, alg, octets_sv(p), &key, &fault),
		ZGL_OK);
	assert_string_equal(
		zgl_key_fault_word(fault), zgl_key_fault_word(want));
	assert_int_equal(key == NULL, want != ZGL_KEY_FAULT_NONE);
	zgl_pubkey_free(key);
}

static const char rsa_algorithm[] = "30 0d 06 09 2a864886f70d010101 05 00";

/* A key of these two INTEGER bodies, whatever they are. */
static struct octets bare_key(const struct octets *n, const struct octets *e)
{
	struct octets numbers = element(ZGL_DER_INTEGER, n);
	struct octets second = element(ZGL_DER_INTEGER, e);

	append(&numbers, &second);
	return element(ZGL_DER_SEQUENCE, &numbers);
}

static struct octets enveloped(const char *algorithm, const struct octets *key)
{
	struct octets both = octets_of_hex(algorithm);
	struct octets bits = octets_of_hex("00");

	append(&bits, key);
	bits = element(ZGL_DER_BITS, &bits);
	append(&both, &bits);
	return element(ZGL_DER_SEQUENCE, &both);
}

static void assert_both_forms(
	const struct octets *n, const struct octets *e, enum zgl_key_fault want)
{
	struct octets bare = bare_key(n, e);
	struct octets whole = enveloped(rsa_algorithm, &bare);

	assert_fault(ZGL_KEY_RSA, &bare, want);
	assert_fault(ZGL_KEY_RSA, &whole, want);
}

/* A modulus of so many bits, its sign octet before it where it needs one: the
 * first and the last bit set, nothing known about its primes. */
static struct octets modulus_of(unsigned bits)
{
	struct octets n = { .n = bits / 8 + 1 };

	memset(n.p, 0x5a, n.n);
	n.p[0] = (uint8_t)(bits % 8 == 0 ? 0 : 1 << (bits % 8 - 1));
	if (bits % 8 == 0)
		n.p[1] |= 0x80;
	n.p[n.n - 1] |= 1;
	return n;
}

struct exponent_row {
	const char *name, *hex;
	enum zgl_key_fault want;
};

// clang-format off
static const struct exponent_row exponent_rows[] = {
	{ "e = 65537",                        "010001",       ZGL_KEY_FAULT_NONE },
	{ "e = 3",                            "03",           ZGL_KEY_FAULT_NONE },
	{ "e = 2^32 + 1",                     "0100000001",   ZGL_KEY_FAULT_NONE },
	{ "e = 2^33 - 1, the largest that is odd", "01ffffffff",   ZGL_KEY_FAULT_NONE },
	{ "e = 2^33 + 1",                     "0200000001",   ZGL_KEY_FAULT_EXPONENT },
	{ "e of 9 octets, its low ones 3", "010000000000000003", ZGL_KEY_FAULT_EXPONENT },
	{ "e of 64 bits",                "00ffffffffffffffff", ZGL_KEY_FAULT_EXPONENT },
	{ "e = 0",                            "00",           ZGL_KEY_FAULT_EXPONENT },
	{ "e = 1: every digest is its own signature", "01",   ZGL_KEY_FAULT_EXPONENT },
	{ "e = 2",                            "02",           ZGL_KEY_FAULT_EXPONENT },
	{ "e = 65536",                        "010000",       ZGL_KEY_FAULT_EXPONENT },
	{ "e = -3",                           "fd",           ZGL_KEY_FAULT_EXPONENT },
	{ "e = 3 with a zero too many",       "0003",         ZGL_KEY_FAULT_EXPONENT },
	{ "e without octets",                 "",             ZGL_KEY_FAULT_EXPONENT },
};
// clang-format on

static void check_exponent(void **state)
{
	const struct exponent_row *row = *state;
	struct octets n = modulus_of(1024), e = octets_of_hex(row->hex);

	assert_both_forms(&n, &e, row->want);
}

struct modulus_row {
	const char *name;
	unsigned bits;
	const char *prefix; /* put before the INTEGER's octets */
	size_t cut;         /* octets of it left out in front, before that */
	uint8_t flip;       /* of the last octet */
	enum zgl_key_fault want;
};

// clang-format off
static const struct modulus_row modulus_rows[] = {
	{ "a modulus of 512 bits",            512,   "", 0, 0, ZGL_KEY_FAULT_NONE },
	{ "a modulus of 511 bits",            511,   "", 0, 0, ZGL_KEY_FAULT_SIZE },
	{ "a modulus of 8 bits",              8,     "", 0, 0, ZGL_KEY_FAULT_SIZE },
	{ "a modulus of 1023 bits",           1023,  "", 0, 0, ZGL_KEY_FAULT_NONE },
	{ "a modulus of 1025 bits",           1025,  "", 0, 0, ZGL_KEY_FAULT_NONE },
	{ "a modulus of 16384 bits",          16384, "", 0, 0, ZGL_KEY_FAULT_NONE },
	{ "a modulus of 16385 bits",          16385, "", 0, 0, ZGL_KEY_FAULT_SIZE },
	{ "a modulus of 32768 bits",          32768, "", 0, 0, ZGL_KEY_FAULT_SIZE },
	{ "an even modulus",                  1024,  "", 0, 1, ZGL_KEY_FAULT_MODULUS },
	{ "a negative modulus: no sign octet", 1024, "", 1, 0, ZGL_KEY_FAULT_MODULUS },
	{ "a negative modulus: ff before it", 1024, "ff", 1, 0, ZGL_KEY_FAULT_MODULUS },
	{ "a modulus with a zero too many",   1024, "00", 0, 0, ZGL_KEY_FAULT_MODULUS },
	{ "a modulus of 512 bits, 65 octets of zeros before it", 512,
		"0000000000000000000000000000000000000000000000000000000000000000"
		"0000000000000000000000000000000000000000000000000000000000000000"
		"00", 0, 0, ZGL_KEY_FAULT_MODULUS },
	{ "a zero before a modulus that needs none", 1023, "00", 0, 0,
		ZGL_KEY_FAULT_MODULUS },
	{ "a modulus without octets",         8,     "", 2, 0, ZGL_KEY_FAULT_MODULUS },
	{ "the modulus 0",                    8,     "", 1, 0xdb, ZGL_KEY_FAULT_MODULUS },
};
// clang-format on

static void check_modulus(void **state)
{
	const struct modulus_row *row = *state;
	struct octets whole = modulus_of(row->bits);
	struct octets e = octets_of_hex("010001");
	struct octets n = octets_of_hex(row->prefix);

	whole.p[whole.n - 1] ^= row->flip;
	struct octets rest =
		octets_of(zgl_sv_skip(octets_sv(&whole), row->cut));
	append(&n, &rest);
	assert_both_forms(&n, &e, row->want);
}

struct envelope_row {
	const char *name;
	const char *algorithm;
	enum zgl_key_fault want;
};

// clang-format off
static const struct envelope_row envelope_rows[] = {
	{ "rsaEncryption with NULL",  "300d 0609 2a864886f70d010101 0500", ZGL_KEY_FAULT_NONE },
	{ "rsaEncryption, no parameters", "300b 0609 2a864886f70d010101",  ZGL_KEY_FAULT_NONE },
	{ "a NULL of one octet",    "300e 0609 2a864886f70d010101 050100", ZGL_KEY_FAULT_SYNTAX },
	{ "two NULLs",            "300f 0609 2a864886f70d010101 05000500", ZGL_KEY_FAULT_SYNTAX },
	{ "other parameters",       "300d 0609 2a864886f70d010101 0400",   ZGL_KEY_FAULT_SYNTAX },
	{ "id-RSASSA-PSS",          "300b 0609 2a864886f70d01010a",        ZGL_KEY_FAULT_ALGORITHM },
	{ "sha256WithRSAEncryption", "300d 0609 2a864886f70d01010b 0500",  ZGL_KEY_FAULT_ALGORITHM },
	{ "id-ecPublicKey",      "3013 0607 2a8648ce3d0201 0608 2a8648ce3d030107",
		ZGL_KEY_FAULT_ALGORITHM },
	{ "Ed25519 where RSA is asked", "3005 0603 2b6570",                ZGL_KEY_FAULT_ALGORITHM },
	{ "an OID one octet short", "300a 0608 2a864886f70d0101",          ZGL_KEY_FAULT_ALGORITHM },
	{ "no OID",                 "3002 0500",                           ZGL_KEY_FAULT_SYNTAX },
	{ "an empty algorithm",     "3000",                                ZGL_KEY_FAULT_SYNTAX },
	{ "x690#10.1: an algorithm of indefinite length",
		"3080 0609 2a864886f70d010101 0500 0000",                  ZGL_KEY_FAULT_SYNTAX },
	{ "no algorithm at all",    "",                                    ZGL_KEY_FAULT_SYNTAX },
};
// clang-format on

static void check_envelope(void **state)
{
	const struct envelope_row *row = *state;
	struct octets n = modulus_of(1024), e = octets_of_hex("03");
	struct octets bare = bare_key(&n, &e);
	struct octets whole = enveloped(row->algorithm, &bare);

	assert_fault(ZGL_KEY_RSA, &whole, row->want);
}

struct shape_row {
	const char *name, *hex;
	enum zgl_key_alg alg;
	enum zgl_key_fault want;
};

// clang-format off
static const struct shape_row shape_rows[] = {
	{ "RSA: nothing",                "",            ZGL_KEY_RSA, ZGL_KEY_FAULT_SYNTAX },
	{ "RSA: an empty SEQUENCE",      "3000",        ZGL_KEY_RSA, ZGL_KEY_FAULT_SYNTAX },
	{ "RSA: one INTEGER",            "3003 020103", ZGL_KEY_RSA, ZGL_KEY_FAULT_SYNTAX },
	{ "RSA: three INTEGERs",  "3009 020103 020103 020103", ZGL_KEY_RSA, ZGL_KEY_FAULT_SYNTAX },
	{ "RSA: an indefinite length", "3080 020103 020103 0000", ZGL_KEY_RSA, ZGL_KEY_FAULT_SYNTAX },
	{ "RSA: text",                   "5048",        ZGL_KEY_RSA, ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8463#4.2: an Ed25519 key of no octets", "", ZGL_KEY_ED25519, ZGL_KEY_FAULT_LENGTH },
	{ "rfc8463#4.2: of 31 octets", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751",
		ZGL_KEY_ED25519, ZGL_KEY_FAULT_LENGTH },
	{ "rfc8463#4.2: of 33 octets", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00",
		ZGL_KEY_ED25519, ZGL_KEY_FAULT_LENGTH },
	{ "rfc8463#4.2: in a SubjectPublicKeyInfo, 44 octets",
		"302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		ZGL_KEY_ED25519, ZGL_KEY_FAULT_LENGTH },
	{ "RSA: the 32 octets of an Ed25519 key",
		"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		ZGL_KEY_RSA, ZGL_KEY_FAULT_SYNTAX },
	{ "RSA: an Ed25519 key in its envelope",
		"302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		ZGL_KEY_RSA, ZGL_KEY_FAULT_ALGORITHM },
};
// clang-format on

static void check_shape(void **state)
{
	const struct shape_row *row = *state;
	struct octets p = octets_of_hex(row->hex);

	assert_fault(row->alg, &p, row->want);
}

static void every_truncation(void **state)
{
	struct octets whole =
		octets_of_b64(testkey_named("rsa1024")->public_b64);
	struct octets forms[] = { whole, bare_of(&whole) };

	(void)state;
	for (size_t f = 0; f < ZGL_COUNT(forms); f++) {
		struct octets *p = &forms[f];
		size_t n = p->n;
		for (p->n = 0; p->n < n; p->n++)
			assert_fault(ZGL_KEY_RSA, p, ZGL_KEY_FAULT_SYNTAX);
		assert_fault(ZGL_KEY_RSA, p, ZGL_KEY_FAULT_NONE);
		p->p[p->n++] = 0;
		assert_fault(ZGL_KEY_RSA, p, ZGL_KEY_FAULT_SYNTAX);
	}
}

/* Lengths set right again after each cut: only what is inside is short. */
static void every_inner_truncation(void **state)
{
	struct octets spki = octets_of_b64(testkey_named("rsa512")->public_b64);
	struct octets bare = bare_of(&spki);
	zgl_sv in;

	(void)state;
	assert_true(zgl_der_only(octets_sv(&bare), ZGL_DER_SEQUENCE, &in));
	for (size_t n = 0; n < in.n; n++) {
		struct octets cut = octets_of(zgl_sv_head(in, n));
		cut = element(ZGL_DER_SEQUENCE, &cut);
		assert_fault(ZGL_KEY_RSA, &cut, ZGL_KEY_FAULT_SYNTAX);
		cut = enveloped(rsa_algorithm, &cut);
		assert_fault(ZGL_KEY_RSA, &cut, ZGL_KEY_FAULT_SYNTAX);
	}
}

static void unused_bits(void **state)
{
	struct octets p = octets_of_b64(testkey_named("rsa512")->public_b64);

	(void)state;
	for (size_t at = 0; at + 4 < p.n; at++) {
		/* 03 4b 00 30: the BIT STRING, its length, unused bits, the key */
		if (p.p[at] != 3 || p.p[at + 2] != 0 || p.p[at + 3] != 0x30)
			continue;
		p.p[at + 2] = 1;
		assert_fault(ZGL_KEY_RSA, &p, ZGL_KEY_FAULT_SYNTAX);
		return;
	}
	fail_msg("no BIT STRING");
}

/* Whatever a flipped bit makes of the key, the signature is no longer its. */
static void every_bit_matters(void **state)
{
	const struct testkey *row = testkey_named("rsa512");
	struct octets p = octets_of_b64(row->public_b64);
	struct octets sig = octets_of_b64(row->sha256_b64);
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));

	(void)state;
	for (size_t bit = 0; bit < p.n * 8; bit++) {
		enum zgl_key_fault fault;
		struct zgl_pubkey *key;
		p.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(zgl_pubkey_new(engine, ZGL_KEY_RSA,
					 octets_sv(&p), &key, &fault),
			ZGL_OK);
		if (key != NULL)
			assert_false(verifies(key, &digest, octets_sv(&sig)));
		zgl_pubkey_free(key);
		p.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

struct fault_row {
	const char *name, *word;
	enum zgl_key_fault fault;
};

#define FAULT_ROW(name, word, sentence)                                        \
	{ "fault " word, word, ZGL_KEY_FAULT_##name },
static const struct fault_row fault_rows[] = { ZGL_KEY_FAULT_TABLE(FAULT_ROW) };

static void check_fault_texts(void **state)
{
	const struct fault_row *row = *state;
	const char *word = zgl_key_fault_word(row->fault);
	const char *sentence = zgl_key_fault_sentence(row->fault);

	assert_string_equal(word, row->word);
	assert_true(strlen(sentence) > strlen("unknown"));
	for (size_t i = 0; i < ZGL_COUNT(fault_rows); i++) {
		bool same = fault_rows[i].fault == row->fault;
		assert_int_equal(strcmp(fault_rows[i].word, word) == 0, same);
		assert_int_equal(
			strcmp(zgl_key_fault_sentence(fault_rows[i].fault),
				sentence)
				== 0,
			same);
	}
	for (; *word != '\0'; word++)
		assert_true(*word >= 'a' && *word <= 'z');
}

static void unknown_fault(void **state)
{
	enum zgl_key_fault beyond = (enum zgl_key_fault)ZGL_COUNT(fault_rows);

	(void)state;
	assert_string_equal(zgl_key_fault_word(beyond), "unknown");
	assert_string_equal(zgl_key_fault_sentence(beyond), "unknown");
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	ROWS_ADD(&r, testkeys, known_answer);
	ROWS_ADD(&r, rfc_rows, rfc_answer);
	ROWS_ADD(&r, exponent_rows, check_exponent);
	ROWS_ADD(&r, modulus_rows, check_modulus);
	ROWS_ADD(&r, envelope_rows, check_envelope);
	ROWS_ADD(&r, shape_rows, check_shape);
	rows_add_one(&r, "a key cut at any octet, or with one more, is no DER",
		every_truncation);
	rows_add_one(&r, "a key cut inside, its lengths right, is no DER",
		every_inner_truncation);
	rows_add_one(&r, "a BIT STRING with an unused bit", unused_bits);
	rows_add_one(&r, "no bit of a key can be flipped", every_bit_matters);
	ROWS_ADD(&r, fault_rows, check_fault_texts);
	rows_add_one(&r, "a fault outside the table is unknown", unknown_fault);
	rows_add_one(&r, "OpenSSL's error queue is empty in the end",
		nothing_left_behind);
	int failed = rows_run(&r, "pubkey");
	zgl_engine_free(engine);
	zgl_pubkey_free(NULL);
	return failed;
}
