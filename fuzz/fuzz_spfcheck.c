/* SPDX-License-Identifier: ISC */
/*
 * spfcheck: any octets as what DNS answers. The input is lines,
 *
 *     1    options, an octet: see read_job
 *     2    MAIL FROM
 *     3    HELO
 *     ...  what DNS says, by the first octet:
 *          T  the text of a TXT record
 *          U  the same, two of them
 *          A  the client's own address, and that of others
 *          N  names, with spaces between, of MX and PTR
 *          R  RDATA as it stands
 *          e, x, s, b, m  NODATA, NXDOMAIN, TEMPFAIL, bogus, MALFORMED
 *
 * Which of the lines answers a question depends on its name and type only. So
 * the verdict must be the same whatever the order of the answers, and whether
 * steps are kept; and it keeps every promise of the header.
 */
#include <stdlib.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/buf.h"
#include "zegel/spf/spfcheck.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LINES     64
#define NAMES     12
#define AT_ONCE   10
#define QUESTIONS (1 + 11 * (1 + AT_ONCE) + 1 + AT_ONCE + 1)

static struct zgl_limits limits;

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct job {
	struct zgl_spfclient client;
	enum zgl_spf_identity identity;
	unsigned lookups, void_lookups;
	bool explain;
	zgl_sv lines[LINES];
	size_t count;
};

struct run {
	struct zgl_spfcheck *check;
	struct zgl_arena a;
	struct zgl_spf_verdict verdict;
	size_t told;
	bool matched_record; /* a TXT record was told */
};

static bool read_job(const uint8_t *data, size_t size, struct job *job)
{
	zgl_sv rest = { (const char *)data, size }, options;

	*job = (struct job){ .identity = ZGL_SPF_MAILFROM };
	if (!zgl_sv_split(&rest, '\n', &options) || options.n == 0
		|| !zgl_sv_split(&rest, '\n', &job->client.mail_from)
		|| !zgl_sv_split(&rest, '\n', &job->client.helo))
		return false;
	unsigned bits = (unsigned char)options.p[0];
	job->client.is_ipv6 = (bits & 1) != 0;
	job->identity = (bits & 2) != 0 ? ZGL_SPF_HELO : ZGL_SPF_MAILFROM;
	job->explain = (bits & 4) != 0;
	job->lookups = (bits & 8) != 0 ? 3 : 10;
	job->void_lookups = (bits & 16) != 0 ? 100 : 2;
	memcpy(job->client.octets, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1",
		16);
	if ((bits & 32) != 0)
		memcpy(job->client.octets,
			"\0\0\0\0\0\0\0\0\0\0\xff\xff\1\2\3\4", 16);
	while (job->count < LINES
		&& zgl_sv_split(&rest, '\n', &job->lines[job->count]))
		job->count++;
	return job->count > 0;
}

static uint32_t hash(const struct zgl_question *q)
{
	uint32_t h = 2166136261U ^ q->type;

	for (size_t i = 0; i < q->name.n; i++)
		h = (h ^ (uint8_t)zgl_lower((char)q->name.wire[i])) * 16777619U;
	return h ^ h >> 15;
}

static zgl_sv make_txt(zgl_sv text, struct zgl_arena *a)
{
	char *wire = zgl_arena_get(a, text.n + text.n / 100 + 1);
	size_t n = 0;

	must(wire != NULL);
	do { /* not always full: the version may be in two strings */
		zgl_sv part = zgl_sv_head(text, n == 0 ? 5 : 255);
		wire[n++] = (char)part.n;
		if (part.n > 0)
			memcpy(wire + n, part.p, part.n);
		n += part.n;
		text = zgl_sv_skip(text, part.n);
	} while (text.n > 0);
	return (zgl_sv){ wire, n };
}

static size_t make_names(
	zgl_sv text, size_t skip, struct zgl_arena *a, zgl_sv *records)
{
	size_t count = 0;
	zgl_sv part;

	while (count < NAMES && zgl_sv_split(&text, ' ', &part)) {
		struct zgl_qname name = { .n = 1 };
		if (!zgl_qname_from_octets(part, &name))
			name = (struct zgl_qname){ .n = 1 };
		char *wire = zgl_arena_get(a, skip + name.n);
		must(wire != NULL);
		memset(wire, 0, skip);
		memcpy(wire + skip, name.wire, name.n);
		records[count++] = (zgl_sv){ wire, skip + name.n };
	}
	return count;
}

