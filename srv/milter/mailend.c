/* SPDX-License-Identifier: ISC */
#include "srv/milter/mailend.h"

#include "srv/milter/letterreply.h"

static bool is_verified(const struct zgl_mailwork *work)
{
	return work->verify.judge != NULL;
}

/* For now or for good. */
static bool is_rejected(const struct zgl_mailwork *work)
{
	return is_verified(work) && work->verify.judgement.smtp_code != NULL;
}

static bool is_quarantined(const struct zgl_mailwork *work)
{
	return is_verified(work)
		&& work->verify.judgement.disposition == ZGL_DISPOSE_QUARANTINE;
}

static void mark(struct zgl_letterreply *r, const struct zgl_conf *conf)
{
	if (conf->verify.mark_subject.n > 0)
		zgl_letterreply_mark_subject(r, conf->verify.mark_subject);
	zgl_letterreply_insert(
		r, conf->verify.mark_name, conf->verify.mark_value);
}

static void put_verified(struct zgl_letterreply *r,
	const struct zgl_maildesk *desk, const struct zgl_judgement *judgement)
{
	const struct zgl_conf *conf = desk->config.conf;

	if (desk->marks)
		zgl_letterreply_remove_all(r, conf->verify.mark_name);
	if (judgement->disposition == ZGL_DISPOSE_MARK)
		mark(r, conf);
	zgl_letterreply_insert_field(r, judgement->field);
}

/* The first key's signature on top: the last one inserted. */
static void put_signed(
	struct zgl_letterreply *r, const struct zgl_lettersign *sign)
{
	for (size_t i = zgl_keyset_count(sign->set); i-- > 0;)
		zgl_letterreply_insert_field(
			r, zgl_dkimsign_field(sign->sign, i));
}

static void put_changes(struct zgl_letterreply *r, struct zgl_mailwork *work,
	struct zgl_maildesk *desk, uint32_t *removed_r)
{
	const struct zgl_conf *conf = desk->config.conf;

	*removed_r = zgl_letterreply_remove_claims(
		r, conf->claims, conf->claim_count);
	if (is_verified(work))
		put_verified(r, desk, &work->verify.judgement);
	if (work->sign.sign != NULL)
		put_signed(r, &work->sign);
}

static enum zgl_err lacks(struct zgl_mailwork *work, const char *trouble)
{
	work->decided.trouble = trouble;
	return ZGL_EUSAGE;
}

/* What goes on goes on with these changes. */
static enum zgl_err write_changes(struct zgl_letterreply *r,
	struct zgl_mailwork *work, struct zgl_maildesk *desk, unsigned may,
	uint32_t *removed_r)
{
	size_t before = r->out->n;

	put_changes(r, work, desk, removed_r);
	if (r->changes > ZGL_LETTERREPLY_CHANGES) {
		r->out->n = before;
		zgl_letter_refuse(&work->letter, "550", "5.6.0",
			"Too many header fields would have to be changed");
		return ZGL_OK;
	}
	if (r->out->n > before && !(may & ZGL_MILTER_MAY_CHANGE)) {
		r->out->n = before;
		return lacks(work, "the MTA allows no change of fields");
	}
	return r->out->err;
}

/* The reply that ends the message. */
static void put_end(struct zgl_buf *out, const struct zgl_mailwork *work)
{
	const struct zgl_letteranswer *answer = &work->letter.answer;
	const struct zgl_judgement *judgement = &work->verify.judgement;

	if (answer->code != NULL) {
		zgl_milterwire_put_reply(
			out, answer->code, answer->enhanced, answer->text);
	} else if (is_rejected(work)) {
		zgl_milterwire_put_reply(out, judgement->smtp_code,
			judgement->enhanced_code, judgement->reply);
	} else {
		if (is_quarantined(work))
			zgl_milterwire_put_quarantine(out, judgement->reply);
		zgl_milterwire_put_continue(out);
	}
}

enum zgl_err zgl_mailend_write(struct zgl_mailwork *work,
	struct zgl_maildesk *desk, unsigned may, struct zgl_buf *out,
	uint32_t *removed_r)
{
	struct zgl_letterreply r = { .out = out,
		.text = &desk->text,
		.letter = &work->letter,
		.whole = (may & ZGL_MILTER_LEADING_SPACE) != 0 };

	*removed_r = 0;
	if (is_quarantined(work) && !(may & ZGL_MILTER_MAY_QUARANTINE))
		return lacks(work, "the MTA allows no quarantine");
	if (work->letter.answer.code == NULL && !is_rejected(work))
		ZGL_TRY(write_changes(&r, work, desk, may, removed_r));
	put_end(out, work);
	return out->err;
}

void zgl_mailend_defer(struct zgl_buf *out)
{
	zgl_milterwire_put_reply(out, "451", "4.3.0",
		ZGL_SV("The message cannot be checked now, try again later"));
}
