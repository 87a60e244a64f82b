/* SPDX-License-Identifier: ISC */
#include "srv/store/storesql.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// clang-format off
#define COLUMNS \
	"SELECT d.name, k.selector, k.algorithm, k.bits, k.state," \
	" d.subdomains, k.created, k.activated, k.retired, "
#define FROM \
	" FROM domain d JOIN key k ON k.domain = d.id "
#define THE_KEY \
	"selector = ?2 AND domain = (SELECT id FROM domain WHERE name = ?1)"

static const char *const texts[] = {
	[ZGL_STORESQL_VERSION] = "PRAGMA data_version",
	/* RSA first: more receivers know it, and some look at few fields */
	[ZGL_STORESQL_ACTIVE] = COLUMNS "k.private" FROM
		"WHERE d.name = ?1 AND k.state = 'active'"
		" ORDER BY k.algorithm DESC, k.selector",
	[ZGL_STORESQL_LIST_ALL] = COLUMNS "NULL" FROM
		"ORDER BY d.name, k.selector",
	[ZGL_STORESQL_LIST_DOMAIN] = COLUMNS "NULL" FROM
		"WHERE d.name = ?1 ORDER BY k.selector",
	[ZGL_STORESQL_GET] = COLUMNS "k.private" FROM
		"WHERE d.name = ?1 AND k.selector = ?2",
	[ZGL_STORESQL_PUT_DOMAIN] =
		"INSERT INTO domain (name, subdomains) VALUES (?1, ?2)"
		" ON CONFLICT (name) DO UPDATE"
		" SET subdomains = max(subdomains, excluded.subdomains)",
	[ZGL_STORESQL_COUNT_KEYS] =
		"SELECT count(*), count(CASE WHEN selector = ?2 THEN 1 END)"
		" FROM key WHERE domain ="
		" (SELECT id FROM domain WHERE name = ?1)",
	[ZGL_STORESQL_PUT_KEY] =
		"INSERT INTO key (domain, selector, algorithm, bits, state,"
		" created, activated, retired, private) VALUES"
		" ((SELECT id FROM domain WHERE name = ?1),"
		" ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[ZGL_STORESQL_SET_STATE] =
		"UPDATE key SET state = ?3,"
		" activated = CASE ?3 WHEN 'pending' THEN NULL"
		" WHEN 'active' THEN ?4 ELSE activated END,"
		" retired = CASE ?3 WHEN 'retired' THEN ?4 END"
		" WHERE " THE_KEY,
	[ZGL_STORESQL_SET_SUBDOMAINS] =
		"UPDATE domain SET subdomains = ?2 WHERE name = ?1",
	[ZGL_STORESQL_REMOVE_KEY] = "DELETE FROM key WHERE " THE_KEY,
	[ZGL_STORESQL_REMOVE_DOMAIN] =
		"DELETE FROM domain WHERE name = ?1"
		" AND NOT EXISTS"
		" (SELECT 1 FROM key WHERE key.domain = domain.id)",
	[ZGL_STORESQL_BEGIN] = "BEGIN IMMEDIATE",
	[ZGL_STORESQL_COMMIT] = "COMMIT",
};
// clang-format on

enum zgl_err zgl_storesql_say(struct zgl_store *store,
	enum zgl_store_fault fault, const char *format, ...)
{
	char text[ZGL_WHY_MAX / 2];
	va_list args;

	store->fault = fault;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	zgl_why_say(&store->why, 0, "%s: %s", store->path, text);
	return fault >= ZGL_STOREFAULT_KEY_THERE ? ZGL_EUSAGE : ZGL_EIO;
}

/* Beside the file stand two more of SQLite's; hence the folder. */
static enum zgl_err fail_access(struct zgl_store *store)
{
	return zgl_storesql_say(store, ZGL_STOREFAULT_DENIED,
		"cannot be written, or its folder cannot: the store needs"
		" both, also to be read");
}

static enum zgl_err fail_system(struct zgl_store *store, int rc)
{
	int number = sqlite3_system_errno(store->db);

	if (number == EACCES || number == EPERM || number == EROFS)
		return fail_access(store);
	if (number == ENOSPC || number == EDQUOT)
		return zgl_storesql_say(store, ZGL_STOREFAULT_SYSTEM,
			"the disk is full, nothing was changed");
	return zgl_storesql_say(store, ZGL_STOREFAULT_SYSTEM, "%s%s%s",
		sqlite3_errstr(rc), number != 0 ? ": " : "",
		number != 0 ? strerror(number) : "");
}

enum zgl_err zgl_storesql_fail(struct zgl_store *store, int rc)
{
	if (rc == SQLITE_IOERR_NOMEM)
		return ZGL_ENOMEM;
	switch (rc & 0xff) {
	case SQLITE_NOMEM: return ZGL_ENOMEM;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return zgl_storesql_say(store, ZGL_STOREFAULT_BUSY,
			"is busy: others have been writing for over %u"
			" seconds, try again",
			store->patience_ms / 1000);
	case SQLITE_NOTADB:
		return zgl_storesql_say(store, ZGL_STOREFAULT_FOREIGN,
			"is no key store of zegel");
	case SQLITE_CORRUPT:
		return zgl_storesql_say(store, ZGL_STOREFAULT_DAMAGED,
			"is damaged, take it from a backup (SQLite: %s)",
			sqlite3_errmsg(store->db));
	case SQLITE_FULL:
		return zgl_storesql_say(store, ZGL_STOREFAULT_SYSTEM,
			"the disk is full, nothing was changed");
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH: return fail_access(store);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR: return fail_system(store, rc);
	default:
		return zgl_storesql_say(store, ZGL_STOREFAULT_DAMAGED,
			"does not hold what a key store should (SQLite: %s)",
			sqlite3_errmsg(store->db));
	}
}

enum zgl_err zgl_storesql_use(struct zgl_store *store, enum zgl_storesql which,
	sqlite3_stmt **statement_r)
{
	sqlite3_stmt **at = &store->statements[which];
	int rc = SQLITE_OK;

	if (*at == NULL)
		rc = sqlite3_prepare_v3(store->db, texts[which], -1,
			SQLITE_PREPARE_PERSISTENT, at, NULL);
	*statement_r = *at;
	return rc == SQLITE_OK ? ZGL_OK : zgl_storesql_fail(store, rc);
}

enum zgl_err zgl_storesql_step(
	struct zgl_store *store, sqlite3_stmt *statement, bool *row_r)
{
	int rc = sqlite3_step(statement);

	*row_r = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE
		? ZGL_OK
		: zgl_storesql_fail(store, rc);
}

/* What it returns was told by the step before. */
void zgl_storesql_end(sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
}

void zgl_storesql_bind_name(
	sqlite3_stmt *statement, int at, const struct zgl_dname *name)
{
	sqlite3_bind_text(statement, at, name->text, name->n, SQLITE_STATIC);
}

enum zgl_err zgl_storesql_run(struct zgl_store *store, sqlite3_stmt *statement)
{
	enum zgl_err err = ZGL_OK;

	for (bool row = true; row && err == ZGL_OK;)
		err = zgl_storesql_step(store, statement, &row);
	zgl_storesql_end(statement);
	return err;
}

enum zgl_err zgl_storesql_do(struct zgl_store *store, enum zgl_storesql which)
{
	sqlite3_stmt *statement;

	ZGL_TRY(zgl_storesql_use(store, which, &statement));
	return zgl_storesql_run(store, statement);
}
