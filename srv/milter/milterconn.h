/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * milterconn -- one connection of an MTA: its socket, its session, its job.
 *
 * Shape    reads into the loop's buffer and feeds the session from there; the
 *          replies of one read are one write. What is left of a packet is held
 *          until the rest is there, and so is what the socket does not take;
 *          then nothing is read until it did.
 * Limits   held is at most the packet that was announced, grown as its octets
 *          come; replies ZGL_MILTERLOOP_OUT.
 * Memory   idle: this struct, its session, its job.
 * Time     see milterserver.h; deadlines are whole seconds.
 * Errors   the connection is closed, which an MTA answers with its default.
 * Threads  its loop's.
 */

#include <event2/event.h>
#include <event2/event_struct.h>

#include "srv/milter/mailjob.h"
#include "srv/milter/milterwheel.h"

struct zgl_milterloop;

/** Octets that wait. */
struct zgl_milterheld {
	char *p; /* NULL: none */
	size_t n, cap;
};

struct zgl_milterconn {
	struct zgl_milterwheel_item timer; /* first member */
	struct zgl_milterloop *loop;
	struct zgl_milterconn *next, **link;             /* of the loop */
	struct zgl_milterconn *ready_next, **ready_link; /* NULL: not ready */
	struct event event;
	struct zgl_miltersession session;
	struct zgl_mailjob *job;
	struct zgl_milterheld in, out;
	uint32_t since_s; /* the packet or write under way began */
	uint32_t wait_s;  /* the wait for answers began */
	bool waits;       /* for answers, since then */
	bool late;        /* the deadline passed, the job was told */
	bool spoke;       /* a packet came */
};

/** Takes an accepted socket that is counted: it is closed, and no longer
 * counted, on an error, too. */
ZGL_CHECK enum zgl_err zgl_milterconn_new(struct zgl_milterloop *loop, int fd,
	const struct zgl_conf_listener *listener);
void zgl_milterconn_free(struct zgl_milterconn *conn);

/** Its job has what it waited for. The connection may be gone after it. */
void zgl_milterconn_go_on(struct zgl_milterconn *conn);

/** Its time is up: a zgl_milterwheel_fn. */
void zgl_milterconn_time_is_up(struct zgl_milterwheel_item *item);

/** The loop stops: goes at once, unless a message is under way. */
void zgl_milterconn_stop(struct zgl_milterconn *conn);
