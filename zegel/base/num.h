/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * num -- decimal numbers.
 */

#include <stdbool.h>
#include <stdint.h>

#include "zegel/base/sv.h"

/** Room for the text of any uint64_t, and a NUL. */
#define ZGL_NUM_TEXT 21

/**
 * Reads 1*DIGIT, nothing else (no sign, no white space, leading zeros are
 * fine). A number above UINT64_MAX, of any length, gives UINT64_MAX. Returns
 * false and leaves *value_r alone when s is not such a number.
 */
bool zgl_num_parse(zgl_sv s, uint64_t *value_r);

/** Writes `value` in decimal with a NUL; returns the length without it. */
size_t zgl_num_write(uint64_t value, char out[ZGL_NUM_TEXT]);
