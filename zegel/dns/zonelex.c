/* SPDX-License-Identifier: ISC */
#include "zegel/dns/zonelex.h"

#include "zegel/base/ascii.h"

void zgl_zonelex_begin(struct zgl_zonelex *lex, zgl_sv text)
{
	*lex = (struct zgl_zonelex){ .text = text, .line = 1 };
}

/* A CR is white space, so that files with CRLF lines read the same. */
static bool is_space(char c)
{
	return zgl_is_wsp(c) || c == '\r';
}

bool zgl_zonelex_indented(const struct zgl_zonelex *lex)
{
	return lex->at < lex->text.n && is_space(lex->text.p[lex->at]);
}

static void place(const struct zgl_zonelex *lex, struct zgl_diag *diag_r)
{
	*diag_r = (struct zgl_diag){ .line = lex->line, .offset = lex->at };
}

/* Steps over what stands between tokens; false when nothing does. */
static bool skip_one(struct zgl_zonelex *lex)
{
	char c = lex->text.p[lex->at];

	switch (c) {
	case ';':
		lex->at += zgl_sv_find(zgl_sv_skip(lex->text, lex->at), '\n');
		return true;
	case '(':
		if (lex->depth++ == 0)
			place(lex, &lex->opened);
		break;
	case ')':
	case '\n':
		if (lex->depth == 0)
			return false;
		lex->depth -= c == ')';
		lex->line += c == '\n';
		break;
	default:
		if (!is_space(c))
			return false;
	}
	lex->at++;
	return true;
}

/* Takes text up to an octet that ends it and is not escaped. */
static void read_text(struct zgl_zonelex *lex, bool (*ends)(char))
{
	size_t from = lex->at, at = from;
	const char *p = lex->text.p;

	while (at < lex->text.n && !ends(p[at])) {
		bool escape = p[at] == '\\' && at + 1 < lex->text.n
			&& p[at + 1] != '\n';
		at += escape ? 2 : 1;
	}
	lex->token = (zgl_sv){ p + from, at - from };
	lex->at = at;
}

static bool ends_word(char c)
{
	return is_space(c) || c == '\n' || c == ';' || c == '(' || c == ')';
}

static bool ends_quoted(char c)
{
	return c == '"' || c == '\n';
}

static enum zgl_err read_quoted(struct zgl_zonelex *lex)
{
	lex->kind = ZGL_ZONETOKEN_QUOTED;
	lex->at++;
	read_text(lex, ends_quoted);
	if (lex->at == lex->text.n || lex->text.p[lex->at] != '"')
		return zgl_zonelex_fail(lex, "a quoted string without an end",
			"a closing quote on the same line");
	lex->at++;
	return ZGL_OK;
}

static enum zgl_err read_end(struct zgl_zonelex *lex)
{
	lex->kind = ZGL_ZONETOKEN_END;
	if (lex->depth == 0)
		return ZGL_OK;
	lex->diag = lex->opened;
	return zgl_zonelex_fail(lex, "a parenthesis that is not closed", ")");
}

enum zgl_err zgl_zonelex_fail(
	struct zgl_zonelex *lex, const char *what, const char *expected)
{
	lex->diag.what = what;
	lex->diag.expected = expected;
	return ZGL_ESYNTAX;
}

enum zgl_err zgl_zonelex_next(struct zgl_zonelex *lex)
{
	while (lex->at < lex->text.n && skip_one(lex))
		;
	place(lex, &lex->diag);
	lex->token = (zgl_sv){ NULL, 0 };
	if (lex->at == lex->text.n)
		return read_end(lex);
	switch (lex->text.p[lex->at]) {
	case '\n':
		lex->kind = ZGL_ZONETOKEN_LINE;
		lex->line++;
		lex->at++;
		return ZGL_OK;
	case ')':
		return zgl_zonelex_fail(lex,
			"a parenthesis that was not opened",
			"the end of the record");
	case '"': return read_quoted(lex);
	default: break;
	}
	lex->kind = ZGL_ZONETOKEN_WORD;
	read_text(lex, ends_word);
	return ZGL_OK;
}
