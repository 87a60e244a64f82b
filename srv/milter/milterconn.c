/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* readv, MSG_DONTWAIT */
#include "srv/milter/milterconn.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "srv/milter/milterloop.h"
#include "zegel/base/mem.h"

/* A packet that was begun, and replies that were not fetched. */
#define PACKET_S 300

/* MTAs wait for minutes; this is often enough to be seen as life. */
#define PROGRESS_S 4

/* A job that was told that its time is up has so long to say so. */
#define LATE_S 5

#define HELD_LEAST 512

static const struct zgl_conf *conf_of(const struct zgl_milterconn *c)
{
	return c->loop->share->config.conf;
}

/* ---- held octets ---- */

static void drop_held(struct zgl_milterheld *held)
{
	zgl_mem_free(held->p);
	*held = (struct zgl_milterheld){ .p = NULL };
}

static enum zgl_err need_room(struct zgl_milterheld *held, size_t cap)
{
	if (cap <= held->cap)
		return ZGL_OK;
	char *p = zgl_mem_resize(held->p, cap);
	if (p == NULL)
		return ZGL_ENOMEM;
	held->p = p;
	held->cap = cap;
	return ZGL_OK;
}

static enum zgl_err hold(struct zgl_milterheld *held, zgl_sv octets)
{
	if (octets.n == 0)
		return ZGL_OK;
	ZGL_TRY(need_room(held, held->n + octets.n));
	memcpy(held->p + held->n, octets.p, octets.n);
	held->n += octets.n;
	return ZGL_OK;
}

static void skip_held(struct zgl_milterheld *held, size_t n)
{
	held->n -= n;
	if (held->n == 0)
		drop_held(held);
	else
		memmove(held->p, held->p + n, held->n);
}

/* ---- what the connection waits for ---- */

static void on_event(evutil_socket_t fd, short bits, void *arg);

/* While answers are missing nothing is read; but that the client goes must be
 * seen, once, whatever it has sent meanwhile. */
static short wanted(const struct zgl_milterconn *c)
{
	if (c->out.n > 0)
		return EV_WRITE | EV_PERSIST;
	if (c->session.waiting)
		return EV_READ | EV_CLOSED | EV_ET | EV_PERSIST;
	return EV_READ | EV_PERSIST;
}

static enum zgl_err watch(struct zgl_milterconn *c)
{
	short bits = wanted(c);
	evutil_socket_t fd = event_get_fd(&c->event);

	if ((event_get_events(&c->event) & ~EV_TIMEOUT) == bits)
		return ZGL_OK;
	(void)event_del(&c->event);
	if (event_assign(&c->event, c->loop->base, fd, bits, on_event, c) != 0
		|| event_add(&c->event, NULL) != 0)
		return ZGL_ENOMEM;
	return ZGL_OK;
}

static uint32_t patience(const struct zgl_milterconn *c)
{
	unsigned idle_s = conf_of(c)->idle_s;

	return idle_s < PACKET_S ? idle_s : PACKET_S;
}

static uint32_t wait_due(const struct zgl_milterconn *c, uint32_t now_s)
{
	uint32_t deadline = c->wait_s + conf_of(c)->deadline_s;

	if (c->late)
		return deadline + LATE_S;
	return deadline < now_s + PROGRESS_S ? deadline : now_s + PROGRESS_S;
}

static void set_timer(struct zgl_milterconn *c)
{
	uint32_t now_s = zgl_milterloop_now();
	uint32_t due = now_s + (c->spoke ? conf_of(c)->idle_s : patience(c));

	if (c->out.n > 0 || (c->in.n > 0 && !c->session.waiting))
		due = c->since_s + patience(c);
	else if (c->session.waiting)
		due = wait_due(c, now_s);
	zgl_milterwheel_set(&c->loop->wheel, &c->timer, due);
}

/* ---- replies ---- */

static enum zgl_err write_some(struct zgl_milterconn *c, zgl_sv *octets)
{
	ssize_t n = send(event_get_fd(&c->event), octets->p, octets->n,
		MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
		return ZGL_EIO;
	*octets = zgl_sv_skip(*octets, n > 0 ? (size_t)n : 0);
	return ZGL_OK;
}

/* What could not be written before goes first. */
static enum zgl_err flush(struct zgl_milterconn *c)
{
	zgl_sv octets = zgl_buf_sv(&c->loop->out);

