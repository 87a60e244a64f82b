/* SPDX-License-Identifier: ISC */
#include "zegel/spf/spfmacro.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/num.h"
#include "zegel/spf/spfip.h"

/* Of a name that grows, this much of its end may matter: its longest form, the
 * dot in front of it and one behind it. */
#define NAME_END (ZGL_SPFMACRO_NAME + 2)

/* A piece of a macro string: literal octets, or a macro. */
struct piece {
	bool is_macro;
	zgl_sv literal; /* %% %_ %- have one, too */
	char letter;    /* in small letters; NUL: the literal */
	bool url, reverse;
	uint64_t parts; /* UINT64_MAX: all */
	zgl_sv delimiters;
};

/* What comes of it. */
struct output {
	char *to;
	size_t n, room;
	bool is_name; /* the end is kept, else the beginning */
	size_t work;  /* octets of values and literals so far */
};

static bool is_delimiter(char c)
{
	return c != '\0' && memchr(".-+,/_=", c, 7) != NULL;
}

/* The digits of a macro: 0 is none, any number may be large. */
static bool take_parts(zgl_sv *rest, uint64_t *parts_r)
{
	uint64_t value = UINT64_MAX;
	size_t n = 0;

	while (n < rest->n && zgl_is_digit(rest->p[n]))
		n++;
	if (n > 0)
		(void)zgl_num_parse(zgl_sv_head(*rest, n), &value);
	*rest = zgl_sv_skip(*rest, n);
	*parts_r = value;
	return value > 0;
}

/* What follows "%{", up to the brace. */
static bool take_braces(zgl_sv *rest, struct piece *piece)
{
	size_t n = 0;

	if (rest->n == 0 || !zgl_is_alpha(rest->p[0]))
		return false;
	piece->letter = zgl_lower(rest->p[0]);
	piece->url = piece->letter != rest->p[0];
	*rest = zgl_sv_skip(*rest, 1);
	if (!take_parts(rest, &piece->parts))
		return false;
	piece->reverse = rest->n > 0 && zgl_lower(rest->p[0]) == 'r';
	if (piece->reverse)
		*rest = zgl_sv_skip(*rest, 1);
	while (n < rest->n && is_delimiter(rest->p[n]))
		n++;
	piece->delimiters = zgl_sv_head(*rest, n);
	*rest = zgl_sv_skip(*rest, n);
	if (rest->n == 0 || rest->p[0] != '}')
		return false;
	*rest = zgl_sv_skip(*rest, 1);
	return true;
}

/* Takes a piece off the front of *rest, which is not empty. */
static bool take_piece(zgl_sv *rest, struct piece *piece)
{
	*piece = (struct piece){ .is_macro = rest->p[0] == '%',
		.parts = UINT64_MAX };
	if (!piece->is_macro) {
		size_t n = zgl_sv_find(*rest, '%');
		piece->literal = zgl_sv_head(*rest, n);
		*rest = zgl_sv_skip(*rest, n);
		return true;
	}
	if (rest->n < 2)
		return false;
	char kind = rest->p[1];
	*rest = zgl_sv_skip(*rest, 2);
	switch (kind) {
	case '{': return take_braces(rest, piece);
	case '%': piece->literal = ZGL_SV("%"); return true;
	case '_': piece->literal = ZGL_SV(" "); return true;
	case '-': piece->literal = ZGL_SV("%20"); return true;
	default: return false;
	}
}

static bool letter_allowed(char letter, enum zgl_spfmacro_place place)
{
	static const char letters[] = "slodipvhcrt";
	size_t n = place == ZGL_SPFMACRO_TERM ? 8 : 11;

	return memchr(letters, letter, n) != NULL;
}

static bool is_literal(zgl_sv text, enum zgl_spfmacro_place place)
{
	for (size_t i = 0; i < text.n; i++) {
		if (!zgl_is_visible(text.p[i])
			&& (place == ZGL_SPFMACRO_TERM || text.p[i] != ' '))
			return false;
	}
	return true;
}

