/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dkimverify -- verifies the DKIM signatures of a message.
 *
 * Shape    a push stream without I/O. For each message:
 *
 *            zgl_header_begin, zgl_header_add ...     the header, whole
 *            zgl_dkimverify_begin
 *            zgl_dkimverify_next_question ...         all are known now
 *            zgl_dkimverify_answer                    any time until end
 *            zgl_dkimverify_body ...                  chunks of any size
 *            zgl_dkimverify_end
 *            zgl_dkimverify_verdict                   from the top down
 *
 *          The message has CRLF lines. The body is not held.
 * Limits   `signatures` are looked at, from the top; each is judged on its
 *          own. An RSA key is used between min_rsa_bits and max_rsa_bits.
 * Memory   a heap handle, used again for the next message. Header and arena
 *          of a message must outlive its verdicts.
 * Errors   ZGL_ENOMEM, ZGL_ELIMIT of the arena, ZGL_ECRYPTO, ZGL_EUSAGE for
 *          calls out of order. After an error there are no verdicts, never a
 *          pass; begin starts anew.
 * Threads  one at a time; engine and keys are used too.
 * Source   RFC 6376 section 6, RFC 8301, RFC 8463, RFC 8616.
 */

#include "zegel/dkim/dkimsig.h"
#include "zegel/dns/answer.h"
#include "zegel/sig/keycache.h"

struct zgl_dkimverify_config {
	struct zgl_engine *engine;
	struct zgl_keycache *keys; /* NULL: every key is read anew */
	const struct zgl_limits *limits;
	unsigned min_rsa_bits;    /* RFC 8301: 1024 */
	unsigned max_rsa_bits;    /* 4096 */
	unsigned skew_s;          /* how far clocks may be apart, 300 */
	bool allow_sha1;          /* leniency: judge rsa-sha1 like any other */
	bool allow_unsigned_body; /* leniency: l= before the end may pass */
};

/** The defaults; engine, keys and limits are for the caller to fill in. */
#define ZGL_DKIMVERIFY_DEFAULT                                                 \
	((struct zgl_dkimverify_config){                                       \
		.min_rsa_bits = 1024, .max_rsa_bits = 4096, .skew_s = 300 })

struct zgl_dkim_verdict {
	enum zgl_dkim_result result;
	enum zgl_dkim_reason reason;
	const char *detail; /* static: more about the reason, or NULL */
	const struct zgl_dkimsig *sig;
	uint32_t field;         /* index of the signature field in the header */
	unsigned key_bits;      /* 0: no key */
	enum zgl_dnssec dnssec; /* of the key record; UNKNOWN: none fetched */
	unsigned warnings;      /* bit 1 << ZGL_DKIM_WARNING_... for each */
};

struct zgl_dkimverify;

ZGL_API ZGL_CHECK enum zgl_err zgl_dkimverify_new(
	const struct zgl_dkimverify_config *config,
	struct zgl_dkimverify **verify_r);
ZGL_API void zgl_dkimverify_free(struct zgl_dkimverify *verify);

/** Starts a message; `now_s` is the time in UNIX seconds. */
ZGL_API ZGL_CHECK enum zgl_err zgl_dkimverify_begin(
	struct zgl_dkimverify *verify, const struct zgl_header *header,
	struct zgl_arena *a, int64_t now_s);

/**
 * From begin to end: signature i as it was read, from the top; NULL beyond the
 * last. *settled_r tells that its result is known and is no pass, whatever DNS
 * may answer.
 */
ZGL_API const struct zgl_dkimsig *zgl_dkimverify_signature(
	const struct zgl_dkimverify *verify, size_t i, bool *settled_r);

/**
 * The next question for DNS, and the number to answer it by; false when all
 * were told. Equal questions of several signatures are one.
 */
ZGL_API bool zgl_dkimverify_next_question(struct zgl_dkimverify *verify,
	struct zgl_question *question_r, size_t *number_r);

/** Answers; the octets of the answer may go afterwards. */
ZGL_API ZGL_CHECK enum zgl_err zgl_dkimverify_answer(
	struct zgl_dkimverify *verify, size_t number,
	const struct zgl_answer *answer);

/** The number of questions told and not yet answered. */
ZGL_API size_t zgl_dkimverify_waiting(const struct zgl_dkimverify *verify);

ZGL_API ZGL_CHECK enum zgl_err zgl_dkimverify_body(
	struct zgl_dkimverify *verify, zgl_sv octets);

/** Judges. A question without an answer counts as a failure of DNS. */
ZGL_API ZGL_CHECK enum zgl_err zgl_dkimverify_end(
	struct zgl_dkimverify *verify);

/**
 * After end: the number of signatures judged, and each, from the top. Before
 * end, after an error, and beyond the last there are none: 0, NULL.
 */
ZGL_API size_t zgl_dkimverify_count(const struct zgl_dkimverify *verify);
ZGL_API const struct zgl_dkim_verdict *zgl_dkimverify_verdict(
	const struct zgl_dkimverify *verify, size_t i);
