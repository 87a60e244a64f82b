/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * attr -- the compiler attributes of the house, and nothing else.
 */

/** Exported from the shared library; everything unmarked stays inside. */
#define ZGL_API __attribute__((visibility("default")))

/** The caller must look at what this returns. */
#define ZGL_CHECK __attribute__((warn_unused_result))

/** No pointer argument may be NULL. */
#define ZGL_NONNULL __attribute__((nonnull))

/** Number of elements of an array (not of a pointer). */
#define ZGL_COUNT(array) (sizeof(array) / sizeof((array)[0]))
