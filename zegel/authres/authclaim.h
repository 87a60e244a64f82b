/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authclaim -- does an Authentication-Results field speak in our name?
 *
 * Asked of every such field of a message from outside; those that do are
 * removed before anything else is looked at (RFC 8601 section 5), from the
 * lowest up, so that no index moves under the hands of who removes them.
 *
 * It errs on one side only: a field that some reader might take as ours,
 * however malformed, folded, quoted, commented, of whatever version, claims to
 * be. Readers differ in whether they know comments, whether comments nest,
 * whether a backslash quotes in them, and in what noise they throw away before
 * they look for the first word; the first word is taken in each of these ways.
 *
 *   - ASCII case and dots at either end mean nothing.
 *   - An encoded word (RFC 2047) at or before the first word claims to be ours:
 *     there are readers that decode first.
 *   - An octet above US-ASCII may stand for anything: whether "exämple.nl" is
 *     "example.nl" for a reader depends on what it maps or drops. And when one
 *     of our names is internationalized (U-label or A-label), every name with
 *     such octets claims to be ours.
 *
 * Cost     linear in the value, for each name.
 * Memory   none.
 * Threads  any.
 */

#include "zegel/base/sv.h"

/**
 * True when `value`, what follows the colon, claims to come from one of the
 * `count` names at `ids`: our authserv-id, in each of its forms, those we had
 * before, those of our other hosts. A name begins with a letter or digit and
 * has at most 255 octets.
 */
ZGL_API bool zgl_authclaim_is_ours(
	zgl_sv value, const zgl_sv *ids, size_t count);

/**
 * True when `value` ends before its first word does, for some reader: it is
 * empty, a comment in it is not closed, or nothing stands behind the word. Such
 * a field is malformed, and what is known of it may be a part only: an MTA
 * tells a milter a value up to its first NUL. Whose it is cannot be told then.
 */
ZGL_API bool zgl_authclaim_is_open(zgl_sv value);
