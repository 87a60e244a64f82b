/* SPDX-License-Identifier: ISC */
/*
 * spfcheck as a machine: answers in every order, answers that do not come,
 * calls out of order, and how much memory it all takes at most.
 */
#include "tests/spf/spfworld.h"

static struct zgl_limits limits;

static struct zgl_spfcheck *make_check(bool steps)
{
	struct zgl_spfcheck_config config = ZGL_SPFCHECK_DEFAULT;
	struct zgl_spfcheck *check;

	config.limits = &limits;
	config.explain = true;
	config.steps = steps;
	assert_int_equal(zgl_spfcheck_new(&config, &check), ZGL_OK);
	return check;
}

static void begin(struct zgl_spfcheck *check, struct zgl_arena *a)
{
	struct zgl_spfclient client =
		spfworld_client(&(struct spfsender){ .ip = NULL });

	assert_int_equal(zgl_spfcheck_begin(check, ZGL_SPF_MAILFROM, &client, a,
				 SPFWORLD_NOW),
		ZGL_OK);
}

/* RDATA of a TXT record, its strings as long as they may be. */
static zgl_sv txt(const char *text, size_t n, char *room)
{
	size_t at = 0;

	for (size_t done = 0; done < n;) {
		size_t part = n - done < 255 ? n - done : 255;
		room[at++] = (char)part;
		memcpy(room + at, text + done, part);
		at += part;
		done += part;
	}
	return (zgl_sv){ room, at };
}

static struct zgl_answer records(const zgl_sv *rdata, size_t count)
{
	return (struct zgl_answer){
		.state = ZGL_ANSWER_RECORDS, .records = rdata, .count = count
	};
}

static size_t ask(struct zgl_spfcheck *check, struct zgl_question *question_r)
{
	size_t number;

	assert_true(zgl_spfcheck_next_question(check, question_r, &number));
	return number;
}

static void answer_txt(struct zgl_spfcheck *check, const char *text)
{
	struct zgl_question question;
	char room[600];
	zgl_sv rdata = txt(text, strlen(text), room);
	struct zgl_answer answer = records(&rdata, 1);
	size_t number = ask(check, &question);

	assert_int_equal(question.type, ZGL_RR_TXT);
	assert_int_equal(zgl_spfcheck_answer(check, number, &answer), ZGL_OK);
	memset(room, 0xff, sizeof(room));
}

#define HOSTS 4

static void answer_mx(struct zgl_spfcheck *check)
{
	static const char *const wire[HOSTS] = { "\0\1\1a\1x", "\0\2\1b\1x",
		"\0\3\1c\1x", "\0\4\1d\1x" };
	struct zgl_question question;
	zgl_sv rdata[HOSTS];

	for (size_t i = 0; i < HOSTS; i++)
		rdata[i] = (zgl_sv){ wire[i], 7 };
	struct zgl_answer answer = records(rdata, HOSTS);
	size_t number = ask(check, &question);
	assert_int_equal(question.type, ZGL_RR_MX);
	assert_int_equal(zgl_spfcheck_answer(check, number, &answer), ZGL_OK);
}

/* What a host of the mx is answered. */
struct host {
	enum zgl_answer_state state;
	const char *address;
};

struct order {
	const char *name;
	struct host hosts[HOSTS];
	const char *want;
};

#define MATCHES                                                                \
	{                                                                      \
		ZGL_ANSWER_RECORDS, "\xc0\0\2\1"                               \
	}
#define ANOTHER                                                                \
	{                                                                      \
		ZGL_ANSWER_RECORDS, "\xc0\0\2\2"                               \
	}
#define NOTHING                                                                \
	{                                                                      \
		ZGL_ANSWER_NXDOMAIN, NULL                                      \
	}
#define TIME_OUT                                                               \
	{                                                                      \
		ZGL_ANSWER_TEMPFAIL, NULL                                      \
	}
#define NONSENSE                                                               \
	{                                                                      \
		ZGL_ANSWER_MALFORMED, NULL                                     \
	}

