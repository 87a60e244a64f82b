/* SPDX-License-Identifier: ISC */
#include "tests/judge/judge_mail.h"

#include "tests/rows.h"
#include "tests/sig/recordhelp.h"

void judge_mail_header(struct zgl_engine *engine, const struct judge_mail *mail,
	struct zgl_buf *to)
{
	const char *text = mail->header != NULL ? mail->header : MAIL_HEADER;
	struct zgl_buf below;

	zgl_buf_begin(&below, (size_t)1024 * 1024);
	zgl_buf_text(to, text);
	for (size_t i = mail->count; i > 0; i--) {
		zgl_buf_reset(&below);
		zgl_buf_put(&below, zgl_buf_sv(to));
		zgl_buf_reset(to);
		mail_seal(engine, &mail->seals[i - 1], zgl_buf_sv(&below),
			ZGL_SV(MAIL_BODY), to);
	}
	if (mail->raw != NULL) {
		zgl_buf_reset(&below);
		zgl_buf_put(&below, zgl_buf_sv(to));
		zgl_buf_reset(to);
		zgl_buf_text(to, mail->raw);
		zgl_buf_put(to, zgl_buf_sv(&below));
	}
	zgl_buf_free(&below);
}

void judge_mail_answer(
	zgl_sv selector, struct zgl_arena *a, struct zgl_answer *answer_r)
{
	char name[64];

	if (zgl_sv_eq(selector, ZGL_SV("testing"))) {
		mail_answer_records("t=y; p=$rsa1024", a, answer_r);
	} else if (zgl_sv_eq(selector, ZGL_SV("secure"))) {
		mail_answer_records("p=$rsa1024", a, answer_r);
		answer_r->dnssec = ZGL_DNSSEC_SECURE;
	} else if (zgl_sv_eq(selector, ZGL_SV("later"))) {
		*answer_r = (struct zgl_answer){ .state = ZGL_ANSWER_TEMPFAIL,
			.problem = "the server did not answer in time" };
	} else if (zgl_sv_eq(selector, ZGL_SV("odd"))) {
		*answer_r = (struct zgl_answer){ .state = ZGL_ANSWER_TEMPFAIL,
			.problem = "100% \"lost\"\r\xff" };
	} else if (zgl_sv_eq(selector, ZGL_SV("bogus"))) {
		*answer_r = (struct zgl_answer){ .state = ZGL_ANSWER_TEMPFAIL,
			.dnssec = ZGL_DNSSEC_BOGUS };
	} else {
		assert_true(selector.n < sizeof(name));
		memcpy(name, selector.p, selector.n);
		name[selector.n] = '\0';
		mail_answer_testkey(name, a, answer_r);
	}
}

static enum zgl_err answer_all(struct zgl_judge *judge)
{
	struct zgl_question question;
	size_t number;

	while (zgl_judge_next_question(judge, &question, &number)) {
		zgl_sv selector = { (const char *)question.name.wire + 1,
			question.name.wire[0] };
		struct zgl_answer given;
		struct zgl_arena a;
		assert_int_equal(question.type, ZGL_RR_TXT);
		assert_int_equal(zgl_judge_waiting(judge), 1);
		zgl_arena_begin(&a, (size_t)1024 * 1024);
		judge_mail_answer(selector, &a, &given);
		enum zgl_err err = zgl_judge_answer(judge, number, &given);
		zgl_arena_free(&a);
		ZGL_TRY(err);
		assert_int_equal(zgl_judge_waiting(judge), 0);
	}
	return ZGL_OK;
}

enum zgl_err judge_mail_run(struct zgl_judge *judge,
	const struct zgl_limits *limits, zgl_sv header, zgl_sv body,
	size_t split, struct zgl_arena *a, struct zgl_judgement *judgement_r)
{
	struct zgl_header *h = zgl_arena_get(a, sizeof(*h));

	if (h == NULL)
		return a->err;
	zgl_header_begin(h, a, limits);
	ZGL_TRY(mail_add_fields(h, header));
	ZGL_TRY(zgl_judge_begin(judge, h, a, MAIL_NOW));
	ZGL_TRY(answer_all(judge));
	ZGL_TRY(zgl_judge_body(judge, zgl_sv_head(body, split)));
	ZGL_TRY(zgl_judge_body(judge, zgl_sv_skip(body, split)));
	return zgl_judge_end(judge, judgement_r);
}
