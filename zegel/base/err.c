/* SPDX-License-Identifier: ISC */
#include "zegel/base/err.h"

#define WORD(name, word, sentence)     [ZGL_##name] = word,
#define SENTENCE(name, word, sentence) [ZGL_##name] = sentence,

static const char *const words[] = { ZGL_ERR_TABLE(WORD) };
static const char *const sentences[] = { ZGL_ERR_TABLE(SENTENCE) };

const char *zgl_err_word(enum zgl_err err)
{
	return (unsigned)err < ZGL_COUNT(words) ? words[err] : "unknown";
}

const char *zgl_err_sentence(enum zgl_err err)
{
	return (unsigned)err < ZGL_COUNT(sentences) ? sentences[err]
						    : "unknown";
}
