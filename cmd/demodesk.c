/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, open_memstream */
#include "cmd/demodesk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/say.h"
#include "cmd/source.h"

#define WORDS_MOST 32
#define SHOWN      72 /* columns of a line that is shown */

static int fail(const char *what)
{
	int number = errno;

	zgl_say_error("%s: %s", what, strerror(number));
	return zgl_exits_of_output(number);
}

int zgl_demodesk_begin(struct zgl_demodesk *d, FILE *words, bool coloured)
{
	const char *above = getenv("TMPDIR");

	*d = (struct zgl_demodesk){ .words = words, .coloured = coloured };
	if (above == NULL || above[0] == '\0')
		above = "/tmp";
	int n = snprintf(
		d->folder, sizeof(d->folder), "%s/zegel-demo.XXXXXX", above);
	if (n < 0 || (size_t)n >= sizeof(d->folder)) {
		d->folder[0] = '\0';
		errno = ENAMETOOLONG;
		return fail("TMPDIR");
	}
	if (mkdtemp(d->folder) == NULL) {
		int code = fail(d->folder);
		d->folder[0] = '\0';
		return code;
	}
	return chdir(d->folder) == 0 ? ZGL_EXIT_OK : fail(d->folder);
}

void zgl_demodesk_end(struct zgl_demodesk *d)
{
	if (d->folder[0] == '\0')
		return;
	DIR *all = opendir(d->folder);
	for (struct dirent *one; all != NULL && (one = readdir(all)) != NULL;) {
		if (one->d_name[0] != '.')
			unlinkat(dirfd(all), one->d_name, 0);
	}
	if (all != NULL)
		closedir(all);
	if (chdir("/") != 0 || rmdir(d->folder) != 0)
		fail(d->folder);
}

void zgl_demodesk_title(const struct zgl_demodesk *d, const char *title)
{
	fputc('\n', d->words);
	zgl_say_styled(d->words, d->coloured, ZGL_SAY_BOLD, title);
	fputc('\n', d->words);
}

void zgl_demodesk_tell(const struct zgl_demodesk *d, const char *text)
{
	zgl_say_wrapped(d->words, 0, 0, zgl_sv_of(text));
}

/* A line without its end, shortened at the end of an octet sequence. */
static void show_line(FILE *to, zgl_sv line)
{
	size_t n = line.n;

	if (n > SHOWN) {
		n = SHOWN - 3;
		while (n > 0 && ((unsigned char)line.p[n] & 0xc0) == 0x80)
			n--;
	}
	fputs("    ", to);
	zgl_say_text(to, zgl_sv_head(line, n));
	fputs(n < line.n ? "...\n" : "\n", to);
}

void zgl_demodesk_show(const struct zgl_demodesk *d, zgl_sv text, size_t lines)
{
	while (text.n > 0 && lines-- > 0) {
		size_t at = zgl_sv_find(text, '\n');
		zgl_sv line = zgl_sv_head(text, at);
		text = zgl_sv_skip(text, at + 1);
		show_line(d->words, zgl_sv_trim_fws(line));
	}
	if (text.n > 0)
		fputs("    ...\n", d->words);
}

void zgl_demodesk_type(
	const struct zgl_demodesk *d, char *const *words, const char *to)
{
	int column = fprintf(d->words, "  $ zegel");

	for (; *words != NULL; words++) {
		if ((size_t)column + strlen(*words) > SHOWN) {
			fputs(" \\\n", d->words);
			column = fprintf(d->words, "       ");
		}
		column += fprintf(d->words, " %s", *words);
	}
	if (to != NULL)
		fprintf(d->words, " > %s", to);
	fputc('\n', d->words);
}

/* getopt may turn the words round: they are copied, not their texts. */
int zgl_demodesk_run(const struct zgl_demodesk *d, zgl_cmd *command,
	char *const *words, bool json, FILE *out)
{
	char *argv[WORDS_MOST + 1] = { NULL };
	struct zgl_call call = { .argv = argv,
		.out = out,
		.coloured = d->coloured && out == d->words,
		.common = { .json = json, .now_s = ZGL_CLOCK } };

	for (; call.argc < WORDS_MOST && words[call.argc] != NULL; call.argc++)
		argv[call.argc] = words[call.argc];
	return command(&call);
}

int zgl_demodesk_keep(const struct zgl_demodesk *d, zgl_cmd *command,
	char *const *words, bool json, struct zgl_buf *text)
{
	char *octets = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&octets, &n);

	if (out == NULL)
		return fail("memory");
	int code = zgl_demodesk_run(d, command, words, json, out);
	if (fclose(out) != 0)
		code = zgl_exits_worse(code, ZGL_EXIT_OS);
	zgl_buf_put(text, (zgl_sv){ octets, n });
	free(octets);
	return zgl_exits_worse(code, zgl_exits_of_err(text->err));
}

int zgl_demodesk_write(const char *name, zgl_sv text)
{
	FILE *to = fopen(name, "wb");

	if (to == NULL)
		return fail(name);
	fwrite(text.p, 1, text.n, to);
	bool failed = ferror(to) != 0;
	failed = fclose(to) != 0 || failed;
	return failed ? fail(name) : ZGL_EXIT_OK;
}

int zgl_demodesk_read(const char *name, struct zgl_buf *text)
{
	zgl_buf_reset(text);
	return zgl_source_slurp(name, text);
}
