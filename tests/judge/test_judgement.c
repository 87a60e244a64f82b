/* SPDX-License-Identifier: ISC */
/*
 * judge with a client: SPF, DKIM and DMARC together, and what follows.
 */
#include "tests/judge/judge_world.h"
#include "tests/rows.h"

/* What comes of it, as judge_world_tell tells it. */
struct row {
	const char *name;
	const char *want;
	struct judge_scene scene;
};

#define SIGNED(domain)                                                         \
	{                                                                      \
		.value = "v=1; a=$a; c=$c; d=" domain                          \
			 "; s=$s; h=$h; bh=$bh; b=$b"                          \
	}
#define FAILS(domain)                                                          \
	{                                                                      \
		.value = "v=1; a=$a; c=$c; d=" domain                          \
			 "; s=$s; h=$h; bh=$bh; b=AAAA"                        \
	}
#define LATER(domain)                                                          \
	{                                                                      \
		.value = "v=1; a=$a; c=$c; d=" domain                          \
			 "; s=$s; h=$h; bh=$bh; b=$b",                         \
		.selector = "later"                                            \
	}
#define PART                                                                   \
	{                                                                      \
		.value = MAIL_VALUE("l=$l; "), .length = "3"                   \
	}
#define EXPIRED                                                                \
	{                                                                      \
		.value = MAIL_VALUE("x=1600000000; ")                          \
	}

#define SEALS(n, ...) .mail = { .seals = { __VA_ARGS__ }, .count = (n) }
#define RAW(fields)   .mail = { .raw = fields }
#define FROM(fields)  .mail = { .header = fields "Subject: x\r\n" }

/* Who sends: the author's host, a mailing list's, a forwarder's, nobody's. */
#define OWN           .client = "192.0.2.1"
#define LIST          .client = "192.0.2.2", .mail_from = "bounce@list.example.org"
#define FORWARD       .client = "192.0.2.3", .mail_from = "srs@forward.example"
#define EVIL          .client = "192.0.2.9", .mail_from = "x@evil.example"
#define NOBODY        .client = "192.0.2.9"
#define NULL_AT(host) .mail_from = "", .helo = host

#define REJECT     .dmarc = "p=reject"
#define QUARANTINE .dmarc = "p=quarantine"
#define NONE       .dmarc = "p=none"
#define POLICY     .policy

#define LIST_ID   "List-Id: Dinner <dinner.list.example.org>\r\n"
#define REJECTED  "reject dmarc 5.7.1"
#define FAILING   "spf=fail dkim=none dmarc=fail: "
#define BY_LIST   "mark dmarc mailing_list via "
#define LIST_SENT "spf=pass dkim=none dmarc=fail: "

