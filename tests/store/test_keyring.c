/* SPDX-License-Identifier: ISC */
/* keyring: whose keys sign for an author, how a change is seen, and who may go
 * when there is no room. */
#define _XOPEN_SOURCE 700 /* for storehelp */
#include "srv/store/keyring.h"
#include "tests/store/storehelp.h"

#define FILES_MOST 20

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct zgl_dkimsign_config sign;

/* A keyring on a store of its own, and a second handle that writes. */
struct bench {
	struct folder folder;
	struct zgl_store *writer, *reader;
	struct zgl_keyring_file files[FILES_MOST];
	struct zgl_keyring_config config;
	struct zgl_keyring *ring;
};

/* Files as "DOMAIN SELECTOR KEY [below]; ...". */
static void add_files(struct bench *b, const char *text)
{
	zgl_sv rest = zgl_sv_of(text), line;

	while (zgl_sv_split(&rest, ';', &line)) {
		zgl_sv w[4] = { { NULL, 0 } };
		line = zgl_sv_trim_wsp(line);
		for (size_t i = 0; i < 4 && zgl_sv_split(&line, ' ', &w[i]);)
			i++;
		if (w[0].n == 0)
			continue;
		assert_true(b->config.file_count < FILES_MOST);
		b->files[b->config.file_count++] = (struct zgl_keyring_file){
			.domain = name_of(w[0]),
			.selector = name_of(w[1]),
			.private_der = der_of(testkey_called(w[2])),
			.subdomains = w[3].n > 0,
		};
	}
}

static void bench_begin(struct bench *b, size_t cached)
{
	*b = (struct bench){ .config = { .sign = &sign, .cached = cached } };
	folder_make(&b->folder);
	b->writer = store_or_fail(b->folder.store, ZGL_STORE_CREATE);
	b->reader = store_or_fail(b->folder.store, ZGL_STORE_READ);
	b->config.store = b->reader;
	b->config.files = b->files;
}

static void bench_start(struct bench *b)
{
	enum zgl_err err = zgl_keyring_new(&b->config, &b->ring);

	if (err != ZGL_OK)
		fail_msg("%s", zgl_keyring_why(b->ring));
}

static void bench_end(struct bench *b)
{
	zgl_keyring_free(b->ring);
	zgl_store_close(b->reader);
	zgl_store_close(b->writer);
	folder_remove(&b->folder);
}

static const char *match_word(enum zgl_key_match match)
{
	static const char *const words[] = { "none", "exact", "parent",
		"fallback" };

	return words[match];
}

/* Finds, and tells as "exact a.nl: rsa s1, ed25519 s2". */
static void find_and_tell(
	struct bench *b, const char *author, struct zgl_buf *told)
{
	struct zgl_dname name = name_of(zgl_sv_of(author));
	struct zgl_keyset *set;
	enum zgl_key_match match;

	if (zgl_keyring_find(b->ring, &name, &set, &match) != ZGL_OK) {
		zgl_buf_text(told, zgl_keyring_why(b->ring));
		assert_null(set);
		return;
	}
	zgl_buf_text(told, match_word(match));
	assert_int_equal(set == NULL, match == ZGL_KEY_MATCH_NONE);
	if (set == NULL)
		return;
	zgl_buf_char(told, ' ');
	zgl_buf_put(told, zgl_dname_sv(zgl_keyset_domain(set)));
	for (size_t i = 0; i < zgl_keyset_count(set); i++) {
		zgl_buf_text(told, i == 0 ? ": " : ", ");
		zgl_buf_text(told,
			zgl_keyset_alg(set, i) == ZGL_KEY_RSA ? "rsa "
							      : "ed25519 ");
		zgl_buf_put(told, zgl_dname_sv(zgl_keyset_selector(set, i)));
	}
	zgl_keyring_release(b->ring, set);
}

static void want_found(struct bench *b, const char *author, const char *want)
{
	struct zgl_buf told;

	zgl_buf_begin(&told, 65536);
	find_and_tell(b, author, &told);
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(want));
	zgl_buf_free(&told);
}

struct row {
	const char *name;
	const char *store, *files, *fallback;
	const char *author, *want;
};

