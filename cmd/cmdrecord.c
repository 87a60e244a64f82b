/* SPDX-License-Identifier: ISC */
#include "cmd/cmds.h"
#include "cmd/keyio.h"
#include "cmd/keyrecords.h"
#include "cmd/say.h"
#include "cmd/world.h"

#define SYNOPSIS "record dkim -d DOMAIN -s SELECTOR --key FILE [OPTION ...]"

struct job {
	const char *domain, *selector, *key, *format;
};

static int read_format(const struct zgl_call *call, const char *word,
	enum zgl_keyrecords_form *form_r)
{
	static const char *const words[] = {
		[ZGL_KEYRECORDS_ZONE] = "zone",
		[ZGL_KEYRECORDS_VALUE] = "value",
		[ZGL_KEYRECORDS_JSON] = "json",
	};

	*form_r = call->common.json ? ZGL_KEYRECORDS_JSON : ZGL_KEYRECORDS_ZONE;
	if (word == NULL)
		return ZGL_EXIT_OK;
	for (unsigned i = 0; i < ZGL_COUNT(words); i++) {
		if (zgl_sv_eq(zgl_sv_of(words[i]), zgl_sv_of(word))) {
			*form_r = (enum zgl_keyrecords_form)i;
			return ZGL_EXIT_OK;
		}
	}
	zgl_say_error("--format %s: expected zone, value or json", word);
	return ZGL_EXIT_USAGE;
}

static int put_record(struct zgl_call *call, const struct job *job,
	enum zgl_keyrecords_form form)
{
	struct zgl_keyrecords record;
	struct zgl_world world;
	struct zgl_privkey *key = NULL;

	int code =
		zgl_keyrecords_name(&record, job->selector, job->domain, false);
	if (code != ZGL_EXIT_OK)
		return code;
	code = zgl_world_open(&world, &call->common);
	if (code == ZGL_EXIT_OK)
		code = zgl_keyio_read(job->key, world.engine, &key);
	if (code == ZGL_EXIT_OK)
		code = zgl_keyrecords_put(
			&record, key, form, job->key, call->out);
	zgl_privkey_free(key);
	zgl_world_close(&world);
	return code;
}

// clang-format off
int zgl_cmdrecord_dkim(struct zgl_call *call)
{
	struct job job = { 0 };
	enum zgl_keyrecords_form form;
	const struct zgl_option options[] = {
		{ "domain", 'd', ZGL_OPTION_TEXT, &job.domain, "DOMAIN",
			"the signing domain", 0, 0 },
		{ "selector", 's', ZGL_OPTION_TEXT, &job.selector, "SELECTOR",
			"the key's name in the domain", 0, 0 },
		{ "key", 0, ZGL_OPTION_TEXT, &job.key, "FILE",
			"the private key", 0, 0 },
		{ "format", 0, ZGL_OPTION_TEXT, &job.format, "FORM",
			"zone: a line for a zone file; value: the bare record"
			" for a web form; json (zone)", 0, 0 },
	};
	const struct zgl_usage usage = { SYNOPSIS,
		"Prints the DNS record that belongs to a private key.\n",
		options, ZGL_COUNT(options), 0, NULL };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	if (job.domain == NULL || job.selector == NULL)
		return zgl_options_missing(SYNOPSIS,
			job.domain == NULL ? "-d DOMAIN" : "-s SELECTOR");
	if (job.key == NULL)
		return zgl_options_missing(SYNOPSIS, "--key FILE");
	code = read_format(call, job.format, &form);
	return code == ZGL_EXIT_OK ? put_record(call, &job, form) : code;
}
