/* SPDX-License-Identifier: ISC */
/*
 * taglist against a second reader, written from the ABNF of RFC 6376 section
 * 3.2 octet by octet: both accept the same texts and find the same tags.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/tags/taglist.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct slow {
	const char *p;
	size_t n, at, count;
	struct zgl_tag tags[ZGL_TAGS_MAX];
};

static int octet(const struct slow *s, size_t at)
{
	return at < s->n ? (unsigned char)s->p[at] : -1;
}

/* The octets of WSP, or of CRLF WSP, that stand at `at`. */
static size_t white(const struct slow *s, size_t at)
{
	if (octet(s, at) == 0x0d && octet(s, at + 1) == 0x0a)
		at += 2;
	else
		return octet(s, at) == 0x20 || octet(s, at) == 0x09 ? 1 : 0;
	return octet(s, at) == 0x20 || octet(s, at) == 0x09 ? 3 : 0;
}

static bool visible(int c)
{
	return (c >= 0x21 && c <= 0x7e) || c >= 0x80;
}

static bool letter(int c)
{
	return (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a);
}

static void skip_white(struct slow *s)
{
	while (white(s, s->at) > 0)
		s->at += white(s, s->at);
}

/* No control octet anywhere but in white space: this is looked at first. */
static bool slow_octets(const struct slow *s)
{
	for (size_t at = 0; at < s->n;) {
		size_t step = visible(octet(s, at)) ? 1 : white(s, at);
		if (step == 0)
			return false;
		at += step;
	}
	return true;
}

static bool slow_name(struct slow *s, struct zgl_tag *tag)
{
	size_t from = s->at;

	if (!letter(octet(s, s->at)))
		return false;
	while (letter(octet(s, s->at)) || octet(s, s->at) == 0x5f
		|| (octet(s, s->at) >= 0x30 && octet(s, s->at) <= 0x39))
		s->at++;
	tag->name = (zgl_sv){ s->p + from, s->at - from };
	for (size_t i = 0; i < s->count; i++) {
		if (zgl_sv_eq(s->tags[i].name, tag->name))
			return false;
	}
	skip_white(s);
	return octet(s, s->at++) == 0x3d;
}

static void slow_value(struct slow *s, struct zgl_tag *tag)
{
	size_t raw = s->at, from, to;

	skip_white(s);
	from = to = s->at;
	while (s->at < s->n && octet(s, s->at) != 0x3b) {
		size_t step = white(s, s->at);
		s->at += step > 0 ? step : 1;
		to = step > 0 ? to : s->at;
	}
	tag->raw = (zgl_sv){ s->p + raw, s->at - raw };
	tag->value = (zgl_sv){ s->p + from, to - from };
}

static enum zgl_err slow_list(struct slow *s)
{
	if (!slow_octets(s))
		return ZGL_ESYNTAX;
	do {
		struct zgl_tag tag;
		skip_white(s);
		if (s->count > 0 && s->at == s->n)
			return ZGL_OK;
		if (s->count == ZGL_TAGS_MAX)
			return ZGL_ELIMIT;
		if (!slow_name(s, &tag))
			return ZGL_ESYNTAX;
		slow_value(s, &tag);
		s->tags[s->count++] = tag;
	} while (octet(s, s->at++) == 0x3b);
	return ZGL_OK;
}

static void must_be_same(zgl_sv a, zgl_sv b)
{
	must(a.p == b.p && a.n == b.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv text = { (const char *)data, size };
	struct slow slow = { .p = text.p, .n = text.n };
	struct zgl_taglist list;
	struct zgl_diag diag;
	enum zgl_err err = zgl_taglist_parse(text, &list, &diag);

	must(err == slow_list(&slow));
	must((err == ZGL_OK) == (diag.what == NULL));
	must(list.count == (err == ZGL_OK ? slow.count : 0));
	must(diag.offset <= size);
	for (size_t i = 0; i < list.count; i++) {
		must_be_same(list.tags[i].name, slow.tags[i].name);
		must_be_same(list.tags[i].value, slow.tags[i].value);
		must_be_same(list.tags[i].raw, slow.tags[i].raw);
		must(zgl_taglist_find(&list, slow.tags[i].name)
			== &list.tags[i]);
	}
	return 0;
}
