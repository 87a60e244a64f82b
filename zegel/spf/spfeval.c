/* SPDX-License-Identifier: ISC */
#include "zegel/base/ascii.h"
#include "zegel/spf/spfip.h"
#include "zegel/spf/spfmachine.h"

#define REDIRECT_OCTETS 9 /* "redirect=" */

static struct zgl_spfframe *top(struct zgl_spfcheck *check)
{
	return &check->frames[check->depth];
}

static void settle(struct zgl_spfcheck *check, enum zgl_spf_result result,
	enum zgl_spf_reason reason)
{
	bool explained = result == ZGL_SPF_FAIL && check->config.explain
		&& check->frames[check->matched].record.exp.p != NULL;

	check->result = result;
	check->reason = reason;
	check->stage = explained ? ZGL_SPFSTAGE_EXPLAIN : ZGL_SPFSTAGE_DONE;
}

/* An error is passed up through all records: rfc7208#5.2, rfc7208#6.1. */
static void fail(struct zgl_spfcheck *check, enum zgl_spf_result result,
	enum zgl_spf_reason reason, zgl_sv problem)
{
	zgl_spfstep_close(check, check->step, ZGL_SPFSTEP_ERROR);
	for (size_t i = check->depth; i > 0; i--)
		zgl_spfstep_close(
			check, check->frames[i].opener_step, ZGL_SPFSTEP_ERROR);
	check->problem = zgl_sv_head(problem, ZGL_SPF_SHOWN);
	check->mechanism = (zgl_sv){ NULL, 0 };
	settle(check, result, reason);
}

/* What DNS could not answer. */
static void fail_dns(struct zgl_spfcheck *check, enum zgl_spffound found,
	const struct zgl_qname *name)
{
	zgl_sv problem = zgl_spfstep_show(check, name);

	if (found == ZGL_SPFFOUND_MALFORMED)
		fail(check, ZGL_SPF_PERMERROR, ZGL_SPF_REASON_DNS_MALFORMED,
			problem);
	else
		fail(check, ZGL_SPF_TEMPERROR,
			found == ZGL_SPFFOUND_BOGUS ? ZGL_SPF_REASON_DNS_BOGUS
						    : ZGL_SPF_REASON_DNS,
			problem);
}

static void match_with(struct zgl_spfcheck *check, zgl_sv term)
{
	check->mechanism = zgl_sv_head(term, ZGL_SPF_SHOWN);
	check->matched = check->depth;
}

/*
 * The record on top came to `result`: what the records below make of it. The
 * mechanism, and with it exp=, are those of the record that a redirect led to,
 * but never of one that was included (rfc7208#6.2).
 */
static void finish(struct zgl_spfcheck *check, enum zgl_spf_result result,
	enum zgl_spf_reason reason)
{
	while (check->depth > 0) {
		struct zgl_spfframe *frame = top(check);
		check->depth--;
		if (frame->opener.kind == ZGL_SPFTERM_REDIRECT) {
			zgl_spfstep_close(check, frame->opener_step,
				ZGL_SPFSTEP_FOLLOWED);
			continue;
		}
		if (result != ZGL_SPF_PASS) {
			zgl_spfstep_close(check, frame->opener_step,
				ZGL_SPFSTEP_NO_MATCH);
			check->stage = ZGL_SPFSTAGE_TERM;
			return;
		}
		zgl_spfstep_close(check, frame->opener_step, ZGL_SPFSTEP_MATCH);
		match_with(check, frame->opener.text);
		result = frame->opener.qualifier;
		reason = ZGL_SPF_REASON_MATCHED;
	}
	settle(check, result, reason);
}

static void match(struct zgl_spfcheck *check)
{
	zgl_spfstep_close(check, check->step, ZGL_SPFSTEP_MATCH);
	match_with(check, check->term.text);
	finish(check, check->term.qualifier, ZGL_SPF_REASON_MATCHED);
}

/*
 * rfc7208#4.6.4 counts the terms for which DNS had nothing: of an mx with many
 * hosts, or of %{p} in an exists, one.
 */
static void go_past(struct zgl_spfcheck *check)
{
	check->void_lookups += check->is_void;
	if (check->is_void
		&& check->void_lookups > check->config.void_lookups) {
		fail(check, ZGL_SPF_PERMERROR, ZGL_SPF_REASON_VOID_LOOKUPS,
			check->term.text);
		return;
	}
	zgl_spfstep_close(check, check->step, ZGL_SPFSTEP_NO_MATCH);
	check->stage = ZGL_SPFSTAGE_TERM;
}

