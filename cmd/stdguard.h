/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * stdguard -- standard input, output and error are there.
 *
 * A file or socket that is opened later must not become one of these: what is
 * written to "standard output" would then go into it.
 */

#include <stdbool.h>

/** Opens what is missing on /dev/null, with the wrong access, so that use of
 * it shows as an error. False when that cannot be done. */
bool zgl_stdguard(void);
