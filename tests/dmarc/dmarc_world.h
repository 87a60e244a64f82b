/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarc_world -- a message for DMARC, and the DNS it is judged by.
 *
 * Shape    the case says the author domain, the zone, and what SPF and DKIM
 *          authenticated; the way says in which order answers come, which never
 *          come, and when the domains are told. What comes out is one line, see
 *          world_tell.
 */

#include "zegel/base/buf.h"
#include "zegel/dmarc/dmarccheck.h"
#include "zegel/dns/zone.h"

/** A DMARC record in a zone. */
#define DMARC(domain, text) "_dmarc." domain ". TXT \"" text "\"\n"

/** A name that exists, without more. */
#define EXISTS(domain) domain ". A 192.0.2.1\n"

/** What DNS has to say at a name is malformed. */
#define MALFORMED(domain) "_dmarc." domain ". CNAME _dmarc." domain ".\n"
#define SERVFAIL(domain)  "$FAULT _dmarc." domain ". servfail\n"
#define BOGUS(domain)     "$FAULT _dmarc." domain ". bogus\n"

#define WORLD_IDS   12
#define WORLD_ASKED 128

struct world_id {
	enum zgl_dmarc_method method;
	const char *domain;
	enum zgl_dmarc_authentic authentic;
};

// clang-format off
#define DKIM(domain) { ZGL_DMARC_DKIM, domain, ZGL_DMARC_AUTHENTIC_YES }
#define SPF(domain)  { ZGL_DMARC_SPF, domain, ZGL_DMARC_AUTHENTIC_YES }
#define NO_DKIM(domain) { ZGL_DMARC_DKIM, domain, ZGL_DMARC_AUTHENTIC_NO }
#define NO_SPF(domain)  { ZGL_DMARC_SPF, domain, ZGL_DMARC_AUTHENTIC_NO }
#define MAYBE_DKIM(domain) { ZGL_DMARC_DKIM, domain, ZGL_DMARC_AUTHENTIC_UNDECIDED }
#define MAYBE_SPF(domain)  { ZGL_DMARC_SPF, domain, ZGL_DMARC_AUTHENTIC_UNDECIDED }
// clang-format on

struct world_case {
	const char *author; /* "" for none */
	const char *zone;
	struct world_id ids[WORLD_IDS]; /* as many as have a domain */
};

/** How one run goes. */
struct world_way {
	uint64_t lost;   /* bit n: question n is never answered */
	bool late;       /* domains are told only when nothing is awaited */
	uint8_t *order;  /* which of those that wait is answered next, for each
	                 * answer; NULL: the first */
	uint8_t *waited; /* out: of how many it was chosen; NULL likewise */
};

struct world {
	struct zgl_limits limits;
	struct zgl_zone *zone;
	struct zgl_dmarccheck *check;
	struct zgl_arena arena;
	struct zgl_buf asked; /* each question on a line: "TXT name." */
	size_t answers;       /* how many were given */
};

void world_begin(struct world *w, zgl_dmarc_suffix_fn *suffix, void *to);
void world_end(struct world *w);

/** Loads the zone of a case, and no other. */
void world_load(struct world *w, const char *zone);

/**
 * Judges; what was asked is in w->asked. The verdict lives until the next run.
 */
enum zgl_err world_run(struct world *w, const struct world_case *c,
	const struct world_way *way, struct zgl_dmarc_verdict *verdict_r);

/**
 * The verdict in one line:
 *
 *     result reason [policy] org=domain [alignment]
 *
 * where policy is `tag=published@policy domain`, or `tag=published>in force@..`
 * when that is another, with a "!" behind the tag for an assumed p=none;
 * alignment is one sign for each domain, + or -.
 */
void world_tell(const struct zgl_dmarc_verdict *verdict, struct zgl_buf *to);
