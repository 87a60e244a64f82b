/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* fcntl, S_ISSOCK */
#include "srv/milter/handedover.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zegel/base/num.h"

#define FIRST_FD 3

static uint64_t number_of(const char *name)
{
	const char *text = getenv(name);
	uint64_t value = 0;

	if (text == NULL || !zgl_num_parse(zgl_sv_of(text), &value))
		return 0;
	return value;
}

/* Names that are not given are "unknown" to systemd; empty is fine for us. */
void zgl_handedover_read(struct zgl_handedover *handed)
{
	zgl_sv names = zgl_sv_of(getenv("LISTEN_FDNAMES")), name;
	uint64_t count = number_of("LISTEN_FDS");

	*handed = (struct zgl_handedover){ .count = 0 };
	if (number_of("LISTEN_PID") != (uint64_t)getpid())
		return;
	for (uint64_t i = 0; i < count && i < ZGL_HANDEDOVER_MOST; i++) {
		if (!zgl_sv_split(&names, ':', &name))
			name = ZGL_SV("");
		handed->at[i].fd = FIRST_FD + (int)i;
		handed->at[i].name = name;
		handed->count++;
	}
}

int zgl_handedover_take(struct zgl_handedover *handed, const char *name)
{
	for (size_t i = 0; i < handed->count; i++) {
		if (handed->at[i].taken
			|| (name != NULL
				&& !zgl_sv_eq(
					handed->at[i].name, zgl_sv_of(name))))
			continue;
		handed->at[i].taken = true;
		return handed->at[i].fd;
	}
	return -1;
}

static int option(int fd, int name)
{
	int value = 0;
	socklen_t n = sizeof(value);

	return getsockopt(fd, SOL_SOCKET, name, &value, &n) == 0 ? value : -1;
}

const char *zgl_handedover_check(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0)
		return "the descriptor that the system speaks of is not open";
	if (option(fd, SO_TYPE) != SOCK_STREAM)
		return "what the system handed over is no stream socket";
	if (option(fd, SO_ACCEPTCONN) != 1)
		return "the socket that the system handed over does not listen";
	if (fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0
		|| fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		return "the socket cannot be made non-blocking";
	return NULL;
}
