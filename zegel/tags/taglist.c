/* SPDX-License-Identifier: ISC */
#include "zegel/tags/taglist.h"

#include <stdint.h>
#include <string.h>

#include "zegel/base/ascii.h"

struct reader {
	const char *start, *at, *end;
	struct zgl_taglist *list;
	struct zgl_diag *diag;
	uint64_t letters; /* the names of one letter that were there already */
};

static enum zgl_err refuse(struct reader *r, enum zgl_err err, const char *at,
	const char *what, const char *expected)
{
	r->list->count = 0;
	*r->diag = (struct zgl_diag){
		.offset = (size_t)(at - r->start),
		.what = what,
		.expected = expected,
	};
	return err;
}

/* Octets looked at together: what every processor we build for has. */
#define LANES 16

typedef uint8_t octets __attribute__((vector_size(LANES)));

static inline octets load(const char *p)
{
	octets v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/*
 * Which of the LANES octets at p no tag list has: control octets, but for HTAB
 * and for CR and LF in CRLF WSP. Looks at the octets before and after, too.
 */
static inline octets find_odd(const char *p)
{
	octets before = load(p - 1), c = load(p), after = load(p + 1);
	octets cr = (octets)(c == '\r') & (octets)(after == '\n');
	octets wsp = (octets)(after == ' ') | (octets)(after == '\t');
	octets lf = (octets)(c == '\n') & (octets)(before == '\r') & wsp;
	octets control = (octets)(c < ' ') | (octets)(c == 127);

	return control & ~((octets)(c == '\t') | cr | lf);
}

/*
 * As find_odd, of the octets from i on, where some that it looks at may not be
 * there: an "x" in their place makes nothing odd and excuses nothing.
 */
static octets find_odd_at_edge(zgl_sv text, size_t i)
{
	char copy[LANES + 2];
	size_t before = i > 0, left = text.n - i;

	memset(copy, 'x', sizeof(copy));
	memcpy(copy + 1 - before, text.p + i - before,
		before + (left > LANES ? LANES + 1 : left));
	return find_odd(copy + 1);
}

/* True when the text has an odd octet. */
static bool has_odd(zgl_sv text)
{
	octets odd = find_odd_at_edge(text, 0);
	uint64_t half[2];
	size_t i = LANES;

	for (; i < text.n && text.n - i > LANES; i += LANES)
		odd |= find_odd(text.p + i);
	if (i < text.n)
		odd |= find_odd_at_edge(text, i);
	memcpy(half, &odd, sizeof(odd));
	return (half[0] | half[1]) != 0;
}

/* The offset of the first odd octet of a text that has one. */
static size_t find_first_odd(zgl_sv text)
{
	size_t i = 0;

	while (find_odd_at_edge(text, i)[0] == 0)
		i++;
	return i;
}

static void skip_fws(struct reader *r)
{
	while (r->at < r->end && zgl_is_fws(*r->at))
		r->at++;
}

static bool is_name_octet(char c)
{
	return zgl_is_alnum(c) || c == '_';
}

/* rfc6376#3.2: tags with duplicate names invalidate the entire list. */
static bool is_twice(struct reader *r, zgl_sv name)
{
	if (name.n > 1)
		return zgl_taglist_find(r->list, name) != NULL;
	uint64_t letter = (uint64_t)1 << (name.p[0] - 'A');
	bool twice = (r->letters & letter) != 0;
	r->letters |= letter;
	return twice;
}

static enum zgl_err read_name(struct reader *r, zgl_sv *name_r)
{
	const char *p = r->at;

	if (p == r->end || !zgl_is_alpha(*p))
		return refuse(r, ZGL_ESYNTAX, p, "no tag name", "a letter");
	while (p < r->end && is_name_octet(*p))
		p++;
	*name_r = (zgl_sv){ r->at, (size_t)(p - r->at) };
	if (is_twice(r, *name_r))
		return refuse(r, ZGL_ESYNTAX, r->at, "a tag a second time",
			"each tag once");
	r->at = p;
	skip_fws(r);
	if (r->at == r->end || *r->at != '=')
		return refuse(r, ZGL_ESYNTAX, r->at,
			"no \"=\" after a tag name", "=");
	r->at++;
	return ZGL_OK;
}

static enum zgl_err read_tag(struct reader *r)
{
	struct zgl_tag *tag = &r->list->tags[r->list->count];

	if (r->list->count == ZGL_TAGS_MAX)
		return refuse(r, ZGL_ELIMIT, r->at, "too many tags",
			"at most 64 tags");
	ZGL_TRY(read_name(r, &tag->name));
	zgl_sv rest = { r->at, (size_t)(r->end - r->at) };
	tag->raw = zgl_sv_head(rest, zgl_sv_find(rest, ';'));
	tag->value = zgl_sv_trim_fws(tag->raw);
	r->at += tag->raw.n;
	r->list->count++;
	return ZGL_OK;
}

enum zgl_err zgl_taglist_parse(
	zgl_sv text, struct zgl_taglist *list_r, struct zgl_diag *diag_r)
{
	if (text.n == 0)
		text = ZGL_SV("");
	struct reader r = {
		.start = text.p,
		.at = text.p,
		.end = text.p + text.n,
		.list = list_r,
		.diag = diag_r,
	};

	list_r->count = 0;
	*diag_r = (struct zgl_diag){ 0 };
	if (has_odd(text))
		return refuse(&r, ZGL_ESYNTAX, text.p + find_first_odd(text),
			"an octet that no tag list has", "visible characters");
	skip_fws(&r);
	do {
		ZGL_TRY(read_tag(&r));
		r.at += r.at < r.end;
		skip_fws(&r);
	} while (r.at < r.end);
	return ZGL_OK;
}

const struct zgl_tag *zgl_taglist_find(
	const struct zgl_taglist *list, zgl_sv name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (zgl_sv_eq(list->tags[i].name, name))
			return &list->tags[i];
	}
	return NULL;
}
