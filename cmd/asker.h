/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * asker -- asks DNS what a machine wants to know, and waits until it wants to
 * know nothing more.
 *
 * Shape    a machine is anything with questions and answers as the library
 *          has them: a judge, a check of SPF or DMARC. What an answer gives
 *          rise to is asked at once, beside what is still under way.
 * Time     after ZGL_ASKER_S seconds nothing more is asked; those that have no
 *          answer by then fail, as the machine tells (RFC 7208 section 4.6.4:
 *          at least 20 seconds).
 * Memory   a little for each question, in the arena of the message.
 * Errors   of the machine, and of memory. When waiting itself fails, answers
 *          may still be under way and would be taken for those of the next
 *          machine: then nothing is asked any more.
 */

#include "srv/resolve/resolver.h"

#define ZGL_ASKER_S 20

struct zgl_asker_face {
	bool (*next)(void *machine, struct zgl_question *question_r,
		size_t *number_r);
	enum zgl_err (*answer)(
		void *machine, size_t number, const struct zgl_answer *answer);
};

/** The machines of the library. */
extern const struct zgl_asker_face zgl_asker_judge, zgl_asker_spf,
	zgl_asker_dmarc;

/** Private; begin it with the resolver and zeroes. */
struct zgl_asker {
	struct zgl_resolver *resolver;
	const struct zgl_asker_face *face;
	void *machine;
	struct zgl_arena *arena;
	int64_t until_s;
	bool asking;
	enum zgl_err err;  /* of this machine */
	enum zgl_err lost; /* answers may still be under way */
};

ZGL_CHECK enum zgl_err zgl_asker_run(struct zgl_asker *asker,
	const struct zgl_asker_face *face, void *machine, struct zgl_arena *a);
