/* SPDX-License-Identifier: ISC */
/*
 * dnsdesk: windows of several threads, one desk, and a name server that does
 * what the first label of a name says.
 */
#include <event2/event.h>
#include <pthread.h>

#include "srv/resolve/dnsdesk.h"
#include "tests/resolve/udpserver.h"
#include "tests/rows.h"

/* ---- a desk, a loop, a window ---- */

struct world {
	struct udpserver server;
	struct zgl_dnsdesk *desk;
	struct event_base *base;
	struct zgl_dnswindow *window;
};

static struct zgl_dnsdesk *open_desk(
	const char *server, const struct zgl_zone *zone)
{
	const struct zgl_resolver_config config = { .zone = zone,
		.server = server,
		.trust_anchor = "none",
		.deadline_ms = 1000 };
	struct zgl_dnsdesk *desk;
	struct zgl_diag diag;

	if (zgl_dnsdesk_new(&config, &desk, &diag) != ZGL_OK)
		fail_msg("%s", diag.what);
	return desk;
}

static void open_window(struct world *w)
{
	w->base = event_base_new();
	assert_non_null(w->base);
	assert_int_equal(
		zgl_dnswindow_new(w->desk, w->base, 64, &w->window), ZGL_OK);
}

static void close_window(struct world *w)
{
	zgl_dnswindow_free(w->window);
	event_base_free(w->base);
}

static void open_world(struct world *w)
{
	udpserver_open(&w->server);
	w->desk = open_desk(w->server.at, NULL);
	open_window(w);
}

static void close_world(struct world *w)
{
	close_window(w);
	zgl_dnsdesk_free(w->desk);
	udpserver_close(&w->server);
}

struct asker {
	struct zgl_dnsask ask;
	struct world *world;
	unsigned answers;
	enum zgl_answer_state state;
	char first[16];
	struct asker *next; /* asks the same when it has its answer */
	const char *name;
};

static void ask(struct world *w, struct asker *asker, const char *name);

static void take(void *to, const struct zgl_answer *answer)
{
	struct asker *asker = to;

	assert_null(asker->ask.post);
	asker->answers++;
	asker->state = answer->state;
	if (asker->next != NULL)
		ask(asker->world, asker->next, asker->name);
	if (answer->count > 0)
		memcpy(asker->first, answer->records[0].p,
			answer->records[0].n);
}

static void ask(struct world *w, struct asker *asker, const char *name)
{
	struct zgl_question q = { .type = ZGL_RR_TXT };

	assert_true(zgl_qname_parse(zgl_sv_of(name), NULL, &q.name));
	asker->world = w;
	asker->name = name;
	assert_int_equal(
		zgl_dnswindow_ask(w->window, &q, &asker->ask, take, asker),
		ZGL_OK);
}

static void wait_for(struct world *w, const struct asker *asker)
{
	while (asker->answers == 0)
		assert_int_equal(event_base_loop(w->base, EVLOOP_ONCE), 0);
}

static void check_counts(const struct world *w, uint64_t found, uint64_t asked)
{
	uint64_t is_found, is_asked;

	zgl_dnswindow_counts(w->window, &is_found, &is_asked);
	assert_int_equal(is_found, found);
	assert_int_equal(is_asked, asked);
}

/* ---- one question twice ---- */

struct row {
	const char *name, *asked;
	enum zgl_answer_state state;
	const char *first;
	bool kept;
};

// clang-format off
static const struct row rows[] = {
	{ "records come, and are there the second time",   "good.example.", ZGL_ANSWER_RECORDS, "\4good", true },
	{ "what has a TTL of 0 is asked for again",        "zero.example.", ZGL_ANSWER_RECORDS, "\4good", false },
	{ "a failure is not asked for again at once",      "fail.example.", ZGL_ANSWER_TEMPFAIL, "", true },
	{ "a dead server is not asked again at once",      "quiet.example.", ZGL_ANSWER_TEMPFAIL, "", true },
	{ "a name that nobody may be asked about",         "localhost.", ZGL_ANSWER_NODATA, "", true },
};
// clang-format on

static void check_twice(void **state)
{
	const struct row *row = *state;
	struct asker first = { 0 }, second = { 0 };
	struct world w;

	open_world(&w);
	ask(&w, &first, row->asked);
	assert_int_equal(first.answers, 0);
	wait_for(&w, &first);
	ask(&w, &second, row->asked);
	assert_int_equal(second.answers, row->kept ? 1 : 0);
	wait_for(&w, &second);
	assert_int_equal(first.state, row->state);
	assert_int_equal(second.state, row->state);
	assert_string_equal(first.first, row->first);
	assert_string_equal(second.first, row->first);
	check_counts(&w, row->kept, row->kept ? 1 : 2);
	close_world(&w);
}

/* ---- those who go ---- */

static void who_drops_hears_nothing(void **state)
{
	struct asker gone = { 0 }, other = { 0 }, later = { 0 };
	struct world w;

	(void)state;
	open_world(&w);
	ask(&w, &gone, "good.example.");
	ask(&w, &other, "good2.example.");
	zgl_dnsask_drop(&gone.ask);
	zgl_dnsask_drop(&gone.ask); /* fine a second time */
	wait_for(&w, &other);
	/* the answer came for the cache all the same: it was asked first */
	ask(&w, &later, "good.example.");
	wait_for(&w, &later);
	assert_int_equal(gone.answers, 0);
	assert_string_equal(later.first, "\4good");
	zgl_dnsask_drop(&later.ask);
	close_world(&w);
}

