/* SPDX-License-Identifier: ISC */
/* header: what may be added, what is found, and the limits. */
#include "tests/mail/canonref.h"
#include "tests/rows.h"
#include "zegel/base/buf.h"
#include "zegel/mail/fieldscan.h"
#include "zegel/mail/header.h"

static const struct zgl_limits *limits(void)
{
	static struct zgl_limits l;

	l = ZGL_LIMITS_DEFAULT;
	return &l;
}

struct box {
	struct zgl_arena arena;
	struct zgl_header h;
};

static void open_box(struct box *b, const struct zgl_limits *l)
{
	zgl_arena_begin(&b->arena, 64 * 1024 * 1024);
	zgl_header_begin(&b->h, &b->arena, l);
}

static void close_box(struct box *b)
{
	zgl_arena_free(&b->arena);
}

/* From a block of its own: one who reads beyond it is found. */
static enum zgl_err add_copy(struct zgl_header *h, zgl_sv raw)
{
	char *copy = malloc(raw.n + (raw.n == 0));

	assert_non_null(copy);
	memcpy(copy, raw.p, raw.n);
	enum zgl_err err = zgl_header_add(h, (zgl_sv){ copy, raw.n });
	free(copy);
	return err;
}

#define RAW(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

struct add_row {
	const char *sentence;
	zgl_sv raw;
	const char *name, *value; /* NULL: refused */
};

// clang-format off
static const struct add_row add_rows[] = {
	{ "rfc5322#2.2: a name, a colon, a value",
	  RAW("Subject: x"), "Subject", " x" },
	{ "rfc5322#2.2: every visible octet but the colon can be in a name",
	  RAW("!\"#$%&'()*+,-./09;<=>?@AZ[\\]^_`az{|}~:x"),
	  "!\"#$%&'()*+,-./09;<=>?@AZ[\\]^_`az{|}~", "x" },
	{ "rfc5322#4.5: white space before the colon is no part of the name",
	  RAW("Subject \t: x"), "Subject", " x" },
	{ "an empty value",                RAW("A:"), "A", "" },
	{ "rfc5322#2.2.3: a fold",         RAW("A: b\r\n c"), "A", " b\r\n c" },
	{ "a fold right behind the colon", RAW("A:\r\n\tb"), "A", "\r\n\tb" },
	{ "a fold at the end",             RAW("A: b\r\n "), "A", " b\r\n " },
	{ "colons in the value",           RAW("A:b:c"), "A", "b:c" },
	{ "8-bit octets in the value",     RAW("A: \xc3\xa9"), "A", " \xc3\xa9" },
	{ "a lone CR in the value",        RAW("A: b\rc\r"), "A", " b\rc\r" },
	{ "a long name",
	  RAW("X-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-01: b"),
	  "X-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-01", " b" },
	{ "no octets",                       RAW(""), NULL, NULL },
	{ "no colon",                        RAW("Subject"), NULL, NULL },
	{ "no colon in many octets",         RAW("Subject-Subject-Subject-Subject-Subject-Subject-Subject-Subject-Subject"), NULL, NULL },
	{ "an empty name",                   RAW(": x"), NULL, NULL },
	{ "white space only before a colon", RAW(" : x"), NULL, NULL },
	{ "white space before the name",     RAW(" A: x"), NULL, NULL },
	{ "white space within the name",     RAW("A B: x"), NULL, NULL },
	{ "an 8-bit octet in the name",      RAW("A\xc3\xa9: x"), NULL, NULL },
	{ "a DEL in the name",               RAW("A\x7f: x"), NULL, NULL },
	{ "a NUL in the name",               RAW("A\0: x"), NULL, NULL },
	{ "a fold before the colon",         RAW("From\r\n : x"), NULL, NULL },
	{ "a lone LF",                       RAW("A: b\nB: c"), NULL, NULL },
	{ "a lone LF before white space",    RAW("A: b\n c"), NULL, NULL },
	{ "a lone LF right behind the colon", RAW("A:\n c"), NULL, NULL },
	{ "a CRLF that is no fold",          RAW("A: b\r\nB: c"), NULL, NULL },
	{ "a CRLF at the end",               RAW("A: b\r\n"), NULL, NULL },
	{ "a bad LF behind a good fold",     RAW("A: b\r\n c\n d"), NULL, NULL },
};
// clang-format on

