/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * qname -- a name as DNS knows it: labels of any octets.
 *
 * What questions and zones are made of. Every dname is a qname; the other way
 * only SPF macros (RFC 7208 section 7) make names that are no dname, and those
 * are asked, never aligned, never written unescaped.
 *
 * Shape    the wire form of RFC 1035 section 3.1 without compression: length
 *          octet and label, ended by the root's zero. ASCII letters keep
 *          their case and compare without it.
 * Memory   by value.
 */

#include <stdint.h>

#include "zegel/base/buf.h"
#include "zegel/base/sv.h"
#include "zegel/dns/dname.h"

#define ZGL_QNAME_MAX 255

struct zgl_qname {
	uint8_t wire[ZGL_QNAME_MAX];
	uint8_t n; /* octets of wire; 1 for the root */
};

/** Turns a dname, which always fits, into a qname. */
ZGL_API void zgl_qname_from_dname(
	const struct zgl_dname *name, struct zgl_qname *name_r);

/**
 * Reads the text form of RFC 1035 section 5.1: labels with dots between, \X
 * and \DDD escapes, a dot at the end or not, "." for the root. A name without
 * a dot at the end gets `origin` behind it, when that is not NULL. False for
 * an empty label, a label over 63 or a name over 255 octets, a bad escape.
 */
ZGL_API bool zgl_qname_parse(
	zgl_sv text, const struct zgl_qname *origin, struct zgl_qname *name_r);

/**
 * Reads labels as raw octets between dots: no escapes, a dot at the end or
 * not. This is how an SPF macro target becomes a name.
 */
bool zgl_qname_from_octets(zgl_sv octets, struct zgl_qname *name_r);

/** Appends the text form with \DDD escapes and a dot at the end. */
ZGL_API void zgl_qname_write(const struct zgl_qname *name, struct zgl_buf *to);

/** Compares two names, ASCII letters without regard to case (RFC 4343). */
ZGL_API bool zgl_qname_eq(const struct zgl_qname *a, const struct zgl_qname *b);

/** True when `name` is `above` or stands below it. */
bool zgl_qname_within(
	const struct zgl_qname *name, const struct zgl_qname *above);

/** `name` without its leftmost label; false, untouched, for the root. */
bool zgl_qname_parent(const struct zgl_qname *name, struct zgl_qname *parent_r);
