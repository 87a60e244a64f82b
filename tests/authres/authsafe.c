/* SPDX-License-Identifier: ISC */
/*
 * authsafe FOLDER [COUNT] -- whatever a message says, the field that we write
 * of it says nothing else: TAP out.
 *
 * FOLDER holds the hostile bank (tests/hostile/make_bank.py). All that stands in
 * the headers of its messages, every value of a field and every value of a tag,
 * is written in every place of a field; then COUNT fields of values that were
 * made up, changed or are nothing but octets, one to three in a field. Each
 * field is read again: the values come out as they went in, those that do not
 * fit are absent, there is nothing else, no control octet but the folds, and no
 * line over 998 octets.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/authres/authcheck.h"
#include "tests/authres/authvalues.h"
#include "zegel/authres/authclaim.h"
#include "zegel/authres/authread.h"
#include "zegel/base/ascii.h"

/* A sanitizer takes its time. */
#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)              \
	|| __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define COUNT_USUAL 100000
#else
#define COUNT_USUAL 1000000
#endif

#define SEEDS_MOST   20000
#define FILE_MOST    ((size_t)256 * 1024)
#define FIELD_MOST   ((size_t)64 * 1024)
#define ARENA_OCTETS ((size_t)1024 * 1024)

struct bench {
	struct zgl_limits limits;
	struct zgl_arena seeds_in, reading;
	zgl_sv seeds[SEEDS_MOST];
	size_t seed_count, fields, left_out;
	struct zgl_buf field;
	const char *why; /* of the first field that is not as it should be */
};

static void add_seed(struct bench *b, zgl_sv s)
{
	zgl_sv copy = zgl_arena_copy(&b->seeds_in, s);

	if (s.n > 0 && b->seed_count < SEEDS_MOST && copy.p != NULL)
		b->seeds[b->seed_count++] = copy;
}

/* The value of a field, and of its tags, if it has such. */
static void add_field(struct bench *b, zgl_sv field)
{
	zgl_sv value = zgl_sv_trim_wsp(
		zgl_sv_skip(field, zgl_sv_find(field, ':') + 1));
	zgl_sv tag;

	add_seed(b, value);
	while (zgl_sv_split(&value, ';', &tag))
		add_seed(b,
			zgl_sv_trim_wsp(
				zgl_sv_skip(tag, zgl_sv_find(tag, '=') + 1)));
}

static void add_message(struct bench *b, zgl_sv message)
{
	size_t n = 0;

	for (size_t i = 0; i + 2 < message.n; i++) {
		zgl_sv here = zgl_sv_skip(message, i);
		if (!zgl_sv_starts(here, ZGL_SV("\r\n"))
			|| zgl_is_wsp(here.p[2]))
			continue;
		add_field(b, (zgl_sv){ message.p + n, i - n });
		n = i + 2;
		if (zgl_sv_starts(zgl_sv_skip(here, 2), ZGL_SV("\r\n")))
			return;
	}
}

static void add_file(struct bench *b, const char *folder, const char *name)
{
	static char octets[FILE_MOST];
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		return;
	size_t n = fread(octets, 1, sizeof(octets), file);
	fclose(file);
	add_message(b, (zgl_sv){ octets, n });
}

static int by_octets(const void *a, const void *b)
{
	const zgl_sv *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int order = memcmp(x->p, y->p, n);

	return order != 0 ? order : (x->n > y->n) - (x->n < y->n);
}

