/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfanswer -- what DNS says, as SPF takes it; private to this module.
 *
 * Shape    one function for each kind of record that is asked for; first of
 *          all zgl_spfanswer_state, which says whether there are any.
 */

#include "zegel/base/limits.h"
#include "zegel/dns/answer.h"
#include "zegel/spf/spfresult.h"

enum zgl_spffound {
	ZGL_SPFFOUND_WAITING, /* not answered yet */
	ZGL_SPFFOUND_RECORDS, /* and no more is known of them */
	ZGL_SPFFOUND_MATCH,   /* one of them is what was looked for */
	ZGL_SPFFOUND_VOID,    /* there are none */
	ZGL_SPFFOUND_TEMPFAIL,
	ZGL_SPFFOUND_BOGUS,
	ZGL_SPFFOUND_MALFORMED,
};

/** RECORDS, VOID or a failure. */
enum zgl_spffound zgl_spfanswer_state(const struct zgl_answer *answer);

/** Whom to look for among addresses. */
struct zgl_spfhost {
	const uint8_t *octets; /* 4, or 16 of IPv6 */
	bool is_ipv6;
	unsigned bits; /* so many of them must be the same */
};

/** Of A or AAAA records: MATCH, RECORDS when there is none, MALFORMED. */
enum zgl_spffound zgl_spfanswer_host(
	const struct zgl_answer *answer, const struct zgl_spfhost *host);

/** The name behind `skip` octets of RDATA: 0 of PTR, 2 of MX. */
bool zgl_spfanswer_name(zgl_sv rdata, size_t skip, struct zgl_qname *name_r);

/**
 * The SPF record among TXT records (section 4.5), copied into `a`. *reason_r is
 * MATCHED when there is one; else NO_RECORD, SEVERAL_RECORDS, RECORD_LONG or
 * DNS_MALFORMED.
 */
ZGL_CHECK enum zgl_err zgl_spfanswer_record(const struct zgl_answer *answer,
	const struct zgl_limits *limits, struct zgl_arena *a, zgl_sv *text_r,
	enum zgl_spf_reason *reason_r);

/** The text of the only TXT record, copied; absent when it is not the only one,
 * or cannot be read. */
ZGL_CHECK enum zgl_err zgl_spfanswer_text(const struct zgl_answer *answer,
	const struct zgl_limits *limits, struct zgl_arena *a, zgl_sv *text_r);
