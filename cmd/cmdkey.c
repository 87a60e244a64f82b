/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cmd/cmds.h"
#include "cmd/keyio.h"
#include "cmd/keystore.h"
#include "cmd/say.h"

#define SYNOPSIS "key new -d DOMAIN -s SELECTOR [OPTION ...]"

struct job {
	const char *domain, *selector, *algorithm, *out;
	int64_t bits; /* 0: not given */
	struct zgl_keystore_way way;
};

static int read_algorithm(const struct job *job, enum zgl_key_alg *alg_r)
{
	zgl_sv word = zgl_sv_of(job->algorithm);
	bool rsa = job->algorithm == NULL || zgl_sv_eq(word, ZGL_SV("rsa"));

	*alg_r = rsa ? ZGL_KEY_RSA : ZGL_KEY_ED25519;
	if (!rsa && !zgl_sv_eq(word, ZGL_SV("ed25519"))) {
		zgl_say_error("--algorithm %s: expected rsa or ed25519",
			job->algorithm);
		return ZGL_EXIT_USAGE;
	}
	if (!rsa && job->bits != 0) {
		zgl_say_error("--bits: an Ed25519 key has 256 bits, always");
		return ZGL_EXIT_USAGE;
	}
	return ZGL_EXIT_OK;
}

static void say_what_next(const struct zgl_call *call, const char *path,
	const struct zgl_keyrecords *record)
{
	if (call->common.json || call->notes == NULL)
		return;
	zgl_say_line(call->notes,
		"The private key is in %s (mode 0600): keep it there, never"
		" mail it.",
		path);
	zgl_say_line(call->notes,
		"Put the record into the zone of %s, wait until it is seen"
		" everywhere, then sign",
		record->domain.text);
	zgl_say_line(call->notes, "with: zegel sign -d %s -k %s:%s",
		record->domain.text, record->selector.text, path);
}

/* The file first: a record whose key is lost would only do harm. */
static int put_into_file(struct zgl_call *call, const struct job *job,
	struct zgl_keyrecords *record, struct zgl_privkey *key)
{
	char standard[2 * ZGL_DNAME_MAX];

	snprintf(standard, sizeof(standard), "%s.pem", record->name.text);
	const char *path = job->out != NULL ? job->out : standard;
	int code = zgl_keyio_write(path, key);
	if (code == ZGL_EXIT_OK)
		code = zgl_keyrecords_put(record, key,
			call->common.json ? ZGL_KEYRECORDS_JSON
					  : ZGL_KEYRECORDS_ZONE,
			path, call->out);
	if (code == ZGL_EXIT_OK)
		say_what_next(call, path, record);
	return code;
}

static void say_stored(const struct zgl_call *call,
	const struct zgl_keystore_way *way, const struct zgl_keyrecords *record)
{
	if (call->common.json || call->notes == NULL)
		return;
	if (!way->pending) {
		zgl_say_line(call->notes,
			"The private key is in %s, active: messages are signed"
			" with it from now on.",
			way->store);
		zgl_say_line(call->notes,
			"Put the record into the zone of %s at once: without it"
			" no signature is valid.",
			record->domain.text);
		return;
	}
	zgl_say_line(call->notes,
		"The private key is in %s, pending. Put the record into the"
		" zone of",
		way->store);
	zgl_say_line(call->notes, "%s, wait until it is seen everywhere, then:",
		record->domain.text);
	zgl_say_line(call->notes, "zegel key activate --store %s -d %s -s %s",
		way->store, record->domain.text, record->selector.text);
}

static int put_into_store(struct zgl_call *call, const struct job *job,
	struct zgl_keyrecords *record, struct zgl_privkey *key)
{
	int code = zgl_keystore_take_in(call, &job->way, record, key);

	if (code == ZGL_EXIT_OK)
		say_stored(call, &job->way, record);
	return code;
}

