/* SPDX-License-Identifier: ISC */
/*
 * spf_runner: reads SPF cases (spflines.h) and answers each with
 *
 *     result reason mechanism problem explanation lookups void-lookups
 *
 * A case is run twice: its questions answered as they come, and the last one
 * first; both must come to the same verdict. What is handed over has memory of
 * its own, and goes as soon as it may: a sanitizer sees who reads past it.
 */
#include <arpa/inet.h>

#include "tests/suites/spflines.h"
#include "zegel/base/attr.h"
#include "zegel/spf/spfcheck.h"

#define NOW       1795284000
#define RECORDS   4000
#define QUESTIONS 64
#define CNAMES    8

struct record {
	struct zgl_qname name;
	uint16_t type;
	bool fault;
	char *rdata;
	size_t n;
};

static struct {
	struct record records[RECORDS];
	size_t count;
} zone;

static _Noreturn void die(const char *what, const char *about)
{
	fprintf(stderr, "spf_runner: %s: %s\n", what, about);
	exit(1);
}

static void must(enum zgl_err err, const char *about)
{
	if (err != ZGL_OK)
		die(zgl_err_sentence(err), about);
}

static char *copy_of(const char *p, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		die("out of memory", "copy");
	memcpy(copy, p, n);
	return copy;
}

/* ---- the zone ---- */

static void empty_zone(void)
{
	while (zone.count > 0)
		free(zone.records[--zone.count].rdata);
}

static uint16_t type_of(const char *word)
{
	static const struct {
		const char *word;
		uint16_t type;
	} types[] = { { "A", ZGL_RR_A }, { "AAAA", ZGL_RR_AAAA },
		{ "MX", ZGL_RR_MX }, { "PTR", ZGL_RR_PTR },
		{ "CNAME", ZGL_RR_CNAME }, { "TXT", ZGL_RR_TXT },
		{ "SPF", ZGL_RR_SPF } };

	for (size_t i = 0; i < ZGL_COUNT(types); i++) {
		if (strcmp(word, types[i].word) == 0)
			return types[i].type;
	}
	die("no type", word);
}

/* False for a name that DNS cannot hold, and which nobody can ask for. */
static bool name_of(const char *p, size_t n, struct zgl_qname *name_r)
{
	if (n > 0 && !(n == 1 && p[0] == '.'))
		return zgl_qname_from_octets((zgl_sv){ p, n }, name_r);
	*name_r = (struct zgl_qname){ .n = 1 };
	return true;
}

static size_t put_name(const struct spfline *line, size_t field, char *out)
{
	struct zgl_qname name;

	if (!name_of(line->p[field], line->n[field], &name))
		die("no name", line->p[field]);
	memcpy(out, name.wire, name.n);
	return name.n;
}

static size_t put_strings(const struct spfline *line, size_t field, char *out)
{
	size_t n = 0;

	for (; field < line->count; field++) {
		zgl_sv rest = { line->p[field], line->n[field] };
		do {
			zgl_sv part = zgl_sv_head(rest, 255);
			out[n++] = (char)part.n;
			memcpy(out + n, part.p, part.n);
			n += part.n;
			rest = zgl_sv_skip(rest, 255);
		} while (rest.n > 0);
	}
	return n;
}

static size_t put_mx(const struct spfline *line, char *out)
{
	unsigned long preference = strtoul(line->p[3], NULL, 10);

	out[0] = (char)(preference >> 8);
	out[1] = (char)(preference & 0xff);
	return 2 + put_name(line, 4, out + 2);
}

static size_t put_rdata(uint16_t type, const struct spfline *line, char *out)
{
	bool good = true;
	size_t n = 0;

	switch (type) {
	case ZGL_RR_A:
		good = inet_pton(AF_INET, line->p[3], out) == 1;
		n = 4;
		break;
	case ZGL_RR_AAAA:
		good = inet_pton(AF_INET6, line->p[3], out) == 1;
		n = 16;
		break;
	case ZGL_RR_MX: n = put_mx(line, out); break;
	case ZGL_RR_TXT:
	case ZGL_RR_SPF: n = put_strings(line, 3, out); break;
	default: n = put_name(line, 3, out);
	}
	if (!good)
		die("no address", line->p[3]);
	return n;
}

