/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarcjson -- the DMARC record of a domain, as JSON.
 */

#include <jansson.h>

#include "zegel/dmarc/dmarccheck.h"

/** NULL for no memory. */
json_t *zgl_dmarcjson_object(const struct zgl_dmarc_verdict *v);
