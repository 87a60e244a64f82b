/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * version -- the version of zegel; meson.build has the same.
 */

#define ZGL_VERSION "0.1.0"