static void add_record(const struct spfline *line, bool fault)
{
	static char rdata[1 << 20];
	struct record r = { .type = type_of(line->p[2]), .fault = fault };

	if (!name_of(line->p[1], line->n[1], &r.name))
		return;
	if (zone.count == RECORDS)
		die("too many records", line->p[1]);
	if (!fault)
		r.n = put_rdata(r.type, line, rdata);
	r.rdata = copy_of(rdata, r.n);
	zone.records[zone.count++] = r;
}

/* ---- answers ---- */

static enum zgl_answer_state find(
	const struct zgl_question *question, zgl_sv *records, size_t *count_r)
{
	enum zgl_answer_state state = ZGL_ANSWER_NXDOMAIN;

	*count_r = 0;
	for (size_t i = 0; i < zone.count; i++) {
		const struct record *r = &zone.records[i];
		if (!zgl_qname_within(&r->name, &question->name))
			continue;
		if (state == ZGL_ANSWER_NXDOMAIN)
			state = ZGL_ANSWER_NODATA;
		if (r->type != question->type
			|| !zgl_qname_eq(&r->name, &question->name))
			continue;
		if (r->fault)
			return ZGL_ANSWER_TEMPFAIL;
		state = ZGL_ANSWER_RECORDS;
		records[(*count_r)++] = (zgl_sv){ r->rdata, r->n };
	}
	return state;
}

/* As a resolver does: CNAMEs are followed. */
static void look_up(struct zgl_question question, zgl_sv *records,
	struct zgl_answer *answer)
{
	*answer = (struct zgl_answer){ .records = records };
	for (unsigned i = 0; i <= CNAMES; i++) {
		struct zgl_question alias = question;
		answer->state = find(&question, records, &answer->count);
		if (answer->state != ZGL_ANSWER_NODATA)
			return;
		alias.type = ZGL_RR_CNAME;
		if (find(&alias, records, &answer->count)
			!= ZGL_ANSWER_RECORDS) {
			answer->count = 0;
			return;
		}
		question.name.n = (uint8_t)records[0].n;
		memcpy(question.name.wire, records[0].p, records[0].n);
	}
	*answer = (struct zgl_answer){ .state = ZGL_ANSWER_MALFORMED,
		.problem = "too many CNAMEs" };
}

/* Answers with octets that go at once. */
static void answer(
	struct zgl_spfcheck *check, size_t number, struct zgl_question question)
{
	static zgl_sv found[RECORDS];
	struct zgl_answer told;
	zgl_sv *records;

	look_up(question, found, &told);
	records = (zgl_sv *)copy_of(
		(const char *)found, told.count * sizeof(found[0]));
	for (size_t i = 0; i < told.count; i++)
		records[i].p = copy_of(found[i].p, found[i].n);
	told.records = records;
	if (told.state == ZGL_ANSWER_TEMPFAIL)
		told.problem = "the server did not answer in time";
	must(zgl_spfcheck_answer(check, number, &told), "answer");
	for (size_t i = 0; i < told.count; i++)
		free((void *)(uintptr_t)records[i].p);
	free(records);
}

static void ask_all(struct zgl_spfcheck *check, bool last_first)
{
	struct zgl_question questions[QUESTIONS];
	size_t numbers[QUESTIONS], count = 0;

	for (;;) {
		while (count < QUESTIONS
			&& zgl_spfcheck_next_question(
				check, &questions[count], &numbers[count]))
			count++;
		if (zgl_spfcheck_waiting(check) != count)
			die("waiting", "differs from what was asked");
		if (count == 0)
			return;
		size_t at = last_first ? count - 1 : 0;
		answer(check, numbers[at], questions[at]);
		count--;
		memmove(&questions[at], &questions[at + 1],
			(count - at) * sizeof(questions[0]));
		memmove(&numbers[at], &numbers[at + 1],
			(count - at) * sizeof(numbers[0]));
	}
}

