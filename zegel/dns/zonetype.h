/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * zonetype -- the names of types, and how a master file writes their RDATA;
 * private to this module.
 *
 * Source   RFC 1035 section 3.2, RFC 3597 section 5 (TYPEnnn).
 */

#include "zegel/dns/answer.h"

/** What a field of RDATA is in text; the letters stand in `fields`. */
enum zgl_zonefield {
	ZGL_ZONEFIELD_U8 = 'b',
	ZGL_ZONEFIELD_U16 = 's',
	ZGL_ZONEFIELD_U32 = 'l',
	ZGL_ZONEFIELD_TIME = 't', /* seconds, or with units */
	ZGL_ZONEFIELD_NAME = 'n',
	ZGL_ZONEFIELD_IP4 = '4',
	ZGL_ZONEFIELD_IP6 = '6',
	ZGL_ZONEFIELD_STRING = 'c',  /* with its length octet */
	ZGL_ZONEFIELD_STRINGS = 'C', /* one or more, to the end */
	ZGL_ZONEFIELD_TEXT = 'v',    /* without a length octet, to the end */
	ZGL_ZONEFIELD_HEX = 'x',     /* one or more words, to the end */
};

struct zgl_zonetype {
	uint16_t type;
	const char *fields; /* NULL: only the form of RFC 3597, \# */
};

/** Finds a type by its name or as TYPEnnn; false when it is neither. */
bool zgl_zonetype_find(zgl_sv name, struct zgl_zonetype *type_r);
