/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * privatefile -- is a file as private as what is in it?
 *
 * Group and others can neither read nor write it, it is a regular file, and it
 * belongs to its owner (mostly us) or to root.
 */

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "srv/store/why.h"
#include "zegel/base/err.h"

/**
 * Looks at what fstat told of `path`, a "private key" or other `what`. ZGL_EIO
 * with a sentence when it is not private; why_r->number is EACCES, or for what
 * is no regular file EISDIR.
 */
ZGL_CHECK enum zgl_err zgl_privatefile_check(const char *path, const char *what,
	const struct stat *st, uid_t owner, struct zgl_why *why_r);

/** Puts the name of a new file on disk, too; false, and errno, if it fails. */
bool zgl_privatefile_sync_folder(const char *path);
