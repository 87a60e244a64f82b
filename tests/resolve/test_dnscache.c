/* SPDX-License-Identifier: ISC */
/*
 * dnscache: what is kept, for how long, and what makes room. The clock is an
 * argument, so nothing here waits.
 */
#include "srv/resolve/dnscache.h"
#include "tests/rows.h"
#include "zegel/base/mem.h"

#define DAY_S 86400

static struct zgl_question question(const char *name)
{
	struct zgl_question q = { .type = ZGL_RR_TXT };

	assert_true(zgl_qname_parse(zgl_sv_of(name), NULL, &q.name));
	return q;
}

static struct zgl_dnscache *open_cache(size_t entries)
{
	struct zgl_dnscache *cache;

	assert_int_equal(zgl_dnscache_new(entries, &cache), ZGL_OK);
	return cache;
}

/* Puts an answer with one record of n octets; true when it was kept. */
static bool put_octets(struct zgl_dnscache *cache, const char *name,
	uint32_t ttl_s, int64_t now_s, size_t n)
{
	struct zgl_question q = question(name);
	char *octets = zgl_mem_new(n);
	zgl_sv record = { octets, n };
	const struct zgl_answer answer = { .state = ZGL_ANSWER_RECORDS,
		.ttl_s = ttl_s,
		.records = &record,
		.count = 1 };

	assert_non_null(octets);
	memset(octets, name[0], n);
	struct zgl_dnscopy *copy = zgl_dnscopy_new(&q, &answer);
	assert_non_null(copy);
	bool kept = zgl_dnscache_put(cache, copy, now_s);
	if (!kept)
		zgl_mem_free(copy);
	zgl_mem_free(octets);
	return kept;
}

static bool get(struct zgl_dnscache *cache, const char *name, int64_t now_s,
	struct zgl_answer *answer_r)
{
	struct zgl_question q = question(name);

	return zgl_dnscache_get(cache, &q, now_s, answer_r);
}

struct row {
	const char *name;
	enum zgl_answer_state state;
	uint32_t ttl_s;
	int64_t kept_s;  /* the last second in which it is there; -1: never */
	uint32_t left_s; /* its TTL in that second */
};

// clang-format off
static const struct row rows[] = {
	{ "records are kept for their TTL",              ZGL_ANSWER_RECORDS,   300, 299, 1 },
	{ "records of a second are there for a second",  ZGL_ANSWER_RECORDS,   1, 0, 1 },
	{ "a TTL of 0 is not kept",                      ZGL_ANSWER_RECORDS,   0, -1, 0 },
	{ "a TTL beyond a day is a day",                 ZGL_ANSWER_RECORDS,   DAY_S + 1, DAY_S - 1, 1 },
	{ "the largest TTL is a day",                    ZGL_ANSWER_RECORDS,   UINT32_MAX, DAY_S - 1, 1 },
	{ "no such name is kept",                        ZGL_ANSWER_NXDOMAIN,  60, 59, 1 },
	{ "no such name with a TTL of 0 is not",         ZGL_ANSWER_NXDOMAIN,  0, -1, 0 },
	{ "no data is kept",                             ZGL_ANSWER_NODATA,    60, 59, 1 },
	{ "a failure is kept for five seconds",          ZGL_ANSWER_TEMPFAIL,  0, 4, 1 },
	{ "a failure has no TTL that counts",            ZGL_ANSWER_TEMPFAIL,  900, 4, 1 },
	{ "nonsense is kept for five seconds",           ZGL_ANSWER_MALFORMED, 0, 4, 1 },
};
// clang-format on

