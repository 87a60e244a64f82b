/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * verifyjson -- a verified message as JSON: one object, one line.
 *
 * The keys are those that zegel(1) lists; a part that was not run is null.
 */

#include "cmd/verifyrun.h"

/** Fits zgl_verifyrun_show. */
int zgl_verifyjson_show(
	const struct zgl_call *call, const struct zgl_verified *what);

/** A file of which nothing could be shown, and why; all else is null. */
int zgl_verifyjson_fault(
	const struct zgl_call *call, const char *file, const char *why);
