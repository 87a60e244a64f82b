/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * letter -- a message under way: its header as the MTA told it, and what is
 * known of it so far.
 *
 * Fields   come as name and value, with LF at the folds, and are put together
 *          as they stand in the message: LF becomes CRLF. A CRLF that is there
 *          stays (some MTAs send their folds so); a CR alone stays what it is.
 *          An LF that no white space follows cannot come from an MTA: for it
 *          the value would end there, and whatever we hashed, the next hop
 *          would see another message. So it is refused for good, as any field
 *          is that zgl_header_add takes for none: what cannot be told apart
 *          must not be judged, and would be no better when it came again.
 *          Where the MTA took a space off it is put back, but not before a tab
 *          or a fold, which MTAs leave alone.
 * Ours     an Authentication-Results field that claims one of our names
 *          (authres/authclaim); also one that ends before it has said whose it
 *          is: an MTA tells a value up to its first NUL only.
 * Limits   those of the configuration; a message beyond them is refused at its
 *          end, 552 5.3.4, in words that name the limit. Whoever fills it then
 *          calls zgl_letter_empty, so that it is not held.
 * Memory   one arena; by value, and used again.
 * Errors   ZGL_ENOMEM.
 */

#include "zegel/base/buf.h"
#include "zegel/mail/header.h"

/** What the MTA is told instead of "go on"; its code is NULL: go on. */
struct zgl_letteranswer {
	const char *code, *enhanced; /* static */
	zgl_sv text;
};

/** `limits` must outlive it. Private: arena and text. */
struct zgl_letter {
	struct zgl_arena arena;
	struct zgl_header header;  /* as it came */
	struct zgl_header leaving; /* without the fields that are removed */
	const struct zgl_limits *limits;
	struct zgl_letteranswer answer;
	char text[80]; /* of an answer that has a number in it */
};

void zgl_letter_begin(
	struct zgl_letter *letter, const struct zgl_limits *limits);

/** Forgets the message, for the next one; free: gives the memory back. */
void zgl_letter_forget(struct zgl_letter *letter);
void zgl_letter_free(struct zgl_letter *letter);

/** Adds a field; `whole`: no space was taken off. `text` is room to work. */
ZGL_CHECK enum zgl_err zgl_letter_add(struct zgl_letter *letter, zgl_sv name,
	zgl_sv value, bool whole, struct zgl_buf *text);

/** Forgets the fields, and all else in the arena, but not the answer. */
void zgl_letter_empty(struct zgl_letter *letter);

/** Refuses the message; `text` must live as long as it. */
void zgl_letter_refuse(struct zgl_letter *letter, const char *code,
	const char *enhanced, const char *text);

#define ZGL_LETTER_RESULTS ZGL_SV("Authentication-Results")

/** Is field `at` an Authentication-Results field that claims to be ours? */
bool zgl_letter_is_claim(const struct zgl_letter *letter, uint32_t at,
	const zgl_sv *claims, size_t count);

/** Makes `leaving` of the header: so that a signature speaks of the message as
 * it leaves, whatever fields it signs. */
ZGL_CHECK enum zgl_err zgl_letter_leave(
	struct zgl_letter *letter, const zgl_sv *claims, size_t count);
