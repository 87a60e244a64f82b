/* SPDX-License-Identifier: ISC */
/* signedfields: what h= may say, and which octets a signature covers. */
#include "tests/crypto/keyhelp.h"
#include "tests/rows.h"
#include "zegel/sig/signedfields.h"

static struct zgl_engine *engine;
static struct zgl_limits limits;

struct list {
	const char *name, *value;
	const char *names; /* with one space between; NULL: a syntax error */
};

// clang-format off
static const struct list lists[] = {
	{ "one name", "From", "From" },
	{ "names keep their order and their case", "from:To:SUBJECT", "from To SUBJECT" },
	{ "rfc6376#3.5: white space and folds around the colons", " From\r\n\t:\tTo : \r\n Subject ", "From To Subject" },
	{ "rfc6376#5.4.2: a name may come again", "from:to:from:from", "from to from from" },
	{ "rfc6376#3.5: any visible octets are a name", "x-!#$%&'*+.^_`|~:9", "x-!#$%&'*+.^_`|~ 9" },
	{ "rfc6376#3.5: the list must not be empty", "", NULL },
	{ "rfc6376#3.5: white space alone is an empty list", " \r\n ", NULL },
	{ "rfc6376#3.5: an empty name at the start", ":from", NULL },
	{ "rfc6376#3.5: an empty name within", "from: :to", NULL },
	{ "rfc6376#3.5: an empty name at the end", "from:to:", NULL },
	{ "rfc6376#3.5: white space within a name", "fr om:to", NULL },
	{ "rfc6376#3.5: a semicolon in a name", "from;to", NULL },
	{ "rfc6376#3.5: an 8-bit octet in a name", "fr\xc3\xb6m", NULL },
	{ "rfc6376#3.5: a control octet in a name", "from\x7f", NULL },
};
// clang-format on

static void check_list(void **state)
{
	const struct list *row = *state;
	zgl_sv rest = zgl_sv_of(row->names), name;
	struct zgl_names names;
	struct zgl_arena a;
	size_t i = 0;

	zgl_arena_begin(&a, 1 << 16);
	enum zgl_err err =
		zgl_names_parse(zgl_sv_of(row->value), &limits, &a, &names);
	assert_int_equal(err, row->names == NULL ? ZGL_ESYNTAX : ZGL_OK);
	for (; row->names != NULL && zgl_sv_split(&rest, ' ', &name); i++) {
		assert_true(i < names.count);
		assert_sv_equal(names.at[i], name);
	}
	assert_int_equal(names.count, i);
	zgl_arena_free(&a);
}

static enum zgl_err parse_many(size_t count, struct zgl_arena *a)
{
	struct zgl_names names;
	struct zgl_buf text;

	zgl_buf_begin(&text, 1 << 20);
	for (size_t i = 0; i < count; i++)
		zgl_buf_text(&text, i == 0 ? "a" : ":a");
	enum zgl_err err =
		zgl_names_parse(zgl_buf_sv(&text), &limits, a, &names);
	assert_int_equal(names.count, err == ZGL_OK ? count : 0);
	zgl_buf_free(&text);
	return err;
}

static void most_names(void **state)
{
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 1 << 16);
	assert_int_equal(parse_many(limits.signed_names, &a), ZGL_OK);
	assert_int_equal(parse_many(limits.signed_names + 1, &a), ZGL_ELIMIT);
	assert_int_equal(parse_many(100 * limits.signed_names, &a), ZGL_ELIMIT);
	assert_int_equal(a.err, ZGL_OK);
	zgl_arena_free(&a);
}

static void names_are_counted_in_any_case(void **state)
{
	struct zgl_names names;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 1 << 16);
	assert_int_equal(
		zgl_names_parse(ZGL_SV("to:FROM:x:from"), &limits, &a, &names),
		ZGL_OK);
	assert_int_equal(zgl_names_count(&names, ZGL_SV("From")), 2);
	assert_int_equal(zgl_names_count(&names, ZGL_SV("X")), 1);
	assert_int_equal(zgl_names_count(&names, ZGL_SV("Fro")), 0);
	assert_int_equal(zgl_names_count(&names, ZGL_SV("")), 0);
	zgl_arena_free(&a);
}

