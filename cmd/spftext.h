/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spftext -- what SPF found, in words for people.
 */

#include "cmd/say.h"
#include "zegel/spf/spfcheck.h"

enum zgl_say_style zgl_spftext_style(enum zgl_spf_result result);

/** "DOMAIN (MAIL FROM)": what was checked, to stand in a line. */
void zgl_spftext_checked(FILE *to, const struct zgl_spf_verdict *v);

/** Rows of the reason, what matched, the problem, the explanation. */
void zgl_spftext_rows(FILE *to, const struct zgl_spf_verdict *v);

/** The record, and the terms that were looked at, as a tree with counts. */
void zgl_spftext_tree(FILE *to, const struct zgl_spf_verdict *v);
