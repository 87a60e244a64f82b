/* SPDX-License-Identifier: ISC */
/* Keys to and from the openssl command. Skipped where it is not installed. */
#define _GNU_SOURCE /* mkdtemp, posix_spawnp */
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/crypto/keyhelp.h"

extern char **environ;

static struct zgl_engine *engine;
static char folder[] = "zegel-openssl-XXXXXX";

#define WORDS_MOST 12

/* Runs openssl with these words, a NULL behind the last, its own words kept
 * out of the TAP. Returns its exit code, 127 when there is no such command. */
static int openssl(const char *const words[WORDS_MOST])
{
	char *argv[WORDS_MOST + 1] = { (char *)(uintptr_t) "openssl" };
	posix_spawn_file_actions_t quiet;
	int code = 0;
	pid_t child;

	for (size_t i = 0; i + 1 < WORDS_MOST && words[i] != NULL; i++)
		argv[i + 1] = (char *)(uintptr_t)words[i];
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	int err = posix_spawnp(&child, argv[0], &quiet, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&quiet);
	if (err != 0)
		return 127;
	assert_int_equal(waitpid(child, &code, 0), child);
	return WIFEXITED(code) ? WEXITSTATUS(code) : 126;
}

static struct octets read_file(const char *name)
{
	struct octets o;
	FILE *f = fopen(name, "rb");

	assert_non_null(f);
	o.n = fread(o.p, 1, sizeof(o.p), f);
	fclose(f);
	return o;
}

