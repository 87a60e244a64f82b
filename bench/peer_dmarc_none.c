/* SPDX-License-Identifier: ISC */
/* No peer on this machine. */
#include <stddef.h>

#include "bench/peer_dmarc.h"

const char *peer_dmarc_name(void)
{
	return NULL;
}

struct peer_dmarc *peer_dmarc_new(const struct dmarctask *task)
{
	(void)task;
	return NULL;
}

void peer_dmarc_free(struct peer_dmarc *peer)
{
	(void)peer;
}

void peer_dmarc_run(void *to)
{
	(void)to;
}
