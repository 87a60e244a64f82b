/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * explain -- the way to a verdict, in numbered sentences for people.
 *
 * Shape    a step for each thing that was looked at, in the order in which it
 *          bears on the verdict: who sent the message, SPF, each signature,
 *          From, the walk to the DMARC record, the policy, what is aligned,
 *          the result, what becomes of the message, what can be mended.
 * Escape   the steps hold octets of others as they are.
 * Errors   of memory.
 */

#include "cmd/teller.h"
#include "cmd/verifyrun.h"

/** Hands each step to `take`. */
ZGL_CHECK enum zgl_err zgl_explain(
	const struct zgl_verified *what, zgl_teller_fn *take, void *to);

/** The parts of it: who sent it and what each check found; what DMARC makes
 * of that; what the owner can do about it. */
void zgl_explain_checks(struct zgl_teller *t, const struct zgl_verified *what);
void zgl_explain_dmarc(struct zgl_teller *t, const struct zgl_verified *what);
void zgl_explain_advice(struct zgl_teller *t, const struct zgl_verified *what);
