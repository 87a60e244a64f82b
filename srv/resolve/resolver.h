/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * resolver -- asks DNS: libunbound with DNSSEC, or zone files alone.
 *
 * Shape    questions in, answers out through a callback, any number at once.
 * Time     each question has a deadline of its own (`deadline_ms`): libunbound
 *          may take 17 s for a dead server, we do not.
 * Names    without a server, libunbound answers for test., invalid., onion.,
 *          home.arpa. and the reverse names of private addresses itself, with
 *          NXDOMAIN; a named server is asked about them like about all others.
 *          localhost. and the reverse names of 127/8 and ::1 are never asked.
 * Memory   an answer lives during its callback.
 * Errors   a question that cannot be answered is an answer (TEMPFAIL).
 * Threads  one at a time; all callbacks come from zgl_resolver_ask or
 *          zgl_resolver_wait (or the event loop, when one was given). A
 *          callback may ask, but neither wait nor free the resolver. Equal
 *          questions under way are one to the servers.
 * Process  libunbound writes to TCP connections that a server may close: the
 *          program ignores SIGPIPE. A fork must not go on with a resolver.
 */

#include "zegel/base/diag.h"
#include "zegel/base/limits.h"
#include "zegel/dns/answer.h"
#include "zegel/dns/zone.h"

struct event_base;

struct zgl_resolver_config {
	/** Answers come from this alone, without any network; may be NULL. */
	const struct zgl_zone *zone;
	/** "ADDR", "ADDR@PORT", "system" (/etc/resolv.conf), or NULL: recurse. */
	const char *server;
	/** A file with DS or DNSKEY records; "none": no validation, and DNSSEC is
	 * UNKNOWN; NULL: the root's, as the system has it. */
	const char *trust_anchor;
	unsigned deadline_ms;            /* 0: 5000 */
	const struct zgl_limits *limits; /* copied; NULL: the defaults */
	struct event_base *base; /* the caller's loop; NULL: an own one */
};

struct zgl_resolver;

/** Takes the answer to a question; `to` is what zgl_resolver_ask was given. */
typedef void zgl_resolver_fn(void *to, const struct zgl_answer *answer);

/**
 * Makes a resolver. On ZGL_EUSAGE (an address, a file) and ZGL_EIO *diag_r
 * tells what; the system's trust anchor is looked for in the usual places.
 */
ZGL_CHECK enum zgl_err zgl_resolver_new(
	const struct zgl_resolver_config *config,
	struct zgl_resolver **resolver_r, struct zgl_diag *diag_r);

/**
 * Gives it back; NULL is fine. Questions under way are dropped, their callbacks
 * not made.
 */
void zgl_resolver_free(struct zgl_resolver *resolver);

/**
 * Asks. The callback comes once: at once when the answer is known, else from
 * zgl_resolver_wait or the loop. An error is only ZGL_ENOMEM.
 */
ZGL_CHECK enum zgl_err zgl_resolver_ask(struct zgl_resolver *resolver,
	const struct zgl_question *question, zgl_resolver_fn *done, void *to);

/**
 * Runs the own loop until every question is answered. ZGL_EUSAGE when there is
 * something to wait for, but the loop is the caller's or runs already.
 */
ZGL_CHECK enum zgl_err zgl_resolver_wait(struct zgl_resolver *resolver);

/** The versions of the libraries beneath, as they run; static. */
const char *zgl_resolver_unbound_version(void);
const char *zgl_resolver_event_version(void);
