/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judgefield -- tells the verdicts of a message as Authentication-Results.
 *
 * Memory   a struct with buffers that are used again; the field is copied into
 *          the arena.
 * Errors   ZGL_ENOMEM, and ZGL_ELIMIT of the arena.
 * Source   RFC 8601 section 2.2, 2.7.1 and 2.7.2, RFC 6008, RFC 7208
 * section 9.2, RFC 9989 section 9, RFC 8616.
 */

#include "zegel/base/buf.h"
#include "zegel/judge/judge.h"

struct zgl_judgefield {
	struct zgl_buf field, comment, reason;
	zgl_sv authserv_id;
};

/** For at most `signatures` of a message; `authserv_id` must outlive it. */
void zgl_judgefield_begin(
	struct zgl_judgefield *f, zgl_sv authserv_id, size_t signatures);
void zgl_judgefield_free(struct zgl_judgefield *f);

/**
 * Writes the verdicts of `judgement` and, after end, of DKIM into its field;
 * the header is that of the message.
 */
ZGL_CHECK enum zgl_err zgl_judgefield_write(struct zgl_judgefield *f,
	const struct zgl_dkimverify *dkim, struct zgl_judgement *judgement,
	const struct zgl_header *header, struct zgl_arena *a);
