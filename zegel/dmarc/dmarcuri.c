/* SPDX-License-Identifier: ISC */
#include "zegel/dmarc/dmarcuri.h"

#include "zegel/base/ascii.h"

static bool is_unit(char c)
{
	c = zgl_lower(c);
	return c == 'k' || c == 'm' || c == 'g' || c == 't';
}

/* 1*DIGIT [ "k" / "m" / "g" / "t" ] */
static bool is_size(zgl_sv s)
{
	size_t digits = 0;

	while (digits < s.n && zgl_is_digit(s.p[digits]))
		digits++;
	zgl_sv unit = zgl_sv_skip(s, digits);
	return digits > 0
		&& (unit.n == 0 || (unit.n == 1 && is_unit(unit.p[0])));
}

/* rfc9989#4.8: obs-dmarc-report-size. */
static zgl_sv without_size(zgl_sv text)
{
	size_t mark = zgl_sv_find(text, '!');

	return mark < text.n && is_size(zgl_sv_skip(text, mark + 1))
		? zgl_sv_head(text, mark)
		: text;
}

/* rfc3986#2.2, 2.3: but the comma and "!", which are to be encoded, and ";",
 * which ends the tag. A table, for this is run for each octet of an address. */
// clang-format off
static const bool in_uri[256] = {
	['-'] = true, ['.'] = true, ['_'] = true, ['~'] = true, [':'] = true,
	['/'] = true, ['?'] = true, ['#'] = true, ['['] = true, [']'] = true,
	['@'] = true, ['$'] = true, ['&'] = true, ['\''] = true, ['('] = true,
	[')'] = true, ['*'] = true, ['+'] = true, ['='] = true,
	['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
	['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true,
	['A'] = true, ['B'] = true, ['C'] = true, ['D'] = true, ['E'] = true,
	['F'] = true, ['G'] = true, ['H'] = true, ['I'] = true, ['J'] = true,
	['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true, ['O'] = true,
	['P'] = true, ['Q'] = true, ['R'] = true, ['S'] = true, ['T'] = true,
	['U'] = true, ['V'] = true, ['W'] = true, ['X'] = true, ['Y'] = true,
	['Z'] = true,
	['a'] = true, ['b'] = true, ['c'] = true, ['d'] = true, ['e'] = true,
	['f'] = true, ['g'] = true, ['h'] = true, ['i'] = true, ['j'] = true,
	['k'] = true, ['l'] = true, ['m'] = true, ['n'] = true, ['o'] = true,
	['p'] = true, ['q'] = true, ['r'] = true, ['s'] = true, ['t'] = true,
	['u'] = true, ['v'] = true, ['w'] = true, ['x'] = true, ['y'] = true,
	['z'] = true,
};
// clang-format on

static bool is_encoded(zgl_sv s, size_t i)
{
	return s.p[i] == '%' && s.n - i > 2 && zgl_hex_value(s.p[i + 1]) >= 0
		&& zgl_hex_value(s.p[i + 2]) >= 0;
}

/* rfc3986#3.1: what begins with a letter, up to the colon. */
static bool is_scheme(zgl_sv s)
{
	if (s.n == 0 || !zgl_is_alpha(s.p[0]))
		return false;
	for (size_t i = 1; i < s.n; i++) {
		if (!zgl_is_alnum(s.p[i]) && s.p[i] != '+' && s.p[i] != '-'
			&& s.p[i] != '.')
			return false;
	}
	return true;
}

static bool is_uri(zgl_sv s, size_t colon)
{
	if (colon == s.n || !is_scheme(zgl_sv_head(s, colon)))
		return false;
	for (size_t i = colon + 1; i < s.n; i++) {
		if (in_uri[(unsigned char)s.p[i]])
			continue;
		if (!is_encoded(s, i))
			return false;
		i += 2;
	}
	return true;
}

/* rfc6068#2: an address before any "?"; what it says is for who writes to
 * it. */
static bool has_address(zgl_sv s)
{
	zgl_sv to = zgl_sv_head(s, zgl_sv_find(s, '?'));
	size_t at = zgl_sv_find(to, '@');

	return at > 0 && at + 1 < to.n
		&& zgl_sv_find(zgl_sv_skip(to, at + 1), '@') == to.n - at - 1;
}

enum zgl_dmarcuri zgl_dmarcuri_read(zgl_sv text, zgl_sv *uri_r)
{
	zgl_sv uri = without_size(text);
	size_t colon = zgl_sv_find(uri, ':');

	*uri_r = uri;
	if (!is_uri(uri, colon))
		return ZGL_DMARCURI_BAD;
	if (!zgl_sv_ieq(zgl_sv_head(uri, colon), ZGL_SV("mailto")))
		return ZGL_DMARCURI_OTHER;
	return has_address(zgl_sv_skip(uri, colon + 1)) ? ZGL_DMARCURI_MAILTO
							: ZGL_DMARCURI_BAD;
}