static size_t make_hosts(const struct job *job, uint16_t type, bool own,
	struct zgl_arena *a, zgl_sv *records)
{
	size_t octets = type == ZGL_RR_A ? 4 : 16;
	char *other = zgl_arena_get(a, octets);

	must(other != NULL);
	memset(other, 0x0a, octets);
	records[0] = (zgl_sv){ other, octets };
	records[1] = (zgl_sv){ (const char *)job->client.octets, octets };
	if (job->client.is_ipv6 && type == ZGL_RR_A)
		records[1].p += 12; /* of a mapped one */
	return own ? 2 : 1;
}

static enum zgl_answer_state state_of(char kind)
{
	switch (kind) {
	case 'e': return ZGL_ANSWER_NODATA;
	case 'x': return ZGL_ANSWER_NXDOMAIN;
	case 's':
	case 'b': return ZGL_ANSWER_TEMPFAIL;
	case 'm': return ZGL_ANSWER_MALFORMED;
	default: return ZGL_ANSWER_RECORDS;
	}
}

static size_t make_records(const struct job *job, const struct zgl_question *q,
	zgl_sv line, struct zgl_arena *a, zgl_sv *records)
{
	char kind = line.n > 0 ? line.p[0] : 'T';

	line = zgl_sv_skip(line, 1);
	if (kind == 'R') {
		records[0] = line;
		return 1;
	}
	switch (q->type) {
	case ZGL_RR_MX: return make_names(line, 2, a, records);
	case ZGL_RR_PTR: return make_names(line, 0, a, records);
	case ZGL_RR_A:
	case ZGL_RR_AAAA:
		return make_hosts(job, q->type, kind == 'A', a, records);
	default: break;
	}
	records[0] = records[1] = make_txt(line, a);
	return kind == 'U' ? 2 : 1;
}

static void answer(const struct job *job, struct run *r,
	const struct zgl_question *q, size_t number)
{
	zgl_sv line = job->lines[number == 0 ? 0 : hash(q) % job->count];
	char kind = line.n > 0 ? line.p[0] : 'T';
	struct zgl_answer given = { .state = state_of(kind) };
	zgl_sv records[NAMES];
	struct zgl_arena a;

	zgl_arena_begin(&a, 1 << 24);
	given.dnssec = kind == 'b' ? ZGL_DNSSEC_BOGUS : ZGL_DNSSEC_UNKNOWN;
	given.records = records;
	if (given.state == ZGL_ANSWER_RECORDS)
		given.count = make_records(job, q, line, &a, records);
	r->matched_record |= given.count > 0 && q->type == ZGL_RR_TXT;
	must(zgl_spfcheck_answer(r->check, number, &given) == ZGL_OK);
	zgl_arena_free(&a);
}

static size_t answer_round(const struct job *job, struct run *r, bool backwards)
{
	struct zgl_question questions[AT_ONCE];
	size_t numbers[AT_ONCE], count = 0;

	while (count < AT_ONCE
		&& zgl_spfcheck_next_question(
			r->check, &questions[count], &numbers[count])) {
		must(numbers[count] == r->told++);
		must(questions[count].type != ZGL_RR_SPF);
		must(questions[count].name.n <= ZGL_QNAME_MAX);
		count++;
	}
	must(zgl_spfcheck_waiting(r->check) == count);
	for (size_t i = 0; i < count; i++) {
		size_t at = backwards ? count - 1 - i : i;
		answer(job, r, &questions[at], numbers[at]);
	}
	return count;
}

static void run(const struct job *job, unsigned way, struct run *r)
{
	struct zgl_spfcheck_config config = { .limits = &limits,
		.lookups = job->lookups,
		.void_lookups = job->void_lookups,
		.receiver = ZGL_SV("mx.example.net"),
		.explain = job->explain,
		.steps = (way & 1) != 0 };

	*r = (struct run){ .told = 0 };
	zgl_arena_begin(&r->a, ZGL_SPFCHECK_ROOM);
	must(zgl_spfcheck_new(&config, &r->check) == ZGL_OK);
	must(zgl_spfcheck_begin(
		     r->check, job->identity, &job->client, &r->a, 1234567890)
		== ZGL_OK);
	while (answer_round(job, r, (way & 2) != 0) > 0)
		must(r->told <= QUESTIONS);
	must(zgl_spfcheck_end(r->check, &r->verdict) == ZGL_OK);
}

