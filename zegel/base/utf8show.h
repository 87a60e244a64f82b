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
