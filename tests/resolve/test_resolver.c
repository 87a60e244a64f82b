/* SPDX-License-Identifier: ISC */
/*
 * resolver: how questions, answers and callbacks go together. What servers do
 * is in live.py; here there is a zone, or nobody at all.
 */
#include <event2/event.h>

#include "srv/resolve/resolver.h"
#include "tests/rows.h"

/* No name server stands at the discard port. */
#define NOBODY "127.0.0.1@9"

struct taken {
	unsigned answers;
	enum zgl_answer_state state;
	enum zgl_dnssec dnssec;
	size_t count;
	char first[16];
	char problem[80];
	/* when set, the callback asks this twice */
	struct zgl_resolver *resolver;
	const struct zgl_question *more;
	struct taken *more_taken;
};

static void take(void *to, const struct zgl_answer *answer)
{
	struct taken *taken = to;

	taken->answers++;
	taken->state = answer->state;
	taken->dnssec = answer->dnssec;
	taken->count = answer->count;
	for (int i = 0; i < 2 && taken->more != NULL; i++)
		assert_int_equal(zgl_resolver_ask(taken->resolver, taken->more,
					 take, taken->more_taken),
			ZGL_OK);
	/* the answer must still be there after others came */
	if (answer->count > 0)
		memcpy(taken->first, answer->records[0].p,
			answer->records[0].n);
	if (answer->problem != NULL)
		snprintf(taken->problem, sizeof(taken->problem), "%s",
			answer->problem);
}

static struct zgl_question question(const char *name)
{
	struct zgl_question q = { .type = ZGL_RR_TXT };

	assert_true(zgl_qname_parse(zgl_sv_of(name), NULL, &q.name));
	return q;
}

static struct zgl_resolver *open_resolver(
	const struct zgl_resolver_config *config)
{
	struct zgl_resolver *resolver;
	struct zgl_diag diag;

	if (zgl_resolver_new(config, &resolver, &diag) != ZGL_OK)
		fail_msg("%s", diag.what);
	assert_null(diag.what);
	return resolver;
}

static struct zgl_zone *open_zone(const char *text)
{
	struct zgl_zone *zone;
	struct zgl_diag diag;

	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(zgl_zone_load(zone, zgl_sv_of(text), &diag), ZGL_OK);
	return zone;
}

static struct zgl_resolver *open_nobody(unsigned deadline_ms)
{
	const struct zgl_resolver_config config = { .server = NOBODY,
		.trust_anchor = "none",
		.deadline_ms = deadline_ms };

	return open_resolver(&config);
}

struct row {
	const char *name, *asked;
	enum zgl_answer_state state;
	enum zgl_dnssec dnssec;
	size_t count;
};

#define ZONE                                                                   \
	"a.e. TXT a\nb.e. TXT b\nb.e. TXT c\n$FAULT t.e. timeout\n"            \
	"$FAULT x.e. bogus\nl.e. CNAME l.e.\n0.e. CNAME 1.e.\n1.e. CNAME a.e."

// clang-format off
static const struct row rows[] = {
	{ "a zone: a record",          "a.e.", ZGL_ANSWER_RECORDS,   ZGL_DNSSEC_UNKNOWN, 1 },
	{ "a zone: two records",       "b.e.", ZGL_ANSWER_RECORDS,   ZGL_DNSSEC_UNKNOWN, 2 },
	{ "a zone: no data",           "e.",   ZGL_ANSWER_NODATA,    ZGL_DNSSEC_UNKNOWN, 0 },
	{ "a zone: no such name",      "c.e.", ZGL_ANSWER_NXDOMAIN,  ZGL_DNSSEC_UNKNOWN, 0 },
	{ "a zone: a time-out, at once", "t.e.", ZGL_ANSWER_TEMPFAIL, ZGL_DNSSEC_UNKNOWN, 0 },
	{ "a zone: bogus",             "x.e.", ZGL_ANSWER_TEMPFAIL,  ZGL_DNSSEC_BOGUS, 0 },
	{ "a zone: a CNAME to itself", "l.e.", ZGL_ANSWER_MALFORMED, ZGL_DNSSEC_UNKNOWN, 0 },
	{ "a zone: two CNAMEs",        "0.e.", ZGL_ANSWER_RECORDS,   ZGL_DNSSEC_UNKNOWN, 1 },
};
// clang-format on

static void check_zone(void **state)
{
	const struct row *row = *state;
	struct zgl_zone *zone = open_zone(ZONE);
	const struct zgl_resolver_config config = { .zone = zone };
	struct zgl_resolver *resolver = open_resolver(&config);
	const struct zgl_question q = question(row->asked);
	struct taken taken = { 0 };

	assert_int_equal(zgl_resolver_ask(resolver, &q, take, &taken), ZGL_OK);
	assert_int_equal(taken.answers, 1);
	assert_int_equal(taken.state, row->state);
	assert_int_equal(taken.dnssec, row->dnssec);
	assert_int_equal(taken.count, row->count);
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_OK);
	zgl_resolver_free(resolver);
	zgl_zone_free(zone);
}

