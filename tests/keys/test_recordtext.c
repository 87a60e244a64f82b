/* SPDX-License-Identifier: ISC */
/* recordtext: key records written, and read back as a zone and as tags. */
#include "tests/rows.h"
#include "zegel/base/b64.h"
#include "zegel/dns/zone.h"
#include "zegel/keys/recordtext.h"
#include "zegel/tags/taglist.h"

#define ED25519                                                                \
	"\xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b\xfe\xd3\xc9\x64\x07\x3a"     \
	"\x0e\xe1\x72\xf3\xda\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a"
#define ED25519_B64 "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

#define TEXT(literal)                                                          \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}

struct value_row {
	const char *name;
	struct zgl_keys_record record;
	const char *want; /* NULL: ZGL_EUSAGE */
};

// clang-format off
static const struct value_row value_rows[] = {
	{ "rfc8463#A.2: an Ed25519 key",
		{ .alg = ZGL_KEY_ED25519, .public_half = TEXT(ED25519) },
		"v=DKIM1; k=ed25519; p=" ED25519_B64 },
	{ "rfc6376#3.6.1: an RSA key",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foobar") },
		"v=DKIM1; k=rsa; p=Zm9vYmFy" },
	{ "rfc6376#3.6.1: t=y",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .testing = true },
		"v=DKIM1; k=rsa; t=y; p=Zm9v" },
	{ "rfc6376#3.6.1: t=s",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .strict = true },
		"v=DKIM1; k=rsa; t=s; p=Zm9v" },
	{ "rfc6376#3.6.1: t=y:s",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .testing = true, .strict = true },
		"v=DKIM1; k=rsa; t=y:s; p=Zm9v" },
	{ "rfc6376#3.6.1: an empty p= revokes",
		{ .alg = ZGL_KEY_RSA, .revoked = true }, "v=DKIM1; k=rsa; p=" },
	{ "a revoked key leaves nothing of itself",
		{ .alg = ZGL_KEY_ED25519, .public_half = TEXT(ED25519), .revoked = true },
		"v=DKIM1; k=ed25519; p=" },
	{ "no key and not revoked: never an empty p= by mistake",
		{ .alg = ZGL_KEY_RSA }, NULL },
	{ "rfc6376#2.11: notes",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .notes = TEXT("mail-2026") },
		"v=DKIM1; k=rsa; n=mail-2026; p=Zm9v" },
	{ "rfc6376#2.11: notes with ; and = cannot become tags",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .notes = TEXT("x; p=") },
		"v=DKIM1; k=rsa; n=x=3B=20p=3D; p=Zm9v" },
	{ "rfc6376#2.11: white space, controls and NUL in notes",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .notes = TEXT("\0\t\r\n \x7f") },
		"v=DKIM1; k=rsa; n==00=09=0D=0A=20=7F; p=Zm9v" },
	{ "rfc6376#2.11: 8-bit octets in notes",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .notes = TEXT("\xc3\xa9\xff") },
		"v=DKIM1; k=rsa; n==C3=A9=FF; p=Zm9v" },
	{ "rfc6376#2.11: all the other octets stand as they are",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foo"), .notes = TEXT("!\"#\\:<>~") },
		"v=DKIM1; k=rsa; n=!\"#\\:<>~; p=Zm9v" },
};
// clang-format on

static void check_value(void **state)
{
	const struct value_row *row = *state;
	struct zgl_taglist list;
	struct zgl_diag diag;
	struct zgl_buf b;

	zgl_buf_begin(&b, 4096);
	assert_int_equal(zgl_keys_record_value(&row->record, &b),
		row->want == NULL ? ZGL_EUSAGE : ZGL_OK);
	if (row->want != NULL) {
		assert_sv_equal(zgl_buf_sv(&b), zgl_sv_of(row->want));
		assert_int_equal(
			zgl_taglist_parse(zgl_buf_sv(&b), &list, &diag),
			ZGL_OK);
		assert_sv_equal(list.tags[0].name, ZGL_SV("v"));
		const struct zgl_tag *p = zgl_taglist_find(&list, ZGL_SV("p"));
		assert_non_null(p);
		assert_int_equal(p->value.n == 0, row->record.revoked);
	}
	zgl_buf_free(&b);
}

static struct zgl_dname dname_of(const char *text)
{
	struct zgl_dname name;

	assert_int_equal(zgl_dname_parse(zgl_sv_of(text), &name), ZGL_DNAME_OK);
	return name;
}

struct zone_row {
	const char *name;
	struct zgl_keys_record record;
	const char *want;
};

#define A10  "AAAAAAAAAA"
#define A100 A10 A10 A10 A10 A10 A10 A10 A10 A10 A10