static void a_callback_may_ask_the_same(void **state)
{
	struct asker third = { 0 };
	struct asker second = { .next = &third }, first = { .next = &second };
	struct world w;

	(void)state;
	open_world(&w);
	ask(&w, &first, "good.example.");
	wait_for(&w, &first);
	assert_int_equal(second.answers, 1);
	assert_int_equal(third.answers, 1);
	assert_string_equal(first.first, "\4good");
	assert_string_equal(third.first, "\4good");
	check_counts(&w, 2, 1);
	close_world(&w);
}

static void a_window_may_go_with_questions_under_way(void **state)
{
	struct asker quiet = { 0 }, good = { 0 };
	struct world w;

	(void)state;
	open_world(&w);
	ask(&w, &quiet, "quiet.example.");
	ask(&w, &good, "good.example.");
	close_window(&w);
	assert_null(quiet.ask.post); /* or drop would touch what is gone */
	zgl_dnsask_drop(&quiet.ask);
	zgl_dnsask_drop(&good.ask);
	(void)poll(NULL, 0, 100); /* one answer comes for nobody */
	assert_int_equal(good.answers, 0);
	zgl_dnsdesk_free(w.desk); /* the other is still under way */
	udpserver_close(&w.server);
}

static void too_many_questions_fail_at_once(void **state)
{
	enum {
		MOST = 16384
	};
	struct asker *askers = calloc(MOST + 1, sizeof(*askers));
	struct world w;

	(void)state;
	assert_non_null(askers);
	open_world(&w);
	for (size_t i = 0; i < MOST; i++)
		ask(&w, &askers[i], "quiet.example.");
	assert_int_equal(askers[MOST - 1].answers, 0);
	ask(&w, &askers[MOST], "good.example.");
	assert_int_equal(askers[MOST].answers, 1);
	assert_int_equal(askers[MOST].state, ZGL_ANSWER_TEMPFAIL);
	close_world(&w);
	free(askers);
}

/* ---- a zone ---- */

static void a_zone_answers_at_once(void **state)
{
	struct world w = { .window = NULL };
	struct asker asker = { 0 };
	struct zgl_zone *zone;
	struct zgl_diag diag;

	(void)state;
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(
		zgl_zone_load(zone, ZGL_SV("a.e. TXT good"), &diag), ZGL_OK);
	w.desk = open_desk(NULL, zone);
	open_window(&w);
	ask(&w, &asker, "a.e.");
	assert_int_equal(asker.answers, 1);
	assert_string_equal(asker.first, "\4good");
	check_counts(&w, 0, 1);
	zgl_dnsask_drop(&asker.ask);
	close_window(&w);
	zgl_dnsdesk_free(w.desk);
	zgl_zone_free(zone);
}

static void a_desk_says_what_is_wrong(void **state)
{
	const struct zgl_resolver_config config = { .server = "nowhere" };
	struct zgl_dnsdesk *desk;
	struct zgl_diag diag;

	(void)state;
	assert_int_equal(zgl_dnsdesk_new(&config, &desk, &diag), ZGL_EUSAGE);
	assert_null(desk);
	assert_non_null(diag.what);
}

/* ---- many threads ---- */

enum {
	THREADS = 4,
	ROUNDS = 40,
	AT_ONCE = 25
};

/* Asks and drops, in a thread of its own; every third asker goes. */
static void *ask_much(void *arg)
{
	struct world *w = arg;
	struct asker askers[AT_ONCE];
	char names[AT_ONCE][32];

	open_window(w);
	for (unsigned round = 0; round < ROUNDS; round++) {
		memset(askers, 0, sizeof(askers));
		for (unsigned i = 0; i < AT_ONCE; i++) {
			(void)snprintf(names[i], sizeof(names[i]),
				"good%u.example.", (round * 7 + i) % 200);
			ask(w, &askers[i], names[i]);
		}
		for (unsigned i = 0; i < AT_ONCE; i += 3)
			zgl_dnsask_drop(&askers[i].ask);
		for (unsigned i = 1; i < AT_ONCE; i++) {
			if (i % 3 != 0)
				wait_for(w, &askers[i]);
		}
	}
	close_window(w);
	return NULL;
}

static void many_windows_one_desk(void **state)
{
	struct world worlds[THREADS];
	pthread_t threads[THREADS];
	struct udpserver server;

	(void)state;
	udpserver_open(&server);
	struct zgl_dnsdesk *desk = open_desk(server.at, NULL);
	for (size_t i = 0; i < THREADS; i++) {
		worlds[i] = (struct world){ .desk = desk };
		assert_int_equal(
			pthread_create(&threads[i], NULL, ask_much, &worlds[i]),
			0);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	zgl_dnsdesk_free(desk);
	udpserver_close(&server);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check_twice);
	rows_add_one(&r, "who drops hears nothing", who_drops_hears_nothing);
	rows_add_one(
		&r, "a callback may ask the same", a_callback_may_ask_the_same);
	rows_add_one(&r, "a window may go with questions under way",
		a_window_may_go_with_questions_under_way);
	rows_add_one(&r, "too many questions fail at once",
		too_many_questions_fail_at_once);
	rows_add_one(&r, "a zone answers at once", a_zone_answers_at_once);
	rows_add_one(
		&r, "a desk says what is wrong", a_desk_says_what_is_wrong);
	rows_add_one(&r, "many windows, one desk", many_windows_one_desk);
	return rows_run(&r, "dnsdesk");
}
