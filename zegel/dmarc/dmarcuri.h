/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarcuri -- one address for reports, as rua= and ruf= list them.
 *
 * Shape    a text between two commas, without white space around it, in; the
 *          URI and what it is good for out.
 * Memory   a view of the text.
 * Errors   none.
 * Source   RFC 9989 section 4.8 (dmarc-uri), RFC 3986, RFC 6068.
 */

#include "zegel/base/sv.h"

enum zgl_dmarcuri {
	ZGL_DMARCURI_BAD,    /* no URI */
	ZGL_DMARCURI_OTHER,  /* a URI of a scheme that is not supported */
	ZGL_DMARCURI_MAILTO, /* one with an address in it */
};

/** Reads `text`; *uri_r is it without the obsolete "!size". */
enum zgl_dmarcuri zgl_dmarcuri_read(zgl_sv text, zgl_sv *uri_r);
