/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * packet -- reads a DNS response (RFC 1035 section 4).
 *
 * Shape    wire octets in, zgl_answer out: the records of the asked type at
 *          the asked name, CNAMEs in the packet followed.
 * Limits   names of 255 octets, compression pointers only backwards, at most
 *          `cname_chain` CNAMEs.
 * Memory   the answer and its records live in the arena; the packet may go.
 * Errors   only ZGL_ENOMEM and ZGL_ELIMIT of the arena. A packet that makes
 *          no sense is an answer: ZGL_ANSWER_MALFORMED.
 * Source   RFC 1035, RFC 2308 (negative answers and their TTL), RFC 6604.
 */

#include "zegel/base/limits.h"
#include "zegel/dns/answer.h"

/**
 * Reads the response at `packet` to `question`. A truncated response, any RCODE
 * but NOERROR and NXDOMAIN, and a referral are TEMPFAIL; a response to another
 * question, one that ends too early, RDATA that its type cannot have and CNAMEs
 * in a circle are MALFORMED. Records of other owners are nobody's.
 * answer_r->dnssec is set to UNKNOWN: only the resolver knows.
 */
ZGL_CHECK enum zgl_err zgl_packet_read(zgl_sv packet,
	const struct zgl_question *question, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_answer *answer_r);
