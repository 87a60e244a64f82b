/* SPDX-License-Identifier: ISC */
#include "zegel/mail/gather.h"

void zgl_gather_flush(struct zgl_gather *g)
{
	if (g->n > 0)
		g->sink(g->to, g->stage, g->n);
	g->n = 0;
}

void zgl_gather_spill(struct zgl_gather *g, const char *p, size_t n)
{
	zgl_gather_flush(g);
	if (n >= g->room / 4) {
		g->sink(g->to, p, n);
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
	g->sink(g->to, p, n);
}
