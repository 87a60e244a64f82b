/* SPDX-License-Identifier: ISC */
#include "zegel/mail/header.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/mail/fieldscan.h"
#include "zegel/mail/span.h"

enum {
	FIRST_ROOM = 32,
	MOST_FIELDS = 1 << 28, /* what `room` can count */
	ENDS_AT_ONCE = 32,
	LINES_OCTETS = 64 * 1024, /* looked at for so many ends */
	TEXT_OCTETS = 1008,       /* taken from the arena at once, */
	TEXT_SHARED = 256,        /* but larger texts get room of their own */
	SLACK = 16,               /* readable behind a text */
};

/* Odd numbers without pattern: the golden and the silver ratio. */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)
#define SILVER UINT64_C(0xd1b54a32d192ed03)

void zgl_header_begin(struct zgl_header *h, struct zgl_arena *a,
	const struct zgl_limits *limits)
{
	/* Where things lie in memory is what a sender cannot know. */
	uint64_t place = (uintptr_t)h ^ (uint64_t)(uintptr_t)a->at << 20;

	*h = (struct zgl_header){
		.octets_left = limits->header_octets,
		.seed = { place * GOLDEN, place * SILVER },
		.arena = a,
		.limits = limits,
	};
}

/* A product of two unknown numbers for every eight octets: so nobody who does
 * not know the seed can make names that have the same sum. With it, he makes
 * each search look at the names of all fields, no more. */
static inline uint64_t mix(const struct zgl_header *h, zgl_v16 octets)
{
	typedef uint32_t four __attribute__((vector_size(16)));
	four seed;
	uint64_t w[2];

	memcpy(&seed, h->seed, sizeof(seed));
	seed += (four)octets;
	memcpy(w, &seed, sizeof(w));
	return (w[0] & UINT32_MAX) * (w[0] >> 32)
		+ (w[1] & UINT32_MAX) * (w[1] >> 32);
}

/* The first 16 octets of a name in lower case, zeros behind its end. 16 octets
 * are readable at p, here and below. */
static inline zgl_v16 name_head(const char *p, size_t n)
{
	static const char in_name[32] = "\xff\xff\xff\xff\xff\xff\xff\xff"
					"\xff\xff\xff\xff\xff\xff\xff\xff";

	return zgl_v16_lower(zgl_v16_load(p))
		& zgl_v16_load(in_name + 16 - (n < 16 ? n : 16));
}

/* Part of a name behind its first i octets, 16 of these at least. */
static inline zgl_v16 name_part(const char *p, size_t n, size_t i)
{
	return zgl_v16_lower(zgl_v16_load(p + (n - i < 16 ? n - 16 : i)));
}

/* The octets of w in the order of memory, the lowest first. */
static inline uint64_t in_order(uint64_t w)
{
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(w)
						      : w;
}

static inline uint64_t load_8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return in_order(w);
}

static inline uint64_t load_4(const char *p)
{
	uint64_t w = 0;

	memcpy(&w, p, 4);
	return in_order(w);
}

/* A name of 1 to 15 octets, zeros behind it. What overlaps is the same. Not by
 * a copy: the processor waits when it loads what it stored in pieces. */
static inline zgl_v16 load_short(const char *p, size_t n)
{
	uint64_t w[2] = { 0, 0 };

	if (n > 8) {
		w[0] = load_8(p);
		w[1] = load_8(p + n - 8) >> 8 * (16 - n);
	} else if (n >= 4) {
		w[0] = load_4(p) | load_4(p + n - 4) << 8 * (n - 4);
	} else {
		for (size_t i = 0; i < n; i++)
			w[0] |= (uint64_t)(uint8_t)p[i] << 8 * i;
	}
	typedef uint64_t halves __attribute__((vector_size(16)));
	return (zgl_v16)(halves){ in_order(w[0]), in_order(w[1]) };
}

/* A hash of the name, without regard to case. */
static inline uint16_t key_of(
	const struct zgl_header *h, zgl_v16 head, const char *p, size_t n)
{
	uint64_t key = n + mix(h, head);

	for (size_t i = 16; i < n; i += 16)
		key = key * (h->seed[0] | 1) + mix(h, name_part(p, n, i));
	return (uint16_t)(key * GOLDEN >> 48); /* to which every bit adds */
}

