/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * maillog -- one line for each message: what became of it, and why.
 *
 * Shape    key=value, divided by single spaces, in this order; keys that a
 *          message has no use for are left out, and none is ever renamed.
 *
 *   queue        the MTA's queue id
 *   client       HOST[ADDRESS], as the MTA tells them
 *   helo         what the client called itself
 *   from         the envelope's sender, <> for none
 *   rcpts        the number of recipients
 *   auth         how the client logged in (SASL mechanism)
 *   login        as whom
 *   action       signed: leaves with our signatures
 *                unsigned: an own message that the signer refused, let go
 *                judged: by DKIM, and from outside by SPF and DMARC; see
 *                disposition
 *                passed: an own message for which there is no key
 *                refused: for good, 5xx
 *                deferred: for now, 4xx; the trouble is ours
 *   why          the reason, a sentence; of a judged message that is not
 *                accepted also what speaks against it, as in the reply
 *   author       the domain in From, when a key was looked for or DMARC
 *                checked
 *   removed      Authentication-Results fields that claimed to be ours
 *   disposition  of a judged message: accept, mark, quarantine, reject,
 *                tempfail
 *   cause        what that follows from, when anything speaks against the
 *                message: author, dmarc, spf, helo, dkim
 *   override     why its owner's policy was not followed as it is, the words
 *                of RFC 9990 with commas between them
 *   via          the mailing list's or the forwarder's domain
 *   ms           from the end of the header to this line, milliseconds
 *
 *   then, of SPF for MAIL FROM, and the same once more for HELO when that is
 *   checked apart:
 *
 *   spf          its result
 *   identity     mailfrom or helo
 *   domain       that was checked
 *   reason       of its result, one word
 *   mechanism    that matched
 *   problem      the term at fault, or the name that could not be asked
 *
 *   then, of DMARC:
 *
 *   dmarc        its result
 *   policy       in force
 *   domain       whose record it is
 *   aligned      what passed and is aligned: spf, dkim, or both
 *   reason       of its result, one word
 *
 *   and for each signature, from the top down:
 *
 *   dkim         its result, when it was verified
 *   d, s, a      its domain, selector, algorithm
 *   reason       of its result, one word
 *   bits         of its key
 *   dnssec       of its key record: secure, insecure, bogus; left out when
 *                nothing was validated
 *
 *   What is cut off a line that is too long for the log is the last of these.
 * Escape   nothing of a message can make a key, or end a value: a value with
 *          anything but visible US-ASCII in it, or an empty one, stands in
 *          quotation marks; a quotation mark, "%", a backslash, and octets that
 *          do not show are written %XX. So a line is split at spaces outside
 *          quotation marks, and each value then read as in a URL.
 * Errors   sticky in the buffer.
 */

#include "srv/milter/miltersession.h"
#include "srv/store/keyring.h"
#include "zegel/judge/judge.h"

/** name, word */
#define ZGL_MAILACTION_TABLE(X)                                                \
	X(SIGNED, "signed")                                                    \
	X(UNSIGNED, "unsigned")                                                \
	X(JUDGED, "judged")                                                    \
	X(PASSED, "passed")                                                    \
	X(REFUSED, "refused")                                                  \
	X(DEFERRED, "deferred")

#define ZGL_MAILACTION_ENUM(name, word) ZGL_MAILACTION_##name,
enum zgl_mailaction {
	ZGL_MAILACTION_TABLE(ZGL_MAILACTION_ENUM)
};
#undef ZGL_MAILACTION_ENUM

/** All that a line tells; what is absent, NULL or 0 is left out. */
struct zgl_mailstory {
	const struct zgl_envelope *envelope;
	enum zgl_mailaction action;
	zgl_sv why, more; /* more about it, behind a colon */
	const struct zgl_dname *author;
	uint32_t removed;
	const struct zgl_judgement *judgement; /* of a judged message */
	const struct zgl_dkimverify *dkim;     /* likewise */
	const struct zgl_keyset *set;          /* of a signed one */
	int64_t ms;
};

const char *zgl_mailaction_word(enum zgl_mailaction action);

/** Writes the line, without a newline. */
void zgl_maillog_write(struct zgl_buf *to, const struct zgl_mailstory *story);
