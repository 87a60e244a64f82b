/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* gmtime_r */
#include "cmd/keystore.h"

#include <time.h>

#include "cmd/jsonl.h"
#include "cmd/say.h"
#include "zegel/crypto/privkey.h"

#define KEY_OCTETS ((size_t)16 * 1024)

int zgl_keystore_read_words(struct zgl_keystore_words *words,
	const char *synopsis, struct zgl_keyrecords *record)
{
	if (words->store == NULL)
		words->store = ZGL_KEYSTORE_PATH;
	if (words->domain == NULL || words->selector == NULL)
		return zgl_options_missing(synopsis,
			words->domain == NULL ? "-d DOMAIN" : "-s SELECTOR");
	return zgl_keyrecords_name(
		record, words->selector, words->domain, false);
}

static int exit_of_fault(enum zgl_store_fault fault)
{
	switch (fault) {
	case ZGL_STOREFAULT_ABSENT:
	case ZGL_STOREFAULT_KEY_ABSENT: return ZGL_EXIT_NOINPUT;
	case ZGL_STOREFAULT_DENIED: return ZGL_EXIT_NOPERM;
	case ZGL_STOREFAULT_BUSY: return ZGL_EXIT_TEMPFAIL;
	case ZGL_STOREFAULT_SYSTEM: return ZGL_EXIT_IO;
	case ZGL_STOREFAULT_KEY_THERE: return ZGL_EXIT_CANTCREAT;
	default: return ZGL_EXIT_DATA;
	}
}

int zgl_keystore_fail(const struct zgl_store *store, enum zgl_err err)
{
	if (err == ZGL_EIO || err == ZGL_EUSAGE) {
		zgl_say_error("%s", zgl_store_why(store));
		return exit_of_fault(zgl_store_fault(store));
	}
	zgl_say_error("%s", zgl_err_sentence(err));
	return zgl_exits_of_err(err);
}

int zgl_keystore_open(
	const char *path, enum zgl_store_open how, struct zgl_store **store_r)
{
	enum zgl_err err = zgl_store_open(path, how, store_r);

	if (err == ZGL_OK)
		return ZGL_EXIT_OK;
	int code = zgl_keystore_fail(*store_r, err);
	/* There is no place for a new one. */
	return how == ZGL_STORE_CREATE && code == ZGL_EXIT_NOINPUT
		? ZGL_EXIT_CANTCREAT
		: code;
}

/* A key on its way out of the store. */
struct getting {
	struct zgl_engine *engine;
	struct zgl_storekey *about;
	struct zgl_privkey **key; /* NULL: not wanted */
	int code;
};

static enum zgl_err take(void *to, const struct zgl_storekey *key)
{
	struct getting *getting = to;
	enum zgl_key_fault fault;

	*getting->about = *key;
	getting->about->private_der = (zgl_sv){ NULL, 0 };
	if (getting->key == NULL)
		return ZGL_OK;
	ZGL_TRY(zgl_privkey_read(
		getting->engine, key->private_der, getting->key, &fault));
	if (*getting->key != NULL)
		return ZGL_OK;
	zgl_say_error("key %s of %s: is damaged in the store: %s",
		key->selector.text, key->domain.text,
		zgl_key_fault_sentence(fault));
	getting->code = ZGL_EXIT_DATA;
	return ZGL_OK;
}

int zgl_keystore_get(struct zgl_store *store,
	const struct zgl_keyrecords *record, struct zgl_engine *engine,
	struct zgl_storekey *about_r, struct zgl_privkey **key_r)
{
	struct getting getting = { .engine = engine,
		.about = about_r,
		.key = key_r,
		.code = ZGL_EXIT_OK };
	enum zgl_err err = zgl_store_get(
		store, &record->domain, &record->selector, take, &getting);

	return err == ZGL_OK ? getting.code : zgl_keystore_fail(store, err);
}

static int add(struct zgl_store *store, const struct zgl_privkey *key,
	struct zgl_storekey *about)
{
	struct zgl_buf der;

