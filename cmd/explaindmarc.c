/* SPDX-License-Identifier: ISC */
#include "cmd/explain.h"
#include "cmd/verdict.h"

static enum zgl_words words_of_step(const struct zgl_dmarcstep *step)
{
	switch (step->outcome) {
	case ZGL_DMARCSTEP_NONE: return ZGL_WORDS_WALK_NONE;
	case ZGL_DMARCSTEP_SEVERAL: return ZGL_WORDS_WALK_SEVERAL;
	case ZGL_DMARCSTEP_DNS: return ZGL_WORDS_WALK_DNS;
	case ZGL_DMARCSTEP_NOT_REACHED: return ZGL_WORDS_WALK_NOT_REACHED;
	default: break;
	}
	switch (step->psd) {
	case ZGL_DMARC_PSD_YES: return ZGL_WORDS_WALK_PSD_YES;
	case ZGL_DMARC_PSD_NO: return ZGL_WORDS_WALK_PSD_NO;
	default: return ZGL_WORDS_WALK_RECORD;
	}
}

/* When DNS failed on the way up, it is not known where the walk ends. */
static void tell_walk(
	struct zgl_teller *t, const struct zgl_dmarc_verdict *dmarc)
{
	if (dmarc->step_count > 0)
		zgl_teller_plain(t, ZGL_WORDS_WALK);
	for (size_t i = 0; i < dmarc->step_count; i++)
		ZGL_TELL(t, words_of_step(&dmarc->steps[i]),
			zgl_dname_sv(&dmarc->steps[i].domain));
	if (dmarc->organizational.n > 0
		&& (dmarc->record != NULL || dmarc->result == ZGL_DMARC_NONE))
		ZGL_TELL(t, ZGL_WORDS_ORGANIZATIONAL,
			zgl_dname_sv(&dmarc->author),
			zgl_dname_sv(&dmarc->organizational));
	zgl_teller_step(t);
}

static enum zgl_words words_of_tag(const struct zgl_dmarc_verdict *dmarc)
{
	if (dmarc->assumed_none)
		return ZGL_WORDS_POLICY_ASSUMED;
	switch (dmarc->tag) {
	case ZGL_DMARC_TAG_SP: return ZGL_WORDS_POLICY_SP;
	case ZGL_DMARC_TAG_NP: return ZGL_WORDS_POLICY_NP;
	default: break;
	}
	return zgl_dname_eq(&dmarc->author, &dmarc->policy_domain)
		? ZGL_WORDS_POLICY_P
		: ZGL_WORDS_POLICY_P_BELOW;
}

static void tell_policy(
	struct zgl_teller *t, const struct zgl_dmarc_verdict *dmarc)
{
	static const enum zgl_words means[ZGL_DMARC_POLICIES] = {
		[ZGL_DMARC_POLICY_NONE] = ZGL_WORDS_MEANS_NONE,
		[ZGL_DMARC_POLICY_QUARANTINE] = ZGL_WORDS_MEANS_QUARANTINE,
		[ZGL_DMARC_POLICY_REJECT] = ZGL_WORDS_MEANS_REJECT,
	};
	zgl_sv published = zgl_sv_of(zgl_dmarc_policy_word(dmarc->published));

	if (dmarc->result == ZGL_DMARC_NONE)
		zgl_teller_plain(t, ZGL_WORDS_POLICY_NONE);
	else if (dmarc->record != NULL && dmarc->tag != ZGL_DMARC_TAG_NONE) {
		ZGL_TELL(t, ZGL_WORDS_POLICY_RECORD,
			zgl_dname_sv(&dmarc->policy_domain),
			dmarc->record->text);
		ZGL_TELL(t, words_of_tag(dmarc), zgl_dname_sv(&dmarc->author),
			zgl_dname_sv(&dmarc->policy_domain), published);
		if (dmarc->policy != dmarc->published)
			ZGL_TELL(t, ZGL_WORDS_POLICY_TESTING, published,
				zgl_sv_of(
					zgl_dmarc_policy_word(dmarc->policy)));
		zgl_teller_plain(t, means[dmarc->policy]);
	}
	zgl_teller_step(t);
}

static enum zgl_words words_of_identifier(const struct zgl_dmarc_verdict *dmarc,
	const struct zgl_dmarc_identifier *id, bool strict)
{
	if (zgl_dname_eq(&id->domain, &dmarc->author))
		return ZGL_WORDS_ALIGN_SAME;
	if (strict)
		return ZGL_WORDS_ALIGN_STRICT;
	return id->aligned ? ZGL_WORDS_ALIGN_RELAXED : ZGL_WORDS_ALIGN_OTHER;
}

