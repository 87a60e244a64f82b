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
static struct zgl_answer key, spf, dmarc;
static struct zgl_arena answer_arena, kept;
static struct zgl_judgement first;

static const struct zgl_spfclient client = { .octets = { 192, 0, 2, 9 },
	.helo = { "mx.example.com", 14 },
	.mail_from = { "joe@example.com", 15 } };

static enum zgl_err answer_all(struct zgl_judge *judge)
{
	struct zgl_question question;
	size_t number;

	while (zgl_judge_next_question(judge, &question, &number)) {
		zgl_sv name = { (const char *)question.name.wire,
			question.name.n };
		zgl_sv above = zgl_sv_skip(name, 1 + question.name.wire[0]);
		const struct zgl_answer *given = &spf;
		if (zgl_sv_starts(name, ZGL_SV("\006_dmarc")))
			given = &dmarc;
		if (zgl_sv_starts(above, ZGL_SV("\012_domainkey")))
			given = &key;
		ZGL_TRY(zgl_judge_answer(judge, number, given));
	}
	return ZGL_OK;
}

static enum zgl_err judge_mail(struct zgl_judge *judge,
	const struct zgl_header *h, struct zgl_arena *a,
	struct zgl_judgement *judgement_r)
{
	ZGL_TRY(zgl_judge_client(judge, &client, false, a, MAIL_NOW));
	ZGL_TRY(answer_all(judge));
	ZGL_TRY(zgl_judge_begin(judge, h, a, MAIL_NOW));
	ZGL_TRY(answer_all(judge));
	ZGL_TRY(zgl_judge_body(judge, ZGL_SV(MAIL_BODY)));
	return zgl_judge_end(judge, judgement_r);
}

static void assert_judgement(const struct zgl_judgement *j, enum zgl_err err)
{
	if (err != ZGL_OK) {
		assert_null(j->field.p);
		assert_null(j->telling);
		assert_null(j->dmarc);
		assert_int_equal(j->dkim, ZGL_DKIM_NONE);
		return;
	}
	assert_int_equal(j->dkim, ZGL_DKIM_FAIL);
	assert_int_equal(j->spf->result, ZGL_SPF_FAIL);
	assert_int_equal(j->helo->result, ZGL_SPF_FAIL);
	assert_int_equal(j->dmarc->result, ZGL_DMARC_FAIL);
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
		.spf = ZGL_SPFCHECK_DEFAULT,
		.check_helo = true,
		.check_dmarc = true,
		.authserv_id = ZGL_SV("mx.example.nl"),
		.policy = ZGL_JUDGE_POLICY_DEFAULT };
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
		.raw = "List-Id: <a.m\xc3\xbcller.example>\r\n",
	};

	zgl_buf_begin(&header, (size_t)1024 * 1024);
	judge_mail_header(engine, &mail, &header);
	zgl_arena_begin(&answer_arena, (size_t)1024 * 1024);
	zgl_arena_begin(&kept, (size_t)1024 * 1024);
	/* another key than it was signed with */
	mail_answer_testkey("rsa2048", &answer_arena, &key);
	mail_answer_text(
		ZGL_SV("v=spf1 ip4:192.0.2.1 -all"), &answer_arena, &spf);
	mail_answer_text(ZGL_SV("v=DMARC1; p=reject; rua=mailto:a@example.com"),
		&answer_arena, &dmarc);
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
