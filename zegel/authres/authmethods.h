/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authmethods -- the IANA registry "Email Authentication Parameters".
 *
 * Which methods there are, which results each can have, and which properties:
 * as the RFCs say that made the entries. A consumer ignores what is not in it
 * (RFC 8601 section 2.3 and 4.1). The words are lower case, looked up without
 * regard to it.
 *
 * Deprecated entries are in use no more, but known. Drafts are not registered:
 * they can be written, and are not known to a reader.
 *
 * Memory   static tables.
 * Errors   none.
 * Threads  any.
 * Source   RFC 8601 section 2.7 and 6 with RFC 5451, 5617, 6008, 6212, 6541,
 *          6577, 7281, 7293, 7601, 8617, 8904, 9989.
 */

#include "zegel/base/attr.h"
#include "zegel/base/sv.h"

enum zgl_authstatus {
	ZGL_AUTHSTATUS_ACTIVE,
	ZGL_AUTHSTATUS_DEPRECATED,
	ZGL_AUTHSTATUS_DRAFT,
};

// clang-format off
/** name, word, status, source */
#define ZGL_AUTHMETHOD_TABLE(X) \
	X(AUTH, "auth", ACTIVE, "rfc8601#2.7.4") \
	X(DKIM, "dkim", ACTIVE, "rfc8601#2.7.1") \
	X(SPF, "spf", ACTIVE, "rfc8601#2.7.2") \
	X(IPREV, "iprev", ACTIVE, "rfc8601#2.7.3") \
	X(DMARC, "dmarc", ACTIVE, "rfc9989#9.1") \
	X(ARC, "arc", ACTIVE, "rfc8617#10.2") \
	X(DKIM_ATPS, "dkim-atps", ACTIVE, "rfc6541#8.2") \
	X(DKIM_ADSP, "dkim-adsp", DEPRECATED, "rfc5617#5.3") \
	X(VBR, "vbr", ACTIVE, "rfc6212#5") \
	X(RRVS, "rrvs", ACTIVE, "rfc7293#15.4") \
	X(SMIME, "smime", ACTIVE, "rfc7281#4") \
	X(DNSWL, "dnswl", ACTIVE, "rfc8904#4.1") \
	X(DOMAINKEYS, "domainkeys", DEPRECATED, "rfc5451#6.2") \
	X(SENDER_ID, "sender-id", DEPRECATED, "rfc5451#6.2") \
	X(DKIM2, "dkim2", DRAFT, "draft-gondwana-dkim2-authres") \
	X(BIMI, "bimi", DRAFT, "draft-brand-indicators-for-message-identification")

