/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* fopen's "e" */
#include "srv/conf/sendermap.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "srv/conf/conffaults.h"
#include "zegel/base/ascii.h"
#include "zegel/base/buf.h"
#include "zegel/base/mem.h"
#include "zegel/base/seedhash.h"
#include "zegel/crypto/engine.h"

#define FILE_OCTETS ((size_t)256 * 1024 * 1024)
#define MAP_OCTETS  ((size_t)1024 * 1024 * 1024)
#define PLACES      1024 /* of a small table */

/* "LOGIN PATTERN\n": what stands in the table, and what is looked for. */
#define PAIR_OCTETS (ZGL_SENDERMAP_LOGIN + ZGL_DNAME_MAX + 3)

struct zgl_sendermap {
	struct zgl_buf pairs;
	uint32_t *places; /* where a pair begins in `pairs`, plus one */
	size_t room; /* of places: a power of two; at most half are taken */
	size_t count;
	uint64_t seed;
};

struct pair {
	char octets[PAIR_OCTETS];
	size_t n;
};

static zgl_sv pair_sv(const struct pair *pair)
{
	return (zgl_sv){ pair->octets, pair->n };
}

static void pair_add(struct pair *pair, zgl_sv text)
{
	memcpy(pair->octets + pair->n, text.p, text.n);
	pair->n += text.n;
}

static struct pair pair_of(zgl_sv login, zgl_sv dot, zgl_sv pattern)
{
	struct pair pair = { .n = 0 };

	pair_add(&pair, login);
	pair_add(&pair, ZGL_SV(" "));
	pair_add(&pair, dot);
	pair_add(&pair, pattern);
	pair_add(&pair, ZGL_SV("\n"));
	return pair;
}

/* ---- the table ---- */

/* The place of a pair, or the free one where it would stand. */
static uint32_t *place_of(const struct zgl_sendermap *map, zgl_sv pair)
{
	size_t at = zgl_seedhash(map->seed, pair) & (map->room - 1);

	while (map->places[at] != 0
		&& !zgl_sv_starts(zgl_sv_skip(zgl_buf_sv(&map->pairs),
					  map->places[at] - 1),
			pair))
		at = (at + 1) & (map->room - 1);
	return &map->places[at];
}

static enum zgl_err grow(struct zgl_sendermap *map)
{
	size_t room = map->room == 0 ? PLACES : 2 * map->room;
	zgl_sv rest = zgl_buf_sv(&map->pairs);
	uint32_t *places = zgl_mem_new(room * sizeof(*places));

	if (places == NULL)
		return ZGL_ENOMEM;
	zgl_mem_free(map->places);
	map->places = places;
	map->room = room;
	while (rest.n > 0) {
		zgl_sv pair = zgl_sv_head(rest, zgl_sv_find(rest, '\n') + 1);
		*place_of(map, pair) = (uint32_t)(rest.p - map->pairs.p) + 1;
		rest = zgl_sv_skip(rest, pair.n);
	}
	return ZGL_OK;
}

static enum zgl_err add(struct zgl_sendermap *map, const struct pair *pair)
{
	if (2 * map->count >= map->room)
		ZGL_TRY(grow(map));
	uint32_t *place = place_of(map, pair_sv(pair));
	if (*place != 0)
		return ZGL_OK;
	*place = (uint32_t)map->pairs.n + 1;
	map->count++;
	zgl_buf_put(&map->pairs, pair_sv(pair));
	return map->pairs.err;
}

static bool has(const struct zgl_sendermap *map, zgl_sv login, zgl_sv dot,
	zgl_sv pattern)
{
	const struct pair pair = pair_of(login, dot, pattern);

	return *place_of(map, pair_sv(&pair)) != 0;
}

/* One that could stand in a map; what stands there divides pairs. */
static bool is_login(zgl_sv login)
{
	for (size_t i = 0; i < login.n; i++) {
		if (zgl_is_fws(login.p[i]))
			return false;
	}
	return login.n > 0 && login.n <= ZGL_SENDERMAP_LOGIN
		&& !zgl_sv_eq(login, ZGL_SV("-"));
}

bool zgl_sendermap_allows(const struct zgl_sendermap *map, zgl_sv login,
	const struct zgl_dname *domain)
{
	zgl_sv above = zgl_dname_sv(domain);

	if (login.p == NULL)
		login = ZGL_SV("-");
	else if (!is_login(login))
		return false;
	if (map->count == 0 || domain->n == 0)
		return false;
	if (has(map, login, ZGL_SV(""), ZGL_SV("*"))
		|| has(map, login, ZGL_SV(""), above))
		return true;
	for (; above.n > 0;
		above = zgl_sv_skip(above, zgl_sv_find(above, '.') + 1)) {
		if (has(map, login, ZGL_SV("."), above))
			return true;
	}
	return false;
}

size_t zgl_sendermap_count(const struct zgl_sendermap *map)
{
	return map->count;
}

/* ---- reading ---- */

struct reading {
	struct zgl_sendermap *map;
	struct zgl_conffaults *faults;
	unsigned line;
};

/* The next word of a line; false at its end, and at a comment. */
static bool next_word(zgl_sv *line, zgl_sv *word_r)
{
	size_t n = 0;

	*line = zgl_sv_trim_fws(*line);
	if (line->n == 0 || line->p[0] == '#')
		return false;
	while (n < line->n && !zgl_is_fws(line->p[n]))
		n++;
	*word_r = zgl_sv_head(*line, n);
	*line = zgl_sv_skip(*line, n);
	return true;
}

