/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * address -- who a From field says it is from.
 *
 * The one From parser of zegel. RFC 5322 mailbox-list and address-list with
 * comments, quoted strings, groups, the obsolete syntax that is harmless
 * (obs-local-part, obs-domain with CFWS around dots), UTF-8 (RFC 6532).
 * Everything that two programs could read in two ways is malformed: routes,
 * text outside quotes that is no phrase, two addresses without a comma, octets
 * after an address, unterminated quotes and comments, control octets.
 *
 * Shape    the value of a field in (folds and all), a kind and addresses out.
 * Limits   `from_addresses`, `comment_depth`: beyond is malformed.
 * Memory   addresses are views of `value`, or copies in the arena.
 * Errors   only ZGL_ENOMEM and ZGL_ELIMIT of the arena.
 * Source   RFC 5322 section 3.4 and 4.4, RFC 6854 (groups in From), RFC 6532.
 */

#include "zegel/base/arena.h"
#include "zegel/base/limits.h"

struct zgl_address {
	zgl_sv display; /* as written; may be empty */
	zgl_sv local;	/* unquoted; never empty but for "" */
	zgl_sv domain;	/* as written without CFWS; a literal keeps its [] */
};

struct zgl_addresses {
	struct zgl_address *at;
	size_t count; /* 0 for an empty group: `undisclosed:;` */
	const char *fault; /* static; NULL when well formed */
	size_t fault_offset; /* in the value */
};

/** Reads the value of a From (To, Cc, Sender, Reply-To) field. */
ZGL_API ZGL_CHECK enum zgl_err zgl_addresses_parse(zgl_sv value,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_addresses *list_r);
