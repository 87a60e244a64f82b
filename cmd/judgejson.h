/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judgejson -- what SPF and DMARC found, as JSON. NULL for no memory, which
 * jansson's setters pass on.
 */

#include "cmd/jsonl.h"
#include "zegel/judge/judge.h"

/** A name, or null for none. */
json_t *zgl_judgejson_name(const struct zgl_dname *name);

/**
 * A list of the names of the bits that are set: `word` tells that of bit i;
 * there are `count`.
 */
json_t *zgl_judgejson_bits(
	unsigned bits, unsigned count, const char *(*word)(unsigned i));

/** With the steps, if they were kept. null for NULL, as is that below. */
json_t *zgl_judgejson_spf(const struct zgl_spf_verdict *v);

/** Of a message: result, policy, what is aligned. */
json_t *zgl_judgejson_dmarc(const struct zgl_dmarc_verdict *v);
