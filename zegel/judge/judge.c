/* SPDX-License-Identifier: ISC */
#include "zegel/judge/judge.h"

#include "zegel/authres/authwrite.h"
#include "zegel/base/mem.h"
#include "zegel/judge/decide.h"
#include "zegel/judge/indirect.h"
#include "zegel/judge/judgefield.h"
#include "zegel/judge/judgereply.h"

/* Those that ask DNS, in the order in which their questions are told. */
enum machine {
	SPF,
	HELO,
	DKIM,
	DMARC,
	MACHINES
};

enum phase {
	IDLE,
	CLIENT,
	HEADER
};

/* A domain that DMARC was not told of. */
#define NOT_ADDED SIZE_MAX

struct zgl_judge {
	struct zgl_judge_config config;
	struct zgl_dkimverify *dkim;
	struct zgl_spfcheck *spf, *helo; /* made when first needed, */
	struct zgl_dmarccheck *dmarc;    /* like this one */
	/* of the message: */
	const struct zgl_header *header;
	struct zgl_arena *arena;
	size_t spf_number, *dkim_numbers; /* at DMARC */
	enum zgl_authorfault author_fault;
	enum phase phase;
	bool runs[MACHINES];
	bool trusted;
};

enum zgl_err zgl_judge_new(
	const struct zgl_judge_config *config, struct zgl_judge **judge_r)
{
	*judge_r = NULL;
	if (!zgl_authwrite_fits(config->authserv_id, false)
		|| zgl_judge_policy_fault(&config->policy) != NULL)
		return ZGL_EUSAGE;
	struct zgl_judge *judge = zgl_mem_new(sizeof(*judge));
	if (judge == NULL)
		return ZGL_ENOMEM;
	judge->config = *config;
	judge->config.spf.limits = config->dkim.limits;
	judge->config.dmarc.limits = config->dkim.limits;
	enum zgl_err err = zgl_dkimverify_new(&config->dkim, &judge->dkim);
	if (err != ZGL_OK) {
		zgl_judge_free(judge);
		return err;
	}
	*judge_r = judge;
	return ZGL_OK;
}

void zgl_judge_free(struct zgl_judge *judge)
{
	if (judge == NULL)
		return;
	zgl_dmarccheck_free(judge->dmarc);
	zgl_spfcheck_free(judge->helo);
	zgl_spfcheck_free(judge->spf);
	zgl_dkimverify_free(judge->dkim);
	zgl_mem_free(judge);
}

void zgl_judge_reset(struct zgl_judge *judge)
{
	for (int i = 0; i < MACHINES; i++)
		judge->runs[i] = false;
	judge->header = NULL;
	judge->arena = NULL;
	judge->dkim_numbers = NULL;
	judge->author_fault = ZGL_AUTHORFAULT_NONE;
	judge->trusted = false;
	judge->phase = IDLE;
}

/* What a machine says of a step; after an error there is no judgement. */
static enum zgl_err step(struct zgl_judge *judge, enum zgl_err err)
{
	if (err != ZGL_OK)
		zgl_judge_reset(judge);
	return err;
}

/* ---- it begins ---- */

static enum zgl_err begin_spf(struct zgl_judge *judge,
	const struct zgl_spfclient *client, int64_t now_s)
{
	if (judge->spf == NULL)
		ZGL_TRY(zgl_spfcheck_new(&judge->config.spf, &judge->spf));
	ZGL_TRY(zgl_spfcheck_begin(
		judge->spf, ZGL_SPF_MAILFROM, client, judge->arena, now_s));
	judge->runs[SPF] = true;
	/* rfc7208#2.4: a null sender is checked as HELO already. */
	if (!judge->config.check_helo || client->mail_from.n == 0)
		return ZGL_OK;
	if (judge->helo == NULL)
		ZGL_TRY(zgl_spfcheck_new(&judge->config.spf, &judge->helo));
	ZGL_TRY(zgl_spfcheck_begin(
		judge->helo, ZGL_SPF_HELO, client, judge->arena, now_s));
	judge->runs[HELO] = true;
	return ZGL_OK;
}

