/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keycandidates -- the domains whose keys may sign for an author.
 *
 * Shape    begin with the author domain; next gives the domains to look up, in
 *          order: it, then its parents down to two labels. The first that has
 *          a key which serves the author signs:
 *
 *            zgl_keycandidates_begin(&c, &author);
 *            while (zgl_keycandidates_next(&c, &domain, &match))
 *                    if (store has keys of domain
 *                            && zgl_key_serves(match, its subdomains, too))
 *                            sign with them;
 *
 *          When none has, a fallback may be configured, and that is the
 *          caller's (ZGL_KEY_MATCH_FALLBACK).
 * Limits   a name of 253 octets has at most 126 candidates.
 * Memory   the struct; it keeps no view of what it is given.
 * Errors   none.
 * Threads  any.
 */

#include "zegel/dns/dname.h"
#include "zegel/signer/signdecide.h"

/** Private but for its size. */
struct zgl_keycandidates {
	struct zgl_dname next; /* its n is 0 when there is none */
	enum zgl_key_match match;
};

ZGL_API ZGL_NONNULL void zgl_keycandidates_begin(
	struct zgl_keycandidates *c, const struct zgl_dname *author);

/**
 * The next domain and how it belongs to the author: EXACT, once, or PARENT.
 * False when there are no more.
 */
ZGL_API ZGL_NONNULL bool zgl_keycandidates_next(struct zgl_keycandidates *c,
	struct zgl_dname *domain_r, enum zgl_key_match *match_r);

/** True when keys found so may sign: a parent's only if it says so. */
ZGL_API bool zgl_key_serves(enum zgl_key_match match, bool subdomains_too);