/* True when a is the name of n octets at b, of which `head` is the head,
 * without regard to case. */
static bool same_name(const char *a, zgl_v16 head, const char *b, size_t n)
{
	zgl_v16 differ = name_head(a, n) ^ head;

	for (size_t i = 16; i < n; i += 16)
		differ |= name_part(a, n, i) ^ name_part(b, n, i);
	return !zgl_v16_any((zgl_v16)(differ != 0));
}

static size_t most_fields(const struct zgl_header *h)
{
	return h->limits->fields < MOST_FIELDS ? h->limits->fields
					       : MOST_FIELDS;
}

static enum zgl_err more_fields(struct zgl_header *h)
{
	size_t most = most_fields(h);
	uint32_t room = h->room == 0 ? FIRST_ROOM : 4 * h->room;

	if (h->room == most)
		return ZGL_ELIMIT;
	if (room > most)
		room = (uint32_t)most;
	struct zgl_field *fields =
		zgl_arena_array(h->arena, room, sizeof(*fields));
	uint16_t *keys = zgl_arena_array(h->arena, room, sizeof(*keys));
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

/* Copies a text to where it stays and SLACK octets stand behind it. */
static char *keep_text(struct zgl_header *h, const char *text, size_t n)
{
	char *p = h->text;

	if (n > h->text_left) {
		size_t room = n > TEXT_SHARED ? n : TEXT_OCTETS;
		p = zgl_arena_get(h->arena, room + SLACK);
		if (p == NULL)
			return NULL;
		h->text = n > TEXT_SHARED ? h->text : p;
		h->text_left = n > TEXT_SHARED ? h->text_left : room;
	}
	memcpy(p, text, n);
	if (p == h->text) {
		h->text += n;
		h->text_left -= n;
	}
	return p;
}

static bool is_too_much(const struct zgl_header *h, size_t n)
{
	return n > h->limits->field_octets || n > h->octets_left
		|| n > UINT32_MAX;
}

/* Sets field i, for which there is room and whose text is kept. */
static inline void set_field(
	struct zgl_header *h, size_t i, zgl_sv raw, size_t name_n, size_t colon)
{
	h->keys[i] = key_of(h, name_head(raw.p, name_n), raw.p, name_n);
	h->fields[i] = (struct zgl_field){
		.p = raw.p,
		.n = (uint32_t)raw.n,
		.name_n = (uint32_t)name_n,
		.colon = (uint32_t)colon,
	};
}

/* True when each LF is within a fold. */
static bool folds_well(zgl_sv s)
{
	const char *lf = s.p, *end = s.p + s.n;

	while ((lf = memchr(lf, '\n', (size_t)(end - lf))) != NULL) {
		if (lf == s.p || lf[-1] != '\r' || lf + 1 == end
			|| !zgl_is_wsp(lf[1]))
			return false;
		lf++;
	}
	return true;
}

enum zgl_err zgl_header_add(struct zgl_header *h, zgl_sv raw)
{
	if (is_too_much(h, raw.n))
		return ZGL_ELIMIT;
	size_t name_n = zgl_span_name(raw.p, raw.n), colon = name_n;
	while (colon < raw.n && zgl_is_wsp(raw.p[colon]))
		colon++;
	if (name_n == 0 || colon == raw.n || raw.p[colon] != ':')
		return ZGL_ESYNTAX;
	if (!folds_well(zgl_sv_skip(raw, colon)))
		return ZGL_ESYNTAX;
	raw.p = keep_text(h, raw.p, raw.n);
	if (raw.p == NULL)
		return h->arena->err;
	if (h->count == h->room)
		ZGL_TRY(more_fields(h));
	set_field(h, h->count++, raw, name_n, colon);
	h->octets_left -= raw.n;
	return ZGL_OK;
}

/* Finds the names of the fields that end at `ends`; how many are fields. */
static size_t find_names(
	const char *p, const uint32_t *ends, size_t count, uint32_t *names)
{
	size_t from = 0;

	for (size_t i = 0; i < count; from = ends[i++]) {
		size_t n = ends[i] - from, name_n = zgl_span_name(p + from, n);
		if (name_n == 0 || name_n == n || p[from + name_n] != ':')
			return i;
		names[i] = (uint32_t)name_n;
	}
	return count;
}

/* How many of the fields that end at `ends` are within the limits of octets. */
static size_t count_fitting(
	const struct zgl_header *h, const uint32_t *ends, size_t count)
{
	size_t from = 0, octets = 0;

	/* all together: no field is more, nor are all without their CRLFs */
	if (count > 0 && !is_too_much(h, ends[count - 1]))
		return count;
	for (size_t i = 0; i < count; from = ends[i++]) {
		size_t n = ends[i] - from - 2;
		octets += n;
		if (n > h->limits->field_octets || octets > h->octets_left)
			return i;
	}
	return count;
}

/* Copies the fields at p that end at `ends`, and adds them. */
static enum zgl_err add_ends(struct zgl_header *h, const char *p,
	const uint32_t *ends, size_t count, size_t *taken_r)
{
	uint32_t names[ENDS_AT_ONCE];
	size_t found = find_names(p, ends, count, names), from = 0;

	*taken_r = 0;
	count = count_fitting(h, ends, found);
	if (count > h->room - h->count && h->room < most_fields(h))
		ZGL_TRY(more_fields(h));
	if (count > h->room - h->count)
		count = h->room - h->count;
	if (count == 0)
		return found == 0 ? ZGL_OK : ZGL_ELIMIT;
	p = keep_text(h, p, ends[count - 1]);
	if (p == NULL)
		return h->arena->err;
	for (size_t i = 0; i < count; from = ends[i++]) {
		zgl_sv raw = { p + from, ends[i] - from - 2 };
		set_field(h, h->count + i, raw, names[i], names[i]);
	}
	h->count += (uint32_t)count;
	h->octets_left -= from - 2 * count;
	*taken_r = from;
	return count == found ? ZGL_OK : ZGL_ELIMIT;
}

enum zgl_err zgl_header_add_lines(
	struct zgl_header *h, zgl_sv octets, size_t *taken_r)
{
	const struct zgl_fieldscan *scan = zgl_fieldscan_at(0);
	uint32_t ends[ENDS_AT_ONCE];
	size_t taken = 1;