/* ---- verdicts ---- */

static void put(FILE *out, zgl_sv s)
{
	spfline_put(out, s.p, s.n);
}

static void write_verdict(FILE *out, const struct zgl_spf_verdict *v)
{
	fprintf(out, "%s\t%s", zgl_spf_result_word(v->result),
		zgl_spf_reason_word(v->reason));
	put(out, v->mechanism);
	put(out, v->problem);
	put(out, v->explanation);
	fprintf(out, "\t%u\t%u\n", v->lookups, v->void_lookups);
}

/* Runs the case; the line is malloc'ed. */
static char *run(struct zgl_spfcheck *check, const struct zgl_spfclient *client,
	bool last_first)
{
	struct zgl_spf_verdict verdict;
	struct zgl_arena arena;
	char *text = NULL;
	size_t n = 0;

	zgl_arena_begin(&arena, ZGL_SPFCHECK_ROOM);
	must(zgl_spfcheck_begin(check, ZGL_SPF_MAILFROM, client, &arena, NOW),
		"begin");
	ask_all(check, last_first);
	must(zgl_spfcheck_end(check, &verdict), "end");
	FILE *out = open_memstream(&text, &n);
	if (out == NULL)
		die("out of memory", "verdict");
	write_verdict(out, &verdict);
	fclose(out);
	zgl_arena_free(&arena);
	return text;
}

static void read_client(const struct spfline *line, struct zgl_spfclient *c)
{
	*c = (struct zgl_spfclient){ .is_ipv6 = strchr(line->p[1], ':') };
	if (inet_pton(c->is_ipv6 ? AF_INET6 : AF_INET, line->p[1], c->octets)
		!= 1)
		die("no address", line->p[1]);
	c->helo = (zgl_sv){ copy_of(line->p[2], line->n[2]), line->n[2] };
	c->mail_from = (zgl_sv){ copy_of(line->p[3], line->n[3]), line->n[3] };
}

/* One machine for all cases with the same receiver. */
static struct zgl_spfcheck *machine_for(const struct spfline *line)
{
	static struct zgl_limits limits;
	static struct zgl_spfcheck *check;
	static char receiver[256];
	struct zgl_spfcheck_config config = ZGL_SPFCHECK_DEFAULT;

	if (line != NULL && check != NULL && strcmp(receiver, line->p[4]) == 0)
		return check;
	zgl_spfcheck_free(check);
	check = NULL;
	if (line == NULL)
		return NULL;
	snprintf(receiver, sizeof(receiver), "%s", line->p[4]);
	limits = ZGL_LIMITS_DEFAULT;
	config.limits = &limits;
	config.receiver = zgl_sv_of(receiver[0] == '\0' ? NULL : receiver);
	config.explain = true;
	config.steps = true;
	must(zgl_spfcheck_new(&config, &check), "new");
	return check;
}

static void check_case(const struct spfline *line)
{
	struct zgl_spfcheck *check = machine_for(line);
	struct zgl_spfclient client;

	read_client(line, &client);
	char *forth = run(check, &client, false);
	char *back = run(check, &client, true);
	if (strcmp(forth, back) != 0)
		die("the order of the answers makes a difference", back);
	fputs(forth, stdout);
	fflush(stdout);
	free(forth);
	free(back);
	free((void *)(uintptr_t)client.helo.p);
	free((void *)(uintptr_t)client.mail_from.p);
}

int main(void)
{
	struct spfline line = { 0 };

	while (spfline_read(&line, stdin)) {
		if (spfline_is(&line, "zone", 1))
			empty_zone();
		else if (spfline_is(&line, "rr", 3))
			add_record(&line, false);
		else if (spfline_is(&line, "fault", 3))
			add_record(&line, true);
		else if (spfline_is(&line, "check", 5))
			check_case(&line);
		else
			die("no such line", line.count > 0 ? line.p[0] : "");
	}
	empty_zone();
	machine_for(NULL);
	free(line.room);
	return 0;
}
