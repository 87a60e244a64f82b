/* SPDX-License-Identifier: ISC */
#include "zegel/mail/address.h"

#include <stdint.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/utf8.h"

/*
 * One pass, no stepping back: words are read before it is known whether they
 * are a local part or a display name. What they stand for is written to `out`
 * at once, and taken back when they turn out to be a display name. The one
 * display name with an "@" is an address first, see read_twin.
 */
struct reader {
	const char *start, *at, *end;
	struct zgl_addresses *list;
	size_t room;          /* addresses that list->at has room for */
	size_t comment_depth; /* the limit */
	char *out;            /* the next free octet of room for the value */
};

/* What stands before "@", "<" or ":". */
struct words {
	const char *from, *to; /* as written, without CFWS at both ends */
	zgl_sv text;           /* unquoted, CFWS between words left out */
	bool dotted; /* one dot between each two words: a local part */
};

/* Always false. */
static bool fail(struct reader *r, const char *at, const char *fault)
{
	r->list->fault = fault;
	r->list->fault_offset = (size_t)(at - r->start);
	return false;
}

static bool check_character(struct reader *r, size_t *n_r)
{
	zgl_sv rest = { r->at, (size_t)(r->end - r->at) };
	uint32_t code = 0;

	*n_r = zgl_utf8_next(rest, &code);
	if (*n_r == 0)
		return fail(r, r->at, "octets that are no UTF-8");
	/* rfc5198#2: some programs end a line at NEL, LS or PS. */
	if (code < 0xa0 || code == 0x2028 || code == 0x2029)
		return fail(r, r->at, "a control character");
	return true;
}

static bool check_control(struct reader *r, size_t *n_r)
{
	zgl_sv rest = { r->at, (size_t)(r->end - r->at) };

	*n_r = 1;
	if (*r->at == '\t')
		return true;
	if (*r->at != '\r' && *r->at != '\n')
		return fail(r, r->at, "a control octet");
	*n_r = 3;
	return zgl_sv_starts(rest, ZGL_SV("\r\n "))
		|| zgl_sv_starts(rest, ZGL_SV("\r\n\t"))
		|| fail(r, r->at, "a CR or LF outside a fold");
}

/* Once at the start, so that no octet need be doubted later. */
static bool check_octets(struct reader *r)
{
	for (size_t n = 1; r->at < r->end; r->at += n, n = 1) {
		bool fits = true;
		if (zgl_is_8bit(*r->at))
			fits = check_character(r, &n);
		else if (!zgl_is_visible(*r->at) && *r->at != ' ')
			fits = check_control(r, &n);
		if (!fits)
			return false;
	}
	r->at = r->start;
	return true;
}

/* The next octet; NUL, which check_octets does not let through, at the end. */
static char peek(const struct reader *r)
{
	return r->at < r->end ? *r->at : '\0';
}

static bool take(struct reader *r, char c)
{
	if (peek(r) != c)
		return false;
	r->at++;
	return true;
}

static void put(struct reader *r, char c)
{
	*r->out++ = c;
}

/* Moves from the backslash to the octet that it quotes. */
static bool enter_pair(struct reader *r)
{
	r->at++;
	if (peek(r) == '\0' || peek(r) == '\r')
		return fail(r, r->at - 1, "a backslash that quotes nothing");
	return true;
}

/*
 * Quotes mean nothing in a comment (rfc5322#3.2.2), but not all programs know:
 * a parenthesis between two of them would be read in two ways.
 */
static bool skip_comment(struct reader *r)
{
	const char *open = r->at;
	bool quotes = false;
	size_t depth = 0;

	for (; r->at < r->end; r->at++) {
		char c = *r->at;
		if (c == '\\' && !enter_pair(r))
			return false;
		quotes ^= c == '"';
		if (quotes && (c == '(' || c == ')'))
			return fail(r, r->at, "a parenthesis between quotes");
		if (c == '(' && ++depth > r->comment_depth)
			return fail(r, r->at, "too many nested comments");
		if (c == ')' && --depth == 0)
			return take(r, ')');
	}
	return fail(r, open, "a comment without end");
}

