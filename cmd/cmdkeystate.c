/* SPDX-License-Identifier: ISC */
/* What changes a key of the store: activate, retire, remove, subdomains. */
#include <string.h>

#include "cmd/cmds.h"
#include "cmd/keystore.h"
#include "cmd/named.h"
#include "cmd/say.h"

#define ACTIVATE   "key activate [--store FILE] -d DOMAIN -s SELECTOR"
#define RETIRE     "key retire [--store FILE] -d DOMAIN -s SELECTOR"
#define REMOVE     "key remove [--store FILE] -d DOMAIN -s SELECTOR [--yes]"
#define SUBDOMAINS "key subdomains [--store FILE] -d DOMAIN yes|no"

/* The store, open, and the key that is to change. */
struct job {
	struct zgl_call *call;
	struct zgl_keystore_words words;
	struct zgl_keyrecords record;
	struct zgl_store *store;
	struct zgl_storekey about;
	int64_t now_s;
	bool yes;
};

static void note(const struct job *job, const char *what)
{
	if (!job->call->common.json && job->call->notes != NULL)
		zgl_say_line(job->call->notes, "Key %s of %s %s.",
			job->about.selector.text, job->about.domain.text, what);
}

/* What a postmaster would not like to find out by his mail. */
static int warn_unsigned(const struct job *job)
{
	bool signs;
	int code = zgl_keystore_signs(job->store, &job->about.domain, &signs);

	if (code == ZGL_EXIT_OK && !signs && !job->call->common.json
		&& job->call->notes != NULL)
		zgl_say_line(job->call->notes,
			"No key of %s is active now: its mail leaves unsigned.",
			job->about.domain.text);
	return code;
}

static int put_key(const struct job *job)
{
	return job->call->common.json ? zgl_keystore_put_json(
		       job->call, job->words.store, &job->about)
				      : ZGL_EXIT_OK;
}

/* A key that is in this state already stays so, with its date. */
static int set_state(struct job *job, enum zgl_keystate state)
{
	if (job->about.state == state)
		return ZGL_EXIT_OK;
	enum zgl_err err = zgl_store_set_state(job->store, &job->record.domain,
		&job->record.selector, state, job->now_s);
	if (err != ZGL_OK)
		return zgl_keystore_fail(job->store, err);
	return zgl_keystore_get(
		job->store, &job->record, NULL, &job->about, NULL);
}

static int activate(struct job *job)
{
	int code = set_state(job, ZGL_KEYSTATE_ACTIVE);

	if (code != ZGL_EXIT_OK)
		return code;
	note(job, "signs from now on: its record must be in the zone");
	return put_key(job);
}

static int retire(struct job *job)
{
	int code = set_state(job, ZGL_KEYSTATE_RETIRED);

	if (code != ZGL_EXIT_OK)
		return code;
	note(job, "signs no more: leave its record in the zone for a week");
	code = put_key(job);
	return code == ZGL_EXIT_OK ? warn_unsigned(job) : code;
}

/* A removed key is gone for good; one that signs is not removed by mistake. */
static int remove_key(struct job *job)
{
	if (job->about.state == ZGL_KEYSTATE_ACTIVE && !job->yes) {
		zgl_say_error("%s: key %s of %s is active: it signs mail."
			      " Retire it first (zegel key retire), or say"
			      " --yes",
			job->words.store, job->about.selector.text,
			job->about.domain.text);
		return ZGL_EXIT_USAGE;
	}
	enum zgl_err err = zgl_store_remove(
		job->store, &job->record.domain, &job->record.selector);
	if (err != ZGL_OK)
		return zgl_keystore_fail(job->store, err);
	note(job, "is gone for good");
	int code = put_key(job);
	return code == ZGL_EXIT_OK && job->about.state == ZGL_KEYSTATE_ACTIVE
		? warn_unsigned(job)
		: code;
}

static int change(
	struct job *job, const char *synopsis, int (*how)(struct job *job))
{
	struct zgl_world world;

	int code = zgl_keystore_read_words(&job->words, synopsis, &job->record);
	if (code != ZGL_EXIT_OK)
		return code;
	code = zgl_world_open(&world, &job->call->common);
	if (code == ZGL_EXIT_OK)
		code = zgl_keystore_open(
			job->words.store, ZGL_STORE_WRITE, &job->store);
	job->now_s = zgl_world_now(&world);
	if (code == ZGL_EXIT_OK)
		code = zgl_keystore_get(
			job->store, &job->record, NULL, &job->about, NULL);
	if (code == ZGL_EXIT_OK)
		code = how(job);
	zgl_store_close(job->store);
	zgl_world_close(&world);
	return code;
}

