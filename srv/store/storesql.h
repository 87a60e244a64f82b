/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * storesql -- what the parts of the store share: the handle, its statements,
 * its sentences.
 *
 * Shape    zgl_storesql_use gives a statement, prepared when it is first asked
 *          for; bind, step; zgl_storesql_end. A statement that is not ended
 *          keeps a read transaction open.
 * Errors   as store.h says; the sentence stands in store->why.
 */

#include <sqlite3.h>
#include <sys/types.h>

#include "srv/store/store.h"
#include "srv/store/why.h"

/** What `PRAGMA application_id` has: "zgel". */
#define ZGL_STORE_APPLICATION 0x7A67656C

/** The form of the tables: what `PRAGMA user_version` has. */
#define ZGL_STORE_FORM 1

enum zgl_storesql {
	ZGL_STORESQL_VERSION,
	ZGL_STORESQL_ACTIVE,
	ZGL_STORESQL_LIST_ALL,
	ZGL_STORESQL_LIST_DOMAIN,
	ZGL_STORESQL_GET,
	ZGL_STORESQL_PUT_DOMAIN,
	ZGL_STORESQL_COUNT_KEYS,
	ZGL_STORESQL_PUT_KEY,
	ZGL_STORESQL_SET_STATE,
	ZGL_STORESQL_SET_SUBDOMAINS,
	ZGL_STORESQL_REMOVE_KEY,
	ZGL_STORESQL_REMOVE_DOMAIN,
	ZGL_STORESQL_BEGIN,
	ZGL_STORESQL_COMMIT,
	ZGL_STORESQL_COUNT
};

/** The columns of a statement that gives keys. */
enum zgl_storesql_column {
	ZGL_STORECOLUMN_DOMAIN,
	ZGL_STORECOLUMN_SELECTOR,
	ZGL_STORECOLUMN_ALGORITHM,
	ZGL_STORECOLUMN_BITS,
	ZGL_STORECOLUMN_STATE,
	ZGL_STORECOLUMN_SUBDOMAINS,
	ZGL_STORECOLUMN_CREATED,
	ZGL_STORECOLUMN_ACTIVE,
	ZGL_STORECOLUMN_RETIRED,
	ZGL_STORECOLUMN_PRIVATE,
};

struct zgl_store {
	sqlite3 *db;
	char *path; /* as it was named */
	enum zgl_store_open how;
	dev_t dev; /* of the file that is open */
	ino_t ino;
	sqlite3_stmt *statements[ZGL_STORESQL_COUNT];
	uint64_t changes; /* that we made ourselves */
	unsigned patience_ms;
	enum zgl_store_fault fault;
	struct zgl_why why;
};

/** A statement, nothing bound. */
ZGL_CHECK enum zgl_err zgl_storesql_use(struct zgl_store *store,
	enum zgl_storesql which, sqlite3_stmt **statement_r);

/** Takes a step: *row_r says whether there is a row. */
ZGL_CHECK enum zgl_err zgl_storesql_step(
	struct zgl_store *store, sqlite3_stmt *statement, bool *row_r);

void zgl_storesql_end(sqlite3_stmt *statement);

/** Binds a name; it must live until the statement ends. */
void zgl_storesql_bind_name(
	sqlite3_stmt *statement, int at, const struct zgl_dname *name);

/** Steps until there is no more, and ends. */
ZGL_CHECK enum zgl_err zgl_storesql_run(
	struct zgl_store *store, sqlite3_stmt *statement);

/** All of a statement that has nothing to bind. */
ZGL_CHECK enum zgl_err zgl_storesql_do(
	struct zgl_store *store, enum zgl_storesql which);

/** What a result of SQLite that is no success means; says it. */
ZGL_CHECK enum zgl_err zgl_storesql_fail(struct zgl_store *store, int rc);

/** Says "PATH: " and a sentence; returns ZGL_EIO or ZGL_EUSAGE, by the fault. */
__attribute__((format(printf, 3, 4))) enum zgl_err zgl_storesql_say(
	struct zgl_store *store, enum zgl_store_fault fault, const char *format,
	...);
