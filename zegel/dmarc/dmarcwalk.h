/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarcwalk -- the way from a domain up the tree, and what was found on it.
 *
 * Shape    a domain and what is known of the names above it in; the names that
 *          count, the organizational domain, and the record in force out.
 * Failures a name without an answer might have anything. So there may be
 *          several domains each of which could be the organizational one: it
 *          is known when there is one only.
 * Memory   views of the domain, pointers to the names.
 * Errors   none.
 * Threads  any.
 * Source   RFC 9989 section 4.10.
 */

#include "zegel/dmarc/dmarcname.h"

/** rfc9989#4.10 step 4: a domain, then seven labels and less. */
#define ZGL_DMARCWALK_NAMES 8

struct zgl_dmarcwalk {
	zgl_sv domain;
	zgl_sv names[ZGL_DMARCWALK_NAMES]; /* from the domain up */
	size_t count;
	const struct zgl_dmarcname *at[ZGL_DMARCWALK_NAMES];
	size_t reached; /* of `at`; none is above a psd= that stops it */
	const struct zgl_dmarcname *failed; /* the first reached; or NULL */
	bool settled;                       /* no answer is to be waited for */
};

/** What may be the organizational domain, each a part of the domain. */
struct zgl_dmarcorgs {
	zgl_sv at[2 * ZGL_DMARCWALK_NAMES + 1];
	size_t count;
};

/** The last `labels` labels of `domain`, or all of it when it has no more. */
zgl_sv zgl_dmarcwalk_end(zgl_sv domain, size_t labels);

/** Lists the names of the walk: those that are to be known for it. */
void zgl_dmarcwalk_begin(struct zgl_dmarcwalk *walk, zgl_sv domain);

/** Walks, as far as is known. */
void zgl_dmarcwalk_look(
	struct zgl_dmarcwalk *walk, const struct zgl_dmarcnames *names);

void zgl_dmarcwalk_orgs(
	const struct zgl_dmarcwalk *walk, struct zgl_dmarcorgs *orgs_r);

/** The name whose record applies; NULL when there is none, or not known. */
const struct zgl_dmarcname *zgl_dmarcwalk_policy(
	const struct zgl_dmarcwalk *walk, const struct zgl_dmarcorgs *orgs);
