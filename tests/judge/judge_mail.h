/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judge_mail -- messages for tests of the judge, and a judge that hears them.
 *
 * What DNS says of a key is told by its selector: "testing" is rsa1024 with
 * t=y, "secure" is rsa1024 in a secure answer, "later" a failure of DNS, "odd"
 * one that is told in odd octets, "bogus" one of DNSSEC; any other is the test
 * key of that name, or does not exist.
 */

#include "tests/dkim/mail_maker.h"
#include "zegel/judge/judge.h"

#define JUDGE_SEALS 4

struct judge_mail {
	struct mail_seal seals[JUDGE_SEALS]; /* from the top */
	size_t count;
	const char *header;   /* NULL: MAIL_HEADER */
	const char *new_body; /* what comes instead of MAIL_BODY */
	const char *raw;      /* more fields on top, each with its CRLF */
};

/** The header with its signatures, as it comes in. */
void judge_mail_header(struct zgl_engine *engine, const struct judge_mail *mail,
	struct zgl_buf *to);

/** What DNS says of the key of this selector. */
void judge_mail_answer(
	zgl_sv selector, struct zgl_arena *a, struct zgl_answer *answer_r);

/**
 * Judges a message of this header; the body goes in as two chunks, the first
 * `split` octets long, or fewer. The judgement lives in `a`.
 */
ZGL_CHECK enum zgl_err judge_mail_run(struct zgl_judge *judge,
	const struct zgl_limits *limits, zgl_sv header, zgl_sv body,
	size_t split, struct zgl_arena *a, struct zgl_judgement *judgement_r);
