/* SPDX-License-Identifier: ISC */
/*
 * judge when there is no memory: an error and no judgement, or the one of an
 * undisturbed run; nothing lost.
 */
#include "tests/failalloc.h"
#include "tests/judge/judge_mail.h"
#include "tests/rows.h"

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct zgl_buf header;

/* Made before any allocation may fail. */
static struct zgl_answer given;
static struct zgl_arena answer_arena, kept;
static struct zgl_judgement first;

static enum zgl_err judge_mail(struct zgl_judge *judge,
	const struct zgl_header *h, struct zgl_arena *a,
	struct zgl_judgement *judgement_r)
{
	struct zgl_question question;
	size_t number;

	ZGL_TRY(zgl_judge_begin(judge, h, a, MAIL_NOW));
	while (zgl_judge_next_question(judge, &question, &number))
		ZGL_TRY(zgl_judge_answer(judge, number, &given));
	ZGL_TRY(zgl_judge_body(judge, ZGL_SV(MAIL_BODY)));
	return zgl_judge_end(judge, judgement_r);
}

static void assert_judgement(const struct zgl_judgement *j, enum zgl_err err)
{
	if (err != ZGL_OK) {
		assert_null(j->field.p);
		assert_null(j->telling);
		assert_int_equal(j->dkim, ZGL_DKIM_NONE);
		return;
	}
	assert_int_equal(j->dkim, ZGL_DKIM_FAIL);
	assert_int_equal(j->disposition, ZGL_DISPOSE_REJECT);
	if (first.field.p == NULL) {
		first.field = zgl_arena_copy(&kept, j->field);
		first.reply = zgl_arena_copy(&kept, j->reply);
	}
	assert_sv_equal(j->field, first.field);
	assert_sv_equal(j->reply, first.reply);
}

/* The same message twice with one judge. */
static enum zgl_err run_with(struct zgl_judge *judge)
{
	enum zgl_err err = ZGL_OK;

	for (size_t i = 0; i < 2 && err == ZGL_OK; i++) {
		struct zgl_judgement j = { .dkim = ZGL_DKIM_NONE };
		struct zgl_header h;
		struct zgl_arena a;
		zgl_arena_begin(&a, (size_t)1024 * 1024);
		zgl_header_begin(&h, &a, &limits);
		err = mail_add_fields(&h, zgl_buf_sv(&header));
		if (err == ZGL_OK)
			err = judge_mail(judge, &h, &a, &j);
		assert_judgement(&j, err);
		zgl_arena_free(&a);
	}
	return err;
}

static enum zgl_err run(void)
{
	struct zgl_judge_config config = { .dkim = ZGL_DKIMVERIFY_DEFAULT,
		.authserv_id = ZGL_SV("mx.example.nl"),
		.policy = {
			.dkim = { [ZGL_DKIM_FAIL] = ZGL_DISPOSE_REJECT } } };
	struct zgl_judge *judge;

	config.dkim.engine = engine;
	config.dkim.limits = &limits;
	enum zgl_err err = zgl_judge_new(&config, &judge);
	assert_int_equal(judge != NULL, err == ZGL_OK);
	if (err == ZGL_OK)
		err = run_with(judge);
	zgl_judge_free(judge);
	return err;
}

static void check(bool forever)
{
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, forever);
		enum zgl_err err = run();
		failalloc_disarm();
		assert_int_equal(err, failalloc_failed() ? ZGL_ENOMEM : ZGL_OK);
	}
	assert_true(failalloc_count() > 10);
}

static void check_once(void **state)
{
	(void)state;
	check(false);
}

static void check_forever(void **state)
{
	(void)state;
	check(true);
}

static void make_mail(void)
{
	const struct judge_mail mail = {
		.seals = { { .key = "rsa1024",
			.value = MAIL_VALUE("i=joe@mail.example.com; ") } },
		.count = 1,
	};

	zgl_buf_begin(&header, (size_t)1024 * 1024);
	judge_mail_header(engine, &mail, &header);
	zgl_arena_begin(&answer_arena, (size_t)1024 * 1024);
	zgl_arena_begin(&kept, (size_t)1024 * 1024);
	/* another key than it was signed with */
	mail_answer_testkey("rsa2048", &answer_arena, &given);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	if (zgl_engine_new(&engine) != ZGL_OK)
		return 1;
	make_mail();
	assert_int_equal(run(), ZGL_OK);
	rows_add_one(&r, "each allocation fails once", check_once);
	rows_add_one(&r, "all fail from each one on", check_forever);
	int failed = rows_run(&r, "judgealloc");
	zgl_buf_free(&header);
	zgl_arena_free(&answer_arena);
	zgl_arena_free(&kept);
	zgl_engine_free(engine);
	return failed;
}
