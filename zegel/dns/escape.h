/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * escape -- the octets of names and strings in text (RFC 1035 section 5.1):
 * plain, \X or \DDD; private to this module.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

/**
 * Reads the octet at the front of `text`, which is not empty. Returns how much
 * text it took, 0 for an escape that is none.
 */
size_t zgl_escape_read(zgl_sv text, uint8_t *octet_r);
