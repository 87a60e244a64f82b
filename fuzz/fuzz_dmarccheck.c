/* SPDX-License-Identifier: ISC */
/*
 * dmarccheck: any author domain, any domains beside it, and whatever DNS
 * answers. The input is lines:
 *
 *     line 1     the author domain
 *     line 2     domains: "d" or "s" (DKIM, SPF), "+", "-" or "?" (authentic),
 *                the domain; spaces between
 *     the rest   for each question a line: one letter, then text
 *                  n no data, x NXDOMAIN, f failure, b bogus, m malformed
 *                  r a record of this text; R two, cut at the first "|"
 *                  w any RDATA
 *
 * A first line that begins with "=" is judged by suffix. A question for which
 * there is no line is not answered.
 */
#include <stdlib.h>
#include <string.h>

#include "zegel/dmarc/dmarccheck.h"

#define DOMAINS 12
#define ASKED   (8 * (DOMAINS + 1) + 1)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct job {
	bool by_suffix;
	struct zgl_dname author;
	struct zgl_dname domains[DOMAINS];
	enum zgl_dmarc_method methods[DOMAINS];
	enum zgl_dmarc_authentic authentic[DOMAINS];
	size_t count;
	zgl_sv answers;
};

static struct zgl_limits limits;

static bool take_line(zgl_sv *rest, zgl_sv *line_r)
{
	return zgl_sv_split(rest, '\n', line_r);
}

static void read_domain(struct job *job, zgl_sv word)
{
	size_t i = job->count;

	if (i == DOMAINS || word.n < 2)
		return;
	job->methods[i] = word.p[0] == 's' ? ZGL_DMARC_SPF : ZGL_DMARC_DKIM;
	job->authentic[i] = word.p[1] == '+' ? ZGL_DMARC_AUTHENTIC_YES
		: word.p[1] == '?'           ? ZGL_DMARC_AUTHENTIC_UNDECIDED
					     : ZGL_DMARC_AUTHENTIC_NO;
	if (zgl_dname_parse(zgl_sv_skip(word, 2), &job->domains[i])
		== ZGL_DNAME_OK)
		job->count++;
}

static struct job read_job(zgl_sv text)
{
	struct job job = { .by_suffix = false };
	zgl_sv rest = text, line = ZGL_SV(""), word;

	(void)take_line(&rest, &line);
	if (zgl_sv_starts(line, ZGL_SV("="))) {
		job.by_suffix = true;
		line = zgl_sv_skip(line, 1);
	}
	if (zgl_dname_parse(line, &job.author) != ZGL_DNAME_OK)
		job.author.n = 0;
	if (take_line(&rest, &line)) {
		while (zgl_sv_split(&line, ' ', &word))
			read_domain(&job, word);
	}
	job.answers = rest;
	return job;
}

/* The last label is the suffix, that of "uk" two, that of "q" not known. */
static unsigned suffix(void *to, const struct zgl_dname *name)
{
	zgl_sv text = zgl_dname_sv(name);

	(void)to;
	if (zgl_sv_iends(text, ZGL_SV("q")))
		return 0;
	return zgl_sv_iends(text, ZGL_SV("uk")) ? 2 : 1;
}

static zgl_sv make_rdata(zgl_sv text, struct zgl_arena *a)
{
	char *wire = zgl_arena_get(a, text.n + text.n / 255 + 1);
	size_t n = 0;

	must(wire != NULL);
	do {
		zgl_sv part = zgl_sv_head(text, 255);
		wire[n++] = (char)part.n;
		if (part.n > 0)
			memcpy(wire + n, part.p, part.n);
		n += part.n;
		text = zgl_sv_skip(text, part.n);
	} while (text.n > 0);
	return (zgl_sv){ wire, n };
}

static void read_records(zgl_sv line, zgl_sv records[2], struct zgl_arena *a,
	struct zgl_answer *answer)
{
	zgl_sv text = zgl_sv_skip(line, 1);
	size_t cut = zgl_sv_find(text, '|');

