/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * milterloop -- one thread: its connections, and all they share.
 *
 * Shape    every loop listens at every socket, and accepts one connection each
 *          time that it is woken, so that the work is shared out.
 * Limits   when the server has as many connections as it may, or descriptors
 *          run out, a loop accepts nothing for a moment; those that are there
 *          go on.
 * Threads  new and free by who has no loop; the rest on the loop's thread.
 */

#include <pthread.h>
#include <stdatomic.h>

#include "srv/milter/milterconn.h"
#include "srv/milter/milterlisten.h"
#include "srv/milter/milterserver.h"

/* One read takes so much at most: two body chunks. */
#define ZGL_MILTERLOOP_READ ((size_t)128 * 1024)

/* The replies to one read. */
#define ZGL_MILTERLOOP_OUT ((size_t)8 * 1024 * 1024)

/** What is told of, but not each time: name, sentence */
// clang-format off
#define ZGL_MILTERTROUBLE_TABLE(X) \
	X(SHORTAGE, "new connections must wait for a moment") \
	X(TURNED_AWAY, "a client was turned away") \
	X(NO_MTA, "a client was hung up on: it sent what no MTA sends") \
	X(HUNG_UP, "a client was hung up on")
// clang-format on

#define ZGL_MILTERTROUBLE_ENUM(name, sentence) ZGL_MILTERTROUBLE_##name,
enum zgl_miltertrouble {
	ZGL_MILTERTROUBLE_TABLE(ZGL_MILTERTROUBLE_ENUM) ZGL_MILTERTROUBLE_COUNT,
};
#undef ZGL_MILTERTROUBLE_ENUM

/** What the loops of a server share. */
struct zgl_miltershare {
	struct zgl_milterserver_config config;
	struct zgl_milterlisten listen;
	size_t loops;
	atomic_size_t connections;
	atomic_int stop_s; /* -1: go on; else how long messages have to end */
};

struct zgl_milteraccept;

struct zgl_milterloop {
	struct zgl_miltershare *share;
	struct event_base *base;
	struct event *woken, *tick, *resume, *ready;
	struct zgl_milteraccept *accepts; /* one for each listener */
	int wake;                         /* eventfd; -1: none */
	bool running;
	pthread_t thread;

	struct zgl_dkimsign_config sign;
	struct zgl_engine *engine;
	struct zgl_store *store;
	struct zgl_keyring *keyring;
	struct zgl_dnswindow *window;
	struct zgl_maildesk *desk;

	struct zgl_milterwheel wheel;
	struct zgl_milterconn *conns, *ready_conns;
	char *octets;       /* ZGL_MILTERLOOP_READ of them, read last */
	struct zgl_buf out; /* replies of the connection at hand */
	bool stopping;
	uint32_t stop_due;
	uint32_t told_s[ZGL_MILTERTROUBLE_COUNT];
};

/** Makes a loop; trouble is told to the log. */
ZGL_CHECK enum zgl_err zgl_milterloop_new(
	struct zgl_miltershare *share, struct zgl_milterloop **loop_r);
ZGL_CHECK enum zgl_err zgl_milterloop_start(struct zgl_milterloop *loop);

/** Wakes it to look at share->stop_s. */
void zgl_milterloop_wake(struct zgl_milterloop *loop);
void zgl_milterloop_join(struct zgl_milterloop *loop);

/** After join. NULL is fine. */
void zgl_milterloop_free(struct zgl_milterloop *loop);

/* ---- for connections ---- */

/** The loop's clock: whole seconds, from anywhere. */
uint32_t zgl_milterloop_now(void);

void zgl_milterloop_add(
	struct zgl_milterloop *loop, struct zgl_milterconn *conn);
void zgl_milterloop_remove(
	struct zgl_milterloop *loop, struct zgl_milterconn *conn);

/** Calls zgl_milterconn_go_on, soon. */
void zgl_milterloop_make_ready(
	struct zgl_milterloop *loop, struct zgl_milterconn *conn);

/** Tells the log, of each trouble at most once a minute. */
void zgl_milterloop_complain(struct zgl_milterloop *loop,
	enum zgl_miltertrouble trouble, const char *why);
