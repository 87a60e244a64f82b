/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judgereply -- what is said to the client about a message that is not simply
 * accepted.
 *
 * Source   RFC 7372 section 3.1, RFC 6376 section 6.3, RFC 3463.
 */

#include "zegel/judge/judge.h"

/** Octets of a reply, so that with its codes it is a line of RFC 5321. */
#define ZGL_REPLY_MAX 480

/**
 * Fills in the codes and the text for disposition, result and signature of
 * `judgement`; nothing when it is accepted.
 */
ZGL_CHECK enum zgl_err zgl_judgereply_write(
	struct zgl_arena *a, struct zgl_judgement *judgement);
