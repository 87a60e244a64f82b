/* SPDX-License-Identifier: ISC */
#include "zegel/base/sv.h"

#include <string.h>

#include "zegel/base/ascii.h"

zgl_sv zgl_sv_of(const char *text)
{
	return (zgl_sv){ text, text == NULL ? 0 : strlen(text) };
}

bool zgl_sv_eq(zgl_sv a, zgl_sv b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool zgl_sv_ieq(zgl_sv a, zgl_sv b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		if (zgl_lower(a.p[i]) != zgl_lower(b.p[i]))
			return false;
	}
	return true;
}

bool zgl_sv_starts(zgl_sv s, zgl_sv part)
{
	return s.n >= part.n && zgl_sv_eq(zgl_sv_head(s, part.n), part);
}

bool zgl_sv_istarts(zgl_sv s, zgl_sv part)
{
	return s.n >= part.n && zgl_sv_ieq(zgl_sv_head(s, part.n), part);
}

bool zgl_sv_iends(zgl_sv s, zgl_sv part)
{
	return s.n >= part.n && zgl_sv_ieq(zgl_sv_skip(s, s.n - part.n), part);
}

size_t zgl_sv_find(zgl_sv s, char c)
{
	const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);

	return at == NULL ? s.n : (size_t)(at - s.p);
}

zgl_sv zgl_sv_skip(zgl_sv s, size_t n)
{
	if (n > s.n)
		n = s.n;
	return n == 0 ? s : (zgl_sv){ s.p + n, s.n - n };
}

zgl_sv zgl_sv_head(zgl_sv s, size_t n)
{
	return (zgl_sv){ s.p, n < s.n ? n : s.n };
}

zgl_sv zgl_sv_trim_fws(zgl_sv s)
{
	while (s.n > 0 && zgl_is_fws(s.p[0]))
		s = zgl_sv_skip(s, 1);
	while (s.n > 0 && zgl_is_fws(s.p[s.n - 1]))
		s.n--;
	return s;
}

zgl_sv zgl_sv_trim_wsp(zgl_sv s)
{
	while (s.n > 0 && zgl_is_wsp(s.p[0]))
		s = zgl_sv_skip(s, 1);
	while (s.n > 0 && zgl_is_wsp(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool zgl_sv_split(zgl_sv *rest, char c, zgl_sv *part_r)
{
	if (rest->p == NULL) {
		*part_r = (zgl_sv){ NULL, 0 };
		return false;
	}
	size_t at = zgl_sv_find(*rest, c);
	*part_r = zgl_sv_head(*rest, at);
	*rest = at == rest->n ? (zgl_sv){ NULL, 0 }
			      : zgl_sv_skip(*rest, at + 1);
	return true;
}
