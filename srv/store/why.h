/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * why -- what went wrong with a file, in one sentence for people.
 *
 * Limits   what is longer than ZGL_WHY_MAX octets is cut. Octets of a file's
 *          name stand in it as they are: who shows it escapes it.
 */

#include "zegel/base/attr.h"

/** Room for the longest path of the system, twice. */
#define ZGL_WHY_MAX 8192

struct zgl_why {
	int number; /* the errno behind it, or the one that comes nearest; 0 */
	char text[ZGL_WHY_MAX];
};

/** Says it, as printf. */
__attribute__((format(printf, 3, 4))) void zgl_why_say(
	struct zgl_why *why, int number, const char *format, ...);

/** Says "PATH: " and what errno means. */
void zgl_why_errno(struct zgl_why *why, const char *path, int number);
