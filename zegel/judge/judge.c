/* SPDX-License-Identifier: ISC */
#include "zegel/judge/judge.h"

#include "zegel/authres/authwrite.h"
#include "zegel/base/mem.h"
#include "zegel/judge/judgefield.h"
#include "zegel/judge/judgereply.h"

struct zgl_judge {
	struct zgl_judge_config config;
	struct zgl_dkimverify *dkim;
	struct zgl_judgefield field;
	const struct zgl_header *header;
	struct zgl_arena *arena;
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
	zgl_judgefield_begin(&judge->field, config->authserv_id,
		config->dkim.limits->signatures);
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
	zgl_judgefield_free(&judge->field);
	zgl_dkimverify_free(judge->dkim);
	zgl_mem_free(judge);
}

enum zgl_err zgl_judge_begin(struct zgl_judge *judge,
	const struct zgl_header *header, struct zgl_arena *a, int64_t now_s)
{
	judge->header = header;
	judge->arena = a;
	return zgl_dkimverify_begin(judge->dkim, header, a, now_s);
}

bool zgl_judge_next_question(struct zgl_judge *judge,
	struct zgl_question *question_r, size_t *number_r)
{
	return zgl_dkimverify_next_question(judge->dkim, question_r, number_r);
}

enum zgl_err zgl_judge_answer(
	struct zgl_judge *judge, size_t number, const struct zgl_answer *answer)
{
	return zgl_dkimverify_answer(judge->dkim, number, answer);
}

size_t zgl_judge_waiting(const struct zgl_judge *judge)
{
	return zgl_dkimverify_waiting(judge->dkim);
}

enum zgl_err zgl_judge_body(struct zgl_judge *judge, zgl_sv octets)
{
	return zgl_dkimverify_body(judge->dkim, octets);
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

static const struct zgl_dkim_verdict *best(const struct zgl_dkimverify *dkim)
{
	const struct zgl_dkim_verdict *best = NULL, *v;

	for (size_t i = 0; (v = zgl_dkimverify_verdict(dkim, i)) != NULL; i++) {
		if (best == NULL || merit(v) > merit(best))
			best = v;
	}
	return best;
}

enum zgl_err zgl_judge_end(
	struct zgl_judge *judge, struct zgl_judgement *judgement_r)
{
	struct zgl_judgement judgement = { .dkim = ZGL_DKIM_NONE };

	*judgement_r = judgement;
	ZGL_TRY(zgl_dkimverify_end(judge->dkim));
	const struct zgl_dkim_verdict *telling = best(judge->dkim);
	enum zgl_dkim_result counts = ZGL_DKIM_NONE;
	judgement.telling = telling;
	if (telling != NULL) {
		judgement.dkim = telling->result;
		counts = is_testing(telling) ? ZGL_DKIM_NONE : telling->result;
	}
	judgement.disposition = judge->config.policy.dkim[counts];
	ZGL_TRY(zgl_judgereply_write(judge->arena, &judgement));
	ZGL_TRY(zgl_judgefield_write(&judge->field, judge->dkim, judge->header,
		judge->arena, &judgement.field));
	*judgement_r = judgement;
	return ZGL_OK;
}

const struct zgl_dkimverify *zgl_judge_dkim(const struct zgl_judge *judge)
{
	return judge->dkim;
}