enum zgl_err zgl_judge_client(struct zgl_judge *judge,
	const struct zgl_spfclient *client, bool trusted, struct zgl_arena *a,
	int64_t now_s)
{
	zgl_judge_reset(judge);
	judge->arena = a;
	judge->trusted = trusted;
	judge->phase = CLIENT;
	return step(judge, begin_spf(judge, client, now_s));
}

static enum zgl_err add_signatures(struct zgl_judge *judge)
{
	const struct zgl_dkimsig *sig;
	bool settled;
	size_t *numbers = zgl_arena_array(judge->arena,
		judge->config.dkim.limits->signatures, sizeof(*numbers));

	if (numbers == NULL)
		return judge->arena->err;
	for (size_t i = 0;
		(sig = zgl_dkimverify_signature(judge->dkim, i, &settled))
		!= NULL;
		i++) {
		numbers[i] = NOT_ADDED;
		if (!settled)
			ZGL_TRY(zgl_dmarccheck_add(judge->dmarc, ZGL_DMARC_DKIM,
				&sig->domain, &numbers[i]));
	}
	judge->dkim_numbers = numbers;
	return ZGL_OK;
}

/* The very names that are queried are those that are aligned. */
static enum zgl_err begin_dmarc(struct zgl_judge *judge)
{
	const struct zgl_dname *sender = zgl_spfcheck_domain(judge->spf);
	struct zgl_dname author;

	ZGL_TRY(zgl_authordomain_find(judge->header, judge->config.dkim.limits,
		judge->arena, &author, &judge->author_fault));
	if (judge->dmarc == NULL)
		ZGL_TRY(zgl_dmarccheck_new(
			&judge->config.dmarc, &judge->dmarc));
	ZGL_TRY(zgl_dmarccheck_begin(judge->dmarc, &author, judge->arena));
	judge->runs[DMARC] = true;
	judge->spf_number = NOT_ADDED;
	if (sender->n > 0)
		ZGL_TRY(zgl_dmarccheck_add(judge->dmarc, ZGL_DMARC_SPF, sender,
			&judge->spf_number));
	return add_signatures(judge);
}

static enum zgl_err begin_header(struct zgl_judge *judge, int64_t now_s)
{
	ZGL_TRY(zgl_dkimverify_begin(
		judge->dkim, judge->header, judge->arena, now_s));
	judge->runs[DKIM] = true;
	judge->phase = HEADER;
	return judge->runs[SPF] && judge->config.check_dmarc
		? begin_dmarc(judge)
		: ZGL_OK;
}

enum zgl_err zgl_judge_begin(struct zgl_judge *judge,
	const struct zgl_header *header, struct zgl_arena *a, int64_t now_s)
{
	if (judge->phase != CLIENT) {
		zgl_judge_reset(judge);
		judge->arena = a;
	}
	if (judge->arena != a)
		return step(judge, ZGL_EUSAGE);
	judge->header = header;
	return step(judge, begin_header(judge, now_s));
}

/* ---- questions and answers ---- */

static bool next_of(struct zgl_judge *judge, enum machine machine,
	struct zgl_question *question_r, size_t *number_r)
{
	switch (machine) {
	case SPF:
		return zgl_spfcheck_next_question(
			judge->spf, question_r, number_r);
	case HELO:
		return zgl_spfcheck_next_question(
			judge->helo, question_r, number_r);
	case DKIM:
		return zgl_dkimverify_next_question(
			judge->dkim, question_r, number_r);
	default:
		return zgl_dmarccheck_next_question(
			judge->dmarc, question_r, number_r);
	}
}

/* One space of numbers: that of a machine, with the machine behind it. */
bool zgl_judge_next_question(struct zgl_judge *judge,
	struct zgl_question *question_r, size_t *number_r)
{
	size_t own;

	for (unsigned i = 0; i < MACHINES; i++) {
		if (!judge->runs[i]
			|| !next_of(judge, (enum machine)i, question_r, &own))
			continue;
		*number_r = own * MACHINES + i;
		return true;
	}
	return false;
}