static bool skip_cfws(struct reader *r)
{
	for (;; r->at++) {
		while (peek(r) == '(') {
			if (!skip_comment(r))
				return false;
		}
		if (!zgl_is_fws(peek(r)))
			return true;
	}
}

/* rfc5322#3.2.4; the CRLF of a fold is no part of the string, its WSP is. */
static bool read_quoted_string(struct reader *r)
{
	const char *open = r->at++;

	for (; r->at < r->end; r->at++) {
		if (take(r, '"'))
			return true;
		if (*r->at == '\\' && !enter_pair(r))
			return false;
		if (*r->at != '\r' && *r->at != '\n')
			put(r, *r->at);
	}
	return fail(r, open, "a quoted string without end");
}

/* rfc5322#3.2.3, rfc6532#3.2 */
static bool is_atext(char c)
{
	static const char marks[] = { "!#$%&'*+-/=?^_`{|}~" };

	return zgl_is_alnum(c) || zgl_is_8bit(c)
		|| memchr(marks, c, sizeof(marks) - 1) != NULL;
}

static void read_atom(struct reader *r)
{
	while (is_atext(peek(r)))
		put(r, *r->at++);
}

static bool read_word(struct reader *r)
{
	if (peek(r) == '"')
		return read_quoted_string(r);
	read_atom(r);
	return true;
}

/*
 * obs-phrase and obs-local-part together (rfc5322#4.1, #4.4): words and dots,
 * a word first.
 */
static bool read_words(struct reader *r, struct words *w)
{
	bool word_next = true;
	char c;

	if (!skip_cfws(r))
		return false;
	*w = (struct words){ r->at, r->at, { r->out, 0 }, true };
	while ((c = peek(r)) == '.' || c == '"' || is_atext(c)) {
		bool dot = c == '.';
		if (dot && r->at == w->from)
			return fail(r, r->at, "a dot without a word before it");
		w->dotted = w->dotted && dot != word_next;
		word_next = dot;
		if (dot)
			put(r, *r->at++);
		else if (!read_word(r))
			return false;
		w->to = r->at;
		if (!skip_cfws(r))
			return false;
	}
	w->dotted = w->dotted && !word_next;
	w->text.n = (size_t)(r->out - w->text.p);
	return true;
}

/*
 * rfc5322#3.4.1, of dtext only what literals are made of (rfc5321#4.1.3): a
 * program that knows no literals would end them at the others.
 */
static bool read_literal(struct reader *r)
{
	const char *open = r->at;

	put(r, *r->at++);
	while (!take(r, ']')) {
		char c = peek(r);
		if (c == '\0')
			return fail(r, open, "a literal without end");
		if (is_atext(c) || c == '.' || c == ':')
			put(r, c);
		else if (!zgl_is_fws(c))
			return fail(r, r->at, "an odd octet in a literal");
		r->at++;
	}
	put(r, ']');
	return skip_cfws(r);
}

/* rfc5322#4.4: obs-domain */
static bool read_name(struct reader *r)
{
	do {
		if (!skip_cfws(r))
			return false;
		if (!is_atext(peek(r)))
			return fail(r, r->at, "no domain");
		read_atom(r);
		if (!skip_cfws(r))
			return false;
		if (peek(r) == '.')
			put(r, '.');
	} while (take(r, '.'));
	return true;
}

static bool read_domain(struct reader *r, zgl_sv *domain_r)
{
	domain_r->p = r->out;
	if (!skip_cfws(r))
		return false;
	if (peek(r) == '[' ? !read_literal(r) : !read_name(r))
		return false;
	domain_r->n = (size_t)(r->out - domain_r->p);
	return true;
}

/*
 * rfc2047#5: never in an address. A program that decodes first would read
 * another address than the one that is here.
 */
static bool has_encoded_word(zgl_sv s)
{
	bool open = false;

	for (size_t i = 0; i + 1 < s.n; i++) {
		if (open && s.p[i] == '?' && s.p[i + 1] == '=')
			return true;
		if (!open && s.p[i] == '=' && s.p[i + 1] == '?') {
			open = true;
			i++;
		}
	}
	return false;
}

/* From the "@" on; what stands before it was read. */
static bool read_addr_spec(
	struct reader *r, zgl_sv display, const struct words *local)
{
	struct zgl_address *address = &r->list->at[r->list->count];