/* In an order that is the same everywhere, each of them once. */
static void read_bank(struct bench *b, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t kept = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (zgl_sv_iends(zgl_sv_of(entry->d_name), ZGL_SV(".eml")))
			add_file(b, folder, entry->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	if (b->seed_count == 0)
		return;
	qsort(b->seeds, b->seed_count, sizeof(b->seeds[0]), by_octets);
	for (size_t i = 0; i < b->seed_count; i++) {
		if (kept == 0 || !zgl_sv_eq(b->seeds[kept - 1], b->seeds[i]))
			b->seeds[kept++] = b->seeds[i];
	}
	b->seed_count = kept;
}

/* What was read of a text is the text, or nothing when it does not fit. */
static bool is_same(struct bench *b, zgl_sv got, zgl_sv given, bool utf8)
{
	if (zgl_authwrite_fits(given, utf8))
		return zgl_sv_eq(got, given);
	b->left_out += given.n > 0;
	return got.p == NULL;
}

static bool is_same_result(struct bench *b,
	const struct zgl_authread_result *got,
	const struct zgl_authresult *given, bool utf8)
{
	size_t read = 0;

	if (!zgl_sv_eq(got->method, zgl_sv_of(given->method))
		|| !zgl_sv_eq(got->result, zgl_sv_of(given->result))
		|| !got->known
		|| !is_same(b, got->comment, given->comment, utf8)
		|| !is_same(b, got->reason, given->reason, utf8))
		return false;
	for (size_t i = 0; i < given->prop_count; i++) {
		const struct zgl_authprop *prop = &given->props[i];
		const struct zgl_authread_prop *found = zgl_authread_find(
			got, zgl_sv_of(prop->ptype), zgl_sv_of(prop->property));
		zgl_sv value = { NULL, 0 };
		if (found != NULL)
			value = found->value;
		if (!is_same(b, value, prop->value, utf8))
			return false;
		read += found != NULL;
	}
	return read == got->prop_count;
}

/* NULL: the field says what was given, and nothing else. */
static const char *fault_of(
	struct bench *b, const struct zgl_authresult *given, bool utf8)
{
	static const zgl_sv id = { "mx.example.nl", 13 };
	zgl_sv field = zgl_buf_sv(&b->field);
	const char *octets = authcheck_octets(field);
	struct zgl_authread read;

	zgl_arena_reset(&b->reading);
	if (b->field.err != ZGL_OK)
		return "it is not written";
	if (octets != NULL)
		return octets;
	if (zgl_authread_field(field, &b->limits, &b->reading, &read) != ZGL_OK)
		return "no memory";
	if (read.fault.what != NULL)
		return read.fault.what;
	if (!zgl_sv_eq(read.authserv_id, id) || read.count != 2)
		return "another id, or another number of results";
	if (!is_same_result(b, &read.results[0], given, utf8)
		|| !is_same_result(
			b, &read.results[1], &authvalues_second, utf8))
		return "another result";
	field = zgl_sv_skip(field, zgl_sv_find(field, ':') + 1);
	return zgl_authclaim_is_ours(field, &id, 1) ? NULL : "not ours";
}

static bool check(
	struct bench *b, const struct zgl_authresult *given, bool utf8)
{
	authvalues_write(&b->field, given, utf8);
	b->why = fault_of(b, given, utf8);
	b->fields++;
	return b->why == NULL;
}

static bool check_bank(struct bench *b)
{
	for (size_t i = 0; i < b->seed_count; i++) {
		for (size_t j = 0; j < ZGL_COUNT(authplaces); j++) {
			struct zgl_authresult result =
				authplace_result(&authplaces[j], b->seeds[i]);
			if (!check(b, &result, false)
				|| !check(b, &result, true))
				return false;
		}
	}
	return b->seed_count > 0;
}

/* One to three values in a field: a property, a reason, a comment. */
static bool check_made_up(struct bench *b, unsigned long count)
{
	struct authvalues v = { .state = UINT64_C(0x2545f4914f6cdd1d),
		.seeds = b->seeds,
		.seed_count = b->seed_count };
	struct zgl_buf values[3];
	bool good = true;

	for (size_t i = 0; i < ZGL_COUNT(values); i++)
		zgl_buf_begin(&values[i], FIELD_MOST);
	for (unsigned long i = 0; i < count && good; i++) {
		authvalues_next(&v, &values[0]);
		struct zgl_authresult result =
			authplace_result(&authplaces[i % ZGL_COUNT(authplaces)],
				zgl_buf_sv(&values[0]));
		bool more = authvalues_below(&v, 4) == 0;
		if (more && result.prop_count > 0) {
			authvalues_next(&v, &values[1]);
			authvalues_next(&v, &values[2]);
			result.reason = zgl_buf_sv(&values[1]);
			result.comment = zgl_buf_sv(&values[2]);
		}
		good = check(b, &result, authvalues_below(&v, 4) == 0);
	}
	for (size_t i = 0; i < ZGL_COUNT(values); i++)
		zgl_buf_free(&values[i]);
	return good;
}

static int tell(struct bench *b, int number, bool good, const char *what)
{
	printf("%sok %d - %zu fields of %s read back as they were, %zu values"
	       " were left out\n",
		good ? "" : "not ", number, b->fields, what, b->left_out);
	if (!good && b->why != NULL)
		printf("# %s: %.*s\n", b->why, (int)b->field.n, b->field.p);
	b->fields = 0;
	b->left_out = 0;
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	static struct bench b;
	unsigned long count =
		argc > 2 ? strtoul(argv[2], NULL, 10) : COUNT_USUAL;

	if (argc < 2)
		return 64;
	b.limits = ZGL_LIMITS_DEFAULT;
	zgl_arena_begin(&b.seeds_in, 64 * ARENA_OCTETS);
	zgl_arena_begin(&b.reading, ARENA_OCTETS);
	zgl_buf_begin(&b.field, FIELD_MOST);
	read_bank(&b, argv[1]);
	printf("1..2\n");
	int failed = tell(&b, 1, check_bank(&b), "what the hostile bank says");
	failed |= tell(&b, 2, check_made_up(&b, count), "made-up values");
	zgl_buf_free(&b.field);
	zgl_arena_free(&b.reading);
	zgl_arena_free(&b.seeds_in);
	return failed;
}
