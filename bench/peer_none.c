/* SPDX-License-Identifier: ISC */
/* No peer on this machine. */
#include "bench/peer.h"

const char *peer_name(void)
{
	return NULL;
}

struct peer *peer_new(const struct peer_task *task)
{
	(void)task;
	return NULL;
}

void peer_free(struct peer *peer)
{
	(void)peer;
}

void peer_run(void *peer)
{
	(void)peer;
}
