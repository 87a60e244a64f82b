/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * utf8 -- reads UTF-8, one code point at a time.
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