static void compare_network(struct zgl_spfcheck *check)
{
	const struct zgl_spfterm *term = &check->term;
	bool is_ipv6 = term->kind == ZGL_SPFTERM_IP6;

	if (is_ipv6 == check->values.is_ipv6
		&& zgl_spfip_within(check->values.octets, term->octets,
			is_ipv6 ? term->bits6 : term->bits4))
		match(check);
	else
		go_past(check);
}

/* One look-up for the term, and one for %{p} in it. */
static void count_lookups(struct zgl_spfcheck *check)
{
	check->lookups++;
	if ((check->term.letters & ZGL_SPFMACRO_LETTER('p')) != 0)
		check->lookups++;
	check->stage = ZGL_SPFSTAGE_TARGET;
	if (check->lookups > check->config.lookups)
		fail(check, ZGL_SPF_PERMERROR, ZGL_SPF_REASON_LOOKUPS,
			check->term.text);
}

static void begin_term(struct zgl_spfcheck *check)
{
	check->step = zgl_spfstep_open(check);
	check->is_void = false;
	switch (check->term.kind) {
	case ZGL_SPFTERM_ALL: match(check); return;
	case ZGL_SPFTERM_IP4:
	case ZGL_SPFTERM_IP6: compare_network(check); return;
	default: count_lookups(check); return;
	}
}

/* rfc7208#6.1, rfc7208#4.7. An `all` matches, so a redirect beside it is not
 * come to. It is taken once. */
static void end_record(struct zgl_spfcheck *check)
{
	struct zgl_spfrecord *record = &top(check)->record;
	zgl_sv redirect = record->redirect;

	if (redirect.p != NULL) {
		record->redirect = (zgl_sv){ NULL, 0 };
		(void)zgl_spfterm_read(redirect, &check->term);
		begin_term(check);
		return;
	}
	check->mechanism = (zgl_sv){ NULL, 0 };
	finish(check, ZGL_SPF_NEUTRAL, ZGL_SPF_REASON_NO_MATCH);
}

static void next_term(struct zgl_spfcheck *check)
{
	if (zgl_spfrecord_next(&top(check)->record, &check->term))
		begin_term(check);
	else
		end_record(check);
}

bool zgl_spfeval_ready(
	struct zgl_spfcheck *check, uint32_t letters, zgl_sv domain)
{
	check->values.domain = domain;
	if ((letters & ZGL_SPFMACRO_LETTER('p')) == 0)
		return true;
	if (!zgl_spfptr_ready(check, NULL))
		return false;
	check->is_void =
		check->is_void || check->ptr.found == ZGL_SPFFOUND_VOID;
	check->values.validated = zgl_spfptr_validated(check, domain);
	return true;
}

/* A new frame for `name`, which is check->target. */
static void enter(struct zgl_spfcheck *check, zgl_sv name)
{
	struct zgl_spfframe *frame = &check->frames[check->depth + 1];

	frame->domain = zgl_arena_copy(check->arena, name);
	if (frame->domain.p == NULL) {
		zgl_spfcheck_break(check, check->arena->err);
		return;
	}
	frame->shown = (zgl_sv){ NULL, 0 };
	if (check->step != ZGL_SPF_NO_STEP)
		frame->shown = check->steps[check->step].target;
	frame->record = (struct zgl_spfrecord){ .text = { NULL, 0 } };
	frame->opener = check->term;
	frame->opener_step = check->step;
	check->step = ZGL_SPF_NO_STEP;
	check->depth++;
	zgl_spfcheck_ask_target(check, ZGL_SPFASK_RECORD, ZGL_RR_TXT);
}

static void match_names(struct zgl_spfcheck *check)
{
	if (!zgl_spfptr_ready(check, &check->target))
		return;
	check->is_void =
		check->is_void || check->ptr.found == ZGL_SPFFOUND_VOID;
	if (zgl_spfptr_match(check, &check->target))
		match(check);
	else
		go_past(check);
}