static void check_time(void **state)
{
	const struct row *row = *state;
	const struct zgl_answer answer = { .state = row->state,
		.ttl_s = row->ttl_s,
		.dnssec = ZGL_DNSSEC_SECURE,
		.problem = "why" };
	struct zgl_dnscache *cache = open_cache(64);
	struct zgl_question q = question("a.example.");
	struct zgl_answer found;
	const int64_t now_s = 1000;

	struct zgl_dnscopy *copy = zgl_dnscopy_new(&q, &answer);
	assert_non_null(copy);
	bool kept = zgl_dnscache_put(cache, copy, now_s);
	assert_int_equal(kept, row->kept_s >= 0);
	if (!kept)
		zgl_mem_free(copy);
	for (int64_t s = 0; s <= row->kept_s; s += row->kept_s / 4 + 1)
		assert_true(zgl_dnscache_get(cache, &q, now_s + s, &found));
	if (kept) {
		assert_true(zgl_dnscache_get(
			cache, &q, now_s + row->kept_s, &found));
		assert_int_equal(found.ttl_s, row->left_s);
		assert_int_equal(found.state, row->state);
		assert_int_equal(found.dnssec, ZGL_DNSSEC_SECURE);
		assert_string_equal(found.problem, "why");
	}
	assert_false(
		zgl_dnscache_get(cache, &q, now_s + row->kept_s + 1, &found));
	zgl_dnscache_free(cache);
}

static void records_are_copied_whole(void **state)
{
	zgl_sv records[3] = { ZGL_SV("\3abc"), { NULL, 0 }, ZGL_SV("\1d") };
	const struct zgl_answer answer = { .state = ZGL_ANSWER_RECORDS,
		.ttl_s = 9,
		.records = records,
		.count = 3 };
	struct zgl_question q = question("a.example.");
	struct zgl_dnscopy *copy = zgl_dnscopy_new(&q, &answer);

	(void)state;
	assert_non_null(copy);
	assert_int_equal(copy->answer.count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_sv_equal(copy->answer.records[i], records[i]);
		assert_true(records[i].n == 0
			|| copy->answer.records[i].p != records[i].p);
	}
	zgl_mem_free(copy);
}

static void case_makes_no_other_name(void **state)
{
	struct zgl_dnscache *cache = open_cache(64);
	struct zgl_answer answer;

	(void)state;
	assert_true(put_octets(cache, "S1._DomainKey.Example.", 60, 0, 3));
	assert_true(get(cache, "s1._domainkey.example.", 0, &answer));
	assert_true(get(cache, "S1._DOMAINKEY.EXAMPLE.", 0, &answer));
	assert_false(get(cache, "s2._domainkey.example.", 0, &answer));
	assert_false(get(cache, "1._domainkey.example.", 0, &answer));
	zgl_dnscache_free(cache);
}

static void another_type_is_another_question(void **state)
{
	struct zgl_dnscache *cache = open_cache(64);
	struct zgl_question q = question("a.example.");
	struct zgl_answer answer;

	(void)state;
	assert_true(put_octets(cache, "a.example.", 60, 0, 3));
	q.type = ZGL_RR_A;
	assert_false(zgl_dnscache_get(cache, &q, 0, &answer));
	zgl_dnscache_free(cache);
}

static void a_newer_answer_takes_the_place(void **state)
{
	struct zgl_dnscache *cache = open_cache(8);
	struct zgl_answer answer;

	(void)state;
	assert_true(put_octets(cache, "a.example.", 60, 0, 3));
	assert_true(put_octets(cache, "a.example.", 60, 30, 5));
	assert_true(get(cache, "a.example.", 80, &answer));
	assert_int_equal(answer.records[0].n, 5);
	assert_int_equal(answer.ttl_s, 10);
	zgl_dnscache_free(cache);
}

