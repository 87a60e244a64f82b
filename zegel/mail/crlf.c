/* SPDX-License-Identifier: ISC */
#include "zegel/mail/crlf.h"

#include <stdint.h>

#include "zegel/mail/gather.h"

#define STAGE 8192

void zgl_crlf_begin(struct zgl_crlf *c, zgl_sink *sink, void *to)
{
	*c = (struct zgl_crlf){ .sink = sink, .to = to };
}

void zgl_crlf_feed(struct zgl_crlf *c, const char *p, size_t n)
{
	char stage[STAGE];
	struct zgl_gather g = { c->sink, c->to, stage, 0, sizeof(stage), 0 };

	if (n == 0)
		return;
	const char *from = p, *end = p + n, *lf = p;
	while ((lf = memchr(lf, '\n', (size_t)(end - lf))) != NULL) {
		if (lf == p ? !c->cr : lf[-1] != '\r') {
			zgl_gather_add(&g, from, (size_t)(lf - from));
			zgl_gather_add(&g, "\r", 1);
			from = lf;
		}
		lf++;
	}
	c->cr = end[-1] == '\r';
	zgl_gather_end(&g, from, (size_t)(end - from));
}
