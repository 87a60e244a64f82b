/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * canonref -- the canonicalizations once more, as the RFC tells them and
 * without any thought of speed, on whole texts: what tests compare with.
 *
 * `out` has room for n + 2 octets; the length of the result is returned.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "zegel/base/sv.h"
#include "zegel/mail/canon.h"

static inline bool ref_wsp(char c)
{
	return c == ' ' || c == '\t';
}

static inline bool ref_crlf(zgl_sv s, size_t i)
{
	return i + 1 < s.n && s.p[i] == '\r' && s.p[i + 1] == '\n';
}

/* Runs of WSP become one SP; the run at the end goes. */
static inline size_t ref_reduce(zgl_sv s, char *out)
{
	size_t n = 0;
	bool wsp = false;

	for (size_t i = 0; i < s.n; i++) {
		if (ref_wsp(s.p[i])) {
			wsp = true;
			continue;
		}
		if (wsp)
			out[n++] = ' ';
		wsp = false;
		out[n++] = s.p[i];
	}
	return n;
}

static inline size_t ref_body(enum zgl_canon mode, zgl_sv body, char *out)
{
	size_t n = 0, last = 0, from = 0;

	while (from < body.n) {
		size_t to = from, line = n;
		while (to < body.n && !ref_crlf(body, to))
			to++;
		zgl_sv text = { body.p + from, to - from };
		if (mode == ZGL_CANON_RELAXED) {
			n += ref_reduce(text, out + n);
		} else {
			memcpy(out + n, text.p, text.n);
			n += text.n;
		}
		bool empty = n == line;
		out[n++] = '\r';
		out[n++] = '\n';
		last = empty ? last : n;
		from = to + 2;
	}
	if (last > 0 || mode == ZGL_CANON_RELAXED)
		return last;
	memcpy(out, "\r\n", 2);
	return 2;
}

/* The field without its folds: each CRLF before WSP goes. */
static inline size_t ref_unfold(zgl_sv raw, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		if (ref_crlf(raw, i) && i + 2 < raw.n && ref_wsp(raw.p[i + 2]))
			i++;
		else
			out[n++] = raw.p[i];
	}
	return n;
}

/* rfc6376#3.4.2, step by step; `out` and `tmp` have room for raw.n + 2. */
static inline size_t ref_field(
	enum zgl_canon mode, zgl_sv raw, bool crlf, char *out, char *tmp)
{
	size_t n = 0, colon = 0, from;

	if (mode == ZGL_CANON_SIMPLE) {
		for (; n < raw.n; n++)
			out[n] = raw.p[n];
	} else {
		size_t text_n = ref_unfold(raw, tmp);
		while (colon < text_n && tmp[colon] != ':')
			colon++;
		from = colon < text_n ? colon + 1 : 0;
		if (colon < text_n) {
			n = ref_reduce((zgl_sv){ tmp, colon }, out);
			for (size_t i = 0; i < n; i++) {
				if (out[i] >= 'A' && out[i] <= 'Z')
					out[i] = (char)(out[i] + 32);
			}
			out[n++] = ':';
		}
		while (from < text_n && ref_wsp(tmp[from]))
			from++;
		n += ref_reduce((zgl_sv){ tmp + from, text_n - from }, out + n);
	}
	if (crlf) {
		out[n++] = '\r';
		out[n++] = '\n';
	}
	return n;
}

/* A generator of test octets: xorshift, the same on every machine. */
static inline uint32_t ref_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)(*seed >> 32);
}
