/* SPDX-License-Identifier: ISC */
#include "zegel/dns/rdata.h"

#include <string.h>

enum tail {
	NOTHING,
	SOMETHING, /* at least one octet */
	STRINGS,   /* at least one string */
	PROPERTY,  /* a string of at least one octet, then anything */
	ANYTHING,
};

/* `before` octets, `names`, `after` octets, a tail. */
struct layout {
	uint16_t type;
	uint8_t before, names, after;
	enum tail tail;
};

/* The largest RDATA with names: that of SOA. */
#define EXPANDED_MAX (2 * ZGL_QNAME_MAX + 20)

// clang-format off
static const struct layout layouts[] = {
	{ ZGL_RR_A,     4, 0, 0,  NOTHING },
	{ ZGL_RR_NS,    0, 1, 0,  NOTHING },
	{ ZGL_RR_CNAME, 0, 1, 0,  NOTHING },
	{ ZGL_RR_SOA,   0, 2, 20, NOTHING },
	{ ZGL_RR_PTR,   0, 1, 0,  NOTHING },
	{ ZGL_RR_MX,    2, 1, 0,  NOTHING },
	{ ZGL_RR_TXT,   0, 0, 0,  STRINGS },
	{ ZGL_RR_AAAA,  16, 0, 0, NOTHING },
	{ ZGL_RR_SRV,   6, 1, 0,  NOTHING },
	{ ZGL_RR_DS,    4, 0, 0,  SOMETHING },
	{ ZGL_RR_TLSA,  3, 0, 0,  SOMETHING },
	{ ZGL_RR_SPF,   0, 0, 0,  STRINGS },
	{ ZGL_RR_CAA,   1, 0, 0,  PROPERTY },
	{ 0,            0, 0, 0,  ANYTHING }, /* all others */
};
// clang-format on

static const struct layout *layout_of(uint16_t type)
{
	const struct layout *l = layouts;

	while (l->type != type && l->type != 0)
		l++;
	return l;
}

static void skip_string(struct zgl_wire *w)
{
	zgl_sv n = zgl_wire_take(w, 1);

	(void)zgl_wire_take(w, n.n == 0 ? 0 : (unsigned char)n.p[0]);
}

static bool tail_fits(struct zgl_wire *w, enum tail tail)
{
	switch (tail) {
	case NOTHING: return w->at == w->n;
	case SOMETHING: return w->at < w->n;
	case PROPERTY:
		if (w->at == w->n || w->p[w->at] == 0)
			return false;
		skip_string(w);
		return !w->bad;
	case STRINGS:
		do
			skip_string(w);
		while (!w->bad && w->at < w->n);
		return !w->bad;
	case ANYTHING: break;
	}
	return true;
}

static void copy(char **to, zgl_sv s)
{
	if (s.n > 0)
		memcpy(*to, s.p, s.n);
	*to += s.n;
}

/* RDATA with names: out has room for the largest. Returns its length. */
static size_t expand(struct zgl_wire *w, const struct layout *l, char *out)
{
	char *to = out;

	copy(&to, zgl_wire_take(w, l->before));
	for (unsigned i = 0; i < l->names; i++) {
		struct zgl_qname name;
		zgl_wire_name(w, &name);
		copy(&to, (zgl_sv){ (const char *)name.wire, name.n });
	}
	copy(&to, zgl_wire_take(w, l->after));
	return (size_t)(to - out);
}

/* Takes all of w; the RDATA is w's own octets, or stands in `out`. */
static bool read_rdata(
	struct zgl_wire *w, uint16_t type, char *out, zgl_sv *rdata_r)
{
	const struct layout *l = layout_of(type);

	*rdata_r = (zgl_sv){ (const char *)w->p + w->at, w->n - w->at };
	if (l->names > 0)
		*rdata_r = (zgl_sv){ out, expand(w, l, out) };
	else
		(void)zgl_wire_take(w, l->before);
	return !w->bad && tail_fits(w, l->tail);
}

bool zgl_rdata_fits(uint16_t type, zgl_sv rdata)
{
	struct zgl_wire w = zgl_wire_of(rdata, false);
	char out[EXPANDED_MAX];

	return rdata.n <= UINT16_MAX && read_rdata(&w, type, out, &rdata);
}

enum zgl_err zgl_rdata_take(struct zgl_wire *w, uint16_t type, size_t n,
	struct zgl_arena *a, zgl_sv *rdata_r)
{
	struct zgl_wire part = *w;
	char out[EXPANDED_MAX];
	zgl_sv rdata;

	(void)zgl_wire_take(w, n);
	part.n = w->at;
	if (w->bad || !read_rdata(&part, type, out, &rdata))
		return ZGL_ESYNTAX;
	*rdata_r = zgl_arena_copy(a, rdata);
	return a->err;
}
