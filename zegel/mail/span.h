/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * span -- how far relaxed canonicalization changes nothing.
 */

#include <stddef.h>

#include "zegel/base/ascii.h"
#include "zegel/mail/word.h"

/**
 * Octets at the start of the n at p that stay as they are, whatever follows
 * these: no HTAB, no `stop`, and SP only before a visible octet. Stops at
 * nothing but SP, HTAB and `stop`.
 */
static inline size_t zgl_span_same(const char *p, size_t n, char stop)
{
	size_t i = 0;

	for (; n - i > 8; i += 8) {
		uint64_t here = zgl_word_load(p + i);
		uint64_t next = zgl_word_load(p + i + 1);
		uint64_t odd =
			zgl_word_equal(here, '\t') | zgl_word_equal(here, stop);
		odd |= zgl_word_equal(here, ' ') & ~zgl_word_above(next, ' ');
		if (odd != 0)
			return i + zgl_word_first(odd);
	}
	while (i < n && !zgl_is_wsp(p[i]) && p[i] != stop)
		i++;
	return i;
}