static void check_add(void **state)
{
	const struct add_row *row = *state;
	struct box b;

	open_box(&b, limits());
	if (row->name == NULL) {
		assert_int_equal(add_copy(&b.h, row->raw), ZGL_ESYNTAX);
		assert_int_equal(b.h.count, 0);
	} else {
		assert_int_equal(add_copy(&b.h, row->raw), ZGL_OK);
		assert_int_equal(b.h.count, 1);
		assert_sv_equal(zgl_field_raw(b.h.fields), row->raw);
		assert_sv_equal(
			zgl_field_name(b.h.fields), zgl_sv_of(row->name));
		assert_sv_equal(
			zgl_field_value(b.h.fields), zgl_sv_of(row->value));
		assert_int_equal(zgl_header_find(&b.h, zgl_sv_of(row->name),
					 ZGL_NO_FIELD),
			0);
	}
	close_box(&b);
}

static void a_nul_in_the_value_stays(void **state)
{
	static const char raw[] = "A: b\0c";
	struct box b;

	(void)state;
	open_box(&b, limits());
	assert_int_equal(zgl_header_add(&b.h, (zgl_sv){ raw, 6 }), ZGL_OK);
	assert_sv_equal(zgl_field_value(b.h.fields), ((zgl_sv){ raw + 2, 4 }));
	close_box(&b);
}

static void add_text(struct zgl_header *h, const char *raw)
{
	assert_int_equal(add_copy(h, zgl_sv_of(raw)), ZGL_OK);
}

static void found_from_the_bottom_up(void **state)
{
	struct box b;
	zgl_sv name = ZGL_SV("received");

	(void)state;
	open_box(&b, limits());
	add_text(&b.h, "Received: 1");
	add_text(&b.h, "From: x");
	add_text(&b.h, "RECEIVED : 2");
	add_text(&b.h, "Received-SPF: y");
	add_text(&b.h, "received: 3");
	uint32_t at = zgl_header_find(&b.h, name, ZGL_NO_FIELD);
	assert_int_equal(at, 4);
	at = zgl_header_find(&b.h, name, at);
	assert_int_equal(at, 2);
	at = zgl_header_find(&b.h, name, at);
	assert_int_equal(at, 0);
	assert_int_equal(zgl_header_find(&b.h, name, at), ZGL_NO_FIELD);
	assert_int_equal(zgl_header_count(&b.h, name), 3);
	assert_int_equal(zgl_header_count(&b.h, ZGL_SV("FROM")), 1);
	assert_int_equal(zgl_header_count(&b.h, ZGL_SV("To")), 0);
	assert_int_equal(zgl_header_count(&b.h, ZGL_SV("")), 0);
	assert_int_equal(zgl_header_find(&b.h, name, 2), 0);
	close_box(&b);
}

static void nothing_is_found_in_an_empty_header(void **state)
{
	struct box b;

	(void)state;
	open_box(&b, limits());
	assert_int_equal(zgl_header_find(&b.h, ZGL_SV("From"), ZGL_NO_FIELD),
		ZGL_NO_FIELD);
	close_box(&b);
}

/* Names of 1 to 70 octets, and beside each all that differ in one octet. */
static void every_octet_of_a_name_counts(void **state)
{
	char raw[80], other[80];
	struct box b;

	(void)state;
	for (size_t n = 1; n <= 70; n++) {
		open_box(&b, limits());
		for (size_t i = 0; i < n; i++)
			raw[i] = (char)('A' + i % 26);
		raw[n] = ':';
		assert_int_equal(
			add_copy(&b.h, (zgl_sv){ raw, n + 1 }), ZGL_OK);
		for (size_t i = 0; i < n; i++) {
			memcpy(other, raw, n);
			other[i] = (char)(other[i] + 32);
			assert_int_equal(
				zgl_header_find(&b.h, (zgl_sv){ other, n },
					ZGL_NO_FIELD),
				0);
			other[i] = '~';
			assert_int_equal(
				zgl_header_find(&b.h, (zgl_sv){ other, n },
					ZGL_NO_FIELD),
				ZGL_NO_FIELD);
		}
		assert_int_equal(zgl_header_find(&b.h, (zgl_sv){ raw, n - 1 },
					 ZGL_NO_FIELD),
			ZGL_NO_FIELD);
		close_box(&b);
	}
}

