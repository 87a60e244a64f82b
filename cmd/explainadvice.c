/* SPDX-License-Identifier: ISC */
#include "cmd/explain.h"

static bool counts(
	const struct zgl_dmarc_verdict *dmarc, enum zgl_dmarc_method method)
{
	for (size_t i = 0; i < dmarc->identifier_count; i++) {
		const struct zgl_dmarc_identifier *id = &dmarc->identifiers[i];
		if (id->method == method && id->aligned
			&& id->authentic == ZGL_DMARC_AUTHENTIC_YES)
			return true;
	}
	return false;
}

static bool is_aligned(const struct zgl_dmarc_verdict *dmarc,
	enum zgl_dmarc_method method, const struct zgl_dname *domain)
{
	for (size_t i = 0; i < dmarc->identifier_count; i++) {
		const struct zgl_dmarc_identifier *id = &dmarc->identifiers[i];
		if (id->method == method && zgl_dname_eq(&id->domain, domain))
			return id->aligned;
	}
	return false;
}

/* The first signature that is aligned or not, and passes or not. */
static const struct zgl_dkim_verdict *find_signature(
	const struct zgl_verified *what, bool aligned, bool passes)
{
	const struct zgl_dkim_verdict *v;

	for (size_t i = 0; i < zgl_dkimverify_count(what->verify); i++) {
		v = zgl_dkimverify_verdict(what->verify, i);
		if (v->sig->domain.n > 0
			&& is_aligned(what->judgement->dmarc, ZGL_DMARC_DKIM,
				   &v->sig->domain)
				== aligned
			&& (v->result == ZGL_DKIM_PASS) == passes)
			return v;
	}
	return NULL;
}

static void advise_dkim(struct zgl_teller *t, const struct zgl_verified *what)
{
	const struct zgl_dkim_verdict *broken =
		find_signature(what, true, false);
	const struct zgl_dkim_verdict *foreign =
		find_signature(what, false, true);

	if (broken != NULL)
		ZGL_TELL(t, ZGL_WORDS_ADVICE_SIGNATURE,
			zgl_dname_sv(&broken->sig->domain),
			zgl_dname_sv(&broken->sig->selector));
	else if (foreign != NULL)
		ZGL_TELL(t, ZGL_WORDS_ADVICE_SIGN_AS,
			zgl_dname_sv(&foreign->sig->domain),
			zgl_dname_sv(what->author));
	else
		ZGL_TELL(t, ZGL_WORDS_ADVICE_SIGN, zgl_dname_sv(what->author));
}

static void advise_spf(struct zgl_teller *t, const struct zgl_verified *what)
{
	const struct zgl_spf_verdict *spf = what->judgement->spf;

	if (spf == NULL || spf->domain.n == 0)
		return;
	zgl_sv domain = zgl_dname_sv(&spf->domain);
	if (!is_aligned(what->judgement->dmarc, ZGL_DMARC_SPF, &spf->domain)) {
		if (spf->identity == ZGL_SPF_HELO)
			return; /* a bounce has no other sender to use */
		ZGL_TELL(t, ZGL_WORDS_ADVICE_ENVELOPE, domain,
			zgl_dname_sv(what->author));
		return;
	}
	switch (spf->result) {
	case ZGL_SPF_NONE:
		ZGL_TELL(t, ZGL_WORDS_ADVICE_SPF_NONE, domain);
		break;
	case ZGL_SPF_PERMERROR:
		ZGL_TELL(t, ZGL_WORDS_ADVICE_SPF, domain);
		break;
	case ZGL_SPF_FAIL:
	case ZGL_SPF_SOFTFAIL:
	case ZGL_SPF_NEUTRAL:
		ZGL_TELL(t, ZGL_WORDS_ADVICE_ADD,
			zgl_sv_of(what->set->sender->ip), domain);
		break;
	default: break;
	}
}

static void advise_after_pass(
	struct zgl_teller *t, const struct zgl_verified *what)
{
	const struct zgl_dmarc_verdict *dmarc = what->judgement->dmarc;
	bool spf = counts(dmarc, ZGL_DMARC_SPF);
	bool dkim = counts(dmarc, ZGL_DMARC_DKIM);

	if (spf && dkim)
		ZGL_TELL(t, ZGL_WORDS_ADVICE_NOTHING,
			zgl_dname_sv(&dmarc->author));
	if (!dkim)
		advise_dkim(t, what);
	if (!spf)
		advise_spf(t, what);
	if (dmarc->record->testing)
		zgl_teller_plain(t, ZGL_WORDS_ADVICE_TESTING);
	else if (dmarc->policy == ZGL_DMARC_POLICY_NONE)
		ZGL_TELL(t, ZGL_WORDS_ADVICE_STRICTER,
			zgl_dname_sv(&dmarc->policy_domain));
}

static void advise_after_fail(
	struct zgl_teller *t, const struct zgl_verified *what)
{
	ZGL_TELL(t, ZGL_WORDS_ADVICE_NOT_YOURS, zgl_dname_sv(what->author));
	advise_dkim(t, what);
	advise_spf(t, what);
}

static void advise_without_record(
	struct zgl_teller *t, const struct zgl_dmarc_verdict *dmarc)
{
	const struct zgl_dname *top = dmarc->organizational.n > 0
		? &dmarc->organizational
		: &dmarc->author;

	if (dmarc->reason == ZGL_DMARC_REASON_NO_RECORD)
		ZGL_TELL(t, ZGL_WORDS_ADVICE_PUBLISH, zgl_dname_sv(top));
	else
		ZGL_TELL(t, ZGL_WORDS_ADVICE_RECORD,
			zgl_dname_sv(&dmarc->author));
}

void zgl_explain_advice(struct zgl_teller *t, const struct zgl_verified *what)
{
	const struct zgl_dmarc_verdict *dmarc = what->judgement->dmarc;

	switch (dmarc->result) {
	case ZGL_DMARC_PASS: advise_after_pass(t, what); break;
	case ZGL_DMARC_FAIL: advise_after_fail(t, what); break;
	case ZGL_DMARC_NONE: advise_without_record(t, dmarc); break;
	case ZGL_DMARC_TEMPERROR:
		ZGL_TELL(t, ZGL_WORDS_ADVICE_DNS, zgl_dname_sv(&dmarc->author));
		break;
	default:
		if (dmarc->reason == ZGL_DMARC_REASON_AUTHOR)
			zgl_teller_plain(t, ZGL_WORDS_ADVICE_AUTHOR);
		else
			advise_without_record(t, dmarc);
	}
	zgl_teller_step(t);
}
