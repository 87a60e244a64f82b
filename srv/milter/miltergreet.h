/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * miltergreet -- what an MTA offers, and what becomes of it.
 *
 * Shape    pure: an offer in, an agreement out, which is never more than was
 *          offered.
 * Asked    no answers where the protocol can do without (then an MTA sends a
 *          whole message at once); fields with their leading space; neither
 *          DATA nor unknown commands; skip where body chunks are answered;
 *          fields added and changed, quarantine; only the macros that we use.
 * Threads  any.
 * Source   mfdef.h and mfapi.h of Sendmail 8.17, protocol versions 2 to 6.
 */

#include "srv/milter/milterwire.h"

#define ZGL_MILTER_VERSION_LEAST 2u
#define ZGL_MILTER_VERSION_MOST  6u

/* What a filter may do (SMFIF_). */
#define ZGL_MILTER_ADDHDRS    0x001u
#define ZGL_MILTER_CHGHDRS    0x010u
#define ZGL_MILTER_QUARANTINE 0x020u
#define ZGL_MILTER_SETSYMLIST 0x100u

/* How it goes on (SMFIP_); NR_: no reply to this command. */
#define ZGL_MILTER_NR_HDR      0x000080u
#define ZGL_MILTER_NOUNKNOWN   0x000100u
#define ZGL_MILTER_NODATA      0x000200u
#define ZGL_MILTER_SKIP        0x000400u
#define ZGL_MILTER_NR_CONN     0x001000u
#define ZGL_MILTER_NR_HELO     0x002000u
#define ZGL_MILTER_NR_MAIL     0x004000u
#define ZGL_MILTER_NR_RCPT     0x008000u
#define ZGL_MILTER_NR_DATA     0x010000u
#define ZGL_MILTER_NR_UNKN     0x020000u
#define ZGL_MILTER_NR_EOH      0x040000u
#define ZGL_MILTER_NR_BODY     0x080000u
#define ZGL_MILTER_HDR_LEADSPC 0x100000u

/** What we agree to; false: the version is below those that we speak. */
bool zgl_miltergreet_agree(
	const struct zgl_milteroffer *offer, struct zgl_milteroffer *agreed_r);

/** Writes it, with the macros that we want, when they may be told. */
void zgl_miltergreet_put(
	struct zgl_buf *to, const struct zgl_milteroffer *agreed);
