/* SPDX-License-Identifier: ISC */
#include "zegel/spf/spfresult.h"

#define RESULT_WORD(name, word) [ZGL_SPF_##name] = word,

#define REASON_WORD(name, word, sentence, source)                              \
	[ZGL_SPF_REASON_##name] = word,
#define REASON_SENTENCE(name, word, sentence, source)                          \
	[ZGL_SPF_REASON_##name] = sentence,
#define REASON_SOURCE(name, word, sentence, source)                            \
	[ZGL_SPF_REASON_##name] = source,

static const char *const result_words[] = { ZGL_SPF_RESULT_TABLE(RESULT_WORD) };
static const char *const reason_words[] = { ZGL_SPF_REASON_TABLE(REASON_WORD) };
static const char *const reason_sentences[] = { ZGL_SPF_REASON_TABLE(
	REASON_SENTENCE) };
static const char *const reason_sources[] = { ZGL_SPF_REASON_TABLE(
	REASON_SOURCE) };
static const char *const identity_words[] = {
	[ZGL_SPF_MAILFROM] = "mailfrom",
	[ZGL_SPF_HELO] = "helo",
};

static const char *reason_text(const char *const *table, unsigned i)
{
	return i < ZGL_SPF_REASONS ? table[i] : "unknown";
}

const char *zgl_spf_result_word(enum zgl_spf_result result)
{
	return (unsigned)result < ZGL_SPF_RESULTS ? result_words[result]
						  : "unknown";
}

const char *zgl_spf_reason_word(enum zgl_spf_reason reason)
{
	return reason_text(reason_words, reason);
}

const char *zgl_spf_reason_sentence(enum zgl_spf_reason reason)
{
	return reason_text(reason_sentences, reason);
}

const char *zgl_spf_reason_source(enum zgl_spf_reason reason)
{
	return reason_text(reason_sources, reason);
}

const char *zgl_spf_identity_word(enum zgl_spf_identity identity)
{
	return (unsigned)identity < ZGL_COUNT(identity_words)
		? identity_words[identity]
		: "unknown";
}
