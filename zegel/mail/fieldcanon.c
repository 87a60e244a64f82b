/* SPDX-License-Identifier: ISC */
#include "zegel/mail/fieldcanon.h"

#include "zegel/base/ascii.h"
#include "zegel/mail/gather.h"
#include "zegel/mail/span.h"

/* More than a usual field, so that a hash takes it at once. */
#define STAGE 512

/* The octets of white space and folds at the start of s. */
static size_t gap_span(zgl_sv s)
{
	size_t i = 0;

	for (;;) {
		if (i < s.n && zgl_is_wsp(s.p[i]))
			i++;
		else if (s.n - i >= 3 && s.p[i] == '\r' && s.p[i + 1] == '\n'
			&& zgl_is_wsp(s.p[i + 2]))
			i += 3;
		else
			return i;
	}
}

static void put_lower(struct zgl_gather *g, const char *p, size_t n)
{
	char low[64];

	while (n > 0) {
		size_t now = n < sizeof(low) ? n : sizeof(low);
		for (size_t i = 0; i < now; i++)
			low[i] = zgl_lower(p[i]);
		zgl_gather_add(g, low, now);
		p += now;
		n -= now;
	}
}

/* Unfolds, makes runs of white space one SP, drops the run at the end. */
static void reduce(struct zgl_gather *g, zgl_sv s,
	void put(struct zgl_gather *g, const char *p, size_t n))
{
	while (s.n > 0) {
		size_t same = zgl_span_same(s.p, s.n, '\r');
		put(g, s.p, same);
		s = zgl_sv_skip(s, same);
		size_t gap = gap_span(s);
		s = zgl_sv_skip(s, gap);
		if (s.n == 0)
			return;
		put(g, gap > 0 ? " " : s.p, 1);
		if (gap == 0)
			s = zgl_sv_skip(s, 1); /* a CR that is no fold */
	}
}

/* rfc6376#3.4.2 */
static void relax(struct zgl_gather *g, zgl_sv raw)
{
	size_t colon = zgl_sv_find(raw, ':');

	if (colon < raw.n) {
		reduce(g, zgl_sv_head(raw, colon), put_lower);
		zgl_gather_add(g, ":", 1);
		raw = zgl_sv_skip(raw, colon + 1);
	}
	reduce(g, zgl_sv_skip(raw, gap_span(raw)), zgl_gather_add);
}

void zgl_fieldcanon(
	enum zgl_canon mode, zgl_sv raw, bool crlf, zgl_sink *sink, void *to)
{
	char stage[STAGE];
	struct zgl_gather g = { sink, to, stage, 0, sizeof(stage) };

	if (mode == ZGL_CANON_RELAXED)
		relax(&g, raw);
	else if (raw.n > 0)
		zgl_gather_add(&g, raw.p, raw.n);
	zgl_gather_end(&g, "\r\n", crlf ? 2 : 0);
}
