/* SPDX-License-Identifier: ISC */
/*
 * bank_runner FOLDER: feeds the hostile bank in FOLDER (see make_bank.py)
 * through the library, each message at several splits, and speaks TAP.
 *
 * One verifier and one key cache serve all cases that need no option: what a
 * hostile message leaves behind would show in the next one.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/base/attr.h"
#include "zegel/dkim/dkimverify.h"
#include "zegel/dns/zone.h"
#include "zegel/mail/msgsplit.h"

#define ARENA_OCTETS ((size_t)32 * 1024 * 1024)
#define ZONE_SETS    8

struct octets {
	char *p;
	size_t n;
};

/* The zone of a set of files, loaded once. */
struct zone_set {
	const json_t *files;
	struct zgl_zone *zone;
};

struct bank {
	const char *folder;
	struct zgl_engine *engine;
	struct zgl_keycache *keys;
	struct zgl_limits limits;
	struct zgl_dkimverify *verify; /* for cases without options */
	struct zone_set zones[ZONE_SETS];
	size_t zone_count;
};

/* How one message is fed: chunks of 1 to `most` octets; when DNS answers. */
static const struct split {
	const char *name;
	size_t most;
	bool late;
} splits[] = {
	{ "whole", SIZE_MAX, false },
	{ "1 octet", 1, true },
	{ "1 to 3 octets", 3, false },
	{ "1 to 100 octets", 100, true },
	{ "1 to 5000 octets", 5000, false },
};

struct run {
	struct bank *bank;
	const struct split *split;
	struct zgl_dkimverify *verify;
	const struct zgl_zone *zone;
	struct zgl_arena arena;
	struct zgl_header header;
	int64_t now_s;
	uint64_t random;
	char why[400]; /* empty: all as expected */
};

static _Noreturn void die(const char *what, const char *about)
{
	printf("Bail out! %s: %s\n", what, about);
	exit(1);
}

static void must(enum zgl_err err, const char *about)
{
	if (err != ZGL_OK)
		die(zgl_err_sentence(err), about);
}

static struct octets slurp(const char *folder, const char *name)
{
	char path[4096];
	struct octets o = { NULL, 0 };

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL || fseek(file, 0, SEEK_END) != 0)
		die("cannot be read", path);
	long size = ftell(file);
	rewind(file);
	o.p = malloc(size > 0 ? (size_t)size : 1);
	if (size < 0 || o.p == NULL)
		die("cannot be read", path);
	o.n = fread(o.p, 1, (size_t)size, file);
	fclose(file);
	if (o.n != (size_t)size)
		die("cannot be read", path);
	return o;
}

/* xorshift64: the same splits each time. */
static size_t random_below(struct run *run, size_t n)
{
	run->random ^= run->random << 13;
	run->random ^= run->random >> 7;
	run->random ^= run->random << 17;
	return (size_t)(run->random % n);
}

static struct zgl_zone *load_zones(struct bank *bank, const json_t *files)
{
	struct zgl_zone *zone;
	struct zgl_diag diag;
	const json_t *file;
	size_t i;

	must(zgl_zone_new(&zone), "zone");
	json_array_foreach(files, i, file)
	{
		const char *name = json_string_value(file);
		struct octets o = slurp(bank->folder, name);
		must(zgl_zone_load(zone, (zgl_sv){ o.p, o.n }, &diag), name);
		free(o.p);
	}
	return zone;
}

static const struct zgl_zone *zone_of(struct bank *bank, const json_t *files)
{
	for (size_t i = 0; i < bank->zone_count; i++) {
		if (json_equal(bank->zones[i].files, files))
			return bank->zones[i].zone;
	}
	if (bank->zone_count == ZONE_SETS)
		die("too many sets of zones", bank->folder);
	struct zone_set *set = &bank->zones[bank->zone_count++];
	*set = (struct zone_set){ files, load_zones(bank, files) };
	return set->zone;
}

