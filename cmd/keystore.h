/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * keystore -- the store (srv/store), as the subcommands of `zegel key` have it.
 *
 * Errors   said on standard error; the exit code is returned.
 */

#include "cmd/keyrecords.h"
#include "cmd/options.h"
#include "cmd/world.h"
#include "srv/store/store.h"

/** Where the store is when --store does not say. */
#define ZGL_KEYSTORE_PATH "/var/lib/zegel/zegel.db"

/** The words that say which key. */
struct zgl_keystore_words {
	const char *store, *domain, *selector;
};

/** Their options: three rows of a table. */
#define ZGL_KEYSTORE_ROWS(words)                                               \
	{ "store", 0, ZGL_OPTION_TEXT, &(words).store, "FILE",                 \
		"the key store (" ZGL_KEYSTORE_PATH ")", 0, 0 },               \
		{ "domain", 'd', ZGL_OPTION_TEXT, &(words).domain, "DOMAIN",   \
			"the signing domain", 0, 0 },                          \
	{                                                                      \
		"selector", 's', ZGL_OPTION_TEXT, &(words).selector,           \
			"SELECTOR", "the key's name in the domain", 0, 0       \
	}

/** Reads the words; both names must be given. Fills in the path. */
int zgl_keystore_read_words(struct zgl_keystore_words *words,
	const char *synopsis, struct zgl_keyrecords *record);

/** Opens; the caller closes, also after an error. */
int zgl_keystore_open(
	const char *path, enum zgl_store_open how, struct zgl_store **store_r);

/** Says what went wrong; the exit code. */
int zgl_keystore_fail(const struct zgl_store *store, enum zgl_err err);

/** What the store has of one key, and the key itself unless key_r is NULL. */
int zgl_keystore_get(struct zgl_store *store,
	const struct zgl_keyrecords *record, struct zgl_engine *engine,
	struct zgl_storekey *about_r, struct zgl_privkey **key_r);

/** How a new key goes into a store. */
struct zgl_keystore_way {
	const char *store; /* it is made when it is not there */
	bool pending, subdomains;
	int64_t now_s;
};

/** Adds a key that was made or read, and writes its record. */
int zgl_keystore_take_in(struct zgl_call *call,
	const struct zgl_keystore_way *way, struct zgl_keyrecords *record,
	struct zgl_privkey *key);

/** Whether any key of the domain is active. */
int zgl_keystore_signs(
	struct zgl_store *store, const struct zgl_dname *domain, bool *signs_r);

/** What JSON says of a key beside its record. */
json_t *zgl_keystore_json(const char *path, const struct zgl_storekey *about);

/** Writes the object of a key without its record. */
int zgl_keystore_put_json(struct zgl_call *call, const char *path,
	const struct zgl_storekey *about);

/** Writes the record of a key, for a zone or as JSON. */
int zgl_keystore_put_record(struct zgl_call *call, const char *path,
	struct zgl_keyrecords *record, const struct zgl_storekey *about,
	struct zgl_privkey *key);

#define ZGL_KEYSTORE_TIME 32

/** A time in words, a date when `day` only; "-" for 0. */
const char *zgl_keystore_time(
	int64_t time_s, bool day, char text[ZGL_KEYSTORE_TIME]);

/** "rsa", "ed25519". */
const char *zgl_keystore_alg(enum zgl_key_alg alg);
