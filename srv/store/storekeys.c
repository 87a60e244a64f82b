/* SPDX-License-Identifier: ISC */
/* The keys of a store: read, added, changed, removed. */
#include <string.h>

#include "srv/store/storesql.h"

#define KEYS_MOST      16
#define PRIVATE_OCTETS ((size_t)16 * 1024)

// clang-format off
static const char *const alg_words[] = {
	[ZGL_KEY_RSA] = "rsa",
	[ZGL_KEY_ED25519] = "ed25519",
};
// clang-format on

static zgl_sv text_at(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return (zgl_sv){ text,
		text != NULL ? (size_t)sqlite3_column_bytes(statement, column)
			     : 0 };
}

/* A name came in through zgl_dname_parse; it must come out the same. */
static bool read_name(zgl_sv text, struct zgl_dname *name_r)
{
	return zgl_dname_parse(text, name_r) == ZGL_DNAME_OK
		&& zgl_sv_eq(zgl_dname_sv(name_r), text);
}

static bool read_alg(zgl_sv word, enum zgl_key_alg *alg_r)
{
	for (unsigned i = 0; i < ZGL_COUNT(alg_words); i++) {
		*alg_r = (enum zgl_key_alg)i;
		if (zgl_sv_eq(word, zgl_sv_of(alg_words[i])))
			return true;
	}
	return false;
}

static bool read_state(zgl_sv word, enum zgl_keystate *state_r)
{
	for (unsigned i = 0; i <= ZGL_KEYSTATE_RETIRED; i++) {
		*state_r = (enum zgl_keystate)i;
		if (zgl_sv_eq(word, zgl_sv_of(zgl_keystate_word(*state_r))))
			return true;
	}
	return false;
}

static zgl_sv private_at(sqlite3_stmt *statement)
{
	const void *octets =
		sqlite3_column_blob(statement, ZGL_STORECOLUMN_PRIVATE);
	int n = sqlite3_column_bytes(statement, ZGL_STORECOLUMN_PRIVATE);

	return (zgl_sv){ octets, octets != NULL ? (size_t)n : 0 };
}

static bool read_key(sqlite3_stmt *s, struct zgl_storekey *key)
{
	int64_t bits = sqlite3_column_int64(s, ZGL_STORECOLUMN_BITS);

	*key = (struct zgl_storekey){
		.bits = (unsigned)bits,
		.subdomains =
			sqlite3_column_int(s, ZGL_STORECOLUMN_SUBDOMAINS) != 0,
		.created_s = sqlite3_column_int64(s, ZGL_STORECOLUMN_CREATED),
		.active_s = sqlite3_column_int64(s, ZGL_STORECOLUMN_ACTIVE),
		.retired_s = sqlite3_column_int64(s, ZGL_STORECOLUMN_RETIRED),
		.private_der = private_at(s),
	};
	return bits > 0 && bits <= ZGL_RSA_BITS_MOST
		&& read_name(text_at(s, ZGL_STORECOLUMN_DOMAIN), &key->domain)
		&& read_name(
			text_at(s, ZGL_STORECOLUMN_SELECTOR), &key->selector)
		&& read_alg(text_at(s, ZGL_STORECOLUMN_ALGORITHM), &key->alg)
		&& read_state(text_at(s, ZGL_STORECOLUMN_STATE), &key->state);
}

/* A value that is missing for want of memory is not one that is damaged. */
static enum zgl_err fail_row(struct zgl_store *store, sqlite3_stmt *statement)
{
	if ((sqlite3_errcode(store->db) & 0xff) == SQLITE_NOMEM)
		return ZGL_ENOMEM;
	zgl_sv domain = text_at(statement, ZGL_STORECOLUMN_DOMAIN);
	zgl_sv selector = text_at(statement, ZGL_STORECOLUMN_SELECTOR);
	return zgl_storesql_say(store, ZGL_STOREFAULT_DAMAGED,
		"what it has of key %.*s of %.*s is no key",
		(int)(selector.n < 256 ? selector.n : 256),
		selector.n > 0 ? selector.p : "",
		(int)(domain.n < 256 ? domain.n : 256),
		domain.n > 0 ? domain.p : "");
}

static enum zgl_err give_keys(struct zgl_store *store, sqlite3_stmt *statement,
	zgl_store_fn *take, void *to)
{
	struct zgl_storekey key;

	for (;;) {
		bool row;
		ZGL_TRY(zgl_storesql_step(store, statement, &row));
		if (!row)
			return ZGL_OK;
		if (!read_key(statement, &key))
			return fail_row(store, statement);
		ZGL_TRY(take(to, &key));
	}
}

