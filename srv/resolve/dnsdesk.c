/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* eventfd */
#include "srv/resolve/dnsdesk.h"

#include <event2/event.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "srv/resolve/dnspost.h"
#include "zegel/base/mem.h"

void zgl_dnsqueue_begin(struct zgl_dnsqueue *queue)
{
	queue->first = NULL;
	queue->last = &queue->first;
}

void zgl_dnsqueue_add(struct zgl_dnsqueue *queue, struct zgl_dnspost *post)
{
	post->next = NULL;
	*queue->last = post;
	queue->last = &post->next;
}

struct zgl_dnspost *zgl_dnsqueue_take(struct zgl_dnsqueue *queue)
{
	struct zgl_dnspost *first = queue->first;

	zgl_dnsqueue_begin(queue);
	return first;
}

void zgl_dnspost_free(struct zgl_dnspost *post)
{
	zgl_mem_free(post->copy);
	zgl_mem_free(post);
}

/* An eventfd that cannot take more wakes its reader all the same. */
static void wake(int fd)
{
	(void)eventfd_write(fd, 1);
}

void zgl_dnsdesk_post(struct zgl_dnsdesk *desk, struct zgl_dnspost *post)
{
	pthread_mutex_lock(&desk->mutex);
	bool first = desk->questions.first == NULL;
	zgl_dnsqueue_add(&desk->questions, post);
	post->mailbox->under_way++;
	pthread_mutex_unlock(&desk->mutex);
	if (first)
		wake(desk->wake);
}

/* ---- the thread ---- */

static void unlink_post(struct zgl_dnspost *post)
{
	*post->desk_link = post->desk_next;
	if (post->desk_next != NULL)
		post->desk_next->desk_link = post->desk_link;
}

/* Under the mutex. The window is woken there, too: it closes its eventfd under
 * it, and the number may be another file's afterwards. */
static void lay_into_mailbox(struct zgl_dnspost *post)
{
	struct zgl_dnsmailbox *box = post->mailbox;
	bool first = box->answers.first == NULL;

	box->under_way--;
	if (!box->closed) {
		zgl_dnsqueue_add(&box->answers, post);
		if (first)
			wake(box->wake);
		return;
	}
	zgl_dnspost_free(post);
	if (box->under_way == 0)
		zgl_mem_free(box);
}

static void on_answer(void *to, const struct zgl_answer *answer)
{
	struct zgl_dnspost *post = to;
	struct zgl_dnsdesk *desk = post->mailbox->desk;

	if (answer != NULL)
		post->copy = zgl_dnscopy_new(&post->question, answer);
	unlink_post(post);
	pthread_mutex_lock(&desk->mutex);
	lay_into_mailbox(post);
	pthread_mutex_unlock(&desk->mutex);
}

static void ask(struct zgl_dnsdesk *desk, struct zgl_dnspost *post)
{
	post->desk_next = desk->under_way;
	post->desk_link = &desk->under_way;
	if (post->desk_next != NULL)
		post->desk_next->desk_link = &post->desk_next;
	desk->under_way = post;
	if (zgl_resolver_ask(desk->resolver, &post->question, on_answer, post)
		!= ZGL_OK)
		on_answer(post, NULL);
}

static void on_wake(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_dnsdesk *desk = arg;
	eventfd_t count;

	(void)bits;
	(void)eventfd_read(fd, &count);
	pthread_mutex_lock(&desk->mutex);
	struct zgl_dnspost *post = zgl_dnsqueue_take(&desk->questions);
	bool stop = desk->stop;
	pthread_mutex_unlock(&desk->mutex);
	while (post != NULL) {
		struct zgl_dnspost *next = post->next;
		ask(desk, post);
		post = next;
	}
	if (stop)
		(void)event_base_loopbreak(desk->base);
}

static void *run(void *arg)
{
	struct zgl_dnsdesk *desk = arg;

	(void)event_base_dispatch(desk->base);
	return NULL;
}

/* ---- the desk ---- */

static enum zgl_err make_base(struct zgl_dnsdesk *desk)
{
	desk->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (desk->wake < 0)
		return ZGL_EIO;
	desk->base = event_base_new();
	if (desk->base == NULL)
		return ZGL_ENOMEM;
	desk->woken = event_new(
		desk->base, desk->wake, EV_READ | EV_PERSIST, on_wake, desk);
	return desk->woken == NULL || event_add(desk->woken, NULL) != 0
		? ZGL_ENOMEM
		: ZGL_OK;
}

static enum zgl_err start(struct zgl_dnsdesk *desk,
	const struct zgl_resolver_config *config, struct zgl_diag *diag)
{
	struct zgl_resolver_config own = *config;

	ZGL_TRY(make_base(desk));
	own.base = desk->base;
	own.limits = &desk->limits;
	ZGL_TRY(zgl_resolver_new(&own, &desk->resolver, diag));
	desk->running = pthread_create(&desk->thread, NULL, run, desk) == 0;
	return desk->running ? ZGL_OK : ZGL_EIO;
}

enum zgl_err zgl_dnsdesk_new(const struct zgl_resolver_config *config,
	struct zgl_dnsdesk **desk_r, struct zgl_diag *diag_r)
{
	struct zgl_dnsdesk *desk = zgl_mem_new(sizeof(*desk));
	enum zgl_err err = ZGL_OK;

	*desk_r = NULL;
	*diag_r = (struct zgl_diag){ 0 };
	if (desk == NULL)
		return ZGL_ENOMEM;
	desk->limits =
		config->limits == NULL ? ZGL_LIMITS_DEFAULT : *config->limits;
	desk->zone = config->zone;
	desk->wake = -1;
	zgl_dnsqueue_begin(&desk->questions);
	pthread_mutex_init(&desk->mutex, NULL);
	if (desk->zone == NULL)
		err = start(desk, config, diag_r);
	if (err == ZGL_EIO && diag_r->what == NULL)
		diag_r->what = "no thread for DNS can be started";
	if (err != ZGL_OK) {
		zgl_dnsdesk_free(desk);
		return err;
	}
	*desk_r = desk;
	return ZGL_OK;
}

static void join(struct zgl_dnsdesk *desk)
{
	pthread_mutex_lock(&desk->mutex);
	desk->stop = true;
	pthread_mutex_unlock(&desk->mutex);
	wake(desk->wake);
	pthread_join(desk->thread, NULL);
}

/* The windows are gone: what is left has nobody to go to. */
static void free_posts(struct zgl_dnsdesk *desk)
{
	struct zgl_dnspost *post = zgl_dnsqueue_take(&desk->questions);

	while (post != NULL) {
		struct zgl_dnspost *next = post->next;
		lay_into_mailbox(post);
		post = next;
	}
	while (desk->under_way != NULL) {
		post = desk->under_way;
		unlink_post(post);
		lay_into_mailbox(post);
	}
}

void zgl_dnsdesk_free(struct zgl_dnsdesk *desk)
{
	if (desk == NULL)
		return;
	if (desk->running)
		join(desk);
	zgl_resolver_free(desk->resolver);
	free_posts(desk);
	if (desk->woken != NULL)
		event_free(desk->woken);
	if (desk->base != NULL)
		event_base_free(desk->base);
	if (desk->wake >= 0)
		close(desk->wake);
	pthread_mutex_destroy(&desk->mutex);
	zgl_mem_free(desk);
}
