/* SPDX-License-Identifier: ISC */
#include "cmd/mboxsplit.h"

static const zgl_sv from = { "From ", 5 };

enum {
	START,     /* at the start of a line: ">", "From " so far */
	START_CR,  /* behind a CR that begins a line */
	LINE,      /* in a line of a message */
	SEPARATOR, /* in a line that parts messages */
};

void zgl_mboxsplit_begin(struct zgl_mboxsplit *m,
	const struct zgl_mboxsplit_face *face, void *to)
{
	*m = (struct zgl_mboxsplit){ .face = face, .to = to };
}

static void put(struct zgl_mboxsplit *m, zgl_sv octets)
{
	if (octets.n > 0)
		m->face->octets(m->to, octets);
}

/* The empty line that was held is one of the message. */
static void release_blank(struct zgl_mboxsplit *m)
{
	put(m, m->blank);
	m->blank.n = 0;
}

/* What is held of the start of a line is no quoted "From ". */
static void release_start(struct zgl_mboxsplit *m)
{
	release_blank(m);
	if (m->quote)
		put(m, ZGL_SV(">"));
	put(m, zgl_sv_head(from, m->matched));
	m->quote = false;
	m->matched = 0;
}

static void end_message(struct zgl_mboxsplit *m)
{
	if (m->in_message)
		m->face->end(m->to);
	m->in_message = false;
}

/* All of "From " stood at the start of a line, behind ">" or not. */
static void settle_from(struct zgl_mboxsplit *m)
{
	if (m->quote) {
		m->quote = false;
		release_start(m);
		m->state = LINE;
		return;
	}
	m->matched = 0;
	m->blank.n = 0;
	end_message(m);
	m->in_message = true;
	m->face->begin(m->to);
	m->state = SEPARATOR;
}

static void hold_blank(struct zgl_mboxsplit *m, zgl_sv end)
{
	release_blank(m);
	m->blank = end;
	m->state = START;
}

/* Takes one octet at the start of a line; false when it begins other text. */
static bool take_start(struct zgl_mboxsplit *m, char c)
{
	if (c == from.p[m->matched]) {
		if (++m->matched == from.n)
			settle_from(m);
		return true;
	}
	if (m->matched > 0)
		return false;
	if (c == '>') {
		release_blank(m);
		if (m->quote) /* all ">" are alike: the last is held */
			put(m, ZGL_SV(">"));
		m->quote = true;
		return true;
	}
	if (m->quote || (c != '\r' && c != '\n'))
		return false;
	if (c == '\r')
		m->state = START_CR;
	else
		hold_blank(m, ZGL_SV("\n"));
	return true;
}

/* The rest of a line, as far as it is here. Returns the octets taken. */
static size_t take_line(struct zgl_mboxsplit *m, zgl_sv rest)
{
	size_t at = zgl_sv_find(rest, '\n');
	size_t n = at < rest.n ? at + 1 : at;

	if (m->state == LINE)
		put(m, zgl_sv_head(rest, n));
	if (at < rest.n)
		m->state = START;
	return n;
}

/* Returns the octets taken; 0 when only the state changed. */
static size_t take(struct zgl_mboxsplit *m, zgl_sv rest)
{
	if (m->state == START) {
		if (take_start(m, rest.p[0]))
			return 1;
		release_start(m);
		m->state = LINE;
		return 0;
	}
	if (m->state == START_CR && rest.p[0] == '\n') {
		hold_blank(m, ZGL_SV("\r\n"));
		return 1;
	}
	if (m->state == START_CR) {
		release_blank(m);
		put(m, ZGL_SV("\r"));
		m->state = LINE;
		return 0;
	}
	return take_line(m, rest);
}

bool zgl_mboxsplit_feed(struct zgl_mboxsplit *m, zgl_sv octets)
{
	while (octets.n > 0) {
		if (!m->in_message && octets.p[0] != from.p[m->matched])
			return false;
		octets = zgl_sv_skip(octets, take(m, octets));
	}
	return true;
}

bool zgl_mboxsplit_end(struct zgl_mboxsplit *m)
{
	if (!m->in_message)
		return m->matched == 0;
	if (m->matched > 0 || m->quote || m->state == START_CR)
		release_start(m);
	if (m->state == START_CR)
		put(m, ZGL_SV("\r"));
	end_message(m);
	return true;
}