/* A name of few, in any case of letters. */
static size_t random_name(uint64_t *seed, char *out)
{
	static const char *const names[] = { "From", "To", "Received",
		"DKIM-Signature", "X-Spam-Checker-Version",
		"X-MS-Exchange-CrossTenant-OriginalArrivalTime-And-More",
		"X-A1", "X-A2", "Content-Transfer-Encoding" };
	const char *name = names[ref_random(seed) % ZGL_COUNT(names)];
	size_t n = strlen(name);

	for (size_t i = 0; i < n; i++) {
		bool letter = (name[i] | 32) >= 'a' && (name[i] | 32) <= 'z';
		out[i] = letter && ref_random(seed) % 2 == 0
			? (char)(name[i] ^ 32)
			: name[i];
	}
	return n;
}

static uint32_t find_slowly(
	const struct zgl_header *h, zgl_sv name, uint32_t below)
{
	uint32_t at = below < h->count ? below : h->count;

	while (at-- > 0) {
		if (zgl_sv_ieq(zgl_field_name(&h->fields[at]), name))
			return at;
	}
	return ZGL_NO_FIELD;
}

static void finds_as_a_slow_search(void **state)
{
	uint64_t seed = 5;
	char raw[100];
	struct box b;

	(void)state;
	for (size_t count = 0; count < 300; count++) {
		open_box(&b, limits());
		for (size_t i = 0; i < count; i++) {
			size_t n = random_name(&seed, raw);
			raw[n++] = ':';
			assert_int_equal(
				zgl_header_add(&b.h, (zgl_sv){ raw, n }),
				ZGL_OK);
		}
		for (size_t i = 0; i < 50; i++) {
			zgl_sv name = { raw, random_name(&seed, raw) };
			uint32_t at = ZGL_NO_FIELD, want;
			do {
				want = find_slowly(&b.h, name, at);
				at = zgl_header_find(&b.h, name, at);
				assert_int_equal(at, want);
			} while (at != ZGL_NO_FIELD);
		}
		close_box(&b);
	}
}

/* Adds fields with a number in their names until one has this key. */
static uint32_t add_until_keys_meet(
	struct zgl_header *h, uint16_t key, const char *format)
{
	char raw[40];

	for (unsigned i = 0; i < 3000000; i++) {
		snprintf(raw, sizeof(raw), format, i);
		assert_int_equal(zgl_header_add(h, zgl_sv_of(raw)), ZGL_OK);
		if (h->keys[h->count - 1] == key)
			return h->count - 1;
	}
	fail_msg("no two names with the same key");
	return ZGL_NO_FIELD;
}

static void names_with_the_same_key_are_told_apart(void **state)
{
	static const char *const formats[] = { "Name-000000000%u: longer",
		"%09u-ame: as long" };
	struct zgl_limits l = *limits();
	struct zgl_arena a;
	struct zgl_header h;

	(void)state;
	l.fields = l.header_octets = SIZE_MAX;
	for (size_t i = 0; i < ZGL_COUNT(formats); i++) {
		zgl_sv name = ZGL_SV("Name-00000000");
		zgl_arena_begin(&a, SIZE_MAX);
		zgl_header_begin(&h, &a, &l);
		add_text(&h, "Name-00000000: x");
		uint32_t at = add_until_keys_meet(&h, h.keys[0], formats[i]);
		assert_int_equal(zgl_header_find(&h, name, ZGL_NO_FIELD), 0);
		zgl_sv other = zgl_field_name(&h.fields[at]);
		assert_int_equal(zgl_header_find(&h, other, ZGL_NO_FIELD), at);
		zgl_arena_free(&a);
	}
}

/* ---- limits ---- */

