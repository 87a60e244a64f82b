/* SPDX-License-Identifier: ISC */
#include "srv/milter/mailwork.h"

#include <stdio.h>

#define REPLY_OCTETS 384 /* a sentence and a domain */

enum zgl_err zgl_mailwork_meet(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, const struct zgl_envelope *envelope)
{
	return zgl_letterverify_meet(&work->verify, desk, &work->letter,
		envelope, zgl_maildesk_now_s(desk));
}

/* What is refused by its fields is not held until its end; nor are questions,
 * which live beside the fields. */
enum zgl_err zgl_mailwork_add(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, zgl_sv name, zgl_sv value, bool whole)
{
	if (work->letter.answer.code != NULL)
		return ZGL_OK;
	ZGL_TRY(zgl_letter_add(&work->letter, name, value, whole, &desk->text));
	if (work->letter.answer.code != NULL) {
		zgl_letterverify_drop(&work->verify);
		zgl_letter_empty(&work->letter);
	}
	return ZGL_OK;
}

static enum zgl_err begin_sign(
	struct zgl_mailwork *work, struct zgl_maildesk *desk, bool must_sign)
{
	const struct zgl_conf *conf = desk->config.conf;
	struct zgl_lettersign *sign = &work->sign;

	ZGL_TRY(zgl_letter_leave(
		&work->letter, conf->claims, conf->claim_count));
	ZGL_TRY(zgl_lettersign_begin(sign, work->decided.set, &work->letter,
		zgl_maildesk_now_s(desk)));
	if (sign->refusal != ZGL_DKIMSIGN_REFUSE_NONE && must_sign)
		zgl_letter_refuse(&work->letter, "550", "5.6.0",
			zgl_dkimsign_refusal_sentence(sign->refusal));
	return ZGL_OK;
}

/* What is wrong with From is said in the words that tell most. */
static const char *words_of(const struct zgl_lettercase *c)
{
	switch (c->why) {
	case ZGL_SIGNWHY_DISOWNED_LOGIN: return "this login may not send as";
	case ZGL_SIGNWHY_DISOWNED_CLIENT:
		return "a client that did not log in may not send as";
	default:
		return c->fault != ZGL_AUTHORFAULT_NONE
			? "the message must be signed, and"
			: zgl_signwhy_sentence(c->why);
	}
}

static enum zgl_err refuse_unsigned(struct zgl_mailwork *work)
{
	const struct zgl_lettercase *c = &work->decided;
	char *text = zgl_arena_get(&work->letter.arena, REPLY_OCTETS);
	const char *more = "";

	if (text == NULL)
		return work->letter.arena.err;
	if (c->fault != ZGL_AUTHORFAULT_NONE)
		more = zgl_authorfault_sentence(c->fault);
	else if (c->why == ZGL_SIGNWHY_DISOWNED_LOGIN
		|| c->why == ZGL_SIGNWHY_DISOWNED_CLIENT)
		more = c->author.text;
	(void)snprintf(text, REPLY_OCTETS, "%s%s%s", words_of(c),
		more[0] != '\0' ? " " : "", more);
	zgl_letter_refuse(&work->letter, "550", "5.7.1", text);
	return ZGL_OK;
}

enum zgl_err zgl_mailwork_begin(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, const struct zgl_conf_listener *listener,
	const struct zgl_envelope *envelope)
{
	work->start_ms = zgl_maildesk_ticks_ms();
	if (work->letter.answer.code != NULL)
		return ZGL_OK;
	ZGL_TRY(zgl_lettercase_decide(
		desk, &work->letter, listener, envelope, &work->decided));
	enum zgl_signaction action = zgl_signwhy_action(work->decided.why);
	if (action == ZGL_ACTION_VERIFY)
		return zgl_letterverify_begin(&work->verify, desk,
			&work->letter, zgl_maildesk_now_s(desk));
	/* no client of ours is met, but one may have said so since */
	zgl_letterverify_drop(&work->verify);
	switch (action) {
	case ZGL_ACTION_SIGN:
		return begin_sign(work, desk, listener->must_sign);
	case ZGL_ACTION_PASS: return ZGL_OK;
	default: return refuse_unsigned(work);
	}
}

bool zgl_mailwork_wants_body(const struct zgl_mailwork *work)
{
	return work->sign.sign != NULL
		|| (work->verify.judge != NULL
			&& zgl_letterverify_wants_body(&work->letter));
}

enum zgl_err zgl_mailwork_body(struct zgl_mailwork *work, zgl_sv octets)
{
	if (work->sign.sign != NULL)
		return zgl_lettersign_body(&work->sign, octets);
	return work->verify.judge == NULL
		? ZGL_OK
		: zgl_letterverify_body(&work->verify, octets);
}

enum zgl_err zgl_mailwork_end(struct zgl_mailwork *work)
{
	if (work->sign.sign != NULL)
		return zgl_lettersign_end(&work->sign);
	return work->verify.judge == NULL ? ZGL_OK
					  : zgl_letterverify_end(&work->verify);
}

void zgl_mailwork_drop(struct zgl_mailwork *work, struct zgl_maildesk *desk)
{
	zgl_lettersign_drop(&work->sign);
	zgl_letterverify_drop(&work->verify);
	zgl_lettercase_end(desk, &work->decided);
	work->decided = (struct zgl_lettercase){ .set = NULL };
	work->sign = (struct zgl_lettersign){ .set = NULL };
	work->verify = (struct zgl_letterverify){ .judge = NULL };
	work->trouble = (zgl_sv){ NULL, 0 };
	zgl_letter_forget(&work->letter);
}