static void end(struct run *r)
{
	zgl_spfcheck_free(r->check);
	zgl_arena_free(&r->a);
}

static void check_shows(zgl_sv text)
{
	for (size_t i = 0; i < text.n; i++)
		must(text.p[i] >= ' ' && text.p[i] <= '~');
}

static void check_steps(const struct zgl_spf_verdict *v)
{
	must(v->step_count <= ZGL_SPFCHECK_STEPS);
	for (size_t i = 0; i < v->step_count; i++) {
		const struct zgl_spfstep *step = &v->steps[i];
		check_shows(step->domain);
		check_shows(step->term);
		check_shows(step->target);
		must(step->domain.n > 0 && step->term.n > 0);
		must(step->depth <= (i == 0 ? 0 : v->steps[i - 1].depth + 1));
		must(step->lookups <= v->lookups);
		must(step->void_lookups <= v->void_lookups);
	}
}

/* The results that a reason may have. */
static bool fits(enum zgl_spf_result result, enum zgl_spf_reason reason)
{
	switch (reason) {
	case ZGL_SPF_REASON_MATCHED:
		return result >= ZGL_SPF_PASS && result <= ZGL_SPF_NEUTRAL;
	case ZGL_SPF_REASON_NO_MATCH: return result == ZGL_SPF_NEUTRAL;
	case ZGL_SPF_REASON_NO_DOMAIN:
	case ZGL_SPF_REASON_NO_RECORD:
	case ZGL_SPF_REASON_NXDOMAIN: return result == ZGL_SPF_NONE;
	case ZGL_SPF_REASON_DNS:
	case ZGL_SPF_REASON_DNS_BOGUS: return result == ZGL_SPF_TEMPERROR;
	default: return result == ZGL_SPF_PERMERROR;
	}
}

static void check_counts(const struct job *job, const struct zgl_spf_verdict *v)
{
	bool lookups = v->reason == ZGL_SPF_REASON_LOOKUPS;
	bool voids = v->reason == ZGL_SPF_REASON_VOID_LOOKUPS;

	/* the last term may have %{p}, and so be two too many */
	must(v->lookups <= job->lookups + 2);
	must(lookups == (v->lookups > job->lookups));
	must(v->void_lookups <= job->void_lookups + 1);
	must(voids == (v->void_lookups > job->void_lookups));
}

static void check_verdict(const struct job *job, const struct run *r)
{
	const struct zgl_spf_verdict *v = &r->verdict;
	bool matched = v->reason == ZGL_SPF_REASON_MATCHED;

	must(fits(v->result, v->reason));
	must((v->mechanism.n > 0) == matched);
	must(v->problem.n == 0 || v->result >= ZGL_SPF_TEMPERROR);
	must(!matched || (r->matched_record && v->record.n > 0));
	must(v->explanation.n == 0
		|| (v->result == ZGL_SPF_FAIL && job->explain));
	must((v->domain.n == 0) == (v->reason == ZGL_SPF_REASON_NO_DOMAIN));
	must(zgl_dname_eq(&v->domain, zgl_spfcheck_domain(r->check)));
	must(v->mechanism.n <= 255 && v->problem.n <= 255);
	must(v->explanation.n <= 450);
	check_shows(v->mechanism);
	check_shows(v->problem);
	check_shows(v->explanation);
	check_shows(v->record);
	check_counts(job, v);
	check_steps(v);
}

static void same(const struct run *a, const struct run *b)
{
	const struct zgl_spf_verdict *v = &a->verdict, *w = &b->verdict;

	must(v->result == w->result && v->reason == w->reason);
	must(v->identity == w->identity && a->told == b->told);
	must(zgl_sv_eq(v->mechanism, w->mechanism));
	must(zgl_sv_eq(v->problem, w->problem));
	must(zgl_sv_eq(v->explanation, w->explanation));
	must(zgl_sv_eq(v->record, w->record));
	must(v->lookups == w->lookups);
	must(v->void_lookups == w->void_lookups);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run first, other;
	struct job job;

	limits = ZGL_LIMITS_DEFAULT;
	if (!read_job(data, size, &job))
		return 0;
	run(&job, 0, &first);
	check_verdict(&job, &first);
	for (unsigned way = 1; way < 4; way += 2) {
		run(&job, way, &other);
		check_verdict(&job, &other);
		same(&first, &other);
		end(&other);
	}
	end(&first);
	return 0;
}
