/* SPDX-License-Identifier: ISC */
#include "zegel/dns/zoneread.h"

#include "zegel/base/ascii.h"
#include "zegel/dns/zonelex.h"
#include "zegel/dns/zonerdata.h"
#include "zegel/dns/zonetype.h"

/* rfc1035#5.1 knows the last TTL stated; before the first one there is this. */
#define FIRST_TTL_S 3600

struct reader {
	struct zgl_zonelex lex;
	struct zgl_qname origin;
	struct zgl_zonerecord record; /* keeps owner and TTL for the next one */
	bool has_owner;
	bool has_default;     /* $TTL was seen: */
	uint32_t default_ttl; /* rfc2308#4 */
	struct zgl_buf rdata;
	zgl_zoneread_fn *take;
	void *to;
};

static enum zgl_err fail(
	struct reader *r, const char *what, const char *expected)
{
	return zgl_zonelex_fail(&r->lex, what, expected);
}

static enum zgl_err expect_end(struct reader *r)
{
	ZGL_TRY(zgl_zonelex_next(&r->lex));
	if (zgl_zonelex_is_text(&r->lex))
		return fail(r, "more than the directive takes",
			"the end of the line");
	return ZGL_OK;
}

static enum zgl_err read_origin(struct reader *r)
{
	ZGL_TRY(zgl_zonelex_next(&r->lex));
	ZGL_TRY(zgl_zonerdata_name(&r->lex, &r->origin, &r->origin));
	return expect_end(r);
}

static enum zgl_err read_default_ttl(struct reader *r)
{
	ZGL_TRY(zgl_zonelex_next(&r->lex));
	if (!zgl_zonerdata_time(r->lex.token, &r->default_ttl))
		return fail(r, "no TTL",
			"seconds, or numbers with units s m h d w");
	r->has_default = true;
	return expect_end(r);
}

static bool find_fault(
	const struct zgl_zonelex *lex, enum zgl_zonefault *fault_r)
{
	static const char *const words[] = {
		[ZGL_ZONEFAULT_SERVFAIL] = "servfail",
		[ZGL_ZONEFAULT_TIMEOUT] = "timeout",
		[ZGL_ZONEFAULT_BOGUS] = "bogus",
	};

	for (unsigned i = ZGL_ZONEFAULT_SERVFAIL; i < ZGL_COUNT(words); i++) {
		if (zgl_zonelex_is_word(lex, words[i])) {
			*fault_r = (enum zgl_zonefault)i;
			return true;
		}
	}
	return false;
}

/* $FAULT NAME [TYPE] servfail|timeout|bogus */
static enum zgl_err read_fault(struct reader *r)
{
	struct zgl_zonerecord record = { .type = ZGL_ZONEREAD_ALL };
	struct zgl_zonetype type;

	ZGL_TRY(zgl_zonelex_next(&r->lex));
	ZGL_TRY(zgl_zonerdata_name(&r->lex, &r->origin, &record.owner));
	ZGL_TRY(zgl_zonelex_next(&r->lex));
	if (zgl_zonetype_find(r->lex.token, &type)) {
		record.type = type.type;
		ZGL_TRY(zgl_zonelex_next(&r->lex));
	}
	if (!find_fault(&r->lex, &record.fault))
		return fail(r, "no such fault",
			"servfail, timeout or bogus, a type before it or not");
	ZGL_TRY(expect_end(r));
	return r->take(r->to, &record);
}

static enum zgl_err read_directive(struct reader *r)
{
	if (zgl_zonelex_is_word(&r->lex, "$ORIGIN"))
		return read_origin(r);
	if (zgl_zonelex_is_word(&r->lex, "$TTL"))
		return read_default_ttl(r);
	if (zgl_zonelex_is_word(&r->lex, "$FAULT"))
		return read_fault(r);
	if (zgl_zonelex_is_word(&r->lex, "$INCLUDE"))
		return fail(r, "$INCLUDE, which is not followed",
			"each file by itself");
	return fail(
		r, "a directive that is not known", "$ORIGIN, $TTL or $FAULT");
}

