/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * diag -- where a text is wrong, and what was expected there.
 */

#include <stddef.h>

struct zgl_diag {
	size_t line;          /* from 1; 0 for a text that has no lines */
	size_t offset;        /* octets from the start of the text */
	const char *what;     /* what is wrong; static, NULL when all is well */
	const char *expected; /* what would be right; static, may be NULL */
};