/* Eight places are one set, whatever the hash. */
static void the_least_lately_used_makes_room(void **state)
{
	struct zgl_dnscache *cache = open_cache(8);
	struct zgl_answer answer;
	char name[] = "x.example.";

	(void)state;
	for (char c = 'a'; c < 'i'; c++) {
		name[0] = c;
		assert_true(put_octets(cache, name, 60, 0, 1));
	}
	assert_true(get(cache, "a.example.", 0, &answer));
	assert_true(put_octets(cache, "i.example.", 60, 0, 1));
	assert_true(get(cache, "a.example.", 0, &answer));
	assert_false(get(cache, "b.example.", 0, &answer));
	for (char c = 'c'; c <= 'i'; c++) {
		name[0] = c;
		assert_true(get(cache, name, 0, &answer));
		assert_int_equal(answer.records[0].p[0], c);
	}
	zgl_dnscache_free(cache);
}

static void an_answer_too_large_is_not_kept(void **state)
{
	struct zgl_dnscache *cache = open_cache(1024);

	(void)state;
	assert_true(put_octets(
		cache, "a.example.", 60, 0, ZGL_DNSCACHE_OCTETS - 256));
	assert_false(
		put_octets(cache, "b.example.", 60, 0, ZGL_DNSCACHE_OCTETS));
	zgl_dnscache_free(cache);
}

static void a_cache_of_none_keeps_nothing(void **state)
{
	struct zgl_dnscache *cache = open_cache(0);
	struct zgl_answer answer;

	(void)state;
	assert_false(put_octets(cache, "a.example.", 60, 0, 1));
	assert_false(get(cache, "a.example.", 0, &answer));
	zgl_dnscache_free(cache);
}

/* 64 entries may hold 64 KiB: four answers of 15 KiB, not a fifth. */
static void octets_run_out_before_places(void **state)
{
	struct zgl_dnscache *cache = open_cache(64);
	struct zgl_answer answer;
	char name[] = "x.example.";
	unsigned there = 0;

	(void)state;
	for (char c = 'a'; c <= 'z'; c++) {
		name[0] = c;
		assert_true(put_octets(cache, name, 60, 0, 15 * 1024));
		assert_true(get(cache, name, 0, &answer));
	}
	for (char c = 'a'; c <= 'z'; c++) {
		name[0] = c;
		there += get(cache, name, 0, &answer);
	}
	assert_int_equal(there, 4);
	zgl_dnscache_free(cache);
}

/* Whatever comes and goes, what is found is what was put last. */
static void many_names(void **state)
{
	struct zgl_dnscache *cache = open_cache(4096);
	struct zgl_answer answer;
	unsigned there = 0;
	char name[32];

	(void)state;
	for (unsigned i = 0; i < 4096; i++) {
		(void)snprintf(name, sizeof(name), "%c%u.example.",
			'a' + (int)(i % 26), i);
		assert_true(put_octets(cache, name, 60, 0, i % 97 + 1));
	}
	for (unsigned i = 0; i < 4096; i++) {
		(void)snprintf(name, sizeof(name), "%c%u.example.",
			'a' + (int)(i % 26), i);
		if (!get(cache, name, 1, &answer))
			continue;
		there++;
		assert_int_equal(answer.records[0].n, i % 97 + 1);
		assert_int_equal(answer.records[0].p[0], 'a' + (int)(i % 26));
	}
	assert_true(there > 3000); /* sets are filled unevenly */
	zgl_dnscache_free(cache);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check_time);
	rows_add_one(&r, "records are copied whole", records_are_copied_whole);
	rows_add_one(&r, "rfc4343#3: case makes no other name",
		case_makes_no_other_name);
	rows_add_one(&r, "another type is another question",
		another_type_is_another_question);
	rows_add_one(&r, "a newer answer takes the place of the older",
		a_newer_answer_takes_the_place);
	rows_add_one(&r, "the least lately used makes room",
		the_least_lately_used_makes_room);
	rows_add_one(&r, "an answer that is too large is not kept",
		an_answer_too_large_is_not_kept);
	rows_add_one(&r, "a cache of none keeps nothing",
		a_cache_of_none_keeps_nothing);
	rows_add_one(&r, "octets run out before places do",
		octets_run_out_before_places);
	rows_add_one(&r, "many names", many_names);
	return rows_run(&r, "dnscache");
}
