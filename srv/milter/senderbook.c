/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* pthread_rwlock_t */
#include "srv/milter/senderbook.h"

#include <pthread.h>

#include "zegel/base/mem.h"

struct zgl_senderbook {
	pthread_rwlock_t lock;
	struct zgl_sendermap *map; /* under the lock */
};

struct zgl_senderbook *zgl_senderbook_new(void)
{
	struct zgl_senderbook *book = zgl_mem_new(sizeof(*book));

	if (book != NULL && pthread_rwlock_init(&book->lock, NULL) != 0) {
		zgl_mem_free(book);
		return NULL;
	}
	return book;
}

void zgl_senderbook_free(struct zgl_senderbook *book)
{
	if (book == NULL)
		return;
	zgl_sendermap_free(book->map);
	(void)pthread_rwlock_destroy(&book->lock);
	zgl_mem_free(book);
}

void zgl_senderbook_set(struct zgl_senderbook *book, struct zgl_sendermap *map)
{
	(void)pthread_rwlock_wrlock(&book->lock);
	struct zgl_sendermap *before = book->map;
	book->map = map;
	(void)pthread_rwlock_unlock(&book->lock);
	zgl_sendermap_free(before);
}

bool zgl_senderbook_allows(struct zgl_senderbook *book, zgl_sv login,
	const struct zgl_dname *domain)
{
	(void)pthread_rwlock_rdlock(&book->lock);
	bool allowed = book->map != NULL
		&& zgl_sendermap_allows(book->map, login, domain);
	(void)pthread_rwlock_unlock(&book->lock);
	return allowed;
}
