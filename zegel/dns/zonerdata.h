/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * zonerdata -- RDATA of master files, from text to wire; private to this
 * module.
 */

#include "zegel/base/buf.h"
#include "zegel/dns/qname.h"
#include "zegel/dns/zonelex.h"
#include "zegel/dns/zonetype.h"

/** The most octets of RDATA; what `to` below is limited to. */
#define ZGL_ZONERDATA_MAX 65535

/**
 * Reads RDATA of `type`, whose first token was read already, up to the end of
 * the record, and puts it into `to`. Names are relative to `origin`.
 */
ZGL_CHECK enum zgl_err zgl_zonerdata_read(struct zgl_zonelex *lex,
	const struct zgl_zonetype *type, const struct zgl_qname *origin,
	struct zgl_buf *to);

/** Reads a name, "@" for the origin itself. */
ZGL_CHECK enum zgl_err zgl_zonerdata_name(struct zgl_zonelex *lex,
	const struct zgl_qname *origin, struct zgl_qname *name_r);

/** Reads seconds: a number, or numbers with units, as in 1h30m. */
bool zgl_zonerdata_time(zgl_sv text, uint32_t *seconds_r);
