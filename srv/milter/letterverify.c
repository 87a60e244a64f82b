/* SPDX-License-Identifier: ISC */
#include "srv/milter/letterverify.h"

struct zgl_letterask {
	struct zgl_letterask *before; /* asked before this one */
	struct zgl_letterverify *verify;
	size_t number;
	struct zgl_dnsask ask;
};

static void take_answer(void *to, const struct zgl_answer *answer)
{
	struct zgl_letterask *ask = to;
	struct zgl_letterverify *v = ask->verify;

	v->waiting--;
	if (v->err == ZGL_OK)
		v->err = zgl_judge_answer(v->judge, ask->number, answer);
	/* The last thing done here: what hears may end the message. */
	if (!zgl_letterverify_waits(v))
		v->heard(v->to);
}

static enum zgl_err ask_one(struct zgl_letterverify *v, struct zgl_arena *a,
	const struct zgl_question *question, size_t number)
{
	struct zgl_letterask *ask = zgl_arena_get(a, sizeof(*ask));

	if (ask == NULL)
		return a->err;
	*ask = (struct zgl_letterask){
		.before = v->asks, .verify = v, .number = number
	};
	v->asks = ask;
	v->waiting++;
	return zgl_dnswindow_ask(
		v->desk->config.window, question, &ask->ask, take_answer, ask);
}

enum zgl_err zgl_letterverify_begin(struct zgl_letterverify *v,
	struct zgl_maildesk *desk, struct zgl_letter *letter, int64_t now_s)
{
	struct zgl_question question;
	size_t number;

	v->desk = desk;
	ZGL_TRY(zgl_maildesk_take_judge(desk, &v->judge));
	ZGL_TRY(zgl_judge_begin(
		v->judge, &letter->header, &letter->arena, now_s));
	while (zgl_judge_next_question(v->judge, &question, &number)) {
		ZGL_TRY(ask_one(v, &letter->arena, &question, number));
		ZGL_TRY(v->err);
	}
	return ZGL_OK;
}

bool zgl_letterverify_wants_body(const struct zgl_letter *letter)
{
	return zgl_header_find(
		       &letter->header, ZGL_SV("DKIM-Signature"), ZGL_NO_FIELD)
		!= ZGL_NO_FIELD;
}

enum zgl_err zgl_letterverify_body(struct zgl_letterverify *v, zgl_sv octets)
{
	return zgl_judge_body(v->judge, octets);
}

static void drop_questions(struct zgl_letterverify *v)
{
	for (; v->asks != NULL; v->asks = v->asks->before)
		zgl_dnsask_drop(&v->asks->ask);
	v->waiting = 0;
}

enum zgl_err zgl_letterverify_end(struct zgl_letterverify *v)
{
	drop_questions(v);
	ZGL_TRY(v->err);
	return zgl_judge_end(v->judge, &v->judgement);
}

void zgl_letterverify_drop(struct zgl_letterverify *v)
{
	drop_questions(v);
	if (v->judge != NULL)
		zgl_maildesk_give_judge(v->desk, v->judge);
	v->judge = NULL;
}
