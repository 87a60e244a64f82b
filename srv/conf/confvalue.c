/* SPDX-License-Identifier: ISC */
#include <confuse.h>
#include <stdio.h>
#include <string.h>

#include "srv/conf/confread.h"
#include "zegel/base/ascii.h"
#include "zegel/base/num.h"

#define EXPECTED_OCTETS 256

const char *zgl_confread_keep(struct zgl_confread *r, zgl_sv text)
{
	char *kept = zgl_arena_get(r->arena, text.n + 1);

	if (kept == NULL)
		return NULL;
	if (text.n > 0)
		memcpy(kept, text.p, text.n);
	kept[text.n] = '\0';
	return kept;
}

void zgl_confread_refuse(struct zgl_confread *r,
	const struct zgl_confitem *item, const char *expected)
{
	zgl_conffaults_add(r->faults, item->line, "%s is '%.*s', expected %s",
		item->option->name, ZGL_CONF_SHOW(item->text), expected);
}

bool zgl_confread_full(struct zgl_confread *r, const struct zgl_confitem *item,
	size_t count, size_t most)
{
	bool *told = &r->full[item->option - zgl_confoptions];

	if (count < most)
		return false;
	if (!*told)
		zgl_conffaults_add(r->faults, item->line,
			"%s has too many values, expected at most %zu",
			item->option->name, most);
	*told = true;
	return true;
}

void *zgl_confread_array(struct zgl_confread *r,
	const struct zgl_confoption *option, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < r->items->count; i++)
		count += r->items->at[i].option == option;
	return zgl_arena_array(r->arena, count, size);
}

static void store_number(void *at, size_t octets, uint64_t value)
{
	unsigned small = (unsigned)value;

	if (octets == sizeof(small))
		memcpy(at, &small, sizeof(small));
	else
		memcpy(at, &value, sizeof(value));
}

void zgl_confread_number(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	char expected[EXPECTED_OCTETS];
	uint64_t value;

	if (zgl_num_parse(item->text, &value) && value >= option->least
		&& value <= option->most) {
		store_number(zgl_confread_at(r, option), option->octets,
			value * option->factor);
		return;
	}
	snprintf(expected, sizeof(expected), "a number from %llu to %llu",
		(unsigned long long)option->least,
		(unsigned long long)option->most);
	zgl_confread_refuse(r, item, expected);
}

void zgl_confread_flag(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	int value = cfg_parse_boolean(item->text.p);

	if (value < 0)
		zgl_confread_refuse(r, item, "yes or no");
	else
		*(bool *)zgl_confread_at(r, option) = value != 0;
}

/* "accept, mark or reject" */
static void list_words(const struct zgl_confword *words, char *out, size_t room)
{
	size_t n = 0;

	for (; words->word != NULL && n < room; words++) {
		const char *behind = words[1].word == NULL ? ""
			: words[2].word == NULL            ? " or "
							   : ", ";
		int more = snprintf(
			out + n, room - n, "%s%s", words->word, behind);
		n += more > 0 ? (size_t)more : 0;
	}
}

void zgl_confread_word(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	char expected[EXPECTED_OCTETS] = "";

	for (const struct zgl_confword *w = option->words; w->word != NULL;
		w++) {
		if (zgl_sv_eq(item->text, zgl_sv_of(w->word))) {
			memcpy(zgl_confread_at(r, option), &w->value,
				sizeof(w->value));
			return;
		}
	}
	list_words(option->words, expected, sizeof(expected));
	zgl_confread_refuse(r, item, expected);
}

/* A daemon has no folder of its own to start from. */
static bool is_path(struct zgl_confread *r, const struct zgl_confitem *item)
{
	if (zgl_sv_starts(item->text, ZGL_SV("/")))
		return true;
	zgl_confread_refuse(r, item, "a path that begins with /");
	return false;
}

void zgl_confread_path(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	const char **at = zgl_confread_at(r, option);

	*at = NULL;
	if (item->text.n > 0 && is_path(r, item))
		*at = zgl_confread_keep(r, item->text);
}

void zgl_confread_paths(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	size_t *count = &r->conf->dns.zone_count;

	if (item->first)
		*count = 0;
	if (r->zones == NULL)
		r->zones = zgl_confread_array(r, option, sizeof(*r->zones));
	r->conf->dns.zones = r->zones;
	if (r->zones != NULL && is_path(r, item))
		r->zones[(*count)++] = zgl_confread_keep(r, item->text);
}

/* A user, a group: by name or number. Whether it is there, is not our part. */
void zgl_confread_account(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	const char **at = zgl_confread_at(r, option);
	zgl_sv text = item->text;

	*at = NULL;
	if (text.n == 0)
		return;
	for (size_t i = 0; i < text.n; i++) {
		if (!zgl_is_visible(text.p[i]) || text.p[i] == ':'
			|| text.p[i] == '/') {
			zgl_confread_refuse(r, item, "a name or a number");
			return;
		}
	}
	*at = zgl_confread_keep(r, text);
}

static const char *dname_fault(enum zgl_dname_fault fault)
{
	static const char *const words[] = {
		[ZGL_DNAME_EMPTY] = "it has an empty label",
		[ZGL_DNAME_LONG] = "it is too long",
		[ZGL_DNAME_OCTET] = "it has an octet that no name may have",
		[ZGL_DNAME_HYPHEN] = "a label begins or ends with a hyphen",
		[ZGL_DNAME_IDN] = "IDNA forbids it",
	};

	return words[fault];
}

bool zgl_confread_dname(struct zgl_confread *r, const struct zgl_confitem *item,
	const char *what, struct zgl_dname *name_r)
{
	enum zgl_dname_fault fault = zgl_dname_parse(item->text, name_r);

	if (fault == ZGL_DNAME_OK)
		return true;
	*name_r = (struct zgl_dname){ 0 };
	if (fault == ZGL_DNAME_NOMEM) {
		r->arena->err = ZGL_ENOMEM;
		return false;
	}
	zgl_conffaults_add(r->faults, item->line, "'%.*s' is no %s: %s",
		ZGL_CONF_SHOW(item->text), what, dname_fault(fault));
	return false;
}

void zgl_confread_domain(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	struct zgl_dname *at = zgl_confread_at(r, option);

	*at = (struct zgl_dname){ 0 };
	if (item->text.n > 0)
		zgl_confread_dname(r, item, option->name, at);
}
