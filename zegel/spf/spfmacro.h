/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spfmacro -- macro strings (RFC 7208 section 7), checked and expanded;
 * private to this module.
 *
 * Limits   what a name expands to is looked at up to ZGL_SPFMACRO_WORK octets
 *          (the RFC has no limit, a record could ask for millions); of an
 *          explanation the first ZGL_SPFMACRO_TEXT are kept.
 */

#include <stdint.h>

#include "zegel/base/sv.h"
#include "zegel/spf/spfresult.h"

#define ZGL_SPFMACRO_WORK 8192
#define ZGL_SPFMACRO_TEXT 450

/** The longest name as text; the room in which one is made. */
#define ZGL_SPFMACRO_NAME 253
#define ZGL_SPFMACRO_ROOM 768

/** What the macro letters stand for. */
struct zgl_spfvalues {
	zgl_sv local;         /* l; s is this, an @, and */
	zgl_sv sender_domain; /* o */
	zgl_sv domain;        /* d */
	zgl_sv helo;          /* h */
	zgl_sv validated;     /* p */
	zgl_sv receiver;      /* r */
	int64_t now_s;        /* t */
	bool is_ipv6;         /* i, v, c */
	uint8_t octets[16];
};

/** Where a macro string stands: it says which letters may be used. */
enum zgl_spfmacro_place {
	ZGL_SPFMACRO_TERM, /* s l o d i p v h */
	ZGL_SPFMACRO_FREE, /* c r t, too; and spaces */
};

#define ZGL_SPFMACRO_LETTER(letter) (UINT32_C(1) << ((letter) - 'a'))

struct zgl_spfmacro_use {
	uint32_t letters; /* ZGL_SPFMACRO_LETTER of each that is used */
	size_t tail;      /* octets behind the last macro */
};

/** ZGL_SPF_REASON_MATCHED for a macro string, else MACRO or SYNTAX. */
enum zgl_spf_reason zgl_spfmacro_check(zgl_sv text,
	enum zgl_spfmacro_place place, struct zgl_spfmacro_use *use_r);

/**
 * Expands a macro string that was checked to a name of at most 253 octets, a
 * dot at its end not among them; labels too many are cut off on the left
 * (section 7.3). False: there is more than ZGL_SPFMACRO_WORK of it.
 */
bool zgl_spfmacro_name(zgl_sv text, const struct zgl_spfvalues *values,
	char out[ZGL_SPFMACRO_ROOM], zgl_sv *name_r);

/** The same to a text of US-ASCII that shows, "?" for any other octet. */
zgl_sv zgl_spfmacro_text(zgl_sv text, const struct zgl_spfvalues *values,
	char out[ZGL_SPFMACRO_TEXT]);
