/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * sv -- string views: octets that someone else owns.
 *
 * Shape    n octets at p, any values, no NUL at the end. p may be NULL only
 *          when n is 0; a NULL p means "absent" where a header says so.
 * Memory   a view owns nothing and must not outlive the octets it points to;
 *          every struct that holds one says whose octets they are.
 * Errors   none.
 */

#include <stdbool.h>
#include <stddef.h>

#include "zegel/base/attr.h"

typedef struct {
	const char *p;
	size_t n;
} zgl_sv;

/** A view of a string literal, its NUL left out. */
#define ZGL_SV(literal) ((zgl_sv){ "" literal, sizeof(literal) - 1 })

/** Views a NUL-terminated string; NULL gives the absent view. */
ZGL_API zgl_sv zgl_sv_of(const char *text);

/** True when a and b have the same octets. */
ZGL_API bool zgl_sv_eq(zgl_sv a, zgl_sv b);

/**
 * True when a and b have the same octets, ASCII letters compared without
 * regard to case (RFC 5234 section 2.3). Other octets must be equal.
 */
ZGL_API bool zgl_sv_ieq(zgl_sv a, zgl_sv b);

/** True when s begins (ends) with `part`; _i without regard to ASCII case. */
bool zgl_sv_starts(zgl_sv s, zgl_sv part);
bool zgl_sv_istarts(zgl_sv s, zgl_sv part);
bool zgl_sv_iends(zgl_sv s, zgl_sv part);

/** The offset of the first `c` in s, or s.n when there is none. */
size_t zgl_sv_find(zgl_sv s, char c);

/** s without its first `n` octets (all of them when n is past the end). */
zgl_sv zgl_sv_skip(zgl_sv s, size_t n);

/** The first `n` octets of s (all of them when n is past the end). */
zgl_sv zgl_sv_head(zgl_sv s, size_t n);

/**
 * s without folding white space (SP HTAB CR LF) at both ends; _wsp without
 * SP and HTAB only.
 */
zgl_sv zgl_sv_trim_fws(zgl_sv s);
zgl_sv zgl_sv_trim_wsp(zgl_sv s);

/**
 * Takes the octets before the first `c` off the front of *rest and skips the
 * `c`; with no `c` left takes everything. Returns false, and an empty view,
 * when *rest was used up (its p is then NULL): "a:b:" gives "a", "b", "".
 */
bool zgl_sv_split(zgl_sv *rest, char c, zgl_sv *part_r);
