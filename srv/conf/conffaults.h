/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * conffaults -- the mistakes in one configuration, in the order of its lines.
 *
 * Limits   ZGL_CONFFAULTS_MAX are kept; that there are more is told.
 * Memory   an arena of its own.
 * Errors   of memory: `err` of the arena.
 */

#include "srv/conf/conf.h"
#include "zegel/base/arena.h"

#define ZGL_CONFFAULTS_MAX 100

struct zgl_conffault {
	struct zgl_conffault *next;
	unsigned line; /* 0: of no line */
	const char *text;
};

struct zgl_conffaults {
	struct zgl_arena arena;
	struct zgl_conffault *first;
	size_t count; /* of those kept */
	bool more;    /* than were kept */
};

/** "%.*s" and a view: as much of it as is worth showing. */
#define ZGL_CONF_SHOW(view)                                                    \
	((view).n < 80 ? (int)(view).n : 80), (view).n > 0 ? (view).p : ""

void zgl_conffaults_begin(struct zgl_conffaults *faults);
void zgl_conffaults_free(struct zgl_conffaults *faults);

/** Adds one: "what, expected what". */
void zgl_conffaults_add(struct zgl_conffaults *faults, unsigned line,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/** True when there is one for this line. */
bool zgl_conffaults_have(const struct zgl_conffaults *faults, unsigned line);

/** Tells all of them, with the file's name in front. */
void zgl_conffaults_tell(const struct zgl_conffaults *faults, const char *file,
	zgl_conf_say *say, void *to);
