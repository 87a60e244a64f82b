/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * storehelp -- what the tests of srv/store share: a folder, test keys in DER,
 * and a store that a script fills.
 *
 * A script is of lines that end in ";":
 *
 *     add DOMAIN SELECTOR KEY STATE [below]    KEY is the name of a test key
 *     state DOMAIN SELECTOR STATE              at second 200
 *     remove DOMAIN SELECTOR
 *     below DOMAIN yes|no
 *     list [DOMAIN]
 *
 * Who includes it defines _XOPEN_SOURCE 700 first: mkdtemp, nftw.
 *
 * What it tells: for each line but `list` nothing when it went well, else the
 * kind of fault; for `list` a line for each key.
 */

#include "srv/store/storesql.h"
#include "tests/crypto/keyhelp.h"
#include "tests/crypto/testkeys.h"
#include "zegel/base/buf.h"
#include "zegel/crypto/privkey.h"

/* these stand on what comes before them */
// clang-format off
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>
// clang-format on

#define CREATED_S 100
#define CHANGED_S 200

/** A folder of the test's own; it goes when the test ends well. */
struct folder {
	char path[64];
	char store[96]; /* a path in it */
};

static inline void folder_make(struct folder *f)
{
	const char *base = getenv("TMPDIR");

	snprintf(f->path, sizeof(f->path), "%.30s/zegel-store-XXXXXX",
		base != NULL && strlen(base) < 30 ? base : "/tmp");
	assert_non_null(mkdtemp(f->path));
	snprintf(f->store, sizeof(f->store), "%s/store.db", f->path);
}

