/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarctext -- the DMARC record of a domain, how it was found and what it
 * says, in words for people.
 */

#include "cmd/options.h"
#include "zegel/dmarc/dmarccheck.h"

/** True when a record is in force for the domain. */
bool zgl_dmarctext_applies(const struct zgl_dmarc_verdict *v);

void zgl_dmarctext_show(
	const struct zgl_call *call, const struct zgl_dmarc_verdict *v);
