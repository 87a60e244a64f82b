/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * senderbook -- the sender map in force, for all loops.
 *
 * Shape    one map at a time; another may take its place while mail flows.
 *          Without any map nobody may send.
 * Memory   a heap handle, which owns the map.
 * Threads  any, at once.
 */

#include "srv/conf/sendermap.h"

struct zgl_senderbook;

/** NULL when there is no memory, or no lock. */
struct zgl_senderbook *zgl_senderbook_new(void);
void zgl_senderbook_free(struct zgl_senderbook *book);

/** Puts another map into force, and owns it; the one before is freed. */
void zgl_senderbook_set(struct zgl_senderbook *book, struct zgl_sendermap *map);

/** As zgl_sendermap_allows. */
bool zgl_senderbook_allows(struct zgl_senderbook *book, zgl_sv login,
	const struct zgl_dname *domain);
