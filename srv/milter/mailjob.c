/* SPDX-License-Identifier: ISC */
#include "srv/milter/mailjob.h"

#include "srv/milter/letterreply.h"
#include "srv/milter/maildesk.h"
#include "srv/milter/mailend.h"
#include "srv/milter/maillog.h"
#include "srv/milter/mailwork.h"
#include "zegel/base/mem.h"

struct zgl_mailjob {
	struct zgl_maildesk *desk;
	const struct zgl_conf_listener *listener;
	const struct zgl_miltersession *session;
	void (*ready)(void *to);
	void *to;
	struct zgl_mailwork *work; /* NULL: nothing of the header came yet */
	enum zgl_err err;          /* this message has to come again */
	bool waiting;              /* end was told to wait */
	bool late;                 /* and has waited long enough */
};

enum zgl_err zgl_mailjob_new(struct zgl_maildesk *desk,
	const struct zgl_conf_listener *listener,
	const struct zgl_miltersession *session, void (*ready)(void *to),
	void *to, struct zgl_mailjob **job_r)
{
	struct zgl_mailjob *job = zgl_mem_new(sizeof(*job));

	*job_r = job;
	if (job == NULL)
		return ZGL_ENOMEM;
	*job = (struct zgl_mailjob){
		.desk = desk,
		.listener = listener,
		.session = session,
		.ready = ready,
		.to = to,
	};
	return ZGL_OK;
}

static void forget(struct zgl_mailjob *job)
{
	if (job->work != NULL) {
		zgl_mailwork_drop(job->work, job->desk);
		zgl_maildesk_give_work(job->desk, job->work);
	}
	job->work = NULL;
	job->err = ZGL_OK;
	job->waiting = job->late = false;
}

void zgl_mailjob_free(struct zgl_mailjob *job)
{
	if (job == NULL)
		return;
	forget(job);
	zgl_mem_free(job);
}

/* ---- waiting ---- */

/* The last thing done by whoever calls: the session may end the message. */
static void go_on(void *to)
{
	struct zgl_mailjob *job = to;

	if (!job->waiting)
		return;
	job->waiting = false;
	job->ready(job->to);
}

void zgl_mailjob_time_is_up(struct zgl_mailjob *job)
{
	job->late = true;
	go_on(job);
}

/* ---- the face ---- */

static const char *trouble_of(const struct zgl_mailjob *job, enum zgl_err err)
{
	const char *trouble =
		job->work == NULL ? NULL : job->work->decided.trouble;

	return trouble != NULL ? trouble : zgl_err_sentence(err);
}

/* The message has to come again: there is a reply to say so at its end. What
 * the keyring says of its trouble lasts until it is asked again only. */
static void keep_back(struct zgl_mailjob *job, enum zgl_err err)
{
	const char *trouble = trouble_of(job, err);

	job->err = err;
	if (job->work != NULL)
		job->work->trouble = zgl_arena_copy(
			&job->work->letter.arena, zgl_sv_of(trouble));
	zgl_maildesk_complain(job->desk, "messages have to wait", trouble);
}

/* One that asks for more than the limits allow would do so again. */
static void heed(struct zgl_mailjob *job, enum zgl_err err)
{
	if (err == ZGL_ELIMIT && job->work != NULL)
		zgl_letter_refuse(&job->work->letter, "552", "5.3.4",
			"The message needs more memory than the limits allow");
	else if (err != ZGL_OK)
		keep_back(job, err);
}

static enum zgl_err need_work(struct zgl_mailjob *job)
{
	if (job->work != NULL)
		return ZGL_OK;
	ZGL_TRY(zgl_maildesk_take_work(job->desk, &job->work));
	job->work->verify.heard = go_on;
	job->work->verify.to = job;
	return ZGL_OK;
}

/* So that SPF is asked while the rest of the message is still to come. */
static enum zgl_err begin(void *to, const struct zgl_envelope *envelope)
{
	struct zgl_mailjob *job = to;
	const struct zgl_conf *conf = job->desk->config.conf;

	forget(job);
	if (!conf->spf.check
		|| zgl_lettercase_is_own(conf, job->listener, envelope))
		return ZGL_OK;
	enum zgl_err err = need_work(job);
	if (err == ZGL_OK)
		err = zgl_mailwork_meet(job->work, job->desk, envelope);
	heed(job, err);
	return ZGL_OK;
}

static enum zgl_err field(void *to, zgl_sv name, zgl_sv value)
{
	struct zgl_mailjob *job = to;
	bool whole = (job->session->may & ZGL_MILTER_LEADING_SPACE) != 0;

	if (job->err != ZGL_OK)
		return ZGL_OK;
	enum zgl_err err = need_work(job);
	if (err == ZGL_OK)
		err = zgl_mailwork_add(
			job->work, job->desk, name, value, whole);
	heed(job, err);
	return ZGL_OK;
}

static bool wants_body(const struct zgl_mailjob *job)
{
	return job->err == ZGL_OK && job->work->letter.answer.code == NULL
		&& zgl_mailwork_wants_body(job->work);
}

static enum zgl_err end_header(void *to, const struct zgl_envelope *envelope,
	enum zgl_mailstep *step_r)
{
	struct zgl_mailjob *job = to;

	if (job->err == ZGL_OK)
		heed(job, need_work(job));
	if (job->err == ZGL_OK)
		heed(job,
			zgl_mailwork_begin(
				job->work, job->desk, job->listener, envelope));
	*step_r = wants_body(job) ? ZGL_MAIL_MORE : ZGL_MAIL_SKIP;
	return ZGL_OK;
}

