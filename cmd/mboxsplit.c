/* SPDX-License-Identifier: ISC */
#include "cmd/mboxsplit.h"

#include "zegel/base/ascii.h"

static const zgl_sv from = { "From ", 5 };

enum {
	START,     /* at the start of a line: ">", "From " so far */
	START_CR,  /* behind a CR that begins a line */
	LINE,      /* in a line of a message */
	FROM,      /* behind "From ", where a line may part messages */
	SEPARATOR, /* in a line that parts messages */
	REFUSED,   /* this is no mbox */
};

void zgl_mboxsplit_begin(struct zgl_mboxsplit *m,
	const struct zgl_mboxsplit_face *face, void *to)
{
	*m = (struct zgl_mboxsplit){ .face = face, .to = to };
}

static zgl_sv take_word(zgl_sv *rest)
{
	size_t n = 0;

	while (rest->n > 0 && zgl_is_wsp(rest->p[0]))
		*rest = zgl_sv_skip(*rest, 1);
	while (n < rest->n && !zgl_is_wsp(rest->p[n]))
		n++;
	zgl_sv word = zgl_sv_head(*rest, n);
	*rest = zgl_sv_skip(*rest, n);
	return word;
}

/* `names` are of three letters each, one behind the other. */
static bool is_one_of(zgl_sv word, zgl_sv names)
{
	for (; names.n > 0; names = zgl_sv_skip(names, 3)) {
		if (zgl_sv_ieq(word, zgl_sv_head(names, 3)))
			return true;
	}
	return false;
}

static bool is_day(zgl_sv word)
{
	return word.n > 0 && word.n <= 2 && zgl_is_digit(word.p[0])
		&& zgl_is_digit(word.p[word.n - 1]);
}

/* "10:00", whatever follows: seconds, the CR of the line's end. */
static bool is_time(zgl_sv word)
{
	return word.n >= 5 && zgl_is_digit(word.p[0]) && zgl_is_digit(word.p[1])
		&& word.p[2] == ':' && zgl_is_digit(word.p[3])
		&& zgl_is_digit(word.p[4]);
}

static bool begins_with_date(zgl_sv text)
{
	return is_one_of(take_word(&text), ZGL_SV("SunMonTueWedThuFriSat"))
		&& is_one_of(take_word(&text),
			ZGL_SV("JanFebMarAprMayJunJulAugSepOctNovDec"))
		&& is_day(take_word(&text)) && is_time(take_word(&text));
}

/* A sender may have spaces, in quotes: the date is looked for behind each. */
static bool is_from_line(zgl_sv text)
{
	while (take_word(&text).n > 0) {
		if (begins_with_date(text))
			return true;
	}
	return false;
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
	if (!m->quote && (!m->in_message || m->blank.n > 0)) {
		m->line_n = 0;
		m->state = FROM;
		return;
	}
	m->quote = false;
	release_start(m);
	m->state = LINE;
}

static void part(struct zgl_mboxsplit *m)
{
	m->matched = 0;
	m->blank.n = 0;
	end_message(m);
	m->in_message = true;
	m->face->begin(m->to);
	m->state = SEPARATOR;
}

/* Enough of the line is here to tell what it is. */
static void judge_line(struct zgl_mboxsplit *m)
{
	zgl_sv line = { m->line, m->line_n };

	if (is_from_line(line)) {
		part(m);
		return;
	}
	m->state = REFUSED;
	if (!m->in_message)
		return;
	release_start(m);
	put(m, line);
	m->state = LINE;
}

/* Takes one octet of what may be a From_ line; false when it is judged. */
static bool take_from(struct zgl_mboxsplit *m, char c)
{
	if (c == '\n' || m->line_n == sizeof(m->line)) {
		judge_line(m);
		return false;
	}
	m->line[m->line_n++] = c;
	return true;
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
	if (m->state == FROM)
		return take_from(m, rest.p[0]) ? 1 : 0;
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
		if (m->state == START && !m->in_message
			&& octets.p[0] != from.p[m->matched])
			m->state = REFUSED;
		if (m->state == REFUSED)
			return false;
		octets = zgl_sv_skip(octets, take(m, octets));
	}
	return true;
}

bool zgl_mboxsplit_end(struct zgl_mboxsplit *m)
{
	if (m->state == FROM)
		judge_line(m);
	if (!m->in_message)
		return m->state == START && m->matched == 0;
	if (m->matched > 0 || m->quote || m->state == START_CR)
		release_start(m);
	if (m->state == START_CR)
		put(m, ZGL_SV("\r"));
	end_message(m);
	return true;
}
