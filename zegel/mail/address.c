/* SPDX-License-Identifier: ISC */
#include "zegel/mail/address.h"

#include "zegel/base/ascii.h"
#include "zegel/mail/fieldlex.h"

/*
 * One pass, no stepping back: words are read before it is known whether they
 * are a local part or a display name. What they stand for is written to `out`
 * at once, and taken back when they turn out to be a display name. The one
 * display name with an "@" is an address first, see read_twin.
 */
struct reader {
	struct zgl_fieldlex lex;
	struct zgl_addresses *list;
	size_t room; /* addresses that list->at has room for */
};

/* What stands before "@", "<" or ":". */
struct words {
	const char *from, *to; /* as written, without CFWS at both ends */
	zgl_sv text;           /* unquoted, CFWS between words left out */
	bool dotted; /* one dot between each two words: a local part */
};

static char peek(const struct reader *r)
{
	return zgl_fieldlex_peek(&r->lex);
}

static bool take(struct reader *r, char c)
{
	return zgl_fieldlex_take(&r->lex, c);
}

static void put(struct reader *r, char c)
{
	zgl_fieldlex_put(&r->lex, c);
}

static bool skip_cfws(struct reader *r)
{
	return zgl_fieldlex_cfws(&r->lex);
}

static bool fail(struct reader *r, const char *at, const char *fault)
{
	return zgl_fieldlex_fail(&r->lex, at, fault);
}

static void read_atom(struct reader *r)
{
	while (zgl_fieldlex_is_atext(peek(r)))
		put(r, *r->lex.at++);
}

static bool read_word(struct reader *r)
{
	if (peek(r) == '"')
		return zgl_fieldlex_quoted(&r->lex);
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
	*w = (struct words){ r->lex.at, r->lex.at, { r->lex.out, 0 }, true };
	while ((c = peek(r)) == '.' || c == '"' || zgl_fieldlex_is_atext(c)) {
		bool dot = c == '.';
		if (dot && r->lex.at == w->from)
			return fail(
				r, r->lex.at, "a dot without a word before it");
		w->dotted = w->dotted && dot != word_next;
		word_next = dot;
		if (dot)
			put(r, *r->lex.at++);
		else if (!read_word(r))
			return false;
		w->to = r->lex.at;
		if (!skip_cfws(r))
			return false;
	}
	w->dotted = w->dotted && !word_next;
	w->text.n = (size_t)(r->lex.out - w->text.p);
	return true;
}

/*
 * rfc5322#3.4.1, of dtext only what literals are made of (rfc5321#4.1.3): a
 * program that knows no literals would end them at the others.
 */
static bool read_literal(struct reader *r)
{
	const char *open = r->lex.at;

	put(r, *r->lex.at++);
	while (!take(r, ']')) {
		char c = peek(r);
		if (c == '\0')
			return fail(r, open, "a literal without end");
		if (zgl_fieldlex_is_atext(c) || c == '.' || c == ':')
			put(r, c);
		else if (!zgl_is_fws(c))
			return fail(r, r->lex.at, "an odd octet in a literal");
		r->lex.at++;
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
		if (!zgl_fieldlex_is_atext(peek(r)))
			return fail(r, r->lex.at, "no domain");
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
	domain_r->p = r->lex.out;
	if (!skip_cfws(r))
		return false;
	if (peek(r) == '[' ? !read_literal(r) : !read_name(r))
		return false;
	domain_r->n = (size_t)(r->lex.out - domain_r->p);
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
		return fail(r, r->lex.at, "no local part with an \"@\"");
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

	r->lex.at++;
	if (!read_words(r, &local) || !read_addr_spec(r, display, &local))
		return false;
	if (!take(r, '>'))
		return fail(r, r->lex.at, "no \">\" after an address");
	return skip_cfws(r);
}

/* An addr-spec without quotes, comments, white space, literal. */
static bool is_plain(zgl_sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!zgl_fieldlex_is_atext(s.p[i]) && s.p[i] != '.'
			&& s.p[i] != '@')
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
	const char *open = r->lex.at;
	zgl_sv first = zgl_sv_trim_fws((zgl_sv){ from, (size_t)(open - from) });
	zgl_sv rest = { open + 1, (size_t)(r->lex.end - open - 1) };

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
	r->lex.at++;
	if (!skip_cfws(r))
		return false;
	if (peek(r) != ';' && !read_members(r, true))
		return false;
	if (!take(r, ';'))
		return fail(r, r->lex.at, "no \";\" after a group");
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
	r->lex.out -= w.text.n;
	if (peek(r) == '<')
		return read_angle(r, display);
	if (peek(r) == ':' && display.n > 0 && !in_group)
		return read_group(r);
	return fail(r, r->lex.at, "no address");
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
	if (!zgl_fieldlex_check(&r->lex) || !read_members(r, false))
		return false;
	return r->lex.at == r->lex.end
		|| fail(r, r->lex.at, "text after an address");
}

enum zgl_err zgl_addresses_parse(zgl_sv value, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_addresses *list_r)
{
	/* "a@b," is the shortest. */
	size_t most = value.n / 4 + 1;
	struct reader r = {
		.list = list_r,
		.room = most < limits->from_addresses ? most
						      : limits->from_addresses,
	};

	zgl_fieldlex_begin(&r.lex, value, limits->comment_depth,
		zgl_arena_get(a, value.n));
	*list_r = (struct zgl_addresses){
		.at = zgl_arena_array(a, r.room, sizeof(*list_r->at)),
	};
	if (a->err != ZGL_OK)
		return a->err;
	if (!read_all(&r))
		*list_r = (struct zgl_addresses){ .fault = r.lex.fault,
			.fault_offset = r.lex.fault_offset };
	return ZGL_OK;
}
