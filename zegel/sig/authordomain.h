/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authordomain -- the one domain that a message says it is from.
 *
 * Signing vouches for the domain in From, and DMARC judges it. So there must be exactly one From
 * field, which all read alike (mail/address), and all of its addresses, if
 * there are several, must be in one domain, which is a name that can have a key or policy
 * (dns/dname, two labels at least).
 *
 * Limits   as mail/address.
 * Memory   by value; the arena for what is read on the way.
 * Errors   ZGL_ENOMEM, and ZGL_ELIMIT of the arena. A message without such a
 *          domain is no error: the fault says why.
 * Threads  any.
 * Source   RFC 5322 section 3.6.2, RFC 6854, RFC 6376 section 5.4.
 */

#include "zegel/dns/dname.h"
#include "zegel/mail/header.h"

/** name, word for programs, sentence for people */
// clang-format off
#define ZGL_AUTHORFAULT_TABLE(X) \
	X(NONE, "none", "From has one domain") \
	X(NO_FROM, "no_from", "the message has no From field") \
	X(TWO_FROM, "two_from", "the message has more than one From field") \
	X(MALFORMED, "malformed", "From is malformed") \
	X(NO_ADDRESS, "no_address", "From has no address") \
	X(LITERAL, "literal", "From has an address literal for a domain") \
	X(DOMAIN, "domain", "what From has for a domain is no domain name") \
	X(ONE_LABEL, "one_label", "the domain in From has one label only") \
	X(SEVERAL, "several", "From has addresses in several domains")
// clang-format on

#define ZGL_AUTHORFAULT_ENUM(name, word, sentence) ZGL_AUTHORFAULT_##name,
enum zgl_authorfault {
	ZGL_AUTHORFAULT_TABLE(ZGL_AUTHORFAULT_ENUM)
};
#undef ZGL_AUTHORFAULT_ENUM

ZGL_API const char *zgl_authorfault_word(enum zgl_authorfault fault);
ZGL_API const char *zgl_authorfault_sentence(enum zgl_authorfault fault);

/**
 * Finds the author domain. Whatever *fault_r says but NONE, *domain_r is no
 * name (its n is 0).
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_authordomain_find(
	const struct zgl_header *header, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_dname *domain_r,
	enum zgl_authorfault *fault_r);