enum zgl_err zgl_store_active(struct zgl_store *store,
	const struct zgl_dname *domain, zgl_store_fn *take, void *to)
{
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_ACTIVE, &statement));
	zgl_storesql_bind_name(statement, 1, domain);
	enum zgl_err err = give_keys(store, statement, take, to);
	zgl_storesql_end(statement);
	return err;
}

enum zgl_err zgl_store_list(struct zgl_store *store,
	const struct zgl_dname *domain, zgl_store_fn *take, void *to)
{
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(store,
		domain == NULL ? ZGL_STORESQL_LIST_ALL
			       : ZGL_STORESQL_LIST_DOMAIN,
		&statement));
	if (domain != NULL)
		zgl_storesql_bind_name(statement, 1, domain);
	enum zgl_err err = give_keys(store, statement, take, to);
	zgl_storesql_end(statement);
	return err;
}

static enum zgl_err say_absent(struct zgl_store *store,
	const struct zgl_dname *domain, const struct zgl_dname *selector)
{
	return zgl_storesql_say(store, ZGL_STOREFAULT_KEY_ABSENT,
		"has no key %s of %s", selector->text, domain->text);
}

/* Counts what it passes on. */
struct counted {
	zgl_store_fn *take;
	void *to;
	size_t count;
};

static enum zgl_err take_counted(void *to, const struct zgl_storekey *key)
{
	struct counted *counted = to;

	counted->count++;
	return counted->take(counted->to, key);
}

enum zgl_err zgl_store_get(struct zgl_store *store,
	const struct zgl_dname *domain, const struct zgl_dname *selector,
	zgl_store_fn *take, void *to)
{
	struct counted counted = { take, to, 0 };
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_GET, &statement));
	zgl_storesql_bind_name(statement, 1, domain);
	zgl_storesql_bind_name(statement, 2, selector);
	enum zgl_err err = give_keys(store, statement, take_counted, &counted);
	zgl_storesql_end(statement);
	if (err == ZGL_OK && counted.count == 0)
		return say_absent(store, domain, selector);
	return err;
}

/* --- changes --- */

/* All of `change`, or nothing. The error of `change` is the one that counts. */
static enum zgl_err in_transaction(struct zgl_store *store,
	enum zgl_err (*change)(struct zgl_store *store, const void *what),
	const void *what)
{
	ZGL_TRY(zgl_storesql_do(store, ZGL_STORESQL_BEGIN));
	enum zgl_err err = change(store, what);
	if (err == ZGL_OK)
		err = zgl_storesql_do(store, ZGL_STORESQL_COMMIT);
	if (err != ZGL_OK)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	store->changes += err == ZGL_OK;
	return err;
}

static enum zgl_err check_room(
	struct zgl_store *store, const struct zgl_storekey *key)
{
	sqlite3_stmt *statement;
	bool row = false;
	int keys = 0, same = 0;

	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_COUNT_KEYS, &statement));
	zgl_storesql_bind_name(statement, 1, &key->domain);
	zgl_storesql_bind_name(statement, 2, &key->selector);
	enum zgl_err err = zgl_storesql_step(store, statement, &row);
	if (row) {
		keys = sqlite3_column_int(statement, 0);
		same = sqlite3_column_int(statement, 1);
	}
	zgl_storesql_end(statement);
	if (err != ZGL_OK)
		return err;
	if (same > 0)
		return zgl_storesql_say(store, ZGL_STOREFAULT_KEY_THERE,
			"has a key %s of %s already, which is never"
			" overwritten",
			key->selector.text, key->domain.text);
	if (keys >= KEYS_MOST)
		return zgl_storesql_say(store, ZGL_STOREFAULT_KEY_UNFIT,
			"%s has %d keys already, no domain may have more",
			key->domain.text, KEYS_MOST);
	return ZGL_OK;
}

static enum zgl_err put_domain(
	struct zgl_store *store, const struct zgl_storekey *key)
{
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_PUT_DOMAIN, &statement));
	zgl_storesql_bind_name(statement, 1, &key->domain);
	sqlite3_bind_int(statement, 2, key->subdomains);
	return zgl_storesql_run(store, statement);
}

static void bind_word(sqlite3_stmt *statement, int at, const char *word)
{
	sqlite3_bind_text(statement, at, word, -1, SQLITE_STATIC);
}

/* A time that has not come stays NULL. */
static void bind_time(sqlite3_stmt *statement, int at, int64_t time_s)
{
	if (time_s != 0)
		sqlite3_bind_int64(statement, at, time_s);
}

