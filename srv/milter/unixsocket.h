/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * unixsocket -- a socket of the file system that listens.
 *
 * Shape    its folder is made, with mode 0755, when it is missing. A socket
 *          that nobody answers at any more is replaced; who answers there is
 *          left alone, and so is what is no socket. Two daemons that start at
 *          the same time do not take it from each other: the folder is locked,
 *          for which it waits a second at most.
 * Safety   owner, group and mode are set before the socket listens, that is,
 *          before anybody can connect.
 * Errors   ZGL_EIO, a sentence in why_r.
 * Process  changes the umask for a moment: before other threads make files.
 */

#include <sys/types.h>

#include "zegel/base/err.h"

struct zgl_unixsocket_config {
	const char *path;
	const char *owner, *group; /* NULL: as the process, which will be: */
	const char *user, *user_group; /* NULL: as it is */
	mode_t mode;
};

struct zgl_unixsocket {
	int fd;
	dev_t dev; /* of the socket's file, to know it again */
	ino_t ino;
};

#define ZGL_UNIXSOCKET_WHY 200

ZGL_CHECK enum zgl_err zgl_unixsocket_open(
	const struct zgl_unixsocket_config *config,
	struct zgl_unixsocket *socket_r, char why_r[ZGL_UNIXSOCKET_WHY]);

/** Closes it, and removes its file when that still is this socket's. */
void zgl_unixsocket_close(const struct zgl_unixsocket *s, const char *path);
