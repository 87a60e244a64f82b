/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* S_IRWXU and its like */
#include <arpa/inet.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "srv/conf/confread.h"
#include "zegel/base/ascii.h"
#include "zegel/base/num.h"
#include "zegel/dns/ipaddr.h"

#define LISTENERS_MAX 64
#define MODE          0660
#define NAME_OCTETS   255 /* systemd.socket(5): FileDescriptorName= */
#define DEFAULT_PATH  "/run/zegel/zegel.sock"

struct listener_read {
	struct zgl_confread *r;
	const struct zgl_confitem *item;
	struct zgl_conf_listener *listener;
};

static void refuse(const struct listener_read *l, const char *expected)
{
	zgl_conffaults_add(l->r->faults, l->item->line,
		"listener '%.*s', expected %s", ZGL_CONF_SHOW(l->item->text),
		expected);
}

static void read_unix(const struct listener_read *l, zgl_sv path)
{
	struct sockaddr_un name;

	if (!zgl_sv_starts(path, ZGL_SV("/")))
		refuse(l, "unix: and a path that begins with /");
	else if (path.n >= sizeof(name.sun_path))
		refuse(l,
			"a path of at most 107 octets: sockets have no longer"
			" ones");
	else
		l->listener->path = zgl_confread_keep(l->r, path);
}

/* As inet_ntop writes it, so that two ways to write one address are one. */
static bool read_address(const struct listener_read *l, zgl_sv text, bool six)
{
	char plain[INET6_ADDRSTRLEN];
	uint8_t octets[16];
	bool well = six ? zgl_ipaddr_read6(text, octets)
			: zgl_ipaddr_read4(text, octets);

	if (!well
		|| inet_ntop(six ? AF_INET6 : AF_INET, octets, plain,
			   sizeof(plain))
			== NULL)
		return false;
	l->listener->address = zgl_confread_keep(l->r, zgl_sv_of(plain));
	return true;
}

/* "127.0.0.1:8891", "[::1]:8891", "*:8891" */
static void read_inet(const struct listener_read *l, zgl_sv text)
{
	size_t colon = text.n;
	uint64_t port;
	bool well;

	while (colon > 0 && text.p[colon - 1] != ':')
		colon--;
	zgl_sv address = zgl_sv_head(text, colon > 0 ? colon - 1 : 0);
	if (zgl_sv_eq(address, ZGL_SV("*"))) {
		l->listener->address = "*";
		well = true;
	} else if (zgl_sv_starts(address, ZGL_SV("["))
		&& address.p[address.n - 1] == ']') {
		well = read_address(
			l, (zgl_sv){ address.p + 1, address.n - 2 }, true);
	} else {
		well = read_address(l, address, false);
	}
	if (!well)
		refuse(l,
			"inet:ADDRESS:PORT with an IP address, inet:[IPV6]:PORT"
			" or inet:*:PORT");
	else if (!zgl_num_parse(zgl_sv_skip(text, colon), &port) || port == 0
		|| port > UINT16_MAX)
		refuse(l, "a port from 1 to 65535");
	else
		l->listener->port = (unsigned)port;
}

static void read_systemd(const struct listener_read *l, zgl_sv name)
{
	bool well = name.n > 0 && name.n <= NAME_OCTETS;

	for (size_t i = 0; i < name.n; i++)
		well = well && zgl_is_visible(name.p[i]) && name.p[i] != ':';
	if (well)
		l->listener->path = zgl_confread_keep(l->r, name);
	else
		refuse(l, "systemd:NAME, the FileDescriptorName= of a socket");
}