static void limit_of_fields(void **state)
{
	struct zgl_limits l = *limits();
	char raw[32];
	struct box b;

	(void)state;
	for (l.fields = 0; l.fields < 300; l.fields += 1 + l.fields / 3) {
		open_box(&b, &l);
		for (size_t i = 0; i < l.fields; i++) {
			snprintf(raw, sizeof(raw), "X-%zu: y", i);
			add_text(&b.h, raw);
		}
		assert_int_equal(
			zgl_header_add(&b.h, ZGL_SV("A:b")), ZGL_ELIMIT);
		assert_int_equal(b.h.count, l.fields);
		for (size_t i = 0; i < l.fields; i++) {
			snprintf(raw, sizeof(raw), "X-%zu: y", i);
			assert_sv_equal(
				zgl_field_raw(&b.h.fields[i]), zgl_sv_of(raw));
		}
		close_box(&b);
	}
}

static void limit_of_field_octets(void **state)
{
	struct zgl_limits l = *limits();
	struct box b;

	(void)state;
	l.field_octets = 10;
	open_box(&b, &l);
	assert_int_equal(zgl_header_add(&b.h, ZGL_SV("A: 4567890")), ZGL_OK);
	assert_int_equal(
		zgl_header_add(&b.h, ZGL_SV("A: 45678901")), ZGL_ELIMIT);
	close_box(&b);
}

static void limit_of_header_octets(void **state)
{
	struct zgl_limits l = *limits();
	struct box b;

	(void)state;
	l.header_octets = 20;
	open_box(&b, &l);
	assert_int_equal(zgl_header_add(&b.h, ZGL_SV("A: 4567890")), ZGL_OK);
	assert_int_equal(
		zgl_header_add(&b.h, ZGL_SV("A: 45678901")), ZGL_ELIMIT);
	assert_int_equal(zgl_header_add(&b.h, ZGL_SV("A: 4567890")), ZGL_OK);
	assert_int_equal(zgl_header_add(&b.h, ZGL_SV("A:")), ZGL_ELIMIT);
	close_box(&b);
}

static void limit_of_the_arena(void **state)
{
	enum zgl_err err = ZGL_OK;
	struct zgl_arena a;
	struct zgl_header h;

	(void)state;
	zgl_arena_begin(&a, 100 * 1024);
	zgl_header_begin(&h, &a, limits());
	while (err == ZGL_OK)
		err = zgl_header_add(&h, ZGL_SV("A: some octets"));
	assert_int_equal(err, ZGL_ELIMIT);
	assert_in_range(h.count, 500, 5000);
	assert_sv_equal(zgl_field_raw(&h.fields[h.count - 1]),
		ZGL_SV("A: some octets"));
	zgl_arena_free(&a);
}

/* Small fields between large ones do not cost a large block each. */
static void memory_in_proportion(void **state)
{
	static char large[1100];
	struct box b;

	(void)state;
	memset(large, 'x', sizeof(large));
	large[1] = ':';
	open_box(&b, limits());
	for (size_t i = 0; i < 900; i++) {
		assert_int_equal(zgl_header_add(&b.h, ZGL_SV("A:b")), ZGL_OK);
		assert_int_equal(
			zgl_header_add(&b.h, (zgl_sv){ large, sizeof(large) }),
			ZGL_OK);
	}
	assert_in_range(b.arena.taken, 900 * 1100, 900 * 1100 * 3 / 2);
	close_box(&b);
}

/* ---- many fields at once ---- */

static size_t ends_slowly(const char *p, size_t n, uint32_t *ends, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < n && count < most; i++) {
		if (p[i] != '\n')
			continue;
		if (i == 0 || p[i - 1] != '\r' || i + 1 == n)
			return count;
		if (p[i + 1] == ' ' || p[i + 1] == '\t')
			continue;
		ends[count++] = (uint32_t)i + 1;
		if (p[i + 1] == '\r')
			return count;
	}
	return count;
}

static size_t random_lines(uint64_t *seed, char *text, size_t n)
{
	static const char octets[] = "\r\r\n\n \txxxxxxxx:yyy";
	uint32_t plain = ref_random(seed) % 100;

	for (size_t i = 0; i < n; i++) {
		text[i] = octets[ref_random(seed) % (sizeof(octets) - 1)];
		if (ref_random(seed) % 100 < plain)
			text[i] = 'x';
		if (text[i] == '\r' && i + 1 < n && plain % 3 != 0)
			text[++i] = '\n';
	}
	return n;
}

