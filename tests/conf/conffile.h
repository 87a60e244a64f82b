/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * conffile -- a configuration out of a text, and what was said of it.
 */

#include "srv/conf/conf.h"

struct conffile {
	struct zgl_conf *conf; /* NULL after an error */
	enum zgl_err err;
	char *said; /* lines; the file's name is "F" */
	char path[64];
};

/** Writes `text` into a file and reads it. */
void conffile_read(struct conffile *f, zgl_sv text);

/** The same, for a file that is there. */
void conffile_read_path(struct conffile *f, const char *path);
void conffile_free(struct conffile *f);

/** All that is in a configuration but its file and lines, one fact a line. */
char *conffile_facts(const struct zgl_conf *conf);

/** The facts of `conf` that an empty file does not give; free it. */
char *conffile_differences(const struct zgl_conf *conf);
