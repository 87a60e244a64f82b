/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * discovery -- how a DMARC record is looked for: by the tree walk of RFC 9989,
 * or, to compare, by the Public Suffix List as in RFC 7489.
 *
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/exits.h"
#include "srv/suffix/suffix.h"
#include "zegel/dmarc/dmarccheck.h"

#define ZGL_DISCOVERY_HELP                                                     \
	"look for the DMARC record by \"walk\" (RFC 9989, the default) or"     \
	" \"psl\" (RFC 7489)"

/** Begin it with zeroes; end may come at any time. */
struct zgl_discovery {
	struct zgl_suffix *suffix; /* NULL: the tree walk */
};

/** Reads the word of --discovery, or NULL when it was not given. */
int zgl_discovery_begin(struct zgl_discovery *d, const char *word);

void zgl_discovery_fill(
	const struct zgl_discovery *d, struct zgl_dmarccheck_config *config);
void zgl_discovery_end(struct zgl_discovery *d);
