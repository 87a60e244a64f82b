/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * taglist -- tag=value lists.
 *
 * Shape    "a=1; b = two words ;" in, tags in their order out. Folding white
 *          space around names, "=" and values is left out; within a value it
 *          stays. Names are compared with regard to case.
 * Limits   at most ZGL_TAGS_MAX tags.
 * Memory   names and values are views of the text.
 * Errors   ZGL_ESYNTAX with its offset for a text that is no tag list: an
 *          empty or odd name, no "=", an octet that no value may have, a CR or
 *          LF outside a fold (CRLF WSP), a name twice (RFC 6376 section 3.2:
 *          the whole list is then invalid), an empty tag (white space after
 *          the last ";" is none). ZGL_ELIMIT for too many tags. After either
 *          the list is empty. Octets are looked at before all else.
 *          8-bit octets are allowed in values (RFC 8616 section 5, RFC 6532);
 *          whether they are UTF-8 is for whoever reads the value.
 * Threads  any; a list may be read by many.
 * Source   RFC 6376 section 3.2.
 */

#include "zegel/base/diag.h"
#include "zegel/base/err.h"
#include "zegel/base/sv.h"

#define ZGL_TAGS_MAX 64

struct zgl_tag {
	zgl_sv name;
	zgl_sv value; /* never absent: "p=" has an empty one */
	/* The octets between "=" and ";", white space and all. A signature's
	 * own b= is cut out of what is signed by this (RFC 6376 3.7). */
	zgl_sv raw;
};

struct zgl_taglist {
	struct zgl_tag tags[ZGL_TAGS_MAX];
	size_t count;
};

/** Reads `text`. *diag_r is filled for ZGL_ESYNTAX and ZGL_ELIMIT. */
ZGL_API ZGL_CHECK enum zgl_err zgl_taglist_parse(
	zgl_sv text, struct zgl_taglist *list_r, struct zgl_diag *diag_r);

/** The tag called `name`, or NULL. */
ZGL_API const struct zgl_tag *zgl_taglist_find(
	const struct zgl_taglist *list, zgl_sv name);
