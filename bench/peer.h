/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * peer -- another library that does the same, for comparison.
 *
 * peer_opendkim.c where libopendkim is there, else peer_none.c.
 */

#include "bench/mails.h"

struct peer_task {
	struct octets message; /* to be signed; or signed, to be verified */
	const char *pem;       /* private key */
	const char *record;    /* text of the key record */
	const char *domain, *selector;
	int sign;
};

struct peer;

/** The peer's name and version; NULL when there is none. */
const char *peer_name(void);

struct peer *peer_new(const struct peer_task *task);
void peer_free(struct peer *peer);

/** Does the task once; aborts when the peer fails at it. */
void peer_run(void *peer);
