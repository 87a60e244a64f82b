/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * peer_spf -- another library that checks SPF, for comparison.
 *
 * peer_spf_libspf2.c where libspf2 is there, else peer_spf_none.c.
 */

#include <stddef.h>
#include <stdint.h>

/** A record of a zone: data is an address, "10 name", or a text. */
struct spfrow {
	const char *name, *type, *data;
};

struct spftask {
	const char *name;
	const struct spfrow *zone;
	size_t zone_count;
	uint8_t ipv4[4];
	const char *helo, *mail_from;
};

struct peer_spf;

/** The peer's name; NULL when there is none. */
const char *peer_spf_name(void);

struct peer_spf *peer_spf_new(const struct spftask *task);
void peer_spf_free(struct peer_spf *peer);

/** Checks once; aborts when it is no pass. */
void peer_spf_run(void *to);
