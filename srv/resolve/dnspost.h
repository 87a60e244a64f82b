/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dnspost -- what goes between the windows and the desk's thread; private to
 * this module.
 *
 * A post is one question of a window. The window's thread makes it and puts it
 * into the desk's queue; the desk's thread asks, puts the answer in, and lays
 * the post into the window's mailbox; the window's thread takes it out and
 * frees it. One mutex guards both queues and the mailboxes. A mailbox outlives
 * its window for as long as posts are under way.
 */

#include <pthread.h>

#include "srv/resolve/dnscopy.h"
#include "srv/resolve/dnsdesk.h"

struct zgl_dnspost {
	struct zgl_dnspost *next; /* in the queue where it stands */
	struct zgl_question question;
	struct zgl_dnscopy *copy; /* NULL: no memory for the answer */
	/* the window's thread alone */
	struct zgl_dnsask *ask; /* NULL: the asker is gone */
	struct zgl_dnspost *window_next, **window_link;
	/* the desk's thread alone */
	struct zgl_dnsmailbox *mailbox;
	struct zgl_dnspost *desk_next, **desk_link;
};

struct zgl_dnsqueue {
	struct zgl_dnspost *first, **last;
};

void zgl_dnsqueue_begin(struct zgl_dnsqueue *queue);
void zgl_dnsqueue_add(struct zgl_dnsqueue *queue, struct zgl_dnspost *post);
/** All of it, linked by next; the queue is empty then. */
struct zgl_dnspost *zgl_dnsqueue_take(struct zgl_dnsqueue *queue);

struct zgl_dnsmailbox {
	struct zgl_dnsdesk *desk;
	/* under the desk's mutex: */
	struct zgl_dnsqueue answers;
	size_t under_way; /* posts that the desk has */
	int wake;         /* eventfd of the window */
	bool closed;      /* the window is gone */
};

struct zgl_dnsdesk {
	struct zgl_limits limits;
	const struct zgl_zone *zone; /* then there is no thread: or */
	struct zgl_resolver *resolver;
	struct event_base *base;
	struct event *woken;
	int wake; /* eventfd of the thread; -1: none */
	bool running;
	pthread_t thread;
	struct zgl_dnspost *under_way; /* the thread's alone */
	pthread_mutex_t mutex;         /* over: */
	struct zgl_dnsqueue questions;
	bool stop;
};

/** Frees a post and its answer; fits nothing that is linked. */
void zgl_dnspost_free(struct zgl_dnspost *post);

/** Hands a question to the desk's thread. */
void zgl_dnsdesk_post(struct zgl_dnsdesk *desk, struct zgl_dnspost *post);
