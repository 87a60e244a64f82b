/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keycache -- parsed key records, found again by their text.
 *
 * Reading a key costs as much as a verification. What a record's text means
 * never changes, so the text itself is the key of the cache and no entry ever
 * grows stale: when a domain publishes another record, that is another text.
 * (How long an answer of DNS may be kept is the resolver's business.)
 *
 * Limits   a fixed number of entries; the least lately used of a few makes
 *          room. Texts over 2 KiB are read anew each time.
 * Memory   a heap handle; about 3.5 KB an entry in use.
 * Threads  one at a time.
 */

#include "zegel/sig/keyrecord.h"

struct zgl_keycache;

/** Makes a cache of about `entries` records, at least 4. */
ZGL_API ZGL_CHECK enum zgl_err zgl_keycache_new(struct zgl_engine *engine,
	size_t entries, const struct zgl_limits *limits,
	struct zgl_keycache **cache_r);
ZGL_API void zgl_keycache_free(struct zgl_keycache *cache);

/**
 * The record for `text`: the one that is kept, or read now and kept. The
 * caller gets a hold of its own and releases it.
 */
ZGL_CHECK enum zgl_err zgl_keycache_get(struct zgl_keycache *cache, zgl_sv text,
	struct zgl_keyrecord **record_r);

/** How often a record was found, and how often it had to be read. */
ZGL_API void zgl_keycache_counts(
	const struct zgl_keycache *cache, uint64_t *found_r, uint64_t *read_r);