	*taken_r = 0;
	while (taken > 0 && *taken_r < octets.n) {
		const char *p = octets.p + *taken_r;
		size_t n = octets.n - *taken_r;
		if (*p == '\r') /* the empty line: what follows is no header */
			break;
		if (n > LINES_OCTETS)
			n = LINES_OCTETS;
		size_t count = scan->ends(p, n, ends, ENDS_AT_ONCE);
		enum zgl_err err = add_ends(h, p, ends, count, &taken);
		*taken_r += taken;
		if (err != ZGL_OK)
			return err;
	}
	return ZGL_OK;
}

typedef uint16_t eight __attribute__((vector_size(16)));

/* True when `key` is one of 8, or of 32. */
static inline bool in_8(const uint16_t *keys, uint16_t key)
{
	eight k;

	memcpy(&k, keys, sizeof(k));
	return zgl_v16_any((zgl_v16)(k == key));
}

static inline bool in_32(const uint16_t *keys, uint16_t key)
{
	eight k[4];

	memcpy(k, keys, sizeof(k));
	return zgl_v16_any((zgl_v16)((k[0] == key) | (k[1] == key)
		| (k[2] == key) | (k[3] == key)));
}

/* The number of keys up to the last that is `key`; 0 when there is none. */
static uint32_t find_key(const uint16_t *keys, uint32_t n, uint16_t key)
{
	while (n >= 32 && !in_32(keys + n - 32, key))
		n -= 32;
	while (n >= 8 && !in_8(keys + n - 8, key))
		n -= 8;
	while (n > 0 && keys[n - 1] != key)
		n--;
	return n;
}

uint32_t zgl_header_find(
	const struct zgl_header *h, zgl_sv name, uint32_t below)
{
	if (name.n == 0)
		return ZGL_NO_FIELD;
	zgl_v16 head = name.n < 16 ? zgl_v16_lower(load_short(name.p, name.n))
				   : name_head(name.p, name.n);
	uint16_t key = key_of(h, head, name.p, name.n);
	uint32_t n = below < h->count ? below : h->count;
	for (; (n = find_key(h->keys, n, key)) > 0; n--) {
		const struct zgl_field *field = &h->fields[n - 1];
		if (field->name_n == name.n
			&& same_name(field->p, head, name.p, name.n))
			return n - 1;
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
