/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC, O_DIRECTORY */
#include "srv/store/privatefile.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <unistd.h>

#define PATH_OCTETS 4096

/* What others can read is not private, what they can write is not ours. */
enum zgl_err zgl_privatefile_check(const char *path, const char *what,
	const struct stat *st, uid_t owner, struct zgl_why *why_r)
{
	if (!S_ISREG(st->st_mode)) {
		zgl_why_say(why_r, EISDIR,
			"%s: is no regular file, expected a %s", path, what);
		return ZGL_EIO;
	}
	if ((st->st_mode & 077) != 0) {
		zgl_why_say(why_r, EACCES,
			"%s: others than its owner can use this %s (mode"
			" %04o), mend it with: chmod 600 %s",
			path, what, (unsigned)st->st_mode & 07777U, path);
		return ZGL_EIO;
	}
	if (st->st_uid != owner && st->st_uid != 0) {
		zgl_why_say(why_r, EACCES,
			"%s: belongs to user %lu, expected user %lu or root",
			path, (unsigned long)st->st_uid, (unsigned long)owner);
		return ZGL_EIO;
	}
	return ZGL_OK;
}

bool zgl_privatefile_sync_folder(const char *path)
{
	char copy[PATH_OCTETS];

	snprintf(copy, sizeof(copy), "%s", path);
	int fd = open(dirname(copy), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	if (fd < 0)
		return false;
	/* Some file systems cannot sync a folder, and say so by EINVAL. */
	bool done = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return done;
}