static enum zgl_err answer_of(struct zgl_judge *judge, enum machine machine,
	size_t number, const struct zgl_answer *answer)
{
	switch (machine) {
	case SPF: return zgl_spfcheck_answer(judge->spf, number, answer);
	case HELO: return zgl_spfcheck_answer(judge->helo, number, answer);
	case DKIM: return zgl_dkimverify_answer(judge->dkim, number, answer);
	default: return zgl_dmarccheck_answer(judge->dmarc, number, answer);
	}
}

enum zgl_err zgl_judge_answer(
	struct zgl_judge *judge, size_t number, const struct zgl_answer *answer)
{
	enum machine machine = (enum machine)(number % MACHINES);

	if (!judge->runs[machine])
		return ZGL_EUSAGE;
	enum zgl_err err = answer_of(judge, machine, number / MACHINES, answer);
	return err == ZGL_EUSAGE ? err : step(judge, err);
}

size_t zgl_judge_waiting(const struct zgl_judge *judge)
{
	size_t waiting = 0;

	if (judge->runs[SPF])
		waiting += zgl_spfcheck_waiting(judge->spf);
	if (judge->runs[HELO])
		waiting += zgl_spfcheck_waiting(judge->helo);
	if (judge->runs[DKIM])
		waiting += zgl_dkimverify_waiting(judge->dkim);
	if (judge->runs[DMARC])
		waiting += zgl_dmarccheck_waiting(judge->dmarc);
	return waiting;
}

enum zgl_err zgl_judge_body(struct zgl_judge *judge, zgl_sv octets)
{
	if (judge->phase != HEADER)
		return ZGL_EUSAGE;
	return step(judge, zgl_dkimverify_body(judge->dkim, octets));
}

/* ---- it ends ---- */

static enum zgl_err end_spf(struct zgl_judge *judge, enum machine machine,
	const struct zgl_spf_verdict **verdict_r)
{
	struct zgl_spfcheck *check = machine == SPF ? judge->spf : judge->helo;
	struct zgl_spf_verdict *verdict;

	if (!judge->runs[machine])
		return ZGL_OK;
	verdict = zgl_arena_get(judge->arena, sizeof(*verdict));
	if (verdict == NULL)
		return judge->arena->err;
	ZGL_TRY(zgl_spfcheck_end(check, verdict));
	*verdict_r = verdict;
	return ZGL_OK;
}

/* rfc6376#3.6.1: t=y, "MUST NOT treat messages from Signers in testing mode
 * differently from unsigned email" */
static bool is_testing(const struct zgl_dkim_verdict *v)
{
	return v->result != ZGL_DKIM_PASS
		&& (v->warnings & 1U << ZGL_DKIM_WARNING_TESTING) != 0;
}

static unsigned merit(const struct zgl_dkim_verdict *v)
{
	static const unsigned merits[] = {
		[ZGL_DKIM_NONE] = 0,
		[ZGL_DKIM_PERMERROR] = 2,
		[ZGL_DKIM_NEUTRAL] = 3,
		[ZGL_DKIM_FAIL] = 4,
		[ZGL_DKIM_POLICY] = 5,
		[ZGL_DKIM_TEMPERROR] = 6,
		[ZGL_DKIM_PASS] = 7,
	};

	return is_testing(v) ? 1 : merits[v->result];
}

/* The best of all signatures, whose result it is that counts, and whether there
 * is one that nobody knows about. */
static void sum_up(const struct zgl_dkimverify *dkim, struct zgl_decide *d,
	struct zgl_judgement *j)
{
	const struct zgl_dkim_verdict *best = NULL, *v;

	for (size_t i = 0; (v = zgl_dkimverify_verdict(dkim, i)) != NULL; i++) {
		if (best == NULL || merit(v) > merit(best))
			best = v;
		if (v->result == ZGL_DKIM_TEMPERROR)
			d->undecided = true;
	}
	j->telling = best;
	j->dkim = best == NULL ? ZGL_DKIM_NONE : best->result;
	d->dkim = best == NULL || is_testing(best) ? ZGL_DKIM_NONE : j->dkim;
}

