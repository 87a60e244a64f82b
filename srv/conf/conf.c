/* SPDX-License-Identifier: ISC */
#include "srv/conf/conf.h"

#include <stdio.h>
#include <syslog.h>

#include "srv/conf/confread.h"
#include "zegel/base/mem.h"
#include "zegel/dkim/dkimverify.h"

#define ARENA_OCTETS ((size_t)8 * 1024 * 1024)

/* The one heap object: the configuration, and what it points to. */
struct owner {
	struct zgl_conf conf; /* the first: see zgl_conf_free */
	struct zgl_arena arena;
};

static void fill_in(struct zgl_conf *conf)
{
	const struct zgl_dkimverify_config verify = ZGL_DKIMVERIFY_DEFAULT;

	*conf = (struct zgl_conf){
		.sign = { .header_canon = ZGL_CANON_RELAXED,
			.body_canon = ZGL_CANON_RELAXED,
			.cached = 4096 },
		.verify = { .policy = ZGL_JUDGE_POLICY_DEFAULT,
			.min_rsa_bits = verify.min_rsa_bits,
			.max_rsa_bits = verify.max_rsa_bits,
			.skew_s = verify.skew_s,
			.mark_name = ZGL_SV("X-Spam-Flag"),
			.mark_value = ZGL_SV("YES") },
		.spf = { .check = true, .explain = true },
		.dmarc = { .check = true },
		.dns = { .deadline_ms = 5000, .cached = 65536 },
		.limits = ZGL_LIMITS_DEFAULT,
		.deadline_s = 10,
		.idle_s = 7210,
		.connections = 10000,
		.log = { .facility = LOG_MAIL, .level = ZGL_LOG_INFO },
	};
}

unsigned zgl_confread_line(const struct zgl_confread *r,
	enum zgl_confsection section, const char *name)
{
	return r->lines[zgl_confoption_find(section, name) - zgl_confoptions];
}

void *zgl_confread_at(
	const struct zgl_confread *r, const struct zgl_confoption *option)
{
	char *base = (char *)r->conf;

	if (option->section == ZGL_CONF_LISTENER)
		base = (char *)r->listener;
	if (option->section == ZGL_CONF_KEY)
		base = (char *)r->key;
	return base + option->at;
}

static void end_titled(struct zgl_confread *r)
{
	zgl_confread_end_listener(r);
	zgl_confread_end_key(r);
}

static void begin_titled(
	struct zgl_confread *r, const struct zgl_confitem *item)
{
	end_titled(r);
	for (size_t i = 0; i < zgl_confoption_count; i++) {
		if (zgl_confoptions[i].section == item->section)
			r->lines[i] = 0;
	}
	if (item->section == ZGL_CONF_LISTENER)
		zgl_confread_begin_listener(r, item);
	else
		zgl_confread_begin_key(r, item);
}

/* The section with the title was one too many, or there is no memory. */
static bool is_lost(
	const struct zgl_confread *r, const struct zgl_confoption *option)
{
	return (option->section == ZGL_CONF_LISTENER && r->listener == NULL)
		|| (option->section == ZGL_CONF_KEY && r->key == NULL);
}

static void read_value(struct zgl_confread *r, const struct zgl_confitem *item)
{
	unsigned *line = &r->lines[item->option - zgl_confoptions];

	if (is_lost(r, item->option))
		return;
	if (item->first && *line > 0)
		zgl_conffaults_add(r->faults, item->line,
			"%s is set already, in line %u", item->option->name,
			*line);
	*line = item->line;
	item->option->read(r, item->option, item);
}

static void read_items(struct zgl_confread *r)
{
	for (size_t i = 0; i < r->items->count; i++) {
		const struct zgl_confitem *item = &r->items->at[i];
		if (item->kind == ZGL_CONFITEM_BEGIN)
			begin_titled(r, item);
		else
			read_value(r, item);
	}
	end_titled(r);
	zgl_confread_end_names(r);
	zgl_confread_end_signing(r);
	zgl_confread_end_verifying(r);
	zgl_confread_end_dmarc(r);
	if (r->conf->listener_count == 0)
		zgl_confread_default_listener(r);
}

static enum zgl_err make(const char *path, const struct zgl_confitems *items,
	struct zgl_conffaults *faults, struct zgl_conf **conf_r)
{
	struct owner *owner = zgl_mem_new(sizeof(*owner));

	if (owner == NULL)
		return ZGL_ENOMEM;
	zgl_arena_begin(&owner->arena, ARENA_OCTETS);
	fill_in(&owner->conf);
	struct zgl_confread r = { .conf = &owner->conf,
		.arena = &owner->arena,
		.faults = faults,
		.items = items,
		.incomplete = faults->count > 0 };
	owner->conf.file = zgl_confread_keep(&r, zgl_sv_of(path));
	read_items(&r);
	*conf_r = &owner->conf;
	return owner->arena.err;
}

static enum zgl_err read_text(const char *path, struct zgl_conftext *text,
	struct zgl_conffaults *faults, struct zgl_conf **conf_r)
{
	struct zgl_confitems items = { 0 };
	enum zgl_err err;

	if (!zgl_conftext_check(text, faults))
		return ZGL_ESYNTAX;
	err = zgl_confparse(text, faults, &items);
	if (err == ZGL_ELIMIT)
		zgl_conffaults_add(faults, 0,
			"there are over %d values; keys belong into the store",
			ZGL_CONFITEMS_MAX);
	if (err == ZGL_OK)
		err = make(path, &items, faults, conf_r);
	zgl_confitems_free(&items);
	return err;
}

/* What cannot be read at all has one line, too. */
static enum zgl_err open_text(const char *path, struct zgl_conftext *text_r,
	zgl_conf_say *say, void *to)
{
	char line[4096 + 256];
	const char *why = NULL;
	enum zgl_err err = zgl_conftext_read(path, text_r, &why);

	if (err == ZGL_OK || err == ZGL_ENOMEM)
		return err;
	snprintf(line, sizeof(line), "%s: %s", path, why);
	say(to, line);
	return err == ZGL_ELIMIT ? ZGL_ESYNTAX : err;
}

enum zgl_err zgl_conf_read(
	const char *path, zgl_conf_say *say, void *to, struct zgl_conf **conf_r)
{
	struct zgl_conftext text;
	struct zgl_conffaults faults;

	*conf_r = NULL;
	ZGL_TRY(open_text(path, &text, say, to));
	zgl_conffaults_begin(&faults);
	enum zgl_err err = read_text(path, &text, &faults, conf_r);
	if (faults.arena.err != ZGL_OK)
		err = faults.arena.err;
	if (faults.count > 0 && err != ZGL_ENOMEM) {
		zgl_conffaults_tell(&faults, path, say, to);
		err = ZGL_ESYNTAX;
	}
	if (err != ZGL_OK) {
		zgl_conf_free(*conf_r);
		*conf_r = NULL;
	}
	zgl_conffaults_free(&faults);
	zgl_conftext_free(&text);
	return err;
}

void zgl_conf_free(struct zgl_conf *conf)
{
	struct owner *owner = (struct owner *)conf;

	if (owner == NULL)
		return;
	zgl_arena_free(&owner->arena);
	zgl_mem_free(owner);
}
