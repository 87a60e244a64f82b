/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * msgsplit -- splits a message into header fields and body, as a stream.
 *
 * Shape    octets with CRLF lines in; out come, in this order, `field` for
 *          each header field (raw, without its last CRLF), `end_header` once,
 *          `body` for the octets after it. Chunks may end anywhere.
 * Rule     the one rule of zegel, the same as Postfix has it: the header ends
 *          at the first empty line, which is dropped, or before the first
 *          line that is neither a field nor the continuation of one (that
 *          line and all after it are body). A field begins with a name of
 *          visible octets other than colon, optional WSP, and a colon.
 *          A line ends in CRLF; a lone CR or LF is an ordinary octet, but in
 *          a header zgl_header_add refuses the lone LF.
 * Limits   `field_octets`, `header_octets`, `fields`. A line without a colon
 *          is not read beyond the octets that a field may have: when it could
 *          still be one there, the limit is reached.
 * Memory   a field that lies whole in a chunk is passed as a view of it; one
 *          that does not is kept in a buffer. Views are valid during the call.
 * Errors   ZGL_ELIMIT at a limit, ZGL_ENOMEM, or whatever a callback returned:
 *          then feed and end go on returning it.
 * Source   RFC 5322 section 2.1, 2.2.
 */

#include "zegel/base/buf.h"
#include "zegel/base/limits.h"
#include "zegel/base/sv.h"
#include "zegel/mail/header.h"

/** Who takes the parts; `to` is handed to each. */
struct zgl_msgsplit_face {
	enum zgl_err (*field)(void *to, zgl_sv raw);
	enum zgl_err (*end_header)(void *to);
	enum zgl_err (*body)(void *to, zgl_sv octets);
};

/** Private but for its size and for offset. */
struct zgl_msgsplit {
	const struct zgl_msgsplit_face *face;
	void *to;
	const struct zgl_limits *limits;
	struct zgl_header *header; /* where the fields go; NULL: to the face */
	struct zgl_buf held;       /* the start of a field that goes on */
	size_t header_octets, fields;
	uint64_t offset; /* of the part that comes next, or that failed */
	enum zgl_err err;
	uint8_t phase; /* as what the next octet is read */
};

ZGL_API void zgl_msgsplit_begin(struct zgl_msgsplit *s,
	const struct zgl_msgsplit_face *face, void *to,
	const struct zgl_limits *limits);

/**
 * Lets the fields go into `header` instead of to face->field, which is not
 * called then: the fast way for all who would only call zgl_header_add. To be
 * called before the first feed; `header` is begun and must outlive the feeds.
 */
ZGL_API void zgl_msgsplit_into(
	struct zgl_msgsplit *s, struct zgl_header *header);

/** Takes the next octets of the message. */
ZGL_API ZGL_CHECK enum zgl_err zgl_msgsplit_feed(
	struct zgl_msgsplit *s, zgl_sv octets);

/** Ends the message: what is held becomes a field or body, as the rule says. */
ZGL_API ZGL_CHECK enum zgl_err zgl_msgsplit_end(struct zgl_msgsplit *s);

/** Gives the buffer back; after end or after an error. */
ZGL_API void zgl_msgsplit_free(struct zgl_msgsplit *s);