// clang-format off
static const struct row rows[] = {
	{ "no key is none", "add b.nl s rsa1024 active", "", "", "a.nl", "none" },
	{ "an active key of the domain", "add a.nl s rsa1024 active", "", "", "a.nl", "exact a.nl: rsa s" },
	{ "pending and retired keys do not sign", "add a.nl s rsa1024 pending; add a.nl t rsa1024 retired", "", "", "a.nl", "none" },
	{ "nor do they beside one that does", "add a.nl s rsa1024 pending; add a.nl t rsa1024 active", "", "", "a.nl", "exact a.nl: rsa t" },
	{ "of both kinds RSA comes first", "add a.nl a ed25519 active; add a.nl b rsa1024 active", "", "", "a.nl", "exact a.nl: rsa b, ed25519 a" },
	{ "those of a kind by selector", "add a.nl c rsa1024 active; add a.nl a ed25519 active; add a.nl b rsa1024 active", "", "", "a.nl", "exact a.nl: rsa b, rsa c, ed25519 a" },
	{ "a parent's keys serve when it says so", "add a.nl s rsa1024 active below", "", "", "mail.a.nl", "parent a.nl: rsa s" },
	{ "and not when it does not", "add a.nl s rsa1024 active", "", "", "mail.a.nl", "none" },
	{ "the nearest parent that serves", "add a.nl s rsa1024 active below; add b.a.nl s rsa1024 active", "", "", "c.b.a.nl", "parent a.nl: rsa s" },
	{ "its own keys before a parent's", "add a.nl s rsa1024 active below; add b.a.nl t rsa1024 active", "", "", "b.a.nl", "exact b.a.nl: rsa t" },
	{ "pending keys of its own do not stand before a parent's", "add a.nl s rsa1024 active below; add b.a.nl t rsa1024 pending", "", "", "b.a.nl", "parent a.nl: rsa s" },
	{ "a name that only ends alike is no parent", "add a.nl s rsa1024 active below", "", "", "ba.nl", "none" },
	{ "the fallback's keys for who has none", "add f.nl s rsa1024 active", "", "f.nl", "a.nl", "fallback f.nl: rsa s" },
	{ "its own keys before the fallback's", "add f.nl s rsa1024 active; add a.nl t rsa1024 active", "", "f.nl", "a.nl", "exact a.nl: rsa t" },
	{ "a fallback without keys is none", "", "", "f.nl", "a.nl", "none" },
	{ "the fallback itself is exact", "add f.nl s rsa1024 active", "", "f.nl", "f.nl", "exact f.nl: rsa s" },
	{ "a key file", "", "a.nl s rsa1024", "", "a.nl", "exact a.nl: rsa s" },
	{ "key files of both kinds, RSA first", "", "a.nl a ed25519; a.nl b rsa1024", "", "a.nl", "exact a.nl: rsa b, ed25519 a" },
	{ "a key file that serves those below", "", "a.nl s rsa1024 below", "", "x.a.nl", "parent a.nl: rsa s" },
	{ "a key file that does not", "", "a.nl s rsa1024", "", "x.a.nl", "none" },
	{ "one of two says so", "", "a.nl s rsa1024; a.nl t rsa1024 below", "", "x.a.nl", "parent a.nl: rsa s, rsa t" },
	{ "a domain that files name has the keys of the files alone", "add a.nl s rsa1024 active", "a.nl t rsa1024", "", "a.nl", "exact a.nl: rsa t" },
	{ "a fallback of a file", "", "f.nl s rsa1024", "f.nl", "a.nl", "fallback f.nl: rsa s" },
	{ "a domain of 253 octets", "add aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.dddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.nl s rsa1024 active", "", "",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.dddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.nl",
		"exact aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.dddddddddddddddddddddddddddddddddddddddddddddddddddddddddd.nl: rsa s" },
};
// clang-format on

/* Twice: what was looked up, and what is remembered. */
static void check(void **state)
{
	const struct row *row = *state;
	struct bench b;

	bench_begin(&b, 4);
	script_fill(b.writer, row->store);
	add_files(&b, row->files);
	if (row->fallback[0] != '\0')
		b.config.fallback = name_of(zgl_sv_of(row->fallback));
	bench_start(&b);
	want_found(&b, row->author, row->want);
	want_found(&b, row->author, row->want);
	bench_end(&b);
}

