/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dname -- a domain name that may be queried, aligned and shown.
 *
 * The one door through which a domain name from a message comes in. What is
 * behind it: LDH or underscore labels of 1 to 63 octets, 253 octets in all,
 * lower case, no dot at the end, no NUL, no 8-bit octet, no empty label.
 * U-labels become A-labels here (RFC 5891, RFC 8616), so the value that is
 * queried is the value that is aligned and written.
 *
 * Only U+002E separates labels; signs that resemble it are refused. A U-label
 * may be in capitals or not in NFC: it is mapped by UTS 46, non-transitional,
 * and what comes of it must be an A-label. One that would become plain ASCII
 * (full-width letters, ligatures) is refused. An A-label that is given stays as
 * it is, in small letters; hyphens may stand anywhere inside a label.
 *
 * Memory   by value.
 * Errors   none: a text either is such a name or is not. Out of memory in the
 *          IDNA library counts as "is not" and is told apart by ZGL_DNAME_NOMEM.
 */

#include <stdint.h>

#include "zegel/base/err.h"
#include "zegel/base/sv.h"

#define ZGL_DNAME_MAX 253

struct zgl_dname {
	char text[ZGL_DNAME_MAX + 1]; /* lower case, NUL at the end */
	uint8_t n;                    /* octets without the NUL; 0: no name */
};

/** What was wrong with a text that is no domain name. */
enum zgl_dname_fault {
	ZGL_DNAME_OK,
	ZGL_DNAME_EMPTY,  /* nothing, or an empty label */
	ZGL_DNAME_LONG,   /* a label over 63 octets, or over 253 in all */
	ZGL_DNAME_OCTET,  /* an octet that no label may have, or no UTF-8 */
	ZGL_DNAME_HYPHEN, /* a label that begins or ends with a hyphen */
	ZGL_DNAME_IDN,    /* U-labels that IDNA2008 forbids */
	ZGL_DNAME_NOMEM,
};

/**
 * Reads a domain name, ASCII or UTF-8. One label is enough (whether that may
 * be a domain is for the caller); a dot at the end is an empty label.
 */
ZGL_API ZGL_CHECK enum zgl_dname_fault zgl_dname_parse(
	zgl_sv text, struct zgl_dname *name_r);

/** The octets of the name; valid as long as `name`. */
static inline zgl_sv zgl_dname_sv(const struct zgl_dname *name)
{
	return (zgl_sv){ name->text, name->n };
}

ZGL_API bool zgl_dname_eq(const struct zgl_dname *a, const struct zgl_dname *b);

/** True when `name` is `above` or one of its subdomains. */
ZGL_API bool zgl_dname_within(
	const struct zgl_dname *name, const struct zgl_dname *above);

/** The number of labels; 0 for no name. */
ZGL_API unsigned zgl_dname_labels(const struct zgl_dname *name);

/**
 * `labels`, read as zgl_dname_parse does, in front of `name`: false when they
 * are none, or when the whole would be too long; *name_r is then untouched. It
 * may be `name` itself.
 */
ZGL_API bool zgl_dname_prepend(
	zgl_sv labels, const struct zgl_dname *name, struct zgl_dname *name_r);

/** The version of libidn2, as it runs; static. */
const char *zgl_dname_idn2_version(void);
