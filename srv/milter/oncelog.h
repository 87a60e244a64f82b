/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * oncelog -- which troubles were told already.
 *
 * One broken key, met by each of 2,400 messages a day, is one trouble: it is
 * told when it is met first, and again each hour that it lasts.
 *
 * Limits   ZGL_ONCELOG_TEXTS different ones are remembered; the one that was
 *          told first makes room.
 * Memory   by value; of a text only a hash is kept.
 * Errors   none.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

#define ZGL_ONCELOG_TEXTS   32
#define ZGL_ONCELOG_AGAIN_S 3600

/** Zeros, at first. */
struct zgl_oncelog {
	uint64_t hash[ZGL_ONCELOG_TEXTS];
	int64_t told_s[ZGL_ONCELOG_TEXTS];
	unsigned count, next;
};

/** True when the text is to be told now; it counts as told then. */
bool zgl_oncelog_is_news(struct zgl_oncelog *log, zgl_sv text, int64_t now_s);
