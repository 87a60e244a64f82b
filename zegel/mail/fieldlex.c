/* SPDX-License-Identifier: ISC */
#include "zegel/mail/fieldlex.h"

#include <stdint.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/utf8.h"

void zgl_fieldlex_begin(
	struct zgl_fieldlex *lex, zgl_sv value, size_t comment_depth, char *out)
{
	zgl_sv text = value.n > 0 ? value : ZGL_SV("");

	*lex = (struct zgl_fieldlex){ .start = text.p,
		.at = text.p,
		.end = text.p + text.n,
		.comment_depth = comment_depth,
		.out = out };
}

bool zgl_fieldlex_fail(
	struct zgl_fieldlex *lex, const char *at, const char *fault)
{
	lex->fault = fault;
	lex->fault_offset = (size_t)(at - lex->start);
	return false;
}

static bool check_character(struct zgl_fieldlex *lex, size_t *n_r)
{
	zgl_sv rest = { lex->at, (size_t)(lex->end - lex->at) };
	uint32_t code = 0;

	*n_r = zgl_utf8_next(rest, &code);
	if (*n_r == 0)
		return zgl_fieldlex_fail(
			lex, lex->at, "octets that are no UTF-8");
	/* rfc5198#2: some programs end a line at NEL, LS or PS. */
	if (code < 0xa0 || code == 0x2028 || code == 0x2029)
		return zgl_fieldlex_fail(lex, lex->at, "a control character");
	return true;
}

static bool check_control(struct zgl_fieldlex *lex, size_t *n_r)
{
	zgl_sv rest = { lex->at, (size_t)(lex->end - lex->at) };

	*n_r = 1;
	if (*lex->at == '\t')
		return true;
	if (*lex->at != '\r' && *lex->at != '\n')
		return zgl_fieldlex_fail(lex, lex->at, "a control octet");
	*n_r = 3;
	return zgl_sv_starts(rest, ZGL_SV("\r\n "))
		|| zgl_sv_starts(rest, ZGL_SV("\r\n\t"))
		|| zgl_fieldlex_fail(lex, lex->at, "a CR or LF outside a fold");
}

bool zgl_fieldlex_check(struct zgl_fieldlex *lex)
{
	for (size_t n = 1; lex->at < lex->end; lex->at += n, n = 1) {
		bool fits = true;
		if (zgl_is_8bit(*lex->at))
			fits = check_character(lex, &n);
		else if (!zgl_is_visible(*lex->at) && *lex->at != ' ')
			fits = check_control(lex, &n);
		if (!fits)
			return false;
	}
	lex->at = lex->start;
	return true;
}

/* Moves from the backslash to the octet that it quotes. */
static bool enter_pair(struct zgl_fieldlex *lex)
{
	lex->at++;
	if (zgl_fieldlex_peek(lex) == '\0' || zgl_fieldlex_peek(lex) == '\r')
		return zgl_fieldlex_fail(
			lex, lex->at - 1, "a backslash that quotes nothing");
	return true;
}

bool zgl_fieldlex_comment(struct zgl_fieldlex *lex)
{
	const char *open = lex->at;
	bool quotes = false;
	size_t depth = 0;

	for (; lex->at < lex->end; lex->at++) {
		char c = *lex->at;
		if (c == '\\' && !enter_pair(lex))
			return false;
		quotes ^= c == '"';
		if (quotes && (c == '(' || c == ')'))
			return zgl_fieldlex_fail(
				lex, lex->at, "a parenthesis between quotes");
		if (c == '(' && ++depth > lex->comment_depth)
			return zgl_fieldlex_fail(
				lex, lex->at, "too many nested comments");
		if (c == ')' && --depth == 0)
			return zgl_fieldlex_take(lex, ')');
	}
	return zgl_fieldlex_fail(lex, open, "a comment without end");
}

bool zgl_fieldlex_cfws(struct zgl_fieldlex *lex)
{
	for (;; lex->at++) {
		while (zgl_fieldlex_peek(lex) == '(') {
			if (!zgl_fieldlex_comment(lex))
				return false;
		}
		if (!zgl_is_fws(zgl_fieldlex_peek(lex)))
			return true;
	}
}

/* rfc5322#3.2.4; the CRLF of a fold is no part of the string, its WSP is. */
bool zgl_fieldlex_quoted(struct zgl_fieldlex *lex)
{
	const char *open = lex->at++;

	for (; lex->at < lex->end; lex->at++) {
		if (zgl_fieldlex_take(lex, '"'))
			return true;
		if (*lex->at == '\\' && !enter_pair(lex))
			return false;
		if (*lex->at != '\r' && *lex->at != '\n')
			zgl_fieldlex_put(lex, *lex->at);
	}
	return zgl_fieldlex_fail(lex, open, "a quoted string without end");
}

bool zgl_fieldlex_is_atext(char c)
{
	static const char marks[] = { "!#$%&'*+-/=?^_`{|}~" };

	return zgl_is_alnum(c) || zgl_is_8bit(c)
		|| memchr(marks, c, sizeof(marks) - 1) != NULL;
}
