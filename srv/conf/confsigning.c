/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "srv/conf/confread.h"
#include "zegel/base/ascii.h"
#include "zegel/dkim/dkimsign.h"

#define KEYS_MAX  1000
#define NAMES_MAX 200

static bool is_field_name(zgl_sv name)
{
	for (size_t i = 0; i < name.n; i++) {
		if (!zgl_is_visible(name.p[i]) || name.p[i] == ':'
			|| name.p[i] == ';')
			return false;
	}
	return name.n > 0;
}

/* The two lists of names: where they are, and what they are by default. */
struct names {
	zgl_sv **list;
	const zgl_sv **at; /* the same, in the configuration */
	size_t *count;
	const zgl_sv *usual;
	size_t usual_count;
};

static struct names names_of(
	struct zgl_confread *r, const struct zgl_confoption *option)
{
	if (strcmp(option->name, "oversign") == 0)
		return (struct names){ &r->oversign, &r->conf->sign.oversign,
			&r->conf->sign.oversign_count, zgl_dkimsign_oversign,
			zgl_dkimsign_oversign_count };
	return (struct names){ &r->fields, &r->conf->sign.fields,
		&r->conf->sign.field_count, zgl_dkimsign_fields,
		zgl_dkimsign_field_count };
}

/* The preset is one value, which stands for all the usual ones. */
void zgl_confread_fields(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	struct names names = names_of(r, option);
	zgl_sv *list = *names.list;

	if (item->first)
		*names.count = 0;
	if (item->kind == ZGL_CONFITEM_EMPTY)
		return;
	if (list == NULL)
		list = zgl_arena_array(r->arena, NAMES_MAX, sizeof(*list));
	*names.at = *names.list = list;
	if (list == NULL || zgl_confread_full(r, item, *names.count, NAMES_MAX))
		return;
	if (item->line == 0) {
		memcpy(list, names.usual, names.usual_count * sizeof(*list));
		*names.count = names.usual_count;
		return;
	}
	if (!is_field_name(item->text))
		zgl_confread_refuse(r, item, "the name of a header field");
	list[(*names.count)++] = zgl_arena_copy(r->arena, item->text);
}

static bool is_signed(const struct zgl_confread *r, zgl_sv name)
{
	for (size_t i = 0; i < r->conf->sign.field_count; i++) {
		if (zgl_sv_ieq(r->conf->sign.fields[i], name))
			return true;
	}
	return false;
}

/* Of the usual ones, those that are signed: as zegel sign --fields. */
static void narrow_oversign(struct zgl_confread *r)
{
	zgl_sv *list = r->oversign;
	size_t count = 0;

	for (size_t i = 0; i < r->conf->sign.oversign_count; i++) {
		if (is_signed(r, list[i]))
			list[count++] = list[i];
	}
	r->conf->sign.oversign_count = count;
}

/* rfc6376#5.4: From MUST be signed. */
static void check_fields(struct zgl_confread *r)
{
	if (zgl_confread_line(r, ZGL_CONF_SIGNING, "oversign") == 0)
		narrow_oversign(r);
	if (!is_signed(r, ZGL_SV("From")) && !r->incomplete)
		zgl_conffaults_add(r->faults,
			zgl_confread_line(r, ZGL_CONF_SIGNING, "fields"),
			"fields are without From, which must be signed");
}

/* A name in DNS has to be under somebody's. */
static void check_labels(struct zgl_confread *r, unsigned line,
	const char *what, const struct zgl_dname *name)
{
	if (name->n > 0 && zgl_dname_labels(name) < 2)
		zgl_conffaults_add(r->faults, line,
			"%s '%s' has one label only, expected one like"
			" example.nl",
			what, name->text);
}

/* What is in a store is not known here; it may come later. */
static bool may_have_key(
	const struct zgl_confread *r, const struct zgl_dname *domain)
{
	bool has = r->conf->sign.store != NULL || r->incomplete;

	for (size_t i = 0; i < r->conf->sign.key_count && !has; i++)
		has = zgl_dname_eq(&r->keys[i].domain, domain);
	return has;
}