/** method, result, status, source */
#define ZGL_AUTHCODE_TABLE(X) \
	X(AUTH, "none", ACTIVE, "rfc8601#2.7.4") \
	X(AUTH, "pass", ACTIVE, "rfc8601#2.7.4") \
	X(AUTH, "fail", ACTIVE, "rfc8601#2.7.4") \
	X(AUTH, "temperror", ACTIVE, "rfc8601#2.7.4") \
	X(AUTH, "permerror", ACTIVE, "rfc8601#2.7.4") \
	X(DKIM, "none", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "pass", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "fail", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "policy", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "neutral", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "temperror", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "permerror", ACTIVE, "rfc8601#2.7.1") \
	X(SPF, "none", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "pass", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "fail", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "softfail", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "policy", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "neutral", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "temperror", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "permerror", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "hardfail", DEPRECATED, "rfc6577#4.2") \
	X(IPREV, "pass", ACTIVE, "rfc8601#2.7.3") \
	X(IPREV, "fail", ACTIVE, "rfc8601#2.7.3") \
	X(IPREV, "temperror", ACTIVE, "rfc8601#2.7.3") \
	X(IPREV, "permerror", ACTIVE, "rfc8601#2.7.3") \
	X(DMARC, "none", ACTIVE, "rfc9989#9.2") \
	X(DMARC, "pass", ACTIVE, "rfc9989#9.2") \
	X(DMARC, "fail", ACTIVE, "rfc9989#9.2") \
	X(DMARC, "temperror", ACTIVE, "rfc9989#9.2") \
	X(DMARC, "permerror", ACTIVE, "rfc9989#9.2") \
	X(ARC, "none", ACTIVE, "rfc8617#10.1") \
	X(ARC, "pass", ACTIVE, "rfc8617#10.1") \
	X(ARC, "fail", ACTIVE, "rfc8617#10.1") \
	X(DKIM_ATPS, "none", ACTIVE, "rfc6541#8.3") \
	X(DKIM_ATPS, "pass", ACTIVE, "rfc6541#8.3") \
	X(DKIM_ATPS, "fail", ACTIVE, "rfc6541#8.3") \
	X(DKIM_ATPS, "temperror", ACTIVE, "rfc6541#8.3") \
	X(DKIM_ATPS, "permerror", ACTIVE, "rfc6541#8.3") \
	X(DKIM_ADSP, "none", DEPRECATED, "rfc5617#5.4") \
	X(DKIM_ADSP, "pass", DEPRECATED, "rfc5617#5.4") \
	X(DKIM_ADSP, "unknown", DEPRECATED, "rfc5617#5.4") \
	X(DKIM_ADSP, "fail", DEPRECATED, "rfc5617#5.4") \
	X(DKIM_ADSP, "discard", DEPRECATED, "rfc5617#5.4") \
	X(DKIM_ADSP, "nxdomain", DEPRECATED, "rfc5617#5.4") \
	X(DKIM_ADSP, "temperror", DEPRECATED, "rfc5617#5.4") \
	X(DKIM_ADSP, "permerror", DEPRECATED, "rfc5617#5.4") \
	X(VBR, "none", ACTIVE, "rfc6212#5") \
	X(VBR, "pass", ACTIVE, "rfc6212#5") \
	X(VBR, "fail", ACTIVE, "rfc6212#5") \
	X(VBR, "temperror", ACTIVE, "rfc6212#5") \
	X(VBR, "permerror", ACTIVE, "rfc6212#5") \
	X(RRVS, "none", ACTIVE, "rfc7293#15.4") \
	X(RRVS, "unknown", ACTIVE, "rfc7293#15.4") \
	X(RRVS, "temperror", ACTIVE, "rfc7293#15.4") \
	X(RRVS, "permerror", ACTIVE, "rfc7293#15.4") \
	X(RRVS, "pass", ACTIVE, "rfc7293#15.4") \
	X(RRVS, "fail", ACTIVE, "rfc7293#15.4") \
	X(SMIME, "none", ACTIVE, "rfc7281#3.1") \
	X(SMIME, "pass", ACTIVE, "rfc7281#3.1") \
	X(SMIME, "fail", ACTIVE, "rfc7281#3.1") \
	X(SMIME, "policy", ACTIVE, "rfc7281#3.1") \
	X(SMIME, "neutral", ACTIVE, "rfc7281#3.1") \
	X(SMIME, "temperror", ACTIVE, "rfc7281#3.1") \
	X(SMIME, "permerror", ACTIVE, "rfc7281#3.1") \
	X(DNSWL, "pass", ACTIVE, "rfc8904#4.3") \
	X(DNSWL, "none", ACTIVE, "rfc8904#4.3") \
	X(DNSWL, "temperror", ACTIVE, "rfc8904#4.3") \
	X(DNSWL, "permerror", ACTIVE, "rfc8904#4.3") \
	X(DOMAINKEYS, "none", DEPRECATED, "rfc5451#6.3") \
	X(DOMAINKEYS, "pass", DEPRECATED, "rfc5451#6.3") \
	X(DOMAINKEYS, "fail", DEPRECATED, "rfc5451#6.3") \
	X(DOMAINKEYS, "policy", DEPRECATED, "rfc5451#6.3") \
	X(DOMAINKEYS, "neutral", DEPRECATED, "rfc5451#6.3") \
	X(DOMAINKEYS, "temperror", DEPRECATED, "rfc5451#6.3") \
	X(DOMAINKEYS, "permerror", DEPRECATED, "rfc5451#6.3") \
	X(SENDER_ID, "none", DEPRECATED, "rfc5451#6.3") \
	X(SENDER_ID, "pass", DEPRECATED, "rfc5451#6.3") \
	X(SENDER_ID, "fail", DEPRECATED, "rfc6577#4.2") \
	X(SENDER_ID, "hardfail", DEPRECATED, "rfc6577#4.2") \
	X(SENDER_ID, "policy", DEPRECATED, "rfc5451#6.3") \
	X(SENDER_ID, "neutral", DEPRECATED, "rfc5451#6.3") \
	X(SENDER_ID, "softfail", DEPRECATED, "rfc5451#6.3") \
	X(SENDER_ID, "temperror", DEPRECATED, "rfc5451#6.3") \
	X(SENDER_ID, "permerror", DEPRECATED, "rfc5451#6.3") \
	X(DKIM2, "none", DRAFT, "draft-gondwana-dkim2-authres") \
	X(DKIM2, "pass", DRAFT, "draft-gondwana-dkim2-authres") \
	X(DKIM2, "fail", DRAFT, "draft-gondwana-dkim2-authres") \
	X(DKIM2, "temperror", DRAFT, "draft-gondwana-dkim2-authres") \
	X(DKIM2, "permerror", DRAFT, "draft-gondwana-dkim2-authres") \
	X(BIMI, "pass", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "none", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "fail", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "temperror", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "declined", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "skipped", DRAFT, "draft-brand-indicators-for-message-identification#7.7")

