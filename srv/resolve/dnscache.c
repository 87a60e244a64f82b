/* SPDX-License-Identifier: ISC */
#include "srv/resolve/dnscache.h"

#include <string.h>
#include <sys/random.h>

#include "zegel/base/mem.h"
#include "zegel/base/seedhash.h"

#define WAYS         8 /* places that one question may stand in */
#define ENTRY_OCTETS 1024
#define DAY_S        86400

struct place {
	struct zgl_dnscopy *copy; /* NULL: free */
	int64_t until_s;
	uint32_t tag, used;
};

struct zgl_dnscache {
	struct place *places;
	size_t sets;
	size_t octets, most;
	size_t hand; /* the next place to be emptied when octets run out */
	uint64_t seed;
	uint32_t clock;
};

/* What a question is looked up by. */
struct key {
	uint8_t name[ZGL_QNAME_MAX];
	uint8_t n;
	uint16_t type;
	uint64_t hash;
};

enum zgl_err zgl_dnscache_new(size_t entries, struct zgl_dnscache **cache_r)
{
	struct zgl_dnscache *c = zgl_mem_new(sizeof(*c));
	size_t sets = entries < WAYS ? 1 : entries / WAYS;

	*cache_r = NULL;
	if (c == NULL || sets > SIZE_MAX / ENTRY_OCTETS / WAYS
		|| getrandom(&c->seed, sizeof(c->seed), 0) != sizeof(c->seed)) {
		zgl_mem_free(c);
		return ZGL_ENOMEM;
	}
	c->places = zgl_mem_new(sets * WAYS * sizeof(struct place));
	if (c->places == NULL) {
		zgl_mem_free(c);
		return ZGL_ENOMEM;
	}
	c->sets = sets;
	c->most = entries == 0 ? 0 : sets * WAYS * ENTRY_OCTETS;
	*cache_r = c;
	return ZGL_OK;
}

static void empty(struct zgl_dnscache *c, struct place *p)
{
	if (p->copy != NULL)
		c->octets -= p->copy->octets;
	zgl_mem_free(p->copy);
	*p = (struct place){ .copy = NULL };
}

void zgl_dnscache_free(struct zgl_dnscache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < cache->sets * WAYS; i++)
		zgl_mem_free(cache->places[i].copy);
	zgl_mem_free(cache->places);
	zgl_mem_free(cache);
}

static uint64_t hash(const struct zgl_dnscache *c, const struct key *key)
{
	return zgl_seedhash(c->seed + key->type,
		(zgl_sv){ (const char *)key->name, key->n });
}

static bool is_key(const struct place *p, const struct key *key)
{
	return p->copy != NULL && p->tag == (uint32_t)key->hash
		&& p->copy->type == key->type && p->copy->name_n == key->n
		&& memcmp(p->copy->name, key->name, key->n) == 0;
}

static struct place *set_of(const struct zgl_dnscache *c, const struct key *key)
{
	return c->places + (key->hash >> 32) % c->sets * WAYS;
}

static struct place *find(const struct zgl_dnscache *c, const struct key *key)
{
	struct place *set = set_of(c, key);

	for (size_t i = 0; i < WAYS; i++) {
		if (is_key(&set[i], key))
			return &set[i];
	}
	return NULL;
}

/* An answer that is too old stays until another comes: who holds it from an
 * earlier get may still look at it. */
bool zgl_dnscache_get(struct zgl_dnscache *cache,
	const struct zgl_question *question, int64_t now_s,
	struct zgl_answer *answer_r)
{
	struct key key = { .n = question->name.n, .type = question->type };

	zgl_dnscopy_fold(&question->name, key.name);
	key.hash = hash(cache, &key);
	struct place *p = find(cache, &key);
	if (p == NULL || p->until_s <= now_s)
		return false;
	p->used = ++cache->clock;
	*answer_r = p->copy->answer;
	answer_r->ttl_s = (uint32_t)(p->until_s - now_s);
	return true;
}

static int64_t kept_for(const struct zgl_answer *answer)
{
	if (answer->state == ZGL_ANSWER_TEMPFAIL
		|| answer->state == ZGL_ANSWER_MALFORMED)
		return ZGL_DNSCACHE_FAILURE_S;
	return answer->ttl_s < DAY_S ? answer->ttl_s : DAY_S;
}

/* The clock may have turned over: what counts is how long ago. */
static struct place *oldest(const struct zgl_dnscache *c, struct place *set)
{
	struct place *old = set;

	for (size_t i = 1; i < WAYS && old->copy != NULL; i++) {
		if (set[i].copy == NULL
			|| c->clock - set[i].used > c->clock - old->used)
			old = &set[i];
	}
	return old;
}

static void make_room(struct zgl_dnscache *c, size_t octets)
{
	while (c->octets > c->most - octets) {
		empty(c, &c->places[c->hand]);
		c->hand = (c->hand + 1) % (c->sets * WAYS);
	}
}

bool zgl_dnscache_put(
	struct zgl_dnscache *cache, struct zgl_dnscopy *copy, int64_t now_s)
{
	struct key key = { .n = copy->name_n, .type = copy->type };
	int64_t ttl_s = kept_for(&copy->answer);

	if (ttl_s == 0 || copy->octets > ZGL_DNSCACHE_OCTETS
		|| copy->octets > cache->most)
		return false;
	memcpy(key.name, copy->name, key.n);
	key.hash = hash(cache, &key);
	struct place *p = find(cache, &key);
	if (p == NULL)
		p = oldest(cache, set_of(cache, &key));
	empty(cache, p);
	make_room(cache, copy->octets);
	cache->octets += copy->octets;
	*p = (struct place){ copy, now_s + ttl_s, (uint32_t)key.hash,
		++cache->clock };
	return true;
}