static void check_fallback(struct zgl_confread *r)
{
	const struct zgl_dname *fallback = &r->conf->sign.fallback;
	unsigned line =
		zgl_confread_line(r, ZGL_CONF_SIGNING, "fallback-domain");

	check_labels(r, line, "fallback-domain", fallback);
	if (fallback->n > 0 && !may_have_key(r, fallback)
		&& !zgl_conffaults_have(r->faults, line))
		zgl_conffaults_add(r->faults, line,
			"fallback-domain '%s' has no key here, and there is no"
			" store",
			fallback->text);
}

void zgl_confread_end_signing(struct zgl_confread *r)
{
	r->conf->sign.store_line =
		zgl_confread_line(r, ZGL_CONF_SIGNING, "store");
	r->conf->sign.sender_map_line =
		zgl_confread_line(r, ZGL_CONF_SIGNING, "sender-map");
	check_fields(r);
	check_fallback(r);
}

void zgl_confread_begin_key(
	struct zgl_confread *r, const struct zgl_confitem *item)
{
	if (r->keys == NULL)
		r->keys = zgl_arena_array(r->arena, KEYS_MAX, sizeof(*r->keys));
	if (r->keys == NULL)
		return;
	if (r->conf->sign.key_count == KEYS_MAX) {
		zgl_conffaults_add(r->faults, item->line,
			"this is one key too many, expected at most %d and more"
			" in the store",
			KEYS_MAX);
		return;
	}
	r->conf->sign.keys = r->keys;
	r->key = &r->keys[r->conf->sign.key_count++];
	*r->key = (struct zgl_conf_key){ .line = item->line };
	if (zgl_confread_dname(r, item, "domain", &r->key->domain))
		check_labels(r, item->line, "key", &r->key->domain);
}

/* What the key has not, though every key must. */
static void check_whole(struct zgl_confread *r)
{
	bool file = zgl_confread_line(r, ZGL_CONF_KEY, "file") > 0;
	bool selector = zgl_confread_line(r, ZGL_CONF_KEY, "selector") > 0;

	if (!selector && !r->incomplete)
		zgl_conffaults_add(
			r->faults, r->key->line, "this key has no selector");
	if (!file && !r->incomplete)
		zgl_conffaults_add(
			r->faults, r->key->line, "this key has no file");
	if (selector && r->key->selector.n == 0
		&& !zgl_conffaults_have(r->faults,
			zgl_confread_line(r, ZGL_CONF_KEY, "selector")))
		zgl_conffaults_add(r->faults,
			zgl_confread_line(r, ZGL_CONF_KEY, "selector"),
			"the selector is empty");
	if (file && r->key->file == NULL
		&& !zgl_conffaults_have(
			r->faults, zgl_confread_line(r, ZGL_CONF_KEY, "file")))
		zgl_conffaults_add(r->faults,
			zgl_confread_line(r, ZGL_CONF_KEY, "file"),
			"the name of the file is empty");
}

/* rfc6376#3.6.2.1: where its record stands. */
static void check_record_name(struct zgl_confread *r)
{
	struct zgl_dname below = { 0 }, whole;

	if (!zgl_dname_prepend(ZGL_SV("_domainkey"), &r->key->domain, &below)
		|| !zgl_dname_prepend(
			zgl_dname_sv(&r->key->selector), &below, &whole))
		zgl_conffaults_add(r->faults, r->key->line,
			"selector and domain are too long for a name in DNS");
}

static void check_twice(struct zgl_confread *r)
{
	for (const struct zgl_conf_key *other = r->keys; other < r->key;
		other++) {
		if (!zgl_dname_eq(&other->domain, &r->key->domain)
			|| !zgl_dname_eq(&other->selector, &r->key->selector))
			continue;
		zgl_conffaults_add(r->faults, r->key->line,
			"domain and selector have a key already, in line %u",
			other->line);
		return;
	}
}

void zgl_confread_end_key(struct zgl_confread *r)
{
	if (r->key == NULL)
		return;
	check_whole(r);
	if (r->key->domain.n > 0 && r->key->selector.n > 0) {
		check_record_name(r);
		check_twice(r);
	}
	r->key = NULL;
}
