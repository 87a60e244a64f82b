/* SPDX-License-Identifier: ISC */
#include "srv/store/keyring.h"

#include <string.h>

#include "srv/store/keyset.h"
#include "srv/store/storesql.h"
#include "zegel/base/mem.h"
#include "zegel/base/seedhash.h"

/* Names that have no keys: a table of this size, each name in one place. What
 * is longer than a place is looked up anew each time. */
#define BARE_NAMES   4096
#define BARE_OCTETS  63
#define BUCKETS_MOST ((size_t)1 << 20)

struct bare {
	uint8_t n; /* 0: free */
	char text[BARE_OCTETS];
};

struct zgl_keyring {
	struct zgl_keyring_config config;
	uint64_t seed, version;
	struct zgl_keyset **buckets;
	size_t mask; /* buckets, less one */
	struct zgl_keyset *newest, *oldest;
	size_t count; /* sets of the store in the cache */
	struct bare *bare;
	struct zgl_why why;
};

const char *zgl_keyring_why(const struct zgl_keyring *ring)
{
	return ring->why.text;
}

/* --- the cache --- */

static struct zgl_keyset **bucket_of(struct zgl_keyring *ring, uint64_t hash)
{
	return &ring->buckets[hash & ring->mask];
}

static void put(struct zgl_keyring *ring, struct zgl_keyset *set)
{
	struct zgl_keyset **bucket = bucket_of(ring, set->hash);

	set->next = *bucket;
	*bucket = set;
}

static void unlink_use(struct zgl_keyring *ring, struct zgl_keyset *set)
{
	*(set->newer != NULL ? &set->newer->older : &ring->newest) = set->older;
	*(set->older != NULL ? &set->older->newer : &ring->oldest) = set->newer;
}

static void link_newest(struct zgl_keyring *ring, struct zgl_keyset *set)
{
	set->newer = NULL;
	set->older = ring->newest;
	*(ring->newest != NULL ? &ring->newest->newer : &ring->oldest) = set;
	ring->newest = set;
}

/* Messages that hold the set go on with it. */
static void forget(struct zgl_keyring *ring, struct zgl_keyset *set)
{
	struct zgl_keyset **at = bucket_of(ring, set->hash);

	while (*at != set)
		at = &(*at)->next;
	*at = set->next;
	unlink_use(ring, set);
	ring->count--;
	zgl_keyset_drop(set);
}

static void keep(struct zgl_keyring *ring, struct zgl_keyset *set)
{
	if (ring->count >= ring->config.cached)
		forget(ring, ring->oldest);
	put(ring, set);
	link_newest(ring, set);
	ring->count++;
}

static struct zgl_keyset *look_up(
	struct zgl_keyring *ring, const struct zgl_dname *name, uint64_t hash)
{
	struct zgl_keyset *set = *bucket_of(ring, hash);

	while (set != NULL
		&& (set->hash != hash || !zgl_dname_eq(&set->domain, name)))
		set = set->next;
	if (set != NULL && !set->fixed && set != ring->newest) {
		unlink_use(ring, set);
		link_newest(ring, set);
	}
	return set;
}

static struct bare *bare_of(struct zgl_keyring *ring, uint64_t hash)
{
	return &ring->bare[(hash >> 32) % BARE_NAMES];
}

static bool is_bare(
	struct zgl_keyring *ring, const struct zgl_dname *name, uint64_t hash)
{
	const struct bare *bare = bare_of(ring, hash);

	return bare->n > 0
		&& zgl_sv_eq(
			(zgl_sv){ bare->text, bare->n }, zgl_dname_sv(name));
}

static void note_bare(
	struct zgl_keyring *ring, const struct zgl_dname *name, uint64_t hash)
{
	struct bare *bare = bare_of(ring, hash);

	if (name->n > BARE_OCTETS)
		return;
	bare->n = name->n;
	memcpy(bare->text, name->text, name->n);
}

