/* SPDX-License-Identifier: ISC */
/* keycache: what is found again, what makes room, and who owns what. */
#include "tests/rows.h"
#include "tests/sig/recordhelp.h"
#include "zegel/sig/keycache.h"

static struct zgl_engine *engine;
static struct zgl_limits limits;

static struct zgl_keycache *cache_or_fail(size_t entries)
{
	struct zgl_keycache *cache;

	assert_int_equal(
		zgl_keycache_new(engine, entries, &limits, &cache), ZGL_OK);
	return cache;
}

static struct zgl_keyrecord *get(struct zgl_keycache *cache, zgl_sv text)
{
	struct zgl_keyrecord *record = NULL;

	assert_int_equal(zgl_keycache_get(cache, text, &record), ZGL_OK);
	assert_non_null(record);
	return record;
}

/* True when the record for `text` was there already. */
static bool finds(struct zgl_keycache *cache, zgl_sv text)
{
	uint64_t found, read, found_now, read_now;

	zgl_keycache_counts(cache, &found, &read);
	zgl_keyrecord_release(get(cache, text));
	zgl_keycache_counts(cache, &found_now, &read_now);
	assert_int_equal(found_now + read_now, found + read + 1);
	return found_now == found + 1;
}

/* Each letter of `asked` is a record of its own; `told` has 'f' where it is to
 * be found and 'r' where it is to be read. */
struct row {
	const char *name;
	size_t entries;
	const char *asked, *told;
};

// clang-format off
static const struct row rows[] = {
	{ "a text is read once and found from then on", 4, "aaaa", "rfff" },
	{ "four texts fit four entries", 4, "abcdabcd", "rrrrffff" },
	{ "a fifth takes the place of the least lately used", 4, "abcdea", "rrrrrr" },
	{ "what was used again stays", 4, "abcdaeab", "rrrrfrfr" },
	{ "0 entries are as good as 4", 0, "abcdabcd", "rrrrffff" },
	{ "3 entries are as good as 4", 3, "abcdabcd", "rrrrffff" },
	{ "7 entries are as good as 4", 7, "abcdea", "rrrrrr" },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_keycache *cache = cache_or_fail(row->entries);

	for (size_t i = 0; row->asked[i] != '\0'; i++) {
		char text[] = "n=?; k=ed25519; p=";
		text[2] = row->asked[i];
		if (finds(cache, zgl_sv_of(text)) != (row->told[i] == 'f'))
			fail_msg("step %zu: not told %c", i, row->told[i]);
	}
	zgl_keycache_free(cache);
}

static void a_record_outlives_the_cache(void **state)
{
	struct zgl_keycache *cache = cache_or_fail(4);
	struct zgl_buf text;

	(void)state;
	zgl_buf_begin(&text, 4096);
	record_put(&text, ZGL_SV("k=ed25519; p=$ed25519"));
	struct zgl_keyrecord *record = get(cache, zgl_buf_sv(&text));
	struct zgl_keyrecord *same = get(cache, zgl_buf_sv(&text));
	assert_ptr_equal(record, same);
	zgl_buf_free(&text);
	zgl_keyrecord_release(same);
	zgl_keycache_free(cache);
	assert_int_equal(zgl_pubkey_bits(record->key), 256);
	zgl_keyrecord_release(record);
}

static void a_record_outlives_its_entry(void **state)
{
	struct zgl_keycache *cache = cache_or_fail(4);
	struct zgl_keyrecord *record = get(cache, ZGL_SV("p="));

	(void)state;
	for (char c = 'a'; c <= 'z'; c++) {
		char text[] = "n=?";
		text[2] = c;
		zgl_keyrecord_release(get(cache, zgl_sv_of(text)));
	}
	assert_false(finds(cache, ZGL_SV("p=")));
	assert_int_equal(record->fault, ZGL_KEYRECORD_REVOKED);
	zgl_keyrecord_release(record);
	zgl_keycache_free(cache);
}

/* Texts of every length to 40 that differ in one octet, at every place. */
static void texts_are_told_apart(void **state)
{
	struct zgl_keycache *cache = cache_or_fail(4096);
	char text[40];

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t n = 1; n <= sizeof(text); n++) {
		assert_false(finds(cache, (zgl_sv){ text, n }));
		for (size_t i = 0; i < n; i++) {
			text[i] = 'y';
			assert_false(finds(cache, (zgl_sv){ text, n }));
			text[i] = 'x';
		}
		assert_true(finds(cache, (zgl_sv){ text, n }));
	}
	zgl_keycache_free(cache);
}

static void long_and_empty_texts_are_not_kept(void **state)
{
	struct zgl_keycache *cache = cache_or_fail(64);
	char text[2049];

	(void)state;
	memset(text, ' ', sizeof(text));
	assert_false(finds(cache, (zgl_sv){ text, 2048 }));
	assert_true(finds(cache, (zgl_sv){ text, 2048 }));
	assert_false(finds(cache, (zgl_sv){ text, 2049 }));
	assert_false(finds(cache, (zgl_sv){ text, 2049 }));
	assert_false(finds(cache, ZGL_SV("")));
	assert_false(finds(cache, ZGL_SV("")));
	zgl_keycache_free(cache);
}

static void more_entries_than_memory(void **state)
{
	struct zgl_keycache *cache;

	(void)state;
	assert_int_equal(zgl_keycache_new(engine, SIZE_MAX, &limits, &cache),
		ZGL_ELIMIT);
	assert_null(cache);
	zgl_keycache_free(NULL);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	engine = engine_or_die();
	ROWS_ADD(&r, rows, check);
	rows_add_one(
		&r, "a record outlives the cache", a_record_outlives_the_cache);
	rows_add_one(
		&r, "a record outlives its entry", a_record_outlives_its_entry);
	rows_add_one(&r, "texts that differ in one octet are two",
		texts_are_told_apart);
	rows_add_one(&r, "texts over 2 KiB, and none, are not kept",
		long_and_empty_texts_are_not_kept);
	rows_add_one(&r, "more entries than memory can hold are ZGL_ELIMIT",
		more_entries_than_memory);
	int failed = rows_run(&r, "keycache");
	zgl_engine_free(engine);
	return failed;
}
