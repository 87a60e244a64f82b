/* SPDX-License-Identifier: ISC */
#include "zegel/mail/header.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/mail/fieldname.h"

enum {
	FIRST_ROOM = 64,
	MOST_FIELDS = 1 << 30, /* what `room` can count */
	KEYS_AT_ONCE = 16,
};

void zgl_header_begin(struct zgl_header *h, struct zgl_arena *a,
	const struct zgl_limits *limits)
{
	uint64_t place = (uintptr_t)h ^ (uint64_t)(uintptr_t)a << 24;

	*h = (struct zgl_header){
		.arena = a,
		.limits = limits,
		/* where things lie in memory is what a sender cannot know */
		.seed = place * UINT64_C(0x9e3779b97f4a7c15),
	};
}

/* The octets of a name shorter than a word. */
static uint64_t short_word(const char *p, size_t n)
{
	uint64_t w = 0;

	for (size_t i = 0; i < n; i++)
		w = w << 8 | (unsigned char)p[i];
	return w;
}

/*
 * A hash of the name in lower case. Each word goes through a product of two
 * unknown numbers, so that without the seed nobody can make many names with
 * one key; with it, a search only becomes slower.
 */
static uint32_t key_of(uint64_t seed, const char *p, size_t n)
{
	uint64_t key = n;

	for (size_t i = 0; i < n; i += 8) {
		uint64_t w = n < 8 ? short_word(p, n)
				   : zgl_word_load(p + (n - i < 8 ? n - 8 : i));
		w = zgl_word_lower(w);
		uint32_t low = (uint32_t)(w + seed);
		uint32_t high = (uint32_t)((w >> 32) + (seed >> 32));
		key = key * (seed | 1) + (uint64_t)low * high;
	}
	return (uint32_t)(key >> 32);
}

static enum zgl_err make_room(struct zgl_header *h)
{
	uint32_t room = h->room == 0 ? FIRST_ROOM : 2 * h->room;
	struct zgl_field *fields =
		zgl_arena_array(h->arena, room, sizeof(*fields));
	uint32_t *keys = zgl_arena_array(h->arena, room, sizeof(*keys));

	if (fields == NULL || keys == NULL)
		return h->arena->err;
	if (h->count > 0) {
		memcpy(fields, h->fields, h->count * sizeof(*fields));
		memcpy(keys, h->keys, h->count * sizeof(*keys));
	}
	h->fields = fields;
	h->keys = keys;
	h->room = room;
	return ZGL_OK;
}

static bool has_room(const struct zgl_header *h, size_t n)
{
	const struct zgl_limits *most = h->limits;

	return h->count < most->fields && h->count < MOST_FIELDS
		&& n <= most->field_octets && n <= UINT32_MAX
		&& n <= most->header_octets - h->octets;
}

/* True when each LF behind `from` is within a fold. */
static bool folds_well(zgl_sv raw, size_t from)
{
	const char *lf = raw.p + from, *end = raw.p + raw.n;

	while ((lf = memchr(lf, '\n', (size_t)(end - lf))) != NULL) {
		if (lf[-1] != '\r' || lf + 1 == end || !zgl_is_wsp(lf[1]))
			return false;
		lf++;
	}
	return true;
}

enum zgl_err zgl_header_add(struct zgl_header *h, zgl_sv raw)
{
	if (!has_room(h, raw.n))
		return ZGL_ELIMIT;
	size_t name_n = zgl_fieldname_span(raw.p, raw.n), colon = name_n;
	while (colon < raw.n && zgl_is_wsp(raw.p[colon]))
		colon++;
	if (name_n == 0 || colon == raw.n || raw.p[colon] != ':')
		return ZGL_ESYNTAX;
	if (!folds_well(raw, colon))
		return ZGL_ESYNTAX;
	if (h->count == h->room)
		ZGL_TRY(make_room(h));
	zgl_sv copy = zgl_arena_copy(h->arena, raw);
	if (copy.p == NULL)
		return h->arena->err;
	h->keys[h->count] = key_of(h->seed, copy.p, name_n);
	h->fields[h->count++] = (struct zgl_field){
		.p = copy.p,
		.n = (uint32_t)raw.n,
		.name_n = (uint32_t)name_n,
		.colon = (uint32_t)colon,
	};
	h->octets += raw.n;
	return ZGL_OK;
}

/* The highest index below `end` that has the key, or ZGL_NO_FIELD. */
static uint32_t find_key(const uint32_t *keys, uint32_t end, uint32_t key)
{
	for (; end >= KEYS_AT_ONCE; end -= KEYS_AT_ONCE) {
		const uint32_t *at = keys + end - KEYS_AT_ONCE;
		uint32_t hit =
			0; /* a loop without exit: compilers make it wide */
		for (size_t i = 0; i < KEYS_AT_ONCE; i++)
			hit |= at[i] == key;
		if (hit != 0)
			break;
	}
	while (end > 0 && keys[end - 1] != key)
		end--;
	return end == 0 ? ZGL_NO_FIELD : end - 1;
}

uint32_t zgl_header_find(
	const struct zgl_header *h, zgl_sv name, uint32_t below)
{
	uint32_t key = key_of(h->seed, name.p, name.n);
	uint32_t at = below < h->count ? below : h->count;

	while ((at = find_key(h->keys, at, key)) != ZGL_NO_FIELD) {
		if (zgl_sv_ieq(zgl_field_name(&h->fields[at]), name))
			return at;
	}
	return ZGL_NO_FIELD;
}

uint32_t zgl_header_count(const struct zgl_header *h, zgl_sv name)
{
	uint32_t count = 0, at = ZGL_NO_FIELD;

	while ((at = zgl_header_find(h, name, at)) != ZGL_NO_FIELD)
		count++;
	return count;
}

static bool is_fold(const char *cr, const char *end)
{
	return end - cr >= 3 && cr[1] == '\n' && zgl_is_wsp(cr[2]);
}

enum zgl_err zgl_field_unfold(zgl_sv value, struct zgl_arena *a, zgl_sv *text_r)
{
	const char *p = value.p, *end = p + value.n;
	char *text = zgl_arena_get(a, value.n), *to = text;

	*text_r = (zgl_sv){ NULL, 0 };
	if (text == NULL)
		return a->err;
	while (p < end) {
		const char *cr = memchr(p, '\r', (size_t)(end - p));
		size_t n = (size_t)((cr == NULL ? end : cr) - p);
		memcpy(to, p, n);
		to += n;
		p += n;
		if (cr == NULL)
			break;
		if (is_fold(cr, end))
			p += 2;
		else
			*to++ = *p++;
	}
	*text_r = (zgl_sv){ text, (size_t)(to - text) };
	return ZGL_OK;
}
