/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judgefield -- tells the verdicts of a message as Authentication-Results.
 *
 * Memory   the field lives in the arena; nothing is kept, for there are many
 *          judges, and most of them wait.
 * Errors   ZGL_ENOMEM, and ZGL_ELIMIT of the arena.
 * Source   RFC 8601 section 2.2, 2.7.1 and 2.7.2, RFC 6008, RFC 7208 section
 *          9.2, RFC 9989 section 9, RFC 8616.
 */

#include "zegel/judge/judge.h"

/**
 * Writes the verdicts of `judgement` and, after end, of DKIM into its field;
 * the header is that of the message.
 */
ZGL_CHECK enum zgl_err zgl_judgefield_write(zgl_sv authserv_id,
	const struct zgl_dkimverify *dkim, const struct zgl_header *header,
	struct zgl_arena *a, struct zgl_judgement *judgement);
