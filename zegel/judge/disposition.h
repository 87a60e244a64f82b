/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * disposition -- what to do with a message, by local policy.
 */

#include <stdbool.h>

#include "zegel/base/attr.h"
#include "zegel/dkim/dkimresult.h"

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

/** What follows from each DKIM result; all ACCEPT by default. */
struct zgl_judge_policy {
	enum zgl_disposition dkim[ZGL_DKIM_PERMERROR + 1];
};

/**
 * What is wrong with a policy: a static sentence, or NULL. A pass must be
 * accepted; TEMPFAIL is for temperror only, since trying again changes no
 * other result (RFC 6376 section 6.3: a signature that fails MUST NOT make a
 * 4xx reply).
 */
ZGL_API const char *zgl_judge_policy_fault(
	const struct zgl_judge_policy *policy);
