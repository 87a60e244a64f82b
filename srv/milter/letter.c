/* SPDX-License-Identifier: ISC */
#include "srv/milter/letter.h"

#include <stdio.h>
#include <string.h>

#include "zegel/authres/authclaim.h"
#include "zegel/base/ascii.h"
#include "zegel/base/mem.h"
#include "zegel/spf/spfcheck.h"

/* Thousands of messages may be under way at once. */
#define ARENA_ROOM ((size_t)1024)

/* Room for what signers and judges make of a header: copies of it, lists of
 * its fields, and what does not depend on it: SPF of MAIL FROM and of HELO. */
static size_t arena_cap(const struct zgl_limits *limits)
{
	return 8 * limits->header_octets + 128 * limits->fields
		+ 2 * ZGL_SPFCHECK_ROOM + 1024 * 1024;
}

void zgl_letter_begin(
	struct zgl_letter *letter, const struct zgl_limits *limits)
{
	letter->limits = limits;
	zgl_arena_begin_small(&letter->arena, arena_cap(limits), ARENA_ROOM);
	zgl_letter_forget(letter);
}

void zgl_letter_empty(struct zgl_letter *letter)
{
	zgl_arena_reset(&letter->arena);
	zgl_header_begin(&letter->header, &letter->arena, letter->limits);
	letter->leaving = letter->header;
}

void zgl_letter_forget(struct zgl_letter *letter)
{
	zgl_letter_empty(letter);
	letter->answer = (struct zgl_letteranswer){ .code = NULL };
}

void zgl_letter_free(struct zgl_letter *letter)
{
	zgl_arena_free(&letter->arena);
}

void zgl_letter_refuse(struct zgl_letter *letter, const char *code,
	const char *enhanced, const char *text)
{
	letter->answer =
		(struct zgl_letteranswer){ code, enhanced, zgl_sv_of(text) };
}

static void refuse_limit(struct zgl_letter *letter, const char *before,
	size_t limit, const char *after)
{
	(void)snprintf(letter->text, sizeof(letter->text),
		"%s more than %zu %s", before, limit, after);
	zgl_letter_refuse(letter, "552", "5.3.4", letter->text);
}

/* Which limit it was that header_add met. */
static void refuse_field(struct zgl_letter *letter, size_t octets)
{
	const struct zgl_limits *limits = letter->limits;

	if (octets > limits->field_octets)
		refuse_limit(letter, "A header field has", limits->field_octets,
			"octets");
	else if (letter->header.count >= limits->fields)
		refuse_limit(
			letter, "The header has", limits->fields, "fields");
	else
		refuse_limit(letter, "The header has", limits->header_octets,
			"octets");
}

/* A space that the MTA took off: one of two, too. One that stood before a tab
 * or a fold cannot be told from none; there usually is none. */
static bool lacks_space(zgl_sv value, bool whole)
{
	return !whole && value.n > 0
		&& (value.p[0] == ' ' || !zgl_is_fws(value.p[0]));
}

static void put_value(struct zgl_buf *to, zgl_sv value)
{
	zgl_sv line;

	while (zgl_sv_split(&value, '\n', &line)) {
		zgl_buf_put(to, line);
		if (value.p == NULL)
			break;
		bool has_cr = line.n > 0 && line.p[line.n - 1] == '\r';
		zgl_buf_text(to, has_cr ? "\n" : "\r\n");
	}
}

enum zgl_err zgl_letter_add(struct zgl_letter *letter, zgl_sv name,
	zgl_sv value, bool whole, struct zgl_buf *text)
{
	if (letter->answer.code != NULL)
		return ZGL_OK;
	zgl_buf_reset(text);
	zgl_buf_put(text, name);
	zgl_buf_text(text, lacks_space(value, whole) ? ": " : ":");
	put_value(text, value);
	enum zgl_err err = text->err;
	/* with a colon in it, our name would be another than the MTA's */
	if (err == ZGL_OK && zgl_sv_find(name, ':') < name.n)
		err = ZGL_ESYNTAX;
	if (err == ZGL_OK)
		err = zgl_header_add(&letter->header, zgl_buf_sv(text));
	switch (err) {
	case ZGL_ELIMIT:
		refuse_field(letter, text->n > value.n ? text->n : value.n);
		return ZGL_OK;
	case ZGL_ESYNTAX:
		zgl_letter_refuse(
			letter, "550", "5.6.0", "A header field is malformed");
		return ZGL_OK;
	default: return err;
	}
}

bool zgl_letter_is_claim(const struct zgl_letter *letter, uint32_t at,
	const zgl_sv *claims, size_t count)
{
	const struct zgl_field *field = &letter->header.fields[at];
	zgl_sv value = zgl_field_value(field);

	return zgl_sv_ieq(zgl_field_name(field), ZGL_LETTER_RESULTS)
		&& (zgl_authclaim_is_open(value)
			|| zgl_authclaim_is_ours(value, claims, count));
}

static bool has_claim(
	const struct zgl_letter *letter, const zgl_sv *claims, size_t count)
{
	uint32_t at = ZGL_NO_FIELD;

	while ((at = zgl_header_find(&letter->header, ZGL_LETTER_RESULTS, at))
		!= ZGL_NO_FIELD) {
		if (zgl_letter_is_claim(letter, at, claims, count))
			return true;
	}
	return false;
}

enum zgl_err zgl_letter_leave(
	struct zgl_letter *letter, const zgl_sv *claims, size_t count)
{
	const struct zgl_header *header = &letter->header;
	enum zgl_err err = ZGL_OK;

	letter->leaving = *header;
	if (!has_claim(letter, claims, count))
		return ZGL_OK;
	zgl_header_begin(&letter->leaving, &letter->arena, letter->limits);
	for (uint32_t i = 0; i < header->count && err == ZGL_OK; i++) {
		if (!zgl_letter_is_claim(letter, i, claims, count))
			err = zgl_header_add(&letter->leaving,
				zgl_field_raw(&header->fields[i]));
	}
	return err;
}
