/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * crlf -- turns files with LF lines into mail with CRLF lines, as a stream.
 *
 * Shape    octets in, octets out through a sink. An LF without a CR before it
 *          becomes CRLF; CRLF stays; a lone CR stays.
 * Memory   none beyond the struct; what does not change is not copied.
 * Errors   none.
 */

#include <stdbool.h>
#include <stddef.h>

#include "zegel/base/attr.h"
#include "zegel/mail/canon.h"

struct zgl_crlf {
	zgl_sink *sink;
	void *to;
	bool cr; /* the last octet was CR */
};

ZGL_API void zgl_crlf_begin(struct zgl_crlf *c, zgl_sink *sink, void *to);
ZGL_API void zgl_crlf_feed(struct zgl_crlf *c, const char *p, size_t n);