static struct zgl_dkimverify *new_verify(
	const struct bank *bank, const json_t *options)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;

	config.engine = bank->engine;
	config.keys = bank->keys;
	config.limits = &bank->limits;
	for (size_t i = 0; i < json_array_size(options); i++) {
		const char *name =
			json_string_value(json_array_get(options, i));
		if (strcmp(name, "--allow-sha1") == 0)
			config.allow_sha1 = true;
		else if (strcmp(name, "--allow-unsigned-body") == 0)
			config.allow_unsigned_body = true;
		else if (strcmp(name, "--min-rsa-bits") == 0)
			config.min_rsa_bits = (unsigned)strtoul(
				json_string_value(json_array_get(options, ++i)),
				NULL, 10);
		else
			die("unknown option", name);
	}
	must(zgl_dkimverify_new(&config, &verify), "verifier");
	return verify;
}

static enum zgl_err answer_all(struct run *run)
{
	struct zgl_question question;
	struct zgl_answer answer;
	size_t number;

	while (zgl_dkimverify_next_question(run->verify, &question, &number)) {
		ZGL_TRY(zgl_zone_answer(run->zone, &question,
			&run->bank->limits, &run->arena, &answer));
		ZGL_TRY(zgl_dkimverify_answer(run->verify, number, &answer));
	}
	return ZGL_OK;
}

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	struct run *run = to;

	return zgl_header_add(&run->header, raw);
}

static enum zgl_err take_end_header(void *to)
{
	struct run *run = to;

	ZGL_TRY(zgl_dkimverify_begin(
		run->verify, &run->header, &run->arena, run->now_s));
	return run->split->late ? ZGL_OK : answer_all(run);
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	struct run *run = to;

	return zgl_dkimverify_body(run->verify, octets);
}

static enum zgl_err feed(struct run *run, struct octets message)
{
	static const struct zgl_msgsplit_face face = { take_field,
		take_end_header, take_body };
	struct zgl_msgsplit split;
	enum zgl_err err = ZGL_OK;

	zgl_msgsplit_begin(&split, &face, run, &run->bank->limits);
	for (size_t at = 0, n; at < message.n && err == ZGL_OK; at += n) {
		n = run->split->most == SIZE_MAX
			? message.n
			: 1 + random_below(run, run->split->most);
		if (n > message.n - at)
			n = message.n - at;
		/* A copy of its own: the sanitizer sees a read past it. */
		char *chunk = malloc(n);
		if (chunk == NULL)
			die("out of memory", "chunk");
		memcpy(chunk, message.p + at, n);
		err = zgl_msgsplit_feed(&split, (zgl_sv){ chunk, n });
		free(chunk);
	}
	if (err == ZGL_OK)
		err = zgl_msgsplit_end(&split);
	zgl_msgsplit_free(&split);
	return err;
}

static bool has(const json_t *list, const char *word)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(list, i, entry)
	{
		if (strcmp(json_string_value(entry), word) == 0)
			return true;
	}
	return false;
}

static void compare_verdict(struct run *run, size_t i, const json_t *want)
{
	const struct zgl_dkim_verdict *got =
		zgl_dkimverify_verdict(run->verify, i);
	const char *result = zgl_dkim_result_word(got->result);
	const char *reason = zgl_dkim_reason_word(got->reason);
	const char *first = json_string_value(json_object_get(want, "result"));
	const json_t *reasons = json_object_get(want, "reason");

	if (zgl_dkim_reason_result(got->reason) != got->result)
		snprintf(run->why, sizeof(run->why),
			"signature %zu: %s does not go with %s", i, reason,
			result);
	else if (strcmp(result, first) != 0
		&& !has(json_object_get(want, "also"), result))
		snprintf(run->why, sizeof(run->why),
			"signature %zu: got %s (%s), want %s", i, result,
			reason, first);
	else if (reasons != NULL && !has(reasons, reason))
		snprintf(run->why, sizeof(run->why),
			"signature %zu: %s, but for the reason %s", i, result,
			reason);
}

