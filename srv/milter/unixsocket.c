/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* SOCK_CLOEXEC, flock */
#include "srv/milter/unixsocket.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "srv/milter/account.h"

#define BACKLOG      32767 /* the kernel takes what it allows */
#define LOCK_MOMENTS 100

__attribute__((format(printf, 2, 3))) static enum zgl_err fail(
	char *why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(why, ZGL_UNIXSOCKET_WHY, format, args);
	va_end(args);
	return ZGL_EIO;
}

/* ---- whose it is ---- */

struct owner {
	uid_t uid; /* NO_USER, NO_GROUP: it stays */
	gid_t gid;
};

static enum zgl_err find_user(
	const char *name, struct owner *owner, bool its_group, char *why)
{
	gid_t gid;

	if (!zgl_account_user(name, &owner->uid, &gid))
		return fail(why, "there is no user %s", name);
	if (its_group)
		owner->gid = gid;
	return ZGL_OK;
}

static enum zgl_err find_group(const char *name, gid_t *gid_r, char *why)
{
	return zgl_account_group(name, gid_r)
		? ZGL_OK
		: fail(why, "there is no group %s", name);
}

/* Whom the process becomes; nobody can who is not root. */
static enum zgl_err find_process(const struct zgl_unixsocket_config *config,
	struct owner *owner, char *why)
{
	*owner = (struct owner){ ZGL_ACCOUNT_NO_USER, ZGL_ACCOUNT_NO_GROUP };
	if (geteuid() != 0)
		return ZGL_OK;
	if (config->user != NULL)
		ZGL_TRY(find_user(config->user, owner, true, why));
	if (config->user_group != NULL)
		ZGL_TRY(find_group(config->user_group, &owner->gid, why));
	return ZGL_OK;
}

static enum zgl_err find_owner(const struct zgl_unixsocket_config *config,
	struct owner *owner, char *why)
{
	ZGL_TRY(find_process(config, owner, why));
	if (config->owner != NULL)
		ZGL_TRY(find_user(config->owner, owner, false, why));
	if (config->group != NULL)
		ZGL_TRY(find_group(config->group, &owner->gid, why));
	return ZGL_OK;
}

static int set_owner(const char *path, const struct owner *owner)
{
	if (owner->uid == ZGL_ACCOUNT_NO_USER
		&& owner->gid == ZGL_ACCOUNT_NO_GROUP)
		return 0;
	return lchown(path, owner->uid, owner->gid);
}

/* ---- its folder ---- */

/* It belongs to the process, which removes the socket in the end. */
static enum zgl_err make_folder(const char *folder,
	const struct zgl_unixsocket_config *config, char *why)
{
	struct owner owner;

	if (mkdir(folder, 0755) != 0)
		return errno == EEXIST ? ZGL_OK
				       : fail(why, "its folder %s: %s", folder,
					       strerror(errno));
	ZGL_TRY(find_process(config, &owner, why));
	if (chmod(folder, 0755) != 0 || set_owner(folder, &owner) != 0)
		return fail(why, "its folder %s: %s", folder, strerror(errno));
	return ZGL_OK;
}

/* Whoever can read the folder can lock it, and must not keep us from starting:
 * another zegeld is done with it in a moment. */
static int wait_for_lock(int fd)
{
	const struct timespec moment = { .tv_nsec = 10000000 };
	int rc = flock(fd, LOCK_EX | LOCK_NB);

	for (int i = 0; i < LOCK_MOMENTS && rc != 0
		&& (errno == EWOULDBLOCK || errno == EINTR);
		i++) {
		(void)nanosleep(&moment, NULL);
		rc = flock(fd, LOCK_EX | LOCK_NB);
	}
	return rc != 0 && errno == EWOULDBLOCK ? 0 : rc;
}

static enum zgl_err lock_folder(const char *folder, int *fd_r, char *why)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*fd_r = fd;
	if (fd < 0 || wait_for_lock(fd) != 0)
		return fail(why, "its folder %s: %s", folder, strerror(errno));
	return ZGL_OK;
}

