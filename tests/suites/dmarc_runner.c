/* SPDX-License-Identifier: ISC */
/*
 * dmarc_runner: cases as JSON on standard input, a line each:
 *
 *     {"dns": master file, "fields": [field in hex, ...] or "author": domain,
 *      "identifiers": [[method, domain, result], ...]}
 *
 * What the library makes of each as JSON on standard output, a line each:
 *
 *     {"author", "fault", "result", "reason", "policy", "tag", "policy_domain",
 *      "organizational_domain", "identifiers": [[authentic, aligned], ...],
 *      "walk": [domain, ...], "asked": [[type, name], ...]}
 *
 * `walk` holds the names that the walk of the author domain came to. A case is
 * run twice: each question answered as it comes, and the last one first; both
 * must come to one verdict. A domain of no identifier that is no name is left
 * out, as it is by who calls the library.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/dmarc/dmarccheck.h"
#include "zegel/dns/zone.h"
#include "zegel/sig/authordomain.h"

#define ARENA_OCTETS ((size_t)4 * 1024 * 1024)
#define MOST         64

struct run {
	struct zgl_limits limits;
	struct zgl_zone *zone;
	struct zgl_arena arena;
	struct zgl_dname author;
	enum zgl_authorfault fault;
	size_t numbers[MOST]; /* of the identifiers; MOST: no name */
	struct zgl_question asked[MOST];
	size_t asked_count;
};

static void must(enum zgl_err err, const char *what)
{
	if (err == ZGL_OK)
		return;
	fprintf(stderr, "dmarc_runner: %s: %s\n", what, zgl_err_sentence(err));
	exit(1);
}

static zgl_sv text_of(const json_t *text)
{
	return (zgl_sv){ json_string_value(text), json_string_length(text) };
}

static zgl_sv unhex(zgl_sv hex, struct zgl_arena *a)
{
	char *octets = zgl_arena_get(a, hex.n / 2 + 1);

	must(octets == NULL ? ZGL_ENOMEM : ZGL_OK, "a field");
	for (size_t i = 0; i + 1 < hex.n; i += 2)
		octets[i / 2] = (char)(16 * zgl_hex_value(hex.p[i])
			+ zgl_hex_value(hex.p[i + 1]));
	return (zgl_sv){ octets, hex.n / 2 };
}

static void find_author(struct run *run, const json_t *job)
{
	const json_t *author = json_object_get(job, "author"), *field;
	struct zgl_header header;
	size_t i;

	run->fault = ZGL_AUTHORFAULT_NONE;
	if (author != NULL) {
		must(zgl_dname_parse(text_of(author), &run->author)
					== ZGL_DNAME_OK
				? ZGL_OK
				: ZGL_ESYNTAX,
			"the author domain");
		return;
	}
	zgl_header_begin(&header, &run->arena, &run->limits);
	json_array_foreach(json_object_get(job, "fields"), i, field) must(
		zgl_header_add(&header, unhex(text_of(field), &run->arena)),
		"a field");
	must(zgl_authordomain_find(&header, &run->limits, &run->arena,
		     &run->author, &run->fault),
		"From");
}

static void load_zone(struct run *run, const json_t *job)
{
	struct zgl_diag diag;

	must(zgl_zone_new(&run->zone), "a zone");
	enum zgl_err err = zgl_zone_load(
		run->zone, text_of(json_object_get(job, "dns")), &diag);
	if (err != ZGL_OK)
		fprintf(stderr, "line %zu: expected %s\n", (size_t)diag.line,
			diag.expected != NULL ? diag.expected : diag.what);
	must(err, "the zone");
}

static void add_identifiers(
	struct run *run, const json_t *job, struct zgl_dmarccheck *check)
{
	const json_t *identifier;
	struct zgl_dname domain;
	size_t i;

	json_array_foreach(json_object_get(job, "identifiers"), i, identifier)
	{
		zgl_sv method = text_of(json_array_get(identifier, 0));
		run->numbers[i] = MOST;
		if (zgl_dname_parse(
			    text_of(json_array_get(identifier, 1)), &domain)
			!= ZGL_DNAME_OK)
			continue;
		must(zgl_dmarccheck_add(check,
			     zgl_sv_eq(method, ZGL_SV("spf")) ? ZGL_DMARC_SPF
							      : ZGL_DMARC_DKIM,
			     &domain, &run->numbers[i]),
			"an identifier");
	}
}

static enum zgl_dmarc_authentic authentic_of(zgl_sv result)
{
	if (zgl_sv_eq(result, ZGL_SV("pass")))
		return ZGL_DMARC_AUTHENTIC_YES;
	return zgl_sv_eq(result, ZGL_SV("temperror"))
		? ZGL_DMARC_AUTHENTIC_UNDECIDED
		: ZGL_DMARC_AUTHENTIC_NO;
}

static void set_identifiers(
	struct run *run, const json_t *job, struct zgl_dmarccheck *check)
{
	const json_t *identifier;
	size_t i;

	json_array_foreach(json_object_get(job, "identifiers"), i, identifier)
	{
		zgl_sv result = text_of(json_array_get(identifier, 2));
		if (run->numbers[i] < MOST)
			must(zgl_dmarccheck_set(check, run->numbers[i],
				     authentic_of(result)),
				"a result");
	}
}

/* Takes all questions there are; returns how many. */
static size_t take_questions(struct run *run, struct zgl_dmarccheck *check,
	struct zgl_question *questions, size_t *numbers)
{
	size_t n = 0;