static void compare(struct run *run, enum zgl_err err, const json_t *want)
{
	size_t count = err == ZGL_OK ? zgl_dkimverify_count(run->verify) : 0;

	if (json_is_null(want)) {
		if (err != ZGL_ELIMIT && err != ZGL_ESYNTAX)
			snprintf(run->why, sizeof(run->why), "not refused: %s",
				zgl_err_sentence(err));
		return;
	}
	if (err != ZGL_OK || count != json_array_size(want)) {
		snprintf(run->why, sizeof(run->why),
			"%zu signatures, want %zu: %s", count,
			json_array_size(want), zgl_err_sentence(err));
		return;
	}
	for (size_t i = 0; i < count && run->why[0] == '\0'; i++)
		compare_verdict(run, i, json_array_get(want, i));
}

static void run_split(
	struct run *run, struct octets message, const json_t *want)
{
	zgl_arena_begin(&run->arena, ARENA_OCTETS);
	zgl_header_begin(&run->header, &run->arena, &run->bank->limits);
	enum zgl_err err = feed(run, message);
	if (err == ZGL_OK && run->split->late)
		err = answer_all(run);
	if (err == ZGL_OK)
		err = zgl_dkimverify_end(run->verify);
	compare(run, err, want);
	zgl_arena_free(&run->arena);
}

static bool run_case(struct bank *bank, size_t number, const json_t *c)
{
	const char *name = json_string_value(json_object_get(c, "name"));
	const json_t *options = json_object_get(c, "options");
	const json_t *want = json_object_get(c, "library");
	bool own = json_array_size(options) > 0;
	struct run run = { .bank = bank,
		.random = 0x9e3779b97f4a7c15 + number };

	struct octets message = slurp(
		bank->folder, json_string_value(json_object_get(c, "eml")));
	run.now_s = json_integer_value(json_object_get(c, "now"));
	run.zone = zone_of(bank, json_object_get(c, "zone"));
	run.verify = own ? new_verify(bank, options) : bank->verify;
	if (want == NULL)
		want = json_object_get(c, "expect");
	for (size_t i = 0; i < ZGL_COUNT(splits) && run.why[0] == '\0'; i++) {
		run.split = &splits[i];
		run_split(&run, message, want);
	}
	bool ok = run.why[0] == '\0';
	printf("%sok %zu - %s: %s\n", ok ? "" : "not ", number, name,
		json_string_value(json_object_get(c, "sentence")));
	if (!ok)
		printf("# fed as %s: %s\n", run.split->name, run.why);
	if (own)
		zgl_dkimverify_free(run.verify);
	free(message.p);
	return ok;
}

static void open_bank(struct bank *bank, const char *folder)
{
	*bank = (struct bank){ .folder = folder, .limits = ZGL_LIMITS_DEFAULT };
	must(zgl_engine_new(&bank->engine), "engine");
	must(zgl_keycache_new(bank->engine, 64, &bank->limits, &bank->keys),
		"key cache");
	bank->verify = new_verify(bank, NULL);
}

static void close_bank(struct bank *bank)
{
	for (size_t i = 0; i < bank->zone_count; i++)
		zgl_zone_free(bank->zones[i].zone);
	zgl_dkimverify_free(bank->verify);
	zgl_keycache_free(bank->keys);
	zgl_engine_free(bank->engine);
}

int main(int argc, char **argv)
{
	char path[4096];
	json_error_t error;
	struct bank bank;
	size_t i, failed = 0;
	json_t *c;

	if (argc != 2)
		die("use", "bank_runner FOLDER");
	snprintf(path, sizeof(path), "%s/bank.json", argv[1]);
	json_t *cases = json_load_file(path, 0, &error);
	if (cases == NULL)
		die(error.text, path);
	open_bank(&bank, argv[1]);
	printf("1..%zu\n", json_array_size(cases));
	json_array_foreach(cases, i, c) failed += !run_case(&bank, i + 1, c);
	close_bank(&bank);
	json_decref(cases);
	return failed == 0 ? 0 : 1;
}
