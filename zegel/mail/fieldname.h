/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * fieldname -- what the name of a header field is made of.
 *
 * Source   RFC 5322 section 2.2: visible octets, 33 to 126, without colon.
 */

#include <stddef.h>

#include "zegel/base/ascii.h"
#include "zegel/mail/word.h"

/** The number of octets at the start of p that can stand in a name. */
static inline size_t zgl_fieldname_span(const char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t w = zgl_word_load(p + i);
		uint64_t stop = ~zgl_word_above(w, ' ') & ZGL_WORD_HIGH;
		stop |= zgl_word_above(w, '~') | zgl_word_equal(w, ':');
		if (stop != 0)
			return i + zgl_word_first(stop);
	}
	while (i < n && zgl_is_visible(p[i]) && p[i] != ':')
		i++;
	return i;
}
