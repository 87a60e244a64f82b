/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfcheck -- may this client send for that domain? check_host() of RFC 7208.
 *
 * Shape    a machine of questions and answers, without I/O. For each check:
 *
 *            zgl_spfcheck_begin
 *            zgl_spfcheck_next_question ...   what it needs now; false: nothing
 *            zgl_spfcheck_answer              then it may need more
 *            zgl_spfcheck_end                 the verdict
 *
 *          It is over when nothing is asked and nothing awaited. All that one
 *          term needs is asked at once; the next term only when that did not
 *          match, as the limits of RFC 7208 section 4.6.4 want it.
 * Null     an empty MAIL FROM is checked as postmaster@HELO, and the identity
 *          is then HELO (section 2.4).
 * Names    the domain that is checked is a dname, U-labels become A-labels; a
 *          name of one label, an address literal: none (section 4.3). What
 *          macros make is a qname, asked and never aligned.
 * Limits   10 terms that ask, 2 void look-ups, 10 mail servers, 10 names of a
 *          PTR; `txt_octets` for a record; 255 octets of a term are shown, and
 *          450 of an explanation, which is US-ASCII that shows. How long it
 *          may take is up to the caller: at end, a question without an answer
 *          is a failure of DNS.
 * Void     counted by terms, as section 4.6.4 has it: a term that did not
 *          match counts once when one of its look-ups found nothing, but for
 *          the addresses of the names that a PTR gives.
 * Memory   a heap handle, used again for the next check; what is shown of the
 *          record, and the steps, live in the arena. With the default limits
 *          a check takes at most ZGL_SPFCHECK_ROOM of it, whatever DNS says.
 * Texts    in the verdict are US-ASCII that shows, "?" for any other octet.
 * Errors   ZGL_ENOMEM, ZGL_ELIMIT of the arena, ZGL_EUSAGE for calls out of
 *          order. After an error there is no verdict; begin starts anew.
 * Threads  one at a time.
 * Source   RFC 7208, RFC 8616 section 4; ra=, rp= and rr= (RFC 6652) are
 *          modifiers like unknown ones.
 */

#include "zegel/base/arena.h"
#include "zegel/base/limits.h"
#include "zegel/dns/answer.h"
#include "zegel/spf/spfresult.h"

struct zgl_spfcheck_config {
	const struct zgl_limits *limits;
	unsigned lookups;      /* RFC 7208: 10; at most ZGL_SPFCHECK_LOOKUPS */
	unsigned void_lookups; /* RFC 7208: 2 */
	zgl_sv receiver;       /* who checks, for %{r}; absent: "unknown" */
	bool explain;          /* fetch exp= when the result is fail */
	bool steps;            /* keep the steps, for people */
};

/** The defaults; limits are for the caller to fill in. */
#define ZGL_SPFCHECK_DEFAULT                                                   \
	((struct zgl_spfcheck_config){ .lookups = 10, .void_lookups = 2 })

/** Who sends. Views must outlive the check. */
struct zgl_spfclient {
	bool is_ipv6; /* an IPv4 address mapped into IPv6 is taken as IPv4 */
	uint8_t octets[16]; /* of IPv4 the first 4 */
	zgl_sv helo;        /* as the client said it */
	zgl_sv mail_from;   /* local@domain without brackets; empty: null */
};

/** One term that was looked at, in the order in which that happened. */
struct zgl_spfstep {
	unsigned depth; /* 0: the domain's own record; include, redirect: +1 */
	zgl_sv domain;  /* whose record it is */
	zgl_sv term;    /* as it stands in the record, with its qualifier */
	zgl_sv target;  /* the name it came to, macros expanded, escaped as in
	                  * a zone file; absent: none */
	enum zgl_spfstep_outcome {
		ZGL_SPFSTEP_MATCH,
		ZGL_SPFSTEP_NO_MATCH,
		ZGL_SPFSTEP_ERROR,    /* temperror or permerror */
		ZGL_SPFSTEP_FOLLOWED, /* a redirect */
	} outcome;
	/* of an include or redirect with all below it, else of itself */
	unsigned lookups, void_lookups;
};

struct zgl_spf_verdict {
	enum zgl_spf_result result;
	enum zgl_spf_reason reason;
	enum zgl_spf_identity identity;
	struct zgl_dname domain; /* that was checked; its n is 0: none */
	zgl_sv mechanism;   /* of the domain's record (or the one it redirects
	                    * to), that matched: "-all"; absent: none */
	zgl_sv problem;     /* the term at fault, or the name that could not be
	                    * asked; of both at most 255 octets; absent: none */
	zgl_sv explanation; /* what the domain says about a fail; absent: none */
	zgl_sv record;      /* of the domain; absent: none */
	unsigned lookups, void_lookups;
	const struct zgl_spfstep *steps; /* the first ZGL_SPFCHECK_STEPS */
	size_t step_count;
};

struct zgl_spfcheck;

/** The most look-ups that may be configured, and the most steps kept. */
#define ZGL_SPFCHECK_LOOKUPS 100
#define ZGL_SPFCHECK_STEPS   1000

/** What an arena must have left for a check, in octets. */
#define ZGL_SPFCHECK_ROOM ((size_t)768 * 1024)

ZGL_API ZGL_CHECK enum zgl_err zgl_spfcheck_new(
	const struct zgl_spfcheck_config *config,
	struct zgl_spfcheck **check_r);
ZGL_API void zgl_spfcheck_free(struct zgl_spfcheck *check);

/**
 * Starts a check of MAIL FROM, or of the name in HELO alone, which is for those
 * who check that apart (section 2.3).
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_spfcheck_begin(struct zgl_spfcheck *check,
	enum zgl_spf_identity identity, const struct zgl_spfclient *client,
	struct zgl_arena *a, int64_t now_s);

/** The next question, and the number to answer it by; false: none for now. */
ZGL_API bool zgl_spfcheck_next_question(struct zgl_spfcheck *check,
	struct zgl_question *question_r, size_t *number_r);

/** Answers; the octets of the answer may go afterwards. */
ZGL_API ZGL_CHECK enum zgl_err zgl_spfcheck_answer(struct zgl_spfcheck *check,
	size_t number, const struct zgl_answer *answer);

/**
 * From begin on: the domain that is checked, the one that the verdict will
 * tell; its n is 0: none. Valid until the next begin.
 */
ZGL_API const struct zgl_dname *zgl_spfcheck_domain(
	const struct zgl_spfcheck *check);

/** The number of questions told and not yet answered. */
ZGL_API size_t zgl_spfcheck_waiting(const struct zgl_spfcheck *check);

/** The verdict; may be asked again. */
ZGL_API ZGL_CHECK enum zgl_err zgl_spfcheck_end(
	struct zgl_spfcheck *check, struct zgl_spf_verdict *verdict_r);
