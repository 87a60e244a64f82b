/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authcheck -- reads an Authentication-Results field of ours again.
 *
 * A second reader for tests and fuzz targets. It knows what authwrite may write
 * and nothing else: it is no reader for the fields of others.
 *
 * Memory   views of the field.
 */

#include <string.h>

#include "zegel/authres/authwrite.h"
#include "zegel/base/ascii.h"

#define AUTHCHECK_RESULTS 128

struct authcheck_result {
	zgl_sv method, result, comment, reason;
	struct {
		zgl_sv name, value; /* "header.d" */
	} props[ZGL_AUTHPROPS_MAX];
	size_t prop_count;
};

struct authcheck {
	zgl_sv authserv_id;
	struct authcheck_result results[AUTHCHECK_RESULTS];
	size_t count;
};

/** What no field may have, in any reading; NULL when all is well. */
static inline const char *authcheck_octets(zgl_sv field)
{
	size_t line = 0;

	for (size_t i = 0; i < field.n; i++, line++) {
		zgl_sv rest = zgl_sv_skip(field, i);
		char c = field.p[i];
		if (zgl_sv_starts(rest, ZGL_SV("\r\n\t"))) {
			i += 2;
			line = 0;
		} else if ((unsigned char)c < ' ' || c == 127) {
			return "a control octet";
		} else if (c == '\\') {
			return "a backslash";
		}
		if (line >= 998)
			return "a line over 998 octets";
	}
	return field.n > 0 && zgl_is_fws(field.p[field.n - 1])
		? "white space at the end"
		: NULL;
}

static inline bool authcheck_take(zgl_sv *rest, zgl_sv text)
{
	if (!zgl_sv_starts(*rest, text))
		return false;
	*rest = zgl_sv_skip(*rest, text.n);
	return true;
}

static inline bool authcheck_gap(zgl_sv *rest)
{
	return authcheck_take(rest, ZGL_SV("\r\n\t"))
		|| authcheck_take(rest, ZGL_SV(" "));
}

static inline zgl_sv authcheck_until(zgl_sv *rest, const char *ends)
{
	zgl_sv all = *rest;
	size_t n = 0;

	while (n < all.n
		&& zgl_sv_find(zgl_sv_of(ends), all.p[n]) == strlen(ends))
		n++;
	*rest = zgl_sv_skip(all, n);
	return zgl_sv_head(all, n);
}

/** A quoted-string, or what goes on to the next gap, and is not empty. */
static inline bool authcheck_value(zgl_sv *rest, zgl_sv *value_r)
{
	if (authcheck_take(rest, ZGL_SV("\""))) {
		*value_r = authcheck_until(rest, "\"");
		return value_r->n > 0 && authcheck_take(rest, ZGL_SV("\""));
	}
	*value_r = authcheck_until(rest, " \r;");
	return value_r->n > 0 && zgl_sv_find(*value_r, '"') == value_r->n
		&& zgl_sv_find(*value_r, '(') == value_r->n;
}

/** From behind the "(" to the ")" that belongs to it. */
static inline bool authcheck_comment(zgl_sv *rest, zgl_sv *comment_r)
{
	size_t depth = 1, n = 0;

	for (; n < rest->n && depth > 0; n++) {
		depth += rest->p[n] == '(';
		depth -= rest->p[n] == ')';
	}
	*comment_r = zgl_sv_head(*rest, n > 0 ? n - 1 : 0);
	*rest = zgl_sv_skip(*rest, n);
	return depth == 0;
}

static inline bool authcheck_property(
	zgl_sv *rest, struct authcheck_result *result)
{
	size_t i = result->prop_count++;

	if (i == ZGL_AUTHPROPS_MAX)
		return false;
	result->props[i].name = authcheck_until(rest, "= ");
	return authcheck_take(rest, ZGL_SV("="))
		&& authcheck_value(rest, &result->props[i].value);
}

static inline bool authcheck_result(
	zgl_sv *rest, struct authcheck_result *result)
{
	if (!authcheck_take(rest, ZGL_SV(";\r\n\t")))
		return false;
	result->method = authcheck_until(rest, "= ");
	if (!authcheck_take(rest, ZGL_SV("=")))
		return false;
	result->result = authcheck_until(rest, " \r;");
	while (rest->n > 0 && rest->p[0] != ';') {
		bool good = false;
		if (!authcheck_gap(rest))
			return false;
		if (authcheck_take(rest, ZGL_SV("(")))
			good = authcheck_comment(rest, &result->comment);
		else if (authcheck_take(rest, ZGL_SV("reason=")))
			good = authcheck_value(rest, &result->reason);
		else
			good = authcheck_property(rest, result);
		if (!good)
			return false;
	}
	return result->method.n > 0 && result->result.n > 0;
}

/** Reads the field; false when it is none that authwrite would write. */
static inline bool authcheck_read(zgl_sv field, struct authcheck *read_r)
{
	zgl_sv rest = field;

	read_r->count = 0;
	if (!authcheck_take(&rest, ZGL_SV("Authentication-Results: "))
		|| !authcheck_value(&rest, &read_r->authserv_id))
		return false;
	if (zgl_sv_eq(rest, ZGL_SV("; none")))
		return true;
	while (rest.n > 0) {
		if (read_r->count == AUTHCHECK_RESULTS)
			return false;
		struct authcheck_result *result =
			&read_r->results[read_r->count++];
		*result = (struct authcheck_result){ .prop_count = 0 };
		if (!authcheck_result(&rest, result))
			return false;
	}
	return read_r->count > 0;
}
