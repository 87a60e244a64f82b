/* SPDX-License-Identifier: ISC */
#include "srv/conf/confread.h"

#define FORWARDERS_MAX 1000

void zgl_confread_forwarder(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	size_t *count = &r->conf->dmarc.forwarder_count;

	if (item->first)
		*count = 0;
	if (r->forwarders == NULL)
		r->forwarders =
			zgl_confread_array(r, option, sizeof(*r->forwarders));
	r->conf->dmarc.forwarders = r->forwarders;
	if (r->forwarders == NULL
		|| zgl_confread_full(r, item, *count, FORWARDERS_MAX))
		return;
	struct zgl_dname *name = &r->forwarders[*count];
	if (!zgl_confread_dname(r, item, "domain", name))
		return;
	if (zgl_dname_labels(name) < 2)
		zgl_confread_refuse(r, item,
			"a domain like example.nl: it stands for all below it,"
			" too");
	++*count;
}

/* rfc7208#8.2: neutral MUST be treated exactly like none. */
static void join_neutral(struct zgl_judge_policy *policy)
{
	policy->spf[ZGL_SPF_NEUTRAL] = policy->spf[ZGL_SPF_NONE];
}

/* rfc9989#7.4: such mail is treated "as if the policy were p=quarantine". */
static void join_indirect(struct zgl_confread *r)
{
	struct zgl_judge_policy *policy = &r->conf->verify.policy;

	if (zgl_confread_line(r, ZGL_CONF_DMARC, "indirect") == 0)
		policy->indirect = policy->dmarc[ZGL_DMARC_POLICY_QUARANTINE];
}

/* What one says of the HELO name, having forgotten to have it checked. */
static void check_helo(struct zgl_confread *r)
{
	static const char *const names[] = { "helo-softfail", "helo-fail",
		"helo-permerror", "helo-temperror" };

	if (zgl_confread_line(r, ZGL_CONF_SPF, "check-helo") > 0
		|| r->incomplete)
		return;
	for (size_t i = 0; i < ZGL_COUNT(names); i++) {
		unsigned line = zgl_confread_line(r, ZGL_CONF_SPF, names[i]);
		if (line > 0)
			zgl_conffaults_add(r->faults, line,
				"%s has no effect without check-helo = yes",
				names[i]);
	}
}

static void check_needs(struct zgl_confread *r)
{
	if (!r->conf->dmarc.check || r->conf->spf.check || r->incomplete)
		return;
	zgl_conffaults_add(r->faults,
		zgl_confread_line(r, ZGL_CONF_SPF, "check"),
		"DMARC cannot do without SPF, expected check = no in the"
		" section dmarc, too");
}

void zgl_confread_end_dmarc(struct zgl_confread *r)
{
	r->conf->dmarc.discovery_line =
		zgl_confread_line(r, ZGL_CONF_DMARC, "discovery");
	join_neutral(&r->conf->verify.policy);
	join_indirect(r);
	check_helo(r);
	check_needs(r);
}
