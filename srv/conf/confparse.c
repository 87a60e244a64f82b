/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* fmemopen */
#include "srv/conf/confparse.h"

#include <confuse.h>
#include <stdio.h>
#include <string.h>

#include "zegel/base/mem.h"

#define NAME_OCTETS  128
#define ARENA_OCTETS ((size_t)4 * 1024 * 1024)

/* A list with a preset, which libconfuse reads when it opens a section: so we
 * hear of it. No name in a file can be looked up with this sign. */
#define BEGIN_OPTION "|begin"

/* One reading of the text. */
struct pass {
	struct zgl_confitems *items;
	struct zgl_conffaults *faults;
	unsigned refused; /* line of what libconfuse refused, or 0 */
};

/* libconfuse's callbacks have no place for a pointer of ours; its scanner is one
 * for the process, too. */
static struct pass *reading;

/* libconfuse's words, ours, and what is expected */
// clang-format off
static const struct {
	const char *theirs, *ours, *expected;
} complaints[] = {
	{ "unexpected token '%s'", "unexpected", NULL },
	{ "missing equal sign after option '%s'", "no = behind", NULL },
	{ "missing title for section '%s'", "no title behind", "listener \"unix:...\" { or key \"DOMAIN\" {" },
	{ "missing opening brace for section '%s'", "no { behind", NULL },
	{ "attempt to append to non-list option '%s'", "+= behind", "=, for it has one value" },
};
// clang-format on

static enum zgl_err grow(struct zgl_confitems *items)
{
	size_t room = items->room == 0 ? 64 : 2 * items->room;

	if (items->count == ZGL_CONFITEMS_MAX)
		return ZGL_ELIMIT;
	void *at = zgl_mem_resize(items->at, room * sizeof(*items->at));
	if (at == NULL)
		return ZGL_ENOMEM;
	items->at = at;
	items->room = room;
	return ZGL_OK;
}

static void add(struct zgl_confitems *items, const struct zgl_confitem *item,
	const char *text)
{
	if (items->err == ZGL_OK
		&& (items->count == items->room
			|| items->count == ZGL_CONFITEMS_MAX))
		items->err = grow(items);
	if (items->err != ZGL_OK)
		return;
	zgl_sv kept = zgl_arena_copy(
		&items->arena, (zgl_sv){ text, strlen(text) + 1 });
	items->err = items->arena.err;
	if (items->err != ZGL_OK)
		return;
	items->at[items->count] = *item;
	items->at[items->count].text = zgl_sv_head(kept, kept.n - 1);
	items->count++;
}

static unsigned line_of(const cfg_t *cfg)
{
	return cfg->line > 0 ? (unsigned)cfg->line : 0;
}

/* Takes a value, as libconfuse has unquoted it. -1 ends its reading; but for a
 * preset, which libconfuse must be able to read, or it aborts. */
static int note_value(
	cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	enum zgl_confsection section = zgl_confsection_find(cfg->name);

	*(void **)result = NULL;
	add(reading->items,
		&(struct zgl_confitem){ .kind = ZGL_CONFITEM_VALUE,
			.section = section,
			.option = zgl_confoption_find(section, opt->name),
			.line = line_of(cfg),
			.first = opt->nvalues == 1 },
		value);
	return reading->items->err == ZGL_OK || line_of(cfg) == 0 ? 0 : -1;
}

/* Never -1: this, too, is a preset. */
static int note_begin(
	cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	(void)opt;
	(void)value;
	*(void **)result = NULL;
	add(reading->items,
		&(struct zgl_confitem){ .kind = ZGL_CONFITEM_BEGIN,
			.section = zgl_confsection_find(cfg->name),
			.line = line_of(cfg) },
		cfg->title != NULL ? cfg->title : "");
	return 0;
}

/* "verifying or spf": the sections that have an option of this name; empty when
 * there are none. */
static void list_sections(const char *name, char *out, size_t room)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < zgl_confoption_count && n < room; i++) {
		const struct zgl_confoption *o = &zgl_confoptions[i];
		if (strcmp(o->name, name) != 0)
			continue;
		int more = snprintf(out + n, room - n, "%s%s",
			n > 0 ? " or " : "", zgl_confsections[o->section].word);
		n += more > 0 ? (size_t)more : 0;
	}
}

/* There is none of this name here; perhaps there is elsewhere. */
static void complain_of_name(unsigned line, const char *name)
{
	char sections[NAME_OCTETS];

	if (zgl_confoption_find(ZGL_CONF_ROOT, name) != NULL) {
		zgl_conffaults_add(reading->faults, line,
			"there is no option '%s' here, it stands outside of"
			" all sections",
			name);
		return;
	}
	list_sections(name, sections, sizeof(sections));
	if (sections[0] != '\0')
		zgl_conffaults_add(reading->faults, line,
			"there is no option '%s' here, it stands in the"
			" section %s",
			name, sections);
	else
		zgl_conffaults_add(reading->faults, line,
			"there is no option '%s' here", name);
}

