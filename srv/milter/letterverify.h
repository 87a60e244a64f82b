/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * letterverify -- the verifying side of a message: a judge, and its questions.
 *
 * Shape    meet, at MAIL, for a client from outside: SPF begins; begin, at the
 *          end of the header; body; when zgl_letterverify_waits is false, or
 *          time is up, end judges. A message whose client was not met is judged
 *          by DKIM alone.
 * Asks     all that the judge wants to know goes out at once, and what an answer
 *          makes it ask for goes out behind that answer; an answer that is there
 *          already, out of a cache, makes nothing deeper. `heard` is called
 *          when an answer came later and none is missing any more.
 * Client   one whose address is not known passes no SPF: it is checked for no
 *          domain, which is none, and DMARC goes by DKIM alone. So is one whose
 *          sender is longer than a session remembers.
 * Memory   questions live in the letter's arena: drop before it is forgotten.
 * Errors   as judge; one in an answer is told by end.
 */

#include "srv/milter/letter.h"
#include "srv/milter/maildesk.h"

struct zgl_letterask;

/** Zeros: nothing was begun. */
struct zgl_letterverify {
	struct zgl_maildesk *desk;
	struct zgl_letter *letter;
	struct zgl_judge *judge; /* NULL: nothing is verified */
	struct zgl_spfclient client;
	struct zgl_letterask *asks;
	size_t waiting;
	bool asking;      /* it is being asked, further down the stack */
	enum zgl_err err; /* of an answer */
	void (*heard)(void *to);
	void *to;
	struct zgl_judgement judgement;
};

/** v->heard and v->to are the caller's to fill in, before either; the texts of
 * the envelope must outlive the judgement. */
ZGL_CHECK enum zgl_err zgl_letterverify_meet(struct zgl_letterverify *v,
	struct zgl_maildesk *desk, struct zgl_letter *letter,
	const struct zgl_envelope *envelope, int64_t now_s);
ZGL_CHECK enum zgl_err zgl_letterverify_begin(struct zgl_letterverify *v,
	struct zgl_maildesk *desk, struct zgl_letter *letter, int64_t now_s);

/** True when the body makes a difference: there is a signature. */
bool zgl_letterverify_wants_body(const struct zgl_letter *letter);

ZGL_CHECK enum zgl_err zgl_letterverify_body(
	struct zgl_letterverify *v, zgl_sv octets);

static inline bool zgl_letterverify_waits(const struct zgl_letterverify *v)
{
	return v->waiting > 0 && v->err == ZGL_OK;
}

/** Judges, with the answers that are there. */
ZGL_CHECK enum zgl_err zgl_letterverify_end(struct zgl_letterverify *v);

/** Takes back the questions and gives back the judge; the judgement's texts
 * live on in the letter, its verdicts do not. */
void zgl_letterverify_drop(struct zgl_letterverify *v);
