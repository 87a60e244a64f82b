/* SPDX-License-Identifier: ISC */
/* privkey: keys read, written, made; octets that are no private key. */
#include "tests/crypto/keyhelp.h"
#include "tests/crypto/testkeys.h"
#include "zegel/crypto/keyinfo.h"
#include "zegel/crypto/pem.h"
#include "zegel/crypto/rsaparts.h"

static struct zgl_engine *engine;

typedef enum zgl_err write_fn(
	const struct zgl_privkey *key, struct zgl_buf *to);

static struct octets written(const struct zgl_privkey *key, write_fn *write)
{
	struct zgl_buf b;

	zgl_buf_begin(&b, sizeof(((struct octets *)NULL)->p));
	assert_int_equal(write(key, &b), ZGL_OK);
	struct octets o = octets_of(zgl_buf_sv(&b));
	zgl_buf_wipe(&b);
	return o;
}

static struct octets der_of_pem(const char *text)
{
	zgl_sv rest = zgl_sv_of(text);
	struct zgl_pem pem;
	struct octets der;

	assert_true(zgl_pem_next(&rest, &pem));
	assert_int_equal(
		zgl_b64_decode(pem.text, der.p, sizeof(der.p), &der.n), ZGL_OK);
	return der;
}

static void check_key(const struct testkey *row, struct zgl_privkey *key)
{
	struct octets public_key = octets_of_b64(row->public_b64);
	struct octets sha256 = octets_of_b64(row->sha256_b64);
	struct octets sha1 = octets_of_b64(row->sha1_b64);
	struct zgl_digest d256, d1;
	struct octets got;

	d256 = digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	d1 = digest_of(engine, ZGL_HASH_SHA1, ZGL_SV("zegel"));
	got = written(key, zgl_privkey_write_public);
	assert_sv_equal(octets_sv(&got), octets_sv(&public_key));
	for (int again = 0; again < 2; again++) {
		got = signature_of(key, &d256);
		assert_sv_equal(octets_sv(&got), octets_sv(&sha256));
		got = signature_of(key, &d1);
		assert_sv_equal(octets_sv(&got), octets_sv(&sha1));
	}
}

static void known_answer(void **state)
{
	const struct testkey *row = *state;
	struct zgl_privkey *key = privkey_or_fail(engine, zgl_sv_of(row->pem));
	struct zgl_signkey signkey = zgl_privkey_signkey(key);
	struct octets der = der_of_pem(row->pem);

	assert_int_equal(signkey.alg, row->alg);
	assert_int_equal(signkey.bits, row->bits);
	check_key(row, key);
	zgl_privkey_free(key);
	key = privkey_or_fail(engine, octets_sv(&der));
	check_key(row, key);
	zgl_privkey_free(key);
}

/* What openssl wrote as PKCS#8 is written again octet by octet. */
static void write_and_read(void **state)
{
	const struct testkey *row = *state;
	bool pkcs8 = strstr(row->pem, "BEGIN PRIVATE") != NULL;
	struct zgl_privkey *key = privkey_or_fail(engine, zgl_sv_of(row->pem));
	struct octets der = written(key, zgl_privkey_write_der);
	struct octets pem = written(key, zgl_privkey_write_pem);
	struct zgl_privkey *second = privkey_or_fail(engine, octets_sv(&der));
	struct zgl_privkey *third = privkey_or_fail(engine, octets_sv(&pem));

	if (pkcs8)
		assert_sv_equal(octets_sv(&pem), zgl_sv_of(row->pem));
	check_key(row, second);
	check_key(row, third);
	zgl_privkey_free(key);
	zgl_privkey_free(second);
	zgl_privkey_free(third);
}

static void assert_fault(zgl_sv octets, enum zgl_key_fault want)
{
	enum zgl_key_fault fault;
	struct zgl_privkey *key;

	assert_int_equal(
		zgl_privkey_read(engine, octets, &key, &fault), ZGL_OK);
	assert_string_equal(
		zgl_key_fault_word(fault), zgl_key_fault_word(want));
	assert_int_equal(key == NULL, want != ZGL_KEY_FAULT_NONE);
	zgl_privkey_free(key);
}

#define ED25519_TEXT                                                           \
	"MC4CAQAwBQYDK2VwBCIEIA9N1XbQAVwqTgE9regXimsVc01Gavp34D+Grefg9X7k\n"
#define ED25519_PEM                                                            \
	"-----BEGIN PRIVATE KEY-----\n" ED25519_TEXT                           \
	"-----END PRIVATE KEY-----\n"
#define X25519_PEM                                                             \
	"-----BEGIN PRIVATE KEY-----\n"                                        \
	"MC4CAQAwBQYDK2VuBCIEIACy2N1DaTwqDiGRu76XwGIqTcfps0daWk/MF5/rCX1v\n"   \
	"-----END PRIVATE KEY-----\n"
