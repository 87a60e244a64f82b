/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dkimsign -- signs a message with one key or several, in one pass.
 *
 * Shape    a push stream without I/O. For each message:
 *
 *            zgl_header_begin, zgl_header_add ...   the header, whole
 *            zgl_dkimsign_begin                     may refuse: see refusal
 *            zgl_dkimsign_body ...                  chunks of any size
 *            zgl_dkimsign_end
 *            zgl_dkimsign_field                     one for each key
 *
 *          The message has CRLF lines. The fields go on top of it, in order.
 * Fields   signed are the fields of `fields` that the message has (each as
 *          often as it has it), and once more each of `oversign`, so that
 *          none can be added. l= and rsa-sha1 are never written.
 * Memory   a heap handle, used again for the next message. The fields live in
 *          the arena of begin.
 * Errors   as dkimverify; also ZGL_EUSAGE from new for a key or a name that
 *          must not sign. After an error there are no fields.
 * Threads  one at a time.
 * Source   RFC 6376 section 5, RFC 8301, RFC 8463.
 */

#include "zegel/crypto/signkey.h"
#include "zegel/dns/dname.h"
#include "zegel/mail/canon.h"
#include "zegel/mail/header.h"

struct zgl_dkimsign_key {
	struct zgl_dname domain;   /* d= */
	struct zgl_dname selector; /* s= */
	struct zgl_signkey key;
};

struct zgl_dkimsign_config {
	struct zgl_engine *engine;
	const struct zgl_limits *limits;
	enum zgl_canon header_canon, body_canon;
	const zgl_sv *fields; /* names to sign when present */
	size_t field_count;
	const zgl_sv *oversign; /* names to sign once more than present */
	size_t oversign_count;
	zgl_sv identity;       /* i=; absent: none is written */
	int64_t expire_in_s;   /* x= is t= and this; 0: none */
	unsigned min_rsa_bits; /* not under 1024: RFC 8301 section 3.2 */
};

/** The names that design and RFC 6376 section 5.4.1 want signed. */
ZGL_API extern const zgl_sv zgl_dkimsign_fields[];
ZGL_API extern const size_t zgl_dkimsign_field_count;
ZGL_API extern const zgl_sv zgl_dkimsign_oversign[];
ZGL_API extern const size_t zgl_dkimsign_oversign_count;

/** Fills in the defaults: relaxed/relaxed, the lists above, 1024 bits. */
ZGL_API void zgl_dkimsign_config_default(struct zgl_dkimsign_config *config);

/** name, sentence, source: why a message is not signed */
// clang-format off
#define ZGL_DKIMSIGN_REFUSAL_TABLE(X) \
	X(NONE, "nothing speaks against signing", "") \
	X(NO_FROM, "the message has no From field", "rfc5322#3.6") \
	X(TWO_FROM, "the message has more than one From field", "rfc5322#3.6") \
	X(REPEATED, "a field that may stand once stands more than once", "rfc5322#3.6") \
	X(NUL, "a header field has a NUL octet", "rfc5322#2.2") \
	X(TOO_MANY, "the message has more fields to sign than a verifier may look at", "rfc6376#3.5") \
	X(BARE_CR, "a header field has a CR without LF", "rfc5322#2.2")
// clang-format on

#define ZGL_DKIMSIGN_REFUSAL_ENUM(name, sentence, source)                      \
	ZGL_DKIMSIGN_REFUSE_##name,
enum zgl_dkimsign_refusal {
	ZGL_DKIMSIGN_REFUSAL_TABLE(ZGL_DKIMSIGN_REFUSAL_ENUM)
};
#undef ZGL_DKIMSIGN_REFUSAL_ENUM

ZGL_API const char *zgl_dkimsign_refusal_sentence(
	enum zgl_dkimsign_refusal refusal);

struct zgl_dkimsign;

/**
 * Makes a signer for these keys. The config, its lists, and the private keys
 * must outlive it. ZGL_EUSAGE with a sentence in *why_r (static) for no keys
 * or more than 16, a key under min_rsa_bits, or that under 1024, one over 4096
 * bits (RFC 8301 section 3.2: verifiers need not look at it), an identity
 * that is no address, not within every key's domain, or over 320 octets, an
 * expiry below 0 or over 11 digits, `fields` without From, a name that no field
 * can have.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_dkimsign_new(
	const struct zgl_dkimsign_config *config,
	const struct zgl_dkimsign_key *keys, size_t count,
	struct zgl_dkimsign **sign_r, const char **why_r);
ZGL_API void zgl_dkimsign_free(struct zgl_dkimsign *sign);

/**
 * Starts a message; `now_s` is the time in UNIX seconds, of at most 12 digits.
 * A refusal is no error: *refusal_r says why, zgl_dkimsign_refused_field names
 * the field, and there is nothing to end.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_dkimsign_begin(struct zgl_dkimsign *sign,
	const struct zgl_header *header, struct zgl_arena *a, int64_t now_s,
	enum zgl_dkimsign_refusal *refusal_r);

ZGL_API ZGL_CHECK enum zgl_err zgl_dkimsign_body(
	struct zgl_dkimsign *sign, zgl_sv octets);

ZGL_API ZGL_CHECK enum zgl_err zgl_dkimsign_end(struct zgl_dkimsign *sign);

/**
 * The name of the field a refusal is about; absent when about none. It may
 * stand in the header of begin.
 */
ZGL_API zgl_sv zgl_dkimsign_refused_field(const struct zgl_dkimsign *sign);

/**
 * After end: the field of key i, "DKIM-Signature: ..." with its folds, without
 * the CRLF at its end. Valid as long as the arena of begin.
 */
ZGL_API zgl_sv zgl_dkimsign_field(const struct zgl_dkimsign *sign, size_t i);