static void every_scan_finds_the_same_ends(void **state)
{
	const struct zgl_fieldscan *scan;
	uint32_t ends[64], want[64];
	char text[400];
	uint64_t seed = 6;

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		size_t n = random_lines(
			&seed, text, ref_random(&seed) % sizeof(text));
		size_t most = 1 + ref_random(&seed) % 64;
		size_t count = ends_slowly(text, n, want, most);
		char *copy = malloc(n + (n == 0));
		assert_non_null(copy);
		memcpy(copy, text, n);
		for (size_t s = 0; (scan = zgl_fieldscan_at(s)) != NULL; s++) {
			assert_int_equal(
				scan->ends(copy, n, ends, most), count);
			assert_memory_equal(ends, want, count * sizeof(*ends));
		}
		free(copy);
	}
}

struct lines_row {
	const char *name, *lines;
	size_t count, taken;
};

// clang-format off
static const struct lines_row lines_rows[] = {
	{ "two fields, the third without an octet behind",
	  "A: b\r\nC: d\r\n e\r\nF: g\r\n", 2, 16 },
	{ "the empty line ends them",            "A: b\r\n\r\nC: d\r\n", 1, 6 },
	{ "no whole field",                      "A: b\r\n", 0, 0 },
	{ "a line that is no field ends them",   "A: b\r\nC d\r\nE: f\r\n", 1, 6 },
	{ "white space before the colon is left", "A: b\r\nC : d\r\nE: f\r\n", 1, 6 },
	{ "a lone LF is left",                   "A: b\r\nC: \nd\r\nE: f\r\n", 1, 6 },
	{ "an empty name ends them",             "A: b\r\n: d\r\nE: f\r\n", 1, 6 },
	{ "nothing",                             "", 0, 0 },
	{ "an empty line",                       "\r\n", 0, 0 },
};
// clang-format on

static void check_lines(void **state)
{
	const struct lines_row *row = *state;
	struct box b;
	size_t taken;

	open_box(&b, limits());
	assert_int_equal(
		zgl_header_add_lines(&b.h, zgl_sv_of(row->lines), &taken),
		ZGL_OK);
	assert_int_equal(taken, row->taken);
	assert_int_equal(b.h.count, row->count);
	close_box(&b);
}

/* 1,000 fields at once, alike those added one by one. */
static void many_lines(void **state)
{
	struct box one, all;
	char raw[400];
	struct zgl_buf text;
	size_t taken;

	(void)state;
	open_box(&one, limits());
	open_box(&all, limits());
	zgl_buf_begin(&text, SIZE_MAX);
	for (size_t i = 0; i < 1000; i++) {
		size_t n = (size_t)snprintf(raw, sizeof(raw),
			"X-%zu: %.*s\r\n%.*s", i * 7919 % 1000,
			(int)(i * 31 % 97),
			"................................"
			"................................................"
			".................",
			(int)(i % 3), "\t y");
		if (i % 3 == 0)
			n -= 2;
		add_text(&one.h, i % 3 == 0 ? (raw[n] = '\0', raw) : raw);
		zgl_buf_put(&text, (zgl_sv){ raw, n });
		zgl_buf_text(&text, "\r\n");
	}
	zgl_buf_text(&text, "\r\n");
	assert_int_equal(
		zgl_header_add_lines(&all.h, zgl_buf_sv(&text), &taken),
		ZGL_OK);
	assert_int_equal(taken, text.n - 2);
	assert_int_equal(all.h.count, one.h.count);
	zgl_buf_free(&text);
	for (uint32_t i = 0; i < one.h.count; i++) {
		const struct zgl_field *f = &one.h.fields[i];
		const struct zgl_field *g = &all.h.fields[i];
		assert_sv_equal(zgl_field_raw(g), zgl_field_raw(f));
		assert_sv_equal(zgl_field_name(g), zgl_field_name(f));
		assert_sv_equal(zgl_field_value(g), zgl_field_value(f));
		assert_int_equal(zgl_header_find(&all.h, zgl_field_name(f),
					 ZGL_NO_FIELD),
			zgl_header_find(
				&one.h, zgl_field_name(f), ZGL_NO_FIELD));
	}
	close_box(&one);
	close_box(&all);
}

