/* SPDX-License-Identifier: ISC */
#include "zegel/judge/disposition.h"

#include <stddef.h>

#define WORD(name, word)                    [ZGL_DISPOSE_##name] = word,
#define CAUSE_WORD(name, word, sentence)    [ZGL_CAUSE_##name] = word,
#define CAUSE_SENTENCE(name, word, text)    [ZGL_CAUSE_##name] = text,
#define OVERRIDE_WORD(name, word, sentence) [ZGL_OVERRIDE_##name] = word,
#define OVERRIDE_SENTENCE(name, word, text) [ZGL_OVERRIDE_##name] = text,

static const char *const words[] = { ZGL_DISPOSITION_TABLE(WORD) };
static const char *const cause_words[] = { ZGL_CAUSE_TABLE(CAUSE_WORD) };
static const char *const cause_sentences[] = { ZGL_CAUSE_TABLE(
	CAUSE_SENTENCE) };
static const char *const override_words[] = { ZGL_OVERRIDE_TABLE(
	OVERRIDE_WORD) };
static const char *const override_sentences[] = { ZGL_OVERRIDE_TABLE(
	OVERRIDE_SENTENCE) };

const char *zgl_disposition_word(enum zgl_disposition disposition)
{
	return (unsigned)disposition < ZGL_COUNT(words) ? words[disposition]
							: "unknown";
}

const char *zgl_cause_word(enum zgl_cause cause)
{
	return (unsigned)cause < ZGL_COUNT(cause_words) ? cause_words[cause]
							: "unknown";
}

const char *zgl_cause_sentence(enum zgl_cause cause)
{
	return (unsigned)cause < ZGL_COUNT(cause_sentences)
		? cause_sentences[cause]
		: "unknown";
}

const char *zgl_override_word(enum zgl_override override)
{
	return (unsigned) override < ZGL_OVERRIDES ? override_words[override]
						   : "unknown";
}

const char *zgl_override_sentence(enum zgl_override override)
{
	return (unsigned) override < ZGL_OVERRIDES
		? override_sentences[override]
		: "unknown";
}

/* What is wrong with what a method's results lead to. */
static const char *method_fault(const enum zgl_disposition *by_result,
	size_t count, size_t pass, size_t temperror)
{
	for (size_t i = 0; i < count; i++) {
		if ((unsigned)by_result[i] >= ZGL_DISPOSITIONS)
			return "this is no disposition";
		if (i == pass && by_result[i] != ZGL_DISPOSE_ACCEPT)
			return "a message that passes must be accepted";
		if (by_result[i] == ZGL_DISPOSE_TEMPFAIL && i != temperror)
			return "only a temporary error can be asked to come"
			       " again";
	}
	return NULL;
}

static const char *dmarc_fault(const struct zgl_judge_policy *policy)
{
	const enum zgl_disposition owned[] = {
		policy->dmarc[ZGL_DMARC_POLICY_NONE],
		policy->dmarc[ZGL_DMARC_POLICY_QUARANTINE],
		policy->dmarc[ZGL_DMARC_POLICY_REJECT],
		policy->dmarc_temperror,
		policy->indirect,
	};

	for (size_t i = 0; i < ZGL_COUNT(owned); i++) {
		if ((unsigned)owned[i] >= ZGL_DISPOSITIONS)
			return "this is no disposition";
	}
	if (owned[0] != ZGL_DISPOSE_ACCEPT)
		return "a message whose owner's policy is none must be"
		       " accepted";
	return NULL;
}

const char *zgl_judge_policy_fault(const struct zgl_judge_policy *policy)
{
	const enum zgl_disposition permanent[] = { policy->dmarc_permerror,
		policy->author };
	const char *fault = method_fault(policy->dkim, ZGL_COUNT(policy->dkim),
		ZGL_DKIM_PASS, ZGL_DKIM_TEMPERROR);

	if (fault == NULL)
		fault = method_fault(policy->spf, ZGL_COUNT(policy->spf),
			ZGL_SPF_PASS, ZGL_SPF_TEMPERROR);
	if (fault == NULL)
		fault = method_fault(policy->helo, ZGL_COUNT(policy->helo),
			ZGL_SPF_PASS, ZGL_SPF_TEMPERROR);
	if (fault == NULL)
		fault = dmarc_fault(policy);
	if (fault == NULL)
		fault = method_fault(permanent, ZGL_COUNT(permanent),
			ZGL_COUNT(permanent), ZGL_COUNT(permanent));
	return fault;
}
