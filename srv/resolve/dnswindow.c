/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* clock_gettime, eventfd */
#include <event2/event.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "srv/resolve/dnscache.h"
#include "srv/resolve/dnsdesk.h"
#include "srv/resolve/dnspost.h"
#include "zegel/base/mem.h"

/* More at once are no load of mail; the next ones fail at once. */
#define POSTS_MOST 16384

struct zgl_dnswindow {
	struct zgl_dnsdesk *desk;
	struct zgl_resolver *zone; /* answers from a zone, at once; or: */
	struct zgl_dnscache *cache;
	struct zgl_dnsmailbox *mailbox;
	struct event *woken;
	struct zgl_dnspost *posts; /* under way */
	size_t post_count;
	uint64_t found, asked;
};

static int64_t now_s(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void fail(zgl_resolver_fn *done, void *to, const char *problem)
{
	const struct zgl_answer answer = {
		.state = ZGL_ANSWER_TEMPFAIL,
		.problem = problem,
	};

	done(to, &answer);
}

/* ---- questions that go to the desk ---- */

static void link_post(struct zgl_dnswindow *w, struct zgl_dnspost *post)
{
	post->window_next = w->posts;
	post->window_link = &w->posts;
	if (w->posts != NULL)
		w->posts->window_link = &post->window_next;
	w->posts = post;
	w->post_count++;
}

static void unlink_post(struct zgl_dnswindow *w, struct zgl_dnspost *post)
{
	*post->window_link = post->window_next;
	if (post->window_next != NULL)
		post->window_next->window_link = post->window_link;
	w->post_count--;
}

static enum zgl_err post_question(struct zgl_dnswindow *w,
	const struct zgl_question *question, struct zgl_dnsask *ask)
{
	struct zgl_dnspost *post = zgl_mem_new(sizeof(*post));

	if (post == NULL)
		return ZGL_ENOMEM;
	post->question = *question;
	post->mailbox = w->mailbox;
	post->ask = ask;
	ask->post = post;
	link_post(w, post);
	zgl_dnsdesk_post(w->desk, post);
	return ZGL_OK;
}

/* The answer is the cache's, if it takes it, before the asker sees it: then it
 * may ask the same again. */
static void deliver(struct zgl_dnswindow *w, struct zgl_dnspost *post)
{
	struct zgl_dnsask *ask = post->ask;
	struct zgl_dnscopy *copy = post->copy;

	unlink_post(w, post);
	if (copy != NULL && zgl_dnscache_put(w->cache, copy, now_s()))
		post->copy = NULL;
	if (ask != NULL) {
		ask->post = NULL;
		if (copy != NULL)
			ask->done(ask->to, &copy->answer);
		else
			fail(ask->done, ask->to, "no memory for the answer");
	}
	zgl_dnspost_free(post);
}

static void on_wake(evutil_socket_t fd, short bits, void *arg)
{
	struct zgl_dnswindow *w = arg;
	eventfd_t count;

	(void)bits;
	(void)eventfd_read(fd, &count);
	pthread_mutex_lock(&w->desk->mutex);
	struct zgl_dnspost *post = zgl_dnsqueue_take(&w->mailbox->answers);
	pthread_mutex_unlock(&w->desk->mutex);
	while (post != NULL) {
		struct zgl_dnspost *next = post->next;
		deliver(w, post);
		post = next;
	}
}

enum zgl_err zgl_dnswindow_ask(struct zgl_dnswindow *window,
	const struct zgl_question *question, struct zgl_dnsask *ask,
	zgl_resolver_fn *done, void *to)
{
	struct zgl_answer answer;

	*ask = (struct zgl_dnsask){ .done = done, .to = to };
	if (window->zone != NULL) {
		window->asked++;
		return zgl_resolver_ask(window->zone, question, done, to);
	}
	if (zgl_dnscache_get(window->cache, question, now_s(), &answer)) {
		window->found++;
		done(to, &answer);
		return ZGL_OK;
	}
	window->asked++;
	if (window->post_count < POSTS_MOST)
		return post_question(window, question, ask);
	fail(done, to, "too many questions are under way");
	return ZGL_OK;
}

/* What comes is for the cache still. */
void zgl_dnsask_drop(struct zgl_dnsask *ask)
{
	if (ask->post != NULL)
		ask->post->ask = NULL;
	ask->post = NULL;
}

void zgl_dnswindow_counts(const struct zgl_dnswindow *window, uint64_t *found_r,
	uint64_t *asked_r)
{
	*found_r = window->found;
	*asked_r = window->asked;
}

/* ---- the window ---- */

static enum zgl_err open_zone(struct zgl_dnswindow *w)
{
	const struct zgl_resolver_config config = {
		.zone = w->desk->zone,
		.limits = &w->desk->limits,
	};
	struct zgl_diag diag;

	return zgl_resolver_new(&config, &w->zone, &diag);
}

static enum zgl_err open_mailbox(
	struct zgl_dnswindow *w, struct event_base *base)
{
	struct zgl_dnsmailbox *box = zgl_mem_new(sizeof(*box));

	if (box == NULL)
		return ZGL_ENOMEM;
	w->mailbox = box;
	box->desk = w->desk;
	zgl_dnsqueue_begin(&box->answers);
	box->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (box->wake < 0)
		return ZGL_EIO;
	w->woken = event_new(base, box->wake, EV_READ | EV_PERSIST, on_wake, w);
	return w->woken == NULL || event_add(w->woken, NULL) != 0 ? ZGL_ENOMEM
								  : ZGL_OK;
}

enum zgl_err zgl_dnswindow_new(struct zgl_dnsdesk *desk,
	struct event_base *base, size_t cached, struct zgl_dnswindow **window_r)
{
	struct zgl_dnswindow *w = zgl_mem_new(sizeof(*w));

	*window_r = NULL;
	if (w == NULL)
		return ZGL_ENOMEM;
	w->desk = desk;
	enum zgl_err err = desk->zone != NULL
		? open_zone(w)
		: zgl_dnscache_new(cached, &w->cache);
	if (err == ZGL_OK && desk->zone == NULL)
		err = open_mailbox(w, base);
	if (err != ZGL_OK) {
		zgl_dnswindow_free(w);
		return err;
	}
	*window_r = w;
	return ZGL_OK;
}

/* Posts that the desk still has are freed by it, with the mailbox. */
static void close_mailbox(struct zgl_dnswindow *w)
{
	struct zgl_dnsmailbox *box = w->mailbox;

	for (struct zgl_dnspost *p = w->posts; p != NULL; p = p->window_next) {
		if (p->ask != NULL)
			p->ask->post = NULL;
	}
	pthread_mutex_lock(&w->desk->mutex);
	struct zgl_dnspost *post = zgl_dnsqueue_take(&box->answers);
	box->closed = true;
	if (box->wake >= 0)
		close(box->wake);
	if (box->under_way == 0)
		zgl_mem_free(box);
	pthread_mutex_unlock(&w->desk->mutex);
	while (post != NULL) {
		struct zgl_dnspost *next = post->next;
		zgl_dnspost_free(post);
		post = next;
	}
}

void zgl_dnswindow_free(struct zgl_dnswindow *window)
{
	if (window == NULL)
		return;
	if (window->woken != NULL)
		event_free(window->woken);
	if (window->mailbox != NULL)
		close_mailbox(window);
	zgl_dnscache_free(window->cache);
	zgl_resolver_free(window->zone);
	zgl_mem_free(window);
}