/* A keyring without a store knows its files only. */
static void files_alone(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, 0);
	b.config.store = NULL;
	add_files(&b, "a.nl s rsa1024; b.nl s ed25519; c.nl s rsa1024 below");
	bench_start(&b);
	want_found(&b, "a.nl", "exact a.nl: rsa s");
	want_found(&b, "b.nl", "exact b.nl: ed25519 s");
	want_found(&b, "x.c.nl", "parent c.nl: rsa s");
	want_found(&b, "d.nl", "none");
	bench_end(&b);
}

/* --- changes --- */

struct change {
	const char *name;
	const char *before, *change, *author, *first, *then;
};

// clang-format off
static const struct change changes[] = {
	{ "a new domain", "", "add a.nl s rsa1024 active", "a.nl", "none", "exact a.nl: rsa s" },
	{ "a new key", "add a.nl s rsa1024 active", "add a.nl t ed25519 active", "a.nl", "exact a.nl: rsa s", "exact a.nl: rsa s, ed25519 t" },
	{ "a key that became active", "add a.nl s rsa1024 pending", "state a.nl s active", "a.nl", "none", "exact a.nl: rsa s" },
	{ "a key that was retired", "add a.nl s rsa1024 active", "state a.nl s retired", "a.nl", "exact a.nl: rsa s", "none" },
	{ "a key that was removed", "add a.nl s rsa1024 active; add a.nl t rsa1024 active", "remove a.nl s", "a.nl", "exact a.nl: rsa s, rsa t", "exact a.nl: rsa t" },
	{ "a domain that serves those below from now on", "add a.nl s rsa1024 active", "below a.nl yes", "x.a.nl", "none", "parent a.nl: rsa s" },
	{ "a domain that does so no more", "add a.nl s rsa1024 active below", "below a.nl no", "x.a.nl", "parent a.nl: rsa s", "none" },
	{ "a key of its own where a parent's served", "add a.nl s rsa1024 active below", "add x.a.nl t rsa1024 active", "x.a.nl", "parent a.nl: rsa s", "exact x.a.nl: rsa t" },
};
// clang-format on

static void check_change(void **state)
{
	const struct change *row = *state;
	struct bench b;

	bench_begin(&b, 4);
	script_fill(b.writer, row->before);
	bench_start(&b);
	want_found(&b, row->author, row->first);
	want_found(&b, row->author, row->first);
	script_fill(b.writer, row->change);
	want_found(&b, row->author, row->then);
	want_found(&b, row->author, row->then);
	bench_end(&b);
}

static void want_trouble(struct bench *b, const char *part)
{
	struct zgl_dname author = name_of(ZGL_SV("a.nl"));
	enum zgl_key_match match;
	struct zgl_keyset *set;

	assert_int_equal(
		zgl_keyring_find(b->ring, &author, &set, &match), ZGL_EIO);
	assert_null(set);
	assert_non_null(strstr(zgl_keyring_why(b->ring), part));
}

/* A backup is put back, or a copy comes from another host. */
static void another_file_in_its_place(void **state)
{
	struct bench b;
	struct zgl_store *other;
	char path[sizeof(b.folder.store) + 8];

	(void)state;
	bench_begin(&b, 4);
	script_fill(b.writer, "add a.nl s rsa1024 active");
	bench_start(&b);
	want_found(&b, "a.nl", "exact a.nl: rsa s");
	snprintf(path, sizeof(path), "%s.new", b.folder.store);
	assert_int_equal(
		zgl_store_open(path, ZGL_STORE_CREATE, &other), ZGL_OK);
	script_fill(other, "add a.nl t ed25519 active");
	zgl_store_close(other);
	zgl_store_close(b.writer);
	assert_int_equal(rename(path, b.folder.store), 0);
	want_trouble(&b, "took the place of another file");
	want_trouble(&b, "took the place of another file");
	snprintf(path, sizeof(path), "%s-wal", b.folder.store);
	assert_int_equal(unlink(path), 0);
	snprintf(path, sizeof(path), "%s-shm", b.folder.store);
	assert_int_equal(unlink(path), 0);
	want_found(&b, "a.nl", "exact a.nl: ed25519 t");
	assert_int_equal(
		zgl_store_open(b.folder.store, ZGL_STORE_WRITE, &b.writer),
		ZGL_OK);
	script_fill(b.writer, "remove a.nl t");
	want_found(&b, "a.nl", "none");
	bench_end(&b);
}