static void lines_stop_at_each_limit(void **state)
{
	zgl_sv lines = ZGL_SV("A: b\r\nC: d\r\nEE: f\r\n\r\n");
	struct zgl_limits l = *limits();
	struct box b;
	size_t taken;

	(void)state;
	for (int i = 0; i < 3; i++) {
		l = *limits();
		l.fields = i == 0 ? 2 : l.fields;
		l.field_octets = i == 1 ? 4 : l.field_octets;
		l.header_octets = i == 2 ? 12 : l.header_octets;
		open_box(&b, &l);
		assert_int_equal(
			zgl_header_add_lines(&b.h, lines, &taken), ZGL_ELIMIT);
		assert_int_equal(b.h.count, 2);
		assert_int_equal(taken, 12);
		close_box(&b);
	}
	l.fields = 3;
	l.field_octets = 5;
	l.header_octets = 13;
	open_box(&b, &l);
	assert_int_equal(zgl_header_add_lines(&b.h, lines, &taken), ZGL_OK);
	assert_int_equal(b.h.count, 3);
	assert_int_equal(taken, 19);
	close_box(&b);
}

/* ---- unfold ---- */

struct unfold_row {
	const char *name, *value, *text;
};

// clang-format off
static const struct unfold_row unfold_rows[] = {
	{ "rfc5322#2.2.3: a fold goes, its white space stays", " a\r\n b", " a b" },
	{ "rfc5322#2.2.3: an HTAB stays",          " a\r\n\tb", " a\tb" },
	{ "rfc5322#2.2.3: folds in a row",         "\r\n \r\n\tb\r\n ", " \tb " },
	{ "nothing to unfold",                     " abc", " abc" },
	{ "no octets",                             "", "" },
	{ "a lone CR stays",                       "a\rb\r", "a\rb\r" },
	{ "a lone LF stays",                       "a\nb\n c", "a\nb\n c" },
	{ "a CRLF that is no fold stays",          "a\r\nb\r\n", "a\r\nb\r\n" },
	{ "CR CR LF SP",                           "a\r\r\n b", "a\r b" },
};
// clang-format on

static void check_unfold(void **state)
{
	const struct unfold_row *row = *state;
	struct zgl_arena a;
	zgl_sv text;

	zgl_arena_begin(&a, 1 << 20);
	assert_int_equal(
		zgl_field_unfold(zgl_sv_of(row->value), &a, &text), ZGL_OK);
	assert_sv_equal(text, zgl_sv_of(row->text));
	zgl_arena_free(&a);
	zgl_arena_begin(&a, 0);
	assert_int_equal(zgl_field_unfold(ZGL_SV("x"), &a, &text), ZGL_ELIMIT);
	assert_null(text.p);
	zgl_arena_free(&a);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, add_rows, check_add);
	ROWS_ADD(&r, lines_rows, check_lines);
	ROWS_ADD(&r, unfold_rows, check_unfold);
	rows_add_one(&r, "a NUL in the value stays", a_nul_in_the_value_stays);
	rows_add_one(&r, "rfc6376#5.4.2: fields are found from the bottom up",
		found_from_the_bottom_up);
	rows_add_one(&r, "nothing is found in an empty header",
		nothing_is_found_in_an_empty_header);
	rows_add_one(&r, "every octet of a name counts, its case does not",
		every_octet_of_a_name_counts);
	rows_add_one(&r, "fields are found as by a slow search",
		finds_as_a_slow_search);
	rows_add_one(&r, "names with the same key are told apart",
		names_with_the_same_key_are_told_apart);
	rows_add_one(
		&r, "`fields`: at the limit and one past", limit_of_fields);
	rows_add_one(&r, "`field_octets`: at the limit and one past",
		limit_of_field_octets);
	rows_add_one(&r, "`header_octets`: at the limit and one past",
		limit_of_header_octets);
	rows_add_one(&r, "the arena's limit is ZGL_ELIMIT", limit_of_the_arena);
	rows_add_one(&r, "memory is taken in proportion to the octets",
		memory_in_proportion);
	rows_add_one(&r, "every scan finds the same ends of fields",
		every_scan_finds_the_same_ends);
	rows_add_one(&r, "1,000 fields at once are as one by one", many_lines);
	rows_add_one(&r, "many fields at once stop at each limit",
		lines_stop_at_each_limit);
	return rows_run(&r, "header");
}
