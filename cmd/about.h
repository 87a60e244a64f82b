/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * about -- the version of zegel, and of what it stands on.
 */

#include <stdbool.h>
#include <stdio.h>

/** Writes them, as text or as JSON; an exit code. */
int zgl_about_put(FILE *to, bool json);
