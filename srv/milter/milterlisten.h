/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * milterlisten -- the sockets where MTAs come in, as the configuration names
 * them.
 *
 * Shape    one line of the configuration gives one socket, or two (inet:*),
 *          or as many as the system handed over.
 * Errors   ZGL_EIO, told to the log as "FILE:LINE: TITLE: why": all of them,
 *          not only the first.
 * Process  before other threads make files: see unixsocket.
 */

#include "srv/conf/conf.h"
#include "srv/milter/unixsocket.h"

struct zgl_milterlistener {
	const struct zgl_conf_listener *conf;
	struct zgl_unixsocket socket; /* of a UNIX one; else fd alone */
};

struct zgl_milterlisten {
	struct zgl_milterlistener *at;
	size_t count;
};

ZGL_CHECK enum zgl_err zgl_milterlisten_open(
	const struct zgl_conf *conf, struct zgl_milterlisten *listen_r);

/** Closes all, and removes what stands in the file system. */
void zgl_milterlisten_close(struct zgl_milterlisten *listen);
