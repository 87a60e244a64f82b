/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cmd/cmds.h"
#include "cmd/keystore.h"
#include "cmd/named.h"
#include "cmd/say.h"

#define SYNOPSIS "key list [--store FILE] [DOMAIN]"

/* A list on its way: how wide its columns are, and how many rows it has. */
struct listing {
	struct zgl_call *call;
	const char *path;
	int domain, selector; /* columns */
	size_t rows;
	int code;
};

static enum zgl_err measure(void *to, const struct zgl_storekey *key)
{
	struct listing *l = to;

	l->domain = key->domain.n > l->domain ? key->domain.n : l->domain;
	l->selector =
		key->selector.n > l->selector ? key->selector.n : l->selector;
	l->rows++;
	return ZGL_OK;
}

static int64_t since(const struct zgl_storekey *key)
{
	switch (key->state) {
	case ZGL_KEYSTATE_ACTIVE: return key->active_s;
	case ZGL_KEYSTATE_RETIRED: return key->retired_s;
	default: return key->created_s;
	}
}

static enum zgl_err put_row(void *to, const struct zgl_storekey *key)
{
	struct listing *l = to;
	char date[ZGL_KEYSTORE_TIME];

	fprintf(l->call->out, "%-*s  %-*s  %-7s %4u  %-7s  %-10s  %s\n",
		l->domain, key->domain.text, l->selector, key->selector.text,
		zgl_keystore_alg(key->alg), key->bits,
		zgl_keystate_word(key->state),
		zgl_keystore_time(since(key), true, date),
		key->subdomains ? "yes" : "no");
	return ZGL_OK;
}

static enum zgl_err put_object(void *to, const struct zgl_storekey *key)
{
	struct listing *l = to;

	l->rows++;
	l->code = zgl_keystore_put_json(l->call, l->path, key);
	return l->code == ZGL_EXIT_OK ? ZGL_OK : ZGL_ENOMEM;
}

static enum zgl_err put_table(struct listing *l, struct zgl_store *store,
	const struct zgl_dname *domain)
{
	l->domain = (int)strlen("DOMAIN");
	l->selector = (int)strlen("SELECTOR");
	ZGL_TRY(zgl_store_list(store, domain, measure, l));
	if (l->rows == 0)
		return ZGL_OK;
	fprintf(l->call->out, "%-*s  %-*s  %-7s %4s  %-7s  %-10s  %s\n",
		l->domain, "DOMAIN", l->selector, "SELECTOR", "KEY", "BITS",
		"STATE", "SINCE", "SUBDOMAINS");
	return zgl_store_list(store, domain, put_row, l);
}

static int put_list(struct zgl_call *call, const char *path,
	struct zgl_store *store, const struct zgl_dname *domain)
{
	struct listing l = { .call = call, .path = path, .code = ZGL_EXIT_OK };
	enum zgl_err err = call->common.json
		? zgl_store_list(store, domain, put_object, &l)
		: put_table(&l, store, domain);

	if (l.code != ZGL_EXIT_OK)
		return l.code; /* was said */
	if (err != ZGL_OK)
		return zgl_keystore_fail(store, err);
	if (l.rows == 0 && domain != NULL) {
		zgl_say_error("%s: has no key of %s", path, domain->text);
		return ZGL_EXIT_NOINPUT;
	}
	if (l.rows == 0 && !call->common.json && call->notes != NULL)
		zgl_say_line(call->notes, "%s: has no keys yet", path);
	return ZGL_EXIT_OK;
}

// clang-format off
int zgl_cmdkey_list(struct zgl_call *call)
{
	const char *path = ZGL_KEYSTORE_PATH, *given = NULL;
	struct zgl_dname domain;
	struct zgl_store *store;
	const struct zgl_option options[] = {
		{ "store", 0, ZGL_OPTION_TEXT, &given, "FILE",
			"the key store (" ZGL_KEYSTORE_PATH ")", 0, 0 },
	};
	const struct zgl_usage usage = { SYNOPSIS,
		"Lists the keys of a store, or of one domain in it: a table,"
		" or with --json\nan object for each.\n",
		options, ZGL_COUNT(options), 1, "domain" };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	bool one = call->operand_count > 0;
	code = one ? zgl_named_domain(call->operands[0], &domain) : ZGL_EXIT_OK;
	if (code != ZGL_EXIT_OK)
		return code;
	path = given != NULL ? given : path;
	code = zgl_keystore_open(path, ZGL_STORE_READ, &store);
	if (code == ZGL_EXIT_OK)
		code = put_list(call, path, store, one ? &domain : NULL);
	zgl_store_close(store);
	return code;
}
