/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mailwork -- what is done with one message, from its header to its end.
 *
 * Shape    meet, at MAIL, when the client is from outside and SPF is checked;
 *          add for each field; then begin decides, and starts the side that
 *          signs or the one that verifies; body; end. What comes of it stands
 *          in letter.answer (refused), sign or verify.
 * Memory   lent by the maildesk; drop makes it ready for the next message.
 * Errors   those of the sides; the message then has to come again.
 *          decided.trouble tells why when more is known than the error's own
 *          sentence.
 */

#include "srv/milter/lettercase.h"
#include "srv/milter/lettersign.h"
#include "srv/milter/letterverify.h"

struct zgl_mailwork {
	struct zgl_letter letter;
	struct zgl_lettercase decided;
	struct zgl_lettersign sign;     /* its sign is NULL: not signed */
	struct zgl_letterverify verify; /* its judge is NULL: not verified */
	int64_t start_ms;               /* when the header was known */
	zgl_sv trouble; /* why it has to come again, kept; or absent */
};

/** verify.heard and verify.to are the caller's to fill in, before. */
ZGL_CHECK enum zgl_err zgl_mailwork_meet(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, const struct zgl_envelope *envelope);

/** Adds a field; `whole` as zgl_letter_add. */
ZGL_CHECK enum zgl_err zgl_mailwork_add(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, zgl_sv name, zgl_sv value, bool whole);

ZGL_CHECK enum zgl_err zgl_mailwork_begin(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, const struct zgl_conf_listener *listener,
	const struct zgl_envelope *envelope);

/** True when the body makes a difference. */
bool zgl_mailwork_wants_body(const struct zgl_mailwork *work);
ZGL_CHECK enum zgl_err zgl_mailwork_body(
	struct zgl_mailwork *work, zgl_sv octets);

/** Signs, or judges with the answers that are there. */
ZGL_CHECK enum zgl_err zgl_mailwork_end(struct zgl_mailwork *work);

/** Gives back all that was lent to it, and forgets the message. */
void zgl_mailwork_drop(struct zgl_mailwork *work, struct zgl_maildesk *desk);
