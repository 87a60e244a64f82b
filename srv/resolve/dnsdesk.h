/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dnsdesk -- DNS for several event loops: one thread asks, every loop has a
 * window with a cache of answers.
 *
 * Shape    the desk runs a resolver on a thread of its own. A loop has a
 *          window; what it asks is answered from the window's cache at once,
 *          or, when the desk has the answer, on the loop's own thread.
 * Cache    answers are kept for their TTL (records, NODATA and NXDOMAIN; at
 *          most a day), failures for a few seconds so that a dead server is
 *          not asked for every message; bogus ones likewise. `cached` answers
 *          a window, the least lately used of a few makes room.
 * Time     as resolver: every question has the resolver's own deadline.
 * Memory   heap handles. An answer is valid during its callback.
 * Errors   a question that cannot be answered is an answer (TEMPFAIL).
 * Threads  a window belongs to its loop's thread; the desk to who made it.
 */

#include "srv/resolve/resolver.h"

struct event_base;
struct zgl_dnsdesk;
struct zgl_dnswindow;

/** Starts the thread; config->base is not used. As zgl_resolver_new. */
ZGL_CHECK enum zgl_err zgl_dnsdesk_new(const struct zgl_resolver_config *config,
	struct zgl_dnsdesk **desk_r, struct zgl_diag *diag_r);

/** Ends the thread; every window is gone by then. NULL is fine. */
void zgl_dnsdesk_free(struct zgl_dnsdesk *desk);

ZGL_CHECK enum zgl_err zgl_dnswindow_new(struct zgl_dnsdesk *desk,
	struct event_base *base, size_t cached,
	struct zgl_dnswindow **window_r);
void zgl_dnswindow_free(struct zgl_dnswindow *window);

/** A question under way; lives with the asker, filled in by ask. */
struct zgl_dnsask {
	struct zgl_dnspost *post; /* NULL: nothing under way */
	zgl_resolver_fn *done;
	void *to;
};

/**
 * Asks. `done` comes once: at once when the answer is in the cache, else later
 * from the loop. An error is only ZGL_ENOMEM.
 */
ZGL_CHECK enum zgl_err zgl_dnswindow_ask(struct zgl_dnswindow *window,
	const struct zgl_question *question, struct zgl_dnsask *ask,
	zgl_resolver_fn *done, void *to);

/** The asker goes: `done` will not come. Fine when nothing is under way. */
void zgl_dnsask_drop(struct zgl_dnsask *ask);

/** How often an answer was in the cache, and how often it had to be asked. */
void zgl_dnswindow_counts(const struct zgl_dnswindow *window, uint64_t *found_r,
	uint64_t *asked_r);
