/* SPDX-License-Identifier: ISC */
#include "zegel/dmarc/dmarcname.h"

#include <string.h>

#define PREFIX "_dmarc."

/* Most messages need no more. */
#define FIRST_ROOM 8

static const struct zgl_dmarcname unwanted = {
	.outcome = ZGL_DMARCSTEP_DNS,
	.failure = ZGL_DMARC_REASON_DNS,
};

static struct zgl_dmarcname *find(
	const struct zgl_dmarcnames *names, zgl_sv domain, bool cname)
{
	for (size_t i = 0; i < names->count; i++) {
		struct zgl_dmarcname *name = &names->at[i];
		if (name->domain.n == domain.n && name->cname == cname
			&& zgl_sv_eq(name->domain, domain))
			return name;
	}
	return NULL;
}

static enum zgl_err make_room(struct zgl_dmarcnames *names)
{
	size_t room = names->room > 0 ? names->room * 2 : FIRST_ROOM;

	if (names->count < names->room)
		return ZGL_OK;
	struct zgl_dmarcname *at =
		zgl_arena_array(names->arena, room, sizeof(*at));
	if (at == NULL)
		return names->arena->err;
	if (names->count > 0)
		memcpy(at, names->at, names->count * sizeof(*at));
	names->at = at;
	names->room = room;
	return ZGL_OK;
}

enum zgl_err zgl_dmarcnames_want(
	struct zgl_dmarcnames *names, zgl_sv domain, bool cname)
{
	if (find(names, domain, cname) != NULL)
		return ZGL_OK;
	ZGL_TRY(make_room(names));
	struct zgl_dmarcname *name = &names->at[names->count++];
	*name = unwanted;
	name->domain = domain;
	name->cname = cname;
	/* A name that is too long with _dmarc. before it cannot be there. */
	if (!cname && domain.n + sizeof(PREFIX) - 1 > ZGL_DNAME_MAX) {
		name->answered = true;
		name->outcome = ZGL_DMARCSTEP_NONE;
	}
	return ZGL_OK;
}

const struct zgl_dmarcname *zgl_dmarcnames_find(
	const struct zgl_dmarcnames *names, zgl_sv domain, bool cname)
{
	const struct zgl_dmarcname *name = find(names, domain, cname);

	return name != NULL ? name : &unwanted;
}

void zgl_dmarcname_ask(
	const struct zgl_dmarcname *name, struct zgl_question *question_r)
{
	struct zgl_dname dname = { .n = 0 };
	size_t n = name->cname ? 0 : sizeof(PREFIX) - 1;

	memcpy(dname.text, PREFIX, n);
	memcpy(dname.text + n, name->domain.p, name->domain.n);
	dname.n = (uint8_t)(n + name->domain.n);
	zgl_qname_from_dname(&dname, &question_r->name);
	question_r->type = name->cname ? ZGL_RR_CNAME : ZGL_RR_TXT;
}

/* What an owner may have meant for a record. */
static bool is_almost(zgl_sv text)
{
	return zgl_sv_istarts(zgl_sv_trim_wsp(text), ZGL_SV("v=DMARC"));
}

static enum zgl_err keep_record(struct zgl_dmarcname *name, zgl_sv text,
	const struct zgl_limits *limits, struct zgl_arena *a)
{
	struct zgl_dmarcrecord *record = zgl_arena_get(a, sizeof(*record));
	zgl_sv copy = zgl_arena_copy(a, text);

	if (a->err != ZGL_OK)
		return a->err;
	if (zgl_dmarcrecord_read(copy, limits, record)) {
		name->outcome = ZGL_DMARCSTEP_RECORD;
		name->record = record;
	}
	return ZGL_OK;
}

/* rfc9989#4.10 step 2: records of others are discarded, and several of DMARC
 * discard each other. */
static enum zgl_err read_records(struct zgl_dmarcname *name,
	const struct zgl_answer *answer, const struct zgl_limits *limits,
	struct zgl_arena *a)
{
	zgl_sv text;

	for (size_t i = 0; i < answer->count; i++) {
		enum zgl_err err = zgl_txt_join(
			answer->records[i], limits->txt_octets, a, &text);
		if (a->err != ZGL_OK)
			return a->err;
		if (err != ZGL_OK || !zgl_dmarcrecord_is(text, limits)) {
			name->almost |= err == ZGL_OK && is_almost(text);
			continue; /* a record, but none of DMARC */
		}
		if (name->record != NULL) {
			name->outcome = ZGL_DMARCSTEP_SEVERAL;
			name->record = NULL;
			return ZGL_OK;
		}
		ZGL_TRY(keep_record(name, text, limits, a));
	}
	return ZGL_OK;
}

static enum zgl_dmarc_reason failure_of(const struct zgl_answer *answer)
{
	if (answer->dnssec == ZGL_DNSSEC_BOGUS)
		return ZGL_DMARC_REASON_DNS_BOGUS;
	return answer->state == ZGL_ANSWER_MALFORMED
		? ZGL_DMARC_REASON_DNS_MALFORMED
		: ZGL_DMARC_REASON_DNS;
}

enum zgl_err zgl_dmarcname_answer(struct zgl_dmarcname *name,
	const struct zgl_answer *answer, const struct zgl_limits *limits,
	struct zgl_arena *a)
{
	bool records = answer->state == ZGL_ANSWER_RECORDS;
	bool nodata = answer->state == ZGL_ANSWER_NODATA;
	bool nxdomain = answer->state == ZGL_ANSWER_NXDOMAIN;

	name->answered = true;
	if (answer->dnssec == ZGL_DNSSEC_BOGUS
		|| !(records || nodata || nxdomain)) {
		name->failure = failure_of(answer);
		name->problem = answer->problem;
		return ZGL_OK;
	}
	name->exists = !nxdomain;
	name->outcome = ZGL_DMARCSTEP_NONE;
	return records && !name->cname ? read_records(name, answer, limits, a)
				       : ZGL_OK;
}

void zgl_dmarcname_copy(zgl_sv end, struct zgl_dname *name_r)
{
	memcpy(name_r->text, end.p, end.n);
	name_r->text[end.n] = '\0';
	name_r->n = (uint8_t)end.n;
}
