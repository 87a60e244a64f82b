/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * source -- an input, read once or twice.
 *
 * Shape    open, read until nothing comes; when it was opened to be read
 *          twice, again, and read once more; close. A regular file is read
 *          from disk again, anything else from a spool (cmd/spool).
 * Errors   said on standard error; the exit code is returned.
 */

#include <sys/types.h>
#include <time.h>

#include "cmd/exits.h"
#include "cmd/spool.h"

struct zgl_source {
	const char *path; /* as given, "-" for standard input */
	const char *name; /* for people */
	int fd;
	bool regular, twice, second;
	off_t start; /* where a regular file was when it was opened */
	struct timespec changed;
	off_t octets;
	struct zgl_spool spool;
};

/** Opens `path`, which may be "-"; `twice`: it will be read again. */
int zgl_source_open(struct zgl_source *s, const char *path, bool twice);

/** Reads at most `room` octets; *n_r is 0 at the end. */
int zgl_source_read(struct zgl_source *s, char *p, size_t room, size_t *n_r);

/**
 * Goes back to the start. ZGL_EXIT_IO, from here or at the end of the second
 * pass, when the file is not what it was when it was opened.
 */
int zgl_source_again(struct zgl_source *s);

void zgl_source_close(struct zgl_source *s);

/** Reads all of a file, at most `to->max` octets, into `to`. */
int zgl_source_slurp(const char *path, struct zgl_buf *to);