static void ask_target(struct zgl_spfcheck *check, zgl_sv name)
{
	check->ask.bits =
		check->values.is_ipv6 ? check->term.bits6 : check->term.bits4;
	switch (check->term.kind) {
	case ZGL_SPFTERM_INCLUDE:
	case ZGL_SPFTERM_REDIRECT: enter(check, name); return;
	case ZGL_SPFTERM_PTR: match_names(check); return;
	case ZGL_SPFTERM_MX:
		zgl_spfcheck_ask_target(check, ZGL_SPFASK_MX, ZGL_RR_MX);
		return;
	case ZGL_SPFTERM_EXISTS:
		zgl_spfcheck_ask_target(check, ZGL_SPFASK_EXISTS, ZGL_RR_A);
		return;
	default:
		zgl_spfcheck_ask_target(
			check, ZGL_SPFASK_HOST, zgl_spfcheck_host_type(check));
		return;
	}
}

/* What may be the target of this term: rfc7208#4.3 wants two labels of what is
 * to have a record. */
static bool find_target(struct zgl_spfcheck *check, zgl_sv name)
{
	const struct zgl_qname *target = &check->target;

	if (!zgl_qname_from_octets(name, &check->target))
		return false;
	return (check->term.kind != ZGL_SPFTERM_INCLUDE
		       && check->term.kind != ZGL_SPFTERM_REDIRECT)
		|| target->wire[1 + target->wire[0]] > 0;
}

/* rfc7208#4.8 leaves open what a term with an impossible target does: here it
 * does not match, but include and redirect need a record. */
static void go_past_target(struct zgl_spfcheck *check)
{
	if (check->term.kind == ZGL_SPFTERM_INCLUDE
		|| check->term.kind == ZGL_SPFTERM_REDIRECT)
		fail(check, ZGL_SPF_PERMERROR, ZGL_SPF_REASON_TARGET,
			check->term.text);
	else
		go_past(check);
}

/* May run again for the same term, when the names for %{p} or ptr are there. */
static void aim(struct zgl_spfcheck *check)
{
	zgl_sv domain = top(check)->domain, name = domain;
	char room[ZGL_SPFMACRO_ROOM];
	bool fits = true;

	if ((check->term.letters & check->unfit) != 0) {
		go_past(check);
		return;
	}
	if (!zgl_spfeval_ready(check, check->term.letters, domain))
		return;
	if (check->term.spec.p != NULL)
		fits = zgl_spfmacro_name(
			check->term.spec, &check->values, room, &name);
	if (!fits || !find_target(check, name)) {
		go_past_target(check);
		return;
	}
	zgl_spfstep_target(check, check->step);
	ask_target(check, name);
}

static void run(struct zgl_spfcheck *check)
{
	while (!check->asking && check->err == ZGL_OK) {
		switch (check->stage) {
		case ZGL_SPFSTAGE_TERM: next_term(check); break;
		case ZGL_SPFSTAGE_TARGET: aim(check); break;
		case ZGL_SPFSTAGE_EXPLAIN:
		case ZGL_SPFSTAGE_EXPLAIN_TEXT:
			zgl_spfexplain_run(check);
			break;
		default: return;
		}
	}
}

/* A record at fault is shown, so it may not keep octets that do not show. */
static zgl_sv clean(struct zgl_spfcheck *check, zgl_sv text)
{
	char *to = zgl_arena_get(check->arena, text.n);

	if (to == NULL) {
		zgl_spfcheck_break(check, check->arena->err);
		return (zgl_sv){ NULL, 0 };
	}
	for (size_t i = 0; i < text.n; i++) {
		bool shows = text.p[i] == ' ' || zgl_is_visible(text.p[i]);
		to[i] = shows ? text.p[i] : '?';
	}
	return (zgl_sv){ to, text.n };
}

static void refuse_record(
	struct zgl_spfcheck *check, zgl_sv problem, enum zgl_spf_reason reason)
{
	zgl_sv *text = &top(check)->record.text, cleaned = clean(check, *text);

	if (cleaned.p == NULL)
		return;
	problem.p = cleaned.p + (problem.p - text->p);
	*text = cleaned;
	fail(check, ZGL_SPF_PERMERROR, reason, problem);
}