enum zgl_spf_reason zgl_spfmacro_check(zgl_sv text,
	enum zgl_spfmacro_place place, struct zgl_spfmacro_use *use_r)
{
	*use_r = (struct zgl_spfmacro_use){ .letters = 0 };
	while (text.n > 0) {
		struct piece piece;
		if (!take_piece(&text, &piece))
			return ZGL_SPF_REASON_MACRO;
		if (!piece.is_macro && !is_literal(piece.literal, place))
			return ZGL_SPF_REASON_SYNTAX;
		use_r->tail = piece.is_macro ? 0 : piece.literal.n;
		if (piece.letter == '\0')
			continue;
		if (!letter_allowed(piece.letter, place))
			return ZGL_SPF_REASON_MACRO;
		use_r->letters |= ZGL_SPFMACRO_LETTER(piece.letter);
	}
	return ZGL_SPF_REASON_MATCHED;
}

/* A name keeps its last octets: those in front are cut off at last. */
static void put_name(struct output *o, zgl_sv s)
{
	if (s.n > NAME_END)
		s = zgl_sv_skip(s, s.n - NAME_END);
	if (s.n > o->room - o->n) {
		memmove(o->to, o->to + o->n - NAME_END, NAME_END);
		o->n = NAME_END;
	}
	memcpy(o->to + o->n, s.p, s.n);
	o->n += s.n;
}

static void put_text(struct output *o, zgl_sv s)
{
	for (size_t i = 0; i < s.n && o->n < o->room; i++) {
		bool shows = zgl_is_visible(s.p[i]) || s.p[i] == ' ';
		o->to[o->n++] = shows ? s.p[i] : '?';
	}
}

static void put(struct output *o, zgl_sv s)
{
	if (s.n == 0)
		return;
	if (o->is_name)
		put_name(o, s);
	else
		put_text(o, s);
}

/* rfc3986#2.3: all but unreserved octets become %XX. */
static void put_url(struct output *o, zgl_sv s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char octet = (unsigned char)s.p[i];
		const char escape[] = { '%', digits[octet >> 4],
			digits[octet & 15] };
		if (zgl_is_alnum(s.p[i]) || memchr("-._~", octet, 4) != NULL)
			put(o, (zgl_sv){ s.p + i, 1 });
		else
			put(o, (zgl_sv){ escape, sizeof(escape) });
	}
}

static void put_part(struct output *o, const struct piece *piece, zgl_sv part)
{
	if (piece->url)
		put_url(o, part);
	else
		put(o, part);
}

static bool splits(const struct piece *piece, char c)
{
	zgl_sv marks = piece->delimiters;

	return marks.n == 0 ? c == '.' : memchr(marks.p, c, marks.n) != NULL;
}

/* From the last part to the first of those kept, which are the first ones of
 * the value: they are the last ones of what is reversed. */
static void put_reversed(
	struct output *o, const struct piece *piece, zgl_sv value)
{
	size_t end = 0, begin;
	uint64_t parts = 0;

	for (; end < value.n; end++) {
		if (splits(piece, value.p[end]) && ++parts == piece->parts)
			break;
	}
	for (;;) {
		for (begin = end; begin > 0; begin--) {
			if (splits(piece, value.p[begin - 1]))
				break;
		}
		put_part(o, piece, (zgl_sv){ value.p + begin, end - begin });
		if (begin == 0)
			return;
		put(o, ZGL_SV("."));
		end = begin - 1;
	}
}

static void put_forward(
	struct output *o, const struct piece *piece, zgl_sv value)
{
	size_t begin = value.n, end;
	uint64_t parts = 0;

	for (; begin > 0; begin--) {
		if (splits(piece, value.p[begin - 1])
			&& ++parts == piece->parts)
			break;
	}
	for (;;) {
		for (end = begin; end < value.n; end++) {
			if (splits(piece, value.p[end]))
				break;
		}
		put_part(o, piece, (zgl_sv){ value.p + begin, end - begin });
		if (end == value.n)
			return;
		put(o, ZGL_SV("."));
		begin = end + 1;
	}
}

