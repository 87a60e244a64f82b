/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * decide -- from what is true of a message to what becomes of it.
 *
 * Shape    the verdicts in `judgement`, and what they alone do not tell, in;
 *          its disposition, cause and overrides out. A pure function.
 * Memory   none.
 * Source   RFC 9989 section 5.4, 7.4 and 8, RFC 7208 section 8, RFC 9990
 *          section 3.1.6.
 */

#include "zegel/judge/judge.h"

struct zgl_decide {
	const struct zgl_judge_policy *policy;
	enum zgl_dkim_result dkim; /* that counts: see zgl_judgement, t=y */
	bool undecided;            /* of a signature, DNS could not be asked */
	bool trusted;              /* a trusted forwarder sent it */
};

/**
 * Decides. Returns who asks for what came of it: bits 1 << ZGL_CAUSE_...
 */
unsigned zgl_decide(
	const struct zgl_decide *d, struct zgl_judgement *judgement);
