/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dkimresult -- the words for what DKIM found.
 *
 * The result is the word of RFC 8601 section 2.7.1; the reason says why, in
 * one sentence for people. Each reason belongs to one result.
 */

#include "zegel/base/attr.h"

/** name, word of RFC 8601 */
#define ZGL_DKIM_RESULT_TABLE(X)                                               \
	X(NONE, "none")                                                        \
	X(PASS, "pass")                                                        \
	X(FAIL, "fail")                                                        \
	X(POLICY, "policy")                                                    \
	X(NEUTRAL, "neutral")                                                  \
	X(TEMPERROR, "temperror")                                              \
	X(PERMERROR, "permerror")

#define ZGL_DKIM_RESULT_ENUM(name, word) ZGL_DKIM_##name,
enum zgl_dkim_result {
	ZGL_DKIM_RESULT_TABLE(ZGL_DKIM_RESULT_ENUM)
};
#undef ZGL_DKIM_RESULT_ENUM

// clang-format off
/** name, its result, word for programs, sentence for people, source */
#define ZGL_DKIM_REASON_TABLE(X) \
	X(VERIFIED, PASS, "verified", "the signature verifies", "rfc6376#6.1.3") \
	X(BODY_CHANGED, FAIL, "body_changed", "the body was changed after it was signed", "rfc6376#6.1.3") \
	X(SIGNATURE, FAIL, "signature", "a signed header field was changed after it was signed, or another key made the signature", "rfc6376#6.1.3") \
	X(UNSIGNED_BODY, POLICY, "unsigned_body", "the signature verifies, but l= leaves the end of the body unsigned", "rfc6376#8.2") \
	X(SYNTAX, PERMERROR, "syntax", "the signature field is no tag list", "rfc6376#6.1.1") \
	X(VERSION, PERMERROR, "version", "the signature has no v=1", "rfc6376#6.1.1") \
	X(TAG_MISSING, PERMERROR, "tag_missing", "the signature lacks a tag that it must have", "rfc6376#6.1.1") \
	X(ALGORITHM, PERMERROR, "algorithm", "the signature has an unknown algorithm (a=)", "rfc6376#6.1.1") \
	X(SHA1, PERMERROR, "sha1", "the signature uses rsa-sha1, which must not be trusted", "rfc8301#3.1") \
	X(CANONICALIZATION, PERMERROR, "canonicalization", "the signature has an unknown canonicalization (c=)", "rfc6376#6.1.1") \
	X(DOMAIN, PERMERROR, "domain", "the signing domain (d=) is no domain name", "rfc6376#3.5") \
	X(SELECTOR, PERMERROR, "selector", "the selector (s=) is no selector", "rfc6376#3.5") \
	X(IDENTITY, PERMERROR, "identity", "the identity (i=) is not within the signing domain", "rfc6376#6.1.1") \
	X(SIGNATURE_DATA, PERMERROR, "signature_data", "the signature (b=) or body hash (bh=) is no base64 of the right length", "rfc6376#3.5") \
	X(SIGNED_FIELDS, PERMERROR, "signed_fields", "the list of signed fields (h=) has the wrong form", "rfc6376#3.5") \
	X(FROM_NOT_SIGNED, PERMERROR, "from_not_signed", "the From field is not signed", "rfc6376#6.1.1") \
	X(BODY_LENGTH, PERMERROR, "body_length", "the body length (l=) is no number, or the body is shorter", "rfc6376#3.5") \
	X(QUERY_METHOD, PERMERROR, "query_method", "the signature has no known query method (q=)", "rfc6376#3.5") \
	X(TIMES, PERMERROR, "times", "the times of the signature (t=, x=) make no sense", "rfc6376#3.5") \
	X(EXPIRED, PERMERROR, "expired", "the signature has expired", "rfc6376#6.1.1") \
	X(FUTURE, PERMERROR, "future", "the signature was made in the future", "rfc6376#3.5") \
	X(NO_KEY, PERMERROR, "no_key", "there is no key record for this selector", "rfc6376#6.1.2") \
	X(KEY_RECORD, PERMERROR, "key_record", "the key record cannot be used", "rfc6376#6.1.2") \
	X(KEY_REVOKED, PERMERROR, "key_revoked", "the key was revoked", "rfc6376#6.1.2") \
	X(KEY_ALGORITHM, PERMERROR, "key_algorithm", "the key is for another algorithm than the signature's", "rfc6376#6.1.2") \
	X(KEY_HASH, PERMERROR, "key_hash", "the key record does not allow the signature's hash", "rfc6376#6.1.2") \
	X(KEY_STRICT, PERMERROR, "key_strict", "the key is for the domain itself (t=s), the identity is a subdomain", "rfc6376#3.6.1") \
	X(KEY_SMALL, PERMERROR, "key_small", "the RSA key has too few bits to be trusted", "rfc8301#3.2") \
	X(KEY_LARGE, PERMERROR, "key_large", "the RSA key has more bits than are looked at", "rfc8301#3.2") \
	X(DNS_MALFORMED, PERMERROR, "dns_malformed", "what DNS answers for the key makes no sense", "rfc6376#6.1.2") \
	X(DNS, TEMPERROR, "dns", "the key could not be fetched from DNS", "rfc6376#6.1.2") \
	X(DNS_BOGUS, TEMPERROR, "dns_bogus", "the key record failed DNSSEC validation", "rfc4035#5.5")
// clang-format on

#define ZGL_DKIM_REASON_ENUM(name, result, word, sentence, source)             \
	ZGL_DKIM_REASON_##name,
enum zgl_dkim_reason {
	ZGL_DKIM_REASON_TABLE(ZGL_DKIM_REASON_ENUM)
};
#undef ZGL_DKIM_REASON_ENUM

/** name, word for programs, sentence for people: what a verdict warns of */
// clang-format off
#define ZGL_DKIM_WARNING_TABLE(X) \
	X(BODY_LENGTH, "body_length", "the signature has l=: text can be added to the message unseen") \
	X(UNSIGNED_BODY, "unsigned_body", "the end of the body is not signed (l=)") \
	X(TESTING, "testing", "the domain says that it is testing DKIM (t=y)") \
	X(SHA1, "sha1", "rsa-sha1 was allowed by option") \
	X(KEY_SMALL, "key_small", "an RSA key under 1024 bits was allowed by option") \
	X(SEVERAL_KEYS, "several_keys", "the selector has more than one TXT record") \
	X(FROM_UNSIGNED, "from_unsigned", "the message has a From field that is not signed")
// clang-format on

#define ZGL_DKIM_WARNING_ENUM(name, word, sentence) ZGL_DKIM_WARNING_##name,
enum zgl_dkim_warning {
	ZGL_DKIM_WARNING_TABLE(ZGL_DKIM_WARNING_ENUM) ZGL_DKIM_WARNINGS
};
#undef ZGL_DKIM_WARNING_ENUM

ZGL_API const char *zgl_dkim_result_word(enum zgl_dkim_result result);
ZGL_API enum zgl_dkim_result zgl_dkim_reason_result(
	enum zgl_dkim_reason reason);
ZGL_API const char *zgl_dkim_reason_word(enum zgl_dkim_reason reason);
ZGL_API const char *zgl_dkim_reason_sentence(enum zgl_dkim_reason reason);
ZGL_API const char *zgl_dkim_reason_source(enum zgl_dkim_reason reason);
ZGL_API const char *zgl_dkim_warning_word(enum zgl_dkim_warning warning);
ZGL_API const char *zgl_dkim_warning_sentence(enum zgl_dkim_warning warning);
