/* SPDX-License-Identifier: ISC */
#include "srv/store/fd.h"

#include <errno.h>
#include <unistd.h>

ssize_t zgl_fd_read(int fd, char *p, size_t room)
{
	ssize_t n;

	do
		n = read(fd, p, room);
	while (n < 0 && errno == EINTR);
	return n;
}

bool zgl_fd_write(int fd, zgl_sv octets)
{
	while (octets.n > 0) {
		ssize_t n = write(fd, octets.p, octets.n);
		if (n < 0 && errno != EINTR)
			return false;
		octets = zgl_sv_skip(octets, n > 0 ? (size_t)n : 0);
	}
	return true;
}
