/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * maildesk -- what the messages of one loop share: see mailjob.h.
 *
 * Memory   judges and mailworks are made when first needed, and lent.
 * Threads  one at a time.
 */

#include "srv/milter/mailjob.h"
#include "srv/milter/mailpool.h"
#include "srv/milter/oncelog.h"
#include "zegel/base/buf.h"
#include "zegel/sig/keycache.h"

struct zgl_mailwork;

struct zgl_maildesk {
	struct zgl_maildesk_config config;
	struct zgl_keycache *keys; /* of verifiers; NULL: none yet */
	struct zgl_mailpool works, judges;
	struct zgl_buf text; /* for one field at a time, in or out */
	struct zgl_oncelog told;
	bool marks; /* there is a result for which a message is marked */
};

ZGL_CHECK enum zgl_err zgl_maildesk_take_work(
	struct zgl_maildesk *desk, struct zgl_mailwork **work_r);
void zgl_maildesk_give_work(
	struct zgl_maildesk *desk, struct zgl_mailwork *work);

ZGL_CHECK enum zgl_err zgl_maildesk_take_judge(
	struct zgl_maildesk *desk, struct zgl_judge **judge_r);
void zgl_maildesk_give_judge(
	struct zgl_maildesk *desk, struct zgl_judge *judge);

/** UNIX seconds: the fixed time, or the clock's. */
int64_t zgl_maildesk_now_s(const struct zgl_maildesk *desk);

/** Milliseconds of a clock that nobody sets. */
int64_t zgl_maildesk_ticks_ms(void);

/** Tells whoever runs the daemon of a trouble: "what: why", once an hour. */
void zgl_maildesk_complain(
	struct zgl_maildesk *desk, const char *what, const char *why);