/* rfc7208#4.6: the syntax of all of it, before any of it is evaluated. */
static void begin_record(struct zgl_spfcheck *check)
{
	struct zgl_spfrecord *record = &top(check)->record;
	struct zgl_spfterm *kept = zgl_arena_array(
		check->arena, ZGL_SPFRECORD_KEPT, sizeof(*kept));
	zgl_sv problem;

	if (kept == NULL) {
		zgl_spfcheck_break(check, check->arena->err);
		return;
	}
	enum zgl_spf_reason reason =
		zgl_spfrecord_read(record->text, kept, record, &problem);
	if (reason == ZGL_SPF_REASON_MATCHED)
		check->stage = ZGL_SPFSTAGE_TERM;
	else
		refuse_record(check, problem, reason);
}

/* There is no record, or none that may be used; check->reason tells which. */
static void miss_record(struct zgl_spfcheck *check)
{
	const struct zgl_spfframe *frame = top(check);
	bool none = check->reason == ZGL_SPF_REASON_NO_RECORD
		|| check->reason == ZGL_SPF_REASON_NXDOMAIN;

	if (check->depth == 0)
		fail(check, none ? ZGL_SPF_NONE : ZGL_SPF_PERMERROR,
			check->reason, (zgl_sv){ NULL, 0 });
	else if (!none)
		fail(check, ZGL_SPF_PERMERROR, check->reason,
			frame->opener.text);
	else if (frame->opener.kind == ZGL_SPFTERM_INCLUDE)
		fail(check, ZGL_SPF_PERMERROR, ZGL_SPF_REASON_INCLUDE_NONE,
			frame->opener.text);
	else
		fail(check, ZGL_SPF_PERMERROR, ZGL_SPF_REASON_REDIRECT_NONE,
			frame->opener.text);
}

/* The first question that was answered so; ask.count: none. */
static size_t find_found(const struct zgl_spfask *ask, enum zgl_spffound found)
{
	size_t i = 0;

	while (i < ask->count && ask->found[i] != found)
		i++;
	return i;
}

/*
 * True when DNS failed, and the check with it. Of several failures one that
 * may pass comes first: another attempt may find a match.
 */
static bool failed(struct zgl_spfcheck *check)
{
	static const enum zgl_spffound failures[] = { ZGL_SPFFOUND_TEMPFAIL,
		ZGL_SPFFOUND_BOGUS, ZGL_SPFFOUND_MALFORMED };
	const struct zgl_spfask *ask = &check->ask;

	for (size_t f = 0; f < ZGL_COUNT(failures); f++) {
		size_t i = find_found(ask, failures[f]);
		if (i == ask->count)
			continue;
		fail_dns(check, failures[f], ask->names[i]);
		return true;
	}
	return false;
}

/* Answers come in any order, so all of them are waited for; then a match is
 * a match, whatever became of the other hosts. */
static void judge_hosts(struct zgl_spfcheck *check)
{
	const struct zgl_spfask *ask = &check->ask;

	if (find_found(ask, ZGL_SPFFOUND_MATCH) < ask->count) {
		match(check);
		return;
	}
	if (failed(check))
		return;
	if (find_found(ask, ZGL_SPFFOUND_VOID) < ask->count)
		check->is_void = true;
	go_past(check);
}

/* rfc7208#5.4: no MX is no host, never the domain's own address. */
static void ask_hosts(struct zgl_spfcheck *check)
{
	if (check->ask.found[0] != ZGL_SPFFOUND_RECORDS
		|| check->host_count == 0) {
		judge_hosts(check);
		return;
	}
	if (check->host_count > ZGL_SPF_NAMES) {
		fail(check, ZGL_SPF_PERMERROR, ZGL_SPF_REASON_MX_NAMES,
			check->term.text);
		return;
	}
	for (size_t i = 0; i < check->host_count; i++)
		check->ask.names[i] = &check->hosts[i];
	zgl_spfcheck_ask(check, ZGL_SPFASK_HOST, zgl_spfcheck_host_type(check),
		check->host_count);
}

void zgl_spfeval_go_on(struct zgl_spfcheck *check)
{
	switch (check->ask.kind) {
	case ZGL_SPFASK_RECORD:
		if (failed(check))
			break;
		if (check->reason == ZGL_SPF_REASON_MATCHED)
			begin_record(check);
		else
			miss_record(check);
		break;
	case ZGL_SPFASK_HOST:
	case ZGL_SPFASK_EXISTS: judge_hosts(check); break;
	case ZGL_SPFASK_MX: ask_hosts(check); break;
	case ZGL_SPFASK_PTR_HOST: zgl_spfptr_take_hosts(check); break;
	default: break; /* the stage says what to do */
	}
	run(check);
}

