/* SPDX-License-Identifier: ISC */
/*
 * dnsdesk when there is no memory: an error, or an answer, never both and never
 * neither, in whichever thread it runs out.
 */
#include <event2/event.h>

#include "srv/resolve/dnsdesk.h"
#include "tests/failalloc.h"
#include "tests/rows.h"

struct row {
	const char *name;
	bool with_zone, forever;
};

static void count(void *to, const struct zgl_answer *answer)
{
	unsigned *answers = to;

	(void)answer;
	++*answers;
}

static enum zgl_err ask(struct zgl_dnswindow *window, struct event_base *base)
{
	struct zgl_question q = { .type = ZGL_RR_TXT };
	struct zgl_dnsask post = { .post = NULL };
	unsigned answers = 0;

	assert_true(zgl_qname_parse(ZGL_SV("a.e."), NULL, &q.name));
	enum zgl_err err =
		zgl_dnswindow_ask(window, &q, &post, count, &answers);
	if (err != ZGL_OK)
		assert_null(post.post);
	while (err == ZGL_OK && answers == 0)
		assert_int_equal(event_base_loop(base, EVLOOP_ONCE), 0);
	assert_int_equal(answers, err == ZGL_OK ? 1 : 0);
	return err;
}

static enum zgl_err use(const struct zgl_zone *zone, struct event_base *base)
{
	/* no name server stands at the discard port */
	const struct zgl_resolver_config config = { .zone = zone,
		.server = "127.0.0.1@9",
		.trust_anchor = "none",
		.deadline_ms = 1 };
	struct zgl_dnswindow *window;
	struct zgl_dnsdesk *desk;
	struct zgl_diag diag;

	ZGL_TRY(zgl_dnsdesk_new(&config, &desk, &diag));
	enum zgl_err err = zgl_dnswindow_new(desk, base, 8, &window);
	if (err == ZGL_OK)
		err = ask(window, base);
	zgl_dnswindow_free(window);
	zgl_dnsdesk_free(desk);
	return err;
}

static const struct row rows[] = {
	{ "a zone: one allocation fails", true, false },
	{ "a zone: all fail from one on", true, true },
	{ "a server: one allocation fails", false, false },
	{ "a server: all fail from one on", false, true },
};

static void every_allocation_fails_once(void **state)
{
	const struct row *row = *state;
	struct event_base *base = event_base_new();
	struct zgl_zone *zone;
	struct zgl_diag diag;

	assert_non_null(base);
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(
		zgl_zone_load(zone, ZGL_SV("a.e. TXT x"), &diag), ZGL_OK);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, row->forever);
		enum zgl_err err = use(row->with_zone ? zone : NULL, base);
		failalloc_disarm();
		assert_true(err == ZGL_OK || err == ZGL_ENOMEM);
		assert_true(failalloc_failed() || err == ZGL_OK);
	}
	assert_true(failalloc_count() > 0);
	zgl_zone_free(zone);
	event_base_free(base);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, every_allocation_fails_once);
	return rows_run(&r, "dnsdesknomem");
}