// clang-format off
static const struct row rows[] = {
	/* what is checked */
	{ "without a client there is DKIM alone", "dkim=none: accept nothing", { REJECT } },
	{ "without a client a signature passes", "dkim=pass: accept nothing", { REJECT, SEALS(1, SIGNED("example.com")) } },
	{ "without a client nobody asks who the author is", "dkim=none: accept nothing", { REJECT, FROM("") } },
	{ "without DMARC there are SPF and DKIM", "spf=fail dkim=none: accept nothing", { NOBODY, REJECT, .no_dmarc = true } },
	{ "without DMARC nobody asks who the author is", "spf=fail dkim=none: accept nothing", { NOBODY, REJECT, .no_dmarc = true, FROM("") } },
	{ "HELO is checked apart when that is wanted", "spf=pass helo=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT, .check_helo = true } },

	/* results and alignment */
	{ "rfc9989#5.3.5: SPF passes, aligned", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT } },
	{ "rfc9989#5.3.5: DKIM passes, aligned", "spf=fail dkim=pass dmarc=pass: accept nothing", { NOBODY, REJECT, SEALS(1, SIGNED("example.com")) } },
	{ "rfc9989#5.3.5: neither", FAILING REJECTED, { NOBODY, REJECT } },
	{ "rfc9989#5.3.5: SPF passes, not aligned", "spf=pass dkim=none dmarc=fail: " REJECTED, { EVIL, REJECT } },
	{ "rfc9989#5.3.5: DKIM passes, not aligned", "spf=fail dkim=pass dmarc=fail: " REJECTED, { NOBODY, REJECT, SEALS(1, SIGNED("evil.example")) } },
	{ "rfc9989#5.3.5: both pass, not aligned", "spf=pass dkim=pass dmarc=fail: " REJECTED, { EVIL, REJECT, SEALS(1, SIGNED("evil.example")) } },
	{ "rfc9989#5.3.2: no record", "spf=fail dkim=none dmarc=none: accept nothing", { NOBODY } },
	{ "rfc9989#5.3.5: the third of three signatures is aligned", "spf=fail dkim=pass dmarc=pass: accept nothing", { NOBODY, REJECT, SEALS(3, FAILS("example.com"), SIGNED("evil.example"), SIGNED("example.com")) } },
	{ "rfc9989#5.3.5: an aligned one fails, another passes", "spf=fail dkim=pass dmarc=fail: " REJECTED, { NOBODY, REJECT, SEALS(2, FAILS("example.com"), SIGNED("evil.example")) } },
	{ "rfc9989#4.4.1: d= of a subdomain", "spf=fail dkim=pass dmarc=pass: accept nothing", { NOBODY, REJECT, SEALS(1, SIGNED("mail.example.com")) } },
	{ "rfc9989#4.4.1: d= of a subdomain, adkim=s", "spf=fail dkim=pass dmarc=fail: " REJECTED, { NOBODY, .dmarc = "p=reject; adkim=s", SEALS(1, SIGNED("mail.example.com")) } },
	{ "rfc9989#4.4.2: MAIL FROM of a subdomain", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT, .mail_from = "x@mx.example.com" } },
	{ "rfc9989#4.4.2: MAIL FROM of a subdomain, aspf=s", "spf=pass dkim=none dmarc=fail: " REJECTED, { OWN, .dmarc = "p=reject; aspf=s", .mail_from = "x@mx.example.com" } },
	{ "rfc6376#8.2: a signature of a part of the body does not count", "spf=fail dkim=policy dmarc=fail: " REJECTED, { NOBODY, REJECT, SEALS(1, PART) } },
	{ "rfc6376#3.5: one that has expired does not", "spf=fail dkim=permerror dmarc=fail: " REJECTED, { NOBODY, REJECT, SEALS(1, EXPIRED) } },
	{ "rfc5321#4.1.1.3: a sender without a domain", "spf=none dkim=none dmarc=fail: " REJECTED, { OWN, REJECT, .mail_from = "joe" } },
	{ "MAIL FROM in capitals is aligned all the same", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT, .mail_from = "joe@EXAMPLE.com" } },
	{ "two MAIL FROM domains are none", "spf=none dkim=none dmarc=fail: " REJECTED, { OWN, REJECT, .mail_from = "a@example.com'@evil.example(" } },

	/* HELO */
	{ "rfc7208#2.4: a null sender is HELO", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT, NULL_AT("mx.example.com") } },
	{ "rfc7208#2.4: whose domain is another", "spf=pass dkim=none dmarc=fail: " REJECTED, { .client = "192.0.2.2", REJECT, NULL_AT("list.example.org") } },
	{ "rfc9989#4.4.2: aspf=s for a null sender", "spf=pass dkim=none dmarc=fail: " REJECTED, { OWN, .dmarc = "p=reject; aspf=s", NULL_AT("mx.example.com") } },
	{ "rfc7208#2.4: HELO is not checked twice", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT, NULL_AT("mx.example.com"), .check_helo = true } },
	{ "rfc7208#2.3: a HELO that is a literal", "spf=none dkim=none dmarc=fail: " REJECTED, { OWN, REJECT, NULL_AT("[192.0.2.1]") } },
	{ "rfc9989#3.2.15: HELO is not aligned for a sender that is there", "spf=none helo=pass dkim=none dmarc=fail: " REJECTED, { OWN, REJECT, .mail_from = "x@missing.example.com", .check_helo = true } },
	{ "local policy for HELO", "spf=pass helo=fail dkim=none dmarc=pass: reject helo 5.7.23 local_policy", { OWN, REJECT, .helo = "list.example.org", .check_helo = true, POLICY = "helo.fail=reject" } },
	{ "local policy for HELO is not that for MAIL FROM", "spf=pass helo=fail dkim=none dmarc=pass: accept nothing", { OWN, REJECT, .helo = "list.example.org", .check_helo = true, POLICY = "spf.fail=reject" } },
	{ "that of a null sender is that for MAIL FROM", "spf=fail dkim=none dmarc=fail: reject spf 5.7.23 local_policy", { NOBODY, NONE, NULL_AT("mx.example.com"), .check_helo = true, POLICY = "spf.fail=reject helo.fail=mark" } },

	/* what owners ask for */
	{ "rfc9989#5.4: p=quarantine is marked", FAILING "mark dmarc", { NOBODY, QUARANTINE } },
	{ "rfc9989#5.4: or quarantined", FAILING "quarantine dmarc", { NOBODY, QUARANTINE, POLICY = "dmarc.quarantine=quarantine" } },
	{ "rfc9989#5.4: p=none", FAILING "accept nothing", { NOBODY, NONE } },
	{ "rfc9989#4.7: t=y makes reject a quarantine", FAILING "mark dmarc policy_test_mode", { NOBODY, .dmarc = "p=reject; t=y" } },
	{ "rfc9989#4.7: t=y makes quarantine none", FAILING "accept nothing policy_test_mode", { NOBODY, .dmarc = "p=quarantine; t=y" } },
	{ "rfc9989#4.7: t=y changes nothing for none", FAILING "accept nothing", { NOBODY, .dmarc = "p=none; t=y" } },
	{ "rfc9989#4.7: t=y of one that passes", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, .dmarc = "p=reject; t=y" } },
	{ "rfc9989#4.7: sp= for a subdomain", "spf=fail dkim=none dmarc=fail: mark dmarc", { NOBODY, .dmarc = "p=reject; sp=quarantine", .zone = "sub.example.com. 60 A 192.0.2.1", FROM("From: joe@sub.example.com\r\n") } },
	{ "rfc9989#5.4: local policy is milder", FAILING "quarantine dmarc local_policy", { NOBODY, REJECT, POLICY = "dmarc.reject=quarantine" } },
	{ "rfc9989#5.4: local policy accepts", FAILING "accept nothing local_policy", { NOBODY, REJECT, POLICY = "dmarc.reject=accept" } },
	{ "rfc9989#5.4: local policy is sterner", FAILING "reject dmarc 5.7.1 local_policy", { NOBODY, QUARANTINE, POLICY = "dmarc.quarantine=reject" } },
	{ "rfc9989#5.4: a policy being tested, and local policy", FAILING "reject dmarc 5.7.1 local_policy policy_test_mode", { NOBODY, .dmarc = "p=reject; t=y", POLICY = "dmarc.quarantine=reject" } },
	{ "what is rejected may come back later", FAILING "tempfail dmarc 4.7.1", { NOBODY, REJECT, POLICY = "dmarc.reject=tempfail" } },

	/* the sternest counts */
	{ "SPF's reject before a mark", FAILING "reject spf 5.7.23 local_policy", { NOBODY, QUARANTINE, POLICY = "spf.fail=reject" } },
	{ "DMARC's reject before a quarantine", FAILING REJECTED, { NOBODY, REJECT, POLICY = "spf.fail=quarantine" } },
	{ "DKIM's quarantine before a mark", FAILING "quarantine dkim", { NOBODY, QUARANTINE, POLICY = "spf.fail=mark dkim.none=quarantine" } },
	{ "a quarantine after p=none", FAILING "quarantine dkim local_policy", { NOBODY, NONE, POLICY = "dkim.none=quarantine" } },
	{ "a tempfail before a quarantine", "spf=temperror dkim=none dmarc=fail: tempfail spf 4.7.24 local_policy", { NOBODY, NONE, .mail_from = "x@later.example", POLICY = "spf.temperror=tempfail dkim.none=quarantine" } },
	{ "a reject before a tempfail", "spf=temperror dkim=none dmarc=fail: reject dkim 5.7.20 local_policy", { NOBODY, NONE, .mail_from = "x@later.example", POLICY = "spf.temperror=tempfail dkim.none=reject" } },
	{ "a mark before nothing", FAILING "mark spf local_policy", { NOBODY, NONE, POLICY = "spf.fail=mark" } },
	{ "of equals the first in order: DMARC", FAILING "mark dmarc", { NOBODY, QUARANTINE, POLICY = "spf.fail=mark dkim.none=mark" } },
	{ "of equals the first in order: SPF", FAILING "mark spf local_policy", { NOBODY, NONE, POLICY = "spf.fail=mark dkim.none=mark" } },
	{ "of equals the first in order: HELO", "spf=pass helo=fail dkim=none dmarc=pass: mark helo local_policy", { OWN, NONE, .helo = "list.example.org", .check_helo = true, POLICY = "helo.fail=mark dkim.none=mark" } },
	{ "what passes DMARC may fail SPF", "spf=fail dkim=pass dmarc=pass: reject spf 5.7.23 local_policy", { NOBODY, REJECT, SEALS(1, SIGNED("example.com")), POLICY = "spf.fail=reject" } },
	{ "rfc7372#4: SPF and DMARC reject", FAILING "reject dmarc 5.7.26", { NOBODY, REJECT, POLICY = "spf.fail=reject" } },
	{ "rfc7372#4: SPF and DKIM reject", FAILING "reject spf 5.7.26 local_policy", { NOBODY, NONE, POLICY = "spf.fail=reject dkim.none=reject" } },
	{ "rfc7372#4: DMARC and DKIM reject", FAILING "reject dmarc 5.7.26", { NOBODY, REJECT, POLICY = "dkim.none=reject" } },
	{ "rfc7372#4: SPF twice is one check", "spf=fail helo=fail dkim=none dmarc=fail: reject spf 5.7.23 local_policy", { NOBODY, NONE, .check_helo = true, POLICY = "spf.fail=reject helo.fail=reject" } },
	{ "rfc7372#4: HELO and DKIM", "spf=pass helo=fail dkim=none dmarc=pass: reject helo 5.7.26 local_policy", { OWN, NONE, .helo = "list.example.org", .check_helo = true, POLICY = "helo.fail=reject dkim.none=reject" } },
	{ "rfc7372#4: one rejects, one quarantines", FAILING "reject spf 5.7.23 local_policy", { NOBODY, NONE, POLICY = "spf.fail=reject dkim.none=quarantine" } },

	/* local policy for SPF */
	{ "rfc7372#3.2: fail", FAILING "reject spf 5.7.23 local_policy", { NOBODY, NONE, POLICY = "spf.fail=reject" } },
	{ "rfc7208#8.5: softfail", "spf=softfail dkim=none dmarc=fail: reject spf 5.7.1 local_policy", { NOBODY, NONE, .mail_from = "x@soft.example", POLICY = "spf.softfail=reject" } },
	{ "rfc7372#3.2: permerror", "spf=permerror dkim=none dmarc=fail: reject spf 5.7.24 local_policy", { NOBODY, NONE, .mail_from = "x@broken.example", POLICY = "spf.permerror=reject" } },
	{ "rfc7372#3.2: temperror", "spf=temperror dkim=none dmarc=fail: reject spf 5.7.24 local_policy", { NOBODY, NONE, .mail_from = "x@later.example", POLICY = "spf.temperror=reject" } },
	{ "rfc7208#8.1: none", "spf=none dkim=none dmarc=fail: mark spf local_policy", { NOBODY, NONE, .mail_from = "x@bare.example", POLICY = "spf.none=mark" } },
	{ "rfc7208#8.2: neutral is as none", "spf=neutral dkim=none dmarc=fail: mark spf local_policy", { NOBODY, NONE, .mail_from = "x@neutral.example", POLICY = "spf.none=mark" } },
	{ "rfc7208#8.2: whatever stands beside it", "spf=neutral dkim=none dmarc=fail: accept nothing", { NOBODY, NONE, .mail_from = "x@neutral.example", POLICY = "spf.neutral=reject" } },
	{ "a result of SPF is no result of DKIM", FAILING "accept nothing", { NOBODY, NONE, POLICY = "dkim.fail=reject" } },

	/* temporary errors */
	{ "rfc9989#5.3.6: the aligned signature could not be decided: a forger's may be such", "spf=fail dkim=temperror dmarc=temperror: mark dmarc", { NOBODY, REJECT, SEALS(1, LATER("example.com")) } },
	{ "rfc9989#5.4: nor for p=none", "spf=fail dkim=temperror dmarc=temperror: accept nothing", { NOBODY, NONE, SEALS(1, LATER("example.com")) } },
	{ "rfc9989#5.3.6: nor for p=quarantine", "spf=fail dkim=temperror dmarc=temperror: quarantine dmarc", { NOBODY, QUARANTINE, SEALS(1, LATER("example.com")), POLICY = "dmarc.quarantine=quarantine" } },
	{ "rfc9989#5.3.6: what is not decided is dealt with as indirect mail", "spf=fail dkim=temperror dmarc=temperror: quarantine dmarc", { NOBODY, REJECT, SEALS(1, LATER("example.com")), POLICY = "indirect=quarantine" } },
	{ "rfc9989#7.2: but what may pass is not refused for good", "spf=fail dkim=temperror dmarc=temperror: tempfail dmarc 4.7.1", { NOBODY, REJECT, SEALS(1, LATER("example.com")), POLICY = "indirect=reject" } },
	{ "rfc9989#5.4: local policy may be sterner", "spf=fail dkim=temperror dmarc=temperror: quarantine dmarc", { NOBODY, REJECT, SEALS(1, LATER("example.com")), POLICY = "dmarc.temperror=quarantine" } },
	{ "rfc9989#5.4: local policy that accepts what fails", "spf=fail dkim=temperror dmarc=temperror: accept nothing", { NOBODY, REJECT, SEALS(1, LATER("example.com")), POLICY = "dmarc.reject=accept" } },
	{ "rfc9989#7.2: which may be asked to come again", "spf=fail dkim=temperror dmarc=temperror: tempfail dmarc 4.7.1", { NOBODY, REJECT, SEALS(1, LATER("example.com")), POLICY = "dmarc.temperror=tempfail" } },
	{ "rfc9989#5.3.6: but SPF passes", "spf=pass dkim=temperror dmarc=pass: accept nothing", { OWN, REJECT, SEALS(1, LATER("example.com")), POLICY = "dmarc.temperror=tempfail" } },
	{ "rfc9989#5.3.6: but another signature passes", "spf=fail dkim=pass dmarc=pass: accept nothing", { NOBODY, REJECT, SEALS(2, LATER("example.com"), SIGNED("example.com")), POLICY = "dmarc.temperror=tempfail" } },
	{ "rfc9989#5.3.6: aligned SPF could not be decided", "spf=temperror dkim=none dmarc=temperror: mark dmarc", { NOBODY, REJECT, .mail_from = "x@sub.example.com", .zone = "$FAULT sub.example.com. TXT timeout\n" } },
	{ "rfc9989#5.3.6: SPF that is not aligned makes no difference", "spf=temperror dkim=none dmarc=fail: " REJECTED, { NOBODY, REJECT, .mail_from = "x@later.example" } },
	{ "rfc9989#5.3.6: the record could not be fetched", "spf=fail dkim=none dmarc=temperror: accept nothing", { NOBODY, .zone = "$FAULT _dmarc.example.com. TXT timeout\n" } },
	{ "rfc9989#7.2: which may be asked to come again, too", "spf=fail dkim=none dmarc=temperror: tempfail dmarc 4.7.1", { NOBODY, .zone = "$FAULT _dmarc.example.com. TXT bogus\n", POLICY = "dmarc.temperror=tempfail" } },
	{ "rfc9989#5.3.6: what DNS answers for the record makes no sense", "spf=fail dkim=none dmarc=permerror: accept nothing", { NOBODY, .zone = "_dmarc.example.com. 60 CNAME _dmarc.example.com.\n" } },
	{ "a permanent error may be rejected", "spf=fail dkim=none dmarc=permerror: reject dmarc 5.7.1", { NOBODY, .zone = "_dmarc.example.com. 60 CNAME _dmarc.example.com.\n", POLICY = "dmarc.permerror=reject" } },
	{ "rfc9989#7.4: a signature that is not aligned could not be decided", "spf=fail dkim=temperror dmarc=fail: mark dmarc other", { NOBODY, REJECT, SEALS(1, LATER("list.example.org")) } },
	{ "rfc9989#7.4: one of two", "spf=fail dkim=pass dmarc=fail: mark dmarc other", { NOBODY, REJECT, SEALS(2, SIGNED("evil.example"), LATER("list.example.org")) } },
	{ "rfc9989#7.4: which makes it indirect", "spf=fail dkim=temperror dmarc=fail: quarantine dmarc other", { NOBODY, REJECT, SEALS(1, LATER("list.example.org")), POLICY = "indirect=quarantine" } },
	{ "rfc9989#7.4: and for a tempfail, too", "spf=fail dkim=temperror dmarc=fail: mark dmarc other", { NOBODY, REJECT, SEALS(1, LATER("list.example.org")), POLICY = "dmarc.reject=tempfail" } },
	{ "rfc9989#7.4: unless that is rejected", "spf=fail dkim=temperror dmarc=fail: " REJECTED, { NOBODY, REJECT, SEALS(1, LATER("list.example.org")), POLICY = "indirect=reject" } },
	{ "rfc9989#7.4: it does not soften a quarantine", "spf=fail dkim=temperror dmarc=fail: quarantine dmarc", { NOBODY, QUARANTINE, SEALS(1, LATER("list.example.org")), POLICY = "dmarc.quarantine=quarantine" } },

	/* mailing lists */
	{ "rfc9989#7.4: a list, by SPF", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW(LIST_ID) } },
	{ "rfc9989#7.4: a list, by its signature", "spf=fail dkim=pass dmarc=fail: " BY_LIST "list.example.org", { NOBODY, REJECT, .mail = { .seals = { SIGNED("list.example.org") }, .count = 1, .raw = LIST_ID } } },
	{ "rfc9989#7.4: a list, by the second of two signatures", "spf=fail dkim=pass dmarc=fail: " BY_LIST "list.example.org", { NOBODY, REJECT, .mail = { .seals = { FAILS("example.com"), SIGNED("list.example.org") }, .count = 2, .raw = LIST_ID } } },
	{ "rfc9989#7.4: a list that may be kept away", LIST_SENT "quarantine dmarc mailing_list via list.example.org", { LIST, REJECT, RAW(LIST_ID), POLICY = "indirect=quarantine" } },
	{ "rfc9989#7.4: a list that is accepted", LIST_SENT "accept nothing mailing_list via list.example.org", { LIST, REJECT, RAW(LIST_ID), POLICY = "indirect=accept" } },
	{ "rfc9989#7.4: a list that is rejected", LIST_SENT REJECTED " via list.example.org", { LIST, REJECT, RAW(LIST_ID), POLICY = "indirect=reject" } },
	{ "rfc9989#7.4: a list, and a policy of quarantine", LIST_SENT "mark dmarc via list.example.org", { LIST, QUARANTINE, RAW(LIST_ID) } },
	{ "a list, but local policy for SPF rejects", "spf=fail dkim=pass dmarc=fail: reject spf 5.7.23 via list.example.org", { NOBODY, REJECT, .mail = { .seals = { SIGNED("list.example.org") }, .count = 1, .raw = LIST_ID }, POLICY = "spf.fail=reject" } },
	{ "a message that passes needs no list", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT, RAW("List-Id: <list.example.com>\r\n") } },
	{ "rfc2919#3: the list is below the domain", LIST_SENT BY_LIST "example.org", { .client = "192.0.2.2", .mail_from = "x@example.org", REJECT, RAW(LIST_ID) } },
	{ "rfc2919#3: the list is above the domain", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("List-Id: <example.org>\r\n") } },
	{ "rfc2919#3: the name is in capitals", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("LIST-ID:<Dinner.List.Example.ORG>\r\n") } },
	{ "rfc2919#3: brackets in the phrase", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("List-Id: \"a <b> <c\" <dinner.list.example.org>\r\n") } },
	{ "rfc2919#3: white space in the brackets is ignored", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("List-Id: <dinner.\r\n list.\texample.org >\r\n") } },
	{ "rfc2919#2: a label that is none in DNS", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("List-Id: <a+b!c.list.example.org>\r\n") } },
	{ "rfc2369#3.4: List-Post", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("List-Post: <mailto:dinner@list.example.org>\r\n") } },
	{ "rfc2369#2: List-Post, the second URL", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("List-Post: <https://evil.example/a@b>,\r\n <MAILTO:dinner@list.example.org?subject=x@y> (comment)\r\n") } },
	{ "List-Post when List-Id does not help", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW("List-Id: <a.b.example>\r\nList-Post: <mailto:dinner@list.example.org>\r\n") } },
	{ "rfc2919#3: several fields", LIST_SENT BY_LIST "list.example.org", { LIST, REJECT, RAW(LIST_ID "List-Id: <a.b>\r\nList-Id: <c>\r\nList-Id: d\r\n") } },
	{ "rfc2919#3: more fields than are looked at", LIST_SENT REJECTED, { LIST, REJECT, RAW(LIST_ID "List-Id: <a.b>\r\nList-Id: <c>\r\nList-Id: d\r\nList-Id: <>\r\n") } },
	{ "no field, no list", LIST_SENT REJECTED, { LIST, REJECT } },
	{ "a field of the list that nobody authenticated", FAILING REJECTED, { NOBODY, REJECT, RAW(LIST_ID) } },
	{ "nobody's MAIL FROM in the list", "spf=fail dkim=none dmarc=fail: " REJECTED, { NOBODY, REJECT, .mail_from = "bounce@list.example.org", RAW(LIST_ID) } },
	{ "nobody's signature of the list", "spf=fail dkim=fail dmarc=fail: " REJECTED, { NOBODY, REJECT, .mail = { .seals = { FAILS("list.example.org") }, .count = 1, .raw = LIST_ID } } },
	{ "somebody else's list", "spf=pass dkim=none dmarc=fail: " REJECTED, { EVIL, REJECT, RAW(LIST_ID) } },
	{ "somebody else's signature", "spf=pass dkim=pass dmarc=fail: " REJECTED, { EVIL, REJECT, .mail = { .seals = { SIGNED("evil.example") }, .count = 1, .raw = LIST_ID } } },
	{ "a name that only ends alike", LIST_SENT REJECTED, { LIST, REJECT, RAW("List-Id: <dinner.notlist.example.org>\r\nList-Post: <mailto:x@otherlist.example.org>\r\n") } },
	{ "a name that only begins alike", LIST_SENT REJECTED, { LIST, REJECT, RAW("List-Id: <list.example.org.evil.example>\r\n") } },
	{ "one label is not enough in common", LIST_SENT REJECTED, { LIST, REJECT, RAW("List-Id: <org>\r\nList-Post: <mailto:x@org>\r\n") } },
	{ "the list in the phrase", LIST_SENT REJECTED, { LIST, REJECT, RAW("List-Id: dinner.list.example.org\r\n") } },
	{ "an empty name", LIST_SENT REJECTED, { LIST, REJECT, RAW("List-Id: <>\r\nList-Post: <mailto:>\r\n") } },
	{ "a bracket that does not end", LIST_SENT REJECTED, { LIST, REJECT, RAW("List-Id: <dinner.list.example.org\r\nList-Post: <mailto:x@list.example.org\r\n") } },
	{ "rfc2369#3.4: a list that takes no mail", LIST_SENT REJECTED, { LIST, REJECT, RAW("List-Post: NO (x@list.example.org)\r\n") } },
	{ "SPF of the list could not be decided", "spf=temperror dkim=none dmarc=fail: " REJECTED, { NOBODY, REJECT, .mail_from = "x@later.example", RAW("List-Id: <dinner.later.example>\r\n") } },

	/* trusted forwarders */
	{ "rfc9989#5.4: a client that is trusted", FAILING "accept nothing trusted_forwarder", { NOBODY, REJECT, .trusted = true } },
	{ "rfc9989#5.4: a forwarder, by SPF", "spf=pass dkim=none dmarc=fail: accept nothing trusted_forwarder via forward.example", { FORWARD, REJECT } },
	{ "rfc9989#5.4: a forwarder, by its signature", "spf=fail dkim=pass dmarc=fail: accept nothing trusted_forwarder via mail.forward.example", { NOBODY, REJECT, SEALS(1, SIGNED("mail.forward.example")) } },
	{ "rfc9989#5.4: a forwarder, and p=quarantine", "spf=pass dkim=none dmarc=fail: accept nothing trusted_forwarder via forward.example", { FORWARD, QUARANTINE } },
	{ "rfc9989#5.4: a forwarder, and p=none", "spf=pass dkim=none dmarc=fail: accept nothing via forward.example", { FORWARD, NONE } },
	{ "rfc9989#5.4: a forwarder, and t=y", "spf=pass dkim=none dmarc=fail: accept nothing policy_test_mode trusted_forwarder via forward.example", { FORWARD, .dmarc = "p=reject; t=y" } },
	{ "a forwarder of mail that passes", "spf=pass dkim=pass dmarc=pass: accept nothing via forward.example", { FORWARD, REJECT, SEALS(1, SIGNED("example.com")) } },
	{ "a forwarder before a list", "spf=pass dkim=pass dmarc=fail: accept nothing trusted_forwarder via forward.example", { FORWARD, REJECT, .mail = { .seals = { SIGNED("list.example.org") }, .count = 1, .raw = LIST_ID } } },
	{ "nobody's MAIL FROM in the forwarder", FAILING REJECTED, { NOBODY, REJECT, .mail_from = "x@forward.example" } },
	{ "a name that only ends as a forwarder's", "spf=pass dkim=none dmarc=fail: " REJECTED, { NOBODY, REJECT, .mail_from = "x@notforward.example", .zone = "notforward.example. 60 TXT \"v=spf1 +all\"\n" } },
	{ "rfc7208#appendix-D.3: SPF is not held against a forwarder", FAILING "accept nothing trusted_forwarder", { NOBODY, REJECT, .trusted = true, POLICY = "spf.fail=reject" } },
	{ "but HELO is", "spf=fail helo=fail dkim=none dmarc=fail: reject helo 5.7.23", { NOBODY, REJECT, .trusted = true, .check_helo = true, POLICY = "helo.fail=reject" } },
	{ "and DKIM", FAILING "reject dkim 5.7.20", { NOBODY, REJECT, .trusted = true, POLICY = "dkim.none=reject" } },
	{ "a forwarder, and a record that could not be fetched", "spf=fail dkim=none dmarc=temperror: accept nothing", { NOBODY, .trusted = true, .zone = "$FAULT _dmarc.example.com. TXT timeout\n", POLICY = "dmarc.temperror=tempfail" } },
	{ "a forwarder without DMARC", "spf=fail dkim=none: accept nothing", { NOBODY, .trusted = true, .no_dmarc = true, POLICY = "spf.fail=reject" } },

	/* From */
	{ "rfc9989#11.5: no From", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("") } },
	{ "rfc9989#11.5: two From fields", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("From: joe@example.com\r\nFrom: joe@example.com\r\n") } },
	{ "rfc9989#11.5: a From that is malformed", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("From: joe@example.com joe@example.com\r\n") } },
	{ "rfc9989#11.5: a From without an address", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("From: undisclosed:;\r\n") } },
	{ "rfc9989#11.5: an address literal", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("From: joe@[192.0.2.1]\r\n") } },
	{ "rfc9989#11.5: a domain that is none", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("From: joe@-example.com\r\n") } },
	{ "rfc9989#11.5: one label", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("From: joe@com\r\n") } },
	{ "rfc9989#11.5: several domains", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1", { OWN, REJECT, FROM("From: joe@example.com, eve@evil.example\r\n") } },
	{ "rfc9989#5.3.1: several addresses in one domain", "spf=pass dkim=none dmarc=pass: accept nothing", { OWN, REJECT, FROM("From: joe@example.com, Sue <sue@EXAMPLE.COM>\r\n") } },
	{ "two From fields that are only marked", "spf=pass dkim=none dmarc=permerror: mark author", { OWN, REJECT, POLICY = "author=mark dmarc.permerror=reject", FROM("From: joe@example.com\r\nFrom: joe@example.com\r\n") } },
	{ "two From fields that are accepted", "spf=pass dkim=none dmarc=permerror: accept nothing", { OWN, REJECT, POLICY = "author=accept dmarc.permerror=reject", FROM("From: joe@example.com\r\nFrom: joe@example.com\r\n") } },
	{ "two From fields, and a signature that passes", "spf=pass dkim=pass dmarc=permerror: reject author 5.7.1", { OWN, REJECT, .mail = { .seals = { SIGNED("example.com") }, .count = 1, .raw = "From: eve@evil.example\r\n" } } },
	{ "two From fields of a trusted forwarder", "spf=pass dkim=none dmarc=permerror: reject author 5.7.1 via forward.example", { FORWARD, REJECT, FROM("From: joe@example.com\r\nFrom: joe@example.com\r\n") } },
	{ "From before all that rejects", "spf=fail dkim=none dmarc=permerror: reject author 5.7.1", { NOBODY, REJECT, POLICY = "spf.fail=reject dkim.none=reject", FROM("") } },
};
// clang-format on

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct zgl_arena arena;
static struct zgl_buf told, header;

