/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mail_maker -- signed messages for tests, and what a verifier says of them.
 *
 * Shape    a header is text, each field with its CRLF; a signature is made from
 *          a template of its value and put on top of it. How it is hashed is
 *          told beside the template and taken from no tag, so that any tag can
 *          be wrong while the signature itself is right.
 * Errors   making fails the test; verifying returns what the library returns.
 */

#include "zegel/dkim/dkimverify.h"

#define MAIL_HEADER                                                            \
	"From: Joe <joe@example.com>\r\n"                                      \
	"To: Suzie <suzie@example.net>\r\n"                                    \
	"Subject: Is dinner\r\n ready?\r\n"                                    \
	"Date: Fri, 11 Jul 2003 21:00:37 -0700\r\n"

#define MAIL_BODY "Hi.\r\n\r\nWe lost  the game. \r\n\r\nJoe.\r\n\r\n"

#define MAIL_NAMES "from:to:subject:date"

/** 14 November 2023. */
#define MAIL_NOW INT64_C(1700000000)

/** A value with more tags in it, each with its semicolon. */
#define MAIL_VALUE(tags)                                                       \
	"v=1; a=$a; c=$c; d=example.com; s=$s; " tags "h=$h; bh=$bh; b=$b"

/**
 * How a signature is made. $a $c $s $h $l $bh and $b in the template stand for
 * what is told here; $B and $BH are as $b and $bh with white space within.
 * White space around $b is not hashed (RFC 6376 section 3.7).
 */
struct mail_seal {
	const char *value; /* NULL: MAIL_VALUE("") */
	const char *key;   /* a test key; NULL: "rsa1024" */
	const char *canon; /* "rs": relaxed header, simple body; NULL: "rr" */
	const char
		*names; /* $h, the fields that are hashed; NULL: MAIL_NAMES */
	const char *length;   /* $l, octets of the body; NULL: all */
	const char *selector; /* $s; NULL: the name of the key */
	const char *field;    /* NULL: "DKIM-Signature: " */
	bool sha1;
};

/** Puts the signature on top of `header`; the whole header goes to `to`. */
void mail_seal(struct zgl_engine *engine, const struct mail_seal *seal,
	zgl_sv header, zgl_sv body, struct zgl_buf *to);

/** Adds the fields of a text, each with its CRLF. */
ZGL_CHECK enum zgl_err mail_add_fields(struct zgl_header *h, zgl_sv text);

/**
 * Makes an answer of a record template (tests/sig/recordhelp): "\n" stands
 * between records, "|" between the strings of one.
 */
void mail_answer_records(
	const char *template, struct zgl_arena *a, struct zgl_answer *answer_r);

/** An answer of one record of this text. */
void mail_answer_text(
	zgl_sv text, struct zgl_arena *a, struct zgl_answer *answer_r);

/** The key records of the test keys: each has the name of its selector. */
void mail_answer_testkey(
	const char *selector, struct zgl_arena *a, struct zgl_answer *answer_r);

/** Answers the question for TXT at `name`, which has no dot at its end. */
typedef void mail_answer_fn(const void *ctx, const char *name,
	struct zgl_arena *a, struct zgl_answer *answer_r);

struct mail_job {
	struct zgl_dkimverify *verify;
	const struct zgl_limits *limits;
	zgl_sv header, body;
	int64_t now_s;
	mail_answer_fn *answer;
	const void *ctx;
};

#define MAIL_VERDICTS 64

struct mail_verdict {
	enum zgl_dkim_result result;
	enum zgl_dkim_reason reason;
	const char *detail;
	unsigned warnings, key_bits;
	enum zgl_dnssec dnssec;
};

struct mail_verdicts {
	size_t count, questions;
	struct mail_verdict at[MAIL_VERDICTS];
	char asked[256]; /* the first name */
};

/**
 * Verifies. The body goes in as two chunks, the first `split` octets long; a
 * `split` past its end gives it octet by octet. After an error nothing is in
 * *verdicts_r, and the verifier was seen to have no verdict.
 */
ZGL_CHECK enum zgl_err mail_verify(const struct mail_job *job, size_t split,
	struct mail_verdicts *verdicts_r);
