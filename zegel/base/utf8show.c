/* SPDX-License-Identifier: ISC */
#include "zegel/base/utf8show.h"

#include <string.h>

#include "zegel/base/utf8.h"

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

size_t zgl_utf8_escape(zgl_sv s, char out[ZGL_UTF8_ESCAPED], size_t *n_r)
{
	static const char digits[] = "0123456789ABCDEF";
	uint32_t code;
	size_t taken = zgl_utf8_next(s, &code);

	if (taken > 0 && code != '\\' && zgl_utf8_shows(code)) {
		memcpy(out, s.p, taken);
		*n_r = taken;
		return taken;
	}
	taken = taken == 0 ? 1 : taken;
	for (size_t i = 0; i < taken; i++) {
		unsigned char octet = (unsigned char)s.p[i];
		memcpy(out + 4 * i, "\\x", 2);
		out[4 * i + 2] = digits[octet >> 4];
		out[4 * i + 3] = digits[octet & 15];
	}
	*n_r = 4 * taken;
	return taken;
}
