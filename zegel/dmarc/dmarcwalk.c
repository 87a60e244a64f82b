/* SPDX-License-Identifier: ISC */
#include "zegel/dmarc/dmarcwalk.h"

static size_t count_labels(zgl_sv domain)
{
	size_t labels = 1;

	for (size_t i = 0; i < domain.n; i++)
		labels += domain.p[i] == '.';
	return labels;
}

zgl_sv zgl_dmarcwalk_end(zgl_sv domain, size_t labels)
{
	size_t i = domain.n;

	while (i > 0 && (domain.p[i - 1] != '.' || --labels > 0))
		i--;
	return zgl_sv_skip(domain, i);
}

void zgl_dmarcwalk_begin(struct zgl_dmarcwalk *walk, zgl_sv domain)
{
	size_t labels = count_labels(domain);

	walk->domain = walk->names[0] = domain;
	walk->count = 1;
	if (labels > ZGL_DMARCWALK_NAMES)
		labels = ZGL_DMARCWALK_NAMES;
	while (--labels > 0)
		walk->names[walk->count++] = zgl_dmarcwalk_end(domain, labels);
}

static enum zgl_dmarc_psd psd_of(const struct zgl_dmarcname *name)
{
	return name->record != NULL ? name->record->psd : ZGL_DMARC_PSD_UNKNOWN;
}

void zgl_dmarcwalk_look(
	struct zgl_dmarcwalk *walk, const struct zgl_dmarcnames *names)
{
	bool stopped = false;

	walk->reached = 0;
	walk->failed = NULL;
	walk->settled = true;
	while (walk->reached < walk->count && !stopped) {
		const struct zgl_dmarcname *name = zgl_dmarcnames_find(
			names, walk->names[walk->reached], false);
		walk->at[walk->reached++] = name;
		walk->settled &= name->answered;
		if (name->outcome == ZGL_DMARCSTEP_DNS && walk->failed == NULL)
			walk->failed = name;
		stopped = psd_of(name) != ZGL_DMARC_PSD_UNKNOWN;
	}
}

/* All are ends of one domain: those of one length are the same. */
static void add(struct zgl_dmarcorgs *orgs, zgl_sv domain)
{
	for (size_t i = 0; i < orgs->count; i++) {
		if (orgs->at[i].n == domain.n)
			return;
	}
	orgs->at[orgs->count++] = domain;
}

/* rfc9989#4.10.2 rule 2: what a psd=y at name i makes organizational. At the
 * start it does not count: nothing is below, and rule 3 finds the start. */
static zgl_sv below(const struct zgl_dmarcwalk *walk, size_t i)
{
	return zgl_dmarcwalk_end(
		walk->domain, count_labels(walk->names[i]) + 1);
}

void zgl_dmarcwalk_orgs(
	const struct zgl_dmarcwalk *walk, struct zgl_dmarcorgs *orgs_r)
{
	zgl_sv fewest = walk->domain; /* rule 3 */

	orgs_r->count = 0;
	for (size_t i = 0; i < walk->reached; i++) {
		const struct zgl_dmarcname *name = walk->at[i];
		if (name->outcome == ZGL_DMARCSTEP_RECORD)
			fewest = walk->names[i];
		if (psd_of(name) == ZGL_DMARC_PSD_YES)
			fewest = below(walk, i);
		if (name->outcome == ZGL_DMARCSTEP_DNS) {
			add(orgs_r, walk->names[i]);
			add(orgs_r, below(walk, i));
		}
	}
	add(orgs_r, fewest);
}

/* rfc9989#4.10.1: the author domain's, the organizational domain's, the public
 * suffix domain's, in this order. Others on the way do not count. */
const struct zgl_dmarcname *zgl_dmarcwalk_policy(
	const struct zgl_dmarcwalk *walk, const struct zgl_dmarcorgs *orgs)
{
	const struct zgl_dmarcname *last = walk->at[walk->reached - 1];

	if (walk->at[0]->record != NULL)
		return walk->at[0];
	if (walk->failed != NULL)
		return NULL;
	for (size_t i = 1; i < walk->reached; i++) {
		if (walk->at[i]->record != NULL
			&& walk->names[i].n == orgs->at[0].n)
			return walk->at[i];
	}
	return psd_of(last) == ZGL_DMARC_PSD_YES ? last : NULL;
}
