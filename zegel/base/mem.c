/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* explicit_bzero */
#include "zegel/base/mem.h"

#include <stdlib.h>
#include <string.h>

void *zgl_mem_new(size_t n)
{
	return calloc(1, n);
}

void *zgl_mem_resize(void *p, size_t n)
{
	return realloc(p, n);
}

void zgl_mem_free(void *p)
{
	free(p);
}

void zgl_mem_wipe(void *p, size_t n)
{
	if (n > 0)
		explicit_bzero(p, n);
}