static void a_file_that_went_and_came(void **state)
{
	char path[200];
	struct bench b;

	(void)state;
	bench_begin(&b, 4);
	script_fill(b.writer, "add a.nl s rsa1024 active");
	bench_start(&b);
	want_found(&b, "a.nl", "exact a.nl: rsa s");
	snprintf(path, sizeof(path), "%s.away", b.folder.store);
	assert_int_equal(rename(b.folder.store, path), 0);
	want_trouble(&b, "No such file or directory");
	want_trouble(&b, "No such file or directory");
	assert_int_equal(rename(path, b.folder.store), 0);
	want_found(&b, "a.nl", "exact a.nl: rsa s");
	bench_end(&b);
}

/* --- room --- */

static struct zgl_keyset *hold(struct bench *b, const char *author)
{
	struct zgl_dname name = name_of(zgl_sv_of(author));
	enum zgl_key_match match;
	struct zgl_keyset *set;

	assert_int_equal(
		zgl_keyring_find(b->ring, &name, &set, &match), ZGL_OK);
	assert_non_null(set);
	return set;
}

/* True when the set for `author` is the one that was found before. */
static bool is_kept(
	struct bench *b, const char *author, const struct zgl_keyset *before)
{
	struct zgl_keyset *set = hold(b, author);

	zgl_keyring_release(b->ring, set);
	return set == before;
}

#define FIVE                                                                   \
	"add a.nl s rsa1024 active; add b.nl s rsa1024 active;"                \
	"add c.nl s rsa1024 active; add d.nl s rsa1024 active;"                \
	"add e.nl s rsa1024 active"

/* Held, so that a set that is read anew cannot come to the same place. */
static void the_least_lately_used_goes(void **state)
{
	struct zgl_keyset *a, *b, *c, *d;
	struct bench bench;

	(void)state;
	bench_begin(&bench, 3);
	script_fill(bench.writer, FIVE);
	bench_start(&bench);
	a = hold(&bench, "a.nl");
	b = hold(&bench, "b.nl");
	c = hold(&bench, "c.nl");
	assert_true(is_kept(&bench, "a.nl", a));
	d = hold(&bench, "d.nl"); /* b goes */
	assert_true(is_kept(&bench, "a.nl", a));
	assert_true(is_kept(&bench, "c.nl", c));
	assert_true(is_kept(&bench, "d.nl", d));
	assert_false(is_kept(&bench, "b.nl", b)); /* a goes */
	assert_true(is_kept(&bench, "d.nl", d));
	assert_true(is_kept(&bench, "c.nl", c));
	assert_false(is_kept(&bench, "a.nl", a));
	zgl_keyring_release(bench.ring, a);
	zgl_keyring_release(bench.ring, b);
	zgl_keyring_release(bench.ring, c);
	zgl_keyring_release(bench.ring, d);
	bench_end(&bench);
}

static void files_never_make_room(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, 1);
	script_fill(b.writer, FIVE);
	add_files(&b, "f.nl s rsa1024");
	bench_start(&b);
	struct zgl_keyset *set = hold(&b, "f.nl");
	want_found(&b, "a.nl", "exact a.nl: rsa s");
	want_found(&b, "b.nl", "exact b.nl: rsa s");
	script_fill(b.writer, "remove a.nl s");
	want_found(&b, "a.nl", "none");
	assert_true(is_kept(&b, "f.nl", set));
	zgl_keyring_release(b.ring, set);
	bench_end(&b);
}