// clang-format off
static const struct order orders[] = {
	{ "one host matches", { ANOTHER, MATCHES, ANOTHER, NOTHING }, "pass matched 0" },
	{ "all hosts match", { MATCHES, MATCHES, MATCHES, MATCHES }, "pass matched 0" },
	{ "no host matches", { ANOTHER, ANOTHER, ANOTHER, ANOTHER }, "fail matched 0" },
	{ "no host matches, and some are not there", { ANOTHER, NOTHING, NOTHING, NOTHING }, "fail matched 1" },
	{ "one host matches, the others fail", { TIME_OUT, NONSENSE, MATCHES, TIME_OUT }, "pass matched 0" },
	{ "one host times out", { ANOTHER, TIME_OUT, NOTHING, ANOTHER }, "temperror dns 0" },
	{ "one host makes no sense", { ANOTHER, NOTHING, NONSENSE, ANOTHER }, "permerror dns_malformed 0" },
	{ "one host times out, one makes no sense", { NONSENSE, NOTHING, TIME_OUT, ANOTHER }, "temperror dns 0" },
};
// clang-format on

static void answer_host(
	struct zgl_spfcheck *check, size_t number, const struct host *host)
{
	char octets[4];
	zgl_sv rdata = { octets, sizeof(octets) };
	struct zgl_answer answer = { .state = host->state };

	if (host->address != NULL) {
		memcpy(octets, host->address, sizeof(octets));
		answer = records(&rdata, 1);
	}
	assert_int_equal(zgl_spfcheck_answer(check, number, &answer), ZGL_OK);
	assert_int_equal(
		zgl_spfcheck_answer(check, number, &answer), ZGL_EUSAGE);
	memset(octets, 0, sizeof(octets));
}

static void assert_told(struct zgl_spfcheck *check, const char *want)
{
	struct zgl_spf_verdict verdict;
	char told[100];

	assert_int_equal(zgl_spfcheck_end(check, &verdict), ZGL_OK);
	(void)snprintf(told, sizeof(told), "%s %s %u",
		zgl_spf_result_word(verdict.result),
		zgl_spf_reason_word(verdict.reason), verdict.void_lookups);
	assert_string_equal(told, want);
}

/* The order is that of the digits of `way`, in base four. */
static void answer_in_order(
	struct zgl_spfcheck *check, const struct order *row, const size_t *way)
{
	struct zgl_question question;
	struct zgl_arena a;
	size_t numbers[HOSTS];

	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	begin(check, &a);
	answer_txt(check, "v=spf1 mx -all");
	answer_mx(check);
	for (size_t i = 0; i < HOSTS; i++) {
		numbers[i] = ask(check, &question);
		assert_int_equal(question.type, ZGL_RR_A);
	}
	for (size_t i = 0; i < HOSTS; i++) {
		assert_int_equal(zgl_spfcheck_waiting(check), HOSTS - i);
		answer_host(check, numbers[way[i]], &row->hosts[way[i]]);
	}
	assert_told(check, row->want);
	zgl_arena_free(&a);
}

static void check_orders(void **state)
{
	struct zgl_spfcheck *check = make_check(false);
	unsigned ways = 0;

	for (size_t code = 0; code < 256; code++) {
		const size_t way[HOSTS] = { code & 3, code >> 2 & 3,
			code >> 4 & 3, code >> 6 };
		unsigned seen = 0;
		for (size_t i = 0; i < HOSTS; i++)
			seen |= 1U << way[i];
		if (seen != 15)
			continue;
		answer_in_order(check, *state, way);
		ways++;
	}
	assert_int_equal(ways, 24);
	zgl_spfcheck_free(check);
}

static void told_before_others_are_asked(void **state)
{
	static const struct host host = MATCHES;
	struct zgl_spfcheck *check = make_check(false);
	struct zgl_question question;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	begin(check, &a);
	answer_txt(check, "v=spf1 mx -all");
	answer_mx(check);
	for (size_t i = 0; i < HOSTS; i++) {
		size_t number = ask(check, &question);
		assert_int_equal(zgl_spfcheck_waiting(check), 1);
		answer_host(check, number, &host);
	}
	assert_told(check, "pass matched 0");
	zgl_spfcheck_free(check);
	zgl_arena_free(&a);
}

/* `ready` questions are answered from the zone, then it is over. */
struct late {
	const char *name, *record, *zone;
	size_t ready;
	const char *want;
};

