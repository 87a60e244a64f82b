/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * fd -- reads and writes a file descriptor, signals in between or not.
 *
 * Errors   errno tells.
 */

#include <sys/types.h>

#include "zegel/base/sv.h"

/** Reads at most `room` octets: how many, 0 at the end, -1 for an error. */
ssize_t zgl_fd_read(int fd, char *p, size_t room);

/** Writes all of it; false for an error. */
bool zgl_fd_write(int fd, zgl_sv octets);
