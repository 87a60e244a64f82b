/* SPDX-License-Identifier: ISC */
#include "zegel/mail/msgsplit.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/mail/span.h"

/* What the next octet is, */
enum phase {
	LINE,  /* the first of a line that continues nothing */
	NAME,  /* one of a name */
	COLON, /* behind a name: white space or the colon */
	VALUE, /* one of a value */
	LF,    /* behind a CR in a value */
	NEXT,  /* behind the CRLF of a value: is it a fold? */
	EMPTY, /* behind a CR that begins a line */
	BODY,  /* one of the body */
	/* or what was just read. */
	A_FIELD,
	AN_EMPTY_LINE,
	NO_FIELD, /* the start of a line, by which that cannot be a field */
};

void zgl_msgsplit_begin(struct zgl_msgsplit *s,
	const struct zgl_msgsplit_face *face, void *to,
	const struct zgl_limits *limits)
{
	size_t most = limits->field_octets;

	*s = (struct zgl_msgsplit){
		.face = face,
		.to = to,
		.limits = limits,
		.phase = LINE,
	};
	zgl_buf_begin(&s->held, most < SIZE_MAX - 2 ? most + 2 : most);
}

void zgl_msgsplit_into(struct zgl_msgsplit *s, struct zgl_header *header)
{
	s->header = header;
}

void zgl_msgsplit_free(struct zgl_msgsplit *s)
{
	zgl_buf_free(&s->held);
}

static const char *read_name(
	struct zgl_msgsplit *s, const char *p, const char *end)
{
	size_t n = zgl_span_name(p, (size_t)(end - p));

	if (p + n < end)
		s->phase = n == 0 && s->phase == LINE ? NO_FIELD : COLON;
	else
		s->phase = NAME;
	return p + n;
}

static const char *read_value(
	struct zgl_msgsplit *s, const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));

	if (lf == NULL) {
		s->phase = end[-1] == '\r' ? LF : VALUE;
		return end;
	}
	s->phase = lf > p && lf[-1] == '\r' ? NEXT : VALUE;
	return lf + 1;
}

/* Reads octets of one phase, or none when the phase is another; p < end. */
static const char *read_on(
	struct zgl_msgsplit *s, const char *p, const char *end)
{
	switch ((enum phase)s->phase) {
	case LINE:
		if (*p != '\r')
			return read_name(s, p, end);
		s->phase = EMPTY;
		return p + 1;
	case NAME: return read_name(s, p, end);
	case COLON:
		if (*p == ':')
			s->phase = VALUE;
		else if (!zgl_is_wsp(*p))
			s->phase = NO_FIELD;
		return s->phase == NO_FIELD ? p : p + 1;
	case VALUE: return read_value(s, p, end);
	case LF:
		s->phase = *p == '\n' ? NEXT : VALUE;
		return *p == '\n' ? p + 1 : p;
	case NEXT: s->phase = zgl_is_wsp(*p) ? VALUE : A_FIELD; return p;
	case EMPTY:
		s->phase = *p == '\n' ? AN_EMPTY_LINE : NO_FIELD;
		return *p == '\n' ? p + 1 : p;
	default: return end;
	}
}

/*
 * How many of the n octets read since LINE are surely of a field, if that is
 * one: a CR or a CRLF at their end may be what ends it.
 */
static size_t field_size(const struct zgl_msgsplit *s, size_t n)
{
	switch ((enum phase)s->phase) {
	case EMPTY:
	case AN_EMPTY_LINE:
	case NO_FIELD: return 0;
	case LF: return n - 1;
	case NEXT:
	case A_FIELD: return n - 2;
	default: return n;
	}
}

static bool is_too_much(const struct zgl_msgsplit *s, size_t n)
{
	return n > s->limits->field_octets
		|| n > s->limits->header_octets - s->header_octets;
}

/* Passes a field that took n octets of the message. */
static enum zgl_err pass_field(struct zgl_msgsplit *s, zgl_sv raw, size_t n)
{
	if (s->fields == s->limits->fields)
		return ZGL_ELIMIT;
	if (s->header != NULL)
		ZGL_TRY(zgl_header_add(s->header, raw));
	else
		ZGL_TRY(s->face->field(s->to, raw));
	s->fields++;
	s->header_octets += raw.n;
	s->offset += n;
	return ZGL_OK;
}