static void complain(cfg_t *cfg, const char *format, va_list args)
{
	char name[NAME_OCTETS];
	unsigned line = line_of(cfg);

	reading->refused = line;
	if (strcmp(format, "no such option '%s'") == 0) {
		vsnprintf(name, sizeof(name), "%s", args);
		complain_of_name(line, name);
		return;
	}
	for (size_t i = 0; i < ZGL_COUNT(complaints); i++) {
		if (strcmp(format, complaints[i].theirs) != 0)
			continue;
		vsnprintf(name, sizeof(name), "%s", args);
		bool more = complaints[i].expected != NULL;
		zgl_conffaults_add(reading->faults, line, "%s '%s'%s%s",
			complaints[i].ours, name, more ? ", expected " : "",
			more ? complaints[i].expected : "");
		return;
	}
	vsnprintf(name, sizeof(name), format, args);
	zgl_conffaults_add(reading->faults, line, "%s", name);
}

struct grammar {
	cfg_opt_t opts[ZGL_CONF_SECTIONS][ZGL_CONFOPTIONS_MAX];
	size_t count[ZGL_CONF_SECTIONS];
};

static void put(struct grammar *g, enum zgl_confsection section, cfg_opt_t opt)
{
	g->opts[section][g->count[section]++] = opt;
}

static void make_grammar(struct grammar *g)
{
	for (size_t i = 0; i < zgl_confoption_count; i++) {
		const struct zgl_confoption *o = &zgl_confoptions[i];
		cfg_opt_t one =
			CFG_PTR_CB(o->name, NULL, CFGF_NONE, note_value, NULL);
		cfg_opt_t list = CFG_PTR_LIST_CB(
			o->name, o->preset, CFGF_NONE, note_value, NULL);
		put(g, o->section, o->list ? list : one);
	}
	for (size_t i = ZGL_CONF_ROOT + 1; i < ZGL_CONF_SECTIONS; i++) {
		const struct zgl_confsection_row *row = &zgl_confsections[i];
		cfg_opt_t begin = CFG_PTR_LIST_CB(
			BEGIN_OPTION, "{begin}", CFGF_NONE, note_begin, NULL);
		cfg_opt_t section = CFG_SEC(row->word, g->opts[i],
			row->titled ? CFGF_MULTI | CFGF_TITLE : CFGF_NONE);
		if (row->titled)
			put(g, (enum zgl_confsection)i, begin);
		put(g, row->above, section);
	}
}

/* Lists with a preset that have no value now were set to {}. */
static void note_empty(struct zgl_confitems *items, cfg_t *cfg)
{
	char path[NAME_OCTETS];

	for (size_t i = 0; i < zgl_confoption_count; i++) {
		const struct zgl_confoption *o = &zgl_confoptions[i];
		bool root = o->section == ZGL_CONF_ROOT;
		if (o->preset == NULL)
			continue;
		snprintf(path, sizeof(path), "%s%s%s",
			root ? "" : zgl_confsections[o->section].word,
			root ? "" : "|", o->name);
		if (cfg_size(cfg, path) == 0)
			add(items,
				&(struct zgl_confitem){
					.kind = ZGL_CONFITEM_EMPTY,
					.section = o->section,
					.option = o,
					.first = true },
				"");
	}
}

/* Reads the text once; *refused_r is the line where that ended, or 0. */
static enum zgl_err read_once(const struct zgl_conftext *text,
	struct pass *this, struct grammar *grammar)
{
	struct zgl_confitems *items = this->items;

	items->count = 0;
	zgl_arena_reset(&items->arena);
	reading = this;
	cfg_t *cfg = cfg_init(grammar->opts[ZGL_CONF_ROOT], CFGF_NONE);
	FILE *file = fmemopen(text->octets, text->n, "r");
	if (cfg == NULL || file == NULL) {
		items->err = ZGL_ENOMEM;
	} else {
		cfg_set_error_function(cfg, complain);
		int rc = cfg_parse_fp(cfg, file);
		if (rc == CFG_SUCCESS)
			note_empty(items, cfg);
		else if (this->refused == 0 && items->err == ZGL_OK)
			items->err = ZGL_ENOMEM; /* all else it tells */
	}
	if (file != NULL)
		fclose(file);
	if (cfg != NULL)
		cfg_free(cfg);
	reading = NULL;
	return items->err;
}

enum zgl_err zgl_confparse(struct zgl_conftext *text,
	struct zgl_conffaults *faults, struct zgl_confitems *items_r)
{
	struct pass this = { .items = items_r, .faults = faults };
	struct grammar *grammar = zgl_mem_new(sizeof(*grammar));
	enum zgl_err err = grammar != NULL ? ZGL_OK : ZGL_ENOMEM;

	*items_r = (struct zgl_confitems){ 0 };
	zgl_arena_begin(&items_r->arena, ARENA_OCTETS);
	if (grammar != NULL)
		make_grammar(grammar);
	while (err == ZGL_OK) {
		this.refused = 0;
		err = read_once(text, &this, grammar);
		if (this.refused == 0 || faults->more
			|| !zgl_conftext_blank(text, this.refused))
			break;
	}
	zgl_mem_free(grammar);
	return err;
}

void zgl_confitems_free(struct zgl_confitems *items)
{
	zgl_arena_free(&items->arena);
	zgl_mem_free(items->at);
	*items = (struct zgl_confitems){ 0 };
}
