/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * suffix -- the Public Suffix List, for sites that want what RFC 7489 said.
 *
 * Shape    the list that libpsl brings, or the system's newer one where it is
 *          installed; asked for the labels of a name's public suffix.
 * Memory   one handle a process, some 100 kB to 2 MB; NULL when no list can be
 *          found.
 * Threads  look-ups may run at once.
 */

#include "zegel/dns/dname.h"

struct zgl_suffix;

struct zgl_suffix *zgl_suffix_new(void);
void zgl_suffix_free(struct zgl_suffix *suffix);

/** Labels of the public suffix of a name; fits zgl_dmarc_suffix_fn. */
unsigned zgl_suffix_labels(void *suffix, const struct zgl_dname *name);
