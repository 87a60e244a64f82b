/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarcresult -- the words for what DMARC found.
 *
 * The result is the word of RFC 9989 section 9.2 (RFC 8601 for A-R); the reason
 * says why, in one sentence for people. Each reason belongs to one result.
 */

#include "zegel/base/attr.h"

/** name, word of RFC 9989 and 8601 */
#define ZGL_DMARC_RESULT_TABLE(X)                                              \
	X(NONE, "none")                                                        \
	X(PASS, "pass")                                                        \
	X(FAIL, "fail")                                                        \
	X(TEMPERROR, "temperror")                                              \
	X(PERMERROR, "permerror")

#define ZGL_DMARC_RESULT_ENUM(name, word) ZGL_DMARC_##name,
enum zgl_dmarc_result {
	ZGL_DMARC_RESULT_TABLE(ZGL_DMARC_RESULT_ENUM) ZGL_DMARC_RESULTS
};
#undef ZGL_DMARC_RESULT_ENUM

// clang-format off
/** name, its result, word for programs, sentence for people, source */
#define ZGL_DMARC_REASON_TABLE(X) \
	X(ALIGNED, PASS, "aligned", "an authenticated domain is aligned with the domain in From", "rfc9989#5.3.5") \
	X(NOT_ALIGNED, FAIL, "not_aligned", "what was authenticated is not aligned with the domain in From", "rfc9989#5.3.5") \
	X(NOT_AUTHENTICATED, FAIL, "not_authenticated", "neither SPF nor DKIM authenticated a domain", "rfc9989#5.3.5") \
	X(NO_RECORD, NONE, "no_record", "the domain in From has no DMARC record", "rfc9989#4.10.1") \
	X(UNUSABLE, NONE, "unusable", "the DMARC record has no valid policy, and no address for reports", "rfc9989#4.10.1") \
	X(AUTHOR, PERMERROR, "author", "From has no single domain that could be judged", "rfc9989#5.3.1") \
	X(DNS_MALFORMED, PERMERROR, "dns_malformed", "what DNS answers for the DMARC record makes no sense", "rfc9989#5.3.6") \
	X(DNS, TEMPERROR, "dns", "the DMARC record could not be fetched from DNS", "rfc9989#5.3.6") \
	X(DNS_BOGUS, TEMPERROR, "dns_bogus", "the DMARC record failed DNSSEC validation", "rfc4035#5.5") \
	X(UNDECIDED, TEMPERROR, "undecided", "a check that might have passed met a temporary error", "rfc9989#5.3.6")
// clang-format on

#define ZGL_DMARC_REASON_ENUM(name, result, word, sentence, source)            \
	ZGL_DMARC_REASON_##name,
enum zgl_dmarc_reason {
	ZGL_DMARC_REASON_TABLE(ZGL_DMARC_REASON_ENUM) ZGL_DMARC_REASONS
};
#undef ZGL_DMARC_REASON_ENUM

/** What an owner asks for: name, word */
#define ZGL_DMARC_POLICY_TABLE(X)                                              \
	X(NONE, "none")                                                        \
	X(QUARANTINE, "quarantine")                                            \
	X(REJECT, "reject")

#define ZGL_DMARC_POLICY_ENUM(name, word) ZGL_DMARC_POLICY_##name,
enum zgl_dmarc_policy {
	ZGL_DMARC_POLICY_TABLE(ZGL_DMARC_POLICY_ENUM) ZGL_DMARC_POLICIES
};
#undef ZGL_DMARC_POLICY_ENUM

ZGL_API const char *zgl_dmarc_result_word(enum zgl_dmarc_result result);
ZGL_API enum zgl_dmarc_result zgl_dmarc_reason_result(
	enum zgl_dmarc_reason reason);
ZGL_API const char *zgl_dmarc_reason_word(enum zgl_dmarc_reason reason);
ZGL_API const char *zgl_dmarc_reason_sentence(enum zgl_dmarc_reason reason);
ZGL_API const char *zgl_dmarc_reason_source(enum zgl_dmarc_reason reason);
ZGL_API const char *zgl_dmarc_policy_word(enum zgl_dmarc_policy policy);