static void many_domains_in_little_room(void **state)
{
	struct bench b;
	char text[64];

	(void)state;
	bench_begin(&b, 7);
	for (int i = 0; i < 60; i++) {
		snprintf(text, sizeof(text), "add d%d.nl s%d ed25519 active", i,
			i);
		script_fill(b.writer, text);
	}
	bench_start(&b);
	for (int i = 0; i < 600; i++) {
		char domain[32], want[64];
		int n = i * 37 % 60;
		snprintf(domain, sizeof(domain), "d%d.nl", n);
		snprintf(want, sizeof(want), "exact d%d.nl: ed25519 s%d", n, n);
		want_found(&b, domain, want);
		snprintf(domain, sizeof(domain), "n%d.nl", n);
		want_found(&b, domain, "none");
	}
	bench_end(&b);
}

/* --- signing --- */

struct letter {
	struct zgl_header header;
	struct zgl_arena arena;
};

static void letter_begin(struct letter *m)
{
	static const char *const fields[] = { "From: jan@a.nl",
		"Subject: proef" };

	zgl_arena_begin(&m->arena, 1 << 20);
	zgl_header_begin(&m->header, &m->arena, &limits);
	for (size_t i = 0; i < ZGL_COUNT(fields); i++)
		assert_int_equal(
			zgl_header_add(&m->header, zgl_sv_of(fields[i])),
			ZGL_OK);
}

static void letter_start(struct letter *m, struct zgl_dkimsign *signer)
{
	enum zgl_dkimsign_refusal refusal;

	assert_int_equal(zgl_dkimsign_begin(signer, &m->header, &m->arena,
				 1795284000, &refusal),
		ZGL_OK);
	assert_int_equal(refusal, ZGL_DKIMSIGN_REFUSE_NONE);
	assert_int_equal(zgl_dkimsign_body(signer, ZGL_SV("dag\r\n")), ZGL_OK);
}

static void want_field(
	const struct zgl_dkimsign *signer, size_t i, const char *part)
{
	char text[4096];
	zgl_sv field = zgl_dkimsign_field(signer, i);

	assert_true(field.n < sizeof(text) && field.p != NULL);
	memcpy(text, field.p, field.n);
	text[field.n] = '\0';
	if (strstr(text, part) == NULL)
		fail_msg("no %s in %s", part, text);
}

static void both_kinds_sign_in_one_pass(void **state)
{
	struct zgl_dkimsign *signer;
	struct letter m;
	struct bench b;

	(void)state;
	bench_begin(&b, 4);
	script_fill(b.writer,
		"add a.nl a ed25519 active; add a.nl b rsa1024 active");
	bench_start(&b);
	struct zgl_keyset *set = hold(&b, "a.nl");
	assert_int_equal(zgl_keyset_take(set, &signer), ZGL_OK);
	letter_begin(&m);
	letter_start(&m, signer);
	assert_int_equal(zgl_dkimsign_end(signer), ZGL_OK);
	want_field(signer, 0, "a=rsa-sha256");
	want_field(signer, 0, "s=b;");
	want_field(signer, 1, "a=ed25519-sha256");
	want_field(signer, 1, "s=a;");
	want_field(signer, 1, "d=a.nl;");
	zgl_arena_free(&m.arena);
	zgl_keyset_give_back(set, signer);
	zgl_keyring_release(b.ring, set);
	bench_end(&b);
}

/* A message is under way with a key that is retired, its set makes room, and
 * its hold is released before the signer comes back: it is signed all the
 * same. */
static void a_set_that_went_signs_to_the_end(void **state)
{
	struct zgl_dkimsign *signer;
	struct letter m;
	struct bench b;

	(void)state;
	bench_begin(&b, 1);
	script_fill(b.writer, FIVE);
	bench_start(&b);
	struct zgl_keyset *set = hold(&b, "a.nl");
	assert_int_equal(zgl_keyset_take(set, &signer), ZGL_OK);
	letter_begin(&m);
	letter_start(&m, signer);
	want_found(&b, "b.nl", "exact b.nl: rsa s");
	script_fill(b.writer, "state a.nl s retired");
	want_found(&b, "a.nl", "none");
	zgl_keyring_release(b.ring, set);
	assert_int_equal(zgl_dkimsign_end(signer), ZGL_OK);
	want_field(signer, 0, "d=a.nl;");
	zgl_arena_free(&m.arena);
	zgl_keyset_give_back(set, signer);
	bench_end(&b);
}

#define MESSAGES 50

