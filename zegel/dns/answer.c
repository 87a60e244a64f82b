/* SPDX-License-Identifier: ISC */
#include "zegel/dns/answer.h"

#include <string.h>

static const char *const state_words[] = {
	[ZGL_ANSWER_RECORDS] = "records",
	[ZGL_ANSWER_NODATA] = "nodata",
	[ZGL_ANSWER_NXDOMAIN] = "nxdomain",
	[ZGL_ANSWER_TEMPFAIL] = "tempfail",
	[ZGL_ANSWER_MALFORMED] = "malformed",
};

static const char *const dnssec_words[] = {
	[ZGL_DNSSEC_UNKNOWN] = "unknown",
	[ZGL_DNSSEC_SECURE] = "secure",
	[ZGL_DNSSEC_INSECURE] = "insecure",
	[ZGL_DNSSEC_BOGUS] = "bogus",
};

const char *zgl_answer_state_word(enum zgl_answer_state state)
{
	return (unsigned)state < ZGL_COUNT(state_words) ? state_words[state]
							: "unknown";
}

const char *zgl_dnssec_word(enum zgl_dnssec dnssec)
{
	return (unsigned)dnssec < ZGL_COUNT(dnssec_words) ? dnssec_words[dnssec]
							  : "unknown";
}

/* The next string of TXT RDATA; false at its end, or when it is cut off. */
static bool next_string(zgl_sv *rest, zgl_sv *string_r)
{
	size_t n = rest->n == 0 ? 0 : (unsigned char)rest->p[0];

	if (rest->n < n + 1)
		return false;
	*string_r = (zgl_sv){ rest->p + 1, n };
	*rest = zgl_sv_skip(*rest, n + 1);
	return true;
}

enum zgl_err zgl_txt_join(
	zgl_sv rdata, size_t max, struct zgl_arena *a, zgl_sv *text_r)
{
	size_t strings = 0, octets = 0;
	zgl_sv rest = rdata, string;

	while (next_string(&rest, &string)) {
		strings++;
		octets += string.n;
	}
	if (rest.n > 0 || strings == 0)
		return ZGL_ESYNTAX;
	if (octets > max)
		return ZGL_ELIMIT;
	if (strings == 1) {
		*text_r = string;
		return ZGL_OK;
	}
	char *to = zgl_arena_get(a, octets);
	if (to == NULL)
		return a->err;
	*text_r = (zgl_sv){ to, octets };
	for (rest = rdata; next_string(&rest, &string); to += string.n)
		memcpy(to, string.p, string.n);
	return ZGL_OK;
}
