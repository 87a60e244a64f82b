/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * zoneread -- reads a master file record by record; private to this module.
 */

#include "zegel/base/diag.h"
#include "zegel/dns/qname.h"

/** What $FAULT makes of a question. */
enum zgl_zonefault {
	ZGL_ZONEFAULT_NONE,
	ZGL_ZONEFAULT_SERVFAIL,
	ZGL_ZONEFAULT_TIMEOUT,
	ZGL_ZONEFAULT_BOGUS,
};

/** The type of a fault that holds for all types: no record has it. */
#define ZGL_ZONEREAD_ALL 0

struct zgl_zonerecord {
	struct zgl_qname owner;
	uint32_t ttl_s;
	uint16_t type;
	enum zgl_zonefault fault; /* then there is no RDATA */
	zgl_sv rdata;             /* wire; valid during the call */
};

/** Takes a record; an error ends the reading. */
typedef enum zgl_err zgl_zoneread_fn(
	void *to, const struct zgl_zonerecord *record);

/** Reads `text`; ZGL_ESYNTAX with *diag_r, or the error of `take`. */
ZGL_CHECK enum zgl_err zgl_zoneread(
	zgl_sv text, zgl_zoneread_fn *take, void *to, struct zgl_diag *diag_r);
