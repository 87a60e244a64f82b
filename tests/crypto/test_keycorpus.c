/* SPDX-License-Identifier: ISC */
/* The keys of RFC 6376 and RFC 8463, from the corpus of the RFCs' examples:
 * rfc-dkim/ in the folder that ZEGEL_CORPUS names, or in ../shared/corpus
 * beside the source. Without it the rows are skipped. */
#include "tests/crypto/keyhelp.h"

static struct zgl_engine *engine;

static bool read_file(const char *name, struct octets *o)
{
	const char *corpus = getenv("ZEGEL_CORPUS");
	const char *file = __FILE__, *tests = strstr(file, "tests/crypto/");
	char path[4096];

	if (corpus != NULL)
		snprintf(path, sizeof(path), "%s/rfc-dkim/%s", corpus, name);
	else
		snprintf(path, sizeof(path), "%.*s../shared/corpus/rfc-dkim/%s",
			(int)(tests == NULL ? 0 : tests - file), file, name);
	FILE *f = fopen(path, "rb");
	if (f == NULL) {
		printf("# no %s: set ZEGEL_CORPUS\n", path);
		return false;
	}
	o->n = fread(o->p, 1, sizeof(o->p), f);
	fclose(f);
	return true;
}

/* The base64 text of p= at `name`, out of "NAME TAB TXT TAB VALUE" lines. */
static zgl_sv published(zgl_sv lines, zgl_sv name)
{
	zgl_sv line, owner;

	while (zgl_sv_split(&lines, '\n', &line)) {
		if (!zgl_sv_split(&line, '\t', &owner)
			|| !zgl_sv_eq(owner, name))
			continue;
		for (size_t i = 0; i < line.n; i++) {
			zgl_sv at = zgl_sv_skip(line, i);
			if (zgl_sv_starts(at, ZGL_SV("p=")))
				return zgl_sv_trim_fws(zgl_sv_skip(at, 2));
		}
	}
	return (zgl_sv){ NULL, 0 };
}

struct row {
	const char *name, *file, *owner;
	enum zgl_key_alg alg;
};

// clang-format off
static const struct row rows[] = {
	{ "rfc6376#C: the key of brisbane.example.com", "rfc6376-brisbane.private.pem",
		"brisbane._domainkey.example.com", ZGL_KEY_RSA },
	{ "rfc8463#A.1: the RSA key of football.example.com", "rfc8463-test.private.pem",
		"test._domainkey.football.example.com", ZGL_KEY_RSA },
	{ "rfc8463#A.2: the Ed25519 key of football.example.com",
		"rfc8463-brisbane.ed25519.pkcs8.pem",
		"brisbane._domainkey.football.example.com", ZGL_KEY_ED25519 },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	struct octets pem, dns;
	struct zgl_buf got;

	assert_true(read_file(row->file, &pem) && read_file("dns.tsv", &dns));
	zgl_sv text = published(octets_sv(&dns), zgl_sv_of(row->owner));
	struct octets want;
	assert_int_equal(
		zgl_b64_decode(text, want.p, sizeof(want.p), &want.n), ZGL_OK);
	assert_true(want.n > 0);
	struct zgl_privkey *key = privkey_or_fail(engine, octets_sv(&pem));
	zgl_buf_begin(&got, 4096);
	assert_int_equal(zgl_privkey_write_public(key, &got), ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&got), octets_sv(&want));
	zgl_buf_free(&got);
	struct zgl_pubkey *public_key =
		pubkey_or_fail(engine, row->alg, octets_sv(&want));
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct octets sig = signature_of(key, &digest);
	assert_true(verifies(public_key, &digest, octets_sv(&sig)));
	zgl_pubkey_free(public_key);
	zgl_privkey_free(key);
}

int main(void)
{
	struct rows r = { 0 };
	struct octets probe;

	if (!read_file("dns.tsv", &probe)) {
		puts("1..1\nok 1 - keycorpus # SKIP the suite is not here");
		return 0;
	}
	engine = engine_or_die();
	ROWS_ADD(&r, rows, check);
	int failed = rows_run(&r, "keycorpus");
	zgl_engine_free(engine);
	return failed;
}
