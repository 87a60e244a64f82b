/* SPDX-License-Identifier: ISC */
/* dkimfield: the text of a signature field, and that it reads back. */
#include "tests/rows.h"
#include "zegel/dkim/dkimfield.h"
#include "zegel/dkim/dkimsig.h"

static struct zgl_limits limits;

/* 32 octets of 0 in base64. */
#define ZEROS "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

struct row {
	const char *name, *text;
	const char *domain, *selector, *identity, *names;
	int64_t signed_at_s, expires_at_s;
	enum zgl_key_alg alg;
	enum zgl_canon header_canon, body_canon;
};

#define SIMPLE  ZGL_CANON_SIMPLE
#define RELAXED ZGL_CANON_RELAXED

// clang-format off
static const struct row rows[] = {
	{ "rfc6376#3.5: the usual field",
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
		"\td=example.com; s=sel; t=1700000000;\r\n"
		"\th=From:To:From;\r\n"
		"\tbh=" ZEROS ";\r\n"
		"\tb=",
		"example.com", "sel", NULL, "From:To:From", 1700000000, 0, ZGL_KEY_RSA, RELAXED, RELAXED },
	{ "rfc8463#3: Ed25519, an expiry, an identity",
		"DKIM-Signature: v=1; a=ed25519-sha256; c=simple/relaxed;\r\n"
		"\td=example.com; s=a.b; t=0; x=999999999999;\r\n"
		"\ti=joe@sub.example.com;\r\n"
		"\th=From;\r\n"
		"\tbh=" ZEROS ";\r\n"
		"\tb=",
		"example.com", "a.b", "joe@sub.example.com", "From", 0, 999999999999, ZGL_KEY_ED25519, SIMPLE, RELAXED },
	{ "rfc6376#2.11: an identity in quoted-printable",
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple;\r\n"
		"\td=example.com; s=sel; t=1;\r\n"
		"\ti=\"a=20b=3B=3D\"@example.com;\r\n"
		"\th=From;\r\n"
		"\tbh=" ZEROS ";\r\n"
		"\tb=",
		"example.com", "sel", "\"a b;=\"@example.com", "From", 1, 0, ZGL_KEY_RSA, RELAXED, SIMPLE },
	{ "rfc8616#5: an identity in UTF-8 stays as it is",
		"DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple;\r\n"
		"\td=xn--mller-kva.example; s=sel; t=1;\r\n"
		"\ti=j\xc3\xb6@m\xc3\xbcller.example;\r\n"
		"\th=From;\r\n"
		"\tbh=" ZEROS ";\r\n"
		"\tb=",
		"m\xc3\xbcller.example", "sel", "j\xc3\xb6@m\xc3\xbcller.example", "From", 1, 0, ZGL_KEY_RSA, SIMPLE, SIMPLE },
	{ "rfc6376#3.5: h= is folded behind its colons",
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
		"\td=example.com; s=sel; t=1;\r\n"
		"\th=From:Reply-To:Subject:Date:To:Cc:Message-ID:In-Reply-To:\r\n"
		"\tReferences:MIME-Version:Content-Type:Content-Transfer-Encoding:\r\n"
		"\tList-Unsubscribe-Post:From:To;\r\n"
		"\tbh=" ZEROS ";\r\n"
		"\tb=",
		"example.com", "sel", NULL, "From:Reply-To:Subject:Date:To:Cc:Message-ID:In-Reply-To:References:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Unsubscribe-Post:From:To", 1, 0, ZGL_KEY_RSA, RELAXED, RELAXED },
	{ "rfc6376#3.5: a name longer than a line is not cut",
		"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
		"\td=example.com; s=sel; t=1;\r\n"
		"\th=From:\r\n"
		"\tX-abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij:\r\n"
		"\tTo;\r\n"
		"\tbh=" ZEROS ";\r\n"
		"\tb=",
		"example.com", "sel", NULL, "From:X-abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij:To", 1, 0, ZGL_KEY_RSA, RELAXED, RELAXED },
};
// clang-format on

/* What a row's field is made of. */
struct parts {
	struct zgl_dname domain, selector;
	struct zgl_names names;
	struct zgl_digest body_hash;
};