	while (n < MOST
		&& zgl_dmarccheck_next_question(
			check, &questions[n], &numbers[n])) {
		if (run->asked_count == MOST)
			must(ZGL_ELIMIT, "questions");
		run->asked[run->asked_count++] = questions[n++];
	}
	return n;
}

static void answer_all(
	struct run *run, struct zgl_dmarccheck *check, bool last_first)
{
	struct zgl_question questions[MOST];
	size_t numbers[MOST], n;
	struct zgl_answer answer;

	run->asked_count = 0;
	while ((n = take_questions(run, check, questions, numbers)) > 0) {
		for (size_t k = 0; k < n; k++) {
			size_t i = last_first ? n - 1 - k : k;
			must(zgl_zone_answer(run->zone, &questions[i],
				     &run->limits, &run->arena, &answer),
				"an answer");
			must(zgl_dmarccheck_answer(check, numbers[i], &answer),
				"an answer");
		}
	}
}

static json_t *name_of(const struct zgl_dname *name)
{
	return name->n == 0 ? json_null() : json_stringn(name->text, name->n);
}

static json_t *asked_of(const struct run *run)
{
	json_t *asked = json_array();
	struct zgl_buf name;

	zgl_buf_begin(&name, 4096);
	for (size_t i = 0; i < run->asked_count; i++) {
		zgl_buf_reset(&name);
		zgl_qname_write(&run->asked[i].name, &name);
		json_array_append_new(asked,
			json_pack(
				"[i, s%]", run->asked[i].type, name.p, name.n));
	}
	zgl_buf_free(&name);
	return asked;
}

static json_t *identifiers_of(const struct run *run, const json_t *job,
	const struct zgl_dmarc_verdict *verdict)
{
	size_t count = json_array_size(json_object_get(job, "identifiers"));
	json_t *all = json_array();

	for (size_t i = 0; i < count; i++) {
		const struct zgl_dmarc_identifier *identifier = NULL;
		if (run->numbers[i] < verdict->identifier_count)
			identifier = &verdict->identifiers[run->numbers[i]];
		json_array_append_new(all,
			json_pack("[b, b]",
				identifier != NULL
					&& identifier->authentic
						== ZGL_DMARC_AUTHENTIC_YES,
				identifier != NULL && identifier->aligned));
	}
	return all;
}

static json_t *walk_of(const struct zgl_dmarc_verdict *verdict)
{
	json_t *walk = json_array();

	for (size_t i = 0; i < verdict->step_count; i++) {
		if (verdict->steps[i].outcome != ZGL_DMARCSTEP_NOT_REACHED)
			json_array_append_new(
				walk, name_of(&verdict->steps[i].domain));
	}
	return walk;
}

static json_t *verdict_of(const struct run *run, const json_t *job,
	const struct zgl_dmarc_verdict *verdict)
{
	static const char *const tags[] = { NULL, "p", "sp", "np" };

	return json_pack("{s:o, s:s, s:s, s:s, s:s, s:s?, s:o, s:o, s:o, s:o}",
		"author", name_of(&run->author), "fault",
		zgl_authorfault_word(run->fault), "result",
		zgl_dmarc_result_word(verdict->result), "reason",
		zgl_dmarc_reason_word(verdict->reason), "policy",
		zgl_dmarc_policy_word(verdict->policy), "tag",
		tags[verdict->tag], "policy_domain",
		name_of(&verdict->policy_domain), "organizational_domain",
		name_of(&verdict->organizational), "identifiers",
		identifiers_of(run, job, verdict), "walk", walk_of(verdict));
}

static json_t *judge(const json_t *job, bool last_first)
{
	struct run run = { .limits = ZGL_LIMITS_DEFAULT };
	struct zgl_dmarccheck_config config = { .limits = &run.limits };
	struct zgl_dmarccheck *check;
	struct zgl_dmarc_verdict verdict;

	zgl_arena_begin(&run.arena, ARENA_OCTETS);
	find_author(&run, job);
	load_zone(&run, job);
	must(zgl_dmarccheck_new(&config, &check), "the check");
	must(zgl_dmarccheck_begin(check, &run.author, &run.arena), "begin");
	add_identifiers(&run, job, check);
	if (last_first)
		set_identifiers(&run, job, check);
	answer_all(&run, check, last_first);
	set_identifiers(&run, job, check);
	must(zgl_dmarccheck_end(check, &verdict), "the verdict");
	json_t *told = verdict_of(&run, job, &verdict);
	if (!last_first)
		json_object_set_new(told, "asked", asked_of(&run));
	zgl_dmarccheck_free(check);
	zgl_zone_free(run.zone);
	zgl_arena_free(&run.arena);
	return told;
}

static bool same(json_t *told, const json_t *again)
{
	json_t *copy = json_copy(told);
	bool equal;

	json_object_del(copy, "asked");
	equal = json_equal(copy, again) != 0;
	json_decref(copy);
	return equal;
}

int main(void)
{
	json_t *job;

	while ((job = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, NULL))
		!= NULL) {
		json_t *told = judge(job, false), *again = judge(job, true);
		if (told == NULL || !same(told, again))
			must(ZGL_EUSAGE, "the order of answers mattered");
		json_dumpf(told, stdout, JSON_ENSURE_ASCII);
		putchar('\n');
		json_decref(told);
		json_decref(again);
		json_decref(job);
	}
	return 0;
}
