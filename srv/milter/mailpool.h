/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mailpool -- things that a message needs while it is under way, lent and used
 * again: judges, letters.
 *
 * Shape    take gives an idle one, or makes one; give_back takes it back.
 * Limits   as many as messages are under way; of the idle ones no more are kept
 *          than are lent, and ZGL_MAILPOOL_SPARE: so a rush leaves nothing.
 * Errors   those of `make`.
 * Threads  one at a time.
 */

#include <stdbool.h>
#include <stddef.h>

#include "zegel/base/err.h"

#define ZGL_MAILPOOL_SPARE 8

/** make, unmake and with are the owner's; the rest is private. */
struct zgl_mailpool {
	enum zgl_err (*make)(void *with, void **thing_r);
	void (*unmake)(void *thing);
	void *with;
	void **idle;
	size_t idle_count, room, lent;
};

ZGL_CHECK enum zgl_err zgl_mailpool_take(
	struct zgl_mailpool *pool, void **thing_r);

/** NULL is fine. */
void zgl_mailpool_give_back(struct zgl_mailpool *pool, void *thing);

/** Unmakes what is idle; nothing is lent by then. */
void zgl_mailpool_free(struct zgl_mailpool *pool);
