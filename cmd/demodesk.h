/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * demodesk -- where the demonstration works: a private temporary folder, the
 * subcommands run in it as a user would type them, and what shows of them.
 *
 * Shape    the folder is the working directory from begin to end.
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/cmds.h"
#include "zegel/base/buf.h"

struct zgl_demodesk {
	char folder[512];
	FILE *words; /* what people read */
	bool coloured;
};

/** Makes the folder and goes there. */
int zgl_demodesk_begin(struct zgl_demodesk *d, FILE *words, bool coloured);

/** Removes the files that the desk wrote, and the folder. */
void zgl_demodesk_end(struct zgl_demodesk *d);

/** A heading, and a paragraph of our own words. */
void zgl_demodesk_title(const struct zgl_demodesk *d, const char *title);
void zgl_demodesk_tell(const struct zgl_demodesk *d, const char *text);

/** Shows at most `lines` lines of text, indented, long ones shortened. */
void zgl_demodesk_show(const struct zgl_demodesk *d, zgl_sv text, size_t lines);

/** Shows a command as it is typed; `to` is its redirection or NULL. */
void zgl_demodesk_type(
	const struct zgl_demodesk *d, char *const *words, const char *to);

/**
 * Runs a subcommand (its words end with NULL); its output goes to `out`. The
 * exit code is its own.
 */
int zgl_demodesk_run(const struct zgl_demodesk *d, zgl_cmd *command,
	char *const *words, bool json, FILE *out);

/** The same, its output kept in `text`. */
int zgl_demodesk_keep(const struct zgl_demodesk *d, zgl_cmd *command,
	char *const *words, bool json, struct zgl_buf *text);

/** Writes a file of the folder, or reads it into `text`. */
int zgl_demodesk_write(const char *name, zgl_sv text);
int zgl_demodesk_read(const char *name, struct zgl_buf *text);