// clang-format off
static const struct zone_row zone_rows[] = {
	{ "rfc1035#5.1: one string",
		{ .alg = ZGL_KEY_RSA, .public_half = TEXT("foobar") },
		"s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; p=Zm9vYmFy\" )\n" },
	{ "rfc1035#5.1: quotes and backslashes are escaped",
		{ .alg = ZGL_KEY_RSA, .revoked = true, .notes = TEXT("\"\\n") },
		"s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; n=\\\"\\\\n; p=\" )\n" },
	{ "rfc1035#3.3: a value of 255 octets is one string",
		{ .alg = ZGL_KEY_RSA, .revoked = true,
			.notes = TEXT(A100 A100 A10 A10 A10 "AAA") },
		"s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; n="
		A100 A100 A10 A10 A10 "AAA; p=\" )\n" },
	{ "rfc1035#3.3: a value of 256 octets is two",
		{ .alg = ZGL_KEY_RSA, .revoked = true,
			.notes = TEXT(A100 A100 A10 A10 A10 "AAAA") },
		"s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; n="
		A100 A100 A10 A10 A10 "AAAA; p\"\n\t\"=\" )\n" },
	{ "rfc1035#3.3: the limit is of octets, not of their escapes",
		{ .alg = ZGL_KEY_RSA, .revoked = true,
			.notes = TEXT("\\\\\\\\" A100 A100 A10 A10 "AAAAAAAAA") },
		"s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=rsa; n=\\\\\\\\\\\\\\\\"
		A100 A100 A10 A10 "AAAAAAAAA; p=\" )\n" },
};
// clang-format on

/* The strings of the one TXT record of s1._domainkey.example.com, joined. */
static zgl_sv looked_up(zgl_sv zone_text, struct zgl_arena *a)
{
	struct zgl_dname name = dname_of("s1._domainkey.example.com");
	struct zgl_question question = { .type = ZGL_RR_TXT };
	struct zgl_answer answer;
	struct zgl_zone *zone;
	struct zgl_diag diag;
	zgl_sv value;

	zgl_qname_from_dname(&name, &question.name);
	assert_int_equal(zgl_zone_new(&zone), ZGL_OK);
	assert_int_equal(zgl_zone_load(zone, zone_text, &diag), ZGL_OK);
	assert_int_equal(zgl_zone_answer(zone, &question, &ZGL_LIMITS_DEFAULT,
				 a, &answer),
		ZGL_OK);
	assert_int_equal(answer.state, ZGL_ANSWER_RECORDS);
	assert_int_equal(answer.count, 1);
	assert_int_equal(
		zgl_txt_join(answer.records[0], 16384, a, &value), ZGL_OK);
	value = zgl_arena_copy(a, value);
	zgl_zone_free(zone);
	return value;
}

static void assert_zone_keeps(const struct zgl_keys_record *record)
{
	struct zgl_dname name = dname_of("s1._domainkey.example.com");
	struct zgl_buf zone, value;
	struct zgl_arena a;

	zgl_arena_begin(&a, 1024 * 1024);
	zgl_buf_begin(&zone, 65536);
	zgl_buf_begin(&value, 65536);
	assert_int_equal(zgl_keys_record_zone(&name, record, &zone), ZGL_OK);
	assert_int_equal(zgl_keys_record_value(record, &value), ZGL_OK);
	assert_sv_equal(looked_up(zgl_buf_sv(&zone), &a), zgl_buf_sv(&value));
	zgl_buf_free(&zone);
	zgl_buf_free(&value);
	zgl_arena_free(&a);
}

static void check_zone(void **state)
{
	const struct zone_row *row = *state;
	struct zgl_dname name = dname_of("s1._domainkey.example.com");
	struct zgl_buf b;

	zgl_buf_begin(&b, 4096);
	assert_int_equal(zgl_keys_record_zone(&name, &row->record, &b), ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&b), zgl_sv_of(row->want));
	zgl_buf_free(&b);
	assert_zone_keeps(&row->record);
}

static void every_length(void **state)
{
	static char octets[1200];
	struct zgl_keys_record record = { .alg = ZGL_KEY_RSA };

	(void)state;
	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (char)(i * 11 + 3);
	for (size_t n = 1; n <= sizeof(octets); n++) {
		record.public_half = (zgl_sv){ octets, n };
		assert_zone_keeps(&record);
	}
}

static void every_octet_in_notes(void **state)
{
	char octets[256];
	struct zgl_keys_record record = { .alg = ZGL_KEY_ED25519,
		.revoked = true,
		.notes = { octets, sizeof(octets) } };

	(void)state;
	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (char)i;
	assert_zone_keeps(&record);
}