static struct zgl_dkimfield field_of(
	const struct row *row, struct parts *p, struct zgl_arena *a)
{
	p->body_hash = (struct zgl_digest){ .n = 32 };
	assert_int_equal(zgl_dname_parse(zgl_sv_of(row->domain), &p->domain),
		ZGL_DNAME_OK);
	assert_int_equal(
		zgl_dname_parse(zgl_sv_of(row->selector), &p->selector),
		ZGL_DNAME_OK);
	assert_int_equal(
		zgl_names_parse(zgl_sv_of(row->names), &limits, a, &p->names),
		ZGL_OK);
	return (struct zgl_dkimfield){ .alg = row->alg,
		.header_canon = row->header_canon,
		.body_canon = row->body_canon,
		.domain = &p->domain,
		.selector = &p->selector,
		.identity = zgl_sv_of(row->identity),
		.signed_at_s = row->signed_at_s,
		.expires_at_s = row->expires_at_s,
		.names = &p->names,
		.body_hash = &p->body_hash };
}

static void check_text(void **state)
{
	const struct row *row = *state;
	struct zgl_arena a;
	struct parts parts;
	struct zgl_buf text;

	zgl_arena_begin(&a, 1 << 16);
	zgl_buf_begin(&text, 1 << 16);
	struct zgl_dkimfield field = field_of(row, &parts, &a);
	zgl_dkimfield_write(&text, &field);
	assert_int_equal(text.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&text), zgl_sv_of(row->text));
	zgl_buf_free(&text);
	zgl_arena_free(&a);
}

static void assert_reads_back(const struct row *row,
	const struct zgl_dkimfield *field, const struct zgl_dkimsig *sig)
{
	assert_string_equal(zgl_dkim_reason_word(sig->fault), "verified");
	assert_int_equal(sig->key_alg, field->alg);
	assert_int_equal(sig->hash_alg, ZGL_HASH_SHA256);
	assert_int_equal(sig->header_canon, field->header_canon);
	assert_int_equal(sig->body_canon, field->body_canon);
	assert_true(zgl_dname_eq(&sig->domain, field->domain));
	assert_true(zgl_dname_eq(&sig->selector, field->selector));
	assert_int_equal(sig->signed_at_s, field->signed_at_s);
	assert_int_equal(sig->expires_at_s,
		field->expires_at_s == 0 ? ZGL_NO_TIME : field->expires_at_s);
	assert_true(sig->body_length == ZGL_BODY_WHOLE);
	assert_sv_equal(sig->identity, field->identity);
	assert_int_equal(sig->identity.p == NULL, row->identity == NULL);
	assert_int_equal(sig->names.count, field->names->count);
	for (size_t i = 0; i < sig->names.count; i++)
		assert_sv_equal(sig->names.at[i], field->names->at[i]);
}

static void check_reads_back(void **state)
{
	const struct row *row = *state;
	struct zgl_sig signature = { .octets = "zegel", .n = 5 };
	struct zgl_dkimsig sig;
	struct zgl_arena a;
	struct parts parts;
	struct zgl_buf text;

	zgl_arena_begin(&a, 1 << 16);
	zgl_buf_begin(&text, 1 << 16);
	struct zgl_dkimfield field = field_of(row, &parts, &a);
	zgl_dkimfield_write(&text, &field);
	zgl_dkimfield_put_signature(&text, &signature);
	assert_int_equal(text.err, ZGL_OK);
	zgl_sv value = zgl_sv_skip(zgl_buf_sv(&text), 15);
	assert_int_equal(zgl_dkimsig_read(value, &limits, &a, &sig), ZGL_OK);
	assert_reads_back(row, &field, &sig);
	assert_sv_equal(sig.signature, ZGL_SV("zegel"));
	zgl_buf_free(&text);
	zgl_arena_free(&a);
}

/* Each line but the last ends in CRLF, the next one begins with HTAB; a HTAB
 * counts 8 columns. */
static void assert_lines(zgl_sv text, size_t most)
{
	for (size_t column = 0; text.n > 0; text = zgl_sv_skip(text, 1)) {
		column += text.p[0] == '\t' ? 8 : 1;
		if (text.p[0] == '\r') {
			assert_true(zgl_sv_starts(text, ZGL_SV("\r\n\t")));
			text = zgl_sv_skip(text, 1);
			column = 0;
		}
		assert_true(column <= most);
	}
}

