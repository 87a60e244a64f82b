/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * fieldscan -- finds where fields end, once for each kind of processor; all
 * give the same answers.
 */

#include <stddef.h>
#include <stdint.h>

struct zgl_fieldscan {
	const char *name;

	/*
	 * Puts into `ends` the offsets behind each CRLF that some octet but
	 * WSP follows; n is below 2^32. Ends after `most`, at an empty line,
	 * and before an LF that has no CR before it. Returns how many.
	 */
	size_t (*ends)(const char *p, size_t n, uint32_t *ends, size_t most);
};

/** The i-th scan that this processor can run, best first; NULL behind them. */
const struct zgl_fieldscan *zgl_fieldscan_at(size_t i);

extern const struct zgl_fieldscan zgl_fieldscan_avx512;
extern const struct zgl_fieldscan zgl_fieldscan_portable;
