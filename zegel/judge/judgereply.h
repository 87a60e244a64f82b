/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judgereply -- what is said to the client about a message that is not simply
 * accepted.
 *
 * Source   RFC 7372 section 3 and 4, RFC 7208 section 6.2 and 8, RFC 9989
 *          section 7.2, RFC 6376 section 6.3, RFC 3463.
 */

#include "zegel/judge/judge.h"

/** Octets of a reply, so that with its codes it is a line of RFC 5321. */
#define ZGL_REPLY_MAX 480

/**
 * Fills in the codes and the text for disposition, cause and verdicts (after
 * end) of `judgement`; nothing when it is accepted. `causes` are all that ask
 * for this disposition: see zgl_decide.
 */
ZGL_CHECK enum zgl_err zgl_judgereply_write(struct zgl_arena *a,
	unsigned causes, const struct zgl_dkimverify *dkim,
	struct zgl_judgement *judgement);
