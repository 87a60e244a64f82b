/* SPDX-License-Identifier: ISC */
#include "zegel/base/utf8show.h"

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