/* ---- what stands there ---- */

static int new_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* A full queue is a sign of life, too. */
static enum zgl_err check_dead(const struct sockaddr_un *address, char *why)
{
	int fd = new_socket();

	if (fd < 0)
		return fail(why, "%s", strerror(errno));
	int rc =
		connect(fd, (const struct sockaddr *)address, sizeof(*address));
	int number = errno;
	close(fd);
	if (rc == 0 || number == EAGAIN || number == EINPROGRESS)
		return fail(why, "another zegeld listens there");
	if (number != ECONNREFUSED && number != ENOENT)
		return fail(why, "who listens there cannot be told: %s",
			strerror(number));
	return ZGL_OK;
}

static enum zgl_err clear(const struct sockaddr_un *address, char *why)
{
	struct stat st;

	if (lstat(address->sun_path, &st) != 0)
		return errno == ENOENT ? ZGL_OK
				       : fail(why, "%s", strerror(errno));
	if (!S_ISSOCK(st.st_mode))
		return fail(why, "is there already, and no socket");
	ZGL_TRY(check_dead(address, why));
	if (unlink(address->sun_path) != 0 && errno != ENOENT)
		return fail(why, "the old socket cannot be removed: %s",
			strerror(errno));
	return ZGL_OK;
}

/* ---- the socket ---- */

/* Bound, it has its mode by the umask; nobody can connect before it listens. */
static enum zgl_err bind_to(int fd, const struct sockaddr_un *address,
	const struct zgl_unixsocket_config *config, char *why)
{
	struct owner owner;

	ZGL_TRY(find_owner(config, &owner, why));
	mode_t before = umask(0777 & ~config->mode);
	int rc = bind(fd, (const struct sockaddr *)address, sizeof(*address));
	int number = errno;
	umask(before);
	if (rc != 0)
		return fail(why, "%s", strerror(number));
	if (set_owner(address->sun_path, &owner) == 0)
		return ZGL_OK;
	number = errno;
	(void)unlink(address->sun_path);
	return fail(why, "its owner cannot be set: %s", strerror(number));
}

static enum zgl_err listen_at(const struct sockaddr_un *address,
	const struct zgl_unixsocket_config *config, struct zgl_unixsocket *s,
	char *why)
{
	struct stat st;

	ZGL_TRY(clear(address, why));
	s->fd = new_socket();
	if (s->fd < 0)
		return fail(why, "%s", strerror(errno));
	enum zgl_err err = bind_to(s->fd, address, config, why);
	if (err == ZGL_OK
		&& (lstat(address->sun_path, &st) != 0
			|| listen(s->fd, BACKLOG) != 0))
		err = fail(why, "%s", strerror(errno));
	if (err != ZGL_OK) {
		close(s->fd);
		return err;
	}
	s->dev = st.st_dev;
	s->ino = st.st_ino;
	return ZGL_OK;
}

enum zgl_err zgl_unixsocket_open(const struct zgl_unixsocket_config *config,
	struct zgl_unixsocket *socket_r, char why_r[ZGL_UNIXSOCKET_WHY])
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char copy[sizeof(address.sun_path)];
	size_t n = strlen(config->path);
	int lock = -1;

	if (n >= sizeof(address.sun_path))
		return fail(why_r, "has more than %zu octets",
			sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, config->path, n + 1);
	memcpy(copy, config->path, n + 1);
	const char *folder = dirname(copy);
	enum zgl_err err = make_folder(folder, config, why_r);
	if (err == ZGL_OK)
		err = lock_folder(folder, &lock, why_r);
	if (err == ZGL_OK)
		err = listen_at(&address, config, socket_r, why_r);
	if (lock >= 0)
		close(lock);
	return err;
}

void zgl_unixsocket_close(const struct zgl_unixsocket *s, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && st.st_dev == s->dev && st.st_ino == s->ino)
		(void)unlink(path);
	close(s->fd);
}