// clang-format off
static const struct late lates[] = {
	{ "rfc7208#4.6.4: no answer at all", "v=spf1 +all", NULL, 0, "temperror dns 0" },
	{ "rfc7208#4.6.4: no answer to an include", "v=spf1 include:x.y +all", NULL, 1, "temperror dns 0" },
	{ "rfc7208#4.6.4: no answer to an a", "v=spf1 a +all", NULL, 1, "temperror dns 0" },
	{ "rfc7208#4.6.4: no answer to a mx", "v=spf1 mx +all", "@ MX 1 a", 1, "temperror dns 0" },
	{ "rfc7208#4.6.4: no answer about a host of mx", "v=spf1 mx +all", "@ MX 1 a", 2, "temperror dns 0" },
	{ "rfc7208#5.5: no answer to a ptr is no match", "v=spf1 ptr ?all", NULL, 1, "neutral matched 0" },
	{ "rfc7208#5.5: no answer to a ptr, and an a behind it", "v=spf1 ptr a ?all", NULL, 1, "temperror dns 0" },
	{ "rfc7208#6.2: no answer to exp= leaves the fail", "v=spf1 -all exp=x.y", NULL, 1, "fail matched 0" },
};
// clang-format on

static void answer_ready(
	struct zgl_spfcheck *check, const struct zgl_zone *zone, size_t ready)
{
	struct zgl_question question;
	size_t number;

	for (; ready > 0; ready--) {
		struct zgl_answer answer;
		struct zgl_arena a;
		zgl_arena_begin(&a, 1 << 20);
		number = ask(check, &question);
		assert_int_equal(
			zgl_zone_answer(zone, &question, &limits, &a, &answer),
			ZGL_OK);
		assert_int_equal(
			zgl_spfcheck_answer(check, number, &answer), ZGL_OK);
		zgl_arena_free(&a);
	}
	/* the next one is told, but never answered */
	(void)ask(check, &question);
	while (zgl_spfcheck_next_question(check, &question, &number))
		;
	assert_true(zgl_spfcheck_waiting(check) > 0);
}

static void check_late(void **state)
{
	const struct late *row = *state;
	struct zgl_spfcheck *check = make_check(true);
	struct spfworld w;

	spfworld_begin(&w);
	spfworld_load(&w, row->record, row->zone);
	begin(check, &w.arena);
	answer_ready(check, w.zone, row->ready);
	assert_told(check, row->want);
	assert_int_equal(zgl_spfcheck_waiting(check), 0);
	assert_told(check, row->want);
	zgl_spfcheck_free(check);
	spfworld_end(&w);
}

static void one_host_matched_the_others_are_late(void **state)
{
	static const struct host host = MATCHES;
	struct zgl_spfcheck *check = make_check(false);
	struct zgl_question question;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	begin(check, &a);
	answer_txt(check, "v=spf1 mx -all");
	answer_mx(check);
	(void)ask(check, &question);
	answer_host(check, ask(check, &question), &host);
	assert_told(check, "pass matched 0");
	zgl_spfcheck_free(check);
	zgl_arena_free(&a);
}

static void calls_out_of_order(void **state)
{
	static const struct zgl_answer none = { .state = ZGL_ANSWER_NXDOMAIN };
	struct zgl_spfcheck *check = make_check(false);
	struct zgl_spf_verdict verdict;
	struct zgl_question question;
	struct zgl_arena a;
	size_t number;

	(void)state;
	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	assert_int_equal(zgl_spfcheck_end(check, &verdict), ZGL_EUSAGE);
	assert_int_equal(zgl_spfcheck_answer(check, 0, &none), ZGL_EUSAGE);
	assert_false(zgl_spfcheck_next_question(check, &question, &number));
	begin(check, &a);
	assert_int_equal(zgl_spfcheck_answer(check, 0, &none), ZGL_EUSAGE);
	assert_int_equal(ask(check, &question), 0);
	assert_false(zgl_spfcheck_next_question(check, &question, &number));
	assert_int_equal(zgl_spfcheck_answer(check, 1, &none), ZGL_EUSAGE);
	assert_int_equal(
		zgl_spfcheck_answer(check, SIZE_MAX, &none), ZGL_EUSAGE);
	assert_int_equal(zgl_spfcheck_answer(check, 0, &none), ZGL_OK);
	assert_int_equal(zgl_spfcheck_answer(check, 0, &none), ZGL_EUSAGE);
	assert_told(check, "none nxdomain 0");
	assert_int_equal(zgl_spfcheck_answer(check, 0, &none), ZGL_EUSAGE);
	assert_false(zgl_spfcheck_next_question(check, &question, &number));
	zgl_spfcheck_free(check);
	zgl_spfcheck_free(NULL);
	zgl_arena_free(&a);
}