/*
 * The fields of `header` end in CRLF each; the one that begins with "Sig" is
 * the signature field, "[...]" in it marks the raw value of b=. Without such a
 * field, `sig` is the signature field, and stands in no header, as when a
 * message is signed.
 */
struct digest {
	const char *name, *header, *sig, *names, *hashed;
	enum zgl_canon canon;
};

#define SIMPLE  ZGL_CANON_SIMPLE
#define RELAXED ZGL_CANON_RELAXED

// clang-format off
static const struct digest digests[] = {
	{ "rfc6376#3.4.1: simple changes not one octet",
		"From : a\r\n\t b\r\nTO:\tx \r\n", "Sig: b=[]", "from:to",
		"From : a\r\n\t b\r\nTO:\tx \r\nSig: b=", SIMPLE },
	{ "rfc6376#3.4.2: relaxed lowers names, unfolds, squeezes and trims",
		"From \t: a\r\n\t b  c \r\nTO:\tx \r\n", "Sig: b=[]", "from:to",
		"from:a b c\r\nto:x\r\nsig:b=", RELAXED },
	{ "rfc6376#3.4.2: a fold right behind the colon, and an empty value",
		"From:\r\n a\r\nTo:\r\n", "Sig: b=[]", "from:to",
		"from:a\r\nto:\r\nsig:b=", RELAXED },
	{ "rfc6376#3.4.5: the example of the RFC, relaxed",
		"A: X\r\nB : Y\t\r\n\tZ  \r\n", "Sig: b=[]", "a:b",
		"a:X\r\nb:Y Z\r\nsig:b=", RELAXED },
	{ "rfc6376#3.4.5: the example of the RFC, simple",
		"A: X\r\nB : Y\t\r\n\tZ  \r\n", "Sig: b=[]", "a:b",
		"A: X\r\nB : Y\t\r\n\tZ  \r\nSig: b=", SIMPLE },
	{ "rfc6376#3.5: fields come in the order of h=",
		"A: 1\r\nB: 2\r\nC: 3\r\n", "Sig: b=[]", "c:a:b",
		"C: 3\r\nA: 1\r\nB: 2\r\nSig: b=", SIMPLE },
	{ "rfc6376#5.4.2: a name that comes again takes the next one up",
		"A: 1\r\nB: x\r\nA: 2\r\nA: 3\r\n", "Sig: b=[]", "a:b:A",
		"A: 3\r\nB: x\r\nA: 2\r\nSig: b=", SIMPLE },
	{ "rfc6376#5.4.2: all of a name, bottom-most first",
		"A: 1\r\na: 2\r\nA: 3\r\n", "Sig: b=[]", "a:a:a",
		"A: 3\r\na: 2\r\nA: 1\r\nSig: b=", SIMPLE },
	{ "rfc6376#5.4: more names than fields add nothing, not even CRLF",
		"A: 1\r\n", "Sig: b=[]", "a:a:b:a:b",
		"A: 1\r\nSig: b=", SIMPLE },
	{ "rfc6376#5.4: no field at all is there",
		"", "Sig: b=[]", "a:b", "Sig: b=", SIMPLE },
	{ "names of one length, first and last letter are told apart",
		"abc: 1\r\naxc: 2\r\nabc: 3\r\n", "Sig: b=[]", "abc:axc:abc:axc",
		"abc: 3\r\naxc: 2\r\nabc: 1\r\nSig: b=", SIMPLE },
	{ "rfc6376#3.7: the own field comes last, without CRLF",
		"Sig: v=1; b=[abc]; x=1\r\nA: 1\r\n", NULL, "a",
		"A: 1\r\nSig: v=1; b=; x=1", SIMPLE },
	{ "rfc6376#3.7: the own field, relaxed",
		"Sig:  v=1;\r\n\tb=[ a\r\n\tbc ];  x=1  \r\nA: 1\r\n", NULL, "a",
		"a:1\r\nsig:v=1; b=; x=1", RELAXED },
	{ "rfc6376#3.7: b= and the white space around it go, no octet else",
		"Sig: bh=b ; b =[ abc\r\n ];z=b=1\r\nA: 1\r\n", NULL, "a",
		"A: 1\r\nSig: bh=b ; b =;z=b=1", SIMPLE },
	{ "rfc6376#3.5: h= with the signature's name means the others",
		"SIG: 2; b=2\r\nSig: 1; b=[1]\r\nsig: 0; b=0\r\nA: x\r\n", NULL, "a:sig:sig:sig",
		"A: x\r\nsig: 0; b=0\r\nSIG: 2; b=2\r\nSig: 1; b=", SIMPLE },
	{ "rfc6376#3.5: h= with the signature's name, when it is the only one",
		"Sig: 1; b=[1]\r\nA: x\r\n", NULL, "sig:a:sig",
		"A: x\r\nSig: 1; b=", SIMPLE },
	{ "8-bit octets are hashed as they are",
		"A: gr\xc3\xbc\xc3\x9f \xff\r\n", "Sig: b=[]", "a",
		"a:gr\xc3\xbc\xc3\x9f \xff\r\nsig:b=", RELAXED },
	{ "a lone CR stays",
		"A: x\ry \r\r\n", "Sig: b=[]", "a",
		"a:x\ry \r\r\nsig:b=", RELAXED },
};
// clang-format on

