/* SPDX-License-Identifier: ISC */
/* bodybank: the hash of each canonical body, cut where l= says, whatever the
 * chunks. */
#include "tests/crypto/keyhelp.h"
#include "tests/rows.h"
#include "zegel/sig/bodybank.h"

static struct zgl_engine *engine;

#define WHOLE   ZGL_BODY_WHOLE
#define SIMPLE  ZGL_CANON_SIMPLE
#define RELAXED ZGL_CANON_RELAXED

struct row {
	const char *name;
	enum zgl_canon canon;
	uint64_t length;
	const char *body;
	const char *hashed; /* what goes into the hash */
	uint64_t octets;    /* of the whole canonical body */
};

// clang-format off
static const struct row rows[] = {
	{ "rfc6376#3.4.3: an empty body is CRLF", SIMPLE, WHOLE, "", "\r\n", 2 },
	{ "rfc6376#3.4.3: empty lines at the end are one CRLF", SIMPLE, WHOLE, "a\r\n\r\n\r\n\r\n", "a\r\n", 3 },
	{ "rfc6376#3.4.3: a body of empty lines is CRLF", SIMPLE, WHOLE, "\r\n\r\n\r\n", "\r\n", 2 },
	{ "rfc6376#3.4.3: a line of spaces at the end is not empty", SIMPLE, WHOLE, "a\r\n  \r\n\r\n", "a\r\n  \r\n", 7 },
	{ "rfc6376#3.4.3: a missing last CRLF is added", SIMPLE, WHOLE, "a\r\nb", "a\r\nb\r\n", 6 },
	{ "rfc6376#3.4.3: empty lines within stay", SIMPLE, WHOLE, "a\r\n\r\n\r\nb\r\n", "a\r\n\r\n\r\nb\r\n", 10 },
	{ "rfc6376#3.4.4: an empty body is nothing", RELAXED, WHOLE, "", "", 0 },
	{ "rfc6376#3.4.4: a body of empty lines is nothing", RELAXED, WHOLE, "\r\n\r\n", "", 0 },
	{ "rfc6376#3.4.4: a line of spaces at the end becomes empty and goes", RELAXED, WHOLE, "a\r\n \t \r\n\r\n", "a\r\n", 3 },
	{ "rfc6376#3.4.4: white space is one space, none at the end of a line", RELAXED, WHOLE, " a\t b \t\r\n\tc\r\n", " a b\r\n c\r\n", 10 },
	{ "rfc6376#3.4.4: a missing last CRLF is added", RELAXED, WHOLE, "a", "a\r\n", 3 },
	{ "rfc6376#3.4.5: the example of the RFC, relaxed", RELAXED, WHOLE, " C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n", 9 },
	{ "rfc6376#3.4.5: the example of the RFC, simple", SIMPLE, WHOLE, " C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", 12 },
	{ "rfc6376#3.4.4: VT, FF and NBSP are no white space", RELAXED, WHOLE, "a\v\f \xc2\xa0 b\r\n", "a\v\f \xc2\xa0 b\r\n", 10 },
	{ "rfc5322#2.3: a lone LF is content", RELAXED, WHOLE, "a \n b\r\n", "a \n b\r\n", 7 },
	{ "rfc5322#2.3: a lone CR is content", SIMPLE, WHOLE, "a\r\r\n\r", "a\r\r\n\r\r\n", 7 },
	{ "rfc6376#5.3: dots at the start of lines are content, simple", SIMPLE, WHOLE, "..\r\n.\r\n..a\r\n", "..\r\n.\r\n..a\r\n", 12 },
	{ "rfc6376#5.3: dots at the start of lines are content, relaxed", RELAXED, WHOLE, "..\r\n.\r\n..a\r\n", "..\r\n.\r\n..a\r\n", 12 },
	{ "rfc6376#3.4.4: chunks that end between CR and LF", RELAXED, WHOLE, "a \r\n\r\nb\r\n\r\n", "a\r\n\r\nb\r\n", 8 },
	{ "rfc6376#3.4.3: chunks that end between CR and LF", SIMPLE, WHOLE, "\r\n\r\na \r\n\r\n", "\r\n\r\na \r\n", 8 },
	{ "rfc6376#3.5: l= cuts the canonical body", SIMPLE, 4, "abc\r\ndef\r\n", "abc\r", 10 },
	{ "rfc6376#3.5: l= counts octets behind canonicalization", RELAXED, 5, "a \t  b  \r\nccc\r\n", "a b\r\n", 10 },
	{ "rfc6376#3.5: l=0 hashes nothing", SIMPLE, 0, "abc\r\n", "", 5 },
	{ "rfc6376#3.5: l=0 of an empty simple body", SIMPLE, 0, "", "", 2 },
	{ "rfc6376#3.5: l= as long as the body", SIMPLE, 5, "abc\r\n", "abc\r\n", 5 },
	{ "rfc6376#3.5: l= longer than the body, octets tell", SIMPLE, 6, "abc\r\n\r\n", "abc\r\n", 5 },
	{ "rfc6376#3.5: the largest l= there is", RELAXED, WHOLE - 1, "abc\r\n", "abc\r\n", 5 },
};
// clang-format on