	answer->state = ZGL_ANSWER_RECORDS;
	answer->records = records;
	answer->count = line.p[0] == 'R' ? 2 : 1;
	records[0] = line.p[0] == 'w' ? text
		: line.p[0] == 'r'    ? make_rdata(text, a)
				      : make_rdata(zgl_sv_head(text, cut), a);
	records[1] = make_rdata(zgl_sv_skip(text, cut + 1), a);
}

static struct zgl_answer read_answer(
	zgl_sv line, zgl_sv records[2], struct zgl_arena *a)
{
	struct zgl_answer answer = { .state = ZGL_ANSWER_NXDOMAIN };

	switch (line.n > 0 ? line.p[0] : 'x') {
	case 'n': answer.state = ZGL_ANSWER_NODATA; break;
	case 'f': answer.state = ZGL_ANSWER_TEMPFAIL; break;
	case 'm': answer.state = ZGL_ANSWER_MALFORMED; break;
	case 'b':
		answer.state = ZGL_ANSWER_TEMPFAIL;
		answer.dnssec = ZGL_DNSSEC_BOGUS;
		break;
	case 'r':
	case 'R':
	case 'w': read_records(line, records, a, &answer); break;
	default: break;
	}
	return answer;
}

struct run {
	struct zgl_dmarccheck *check;
	zgl_sv answers; /* that are left */
	size_t asked, failed;
	bool none; /* some were not answered */
};

static void answer(struct run *r, size_t number, zgl_sv line)
{
	struct zgl_arena a;
	zgl_sv records[2];

	zgl_arena_begin(&a, 1 << 24);
	struct zgl_answer given = read_answer(line, records, &a);
	r->failed += given.state == ZGL_ANSWER_TEMPFAIL
		|| given.state == ZGL_ANSWER_MALFORMED;
	must(zgl_dmarccheck_answer(r->check, number, &given) == ZGL_OK);
	must(zgl_dmarccheck_answer(r->check, number, &given) == ZGL_EUSAGE);
	zgl_arena_free(&a);
}

/* One after the other, or all that are known and then from the last on: what a
 * question is answered does not depend on it. */
static void ask(struct run *r, bool backwards)
{
	size_t numbers[ASKED], waits = 0;
	zgl_sv lines[ASKED];
	struct zgl_question question;

	for (;;) {
		while (zgl_dmarccheck_next_question(
			r->check, &question, &numbers[waits])) {
			must(question.type == ZGL_RR_TXT
				|| question.type == ZGL_RR_CNAME);
			must(++r->asked <= ASKED);
			if (take_line(&r->answers, &lines[waits]))
				waits++;
			else
				r->none = true;
		}
		if (waits == 0)
			break;
		size_t i = backwards ? waits - 1 : 0;
		answer(r, numbers[i], lines[i]);
		waits--;
		memmove(&numbers[i], &numbers[i + 1],
			(waits - i) * sizeof(numbers[0]));
		memmove(&lines[i], &lines[i + 1],
			(waits - i) * sizeof(lines[0]));
	}
}

static const struct zgl_dmarc_identifier *passing(
	const struct zgl_dmarc_verdict *v)
{
	for (size_t i = 0; i < v->identifier_count; i++) {
		if (v->identifiers[i].aligned
			&& v->identifiers[i].authentic
				== ZGL_DMARC_AUTHENTIC_YES)
			return &v->identifiers[i];
	}
	return NULL;
}

/* What makes a pass is the author domain, or has its organizational domain,
 * which is at or above both. */
static void check_pass(const struct zgl_dmarc_verdict *v)
{
	const struct zgl_dmarc_identifier *id = passing(v);

	must(v->record != NULL && v->policy_domain.n > 0 && id != NULL);
	must(zgl_dname_within(&v->author, &v->policy_domain));
	if (zgl_dname_eq(&id->domain, &v->author))
		return;
	must(!(id->method == ZGL_DMARC_DKIM ? v->record->strict_dkim
					    : v->record->strict_spf));
	must(v->organizational.n > 0);
	must(zgl_dname_eq(&v->organizational, &id->organizational));
	must(zgl_dname_within(&v->author, &v->organizational));
	must(zgl_dname_within(&id->domain, &v->organizational));
}

