/* SPDX-License-Identifier: ISC */
#include "zegel/sig/keycache.h"

#include <string.h>

#include "zegel/base/mem.h"
#include "zegel/base/seedhash.h"

#define WAYS     4 /* entries that one text may stand in */
#define TEXT_MAX 2048

struct entry {
	struct zgl_keyrecord *record; /* NULL: free */
	char *text;
	size_t n;
	uint64_t hash, used;
};

struct zgl_keycache {
	struct zgl_engine *engine;
	const struct zgl_limits *limits;
	struct entry *entries;
	size_t sets;
	uint64_t seed, clock, found, read;
};

enum zgl_err zgl_keycache_new(struct zgl_engine *engine, size_t entries,
	const struct zgl_limits *limits, struct zgl_keycache **cache_r)
{
	struct zgl_keycache *c = zgl_mem_new(sizeof(*c));
	size_t sets = entries < WAYS ? 1 : entries / WAYS;

	*cache_r = NULL;
	if (c == NULL)
		return ZGL_ENOMEM;
	enum zgl_err err = zgl_engine_random(engine, &c->seed, sizeof(c->seed));
	if (err == ZGL_OK && sets > SIZE_MAX / sizeof(struct entry) / WAYS)
		err = ZGL_ELIMIT;
	if (err == ZGL_OK) {
		c->entries = zgl_mem_new(sets * WAYS * sizeof(struct entry));
		err = c->entries == NULL ? ZGL_ENOMEM : ZGL_OK;
	}
	if (err != ZGL_OK) {
		zgl_mem_free(c);
		return err;
	}
	c->engine = engine;
	c->limits = limits;
	c->sets = sets;
	*cache_r = c;
	return ZGL_OK;
}

static void empty(struct entry *e)
{
	zgl_keyrecord_release(e->record);
	zgl_mem_free(e->text);
	*e = (struct entry){ .record = NULL };
}

void zgl_keycache_free(struct zgl_keycache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < cache->sets * WAYS; i++)
		empty(&cache->entries[i]);
	zgl_mem_free(cache->entries);
	zgl_mem_free(cache);
}

static bool is_entry(const struct entry *e, zgl_sv text, uint64_t hash)
{
	return e->record != NULL && e->hash == hash
		&& zgl_sv_eq((zgl_sv){ e->text, e->n }, text);
}

static struct entry *oldest(struct entry *set)
{
	struct entry *old = set;

	for (size_t i = 1; i < WAYS && old->record != NULL; i++) {
		if (set[i].record == NULL || set[i].used < old->used)
			old = &set[i];
	}
	return old;
}

/* A cache that finds no memory forgets the text; the record is there still. */
static void keep(struct zgl_keycache *c, uint64_t hash, zgl_sv text,
	struct zgl_keyrecord *record)
{
	struct entry *e = oldest(c->entries + hash % c->sets * WAYS);
	char *copy = zgl_mem_resize(NULL, text.n);

	if (copy == NULL)
		return;
	memcpy(copy, text.p, text.n);
	empty(e);
	*e = (struct entry){ zgl_keyrecord_hold(record), copy, text.n, hash,
		c->clock };
}

enum zgl_err zgl_keycache_get(struct zgl_keycache *cache, zgl_sv text,
	struct zgl_keyrecord **record_r)
{
	uint64_t hash = zgl_seedhash(cache->seed, text);
	struct entry *set = cache->entries + hash % cache->sets * WAYS;

	cache->clock++;
	for (size_t i = 0; i < WAYS; i++) {
		if (!is_entry(&set[i], text, hash))
			continue;
		cache->found++;
		set[i].used = cache->clock;
		*record_r = zgl_keyrecord_hold(set[i].record);
		return ZGL_OK;
	}
	cache->read++;
	ZGL_TRY(zgl_keyrecord_read(
		cache->engine, text, cache->limits, record_r));
	if (text.n > 0 && text.n <= TEXT_MAX)
		keep(cache, hash, text, *record_r);
	return ZGL_OK;
}

void zgl_keycache_counts(
	const struct zgl_keycache *cache, uint64_t *found_r, uint64_t *read_r)
{
	*found_r = cache->found;
	*read_r = cache->read;
}
