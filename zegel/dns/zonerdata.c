/* SPDX-License-Identifier: ISC */
#include "zegel/dns/zonerdata.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/num.h"
#include "zegel/dns/escape.h"
#include "zegel/dns/ipaddr.h"
#include "zegel/dns/rdata.h"

struct reader {
	struct zgl_zonelex *lex;
	const struct zgl_qname *origin;
	struct zgl_buf *to;
};

static void put_octets(struct zgl_buf *to, const uint8_t *p, size_t n)
{
	zgl_buf_put(to, (zgl_sv){ (const char *)p, n });
}

/* The low n octets of value, in network order. */
static void put_number(struct zgl_buf *to, uint64_t value, unsigned n)
{
	while (n-- > 0)
		zgl_buf_char(to, (char)(value >> n * 8 & 0xff));
}

static uint32_t unit_seconds(char unit)
{
	switch (zgl_lower(unit)) {
	case 's': return 1;
	case 'm': return 60;
	case 'h': return 3600;
	case 'd': return 24 * 3600;
	case 'w': return 7 * 24 * 3600;
	default: return 0;
	}
}

bool zgl_zonerdata_time(zgl_sv text, uint32_t *seconds_r)
{
	uint64_t total = 0, value;

	if (text.n == 0)
		return false;
	while (text.n > 0) {
		size_t digits = 0;
		while (digits < text.n && zgl_is_digit(text.p[digits]))
			digits++;
		if (!zgl_num_parse(zgl_sv_head(text, digits), &value))
			return false;
		bool plain = digits == text.n;
		uint32_t unit = plain ? 1 : unit_seconds(text.p[digits]);
		/* rfc2181#8: a TTL has 31 bits */
		if (unit == 0 || value > INT32_MAX)
			return false;
		total += value * unit;
		if (total > INT32_MAX)
			return false;
		text = zgl_sv_skip(text, plain ? digits : digits + 1);
	}
	*seconds_r = (uint32_t)total;
	return true;
}

enum zgl_err zgl_zonerdata_name(struct zgl_zonelex *lex,
	const struct zgl_qname *origin, struct zgl_qname *name_r)
{
	if (lex->kind != ZGL_ZONETOKEN_WORD)
		return zgl_zonelex_fail(lex, "no name", "a name");
	if (zgl_sv_eq(lex->token, ZGL_SV("@")))
		*name_r = *origin;
	else if (!zgl_qname_parse(lex->token, origin, name_r))
		return zgl_zonelex_fail(lex, "a name that is none",
			"labels of 1 to 63 octets, 255 in all");
	return ZGL_OK;
}

static enum zgl_err put_name(struct reader *r)
{
	struct zgl_qname name = { .n = 0 };

	ZGL_TRY(zgl_zonerdata_name(r->lex, r->origin, &name));
	put_octets(r->to, name.wire, name.n);
	return ZGL_OK;
}

static enum zgl_err put_integer(struct reader *r, unsigned octets)
{
	static const char *const expected[] = {
		[1] = "a number of at most 255",
		[2] = "a number of at most 65535",
		[4] = "a number of at most 4294967295",
	};
	uint64_t value;

	if (r->lex->kind != ZGL_ZONETOKEN_WORD
		|| !zgl_num_parse(r->lex->token, &value)
		|| value >> octets * 8 != 0)
		return zgl_zonelex_fail(
			r->lex, "no such number", expected[octets]);
	put_number(r->to, value, octets);
	return ZGL_OK;
}

static enum zgl_err put_time(struct reader *r)
{
	uint32_t seconds;

	if (r->lex->kind != ZGL_ZONETOKEN_WORD
		|| !zgl_zonerdata_time(r->lex->token, &seconds))
		return zgl_zonelex_fail(r->lex, "no time",
			"seconds, or numbers with units s m h d w");
	put_number(r->to, seconds, 4);
	return ZGL_OK;
}

static enum zgl_err put_ip4(struct reader *r)
{
	uint8_t octets[4];

	if (r->lex->kind != ZGL_ZONETOKEN_WORD
		|| !zgl_ipaddr_read4(r->lex->token, octets))
		return zgl_zonelex_fail(
			r->lex, "no IPv4 address", "four numbers with dots");
	put_octets(r->to, octets, sizeof(octets));
	return ZGL_OK;
}

static enum zgl_err put_ip6(struct reader *r)
{
	uint8_t octets[16];

	if (r->lex->kind != ZGL_ZONETOKEN_WORD
		|| !zgl_ipaddr_read6(r->lex->token, octets))
		return zgl_zonelex_fail(
			r->lex, "no IPv6 address", "groups with colons");
	put_octets(r->to, octets, sizeof(octets));
	return ZGL_OK;
}

/* The token's octets, without a length. */
static enum zgl_err put_text(struct reader *r)
{
	zgl_sv text = r->lex->token;
	uint8_t octet;