static struct zgl_bodybank *bank_or_fail(void)
{
	struct zgl_bodybank *bank;

	assert_int_equal(zgl_bodybank_new(engine, &bank), ZGL_OK);
	zgl_bodybank_begin(bank);
	return bank;
}

static size_t want(struct zgl_bodybank *bank, enum zgl_canon canon,
	enum zgl_hash_alg alg, uint64_t length)
{
	size_t slot = SIZE_MAX;

	assert_int_equal(
		zgl_bodybank_want(bank, canon, alg, length, &slot), ZGL_OK);
	return slot;
}

/* Feeds the body in two chunks, or octet by octet when `split` is past it. */
static void feed(struct zgl_bodybank *bank, zgl_sv body, size_t split)
{
	if (split <= body.n) {
		zgl_bodybank_feed(bank, zgl_sv_head(body, split));
		zgl_bodybank_feed(bank, zgl_sv_skip(body, split));
	} else {
		for (size_t i = 0; i < body.n; i++)
			zgl_bodybank_feed(bank, (zgl_sv){ body.p + i, 1 });
	}
	assert_int_equal(zgl_bodybank_end(bank), ZGL_OK);
}

static void assert_digest(
	const struct zgl_bodybank *bank, size_t slot, const char *hashed)
{
	const struct zgl_digest *got = zgl_bodybank_digest(bank, slot);
	struct zgl_digest made = digest_of(engine, got->alg, zgl_sv_of(hashed));

	assert_int_equal(got->n, made.n);
	assert_memory_equal(got->octets, made.octets, made.n);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_bodybank *bank = bank_or_fail();
	zgl_sv body = zgl_sv_of(row->body);

	for (size_t split = 0; split <= body.n + 1; split++) {
		zgl_bodybank_begin(bank);
		size_t a = want(bank, row->canon, ZGL_HASH_SHA256, row->length);
		size_t b = want(bank, row->canon, ZGL_HASH_SHA1, row->length);
		feed(bank, body, split);
		assert_digest(bank, a, row->hashed);
		assert_digest(bank, b, row->hashed);
		assert_int_equal(zgl_bodybank_octets(bank, a), row->octets);
		assert_int_equal(zgl_bodybank_octets(bank, b), row->octets);
	}
	zgl_bodybank_free(bank);
}

struct known {
	const char *name;
	enum zgl_canon canon;
	const char *digest_b64;
	enum zgl_hash_alg alg;
};