static void put_value(struct output *o, const struct piece *piece, zgl_sv value)
{
	if (value.n == 0)
		return;
	if (piece->reverse)
		put_reversed(o, piece, value);
	else if (piece->delimiters.n > 0 || piece->parts != UINT64_MAX)
		put_forward(o, piece, value);
	else
		put_part(o, piece, value);
}

/* Room for %{s} of a sender whose parts are as long as SMTP has them. */
#define SENDER_ROOM 1024

static zgl_sv sender_text(
	const struct zgl_spfvalues *values, char out[SENDER_ROOM])
{
	zgl_sv local = zgl_sv_head(
		values->local, SENDER_ROOM - 1 - values->sender_domain.n);

	memcpy(out, local.p, local.n);
	out[local.n] = '@';
	memcpy(out + local.n + 1, values->sender_domain.p,
		values->sender_domain.n);
	return (zgl_sv){ out, local.n + 1 + values->sender_domain.n };
}

static zgl_sv time_text(int64_t now_s, char out[SENDER_ROOM])
{
	size_t n = zgl_num_write(now_s < 0 ? 0 : (uint64_t)now_s, out);

	return (zgl_sv){ out, n };
}

/* The value of a letter, some of them made in `room`. */
static zgl_sv value_of(
	char letter, const struct zgl_spfvalues *values, char room[SENDER_ROOM])
{
	switch (letter) {
	case 's': return sender_text(values, room);
	case 'l': return values->local;
	case 'o': return values->sender_domain;
	case 'd': return values->domain;
	case 'i': return zgl_spfip_dots(values->octets, values->is_ipv6, room);
	case 'p': return values->validated;
	case 'v': return values->is_ipv6 ? ZGL_SV("ip6") : ZGL_SV("in-addr");
	case 'h': return values->helo;
	case 'c': return zgl_spfip_text(values->octets, values->is_ipv6, room);
	case 'r': return values->receiver;
	default: return time_text(values->now_s, room);
	}
}

static void expand(
	zgl_sv text, const struct zgl_spfvalues *values, struct output *o)
{
	char room[SENDER_ROOM];

	while (text.n > 0 && o->work <= ZGL_SPFMACRO_WORK) {
		struct piece piece;
		if (!take_piece(&text, &piece))
			return; /* it was checked: this is out of reach */
		zgl_sv value = piece.letter == '\0'
			? piece.literal
			: value_of(piece.letter, values, room);
		o->work += value.n;
		put_value(o, &piece, value);
	}
}

/* rfc7208#7.3: labels are taken off on the left until the rest fits. */
static zgl_sv cut_labels(zgl_sv name)
{
	if (name.n > 0 && name.p[name.n - 1] == '.')
		name.n--;
	if (name.n <= ZGL_SPFMACRO_NAME)
		return name;
	name = zgl_sv_skip(name, name.n - ZGL_SPFMACRO_NAME - 1);
	return zgl_sv_skip(name, zgl_sv_find(name, '.') + 1);
}

bool zgl_spfmacro_name(zgl_sv text, const struct zgl_spfvalues *values,
	char out[ZGL_SPFMACRO_ROOM], zgl_sv *name_r)
{
	struct output o = {
		.to = out, .room = ZGL_SPFMACRO_ROOM, .is_name = true
	};

	if (zgl_sv_find(text, '%') == text.n) {
		*name_r = cut_labels(text); /* the usual one: no macro */
		return text.n <= ZGL_SPFMACRO_WORK;
	}
	expand(text, values, &o);
	*name_r = cut_labels((zgl_sv){ out, o.n });
	return o.work <= ZGL_SPFMACRO_WORK;
}

zgl_sv zgl_spfmacro_text(zgl_sv text, const struct zgl_spfvalues *values,
	char out[ZGL_SPFMACRO_TEXT])
{
	struct output o = { .to = out, .room = ZGL_SPFMACRO_TEXT };

	expand(text, values, &o);
	return (zgl_sv){ out, o.n };
}
