/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * verifytext -- a verified message in words, for people.
 */

#include "cmd/verifyrun.h"

/** Fits zgl_verifyrun_show. */
int zgl_verifytext_show(
	const struct zgl_call *call, const struct zgl_verified *what);
