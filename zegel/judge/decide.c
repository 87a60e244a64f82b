/* SPDX-License-Identifier: ISC */
#include "zegel/judge/decide.h"

/* What the disposition of one message comes from. */
struct opinions {
	enum zgl_disposition of[ZGL_CAUSE_DKIM + 1];
	enum zgl_override instead; /* of the owner's policy; none: OVERRIDES */
};

static unsigned sternness(enum zgl_disposition disposition)
{
	static const unsigned stern[] = {
		[ZGL_DISPOSE_ACCEPT] = 0,
		[ZGL_DISPOSE_MARK] = 1,
		[ZGL_DISPOSE_QUARANTINE] = 2,
		[ZGL_DISPOSE_TEMPFAIL] = 3,
		[ZGL_DISPOSE_REJECT] = 4,
	};

	return stern[disposition];
}

static bool keeps_away(enum zgl_disposition disposition)
{
	return disposition == ZGL_DISPOSE_REJECT
		|| disposition == ZGL_DISPOSE_TEMPFAIL;
}

/* rfc9989#7.4: "Mail Receivers MUST NOT reject incoming messages solely on the
 * basis of a p=reject policy": what speaks against that is asked here. */
static enum zgl_disposition heed_owner(const struct zgl_decide *d,
	const struct zgl_judgement *j, enum zgl_override *instead)
{
	enum zgl_disposition asked = d->policy->dmarc[j->dmarc->policy];

	if (!keeps_away(asked))
		return asked;
	if (j->indirect.n > 0)
		*instead = ZGL_OVERRIDE_MAILING_LIST;
	else if (d->undecided)
		*instead = ZGL_OVERRIDE_OTHER;
	else
		return asked;
	return d->policy->indirect;
}

static enum zgl_disposition sterner(
	enum zgl_disposition a, enum zgl_disposition b)
{
	return sternness(b) > sternness(a) ? b : a;
}

/* A forger can see to it that nothing is decided, by naming a selector of the
 * victim that DNS fails for: where the policy is known that may not help him
 * more than a list of his own would. It is not refused for good, since it may
 * still pass. */
static enum zgl_disposition heed_trouble(const struct zgl_decide *d,
	const struct zgl_judgement *j, enum zgl_disposition local)
{
	enum zgl_disposition asked = d->policy->dmarc[j->dmarc->policy];

	if (j->dmarc->tag == ZGL_DMARC_TAG_NONE)
		return local;
	if (keeps_away(asked))
		asked = d->policy->indirect;
	if (keeps_away(asked))
		asked = ZGL_DISPOSE_TEMPFAIL;
	return sterner(local, asked);
}

static enum zgl_disposition heed_dmarc(const struct zgl_decide *d,
	const struct zgl_judgement *j, enum zgl_override *instead)
{
	if (d->trusted) {
		*instead = ZGL_OVERRIDE_TRUSTED_FORWARDER;
		return ZGL_DISPOSE_ACCEPT;
	}
	switch (j->dmarc->result) {
	case ZGL_DMARC_FAIL: return heed_owner(d, j, instead);
	case ZGL_DMARC_TEMPERROR:
		return heed_trouble(d, j, d->policy->dmarc_temperror);
	case ZGL_DMARC_PERMERROR:
		return heed_trouble(d, j, d->policy->dmarc_permerror);
	default: return ZGL_DISPOSE_ACCEPT;
	}
}

static enum zgl_disposition heed_spf(
	const enum zgl_disposition *by_result, const struct zgl_spf_verdict *v)
{
	/* rfc7208#8.2: 'A "neutral" result MUST be treated exactly like the
   * "none" result' */
	return by_result[v->result == ZGL_SPF_NEUTRAL ? ZGL_SPF_NONE
						      : v->result];
}

static struct opinions hear(
	const struct zgl_decide *d, const struct zgl_judgement *j)
{
	struct opinions o = { .instead = ZGL_OVERRIDES };

	if (j->dmarc != NULL && j->author_fault != ZGL_AUTHORFAULT_NONE)
		o.of[ZGL_CAUSE_AUTHOR] = d->policy->author;
	else if (j->dmarc != NULL)
		o.of[ZGL_CAUSE_DMARC] = heed_dmarc(d, j, &o.instead);
	/* rfc7208#appendix-D.3: a mediator that is trusted is not tested. */
	if (j->spf != NULL && !d->trusted)
		o.of[ZGL_CAUSE_SPF] = heed_spf(d->policy->spf, j->spf);
	if (j->helo != NULL)
		o.of[ZGL_CAUSE_HELO] = heed_spf(d->policy->helo, j->helo);
	o.of[ZGL_CAUSE_DKIM] = d->policy->dkim[d->dkim];
	return o;
}

/* What an owner may ask for that comes closest to it. */
static enum zgl_dmarc_policy policy_like(enum zgl_disposition disposition)
{
	static const enum zgl_dmarc_policy like[] = {
		[ZGL_DISPOSE_ACCEPT] = ZGL_DMARC_POLICY_NONE,
		[ZGL_DISPOSE_MARK] = ZGL_DMARC_POLICY_QUARANTINE,
		[ZGL_DISPOSE_QUARANTINE] = ZGL_DMARC_POLICY_QUARANTINE,
		[ZGL_DISPOSE_REJECT] = ZGL_DMARC_POLICY_REJECT,
		[ZGL_DISPOSE_TEMPFAIL] = ZGL_DMARC_POLICY_REJECT,
	};

	return like[disposition];
}

/* rfc9990#3.1.6: a deviation from the policy in force has a reason, and so has
 * a policy that is not the one published. */
static unsigned find_overrides(
	const struct zgl_judgement *j, enum zgl_override instead)
{
	enum zgl_dmarc_policy asked = ZGL_DMARC_POLICY_NONE;
	unsigned overrides = 0;

	if (j->dmarc == NULL
		|| (j->dmarc->result != ZGL_DMARC_FAIL
			&& j->dmarc->result != ZGL_DMARC_PASS))
		return 0;
	if (j->dmarc->result == ZGL_DMARC_FAIL) {
		asked = j->dmarc->policy;
		if (j->dmarc->published != asked)
			overrides |= 1U << ZGL_OVERRIDE_POLICY_TEST_MODE;
	}
	enum zgl_dmarc_policy done = policy_like(j->disposition);
	if (done < asked && instead != ZGL_OVERRIDES)
		overrides |= 1U << instead;
	else if (done != asked)
		overrides |= 1U << ZGL_OVERRIDE_LOCAL_POLICY;
	return overrides;
}

unsigned zgl_decide(const struct zgl_decide *d, struct zgl_judgement *judgement)
{
	struct opinions o = hear(d, judgement);
	unsigned causes = 0;

	judgement->cause = ZGL_CAUSE_NOTHING;
	for (unsigned i = 0; i < ZGL_COUNT(o.of); i++) {
		if (sternness(o.of[i]) > sternness(o.of[judgement->cause]))
			judgement->cause = (enum zgl_cause)i;
	}
	judgement->disposition = o.of[judgement->cause];
	for (unsigned i = 0; i < ZGL_COUNT(o.of); i++) {
		if (o.of[i] == judgement->disposition)
			causes |= 1U << i;
	}
	judgement->overrides = find_overrides(judgement, o.instead);
	return causes;
}