static int make_key(struct zgl_call *call, const struct job *job,
	struct zgl_world *world, struct zgl_keyrecords *record)
{
	struct zgl_privkey *key = NULL;
	enum zgl_key_alg alg;

	int code = read_algorithm(job, &alg);
	if (code != ZGL_EXIT_OK)
		return code;
	enum zgl_err err = zgl_privkey_generate(world->engine, alg,
		job->bits == 0 ? 2048 : (unsigned)job->bits, &key);
	if (err != ZGL_OK) {
		zgl_say_error("making a key: %s", zgl_err_sentence(err));
		return zgl_exits_of_err(err);
	}
	code = job->way.store != NULL ? put_into_store(call, job, record, key)
				      : put_into_file(call, job, record, key);
	zgl_privkey_free(key);
	return code;
}

static int check_words(const struct job *job)
{
	if (job->domain == NULL || job->selector == NULL)
		return zgl_options_missing(SYNOPSIS,
			job->domain == NULL ? "-d DOMAIN" : "-s SELECTOR");
	if (job->out != NULL && strcmp(job->out, "-") == 0) {
		zgl_say_error("--out -: a private key goes into a file only");
		return ZGL_EXIT_USAGE;
	}
	if (job->out != NULL && job->way.store != NULL) {
		zgl_say_error("--out: the key goes into the store (--store),"
			      " expected one of the two");
		return ZGL_EXIT_USAGE;
	}
	if (job->way.store == NULL
		&& (job->way.pending || job->way.subdomains)) {
		zgl_say_error("%s: is for a key of a store, expected --store"
			      " FILE with it",
			job->way.pending ? "--pending" : "--subdomains");
		return ZGL_EXIT_USAGE;
	}
	return ZGL_EXIT_OK;
}

// clang-format off
int zgl_cmdkey_new(struct zgl_call *call)
{
	struct job job = { 0 };
	struct zgl_keyrecords record;
	struct zgl_world world;
	const struct zgl_option options[] = {
		{ "domain", 'd', ZGL_OPTION_TEXT, &job.domain, "DOMAIN",
			"the signing domain", 0, 0 },
		{ "selector", 's', ZGL_OPTION_TEXT, &job.selector, "SELECTOR",
			"the key's name in the domain", 0, 0 },
		{ "algorithm", 0, ZGL_OPTION_TEXT, &job.algorithm, "NAME",
			"rsa or ed25519 (rsa)", 0, 0 },
		{ "bits", 0, ZGL_OPTION_NUMBER, &job.bits, "N",
			"bits of an RSA key (2048)", 2048, 4096 },
		{ "out", 0, ZGL_OPTION_TEXT, &job.out, "FILE",
			"the file for the private key"
			" (SELECTOR._domainkey.DOMAIN.pem here)", 0, 0 },
		{ "store", 0, ZGL_OPTION_TEXT, &job.way.store, "FILE",
			"put it into this key store instead, which is made when"
			" it is not there", 0, 0 },
		{ "pending", 0, ZGL_OPTION_FLAG, &job.way.pending, NULL,
			"it does not sign before zegel key activate", 0, 0 },
		{ "subdomains", 0, ZGL_OPTION_FLAG, &job.way.subdomains, NULL,
			"the domain's keys sign for the domains below it, too",
			0, 0 },
	};
	const struct zgl_usage usage = { SYNOPSIS,
		"Makes a private key, writes it into a new file that only you"
		" can read, or into\na key store, and prints the DNS record to"
		" publish.\n",
		options, ZGL_COUNT(options), 0, NULL };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	code = check_words(&job);
	if (code != ZGL_EXIT_OK)
		return code;
	code = zgl_keyrecords_name(&record, job.selector, job.domain, true);
	if (code != ZGL_EXIT_OK)
		return code;
	code = zgl_world_open(&world, &call->common);
	job.way.now_s = zgl_world_now(&world);
	if (code == ZGL_EXIT_OK)
		code = make_key(call, &job, &world, &record);
	zgl_world_close(&world);
	return code;
}
