/* SPDX-License-Identifier: ISC */
#include "cmd/utf8.h"

/* The least code point that needs so many octets: less is over-long. */
static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

static size_t octets_of(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

size_t zgl_utf8_next(zgl_sv s, uint32_t *code_r)
{
	size_t n = s.n == 0 ? 0 : octets_of((unsigned char)s.p[0]);

	if (n == 0 || n > s.n)
		return 0;
	uint32_t code = (unsigned char)s.p[0];
	if (n > 1)
		code &= 0x7fU >> n;
	for (size_t i = 1; i < n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (c & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff
		|| (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*code_r = code;
	return n;
}

/* Code points that a terminal acts on, or that cannot be seen. */
// clang-format off
static const struct {
	uint32_t first, last;
} hidden[] = {
	{ 0x00000, 0x0001f }, /* C0 */
	{ 0x0007f, 0x0009f }, /* DEL, C1 */
	{ 0x000ad, 0x000ad }, /* soft hyphen */
	{ 0x0061c, 0x0061c }, /* Arabic letter mark */
	{ 0x0180e, 0x0180e }, /* Mongolian vowel separator */
	{ 0x0200b, 0x0200f }, /* zero width, left-to-right and back */
	{ 0x02028, 0x0202e }, /* separators, embeddings, overrides */
	{ 0x02060, 0x0206f }, /* joiners, isolates */
	{ 0x0feff, 0x0feff }, /* byte order mark */
	{ 0x0fff0, 0x0fffb }, /* specials */
	{ 0x0fffe, 0x0ffff }, /* no characters */
	{ 0xe0000, 0xe0fff }, /* tags */
};
// clang-format on

bool zgl_utf8_shows(uint32_t code)
{
	for (size_t i = 0; i < ZGL_COUNT(hidden); i++) {
		if (code >= hidden[i].first && code <= hidden[i].last)
			return false;
	}
	return true;
}
