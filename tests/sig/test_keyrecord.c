/* SPDX-License-Identifier: ISC */
/* keyrecord: what a TXT record at a selector may say. */
#include "tests/rows.h"
#include "tests/sig/recordhelp.h"
#include "zegel/sig/keyrecord.h"

static struct zgl_engine *engine;

static struct zgl_keyrecord *read_record(zgl_sv text)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_keyrecord *record;

	assert_int_equal(
		zgl_keyrecord_read(engine, text, &limits, &record), ZGL_OK);
	return record;
}

/* What a record may be used for. */
#define SHA1    1U
#define SHA256  2U
#define BOTH    (SHA1 | SHA256)
#define TESTING 4U
#define STRICT  8U

struct good {
	const char *name, *text;
	unsigned bits, uses;
	enum zgl_key_alg alg;
};

// clang-format off
static const struct good good[] = {
	{ "rfc6376#3.6.1: p= alone is a record: RSA, any hash", "p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: v=DKIM1 first", "v=DKIM1; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.2: white space around names, = and values", " v = DKIM1 ;\r\n\t k\t=\trsa ; p = $rsa1024 ", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.2: a semicolon at the end", "v=DKIM1; k=rsa; p=$rsa1024;", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.2: a semicolon at the end, white space behind it", "v=DKIM1; p=$rsa1024 ; ", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: k=rsa said", "k=rsa; p=$rsa2048", 2048, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: h=sha256", "h=sha256; p=$rsa1024", 1024, SHA256, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: h=sha1", "h=sha1; p=$rsa1024", 1024, SHA1, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: h=sha256:sha1", "h=sha256:sha1; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: white space around the colons of h=", "h= sha1 \r\n\t: sha256 ; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: unknown hashes beside a known one are ignored", "h=sha512:sha256:md5; p=$rsa1024", 1024, SHA256, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: s=email", "s=email; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: s=*", "s=*; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: s= with another service and email", "s= tlsrpt : email ; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: t=y", "t=y; p=$rsa1024", 1024, BOTH | TESTING, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: t=s", "t=s; p=$rsa1024", 1024, BOTH | STRICT, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: t=y:s, white space around the colon", "t=y : s; p=$rsa1024", 1024, BOTH | TESTING | STRICT, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: unknown flags are ignored", "t=x:s:ys; p=$rsa1024", 1024, BOTH | STRICT, ZGL_KEY_RSA },
	{ "rfc6376#3.2: an empty t= has no flags", "t=; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.2: values have their case, t=Y is no t=y", "t=Y:S; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.2: names have their case, P=, V= and K= are unknown", "V=DKIM2; K=xxx; P=; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#C.1: the g= of RFC 4871 is ignored", "g=joe; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#C.1: an empty g= is ignored too", "v=DKIM1; g=; k=rsa; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: n= is for people, =3B in it", "n=see https://example.com/=3B thanks; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc8616#5: n= with 8-bit octets", "n=gr\xc3\xbc\xc3\x9f; p=$rsa1024", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.2: unknown tags are ignored", "v=DKIM1; zz_1=a b = c; p=$rsa1024; y=", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: white space in p=", "p= MIGfMA0GCSqGSIb3DQEBAQUAA4GN ADCBiQKBgQDOghJHKo1HaUtQLtsqAmwPLqAJ\r\n\t"
		"gT23fTWLYW2TTDXTI4+bGbcR\t\tIB/JTs24XYxRAswJpHDZiXUphq7kDjX6WMnFVb3K k2WOeiLmiG3MfJ9STgS21xO6"
		"Ly7zrhaZ/kOlkuT4VImui3kK3Xj7WSJNDWt5wk7F tsRjqDD9Tb8pp+IxUwIDAQ A B", 1024, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: RSA as SubjectPublicKeyInfo, 4096 bits", "p=$rsa4096", 4096, BOTH, ZGL_KEY_RSA },
	{ "rfc6376#3.6.1: RSA as bare RSAPublicKey", "p=$rsa2048-bare", 2048, BOTH, ZGL_KEY_RSA },
	{ "rfc8301#3.2: a small key can be read, the verifier judges its size", "p=$rsa512", 512, BOTH, ZGL_KEY_RSA },
	{ "rfc8463#4.2: Ed25519 as 32 octets", "v=DKIM1; k=ed25519; p=$ed25519", 256, BOTH, ZGL_KEY_ED25519 },
};

struct bad {
	const char *name, *text;
	enum zgl_keyrecord_fault fault;
	enum zgl_key_fault key_fault;
};

static const struct bad bad[] = {
	{ "no text", "", ZGL_KEYRECORD_SYNTAX, 0 },
	{ "only white space", " \r\n\t", ZGL_KEYRECORD_SYNTAX, 0 },
	{ "no tag list", "hello world", ZGL_KEYRECORD_SYNTAX, 0 },
	{ "rfc6376#3.2: a tag twice spoils the whole list", "v=DKIM1; p=$rsa1024; n=a; n=b", ZGL_KEYRECORD_SYNTAX, 0 },
	{ "rfc6376#3.2: p= twice, the same value", "p=$rsa1024; p=$rsa1024", ZGL_KEYRECORD_SYNTAX, 0 },
	{ "rfc6376#3.2: an empty tag", "v=DKIM1;; p=$rsa1024", ZGL_KEYRECORD_SYNTAX, 0 },
	{ "rfc6376#3.6.1: v= not first", "p=$rsa1024; v=DKIM1", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.6.1: v= not first, behind an unknown tag", "x=1; v=DKIM1; p=$rsa1024", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.6.1: v=DKIM1.0", "v=DKIM1.0; p=$rsa1024", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.6.1: v=dkim1", "v=dkim1; p=$rsa1024", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.6.1: v=DKIM11", "v=DKIM11; p=$rsa1024", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.6.1: v=1", "v=1; p=$rsa1024", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.2: an empty v= is not an omitted one", "v=; p=$rsa1024", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.6.1: the ABNF misprints k= as v=, which is the version", "v=rsa; p=$rsa1024", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#6.1.2: SPF text of a wildcard", "v=spf1 -all", ZGL_KEYRECORD_VERSION, 0 },
	{ "rfc6376#3.6.1: no p=", "v=DKIM1; k=rsa", ZGL_KEYRECORD_NO_KEY, 0 },
	{ "rfc6376#3.6.1: an empty p= revokes", "v=DKIM1; p=", ZGL_KEYRECORD_REVOKED, 0 },
	{ "rfc6376#3.6.1: a p= of white space revokes", "v=DKIM1; p= \r\n\t ;", ZGL_KEYRECORD_REVOKED, 0 },
	{ "rfc6376#3.6.1: revoked comes before what else is wrong", "v=DKIM1; k=x; s=x; h=x; p=", ZGL_KEYRECORD_REVOKED, 0 },
	{ "rfc6376#3.6.1: k= unknown", "k=xxx; p=$rsa1024", ZGL_KEYRECORD_ALGORITHM, 0 },
	{ "rfc6376#3.2: k=RSA is unknown, values have their case", "k=RSA; p=$rsa1024", ZGL_KEYRECORD_ALGORITHM, 0 },
	{ "rfc6376#3.2: an empty k= is not an omitted one", "k=; p=$rsa1024", ZGL_KEYRECORD_ALGORITHM, 0 },
	{ "rfc6376#3.6.1: h= without a known hash", "h=sha512; p=$rsa1024", ZGL_KEYRECORD_HASH, 0 },
	{ "rfc6376#3.2: an empty h= is not an omitted one", "h=; p=$rsa1024", ZGL_KEYRECORD_HASH, 0 },
	{ "rfc6376#3.2: h=SHA256 is unknown, values have their case", "h=SHA256; p=$rsa1024", ZGL_KEYRECORD_HASH, 0 },
	{ "rfc6376#3.6.1: h= of half a name", "h=sha2:56; p=$rsa1024", ZGL_KEYRECORD_HASH, 0 },
	{ "rfc6376#3.6.1: s= without email", "s=tlsrpt; p=$rsa1024", ZGL_KEYRECORD_SERVICE, 0 },
	{ "rfc6376#3.2: an empty s= is not an omitted one", "s=; p=$rsa1024", ZGL_KEYRECORD_SERVICE, 0 },
	{ "rfc6376#3.2: s=EMAIL is unknown, values have their case", "s=EMAIL; p=$rsa1024", ZGL_KEYRECORD_SERVICE, 0 },
	{ "rfc6376#2.10: p= with an octet that is no base64", "p=MIGf!", ZGL_KEYRECORD_BASE64, 0 },
	{ "rfc6376#2.10: p= cut within a quad", "p=MIGfM", ZGL_KEYRECORD_BASE64, 0 },
	{ "rfc6376#3.6.1: p= is base64 of no key", "p=aGVsbG8=", ZGL_KEYRECORD_KEY, ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8463#4.2: 32 octets without k=ed25519 are no RSA key", "p=$ed25519", ZGL_KEYRECORD_KEY, ZGL_KEY_FAULT_SYNTAX },
	{ "rfc8463#4.2: an RSA key under k=ed25519", "k=ed25519; p=$rsa1024", ZGL_KEYRECORD_KEY, ZGL_KEY_FAULT_LENGTH },
	{ "rfc8463#4.2: Ed25519 as SubjectPublicKeyInfo", "k=ed25519; p=$ed25519-bare", ZGL_KEYRECORD_KEY, ZGL_KEY_FAULT_LENGTH },
	{ "rfc8463#4.2: an Ed25519 key of 31 octets", "k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", ZGL_KEYRECORD_KEY, ZGL_KEY_FAULT_LENGTH },
	{ "rfc8463#4.2: an Ed25519 SubjectPublicKeyInfo is no RSA key", "k=rsa; p=$ed25519-bare", ZGL_KEYRECORD_KEY, ZGL_KEY_FAULT_ALGORITHM },
};
// clang-format on

static struct zgl_keyrecord *read_template(const char *template)
{
	struct zgl_buf text;

	zgl_buf_begin(&text, 8192);
	record_put(&text, zgl_sv_of(template));
	struct zgl_keyrecord *record = read_record(zgl_buf_sv(&text));
	/* Nothing in the record may point into the text. */
	if (text.n > 0)
		memset(text.p, '!', text.n);
	zgl_buf_free(&text);
	return record;
}

static unsigned uses_of(const struct zgl_keyrecord *record)
{
	return (record->sha1 ? SHA1 : 0) | (record->sha256 ? SHA256 : 0)
		| (record->testing ? TESTING : 0)
		| (record->strict ? STRICT : 0);
}

static void check_good(void **state)
{
	const struct good *row = *state;
	struct zgl_keyrecord *record = read_template(row->text);

	assert_string_equal(zgl_keyrecord_fault_word(record->fault), "none");
	assert_int_equal(record->key_fault, ZGL_KEY_FAULT_NONE);
	assert_int_equal(uses_of(record), row->uses);
	assert_int_equal(record->alg, row->alg);
	assert_int_equal(record->bits, row->bits);
	assert_non_null(record->key);
	assert_int_equal(zgl_pubkey_alg(record->key), row->alg);
	zgl_keyrecord_release(record);
}

static void check_bad(void **state)
{
	const struct bad *row = *state;
	struct zgl_keyrecord *record = read_template(row->text);

	assert_string_equal(zgl_keyrecord_fault_word(record->fault),
		zgl_keyrecord_fault_word(row->fault));
	assert_string_equal(zgl_key_fault_word(record->key_fault),
		zgl_key_fault_word(row->key_fault));
	assert_null(record->key);
	assert_int_equal(record->bits, 0);
	zgl_keyrecord_release(record);
}

/* A record of n octets, filled up with n=. */
static struct zgl_keyrecord *read_long(size_t n)
{
	struct zgl_buf text;

	zgl_buf_begin(&text, n);
	record_put(&text, ZGL_SV("p=$rsa1024; n="));
	while (text.n < n)
		zgl_buf_char(&text, 'x');
	struct zgl_keyrecord *record = read_record(zgl_buf_sv(&text));
	zgl_buf_free(&text);
	return record;
}

static void too_long(void **state)
{
	size_t most = ZGL_LIMITS_DEFAULT.key_record_octets;
	struct zgl_keyrecord *fits = read_long(most);
	struct zgl_keyrecord *over = read_long(most + 1);

	(void)state;
	assert_int_equal(fits->fault, ZGL_KEYRECORD_NONE);
	assert_int_equal(over->fault, ZGL_KEYRECORD_SYNTAX);
	zgl_keyrecord_release(fits);
	zgl_keyrecord_release(over);
}

static void octets_no_record_has(void **state)
{
	static const char odd[] = { '\0', '\x01', '\r', '\n', '\x7f' };

	(void)state;
	for (size_t i = 0; i < sizeof(odd); i++) {
		char text[] = "v=DKIM1; n=a?b; p=";
		text[12] = odd[i];
		struct zgl_keyrecord *record =
			read_record((zgl_sv){ text, sizeof(text) - 1 });
		assert_int_equal(record->fault, ZGL_KEYRECORD_SYNTAX);
		zgl_keyrecord_release(record);
	}
}

static void counted(void **state)
{
	struct zgl_keyrecord *record = read_template("p=$ed25519; k=ed25519");

	(void)state;
	assert_ptr_equal(zgl_keyrecord_hold(record), record);
	zgl_keyrecord_release(record);
	assert_int_equal(zgl_pubkey_bits(record->key), 256);
	zgl_keyrecord_release(record);
	zgl_keyrecord_release(NULL);
}

#define WORD(name, word, sentence) { word, sentence },

static void words(void **state)
{
	static const char *const all[][2] = { ZGL_KEYRECORD_FAULT_TABLE(WORD) };

	(void)state;
	for (unsigned i = 0; i < ZGL_COUNT(all); i++) {
		enum zgl_keyrecord_fault fault = (enum zgl_keyrecord_fault)i;
		assert_string_equal(zgl_keyrecord_fault_word(fault), all[i][0]);
		assert_string_equal(
			zgl_keyrecord_fault_sentence(fault), all[i][1]);
		assert_true(strlen(all[i][0]) > 0 && strlen(all[i][1]) > 0);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(all[i][0], all[j][0]);
	}
	enum zgl_keyrecord_fault beyond =
		(enum zgl_keyrecord_fault)ZGL_COUNT(all);
	assert_string_equal(zgl_keyrecord_fault_word(beyond), "unknown");
	assert_string_equal(zgl_keyrecord_fault_sentence(beyond), "unknown");
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	ROWS_ADD(&r, good, check_good);
	ROWS_ADD(&r, bad, check_bad);
	rows_add_one(&r, "the longest record, and one octet more", too_long);
	rows_add_one(&r, "octets that no record has", octets_no_record_has);
	rows_add_one(&r, "a record lives until its last hold is given back",
		counted);
	rows_add_one(&r, "every fault has a word and a sentence", words);
	int failed = rows_run(&r, "keyrecord");
	zgl_engine_free(engine);
	return failed;
}