static void begin_forgets(void **state)
{
	struct zgl_spfcheck *check = make_check(true);
	struct zgl_spf_verdict verdict;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	begin(check, &a);
	answer_txt(check, "v=spf1 ip4:10.0.0.1 mx -all");
	answer_mx(check);
	begin(check, &a);
	assert_int_equal(zgl_spfcheck_waiting(check), 0);
	answer_txt(check, "v=spf1 ~all");
	assert_int_equal(zgl_spfcheck_end(check, &verdict), ZGL_OK);
	assert_int_equal(verdict.result, ZGL_SPF_SOFTFAIL);
	assert_int_equal(verdict.lookups, 0);
	assert_int_equal(verdict.step_count, 1);
	zgl_spfcheck_free(check);
	zgl_arena_free(&a);
}

/* The names of one client are not those of the next. */
static void begin_forgets_the_client(void **state)
{
	struct spfworld w;

	(void)state;
	spfworld_begin(&w);
	spfworld_load(&w, "v=spf1 ptr ?all",
		"1.2.0.192.in-addr.arpa. PTR mail\nmail A 192.0.2.1");
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_string_equal(spfworld_told(&w), "pass matched ptr");
	struct zgl_spfclient client =
		spfworld_client(&(struct spfsender){ .ip = "192.0.2.2" });
	struct zgl_question question;
	assert_int_equal(zgl_spfcheck_begin(w.check, ZGL_SPF_MAILFROM, &client,
				 &w.arena, SPFWORLD_NOW),
		ZGL_OK);
	answer_txt(w.check, "v=spf1 ptr ?all");
	(void)ask(w.check, &question);
	assert_int_equal(question.type, ZGL_RR_PTR);
	spfworld_end(&w);
}

/* No answer is taken for another question than its own. */
static void a_number_is_used_once(void **state)
{
	static const struct zgl_answer none = { .state = ZGL_ANSWER_NXDOMAIN };
	struct zgl_spfcheck *check = make_check(false);
	struct zgl_question question;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	begin(check, &a);
	answer_txt(check, "v=spf1 a mx -all");
	assert_int_equal(ask(check, &question), 1);
	assert_int_equal(zgl_spfcheck_answer(check, 0, &none), ZGL_EUSAGE);
	assert_int_equal(zgl_spfcheck_answer(check, 1, &none), ZGL_OK);
	assert_int_equal(ask(check, &question), 2);
	assert_int_equal(zgl_spfcheck_answer(check, 1, &none), ZGL_EUSAGE);
	assert_told(check, "temperror dns 1");
	zgl_spfcheck_free(check);
	zgl_arena_free(&a);
}

static void too_many_look_ups_to_configure(void **state)
{
	struct zgl_spfcheck_config config = ZGL_SPFCHECK_DEFAULT;
	struct zgl_spfcheck *check;

	(void)state;
	config.limits = &limits;
	config.lookups = ZGL_SPFCHECK_LOOKUPS;
	assert_int_equal(zgl_spfcheck_new(&config, &check), ZGL_OK);
	zgl_spfcheck_free(check);
	config.lookups = ZGL_SPFCHECK_LOOKUPS + 1;
	assert_int_equal(zgl_spfcheck_new(&config, &check), ZGL_EUSAGE);
	assert_null(check);
}

/* Octets of RDATA that no record of its type has. */
struct nonsense {
	const char *name, *record;
	zgl_sv rdata;
	const char *want;
};