	if (!zgl_zonelex_is_text(r->lex))
		return zgl_zonelex_fail(r->lex, "no text", "a string");
	while (text.n > 0) {
		size_t used = zgl_escape_read(text, &octet);
		if (used == 0)
			return zgl_zonelex_fail(r->lex,
				"an escape that is none",
				"\\ and three digits up to 255, or one octet");
		zgl_buf_char(r->to, (char)octet);
		text = zgl_sv_skip(text, used);
	}
	return ZGL_OK;
}

static enum zgl_err put_string(struct reader *r)
{
	size_t at = r->to->n;

	zgl_buf_char(r->to, 0);
	ZGL_TRY(put_text(r));
	if (r->to->err != ZGL_OK)
		return ZGL_OK; /* told at the end of the record */
	size_t n = r->to->n - at - 1;
	if (n > UINT8_MAX)
		return zgl_zonelex_fail(r->lex, "a string over 255 octets",
			"several strings of at most 255 octets each");
	r->to->p[at] = (char)n;
	return ZGL_OK;
}

/* Hexadecimal digits, two for each octet in one word. */
static enum zgl_err put_hex(struct reader *r)
{
	zgl_sv text = r->lex->token;
	bool bad = r->lex->kind != ZGL_ZONETOKEN_WORD || text.n % 2 != 0;

	for (size_t i = 0; i + 1 < text.n && !bad; i += 2) {
		int high = zgl_hex_value(text.p[i]);
		int low = zgl_hex_value(text.p[i + 1]);
		bad = high < 0 || low < 0;
		if (!bad)
			zgl_buf_char(r->to, (char)(high << 4 | low));
	}
	return bad ? zgl_zonelex_fail(r->lex, "no hexadecimal octets",
		       "two hexadecimal digits for each octet")
		   : ZGL_OK;
}

static enum zgl_err put_field(struct reader *r, char field)
{
	switch ((enum zgl_zonefield)field) {
	case ZGL_ZONEFIELD_U8: return put_integer(r, 1);
	case ZGL_ZONEFIELD_U16: return put_integer(r, 2);
	case ZGL_ZONEFIELD_U32: return put_integer(r, 4);
	case ZGL_ZONEFIELD_TIME: return put_time(r);
	case ZGL_ZONEFIELD_NAME: return put_name(r);
	case ZGL_ZONEFIELD_IP4: return put_ip4(r);
	case ZGL_ZONEFIELD_IP6: return put_ip6(r);
	case ZGL_ZONEFIELD_STRING:
	case ZGL_ZONEFIELD_STRINGS: return put_string(r);
	case ZGL_ZONEFIELD_TEXT: return put_text(r);
	case ZGL_ZONEFIELD_HEX: break;
	}
	return put_hex(r);
}

/* One field after the other; the last one may take all that follows. */
static enum zgl_err put_fields(struct reader *r, const char *fields)
{
	while (*fields != '\0') {
		bool again = *fields == ZGL_ZONEFIELD_STRINGS
			|| *fields == ZGL_ZONEFIELD_HEX;
		ZGL_TRY(put_field(r, *fields));
		ZGL_TRY(zgl_zonelex_next(r->lex));
		if (!again || !zgl_zonelex_is_text(r->lex))
			fields++;
	}
	return ZGL_OK;
}

/* rfc3597#5: after \# the number of octets, and the octets. */
static enum zgl_err put_generic(struct reader *r, uint16_t type)
{
	const char *expected = "as many octets as the number says, "
			       "in the form of the type";
	struct zgl_diag diag = r->lex->diag;
	uint64_t n;

	ZGL_TRY(zgl_zonelex_next(r->lex));
	if (!zgl_num_parse(r->lex->token, &n))
		return zgl_zonelex_fail(
			r->lex, "no number after \\#", "the octets of RDATA");
	ZGL_TRY(zgl_zonelex_next(r->lex));
	while (zgl_zonelex_is_text(r->lex)) {
		ZGL_TRY(put_hex(r));
		ZGL_TRY(zgl_zonelex_next(r->lex));
	}
	if (r->to->err != ZGL_OK
		|| (r->to->n == n && zgl_rdata_fits(type, zgl_buf_sv(r->to))))
		return ZGL_OK;
	r->lex->diag = diag;
	return zgl_zonelex_fail(r->lex, "RDATA that does not fit", expected);
}

enum zgl_err zgl_zonerdata_read(struct zgl_zonelex *lex,
	const struct zgl_zonetype *type, const struct zgl_qname *origin,
	struct zgl_buf *to)
{
	struct reader r = { .lex = lex, .origin = origin, .to = to };

	if (zgl_zonelex_is_word(lex, "\\#"))
		ZGL_TRY(put_generic(&r, type->type));
	else if (type->fields == NULL)
		return zgl_zonelex_fail(lex,
			"a type whose data has no text form here",
			"\\#, the number of octets, the octets in hexadecimal");
	else
		ZGL_TRY(put_fields(&r, type->fields));
	if (zgl_zonelex_is_text(lex))
		return zgl_zonelex_fail(lex, "more data than the type has",
			"the end of the record");
	if (to->err == ZGL_ELIMIT)
		return zgl_zonelex_fail(
			lex, "a record over 65,535 octets", "less RDATA");
	return to->err;
}
