/* SPDX-License-Identifier: ISC */
/* libidn2 is a shared library whose allocations failalloc does not see: the
 * call itself counts as one of them. */
#include <idn2.h>
#include <stdlib.h>

#include "tests/failalloc.h"

/* What -Wl,--wrap makes of idn2_lookup_u8. */
int __real_idn2_lookup_u8(const uint8_t *src, uint8_t **name_r, int flags);
int __wrap_idn2_lookup_u8(const uint8_t *src, uint8_t **name_r, int flags);

int __wrap_idn2_lookup_u8(const uint8_t *src, uint8_t **name_r, int flags)
{
	void *p = failalloc_malloc(1, __FILE__, __LINE__);

	if (p == NULL)
		return IDN2_MALLOC;
	free(p);
	return __real_idn2_lookup_u8(src, name_r, flags);
}
