/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfresult -- the words for what SPF found.
 *
 * The result is the word of RFC 7208 section 2.6; the reason says why, in one
 * sentence for people. Each reason belongs to one result, but for the two of a
 * mechanism that matched and of a record that came to its end.
 */

#include "zegel/base/attr.h"

/** name, word of RFC 7208 and 8601 */
#define ZGL_SPF_RESULT_TABLE(X)                                                \
	X(NONE, "none")                                                        \
	X(PASS, "pass")                                                        \
	X(FAIL, "fail")                                                        \
	X(SOFTFAIL, "softfail")                                                \
	X(NEUTRAL, "neutral")                                                  \
	X(TEMPERROR, "temperror")                                              \
	X(PERMERROR, "permerror")

#define ZGL_SPF_RESULT_ENUM(name, word) ZGL_SPF_##name,
enum zgl_spf_result {
	ZGL_SPF_RESULT_TABLE(ZGL_SPF_RESULT_ENUM) ZGL_SPF_RESULTS
};
#undef ZGL_SPF_RESULT_ENUM

// clang-format off
/** name, word for programs, sentence for people, source */
#define ZGL_SPF_REASON_TABLE(X) \
	X(MATCHED, "matched", "a mechanism of the record matched", "rfc7208#4.6.2") \
	X(NO_MATCH, "no_match", "no mechanism of the record matched", "rfc7208#4.7") \
	X(NO_DOMAIN, "no_domain", "what was to be checked is no domain name", "rfc7208#4.3") \
	X(NO_RECORD, "no_record", "the domain has no SPF record", "rfc7208#4.5") \
	X(NXDOMAIN, "nxdomain", "the domain does not exist", "rfc7208#4.4") \
	X(SEVERAL_RECORDS, "several_records", "the domain has more than one SPF record", "rfc7208#4.5") \
	X(RECORD_LONG, "record_long", "the record is longer than is looked at", "rfc7208#3.4") \
	X(OCTETS, "octets", "the record has octets that are not US-ASCII", "rfc7208#3.1") \
	X(SYNTAX, "syntax", "a term of the record has the wrong form", "rfc7208#4.6") \
	X(UNKNOWN_MECHANISM, "unknown_mechanism", "the record has a mechanism that does not exist", "rfc7208#4.6.2") \
	X(MACRO, "macro", "a macro in the record has the wrong form", "rfc7208#7.2") \
	X(MODIFIER_TWICE, "modifier_twice", "redirect= or exp= stands more than once", "rfc7208#6") \
	X(TARGET, "target", "a term names what cannot be a domain name", "rfc7208#4.8") \
	X(LOOKUPS, "lookups", "the record takes more than 10 look-ups", "rfc7208#4.6.4") \
	X(VOID_LOOKUPS, "void_lookups", "more than 2 look-ups found nothing", "rfc7208#4.6.4") \
	X(MX_NAMES, "mx_names", "a domain has more than 10 mail servers", "rfc7208#4.6.4") \
	X(INCLUDE_NONE, "include_none", "an included domain has no SPF record", "rfc7208#5.2") \
	X(REDIRECT_NONE, "redirect_none", "the domain that redirect= names has no SPF record", "rfc7208#6.1") \
	X(DNS_MALFORMED, "dns_malformed", "what DNS answers makes no sense", "rfc7208#4.4") \
	X(DNS, "dns", "DNS could not be asked", "rfc7208#4.4") \
	X(DNS_BOGUS, "dns_bogus", "an answer of DNS failed DNSSEC validation", "rfc4035#5.5")
// clang-format on

#define ZGL_SPF_REASON_ENUM(name, word, sentence, source) ZGL_SPF_REASON_##name,
enum zgl_spf_reason {
	ZGL_SPF_REASON_TABLE(ZGL_SPF_REASON_ENUM) ZGL_SPF_REASONS
};
#undef ZGL_SPF_REASON_ENUM

/** Which name was checked (RFC 7208 section 2.3 and 2.4). */
enum zgl_spf_identity {
	ZGL_SPF_MAILFROM, /* the domain of MAIL FROM */
	ZGL_SPF_HELO,     /* the name in HELO */
};

ZGL_API const char *zgl_spf_result_word(enum zgl_spf_result result);
ZGL_API const char *zgl_spf_reason_word(enum zgl_spf_reason reason);
ZGL_API const char *zgl_spf_reason_sentence(enum zgl_spf_reason reason);
ZGL_API const char *zgl_spf_reason_source(enum zgl_spf_reason reason);
/** "mailfrom", "helo" */
ZGL_API const char *zgl_spf_identity_word(enum zgl_spf_identity identity);
