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
