/* SPDX-License-Identifier: ISC */
#include "zegel/sig/signedfields.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/mail/fieldcanon.h"
#include "zegel/mail/span.h"

/* Small pieces are gathered: a hash call costs more than a short copy. */
#define STAGE_OCTETS 4096

struct stage {
	struct zgl_hash *hash;
	size_t n;
	char octets[STAGE_OCTETS];
};

static void flush(struct stage *s)
{
	zgl_hash_feed(s->hash, s->octets, s->n);
	s->n = 0;
}

static void put(void *to, const char *p, size_t n)
{
	struct stage *s = to;

	if (n > STAGE_OCTETS - s->n)
		flush(s);
	if (n > STAGE_OCTETS) {
		zgl_hash_feed(s->hash, p, n);
		return;
	}
	memcpy(s->octets + s->n, p, n);
	s->n += n;
}

static size_t skip_fws(zgl_sv s, size_t i)
{
	while (i < s.n && zgl_is_fws(s.p[i]))
		i++;
	return i;
}

/* Takes the name at *i, and the white space around it. */
static bool take_name(zgl_sv s, size_t *i, zgl_sv *name_r)
{
	size_t from = skip_fws(s, *i);
	size_t to = from + zgl_span_name(s.p + from, s.n - from);

	*name_r = (zgl_sv){ s.p + from, to - from };
	*i = skip_fws(s, to);
	return to > from && (*i == s.n || s.p[*i] == ':');
}

enum zgl_err zgl_names_parse(zgl_sv value, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_names *names_r)
{
	size_t most = limits->signed_names, count = 0, i = 0;
	size_t room = value.n / 2 + 1; /* a name has an octet, and a colon */

	*names_r = (struct zgl_names){ NULL, 0 };
	if (value.n == 0 || zgl_sv_find(value, ';') < value.n)
		return ZGL_ESYNTAX;
	zgl_sv *at =
		zgl_arena_array(a, room < most ? room : most, sizeof(zgl_sv));
	if (at == NULL)
		return a->err;
	do {
		zgl_sv name;
		if (count == most)
			return ZGL_ELIMIT;
		if (!take_name(value, &i, &name))
			return ZGL_ESYNTAX;
		at[count++] = name;
	} while (i++ < value.n);
	*names_r = (struct zgl_names){ at, count };
	return ZGL_OK;
}

size_t zgl_names_count(const struct zgl_names *names, zgl_sv name)
{
	size_t count = 0;

	for (size_t i = 0; i < names->count; i++)
		count += names->at[i].n == name.n
			&& zgl_sv_ieq(names->at[i], name);
	return count;
}

/* Which names came already, roughly: most names come once, and for these a
 * bit that is not set saves the search. */
static uint64_t bit_of(zgl_sv name)
{
	size_t first = (size_t)zgl_lower(name.p[0]);
	size_t last = (size_t)zgl_lower(name.p[name.n - 1]);

	return UINT64_C(1) << ((first * 7 + last * 3 + name.n) & 63);
}

/* Where the same name stood before in the list; `i` when nowhere. */
static size_t last_time(const struct zgl_names *names, size_t i)
{
	for (size_t j = i; j-- > 0;) {
		if (zgl_sv_ieq(names->at[j], names->at[i]))
			return j;
	}
	return i;
}

/* The next field up with this name that is not the signature itself. */
static uint32_t select_field(
	const struct zgl_signedfields *what, zgl_sv name, uint32_t below)
{
	uint32_t at = zgl_header_find(what->header, name, below);

	if (at != ZGL_NO_FIELD && at == what->own)
		at = zgl_header_find(what->header, name, at);
	return at;
}

static void put_fields(const struct zgl_signedfields *what, uint32_t *chosen,
	struct stage *stage)
{
	const struct zgl_names *names = what->names;
	uint64_t seen = 0;

	for (size_t i = 0; i < names->count; i++) {
		zgl_sv name = names->at[i];
		uint64_t bit = bit_of(name);
		size_t before = (seen & bit) != 0 ? last_time(names, i) : i;
		seen |= bit;
		chosen[i] = ZGL_NO_FIELD;
		/* rfc6376#5.4.2: a name used up adds nothing any more. */
		if (before < i && chosen[before] == ZGL_NO_FIELD)
			continue;
		chosen[i] = select_field(
			what, name, before < i ? chosen[before] : ZGL_NO_FIELD);
		if (chosen[i] != ZGL_NO_FIELD)
			zgl_fieldcanon(what->canon,
				zgl_field_raw(&what->header->fields[chosen[i]]),
				true, put, stage);
	}
}

/* rfc6376#3.7: the signature field itself comes last, b= emptied, no CRLF. */
static enum zgl_err put_own(const struct zgl_signedfields *what,
	struct zgl_arena *a, struct stage *stage)
{
	size_t before = (size_t)(what->b.p - what->field.p);
	size_t after = what->field.n - before - what->b.n;
	char *text = zgl_arena_get(a, before + after);

	if (text == NULL)
		return a->err;
	memcpy(text, what->field.p, before);
	memcpy(text + before, what->b.p + what->b.n, after);
	zgl_fieldcanon(what->canon, (zgl_sv){ text, before + after }, false,
		put, stage);
	return ZGL_OK;
}

enum zgl_err zgl_signedfields_digest(const struct zgl_signedfields *what,
	struct zgl_hash *hash, struct zgl_arena *a, struct zgl_digest *digest_r)
{
	uint32_t *chosen =
		zgl_arena_array(a, what->names->count, sizeof(*chosen));
	struct stage stage;

	if (chosen == NULL)
		return a->err;
	stage.hash = hash;
	stage.n = 0;
	zgl_hash_begin(hash, what->alg);
	put_fields(what, chosen, &stage);
	ZGL_TRY(put_own(what, a, &stage));
	flush(&stage);
	return zgl_hash_end(hash, digest_r);
}
