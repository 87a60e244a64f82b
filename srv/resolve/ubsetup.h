/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * ubsetup -- a libunbound context as zegel wants it; private to this module.
 */

#include <unbound.h>

#include "srv/resolve/resolver.h"

/**
 * Sets server, trust anchor and options in a new context, and makes it read
 * them, so that faults come out now. *validates_r tells whether answers will
 * be validated. ZGL_EUSAGE and ZGL_EIO with *diag_r.
 */
ZGL_CHECK enum zgl_err zgl_ubsetup(struct ub_ctx *ctx,
	const struct zgl_resolver_config *config, bool *validates_r,
	struct zgl_diag *diag_r);
