/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cmd/cmds.h"
#include "cmd/keyio.h"
#include "cmd/keystore.h"
#include "cmd/say.h"

#define SHOW   "key show [--store FILE] -d DOMAIN -s SELECTOR"
#define EXPORT "key export [--store FILE] -d DOMAIN -s SELECTOR [--out FILE]"

/* A key, taken out of the store. */
struct found {
	struct zgl_keyrecords record;
	struct zgl_storekey about;
	struct zgl_privkey *key;
};

static int find(
	const struct zgl_call *call, const char *path, struct found *found)
{
	struct zgl_store *store = NULL;
	struct zgl_world world;

	int code = zgl_world_open(&world, &call->common);
	if (code == ZGL_EXIT_OK)
		code = zgl_keystore_open(path, ZGL_STORE_READ, &store);
	if (code == ZGL_EXIT_OK)
		code = zgl_keystore_get(store, &found->record, world.engine,
			&found->about, &found->key);
	zgl_store_close(store);
	zgl_world_close(&world);
	return code;
}

/* As comments of a zone, so that all of it can be pasted into one. */
static void put_dates(struct zgl_call *call, const struct zgl_storekey *about)
{
	char when[ZGL_KEYSTORE_TIME];

	zgl_say_line(call->out, "; key %s of %s%s: %s, %u bits, %s",
		about->selector.text, about->domain.text,
		about->subdomains ? " and the domains below it" : "",
		zgl_keystore_alg(about->alg), about->bits,
		zgl_keystate_word(about->state));
	zgl_say_line(call->out, "; made    %s",
		zgl_keystore_time(about->created_s, false, when));
	if (about->active_s != 0)
		zgl_say_line(call->out, "; active  %s",
			zgl_keystore_time(about->active_s, false, when));
	if (about->retired_s != 0)
		zgl_say_line(call->out, "; retired %s",
			zgl_keystore_time(about->retired_s, false, when));
}

// clang-format off
int zgl_cmdkey_show(struct zgl_call *call)
{
	struct zgl_keystore_words words = { 0 };
	struct found found = { .key = NULL };
	const struct zgl_option options[] = { ZGL_KEYSTORE_ROWS(words) };
	const struct zgl_usage usage = { SHOW,
		"Shows a key of the store: its state, its dates, and the DNS"
		" record to publish.\n",
		options, ZGL_COUNT(options), 0, NULL };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	code = zgl_keystore_read_words(&words, SHOW, &found.record);
	if (code == ZGL_EXIT_OK)
		code = find(call, words.store, &found);
	if (code == ZGL_EXIT_OK && !call->common.json)
		put_dates(call, &found.about);
	if (code == ZGL_EXIT_OK)
		code = zgl_keystore_put_record(call, words.store, &found.record,
			&found.about, found.key);
	zgl_privkey_free(found.key);
	return code;
}

static int write_key(
	struct zgl_call *call, const char *out, const struct found *found)
{
	char standard[2 * ZGL_DNAME_MAX];

	snprintf(standard, sizeof(standard), "%s.pem", found->record.name.text);
	const char *path = out != NULL ? out : standard;
	int code = zgl_keyio_write(path, found->key);
	if (code == ZGL_EXIT_OK && call->notes != NULL && !call->common.json)
		zgl_say_line(call->notes,
			"The private key is in %s (mode 0600), and still in"
			" the store.",
			path);
	return code;
}

// clang-format off
int zgl_cmdkey_export(struct zgl_call *call)
{
	struct zgl_keystore_words words = { 0 };
	struct found found = { .key = NULL };
	const char *out = NULL;
	const struct zgl_option options[] = { ZGL_KEYSTORE_ROWS(words),
		{ "out", 0, ZGL_OPTION_TEXT, &out, "FILE",
			"the file for the private key"
			" (SELECTOR._domainkey.DOMAIN.pem here)", 0, 0 },
	};
	const struct zgl_usage usage = { EXPORT,
		"Writes a private key of the store into a new file that only"
		" you can read,\nPKCS#8 in PEM.\n",
		options, ZGL_COUNT(options), 0, NULL };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	if (out != NULL && strcmp(out, "-") == 0) {
		zgl_say_error("--out -: a private key goes into a file only");
		return ZGL_EXIT_USAGE;
	}
	code = zgl_keystore_read_words(&words, EXPORT, &found.record);
	if (code == ZGL_EXIT_OK)
		code = find(call, words.store, &found);
	if (code == ZGL_EXIT_OK)
		code = write_key(call, out, &found);
	if (code == ZGL_EXIT_OK && call->common.json)
		code = zgl_keystore_put_json(call, words.store, &found.about);
	zgl_privkey_free(found.key);
	return code;
}