static enum zgl_err put_key(
	struct zgl_store *store, const struct zgl_storekey *key)
{
	sqlite3_stmt *s;

	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_PUT_KEY, &s));
	zgl_storesql_bind_name(s, 1, &key->domain);
	zgl_storesql_bind_name(s, 2, &key->selector);
	bind_word(s, 3, alg_words[key->alg]);
	sqlite3_bind_int64(s, 4, key->bits);
	bind_word(s, 5, zgl_keystate_word(key->state));
	sqlite3_bind_int64(s, 6, key->created_s);
	bind_time(s, 7, key->active_s);
	bind_time(s, 8, key->retired_s);
	sqlite3_bind_blob(s, 9, key->private_der.p, (int)key->private_der.n,
		SQLITE_STATIC);
	return zgl_storesql_run(store, s);
}

static enum zgl_err add(struct zgl_store *store, const void *what)
{
	const struct zgl_storekey *key = what;

	ZGL_TRY(check_room(store, key));
	ZGL_TRY(put_domain(store, key));
	return put_key(store, key);
}

enum zgl_err zgl_store_add(
	struct zgl_store *store, const struct zgl_storekey *key)
{
	if (key->private_der.n == 0 || key->private_der.n > PRIVATE_OCTETS)
		return zgl_storesql_say(store, ZGL_STOREFAULT_KEY_UNFIT,
			"key %s of %s has %zu octets, expected 1 to %zu",
			key->selector.text, key->domain.text,
			key->private_der.n, PRIVATE_OCTETS);
	return in_transaction(store, add, key);
}

/* One key, and what it is to become. */
struct target {
	const struct zgl_dname *domain, *selector;
	enum zgl_keystate state;
	int64_t now_s;
	bool subdomains;
};

static enum zgl_err set_state(struct zgl_store *store, const void *what)
{
	const struct target *target = what;
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_SET_STATE, &statement));
	zgl_storesql_bind_name(statement, 1, target->domain);
	zgl_storesql_bind_name(statement, 2, target->selector);
	bind_word(statement, 3, zgl_keystate_word(target->state));
	sqlite3_bind_int64(statement, 4, target->now_s);
	ZGL_TRY(zgl_storesql_run(store, statement));
	return sqlite3_changes(store->db) > 0
		? ZGL_OK
		: say_absent(store, target->domain, target->selector);
}

enum zgl_err zgl_store_set_state(struct zgl_store *store,
	const struct zgl_dname *domain, const struct zgl_dname *selector,
	enum zgl_keystate state, int64_t now_s)
{
	struct target target = { .domain = domain,
		.selector = selector,
		.state = state,
		.now_s = now_s };

	return in_transaction(store, set_state, &target);
}

static enum zgl_err set_subdomains(struct zgl_store *store, const void *what)
{
	const struct target *target = what;
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(
		store, ZGL_STORESQL_SET_SUBDOMAINS, &statement));
	zgl_storesql_bind_name(statement, 1, target->domain);
	sqlite3_bind_int(statement, 2, target->subdomains);
	ZGL_TRY(zgl_storesql_run(store, statement));
	if (sqlite3_changes(store->db) > 0)
		return ZGL_OK;
	return zgl_storesql_say(store, ZGL_STOREFAULT_KEY_ABSENT,
		"has no key of %s", target->domain->text);
}

enum zgl_err zgl_store_set_subdomains(struct zgl_store *store,
	const struct zgl_dname *domain, bool subdomains)
{
	struct target target = { .domain = domain, .subdomains = subdomains };

	return in_transaction(store, set_subdomains, &target);
}

static enum zgl_err remove_key(struct zgl_store *store, const void *what)
{
	const struct target *target = what;
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_REMOVE_KEY, &statement));
	zgl_storesql_bind_name(statement, 1, target->domain);
	zgl_storesql_bind_name(statement, 2, target->selector);
	ZGL_TRY(zgl_storesql_run(store, statement));
	if (sqlite3_changes(store->db) == 0)
		return say_absent(store, target->domain, target->selector);
	ZGL_TRY(zgl_storesql_use(
		store, ZGL_STORESQL_REMOVE_DOMAIN, &statement));
	zgl_storesql_bind_name(statement, 1, target->domain);
	return zgl_storesql_run(store, statement);
}

/* The log still has the page with the key: it is emptied into the file, where
 * that page is overwritten. While somebody reads it stays until the next. */
enum zgl_err zgl_store_remove(struct zgl_store *store,
	const struct zgl_dname *domain, const struct zgl_dname *selector)
{
	struct target target = { .domain = domain, .selector = selector };

	ZGL_TRY(in_transaction(store, remove_key, &target));
	sqlite3_wal_checkpoint_v2(
		store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return ZGL_OK;
}
