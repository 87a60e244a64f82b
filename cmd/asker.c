/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "cmd/asker.h"

#include <time.h>

#include "zegel/judge/judge.h"

/* A question under way. */
struct waiting {
	struct zgl_asker *asker;
	size_t number;
};

static bool next_of_judge(
	void *machine, struct zgl_question *question_r, size_t *number_r)
{
	return zgl_judge_next_question(machine, question_r, number_r);
}

static enum zgl_err answer_judge(
	void *machine, size_t number, const struct zgl_answer *answer)
{
	return zgl_judge_answer(machine, number, answer);
}

static bool next_of_spf(
	void *machine, struct zgl_question *question_r, size_t *number_r)
{
	return zgl_spfcheck_next_question(machine, question_r, number_r);
}

static enum zgl_err answer_spf(
	void *machine, size_t number, const struct zgl_answer *answer)
{
	return zgl_spfcheck_answer(machine, number, answer);
}

static bool next_of_dmarc(
	void *machine, struct zgl_question *question_r, size_t *number_r)
{
	return zgl_dmarccheck_next_question(machine, question_r, number_r);
}

static enum zgl_err answer_dmarc(
	void *machine, size_t number, const struct zgl_answer *answer)
{
	return zgl_dmarccheck_answer(machine, number, answer);
}

const struct zgl_asker_face zgl_asker_judge = { next_of_judge, answer_judge };
const struct zgl_asker_face zgl_asker_spf = { next_of_spf, answer_spf };
const struct zgl_asker_face zgl_asker_dmarc = { next_of_dmarc, answer_dmarc };

static int64_t seconds(void)
{
	struct timespec t;

	return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (int64_t)t.tv_sec : 0;
}

static void note(struct zgl_asker *asker, enum zgl_err err)
{
	if (asker->err == ZGL_OK)
		asker->err = err;
}

static void ask(struct zgl_asker *asker);

static void take_answer(void *to, const struct zgl_answer *answer)
{
	struct waiting *w = to;
	struct zgl_asker *asker = w->asker;

	note(asker, asker->face->answer(asker->machine, w->number, answer));
	ask(asker);
}

static enum zgl_err ask_one(struct zgl_asker *asker,
	const struct zgl_question *question, size_t number)
{
	struct waiting *w = zgl_arena_get(asker->arena, sizeof(*w));

	if (w == NULL)
		return asker->arena->err;
	*w = (struct waiting){ asker, number };
	return zgl_resolver_ask(asker->resolver, question, take_answer, w);
}

/* A zone answers within ask_one: what follows from that is for the loop here,
 * not for one within it. */
static void ask(struct zgl_asker *asker)
{
	struct zgl_question question;
	size_t number;

	if (asker->asking)
		return;
	asker->asking = true;
	while (asker->err == ZGL_OK && seconds() <= asker->until_s
		&& asker->face->next(asker->machine, &question, &number))
		note(asker, ask_one(asker, &question, number));
	asker->asking = false;
}

enum zgl_err zgl_asker_run(struct zgl_asker *asker,
	const struct zgl_asker_face *face, void *machine, struct zgl_arena *a)
{
	ZGL_TRY(asker->lost);
	asker->face = face;
	asker->machine = machine;
	asker->arena = a;
	asker->until_s = seconds() + ZGL_ASKER_S;
	asker->err = ZGL_OK;
	ask(asker);
	asker->lost = zgl_resolver_wait(asker->resolver);
	ZGL_TRY(asker->lost);
	return asker->err;
}
