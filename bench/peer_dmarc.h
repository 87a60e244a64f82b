/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * peer_dmarc -- another library that evaluates DMARC, for comparison.
 *
 * peer_dmarc_opendmarc.c where libopendmarc is there, else peer_dmarc_none.c.
 */

#include <stdbool.h>

/** A message, authenticated by SPF and one signature, and what DNS has. */
struct dmarctask {
	const char *name;
	const char *author;                 /* the domain in From */
	const char *policy_domain, *record; /* its DMARC record */
	const char *spf, *dkim;             /* domains */
	bool spf_pass, dkim_pass;
	bool pass; /* what it comes to; else the owner asks for reject */
};

struct peer_dmarc;

/** The peer's name; NULL when there is none. */
const char *peer_dmarc_name(void);

struct peer_dmarc *peer_dmarc_new(const struct dmarctask *task);
void peer_dmarc_free(struct peer_dmarc *peer);

/** Evaluates once; aborts when it comes to something else. */
void peer_dmarc_run(void *to);