// clang-format off
static const struct nonsense nonsense[] = {
	{ "an A of three octets", "v=spf1 a ?all", { "\xc0\0\2", 3 }, "permerror dns_malformed 0" },
	{ "an A of sixteen octets", "v=spf1 a ?all", { "0123456789abcdef", 16 }, "permerror dns_malformed 0" },
	{ "an empty A", "v=spf1 a ?all", { "", 0 }, "permerror dns_malformed 0" },
	{ "a MX of one octet", "v=spf1 mx ?all", { "\0", 1 }, "permerror dns_malformed 0" },
	{ "a MX without a name", "v=spf1 mx ?all", { "\0\1", 2 }, "permerror dns_malformed 0" },
	{ "a MX with a name cut off", "v=spf1 mx ?all", { "\0\1\3ab", 5 }, "permerror dns_malformed 0" },
	{ "a MX with a pointer", "v=spf1 mx ?all", { "\0\1\xc0\x0c", 4 }, "permerror dns_malformed 0" },
	{ "a MX with more behind the name", "v=spf1 mx ?all", { "\0\1\1a\0x", 6 }, "permerror dns_malformed 0" },
	{ "a PTR without a name is no name", "v=spf1 ptr ?all", { "", 0 }, "neutral matched 0" },
	{ "a PTR with a name cut off is no name", "v=spf1 ptr ?all", { "\3ab", 3 }, "neutral matched 0" },
	{ "a TXT cut off is no explanation", "v=spf1 -all exp=x.y", { "\5abc", 4 }, "fail matched 0" },
	{ "an empty TXT is no explanation", "v=spf1 -all exp=x.y", { "", 0 }, "fail matched 0" },
	{ "a TXT cut off is no record", "v=spf1 include:x.y ?all", { "\11v=spf1 ", 8 }, "permerror dns_malformed 0" },
};
// clang-format on

static void check_nonsense(void **state)
{
	const struct nonsense *row = *state;
	struct zgl_spfcheck *check = make_check(true);
	struct zgl_question question;
	struct zgl_arena a;
	char octets[32];

	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	begin(check, &a);
	answer_txt(check, row->record);
	memcpy(octets, row->rdata.p, row->rdata.n);
	zgl_sv rdata = { octets, row->rdata.n };
	struct zgl_answer answer = records(&rdata, 1);
	assert_int_equal(
		zgl_spfcheck_answer(check, ask(check, &question), &answer),
		ZGL_OK);
	assert_told(check, row->want);
	zgl_spfcheck_free(check);
	zgl_arena_free(&a);
}

/* RECORDS without a record, as no resolver should say. */
static void records_that_are_none(void **state)
{
	struct zgl_spfcheck *check = make_check(false);
	struct zgl_answer answer = records(NULL, 0);
	struct zgl_question question;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM);
	begin(check, &a);
	assert_int_equal(
		zgl_spfcheck_answer(check, ask(check, &question), &answer),
		ZGL_OK);
	assert_told(check, "none no_record 0");
	begin(check, &a);
	answer_txt(check, "v=spf1 exists:x.y -all");
	assert_int_equal(
		zgl_spfcheck_answer(check, ask(check, &question), &answer),
		ZGL_OK);
	assert_told(check, "fail matched 1");
	zgl_spfcheck_free(check);
	zgl_arena_free(&a);
}

/*
 * The worst that DNS can say: records as long as they may be, of as many terms
 * as fit, each including the next; ten names and more wherever names are; the
 * last one at fault, so that it is cleaned.
 */
static char worst[17000];
static const struct worst {
	const char *first, *term, *last;
} worsts[] = {
	{ "", "ip4:1.1.1.1", "include:%{d}" },
	{ "", "?ip6:::1", "include:%{d}" },
	{ "", "x=%{d}", "redirect=%{d}" },
	{ "a mx", "~ip4:10.0.0.0/8", "include:%{d}" },
	{ "mx mx mx mx mx mx mx mx ptr", "x=", "include:%{d}" },
	{ "ptr a:%{p}.%{p} mx mx", "x=", "include:%{d}" },
};

static size_t make_worst(const struct worst *row, const char *last)
{
	const char *term = row->term;
	size_t most = limits.txt_octets - strlen(last);
	size_t n = (size_t)snprintf(
		worst, sizeof(worst), "v=spf1 %s ", row->first);

	for (; n + strlen(term) + 1 <= most; n += strlen(term) + 1) {
		memcpy(worst + n, term, strlen(term));
		worst[n + strlen(term)] = ' ';
	}
	memcpy(worst + n, last, strlen(last));
	return n + strlen(last);
}

