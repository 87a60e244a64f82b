/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * spflines -- how SPF cases come in, and verdicts go out.
 *
 * Shape    lines of fields with tabs between. An octet that would not show, a
 *          tab, a space or a % stands as %XX.
 *
 *            zone                             empties the zone
 *            rr NAME TYPE DATA...             a record: A and AAAA an address,
 *                                             MX preference and name, PTR and
 *                                             CNAME a name, TXT its strings
 *            fault NAME TYPE                  DNS fails for it
 *            check ADDRESS HELO MAIL-FROM RECEIVER
 *
 *          Names are labels of any octets. Each check is answered by a line.
 * Memory   the fields of a line live until the next one is read.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPFLINE_FIELDS 200

struct spfline {
	char *p[SPFLINE_FIELDS]; /* each with a NUL behind it */
	size_t n[SPFLINE_FIELDS];
	size_t count;
	char *room;
	size_t cap;
};

static inline int spfline_hex(char c)
{
	const char *digits = "0123456789ABCDEF";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? 0 : (int)(at - digits);
}

static inline size_t spfline_unescape(char *text)
{
	size_t n = 0;

	for (const char *in = text; *in != '\0'; in++) {
		if (*in == '%' && in[1] != '\0' && in[2] != '\0') {
			text[n++] = (char)(16 * spfline_hex(in[1])
				+ spfline_hex(in[2]));
			in += 2;
		} else {
			text[n++] = *in;
		}
	}
	text[n] = '\0';
	return n;
}

/** Reads a line into its fields; false at the end of the input. */
static inline bool spfline_read(struct spfline *line, FILE *in)
{
	ssize_t n = getline(&line->room, &line->cap, in);

	line->count = 0;
	if (n < 0)
		return false;
	if (n > 0 && line->room[n - 1] == '\n')
		line->room[n - 1] = '\0';
	for (char *rest = line->room, *next;
		rest != NULL && line->count < SPFLINE_FIELDS; rest = next) {
		next = strchr(rest, '\t');
		if (next != NULL)
			*next++ = '\0';
		line->p[line->count] = rest;
		line->n[line->count++] = spfline_unescape(rest);
	}
	return true;
}

static inline bool spfline_is(
	const struct spfline *line, const char *verb, size_t fields)
{
	return line->count >= fields && strcmp(line->p[0], verb) == 0;
}

/** Writes a field, a tab before it; NULL, for absent, is "-". */
static inline void spfline_put(FILE *out, const char *p, size_t n)
{
	fputc('\t', out);
	if (p == NULL)
		fputc('-', out);
	for (size_t i = 0; p != NULL && i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (c <= ' ' || c >= 0x7f || c == '%' || (n == 1 && c == '-'))
			fprintf(out, "%%%02X", c);
		else
			fputc(c, out);
	}
}
