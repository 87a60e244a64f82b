/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * handedover -- sockets that the service manager opened for us.
 *
 * Shape    LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES of the environment tell of
 *          them; each can be taken once.
 * Errors   what is not for this process, or makes no sense, is none at all.
 * Source   systemd's sd_listen_fds(3).
 */

#include <stdbool.h>

#include "zegel/base/sv.h"

#define ZGL_HANDEDOVER_MOST 64

struct zgl_handedover {
	struct {
		int fd;
		zgl_sv name; /* views the environment */
		bool taken;
	} at[ZGL_HANDEDOVER_MOST];
	size_t count;
};

void zgl_handedover_read(struct zgl_handedover *handed);

/**
 * Takes the next one of that name; `name` NULL: of any. -1: there is none.
 */
int zgl_handedover_take(struct zgl_handedover *handed, const char *name);

/** NULL when messages can come in by this descriptor, or what is wrong; it is
 * made non-blocking, and is not for children. */
const char *zgl_handedover_check(int fd);
