/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * seedhash -- a quick hash for tables in memory.
 *
 * It is seeded, so that nobody can choose texts that share a place. It is no
 * digest: who compares by it alone is wrong.
 */

#include <stdint.h>

#include "zegel/base/sv.h"

/** Hashes the octets; the seed comes from zgl_engine_random. */
uint64_t zgl_seedhash(uint64_t seed, zgl_sv text);
