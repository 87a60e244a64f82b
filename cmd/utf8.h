/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * utf8 -- code points, and which of them may reach a terminal.
 *
 * Source   RFC 3629.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

/**
 * The octets, 1 to 4, of the code point that s begins with; 0 when s is empty
 * or begins with octets that are no UTF-8: over-long, surrogate, cut short.
 */
size_t zgl_utf8_next(zgl_sv s, uint32_t *code_r);

/**
 * True for a code point that shows as itself: no control (C0, DEL, C1), none
 * that turns or joins text unseen (bidirectional controls, zero width, tags),
 * no line or paragraph separator.
 */
bool zgl_utf8_shows(uint32_t code);
