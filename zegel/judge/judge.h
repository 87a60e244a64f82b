/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judge -- one message inbound: what is true of it, and what becomes of it.
 *
 * Shape    a push stream without I/O, the same steps as its machines. Then
 *          there are the typed verdicts, an Authentication-Results field that
 *          tells them, and a disposition by the local policy.
 *
 *            zgl_judge_client               at MAIL FROM: SPF begins; left out
 *                                           when SPF and DMARC are not wanted
 *            zgl_judge_next_question ...    what it needs now
 *            zgl_judge_answer               then it may need more
 *            zgl_header_begin, zgl_header_add ...
 *            zgl_judge_begin                at the end of the header: DKIM and
 *                                           DMARC begin
 *            zgl_judge_next_question, zgl_judge_answer ...
 *            zgl_judge_body ...
 *            zgl_judge_end
 *
 *          A question may come after any answer, so after each one all that is
 *          new is to be asked; it is over when nothing is asked and nothing
 *          awaited. One deadline for all is up to the caller.
 * Best     of several signatures the one that does the most for the message
 *          counts: one that passes; else one that could yet (temperror); else
 *          in the order policy, fail, neutral, permerror, and from the top. A
 *          signature of a domain that says it is testing (t=y), when it does
 *          not pass, counts as if it were not there (RFC 6376 section 3.6.1).
 * Aligned  DMARC is told the domain of MAIL FROM, which SPF checked (of HELO
 *          for a null sender), and d= of each signature. A signature with
 *          policy (l=, unsigned end) does not count; that of a temperror is
 *          undecided.
 * Indirect mail is recognised as a mailing list's when it has a List-Id or
 *          List-Post whose domain was itself authenticated, by SPF or a
 *          signature: so that nobody escapes a policy by a field alone (see
 *          judge/indirect). A trusted forwarder is one of `forwarders`,
 *          authenticated likewise, or a client that the caller trusts.
 * Field    spf, that of HELO apart, dkim (a result for each signature, from the
 *          top, or none), dmarc; of what was not checked nothing. header.i is
 *          told when it says more than header.d. UTF-8 stands in it only when
 *          the header of the message has octets above US-ASCII.
 * Memory   a heap handle, used again for the next message; config, client,
 *          header and arena must outlive the judgement. The texts, and the
 *          verdicts of SPF and DMARC, live in the arena. What a judge needs for
 *          SPF and DMARC it makes when it first has a client.
 * Errors   as its machines. After an error there is no judgement.
 * Threads  one at a time.
 * Source   RFC 8601, RFC 6008 (header.b), RFC 7372, RFC 6376 section 6.3,
 *          RFC 9989 section 5.3, 5.4, 7 and 8.
 */

#include "zegel/dkim/dkimverify.h"
#include "zegel/dmarc/dmarccheck.h"
#include "zegel/judge/disposition.h"
#include "zegel/sig/authordomain.h"
#include "zegel/spf/spfcheck.h"

struct zgl_judge_config {
	struct zgl_dkimverify_config dkim;
	struct zgl_spfcheck_config spf;     /* its limits are those of dkim */
	struct zgl_dmarccheck_config dmarc; /* likewise */
	bool check_helo;    /* the name in HELO apart from MAIL FROM, too */
	bool check_dmarc;   /* false: SPF and DKIM only */
	zgl_sv authserv_id; /* US-ASCII: see zgl_authwrite_fits */
	struct zgl_judge_policy policy;
	/* trusted forwarders: these domains, and those below them */
	const struct zgl_dname *forwarders;
	size_t forwarder_count;
};

struct zgl_judgement {
	enum zgl_dkim_result dkim; /* the best of all signatures; NONE: none */
	const struct zgl_dkim_verdict
		*telling;                      /* the signature that it is of */
	const struct zgl_spf_verdict *spf;     /* NULL: not checked */
	const struct zgl_spf_verdict *helo;    /* likewise */
	const struct zgl_dmarc_verdict *dmarc; /* likewise */
	enum zgl_authorfault author_fault;     /* when DMARC was checked */
	enum zgl_disposition disposition;
	enum zgl_cause cause;      /* what the disposition follows from */
	unsigned overrides;        /* bits 1 << ZGL_OVERRIDE_... */
	struct zgl_dname indirect; /* the list or the forwarder; n 0: none */
	const char *smtp_code; /* "550", "451"; NULL for other dispositions */
	const char *enhanced_code; /* "5.7.20" (RFC 7372); NULL likewise */
	zgl_sv reply; /* what is wrong, in US-ASCII that shows, without "%",
                 * short enough for an SMTP reply; absent when accepted */
	zgl_sv field; /* Authentication-Results, no CRLF behind */
};

struct zgl_judge;

/**
 * Makes a judge. ZGL_EUSAGE for an authserv-id that cannot be written, and for
 * a policy with a fault.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_judge_new(
	const struct zgl_judge_config *config, struct zgl_judge **judge_r);
ZGL_API void zgl_judge_free(struct zgl_judge *judge);

/**
 * Starts a message with who sends it; SPF is checked, and DMARC will be.
 * `trusted`: the client's address is that of a trusted forwarder. `now_s` is
 * the time in UNIX seconds.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_judge_client(struct zgl_judge *judge,
	const struct zgl_spfclient *client, bool trusted, struct zgl_arena *a,
	int64_t now_s);

/**
 * Goes on with the header, or starts a message without a client: so a message
 * that is given up in between is to be reset. The arena is that of the client,
 * ZGL_EUSAGE for another.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_judge_begin(struct zgl_judge *judge,
	const struct zgl_header *header, struct zgl_arena *a, int64_t now_s);

/** Questions and answers: as zgl_dkimverify_next_question and its like. */
ZGL_API bool zgl_judge_next_question(struct zgl_judge *judge,
	struct zgl_question *question_r, size_t *number_r);
ZGL_API ZGL_CHECK enum zgl_err zgl_judge_answer(struct zgl_judge *judge,
	size_t number, const struct zgl_answer *answer);
ZGL_API size_t zgl_judge_waiting(const struct zgl_judge *judge);

ZGL_API ZGL_CHECK enum zgl_err zgl_judge_body(
	struct zgl_judge *judge, zgl_sv octets);

/** Judges. A question without an answer counts as a failure of DNS. */
ZGL_API ZGL_CHECK enum zgl_err zgl_judge_end(
	struct zgl_judge *judge, struct zgl_judgement *judgement_r);

/** Forgets a message that comes to no end; zgl_judge_client does, too. */
ZGL_API void zgl_judge_reset(struct zgl_judge *judge);

/** The verifier behind it: every signature's verdict, after end. */
ZGL_API const struct zgl_dkimverify *zgl_judge_dkim(
	const struct zgl_judge *judge);
