/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * verdict -- what a verdict means for a person: what usually is behind it, and
 * what to do.
 */

#include "zegel/dkim/dkimverify.h"
#include "zegel/dmarc/dmarccheck.h"

/**
 * What usually is the cause, and what to do; static, NULL when there is
 * nothing to say (or a limit to name, which verifytext does).
 */
const char *zgl_verdict_hint(enum zgl_dkim_reason reason);

/** True when the reason is about the key record, so its name helps. */
bool zgl_verdict_is_about_key(enum zgl_dkim_reason reason);

/** "relaxed/simple" and its like, of a signature that could be read. */
const char *zgl_verdict_canonicalization(const struct zgl_dkimsig *sig);

/**
 * True when an identifier before number i says the same: signatures made
 * together are told as one.
 */
bool zgl_verdict_is_repeated(const struct zgl_dmarc_verdict *v, size_t i);
