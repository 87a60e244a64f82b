/* SPDX-License-Identifier: ISC */
#include "zegel/authres/authwrite.h"

#include <string.h>

#include "zegel/authres/authword.h"
#include "zegel/base/ascii.h"
#include "zegel/base/utf8.h"
#include "zegel/base/utf8show.h"

#define COLUMNS 78
#define TAB     8

/* The octets of the character above US-ASCII that s begins with; 0 when there
 * is none that shows. */
static size_t shown_octets(zgl_sv s)
{
	uint32_t code;
	size_t n = zgl_utf8_next(s, &code);

	return n > 0 && zgl_utf8_shows(code) ? n : 0;
}

static bool fits_octet(zgl_sv text, size_t i)
{
	char c = text.p[i];

	if (c == '=' && i + 1 < text.n && text.p[i + 1] == '?')
		return false;
	return (zgl_is_visible(c) || c == ' ') && c != '"' && c != '\\'
		&& c != ';';
}

bool zgl_authwrite_fits(zgl_sv text, bool internationalized)
{
	size_t depth = 0, n;

	if (text.n == 0 || text.n > ZGL_AUTHTEXT_MAX)
		return false;
	for (size_t i = 0; i < text.n; i += n) {
		bool wide = internationalized && zgl_is_8bit(text.p[i]);
		n = wide ? shown_octets(zgl_sv_skip(text, i)) : 1;
		if (n == 0 || (!wide && !fits_octet(text, i)))
			return false;
		if (text.p[i] == ')' && depth-- == 0)
			return false;
		depth += text.p[i] == '(';
	}
	return depth == 0;
}

static void put(struct zgl_authwrite *w, zgl_sv s)
{
	zgl_buf_put(w->to, s);
	w->column += s.n;
}

static void put_text(struct zgl_authwrite *w, const char *text)
{
	put(w, zgl_sv_of(text));
}

static void fold(struct zgl_authwrite *w)
{
	zgl_buf_text(w->to, "\r\n\t");
	w->column = TAB;
}

/* Between two words of which the second has so many octets; a semicolon may
 * follow it. */
static void part(struct zgl_authwrite *w, size_t octets)
{
	if (w->column + 1 + octets + 1 > COLUMNS)
		fold(w);
	else
		put_text(w, " ");
}

/* What stands on both sides of a value. */
static const char *mark_of(bool bare)
{
	return bare ? "" : "\"";
}

static void put_quoted(struct zgl_authwrite *w, zgl_sv value, const char *mark)
{
	put_text(w, mark);
	put(w, value);
	put_text(w, mark);
}

static void put_comment(struct zgl_authwrite *w, zgl_sv comment)
{
	if (!zgl_authwrite_fits(comment, w->internationalized))
		return;
	part(w, comment.n + 2);
	put_text(w, "(");
	put(w, comment);
	put_text(w, ")");
}

static void put_reason(struct zgl_authwrite *w, zgl_sv reason)
{
	const char *mark = mark_of(zgl_authword_is_token(reason));

	if (!zgl_authwrite_fits(reason, w->internationalized))
		return;
	part(w, strlen("reason=") + reason.n + 2 * strlen(mark));
	put_text(w, "reason=");
	put_quoted(w, reason, mark);
}

static void put_property(
	struct zgl_authwrite *w, const struct zgl_authprop *prop)
{
	zgl_sv value = prop->value;

	if (!zgl_authwrite_fits(value, w->internationalized))
		return;
	const char *mark = mark_of(
		zgl_authword_is_token(value) || zgl_authword_is_address(value));
	part(w,
		strlen(prop->ptype) + strlen(".") + strlen(prop->property)
			+ strlen("=") + value.n + 2 * strlen(mark));
	put_text(w, prop->ptype);
	put_text(w, ".");
	put_text(w, prop->property);
	put_text(w, "=");
	put_quoted(w, value, mark);
}

void zgl_authwrite_begin(struct zgl_authwrite *w, struct zgl_buf *to,
	zgl_sv authserv_id, bool internationalized)
{
	*w = (struct zgl_authwrite){ .to = to,
		.internationalized = internationalized };
	if (to->err == ZGL_OK
		&& !zgl_authwrite_fits(authserv_id, internationalized))
		to->err = ZGL_EUSAGE;
	put_text(w, "Authentication-Results: ");
	put_quoted(w, authserv_id, mark_of(zgl_authword_is_token(authserv_id)));
}

void zgl_authwrite_result(
	struct zgl_authwrite *w, const struct zgl_authresult *result)
{
	w->results++;
	put_text(w, ";");
	fold(w);
	put_text(w, result->method);
	put_text(w, "=");
	put_text(w, result->result);
	put_comment(w, result->comment);
	put_reason(w, result->reason);
	for (size_t i = 0; i < result->prop_count; i++)
		put_property(w, &result->props[i]);
}

void zgl_authwrite_end(struct zgl_authwrite *w)
{
	if (w->results == 0)
		put_text(w, "; none");
}
