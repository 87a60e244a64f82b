/* SPDX-License-Identifier: ISC */
#include "zegel/dkim/dkimresult.h"

#include <stddef.h>

#define RESULT_WORD(name, word) [ZGL_DKIM_##name] = word,

#define REASON_RESULT(name, result, word, sentence, source)                    \
	[ZGL_DKIM_REASON_##name] = ZGL_DKIM_##result,
#define REASON_WORD(name, result, word, sentence, source)                      \
	[ZGL_DKIM_REASON_##name] = word,
#define REASON_SENTENCE(name, result, word, sentence, source)                  \
	[ZGL_DKIM_REASON_##name] = sentence,
#define REASON_SOURCE(name, result, word, sentence, source)                    \
	[ZGL_DKIM_REASON_##name] = source,

#define WARNING_WORD(name, word, sentence) [ZGL_DKIM_WARNING_##name] = word,
#define WARNING_SENTENCE(name, word, sentence)                                 \
	[ZGL_DKIM_WARNING_##name] = sentence,

static const char *const result_words[] = { ZGL_DKIM_RESULT_TABLE(
	RESULT_WORD) };
static const enum zgl_dkim_result reason_results[] = { ZGL_DKIM_REASON_TABLE(
	REASON_RESULT) };
static const char *const reason_words[] = { ZGL_DKIM_REASON_TABLE(
	REASON_WORD) };
static const char *const reason_sentences[] = { ZGL_DKIM_REASON_TABLE(
	REASON_SENTENCE) };
static const char *const reason_sources[] = { ZGL_DKIM_REASON_TABLE(
	REASON_SOURCE) };
static const char *const warning_words[] = { ZGL_DKIM_WARNING_TABLE(
	WARNING_WORD) };
static const char *const warning_sentences[] = { ZGL_DKIM_WARNING_TABLE(
	WARNING_SENTENCE) };

static const char *text_at(const char *const *table, size_t count, unsigned i)
{
	return i < count ? table[i] : "unknown";
}

const char *zgl_dkim_result_word(enum zgl_dkim_result result)
{
	return text_at(result_words, ZGL_COUNT(result_words), result);
}

enum zgl_dkim_result zgl_dkim_reason_result(enum zgl_dkim_reason reason)
{
	return (unsigned)reason < ZGL_COUNT(reason_results)
		? reason_results[reason]
		: ZGL_DKIM_PERMERROR;
}

const char *zgl_dkim_reason_word(enum zgl_dkim_reason reason)
{
	return text_at(reason_words, ZGL_COUNT(reason_words), reason);
}

const char *zgl_dkim_reason_sentence(enum zgl_dkim_reason reason)
{
	return text_at(reason_sentences, ZGL_COUNT(reason_sentences), reason);
}

const char *zgl_dkim_reason_source(enum zgl_dkim_reason reason)
{
	return text_at(reason_sources, ZGL_COUNT(reason_sources), reason);
}

const char *zgl_dkim_warning_word(enum zgl_dkim_warning warning)
{
	return text_at(warning_words, ZGL_COUNT(warning_words), warning);
}

const char *zgl_dkim_warning_sentence(enum zgl_dkim_warning warning)
{
	return text_at(
		warning_sentences, ZGL_COUNT(warning_sentences), warning);
}
