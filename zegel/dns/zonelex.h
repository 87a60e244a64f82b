/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * zonelex -- the words of a master file (RFC 1035 section 5.1), private to
 * this module.
 *
 * Shape    words and quoted strings as they are written, escapes and all; the
 *          end of each line that is not inside parentheses; comments and
 *          parentheses themselves are not seen.
 * Errors   ZGL_ESYNTAX; `diag` tells.
 */

#include "zegel/base/diag.h"
#include "zegel/base/err.h"
#include "zegel/base/sv.h"

enum zgl_zonetoken_kind {
	ZGL_ZONETOKEN_WORD,
	ZGL_ZONETOKEN_QUOTED, /* the text is what stands between the quotes */
	ZGL_ZONETOKEN_LINE,   /* the end of a line */
	ZGL_ZONETOKEN_END,    /* the end of the text */
};

struct zgl_zonelex {
	zgl_sv text;
	size_t at, line;
	size_t depth;           /* parentheses that are open */
	struct zgl_diag opened; /* where the outermost was */
	/* the token read last */
	enum zgl_zonetoken_kind kind;
	zgl_sv token;
	struct zgl_diag diag; /* where it began */
};

void zgl_zonelex_begin(struct zgl_zonelex *lex, zgl_sv text);

/** True when the next line begins with white space. */
bool zgl_zonelex_indented(const struct zgl_zonelex *lex);

/** Reads the next token into `lex`. */
ZGL_CHECK enum zgl_err zgl_zonelex_next(struct zgl_zonelex *lex);

/** ZGL_ESYNTAX: `diag` tells that the token read last is wrong, and how. */
enum zgl_err zgl_zonelex_fail(
	struct zgl_zonelex *lex, const char *what, const char *expected);

/** True when the token read last is a word or a quoted string. */
static inline bool zgl_zonelex_is_text(const struct zgl_zonelex *lex)
{
	return lex->kind <= ZGL_ZONETOKEN_QUOTED;
}

/** True when the token read last is this word, in any case. */
static inline bool zgl_zonelex_is_word(
	const struct zgl_zonelex *lex, const char *word)
{
	return lex->kind == ZGL_ZONETOKEN_WORD
		&& zgl_sv_ieq(lex->token, zgl_sv_of(word));
}
