/* SPDX-License-Identifier: ISC */
/*
 * zone: a text that loads answers every question about its names and has its
 * own records among the answers; written in the form of RFC 3597 it loads
 * again and answers the same. A fault lies within the text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/dns/rdata.h"
#include "zegel/dns/zone.h"
#include "zegel/dns/zoneread.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NAMES_MAX 32

struct walk {
	struct zgl_zone *zone, *copy;
	struct zgl_buf text; /* of the copy */
	size_t names;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void ask(const struct zgl_zone *zone, const struct zgl_qname *name,
	uint16_t type, struct zgl_arena *a, struct zgl_answer *answer_r)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	const struct zgl_question question = { *name, type };

	must(zgl_zone_answer(zone, &question, &limits, a, answer_r) == ZGL_OK);
	must((answer_r->count > 0) == (answer_r->state == ZGL_ANSWER_RECORDS));
	for (size_t i = 0; i < answer_r->count; i++)
		must(zgl_rdata_fits(type, answer_r->records[i]));
}

static bool has(const struct zgl_answer *answer, zgl_sv rdata)
{
	for (size_t i = 0; i < answer->count; i++) {
		if (zgl_sv_eq(answer->records[i], rdata))
			return true;
	}
	return false;
}

static void write_generic(
	const struct zgl_zonerecord *record, struct zgl_buf *to)
{
	static const char hex[] = "0123456789abcdef";
	static const char *const faults[] = { "", "servfail", "timeout",
		"bogus" };

	if (record->fault != ZGL_ZONEFAULT_NONE)
		zgl_buf_text(to, "$FAULT ");
	zgl_qname_write(&record->owner, to);
	if (record->fault == ZGL_ZONEFAULT_NONE) {
		zgl_buf_char(to, ' ');
		zgl_buf_num(to, record->ttl_s);
	}
	if (record->type != ZGL_ZONEREAD_ALL) {
		zgl_buf_text(to, " TYPE");
		zgl_buf_num(to, record->type);
	}
	zgl_buf_char(to, ' ');
	zgl_buf_text(to, faults[record->fault]);
	if (record->fault == ZGL_ZONEFAULT_NONE) {
		zgl_buf_text(to, "\\# ");
		zgl_buf_num(to, record->rdata.n);
	}
	zgl_buf_char(to, ' ');
	for (size_t i = 0; i < record->rdata.n; i++) {
		uint8_t c = (uint8_t)record->rdata.p[i];
		zgl_buf_char(to, hex[c >> 4]);
		zgl_buf_char(to, hex[c & 15]);
	}
	zgl_buf_char(to, '\n');
}

static enum zgl_err copy_record(void *to, const struct zgl_zonerecord *record)
{
	struct walk *w = to;

	write_generic(record, &w->text);
	return ZGL_OK;
}

static void must_be_same(
	const struct walk *w, const struct zgl_qname *name, uint16_t type)
{
	struct zgl_answer here, there;
	struct zgl_arena a;

	zgl_arena_begin(&a, 64 << 20);
	ask(w->zone, name, type, &a, &here);
	ask(w->copy, name, type, &a, &there);
	must(here.state == there.state && here.dnssec == there.dnssec);
	must(here.ttl_s == there.ttl_s && here.count == there.count);
	must(here.problem == there.problem);
	for (size_t i = 0; i < here.count; i++)
		must(zgl_sv_eq(here.records[i], there.records[i]));
	zgl_arena_free(&a);
}

/* The name itself exists, so do all above; below there may be a wildcard. */
static void ask_around(const struct walk *w, const struct zgl_qname *owner)
{
	static const uint16_t types[] = { ZGL_RR_A, ZGL_RR_CNAME, ZGL_RR_SOA,
		ZGL_RR_MX, ZGL_RR_TXT, 731 };
	struct zgl_qname name = *owner, below;
	struct zgl_answer answer;
	struct zgl_arena a;

	for (size_t i = 0; i < ZGL_COUNT(types); i++)
		must_be_same(w, owner, types[i]);
	if (zgl_qname_parse(ZGL_SV("x.y"), owner, &below))
		must_be_same(w, &below, ZGL_RR_TXT);
	zgl_arena_begin(&a, 64 << 20);
	do {
		/* not followed, so that only this name is told of */
		ask(w->zone, &name, ZGL_RR_CNAME, &a, &answer);
		must(answer.state != ZGL_ANSWER_NXDOMAIN);
	} while (zgl_qname_parent(&name, &name));
	zgl_arena_free(&a);
}

static enum zgl_err check_record(void *to, const struct zgl_zonerecord *record)
{
	struct walk *w = to;
	struct zgl_answer answer;
	struct zgl_arena a;

	if (w->names++ >= NAMES_MAX)
		return ZGL_OK;
	ask_around(w, &record->owner);
	if (record->fault != ZGL_ZONEFAULT_NONE)
		return ZGL_OK;
	must_be_same(w, &record->owner, record->type);
	zgl_arena_begin(&a, 64 << 20);
	ask(w->zone, &record->owner, record->type, &a, &answer);
	must(answer.state == ZGL_ANSWER_TEMPFAIL
		|| has(&answer, record->rdata));
	zgl_arena_free(&a);
	return ZGL_OK;
}

static void check_zone(struct walk *w, zgl_sv text)
{
	struct zgl_diag diag;

	zgl_buf_begin(&w->text, 64 << 20);
	must(zgl_zone_new(&w->copy) == ZGL_OK);
	must(zgl_zoneread(text, copy_record, w, &diag) == ZGL_OK);
	must(w->text.err == ZGL_OK);
	must(zgl_zone_load(w->copy, zgl_buf_sv(&w->text), &diag) == ZGL_OK);
	must(zgl_zoneread(text, check_record, w, &diag) == ZGL_OK);
	zgl_zone_free(w->copy);
	zgl_buf_free(&w->text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv text = { (const char *)data, size };
	struct walk w = { .names = 0 };
	struct zgl_diag diag;
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	must(zgl_zone_new(&w.zone) == ZGL_OK);
	if (zgl_zone_load(w.zone, text, &diag) == ZGL_OK) {
		must(diag.what == NULL);
		check_zone(&w, text);
	} else {
		must(diag.what != NULL && diag.expected != NULL);
		must(diag.line >= 1 && diag.line <= lines);
		must(diag.offset <= size);
	}
	zgl_zone_free(w.zone);
	return 0;
}
