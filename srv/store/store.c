/* SPDX-License-Identifier: ISC */
#include "srv/store/store.h"

#include <stdlib.h>
#include <string.h>

#include "srv/store/sqlitemem.h"
#include "srv/store/storefile.h"
#include "srv/store/storesql.h"
#include "zegel/base/mem.h"

/* The daemon reads on the thread of all its connections; readers wait only
 * while somebody mends the log of one that died. */
#define PATIENCE_READ_MS  1000
#define PATIENCE_WRITE_MS 10000

static const char *const state_words[] = {
#define STATE_WORD(name, word) [ZGL_KEYSTATE_##name] = word,
	ZGL_KEYSTATE_TABLE(STATE_WORD)
#undef STATE_WORD
};

const char *zgl_keystate_word(enum zgl_keystate state)
{
	return (unsigned)state < ZGL_COUNT(state_words) ? state_words[state]
							: "unknown";
}

const char *zgl_store_why(const struct zgl_store *store)
{
	return store->why.text;
}

enum zgl_store_fault zgl_store_fault(const struct zgl_store *store)
{
	return store->fault;
}

// clang-format off
/* The cache is small: a row is looked up once and then kept parsed. */
static const char settings[] =
	"PRAGMA foreign_keys = ON;"
	"PRAGMA secure_delete = ON;"
	"PRAGMA synchronous = FULL;"
	"PRAGMA temp_store = MEMORY;"
	"PRAGMA cell_size_check = ON;"
	"PRAGMA cache_size = -256;";

/* A state is a word, its CHECK is in the program: so that a newer one may add
 * some. The same for algorithms. */
static const char tables[] =
	"CREATE TABLE domain ("
	" id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL UNIQUE," /* A-labels in small letters */
	" subdomains INTEGER NOT NULL CHECK (subdomains IN (0, 1))"
	") STRICT;"
	"CREATE TABLE key ("
	" id INTEGER PRIMARY KEY,"
	" domain INTEGER NOT NULL REFERENCES domain (id),"
	" selector TEXT NOT NULL,"
	" algorithm TEXT NOT NULL,"
	" bits INTEGER NOT NULL,"
	" state TEXT NOT NULL,"
	" created INTEGER NOT NULL," /* seconds since 1970, as those below */
	" activated INTEGER,"
	" retired INTEGER,"
	" private BLOB NOT NULL," /* PKCS#8 DER */
	" UNIQUE (domain, selector)"
	") STRICT;";
// clang-format on

static enum zgl_err execute(struct zgl_store *store, const char *text)
{
	int rc = sqlite3_exec(store->db, text, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ZGL_OK : zgl_storesql_fail(store, rc);
}

/* What a stranger could have put into a file must not run. */
static enum zgl_err configure(struct zgl_store *store)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
	};

	for (size_t i = 0; i < ZGL_COUNT(options); i++)
		sqlite3_db_config(store->db, options[i].option,
			options[i].value, (int *)NULL);
	sqlite3_busy_timeout(store->db, (int)store->patience_ms);
	return execute(store, settings);
}

struct identity {
	int64_t application, form, things;
};

/* In one statement: another process may be making the tables just now. */
static enum zgl_err identify(struct zgl_store *store, struct identity *id_r)
{
	static const char text[] =
		"SELECT application_id, user_version,"
		" (SELECT count(*) FROM sqlite_schema)"
		" FROM pragma_application_id, pragma_user_version";
	sqlite3_stmt *statement;
	bool row = false;

	*id_r = (struct identity){ 0 };
	int rc = sqlite3_prepare_v2(store->db, text, -1, &statement, NULL);
	if (rc != SQLITE_OK)
		return zgl_storesql_fail(store, rc);
	enum zgl_err err = zgl_storesql_step(store, statement, &row);
	if (row) {
		id_r->application = sqlite3_column_int64(statement, 0);
		id_r->form = sqlite3_column_int64(statement, 1);
		id_r->things = sqlite3_column_int64(statement, 2);
	}
	sqlite3_finalize(statement);
	return err;
}

static bool is_empty(const struct identity *id)
{
	return id->application == 0 && id->form == 0 && id->things == 0;
}

static enum zgl_err fill(struct zgl_store *store)
{
	char marks[96];
	struct identity id;

	/* Another process may have filled it while we waited for our turn. */
	ZGL_TRY(identify(store, &id));
	if (!is_empty(&id))
		return ZGL_OK;
	sqlite3_snprintf(sizeof(marks), marks,
		"PRAGMA application_id = %d; PRAGMA user_version = %d;",
		ZGL_STORE_APPLICATION, ZGL_STORE_FORM);
	ZGL_TRY(execute(store, tables));
	return execute(store, marks);
}

/* In one transaction: a file has all of it, or is as empty as before. */
static enum zgl_err make_tables(struct zgl_store *store)
{
	ZGL_TRY(zgl_storesql_do(store, ZGL_STORESQL_BEGIN));
	enum zgl_err err = fill(store);
	if (err == ZGL_OK)
		err = zgl_storesql_do(store, ZGL_STORESQL_COMMIT);
	if (err != ZGL_OK)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return err;
}

