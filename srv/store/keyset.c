/* SPDX-License-Identifier: ISC */
#include "srv/store/keyset.h"

#include "zegel/base/mem.h"

enum zgl_err zgl_keyset_new(const struct zgl_dkimsign_config *sign,
	const struct zgl_dname *domain, struct zgl_keyset **set_r)
{
	struct zgl_keyset *set = zgl_mem_new(sizeof(*set));

	*set_r = set;
	if (set == NULL)
		return ZGL_ENOMEM;
	set->sign = sign;
	set->domain = *domain;
	set->holds = 1;
	return ZGL_OK;
}

static void free_set(struct zgl_keyset *set)
{
	for (size_t i = 0; i < set->idle_count; i++)
		zgl_dkimsign_free(set->idle[i]);
	for (size_t i = 0; i < set->count; i++)
		zgl_privkey_free(set->privates[i]);
	zgl_mem_free(set->keys);
	zgl_mem_free(set);
}

void zgl_keyset_drop(struct zgl_keyset *set)
{
	if (set != NULL && --set->holds == 0)
		free_set(set);
}

static enum zgl_err say(const struct zgl_keyset *set,
	const struct zgl_keyset_row *row, const char *what,
	struct zgl_why *why_r)
{
	zgl_why_say(why_r, 0, "%s: key %s of %s: %s", row->place,
		row->selector->text, set->domain.text, what);
	return ZGL_EIO;
}

static enum zgl_err make_room(struct zgl_keyset *set)
{
	struct zgl_dkimsign_key *keys = zgl_mem_resize(
		set->keys, (set->count + 1) * sizeof(*set->keys));

	if (keys == NULL)
		return ZGL_ENOMEM;
	set->keys = keys;
	return ZGL_OK;
}

enum zgl_err zgl_keyset_add(struct zgl_keyset *set,
	const struct zgl_keyset_row *row, struct zgl_why *why_r)
{
	enum zgl_key_fault fault;
	struct zgl_privkey *key;

	if (set->count == ZGL_KEYSET_KEYS)
		return say(set, row, "a domain may have 16 keys", why_r);
	ZGL_TRY(make_room(set));
	ZGL_TRY(zgl_privkey_read(
		set->sign->engine, row->private_der, &key, &fault));
	if (key == NULL)
		return say(set, row, zgl_key_fault_sentence(fault), why_r);
	set->privates[set->count] = key;
	set->keys[set->count++] = (struct zgl_dkimsign_key){
		.domain = set->domain,
		.selector = *row->selector,
		.key = zgl_privkey_signkey(key),
	};
	return ZGL_OK;
}

/* RSA first: more receivers know it, and some look at few fields. The order of
 * those of a kind stays. */
static void sort(struct zgl_keyset *set)
{
	for (size_t i = 1; i < set->count; i++) {
		struct zgl_dkimsign_key key = set->keys[i];
		size_t at = i;
		for (; at > 0 && set->keys[at - 1].key.alg > key.key.alg; at--)
			set->keys[at] = set->keys[at - 1];
		set->keys[at] = key;
	}
}

enum zgl_err zgl_keyset_ready(
	struct zgl_keyset *set, const char *place, struct zgl_why *why_r)
{
	const char *sentence;

	sort(set);
	enum zgl_err err = zgl_dkimsign_new(
		set->sign, set->keys, set->count, &set->idle[0], &sentence);
	set->idle_count = err == ZGL_OK;
	if (err == ZGL_EUSAGE)
		zgl_why_say(why_r, 0, "%s: the keys of %s cannot sign: %s",
			place, set->domain.text, sentence);
	return err;
}

const struct zgl_dname *zgl_keyset_domain(const struct zgl_keyset *set)
{
	return &set->domain;
}

size_t zgl_keyset_count(const struct zgl_keyset *set)
{
	return set->count;
}

const struct zgl_dname *zgl_keyset_selector(
	const struct zgl_keyset *set, size_t i)
{
	return &set->keys[i].selector;
}

enum zgl_key_alg zgl_keyset_alg(const struct zgl_keyset *set, size_t i)
{
	return set->keys[i].key.alg;
}

enum zgl_err zgl_keyset_take(
	struct zgl_keyset *set, struct zgl_dkimsign **sign_r)
{
	const char *sentence;

	*sign_r = NULL;
	if (set->idle_count > 0)
		*sign_r = set->idle[--set->idle_count];
	else
		ZGL_TRY(zgl_dkimsign_new(
			set->sign, set->keys, set->count, sign_r, &sentence));
	set->holds++;
	return ZGL_OK;
}

void zgl_keyset_give_back(struct zgl_keyset *set, struct zgl_dkimsign *sign)
{
	if (sign == NULL)
		return;
	if (set->idle_count < ZGL_KEYSET_IDLE)
		set->idle[set->idle_count++] = sign;
	else
		zgl_dkimsign_free(sign);
	zgl_keyset_drop(set);
}
