/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mboxsplit -- splits an mbox into messages, as a stream.
 *
 * Shape    octets with LF or CRLF lines in; for each message out come `begin`,
 *          `octets` in pieces of any size, `end`. Chunks may end anywhere.
 * Rule     a From_ line parts messages and belongs to none, nor does the one
 *          empty line before it, or one at the end of the file. It stands at
 *          the start of the file or behind an empty line and says "From ", a
 *          sender, and a date: weekday, month, day, hours and minutes, and
 *          what may follow. "From " elsewhere is text: an author's, or
 *          somebody's who would pass a part of his message for another one.
 *          Of a line of ">" and "From " one ">" is taken off (mboxrd; so mboxo
 *          comes out right but for text that was quoted before it was filed).
 * Limits   the date of a From_ line ends within ZGL_MBOX_LINE octets.
 * Memory   none beyond the struct.
 * Errors   octets before the first From_ line: zgl_mboxsplit_feed and _end
 *          return false. An mbox of no octets has no messages.
 * Source   RFC 4155 appendix A, mbox(5).
 */

#include "zegel/base/sv.h"

struct zgl_mboxsplit_face {
	void (*begin)(void *to);
	void (*octets)(void *to, zgl_sv octets);
	void (*end)(void *to);
};

/** Octets behind "From " that are looked at. */
#define ZGL_MBOX_LINE 512

/** Private but for its size. */
struct zgl_mboxsplit {
	const struct zgl_mboxsplit_face *face;
	void *to;
	int state;
	size_t matched; /* octets of "From " seen at the start of a line */
	bool quote;     /* a ">" is held: it goes if "From " follows */
	bool in_message;
	zgl_sv blank; /* the line end of an empty line that is held */
	char line[ZGL_MBOX_LINE]; /* what follows "From ", until it is judged */
	size_t line_n;
};

void zgl_mboxsplit_begin(struct zgl_mboxsplit *m,
	const struct zgl_mboxsplit_face *face, void *to);
ZGL_CHECK bool zgl_mboxsplit_feed(struct zgl_mboxsplit *m, zgl_sv octets);
ZGL_CHECK bool zgl_mboxsplit_end(struct zgl_mboxsplit *m);