	if (c->loop->out.err != ZGL_OK)
		return c->loop->out.err;
	if (octets.n == 0)
		return ZGL_OK;
	if (c->out.n == 0) {
		ZGL_TRY(write_some(c, &octets));
		c->since_s = zgl_milterloop_now();
	}
	return hold(&c->out, octets);
}

/* ---- the end of an event ---- */

static bool is_done(const struct zgl_milterconn *c)
{
	if (c->out.n > 0)
		return false;
	return c->session.closed || (c->loop->stopping && !c->session.busy);
}

static void note_wait(struct zgl_milterconn *c)
{
	if (c->session.waiting && !c->waits) {
		c->wait_s = zgl_milterloop_now();
		c->late = false;
	}
	c->waits = c->session.waiting;
}

static void tell(const struct zgl_milterconn *c, enum zgl_err err)
{
	if (err == ZGL_ESYNTAX && c->session.problem != NULL)
		zgl_milterloop_complain(
			c->loop, ZGL_MILTERTROUBLE_NO_MTA, c->session.problem);
	else if (err != ZGL_EIO)
		zgl_milterloop_complain(c->loop, ZGL_MILTERTROUBLE_HUNG_UP,
			zgl_err_sentence(err));
}

static void settle(struct zgl_milterconn *c, enum zgl_err err)
{
	if (err == ZGL_OK)
		err = flush(c);
	else
		(void)flush(c);
	note_wait(c);
	if (err == ZGL_OK && !is_done(c))
		err = watch(c);
	if (err != ZGL_OK)
		tell(c, err);
	if (err != ZGL_OK || is_done(c))
		zgl_milterconn_free(c);
	else
		set_timer(c);
}

/* ---- reading ---- */

static bool can_feed(const struct zgl_milterconn *c)
{
	return !c->session.waiting && !c->session.closed;
}

static enum zgl_err feed(
	struct zgl_milterconn *c, zgl_sv octets, size_t *taken_r)
{
	ZGL_TRY(zgl_miltersession_feed(
		&c->session, octets, taken_r, &c->loop->out));
	if (*taken_r > 0) {
		c->since_s = zgl_milterloop_now();
		c->spoke = true;
	}
	return ZGL_OK;
}

static enum zgl_err feed_held(struct zgl_milterconn *c)
{
	size_t taken;

	if (c->in.n < zgl_miltersession_needs(&c->session) || !can_feed(c))
		return ZGL_OK;
	ZGL_TRY(feed(c, (zgl_sv){ c->in.p, c->in.n }, &taken));
	skip_held(&c->in, taken);
	return ZGL_OK;
}

/* Completes the packet that is held, if the octets suffice; and so on, since
 * its length may be known only now. */
static enum zgl_err complete(struct zgl_milterconn *c, zgl_sv *octets)
{
	while (c->in.n > 0 && octets->n > 0 && can_feed(c)) {
		size_t needs = zgl_miltersession_needs(&c->session);
		if (needs <= c->in.n)
			return ZGL_ESYNTAX;
		zgl_sv part = zgl_sv_head(*octets, needs - c->in.n);
		ZGL_TRY(hold(&c->in, part));
		*octets = zgl_sv_skip(*octets, part.n);
		ZGL_TRY(feed_held(c));
	}
	return ZGL_OK;
}

static enum zgl_err take(struct zgl_milterconn *c, zgl_sv octets)
{
	size_t taken = 0;

	ZGL_TRY(feed_held(c));
	ZGL_TRY(complete(c, &octets));
	if (c->in.n == 0 && octets.n > 0 && can_feed(c))
		ZGL_TRY(feed(c, octets, &taken));
	return c->session.closed ? ZGL_OK
				 : hold(&c->in, zgl_sv_skip(octets, taken));
}

/* Room for the rest of the packet, or for as much again as is there: who
 * announces much and sends little costs little. */
static enum zgl_err make_room(struct zgl_milterheld *in, size_t needs)
{
	size_t cap = 2 * in->n < HELD_LEAST ? HELD_LEAST : 2 * in->n;

	return need_room(in, cap < needs ? cap : needs);
}

/* Where the next octets go: behind what is held, and then into the loop's
 * buffer. */
static enum zgl_err places(
	struct zgl_milterconn *c, struct iovec at[2], int *count_r)
{
	struct zgl_milterheld *in = &c->in;
	const struct iovec fresh = { c->loop->octets, ZGL_MILTERLOOP_READ };
	size_t needs = zgl_miltersession_needs(&c->session);

	at[0] = fresh;
	*count_r = 1;
	if (in->n == 0)
		return ZGL_OK;
	ZGL_TRY(make_room(in, needs));
	size_t end = in->cap < needs ? in->cap : needs;
	at[0] = (struct iovec){ in->p + in->n, end - in->n };
	at[1] = fresh;
	*count_r = 2;
	return ZGL_OK;
}

static enum zgl_err receive(struct zgl_milterconn *c)
{
	struct iovec at[2];
	int count;

