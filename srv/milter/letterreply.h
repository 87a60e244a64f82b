/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * letterreply -- writes what the MTA is told at the end of a message.
 *
 * Order    removals first, each name from the highest index down, then the
 *          change of Subject, then what goes on top, from the bottom up. For
 *          Postfix and Sendmail an index of a change counts the fields as they
 *          came, without the MTA's own Received on top, and Postfix takes the
 *          top-most field for that one, so nothing may be put there before. In
 *          Postfix a field that was removed counts no more, in Sendmail it goes
 *          on counting: from the highest index down both are right. Inserted at
 *          0 a field stands above the MTA's own Received (RFC 8601 section
 *          4.1), and above all that was inserted before it.
 * Values   lines are divided by LF. Where the MTA puts a space behind the colon
 *          itself, the one that is there is left out: what is hashed is what
 *          the next hop sees.
 * Limits   an MTA looks for each field that is changed from the top of its
 *          header: `changes` counts them, and ZGL_LETTERREPLY_CHANGES is more
 *          than any honest message needs.
 * Errors   sticky in `out`.
 * Source   cleanup_milter.c and milter8.c of Postfix 3.7, milter.c of Sendmail
 *          8.17.
 */

#include "srv/milter/letter.h"
#include "srv/milter/milterwire.h"

#define ZGL_LETTERREPLY_CHANGES 100

/** The rest is zeros at first; `text` is room for one field. */
struct zgl_letterreply {
	struct zgl_buf *out, *text;
	const struct zgl_letter *letter;
	bool whole; /* ZGL_MILTER_LEADING_SPACE */
	uint32_t changes;
};

/** Removes the fields that claim one of the names; how many there were. */
uint32_t zgl_letterreply_remove_claims(
	struct zgl_letterreply *r, const zgl_sv *claims, size_t count);

/** Removes every field of this name. */
void zgl_letterreply_remove_all(struct zgl_letterreply *r, zgl_sv name);

/**
 * Puts `prefix` and a space before each Subject that does not begin with it; a
 * message without a Subject gets one.
 */
void zgl_letterreply_mark_subject(struct zgl_letterreply *r, zgl_sv prefix);

/** Inserts a field on top: name and what stands behind the colon and space. */
void zgl_letterreply_insert(
	struct zgl_letterreply *r, zgl_sv name, zgl_sv value);

/** The same with a field as signer and judge write it. */
void zgl_letterreply_insert_field(struct zgl_letterreply *r, zgl_sv field);
