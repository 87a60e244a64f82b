/* SPDX-License-Identifier: ISC */
#include "zegel/judge/disposition.h"

#include <stddef.h>

#define WORD(name, word) [ZGL_DISPOSE_##name] = word,

static const char *const words[] = { ZGL_DISPOSITION_TABLE(WORD) };

const char *zgl_disposition_word(enum zgl_disposition disposition)
{
	return (unsigned)disposition < ZGL_COUNT(words) ? words[disposition]
							: "unknown";
}

const char *zgl_judge_policy_fault(const struct zgl_judge_policy *policy)
{
	if (policy->dkim[ZGL_DKIM_PASS] != ZGL_DISPOSE_ACCEPT)
		return "a message that passes must be accepted";
	for (size_t i = 0; i < ZGL_COUNT(policy->dkim); i++) {
		if ((unsigned)policy->dkim[i] >= ZGL_DISPOSITIONS)
			return "this is no disposition";
		if (policy->dkim[i] == ZGL_DISPOSE_TEMPFAIL
			&& i != ZGL_DKIM_TEMPERROR)
			return "only a temporary error can be asked to come"
			       " again";
	}
	return NULL;
}
