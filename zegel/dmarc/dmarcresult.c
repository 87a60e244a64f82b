/* SPDX-License-Identifier: ISC */
#include "zegel/dmarc/dmarcresult.h"

#include <stddef.h>

#define WORD(name, word)   [ZGL_DMARC_##name] = word,
#define POLICY(name, word) [ZGL_DMARC_POLICY_##name] = word,

#define REASON_RESULT(name, result, word, sentence, source)                    \
	[ZGL_DMARC_REASON_##name] = ZGL_DMARC_##result,
#define REASON_WORD(name, result, word, sentence, source)                      \
	[ZGL_DMARC_REASON_##name] = word,
#define REASON_SENTENCE(name, result, word, sentence, source)                  \
	[ZGL_DMARC_REASON_##name] = sentence,
#define REASON_SOURCE(name, result, word, sentence, source)                    \
	[ZGL_DMARC_REASON_##name] = source,

static const char *const result_words[] = { ZGL_DMARC_RESULT_TABLE(WORD) };
static const char *const policy_words[] = { ZGL_DMARC_POLICY_TABLE(POLICY) };
static const enum zgl_dmarc_result reason_results[] = { ZGL_DMARC_REASON_TABLE(
	REASON_RESULT) };
static const char *const reason_words[] = { ZGL_DMARC_REASON_TABLE(
	REASON_WORD) };
static const char *const reason_sentences[] = { ZGL_DMARC_REASON_TABLE(
	REASON_SENTENCE) };
static const char *const reason_sources[] = { ZGL_DMARC_REASON_TABLE(
	REASON_SOURCE) };

static const char *text_at(const char *const *table, size_t count, unsigned i)
{
	return i < count ? table[i] : "unknown";
}

const char *zgl_dmarc_result_word(enum zgl_dmarc_result result)
{
	return text_at(result_words, ZGL_COUNT(result_words), result);
}

enum zgl_dmarc_result zgl_dmarc_reason_result(enum zgl_dmarc_reason reason)
{
	return (unsigned)reason < ZGL_COUNT(reason_results)
		? reason_results[reason]
		: ZGL_DMARC_PERMERROR;
}

const char *zgl_dmarc_reason_word(enum zgl_dmarc_reason reason)
{
	return text_at(reason_words, ZGL_COUNT(reason_words), reason);
}

const char *zgl_dmarc_reason_sentence(enum zgl_dmarc_reason reason)
{
	return text_at(reason_sentences, ZGL_COUNT(reason_sentences), reason);
}

const char *zgl_dmarc_reason_source(enum zgl_dmarc_reason reason)
{
	return text_at(reason_sources, ZGL_COUNT(reason_sources), reason);
}

const char *zgl_dmarc_policy_word(enum zgl_dmarc_policy policy)
{
	return text_at(policy_words, ZGL_COUNT(policy_words), policy);
}
