/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* SOCK_CLOEXEC, getaddrinfo */
#include "srv/milter/milterlisten.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "srv/milter/handedover.h"
#include "zegel/base/mem.h"

#define BACKLOG 32767 /* the kernel takes what it allows */

/* What all listeners of one configuration are opened with. */
struct opening {
	const struct zgl_conf *conf;
	struct zgl_milterlisten *listen;
	struct zgl_handedover handed;
};

static enum zgl_err tell(const struct opening *o,
	const struct zgl_conf_listener *l, const char *why)
{
	if (l->line > 0)
		zgl_log_write(ZGL_LOG_ERROR, "%s:%u: %s: %s", o->conf->file,
			l->line, l->title, why);
	else /* the one of a configuration without listeners */
		zgl_log_write(ZGL_LOG_ERROR, "%s: %s: %s", o->conf->file,
			l->title, why);
	return ZGL_EIO;
}

static enum zgl_err add(struct opening *o, const struct zgl_conf_listener *l,
	struct zgl_unixsocket socket)
{
	struct zgl_milterlisten *listen = o->listen;
	struct zgl_milterlistener *at =
		zgl_mem_resize(listen->at, (listen->count + 1) * sizeof(*at));

	if (at == NULL) {
		close(socket.fd);
		return ZGL_ENOMEM;
	}
	listen->at = at;
	at[listen->count++] = (struct zgl_milterlistener){ l, socket };
	return ZGL_OK;
}

/* ---- unix:PATH ---- */

static enum zgl_err open_unix(
	struct opening *o, const struct zgl_conf_listener *l)
{
	const struct zgl_unixsocket_config config = { .path = l->path,
		.owner = l->owner,
		.group = l->group,
		.user = o->conf->user,
		.user_group = o->conf->group,
		.mode = l->mode };
	char why[ZGL_UNIXSOCKET_WHY];
	struct zgl_unixsocket socket;

	enum zgl_err err = zgl_unixsocket_open(&config, &socket, why);
	return err == ZGL_OK ? add(o, l, socket) : tell(o, l, why);
}

/* ---- inet:ADDR:PORT ---- */

static enum zgl_err close_and_tell(
	const struct opening *o, const struct zgl_conf_listener *l, int fd)
{
	int number = errno;

	close(fd);
	return tell(o, l,
		number == EADDRINUSE ? "another program listens there"
				     : strerror(number));
}

/* IPv6 alone: "*" opens a socket of each family, which is told apart so on
 * every system. */
static enum zgl_err open_address(struct opening *o,
	const struct zgl_conf_listener *l, const struct addrinfo *address)
{
	int one = 1;
	int fd = socket(address->ai_family,
		SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return tell(o, l, strerror(errno));
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0
		|| (address->ai_family == AF_INET6
			&& setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one,
				   sizeof(one))
				!= 0)
		|| bind(fd, address->ai_addr, address->ai_addrlen) != 0
		|| listen(fd, BACKLOG) != 0)
		return close_and_tell(o, l, fd);
	return add(o, l, (struct zgl_unixsocket){ .fd = fd });
}

/* A system without IPv6 is no reason to have no mail. */
static bool family_exists(int family)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 && errno == EAFNOSUPPORT)
		return false;
	if (fd >= 0)
		close(fd);
	return true;
}

static enum zgl_err open_family(struct opening *o,
	const struct zgl_conf_listener *l, const char *address, int family)
{
	const struct addrinfo hints = { .ai_family = family,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE };
	struct addrinfo *found;
	char port[16];

	(void)snprintf(port, sizeof(port), "%u", l->port);
	int rc = getaddrinfo(address, port, &hints, &found);
	if (rc != 0)
		return tell(o, l, gai_strerror(rc));
	enum zgl_err err = open_address(o, l, found);
	freeaddrinfo(found);
	return err;
}

static enum zgl_err open_inet(
	struct opening *o, const struct zgl_conf_listener *l)
{
	if (strcmp(l->address, "*") != 0)
		return open_family(o, l, l->address, AF_UNSPEC);
	if (family_exists(AF_INET6))
		ZGL_TRY(open_family(o, l, NULL, AF_INET6));
	return family_exists(AF_INET) ? open_family(o, l, NULL, AF_INET)
				      : ZGL_OK;
}

/* ---- systemd:NAME ---- */

static enum zgl_err take_one(
	struct opening *o, const struct zgl_conf_listener *l, int fd)
{
	const char *why = zgl_handedover_check(fd);

	if (why != NULL)
		return tell(o, l, why);
	return add(o, l, (struct zgl_unixsocket){ .fd = fd });
}

static enum zgl_err take_all(
	struct opening *o, const struct zgl_conf_listener *l)
{
	int fd = zgl_handedover_take(&o->handed, l->path);
	enum zgl_err err = ZGL_OK;

	if (fd < 0)
		return tell(o, l,
			l->path != NULL
				? "the system handed over no socket of that"
				  " name"
				: "the system handed over no socket");
	for (; fd >= 0 && err == ZGL_OK;
		fd = zgl_handedover_take(&o->handed, l->path))
		err = take_one(o, l, fd);
	return err;
}

/* ---- all ---- */

/* One that takes whatever is left waits for those that name theirs. */
static bool is_rest(const struct zgl_conf_listener *l)
{
	return l->kind == ZGL_LISTEN_SYSTEMD && l->path == NULL;
}

static enum zgl_err open_one(
	struct opening *o, const struct zgl_conf_listener *l)
{
	switch (l->kind) {
	case ZGL_LISTEN_UNIX: return open_unix(o, l);
	case ZGL_LISTEN_INET: return open_inet(o, l);
	default: return take_all(o, l);
	}
}

static enum zgl_err open_those(struct opening *o, bool rest)
{
	enum zgl_err worst = ZGL_OK;

	for (size_t i = 0; i < o->conf->listener_count; i++) {
		const struct zgl_conf_listener *l = &o->conf->listeners[i];
		enum zgl_err err = is_rest(l) == rest ? open_one(o, l) : ZGL_OK;
		if (err != ZGL_OK)
			worst = err;
	}
	return worst;
}

/* They would wait for ever for someone to accept them. */
static void close_untaken(struct opening *o)
{
	int fd = zgl_handedover_take(&o->handed, NULL);

	for (; fd >= 0; fd = zgl_handedover_take(&o->handed, NULL)) {
		zgl_log_write(ZGL_LOG_WARNING,
			"%s: no listener names the socket %d that the system"
			" handed over",
			o->conf->file, fd);
		close(fd);
	}
}

enum zgl_err zgl_milterlisten_open(
	const struct zgl_conf *conf, struct zgl_milterlisten *listen_r)
{
	struct opening o = { .conf = conf, .listen = listen_r };

	*listen_r = (struct zgl_milterlisten){ .at = NULL };
	zgl_handedover_read(&o.handed);
	enum zgl_err err = open_those(&o, false);
	enum zgl_err rest = open_those(&o, true);
	close_untaken(&o);
	if (err == ZGL_OK)
		err = rest;
	if (err != ZGL_OK)
		zgl_milterlisten_close(listen_r);
	return err;
}

void zgl_milterlisten_close(struct zgl_milterlisten *listen)
{
	for (size_t i = 0; i < listen->count; i++) {
		const struct zgl_milterlistener *l = &listen->at[i];
		if (l->conf->kind == ZGL_LISTEN_UNIX)
			zgl_unixsocket_close(&l->socket, l->conf->path);
		else
			close(l->socket.fd);
	}
	zgl_mem_free(listen->at);
	*listen = (struct zgl_milterlisten){ .at = NULL };
}
