/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stddef.h>

#include "zegel/mail/word.h"

#define SCAN_TARGET

static bool clean(const char *p)
{
	uint64_t odd = 0;

	for (size_t i = 0; i < 64; i += 8) {
		uint64_t here = zgl_word_load(p + i);
		uint64_t next = zgl_word_load(p + i + 1);
		odd |= zgl_word_equal(here, '\t');
		odd |= zgl_word_equal(here, ' ') & ~zgl_word_above(next, ' ');
	}
	return odd == 0;
}

static uint64_t equal(const char *p, char c)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < 64; i += 8) {
		uint64_t w = zgl_word_load(p + i);
		bits |= zgl_word_bits(zgl_word_equal(w, c)) << i;
	}
	return bits;
}

static uint64_t wsp(uint64_t w)
{
	return zgl_word_equal(w, ' ') | zgl_word_equal(w, '\t');
}

static uint64_t dropped(const char *p)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < 64; i += 8) {
		uint64_t next = zgl_word_load(p + i + 1);
		uint64_t crlf = zgl_word_equal(next, '\r')
			& zgl_word_equal(zgl_word_load(p + i + 2), '\n');
		uint64_t drop = wsp(zgl_word_load(p + i)) & (wsp(next) | crlf);
		bits |= zgl_word_bits(drop) << i;
	}
	return bits;
}

static char *squeeze(char *to, const char *p, uint64_t keep)
{
	for (size_t i = 0; i < 64; i++, keep >>= 1) {
		*to = p[i] == '\t' ? ' ' : p[i];
		to += keep & 1;
	}
	return to;
}

#include "zegel/mail/bodyscan_loop.h"

const struct zgl_bodyscan zgl_bodyscan_portable = {
	"portable",
	relax,
	content,
};