static void as_many_signers_as_messages(void **state)
{
	struct zgl_dkimsign *signers[MESSAGES];
	struct bench b;

	(void)state;
	bench_begin(&b, 1);
	script_fill(b.writer, FIVE);
	bench_start(&b);
	struct zgl_keyset *set = hold(&b, "a.nl");
	for (size_t i = 0; i < MESSAGES; i++) {
		assert_int_equal(zgl_keyset_take(set, &signers[i]), ZGL_OK);
		for (size_t j = 0; j < i; j++)
			assert_ptr_not_equal(signers[i], signers[j]);
	}
	for (size_t i = 0; i < MESSAGES; i++)
		zgl_keyset_give_back(set, signers[i]);
	zgl_keyset_give_back(set, NULL);
	struct zgl_dkimsign *again;
	assert_int_equal(zgl_keyset_take(set, &again), ZGL_OK);
	zgl_keyset_give_back(set, again);
	zgl_keyring_release(b.ring, set);
	bench_end(&b);
}

/* --- trouble --- */

struct trouble {
	const char *name;
	const char *store, *sql, *author, *says;
};

// clang-format off
static const struct trouble troubles[] = {
	{ "a damaged key is told, with its name", "add a.nl s rsa1024 active; add a.nl t rsa1024 active", "UPDATE key SET private = zeroblob(100) WHERE selector = 't' AND domain = 1", "a.nl", "store.db: key t of a.nl: the key is not the DER it should be" },
	{ "one octet of it", "add a.nl s rsa1024 active", "UPDATE key SET private = CAST(substr(private, 1, 300) || x'00' || substr(private, 302) AS BLOB) WHERE domain = 1", "a.nl", "store.db: key s of a.nl: " },
	{ "no octets at all", "add a.nl s rsa1024 active", "UPDATE key SET private = x'' WHERE domain = 1", "a.nl", "key s of a.nl: " },
	{ "rfc8301#3.2: a key of 512 bits must not sign", "add a.nl s rsa512 active", "", "a.nl", "the keys of a.nl cannot sign: the RSA key has too few bits for mail" },
	{ "a damaged key of a parent that serves", "add a.nl s rsa1024 active below", "UPDATE key SET private = x'30' WHERE domain = 1", "x.a.nl", "key s of a.nl: " },
	{ "a damaged row", "add a.nl s rsa1024 active", "UPDATE key SET bits = 0 WHERE domain = 1", "a.nl", "what it has of key s of a.nl is no key" },
	{ "a table that is gone", "add a.nl s rsa1024 active", "DROP TABLE key", "a.nl", "does not hold what a key store should" },
};
// clang-format on

static void check_trouble(void **state)
{
	const struct trouble *row = *state;
	enum zgl_key_match match = ZGL_KEY_MATCH_EXACT;
	struct zgl_keyset *set;
	struct bench b;

	bench_begin(&b, 4);
	script_fill(b.writer, row->store);
	script_fill(b.writer, "add good.nl s ed25519 active");
	assert_int_equal(sqlite3_exec(b.writer->db, row->sql, NULL, NULL, NULL),
		SQLITE_OK);
	bench_start(&b);
	struct zgl_dname name = name_of(zgl_sv_of(row->author));
	for (int i = 0; i < 2; i++) {
		enum zgl_err err =
			zgl_keyring_find(b.ring, &name, &set, &match);
		assert_true(err == ZGL_EIO || err == ZGL_EUSAGE);
		assert_null(set);
		assert_int_equal(match, ZGL_KEY_MATCH_NONE);
		if (strstr(zgl_keyring_why(b.ring), row->says) == NULL)
			fail_msg("told \"%s\"", zgl_keyring_why(b.ring));
	}
	if (strstr(row->sql, "DROP") == NULL)
		want_found(&b, "good.nl", "exact good.nl: ed25519 s");
	bench_end(&b);
}

struct bad_file {
	const char *name, *file, *says;
};

