/* SPDX-License-Identifier: ISC */
#include "zegel/mail/fieldcanon.h"

#include "zegel/base/ascii.h"
#include "zegel/mail/gather.h"
#include "zegel/mail/span.h"

/* More than a usual field, so that a hash takes it at once. */
#define STAGE 512

/* Skips white space and folds. */
static const char *skip_gap(const char *p, const char *end)
{
	for (;;) {
		if (p < end && zgl_is_wsp(*p))
			p++;
		else if (end - p >= 3 && p[0] == '\r' && p[1] == '\n'
			&& zgl_is_wsp(p[2]))
			p += 3;
		else
			return p;
	}
}

static void put_lower(struct zgl_gather *g, const char *p, size_t n)
{
	while (n > 0) {
		if (g->n == g->room)
			zgl_gather_flush(g);
		size_t step = n < g->room - g->n ? n : g->room - g->n;
		char *to = g->stage + g->n;
		for (size_t i = 0; i < step; i++)
			to[i] = zgl_lower(p[i]);
		g->n += step;
		p += step;
		n -= step;
	}
}

/* Puts a name of n octets that needs no more than lower case. */
static void put_name(struct zgl_gather *g, zgl_sv raw, size_t n)
{
	size_t steps = (n + 15) & ~(size_t)15;

	if (steps > raw.n || steps > g->room - g->n) {
		put_lower(g, raw.p, n);
		return;
	}
	for (size_t i = 0; i < steps; i += 16)
		zgl_v16_store(g->stage + g->n + i,
			zgl_v16_lower(zgl_v16_load(raw.p + i)));
	g->n += n;
}

/* Unfolds, makes runs of white space one SP, drops the run at the end. */
static inline void reduce(struct zgl_gather *g, const char *p, const char *end,
	void put(struct zgl_gather *g, const char *p, size_t n))
{
	while (p < end) {
		size_t same = zgl_span_same(p, (size_t)(end - p), '\r');
		put(g, p, same);
		p += same;
		const char *gap = p;
		p = skip_gap(p, end);
		if (p == end)
			return;
		put(g, gap < p ? " " : p++, 1); /* or a CR that is no fold */
	}
}

/* Puts name and colon, if there are any; returns where the value begins. */
static const char *relax_name(struct zgl_gather *g, zgl_sv raw)
{
	size_t name_n = zgl_span_name(raw.p, raw.n), colon = name_n;

	if (name_n == raw.n || raw.p[name_n] != ':')
		colon = zgl_sv_find(raw, ':');
	if (colon == raw.n)
		return raw.p;
	if (colon == name_n)
		put_name(g, raw, name_n);
	else
		reduce(g, raw.p, raw.p + colon, put_lower);
	zgl_gather_add(g, ":", 1);
	return raw.p + colon + 1;
}

/* rfc6376#3.4.2 */
static void relax(struct zgl_gather *g, zgl_sv raw)
{
	const char *end = raw.p + raw.n;

	reduce(g, skip_gap(relax_name(g, raw), end), end, zgl_gather_add);
}

void zgl_fieldcanon(
	enum zgl_canon mode, zgl_sv raw, bool crlf, zgl_sink *sink, void *to)
{
	char stage[STAGE];
	struct zgl_gather g = { sink, to, stage, 0, sizeof(stage), 0 };

	if (raw.n > 0 && mode == ZGL_CANON_RELAXED)
		relax(&g, raw);
	else if (raw.n > 0)
		zgl_gather_add(&g, raw.p, raw.n);
	zgl_gather_end(&g, "\r\n", crlf ? 2 : 0);
}