static void write_file(const char *name, zgl_sv s)
{
	FILE *f = fopen(name, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
	assert_int_equal(fclose(f), 0);
}

static void skip_without_openssl(void)
{
	if (openssl((const char *[WORDS_MOST]){ "version" }) != 0) {
		print_message("# no openssl command\n");
		skip();
	}
}

struct make_row {
	const char *name;
	const char *words[WORDS_MOST]; /* makes the file "key" */
	enum zgl_key_alg alg;
	enum zgl_key_fault want;
};

#define GENPKEY     "genpkey", "-out", "key", "-algorithm"
#define RSA_BITS(n) "-pkeyopt", "rsa_keygen_bits:" n

// clang-format off
static const struct make_row make_rows[] = {
	{ "genpkey RSA", { GENPKEY, "RSA", RSA_BITS("1024") }, ZGL_KEY_RSA, ZGL_KEY_FAULT_NONE },
	{ "genpkey RSA, e = 3",
		{ GENPKEY, "RSA", RSA_BITS("1024"), "-pkeyopt", "rsa_keygen_pubexp:3" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_NONE },
	{ "genpkey RSA in DER",
		{ GENPKEY, "RSA", RSA_BITS("1024"), "-outform", "DER" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_NONE },
	{ "genrsa -traditional",
		{ "genrsa", "-traditional", "-out", "key", "1024" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_NONE },
	{ "genpkey ED25519", { GENPKEY, "ED25519" }, ZGL_KEY_ED25519, ZGL_KEY_FAULT_NONE },
	{ "genpkey ED25519 in DER",
		{ GENPKEY, "ED25519", "-outform", "DER" }, ZGL_KEY_ED25519, ZGL_KEY_FAULT_NONE },
	{ "genpkey RSA, encrypted",
		{ GENPKEY, "RSA", RSA_BITS("1024"), "-aes128", "-pass", "pass:x" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_ENCRYPTED },
	{ "genrsa -traditional, encrypted",
		{ "genrsa", "-traditional", "-aes128", "-passout", "pass:x", "-out", "key", "1024" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_ENCRYPTED },
	{ "genrsa -traditional, three primes",
		{ "genrsa", "-traditional", "-primes", "3", "-out", "key", "1024" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_ALGORITHM },
	{ "genpkey RSA-PSS", { GENPKEY, "RSA-PSS", RSA_BITS("1024") }, ZGL_KEY_RSA, ZGL_KEY_FAULT_ALGORITHM },
	{ "genpkey X25519", { GENPKEY, "X25519" }, ZGL_KEY_RSA, ZGL_KEY_FAULT_ALGORITHM },
	{ "genpkey EC",
		{ GENPKEY, "EC", "-pkeyopt", "ec_paramgen_curve:P-256" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_ALGORITHM },
	{ "ecparam -genkey",
		{ "ecparam", "-genkey", "-name", "prime256v1", "-out", "key" },
		ZGL_KEY_RSA, ZGL_KEY_FAULT_ALGORITHM },
};
// clang-format on

static void check_make(void **state)
{
	const struct make_row *row = *state;
	enum zgl_key_fault fault;
	struct zgl_privkey *key;

	skip_without_openssl();
	assert_int_equal(openssl(row->words), 0);
	struct octets made = read_file("key");
	assert_int_equal(
		zgl_privkey_read(engine, octets_sv(&made), &key, &fault),
		ZGL_OK);
	assert_string_equal(
		zgl_key_fault_word(fault), zgl_key_fault_word(row->want));
	if (key != NULL)
		assert_int_equal(zgl_privkey_signkey(key).alg, row->alg);
	zgl_privkey_free(key);
}

struct write_row {
	const char *name;
	enum zgl_key_alg alg;
	unsigned bits;
};

// clang-format off
static const struct write_row write_rows[] = {
	{ "openssl pkey -check and pkeyutl -verify: RSA",     ZGL_KEY_RSA,     2048 },
	{ "openssl pkey -check and pkeyutl -verify: Ed25519", ZGL_KEY_ED25519, 0 },
};
// clang-format on

static void assert_same_public(struct zgl_privkey *key, enum zgl_key_alg alg)
{
	struct octets want = read_file("public");
	struct zgl_buf got;

	if (alg == ZGL_KEY_ED25519) /* out of its SubjectPublicKeyInfo */
		want = octets_of(zgl_sv_skip(octets_sv(&want), want.n - 32));
	zgl_buf_begin(&got, 4096);
	assert_int_equal(zgl_privkey_write_public(key, &got), ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&got), octets_sv(&want));
	zgl_buf_free(&got);
}

/* openssl's Ed25519 wants -rawin, its RSA wants to know the digest. */
static int openssl_verify(enum zgl_key_alg alg)
{
	const char *const rsa[WORDS_MOST] = { "pkeyutl", "-verify", "-inkey",
		"key", "-in", "digest", "-sigfile", "sig", "-pkeyopt",
		"digest:sha256" };
	const char *const ed25519[WORDS_MOST] = { "pkeyutl", "-verify",
		"-inkey", "key", "-in", "digest", "-sigfile", "sig", "-rawin" };

	return openssl(alg == ZGL_KEY_RSA ? rsa : ed25519);
}

static void check_write(void **state)
{
	const struct write_row *row = *state;
	struct zgl_digest digest =
		digest_of(engine, ZGL_HASH_SHA256, ZGL_SV("zegel"));
	struct zgl_privkey *key;
	struct zgl_buf pem;

	skip_without_openssl();
	assert_int_equal(
		zgl_privkey_generate(engine, row->alg, row->bits, &key),
		ZGL_OK);
	zgl_buf_begin(&pem, 8192);
	assert_int_equal(zgl_privkey_write_pem(key, &pem), ZGL_OK);
	write_file("key", zgl_buf_sv(&pem));
	zgl_buf_wipe(&pem);
	struct octets sig = signature_of(key, &digest);
	write_file("sig", octets_sv(&sig));
	write_file("digest", (zgl_sv){ (char *)digest.octets, digest.n });

	assert_int_equal(openssl((const char *[WORDS_MOST]){
				 "pkey", "-in", "key", "-check", "-noout" }),
		0);
	assert_int_equal(
		openssl((const char *[WORDS_MOST]){ "pkey", "-in", "key",
			"-pubout", "-outform", "DER", "-out", "public" }),
		0);
	assert_same_public(key, row->alg);
	assert_int_equal(openssl_verify(row->alg), 0);
	sig.p[0] ^= 1;
	write_file("sig", octets_sv(&sig));
	assert_int_equal(openssl_verify(row->alg), 1);
	zgl_privkey_free(key);
}

static void clean(void)
{
	static const char *const names[] = { "key", "public", "sig", "digest" };

	for (size_t i = 0; i < ZGL_COUNT(names); i++)
		unlink(names[i]);
	if (chdir("..") == 0)
		rmdir(folder);
}

int main(void)
{
	struct rows r = { 0 };

	umask(077);
	if (mkdtemp(folder) == NULL || chdir(folder) != 0) {
		puts("Bail out! no folder for keys");
		return 1;
	}
	engine = engine_or_die();
	ROWS_ADD(&r, make_rows, check_make);
	ROWS_ADD(&r, write_rows, check_write);
	int failed = rows_run(&r, "opensslcmd");
	zgl_engine_free(engine);
	clean();
	return failed;
}
