/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarc_write -- a DMARC record as text again: its tags in one order, defaults
 * left out. What was wrong stays wrong: "p=?" for an invalid policy, "ruf=?"
 * for a list without a valid URI, "rua=x:" where none of the valid ones may be
 * used. Used by tests and by fuzzing, which read it again.
 */

#include "zegel/base/buf.h"
#include "zegel/dmarc/dmarcrecord.h"

void dmarc_write(const struct zgl_dmarcrecord *record, struct zgl_buf *to);

/** ` | word word "fault"`, or nothing. */
void dmarc_write_warnings(
	const struct zgl_dmarcrecord *record, struct zgl_buf *to);

/** True when both mean the same; warnings may differ. */
bool dmarc_same(
	const struct zgl_dmarcrecord *a, const struct zgl_dmarcrecord *b);