static enum zgl_dmarc_authentic authentic(bool passes, bool undecided)
{
	if (passes)
		return ZGL_DMARC_AUTHENTIC_YES;
	return undecided ? ZGL_DMARC_AUTHENTIC_UNDECIDED
			 : ZGL_DMARC_AUTHENTIC_NO;
}

static enum zgl_err set_identifiers(
	struct zgl_judge *judge, const struct zgl_spf_verdict *spf)
{
	const struct zgl_dkim_verdict *v;

	if (spf != NULL && judge->spf_number != NOT_ADDED)
		ZGL_TRY(zgl_dmarccheck_set(judge->dmarc, judge->spf_number,
			authentic(spf->result == ZGL_SPF_PASS,
				spf->result == ZGL_SPF_TEMPERROR)));
	for (size_t i = 0; (v = zgl_dkimverify_verdict(judge->dkim, i)) != NULL;
		i++) {
		if (judge->dkim_numbers[i] == NOT_ADDED)
			continue;
		ZGL_TRY(zgl_dmarccheck_set(judge->dmarc, judge->dkim_numbers[i],
			authentic(v->result == ZGL_DKIM_PASS,
				v->result == ZGL_DKIM_TEMPERROR)));
	}
	return ZGL_OK;
}

static enum zgl_err end_dmarc(struct zgl_judge *judge, struct zgl_judgement *j)
{
	struct zgl_dmarc_verdict *verdict;

	if (!judge->runs[DMARC])
		return ZGL_OK;
	verdict = zgl_arena_get(judge->arena, sizeof(*verdict));
	if (verdict == NULL)
		return judge->arena->err;
	ZGL_TRY(set_identifiers(judge, j->spf));
	ZGL_TRY(zgl_dmarccheck_end(judge->dmarc, verdict));
	j->dmarc = verdict;
	j->author_fault = judge->author_fault;
	return ZGL_OK;
}

/* Whether a message that passes DMARC came through a list makes no difference:
 * so the domain of a list is never one that is aligned. */
static enum zgl_err find_indirect(
	struct zgl_judge *judge, struct zgl_decide *d, struct zgl_judgement *j)
{
	const struct zgl_indirect who = { .spf = j->spf, .dkim = judge->dkim };
	const struct zgl_dname *domain;

	d->trusted = judge->trusted;
	if (j->spf == NULL)
		return ZGL_OK;
	domain = zgl_indirect_forwarder(
		&who, judge->config.forwarders, judge->config.forwarder_count);
	if (domain != NULL)
		d->trusted = true;
	else if (j->dmarc != NULL && j->dmarc->result == ZGL_DMARC_FAIL)
		ZGL_TRY(zgl_indirect_list(&who, judge->header, &domain));
	if (domain != NULL)
		j->indirect = *domain;
	return ZGL_OK;
}

static enum zgl_err conclude(struct zgl_judge *judge, struct zgl_judgement *j)
{
	struct zgl_decide d = { .policy = &judge->config.policy };

	ZGL_TRY(end_spf(judge, SPF, &j->spf));
	ZGL_TRY(end_spf(judge, HELO, &j->helo));
	ZGL_TRY(zgl_dkimverify_end(judge->dkim));
	sum_up(judge->dkim, &d, j);
	ZGL_TRY(end_dmarc(judge, j));
	ZGL_TRY(find_indirect(judge, &d, j));
	unsigned causes = zgl_decide(&d, j);
	ZGL_TRY(zgl_judgereply_write(judge->arena, causes, judge->dkim, j));
	return zgl_judgefield_write(judge->config.authserv_id, judge->dkim,
		judge->header, judge->arena, j);
}

enum zgl_err zgl_judge_end(
	struct zgl_judge *judge, struct zgl_judgement *judgement_r)
{
	struct zgl_judgement judgement = { .dkim = ZGL_DKIM_NONE };
	enum zgl_err err = ZGL_EUSAGE;

	*judgement_r = judgement;
	if (judge->phase == HEADER)
		err = conclude(judge, &judgement);
	zgl_judge_reset(judge);
	if (err == ZGL_OK)
		*judgement_r = judgement;
	return err;
}

const struct zgl_dkimverify *zgl_judge_dkim(const struct zgl_judge *judge)
{
	return judge->dkim;
}