static enum zgl_err check_identity(
	struct zgl_store *store, const struct identity *id)
{
	if (is_empty(id))
		return zgl_storesql_say(store, ZGL_STOREFAULT_FOREIGN,
			"is empty, expected a key store");
	if (id->application != ZGL_STORE_APPLICATION)
		return zgl_storesql_say(store, ZGL_STOREFAULT_FOREIGN,
			"is a database of another program, expected a key"
			" store of zegel");
	if (id->form > ZGL_STORE_FORM)
		return zgl_storesql_say(store, ZGL_STOREFAULT_NEWER,
			"was made by a newer zegel (form %lld, this one knows"
			" %d): use that one",
			(long long)id->form, ZGL_STORE_FORM);
	if (id->form < ZGL_STORE_FORM)
		return zgl_storesql_say(store, ZGL_STOREFAULT_DAMAGED,
			"is damaged: its form is %lld", (long long)id->form);
	return ZGL_OK;
}

/* Whether that was possible is of no matter: without it others wait longer.
 * One that is busy has another writer, who does it. */
static void use_log(struct zgl_store *store)
{
	sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
}

static enum zgl_err open_database(
	struct zgl_store *store, const char *real, enum zgl_store_open how)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
		| (how == ZGL_STORE_READ ? SQLITE_OPEN_READONLY
					 : SQLITE_OPEN_READWRITE);
	struct identity id;
	int rc = sqlite3_open_v2(real, &store->db, flags, NULL);

	if (store->db == NULL)
		return ZGL_ENOMEM;
	if (rc != SQLITE_OK)
		return zgl_storesql_fail(store, rc);
	ZGL_TRY(configure(store));
	ZGL_TRY(identify(store, &id));
	if (is_empty(&id) && how == ZGL_STORE_CREATE) {
		ZGL_TRY(make_tables(store));
		ZGL_TRY(identify(store, &id));
	}
	ZGL_TRY(check_identity(store, &id));
	if (how != ZGL_STORE_READ)
		use_log(store);
	return ZGL_OK;
}

static struct zgl_store *new_handle(const char *path, enum zgl_store_open how)
{
	struct zgl_store *store = zgl_mem_new(sizeof(*store));

	if (store == NULL)
		return NULL;
	store->path = zgl_mem_new(strlen(path) + 1);
	if (store->path == NULL) {
		zgl_mem_free(store);
		return NULL;
	}
	memcpy(store->path, path, strlen(path));
	store->how = how;
	store->patience_ms =
		how == ZGL_STORE_READ ? PATIENCE_READ_MS : PATIENCE_WRITE_MS;
	return store;
}

static enum zgl_err open_file(struct zgl_store *store, enum zgl_store_open how)
{
	char *real = NULL;
	enum zgl_err err = zgl_storefile_check(store, how, &real);

	if (err == ZGL_OK)
		err = open_database(store, real, how);
	free(real);
	return err;
}

static void close_file(struct zgl_store *store)
{
	for (size_t i = 0; i < ZGL_COUNT(store->statements); i++) {
		sqlite3_finalize(store->statements[i]);
		store->statements[i] = NULL;
	}
	sqlite3_close(store->db);
	store->db = NULL;
}

enum zgl_err zgl_store_open(
	const char *path, enum zgl_store_open how, struct zgl_store **store_r)
{
	zgl_sqlitemem_use();
	*store_r = new_handle(path, how);
	if (*store_r == NULL)
		return ZGL_ENOMEM;
	enum zgl_err err = open_file(*store_r, how);
	if (err == ZGL_ENOMEM) {
		zgl_store_close(*store_r);
		*store_r = NULL;
	}
	return err;
}

void zgl_store_close(struct zgl_store *store)
{
	if (store == NULL)
		return;
	close_file(store);
	zgl_mem_free(store->path);
	zgl_mem_free(store);
}

/* A backup was put back, or a copy came: the keys of the file that was there
 * must not sign for ever. What is gone is not made again. */
static enum zgl_err follow(struct zgl_store *store)
{
	if (store->db != NULL && zgl_storefile_is_same(store))
		return ZGL_OK;
	close_file(store);
	store->changes++;
	if (zgl_storefile_is_mixed(store))
		return zgl_storesql_say(store, ZGL_STOREFAULT_DAMAGED,
			"took the place of another file, whose log is still"
			" there and would be read with it: remove %s-wal and"
			" %s-shm",
			store->path, store->path);
	enum zgl_err err = open_file(store,
		store->how == ZGL_STORE_READ ? ZGL_STORE_READ
					     : ZGL_STORE_WRITE);
	if (err != ZGL_OK)
		close_file(store);
	return err;
}

/* SQLite counts what other connections change, we count our own. */
enum zgl_err zgl_store_version(struct zgl_store *store, uint64_t *version_r)
{
	sqlite3_stmt *statement;
	bool row = false;

	*version_r = 0;
	ZGL_TRY(follow(store));
	ZGL_TRY(zgl_storesql_use(store, ZGL_STORESQL_VERSION, &statement));
	enum zgl_err err = zgl_storesql_step(store, statement, &row);
	if (row)
		*version_r = (uint64_t)sqlite3_column_int64(statement, 0) << 32
			^ store->changes;
	zgl_storesql_end(statement);
	return err;
}
