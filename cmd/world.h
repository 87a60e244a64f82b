/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * world -- what all messages of one call share: the engine, the parsed keys,
 * the way to DNS, the limits, the time.
 *
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/options.h"
#include "srv/resolve/resolver.h"
#include "zegel/crypto/engine.h"
#include "zegel/sig/keycache.h"

struct zgl_world {
	struct zgl_limits limits;
	int64_t now_s; /* what --now said, or ZGL_CLOCK */
	struct zgl_engine *engine;
	struct zgl_keycache *keys;
	struct zgl_zone *zone; /* NULL: DNS is asked */
	struct zgl_resolver *resolver;
};

/** Makes the engine only: for who signs and makes keys. */
int zgl_world_open(struct zgl_world *w, const struct zgl_common *common);

/** Makes the rest: for who asks DNS. */
int zgl_world_connect(struct zgl_world *w, const struct zgl_common *common);

/** Gives back what was made, also after an error. */
void zgl_world_close(struct zgl_world *w);

/** The time of --now, or of the clock. */
int64_t zgl_world_now(const struct zgl_world *w);
