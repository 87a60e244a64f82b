/* SPDX-License-Identifier: ISC */
/*
 * keyrecord: any text as the TXT record of a selector. A record either has a
 * key or a fault; white space around it means nothing; the cache says the same.
 */
#include <stdlib.h>
#include <string.h>

#include "zegel/base/buf.h"
#include "zegel/sig/keycache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct zgl_engine *engine;
static struct zgl_limits limits;

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct zgl_keyrecord *r)
{
	bool good = r->fault == ZGL_KEYRECORD_NONE;

	must((r->key != NULL) == good);
	must((r->bits > 0) == good);
	must((r->key_fault != ZGL_KEY_FAULT_NONE)
		== (r->fault == ZGL_KEYRECORD_KEY));
	must(strcmp(zgl_keyrecord_fault_word(r->fault), "unknown") != 0);
	if (!good)
		return;
	must(r->sha1 || r->sha256);
	must(zgl_pubkey_alg(r->key) == r->alg);
	must(zgl_pubkey_bits(r->key) == r->bits);
	must(r->alg == ZGL_KEY_RSA || r->bits == 256);
}

static void same(const struct zgl_keyrecord *a, const struct zgl_keyrecord *b)
{
	must(a->fault == b->fault && a->key_fault == b->key_fault);
	must(a->bits == b->bits && a->testing == b->testing);
	must(a->strict == b->strict && a->sha1 == b->sha1);
	must(a->sha256 == b->sha256);
}

static struct zgl_keyrecord *read_text(zgl_sv text)
{
	struct zgl_keyrecord *record;

	must(zgl_keyrecord_read(engine, text, &limits, &record) == ZGL_OK);
	check(record);
	return record;
}

/* The same text with white space on both sides. */
static void with_space(zgl_sv text, const struct zgl_keyrecord *record)
{
	struct zgl_buf wide;

	if (text.n + 2 > limits.key_record_octets)
		return;
	zgl_buf_begin(&wide, text.n + 2);
	zgl_buf_char(&wide, ' ');
	zgl_buf_put(&wide, text);
	zgl_buf_char(&wide, '\t');
	struct zgl_keyrecord *again = read_text(zgl_buf_sv(&wide));
	/* A CR or LF at either end is a fold now, and was none before. */
	bool folds = text.n > 0
		&& (text.p[0] == '\r' || text.p[0] == '\n'
			|| text.p[text.n - 1] == '\r'
			|| text.p[text.n - 1] == '\n');
	if (!folds)
		same(record, again);
	zgl_keyrecord_release(again);
	zgl_buf_free(&wide);
}

static void with_cache(zgl_sv text, const struct zgl_keyrecord *record)
{
	struct zgl_keyrecord *first, *second;
	struct zgl_keycache *cache;
	uint64_t found, read;

	must(zgl_keycache_new(engine, 4, &limits, &cache) == ZGL_OK);
	must(zgl_keycache_get(cache, text, &first) == ZGL_OK);
	must(zgl_keycache_get(cache, text, &second) == ZGL_OK);
	zgl_keycache_counts(cache, &found, &read);
	must(found + read == 2 && (found == 1) == (first == second));
	zgl_keycache_free(cache);
	same(record, first);
	same(record, second);
	zgl_keyrecord_release(first);
	zgl_keyrecord_release(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv text = { (const char *)data, size };

	if (engine == NULL) {
		limits = ZGL_LIMITS_DEFAULT;
		must(zgl_engine_new(&engine) == ZGL_OK);
	}
	struct zgl_keyrecord *record = read_text(text);
	must(size <= limits.key_record_octets
		|| record->fault == ZGL_KEYRECORD_SYNTAX);
	with_space(text, record);
	with_cache(text, record);
	zgl_keyrecord_release(record);
	return 0;
}
