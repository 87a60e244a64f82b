/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * address -- who a From field says it is from.
 *
 * The one From parser of zegel. RFC 5322 mailbox-list and address-list with
 * comments, quoted strings, groups, the obsolete syntax that is harmless
 * (obs-phrase, obs-local-part, obs-domain with CFWS around dots, obs-FWS),
 * UTF-8 (RFC 6532). Everything that two programs could read in two ways is
 * malformed, be it allowed by the RFC or not:
 *
 *   - routes; text outside quotes that is no phrase ("@" in a display name),
 *     two addresses without a comma, anything after an address, a group in a
 *     group, "<>", a ";" that ends no group;
 *   - empty list members ("a@b,", ",a@b", "a@b,,c@d"): obs-mbox-list has them,
 *     but who takes the first member would find no address;
 *   - unterminated quotes, comments, literals; a parenthesis between two
 *     quotes in a comment;
 *   - control octets, also quoted ones (obs-qp) and those of U+0080 to U+009F,
 *     U+2028, U+2029; a CR or LF outside a fold (CRLF WSP);
 *   - octets that are no UTF-8, wherever they stand;
 *   - an encoded word in a local part or a domain (RFC 2047 section 5), that
 *     is, "=?" with "?=" somewhere after it;
 *   - a domain literal with other octets than atext, "." and ":".
 *
 * What no two programs can read in two ways is taken, though the RFC has it
 * not: a display name that is the address once more, octet for octet but for
 * the case of ASCII letters ("a@b.example <a@b.example>").
 *
 * Encoded words in a display name are atoms like others and are not decoded.
 * Invisible and bidirectional characters are for whoever shows the text;
 * whether the domain is one is told by dns/dname.
 *
 * Shape    the value of a field in (folds and all), a kind and addresses out.
 * Limits   `from_addresses`, `comment_depth`: beyond is malformed.
 * Memory   `display` is a view of `value`, all else lives in the arena, which
 *          gives at most as much again as `value` has, and the array.
 * Errors   only ZGL_ENOMEM and ZGL_ELIMIT of the arena; there is no list then.
 * Threads  any.
 * Source   RFC 5322 section 3.4 and 4.4, RFC 6854 (groups in From), RFC 6532.
 */

#include "zegel/base/arena.h"
#include "zegel/base/limits.h"

struct zgl_address {
	zgl_sv display; /* as written; may be empty */
	zgl_sv local;   /* unquoted; never empty but for "" */
	zgl_sv domain;  /* as written without CFWS; a literal keeps its [] */
};

struct zgl_addresses {
	struct zgl_address *at;
	size_t count; /* 0 for an empty group: `undisclosed:;`, or a fault */
	const char *fault;   /* static; NULL when well formed */
	size_t fault_offset; /* in the value */
};

/** Reads the value of a From (To, Cc, Sender, Reply-To) field. */
ZGL_CHECK enum zgl_err zgl_addresses_parse(zgl_sv value,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_addresses *list_r);
