/* SPDX-License-Identifier: ISC */
#include "zegel/base/ascii.h"
#include "zegel/mail/fieldscan.h"
#include "zegel/mail/span.h"

static size_t find_ends(const char *p, size_t n, uint32_t *ends, size_t most)
{
	const char *lf = p, *end = p + n;
	size_t count = 0;

	while (count < most) {
		lf = zgl_span_lf(lf, (size_t)(end - lf));
		if (lf == NULL || lf == p || lf[-1] != '\r' || ++lf == end)
			break;
		if (zgl_is_wsp(*lf))
			continue;
		ends[count++] = (uint32_t)(lf - p);
		if (*lf == '\r')
			break;
	}
	return count;
}

const struct zgl_fieldscan zgl_fieldscan_portable = { "portable", find_ends };