/* Cuts the marks out of a signature field: what is left, and its b=. */
static zgl_sv unmark(char *text, size_t n, zgl_sv *b_r)
{
	size_t from = zgl_sv_find((zgl_sv){ text, n }, '[');
	size_t to = zgl_sv_find((zgl_sv){ text, n }, ']') - 1;

	assert_true(from <= to && to < n);
	memmove(text + from, text + from + 1, to - from);
	memmove(text + to, text + to + 2, n - to - 2);
	*b_r = (zgl_sv){ text + from, to - from };
	return (zgl_sv){ text, n - 2 };
}

/* Adds the fields; fills in the signature field when it is among them. */
static void add_fields(
	struct zgl_header *h, zgl_sv text, struct zgl_signedfields *what)
{
	char sig[256];
	zgl_sv b;

	while (text.n > 0) {
		size_t n = 1;
		while (text.p[n - 1] != '\n' || n < 2 || text.p[n - 2] != '\r'
			|| (n < text.n && zgl_is_wsp(text.p[n])))
			n++;
		zgl_sv raw = zgl_sv_head(text, n - 2);
		text = zgl_sv_skip(text, n);
		bool own = zgl_sv_find(raw, '[') < raw.n;
		if (own) {
			memcpy(sig, raw.p, raw.n);
			raw = unmark(sig, raw.n, &b);
			what->own = h->count;
		}
		assert_int_equal(zgl_header_add(h, raw), ZGL_OK);
		if (!own)
			continue;
		what->field = zgl_field_raw(&h->fields[h->count - 1]);
		what->b = (zgl_sv){ what->field.p + (b.p - sig), b.n };
	}
}

static void check_digest(void **state)
{
	const struct digest *row = *state;
	struct zgl_signedfields what = {
		.own = ZGL_NO_FIELD, .canon = row->canon, .alg = ZGL_HASH_SHA256
	};
	struct zgl_digest got, made;
	struct zgl_header header;
	struct zgl_names names;
	struct zgl_hash *hash;
	struct zgl_arena a;
	char sig[256] = "";

	zgl_arena_begin(&a, 1 << 16);
	zgl_header_begin(&header, &a, &limits);
	if (row->sig != NULL) {
		strncpy(sig, row->sig, sizeof(sig) - 1);
		what.field = unmark(sig, strlen(sig), &what.b);
	}
	add_fields(&header, zgl_sv_of(row->header), &what);
	assert_int_equal(
		zgl_names_parse(zgl_sv_of(row->names), &limits, &a, &names),
		ZGL_OK);
	what.header = &header;
	what.names = &names;
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	assert_int_equal(
		zgl_signedfields_digest(&what, hash, &a, &got), ZGL_OK);
	made = digest_of(engine, ZGL_HASH_SHA256, zgl_sv_of(row->hashed));
	assert_memory_equal(got.octets, made.octets, made.n);
	zgl_hash_free(hash);
	zgl_arena_free(&a);
}