#define PUBLIC_PEM                                                             \
	"-----BEGIN PUBLIC KEY-----\n"                                         \
	"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALlyPKU5paCG5AQWNnRE7NyhTAObbVpJ\n"   \
	"U4MXNfJHGE9jqEknoFQGygAHRiZ6TRJjW3OrNIp3QLelBLCFUhZ9u2sCAwEAAQ==\n"   \
	"-----END PUBLIC KEY-----\n"
#define RSA_PUBLIC_PEM                                                         \
	"-----BEGIN RSA PUBLIC KEY-----\n"                                     \
	"MEgCQQC5cjylOaWghuQEFjZ0ROzcoUwDm21aSVODFzXyRxhPY6hJJ6BUBsoAB0Ym\n"   \
	"ek0SY1tzqzSKd0C3pQSwhVIWfbtrAgMBAAE=\n"                               \
	"-----END RSA PUBLIC KEY-----\n"
#define ENCRYPTED_TEXT                                                         \
	"MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjN4+Yy5SP2XgICCAAw\n"   \
	"DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEH3ee+agTTKZ1hmH8tltOnMEQGMw\n"   \
	"xWVJGcuL+/JOklh6GHbHHg7gsx7eY6SRujv0SH4qmY/80DQT8XTkj2QQtC2Tlshg\n"   \
	"SjoUosAmYkUP5wtjHmA=\n"
#define ENCRYPTED_PEM                                                          \
	"-----BEGIN ENCRYPTED PRIVATE KEY-----\n" ENCRYPTED_TEXT               \
	"-----END ENCRYPTED PRIVATE KEY-----\n"
#define RSA_ENCRYPTED_PEM                                                      \
	"-----BEGIN RSA PRIVATE KEY-----\n"                                    \
	"Proc-Type: 4,ENCRYPTED\n"                                             \
	"DEK-Info: AES-128-CBC,E9B5CA36E59D6226E7912B87B52E717A\n"             \
	"\n"                                                                   \
	"uKp1KzOAVgxdrCR9AFayaTjyVpmTbYUVeEwhU0SzFZBvvjMEy8yIE5r/fNlwbqKj\n"   \
	"wwtUqWoTHyIPKiFQQbLRdYlAgOK2/8/Xim7RhMfW2Gl8wBn01iQPAHez7miNUnFe\n"   \
	"-----END RSA PRIVATE KEY-----\n"
#define EC_PEM                                                                 \
	"-----BEGIN EC PRIVATE KEY-----\n"                                     \
	"MHcCAQEEIPNkgZswmk3+khA6SpoO6x5hUGc+MYTzBk+qa/pO7QBRoAoGCCqGSM49\n"   \
	"AwEHoUQDQgAEISk3klLizpy777ysT3Rn55CW4LmylvJV/1scePAAJXRAUdirbnGb\n"   \
	"vj6SQQMc78VqiYrfyObm33qkKUM1FxIwnw==\n"                               \
	"-----END EC PRIVATE KEY-----\n"
#define PARAMETERS_PEM                                                         \
	"-----BEGIN EC PARAMETERS-----\n"                                      \
	"BggqhkjOPQMBBw==\n"                                                   \
	"-----END EC PARAMETERS-----\n"

struct pem_row {
	const char *name, *text;
	enum zgl_key_fault want;
};

