/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfrecord -- reads SPF records (RFC 7208 sections 4.5, 4.6 and 12); private
 * to this module.
 *
 * Shape    zgl_spfrecord_read holds the whole record against the grammar;
 *          afterwards zgl_spfrecord_next gives its mechanisms one by one.
 * Limits   the first ZGL_SPFRECORD_KEPT mechanisms are kept as they were read;
 *          the few records that have more are read again from there on.
 * Memory   views of the record; what is kept lives where the caller says.
 */

#include <stdint.h>

#include "zegel/base/sv.h"
#include "zegel/spf/spfresult.h"

enum zgl_spfterm_kind {
	ZGL_SPFTERM_ALL,
	ZGL_SPFTERM_INCLUDE,
	ZGL_SPFTERM_A,
	ZGL_SPFTERM_MX,
	ZGL_SPFTERM_PTR,
	ZGL_SPFTERM_IP4,
	ZGL_SPFTERM_IP6,
	ZGL_SPFTERM_EXISTS,
	ZGL_SPFTERM_REDIRECT, /* from here on modifiers */
	ZGL_SPFTERM_EXP,
	ZGL_SPFTERM_OTHER, /* that is not known: ignored */
};

struct zgl_spfterm {
	zgl_sv text; /* as it stands, with its qualifier */
	enum zgl_spfterm_kind kind;
	enum zgl_spf_result qualifier; /* what a match means */
	zgl_sv spec;           /* the domain-spec; absent: the domain itself */
	uint32_t letters;      /* of macros in it: ZGL_SPFMACRO_LETTER */
	unsigned bits4, bits6; /* of a and mx; of ip4 or ip6 */
	uint8_t octets[16];    /* of ip4 or ip6 */
};

#define ZGL_SPFRECORD_KEPT 16

struct zgl_spfrecord {
	zgl_sv text;
	zgl_sv redirect, exp; /* whole terms; absent: none */
	struct zgl_spfterm *kept;
	size_t kept_count, next;
	zgl_sv rest; /* behind those that are kept */
};

/** True when the text begins with the version of a record (section 4.5). */
bool zgl_spfrecord_is(zgl_sv text);

/**
 * Reads a record, which zgl_spfrecord_is. ZGL_SPF_REASON_MATCHED when all is
 * well; else why not, and *problem_r is the term at fault.
 */
enum zgl_spf_reason zgl_spfrecord_read(zgl_sv text,
	struct zgl_spfterm kept[ZGL_SPFRECORD_KEPT],
	struct zgl_spfrecord *record_r, zgl_sv *problem_r);

/** The next mechanism of a record without fault; false: there is none. */
bool zgl_spfrecord_next(
	struct zgl_spfrecord *record, struct zgl_spfterm *term_r);

/** Reads one term; ZGL_SPF_REASON_MATCHED when it is one. */
enum zgl_spf_reason zgl_spfterm_read(zgl_sv text, struct zgl_spfterm *term_r);
