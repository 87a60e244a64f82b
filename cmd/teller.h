/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * teller -- puts sentences of cmd/explainwords together, with values in them.
 *
 * Shape    say ... step, say ... step: what was said since the last step is
 *          one step, which is handed on at once; an empty one is not.
 * Escape   none: who shows a step does that (cmd/say, cmd/jsonl).
 * Memory   one buffer; give it back with zgl_teller_free.
 * Errors   sticky, in text.err: then no further step is handed on.
 */

#include "cmd/explainwords.h"
#include "zegel/base/buf.h"

typedef void zgl_teller_fn(void *to, zgl_sv step);

struct zgl_teller {
	enum zgl_lang lang;
	zgl_teller_fn *take;
	void *to;
	struct zgl_buf text;
};

void zgl_teller_begin(struct zgl_teller *t, enum zgl_lang lang,
	zgl_teller_fn *take, void *to);
void zgl_teller_free(struct zgl_teller *t);

/** Says a sentence with `count` values: {1} is the first. */
void zgl_teller_say(struct zgl_teller *t, enum zgl_words words,
	const zgl_sv *values, size_t count);

/** The same with the values as arguments. */
#define ZGL_TELL(t, words, ...)                                                \
	zgl_teller_say((t), (words), (const zgl_sv[]){ __VA_ARGS__ },          \
		ZGL_COUNT(((const zgl_sv[]){ __VA_ARGS__ })))

/** The same without any. */
static inline void zgl_teller_plain(struct zgl_teller *t, enum zgl_words words)
{
	zgl_teller_say(t, words, NULL, 0);
}

/** Ends a step. */
void zgl_teller_step(struct zgl_teller *t);
