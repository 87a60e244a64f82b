/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* accept4, eventfd */
#include "srv/milter/milterloop.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "zegel/base/mem.h"

/* How long nothing is accepted when there is no room. */
#define PAUSE_US 100000

#define AGAIN_S 60

/* A listener, as this loop sees it. */
struct zgl_milteraccept {
	struct zgl_milterloop *loop;
	const struct zgl_milterlistener *listener;
	struct event *event;
};

uint32_t zgl_milterloop_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (uint32_t)now.tv_sec;
}

#define SENTENCE(name, sentence) sentence,
static const char *const troubles[] = { ZGL_MILTERTROUBLE_TABLE(SENTENCE) };
#undef SENTENCE

void zgl_milterloop_complain(struct zgl_milterloop *loop,
	enum zgl_miltertrouble trouble, const char *why)
{
	uint32_t now_s = zgl_milterloop_now(), *told_s = &loop->told_s[trouble];

	if (*told_s != 0 && now_s - *told_s < AGAIN_S)
		return;
	*told_s = now_s;
	zgl_log_write(ZGL_LOG_WARNING, "%s: %s", troubles[trouble], why);
}

/* ---- connections ---- */

static void set_tick(struct zgl_milterloop *loop)
{
	const struct timeval second = { .tv_sec = 1 };

	(void)event_add(loop->tick, &second);
}

void zgl_milterloop_add(
	struct zgl_milterloop *loop, struct zgl_milterconn *conn)
{
	if (loop->conns == NULL) {
		loop->wheel.now_s = zgl_milterloop_now();
		set_tick(loop);
	}
	conn->next = loop->conns;
	conn->link = &loop->conns;
	if (conn->next != NULL)
		conn->next->link = &conn->next;
	loop->conns = conn;
}

static void unready(struct zgl_milterconn *conn)
{
	if (conn->ready_link == NULL)
		return;
	*conn->ready_link = conn->ready_next;
	if (conn->ready_next != NULL)
		conn->ready_next->ready_link = conn->ready_link;
	conn->ready_link = NULL;
}

/* Without connections there is nothing to wake up for each second. */
void zgl_milterloop_remove(
	struct zgl_milterloop *loop, struct zgl_milterconn *conn)
{
	unready(conn);
	*conn->link = conn->next;
	if (conn->next != NULL)
		conn->next->link = conn->link;
	atomic_fetch_sub(&loop->share->connections, 1);
	if (loop->conns != NULL)
		return;
	(void)event_del(loop->tick);
	if (loop->stopping)
		(void)event_base_loopbreak(loop->base);
}

void zgl_milterloop_make_ready(
	struct zgl_milterloop *loop, struct zgl_milterconn *conn)
{
	if (conn->ready_link != NULL)
		return;
	conn->ready_next = loop->ready_conns;
	conn->ready_link = &loop->ready_conns;
	if (conn->ready_next != NULL)
		conn->ready_next->ready_link = &conn->ready_next;
	loop->ready_conns = conn;
	event_active(loop->ready, EV_TIMEOUT, 0);
}

/* Those that become ready meanwhile are for the next time round. */
static void on_ready(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_milterloop *loop = arg;
	struct zgl_milterconn *first = loop->ready_conns;

	(void)fd;
	(void)bits;
	loop->ready_conns = NULL;
	if (first != NULL)
		first->ready_link = &first;
	while (first != NULL) {
		struct zgl_milterconn *conn = first;
		unready(conn);
		zgl_milterconn_go_on(conn);
	}
}

/* ---- accepting ---- */

static void set_accepting(struct zgl_milterloop *loop, bool accepting)
{
	for (size_t i = 0; i < loop->share->listen.count; i++) {
		struct event *event = loop->accepts[i].event;
		if (event != NULL)
			(void)(accepting ? event_add(event, NULL)
					 : event_del(event));
	}
}

static void pause_accepting(struct zgl_milterloop *loop, const char *why)
{
	const struct timeval pause = { .tv_usec = PAUSE_US };

	zgl_milterloop_complain(loop, ZGL_MILTERTROUBLE_SHORTAGE, why);
	set_accepting(loop, false);
	(void)event_add(loop->resume, &pause);
}

static void on_resume(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_milterloop *loop = arg;

	(void)fd;
	(void)bits;
	if (!loop->stopping)
		set_accepting(loop, true);
}

static bool is_shortage(int number)
{
	return number == EMFILE || number == ENFILE || number == ENOBUFS
		|| number == ENOMEM;
}

/* Counted before it is there: two loops may not take the last place both. */
static int accept_one(struct zgl_milteraccept *a)
{
	struct zgl_miltershare *share = a->loop->share;
	size_t most = share->config.conf->connections;

	if (atomic_fetch_add(&share->connections, 1) >= most) {
		atomic_fetch_sub(&share->connections, 1);
		pause_accepting(a->loop, "there are max-connections of them");
		return -1;
	}
	int fd = accept4(a->listener->socket.fd, NULL, NULL,
		SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd >= 0)
		return fd;
	int number = errno;
	atomic_fetch_sub(&share->connections, 1);
	if (is_shortage(number))
		pause_accepting(a->loop, strerror(number));
	return -1;
}

