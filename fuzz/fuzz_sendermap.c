/* SPDX-License-Identifier: ISC */
/*
 * sendermap: a text is a map, or has mistakes, told in the order of their lines.
 * In a map each login of a line may send for the domains of that line, whatever
 * stands in the others; and nobody may who has no line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "srv/conf/sendermap.h"
#include "zegel/base/ascii.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct said {
	unsigned lines, last;
};

static void take(void *to, const char *line)
{
	struct said *said = to;
	unsigned number = 0;

	must(strncmp(line, "F:", 2) == 0);
	must(strchr(line, '\n') == NULL);
	if (sscanf(line, "F:%u: ", &number) == 1)
		must(number >= said->last);
	said->last = number > 0 ? number : said->last;
	said->lines++;
}

static zgl_sv next_word(zgl_sv *line)
{
	size_t n = 0;

	while (line->n > 0 && zgl_is_fws(line->p[0]))
		*line = zgl_sv_skip(*line, 1);
	while (n < line->n && !zgl_is_fws(line->p[n]))
		n++;
	zgl_sv word = zgl_sv_head(*line, n);
	*line = zgl_sv_skip(*line, n);
	return n > 0 && word.p[0] == '#' ? (zgl_sv){ NULL, 0 } : word;
}

static bool allows(
	const struct zgl_sendermap *map, zgl_sv login, const char *domain)
{
	struct zgl_dname name;

	must(zgl_dname_parse(zgl_sv_of(domain), &name) == ZGL_DNAME_OK);
	return zgl_sendermap_allows(map, login, &name);
}

static void check_word(
	const struct zgl_sendermap *map, zgl_sv login, zgl_sv word)
{
	bool below = word.p[0] == '.';
	struct zgl_dname name;

	if (zgl_sv_eq(word, ZGL_SV("*"))) {
		must(allows(map, login, "nowhere.example"));
		return;
	}
	must(zgl_dname_parse(zgl_sv_skip(word, below ? 1 : 0), &name)
		== ZGL_DNAME_OK);
	must(zgl_sendermap_allows(map, login, &name));
	if (below && zgl_dname_prepend(ZGL_SV("a.b"), &name, &name))
		must(zgl_sendermap_allows(map, login, &name));
}

static void check_line(const struct zgl_sendermap *map, zgl_sv line)
{
	zgl_sv login = next_word(&line), word;
	bool nobody = zgl_sv_eq(login, ZGL_SV("-"));

	while (login.n > 0 && (word = next_word(&line)).n > 0)
		check_word(map, nobody ? (zgl_sv){ NULL, 0 } : login, word);
	if (nobody)
		must(!allows(map, login, "nowhere.example"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv text = { (const char *)data, size }, line;
	struct zgl_sendermap *map;
	struct said said = { .lines = 0 };

	enum zgl_err err = zgl_sendermap_parse(text, "F", take, &said, &map);
	must(err == ZGL_OK || err == ZGL_ESYNTAX);
	must((map != NULL) == (err == ZGL_OK));
	must((said.lines > 0) == (err != ZGL_OK));
	if (map == NULL)
		return 0;
	while (zgl_sv_split(&text, '\n', &line))
		check_line(map, line);
	must(!allows(map, ZGL_SV("nobody at all"), "nowhere.example"));
	must(!allows(map, ZGL_SV(""), "nowhere.example"));
	zgl_sendermap_free(map);
	return 0;
}
