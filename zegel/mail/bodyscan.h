/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * bodyscan -- the loops of bodycanon, once for each kind of processor.
 *
 * All of them give the same octets. bodycanon takes the first of the list;
 * tests and measurements take each.
 *
 * What they rest on: between two octets that are content, a CRLF stays, and a
 * WSP is dropped exactly when a WSP or a CRLF follows it; the others become
 * SP. So within a chunk no octet depends on what went before it, and blocks of
 * octets can be looked at alone. Only what stands behind the last octet of
 * content must be held until it is known what follows.
 */

#include <stdbool.h>
#include <stdint.h>

#include "zegel/mail/bodycanon.h"
#include "zegel/mail/gather.h"

struct zgl_bodyscan {
	const char *name;

	/*
	 * Hands the relaxed form of the octets from p to `end` to the sink of
	 * `g`, whose stage has room for 128 octets at least, and leaves that
	 * empty. The octet before `end` is content: no WSP, no part of a CRLF.
	 */
	void (*relax)(struct zgl_gather *g, const char *p, const char *end);

	/*
	 * The end of the content between p and `end`: only CRLFs, and WSP
	 * when `wsp`, stand behind it; *crlfs_r counts them. The octet before
	 * `end` is no CR.
	 */
	const char *(*content)(
		const char *p, const char *end, bool wsp, uint64_t *crlfs_r);
};

/** The i-th scan that this processor can run, best first; NULL behind them. */
const struct zgl_bodyscan *zgl_bodyscan_at(size_t i);

/** zgl_bodycanon_begin with a scan of the list. */
void zgl_bodycanon_begin_with(struct zgl_bodycanon *c, enum zgl_canon mode,
	const struct zgl_bodyscan *scan, zgl_sink *sink, void *to);

extern const struct zgl_bodyscan zgl_bodyscan_avx512;
extern const struct zgl_bodyscan zgl_bodyscan_avx2;
extern const struct zgl_bodyscan zgl_bodyscan_ssse3;
extern const struct zgl_bodyscan zgl_bodyscan_portable;
