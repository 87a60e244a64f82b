/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * milterserver -- listens, and serves many connections on a few threads.
 *
 * Shape    open makes the listeners; start makes one loop a thread, each with
 *          its own desk, store handle and window; stop lets messages under way
 *          end, for a while, then closes. A connection stays on its loop.
 * Memory   a connection that is idle holds well under 1 KiB; octets that wait
 *          for the rest of their packet are held, and no more than the packet
 *          has; every loop reads into one buffer of its own.
 * Limits   conf->connections; beyond it, and when descriptors run out, new ones
 *          wait in the kernel's queue while others go on being served.
 * Time     conf->idle_s for a client that says nothing, or ends no packet;
 *          conf->deadline_s for a message that waits for answers, with a
 *          progress reply every few seconds.
 * Errors   told to the log with the listener's FILE:LINE; ZGL_EIO.
 * Threads  open, start and stop from one thread, which has no loop itself.
 */

#include "srv/conf/conf.h"
#include "srv/milter/senderbook.h"
#include "srv/resolve/dnsdesk.h"
#include "srv/store/keyring.h"
#include "srv/suffix/suffix.h"

struct zgl_milterserver;

struct zgl_milterserver_config {
	const struct zgl_conf *conf;          /* must outlive the server */
	struct zgl_dnsdesk *desk;             /* likewise */
	const struct zgl_keyring_file *files; /* key files, read by main */
	size_t file_count;
	struct zgl_senderbook *senders; /* NULL: no sender map */
	struct zgl_suffix *suffix;      /* for discovery by it; else NULL */
	int64_t now_s;                  /* fixed time, or -1: the clock */
};

/** Makes and binds every listener; nothing is accepted yet. */
ZGL_CHECK enum zgl_err zgl_milterserver_open(
	const struct zgl_milterserver_config *config,
	struct zgl_milterserver **server_r);

/** Starts the loops; after privileges were given up. */
ZGL_CHECK enum zgl_err zgl_milterserver_start(struct zgl_milterserver *server);

/** Ends: no new connections; those with a message under way have wait_s. */
void zgl_milterserver_stop(struct zgl_milterserver *server, unsigned wait_s);

/** Removes sockets, closes all. NULL is fine. */
void zgl_milterserver_free(struct zgl_milterserver *server);
