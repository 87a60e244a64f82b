/* SPDX-License-Identifier: ISC */
#include "srv/conf/conftext.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/mem.h"

#define DEPTH_MAX 8

/* What a statement has had so far. */
enum state {
	START,
	NAMED,
	TITLED,
	ASSIGNED,
	LISTED, /* within the braces of a list */
};

struct scan {
	struct zgl_conffaults *faults;
	char *at, *end;
	unsigned line;
	enum state state;
	unsigned state_line;        /* of the name, of =, of the list's { */
	unsigned opened[DEPTH_MAX]; /* lines of the sections that are open */
	size_t depth, sections;
	bool broken_string, broken_braces;
};

static enum zgl_err read_all(
	FILE *file, struct zgl_conftext *text, const char **why_r)
{
	text->octets = zgl_mem_new(ZGL_CONFTEXT_MAX + 2);
	if (text->octets == NULL)
		return ZGL_ENOMEM;
	text->n = fread(text->octets, 1, ZGL_CONFTEXT_MAX + 1, file);
	if (ferror(file)) {
		*why_r = strerror(errno);
		return ZGL_EIO;
	}
	if (text->n > ZGL_CONFTEXT_MAX) {
		*why_r = "the file has more than 1 MiB; keys belong into the"
			 " store";
		return ZGL_ELIMIT;
	}
	text->octets[text->n++] = '\n';
	return ZGL_OK;
}

enum zgl_err zgl_conftext_read(
	const char *path, struct zgl_conftext *text_r, const char **why_r)
{
	FILE *file = fopen(path, "re");

	*text_r = (struct zgl_conftext){ 0 };
	if (file == NULL) {
		*why_r = strerror(errno);
		return ZGL_EIO;
	}
	enum zgl_err err = read_all(file, text_r, why_r);
	fclose(file);
	if (err != ZGL_OK)
		zgl_conftext_free(text_r);
	return err;
}

void zgl_conftext_free(struct zgl_conftext *text)
{
	zgl_mem_free(text->octets);
	*text = (struct zgl_conftext){ 0 };
}

/* One fault for a line: the next ones may come of it. */
static void fault(struct scan *s, unsigned line, const char *what)
{
	if (!zgl_conffaults_have(s->faults, line))
		zgl_conffaults_add(s->faults, line, "%s", what);
}

/* Blanks to the end of the line: libconfuse takes no comment in a list. */
static void blank_line(struct scan *s)
{
	while (*s->at != '\n')
		*s->at++ = ' ';
}

/* An escape, or a variable: libconfuse knows many, we know two. */
static void check_in_string(struct scan *s)
{
	if (s->at[0] == '$' && s->at[1] == '{')
		fault(s, s->line, "there are no variables here");
	if (s->at[0] != '\\')
		return;
	s->at++;
	if (*s->at != '\\' && *s->at != '"' && *s->at != '\'')
		fault(s, s->line,
			"a backslash that escapes nothing, expected \\\\ or"
			" \\\"");
}

static void skip_string(struct scan *s)
{
	char quote = *s->at++;

	while (*s->at != quote && *s->at != '\n') {
		check_in_string(s);
		if (*s->at != '\n')
			s->at++;
	}
	if (*s->at == quote) {
		s->at++;
		return;
	}
	s->broken_string = true;
	fault(s, s->line, "the text in quotation marks does not end here");
}

static bool ends_word(char c)
{
	return strchr(" #\"'\t\n\r={}()+,*;", c) != NULL;
}

/* libconfuse would take NAME|NAME for an option in a section. */
static void skip_word(struct scan *s)
{
	for (; !ends_word(*s->at); s->at++) {
		if (*s->at == '|')
			fault(s, s->line,
				"a text with this sign is written in quotation"
				" marks");
	}
	if (s->at[-1] == '$' && s->at[0] == '{')
		fault(s, s->line, "there are no variables here");
}

/* What was said of the statement so far is all, and too little. */
static void break_off(struct scan *s)
{
	if (s->state == NAMED)
		fault(s, s->state_line,
			"nothing follows the name, expected = and a value, or"
			" a section");
	if (s->state == ASSIGNED)
		fault(s, s->state_line, "no value behind =");
	s->state = START;
}

static void take_word(struct scan *s, bool quoted)
{
	bool waits = s->state == NAMED || s->state == ASSIGNED;

	if (waits && s->line != s->state_line)
		break_off(s);
	if (quoted && (s->state == START || s->state == TITLED))
		fault(s, s->line, "a text in quotation marks, expected a name");
	if (s->state == START) {
		s->state = NAMED;
		s->state_line = s->line;
	} else if (s->state == NAMED) {
		s->state = TITLED;
	} else if (s->state == ASSIGNED) {
		s->state = START;
	}
}