// clang-format off
int zgl_cmdkey_activate(struct zgl_call *call)
{
	struct job job = { .call = call };
	const struct zgl_option options[] = { ZGL_KEYSTORE_ROWS(job.words) };
	const struct zgl_usage usage = { ACTIVATE,
		"Lets a key of the store sign, from the next message on.\n",
		options, ZGL_COUNT(options), 0, NULL };
	// clang-format on
	int code = zgl_options_read(call, &usage);

	return code == ZGL_GO_ON ? change(&job, ACTIVATE, activate) : code;
}

// clang-format off
int zgl_cmdkey_retire(struct zgl_call *call)
{
	struct job job = { .call = call };
	const struct zgl_option options[] = { ZGL_KEYSTORE_ROWS(job.words) };
	const struct zgl_usage usage = { RETIRE,
		"Lets a key of the store sign no more, from the next message"
		" on. It stays in the\nstore, and its record should stay in"
		" the zone for a while.\n",
		options, ZGL_COUNT(options), 0, NULL };
	// clang-format on
	int code = zgl_options_read(call, &usage);

	return code == ZGL_GO_ON ? change(&job, RETIRE, retire) : code;
}

// clang-format off
int zgl_cmdkey_remove(struct zgl_call *call)
{
	struct job job = { .call = call };
	const struct zgl_option options[] = { ZGL_KEYSTORE_ROWS(job.words),
		{ "yes", 0, ZGL_OPTION_FLAG, &job.yes, NULL,
			"also when it is active", 0, 0 },
	};
	const struct zgl_usage usage = { REMOVE,
		"Removes a key from the store for good.\n",
		options, ZGL_COUNT(options), 0, NULL };
	// clang-format on
	int code = zgl_options_read(call, &usage);

	return code == ZGL_GO_ON ? change(&job, REMOVE, remove_key) : code;
}

static void note_subdomains(
	const struct zgl_call *call, const char *domain, bool subdomains)
{
	if (!call->common.json && call->notes != NULL)
		zgl_say_line(call->notes,
			"The keys of %s sign for %s from now on.", domain,
			subdomains ? "the domains below it, too," : "it alone");
}

static int set_subdomains(
	const char *path, const struct zgl_dname *domain, bool subdomains)
{
	struct zgl_store *store;
	int code = zgl_keystore_open(path, ZGL_STORE_WRITE, &store);

	if (code == ZGL_EXIT_OK) {
		enum zgl_err err =
			zgl_store_set_subdomains(store, domain, subdomains);
		code = err == ZGL_OK ? code : zgl_keystore_fail(store, err);
	}
	zgl_store_close(store);
	return code;
}

// clang-format off
int zgl_cmdkey_subdomains(struct zgl_call *call)
{
	struct zgl_keystore_words words = { ZGL_KEYSTORE_PATH, NULL, NULL };
	const char *store = NULL;
	struct zgl_dname domain;
	const struct zgl_option options[] = {
		{ "store", 0, ZGL_OPTION_TEXT, &store, "FILE",
			"the key store (" ZGL_KEYSTORE_PATH ")", 0, 0 },
		{ "domain", 'd', ZGL_OPTION_TEXT, &words.domain, "DOMAIN",
			"the signing domain", 0, 0 },
	};
	const struct zgl_usage usage = { SUBDOMAINS,
		"Says whether the keys of a domain sign for the domains below"
		" it, too.\n",
		options, ZGL_COUNT(options), 1, "word" };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	if (words.domain == NULL || call->operand_count == 0)
		return zgl_options_missing(SUBDOMAINS,
			words.domain == NULL ? "-d DOMAIN" : "yes or no");
	bool yes = strcmp(call->operands[0], "yes") == 0;
	if (!yes && strcmp(call->operands[0], "no") != 0) {
		zgl_say_error("%s: expected yes or no", call->operands[0]);
		return ZGL_EXIT_USAGE;
	}
	code = zgl_named_domain(words.domain, &domain);
	if (code == ZGL_EXIT_OK)
		code = set_subdomains(
			store != NULL ? store : words.store, &domain, yes);
	if (code == ZGL_EXIT_OK)
		note_subdomains(call, domain.text, yes);
	return code;
}
