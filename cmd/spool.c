/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* mkstemp */
#include "cmd/spool.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/exits.h"
#include "cmd/say.h"
#include "srv/store/fd.h"

#define PATH_OCTETS 4096

void zgl_spool_begin(struct zgl_spool *s)
{
	*s = (struct zgl_spool){ .fd = -1 };
	zgl_buf_begin(&s->memory, ZGL_SPOOL_MEMORY);
}

static int fail(const char *doing)
{
	int number = errno;

	zgl_say_error("temporary file: %s: %s", doing, strerror(number));
	return zgl_exits_of_output(number);
}

/* Memory is full: all of it goes to disk, and what comes later. */
static int move_to_disk(struct zgl_spool *s)
{
	const char *folder = getenv("TMPDIR");
	char path[PATH_OCTETS];

	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	int n = snprintf(path, sizeof(path), "%s/zegel.XXXXXX", folder);
	if (n < 0 || (size_t)n >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return fail("TMPDIR");
	}
	s->fd = mkstemp(path);
	if (s->fd < 0)
		return fail(path);
	unlink(path);
	if (!zgl_fd_write(s->fd, zgl_buf_sv(&s->memory)))
		return fail("writing");
	zgl_buf_free(&s->memory);
	return ZGL_EXIT_OK;
}

int zgl_spool_put(struct zgl_spool *s, zgl_sv octets)
{
	int code = ZGL_EXIT_OK;

	if (s->fd < 0 && octets.n > ZGL_SPOOL_MEMORY - s->memory.n)
		code = move_to_disk(s);
	if (code != ZGL_EXIT_OK)
		return code;
	if (s->fd >= 0)
		return zgl_fd_write(s->fd, octets) ? ZGL_EXIT_OK
						   : fail("writing");
	zgl_buf_put(&s->memory, octets);
	if (s->memory.err != ZGL_OK)
		zgl_say_error("%s", zgl_err_sentence(s->memory.err));
	return zgl_exits_of_err(s->memory.err);
}

int zgl_spool_rewind(struct zgl_spool *s)
{
	s->at = 0;
	if (s->fd >= 0 && lseek(s->fd, 0, SEEK_SET) != 0)
		return fail("rewinding");
	return ZGL_EXIT_OK;
}

int zgl_spool_read(struct zgl_spool *s, char *p, size_t room, size_t *n_r)
{
	if (s->fd >= 0) {
		ssize_t n = zgl_fd_read(s->fd, p, room);
		*n_r = n > 0 ? (size_t)n : 0;
		return n < 0 ? fail("reading") : ZGL_EXIT_OK;
	}
	zgl_sv rest = zgl_sv_skip(zgl_buf_sv(&s->memory), s->at);
	*n_r = rest.n < room ? rest.n : room;
	if (*n_r > 0)
		memcpy(p, rest.p, *n_r);
	s->at += *n_r;
	return ZGL_EXIT_OK;
}

void zgl_spool_end(struct zgl_spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	zgl_buf_free(&s->memory);
	s->fd = -1;
}
