/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * fieldlex -- what the values of structured fields are made of: comments,
 * folds, quoted strings (RFC 5322 section 3.2), read strictly.
 *
 * Who reads a value begins, checks its octets once, and then takes one thing
 * after the other. A fault is what no two programs could be trusted to read in
 * the same way:
 *
 *   - a control octet but HTAB, also a quoted one (obs-qp), U+0080 to U+009F,
 *     U+2028, U+2029; a CR or LF outside a fold (CRLF WSP); octets that are no
 *     UTF-8;
 *   - a comment or a quoted string without end; a comment deeper than the limit;
 *   - a parenthesis between two quotation marks in a comment. Those mean
 *     nothing there, but not all programs know.
 *
 * Memory   what quoted strings stand for is written to `out`, which has room
 *          for as many octets as the value.
 * Errors   none; what can fail returns false, and there is a fault then.
 * Threads  one at a time.
 */

#include <stdbool.h>

#include "zegel/base/sv.h"

struct zgl_fieldlex {
	const char *start, *at, *end;
	size_t comment_depth; /* the limit */
	char *out;            /* the next free octet */
	const char *fault;    /* static; NULL: none so far */
	size_t fault_offset;  /* in the value */
};

/** Begins with `value`, none of its octets looked at. */
void zgl_fieldlex_begin(struct zgl_fieldlex *lex, zgl_sv value,
	size_t comment_depth, char *out);

/** Tells the fault at `at`. Always false. */
bool zgl_fieldlex_fail(
	struct zgl_fieldlex *lex, const char *at, const char *fault);

/** Looks at all octets, so that none need be doubted later. */
bool zgl_fieldlex_check(struct zgl_fieldlex *lex);

/** The next octet; NUL, which zgl_fieldlex_check does not let through, at the
 * end. */
static inline char zgl_fieldlex_peek(const struct zgl_fieldlex *lex)
{
	return lex->at < lex->end ? *lex->at : '\0';
}

/** Takes a `c`, if one comes next. */
static inline bool zgl_fieldlex_take(struct zgl_fieldlex *lex, char c)
{
	if (zgl_fieldlex_peek(lex) != c)
		return false;
	lex->at++;
	return true;
}

static inline void zgl_fieldlex_put(struct zgl_fieldlex *lex, char c)
{
	*lex->out++ = c;
}

/** Skips the comment that begins here. */
bool zgl_fieldlex_comment(struct zgl_fieldlex *lex);

/** Skips comments and folding white space, if any. */
bool zgl_fieldlex_cfws(struct zgl_fieldlex *lex);

/** Reads the quoted string that begins here: what it stands for is put out. */
bool zgl_fieldlex_quoted(struct zgl_fieldlex *lex);

/** An octet of an atom: RFC 5322 section 3.2.3, RFC 6532 section 3.2. */
bool zgl_fieldlex_is_atext(char c);