static zgl_sv header_of(const struct judge_scene *scene)
{
	zgl_buf_reset(&header);
	judge_mail_header(engine, &scene->mail, &header);
	return zgl_buf_sv(&header);
}

static void run_row(struct zgl_judge *judge, const struct row *row,
	enum judge_order order, struct zgl_judgement *j)
{
	assert_true(judge_world_run(
		judge, &row->scene, zgl_buf_sv(&header), order, 0, &arena, j));
	judge_world_tell(j, &told);
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->want));
}

/* Whenever DNS answers, and whatever it answers first, one thing comes of it. */
static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_judge *judge = judge_world_new(engine, &limits, &row->scene);
	struct zgl_judgement j;
	zgl_sv field = { NULL, 0 }, reply = { NULL, 0 };

	header_of(&row->scene);
	for (unsigned order = 0; order < JUDGE_ORDERS; order++) {
		run_row(judge, row, (enum judge_order)order, &j);
		if (order == 0) {
			field = j.field;
			reply = j.reply;
		}
		assert_sv_equal(j.field, field);
		assert_sv_equal(j.reply, reply);
	}
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

/* A message that is given up anywhere leaves nothing behind. */
static void check_reset(void **state)
{
	const struct row *row = *state;
	struct zgl_judge *judge = judge_world_new(engine, &limits, &row->scene);
	struct zgl_judgement j = { .dkim = ZGL_DKIM_NONE };
	struct zgl_arena lost;

	header_of(&row->scene);
	zgl_arena_begin(&lost, (size_t)4 * 1024 * 1024);
	for (unsigned stop = 1; stop <= 40; stop += 3) {
		(void)judge_world_run(judge, &row->scene, zgl_buf_sv(&header),
			JUDGE_ANY_TIME, stop, &lost, &j);
		zgl_arena_free(&lost);
		run_row(judge, row, JUDGE_AT_ONCE, &j);
	}
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

static bool is_plain(const struct judge_scene *scene)
{
	return scene->policy == NULL && !scene->check_helo && !scene->no_dmarc;
}

/* One judge for all that have its configuration, in any order. */
static void check_used_again(void **state)
{
	const struct judge_scene plain = { .client = NULL };
	struct zgl_judge *judge = judge_world_new(engine, &limits, &plain);
	struct zgl_judgement j;

	(void)state;
	for (size_t i = 0; i < 3 * ZGL_COUNT(rows); i++) {
		const struct row *row = &rows[i * 7 % ZGL_COUNT(rows)];
		if (!is_plain(&row->scene))
			continue;
		header_of(&row->scene);
		run_row(judge, row, (enum judge_order)(i % JUDGE_ORDERS), &j);
		zgl_arena_reset(&arena);
	}
	zgl_judge_free(judge);
}

/* Told, and never answered: as if DNS had failed. */
static void check_unanswered(void **state)
{
	const struct judge_scene scene = { OWN, REJECT, .check_helo = true,
		SEALS(1, SIGNED("example.com")) };
	struct zgl_judge *judge = judge_world_new(engine, &limits, &scene);
	const struct zgl_spfclient client = {
		.octets = { 192, 0, 2, 1 },
		.helo = ZGL_SV("mx.example.com"),
		.mail_from = ZGL_SV("joe@example.com"),
	};
	struct zgl_question question;
	struct zgl_judgement j;
	struct zgl_header h;
	size_t number;

	(void)state;
	zgl_header_begin(&h, &arena, &limits);
	assert_int_equal(mail_add_fields(&h, header_of(&scene)), ZGL_OK);
	assert_int_equal(
		zgl_judge_client(judge, &client, false, &arena, 1), ZGL_OK);
	assert_int_equal(zgl_judge_begin(judge, &h, &arena, MAIL_NOW), ZGL_OK);
	while (zgl_judge_next_question(judge, &question, &number))
		;
	assert_int_equal(zgl_judge_end(judge, &j), ZGL_OK);
	judge_world_tell(&j, &told);
	assert_sv_equal(zgl_buf_sv(&told),
		ZGL_SV("spf=temperror helo=temperror dkim=temperror"
		       " dmarc=temperror: accept nothing"));
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

/* The keys, the record, and SPF when it may matter, are asked for at once. */
static void check_early(void **state)
{
	const struct judge_scene scene = { OWN, REJECT,
		SEALS(1, SIGNED("mail.example.com")) };
	struct zgl_judge *judge = judge_world_new(engine, &limits, &scene);
	const struct zgl_spfclient client = {
		.octets = { 192, 0, 2, 1 },
		.helo = ZGL_SV("mx.example.com"),
		.mail_from = ZGL_SV("joe@example.com"),
	};
	struct zgl_question question;
	struct zgl_header h;
	size_t number, count = 0;

	(void)state;
	zgl_header_begin(&h, &arena, &limits);
	assert_int_equal(mail_add_fields(&h, header_of(&scene)), ZGL_OK);
	assert_int_equal(
		zgl_judge_client(judge, &client, false, &arena, 1), ZGL_OK);
	assert_true(zgl_judge_next_question(judge, &question, &number));
	assert_false(zgl_judge_next_question(judge, &question, &number));
	assert_int_equal(zgl_judge_begin(judge, &h, &arena, MAIL_NOW), ZGL_OK);
	/* one key; _dmarc. of two names, at least */
	while (zgl_judge_next_question(judge, &question, &number))
		count++;
	assert_true(count >= 3);
	assert_int_equal(zgl_judge_waiting(judge), count + 1);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

/* A signature that has expired authenticates nobody: no walk is asked for its
 * domain, and no report will name it. */
static void check_identifiers(void **state)
{
	const struct judge_scene scene = { OWN, REJECT,
		SEALS(3, EXPIRED, SIGNED("evil.example"), FAILS("b.example")) };
	struct zgl_judge *judge = judge_world_new(engine, &limits, &scene);
	struct zgl_judgement j;

	(void)state;
	header_of(&scene);
	assert_true(judge_world_run(judge, &scene, zgl_buf_sv(&header),
		JUDGE_AT_ONCE, 0, &arena, &j));
	assert_int_equal(j.dmarc->identifier_count, 3);
	assert_string_equal(j.dmarc->identifiers[0].domain.text, "example.com");
	assert_int_equal(j.dmarc->identifiers[0].method, ZGL_DMARC_SPF);
	assert_string_equal(
		j.dmarc->identifiers[1].domain.text, "evil.example");
	assert_int_equal(
		j.dmarc->identifiers[1].authentic, ZGL_DMARC_AUTHENTIC_YES);
	assert_int_equal(
		j.dmarc->identifiers[2].authentic, ZGL_DMARC_AUTHENTIC_NO);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

static void check_usage(void **state)
{
	const struct judge_scene scene = { OWN, REJECT };
	struct zgl_judge *judge = judge_world_new(engine, &limits, &scene);
	const struct zgl_spfclient client = { .octets = { 192, 0, 2, 1 },
		.helo = ZGL_SV("mx.example.com") };
	const struct zgl_answer none = { .state = ZGL_ANSWER_NXDOMAIN };
	struct zgl_question question;
	struct zgl_judgement j;
	struct zgl_arena other;
	struct zgl_header h;
	size_t number;

	(void)state;
	zgl_header_begin(&h, &arena, &limits);
	for (size_t i = 0; i < 16; i++)
		assert_int_equal(zgl_judge_answer(judge, i, &none), ZGL_EUSAGE);
	assert_int_equal(
		zgl_judge_client(judge, &client, false, &arena, 1), ZGL_OK);
	assert_int_equal(zgl_judge_body(judge, ZGL_SV("x")), ZGL_EUSAGE);
	assert_int_equal(zgl_judge_answer(judge, 0, &none), ZGL_EUSAGE);
	assert_true(zgl_judge_next_question(judge, &question, &number));
	assert_int_equal(zgl_judge_end(judge, &j), ZGL_EUSAGE);
	assert_null(j.spf);
	assert_int_equal(zgl_judge_answer(judge, number, &none), ZGL_EUSAGE);
	assert_int_equal(zgl_judge_waiting(judge), 0);
	/* the client of a message whose arena is gone */
	zgl_arena_begin(&other, 1024 * (size_t)1024);
	assert_int_equal(
		zgl_judge_client(judge, &client, false, &other, 1), ZGL_OK);
	assert_int_equal(
		zgl_judge_begin(judge, &h, &arena, MAIL_NOW), ZGL_EUSAGE);
	assert_false(zgl_judge_next_question(judge, &question, &number));
	zgl_arena_free(&other);
	assert_int_equal(zgl_judge_begin(judge, &h, &arena, MAIL_NOW), ZGL_OK);
	assert_int_equal(zgl_judge_end(judge, &j), ZGL_OK);
	assert_null(j.spf);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	zgl_arena_begin(&arena, (size_t)64 * 1024 * 1024);
	zgl_buf_begin(&told, 65536);
	zgl_buf_begin(&header, 1024 * (size_t)1024);
	if (zgl_engine_new(&engine) != ZGL_OK)
		return 1;
	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, rows, check_reset);
	rows_add_one(&r, "a judge used again and again", check_used_again);
	rows_add_one(&r, "questions without an answer", check_unanswered);
	rows_add_one(&r, "what is known early is asked early", check_early);
	rows_add_one(
		&r, "what cannot pass is no identifier", check_identifiers);
	rows_add_one(&r, "calls out of order", check_usage);
	int failed = rows_run(&r, "judgement");
	zgl_buf_free(&told);
	zgl_buf_free(&header);
	zgl_arena_free(&arena);
	zgl_engine_free(engine);
	return failed;
}