	/* A route (rfc5322#4.4), too, ends here. */
	if (!local->dotted || !take(r, '@'))
		return fail(r, r->at, "no local part with an \"@\"");
	if (r->list->count == r->room)
		return fail(r, local->from, "too many addresses");
	*address = (struct zgl_address){ display, local->text, { NULL, 0 } };
	if (!read_domain(r, &address->domain))
		return false;
	if (has_encoded_word(address->local)
		|| has_encoded_word(address->domain))
		return fail(r, local->from, "an encoded word in an address");
	r->list->count++;
	return true;
}

static bool read_angle(struct reader *r, zgl_sv display)
{
	struct words local;

	r->at++;
	if (!read_words(r, &local) || !read_addr_spec(r, display, &local))
		return false;
	if (!take(r, '>'))
		return fail(r, r->at, "no \">\" after an address");
	return skip_cfws(r);
}

/* An addr-spec without quotes, comments, white space, literal. */
static bool is_plain(zgl_sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_atext(s.p[i]) && s.p[i] != '.' && s.p[i] != '@')
			return false;
	}
	return true;
}

/*
 * "a@b.example <a@b.example>" is no mailbox (rfc5322#3.4: a phrase has no "@"
 * outside quotes), but common. It is taken where no program can find another
 * address in it, whichever of the two it takes. `from` is where the first one
 * began, that was just read and does not count.
 */
static bool read_twin(struct reader *r, const char *from)
{
	const char *open = r->at;
	zgl_sv first = zgl_sv_trim_fws((zgl_sv){ from, (size_t)(open - from) });
	zgl_sv rest = { open + 1, (size_t)(r->end - open - 1) };

	if (!is_plain(first) || !zgl_sv_istarts(rest, first)
		|| !zgl_sv_starts(zgl_sv_skip(rest, first.n), ZGL_SV(">")))
		return fail(r, open, "text after an address");
	r->list->count--;
	return read_angle(r, first);
}

static bool read_members(struct reader *r, bool in_group);

/* From the ":" on. */
static bool read_group(struct reader *r)
{
	r->at++;
	if (!skip_cfws(r))
		return false;
	if (peek(r) != ';' && !read_members(r, true))
		return false;
	if (!take(r, ';'))
		return fail(r, r->at, "no \";\" after a group");
	return skip_cfws(r);
}

static bool read_member(struct reader *r, bool in_group)
{
	struct words w;

	if (!read_words(r, &w))
		return false;
	zgl_sv display = { w.from, (size_t)(w.to - w.from) };
	if (peek(r) == '@')
		return read_addr_spec(r, zgl_sv_head(display, 0), &w)
			&& (peek(r) != '<' || read_twin(r, w.from));
	r->out -= w.text.n;
	if (peek(r) == '<')
		return read_angle(r, display);
	if (peek(r) == ':' && display.n > 0 && !in_group)
		return read_group(r);
	return fail(r, r->at, "no address");
}

/* Recursive, but for groups only, and there is no group in a group. */
static bool read_members(struct reader *r, bool in_group)
{
	do {
		if (!read_member(r, in_group))
			return false;
	} while (take(r, ','));
	return true;
}

static bool read_all(struct reader *r)
{
	if (!check_octets(r) || !read_members(r, false))
		return false;
	return r->at == r->end || fail(r, r->at, "text after an address");
}

enum zgl_err zgl_addresses_parse(zgl_sv value, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_addresses *list_r)
{
	/* "a@b," is the shortest. */
	size_t most = value.n / 4 + 1;
	zgl_sv text = value.n > 0 ? value : ZGL_SV("");
	struct reader r = {
		.start = text.p,
		.at = text.p,
		.end = text.p + text.n,
		.list = list_r,
		.room = most < limits->from_addresses ? most
						      : limits->from_addresses,
		.comment_depth = limits->comment_depth,
		.out = zgl_arena_get(a, text.n),
	};

	*list_r = (struct zgl_addresses){
		.at = zgl_arena_array(a, r.room, sizeof(*list_r->at)),
	};
	if (a->err != ZGL_OK)
		return a->err;
	if (!read_all(&r)) {
		list_r->at = NULL;
		list_r->count = 0;
	}
	return ZGL_OK;
}
