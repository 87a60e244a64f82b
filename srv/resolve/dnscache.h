/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dnscache -- answers of DNS, kept for as long as they hold; private to this
 * module.
 *
 * Shape    a table of sets of a few places each; the least lately used answer
 *          of a set makes room. The hash is seeded: nobody can choose names
 *          that share a set.
 * Time     an argument: seconds of any clock that does not go back. Records
 *          and negative answers are kept for their TTL, at most a day, and not
 *          at all with a TTL of 0; failures, bogus and malformed answers for
 *          ZGL_DNSCACHE_FAILURE_S, so that a dead server is not asked for
 *          every message.
 * Limits   `entries` answers, in all about 1 KiB of octets for each of them; an
 *          answer over ZGL_DNSCACHE_OCTETS is not kept. With 0 none is.
 * Memory   a heap handle. An answer that get gave is valid until the next put.
 * Threads  one at a time.
 */

#include <stdbool.h>

#include "srv/resolve/dnscopy.h"

#define ZGL_DNSCACHE_FAILURE_S 5
#define ZGL_DNSCACHE_OCTETS    ((size_t)16 * 1024)

struct zgl_dnscache;

ZGL_CHECK enum zgl_err zgl_dnscache_new(
	size_t entries, struct zgl_dnscache **cache_r);
void zgl_dnscache_free(struct zgl_dnscache *cache);

/** Looks; the TTL in *answer_r is what is left of it, at least 1. */
bool zgl_dnscache_get(struct zgl_dnscache *cache,
	const struct zgl_question *question, int64_t now_s,
	struct zgl_answer *answer_r);

/** Keeps an answer, in place of an older one: true when `copy` is the cache's
 * now, false when it is still the caller's. */
bool zgl_dnscache_put(
	struct zgl_dnscache *cache, struct zgl_dnscopy *copy, int64_t now_s);
