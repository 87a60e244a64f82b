/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfrecord -- reads SPF records (RFC 7208 sections 4.5, 4.6 and 12); private
 * to this module.
 *
 * Shape    zgl_spfrecord_read holds the whole record against the grammar;
 *          afterwards its terms are taken one by one, zgl_spfrecord_next and
 *          zgl_spfterm_read, and nothing of them is kept.
 * Memory   views of the record.
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
	ZGL_SPFTERM_REDIRECT,
	ZGL_SPFTERM_EXP,
	ZGL_SPFTERM_OTHER, /* a modifier that is not known: ignored */
};

struct zgl_spfterm {
	zgl_sv text; /* as it stands, with its qualifier */
	enum zgl_spfterm_kind kind;
	enum zgl_spf_result qualifier; /* what a match means */
	zgl_sv spec;           /* the domain-spec; absent: the domain itself */
	unsigned bits4, bits6; /* of a and mx; of ip4 or ip6 */
	uint8_t octets[16];    /* of ip4 or ip6 */
};

struct zgl_spfrecord {
	zgl_sv text;
	zgl_sv redirect, exp; /* whole terms; absent: none */
	bool has_all;
};

/** True when the text begins with the version of a record (section 4.5). */
bool zgl_spfrecord_is(zgl_sv text);

/**
 * Reads a record, which zgl_spfrecord_is. ZGL_SPF_REASON_MATCHED when all is
 * well; else why not, and *problem_r is the term at fault.
 */
enum zgl_spf_reason zgl_spfrecord_read(
	zgl_sv text, struct zgl_spfrecord *record_r, zgl_sv *problem_r);

/** The terms of a record, as yet unseparated. */
zgl_sv zgl_spfrecord_terms(zgl_sv text);

/** Takes the next term off the front; false: there is none. */
bool zgl_spfrecord_next(zgl_sv *terms, zgl_sv *term_r);

/** Reads one term; ZGL_SPF_REASON_MATCHED when it is one. */
enum zgl_spf_reason zgl_spfterm_read(zgl_sv text, struct zgl_spfterm *term_r);
