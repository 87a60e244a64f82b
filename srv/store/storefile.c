/* SPDX-License-Identifier: ISC */
#define _XOPEN_SOURCE 700 /* realpath; fchown, fchmod, S_ISVTX */
#include "srv/store/storefile.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "srv/store/privatefile.h"

#define PATH_OCTETS 4096

static enum zgl_err fail(struct zgl_store *store)
{
	int number = errno;

	if (number == ENOMEM)
		return ZGL_ENOMEM;
	if (number == EACCES || number == EPERM || number == EROFS)
		return zgl_storesql_say(
			store, ZGL_STOREFAULT_DENIED, "%s", strerror(number));
	if (number == ENOENT || number == ENOTDIR || number == ELOOP
		|| number == ENAMETOOLONG)
		return zgl_storesql_say(
			store, ZGL_STOREFAULT_ABSENT, "%s", strerror(number));
	return zgl_storesql_say(
		store, ZGL_STOREFAULT_SYSTEM, "%s", strerror(number));
}

/* What stands in for the store beside it is read as if it were the store. */
static enum zgl_err check_folder(
	struct zgl_store *store, const char *path, struct stat *st)
{
	char copy[PATH_OCTETS];

	if ((size_t)snprintf(copy, sizeof(copy), "%s", path) >= sizeof(copy)) {
		errno = ENAMETOOLONG;
		return fail(store);
	}
	const char *folder = dirname(copy);
	if (stat(folder, st) != 0)
		return fail(store);
	if ((st->st_mode & 022) == 0 || (st->st_mode & S_ISVTX) != 0)
		return ZGL_OK;
	return zgl_storesql_say(store, ZGL_STOREFAULT_DENIED,
		"others can write its folder (mode %04o), mend it with: chmod"
		" go-w %s",
		(unsigned)st->st_mode & 07777U, folder);
}

/* Whose it may be beside root's: root works for the folder's owner. */
static uid_t owner_wanted(const struct stat *folder)
{
	return geteuid() == 0 ? folder->st_uid : geteuid();
}

static enum zgl_err check_file(struct zgl_store *store, const char *path,
	const struct stat *st, const struct stat *folder)
{
	enum zgl_err err = zgl_privatefile_check(
		path, "key store", st, owner_wanted(folder), &store->why);

	if (err != ZGL_OK)
		store->fault = S_ISREG(st->st_mode) ? ZGL_STOREFAULT_DENIED
						    : ZGL_STOREFAULT_ABSENT;
	return err;
}

/* A log that somebody laid beside the store would be read, too. They come and
 * go while others write. */
static enum zgl_err check_beside(
	struct zgl_store *store, const char *real, const struct stat *folder)
{
	static const char *const tails[] = { "-wal", "-shm", "-journal" };
	char path[PATH_OCTETS + 16];
	struct stat st;

	for (size_t i = 0; i < ZGL_COUNT(tails); i++) {
		snprintf(path, sizeof(path), "%s%s", real, tails[i]);
		if (lstat(path, &st) == 0)
			ZGL_TRY(check_file(store, path, &st, folder));
	}
	return ZGL_OK;
}

static enum zgl_err make_file(struct zgl_store *store)
{
	struct stat folder;

	ZGL_TRY(check_folder(store, store->path, &folder));
	int fd = open(store->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST ? ZGL_OK : fail(store);
	bool done = fchmod(fd, 0600) == 0
		&& (geteuid() != 0
			|| fchown(fd, folder.st_uid, folder.st_gid) == 0);
	int number = errno;
	close(fd); /* nobody knows this file yet, so nobody loses a lock */
	errno = number;
	if (!done || !zgl_privatefile_sync_folder(store->path))
		return fail(store);
	return ZGL_OK;
}

enum zgl_err zgl_storefile_check(
	struct zgl_store *store, enum zgl_store_open how, char **real_r)
{
	struct stat st, folder;

	*real_r = realpath(store->path, NULL);
	if (*real_r == NULL && errno == ENOENT && how == ZGL_STORE_CREATE) {
		ZGL_TRY(make_file(store));
		*real_r = realpath(store->path, NULL);
	}
	if (*real_r == NULL && errno == ENOENT && how != ZGL_STORE_CREATE)
		return zgl_storesql_say(store, ZGL_STOREFAULT_ABSENT,
			"%s; zegel key new --store makes one",
			strerror(ENOENT));
	if (*real_r == NULL)
		return fail(store);
	ZGL_TRY(check_folder(store, *real_r, &folder));
	if (stat(*real_r, &st) != 0)
		return fail(store);
	ZGL_TRY(check_file(store, *real_r, &st, &folder));
	store->dev = st.st_dev;
	store->ino = st.st_ino;
	return check_beside(store, *real_r, &folder);
}

static bool is_ours(const struct zgl_store *store, const struct stat *st)
{
	return st->st_dev == store->dev && st->st_ino == store->ino;
}

bool zgl_storefile_is_same(const struct zgl_store *store)
{
	struct stat st;

	return stat(store->path, &st) == 0 && is_ours(store, &st);
}

bool zgl_storefile_is_mixed(const struct zgl_store *store)
{
	char path[PATH_OCTETS + 16];
	struct stat st, log;

	snprintf(path, sizeof(path), "%s-wal", store->path);
	return stat(store->path, &st) == 0 && !is_ours(store, &st)
		&& stat(path, &log) == 0 && log.st_size > 0;
}