static void limits(void **state)
{
	static char octets[ZGL_RECORDTEXT_MOST];
	const size_t around = strlen("v=DKIM1; k=rsa; n=; p=");
	struct zgl_dname name = dname_of("s1._domainkey.example.com");
	struct zgl_keys_record record = { .alg = ZGL_KEY_RSA, .revoked = true };
	struct zgl_buf b;

	(void)state;
	memset(octets, 'A', sizeof(octets));
	record.notes = (zgl_sv){ octets, ZGL_RECORDTEXT_MOST - around };
	zgl_buf_begin(&b, 65536);
	assert_int_equal(zgl_keys_record_zone(&name, &record, &b), ZGL_OK);
	record.notes.n++;
	assert_int_equal(zgl_keys_record_zone(&name, &record, &b), ZGL_ELIMIT);
	zgl_buf_free(&b);
	zgl_buf_begin(&b, 10);
	assert_int_equal(zgl_keys_record_value(&record, &b), ZGL_ELIMIT);
	zgl_buf_free(&b);
	name = (struct zgl_dname){ 0 };
	zgl_buf_begin(&b, 65536);
	assert_int_equal(zgl_keys_record_zone(&name, &record, &b), ZGL_EUSAGE);
	zgl_buf_free(&b);
}

struct selector_row {
	const char *name, *text;
	enum zgl_dname_fault want;
	const char *selector;
};

#define L63 A10 A10 A10 A10 A10 A10 "AAA"

// clang-format off
static const struct selector_row selector_rows[] = {
	{ "rfc6376#3.1: a label",            "s1",        ZGL_DNAME_OK,     "s1" },
	{ "rfc6376#3.1: labels",             "march.2026.x-1", ZGL_DNAME_OK, "march.2026.x-1" },
	{ "rfc6376#3.1: capitals",           "Brisbane",  ZGL_DNAME_OK,     "brisbane" },
	{ "rfc8616#5: a U-label",            "b\xc3\xbc" "cher", ZGL_DNAME_OK, "xn--bcher-kva" },
	{ "rfc6376#3.1: an underscore",      "s_1",       ZGL_DNAME_OCTET,  NULL },
	{ "rfc6376#3.1: an underscore in front", "_s1",   ZGL_DNAME_OCTET,  NULL },
	{ "nothing",                         "",          ZGL_DNAME_EMPTY,  NULL },
	{ "a dot at the end",                "s1.",       ZGL_DNAME_EMPTY,  NULL },
	{ "an empty label",                  "a..b",      ZGL_DNAME_EMPTY,  NULL },
	{ "a space",                         "s 1",       ZGL_DNAME_OCTET,  NULL },
	{ "a quote",                         "s\"1",      ZGL_DNAME_OCTET,  NULL },
	{ "a hyphen at the end",             "s-",        ZGL_DNAME_HYPHEN, NULL },
	{ "a label of 64 octets",            L63 "A",     ZGL_DNAME_LONG,   NULL },
};
// clang-format on

static void check_selector(void **state)
{
	const struct selector_row *row = *state;
	struct zgl_dname selector;

	assert_int_equal(
		zgl_keys_selector_parse(zgl_sv_of(row->text), &selector),
		row->want);
	if (row->selector != NULL)
		assert_sv_equal(
			zgl_dname_sv(&selector), zgl_sv_of(row->selector));
}

static void names(void **state)
{
	struct zgl_dname selector = dname_of("a.b");
	struct zgl_dname domain = dname_of("example.com"), name;

	(void)state;
	assert_true(zgl_keys_record_name(&selector, &domain, &name));
	assert_sv_equal(
		zgl_dname_sv(&name), ZGL_SV("a.b._domainkey.example.com"));
	/* 12 octets for "._domainkey.", 61 and 180 for the rest: 253 */
	domain = dname_of(L63 "." L63 "." A10 A10 A10 A10 A10 "AA");
	selector = dname_of(A10 A10 A10 A10 A10 A10 "A");
	assert_true(zgl_keys_record_name(&selector, &domain, &name));
	assert_int_equal(name.n, ZGL_DNAME_MAX);
	selector = dname_of(A10 A10 A10 A10 A10 A10 "AA");
	assert_false(zgl_keys_record_name(&selector, &domain, &name));
	domain = dname_of(L63 "." L63 "." L63 "." A10 A10 A10 A10 A10);
	assert_false(zgl_keys_record_name(&selector, &domain, &name));
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, value_rows, check_value);
	ROWS_ADD(&r, zone_rows, check_zone);
	ROWS_ADD(&r, selector_rows, check_selector);
	rows_add_one(&r, "keys of 1 to 1200 octets come back from a zone",
		every_length);
	rows_add_one(&r, "notes of every octet come back from a zone",
		every_octet_in_notes);
	rows_add_one(&r, "a value of 8192 octets, and one more", limits);
	rows_add_one(&r, "rfc6376#3.6.2.1: the name of a record", names);
	return rows_run(&r, "recordtext");
}
