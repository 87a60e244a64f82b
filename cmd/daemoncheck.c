/* SPDX-License-Identifier: ISC */
#include "cmd/daemoncheck.h"

#include <stdio.h>

#include "cmd/become.h"
#include "cmd/daemondns.h"
#include "cmd/daemonkeys.h"
#include "cmd/daemonsenders.h"
#include "cmd/exits.h"
#include "cmd/say.h"
#include "srv/store/store.h"

/* What is in the store. */
struct census {
	const struct zgl_dname *fallback;
	struct zgl_dname last;
	size_t domains, active, others;
	bool fallback_signs;
};

static enum zgl_err count(void *to, const struct zgl_storekey *key)
{
	struct census *census = to;

	if (!zgl_dname_eq(&key->domain, &census->last)) {
		census->last = key->domain;
		census->domains++;
	}
	if (key->state != ZGL_KEYSTATE_ACTIVE) {
		census->others++;
		return ZGL_OK;
	}
	census->active++;
	if (zgl_dname_eq(&key->domain, census->fallback))
		census->fallback_signs = true;
	return ZGL_OK;
}

static const char *s_of(size_t n)
{
	return n == 1 ? "" : "s";
}

static bool check_store(const struct zgl_conf *conf, struct census *census)
{
	const char *path = conf->sign.store;
	struct zgl_store *store;

	enum zgl_err err = zgl_store_open(path, ZGL_STORE_READ, &store);
	if (err == ZGL_OK)
		err = zgl_store_list(store, NULL, count, census);
	if (err != ZGL_OK)
		zgl_log_write(ZGL_LOG_ERROR, "%s:%u: %s", conf->file,
			conf->sign.store_line,
			store != NULL ? zgl_store_why(store)
				      : zgl_err_sentence(err));
	else
		zgl_say_line(stdout,
			"%s: %zu domain%s, %zu active key%s, %zu other%s", path,
			census->domains, s_of(census->domains), census->active,
			s_of(census->active), census->others,
			s_of(census->others));
	zgl_store_close(store);
	return err == ZGL_OK;
}

static const char *alg_word(enum zgl_key_alg alg)
{
	return alg == ZGL_KEY_RSA ? "RSA" : "Ed25519";
}

static bool check_keys(const struct zgl_conf *conf)
{
	struct zgl_daemonkeys keys;
	bool good = zgl_daemonkeys_read(conf, &keys);

	for (size_t i = 0; i < keys.count; i++) {
		const struct zgl_conf_key *named = &conf->sign.keys[i];
		if (keys.keys[i].der.n > 0)
			zgl_say_line(stdout,
				"%s: a key of %s, %u bits, for %s, selector %s",
				named->file, alg_word(keys.keys[i].alg),
				keys.keys[i].bits, named->domain.text,
				named->selector.text);
	}
	zgl_daemonkeys_free(&keys);
	return good;
}

static bool check_senders(const struct zgl_conf *conf)
{
	struct zgl_sendermap *map;

	if (!zgl_daemonsenders_read(conf, &map))
		return false;
	if (map == NULL)
		return true;
	size_t pairs = zgl_sendermap_count(map);
	zgl_say_line(stdout, "%s: %zu pair%s of a login and a domain%s",
		conf->sign.sender_map, pairs, s_of(pairs),
		pairs == 0 ? ": nobody may send what would be signed" : "");
	zgl_sendermap_free(map);
	return true;
}

static bool check_dns(const struct zgl_conf *conf)
{
	struct zgl_zone *zone;
	struct zgl_suffix *suffix;
	bool good = zgl_daemondns_load(conf, &zone);

	good = zgl_daemondns_load_suffix(conf, &suffix) && good;
	if (good)
		good = zgl_daemondns_check(conf, zone);
	zgl_suffix_free(suffix);
	zgl_zone_free(zone);
	return good;
}

static void count_files(const struct zgl_conf *conf, struct census *census)
{
	census->active += conf->sign.key_count;
	for (size_t i = 0; i < conf->sign.key_count; i++) {
		if (zgl_dname_eq(&conf->sign.keys[i].domain, census->fallback))
			census->fallback_signs = true;
	}
}

/* No mistakes, since a key may come later; but seldom what was meant. */
static void tell_odd(const struct zgl_conf *conf, const struct census *census)
{
	const struct zgl_dname *fallback = &conf->sign.fallback;

	if (fallback->n > 0 && !census->fallback_signs)
		zgl_say_line(stdout,
			"%s: fallback-domain %s has no active key yet",
			conf->file, fallback->text);
	if (census->active > 0)
		return;
	zgl_say_line(stdout, "%s: there is no active key: nothing is signed",
		conf->file);
	for (size_t i = 0; i < conf->listener_count; i++) {
		if (conf->listeners[i].must_sign)
			zgl_say_line(stdout,
				"%s:%u: must-sign: so all mail of ours is"
				" refused",
				conf->file, conf->listeners[i].line);
	}
}

static void sum_up(const struct zgl_conf *conf, const struct census *census)
{
	size_t listeners = conf->listener_count, keys = conf->sign.key_count;

	if (conf->sign.store != NULL)
		zgl_say_line(stdout,
			"%s: %zu listener%s, %zu key file%s, store with %zu"
			" domain%s: all well",
			conf->file, listeners, s_of(listeners), keys,
			s_of(keys), census->domains, s_of(census->domains));
	else
		zgl_say_line(stdout,
			"%s: %zu listener%s, %zu key file%s, no store: all"
			" well",
			conf->file, listeners, s_of(listeners), keys,
			s_of(keys));
}

/* In the order of the daemon: key files are read before root is given up. */
int zgl_daemoncheck(const struct zgl_conf *conf)
{
	struct census census = { .fallback = &conf->sign.fallback };
	bool good = zgl_become_check(conf);

	good = check_keys(conf) && good;
	good = check_dns(conf) && good;
	if (good)
		good = zgl_become_user(conf);
	if (conf->sign.store != NULL)
		good = check_store(conf, &census) && good;
	good = check_senders(conf) && good;
	if (!good)
		return ZGL_EXIT_CONFIG;
	count_files(conf, &census);
	tell_odd(conf, &census);
	sum_up(conf, &census);
	return fflush(stdout) == 0 ? ZGL_EXIT_OK : ZGL_EXIT_IO;
}
