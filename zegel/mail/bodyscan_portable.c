/* SPDX-License-Identifier: ISC */
#include "zegel/base/ascii.h"
#include "zegel/mail/bodyscan.h"
#include "zegel/mail/span.h"

/* What was scanned is hashed while it is in the nearest cache. */
#define WINDOW 2048

static void relax(struct zgl_gather *g, const char *p, const char *end)
{
	while (p < end) {
		size_t most = end - p < WINDOW ? (size_t)(end - p) : WINDOW;
		size_t same = zgl_span_same(p, most, '\t');
		zgl_gather_add(g, p, same);
		p += same;
		if (same == most)
			continue;
		while (zgl_is_wsp(*p)) /* before `end` is content */
			p++;
		if (p[0] != '\r' || p + 1 == end || p[1] != '\n')
			zgl_gather_add(g, " ", 1);
	}
	zgl_gather_flush(g);
}

static const char *content(
	const char *p, const char *end, bool wsp, uint64_t *crlfs_r)
{
	*crlfs_r = 0;
	for (; end > p; end--) {
		if (end[-1] == '\n' && end - p >= 2 && end[-2] == '\r') {
			++*crlfs_r;
			end--;
		} else if (!wsp || !zgl_is_wsp(end[-1])) {
			break;
		}
	}
	return end;
}

const struct zgl_bodyscan zgl_bodyscan_portable = {
	"portable",
	relax,
	content,
};
