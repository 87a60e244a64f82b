/* SPDX-License-Identifier: ISC */
#include "srv/milter/oncelog.h"

/* FNV-1a, 64 bits: nobody gains by two texts of ours that collide. */
static uint64_t hash_of(zgl_sv text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < text.n; i++)
		hash = (hash ^ (unsigned char)text.p[i])
			* UINT64_C(0x100000001b3);
	return hash;
}

bool zgl_oncelog_is_news(struct zgl_oncelog *log, zgl_sv text, int64_t now_s)
{
	uint64_t hash = hash_of(text);
	unsigned i = 0;

	while (i < log->count && log->hash[i] != hash)
		i++;
	/* A clock that was put back tells again, too. */
	if (i < log->count && now_s >= log->told_s[i]
		&& now_s - log->told_s[i] < ZGL_ONCELOG_AGAIN_S)
		return false;
	if (i == log->count) {
		i = log->next;
		log->next = (log->next + 1) % ZGL_ONCELOG_TEXTS;
		log->count += log->count < ZGL_ONCELOG_TEXTS;
	}
	log->hash[i] = hash;
	log->told_s[i] = now_s;
	return true;
}
