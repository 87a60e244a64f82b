/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* pthread_once */
#include "srv/store/sqlitemem.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdalign.h>
#include <string.h>

#include "zegel/base/mem.h"

/* In front of each block; as large as keeps the block aligned. */
struct head {
	alignas(max_align_t) size_t n;
};

static struct head *head_of(void *p)
{
	return (struct head *)p - 1;
}

static int size_of(void *p)
{
	return p != NULL ? (int)head_of(p)->n : 0;
}

static void *take(int n)
{
	struct head *head = zgl_mem_resize(NULL, sizeof(*head) + (size_t)n);

	if (head == NULL)
		return NULL;
	head->n = (size_t)n;
	return head + 1;
}

static void give_back(void *p)
{
	struct head *head = head_of(p);

	zgl_mem_wipe(p, head->n);
	zgl_mem_free(head);
}

/* Not realloc: it would leave the old octets where they were. */
static void *resize(void *p, int n)
{
	void *other = take(n);

	if (other == NULL)
		return NULL;
	memcpy(other, p, (size_t)(size_of(p) < n ? size_of(p) : n));
	give_back(p);
	return other;
}

static int round_up(int n)
{
	return (n + 7) & ~7;
}

static int start(void *data)
{
	(void)data;
	return SQLITE_OK;
}

static void stop(void *data)
{
	(void)data;
}

static void configure(void)
{
	static const sqlite3_mem_methods methods = { .xMalloc = take,
		.xFree = give_back,
		.xRealloc = resize,
		.xSize = size_of,
		.xRoundup = round_up,
		.xInit = start,
		.xShutdown = stop };

	/* It refuses both, without harm, when it is in use already. */
	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

void zgl_sqlitemem_use(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, configure);
}
