/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * named -- domains and selectors from the command line.
 *
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/exits.h"
#include "zegel/dns/dname.h"

/** Reads any domain, one label is enough. */
int zgl_named_name(const char *text, struct zgl_dname *name_r);

/** Reads a signing domain: at least two labels. */
int zgl_named_domain(const char *text, struct zgl_dname *name_r);

/** Reads a selector: one label or several. */
int zgl_named_selector(zgl_sv text, struct zgl_dname *name_r);

/** The same for a new key: of letters, digits and hyphens. */
int zgl_named_new_selector(zgl_sv text, struct zgl_dname *name_r);
