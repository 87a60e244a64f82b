/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authread -- reads an Authentication-Results field.
 *
 * Whether the field may be believed is another question: only one that a host
 * of one's own has written may (RFC 8601 section 4.1 and 5, see authclaim).
 *
 * Strict: whatever is not in the grammar is a fault, and so is, though it be in
 * the grammar, what two readers could read in two ways:
 *
 *   - a comment right behind a value, or behind the authserv-id, the version or
 *     a result: "a.example(b)" is one value for some. White space comes first;
 *   - "'" outside quotes and comments, a quotation mark for some; white space
 *     above US-ASCII in a word without quotes; "/", "=" or "?" at the start of
 *     an address;
 *   - white space or comments around the "@" or a dot of an address, and its
 *     other obsolete forms; a quoted-string with a word right behind it;
 *   - "=?", also in a comment: it might be decoded first (RFC 2047); a line of
 *     white space, where a header might be taken to end;
 *   - a property twice in a result; an empty authserv-id; "01" for a version;
 *   - what no structured field may have, see mail/fieldlex.
 *
 * A version other than 1 is a fault, too: nothing behind it is read (section
 * 2.6). So is the single label of "joe@localhost", which is no domain-name, and
 * every value with ":", "/", "[" and the like that stands there without quotes.
 *
 * What is well formed is read, known or not. What a consumer must ignore is not
 * `known`: a result with a method, result or ptype that is not in the registry
 * (section 2.3, 4.1), or of a method in another version than 1 (section 2.6); a
 * property that the registry does not have for the method, unless it is one of
 * "policy", which anybody may name (section 2.4).
 *
 * Shape    the value of a field in, or all of it, folds and all; results in
 *          their order out. Keywords are lower case, values unquoted.
 * Limits   ZGL_AUTHRESULTS_MAX results, ZGL_AUTHPROPS_MAX properties of one,
 *          `comment_depth`, `field_octets`: beyond is a fault.
 * Memory   everything lives in the arena, which gives for a field of n octets
 *          at most n, the arrays of its results, and of as many properties as it
 *          has "=".
 * Errors   only ZGL_ENOMEM and ZGL_ELIMIT of the arena. A fault is no error.
 * Cost     linear in the field.
 * Threads  any.
 * Source   RFC 8601 section 2.2 to 2.6, RFC 5322 section 3.2, RFC 6532.
 */

#include "zegel/authres/authmethods.h"
#include "zegel/authres/authwrite.h"
#include "zegel/base/arena.h"
#include "zegel/base/diag.h"
#include "zegel/base/limits.h"

#define ZGL_AUTHRESULTS_MAX 200

struct zgl_authread_prop {
	zgl_sv ptype, property; /* lower case */
	zgl_sv value;           /* may be empty, when it was quoted */
	zgl_sv domain; /* what stands behind the "@" of an address: the end of
	                * `value`; absent when it was not written as one */
	bool known;
};

struct zgl_authread_result {
	enum zgl_authmethod id; /* ZGL_AUTHMETHODS: not in the registry */
	zgl_sv method, result;  /* lower case */
	zgl_sv version;         /* of the method, as written; absent: 1 */
	zgl_sv comment;         /* the first one behind the result; or absent */
	zgl_sv reason;          /* absent: none */
	bool known;
	struct zgl_authread_prop *props;
	size_t prop_count;
};

struct zgl_authread {
	zgl_sv authserv_id; /* absent: the fault is in it, or before it */
	zgl_sv version;     /* as written; absent: 1 */
	struct zgl_authread_result *results;
	size_t count; /* 0: none were made; or there is a fault */
	/* what is NULL: none. The offset is that in the value. */
	struct zgl_diag fault;
};

/** Reads the value of a field: what follows the colon, no CRLF behind. */
ZGL_API ZGL_CHECK enum zgl_err zgl_authread_value(zgl_sv value,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_authread *read_r);

/**
 * Reads a field, name and all. Another name is a fault, at offset 0; the offset
 * of others is that in the field.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_authread_field(zgl_sv field,
	const struct zgl_limits *limits, struct zgl_arena *a,
	struct zgl_authread *read_r);

/** The property of a result that is called so; NULL: none. Lower case. */
ZGL_API const struct zgl_authread_prop *zgl_authread_find(
	const struct zgl_authread_result *result, zgl_sv ptype,
	zgl_sv property);
