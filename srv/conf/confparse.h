/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * confparse -- what stands in a configuration, value by value.
 *
 * Shape    libconfuse reads the text; what it finds comes out as a flat list
 *          in the order of the file. What a value means is not looked at here.
 * Grammar  a statement that libconfuse refuses is a fault, is blanked in the
 *          text, and the text is read again: so one run finds them all.
 * Limits   ZGL_CONFITEMS_MAX values.
 * Memory   heap, until zgl_confitems_free.
 * Errors   ZGL_ENOMEM, ZGL_ELIMIT.
 * Threads  one at a time in a process: libconfuse's scanner is one.
 */

#include "srv/conf/confoptions.h"
#include "srv/conf/conftext.h"

#define ZGL_CONFITEMS_MAX 20000

enum zgl_confitem_kind {
	ZGL_CONFITEM_BEGIN, /* a section with a title, which is the text */
	ZGL_CONFITEM_VALUE,
	ZGL_CONFITEM_EMPTY, /* the list was set to {}; the last of all items */
};

struct zgl_confitem {
	enum zgl_confitem_kind kind;
	enum zgl_confsection section;
	const struct zgl_confoption *option; /* NULL: BEGIN */
	unsigned line;                       /* 0: preset */
	bool first;  /* what was set before is replaced, not added to */
	zgl_sv text; /* a NUL stands behind it */
};

struct zgl_confitems {
	struct zgl_arena arena;
	struct zgl_confitem *at;
	size_t count, room;
	enum zgl_err err;
};

ZGL_CHECK enum zgl_err zgl_confparse(struct zgl_conftext *text,
	struct zgl_conffaults *faults, struct zgl_confitems *items_r);
void zgl_confitems_free(struct zgl_confitems *items);