// clang-format off
static const struct known knowns[] = {
	{ "rfc6376#3.4.3: the SHA-1 of an empty body", SIMPLE, "uoq1oCgLlTqpdDX/iUbLy7J1Wic=", ZGL_HASH_SHA1 },
	{ "rfc6376#3.4.3: the SHA-256 of an empty body", SIMPLE, "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", ZGL_HASH_SHA256 },
	{ "rfc6376#3.4.4: the SHA-1 of an empty body", RELAXED, "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", ZGL_HASH_SHA1 },
	{ "rfc6376#3.4.4: the SHA-256 of an empty body", RELAXED, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", ZGL_HASH_SHA256 },
};
// clang-format on

static void check_known(void **state)
{
	const struct known *row = *state;
	struct zgl_bodybank *bank = bank_or_fail();
	struct octets digest = octets_of_b64(row->digest_b64);
	size_t slot = want(bank, row->canon, row->alg, WHOLE);

	assert_int_equal(zgl_bodybank_end(bank), ZGL_OK);
	assert_true(zgl_digest_is(
		zgl_bodybank_digest(bank, slot), octets_sv(&digest)));
	zgl_bodybank_free(bank);
}

static void equal_wants_share_a_slot(void **state)
{
	struct zgl_bodybank *bank = bank_or_fail();
	size_t first = want(bank, SIMPLE, ZGL_HASH_SHA256, WHOLE);

	(void)state;
	assert_int_not_equal(
		want(bank, RELAXED, ZGL_HASH_SHA256, WHOLE), first);
	assert_int_not_equal(want(bank, SIMPLE, ZGL_HASH_SHA1, WHOLE), first);
	assert_int_not_equal(want(bank, SIMPLE, ZGL_HASH_SHA256, 5), first);
	assert_int_equal(want(bank, SIMPLE, ZGL_HASH_SHA256, WHOLE), first);
	zgl_bodybank_free(bank);
}

static void many_slots_at_once(void **state)
{
	struct zgl_bodybank *bank = bank_or_fail();
	char text[ZGL_BODYBANK_SLOTS + 2];
	zgl_sv body = { text, sizeof(text) - 1 };
	size_t slot;

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < ZGL_BODYBANK_SLOTS; i++)
		assert_int_equal(want(bank, i % 2, ZGL_HASH_SHA256, i + 1), i);
	assert_int_equal(
		zgl_bodybank_want(bank, SIMPLE, ZGL_HASH_SHA256, WHOLE, &slot),
		ZGL_ELIMIT);
	assert_int_equal(want(bank, 1, ZGL_HASH_SHA256, 2), 1);
	feed(bank, body, 7);
	for (size_t i = ZGL_BODYBANK_SLOTS; i-- > 0;) {
		text[i + 1] = '\0';
		assert_digest(bank, i, text);
	}
	zgl_bodybank_free(bank);
}

static void the_next_message_knows_nothing_of_the_last(void **state)
{
	struct zgl_bodybank *bank = bank_or_fail();

	(void)state;
	want(bank, SIMPLE, ZGL_HASH_SHA256, WHOLE);
	want(bank, RELAXED, ZGL_HASH_SHA1, 3);
	feed(bank, ZGL_SV("some text\r\n\r\nmore"), 5);
	zgl_bodybank_begin(bank);
	assert_int_equal(want(bank, RELAXED, ZGL_HASH_SHA256, WHOLE), 0);
	feed(bank, ZGL_SV("a\r\n"), 1);
	assert_digest(bank, 0, "a\r\n");
	assert_int_equal(zgl_bodybank_octets(bank, 0), 3);
	zgl_bodybank_begin(bank); /* nobody wants anything */
	feed(bank, ZGL_SV("b\r\n"), 1);
	zgl_bodybank_free(bank);
	zgl_bodybank_free(NULL);
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, knowns, check_known);
	rows_add_one(&r, "equal wants share a slot, others do not",
		equal_wants_share_a_slot);
	rows_add_one(&r, "64 slots at once, not 65", many_slots_at_once);
	rows_add_one(&r, "the next message knows nothing of the last",
		the_next_message_knows_nothing_of_the_last);
	int failed = rows_run(&r, "bodybank");
	zgl_engine_free(engine);
	return failed;
}
