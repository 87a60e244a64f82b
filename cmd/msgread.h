/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * msgread -- reads the messages of a source.
 *
 * Shape    for each message: `header` with the whole header, `body` for the
 *          octets behind it, `end`. Lines come with CRLF, whatever the source
 *          has. Each tells an exit code; anything but ZGL_EXIT_OK from header
 *          or body ends the message without `end`.
 * Limits   those of the library for a header; a body may have any size.
 * Memory   one chunk, and the arena of the header: it lives until the next
 *          message.
 * Errors   a message without header fields, or beyond a limit, is said on
 *          standard error and is ZGL_EXIT_DATA; of an mbox the next one is
 *          read on.
 */

#include "cmd/exits.h"
#include "cmd/mboxsplit.h"
#include "cmd/source.h"
#include "zegel/mail/crlf.h"
#include "zegel/mail/header.h"
#include "zegel/mail/msgsplit.h"

struct zgl_msgread_face {
	int (*header)(
		void *to, const struct zgl_header *header, struct zgl_arena *a);
	int (*body)(void *to, zgl_sv octets);
	int (*end)(void *to);
};

/** Private but for source, number, mbox and alone. */
struct zgl_msgread {
	struct zgl_source *source; /* what is read now */
	unsigned long number;      /* of the message in it, from 1 */
	bool mbox;
	bool alone; /* set it behind begin where mboxes are never read */

	const struct zgl_msgread_face *face;
	void *to;
	const struct zgl_limits *limits;
	char *chunk;
	struct zgl_arena arena;
	struct zgl_header header;
	struct zgl_msgsplit split;
	struct zgl_crlf crlf;
	struct zgl_mboxsplit parts;
	char first[5]; /* octets of the message */
	size_t first_n;
	int code;  /* of this message so far */
	int worst; /* of all messages of the source */
};

/** Makes a reader that hands messages to `to`. */
int zgl_msgread_begin(struct zgl_msgread *r,
	const struct zgl_msgread_face *face, void *to,
	const struct zgl_limits *limits);

/** Reads the messages of `source`, one or, of an mbox, all. The worst code. */
int zgl_msgread_source(
	struct zgl_msgread *r, struct zgl_source *source, bool mbox);

void zgl_msgread_free(struct zgl_msgread *r);

/** Says something about the message that is read: its name, and the text. */
void zgl_msgread_say(const struct zgl_msgread *r, const char *what);