static void signatures_of_every_length(void **state)
{
	struct zgl_sig sig = { .n = 0 };
	struct zgl_dkimsig read;

	(void)state;
	for (size_t i = 0; i < ZGL_SIG_MAX; i++)
		sig.octets[i] = (uint8_t)(i * 7 + 1);
	for (sig.n = 1; sig.n <= ZGL_SIG_MAX; sig.n++) {
		struct zgl_buf text;
		struct zgl_arena a;
		zgl_buf_begin(&text, 1 << 16);
		zgl_arena_begin(&a, 1 << 16);
		zgl_buf_text(&text,
			"v=1; a=rsa-sha256; d=example.com; s=a;"
			"h=from;\r\n\tbh=" ZEROS ";\r\n\tb=");
		zgl_dkimfield_put_signature(&text, &sig);
		assert_int_equal(text.err, ZGL_OK);
		assert_lines(zgl_buf_sv(&text), 76);
		assert_int_equal(
			zgl_dkimsig_read(zgl_buf_sv(&text), &limits, &a, &read),
			ZGL_OK);
		assert_int_equal(read.signature.n, sig.n);
		assert_memory_equal(read.signature.p, sig.octets, sig.n);
		zgl_buf_free(&text);
		zgl_arena_free(&a);
	}
}

static void lines_are_short(void **state)
{
	(void)state;
	for (size_t i = 0; i + 1 < ZGL_COUNT(rows); i++)
		assert_lines(zgl_sv_of(rows[i].text), 76);
}

/* Names that fill their line to every column. */
static void names_at_every_column(void **state)
{
	char name[64];

	(void)state;
	memset(name, 'x', sizeof(name));
	for (size_t n = 1; n <= sizeof(name); n++) {
		zgl_sv at[] = { { "From", 4 }, { name, n }, { name, n },
			{ "To", 2 }, { name, n }, { "To", 2 } };
		struct zgl_names names = { at, ZGL_COUNT(at) };
		struct zgl_arena a;
		struct parts parts;
		struct zgl_buf text;
		zgl_arena_begin(&a, 1 << 16);
		zgl_buf_begin(&text, 1 << 16);
		struct zgl_dkimfield field = field_of(&rows[0], &parts, &a);
		field.names = &names;
		zgl_dkimfield_write(&text, &field);
		assert_lines(zgl_buf_sv(&text), 76);
		zgl_buf_free(&text);
		zgl_arena_free(&a);
	}
}

/* A whole field in a buffer of `most` octets; how many stand there. */
static size_t write_whole(size_t most, enum zgl_err *err_r)
{
	struct zgl_sig sig = { .n = 256 };
	struct zgl_arena a;
	struct parts parts;
	struct zgl_buf text;

	zgl_arena_begin(&a, 1 << 16);
	zgl_buf_begin(&text, most);
	struct zgl_dkimfield field = field_of(&rows[0], &parts, &a);
	zgl_dkimfield_write(&text, &field);
	zgl_dkimfield_put_signature(&text, &sig);
	size_t n = text.n;
	*err_r = text.err;
	zgl_buf_free(&text);
	zgl_arena_free(&a);
	return n;
}

static void a_buffer_without_room_has_an_error(void **state)
{
	enum zgl_err err;
	size_t whole = write_whole(1 << 16, &err);

	(void)state;
	assert_int_equal(err, ZGL_OK);
	for (size_t most = 0; most < whole; most++) {
		assert_true(write_whole(most, &err) <= most);
		assert_int_equal(err, ZGL_ELIMIT);
	}
	assert_int_equal(write_whole(whole, &err), whole);
	assert_int_equal(err, ZGL_OK);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	ROWS_ADD(&r, rows, check_text);
	ROWS_ADD(&r, rows, check_reads_back);
	rows_add_one(&r, "signatures of every length are folded and read back",
		signatures_of_every_length);
	rows_add_one(&r, "rfc5322#2.1.1: no line is over 76 columns",
		lines_are_short);
	rows_add_one(&r, "names at every column", names_at_every_column);
	rows_add_one(&r, "a buffer without room has an error",
		a_buffer_without_room_has_an_error);
	return rows_run(&r, "dkimfield");
}