static zgl_sv many_names(size_t skip, size_t n, char *room)
{
	memset(room, 0, skip);
	for (size_t i = 0; i < 4; i++) {
		size_t label = i < 3 ? 63 : 255 - 3 * 64 - 2 - n;
		*(room + skip + i * 64) = (char)label;
		memset(room + skip + i * 64 + 1, 'a', label);
	}
	room[skip + 254 - n] = '\0';
	return (zgl_sv){ room, skip + 255 - n };
}

static void answer_worst(struct zgl_spfcheck *check, const struct worst *row,
	const struct zgl_question *q, size_t number, unsigned *records_told)
{
	static char room[20][18000];
	zgl_sv rdata[20];
	size_t count = 1;

	if (q->type == ZGL_RR_TXT) {
		bool last = ++*records_told > 10;
		size_t n = make_worst(row, last ? "\x80" : row->last);
		rdata[0] = txt(worst, n, room[0]);
		for (; count < 20; count++) /* and others that do not matter */
			rdata[count] = txt(worst + 1, n - 1, room[count]);
	} else if (q->type == ZGL_RR_MX || q->type == ZGL_RR_PTR) {
		for (count = 0; count < 10; count++)
			rdata[count] = many_names(q->type == ZGL_RR_MX ? 2 : 0,
				count % 2, room[count]);
	} else {
		rdata[0] = (zgl_sv){ "\1\1\1\1", 4 };
	}
	struct zgl_answer answer = records(rdata, count);
	assert_int_equal(zgl_spfcheck_answer(check, number, &answer), ZGL_OK);
}

static void no_more_memory_than_told(void **state)
{
	struct zgl_spfcheck_config config = ZGL_SPFCHECK_DEFAULT;
	struct zgl_spf_verdict verdict;
	struct zgl_question question;
	size_t number;

	(void)state;
	config.limits = &limits;
	config.explain = config.steps = true;
	for (size_t t = 0; t < ZGL_COUNT(worsts); t++) {
		struct zgl_spfcheck *check;
		struct zgl_arena a;
		unsigned told = 0;
		/* as a message's arena: some of a block is used already */
		zgl_arena_begin(&a, ZGL_SPFCHECK_ROOM + 5000);
		assert_non_null(zgl_arena_get(&a, 5000 - 16));
		config.lookups = 10;
		assert_int_equal(zgl_spfcheck_new(&config, &check), ZGL_OK);
		begin(check, &a);
		while (zgl_spfcheck_next_question(check, &question, &number))
			answer_worst(
				check, &worsts[t], &question, number, &told);
		assert_int_equal(zgl_spfcheck_end(check, &verdict), ZGL_OK);
		assert_int_not_equal(verdict.result, ZGL_SPF_PASS);
		printf("# %zu octets of %zu, %zu steps, %u records\n", a.taken,
			ZGL_SPFCHECK_ROOM, verdict.step_count, told);
		zgl_spfcheck_free(check);
		zgl_arena_free(&a);
	}
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	ROWS_ADD(&r, orders, check_orders);
	rows_add_one(&r, "a question is answered before the next is told",
		told_before_others_are_asked);
	ROWS_ADD(&r, lates, check_late);
	rows_add_one(&r, "one host matched, the others are late",
		one_host_matched_the_others_are_late);
	rows_add_one(&r, "calls out of order", calls_out_of_order);
	rows_add_one(&r, "begin forgets the check before", begin_forgets);
	rows_add_one(&r, "begin forgets the names of the client",
		begin_forgets_the_client);
	rows_add_one(&r, "a number is used once", a_number_is_used_once);
	rows_add_one(&r, "more look-ups than may be configured",
		too_many_look_ups_to_configure);
	ROWS_ADD(&r, nonsense, check_nonsense);
	rows_add_one(&r, "RECORDS without a record", records_that_are_none);
	rows_add_one(&r, "no more memory than is told, whatever DNS says",
		no_more_memory_than_told);
	return rows_run(&r, "spforder");
}