// clang-format off
static const struct pem_row pem_rows[] = {
	{ "rfc7468#2: a key alone", ED25519_PEM, ZGL_KEY_FAULT_NONE },
	{ "rfc7468#2: text before and after", "Key: 1\n\n" ED25519_PEM "bye\n", ZGL_KEY_FAULT_NONE },
	{ "text before that begins as DER does", "0.\n" ED25519_PEM, ZGL_KEY_FAULT_NONE },
	{ "rfc7468#2: lines end in CRLF",
		"-----BEGIN PRIVATE KEY-----\r\n"
		"MC4CAQAwBQYDK2VwBCIEIA9N1XbQAVwqTgE9regXimsVc01Gavp34D+Grefg9X7k\r\n"
		"-----END PRIVATE KEY-----\r\n", ZGL_KEY_FAULT_NONE },
	{ "rfc7468#2: white space at the ends of lines",
		"-----BEGIN PRIVATE KEY----- \t\n" ED25519_TEXT
		"-----END PRIVATE KEY-----  \n", ZGL_KEY_FAULT_NONE },
	{ "rfc7468#2: lines of other lengths, empty lines",
		"-----BEGIN PRIVATE KEY-----\n\nMC4CAQAwBQYDK2VwBCIEIA9N1XbQAVwq\n"
		"TgE9regXims\n\nVc01Gavp34D+Grefg9X7k\n-----END PRIVATE KEY-----\n",
		ZGL_KEY_FAULT_NONE },
	{ "no line end at the end",
		"-----BEGIN PRIVATE KEY-----\n" ED25519_TEXT
		"-----END PRIVATE KEY-----", ZGL_KEY_FAULT_NONE },
	{ "the first of two private keys is read", ED25519_PEM EC_PEM, ZGL_KEY_FAULT_NONE },
	{ "an unreadable key before a good one", X25519_PEM ED25519_PEM, ZGL_KEY_FAULT_ALGORITHM },
	{ "the public half before the key", PUBLIC_PEM ED25519_PEM, ZGL_KEY_FAULT_NONE },
	{ "another armour before the key", PARAMETERS_PEM ED25519_PEM, ZGL_KEY_FAULT_NONE },
	{ "a PKCS#8 key under the label of PKCS#1",
		"-----BEGIN RSA PRIVATE KEY-----\n" ED25519_TEXT
		"-----END RSA PRIVATE KEY-----\n", ZGL_KEY_FAULT_NONE },
	{ "rfc5958#3: an encrypted key", ENCRYPTED_PEM, ZGL_KEY_FAULT_ENCRYPTED },
	{ "an encrypted key before a good one", ENCRYPTED_PEM ED25519_PEM, ZGL_KEY_FAULT_ENCRYPTED },
	{ "rfc5958#3: an encrypted key that is not called so",
		"-----BEGIN PRIVATE KEY-----\n" ENCRYPTED_TEXT
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_ENCRYPTED },
	{ "rfc1421#4.6.1.1: an encrypted RSA key", RSA_ENCRYPTED_PEM, ZGL_KEY_FAULT_ENCRYPTED },
	{ "rfc1421#4.6.1.1: a Proc-Type that is not encrypted",
		"-----BEGIN PRIVATE KEY-----\nProc-Type: 4,MIC-CLEAR\n\n" ED25519_TEXT
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "a public key", PUBLIC_PEM, ZGL_KEY_FAULT_PUBLIC },
	{ "a public RSA key", RSA_PUBLIC_PEM, ZGL_KEY_FAULT_PUBLIC },
	{ "a public key that is called private",
		"-----BEGIN PRIVATE KEY-----\n"
		"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_PUBLIC },
	{ "a public RSA key that is called private",
		"-----BEGIN RSA PRIVATE KEY-----\n"
		"MEgCQQC5cjylOaWghuQEFjZ0ROzcoUwDm21aSVODFzXyRxhPY6hJJ6BUBsoAB0Ym\n"
		"ek0SY1tzqzSKd0C3pQSwhVIWfbtrAgMBAAE=\n"
		"-----END RSA PRIVATE KEY-----\n", ZGL_KEY_FAULT_PUBLIC },
	{ "an EC key", PARAMETERS_PEM EC_PEM, ZGL_KEY_FAULT_ALGORITHM },
	{ "an X25519 key", X25519_PEM, ZGL_KEY_FAULT_ALGORITHM },
	{ "an RSASSA-PSS key",
		"-----BEGIN PRIVATE KEY-----\n"
		"MIIBUgIBADALBgkqhkiG9w0BAQoEggE+MIIBOgIBAAJBALaILjLgj+5h6u3aWub2\n"
		"f8YxSEmGUTHyFpy234ClcGwu9ZNC+I2PRqOrYDZ10TmpX1iL65fAFb3JwIMR0RSg\n"
		"/jECAwEAAQJAbvmqxOn8+Bz2PXhFTijOFIx/+5u7H9ek4dDZYBi1mj+GWD28tqy0\n"
		"R3To5vvMzSVuI8Qwwhj3lIBusde0YGWExQIhAPCaLDLpCDj08iQlXQiheSOrQLOD\n"
		"9kU9tIJfZBWJu7+jAiEAwjah7Di3ESai+fshyuuvVB2wV/MJNgK7sPaeR4B5mBsC\n"
		"IQDuT7axonF7gNqKBNwWXWHQe6J1bKK0SH8Plw5Z6vekwwIgXT/0EULOC2sct6Bw\n"
		"AkmVnnK+2Au2cXtweTCAoN48A98CIHPDB82uWbIy4xAuY7a5gxOAhRcmCyFL5PM4\n"
		"wRswmrr8\n"
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_ALGORITHM },
	{ "an OpenSSH key",
		"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n"
		"-----END OPENSSH PRIVATE KEY-----\n", ZGL_KEY_FAULT_ALGORITHM },
	{ "nothing", "", ZGL_KEY_FAULT_SYNTAX },
	{ "text", "v=DKIM1; p=\n", ZGL_KEY_FAULT_SYNTAX },
	{ "another armour alone", PARAMETERS_PEM, ZGL_KEY_FAULT_SYNTAX },
	{ "an empty armour",
		"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "an armour without an end", "-----BEGIN PRIVATE KEY-----\n" ED25519_TEXT, ZGL_KEY_FAULT_SYNTAX },
	{ "a first line and no more", "-----BEGIN PRIVATE KEY-----", ZGL_KEY_FAULT_SYNTAX },
	{ "an armour with another end",
		"-----BEGIN PRIVATE KEY-----\n" ED25519_TEXT
		"-----END RSA PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "six dashes at the end",
		"-----BEGIN PRIVATE KEY-----\n" ED25519_TEXT
		"-----END PRIVATE KEY------\n", ZGL_KEY_FAULT_SYNTAX },
	{ "four dashes at the end of the first line",
		"-----BEGIN PRIVATE KEY----\n" ED25519_TEXT
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "dashes that serve as both ends",
		"-----BEGIN ---\n" ED25519_TEXT "-----END -----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "a first line that does not begin its line",
		" -----BEGIN PRIVATE KEY-----\n" ED25519_TEXT
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "text after the dashes",
		"-----BEGIN PRIVATE KEY----- x\n" ED25519_TEXT
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "other octets where the dashes should be",
		"-----BEGIN PRIVATE KEYxxxxx\n" ED25519_TEXT
		"-----END PRIVATE KEYxxxxx\n", ZGL_KEY_FAULT_SYNTAX },
	{ "a label in lower case",
		"-----BEGIN private key-----\n" ED25519_TEXT
		"-----END private key-----\n", ZGL_KEY_FAULT_ALGORITHM },
	{ "octets that are no base64",
		"-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "base64 that goes on after its padding",
		"-----BEGIN PRIVATE KEY-----\nMC4=\n" ED25519_TEXT
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8410#7: a key alone, version 1",
		"-----BEGIN PRIVATE KEY-----\n"
		"MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_NONE },
	{ "rfc8410#7: with an attribute and the public half, version 2",
		"-----BEGIN PRIVATE KEY-----\n"
		"MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
		"oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB\n"
		"Z9w7lshQhqowtrbLDFw4rXAxZuE=\n"
		"-----END PRIVATE KEY-----\n", ZGL_KEY_FAULT_NONE },
};
// clang-format on

static void check_pem(void **state)
{
	const struct pem_row *row = *state;

	assert_fault(zgl_sv_of(row->text), row->want);
}

#define SEED       "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842"
#define HALF       "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"
#define ED25519_ID "3005 0603 2b6570"

struct der_row {
	const char *name, *hex; /* within the outer SEQUENCE */
	enum zgl_key_fault want;
};

// clang-format off
static const struct der_row der_rows[] = {
	{ "rfc5958#2: version 1", "020100" ED25519_ID "0422 0420" SEED, ZGL_KEY_FAULT_NONE },
	{ "rfc5958#2: version 2, nothing more", "020101" ED25519_ID "0422 0420" SEED, ZGL_KEY_FAULT_NONE },
	{ "rfc5958#2: version 2 with its public half",
		"020101" ED25519_ID "0422 0420" SEED "812100" HALF, ZGL_KEY_FAULT_NONE },
	{ "rfc5958#2: attributes, version 1",
		"020100" ED25519_ID "0422 0420" SEED "a000", ZGL_KEY_FAULT_NONE },
	{ "rfc5958#2: the public half in version 1",
		"020100" ED25519_ID "0422 0420" SEED "812100" HALF, ZGL_KEY_FAULT_SYNTAX },
	{ "rfc5958#2: the public half before the attributes",
		"020101" ED25519_ID "0422 0420" SEED "812100" HALF "a000", ZGL_KEY_FAULT_SYNTAX },
	{ "rfc5958#2: the public half twice",
		"020101" ED25519_ID "0422 0420" SEED "812100" HALF "812100" HALF, ZGL_KEY_FAULT_SYNTAX },
	{ "the public half of another key", "020101" ED25519_ID "0422 0420" SEED
		"812100 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		ZGL_KEY_FAULT_PARTS },
	{ "a public half of no octets",
		"020101" ED25519_ID "0422 0420" SEED "810100", ZGL_KEY_FAULT_PARTS },
	{ "a public half that is no BIT STRING",
		"020101" ED25519_ID "0422 0420" SEED "8100", ZGL_KEY_FAULT_SYNTAX },
	{ "a public half with an unused bit",
		"020101" ED25519_ID "0422 0420" SEED "812101" HALF, ZGL_KEY_FAULT_SYNTAX },
	{ "attributes cut short", "020100" ED25519_ID "0422 0420" SEED "a001", ZGL_KEY_FAULT_SYNTAX },
	{ "rfc5958#2: version 3", "020102" ED25519_ID "0422 0420" SEED, ZGL_KEY_FAULT_SYNTAX },
	{ "rfc5958#2: version -1", "0201ff" ED25519_ID "0422 0420" SEED, ZGL_KEY_FAULT_SYNTAX },
	{ "a version of two octets", "02020000" ED25519_ID "0422 0420" SEED, ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8410#7: the seed without its own OCTET STRING",
		"020100" ED25519_ID "0420" SEED, ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8410#7: a seed of 31 octets",
		"020100" ED25519_ID "0421 041f ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842",
		ZGL_KEY_FAULT_LENGTH },
	{ "rfc8410#7: a seed of 33 octets",
		"020100" ED25519_ID "0423 0421" SEED "00", ZGL_KEY_FAULT_LENGTH },
	{ "an octet after the seed", "020100" ED25519_ID "0423 0420" SEED "00", ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8410#3: parameters where none may be",
		"020100 3007 0603 2b6570 0500 0422 0420" SEED, ZGL_KEY_FAULT_SYNTAX },
	{ "an octet after the key", "020100" ED25519_ID "0422 0420" SEED "00", ZGL_KEY_FAULT_SYNTAX },
	{ "no key", "020100" ED25519_ID, ZGL_KEY_FAULT_SYNTAX },
	{ "a version alone", "020100", ZGL_KEY_FAULT_SYNTAX },
	{ "an empty SEQUENCE", "", ZGL_KEY_FAULT_SYNTAX },
	{ "an OCTET STRING first", "0400", ZGL_KEY_FAULT_SYNTAX },
	{ "a public key", ED25519_ID "032100" HALF, ZGL_KEY_FAULT_PUBLIC },
	{ "rfc5958#3: an encrypted key", "3000 0400", ZGL_KEY_FAULT_ENCRYPTED },
	{ "two SEQUENCEs", "3000 3000", ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8017#A.1.2: a key of three primes", "020101 020103 020103 020103", ZGL_KEY_FAULT_ALGORITHM },
	{ "rfc5915#3: an EC key", "020101 0401aa", ZGL_KEY_FAULT_ALGORITHM },
};
// clang-format on

static void check_der(void **state)
{
	const struct der_row *row = *state;
	struct octets der = octets_of_hex(row->hex);

	der = element(ZGL_DER_SEQUENCE, &der);
	assert_fault(octets_sv(&der), row->want);
}

/* PKCS#1, PKCS#8 of RSA, PKCS#8 of Ed25519. */
static void every_truncation(void **state)
{
	const struct testkey *row = *state;
	struct octets der = der_of_pem(row->pem);
	size_t n = der.n;

	for (der.n = 0; der.n < n; der.n++)
		assert_fault(octets_sv(&der), ZGL_KEY_FAULT_SYNTAX);
	assert_fault(octets_sv(&der), ZGL_KEY_FAULT_NONE);
	der.p[der.n++] = 0;
	assert_fault(octets_sv(&der), ZGL_KEY_FAULT_SYNTAX);
}

static struct zgl_rsaparts parts_of(const struct octets *der)
{
	struct zgl_rsaparts parts;

	assert_int_equal(zgl_rsaparts_read_private(octets_sv(der), &parts), 0);
	return parts;
}

static struct octets rsa_der(const struct zgl_rsaparts *parts)
{
	struct zgl_buf numbers, whole;

	zgl_buf_begin(&numbers, 4096);
	zgl_buf_begin(&whole, 4096);
	zgl_derwrite_uint(&numbers, ZGL_SV(""));
	for (size_t i = 0; i < ZGL_RSA_PARTS; i++)
		zgl_derwrite_uint(&numbers, parts->part[i]);
	zgl_derwrite_take(&whole, ZGL_DER_SEQUENCE, &numbers);
	struct octets der = octets_of(zgl_buf_sv(&whole));
	zgl_buf_free(&whole);
	return der;
}

static void every_inner_truncation(void **state)
{
	struct octets der = der_of_pem(testkeys[0].pem);
	zgl_sv in;

	(void)state;
	assert_true(zgl_der_only(octets_sv(&der), ZGL_DER_SEQUENCE, &in));
	for (size_t n = 0; n < in.n; n++) {
		enum zgl_key_fault fault;
		struct zgl_privkey *key;
		struct octets cut = octets_of(zgl_sv_head(in, n));
		cut = element(ZGL_DER_SEQUENCE, &cut);
		assert_int_equal(
			zgl_privkey_read(engine, octets_sv(&cut), &key, &fault),
			ZGL_OK);
		assert_null(key);
		/* Version and modulus alone look like a public key. */
		assert_true(fault == ZGL_KEY_FAULT_SYNTAX
			|| fault == ZGL_KEY_FAULT_PUBLIC);
	}
}

struct parts_row {
	const char *name;
	enum zgl_rsa_part part, like; /* the part is made like another one */
	zgl_sv octets;                /* or like this */
};

#define LIKE(a, b)                                                             \
	ZGL_RSA_##a, ZGL_RSA_##b,                                              \
	{                                                                      \
		NULL, 0                                                        \
	}
#define SET(a, literal)                                                        \
	ZGL_RSA_##a, ZGL_RSA_##a,                                              \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

// clang-format off
static const struct parts_row parts_rows[] = {
	{ "rfc8017#3.2: p is q",                  LIKE(P, Q) },
	{ "rfc8017#3.2: q is p",                  LIKE(Q, P) },
	{ "rfc8017#3.2: p is n",                  LIKE(P, N) },
	{ "rfc8017#3.2: p is 1",                  SET(P, "\x01") },
	{ "rfc8017#3.2: q is 1",                  SET(Q, "\x01") },
	{ "rfc8017#3.2: p is 0",                  SET(P, "") },
	{ "rfc8017#3.2: d is 1",                  SET(D, "\x01") },
	{ "rfc8017#3.2: d is 0",                  SET(D, "") },
	{ "rfc8017#3.2: d is dP",                 LIKE(D, DP) },
	{ "rfc8017#3.2: dP is dQ",                LIKE(DP, DQ) },
	{ "rfc8017#3.2: dQ is dP",                LIKE(DQ, DP) },
	{ "rfc8017#3.2: dP is d, not reduced",    LIKE(DP, D) },
	{ "rfc8017#3.2: dQ is d, not reduced",    LIKE(DQ, D) },
	{ "rfc8017#3.2: dP is 0",                 SET(DP, "") },
	{ "rfc8017#3.2: qInv is 1",               SET(QI, "\x01") },
	{ "rfc8017#3.2: qInv is q",               LIKE(QI, Q) },
	{ "rfc8017#3.2: e is 3",                  SET(E, "\x03") },
};
// clang-format on

static void check_parts(void **state)
{
	const struct parts_row *row = *state;
	struct octets der = der_of_pem(testkeys[0].pem);
	struct zgl_rsaparts parts = parts_of(&der);

	struct octets same = rsa_der(&parts);
	assert_sv_equal(octets_sv(&same), octets_sv(&der));
	parts.part[row->part] =
		row->like == row->part ? row->octets : parts.part[row->like];
	struct octets other = rsa_der(&parts);
	assert_fault(octets_sv(&other), ZGL_KEY_FAULT_MODULUS);
}

/* The same residue, not reduced: rfc8017#3.2 has it below p. */
static void coefficient_plus_p(void **state)
{
	struct octets der = der_of_pem(testkeys[0].pem), sum = { .n = 40 };
	struct zgl_rsaparts parts = parts_of(&der);
	const zgl_sv terms[] = { parts.part[ZGL_RSA_QI],
		parts.part[ZGL_RSA_P] };
	unsigned carry = 0;

	(void)state;
	for (size_t i = 0; i < sum.n; i++, carry >>= 8) {
		for (size_t t = 0; t < ZGL_COUNT(terms); t++) {
			zgl_sv s = terms[t];
			if (i < s.n)
				carry += (unsigned char)s.p[s.n - 1 - i];
		}
		sum.p[sum.n - 1 - i] = (uint8_t)carry;
	}
	parts.part[ZGL_RSA_QI] = octets_sv(&sum);
	struct octets other = rsa_der(&parts);
	assert_fault(octets_sv(&other), ZGL_KEY_FAULT_MODULUS);
}

/* rfc8017#A.1.2: the version of a whole key, written in another way. */
static void other_versions(void **state)
{
	static const char *const versions[] = { "0200", "02020000", "0201ff" };
	struct octets der = der_of_pem(testkeys[0].pem);
	zgl_sv in, version;

	(void)state;
	assert_true(zgl_der_only(octets_sv(&der), ZGL_DER_SEQUENCE, &in));
	assert_true(zgl_der_take(&in, ZGL_DER_INTEGER, &version));
	for (size_t i = 0; i < ZGL_COUNT(versions); i++) {
		struct octets key = octets_of_hex(versions[i]);
		struct octets rest = octets_of(in);
		append(&key, &rest);
		key = element(ZGL_DER_SEQUENCE, &key);
		assert_fault(octets_sv(&key),
			i < 2 ? ZGL_KEY_FAULT_SYNTAX : ZGL_KEY_FAULT_ALGORITHM);
	}
}

/* A whole second key would fit; any number of it in this one does not. */
static void parts_of_two_keys(void **state)
{
	struct octets a = der_of_pem(testkeys[2].pem);
	struct octets b = der_of_pem(testkeys[3].pem);

	(void)state;
	for (size_t i = 0; i < ZGL_RSA_PARTS; i++) {
		struct zgl_rsaparts mixed = parts_of(&a);
		mixed.part[i] = parts_of(&b).part[i];
		struct octets der = rsa_der(&mixed);
		assert_fault(octets_sv(&der), ZGL_KEY_FAULT_MODULUS);
	}
}

/* A number one bit off, or longer than the modulus, is found everywhere. */
static void every_bit_of_a_key(void **state)
{
	struct octets der = der_of_pem(testkeys[0].pem);
	size_t accepted = 0;

	(void)state;
	for (size_t bit = 0; bit < der.n * 8; bit++) {
		enum zgl_key_fault fault;
		struct zgl_privkey *key;
		der.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(
			zgl_privkey_read(engine, octets_sv(&der), &key, &fault),
			ZGL_OK);
		accepted += key != NULL;
		zgl_privkey_free(key);
		der.p[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_int_equal(accepted, 0);
}

static void parts_longer_than_the_modulus(void **state)
{
	static char octets[1024];
	struct octets der = der_of_pem(testkeys[0].pem);

	(void)state;
	memset(octets, 0x55, sizeof(octets));
	for (size_t i = ZGL_RSA_D; i < ZGL_RSA_PARTS; i++) {
		struct zgl_rsaparts parts = parts_of(&der);
		parts.part[i] = (zgl_sv){ octets, sizeof(octets) };
		struct octets other = rsa_der(&parts);
		assert_fault(octets_sv(&other), ZGL_KEY_FAULT_MODULUS);
	}
}

/* rfc5958#2: version 2 of an RSA key with its public half beside it. */
static void rsa_public_half(void **state)
{
	struct octets key = der_of_pem(testkeys[0].pem);
	struct octets bits = octets_of_hex("00"), numbers = { 0 };
	struct zgl_rsaparts parts = parts_of(&key);
	struct octets der =
		octets_of_hex("020101 300d 0609 2a864886f70d010101 0500");

	(void)state;
	for (size_t i = 0; i < ZGL_RSA_D; i++) {
		struct zgl_buf b;
		zgl_buf_begin(&b, 1024);
		zgl_derwrite_uint(&b, parts.part[i]);
		struct octets number = octets_of(zgl_buf_sv(&b));
		append(&numbers, &number);
		zgl_buf_free(&b);
	}
	numbers = element(ZGL_DER_SEQUENCE, &numbers);
	append(&bits, &numbers);
	struct octets other = bits;
	other.p[20] ^= 1; /* within the modulus */
	other = element(ZGL_DER_CONTEXT(1), &other);
	bits = element(ZGL_DER_CONTEXT(1), &bits);
	key = element(ZGL_DER_OCTETS, &key);
	append(&der, &key);
	struct octets bad = der;
	append(&bad, &other);
	bad = element(ZGL_DER_SEQUENCE, &bad);
	assert_fault(octets_sv(&bad), ZGL_KEY_FAULT_PARTS);
	append(&der, &bits);
	struct octets good = element(ZGL_DER_SEQUENCE, &der);
	assert_fault(octets_sv(&good), ZGL_KEY_FAULT_NONE);
	der.p[der.n - 1] ^= 2; /* e = 65539 */
	bad = element(ZGL_DER_SEQUENCE, &der);
	assert_fault(octets_sv(&bad), ZGL_KEY_FAULT_PARTS);
	der.p[der.n - 1] ^= 3; /* e = 65538 */
	bad = element(ZGL_DER_SEQUENCE, &der);
	assert_fault(octets_sv(&bad), ZGL_KEY_FAULT_EXPONENT);
}

static void armour_too_long(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1024 * 1024);
	zgl_buf_text(&b, "-----BEGIN PRIVATE KEY-----\n");
	for (int i = 0; i < 10000; i++)
		zgl_buf_text(&b, "         \n");
	zgl_buf_text(&b, ED25519_TEXT "-----END PRIVATE KEY-----\n");
	assert_fault(zgl_buf_sv(&b), ZGL_KEY_FAULT_SYNTAX);
	zgl_buf_free(&b);
}

struct generate_row {
	const char *name;
	enum zgl_key_alg alg;
	unsigned bits, want_bits;
	enum zgl_err want;
};

// clang-format off
static const struct generate_row generate_rows[] = {
	{ "a new RSA key of 2048 bits",   ZGL_KEY_RSA,     2048, 2048, ZGL_OK },
	{ "a new Ed25519 key",            ZGL_KEY_ED25519, 0,    256,  ZGL_OK },
	{ "a new Ed25519 key, bits given", ZGL_KEY_ED25519, 4096, 256, ZGL_OK },
	{ "rfc8301#3.2: a new RSA key of 1024 bits", ZGL_KEY_RSA, 1024, 0, ZGL_EUSAGE },
	{ "a new RSA key of 2047 bits",   ZGL_KEY_RSA,     2047, 0,    ZGL_EUSAGE },
	{ "a new RSA key of 4097 bits",   ZGL_KEY_RSA,     4097, 0,    ZGL_EUSAGE },
	{ "a new RSA key of 0 bits",      ZGL_KEY_RSA,     0,    0,    ZGL_EUSAGE },
};
// clang-format on

static void check_new_key(struct zgl_privkey *key, unsigned bits)
{
	struct zgl_signkey signkey = zgl_privkey_signkey(key);
	struct octets p = written(key, zgl_privkey_write_public);
	struct zgl_pubkey *public_key =
		pubkey_or_fail(engine, signkey.alg, octets_sv(&p));
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct octets sig = signature_of(key, &digest);

	assert_int_equal(signkey.bits, bits);
	assert_int_equal(zgl_pubkey_bits(public_key), bits);
	assert_true(verifies(public_key, &digest, octets_sv(&sig)));
	struct octets pem = written(key, zgl_privkey_write_pem);
	struct zgl_privkey *again = privkey_or_fail(engine, octets_sv(&pem));
	struct octets second = signature_of(again, &digest);
	assert_sv_equal(octets_sv(&second), octets_sv(&sig));
	zgl_privkey_free(again);
	zgl_pubkey_free(public_key);
}

static void check_generate(void **state)
{
	const struct generate_row *row = *state;
	struct zgl_privkey *key, *other;

	assert_int_equal(
		zgl_privkey_generate(engine, row->alg, row->bits, &key),
		row->want);
	assert_int_equal(key != NULL, row->want == ZGL_OK);
	if (key == NULL)
		return;
	check_new_key(key, row->want_bits);
	struct octets a = written(key, zgl_privkey_write_public);
	assert_int_equal(
		zgl_privkey_generate(engine, row->alg, row->bits, &other),
		ZGL_OK);
	struct octets b = written(other, zgl_privkey_write_public);
	assert_false(zgl_sv_eq(octets_sv(&a), octets_sv(&b)));
	/* 65537, the last number of SubjectPublicKeyInfo. */
	if (row->alg == ZGL_KEY_RSA)
		assert_memory_equal(a.p + a.n - 5, "\x02\x03\x01\x00\x01", 5);
	zgl_privkey_free(key);
	zgl_privkey_free(other);
}

static void buffer_too_small(void **state)
{
	const struct testkey *row = *state;
	write_fn *const writes[] = { zgl_privkey_write_der,
		zgl_privkey_write_pem, zgl_privkey_write_public };
	struct zgl_privkey *key = privkey_or_fail(engine, zgl_sv_of(row->pem));

	for (size_t i = 0; i < ZGL_COUNT(writes); i++) {
		struct octets whole = written(key, writes[i]);
		struct zgl_buf b;
		zgl_buf_begin(&b, whole.n);
		assert_int_equal(writes[i](key, &b), ZGL_OK);
		zgl_buf_wipe(&b);
		zgl_buf_begin(&b, whole.n - 1);
		assert_int_equal(writes[i](key, &b), ZGL_ELIMIT);
		zgl_buf_wipe(&b);
	}
	zgl_privkey_free(key);
}

static void digest_of_nothing(void **state)
{
	const struct testkey *row = *state;
	struct zgl_privkey *key = privkey_or_fail(engine, zgl_sv_of(row->pem));
	struct zgl_signkey signkey = zgl_privkey_signkey(key);
	struct zgl_digest digest = { .alg = ZGL_HASH_SHA256 };
	struct zgl_sig sig = { .n = 1 };

	assert_int_equal(signkey.sign(signkey.ctx, &digest, &sig), ZGL_EUSAGE);
	assert_int_equal(sig.n, 0);
	zgl_privkey_free(key);
}

int main(void)
{
	struct rows r = { 0 };
	size_t size = sizeof(testkeys[0]);
	const struct testkey *last = &testkeys[ZGL_COUNT(testkeys) - 1];

	engine = engine_or_die();
	ROWS_ADD(&r, testkeys, known_answer);
	ROWS_ADD(&r, testkeys, write_and_read);
	ROWS_ADD(&r, testkeys, buffer_too_small);
	ROWS_ADD(&r, pem_rows, check_pem);
	ROWS_ADD(&r, der_rows, check_der);
	ROWS_ADD(&r, parts_rows, check_parts);
	ROWS_ADD(&r, generate_rows, check_generate);
	rows_add(&r, testkeys, 2, size, every_truncation);
	rows_add(&r, last, 1, size, every_truncation);
	rows_add(&r, testkeys, 1, size, digest_of_nothing);
	rows_add(&r, last, 1, size, digest_of_nothing);
	rows_add_one(&r, "a key cut inside, its lengths right",
		every_inner_truncation);
	rows_add_one(&r, "rfc8017#3.2: qInv plus p", coefficient_plus_p);
	rows_add_one(&r, "rfc8017#A.1.2: other versions", other_versions);
	rows_add_one(&r, "any number of another key", parts_of_two_keys);
	rows_add_one(&r, "no bit of a key can be flipped", every_bit_of_a_key);
	rows_add_one(&r, "a number of 1024 octets in a key of 512 bits",
		parts_longer_than_the_modulus);
	rows_add_one(&r, "rfc5958#2: an RSA key with its public half",
		rsa_public_half);
	rows_add_one(&r, "an armour of more than 64 KiB", armour_too_long);
	rows_add_one(&r, "OpenSSL's error queue is empty in the end",
		nothing_left_behind);
	int failed = rows_run(&r, "privkey");
	zgl_engine_free(engine);
	zgl_privkey_free(NULL);
	return failed;
}