static void read_title(const struct listener_read *l)
{
	zgl_sv text = l->item->text;

	if (zgl_sv_starts(text, ZGL_SV("unix:"))) {
		l->listener->kind = ZGL_LISTEN_UNIX;
		read_unix(l, zgl_sv_skip(text, 5));
	} else if (zgl_sv_starts(text, ZGL_SV("inet:"))) {
		l->listener->kind = ZGL_LISTEN_INET;
		read_inet(l, zgl_sv_skip(text, 5));
	} else {
		l->listener->kind = ZGL_LISTEN_SYSTEMD;
		if (zgl_sv_starts(text, ZGL_SV("systemd:")))
			read_systemd(l, zgl_sv_skip(text, 8));
		else if (!zgl_sv_eq(text, ZGL_SV("systemd")))
			refuse(l,
				"unix:PATH, inet:ADDRESS:PORT or"
				" systemd:NAME");
	}
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Both cannot be had; "*" takes the port of every address. */
static bool clash(
	const struct zgl_conf_listener *a, const struct zgl_conf_listener *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind != ZGL_LISTEN_INET)
		return same_text(a->path, b->path);
	return a->port == b->port
		&& (same_text(a->address, b->address)
			|| same_text(a->address, "*")
			|| same_text(b->address, "*"));
}

static void check_clash(const struct listener_read *l)
{
	for (const struct zgl_conf_listener *other = l->r->listeners;
		other < l->listener; other++) {
		if (!clash(other, l->listener))
			continue;
		zgl_conffaults_add(l->r->faults, l->item->line,
			"listener '%.*s' is there already, in line %u: '%s'",
			ZGL_CONF_SHOW(l->item->text), other->line,
			other->title);
		return;
	}
}

static struct zgl_conf_listener *add_listener(struct zgl_confread *r)
{
	if (r->listeners == NULL)
		r->listeners = zgl_arena_array(
			r->arena, LISTENERS_MAX, sizeof(*r->listeners));
	if (r->listeners == NULL)
		return NULL;
	r->conf->listeners = r->listeners;
	struct zgl_conf_listener *listener =
		&r->listeners[r->conf->listener_count++];
	*listener = (struct zgl_conf_listener){ .mode = MODE };
	return listener;
}

void zgl_confread_begin_listener(
	struct zgl_confread *r, const struct zgl_confitem *item)
{
	struct listener_read l = { .r = r, .item = item };
	size_t before = r->faults->count;

	if (r->conf->listener_count == LISTENERS_MAX) {
		zgl_conffaults_add(r->faults, item->line,
			"this is one listener too many, expected at most %d",
			LISTENERS_MAX);
		return;
	}
	l.listener = r->listener = add_listener(r);
	if (l.listener == NULL)
		return;
	l.listener->title = zgl_confread_keep(r, item->text);
	l.listener->line = item->line;
	read_title(&l);
	if (r->faults->count == before)
		check_clash(&l);
}

void zgl_confread_default_listener(struct zgl_confread *r)
{
	struct zgl_conf_listener *listener = add_listener(r);

	if (listener == NULL)
		return;
	listener->title = "unix:" DEFAULT_PATH;
	listener->kind = ZGL_LISTEN_UNIX;
	listener->path = DEFAULT_PATH;
}

void zgl_confread_mode(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	mode_t mode = 0;
	bool well = item->text.n > 0 && item->text.n <= 4;

	for (size_t i = 0; i < item->text.n && well; i++) {
		well = item->text.p[i] >= '0' && item->text.p[i] <= '7';
		mode = mode << 3 | (mode_t)(item->text.p[i] - '0');
	}
	/* who may connect must be able to write */
	if (well && mode <= 0777 && (mode & 0222) != 0)
		*(mode_t *)zgl_confread_at(r, option) = mode;
	else
		zgl_confread_refuse(r, item,
			"an octal number like 0660, by which somebody may"
			" write");
}

static void only_of_unix(struct zgl_confread *r, const char *name)
{
	unsigned line = zgl_confread_line(r, ZGL_CONF_LISTENER, name);

	if (line > 0 && r->listener->kind != ZGL_LISTEN_UNIX)
		zgl_conffaults_add(r->faults, line,
			"%s is for listeners at unix: only", name);
}

void zgl_confread_end_listener(struct zgl_confread *r)
{
	if (r->listener == NULL)
		return;
	only_of_unix(r, "owner");
	only_of_unix(r, "group");
	only_of_unix(r, "permissions");
	if (r->listener->must_sign && r->listener->role == ZGL_ROLE_VERIFY)
		zgl_conffaults_add(r->faults,
			zgl_confread_line(r, ZGL_CONF_LISTENER, "must-sign"),
			"must-sign is set for a listener that only verifies,"
			" expected mode sign or both");
	r->listener = NULL;
}
