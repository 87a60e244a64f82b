/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judge -- one message inbound: what is true of it, and what becomes of it.
 *
 * Shape    a push stream without I/O, the same steps as its machines: the
 *          header, questions and answers, the body, end. Then there are the
 *          typed verdicts, an Authentication-Results field that tells them,
 *          and a disposition by the local policy.
 *
 *            zgl_header_begin, zgl_header_add ...
 *            zgl_judge_begin
 *            zgl_judge_next_question ...    all are known now
 *            zgl_judge_answer               any time until end
 *            zgl_judge_body ...
 *            zgl_judge_end
 *
 * Best     of several signatures the one that does the most for the message
 *          counts: one that passes; else one that could yet (temperror); else
 *          in the order policy, fail, neutral, permerror, and from the top. A
 *          signature of a domain that says it is testing (t=y), when it does
 *          not pass, counts as if it were not there (RFC 6376 section 3.6.1).
 * Field    a result for each signature, from the top, or dkim=none. header.i
 *          is told when it says more than header.d. UTF-8 stands in it only
 *          when the header of the message has octets above US-ASCII.
 * Memory   a heap handle, used again for the next message; config, header and
 *          arena must outlive the judgement. The texts live in the arena.
 * Errors   as dkimverify. After an error there is no judgement.
 * Threads  one at a time.
 * Source   RFC 8601, RFC 6008 (header.b), RFC 7372, RFC 6376 section 6.3.
 */

#include "zegel/dkim/dkimverify.h"
#include "zegel/judge/disposition.h"

struct zgl_judge_config {
	struct zgl_dkimverify_config dkim;
	zgl_sv authserv_id; /* US-ASCII: see zgl_authwrite_fits */
	struct zgl_judge_policy policy;
};

struct zgl_judgement {
	enum zgl_dkim_result dkim; /* the best of all signatures; NONE: none */
	const struct zgl_dkim_verdict
		*telling; /* the signature that it is of */
	enum zgl_disposition disposition;
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

/** Starts a message; `now_s` is the time in UNIX seconds. */
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

/** The verifier behind it: every signature's verdict, after end. */
ZGL_API const struct zgl_dkimverify *zgl_judge_dkim(
	const struct zgl_judge *judge);
