/* SPDX-License-Identifier: ISC */
#include "cmd/cmds.h"
#include "cmd/keyio.h"
#include "cmd/keystore.h"
#include "cmd/say.h"

#define SYNOPSIS                                                               \
	"key import [--store FILE] -d DOMAIN -s SELECTOR [OPTION ...] KEYFILE"

struct job {
	struct zgl_keystore_words words;
	struct zgl_keystore_way way;
	const char *file;
};

static void say_what_next(const struct zgl_call *call, const struct job *job,
	const struct zgl_keyrecords *record)
{
	if (call->common.json || call->notes == NULL)
		return;
	zgl_say_line(call->notes,
		"The key is in %s, %s. This record must be in the zone of %s.",
		job->words.store, job->way.pending ? "pending" : "active",
		record->domain.text);
	zgl_say_line(call->notes,
		"%s is no longer needed: keep it in a safe place, or remove"
		" it.",
		job->file);
}

static int import_key(
	struct zgl_call *call, struct job *job, struct zgl_keyrecords *record)
{
	struct zgl_privkey *key = NULL;
	struct zgl_world world;

	int code = zgl_world_open(&world, &call->common);
	job->way.store = job->words.store;
	job->way.now_s = zgl_world_now(&world);
	if (code == ZGL_EXIT_OK)
		code = zgl_keyio_read(job->file, world.engine, &key);
	if (code == ZGL_EXIT_OK)
		code = zgl_keystore_take_in(call, &job->way, record, key);
	if (code == ZGL_EXIT_OK) {
		struct zgl_signkey view = zgl_privkey_signkey(key);
		zgl_keyio_advise(job->file, &view);
		say_what_next(call, job, record);
	}
	zgl_privkey_free(key);
	zgl_world_close(&world);
	return code;
}

// clang-format off
int zgl_cmdkey_import(struct zgl_call *call)
{
	struct job job = { .file = NULL };
	struct zgl_keyrecords record;
	const struct zgl_option options[] = { ZGL_KEYSTORE_ROWS(job.words),
		{ "pending", 0, ZGL_OPTION_FLAG, &job.way.pending, NULL,
			"it does not sign before zegel key activate", 0, 0 },
		{ "subdomains", 0, ZGL_OPTION_FLAG, &job.way.subdomains, NULL,
			"the domain's keys sign for the domains below it, too",
			0, 0 },
	};
	const struct zgl_usage usage = { SYNOPSIS,
		"Takes a private key from a file into the store, which is made"
		" when it is not\nthere, and prints the DNS record that"
		" belongs to it.\n",
		options, ZGL_COUNT(options), 1, "key file" };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	code = zgl_keystore_read_words(&job.words, SYNOPSIS, &record);
	if (code != ZGL_EXIT_OK)
		return code;
	if (call->operand_count == 0)
		return zgl_options_missing(SYNOPSIS, "KEYFILE");
	job.file = call->operands[0];
	return import_key(call, &job, &record);
}
