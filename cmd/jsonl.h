/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * jsonl -- JSON Lines: one object a line, US-ASCII whatever octets come in.
 */

#include <jansson.h>
#include <stdio.h>

#include "zegel/base/sv.h"

/**
 * A string of these octets, each octet that is no UTF-8 replaced by U+FFFD;
 * null for an absent view. (NULL for no memory: jansson's setters pass that
 * on.)
 */
json_t *zgl_jsonl_text(zgl_sv text);

/**
 * Writes `object` as one line, its keys in the order they were set, and gives
 * it back. False, said on standard error, when it could not be made.
 */
bool zgl_jsonl_write(FILE *to, json_t *object);
