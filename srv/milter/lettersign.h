/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * lettersign -- the signing side of a message.
 *
 * Shape    begin, body, end; then there are the fields. A signer is taken off
 *          the keyset at begin and given back by drop, however it went.
 * Errors   as dkim/dkimsign. A refusal is no error: nothing is signed then.
 */

#include "srv/milter/letter.h"
#include "srv/milter/maildesk.h"

/** Zeros: nothing was begun. */
struct zgl_lettersign {
	struct zgl_keyset *set;
	struct zgl_dkimsign *sign; /* NULL: nothing is signed */
	enum zgl_dkimsign_refusal refusal;
	zgl_sv refused_field;
};

/** After zgl_letter_leave. */
ZGL_CHECK enum zgl_err zgl_lettersign_begin(struct zgl_lettersign *s,
	struct zgl_keyset *set, struct zgl_letter *letter, int64_t now_s);
ZGL_CHECK enum zgl_err zgl_lettersign_body(
	struct zgl_lettersign *s, zgl_sv octets);
ZGL_CHECK enum zgl_err zgl_lettersign_end(struct zgl_lettersign *s);
void zgl_lettersign_drop(struct zgl_lettersign *s);
