/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * milterfacts -- the few texts that a session remembers, in one block.
 *
 * Shape    all texts are read into an array of views, some are changed there,
 *          and the array is written back: a new block of exactly that size.
 *          A write that changes nothing takes nothing.
 * Limits   a text is cut at ZGL_MILTERFACT_NAME_MAX octets, the sender at
 *          ZGL_MILTERFACT_FROM_MAX; a block follows at most
 *          ZGL_MILTERFACTS_WRITES - 1 others.
 * Memory   `facts` is NULL when there are none. What was written before lives
 *          on, and views of it are good, until zgl_milterfacts_settle.
 * Errors   ZGL_ENOMEM; ZGL_ELIMIT for a write too many. Then nothing changed.
 * Threads  one at a time.
 */

#include <stdint.h>

#include "zegel/base/err.h"
#include "zegel/base/sv.h"

#define ZGL_MILTERFACT_NAME_MAX 255
#define ZGL_MILTERFACT_FROM_MAX 320
#define ZGL_MILTERFACTS_WRITES  32

enum zgl_milterfact {
	ZGL_MILTERFACT_HOST,
	ZGL_MILTERFACT_ADDRESS,
	ZGL_MILTERFACT_HELO,
	ZGL_MILTERFACT_MAIL_FROM,
	/* the macros stand last */
	ZGL_MILTERFACT_QUEUE_ID,
	ZGL_MILTERFACT_AUTH_TYPE,
	ZGL_MILTERFACT_LOGIN,
	ZGL_MILTERFACT_DAEMON_NAME,
	ZGL_MILTERFACT_COUNT
};

struct zgl_milterfacts;

/** Views all texts; what was not written is absent. */
void zgl_milterfacts_read(const struct zgl_milterfacts *facts,
	zgl_sv texts_r[ZGL_MILTERFACT_COUNT]);

/** Writes all texts; they may be views of *facts. */
ZGL_CHECK enum zgl_err zgl_milterfacts_write(struct zgl_milterfacts **facts,
	const zgl_sv texts[ZGL_MILTERFACT_COUNT]);

/** True when a text that stands there was cut. */
bool zgl_milterfacts_cut(const struct zgl_milterfacts *facts);

/** Gives back what was written before the last write. NULL is fine. */
void zgl_milterfacts_settle(struct zgl_milterfacts *facts);

/** Gives all back; *facts is then NULL. */
void zgl_milterfacts_free(struct zgl_milterfacts **facts);
