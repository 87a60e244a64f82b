/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * ascii -- classes of octets, as RFC 5234 appendix B names them.
 *
 * No locale, no sign trouble: every value of char is allowed everywhere.
 */

#include <stdbool.h>

static inline char zgl_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline bool zgl_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool zgl_is_alpha(char c)
{
	return zgl_lower(c) >= 'a' && zgl_lower(c) <= 'z';
}

static inline bool zgl_is_alnum(char c)
{
	return zgl_is_alpha(c) || zgl_is_digit(c);
}

/** WSP: space and horizontal tab, nothing else. */
static inline bool zgl_is_wsp(char c)
{
	return c == ' ' || c == '\t';
}

/** What folding white space is made of. */
static inline bool zgl_is_fws(char c)
{
	return zgl_is_wsp(c) || c == '\r' || c == '\n';
}

/** VCHAR: the visible US-ASCII octets 33 to 126. */
static inline bool zgl_is_visible(char c)
{
	return c > ' ' && c < 127;
}

/** An octet above US-ASCII. */
static inline bool zgl_is_8bit(char c)
{
	return ((unsigned char)c & 0x80) != 0;
}

/** The value of a hexadecimal digit of either case, or -1. */
static inline int zgl_hex_value(char c)
{
	if (zgl_is_digit(c))
		return c - '0';
	c = zgl_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
