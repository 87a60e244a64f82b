/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * header -- the header fields of one message, in the order they stand in.
 *
 * Shape    fields go in from the top down, each raw: name, optional WSP,
 *          colon, value with its folds, without the CRLF that ends the field.
 *          They come out by index (0 is the top one) or by name from the
 *          bottom up, as signing takes them (RFC 6376 section 5.4.2).
 * Limits   `fields`, `field_octets`, `header_octets`: the field that would
 *          pass one is refused with ZGL_ELIMIT.
 * Memory   the octets are copied into the arena, which must outlive it.
 * Errors   ZGL_ESYNTAX for octets that are no field: see zgl_header_add.
 * Threads  one at a time.
 * Source   RFC 5322 section 2.2, RFC 6376 section 2.3 and 5.4.2.
 */

#include <stdint.h>

#include "zegel/base/arena.h"
#include "zegel/base/limits.h"

/** No (further) field. */
#define ZGL_NO_FIELD UINT32_MAX

struct zgl_field {
	const char *p;   /* raw octets, in the arena */
	uint32_t n;      /* octets of the whole field */
	uint32_t name_n; /* octets of the name, WSP before the colon left out */
	uint32_t colon;  /* offset of the colon */
};

/** Private but for fields and count. */
struct zgl_header {
	struct zgl_field *fields;
	uint16_t *keys; /* of each field, a hash of its name */
	uint32_t count, room;
	char *text; /* where the next octets go, if there is room for them */
	size_t text_left, octets_left;
	uint64_t seed[2];
	struct zgl_arena *arena;
	const struct zgl_limits *limits;
};

/** Starts an empty header. Arena and limits must outlive it. */
ZGL_API void zgl_header_begin(struct zgl_header *h, struct zgl_arena *a,
	const struct zgl_limits *limits);

/**
 * Adds a field below those that are there. `raw` must have a name of visible
 * octets, a colon, and no LF but after a CR and before SP or HTAB (a fold).
 * 8-bit octets and any others, NUL too, may stand in the value.
 */
ZGL_API ZGL_CHECK enum zgl_err zgl_header_add(struct zgl_header *h, zgl_sv raw);

/**
 * Adds the fields at the start of `octets`, each with its CRLF there and an
 * octet behind that; *taken_r tells how many octets these are, also with an
 * error. What is left begins with no field, or with one that cannot be told so
 * easily (white space before the colon, a lone LF).
 */
ZGL_CHECK enum zgl_err zgl_header_add_lines(
	struct zgl_header *h, zgl_sv octets, size_t *taken_r);

/**
 * The index of the lowest field named `name`, ASCII case ignored, that stands
 * above index `below`; ZGL_NO_FIELD when there is none. Start with
 * ZGL_NO_FIELD, go on with what was returned.
 */
ZGL_API uint32_t zgl_header_find(
	const struct zgl_header *h, zgl_sv name, uint32_t below);

/** The number of fields named `name`. */
ZGL_API uint32_t zgl_header_count(const struct zgl_header *h, zgl_sv name);

/** Parts of a field: all of it, its name, what follows the colon. */
static inline zgl_sv zgl_field_raw(const struct zgl_field *f)
{
	return (zgl_sv){ f->p, f->n };
}

static inline zgl_sv zgl_field_name(const struct zgl_field *f)
{
	return (zgl_sv){ f->p, f->name_n };
}

static inline zgl_sv zgl_field_value(const struct zgl_field *f)
{
	return (zgl_sv){ f->p + f->colon + 1, f->n - f->colon - 1 };
}

/**
 * Copies `value` into `a` with its folds taken out: each CRLF before WSP goes,
 * the WSP stays (RFC 5322 section 2.2.3).
 */
ZGL_CHECK enum zgl_err zgl_field_unfold(
	zgl_sv value, struct zgl_arena *a, zgl_sv *text_r);
