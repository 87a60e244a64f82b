/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judgetext -- a message that was judged as a whole, in words for people: all
 * but its signatures, which are verifytext's.
 */

#include "cmd/verifyrun.h"

/** The verdict, to stand behind "FILE: ", and a newline. */
void zgl_judgetext_headline(
	const struct zgl_call *call, const struct zgl_verified *what);

/** Rows of SPF, to stand before the signatures. */
void zgl_judgetext_spf(
	const struct zgl_call *call, const struct zgl_verified *what);

/** Rows of DMARC, of what becomes of the message, of what is written on it. */
void zgl_judgetext_dmarc(
	const struct zgl_call *call, const struct zgl_verified *what);

/** The field, each of its lines indented. */
void zgl_judgetext_field(FILE *to, const struct zgl_judgement *judgement);
