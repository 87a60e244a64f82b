/* SPDX-License-Identifier: ISC */
#include "zegel/mail/localpart.h"

#include "zegel/base/ascii.h"
#include "zegel/base/utf8.h"

/* The octets of the character that s begins with, if it may stand here. */
static size_t atext(zgl_sv s)
{
	static const zgl_sv marks = { "!#$%&'*+-/=?^_`{|}~", 19 };
	uint32_t code;

	if (zgl_is_8bit(s.p[0]))
		return zgl_utf8_next(s, &code);
	return zgl_is_alnum(s.p[0]) || zgl_sv_find(marks, s.p[0]) < marks.n;
}

/* Within quotes: visible or a space; a backslash takes one more with it. */
static size_t qcontent(zgl_sv s)
{
	uint32_t code;

	if (zgl_is_8bit(s.p[0]))
		return zgl_utf8_next(s, &code);
	if (s.p[0] == '\\')
		return s.n > 1 && (zgl_is_visible(s.p[1]) || s.p[1] == ' ') ? 2
									    : 0;
	return s.p[0] != '"' && (zgl_is_visible(s.p[0]) || s.p[0] == ' ');
}

static bool all_of(zgl_sv s, size_t (*one)(zgl_sv s))
{
	while (s.n > 0) {
		size_t n = one(s);
		if (n == 0)
			return false;
		s = zgl_sv_skip(s, n);
	}
	return true;
}

static bool is_dot_string(zgl_sv text)
{
	zgl_sv atom;

	while (zgl_sv_split(&text, '.', &atom)) {
		if (atom.n == 0 || !all_of(atom, atext))
			return false;
	}
	return true;
}

bool zgl_localpart_is(zgl_sv text)
{
	if (text.n == 0)
		return false;
	if (text.p[0] != '"')
		return is_dot_string(text);
	return text.n >= 2 && text.p[text.n - 1] == '"'
		&& all_of((zgl_sv){ text.p + 1, text.n - 2 }, qcontent);
}
