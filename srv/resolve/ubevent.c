/* SPDX-License-Identifier: ISC */
#include "srv/resolve/ubevent.h"

#include <stdlib.h>

#include "zegel/base/mem.h"

_Static_assert(UB_EV_TIMEOUT == EV_TIMEOUT && UB_EV_READ == EV_READ
		&& UB_EV_WRITE == EV_WRITE && UB_EV_SIGNAL == EV_SIGNAL
		&& UB_EV_PERSIST == EV_PERSIST,
	"the bits of libunbound are those of libevent");

struct ubevent {
	struct ub_event face; /* first member */
	struct event *event;
};

static struct event *event_of(struct ub_event *face)
{
	return ((struct ubevent *)face)->event;
}

/* Gives a resting event other bits, or another descriptor. */
static void assign(struct event *event, evutil_socket_t fd, short bits)
{
	(void)event_assign(event, event_get_base(event), fd, bits,
		event_get_callback(event), event_get_callback_arg(event));
}

static void add_bits(struct ub_event *face, short bits)
{
	struct event *event = event_of(face);

	assign(event, event_get_fd(event),
		(short)(event_get_events(event) | bits));
}

static void del_bits(struct ub_event *face, short bits)
{
	struct event *event = event_of(face);

	assign(event, event_get_fd(event),
		(short)(event_get_events(event) & ~bits));
}

static void set_fd(struct ub_event *face, int fd)
{
	struct event *event = event_of(face);

	assign(event, fd, event_get_events(event));
}

static void free_event(struct ub_event *face)
{
	event_free(event_of(face));
	zgl_mem_free(face);
}

static int add(struct ub_event *face, struct timeval *timeout)
{
	return event_add(event_of(face), timeout);
}

static int del(struct ub_event *face)
{
	return event_del(event_of(face));
}

static int add_timer(struct ub_event *face, struct ub_event_base *base,
	void (*cb)(int, short, void *), void *arg, struct timeval *timeout)
{
	struct event *event = event_of(face);

	(void)event_del(event);
	(void)event_assign(event, ((struct zgl_ubevent *)base)->base, -1,
		EV_TIMEOUT, cb, arg);
	return event_add(event, timeout);
}

/* The rest is never called by libunbound on this system. */

static int no_signal_add(struct ub_event *face, struct timeval *timeout)
{
	(void)face;
	(void)timeout;
	return -1;
}

static void no_winsock_free(struct ub_event *face)
{
	(void)face;
}

static void no_winsock_block(struct ub_event *face, int bits)
{
	(void)face;
	(void)bits;
}

static void no_base_free(struct ub_event_base *base)
{
	(void)base;
}

static int no_dispatch(struct ub_event_base *base)
{
	(void)base;
	return -1;
}

static int no_loopexit(struct ub_event_base *base, struct timeval *timeout)
{
	(void)base;
	(void)timeout;
	return -1;
}

static struct ub_event *no_signal(struct ub_event_base *base, int fd,
	void (*cb)(int, short, void *), void *arg)
{
	(void)base;
	(void)fd;
	(void)cb;
	(void)arg;
	return NULL;
}

static struct ub_event *no_winsock(struct ub_event_base *base, void *event,
	void (*cb)(int, short, void *), void *arg)
{
	(void)event;
	return no_signal(base, -1, cb, arg);
}

static const struct ub_event_vmt event_functions = {
	.add_bits = add_bits,
	.del_bits = del_bits,
	.set_fd = set_fd,
	.free = free_event,
	.add = add,
	.del = del,
	.add_timer = add_timer,
	.del_timer = del,
	.add_signal = no_signal_add,
	.del_signal = del,
	.winsock_unregister_wsaevent = no_winsock_free,
	.winsock_tcp_wouldblock = no_winsock_block,
};

static struct ub_event *new_event(struct ub_event_base *base, int fd,
	short bits, void (*cb)(int, short, void *), void *arg)
{
	struct zgl_ubevent *events = (struct zgl_ubevent *)base;
	struct ubevent *made = zgl_mem_new(sizeof(*made));

	if (made == NULL)
		return NULL;
	made->face.magic = UB_EVENT_MAGIC;
	made->face.vmt = &events->event_functions;
	made->event = event_new(events->base, fd, bits, cb, arg);
	if (made->event == NULL) {
		zgl_mem_free(made);
		return NULL;
	}
	return &made->face;
}

static const struct ub_event_base_vmt base_functions = {
	.free = no_base_free,
	.dispatch = no_dispatch,
	.loopexit = no_loopexit,
	.new_event = new_event,
	.new_signal = no_signal,
	.winsock_register_wsaevent = no_winsock,
};

/* The tables are copied, because libunbound wants them not const. */
void zgl_ubevent_begin(struct zgl_ubevent *events, struct event_base *base)
{
	events->base_functions = base_functions;
	events->event_functions = event_functions;
	events->face.magic = UB_EVENT_MAGIC;
	events->face.vmt = &events->base_functions;
	events->base = base;
}
