/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * conftext -- the text of a configuration, before libconfuse reads it.
 *
 * Why      libconfuse stops at its first mistake, tells some at the end of the
 *          file only, forgives a section that is not closed, drops signs that
 *          it does not know, and miscounts lines behind comments of C. So what
 *          it would take amiss is found here, and a statement it refuses can be
 *          blanked for another try, no line moving.
 * Limits   ZGL_CONFTEXT_MAX octets, ZGL_CONFTEXT_SECTIONS sections.
 * Memory   heap.
 */

#include "srv/conf/conffaults.h"

#define ZGL_CONFTEXT_MAX      ((size_t)1024 * 1024)
#define ZGL_CONFTEXT_SECTIONS 1200

struct zgl_conftext {
	char *octets; /* a line feed at the end, always */
	size_t n;
};

/** Reads a file. On ZGL_EIO and ZGL_ELIMIT *why_r has a sentence, static or of
 * strerror. */
ZGL_CHECK enum zgl_err zgl_conftext_read(
	const char *path, struct zgl_conftext *text_r, const char **why_r);
void zgl_conftext_free(struct zgl_conftext *text);

/**
 * Adds the faults of the text: strings that do not end on their line, escapes
 * but \" and \\, comments of C, variables, signs that would be dropped,
 * statements that break off, braces that do not pair. Returns false when it
 * cannot be told where sections end; otherwise lines with faults are blanked.
 */
bool zgl_conftext_check(
	struct zgl_conftext *text, struct zgl_conffaults *faults);

/**
 * Blanks the rest of the statements that stand in `line`, their sections and
 * lists whole. False when nothing was there.
 */
bool zgl_conftext_blank(struct zgl_conftext *text, unsigned line);
