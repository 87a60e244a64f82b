/* SPDX-License-Identifier: ISC */
#include "zegel/authres/authword.h"

#include "zegel/base/ascii.h"
#include "zegel/base/utf8.h"

/* What Unicode calls white space, above US-ASCII. */
// clang-format off
static const struct {
	uint32_t first, last;
} blanks[] = {
	{ 0x0085, 0x0085 },
	{ 0x00a0, 0x00a0 },
	{ 0x1680, 0x1680 },
	{ 0x2000, 0x200a },
	{ 0x2028, 0x2029 },
	{ 0x202f, 0x202f },
	{ 0x205f, 0x205f },
	{ 0x3000, 0x3000 },
};
// clang-format on

static bool is_blank(uint32_t code)
{
	for (size_t i = 0; i < ZGL_COUNT(blanks); i++) {
		if (code >= blanks[i].first && code <= blanks[i].last)
			return true;
	}
	return false;
}

static bool has_blank(zgl_sv s)
{
	uint32_t code;
	size_t n;

	for (; s.n > 0; s = zgl_sv_skip(s, n > 0 ? n : 1)) {
		n = zgl_utf8_next(s, &code);
		if (n > 1 && is_blank(code))
			return true;
	}
	return false;
}

static bool is_one_of(char c, zgl_sv marks)
{
	return zgl_sv_find(marks, c) < marks.n;
}

static bool is_token_octet(char c)
{
	return zgl_is_alnum(c) || is_one_of(c, ZGL_SV("!#$%&*+-.^_`{|}~"));
}

/* atext (rfc5322#3.2.3, rfc6532#3.2), again without "'". */
static bool is_atom_octet(char c)
{
	return zgl_is_alnum(c) || zgl_is_8bit(c)
		|| is_one_of(c, ZGL_SV("!#$%&*+-/=?^_`{|}~"));
}

/* rfc6376#3.5: sub-domain; rfc8616#5 for U-labels */
static bool is_label_octet(char c)
{
	return zgl_is_alnum(c) || zgl_is_8bit(c) || c == '-';
}

static bool all(zgl_sv s, bool is_fine(char))
{
	size_t i = 0;

	while (i < s.n && is_fine(s.p[i]))
		i++;
	return i > 0 && i == s.n;
}

static bool is_utoken_octet(char c)
{
	return is_token_octet(c) || zgl_is_8bit(c);
}

bool zgl_authword_is_token(zgl_sv s)
{
	return all(s, is_token_octet);
}

bool zgl_authword_is_utoken(zgl_sv s)
{
	return all(s, is_utoken_octet) && !has_blank(s);
}

static bool is_dot_atom(zgl_sv s)
{
	zgl_sv atom;

	while (zgl_sv_split(&s, '.', &atom)) {
		if (!all(atom, is_atom_octet))
			return false;
	}
	return true;
}

bool zgl_authword_is_domain(zgl_sv s)
{
	size_t labels = 0;
	zgl_sv label;

	if (has_blank(s))
		return false;
	while (zgl_sv_split(&s, '.', &label)) {
		if (!all(label, is_label_octet) || label.p[0] == '-'
			|| label.p[label.n - 1] == '-')
			return false;
		labels++;
	}
	return labels > 1;
}

bool zgl_authword_is_address(zgl_sv s)
{
	size_t at = zgl_sv_find(s, '@');
	zgl_sv local = zgl_sv_head(s, at);

	return at < s.n && !has_blank(local)
		&& !is_one_of(s.p[0], ZGL_SV("/=?"))
		&& (at == 0 || is_dot_atom(local))
		&& zgl_authword_is_domain(zgl_sv_skip(s, at + 1));
}