// clang-format off
static const struct bad_file bad_files[] = {
	{ "rfc8301#3.2: a key file of 512 bits", "a.nl s rsa512", "the keys of a.nl cannot sign: the RSA key has too few bits for mail" },
	{ "seventeen key files for one domain",
		"a.nl a rsa1024;a.nl b rsa1024;a.nl c rsa1024;a.nl d rsa1024;a.nl e rsa1024;a.nl f rsa1024;"
		"a.nl g rsa1024;a.nl h rsa1024;a.nl i rsa1024;a.nl j rsa1024;a.nl k rsa1024;a.nl l rsa1024;"
		"a.nl m rsa1024;a.nl n rsa1024;a.nl o rsa1024;a.nl p rsa1024;a.nl q rsa1024",
		"key q of a.nl: a domain may have 16 keys" },
	{ "a domain of one label", "nl s rsa1024", "the signing domain has one label only" },
};
// clang-format on

static void check_bad_file(void **state)
{
	const struct bad_file *row = *state;
	struct bench b;

	bench_begin(&b, 4);
	add_files(&b, row->file);
	enum zgl_err err = zgl_keyring_new(&b.config, &b.ring);
	assert_true(err == ZGL_EIO || err == ZGL_EUSAGE);
	assert_non_null(b.ring);
	if (strstr(zgl_keyring_why(b.ring), row->says) == NULL)
		fail_msg("told \"%s\"", zgl_keyring_why(b.ring));
	bench_end(&b);
}

/* Without the log readers wait for writers. */
static void a_store_that_is_busy_is_no_answer(void **state)
{
	enum zgl_key_match match;
	struct zgl_keyset *set;
	struct bench b;

	(void)state;
	bench_begin(&b, 4);
	script_fill(b.writer, FIVE);
	zgl_store_close(b.reader);
	assert_int_equal(
		sqlite3_exec(b.writer->db, "PRAGMA journal_mode = DELETE", NULL,
			NULL, NULL),
		SQLITE_OK);
	b.config.store = b.reader =
		store_or_fail(b.folder.store, ZGL_STORE_READ);
	bench_start(&b);
	want_found(&b, "a.nl", "exact a.nl: rsa s");
	sqlite3_busy_timeout(b.reader->db, 20);
	assert_int_equal(
		sqlite3_exec(b.writer->db, "BEGIN EXCLUSIVE", NULL, NULL, NULL),
		SQLITE_OK);
	for (const char *author = "a.nl"; author != NULL;
		author = author[0] == 'a' ? "z.nl" : NULL) {
		struct zgl_dname name = name_of(zgl_sv_of(author));
		assert_int_equal(
			zgl_keyring_find(b.ring, &name, &set, &match), ZGL_EIO);
		assert_null(set);
		assert_non_null(strstr(zgl_keyring_why(b.ring), "is busy"));
	}
	assert_int_equal(sqlite3_exec(b.writer->db, "COMMIT", NULL, NULL, NULL),
		SQLITE_OK);
	want_found(&b, "a.nl", "exact a.nl: rsa s");
	want_found(&b, "z.nl", "none");
	bench_end(&b);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	engine = engine_or_die();
	zgl_dkimsign_config_default(&sign);
	sign.engine = engine;
	sign.limits = &limits;
	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, changes, check_change);
	rows_add_one(&r, "another file that takes the place of the store",
		another_file_in_its_place);
	rows_add_one(&r, "a store that went, and came back",
		a_file_that_went_and_came);
	ROWS_ADD(&r, troubles, check_trouble);
	ROWS_ADD(&r, bad_files, check_bad_file);
	// clang-format off
	rows_add_one(&r, "key files without a store", files_alone);
	rows_add_one(&r, "the least lately used makes room", the_least_lately_used_goes);
	rows_add_one(&r, "key files never make room", files_never_make_room);
	rows_add_one(&r, "many domains in little room", many_domains_in_little_room);
	rows_add_one(&r, "rfc8463#3: both kinds sign in one pass, RSA on top", both_kinds_sign_in_one_pass);
	rows_add_one(&r, "a set that left the cache signs to the end", a_set_that_went_signs_to_the_end);
	rows_add_one(&r, "as many signers as messages are under way", as_many_signers_as_messages);
	rows_add_one(&r, "a store that is busy is never \"no key\"", a_store_that_is_busy_is_no_answer);
	// clang-format on
	int failed = rows_run(&r, "keyring");
	zgl_engine_free(engine);
	return failed;
}
