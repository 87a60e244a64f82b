/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * log -- what the daemon says to whoever runs it: lines to standard error, to
 * syslog, or to both.
 *
 * Shape    one call, one line; no newline is given. Lines to standard error
 *          begin with "zegeld: "; those to syslog have the level as priority.
 * Escape   every line passes the one escape of this door: octets that are no
 *          UTF-8, and code points that do not show, are written \xNN, a
 *          backslash too. So nothing from a message, from DNS or from a client
 *          can turn a line or colour a lie.
 * Limits   a line is cut at ZGL_LOG_LINE_MAX octets; a cut one ends in "...".
 * Errors   none: a line that cannot be written is lost.
 * Threads  any, after zgl_log_open; lines are whole.
 * Process  the log is the process's, as syslog(3) is: opened once, by main.
 */

#include <stdbool.h>

#include "zegel/base/sv.h"

#define ZGL_LOG_LINE_MAX 2000

/** name, syslog priority, word */
#define ZGL_LOG_LEVEL_TABLE(X)                                                 \
	X(ERROR, LOG_ERR, "error")         /* somebody must look */            \
	X(WARNING, LOG_WARNING, "warning") /* somebody should look */          \
	X(INFO, LOG_INFO, "info")          /* a line for each message */       \
	X(DEBUG, LOG_DEBUG, "debug")       /* how it came to that */

#define ZGL_LOG_LEVEL_ENUM(name, priority, word) ZGL_LOG_##name,
enum zgl_log_level {
	ZGL_LOG_LEVEL_TABLE(ZGL_LOG_LEVEL_ENUM)
};
#undef ZGL_LOG_LEVEL_ENUM

struct zgl_log_config {
	bool to_stderr, to_syslog;
	int facility;             /* LOG_MAIL and its like */
	enum zgl_log_level level; /* lines of higher levels are not written */
};

/** Before it lines up to INFO go to standard error. */
void zgl_log_open(const struct zgl_log_config *config);

/** "error", "warning" ... */
const char *zgl_log_level_word(enum zgl_log_level level);

/** True when lines of this level are written at all. */
bool zgl_log_wants(enum zgl_log_level level);

/** Writes a line. */
void zgl_log_line(enum zgl_log_level level, zgl_sv line);

/** The same, as printf. */
void zgl_log_write(enum zgl_log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
