/* SPDX-License-Identifier: ISC */
#include "tests/failalloc.h"

#include <stdatomic.h>
#include <stdlib.h>

/* What -Wl,--wrap makes of malloc and its kin. */
void *__real_malloc(size_t n);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *p, size_t n);

static atomic_bool armed, failed, from_then_on;
static atomic_size_t count, victim;

void failalloc_arm(size_t k, bool forever)
{
	count = 0;
	failed = false;
	victim = k;
	from_then_on = forever;
	armed = true;
}

void failalloc_disarm(void)
{
	armed = false;
}

size_t failalloc_count(void)
{
	return count;
}

bool failalloc_failed(void)
{
	return failed;
}

static bool refuses(void)
{
	if (!armed)
		return false;
	size_t n = ++count;
	if (victim == 0 || n < victim || (n > victim && !from_then_on))
		return false;
	failed = true;
	return true;
}

void *__wrap_malloc(size_t n)
{
	return refuses() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return refuses() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
	return refuses() ? NULL : __real_realloc(p, n);
}

void *failalloc_malloc(size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return __wrap_malloc(n);
}

void *failalloc_realloc(void *p, size_t n, const char *file, int line)
{
	(void)file;
	(void)line;
	return __wrap_realloc(p, n);
}

void failalloc_free(void *p, const char *file, int line)
{
	(void)file;
	(void)line;
	free(p);
}