static inline int folder_remove_one(
	const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static inline void folder_remove(struct folder *f)
{
	assert_int_equal(
		nftw(f->path, folder_remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static inline struct zgl_dname name_of(zgl_sv text)
{
	struct zgl_dname name;

	assert_int_equal(zgl_dname_parse(text, &name), ZGL_DNAME_OK);
	return name;
}

/** The PKCS#8 DER of a test key; made once. */
static inline zgl_sv der_of(const struct testkey *key)
{
	static struct octets ders[ZGL_COUNT(testkeys)];
	struct octets *der = &ders[key - testkeys];
	struct zgl_buf made;

	if (der->n > 0)
		return octets_sv(der);
	struct zgl_engine *engine = engine_or_die();
	struct zgl_privkey *private_key =
		privkey_or_fail(engine, zgl_sv_of(key->pem));
	zgl_buf_begin(&made, sizeof(der->p));
	assert_int_equal(zgl_privkey_write_der(private_key, &made), ZGL_OK);
	*der = octets_of(zgl_buf_sv(&made));
	zgl_buf_wipe(&made);
	zgl_privkey_free(private_key);
	zgl_engine_free(engine);
	return octets_sv(der);
}

static inline const struct testkey *testkey_called(zgl_sv name)
{
	for (size_t i = 0; i < ZGL_COUNT(testkeys); i++) {
		if (zgl_sv_eq(name, zgl_sv_of(testkeys[i].name)))
			return &testkeys[i];
	}
	fail_msg("no test key is named %.*s", (int)name.n, name.p);
	return NULL;
}

static inline struct zgl_store *store_or_fail(
	const char *path, enum zgl_store_open how)
{
	struct zgl_store *store;
	enum zgl_err err = zgl_store_open(path, how, &store);

	if (err != ZGL_OK)
		fail_msg("%s: %s", path,
			store != NULL ? zgl_store_why(store) : "no memory");
	return store;
}

static inline const char *fault_word(enum zgl_store_fault fault)
{
	static const char *const words[] = { "none", "absent", "denied",
		"foreign", "newer", "damaged", "busy", "system", "key there",
		"key absent", "key unfit" };

	return words[fault];
}

static inline enum zgl_keystate state_of(zgl_sv word)
{
	for (unsigned i = 0; i <= ZGL_KEYSTATE_RETIRED; i++) {
		const char *own = zgl_keystate_word((enum zgl_keystate)i);
		if (zgl_sv_eq(word, zgl_sv_of(own)))
			return (enum zgl_keystate)i;
	}
	fail_msg("no state is named %.*s", (int)word.n, word.p);
	return ZGL_KEYSTATE_PENDING;
}

/** Tells of a key; a zgl_store_fn whose `to` is a zgl_buf. */
static inline enum zgl_err tell_key(void *to, const struct zgl_storekey *key)
{
	char line[640];

	snprintf(line, sizeof(line), "%s %s %s %u %s %d %d %d%s;",
		key->domain.text, key->selector.text,
		key->alg == ZGL_KEY_RSA ? "rsa" : "ed25519", key->bits,
		zgl_keystate_word(key->state), (int)key->created_s,
		(int)key->active_s, (int)key->retired_s,
		key->subdomains ? " below" : "");
	zgl_buf_text(to, line);
	return ((struct zgl_buf *)to)->err;
}

static inline enum zgl_err script_add(struct zgl_store *store, const zgl_sv *w)
{
	const struct testkey *test = testkey_called(w[3]);
	struct zgl_storekey key = { .domain = name_of(w[1]),
		.selector = name_of(w[2]),
		.alg = test->alg,
		.bits = test->bits,
		.state = state_of(w[4]),
		.subdomains = w[5].n > 0,
		.created_s = CREATED_S,
		.private_der = der_of(test) };

	key.active_s = key.state == ZGL_KEYSTATE_ACTIVE ? CREATED_S : 0;
	return zgl_store_add(store, &key);
}

static inline enum zgl_err script_key(struct zgl_store *store, const zgl_sv *w)
{
	struct zgl_dname domain = name_of(w[1]), selector = name_of(w[2]);

	if (zgl_sv_eq(w[0], ZGL_SV("remove")))
		return zgl_store_remove(store, &domain, &selector);
	assert_sv_equal(w[0], ZGL_SV("state"));
	return zgl_store_set_state(
		store, &domain, &selector, state_of(w[3]), CHANGED_S);
}

static inline enum zgl_err script_line(
	struct zgl_store *store, const zgl_sv *w, struct zgl_buf *told)
{
	struct zgl_dname domain;

	if (zgl_sv_eq(w[0], ZGL_SV("add")))
		return script_add(store, w);
	if (w[1].n > 0)
		domain = name_of(w[1]);
	if (zgl_sv_eq(w[0], ZGL_SV("list")))
		return zgl_store_list(
			store, w[1].n > 0 ? &domain : NULL, tell_key, told);
	if (zgl_sv_eq(w[0], ZGL_SV("below")))
		return zgl_store_set_subdomains(
			store, &domain, zgl_sv_eq(w[2], ZGL_SV("yes")));
	return script_key(store, w);
}

/** Runs a script; what it tells is appended. */
static inline void script_run(
	struct zgl_store *store, const char *script, struct zgl_buf *told)
{
	zgl_sv rest = zgl_sv_of(script), line;

	while (zgl_sv_split(&rest, ';', &line)) {
		zgl_sv w[8] = { { NULL, 0 } };
		line = zgl_sv_trim_wsp(line);
		if (line.n == 0)
			continue;
		for (size_t i = 0; i < 8 && zgl_sv_split(&line, ' ', &w[i]);)
			i++;
		enum zgl_err err = script_line(store, w, told);
		if (err == ZGL_OK)
			continue;
		assert_int_equal(err,
			store->fault >= ZGL_STOREFAULT_KEY_THERE ? ZGL_EUSAGE
								 : ZGL_EIO);
		zgl_buf_text(told, fault_word(store->fault));
		zgl_buf_char(told, ';');
	}
}

/** Runs a script of which every line must go well. */
static inline void script_fill(struct zgl_store *store, const char *script)
{
	struct zgl_buf told;

	zgl_buf_begin(&told, 1 << 20);
	script_run(store, script, &told);
	if (told.n > 0)
		fail_msg("%.*s", (int)told.n, told.p);
	zgl_buf_free(&told);
}