/* Fields of many sizes, around that of any buffer on the way to the hash. */
static void fields_of_every_size(void **state)
{
	static char value[70000];
	struct zgl_names names = { &(zgl_sv){ "a", 1 }, 1 };
	struct zgl_hash *hash;
	struct zgl_arena a;

	(void)state;
	memset(value, 'v', sizeof(value));
	memcpy(value, "a:", 2);
	zgl_arena_begin(&a, 1 << 24);
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	for (size_t n = 2; n < sizeof(value); n += n < 9000 ? 1 : 5003) {
		struct zgl_digest got, made;
		struct zgl_header header;
		struct zgl_buf text;
		zgl_header_begin(&header, &a, &limits);
		zgl_sv raw = { value, n };
		assert_int_equal(zgl_header_add(&header, raw), ZGL_OK);
		struct zgl_signedfields what = { .header = &header,
			.names = &names,
			.field = ZGL_SV("s:b="),
			.own = ZGL_NO_FIELD,
			.canon = RELAXED,
			.alg = ZGL_HASH_SHA256 };
		what.b = zgl_sv_skip(what.field, what.field.n);
		assert_int_equal(
			zgl_signedfields_digest(&what, hash, &a, &got), ZGL_OK);
		zgl_buf_begin(&text, sizeof(value) + 10);
		zgl_buf_put(&text, raw);
		zgl_buf_text(&text, "\r\ns:b=");
		made = digest_of(engine, ZGL_HASH_SHA256, zgl_buf_sv(&text));
		assert_memory_equal(got.octets, made.octets, made.n);
		zgl_buf_free(&text);
		zgl_arena_reset(&a);
	}
	zgl_hash_free(hash);
	zgl_arena_free(&a);
}

static void an_arena_without_room_is_an_error(void **state)
{
	struct zgl_names names = { &(zgl_sv){ "a", 1 }, 1 };
	struct zgl_header header;
	struct zgl_digest digest;
	struct zgl_hash *hash;
	struct zgl_arena a;

	(void)state;
	zgl_arena_begin(&a, 1);
	zgl_header_begin(&header, &a, &limits);
	struct zgl_signedfields what = { .header = &header,
		.names = &names,
		.field = ZGL_SV("s:b="),
		.b = ZGL_SV(""),
		.own = ZGL_NO_FIELD };
	what.b = zgl_sv_skip(what.field, what.field.n);
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	assert_int_equal(
		zgl_signedfields_digest(&what, hash, &a, &digest), ZGL_ELIMIT);
	assert_int_equal(parse_many(5, &a), ZGL_ELIMIT);
	zgl_hash_free(hash);
	zgl_arena_free(&a);
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	limits = ZGL_LIMITS_DEFAULT;
	ROWS_ADD(&r, lists, check_list);
	ROWS_ADD(&r, digests, check_digest);
	rows_add_one(
		&r, "as many names as the limit, and one more", most_names);
	rows_add_one(&r, "names are counted in any case",
		names_are_counted_in_any_case);
	rows_add_one(&r, "fields of every size are hashed whole",
		fields_of_every_size);
	rows_add_one(&r, "an arena without room is ZGL_ELIMIT",
		an_arena_without_room_is_an_error);
	int failed = rows_run(&r, "signedfields");
	zgl_engine_free(engine);
	return failed;
}
