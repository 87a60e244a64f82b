/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * indirect -- did the message come by way of a mailing list or a forwarder?
 *
 * Whoever says so must have been authenticated: a field that names a list, or a
 * name among the forwarders, counts only for a domain that passed SPF or signed
 * the message.
 *
 * List     a List-Id, or a List-Post with mailto:, that names the authenticated
 *          domain, one below it, or one above it of two labels at least.
 * Limits   ZGL_LISTFIELDS fields of each name, from the bottom up.
 * Memory   none.
 * Errors   ZGL_ENOMEM of the IDNA library.
 * Source   RFC 9989 section 7.4, RFC 2919 section 2 and 3, RFC 2369 section 2
 *          and 3.4.
 */

#include "zegel/dkim/dkimverify.h"
#include "zegel/spf/spfcheck.h"

#define ZGL_LISTFIELDS 4

/** Who was authenticated: what SPF and, after end, DKIM say. */
struct zgl_indirect {
	const struct zgl_spf_verdict *spf; /* NULL: not checked */
	const struct zgl_dkimverify *dkim;
};

/**
 * The authenticated domain that is one of `forwarders` or below one; NULL when
 * there is none. Valid as long as the verdicts.
 */
const struct zgl_dname *zgl_indirect_forwarder(const struct zgl_indirect *who,
	const struct zgl_dname *forwarders, size_t count);

/** The authenticated domain of a mailing list; *list_r is NULL: none. */
ZGL_CHECK enum zgl_err zgl_indirect_list(const struct zgl_indirect *who,
	const struct zgl_header *header, const struct zgl_dname **list_r);
