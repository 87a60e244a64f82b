/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/pubkey.h"

#define WORD(name, word, sentence)     [ZGL_KEY_FAULT_##name] = word,
#define SENTENCE(name, word, sentence) [ZGL_KEY_FAULT_##name] = sentence,

static const char *const words[] = { ZGL_KEY_FAULT_TABLE(WORD) };
static const char *const sentences[] = { ZGL_KEY_FAULT_TABLE(SENTENCE) };

const char *zgl_key_fault_word(enum zgl_key_fault fault)
{
	return (unsigned)fault < ZGL_COUNT(words) ? words[fault] : "unknown";
}

const char *zgl_key_fault_sentence(enum zgl_key_fault fault)
{
	return (unsigned)fault < ZGL_COUNT(sentences) ? sentences[fault]
						      : "unknown";
}
