/* SPDX-License-Identifier: ISC */
#include "srv/milter/mailpool.h"

#include "zegel/base/mem.h"

enum zgl_err zgl_mailpool_take(struct zgl_mailpool *pool, void **thing_r)
{
	*thing_r = NULL;
	if (pool->idle_count > 0)
		*thing_r = pool->idle[--pool->idle_count];
	else
		ZGL_TRY(pool->make(pool->with, thing_r));
	pool->lent++;
	return ZGL_OK;
}

static bool has_room(struct zgl_mailpool *pool)
{
	size_t room = pool->room == 0 ? ZGL_MAILPOOL_SPARE : pool->room * 2;

	if (pool->idle_count < pool->room)
		return true;
	void **idle = zgl_mem_resize(pool->idle, room * sizeof(*idle));
	if (idle == NULL)
		return false;
	pool->idle = idle;
	pool->room = room;
	return true;
}

void zgl_mailpool_give_back(struct zgl_mailpool *pool, void *thing)
{
	if (thing == NULL)
		return;
	pool->lent--;
	if (has_room(pool))
		pool->idle[pool->idle_count++] = thing;
	else
		pool->unmake(thing);
	while (pool->idle_count > pool->lent + ZGL_MAILPOOL_SPARE)
		pool->unmake(pool->idle[--pool->idle_count]);
}

void zgl_mailpool_free(struct zgl_mailpool *pool)
{
	while (pool->idle_count > 0)
		pool->unmake(pool->idle[--pool->idle_count]);
	zgl_mem_free(pool->idle);
	pool->idle = NULL;
	pool->room = 0;
}