static void forget_all(struct zgl_keyring *ring)
{
	while (ring->oldest != NULL)
		forget(ring, ring->oldest);
	memset(ring->bare, 0, BARE_NAMES * sizeof(*ring->bare));
}

/* --- what the store has --- */

static enum zgl_err fail_store(struct zgl_keyring *ring, enum zgl_err err)
{
	if (err == ZGL_EIO || err == ZGL_EUSAGE)
		zgl_why_say(
			&ring->why, 0, "%s", zgl_store_why(ring->config.store));
	return err;
}

/* A change by whomever: all that is known may be wrong. */
static enum zgl_err follow(struct zgl_keyring *ring)
{
	uint64_t version;

	if (ring->config.store == NULL)
		return ZGL_OK;
	enum zgl_err err = zgl_store_version(ring->config.store, &version);
	if (err != ZGL_OK)
		return fail_store(ring, err);
	if (version != ring->version)
		forget_all(ring);
	ring->version = version;
	return ZGL_OK;
}

/* A set that grows with each row of the store. */
struct growing {
	struct zgl_keyring *ring;
	struct zgl_keyset *set; /* NULL before the first */
	bool told;              /* what is wrong stands in ring->why */
};

static enum zgl_err take_row(void *to, const struct zgl_storekey *key)
{
	struct growing *growing = to;
	struct zgl_keyring *ring = growing->ring;
	struct zgl_keyset_row row = { ring->config.store->path, &key->selector,
		key->private_der };

	if (growing->set == NULL)
		ZGL_TRY(zgl_keyset_new(
			ring->config.sign, &key->domain, &growing->set));
	growing->set->subdomains = key->subdomains;
	enum zgl_err err = zgl_keyset_add(growing->set, &row, &ring->why);
	growing->told = err != ZGL_OK;
	return err;
}

static enum zgl_err read_set(struct zgl_keyring *ring,
	const struct zgl_dname *name, struct zgl_keyset **set_r)
{
	struct growing growing = { .ring = ring };
	enum zgl_err err =
		zgl_store_active(ring->config.store, name, take_row, &growing);

	if (err != ZGL_OK && !growing.told)
		err = fail_store(ring, err);
	if (err == ZGL_OK && growing.set != NULL)
		err = zgl_keyset_ready(
			growing.set, ring->config.store->path, &ring->why);
	if (err != ZGL_OK) {
		zgl_keyset_drop(growing.set);
		growing.set = NULL;
	}
	*set_r = growing.set;
	return err;
}

/* The keys of exactly this domain; NULL for none. */
static enum zgl_err find_exact(struct zgl_keyring *ring,
	const struct zgl_dname *name, struct zgl_keyset **set_r)
{
	uint64_t hash = zgl_seedhash(ring->seed, zgl_dname_sv(name));

	*set_r = look_up(ring, name, hash);
	if (*set_r != NULL || ring->config.store == NULL
		|| is_bare(ring, name, hash))
		return ZGL_OK;
	ZGL_TRY(read_set(ring, name, set_r));
	if (*set_r == NULL) {
		note_bare(ring, name, hash);
		return ZGL_OK;
	}
	(*set_r)->hash = hash;
	keep(ring, *set_r);
	return ZGL_OK;
}

static enum zgl_err walk(struct zgl_keyring *ring,
	const struct zgl_dname *author, struct zgl_keyset **set_r,
	enum zgl_key_match *match_r)
{
	struct zgl_keycandidates candidates;
	struct zgl_dname domain;

	zgl_keycandidates_begin(&candidates, author);
	while (zgl_keycandidates_next(&candidates, &domain, match_r)) {
		ZGL_TRY(find_exact(ring, &domain, set_r));
		if (*set_r != NULL
			&& zgl_key_serves(*match_r, (*set_r)->subdomains))
			return ZGL_OK;
	}
	*set_r = NULL;
	*match_r = ZGL_KEY_MATCH_FALLBACK;
	return ring->config.fallback.n > 0
		? find_exact(ring, &ring->config.fallback, set_r)
		: ZGL_OK;
}

