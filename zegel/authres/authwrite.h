/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authwrite -- writes an Authentication-Results field.
 *
 * Shape    begin with who we are, a result for each method, end. The text has
 *          the field's name, is folded with CRLF and a tab, and has no CRLF at
 *          its end; no line passes 998 octets, usual ones stay under 78.
 * Safety   every text goes through one door: zgl_authwrite_fits tells which
 *          come through, the others are left out. A value is written as it is
 *          when it is a token or an address whose local part needs no quotes,
 *          else as a quoted-string. Nothing is ever written with a backslash,
 *          since readers are about that know none: so what is written reads
 *          back as the same value even there, and nothing from a message can
 *          add a result.
 * Order    a quoted-string ends the result for some readers (python3-authres),
 *          so the property that is likeliest to need one had best be the last.
 * Memory   a zgl_buf, with its sticky error.
 * Threads  any.
 * Source   RFC 8601 section 2.2, RFC 8616 section 5.
 */

#include "zegel/base/buf.h"

#define ZGL_AUTHPROPS_MAX 16

/** Octets of the longest text that is written: b= of RSA-4096 has 684. */
#define ZGL_AUTHTEXT_MAX 700

/** One property: `header.d=example.nl` is { "header", "d", "example.nl" }. */
struct zgl_authprop {
	const char *ptype, *property; /* of the IANA registry; static */
	zgl_sv value;                 /* any octets */
};

struct zgl_authresult {
	const char *method, *result; /* of the IANA registry; static */
	zgl_sv comment;              /* absent: none */
	zgl_sv reason;               /* absent: none */
	struct zgl_authprop props[ZGL_AUTHPROPS_MAX];
	size_t prop_count;
};

/** Private but for its size. */
struct zgl_authwrite {
	struct zgl_buf *to;
	size_t column, results;
	bool internationalized;
};

/**
 * True for a text that is written: 1 to ZGL_AUTHTEXT_MAX octets, US-ASCII that
 * shows, or, `internationalized` (RFC 6532), UTF-8 that does; parentheses in
 * pairs. No quotation mark, backslash or semicolon: a reader that does not know
 * how to quote them would see the value end there. No "=?": it might be decoded
 * (RFC 2047) before it is read.
 */
ZGL_API bool zgl_authwrite_fits(zgl_sv text, bool internationalized);

/**
 * Writes the name of the field and `authserv_id`. One that does not fit is
 * ZGL_EUSAGE in the buffer.
 */
ZGL_API void zgl_authwrite_begin(struct zgl_authwrite *w, struct zgl_buf *to,
	zgl_sv authserv_id, bool internationalized);

ZGL_API void zgl_authwrite_result(
	struct zgl_authwrite *w, const struct zgl_authresult *result);

/** Ends the field: "none" when there was no result. */
ZGL_API void zgl_authwrite_end(struct zgl_authwrite *w);
