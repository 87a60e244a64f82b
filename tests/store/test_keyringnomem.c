/* SPDX-License-Identifier: ISC */
/* keyring when there is no memory, SQLite's included: an error, never "there is
 * no key". */
#define _XOPEN_SOURCE 700 /* for storehelp */
#include "srv/store/keyring.h"
#include "tests/failopenssl.h"
#include "tests/store/storehelp.h"

struct bench {
	struct folder folder;
	struct zgl_engine *engine;
	struct zgl_limits limits;
	struct zgl_dkimsign_config sign;
	struct zgl_keyring_file file;
};

/* What a use came to: each returns its error, and fails the test when it came
 * to a wrong answer. */
static enum zgl_err use_open(struct bench *b)
{
	struct zgl_store *store;
	enum zgl_err err =
		zgl_store_open(b->folder.store, ZGL_STORE_READ, &store);

	assert_int_equal(store != NULL, err == ZGL_OK);
	zgl_store_close(store);
	return err;
}

static enum zgl_err use_create(struct bench *b)
{
	char path[128];
	struct zgl_store *store;

	snprintf(path, sizeof(path), "%s/new.db", b->folder.path);
	enum zgl_err err = zgl_store_open(path, ZGL_STORE_CREATE, &store);
	assert_int_equal(store != NULL, err == ZGL_OK);
	zgl_store_close(store);
	return err;
}

static enum zgl_err use_add(struct bench *b)
{
	const struct testkey *test = testkey_called(ZGL_SV("rsa1024"));
	struct zgl_storekey key = { .domain = name_of(ZGL_SV("new.nl")),
		.selector = name_of(ZGL_SV("s")),
		.bits = 1024,
		.created_s = 1,
		.private_der = der_of(test) };
	struct zgl_store *store;
	enum zgl_err err =
		zgl_store_open(b->folder.store, ZGL_STORE_WRITE, &store);

	if (err == ZGL_OK)
		err = zgl_store_add(store, &key);
	if (err == ZGL_OK)
		err = zgl_store_remove(store, &key.domain, &key.selector);
	zgl_store_close(store);
	return err;
}

/* What was added and not removed for want of memory is removed now. */
static void tidy(struct bench *b)
{
	struct zgl_store *store =
		store_or_fail(b->folder.store, ZGL_STORE_WRITE);
	struct zgl_buf told;

	zgl_buf_begin(&told, 4096);
	script_run(store, "remove new.nl s", &told);
	zgl_buf_reset(&told);
	script_run(store, "list", &told);
	assert_sv_equal(zgl_buf_sv(&told),
		ZGL_SV("a.nl s rsa 1024 active 100 100 0;"
		       "a.nl t ed25519 256 active 100 100 0;"));
	zgl_buf_free(&told);
	zgl_store_close(store);
}

static enum zgl_err take_two(struct zgl_keyset *set)
{
	struct zgl_dkimsign *one, *two;
	enum zgl_err err = zgl_keyset_take(set, &one);

	if (err != ZGL_OK)
		return err;
	err = zgl_keyset_take(set, &two);
	if (err == ZGL_OK)
		zgl_keyset_give_back(set, two);
	zgl_keyset_give_back(set, one);
	return err;
}

static enum zgl_err find(
	struct zgl_keyring *ring, const char *author, size_t keys)
{
	struct zgl_dname name = name_of(zgl_sv_of(author));
	enum zgl_key_match match;
	struct zgl_keyset *set;
	enum zgl_err err = zgl_keyring_find(ring, &name, &set, &match);

	if (err != ZGL_OK) {
		assert_null(set);
		return err;
	}
	assert_int_equal(set != NULL, keys > 0);
	if (set == NULL)
		return ZGL_OK;
	assert_int_equal(zgl_keyset_count(set), keys);
	err = take_two(set);
	zgl_keyring_release(ring, set);
	return err;
}

static enum zgl_err use_ring(struct bench *b)
{
	struct zgl_keyring_config config = { .files = &b->file,
		.file_count = 1,
		.sign = &b->sign,
		.cached = 2 };
	struct zgl_keyring *ring = NULL;
	enum zgl_err err =
		zgl_store_open(b->folder.store, ZGL_STORE_READ, &config.store);