static void take_equals(struct scan *s)
{
	if (s->state != LISTED) {
		s->state = ASSIGNED;
		s->state_line = s->line;
	}
}

static void take_open(struct scan *s)
{
	if (s->state == ASSIGNED) {
		s->state = LISTED;
		s->state_line = s->line;
	} else if (s->state != LISTED && s->depth < DEPTH_MAX) {
		s->opened[s->depth++] = s->line;
		s->sections++;
		s->state = START;
	} else {
		s->broken_braces = true;
		fault(s, s->line, "there is no place for a section here");
	}
}

static void take_close(struct scan *s)
{
	if (s->state == LISTED) {
		s->state = START;
		return;
	}
	break_off(s);
	if (s->depth > 0) {
		s->depth--;
		return;
	}
	s->broken_braces = true;
	if (!s->broken_string)
		fault(s, s->line, "no section is open that } could close");
}

static void take_end(struct scan *s)
{
	unsigned line = 0;

	if (s->state == LISTED)
		line = s->state_line;
	else if (s->depth > 0)
		line = s->opened[s->depth - 1];
	if (s->state != LISTED)
		break_off(s);
	if (line == 0)
		return;
	s->broken_braces = true;
	if (!s->broken_string)
		fault(s, line, "the { of this line is not closed");
}

/* Signs that begin neither a word nor a string. */
static void take_sign(struct scan *s)
{
	char c = *s->at++;

	if (c == '\n')
		s->line++;
	else if (c == '{')
		take_open(s);
	else if (c == '}')
		take_close(s);
	else if (c == '=')
		take_equals(s);
	else if (c == '*' || (c == '+' && *s->at != '='))
		fault(s, s->line,
			"a text with this sign is written in quotation marks");
	else if (c == ';')
		fault(s, s->line, "statements end without a semicolon");
}

static void take_token(struct scan *s)
{
	char c = *s->at;

	if (c == '#') {
		blank_line(s);
	} else if (c == '/' && (s->at[1] == '/' || s->at[1] == '*')) {
		fault(s, s->line, "comments begin with #");
		blank_line(s);
	} else if (c == '"' || c == '\'') {
		skip_string(s);
		take_word(s, true);
	} else if (ends_word(c)) {
		take_sign(s);
	} else {
		skip_word(s);
		take_word(s, false);
	}
}

static bool check_nul(
	const struct zgl_conftext *text, struct zgl_conffaults *faults)
{
	unsigned line = 1;

	for (size_t i = 0; i < text->n; i++) {
		if (text->octets[i] == '\0') {
			zgl_conffaults_add(
				faults, line, "the octet NUL, expected text");
			return false;
		}
		line += text->octets[i] == '\n';
	}
	return true;
}

bool zgl_conftext_check(
	struct zgl_conftext *text, struct zgl_conffaults *faults)
{
	struct scan s = { .faults = faults,
		.at = text->octets,
		.end = text->octets + text->n,
		.line = 1 };

	if (!check_nul(text, faults))
		return false;
	while (s.at < s.end)
		take_token(&s);
	take_end(&s);
	if (s.sections > ZGL_CONFTEXT_SECTIONS) {
		zgl_conffaults_add(faults, 0,
			"%zu sections are too many; keys belong into the store",
			s.sections);
		return false;
	}
	if (s.broken_braces)
		return false;
	for (const struct zgl_conffault *f = faults->first; f != NULL;
		f = f->next)
		zgl_conftext_blank(text, f->line);
	return true;
}

/* Overwrites to the closing quote, or to the end of the line. */
static char *blank_string(char *at)
{
	char quote = *at;

	*at++ = ' ';
	while (*at != quote && *at != '\n') {
		if (*at == '\\' && at[1] != '\n')
			*at++ = ' ';
		*at++ = ' ';
	}
	if (*at == quote)
		*at++ = ' ';
	return at;
}

bool zgl_conftext_blank(struct zgl_conftext *text, unsigned line)
{
	char *at = text->octets, *end = text->octets + text->n;
	size_t depth = 0;
	bool blanked = false;

	for (unsigned i = 1; i < line && at < end; i++)
		at = (char *)memchr(at, '\n', (size_t)(end - at)) + 1;
	while (at < end && (*at != '\n' || depth > 0)) {
		/* what closes a section that began before stays */
		bool kept = *at == '\n' || (*at == '}' && depth == 0);
		blanked = blanked || (!kept && !zgl_is_fws(*at));
		if (*at == '"' || *at == '\'') {
			at = blank_string(at);
		} else {
			depth += *at == '{';
			depth -= *at == '}' && depth > 0;
			*at = kept ? *at : ' ';
			at++;
		}
	}
	return blanked;
}