static void the_limits_of_the_config_count(void **state)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_zone *zone = open_zone(ZONE);
	struct zgl_resolver_config config = { .zone = zone, .limits = &limits };
	const struct zgl_question q = question("0.e.");
	struct taken taken = { 0 };

	(void)state;
	limits.cname_chain = 1;
	struct zgl_resolver *resolver = open_resolver(&config);
	limits.cname_chain = 2; /* they were copied */
	assert_int_equal(zgl_resolver_ask(resolver, &q, take, &taken), ZGL_OK);
	assert_int_equal(taken.state, ZGL_ANSWER_MALFORMED);
	zgl_resolver_free(resolver);
	zgl_zone_free(zone);
}

static void a_callback_may_ask(void **state)
{
	struct zgl_zone *zone = open_zone(ZONE);
	const struct zgl_resolver_config config = { .zone = zone };
	struct zgl_resolver *resolver = open_resolver(&config);
	const struct zgl_question a = question("a.e."), b = question("b.e.");
	struct taken third = { 0 };
	struct taken second = {
		.resolver = resolver, .more = &a, .more_taken = &third
	};
	struct taken first = {
		.resolver = resolver, .more = &b, .more_taken = &second
	};

	(void)state;
	for (unsigned i = 1; i <= 3; i++) {
		assert_int_equal(
			zgl_resolver_ask(resolver, &a, take, &first), ZGL_OK);
		assert_int_equal(third.answers, 4 * i);
		assert_string_equal(first.first, "\1a");
		assert_string_equal(second.first, "\1b");
		assert_string_equal(third.first, "\1a");
	}
	zgl_resolver_free(resolver);
	zgl_zone_free(zone);
}

/* 200,000 records at one name do not fit in the room for an answer. */
static void an_answer_that_is_too_large(void **state)
{
	struct zgl_resolver_config config = { 0 };
	const struct zgl_question q = question("a.e.");
	struct taken taken = { 0 };
	struct zgl_zone *zone;
	struct zgl_diag diag;
	struct zgl_buf text;

	(void)state;
	zgl_buf_begin(&text, 1 << 24);
	for (size_t i = 0; i < 200000; i++) {
		zgl_buf_text(&text, "a.e. TXT ");
		zgl_buf_num(&text, i);
		zgl_buf_char(&text, '\n');
	}
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(zgl_zone_load(zone, zgl_buf_sv(&text), &diag), ZGL_OK);
	zgl_buf_free(&text);
	config.zone = zone;
	struct zgl_resolver *resolver = open_resolver(&config);
	for (unsigned i = 1; i <= 2; i++) {
		assert_int_equal(
			zgl_resolver_ask(resolver, &q, take, &taken), ZGL_OK);
		assert_int_equal(taken.answers, i);
		assert_int_equal(taken.state, ZGL_ANSWER_MALFORMED);
		assert_int_equal(taken.count, 0);
	}
	zgl_resolver_free(resolver);
	zgl_zone_free(zone);
}

static void a_deadline_ends_each_question(void **state)
{
	struct zgl_resolver *resolver = open_nobody(50);
	const struct zgl_question q = question("a.example.");
	struct taken taken[50] = { 0 };

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(taken); i++) {
		assert_int_equal(
			zgl_resolver_ask(resolver, &q, take, &taken[i]),
			ZGL_OK);
		assert_int_equal(taken[i].answers, 0);
	}
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_OK);
	for (size_t i = 0; i < ZGL_COUNT(taken); i++) {
		assert_int_equal(taken[i].answers, 1);
		assert_int_equal(taken[i].state, ZGL_ANSWER_TEMPFAIL);
		assert_string_equal(
			taken[i].problem, "no answer within the deadline");
	}
	zgl_resolver_free(resolver);
}

static void a_callback_at_the_deadline_may_ask(void **state)
{
	struct zgl_resolver *resolver = open_nobody(30);
	const struct zgl_question q = question("a.example.");
	struct taken second = { 0 };
	struct taken first = {
		.resolver = resolver, .more = &q, .more_taken = &second
	};

	(void)state;
	assert_int_equal(zgl_resolver_ask(resolver, &q, take, &first), ZGL_OK);
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_OK);
	assert_int_equal(first.answers, 1);
	assert_int_equal(second.answers, 2);
	zgl_resolver_free(resolver);
}

static void what_is_under_way_is_dropped(void **state)
{
	struct zgl_resolver *resolver = open_nobody(1000);
	const struct zgl_question a = question("a.example."),
				  b = question("b.example.");
	struct taken taken = { 0 };

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(zgl_resolver_ask(resolver,
					 i % 2 == 0 ? &a : &b, take, &taken),
			ZGL_OK);
	zgl_resolver_free(resolver);
	assert_int_equal(taken.answers, 0);
}