	if (err == ZGL_OK)
		err = zgl_keyring_new(&config, &ring);
	if (err == ZGL_OK)
		err = find(ring, "a.nl", 2);
	if (err == ZGL_OK)
		err = find(ring, "x.none.nl", 0);
	if (err == ZGL_OK)
		err = find(ring, "file.nl", 1);
	zgl_keyring_free(ring);
	zgl_store_close(config.store);
	return err;
}

struct row {
	const char *name;
	enum zgl_err (*use)(struct bench *b);
	bool forever;
};

// clang-format off
static const struct row rows[] = {
	{ "open a store: one allocation fails",           use_open,        false },
	{ "open a store: all fail from one on",           use_open,        true },
	{ "make a store: one allocation fails",           use_create,      false },
	{ "add and remove a key: one allocation fails",   use_add,         false },
	{ "add and remove a key: all fail from one on",   use_add,         true },
	{ "find keys and take signers: one fails",        use_ring,        false },
	{ "find keys and take signers: all fail from one on", use_ring,    true },
};
// clang-format on

static void bench_begin(struct bench *b)
{
	*b = (struct bench){ .limits = ZGL_LIMITS_DEFAULT };
	folder_make(&b->folder);
	b->engine = engine_or_die();
	zgl_dkimsign_config_default(&b->sign);
	b->sign.engine = b->engine;
	b->sign.limits = &b->limits;
	b->file = (struct zgl_keyring_file){
		.domain = name_of(ZGL_SV("file.nl")),
		.selector = name_of(ZGL_SV("f")),
		.private_der = der_of(testkey_called(ZGL_SV("rsa1024"))),
	};
	struct zgl_store *store =
		store_or_fail(b->folder.store, ZGL_STORE_CREATE);
	script_fill(
		store, "add a.nl s rsa1024 active; add a.nl t ed25519 active");
	zgl_store_close(store);
}

static void bench_end(struct bench *b)
{
	zgl_engine_free(b->engine);
	folder_remove(&b->folder);
}

static void every_allocation_fails_once(void **state)
{
	const struct row *row = *state;
	size_t failures = 0;
	struct bench b;

	bench_begin(&b);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, row->forever);
		enum zgl_err err = row->use(&b);
		failalloc_disarm();
		failures += err != ZGL_OK;
		if (err != ZGL_OK && err != ZGL_ENOMEM && err != ZGL_ECRYPTO)
			fail_msg("allocation %zu: %s", k, zgl_err_word(err));
		assert_true(err == ZGL_OK || failalloc_failed());
		if (row->use == use_add)
			tidy(&b);
	}
	assert_true(failures > 0);
	bench_end(&b);
}

/* What failed once for want of memory is not remembered as missing. */
static void a_ring_lives_on(void **state)
{
	struct zgl_keyring_config config = { .cached = 1 };
	struct zgl_keyring *ring;
	struct bench b;

	(void)state;
	bench_begin(&b);
	config.sign = &b.sign;
	config.files = &b.file;
	config.file_count = 1;
	config.store = store_or_fail(b.folder.store, ZGL_STORE_READ);
	assert_int_equal(zgl_keyring_new(&config, &ring), ZGL_OK);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		struct zgl_store *writer =
			store_or_fail(b.folder.store, ZGL_STORE_WRITE);
		script_fill(writer, "below a.nl yes");
		zgl_store_close(writer);
		failalloc_arm(k, false);
		enum zgl_err err = find(ring, "a.nl", 2);
		failalloc_disarm();
		assert_true(err == ZGL_OK || failalloc_failed());
		assert_int_equal(find(ring, "a.nl", 2), ZGL_OK);
		assert_int_equal(find(ring, "file.nl", 1), ZGL_OK);
		assert_int_equal(find(ring, "none.nl", 0), ZGL_OK);
	}
	zgl_keyring_free(ring);
	zgl_store_close(config.store);
	bench_end(&b);
}

int main(void)
{
	struct rows r = { 0 };

	failalloc_openssl();
	ROWS_ADD(&r, rows, every_allocation_fails_once);
	rows_add_one(&r, "a ring that lives on: one allocation fails",
		a_ring_lives_on);
	return rows_run(&r, "keyringnomem");
}
