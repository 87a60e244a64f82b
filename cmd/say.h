/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * say -- what people read: errors, and lines on a terminal.
 *
 * Escape   whatever is said here passes the one escape for terminals: octets
 *          that are no UTF-8, and code points that do not show (base/utf8show), are
 *          written \xNN, a backslash too. So octets of a message, of DNS, of a
 *          file's name cannot move the cursor, colour a lie or turn a line.
 * Errors   writing to standard error is not looked at; what is written to
 *          `to` shows in ferror(to).
 */

#include <stdarg.h>
#include <stdio.h>

#include "zegel/base/diag.h"
#include "zegel/base/sv.h"

#define ZGL_PRINTF(at, first) __attribute__((format(printf, at, first)))

/** "%.*s" and a view: as many octets of it as a line can bear. */
#define ZGL_SAY(view) zgl_say_width(view), (view).n > 0 ? (view).p : ""
int zgl_say_width(zgl_sv s);

/** One line on standard error: "zegel: " and the text, escaped. */
void zgl_say_error(const char *format, ...) ZGL_PRINTF(1, 2);

/** What zgl_say_error said last, unescaped; empty when nothing was said. */
const char *zgl_say_last_error(void);

/** The same for a fault in a text: "zegel: FILE:LINE: what, expected ...". */
void zgl_say_diag(const char *file, const struct zgl_diag *diag);

/** Writes s, escaped; nothing around it. */
void zgl_say_text(FILE *to, zgl_sv s);

/** One line: as fprintf, escaped, and a newline. */
void zgl_say_line(FILE *to, const char *format, ...) ZGL_PRINTF(2, 3);

/**
 * Writes text, escaped and broken at spaces before column 80, as it goes on
 * from `column`; further lines begin at `indent`. Ends with a newline.
 */
void zgl_say_wrapped(FILE *to, size_t column, size_t indent, zgl_sv text);

/**
 * A row: the label in a column of its own, the text beside it, broken at
 * spaces before column 80 into as many lines as it needs.
 */
void zgl_say_row(FILE *to, const char *label, zgl_sv text);
void zgl_say_rowf(FILE *to, const char *label, const char *format, ...)
	ZGL_PRINTF(3, 4);

enum zgl_say_style {
	ZGL_SAY_PLAIN,
	ZGL_SAY_BOLD,
	ZGL_SAY_GOOD,
	ZGL_SAY_BAD,
	ZGL_SAY_UNSURE,
};

/** True when `to` is a terminal and nobody asked for plain text (NO_COLOR). */
bool zgl_say_coloured(FILE *to);

/** Writes `text`, of ours, in a style; plainly unless `coloured`. */
void zgl_say_styled(
	FILE *to, bool coloured, enum zgl_say_style style, const char *text);
