/* SPDX-License-Identifier: ISC */
/*
 * libopendmarc in its best case: the record is stored, so that nobody asks DNS,
 * and the organizational domain with it; a context is used again.
 */
#include <opendmarc/dmarc.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peer_dmarc.h"

/* It takes unsigned characters, and not for reading only. */
struct text {
	unsigned char text[256];
};

struct peer_dmarc {
	const struct dmarctask *task;
	struct text author, policy_domain, record, spf, dkim, selector;
	OPENDMARC_LIB_T lib;
	DMARC_POLICY_T *policy;
};

const char *peer_dmarc_name(void)
{
	return "libopendmarc";
}

static void copy_text(struct text *to, const char *from)
{
	if (strlen(from) >= sizeof(to->text))
		abort();
	memcpy(to->text, from, strlen(from) + 1);
}

struct peer_dmarc *peer_dmarc_new(const struct dmarctask *task)
{
	struct peer_dmarc *peer = calloc(1, sizeof(*peer));

	if (peer == NULL)
		abort();
	peer->task = task;
	peer->lib.tld_type = OPENDMARC_TLD_TYPE_NONE;
	opendmarc_policy_library_init(&peer->lib);
	copy_text(&peer->author, task->author);
	copy_text(&peer->policy_domain, task->policy_domain);
	copy_text(&peer->record, task->record);
	copy_text(&peer->spf, task->spf);
	copy_text(&peer->dkim, task->dkim);
	copy_text(&peer->selector, "maart");
	unsigned char address[] = "192.0.2.77";
	peer->policy = opendmarc_policy_connect_init(
		address, DMARC_POLICY_IP_TYPE_IPV4);
	if (peer->policy == NULL)
		abort();
	return peer;
}

void peer_dmarc_free(struct peer_dmarc *peer)
{
	opendmarc_policy_connect_shutdown(peer->policy);
	opendmarc_policy_library_shutdown(&peer->lib);
	free(peer);
}

void peer_dmarc_run(void *to)
{
	struct peer_dmarc *peer = to;
	const struct dmarctask *task = peer->task;
	DMARC_POLICY_T *policy = opendmarc_policy_connect_rset(peer->policy);
	bool apart = strcmp(task->author, task->policy_domain) != 0;

	opendmarc_policy_store_from_domain(policy, peer->author.text);
	opendmarc_policy_store_spf(policy, peer->spf.text,
		task->spf_pass ? DMARC_POLICY_SPF_OUTCOME_PASS
			       : DMARC_POLICY_SPF_OUTCOME_FAIL,
		DMARC_POLICY_SPF_ORIGIN_MAILFROM, NULL);
	opendmarc_policy_store_dkim(policy, peer->dkim.text,
		peer->selector.text,
		task->dkim_pass ? DMARC_POLICY_DKIM_OUTCOME_PASS
				: DMARC_POLICY_DKIM_OUTCOME_FAIL,
		NULL);
	if (opendmarc_policy_store_dmarc(policy, peer->record.text,
		    peer->author.text, apart ? peer->policy_domain.text : NULL)
		!= DMARC_PARSE_OKAY)
		abort();
	if (opendmarc_get_policy_to_enforce(policy)
		!= (task->pass ? DMARC_POLICY_PASS : DMARC_POLICY_REJECT))
		abort();
}
