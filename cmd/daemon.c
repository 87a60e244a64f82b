/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* sigwait, pthread_sigmask */
#include "cmd/daemon.h"

#include <signal.h>
#include <string.h>

#include "cmd/become.h"
#include "cmd/daemondns.h"
#include "cmd/daemonkeys.h"
#include "cmd/daemonsenders.h"
#include "cmd/exits.h"
#include "cmd/sdnotify.h"
#include "srv/milter/milterserver.h"
#include "zegel/base/version.h"

/* Messages under way have so long to end. */
#define STOP_S 5

struct daemon {
	const struct zgl_conf *conf;
	struct zgl_daemonkeys keys;
	struct zgl_zone *zone;
	struct zgl_suffix *suffix;
	struct zgl_senderbook *senders; /* NULL: no sender map */
	struct zgl_dnsdesk *desk;
	struct zgl_milterserver *server;
};

static void fill_signals(sigset_t *set)
{
	(void)sigemptyset(set);
	(void)sigaddset(set, SIGTERM);
	(void)sigaddset(set, SIGINT);
	(void)sigaddset(set, SIGHUP);
}

void zgl_daemon_block_signals(void)
{
	sigset_t set;

	fill_signals(&set);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	(void)signal(SIGPIPE, SIG_IGN); /* writing then tells EPIPE */
}

/* ---- the start ---- */

static int fail(const char *what, enum zgl_err err)
{
	zgl_log_write(ZGL_LOG_ERROR, "%s: %s", what, zgl_err_sentence(err));
	return ZGL_EXIT_OS;
}

static int open_dns(struct daemon *d)
{
	struct zgl_resolver_config config;
	struct zgl_diag diag;

	if (!zgl_daemondns_load(d->conf, &d->zone)
		|| !zgl_daemondns_load_suffix(d->conf, &d->suffix))
		return ZGL_EXIT_CONFIG;
	config = zgl_daemondns_config(d->conf, d->zone);
	enum zgl_err err = zgl_dnsdesk_new(&config, &d->desk, &diag);
	if (err == ZGL_OK)
		return ZGL_EXIT_OK;
	zgl_daemondns_tell(d->conf, err, &diag);
	return err == ZGL_EUSAGE ? ZGL_EXIT_CONFIG : ZGL_EXIT_OS;
}

static int open_server(struct daemon *d, int64_t now_s)
{
	if (d->conf->sign.sender_map != NULL) {
		d->senders = zgl_senderbook_new();
		if (d->senders == NULL)
			return fail("the sender map", ZGL_ENOMEM);
	}
	const struct zgl_milterserver_config config = {
		.conf = d->conf,
		.desk = d->desk,
		.files = d->keys.files,
		.file_count = d->keys.count,
		.senders = d->senders,
		.suffix = d->suffix,
		.now_s = now_s,
	};

	enum zgl_err err = zgl_milterserver_open(&config, &d->server);
	if (err == ZGL_OK)
		return ZGL_EXIT_OK;
	return err == ZGL_EIO ? ZGL_EXIT_OS : fail("listeners", err);
}

static const char *role_sentence(const struct zgl_conf_listener *l)
{
	switch (l->role) {
	case ZGL_ROLE_SIGN: return "signs";
	case ZGL_ROLE_VERIFY: return "verifies";
	default: return "signs our own mail, verifies all other";
	}
}

static void tell_listeners(const struct zgl_conf *conf)
{
	for (size_t i = 0; i < conf->listener_count; i++) {
		const struct zgl_conf_listener *l = &conf->listeners[i];
		zgl_log_write(ZGL_LOG_INFO, "listens at %s: %s%s", l->title,
			role_sentence(l),
			l->must_sign ? "; refuses our own mail that it cannot"
				       " sign"
				     : "");
	}
}

/* After the user was become: as at SIGHUP, so that it does not fail only then. */
static bool read_senders(struct daemon *d)
{
	struct zgl_sendermap *map;

	if (d->senders == NULL)
		return true;
	if (!zgl_daemonsenders_read(d->conf, &map))
		return false;
	size_t pairs = zgl_sendermap_count(map);
	zgl_log_write(pairs == 0 ? ZGL_LOG_WARNING : ZGL_LOG_INFO,
		"%s: %zu pair%s of a login and a domain%s",
		d->conf->sign.sender_map, pairs, pairs == 1 ? "" : "s",
		pairs == 0 ? ": nobody may send what would be signed" : "");
	zgl_senderbook_set(d->senders, map);
	return true;
}

static int start(struct daemon *d)
{
	if (!zgl_become_user(d->conf))
		return ZGL_EXIT_NOPERM;
	if (!read_senders(d))
		return ZGL_EXIT_CONFIG;
	enum zgl_err err = zgl_milterserver_start(d->server);
	if (err != ZGL_OK)
		return err == ZGL_EIO ? ZGL_EXIT_OS
				      : fail("it cannot start", err);
	zgl_log_write(ZGL_LOG_INFO, "zegeld %s has started, with %s",
		ZGL_VERSION, d->conf->file);
	tell_listeners(d->conf);
	zgl_sdnotify("READY=1");
	return ZGL_EXIT_OK;
}

static int open_all(struct daemon *d, int64_t now_s)
{
	bool good = zgl_become_check(d->conf);

	if (!zgl_daemonkeys_read(d->conf, &d->keys) || !good)
		return ZGL_EXIT_CONFIG;
	zgl_become_set_limits(d->conf);
	int code = open_dns(d);
	if (code == ZGL_EXIT_OK)
		code = open_server(d, now_s);
	return code == ZGL_EXIT_OK ? start(d) : code;
}

/* ---- until the end ---- */

static void read_again(struct daemon *d)
{
	zgl_log_write(d->senders == NULL ? ZGL_LOG_WARNING : ZGL_LOG_INFO,
		"SIGHUP: %sthe configuration is read at the start only; restart"
		" zegeld to have it read again",
		d->senders == NULL ? "" : "the sender map is read again; ");
	if (!read_senders(d))
		zgl_log_write(ZGL_LOG_WARNING,
			"the sender map that was read before stays in force");
}

static void wait_for_end(struct daemon *d)
{
	sigset_t set;
	int number;

	fill_signals(&set);
	while (sigwait(&set, &number) == 0 && number == SIGHUP)
		read_again(d);
	zgl_log_write(ZGL_LOG_INFO, "stops: %s",
		number == SIGINT ? "SIGINT" : "SIGTERM");
}

static void close_all(struct daemon *d)
{
	zgl_milterserver_free(d->server);
	zgl_dnsdesk_free(d->desk);
	zgl_senderbook_free(d->senders);
	zgl_suffix_free(d->suffix);
	zgl_zone_free(d->zone);
	zgl_daemonkeys_free(&d->keys);
}

int zgl_daemon_run(const struct zgl_conf *conf, int64_t now_s)
{
	struct daemon d = { .conf = conf };

	int code = open_all(&d, now_s);
	if (code == ZGL_EXIT_OK) {
		wait_for_end(&d);
		zgl_sdnotify("STOPPING=1");
		zgl_milterserver_stop(d.server, STOP_S);
	}
	close_all(&d);
	return code;
}