static void refuse(const struct reading *r, zgl_sv word, const char *expected)
{
	zgl_conffaults_add(r->faults, r->line, "'%.*s', expected %s",
		ZGL_CONF_SHOW(word), expected);
}

static enum zgl_err read_domain(
	const struct reading *r, zgl_sv login, zgl_sv word)
{
	bool below = zgl_sv_starts(word, ZGL_SV("."));
	zgl_sv dot = zgl_sv_head(word, below ? 1 : 0);
	struct pair pair = pair_of(login, dot, ZGL_SV("*"));
	struct zgl_dname name;

	if (zgl_sv_eq(word, ZGL_SV("*")))
		return add(r->map, &pair);
	enum zgl_dname_fault fault =
		zgl_dname_parse(zgl_sv_skip(word, dot.n), &name);
	if (fault == ZGL_DNAME_NOMEM)
		return ZGL_ENOMEM;
	if (fault != ZGL_DNAME_OK || zgl_dname_labels(&name) < 2) {
		refuse(r, word,
			"a domain like example.nl, .example.nl with all below"
			" it, or *");
		return ZGL_OK;
	}
	pair = pair_of(login, dot, zgl_dname_sv(&name));
	return add(r->map, &pair);
}

static enum zgl_err read_line(const struct reading *r, zgl_sv line)
{
	zgl_sv login, word;

	if (!next_word(&line, &login))
		return ZGL_OK;
	if (login.n > ZGL_SENDERMAP_LOGIN) {
		refuse(r, login, "a login of at most 254 octets");
		return ZGL_OK;
	}
	if (!next_word(&line, &word)) {
		refuse(r, login, "a domain behind this login");
		return ZGL_OK;
	}
	do
		ZGL_TRY(read_domain(r, login, word));
	while (next_word(&line, &word));
	return ZGL_OK;
}

static enum zgl_err read_lines(
	struct zgl_sendermap *map, zgl_sv text, struct zgl_conffaults *faults)
{
	struct reading r = { .map = map, .faults = faults };
	zgl_sv line;

	while (zgl_sv_split(&text, '\n', &line) && !faults->more) {
		r.line++;
		if (zgl_sv_find(line, '\0') < line.n)
			zgl_conffaults_add(
				faults, r.line, "the octet NUL, expected text");
		else
			ZGL_TRY(read_line(&r, line));
	}
	return faults->arena.err;
}

static enum zgl_err seed(struct zgl_sendermap *map)
{
	struct zgl_engine *engine;

	ZGL_TRY(zgl_engine_new(&engine));
	enum zgl_err err =
		zgl_engine_random(engine, &map->seed, sizeof(map->seed));
	zgl_engine_free(engine);
	return err;
}

static enum zgl_err make(struct zgl_sendermap **map_r)
{
	struct zgl_sendermap *map = zgl_mem_new(sizeof(*map));

	*map_r = map;
	if (map == NULL)
		return ZGL_ENOMEM;
	zgl_buf_begin(&map->pairs, MAP_OCTETS);
	return seed(map);
}

enum zgl_err zgl_sendermap_parse(zgl_sv text, const char *name,
	zgl_conf_say *say, void *to, struct zgl_sendermap **map_r)
{
	struct zgl_conffaults faults;

	zgl_conffaults_begin(&faults);
	enum zgl_err err = make(map_r);
	if (err == ZGL_OK)
		err = read_lines(*map_r, text, &faults);
	if (err == ZGL_ELIMIT)
		zgl_conffaults_add(&faults, 0,
			"it is too large, expected at most 1 GiB in memory");
	if (faults.count > 0 && err != ZGL_ENOMEM) {
		zgl_conffaults_tell(&faults, name, say, to);
		err = ZGL_ESYNTAX;
	}
	zgl_conffaults_free(&faults);
	if (err != ZGL_OK) {
		zgl_sendermap_free(*map_r);
		*map_r = NULL;
	}
	return err;
}

static enum zgl_err read_all(
	const char *path, struct zgl_buf *text, const char **why_r)
{
	char chunk[16384];
	FILE *file = fopen(path, "re");
	size_t n;

	*why_r = "the file has more than 256 MiB";
	while (file != NULL && text->err == ZGL_OK
		&& (n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		zgl_buf_put(text, (zgl_sv){ chunk, n });
	bool failed = file == NULL || ferror(file);
	if (failed)
		*why_r = strerror(errno);
	if (file != NULL)
		fclose(file);
	return failed ? ZGL_EIO : text->err;
}

enum zgl_err zgl_sendermap_read(const char *path, zgl_conf_say *say, void *to,
	struct zgl_sendermap **map_r)
{
	char line[4096 + 256];
	const char *why;
	struct zgl_buf text;

	*map_r = NULL;
	zgl_buf_begin(&text, FILE_OCTETS);
	enum zgl_err err = read_all(path, &text, &why);
	if (err == ZGL_EIO || err == ZGL_ELIMIT) {
		snprintf(line, sizeof(line), "%s: %s", path, why);
		say(to, line);
		err = err == ZGL_ELIMIT ? ZGL_ESYNTAX : err;
	}
	if (err == ZGL_OK)
		err = zgl_sendermap_parse(
			zgl_buf_sv(&text), path, say, to, map_r);
	zgl_buf_free(&text);
	return err;
}

void zgl_sendermap_free(struct zgl_sendermap *map)
{
	if (map == NULL)
		return;
	zgl_buf_free(&map->pairs);
	zgl_mem_free(map->places);
	zgl_mem_free(map);
}