static enum zgl_spffound take_record(
	struct zgl_spfcheck *check, const struct zgl_answer *answer)
{
	enum zgl_spffound found = zgl_spfanswer_state(answer);

	check->reason = answer->state == ZGL_ANSWER_NXDOMAIN
		? ZGL_SPF_REASON_NXDOMAIN
		: ZGL_SPF_REASON_NO_RECORD;
	if (found != ZGL_SPFFOUND_RECORDS)
		return found;
	enum zgl_err err = zgl_spfanswer_record(answer, check->config.limits,
		check->arena, &top(check)->record.text, &check->reason);
	if (err != ZGL_OK)
		zgl_spfcheck_break(check, err);
	return found;
}

/* rfc7208#4.6.4: more than ten names are an error, whichever they are. A root
 * is no host (rfc7505#3). */
static enum zgl_spffound take_mx(
	struct zgl_spfcheck *check, const struct zgl_answer *answer)
{
	enum zgl_spffound found = zgl_spfanswer_state(answer);

	check->host_count = 0;
	if (found != ZGL_SPFFOUND_RECORDS)
		return found;
	if (answer->count > ZGL_SPF_NAMES) {
		check->host_count = answer->count;
		return found;
	}
	check->hosts = zgl_arena_array(
		check->arena, answer->count, sizeof(*check->hosts));
	if (check->hosts == NULL) {
		zgl_spfcheck_break(check, check->arena->err);
		return found;
	}
	for (size_t i = 0; i < answer->count; i++) {
		struct zgl_qname *host = &check->hosts[check->host_count];
		if (!zgl_spfanswer_name(answer->records[i], 2, host))
			return ZGL_SPFFOUND_MALFORMED;
		check->host_count += host->n > 1;
	}
	return found;
}

static enum zgl_spffound take_host(
	const struct zgl_spfcheck *check, const struct zgl_answer *answer)
{
	struct zgl_spfhost host = { .octets = check->values.octets,
		.is_ipv6 = check->values.is_ipv6,
		.bits = check->ask.bits };
	enum zgl_spffound found = zgl_spfanswer_state(answer);

	return found == ZGL_SPFFOUND_RECORDS ? zgl_spfanswer_host(answer, &host)
					     : found;
}

static enum zgl_spffound take_explanation(
	struct zgl_spfcheck *check, const struct zgl_answer *answer)
{
	enum zgl_spffound found = zgl_spfanswer_state(answer);

	if (found != ZGL_SPFFOUND_RECORDS)
		return found;
	enum zgl_err err = zgl_spfanswer_text(
		answer, check->config.limits, check->arena, &check->text);
	if (err != ZGL_OK)
		zgl_spfcheck_break(check, err);
	return found;
}

void zgl_spfeval_take(
	struct zgl_spfcheck *check, size_t i, const struct zgl_answer *answer)
{
	enum zgl_spffound found = ZGL_SPFFOUND_RECORDS;

	switch (check->ask.kind) {
	case ZGL_SPFASK_RECORD: found = take_record(check, answer); break;
	case ZGL_SPFASK_MX: found = take_mx(check, answer); break;
	case ZGL_SPFASK_PTR: zgl_spfptr_take(check, answer); break;
	case ZGL_SPFASK_EXPLANATION:
		found = take_explanation(check, answer);
		break;
	case ZGL_SPFASK_HOST:
	case ZGL_SPFASK_PTR_HOST: found = take_host(check, answer); break;
	case ZGL_SPFASK_EXISTS:
		found = zgl_spfanswer_state(answer);
		if (found == ZGL_SPFFOUND_RECORDS)
			found = ZGL_SPFFOUND_MATCH;
		break;
	}
	check->ask.found[i] = found;
}

void zgl_spfeval_begin(struct zgl_spfcheck *check)
{
	struct zgl_spfframe *frame = &check->frames[0];

	check->depth = 0;
	frame->domain = frame->shown = zgl_dname_sv(&check->domain);
	zgl_qname_from_dname(&check->domain, &check->target);
	zgl_spfcheck_ask_target(check, ZGL_SPFASK_RECORD, ZGL_RR_TXT);
}