static bool is_class(const struct zgl_zonelex *lex)
{
	return zgl_zonelex_is_word(lex, "IN")
		|| zgl_zonelex_is_word(lex, "CLASS1");
}

static bool is_other_class(const struct zgl_zonelex *lex)
{
	return zgl_zonelex_is_word(lex, "CH") || zgl_zonelex_is_word(lex, "HS")
		|| zgl_zonelex_is_word(lex, "CS");
}

/* TTL and class in any order, either or none; ends at the type. */
static enum zgl_err read_ttl_and_class(struct reader *r)
{
	bool has_ttl = false, has_class = false;

	for (;;) {
		if (!has_class && is_class(&r->lex)) {
			has_class = true;
		} else if (!has_ttl && r->lex.token.n > 0
			&& zgl_is_digit(r->lex.token.p[0])) {
			has_ttl = true;
			if (!zgl_zonerdata_time(r->lex.token, &r->record.ttl_s))
				return fail(r, "no TTL",
					"seconds up to 2147483647, or "
					"numbers with units s m h d w");
		} else {
			break;
		}
		ZGL_TRY(zgl_zonelex_next(&r->lex));
	}
	if (!has_ttl && r->has_default)
		r->record.ttl_s = r->default_ttl;
	return ZGL_OK;
}

static enum zgl_err read_owner(struct reader *r, bool indented)
{
	if (indented && !r->has_owner)
		return fail(r, "a record without a name",
			"a name at the start of the line");
	if (indented)
		return ZGL_OK;
	ZGL_TRY(zgl_zonerdata_name(&r->lex, &r->origin, &r->record.owner));
	r->has_owner = true;
	return zgl_zonelex_next(&r->lex);
}

static enum zgl_err read_record(struct reader *r)
{
	struct zgl_zonetype type;

	ZGL_TRY(read_ttl_and_class(r));
	if (is_other_class(&r->lex))
		return fail(r, "a class other than IN", "IN, or no class");
	if (r->lex.kind != ZGL_ZONETOKEN_WORD
		|| !zgl_zonetype_find(r->lex.token, &type))
		return fail(r, "no type that is known",
			"the name of a type, or TYPE and its number");
	r->record.type = type.type;
	ZGL_TRY(zgl_zonelex_next(&r->lex));
	zgl_buf_reset(&r->rdata);
	ZGL_TRY(zgl_zonerdata_read(&r->lex, &type, &r->origin, &r->rdata));
	r->record.rdata = zgl_buf_sv(&r->rdata);
	return r->take(r->to, &r->record);
}

static enum zgl_err read_entry(struct reader *r)
{
	bool indented = zgl_zonelex_indented(&r->lex);

	ZGL_TRY(zgl_zonelex_next(&r->lex));
	if (!zgl_zonelex_is_text(&r->lex))
		return ZGL_OK;
	if (!indented && r->lex.kind == ZGL_ZONETOKEN_WORD
		&& r->lex.token.p[0] == '$')
		return read_directive(r);
	ZGL_TRY(read_owner(r, indented));
	return read_record(r);
}

enum zgl_err zgl_zoneread(
	zgl_sv text, zgl_zoneread_fn *take, void *to, struct zgl_diag *diag_r)
{
	struct reader r = {
		.origin = { .wire = { 0 }, .n = 1 },
		.record = { .ttl_s = FIRST_TTL_S },
		.take = take,
		.to = to,
	};
	enum zgl_err err = ZGL_OK;

	zgl_zonelex_begin(&r.lex, text);
	zgl_buf_begin(&r.rdata, ZGL_ZONERDATA_MAX);
	while (err == ZGL_OK && r.lex.kind != ZGL_ZONETOKEN_END)
		err = read_entry(&r);
	*diag_r = err == ZGL_ESYNTAX ? r.lex.diag : (struct zgl_diag){ 0 };
	zgl_buf_free(&r.rdata);
	return err;
}