static void callers_loop_runs_it(void **state)
{
	struct event_base *base = event_base_new();
	const struct zgl_resolver_config config = { .server = NOBODY,
		.trust_anchor = "none",
		.deadline_ms = 50,
		.base = base };
	const struct zgl_question q = question("a.example.");
	struct zgl_resolver *resolver = open_resolver(&config);
	struct taken taken = { 0 };

	(void)state;
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_OK);
	assert_int_equal(zgl_resolver_ask(resolver, &q, take, &taken), ZGL_OK);
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_EUSAGE);
	while (taken.answers == 0)
		assert_int_equal(event_base_loop(base, EVLOOP_ONCE), 0);
	assert_int_equal(taken.state, ZGL_ANSWER_TEMPFAIL);
	zgl_resolver_free(resolver);
	event_base_free(base);
}

static void wait_again(void *to, const struct zgl_answer *answer)
{
	struct zgl_resolver **resolver = to;
	const struct zgl_question q = question("b.example.");
	static struct taken taken;

	(void)answer;
	assert_int_equal(zgl_resolver_ask(*resolver, &q, take, &taken), ZGL_OK);
	assert_int_equal(zgl_resolver_wait(*resolver), ZGL_EUSAGE);
	*resolver = NULL;
}

static void a_callback_may_not_wait(void **state)
{
	struct zgl_resolver *resolver = open_nobody(30), *seen = resolver;
	const struct zgl_question q = question("a.example.");

	(void)state;
	assert_int_equal(
		zgl_resolver_ask(resolver, &q, wait_again, &seen), ZGL_OK);
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_OK);
	assert_null(seen);
	zgl_resolver_free(resolver);
}

/* localhost. is libunbound's own: at once, without a server. */
static void an_answer_at_once(void **state)
{
	const struct zgl_resolver_config config = { .server = NOBODY };
	struct zgl_resolver *resolver = open_resolver(&config);
	struct zgl_question q = question("localhost.");
	struct taken third = { 0 };
	struct taken second = {
		.resolver = resolver, .more = &q, .more_taken = &third
	};
	struct taken first = {
		.resolver = resolver, .more = &q, .more_taken = &second
	};

	(void)state;
	q.type = ZGL_RR_A;
	assert_int_equal(zgl_resolver_ask(resolver, &q, take, &first), ZGL_OK);
	assert_int_equal(first.answers, 1);
	assert_int_equal(second.answers, 2);
	assert_int_equal(third.answers, 4);
	assert_int_equal(third.dnssec, ZGL_DNSSEC_INSECURE);
	assert_memory_equal(first.first, "\177\0\0\1", 4);
	assert_memory_equal(third.first, "\177\0\0\1", 4);
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_OK);
	zgl_resolver_free(resolver);
}

static void names_of_any_octets_are_asked(void **state)
{
	struct zgl_resolver *resolver = open_nobody(30);
	struct taken taken = { 0 };
	struct zgl_question q = { .type = ZGL_RR_A };
	char octets[2] = { 0 };

	(void)state;
	for (unsigned c = 0; c < 256; c++) {
		octets[0] = (char)c;
		if (!zgl_qname_from_octets((zgl_sv){ octets, 1 }, &q.name))
			continue;
		assert_int_equal(
			zgl_resolver_ask(resolver, &q, take, &taken), ZGL_OK);
	}
	assert_int_equal(taken.answers, 0);
	assert_int_equal(zgl_resolver_wait(resolver), ZGL_OK);
	assert_int_equal(taken.answers, 255);
	assert_string_equal(taken.problem, "no answer within the deadline");
	zgl_resolver_free(resolver);
}

int main(void)
{
	struct rows r = { 0 };

	zgl_resolver_free(NULL);
	ROWS_ADD(&r, rows, check_zone);
	rows_add_one(&r, "the limits of the config count",
		the_limits_of_the_config_count);
	rows_add_one(&r, "a callback may ask", a_callback_may_ask);
	rows_add_one(
		&r, "an answer that is too large", an_answer_that_is_too_large);
	rows_add_one(&r, "a deadline ends each question",
		a_deadline_ends_each_question);
	rows_add_one(&r, "a callback at the deadline may ask",
		a_callback_at_the_deadline_may_ask);
	rows_add_one(&r, "what is under way at the end is dropped",
		what_is_under_way_is_dropped);
	rows_add_one(&r, "the caller's loop runs it", callers_loop_runs_it);
	rows_add_one(&r, "a callback may not wait", a_callback_may_not_wait);
	rows_add_one(&r, "an answer at once", an_answer_at_once);
	rows_add_one(&r, "names of any octets are asked",
		names_of_any_octets_are_asked);
	return rows_run(&r, "resolver");
}
