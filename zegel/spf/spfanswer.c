/* SPDX-License-Identifier: ISC */
#include "zegel/spf/spfanswer.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/spf/spfip.h"
#include "zegel/spf/spfrecord.h"

enum zgl_spffound zgl_spfanswer_state(const struct zgl_answer *answer)
{
	if (answer->dnssec == ZGL_DNSSEC_BOGUS)
		return ZGL_SPFFOUND_BOGUS;
	switch (answer->state) {
	case ZGL_ANSWER_RECORDS:
		return answer->count > 0 ? ZGL_SPFFOUND_RECORDS
					 : ZGL_SPFFOUND_VOID;
	case ZGL_ANSWER_NODATA:
	case ZGL_ANSWER_NXDOMAIN: return ZGL_SPFFOUND_VOID;
	case ZGL_ANSWER_MALFORMED: return ZGL_SPFFOUND_MALFORMED;
	default: return ZGL_SPFFOUND_TEMPFAIL;
	}
}

enum zgl_spffound zgl_spfanswer_host(
	const struct zgl_answer *answer, const struct zgl_spfhost *host)
{
	size_t octets = host->is_ipv6 ? 16 : 4;
	enum zgl_spffound found = ZGL_SPFFOUND_RECORDS;

	for (size_t i = 0; i < answer->count; i++) {
		zgl_sv rdata = answer->records[i];
		if (rdata.n != octets)
			return ZGL_SPFFOUND_MALFORMED;
		if (zgl_spfip_within(
			    (const uint8_t *)rdata.p, host->octets, host->bits))
			found = ZGL_SPFFOUND_MATCH;
	}
	return found;
}

bool zgl_spfanswer_name(zgl_sv rdata, size_t skip, struct zgl_qname *name_r)
{
	zgl_sv wire = zgl_sv_skip(rdata, skip);
	size_t at = 0;

	if (wire.n == 0 || wire.n > ZGL_QNAME_MAX)
		return false;
	while (at < wire.n && wire.p[at] != 0) {
		size_t label = (unsigned char)wire.p[at];
		if (label > 63)
			return false;
		at += 1 + label;
	}
	if (at + 1 != wire.n)
		return false;
	memcpy(name_r->wire, wire.p, wire.n);
	name_r->n = (uint8_t)wire.n;
	return true;
}

/* As much of the strings, joined, as tells an SPF record; returns how much. */
#define HEAD_OCTETS 7

static size_t head_of(zgl_sv rdata, char head[HEAD_OCTETS])
{
	size_t n = 0;

	while (rdata.n > 0 && n < HEAD_OCTETS) {
		size_t string = (unsigned char)rdata.p[0];
		for (size_t i = 1; i <= string && i < rdata.n; i++) {
			if (n < HEAD_OCTETS)
				head[n++] = rdata.p[i];
		}
		rdata = zgl_sv_skip(rdata, 1 + string);
	}
	return n;
}

/* The one record that is for SPF: the others need not be joined. */
static const zgl_sv *find_record(
	const struct zgl_answer *answer, enum zgl_spf_reason *reason_r)
{
	const zgl_sv *found = NULL;

	*reason_r = ZGL_SPF_REASON_NO_RECORD;
	for (size_t i = 0; i < answer->count; i++) {
		char head[HEAD_OCTETS];
		size_t n = head_of(answer->records[i], head);
		if (!zgl_spfrecord_is((zgl_sv){ head, n }))
			continue;
		*reason_r = found == NULL ? ZGL_SPF_REASON_MATCHED
					  : ZGL_SPF_REASON_SEVERAL_RECORDS;
		found = &answer->records[i];
	}
	return found;
}

/* Always a copy: an answer lives no longer than the call. */
static enum zgl_err join(zgl_sv rdata, const struct zgl_limits *limits,
	struct zgl_arena *a, zgl_sv *text_r)
{
	ZGL_TRY(zgl_txt_join(rdata, limits->txt_octets, a, text_r));
	if (rdata.n != (size_t)1 + (unsigned char)rdata.p[0])
		return ZGL_OK; /* several strings: they were copied */
	*text_r = zgl_arena_copy(a, *text_r);
	return a->err;
}

enum zgl_err zgl_spfanswer_record(const struct zgl_answer *answer,
	const struct zgl_limits *limits, struct zgl_arena *a, zgl_sv *text_r,
	enum zgl_spf_reason *reason_r)
{
	const zgl_sv *record = find_record(answer, reason_r);

	*text_r = (zgl_sv){ NULL, 0 };
	if (*reason_r != ZGL_SPF_REASON_MATCHED)
		return ZGL_OK;
	enum zgl_err err = join(*record, limits, a, text_r);
	if (a->err != ZGL_OK)
		return a->err;
	if (err == ZGL_ELIMIT)
		*reason_r = ZGL_SPF_REASON_RECORD_LONG;
	else if (err != ZGL_OK)
		*reason_r = ZGL_SPF_REASON_DNS_MALFORMED;
	return ZGL_OK;
}

enum zgl_err zgl_spfanswer_text(const struct zgl_answer *answer,
	const struct zgl_limits *limits, struct zgl_arena *a, zgl_sv *text_r)
{
	*text_r = (zgl_sv){ NULL, 0 };
	if (answer->count != 1)
		return ZGL_OK;
	if (join(answer->records[0], limits, a, text_r) != ZGL_OK)
		*text_r = (zgl_sv){ NULL, 0 };
	return a->err;
}