enum zgl_err zgl_keyring_find(struct zgl_keyring *ring,
	const struct zgl_dname *author, struct zgl_keyset **set_r,
	enum zgl_key_match *match_r)
{
	*set_r = NULL;
	*match_r = ZGL_KEY_MATCH_NONE;
	ZGL_TRY(follow(ring));
	enum zgl_err err = walk(ring, author, set_r, match_r);
	if (err != ZGL_OK)
		*set_r = NULL;
	if (*set_r == NULL)
		*match_r = ZGL_KEY_MATCH_NONE;
	else
		(*set_r)->holds++;
	return err;
}

void zgl_keyring_release(struct zgl_keyring *ring, struct zgl_keyset *set)
{
	(void)ring;
	zgl_keyset_drop(set);
}

/* --- the ring itself --- */

static enum zgl_err add_file(
	struct zgl_keyring *ring, const struct zgl_keyring_file *file)
{
	uint64_t hash = zgl_seedhash(ring->seed, zgl_dname_sv(&file->domain));
	struct zgl_keyset *set = look_up(ring, &file->domain, hash);
	struct zgl_keyset_row row = { "a key file", &file->selector,
		file->private_der };

	if (set == NULL) {
		ZGL_TRY(zgl_keyset_new(ring->config.sign, &file->domain, &set));
		set->hash = hash;
		set->fixed = true;
		put(ring, set);
	}
	set->subdomains = set->subdomains || file->subdomains;
	return zgl_keyset_add(set, &row, &ring->why);
}

static enum zgl_err add_files(struct zgl_keyring *ring)
{
	for (size_t i = 0; i < ring->config.file_count; i++)
		ZGL_TRY(add_file(ring, &ring->config.files[i]));
	for (size_t i = 0; i <= ring->mask; i++) {
		struct zgl_keyset *set = ring->buckets[i];
		for (; set != NULL; set = set->next)
			ZGL_TRY(zgl_keyset_ready(
				set, "a key file", &ring->why));
	}
	return ZGL_OK;
}

static enum zgl_err make_tables(struct zgl_keyring *ring)
{
	size_t wanted = ring->config.cached + ring->config.file_count;
	size_t buckets = 16;

	while (buckets < wanted && buckets < BUCKETS_MOST)
		buckets *= 2;
	ring->mask = buckets - 1;
	ring->buckets = zgl_mem_new(buckets * sizeof(struct zgl_keyset *));
	ring->bare = zgl_mem_new(BARE_NAMES * sizeof(*ring->bare));
	return ring->buckets != NULL && ring->bare != NULL ? ZGL_OK
							   : ZGL_ENOMEM;
}

enum zgl_err zgl_keyring_new(
	const struct zgl_keyring_config *config, struct zgl_keyring **ring_r)
{
	struct zgl_keyring *ring = zgl_mem_new(sizeof(*ring));

	*ring_r = ring;
	if (ring == NULL)
		return ZGL_ENOMEM;
	ring->config = *config;
	if (ring->config.cached == 0)
		ring->config.cached = 1;
	enum zgl_err err = make_tables(ring);
	if (err == ZGL_OK)
		err = zgl_engine_random(
			config->sign->engine, &ring->seed, sizeof(ring->seed));
	if (err == ZGL_OK)
		err = add_files(ring);
	if (err == ZGL_ENOMEM || err == ZGL_ECRYPTO) {
		zgl_keyring_free(ring);
		*ring_r = NULL;
	}
	return err;
}

static void free_bucket(struct zgl_keyset *set)
{
	while (set != NULL) {
		struct zgl_keyset *next = set->next;
		zgl_keyset_drop(set);
		set = next;
	}
}

void zgl_keyring_free(struct zgl_keyring *ring)
{
	if (ring == NULL)
		return;
	for (size_t i = 0; ring->buckets != NULL && i <= ring->mask; i++)
		free_bucket(ring->buckets[i]);
	zgl_mem_free(ring->buckets);
	zgl_mem_free(ring->bare);
	zgl_mem_free(ring);
}
