/* SPDX-License-Identifier: ISC */
#include "srv/conf/conffaults.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_OCTETS  600
#define ARENA_OCTETS ((size_t)256 * 1024)

void zgl_conffaults_begin(struct zgl_conffaults *faults)
{
	*faults = (struct zgl_conffaults){ 0 };
	zgl_arena_begin(&faults->arena, ARENA_OCTETS);
}

void zgl_conffaults_free(struct zgl_conffaults *faults)
{
	zgl_arena_free(&faults->arena);
}

/* Behind all of its line and of those before. */
static void insert(struct zgl_conffaults *faults, struct zgl_conffault *fault)
{
	struct zgl_conffault **at = &faults->first;

	while (*at != NULL && (*at)->line <= fault->line)
		at = &(*at)->next;
	fault->next = *at;
	*at = fault;
	faults->count++;
}

void zgl_conffaults_add(
	struct zgl_conffaults *faults, unsigned line, const char *format, ...)
{
	char text[TEXT_OCTETS];
	va_list args;

	faults->more = faults->count == ZGL_CONFFAULTS_MAX;
	if (faults->more)
		return;
	va_start(args, format);
	int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	zgl_sv kept = zgl_arena_copy(&faults->arena,
		(zgl_sv){ text, n < 0 ? 1 : zgl_sv_of(text).n + 1 });
	struct zgl_conffault *fault =
		zgl_arena_get(&faults->arena, sizeof(*fault));
	if (kept.p == NULL || fault == NULL)
		return;
	*fault = (struct zgl_conffault){ .line = line, .text = kept.p };
	insert(faults, fault);
}

bool zgl_conffaults_have(const struct zgl_conffaults *faults, unsigned line)
{
	for (const struct zgl_conffault *f = faults->first; f != NULL;
		f = f->next) {
		if (f->line == line)
			return true;
	}
	return false;
}

void zgl_conffaults_tell(const struct zgl_conffaults *faults, const char *file,
	zgl_conf_say *say, void *to)
{
	char line[TEXT_OCTETS + 4096 + 64];

	for (const struct zgl_conffault *f = faults->first; f != NULL;
		f = f->next) {
		if (f->line > 0)
			snprintf(line, sizeof(line), "%s:%u: %s", file, f->line,
				f->text);
		else
			snprintf(line, sizeof(line), "%s: %s", file, f->text);
		say(to, line);
	}
	if (!faults->more)
		return;
	snprintf(line, sizeof(line),
		"%s: there are more mistakes than these %d", file,
		ZGL_CONFFAULTS_MAX);
	say(to, line);
}