static void check_verdict(
	const struct job *job, const struct run *r, struct zgl_dmarc_verdict *v)
{
	must(v->result == zgl_dmarc_reason_result(v->reason));
	must(v->identifier_count == job->count);
	must((v->author.n == 0) == (v->reason == ZGL_DMARC_REASON_AUTHOR));
	must(v->step_count <= 8 && r->asked <= 8 * (job->count + 1) + 1);
	must(job->count > 0 || r->asked <= 9);
	must((v->tag == ZGL_DMARC_TAG_NONE)
		== (v->record == NULL
			|| v->reason == ZGL_DMARC_REASON_UNUSABLE));
	must(v->policy <= v->published);
	if (v->result == ZGL_DMARC_PASS)
		check_pass(v);
	else
		must(passing(v) == NULL);
	if (v->result == ZGL_DMARC_TEMPERROR
		&& v->reason != ZGL_DMARC_REASON_UNDECIDED)
		must(r->failed > 0 || r->none);
	if (v->reason == ZGL_DMARC_REASON_NO_RECORD)
		must(v->record == NULL);
	for (size_t i = 1; i < v->step_count; i++)
		must(zgl_dname_within(
			&v->steps[i - 1].domain, &v->steps[i].domain));
}

/* `late`: the domains are told when all that was asked is answered. */
static void judge(const struct job *job, bool backwards, bool late,
	struct zgl_arena *a, struct zgl_dmarc_verdict *v)
{
	struct zgl_dmarccheck_config config = { .limits = &limits,
		.suffix = job->by_suffix ? suffix : NULL };
	struct run r = { .answers = job->answers };
	size_t number;

	must(zgl_dmarccheck_new(&config, &r.check) == ZGL_OK);
	must(zgl_dmarccheck_begin(r.check, &job->author, a) == ZGL_OK);
	if (late)
		ask(&r, backwards);
	for (size_t i = 0; i < job->count; i++) {
		must(zgl_dmarccheck_add(r.check, job->methods[i],
			     &job->domains[i], &number)
			== ZGL_OK);
		must(number == i
			&& zgl_dmarccheck_set(r.check, i, job->authentic[i])
				== ZGL_OK);
	}
	ask(&r, backwards);
	must(zgl_dmarccheck_end(r.check, v) == ZGL_OK);
	check_verdict(job, &r, v);
	zgl_dmarccheck_free(r.check);
}

static void compare(
	const struct zgl_dmarc_verdict *a, const struct zgl_dmarc_verdict *b)
{
	must(a->reason == b->reason && a->problem == b->problem);
	must(a->tag == b->tag && a->published == b->published);
	must(a->policy == b->policy && a->author_exists == b->author_exists);
	must(zgl_dname_eq(&a->policy_domain, &b->policy_domain));
	must(zgl_dname_eq(&a->organizational, &b->organizational));
	must(a->step_count == b->step_count);
	for (size_t i = 0; i < a->step_count; i++)
		must(a->steps[i].outcome == b->steps[i].outcome);
	for (size_t i = 0; i < a->identifier_count; i++)
		must(a->identifiers[i].aligned == b->identifiers[i].aligned);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job job = read_job((zgl_sv){ (const char *)data, size });
	struct zgl_dmarc_verdict one, other;
	struct zgl_arena a;

	limits = ZGL_LIMITS_DEFAULT;
	zgl_arena_begin(&a, 1 << 26);
	judge(&job, false, false, &a, &one);
	judge(&job, true, false, &a, &other);
	compare(&one, &other);
	judge(&job, false, true, &a, &other);
	compare(&one, &other);
	zgl_arena_free(&a);
	return 0;
}