/** method, ptype, property, status, source */
#define ZGL_AUTHPROPERTY_TABLE(X) \
	X(AUTH, "smtp", "auth", ACTIVE, "rfc8601#2.7.4") \
	X(AUTH, "smtp", "mailfrom", ACTIVE, "rfc8601#2.7.4") \
	X(DKIM, "header", "d", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "header", "i", ACTIVE, "rfc8601#2.7.1") \
	X(DKIM, "header", "a", ACTIVE, "rfc8601#6.3.1") \
	X(DKIM, "header", "s", ACTIVE, "rfc8601#6.3.2") \
	X(DKIM, "header", "b", ACTIVE, "rfc6008#5") \
	X(SPF, "smtp", "mailfrom", ACTIVE, "rfc8601#2.7.2") \
	X(SPF, "smtp", "helo", ACTIVE, "rfc8601#2.7.2") \
	X(IPREV, "policy", "iprev", ACTIVE, "rfc8601#2.7.3") \
	X(DMARC, "header", "from", ACTIVE, "rfc9989#9.1") \
	X(DMARC, "policy", "dmarc", ACTIVE, "rfc9989#9.1") \
	X(ARC, "smtp", "remote-ip", ACTIVE, "rfc8617#10.2") \
	X(ARC, "header", "oldest-pass", ACTIVE, "rfc8617#10.2") \
	X(DKIM_ATPS, "header", "from", ACTIVE, "rfc6541#8.2") \
	X(DKIM_ADSP, "header", "from", DEPRECATED, "rfc5617#5.3") \
	X(VBR, "header", "md", ACTIVE, "rfc6212#5") \
	X(VBR, "header", "mv", ACTIVE, "rfc6212#5") \
	X(RRVS, "smtp", "rcptto", ACTIVE, "rfc7293#15.4") \
	X(SMIME, "body", "smime-part", ACTIVE, "rfc7281#3.2.1") \
	X(SMIME, "body", "smime-identifier", ACTIVE, "rfc7281#3.2.2") \
	X(SMIME, "body", "smime-serial", ACTIVE, "rfc7281#3.2.3") \
	X(SMIME, "body", "smime-issuer", ACTIVE, "rfc7281#3.2.3") \
	X(DNSWL, "dns", "zone", ACTIVE, "rfc8904#4.1") \
	X(DNSWL, "policy", "ip", ACTIVE, "rfc8904#4.1") \
	X(DNSWL, "policy", "txt", ACTIVE, "rfc8904#4.1") \
	X(DNSWL, "dns", "sec", ACTIVE, "rfc8904#4.1") \
	X(DOMAINKEYS, "header", "d", DEPRECATED, "rfc5451#6.2") \
	X(DOMAINKEYS, "header", "from", DEPRECATED, "rfc5451#6.2") \
	X(DOMAINKEYS, "header", "sender", DEPRECATED, "rfc5451#6.2") \
	X(SENDER_ID, "header", "from", DEPRECATED, "rfc5451#6.2") \
	X(SENDER_ID, "header", "sender", DEPRECATED, "rfc5451#6.2") \
	X(SENDER_ID, "header", "resent-from", DEPRECATED, "rfc5451#6.2") \
	X(SENDER_ID, "header", "resent-sender", DEPRECATED, "rfc5451#6.2") \
	X(DKIM2, "header", "d", DRAFT, "draft-gondwana-dkim2-authres") \
	X(DKIM2, "header", "i", DRAFT, "draft-gondwana-dkim2-authres") \
	X(BIMI, "header", "d", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "header", "selector", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "policy", "authority", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "policy", "authority-uri", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "policy", "indicator-uri", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "policy", "indicator-hash", DRAFT, "draft-brand-indicators-for-message-identification#7.7") \
	X(BIMI, "policy", "logo-preference", DRAFT, "draft-brand-indicators-for-message-identification#7.7")

/** ptype, source */
#define ZGL_AUTHPTYPE_TABLE(X) \
	X("body", "rfc8601#2.3") \
	X("header", "rfc8601#2.3") \
	X("policy", "rfc8601#2.4") \
	X("smtp", "rfc8601#2.3") \
	X("dns", "rfc8904#4.2")
// clang-format on

#define ZGL_AUTHMETHOD_ENUM(name, word, status, source) ZGL_AUTHMETHOD_##name,
enum zgl_authmethod {
	ZGL_AUTHMETHOD_TABLE(ZGL_AUTHMETHOD_ENUM) ZGL_AUTHMETHODS
};
#undef ZGL_AUTHMETHOD_ENUM

/** One entry: a method, a result of one, or a property of one. */
struct zgl_authentry {
	const char *ptype; /* "header"; NULL but for properties */
	const char *word;  /* "dkim", "pass", "d" */
	const char *source;
	enum zgl_authmethod method;
	enum zgl_authstatus status;
};

/** The entry of a method; NULL for ZGL_AUTHMETHODS. */
ZGL_API const struct zgl_authentry *zgl_authmethod_entry(
	enum zgl_authmethod method);

/** The method called `word`, ZGL_AUTHMETHODS when there is none. */
ZGL_API enum zgl_authmethod zgl_authmethod_find(zgl_sv word);

/** The entry of a result or a property of `method`; NULL when it has no such. */
ZGL_API const struct zgl_authentry *zgl_authmethod_result(
	enum zgl_authmethod method, zgl_sv result);
ZGL_API const struct zgl_authentry *zgl_authmethod_property(
	enum zgl_authmethod method, zgl_sv ptype, zgl_sv property);

/** True for a ptype of the registry. */
ZGL_API bool zgl_authptype_is(zgl_sv ptype);
