/* SPDX-License-Identifier: ISC */
/* No peer on this machine. */
#include "bench/peer_spf.h"

const char *peer_spf_name(void)
{
	return NULL;
}

struct peer_spf *peer_spf_new(const struct spftask *task)
{
	(void)task;
	return NULL;
}

void peer_spf_free(struct peer_spf *peer)
{
	(void)peer;
}

void peer_spf_run(void *to)
{
	(void)to;
}
