/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authvalues -- hostile values, and fields that were written of them.
 *
 * The same ones on every machine. A value is made of pieces, tame and wild
 * ones, or of octets of any kind, or is one that was told (`seeds`), changed in
 * some places.
 */

#include <string.h>

#include "zegel/authres/authwrite.h"

#define AUTHVALUES_OCTETS 4096
#define AUTHVALUES_PIECES 8

struct authvalues {
	uint64_t state;
	const zgl_sv *seeds; /* may be none */
	size_t seed_count;
};

/* Where a value may stand; the property is NULL for reason and comment. */
struct authplace {
	const char *method, *ptype, *property;
};

// clang-format off
static const struct authplace authplaces[] = {
	{ "dkim", "header", "d" },
	{ "dkim", "header", "s" },
	{ "dkim", "header", "a" },
	{ "dkim", "header", "i" },
	{ "dkim", "header", "b" },
	{ "spf", "smtp", "mailfrom" },
	{ "spf", "smtp", "helo" },
	{ "dmarc", "header", "from" },
	{ "dmarc", "policy", "dmarc" },
	{ "dkim", "reason", NULL },
	{ "dkim", "comment", NULL },
};

static const zgl_sv authvalues_wild[] = {
	{ ";", 1 }, { "; dkim=pass", 11 }, { "\"", 1 }, { "'", 1 }, { "(", 1 },
	{ ")", 1 }, { "\\", 1 }, { "\\\"", 2 }, { "\r\n\t", 3 }, { "\r\n", 2 },
	{ "\n", 1 }, { "\r", 1 }, { "\t", 1 }, { "\0", 1 }, { "\x7f", 1 },
	{ "\xff", 1 }, { "=?us-ascii?q?=3B?=", 18 }, { "\xc3\xa9", 2 },
	{ "\xe2\x80\xae", 3 }, { "\xc2\xa0", 2 }, { "\xe3\x80\x80", 3 },
	{ "\xc2\x85", 2 }, { "\xe2\x80\xa8", 3 }, { "\xc0\xa2", 2 },
	{ " header.d=victim.example", 24 }, { "spf=pass", 8 },
};

static const zgl_sv authvalues_tame[] = {
	{ "a", 1 }, { "Joe", 3 }, { "example", 7 }, { ".", 1 }, { "nl", 2 },
	{ "@", 1 }, { "-", 1 }, { "_", 1 }, { "=", 1 }, { "/", 1 }, { "+", 1 },
	{ ",", 1 }, { ":", 1 }, { "<", 1 }, { ">", 1 }, { "[", 1 }, { "]", 1 },
	{ "?", 1 }, { " ", 1 }, { "  ", 2 }, { "(x)", 3 }, { "'", 1 },
	{ "!#$%&*^`{|}~", 12 }, { "@example.nl", 11 }, { "joe@example.nl", 14 },
	{ "dkim=pass", 9 }, { "none", 4 }, { "reason=x", 8 }, { "0", 1 },
};
// clang-format on

/* xorshift64 */
static inline size_t authvalues_below(struct authvalues *v, size_t n)
{
	v->state ^= v->state << 13;
	v->state ^= v->state >> 7;
	v->state ^= v->state << 17;
	return (size_t)(v->state >> 16) % n;
}

static inline void authvalues_pieces(
	struct authvalues *v, struct zgl_buf *to, bool hostile)
{
	size_t pieces = 1 + authvalues_below(v, AUTHVALUES_PIECES);

	for (size_t i = 0; i < pieces; i++) {
		bool wild = hostile && authvalues_below(v, 4) == 0;
		zgl_buf_put(to,
			wild ? authvalues_wild[authvalues_below(
				v, ZGL_COUNT(authvalues_wild))]
			     : authvalues_tame[authvalues_below(
				     v, ZGL_COUNT(authvalues_tame))]);
	}
}

static inline void authvalues_octets(struct authvalues *v, struct zgl_buf *to)
{
	static const size_t most[] = { 4, 40, ZGL_AUTHTEXT_MAX + 2 };
	size_t n = authvalues_below(v, most[authvalues_below(v, 3)]);
	bool shown = authvalues_below(v, 2) == 0;

	for (size_t i = 0; i < n; i++)
		zgl_buf_char(to,
			(char)(shown ? ' ' + authvalues_below(v, 95)
				     : authvalues_below(v, 256)));
}

/* A seed, some octets of it another, and something put in or at its end. */
static inline void authvalues_mutate(struct authvalues *v, struct zgl_buf *to)
{
	zgl_sv seed = v->seeds[authvalues_below(v, v->seed_count)];
	size_t cut = authvalues_below(v, seed.n + 1);

	zgl_buf_put(to, zgl_sv_head(seed, cut));
	if (authvalues_below(v, 2) == 0)
		authvalues_pieces(v, to, true);
	zgl_buf_put(to, zgl_sv_skip(seed, cut));
	while (to->n > 0 && authvalues_below(v, 3) == 0)
		to->p[authvalues_below(v, to->n)] =
			(char)authvalues_below(v, 256);
}

/** Makes the next value; `to` is emptied first. */
static inline void authvalues_next(struct authvalues *v, struct zgl_buf *to)
{
	size_t kinds = v->seed_count > 0 ? 4 : 3;

	zgl_buf_reset(to);
	switch (authvalues_below(v, kinds)) {
	case 0: authvalues_pieces(v, to, false); break;
	case 1: authvalues_pieces(v, to, true); break;
	case 2: authvalues_octets(v, to); break;
	default: authvalues_mutate(v, to); break;
	}
}

/** A result that has nothing but `value`, in one place. */
static inline struct zgl_authresult authplace_result(
	const struct authplace *place, zgl_sv value)
{
	struct zgl_authresult result = { .method = place->method,
		.result = "fail" };

	if (place->property != NULL)
		result.props[result.prop_count++] =
			(struct zgl_authprop){ place->ptype, place->property,
				value };
	else if (strcmp(place->ptype, "reason") == 0)
		result.reason = value;
	else
		result.comment = value;
	return result;
}

/** What always comes second: what breaks out of the first is seen in it. */
static const struct zgl_authresult authvalues_second = { .method = "spf",
	.result = "softfail",
	.props = { { "smtp", "mailfrom", { "example.org", 11 } } },
	.prop_count = 1 };

/** Writes a field of `result` and the second one. */
static inline void authvalues_write(struct zgl_buf *to,
	const struct zgl_authresult *result, bool internationalized)
{
	struct zgl_authwrite w;

	zgl_buf_reset(to);
	zgl_authwrite_begin(&w, to, ZGL_SV("mx.example.nl"), internationalized);
	zgl_authwrite_result(&w, result);
	zgl_authwrite_result(&w, &authvalues_second);
	zgl_authwrite_end(&w);
}