static void tell_identifier(struct zgl_teller *t,
	const struct zgl_dmarc_verdict *dmarc,
	const struct zgl_dmarc_identifier *id)
{
	static const enum zgl_words counts[] = {
		[ZGL_DMARC_AUTHENTIC_NO] = ZGL_WORDS_COUNTS_NO,
		[ZGL_DMARC_AUTHENTIC_YES] = ZGL_WORDS_COUNTS_YES,
		[ZGL_DMARC_AUTHENTIC_UNDECIDED] = ZGL_WORDS_COUNTS_UNDECIDED,
	};
	bool spf = id->method == ZGL_DMARC_SPF;
	bool strict =
		spf ? dmarc->record->strict_spf : dmarc->record->strict_dkim;
	const struct zgl_dname *top = dmarc->organizational.n > 0
		? &dmarc->organizational
		: &dmarc->author;

	ZGL_TELL(t, words_of_identifier(dmarc, id, strict),
		spf ? ZGL_SV("SPF") : ZGL_SV("DKIM"), zgl_dname_sv(&id->domain),
		zgl_dname_sv(top), spf ? ZGL_SV("aspf") : ZGL_SV("adkim"));
	if (id->aligned)
		zgl_teller_plain(t, counts[id->authentic]);
	zgl_teller_step(t);
}

/* Without a record nobody asks what is aligned. */
static void tell_alignment(
	struct zgl_teller *t, const struct zgl_dmarc_verdict *dmarc)
{
	if (dmarc->record == NULL || dmarc->tag == ZGL_DMARC_TAG_NONE)
		return;
	if (dmarc->identifier_count == 0)
		zgl_teller_plain(t, ZGL_WORDS_ALIGN_NOTHING);
	zgl_teller_step(t);
	for (size_t i = 0; i < dmarc->identifier_count; i++) {
		if (!zgl_verdict_is_repeated(dmarc, i))
			tell_identifier(t, dmarc, &dmarc->identifiers[i]);
	}
}

static void tell_result(
	struct zgl_teller *t, const struct zgl_dmarc_verdict *dmarc)
{
	ZGL_TELL(t, ZGL_WORDS_RESULT,
		zgl_sv_of(zgl_dmarc_result_word(dmarc->result)),
		zgl_sv_of(zgl_explainwords_dmarc(dmarc->reason, t->lang)));
	if (dmarc->problem != NULL)
		ZGL_TELL(
			t, ZGL_WORDS_RESULT_PROBLEM, zgl_sv_of(dmarc->problem));
	zgl_teller_step(t);
}

static enum zgl_words words_of_disposition(const struct zgl_judgement *j)
{
	static const enum zgl_words words[ZGL_DISPOSITIONS] = {
		[ZGL_DISPOSE_ACCEPT] = ZGL_WORDS_DISPOSE_ACCEPT,
		[ZGL_DISPOSE_MARK] = ZGL_WORDS_DISPOSE_MARK,
		[ZGL_DISPOSE_QUARANTINE] = ZGL_WORDS_DISPOSE_QUARANTINE,
		[ZGL_DISPOSE_REJECT] = ZGL_WORDS_DISPOSE_REJECT,
		[ZGL_DISPOSE_TEMPFAIL] = ZGL_WORDS_DISPOSE_TEMPFAIL,
	};

	if (j->disposition != ZGL_DISPOSE_ACCEPT || j->overrides != 0)
		return words[j->disposition];
	switch (j->dmarc->result) {
	case ZGL_DMARC_PASS: return ZGL_WORDS_DISPOSE_ACCEPT;
	case ZGL_DMARC_TEMPERROR:
	case ZGL_DMARC_PERMERROR: return ZGL_WORDS_DISPOSE_UNDECIDED;
	default: return ZGL_WORDS_DISPOSE_NOT_ASKED;
	}
}

static void tell_disposition(
	struct zgl_teller *t, const struct zgl_judgement *j)
{
	ZGL_TELL(t, words_of_disposition(j),
		zgl_sv_of(zgl_explainwords_cause(j->cause, t->lang)));
	for (unsigned i = 0; i < ZGL_OVERRIDES; i++) {
		if ((j->overrides & 1U << i) != 0)
			ZGL_TELL(t, ZGL_WORDS_OVERRIDE,
				zgl_sv_of(zgl_explainwords_override(
					(enum zgl_override)i, t->lang)));
	}
	if (j->indirect.n > 0)
		ZGL_TELL(t, ZGL_WORDS_INDIRECT, zgl_dname_sv(&j->indirect));
	if (j->smtp_code != NULL)
		ZGL_TELL(t, ZGL_WORDS_REPLY, zgl_sv_of(j->smtp_code),
			zgl_sv_of(j->enhanced_code), j->reply);
	if (j->disposition != ZGL_DISPOSE_ACCEPT
		|| j->dmarc->result == ZGL_DMARC_FAIL)
		zgl_teller_plain(t, ZGL_WORDS_DEFAULTS);
	zgl_teller_step(t);
}

void zgl_explain_dmarc(struct zgl_teller *t, const struct zgl_verified *what)
{
	const struct zgl_dmarc_verdict *dmarc = what->judgement->dmarc;

	if (dmarc->author.n > 0) {
		tell_walk(t, dmarc);
		tell_policy(t, dmarc);
		tell_alignment(t, dmarc);
	}
	tell_result(t, dmarc);
	tell_disposition(t, what->judgement);
}
