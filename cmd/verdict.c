/* SPDX-License-Identifier: ISC */
#include "cmd/verdict.h"

/* Whom to tell when the field itself is wrong. */
#define SIGNER                                                                 \
	"The fault is in the signature as it was made, not on the way: only"   \
	" who runs the signing software of the domain can mend it."

// clang-format off
static const char *const hints[] = {
	[ZGL_DKIM_REASON_BODY_CHANGED] =
		"Somebody on the way touched the text: a mailing list or"
		" gateway that adds a footer, a scanner that rewrites links or"
		" takes attachments out, a relay that re-encodes. Compare it"
		" with the message as it was sent.",
	[ZGL_DKIM_REASON_SIGNATURE] =
		"The body is as it was signed. Usual causes: a tag put into"
		" Subject, a From or To rewritten by a list, fields folded"
		" anew under simple canonicalization, or a selector whose key"
		" was replaced while mail was under way.",
	[ZGL_DKIM_REASON_UNSIGNED_BODY] =
		"Anybody can have added the end of the body. Sign without l=.",
	[ZGL_DKIM_REASON_SYNTAX] = SIGNER,
	[ZGL_DKIM_REASON_VERSION] = SIGNER,
	[ZGL_DKIM_REASON_TAG_MISSING] = SIGNER,
	[ZGL_DKIM_REASON_ALGORITHM] = SIGNER,
	[ZGL_DKIM_REASON_SHA1] =
		"Sign with rsa-sha256. To read old mail use --allow-sha1.",
	[ZGL_DKIM_REASON_CANONICALIZATION] = SIGNER,
	[ZGL_DKIM_REASON_DOMAIN] = SIGNER,
	[ZGL_DKIM_REASON_SELECTOR] = SIGNER,
	[ZGL_DKIM_REASON_IDENTITY] = SIGNER,
	[ZGL_DKIM_REASON_SIGNATURE_DATA] = SIGNER,
	[ZGL_DKIM_REASON_SIGNED_FIELDS] = SIGNER,
	[ZGL_DKIM_REASON_FROM_NOT_SIGNED] = SIGNER,
	[ZGL_DKIM_REASON_BODY_LENGTH] =
		"When the body is shorter than l= says, its end was cut off on"
		" the way.",
	[ZGL_DKIM_REASON_QUERY_METHOD] = SIGNER,
	[ZGL_DKIM_REASON_TIMES] = SIGNER,
	[ZGL_DKIM_REASON_EXPIRED] =
		"The message was too long under way, or is verified long after"
		" it came; --now judges it as of an earlier time.",
	[ZGL_DKIM_REASON_FUTURE] =
		"One of the two clocks is wrong: the signer's or this one.",
	[ZGL_DKIM_REASON_NO_KEY] =
		"The record was not published yet, or was removed while mail"
		" signed with the key was under way. Publish it (zegel record"
		" dkim prints it); after a change of keys keep the old one for"
		" a week.",
	[ZGL_DKIM_REASON_KEY_RECORD] =
		"Look at the record in DNS: a stray quote, space or line break"
		" from copying is the usual cause. zegel record dkim prints it"
		" as it must be.",
	[ZGL_DKIM_REASON_KEY_REVOKED] =
		"The domain has withdrawn this key on purpose (p= is empty):"
		" the signature counts for nothing.",
	[ZGL_DKIM_REASON_KEY_ALGORITHM] =
		"The selector holds a key of another kind: give each key a"
		" selector of its own.",
	[ZGL_DKIM_REASON_KEY_HASH] =
		"h= of the key record leaves out the hash; leave h= out or let"
		" it say sha256.",
	[ZGL_DKIM_REASON_KEY_STRICT] =
		"Take t=s out of the key record, or sign with the domain"
		" itself in i=.",
	[ZGL_DKIM_REASON_DNS_MALFORMED] =
		"Trying again will not help: the owner of the domain should"
		" look at the CNAMEs and the size of what stands at this name.",
	[ZGL_DKIM_REASON_DNS] =
		"This may pass by itself: try again later. If it stays, look"
		" at the name servers of the domain and at the resolver here.",
	[ZGL_DKIM_REASON_DNS_BOGUS] =
		"Either the zone's signatures are broken or somebody forges"
		" its answers: the owner of the domain should check DNSSEC.",
};
// clang-format on

const char *zgl_verdict_hint(enum zgl_dkim_reason reason)
{
	return (unsigned)reason < ZGL_COUNT(hints) ? hints[reason] : NULL;
}

bool zgl_verdict_is_about_key(enum zgl_dkim_reason reason)
{
	return reason >= ZGL_DKIM_REASON_NO_KEY;
}

const char *zgl_verdict_canonicalization(const struct zgl_dkimsig *sig)
{
	static const char *const words[2][2] = {
		{ "simple/simple", "simple/relaxed" },
		{ "relaxed/simple", "relaxed/relaxed" },
	};

	return words[sig->header_canon][sig->body_canon];
}

bool zgl_verdict_is_repeated(const struct zgl_dmarc_verdict *v, size_t i)
{
	const struct zgl_dmarc_identifier *all = v->identifiers;

	for (size_t j = 0; j < i; j++) {
		if (all[j].method == all[i].method
			&& all[j].authentic == all[i].authentic
			&& zgl_dname_eq(&all[j].domain, &all[i].domain))
			return true;
	}
	return false;
}
