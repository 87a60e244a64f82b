/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mailend -- the end of a message: what its work came to is told to the MTA.
 *
 * A message that is refused, or has to come again, is changed no more. One that
 * goes on loses the Authentication-Results that claim to be ours, whatever else
 * became of it; one that was verified also loses fields with the name of our
 * mark, if marks are given at all: none can be forged. Its
 * Authentication-Results stands on top, above the mark.
 *
 * Limits   a message of which more than ZGL_LETTERREPLY_CHANGES fields are to
 *          be changed is refused instead: it forges by the hundred.
 * Errors   ZGL_EUSAGE: the MTA did not allow what has to be done, `trouble`
 *          tells what; `out` has nothing of it then. Those of `out`.
 */

#include "srv/milter/mailwork.h"

/** `may` is the session's. *removed_r tells how many fields claimed too much. */
ZGL_CHECK enum zgl_err zgl_mailend_write(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, unsigned may, struct zgl_buf *out,
	uint32_t *removed_r);

/** The message has to come again. */
void zgl_mailend_defer(struct zgl_buf *out);
