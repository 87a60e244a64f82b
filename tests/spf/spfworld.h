/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfworld -- a zone, a sender, and what SPF says about the two.
 *
 * Shape    the domain is example.com unless a row says otherwise; names of the
 *          zone are relative to it. Each answer lives in memory that is given
 *          back right after it was handed over.
 */

#include "tests/rows.h"
#include "zegel/base/buf.h"
#include "zegel/dns/zone.h"
#include "zegel/spf/spfcheck.h"

#define SPFWORLD_NOW 1234567890

/** NULL: 192.0.2.1, mail.example.org, strong-bad@example.com. */
struct spfsender {
	const char *ip, *helo, *from;
};

struct spfworld {
	struct zgl_limits limits;
	struct zgl_spfcheck_config config;
	enum zgl_spf_identity identity;
	bool backwards; /* what is asked at once is answered last first */
	struct zgl_zone *zone;
	struct zgl_spfcheck *check;
	struct zgl_arena arena;
	struct zgl_buf asked; /* "TXT example.com., A mx.example.com." */
	struct zgl_spf_verdict verdict;
};

/** The defaults; a test may change config, limits and what stands above. */
void spfworld_begin(struct spfworld *w);
void spfworld_end(struct spfworld *w);

/**
 * Adds to the zone: `record` as TXT at example.com, unless it is NULL, and
 * lines of a master file, unless they are.
 */
void spfworld_load(struct spfworld *w, const char *record, const char *lines);

/** The address, names and all; fails when `ip` is none. */
struct zgl_spfclient spfworld_client(const struct spfsender *sender);

/** Checks, all questions answered out of the zone. */
void spfworld_run(struct spfworld *w, const struct spfsender *sender);

/**
 * The verdict: result, reason, and the mechanism or the problem; "-" for none.
 * Valid until the next call.
 */
const char *spfworld_told(const struct spfworld *w);

/** Fails unless all texts of the verdict are US-ASCII that shows. */
void spfworld_assert_shows(const struct spfworld *w);
