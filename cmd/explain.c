/* SPDX-License-Identifier: ISC */
#include "cmd/explain.h"

#include "zegel/base/num.h"

static zgl_sv number(uint64_t value, char text[ZGL_NUM_TEXT])
{
	return (zgl_sv){ text, zgl_num_write(value, text) };
}

static void tell_client(struct zgl_teller *t, const struct zgl_verified *what)
{
	const struct zgl_sender *sender = what->set->sender;
	enum zgl_words words = ZGL_WORDS_CLIENT;

	if (sender == NULL) {
		zgl_teller_plain(t, ZGL_WORDS_CLIENT_UNKNOWN);
		return;
	}
	if (sender->client.mail_from.n == 0)
		words = ZGL_WORDS_CLIENT_NULL;
	else if (sender->client.helo.n == 0)
		words = ZGL_WORDS_CLIENT_NO_HELO;
	ZGL_TELL(t, words, zgl_sv_of(sender->ip), sender->client.helo,
		sender->client.mail_from);
}

static void tell_spf_result(
	struct zgl_teller *t, const struct zgl_spf_verdict *v)
{
	static const enum zgl_words words[ZGL_SPF_RESULTS] = {
		[ZGL_SPF_NONE] = ZGL_WORDS_SPF_NONE,
		[ZGL_SPF_PASS] = ZGL_WORDS_SPF_PASS,
		[ZGL_SPF_FAIL] = ZGL_WORDS_SPF_FAIL,
		[ZGL_SPF_SOFTFAIL] = ZGL_WORDS_SPF_SOFTFAIL,
		[ZGL_SPF_NEUTRAL] = ZGL_WORDS_SPF_NEUTRAL,
		[ZGL_SPF_TEMPERROR] = ZGL_WORDS_SPF_TEMPERROR,
		[ZGL_SPF_PERMERROR] = ZGL_WORDS_SPF_PERMERROR,
	};
	zgl_sv why = zgl_sv_of(zgl_explainwords_spf(v->reason, t->lang));

	if (v->result == ZGL_SPF_NEUTRAL && v->mechanism.n == 0)
		zgl_teller_plain(t, ZGL_WORDS_SPF_NO_MATCH);
	else
		ZGL_TELL(t, words[v->result],
			v->mechanism.n > 0 ? v->mechanism : why);
}

static void tell_spf(struct zgl_teller *t, const struct zgl_verified *what,
	const struct zgl_spf_verdict *v)
{
	const struct zgl_spfcheck_config *most = &what->set->judge.spf;
	char n[4][ZGL_NUM_TEXT];

	if (v->domain.n == 0)
		zgl_teller_plain(t, ZGL_WORDS_SPF_NOBODY);
	else
		ZGL_TELL(t,
			v->identity == ZGL_SPF_HELO ? ZGL_WORDS_SPF_HELO
						    : ZGL_WORDS_SPF_MAILFROM,
			zgl_dname_sv(&v->domain),
			zgl_sv_of(what->set->sender->ip));
	if (v->record.n > 0)
		ZGL_TELL(t, ZGL_WORDS_SPF_RECORD, v->record);
	tell_spf_result(t, v);
	if (v->problem.n > 0)
		ZGL_TELL(t, ZGL_WORDS_SPF_PROBLEM, v->problem);
	if (v->lookups > 0)
		ZGL_TELL(t, ZGL_WORDS_SPF_LOOKUPS, number(v->lookups, n[0]),
			number(v->void_lookups, n[1]),
			number(most->lookups, n[2]),
			number(most->void_lookups, n[3]));
	if (v->explanation.n > 0)
		ZGL_TELL(t, ZGL_WORDS_SPF_SAYS, v->explanation);
	zgl_teller_step(t);
}

static enum zgl_words words_of(const struct zgl_dkim_verdict *v)
{
	if (v->sig->domain.n == 0 || v->sig->selector.n == 0)
		return ZGL_WORDS_DKIM_UNREADABLE;
	switch (v->result) {
	case ZGL_DKIM_PASS: return ZGL_WORDS_DKIM_PASS;
	case ZGL_DKIM_TEMPERROR: return ZGL_WORDS_DKIM_TEMPERROR;
	default: return ZGL_WORDS_DKIM_OTHER;
	}
}

static void tell_signature(
	struct zgl_teller *t, const struct zgl_verified *what, size_t i)
{
	const struct zgl_dkim_verdict *v =
		zgl_dkimverify_verdict(what->verify, i);
	char at[ZGL_NUM_TEXT], of[ZGL_NUM_TEXT];

	ZGL_TELL(t, words_of(v), number(i + 1, at),
		number(zgl_dkimverify_count(what->verify), of),
		zgl_dname_sv(&v->sig->domain), zgl_dname_sv(&v->sig->selector),
		zgl_sv_of(zgl_explainwords_dkim(v->reason, t->lang)),
		zgl_sv_of(zgl_dkim_result_word(v->result)));
	for (unsigned w = 0; w < ZGL_DKIM_WARNINGS; w++) {
		if ((v->warnings & 1U << w) != 0)
			ZGL_TELL(t, ZGL_WORDS_DKIM_WARNING,
				zgl_sv_of(zgl_explainwords_warning(
					(enum zgl_dkim_warning)w, t->lang)));
	}
	zgl_teller_step(t);
}

static void tell_author(struct zgl_teller *t, const struct zgl_verified *what)
{
	const char *fault =
		zgl_explainwords_author(what->author_fault, t->lang);

	if (what->author_fault != ZGL_AUTHORFAULT_NONE)
		ZGL_TELL(t, ZGL_WORDS_FROM_FAULT, zgl_sv_of(fault));
	else
		ZGL_TELL(t,
			what->judgement->dmarc != NULL ? ZGL_WORDS_FROM_DMARC
						       : ZGL_WORDS_FROM,
			zgl_dname_sv(what->author));
	zgl_teller_step(t);
}

void zgl_explain_checks(struct zgl_teller *t, const struct zgl_verified *what)
{
	size_t count = zgl_dkimverify_count(what->verify);

	tell_client(t, what);
	zgl_teller_step(t);
	if (what->judgement->spf != NULL)
		tell_spf(t, what, what->judgement->spf);
	if (what->judgement->helo != NULL)
		tell_spf(t, what, what->judgement->helo);
	if (count == 0)
		zgl_teller_plain(t, ZGL_WORDS_DKIM_NONE);
	zgl_teller_step(t);
	for (size_t i = 0; i < count; i++)
		tell_signature(t, what, i);
	tell_author(t, what);
}

enum zgl_err zgl_explain(
	const struct zgl_verified *what, zgl_teller_fn *take, void *to)
{
	struct zgl_teller t;

	zgl_teller_begin(&t, what->set->lang, take, to);
	zgl_explain_checks(&t, what);
	if (what->judgement->dmarc != NULL) {
		zgl_explain_dmarc(&t, what);
		zgl_explain_advice(&t, what);
	}
	enum zgl_err err = t.text.err;
	zgl_teller_free(&t);
	return err;
}
