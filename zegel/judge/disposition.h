/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * disposition -- what to do with a message, by local policy.
 */

#include <stdbool.h>

#include "zegel/base/attr.h"
#include "zegel/dkim/dkimresult.h"
#include "zegel/dmarc/dmarcresult.h"
#include "zegel/spf/spfresult.h"

/** name, word of the configuration */
#define ZGL_DISPOSITION_TABLE(X)                                               \
	X(ACCEPT, "accept")         /* deliver as it is */                     \
	X(MARK, "mark")             /* deliver, a field says it is suspect */  \
	X(QUARANTINE, "quarantine") /* the MTA holds it */                     \
	X(REJECT, "reject")         /* 550 */                                  \
	X(TEMPFAIL, "tempfail")     /* 451: come back later */

#define ZGL_DISPOSITION_ENUM(name, word) ZGL_DISPOSE_##name,
enum zgl_disposition {
	ZGL_DISPOSITION_TABLE(ZGL_DISPOSITION_ENUM) ZGL_DISPOSITIONS
};
#undef ZGL_DISPOSITION_ENUM

ZGL_API const char *zgl_disposition_word(enum zgl_disposition disposition);

/** Of what follows a disposition; name, word for the log, sentence. */
// clang-format off
#define ZGL_CAUSE_TABLE(X) \
	X(NOTHING, "nothing", "nothing speaks against the message") \
	X(AUTHOR, "author", "From does not say who the message is from") \
	X(DMARC, "dmarc", "the message does not pass DMARC, and its owner has a policy for that") \
	X(SPF, "spf", "local policy for SPF") \
	X(HELO, "helo", "local policy for SPF of the HELO name") \
	X(DKIM, "dkim", "local policy for DKIM")
// clang-format on

#define ZGL_CAUSE_ENUM(name, word, sentence) ZGL_CAUSE_##name,
enum zgl_cause {
	ZGL_CAUSE_TABLE(ZGL_CAUSE_ENUM)
};
#undef ZGL_CAUSE_ENUM

ZGL_API const char *zgl_cause_word(enum zgl_cause cause);
ZGL_API const char *zgl_cause_sentence(enum zgl_cause cause);

/** Why an owner's policy was not followed as it is: name, word of RFC 9990
 * section 3.1.6, sentence. */
// clang-format off
#define ZGL_OVERRIDE_TABLE(X) \
	X(LOCAL_POLICY, "local_policy", "local policy decides otherwise") \
	X(MAILING_LIST, "mailing_list", "the message came through a mailing list") \
	X(OTHER, "other", "a check that might have passed could not be made") \
	X(POLICY_TEST_MODE, "policy_test_mode", "the owner is testing the policy (t=y)") \
	X(TRUSTED_FORWARDER, "trusted_forwarder", "a trusted forwarder sent the message")
// clang-format on

#define ZGL_OVERRIDE_ENUM(name, word, sentence) ZGL_OVERRIDE_##name,
enum zgl_override {
	ZGL_OVERRIDE_TABLE(ZGL_OVERRIDE_ENUM) ZGL_OVERRIDES
};
#undef ZGL_OVERRIDE_ENUM

ZGL_API const char *zgl_override_word(enum zgl_override override);
ZGL_API const char *zgl_override_sentence(enum zgl_override override);

/**
 * What follows from each result. Of all that speak against a message the
 * sternest counts: REJECT, TEMPFAIL, QUARANTINE, MARK, ACCEPT.
 *
 * A message that passes DMARC is not held against the owner's policy; what
 * local policy says of SPF and DKIM holds for it, too. DMARC's disposition is
 * that of the policy in force; where that would reject or tempfail, `indirect`
 * holds instead when the message was recognised as indirect mail, or a DKIM
 * signature could not be decided (RFC 9989 section 7.4 and 8: MUST NOT reject
 * on p=reject alone). When DMARC comes to no result though the policy is known,
 * the least that becomes of the message is that of such mail, but put off where
 * that is refused: a forger can see to it that nothing is decided. A message of
 * a trusted forwarder is accepted, whatever the owner's policy, and whatever
 * SPF says of MAIL FROM, which forwarding breaks (RFC 7208 appendix D.3); a
 * From that is none, DKIM and HELO are still judged. SPF's neutral is treated as none (RFC 7208 section 8.2).
 */
struct zgl_judge_policy {
	enum zgl_disposition dkim[ZGL_DKIM_PERMERROR + 1];
	enum zgl_disposition spf[ZGL_SPF_RESULTS];
	enum zgl_disposition helo[ZGL_SPF_RESULTS];
	enum zgl_disposition dmarc[ZGL_DMARC_POLICIES]; /* of one that fails */
	enum zgl_disposition dmarc_temperror, dmarc_permerror;
	enum zgl_disposition indirect;
	enum zgl_disposition author; /* no From, several, malformed, ... */
};

/** All ACCEPT but for what DMARC has owners ask for, and a From that is none.
 */
#define ZGL_JUDGE_POLICY_DEFAULT                                               \
	((struct zgl_judge_policy){                                            \
		.dmarc = { [ZGL_DMARC_POLICY_QUARANTINE] = ZGL_DISPOSE_MARK,   \
			[ZGL_DMARC_POLICY_REJECT] = ZGL_DISPOSE_REJECT },      \
		.indirect = ZGL_DISPOSE_MARK,                                  \
		.author = ZGL_DISPOSE_REJECT })

/**
 * What is wrong with a policy: a static sentence, or NULL. A pass must be
 * accepted; TEMPFAIL is for temperror only, since trying again changes no
 * other result (RFC 6376 section 6.3: a signature that fails MUST NOT make a
 * 4xx reply), and for `dmarc` and `indirect`, where the owner asks for it to be
 * kept away; DMARC's p=none must be accepted (RFC 9989 section 5.4: MUST NOT
 * modify existing mail handling).
 */
ZGL_API const char *zgl_judge_policy_fault(
	const struct zgl_judge_policy *policy);