static enum zgl_err body(void *to, zgl_sv octets, enum zgl_mailstep *step_r)
{
	struct zgl_mailjob *job = to;

	if (wants_body(job))
		heed(job, zgl_mailwork_body(job->work, octets));
	*step_r = wants_body(job) ? ZGL_MAIL_MORE : ZGL_MAIL_SKIP;
	return ZGL_OK;
}

/* ---- the end ---- */

static enum zgl_err finish_work(
	struct zgl_mailjob *job, struct zgl_buf *out, uint32_t *removed_r)
{
	if (job->err == ZGL_OK && job->work->letter.answer.code == NULL)
		heed(job, zgl_mailwork_end(job->work));
	ZGL_TRY(job->err);
	enum zgl_err err = zgl_mailend_write(
		job->work, job->desk, job->session->may, out, removed_r);
	if (err != ZGL_OK)
		keep_back(job, err);
	return err;
}

static enum zgl_mailaction action_of(const struct zgl_mailwork *work)
{
	if (work->letter.answer.code != NULL)
		return ZGL_MAILACTION_REFUSED;
	if (work->verify.judge != NULL)
		return ZGL_MAILACTION_JUDGED;
	if (work->sign.sign != NULL)
		return ZGL_MAILACTION_SIGNED;
	return work->sign.refusal != ZGL_DKIMSIGN_REFUSE_NONE
		? ZGL_MAILACTION_UNSIGNED
		: ZGL_MAILACTION_PASSED;
}

/* Why it was refused, or not signed; else why it was dealt with as it was. */
static void tell_why(
	const struct zgl_mailwork *work, struct zgl_mailstory *story)
{
	const struct zgl_lettercase *decided = &work->decided;

	story->why = zgl_sv_of(zgl_signwhy_sentence(decided->why));
	if (work->sign.refusal != ZGL_DKIMSIGN_REFUSE_NONE) {
		story->why = zgl_sv_of(
			zgl_dkimsign_refusal_sentence(work->sign.refusal));
		story->more = work->sign.refused_field;
	} else if (work->letter.answer.code != NULL
		&& zgl_signwhy_action(decided->why) != ZGL_ACTION_REFUSE) {
		story->why = work->letter.answer.text;
	} else if (decided->fault != ZGL_AUTHORFAULT_NONE) {
		story->more =
			zgl_sv_of(zgl_authorfault_sentence(decided->fault));
	}
}

static void tell_judgement(
	const struct zgl_mailwork *work, struct zgl_mailstory *story)
{
	const struct zgl_judgement *judgement = &work->verify.judgement;

	story->judgement = judgement;
	story->more = judgement->reply;
	story->dkim = zgl_judge_dkim(work->verify.judge);
	if (judgement->dmarc != NULL)
		story->author = &judgement->dmarc->author;
}

static void tell_work(
	const struct zgl_mailwork *work, struct zgl_mailstory *story)
{
	story->action = action_of(work);
	tell_why(work, story);
	story->author = &work->decided.author;
	story->ms = zgl_maildesk_ticks_ms() - work->start_ms;
	if (story->action == ZGL_MAILACTION_JUDGED)
		tell_judgement(work, story);
	if (story->action == ZGL_MAILACTION_SIGNED)
		story->set = work->sign.set;
}

static void tell(struct zgl_maildesk *desk, const struct zgl_mailstory *story)
{
	bool unsign = story->action == ZGL_MAILACTION_UNSIGNED;
	enum zgl_log_level level = unsign ? ZGL_LOG_WARNING : ZGL_LOG_INFO;

	if (desk->config.tell == NULL && !zgl_log_wants(level))
		return;
	zgl_buf_reset(&desk->text);
	zgl_maillog_write(&desk->text, story);
	if (desk->config.tell != NULL)
		desk->config.tell(
			desk->config.tell_to, zgl_buf_sv(&desk->text));
	else
		zgl_log_line(level, zgl_buf_sv(&desk->text));
}

static zgl_sv kept_trouble(const struct zgl_mailjob *job, enum zgl_err err)
{
	return job->work != NULL && job->work->trouble.p != NULL
		? job->work->trouble
		: zgl_sv_of(zgl_err_sentence(err));
}

static enum zgl_err finish(struct zgl_mailjob *job,
	const struct zgl_envelope *envelope, struct zgl_buf *out)
{
	struct zgl_mailstory story = { .envelope = envelope };
	enum zgl_err err = finish_work(job, out, &story.removed);

	if (err == ZGL_OK) {
		tell_work(job->work, &story);
	} else {
		zgl_mailend_defer(out);
		story.action = ZGL_MAILACTION_DEFERRED;
		story.why = kept_trouble(job, err);
	}
	tell(job->desk, &story);
	return out->err;
}

static enum zgl_err end(void *to, const struct zgl_envelope *envelope,
	struct zgl_buf *out, enum zgl_mailstep *step_r)
{
	struct zgl_mailjob *job = to;

	job->waiting = job->err == ZGL_OK && !job->late
		&& job->work->letter.answer.code == NULL
		&& zgl_letterverify_waits(&job->work->verify);
	*step_r = job->waiting ? ZGL_MAIL_WAIT : ZGL_MAIL_DONE;
	return job->waiting ? ZGL_OK : finish(job, envelope, out);
}

static void abort_mail(void *to)
{
	forget(to);
}

const struct zgl_miltermail_face zgl_mailjob_face = {
	.begin = begin,
	.field = field,
	.end_header = end_header,
	.body = body,
	.end = end,
	.abort = abort_mail,
};
