/* SPDX-License-Identifier: ISC */
#include "zegel/mail/bodycanon.h"

#include "zegel/base/ascii.h"
#include "zegel/mail/bodyscan.h"

/* A hash is as fast with some thousand octets at once as with more. */
#define STAGE 4096

#define CRLF_8   "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
#define CRLF_64  CRLF_8 CRLF_8 CRLF_8 CRLF_8 CRLF_8 CRLF_8 CRLF_8 CRLF_8
#define CRLF_512 CRLF_64 CRLF_64 CRLF_64 CRLF_64 CRLF_64 CRLF_64 CRLF_64 CRLF_64

static const char crlfs[] = CRLF_512;

enum {
	CRLFS = 512
};

/* Content comes: what was held before it was not trailing. */
static void put_held(struct zgl_bodycanon *c, struct zgl_gather *g)
{
	for (; c->held > CRLFS; c->held -= CRLFS)
		zgl_gather_add(g, crlfs, 2 * CRLFS);
	zgl_gather_add(g, crlfs, 2 * (size_t)c->held);
	if (c->wsp)
		zgl_gather_add(g, " ", 1);
	c->held = 0;
	c->wsp = false;
	c->any = true;
}

/* The octet after a CR decides what that CR was; true if it took the octet. */
static bool settle_cr(struct zgl_bodycanon *c, struct zgl_gather *g, char next)
{
	c->cr = false;
	if (next != '\n') {
		put_held(c, g);
		zgl_gather_add(g, "\r", 1);
		return false;
	}
	c->held++;
	c->wsp = false; /* rfc6376#3.4.4: ignore white space at end of line */
	return true;
}

/* Is white space dropped before these octets? The last of them is no CR. */
static bool drops_wsp(const char *p)
{
	return zgl_is_wsp(p[0]) || (p[0] == '\r' && p[1] == '\n');
}

static void put(struct zgl_bodycanon *c, struct zgl_gather *g, const char *p,
	const char *end)
{
	put_held(c, g);
	if (c->mode == ZGL_CANON_RELAXED)
		c->scan->relax(g, p, end);
	else
		zgl_gather_end(g, p, (size_t)(end - p));
}

/* Takes octets of which the last is no CR, while no CR is held. */
static void take(struct zgl_bodycanon *c, struct zgl_gather *g, const char *p,
	const char *end)
{
	bool relaxed = c->mode == ZGL_CANON_RELAXED;
	uint64_t held;
	const char *last = c->scan->content(p, end, relaxed, &held);

	c->wsp = c->wsp && !drops_wsp(p);
	if (p < last)
		put(c, g, p, last);
	c->held += held;
	if (last < end)
		c->wsp = zgl_is_wsp(end[-1]); /* it never is when simple */
}

void zgl_bodycanon_begin_with(struct zgl_bodycanon *c, enum zgl_canon mode,
	const struct zgl_bodyscan *scan, zgl_sink *sink, void *to)
{
	*c = (struct zgl_bodycanon){
		.sink = sink,
		.to = to,
		.scan = scan,
		.mode = mode,
	};
}

void zgl_bodycanon_begin(
	struct zgl_bodycanon *c, enum zgl_canon mode, zgl_sink *sink, void *to)
{
	zgl_bodycanon_begin_with(c, mode, zgl_bodyscan_at(0), sink, to);
}

void zgl_bodycanon_feed(struct zgl_bodycanon *c, const char *p, size_t n)
{
	char stage[STAGE];
	struct zgl_gather g = { c->sink, c->to, stage, 0, sizeof(stage),
		c->given };

	if (n == 0)
		return;
	const char *end = p + n;
	if (c->cr && settle_cr(c, &g, *p))
		p++;
	if (p < end && end[-1] == '\r') {
		c->cr = true;
		end--;
	}
	if (p < end)
		take(c, &g, p, end);
	zgl_gather_flush(&g);
	c->given = g.given;
}

void zgl_bodycanon_end(struct zgl_bodycanon *c)
{
	char stage[STAGE];
	struct zgl_gather g = { c->sink, c->to, stage, 0, sizeof(stage),
		c->given };

	if (c->cr)
		settle_cr(c, &g, ' ');
	if (c->any || c->mode == ZGL_CANON_SIMPLE)
		zgl_gather_add(&g, "\r\n", 2); /* rfc6376#3.4.3 and #3.4.4 */
	zgl_gather_flush(&g);
}
