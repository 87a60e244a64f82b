/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spool -- octets put aside: a little in memory, more in a file without name.
 *
 * Limits   ZGL_SPOOL_MEMORY octets of memory; the file is as large as the
 *          disk bears.
 * Memory   the file lies in $TMPDIR (/tmp) and has no name there: it goes when
 *          the process goes.
 * Errors   said on standard error; the exit code is returned.
 */

#include "zegel/base/buf.h"

#define ZGL_SPOOL_MEMORY ((size_t)1024 * 1024)

struct zgl_spool {
	struct zgl_buf memory;
	int fd;    /* -1: all is in memory */
	size_t at; /* of memory: read so far */
};

void zgl_spool_begin(struct zgl_spool *s);
int zgl_spool_put(struct zgl_spool *s, zgl_sv octets);

/** From now on read: what was put comes, then nothing (*n_r is 0). */
int zgl_spool_rewind(struct zgl_spool *s);
int zgl_spool_read(struct zgl_spool *s, char *p, size_t room, size_t *n_r);

void zgl_spool_end(struct zgl_spool *s);
