/* SPDX-License-Identifier: ISC */
#include "zegel/mail/gather.h"

static void give(struct zgl_gather *g, const char *p, size_t n)
{
	g->given += n;
	g->sink(g->to, p, n);
}

void zgl_gather_flush(struct zgl_gather *g)
{
	if (g->n > 0)
		give(g, g->stage, g->n);
	g->n = 0;
}

void zgl_gather_flush_blocks(struct zgl_gather *g)
{
	size_t odd = zgl_gather_odd(g, 0);

	if (odd >= g->n)
		return;
	give(g, g->stage, g->n - odd);
	memmove(g->stage, g->stage + g->n - odd, odd);
	g->n = odd;
}

void zgl_gather_spill(struct zgl_gather *g, const char *p, size_t n)
{
	zgl_gather_flush(g);
	if (n >= g->room / 4) {
		give(g, p, n);
		return;
	}
	memcpy(g->stage, p, n);
	g->n = n;
}

void zgl_gather_end(struct zgl_gather *g, const char *p, size_t n)
{
	if (n == 0 || g->n > 0) {
		if (n > 0)
			zgl_gather_add(g, p, n);
		zgl_gather_flush(g);
		return;
	}
	give(g, p, n);
}
