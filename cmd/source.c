/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC, st_mtim */
#include "cmd/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/say.h"
#include "srv/store/fd.h"

static int fail(const struct zgl_source *s)
{
	int number = errno;

	zgl_say_error("%s: %s", s->name, strerror(number));
	return zgl_exits_of_input(number);
}

static int look(struct zgl_source *s)
{
	struct stat st;

	if (fstat(s->fd, &st) != 0)
		return fail(s);
	if (S_ISDIR(st.st_mode)) {
		zgl_say_error("%s: is a directory, expected a file", s->name);
		return ZGL_EXIT_NOINPUT;
	}
	s->start = lseek(s->fd, 0, SEEK_CUR);
	s->regular = S_ISREG(st.st_mode) && s->start >= 0;
	s->changed = st.st_mtim;
	s->octets = st.st_size;
	return ZGL_EXIT_OK;
}

int zgl_source_open(struct zgl_source *s, const char *path, bool twice)
{
	bool standard = strcmp(path, "-") == 0;

	*s = (struct zgl_source){ .path = path,
		.name = standard ? "standard input" : path,
		.twice = twice };
	zgl_spool_begin(&s->spool);
	s->fd = standard ? STDIN_FILENO
			 : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int code = s->fd < 0 ? fail(s) : look(s);
	if (code != ZGL_EXIT_OK)
		zgl_source_close(s);
	return code;
}

/* Somebody writing to the file between the passes would have us put a
 * signature on top of another message. */
static int check_unchanged(const struct zgl_source *s)
{
	struct stat st;

	if (fstat(s->fd, &st) == 0 && st.st_size == s->octets
		&& st.st_mtim.tv_sec == s->changed.tv_sec
		&& st.st_mtim.tv_nsec == s->changed.tv_nsec)
		return ZGL_EXIT_OK;
	zgl_say_error("%s: changed while it was read", s->name);
	return ZGL_EXIT_IO;
}

int zgl_source_read(struct zgl_source *s, char *p, size_t room, size_t *n_r)
{
	if (s->second && !s->regular)
		return zgl_spool_read(&s->spool, p, room, n_r);
	ssize_t n = zgl_fd_read(s->fd, p, room);
	*n_r = n > 0 ? (size_t)n : 0;
	if (n < 0)
		return fail(s);
	if (s->second && n == 0)
		return check_unchanged(s);
	if (s->twice && !s->regular)
		return zgl_spool_put(&s->spool, (zgl_sv){ p, *n_r });
	return ZGL_EXIT_OK;
}

int zgl_source_again(struct zgl_source *s)
{
	s->second = true;
	if (!s->regular)
		return zgl_spool_rewind(&s->spool);
	if (lseek(s->fd, s->start, SEEK_SET) != s->start)
		return fail(s);
	return check_unchanged(s);
}

void zgl_source_close(struct zgl_source *s)
{
	if (s->fd >= 0 && s->fd != STDIN_FILENO)
		close(s->fd);
	s->fd = -1;
	zgl_spool_end(&s->spool);
}

static int slurp(struct zgl_source *s, struct zgl_buf *to)
{
	char chunk[4096];
	size_t n = 1;

	while (n > 0) {
		int code = zgl_source_read(s, chunk, sizeof(chunk), &n);
		if (code != ZGL_EXIT_OK)
			return code;
		zgl_buf_put(to, (zgl_sv){ chunk, n });
	}
	if (to->err == ZGL_ELIMIT)
		zgl_say_error(
			"%s: is longer than %zu octets", s->name, to->max);
	else if (to->err != ZGL_OK)
		zgl_say_error("%s: %s", s->name, zgl_err_sentence(to->err));
	return zgl_exits_of_err(to->err);
}

int zgl_source_slurp(const char *path, struct zgl_buf *to)
{
	struct zgl_source s;
	int code = zgl_source_open(&s, path, false);

	if (code == ZGL_EXIT_OK)
		code = slurp(&s, to);
	zgl_source_close(&s);
	return code;
}