	zgl_buf_begin(&der, KEY_OCTETS);
	enum zgl_err err = zgl_privkey_write_der(key, &der);
	about->private_der = zgl_buf_sv(&der);
	if (err == ZGL_OK)
		err = zgl_store_add(store, about);
	about->private_der = (zgl_sv){ NULL, 0 };
	zgl_buf_wipe(&der);
	return err == ZGL_OK ? ZGL_EXIT_OK : zgl_keystore_fail(store, err);
}

/* The store first: a record whose key is lost would only do harm. */
int zgl_keystore_take_in(struct zgl_call *call,
	const struct zgl_keystore_way *way, struct zgl_keyrecords *record,
	struct zgl_privkey *key)
{
	struct zgl_signkey view = zgl_privkey_signkey(key);
	struct zgl_storekey about = { .domain = record->domain,
		.selector = record->selector,
		.alg = view.alg,
		.bits = view.bits,
		.state = way->pending ? ZGL_KEYSTATE_PENDING
				      : ZGL_KEYSTATE_ACTIVE,
		.subdomains = way->subdomains,
		.created_s = way->now_s,
		.active_s = way->pending ? 0 : way->now_s };
	struct zgl_store *store;

	int code = zgl_keystore_open(way->store, ZGL_STORE_CREATE, &store);
	if (code == ZGL_EXIT_OK)
		code = add(store, key, &about);
	zgl_store_close(store);
	if (code != ZGL_EXIT_OK)
		return code;
	return zgl_keystore_put_record(call, way->store, record, &about, key);
}

static enum zgl_err look_for_active(void *to, const struct zgl_storekey *key)
{
	if (key->state == ZGL_KEYSTATE_ACTIVE)
		*(bool *)to = true;
	return ZGL_OK;
}

int zgl_keystore_signs(
	struct zgl_store *store, const struct zgl_dname *domain, bool *signs_r)
{
	*signs_r = false;
	enum zgl_err err =
		zgl_store_list(store, domain, look_for_active, signs_r);

	return err == ZGL_OK ? ZGL_EXIT_OK : zgl_keystore_fail(store, err);
}

static json_t *json_time(int64_t time_s)
{
	return time_s != 0 ? json_integer(time_s) : json_null();
}

json_t *zgl_keystore_json(const char *path, const struct zgl_storekey *about)
{
	return json_pack("{ss sb so so so so}", "state",
		zgl_keystate_word(about->state), "subdomains",
		about->subdomains, "created", json_time(about->created_s),
		"activated", json_time(about->active_s), "retired",
		json_time(about->retired_s), "store",
		zgl_jsonl_text(zgl_sv_of(path)));
}

int zgl_keystore_put_json(struct zgl_call *call, const char *path,
	const struct zgl_storekey *about)
{
	json_t *object =
		json_pack("{ss ss ss si}", "domain", about->domain.text,
			"selector", about->selector.text, "algorithm",
			zgl_keystore_alg(about->alg), "bits", (int)about->bits);
	json_t *more = zgl_keystore_json(path, about);

	json_object_update(object, more);
	json_decref(more);
	return zgl_jsonl_write(call->out, object) ? ZGL_EXIT_OK : ZGL_EXIT_OS;
}

int zgl_keystore_put_record(struct zgl_call *call, const char *path,
	struct zgl_keyrecords *record, const struct zgl_storekey *about,
	struct zgl_privkey *key)
{
	record->more = zgl_keystore_json(path, about);
	int code = zgl_keyrecords_put(record, key,
		call->common.json ? ZGL_KEYRECORDS_JSON : ZGL_KEYRECORDS_ZONE,
		NULL, call->out);
	json_decref(record->more);
	record->more = NULL;
	return code;
}

const char *zgl_keystore_time(
	int64_t time_s, bool day, char text[ZGL_KEYSTORE_TIME])
{
	time_t when = (time_t)time_s;
	struct tm tm;

	if (time_s == 0 || gmtime_r(&when, &tm) == NULL
		|| strftime(text, ZGL_KEYSTORE_TIME,
			   day ? "%Y-%m-%d" : "%Y-%m-%d %H:%M:%S UTC", &tm)
			== 0)
		snprintf(text, ZGL_KEYSTORE_TIME, "%s", "-");
	return text;
}

const char *zgl_keystore_alg(enum zgl_key_alg alg)
{
	return alg == ZGL_KEY_RSA ? "rsa" : "ed25519";
}