/* The same for what was just read: what is held, and n octets at p. */
static enum zgl_err pass_read(struct zgl_msgsplit *s, const char *p, size_t n)
{
	zgl_sv raw = { p, n };

	if (s->held.n > 0) {
		zgl_buf_put(&s->held, raw);
		ZGL_TRY(s->held.err);
		raw = zgl_buf_sv(&s->held);
	}
	n = raw.n;
	raw.n = field_size(s, n);
	ZGL_TRY(pass_field(s, raw, n));
	zgl_buf_reset(&s->held);
	s->phase = LINE;
	return ZGL_OK;
}

static enum zgl_err pass_body(struct zgl_msgsplit *s, zgl_sv octets)
{
	if (octets.n == 0)
		return ZGL_OK;
	ZGL_TRY(s->face->body(s->to, octets));
	s->offset += octets.n;
	return ZGL_OK;
}

/* What is held is the body's start, but for the line that divides. */
static enum zgl_err begin_body(struct zgl_msgsplit *s)
{
	zgl_sv held = zgl_buf_sv(&s->held);

	if (s->phase == AN_EMPTY_LINE) {
		s->offset += 2;
		held.n = 0;
	}
	s->phase = BODY;
	ZGL_TRY(s->face->end_header(s->to));
	return pass_body(s, held);
}

/* Puts the fields that lie whole at p into the header. */
static enum zgl_err pass_lines(
	struct zgl_msgsplit *s, const char *p, size_t n, size_t *taken_r)
{
	uint32_t before = s->header->count;
	enum zgl_err err =
		zgl_header_add_lines(s->header, (zgl_sv){ p, n }, taken_r);
	uint32_t more = s->header->count - before;

	s->fields += more;
	s->header_octets += *taken_r - 2 * (size_t)more;
	s->offset += *taken_r;
	return err;
}

/* Passes what was read to its end: what is held, and n octets at p. */
static enum zgl_err end_part(struct zgl_msgsplit *s, const char *p, size_t n)
{
	switch ((enum phase)s->phase) {
	case A_FIELD: return pass_read(s, p, n);
	case AN_EMPTY_LINE:
	case NO_FIELD: return begin_body(s);
	default: return ZGL_OK;
	}
}

static enum zgl_err feed(struct zgl_msgsplit *s, const char *p, const char *end)
{
	const char *from = p; /* of what is read and not held */
	size_t taken = 0;

	while (p < end && s->phase != BODY) {
		if (s->phase == LINE && s->header != NULL)
			ZGL_TRY(pass_lines(s, p, (size_t)(end - p), &taken));
		if (s->phase == LINE)
			from = p += taken;
		p = read_on(s, p, end);
		size_t n = (size_t)(p - from);
		if (is_too_much(s, field_size(s, s->held.n + n)))
			return ZGL_ELIMIT;
		bool empty = s->phase == AN_EMPTY_LINE;
		ZGL_TRY(end_part(s, from, n));
		if (empty)
			from = p;
	}
	zgl_sv rest = { from, (size_t)(end - from) };
	if (s->phase == BODY)
		return pass_body(s, rest);
	if (s->phase != LINE)
		zgl_buf_put(&s->held, rest);
	return s->held.err;
}

enum zgl_err zgl_msgsplit_feed(struct zgl_msgsplit *s, zgl_sv octets)
{
	if (s->err == ZGL_OK && octets.n > 0)
		s->err = feed(s, octets.p, octets.p + octets.n);
	return s->err;
}

static enum zgl_err end(struct zgl_msgsplit *s)
{
	if (s->phase == BODY)
		return ZGL_OK;
	/* no LF came: the CR is an octet like others */
	if (s->phase == LF)
		s->phase = VALUE;
	if (is_too_much(s, field_size(s, s->held.n)))
		return ZGL_ELIMIT;
	if (s->phase == VALUE || s->phase == NEXT)
		ZGL_TRY(pass_read(s, "", 0));
	return begin_body(s);
}

enum zgl_err zgl_msgsplit_end(struct zgl_msgsplit *s)
{
	if (s->err == ZGL_OK)
		s->err = end(s);
	return s->err;
}
