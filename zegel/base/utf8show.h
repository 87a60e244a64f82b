/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * utf8show -- which code points may reach a terminal, or a field of ours.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

/**
 * True for a code point that shows as itself: no control (C0, DEL, C1), none
 * that turns or joins text unseen (bidirectional controls, zero width, tags),
 * no line or paragraph separator.
 */
bool zgl_utf8_shows(uint32_t code);

/** Room for what zgl_utf8_escape writes: four octets as \xNN. */
#define ZGL_UTF8_ESCAPED 16

/**
 * Writes the code point that s, not empty, begins with: as it is when it shows,
 * each of its octets as \xNN when not; an octet that is no UTF-8 likewise, and
 * a backslash. Returns the octets of s it took; *n_r is how many it wrote.
 */
size_t zgl_utf8_escape(zgl_sv s, char out[ZGL_UTF8_ESCAPED], size_t *n_r);