	ZGL_TRY(places(c, at, &count));
	ssize_t n = readv(event_get_fd(&c->event), at, count);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return ZGL_OK;
	if (n <= 0)
		return ZGL_EIO;
	size_t got = (size_t)n, held = 0;
	if (c->in.n > 0)
		held = got < at[0].iov_len ? got : at[0].iov_len;
	else
		c->since_s = zgl_milterloop_now();
	c->in.n += held;
	return take(c, (zgl_sv){ c->loop->octets, got - held });
}

/* ---- events ---- */

static enum zgl_err write_held(struct zgl_milterconn *c)
{
	zgl_sv octets = { c->out.p, c->out.n };

	ZGL_TRY(write_some(c, &octets));
	skip_held(&c->out, c->out.n - octets.n);
	return ZGL_OK;
}

static enum zgl_err look_for_end(const struct zgl_milterconn *c, short bits)
{
	char octet;

	if ((bits & EV_CLOSED) != 0)
		return ZGL_EIO;
	ssize_t n = recv(
		event_get_fd(&c->event), &octet, 1, MSG_PEEK | MSG_DONTWAIT);
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR) ? ZGL_EIO
								      : ZGL_OK;
}

static void on_event(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_milterconn *c = arg;

	(void)fd;
	zgl_buf_reset(&c->loop->out);
	if (c->out.n > 0)
		settle(c, write_held(c));
	else if (c->session.waiting)
		settle(c, look_for_end(c, bits));
	else
		settle(c, receive(c));
}

void zgl_milterconn_go_on(struct zgl_milterconn *conn)
{
	enum zgl_err err = ZGL_OK;

	zgl_buf_reset(&conn->loop->out);
	if (conn->session.waiting)
		err = zgl_miltersession_go_on(&conn->session, &conn->loop->out);
	if (err == ZGL_OK && conn->in.n > 0)
		err = take(conn, (zgl_sv){ NULL, 0 });
	settle(conn, err);
}

static void on_ready(void *to)
{
	struct zgl_milterconn *c = to;

	zgl_milterloop_make_ready(c->loop, c);
}

/* ---- time ---- */

/* Told that its time is up the job calls on_ready; one that does not is given
 * up with its connection. */
static enum zgl_err wait_on(struct zgl_milterconn *c)
{
	if (c->timer.due < c->wait_s + conf_of(c)->deadline_s) {
		zgl_miltersession_progress(&c->session, &c->loop->out);
		return ZGL_OK;
	}
	if (c->late)
		return ZGL_EUSAGE;
	c->late = true;
	zgl_mailjob_time_is_up(c->job);
	return ZGL_OK;
}

void zgl_milterconn_time_is_up(struct zgl_milterwheel_item *item)
{
	struct zgl_milterconn *c = (struct zgl_milterconn *)(void *)item;

	zgl_buf_reset(&c->loop->out);
	settle(c, c->session.waiting && c->out.n == 0 ? wait_on(c) : ZGL_EIO);
}

/* ---- its life ---- */

void zgl_milterconn_stop(struct zgl_milterconn *conn)
{
	if (!conn->session.busy && conn->out.n == 0)
		zgl_milterconn_free(conn);
}

static enum zgl_err begin(
	struct zgl_milterconn *c, const struct zgl_conf_listener *listener)
{
	struct zgl_milterloop *loop = c->loop;

	ZGL_TRY(zgl_mailjob_new(
		loop->desk, listener, &c->session, on_ready, c, &c->job));
	ZGL_TRY(zgl_miltersession_begin(
		&c->session, &zgl_mailjob_face, c->job));
	if (event_add(&c->event, NULL) != 0)
		return ZGL_ENOMEM;
	set_timer(c);
	return ZGL_OK;
}

enum zgl_err zgl_milterconn_new(struct zgl_milterloop *loop, int fd,
	const struct zgl_conf_listener *listener)
{
	struct zgl_milterconn *c = zgl_mem_new(sizeof(*c));

	if (c == NULL) {
		close(fd);
		atomic_fetch_sub(&loop->share->connections, 1);
		return ZGL_ENOMEM;
	}
	c->loop = loop;
	c->since_s = zgl_milterloop_now();
	(void)event_assign(
		&c->event, loop->base, fd, EV_READ | EV_PERSIST, on_event, c);
	zgl_milterloop_add(loop, c);
	enum zgl_err err = begin(c, listener);
	if (err != ZGL_OK)
		zgl_milterconn_free(c);
	return err;
}

/* The session first: it tells the job that its message is over. */
void zgl_milterconn_free(struct zgl_milterconn *conn)
{
	zgl_milterwheel_drop(&conn->timer);
	(void)event_del(&conn->event);
	close(event_get_fd(&conn->event));
	zgl_miltersession_end(&conn->session);
	zgl_mailjob_free(conn->job);
	drop_held(&conn->in);
	drop_held(&conn->out);
	zgl_milterloop_remove(conn->loop, conn);
	zgl_mem_free(conn);
}
