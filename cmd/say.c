/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* isatty */
#include "cmd/say.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "zegel/base/utf8show.h"

#define LINE_OCTETS 8192
#define VIEW_OCTETS 512
#define COLUMNS     79
#define LABEL       14 /* columns of a row's label, its indent with it */

static char last_error[LINE_OCTETS];

const char *zgl_say_last_error(void)
{
	return last_error;
}

int zgl_say_width(zgl_sv s)
{
	return s.n < VIEW_OCTETS ? (int)s.n : VIEW_OCTETS;
}

/* Writes what s begins with; returns the octets it took. */
static size_t put_one(FILE *to, zgl_sv s, size_t *columns_r)
{
	char out[ZGL_UTF8_ESCAPED];
	size_t n, taken = zgl_utf8_escape(s, out, &n);

	fwrite(out, 1, n, to);
	*columns_r += n == taken ? 1 : n;
	return taken;
}

static size_t put_escaped(FILE *to, zgl_sv s)
{
	size_t columns = 0;

	while (s.n > 0)
		s = zgl_sv_skip(s, put_one(to, s, &columns));
	return columns;
}

void zgl_say_text(FILE *to, zgl_sv s)
{
	put_escaped(to, s);
}

/* Formats into `line`; what is too long for it is cut, and shows so. */
ZGL_PRINTF(2, 0)
static zgl_sv format_line(char *line, const char *format, va_list args)
{
	int n = vsnprintf(line, LINE_OCTETS, format, args);

	if (n < 0)
		return zgl_sv_of("(a text that cannot be formatted)");
	if (n >= LINE_OCTETS) {
		n = LINE_OCTETS - 1;
		memcpy(line + n - 3, "...", 3);
	}
	return (zgl_sv){ line, (size_t)n };
}

void zgl_say_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	zgl_sv text = format_line(last_error, format, args);
	va_end(args);
	fflush(stdout); /* on a terminal the two come in the right order */
	fputs("zegel: ", stderr);
	put_escaped(stderr, text);
	fputc('\n', stderr);
}

void zgl_say_diag(const char *file, const struct zgl_diag *diag)
{
	char line[32] = "";
	const char *what = diag->what != NULL ? diag->what : "cannot be used";

	if (diag->line > 0)
		snprintf(line, sizeof(line), ":%zu", diag->line);
	if (diag->expected != NULL)
		zgl_say_error("%s%s: %s, expected %s", file, line, what,
			diag->expected);
	else
		zgl_say_error("%s%s: %s", file, line, what);
}

void zgl_say_line(FILE *to, const char *format, ...)
{
	char line[LINE_OCTETS];
	va_list args;

	va_start(args, format);
	zgl_sv text = format_line(line, format, args);
	va_end(args);
	put_escaped(to, text);
	fputc('\n', to);
}

static size_t columns_of(zgl_sv word)
{
	char out[ZGL_UTF8_ESCAPED];
	size_t n, columns = 0;

	while (word.n > 0) {
		size_t taken = zgl_utf8_escape(word, out, &n);
		columns += n == taken ? 1 : n;
		word = zgl_sv_skip(word, taken);
	}
	return columns;
}

void zgl_say_wrapped(FILE *to, size_t column, size_t indent, zgl_sv text)
{
	zgl_sv word;

	for (bool first = true; zgl_sv_split(&text, ' ', &word);
		first = false) {
		if (!first && column + 1 + columns_of(word) > COLUMNS) {
			fprintf(to, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			fputc(' ', to);
			column++;
		}
		column += put_escaped(to, word);
	}
	fputc('\n', to);
}

void zgl_say_row(FILE *to, const char *label, zgl_sv text)
{
	fprintf(to, "    %-*s", LABEL - 4, label);
	zgl_say_wrapped(to, LABEL, LABEL, text);
}

void zgl_say_rowf(FILE *to, const char *label, const char *format, ...)
{
	char line[LINE_OCTETS];
	va_list args;

	va_start(args, format);
	zgl_sv text = format_line(line, format, args);
	va_end(args);
	zgl_say_row(to, label, text);
}

bool zgl_say_coloured(FILE *to)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	int fd = fileno(to);

	return (no == NULL || no[0] == '\0') && term != NULL
		&& strcmp(term, "dumb") != 0 && fd >= 0 && isatty(fd);
}

void zgl_say_styled(
	FILE *to, bool coloured, enum zgl_say_style style, const char *text)
{
	static const char *const codes[] = { [ZGL_SAY_BOLD] = "1",
		[ZGL_SAY_GOOD] = "1;32",
		[ZGL_SAY_BAD] = "1;31",
		[ZGL_SAY_UNSURE] = "1;33" };

	if (!coloured || style == ZGL_SAY_PLAIN)
		fputs(text, to);
	else
		fprintf(to, "\033[%sm%s\033[0m", codes[style], text);
}