static void on_accept(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_milteraccept *a = arg;
	int one = 1;

	(void)bits;
	fd = accept_one(a);
	if (fd < 0)
		return;
	if (a->listener->conf->kind != ZGL_LISTEN_UNIX)
		(void)setsockopt(
			fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	enum zgl_err err = zgl_milterconn_new(a->loop, fd, a->listener->conf);
	if (err != ZGL_OK)
		zgl_milterloop_complain(a->loop, ZGL_MILTERTROUBLE_TURNED_AWAY,
			zgl_err_sentence(err));
}

/* ---- time, and the end ---- */

static void close_all(struct zgl_milterloop *loop)
{
	while (loop->conns != NULL)
		zgl_milterconn_free(loop->conns);
}

static void on_tick(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_milterloop *loop = arg;
	uint32_t now_s = zgl_milterloop_now();

	(void)fd;
	(void)bits;
	zgl_milterwheel_turn(&loop->wheel, now_s, zgl_milterconn_time_is_up);
	if (loop->stopping && now_s >= loop->stop_due)
		close_all(loop);
}

static void stop(struct zgl_milterloop *loop, unsigned wait_s)
{
	struct zgl_milterconn *next;

	loop->stopping = true;
	loop->stop_due = zgl_milterloop_now() + wait_s;
	set_accepting(loop, false);
	for (struct zgl_milterconn *c = loop->conns; c != NULL; c = next) {
		next = c->next;
		zgl_milterconn_stop(c);
	}
	if (loop->conns == NULL)
		(void)event_base_loopbreak(loop->base);
}

static void on_wake(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_milterloop *loop = arg;
	eventfd_t count;

	(void)bits;
	(void)eventfd_read(fd, &count);
	int wait_s = atomic_load(&loop->share->stop_s);
	if (wait_s >= 0 && !loop->stopping)
		stop(loop, (unsigned)wait_s);
}

static void *run(void *arg)
{
	struct zgl_milterloop *loop = arg;

	(void)event_base_dispatch(loop->base);
	close_all(loop);
	return NULL;
}

/* ---- what the messages need ---- */

static enum zgl_err complain(
	const char *what, const char *why, enum zgl_err err)
{
	zgl_log_write(ZGL_LOG_ERROR, "%s: %s", what, why);
	return err;
}

static void set_sign(struct zgl_milterloop *loop)
{
	const struct zgl_conf *conf = loop->share->config.conf;
	struct zgl_dkimsign_config *sign = &loop->sign;

	zgl_dkimsign_config_default(sign);
	sign->engine = loop->engine;
	sign->limits = &conf->limits;
	sign->header_canon = conf->sign.header_canon;
	sign->body_canon = conf->sign.body_canon;
	sign->expire_in_s = conf->sign.expire_in_s;
	sign->fields = conf->sign.fields;
	sign->field_count = conf->sign.field_count;
	sign->oversign = conf->sign.oversign;
	sign->oversign_count = conf->sign.oversign_count;
}

static enum zgl_err open_store(struct zgl_milterloop *loop)
{
	const struct zgl_conf *conf = loop->share->config.conf;

	if (conf->sign.store == NULL)
		return ZGL_OK;
	enum zgl_err err =
		zgl_store_open(conf->sign.store, ZGL_STORE_READ, &loop->store);
	if (err != ZGL_OK)
		zgl_log_write(ZGL_LOG_ERROR, "%s:%u: %s", conf->file,
			conf->sign.store_line,
			loop->store != NULL ? zgl_store_why(loop->store)
					    : zgl_err_sentence(err));
	return err;
}

/* A share of what the configuration has for all; of something, something. */
static size_t share_of(const struct zgl_milterloop *loop, size_t all)
{
	return (all + loop->share->loops - 1) / loop->share->loops;
}

static enum zgl_err open_keyring(struct zgl_milterloop *loop)
{
	const struct zgl_milterserver_config *config = &loop->share->config;
	const struct zgl_keyring_config keys = {
		.store = loop->store,
		.files = config->files,
		.file_count = config->file_count,
		.fallback = config->conf->sign.fallback,
		.sign = &loop->sign,
		.cached = share_of(loop, config->conf->sign.cached),
	};

	enum zgl_err err = zgl_keyring_new(&keys, &loop->keyring);
	if (err == ZGL_OK)
		return ZGL_OK;
	return complain("the keys",
		loop->keyring != NULL ? zgl_keyring_why(loop->keyring)
				      : zgl_err_sentence(err),
		err);
}

static enum zgl_err open_desk(struct zgl_milterloop *loop)
{
	const struct zgl_milterserver_config *config = &loop->share->config;
	struct zgl_maildesk_config desk = {
		.conf = config->conf,
		.senders = config->senders,
		.suffix = config->suffix,
		.now_s = config->now_s,
	};

	ZGL_TRY(zgl_engine_new(&loop->engine));
	set_sign(loop);
	ZGL_TRY(open_store(loop));
	ZGL_TRY(open_keyring(loop));
	ZGL_TRY(zgl_dnswindow_new(config->desk, loop->base,
		share_of(loop, config->conf->dns.cached), &loop->window));
	desk.engine = loop->engine;
	desk.keyring = loop->keyring;
	desk.window = loop->window;
	return zgl_maildesk_new(&desk, &loop->desk);
}

/* ---- its life ---- */

static enum zgl_err make_event(struct zgl_milterloop *loop, int fd, short bits,
	event_callback_fn done, struct event **event_r)
{
	*event_r = event_new(loop->base, fd, bits, done, loop);
	return *event_r == NULL ? ZGL_ENOMEM : ZGL_OK;
}

static enum zgl_err open_events(struct zgl_milterloop *loop)
{
	loop->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (loop->wake < 0)
		return ZGL_EIO;
	loop->base = event_base_new();
	if (loop->base == NULL)
		return ZGL_ENOMEM;
	ZGL_TRY(make_event(loop, -1, EV_PERSIST, on_tick, &loop->tick));
	ZGL_TRY(make_event(loop, -1, 0, on_resume, &loop->resume));
	ZGL_TRY(make_event(loop, -1, 0, on_ready, &loop->ready));
	ZGL_TRY(make_event(
		loop, loop->wake, EV_READ | EV_PERSIST, on_wake, &loop->woken));
	return event_add(loop->woken, NULL) == 0 ? ZGL_OK : ZGL_ENOMEM;
}

static enum zgl_err open_accepts(struct zgl_milterloop *loop)
{
	const struct zgl_milterlisten *listen = &loop->share->listen;

	loop->accepts = zgl_mem_new(listen->count * sizeof(*loop->accepts));
	if (loop->accepts == NULL)
		return ZGL_ENOMEM;
	for (size_t i = 0; i < listen->count; i++) {
		struct zgl_milteraccept *a = &loop->accepts[i];
		a->loop = loop;
		a->listener = &listen->at[i];
		a->event = event_new(loop->base, a->listener->socket.fd,
			EV_READ | EV_PERSIST, on_accept, a);
		if (a->event == NULL || event_add(a->event, NULL) != 0)
			return ZGL_ENOMEM;
	}
	return ZGL_OK;
}

static enum zgl_err open_loop(struct zgl_milterloop *loop)
{
	ZGL_TRY(open_events(loop));
	ZGL_TRY(open_desk(loop));
	loop->octets = zgl_mem_resize(NULL, ZGL_MILTERLOOP_READ);
	if (loop->octets == NULL)
		return ZGL_ENOMEM;
	return open_accepts(loop);
}

enum zgl_err zgl_milterloop_new(
	struct zgl_miltershare *share, struct zgl_milterloop **loop_r)
{
	struct zgl_milterloop *loop = zgl_mem_new(sizeof(*loop));

	*loop_r = NULL;
	if (loop == NULL)
		return ZGL_ENOMEM;
	loop->share = share;
	loop->wake = -1;
	zgl_buf_begin(&loop->out, ZGL_MILTERLOOP_OUT);
	zgl_milterwheel_begin(&loop->wheel, zgl_milterloop_now());
	enum zgl_err err = open_loop(loop);
	if (err != ZGL_OK) {
		zgl_milterloop_free(loop);
		return err;
	}
	*loop_r = loop;
	return ZGL_OK;
}

enum zgl_err zgl_milterloop_start(struct zgl_milterloop *loop)
{
	int rc = pthread_create(&loop->thread, NULL, run, loop);

	loop->running = rc == 0;
	return rc == 0 ? ZGL_OK : complain("a thread", strerror(rc), ZGL_EIO);
}

void zgl_milterloop_wake(struct zgl_milterloop *loop)
{
	(void)eventfd_write(loop->wake, 1);
}

void zgl_milterloop_join(struct zgl_milterloop *loop)
{
	if (loop->running)
		(void)pthread_join(loop->thread, NULL);
	loop->running = false;
}

static void free_event(struct event *event)
{
	if (event != NULL)
		event_free(event);
}

static void free_events(struct zgl_milterloop *loop)
{
	for (size_t i = 0;
		loop->accepts != NULL && i < loop->share->listen.count; i++)
		free_event(loop->accepts[i].event);
	zgl_mem_free(loop->accepts);
	free_event(loop->woken);
	free_event(loop->tick);
	free_event(loop->resume);
	free_event(loop->ready);
}

void zgl_milterloop_free(struct zgl_milterloop *loop)
{
	if (loop == NULL)
		return;
	close_all(loop);
	zgl_maildesk_free(loop->desk);
	zgl_dnswindow_free(loop->window);
	zgl_keyring_free(loop->keyring);
	zgl_store_close(loop->store);
	zgl_engine_free(loop->engine);
	free_events(loop);
	if (loop->base != NULL)
		event_base_free(loop->base);
	if (loop->wake >= 0)
		close(loop->wake);
	zgl_buf_free(&loop->out);
	zgl_mem_free(loop->octets);
	zgl_mem_free(loop);
}
