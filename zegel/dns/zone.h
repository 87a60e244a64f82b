/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * zone -- master files (RFC 1035 section 5) that answer questions.
 *
 * Shape    master-file text in, answers out. $ORIGIN, $TTL, parentheses,
 *          quoted and split strings, comments, @, relative names, wildcards
 *          (RFC 4592), CNAMEs followed, empty non-terminals. Types: A AAAA
 *          CAA CNAME DS MX NS PTR SOA SPF SRV TLSA TXT, RFC 3597's TYPEnnn
 *          \# form for all others. $FAULT NAME [TYPE] servfail|timeout|bogus
 *          makes a name fail (all types, or one).
 *          A TTL that is left out is that of $TTL, else the last one given,
 *          else 3600 (RFC 2308 section 4). Equal records are one (RFC 2181
 *          section 5); those of a set come in the order of their RDATA. NS
 *          records are data like all others: there are no zone cuts.
 * Limits   $INCLUDE is refused: the library opens nothing.
 * Memory   a heap handle; records are copied.
 * Errors   a text with a fault changes nothing: no record of it is kept.
 * Threads  look-ups may run at once, loading may not.
 */

#include "zegel/base/diag.h"
#include "zegel/base/limits.h"
#include "zegel/dns/answer.h"

struct zgl_zone;

ZGL_API ZGL_CHECK enum zgl_err zgl_zone_new(struct zgl_zone **zone_r);
ZGL_API void zgl_zone_free(struct zgl_zone *zone);

/**
 * Adds the records of `text`. Names are relative to the root until $ORIGIN
 * says otherwise. ZGL_ESYNTAX with line, offset and what was expected in
 * *diag_r.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_zone_load(
	struct zgl_zone *zone, zgl_sv text, struct zgl_diag *diag_r);

/**
 * Answers from the records alone. A name that is in no record, nor above one,
 * is NXDOMAIN. A negative answer holds as long as the nearest SOA record at or
 * above the name says, else 0 s. CNAMEs in a circle, or more than `cname_chain`,
 * are MALFORMED. DNSSEC is UNKNOWN, or BOGUS where $FAULT says so. Records are
 * copied into `a`; the only errors are those of the arena.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_zone_answer(const struct zgl_zone *zone,
	const struct zgl_question *question, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_answer *answer_r);
