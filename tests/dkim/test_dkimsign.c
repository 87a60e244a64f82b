/* SPDX-License-Identifier: ISC */
/*
 * dkimsign: what is signed, what is refused, and that each signature verifies.
 * Every row is signed at every split of its body.
 */
#include "tests/dkim/mail_maker.h"
#include "tests/rows.h"
#include "tests/sig/recordhelp.h"
#include "zegel/dkim/dkimsign.h"

#define KEYS_MOST 16
#define F(name)   ZGL_DKIMSIGN_REFUSE_##name

static struct zgl_engine *engine;
static struct zgl_limits limits;

struct row {
	const char *name;
	const char *names;    /* h= of the signature; NULL: it is refused */
	const char *header;   /* NULL: MAIL_HEADER */
	const char *body;     /* NULL: MAIL_BODY */
	const char *fields;   /* "a:b"; NULL: the default list */
	const char *oversign; /* "-": none; NULL: the default list */
	const char *keys;     /* "rsa2048 ed25519"; NULL: "rsa1024" */
	const char *canon;    /* as in mail_seal */
	const char *identity;
	int64_t expire_in_s;
	enum zgl_dkimsign_refusal refusal;
	const char *refused; /* the name of the field */
};

// clang-format off
static const struct row rows[] = {
	{ .name = "the defaults: what is there, and once more what must not be added",
		.names = "From:From:Reply-To:Subject:Subject:Date:Date:To:To:Cc:Message-ID:Content-Type" },
	{ .name = "rfc6376#5.4.1: the fields that are worth a signature",
		.header = "Received: x\r\nResent-From: r@example.com\r\nResent-Date: x\r\nResent-To: a@b.example\r\nResent-Cc: c@b.example\r\n"
			"From: joe@example.com\r\nReply-To: j@example.com\r\nTo: a@b.example\r\nCc: b@b.example\r\nBcc: c@b.example\r\nSubject: x\r\nDate: x\r\nMessage-ID: <1@example.com>\r\n"
			"In-Reply-To: <0@example.com>\r\nReferences: <0@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n"
			"List-Id: <x.example.com>\r\nList-Help: x\r\nList-Unsubscribe: x\r\nList-Unsubscribe-Post: x\r\nList-Subscribe: x\r\nList-Post: x\r\nList-Owner: x\r\nList-Archive: x\r\nReturn-Path: <>\r\nX-Spam: no\r\n",
		.names = "From:From:Reply-To:Reply-To:Subject:Subject:Date:Date:To:To:Cc:Cc:Message-ID:Message-ID:In-Reply-To:References:MIME-Version:Content-Type:Content-Type:Content-Transfer-Encoding:"
			"Resent-Date:Resent-From:Resent-To:Resent-Cc:List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:List-Subscribe:List-Post:List-Owner:List-Archive" },
	{ .name = "rfc6376#5.4: a field is named as often as it stands",
		.header = "From: a@example.com\r\nComments: 1\r\nKeywords: x\r\ncomments: 2\r\nCOMMENTS : 3\r\n", .fields = "From:Comments", .oversign = "-", .names = "From:Comments:Comments:Comments" },
	{ .name = "rfc6376#5.4: and once more when it is oversigned",
		.header = "From: a@example.com\r\nComments: 1\r\ncomments: 2\r\n", .fields = "From:Comments", .oversign = "comments", .names = "From:Comments:Comments:Comments" },
	{ .name = "names to oversign that are not in the list come behind it", .fields = "from", .oversign = "X-A:From:Subject:x-a", .names = "from:from:X-A:Subject:Subject" },
	{ .name = "a name twice in the list is taken once", .fields = "from:Subject:FROM:subject", .oversign = "-", .names = "from:Subject" },
	{ .name = "rfc6376#5.4: From alone", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "simple/simple", .canon = "ss", .fields = "From:Subject", .oversign = "-", .names = "From:Subject" },
	{ .name = "simple/relaxed", .canon = "sr", .fields = "From:Subject", .oversign = "-", .names = "From:Subject" },
	{ .name = "relaxed/simple", .canon = "rs", .fields = "From:Subject", .oversign = "-", .names = "From:Subject" },
	{ .name = "an empty body", .body = "", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "a body without CRLF at its end", .body = "a\r\n\r\nb", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc6376#5.3: dots at the start of lines are signed as they are", .body = "..\r\n.\r\n..a\r\n", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc6376#3.4: a body in chunks that end between CR and LF", .body = "\r\na \r\n\r\nb\r\n\r\n", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc8463#6: RSA and Ed25519, a field for each", .keys = "rsa2048 ed25519", .fields = "From:Date", .oversign = "From", .names = "From:From:Date" },
	{ .name = "16 keys", .keys = "ed25519 rsa1024 ed25519 rsa1024 ed25519 ed25519 ed25519 ed25519 ed25519 ed25519 ed25519 ed25519 ed25519 ed25519 ed25519 ed25519", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc8301#3.2: RSA of 4096 bits", .keys = "rsa4096", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc6376#3.5: i= of the domain itself", .identity = "joe@example.com", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc6376#3.5: i= of a subdomain, without local part", .identity = "@a.example.com", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc6376#2.11: i= with octets that are encoded", .identity = "\"a ;=\"@example.com", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc6376#3.5: x= is t= and the expiry", .expire_in_s = 604800, .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc8616#5: UTF-8 in the header", .header = "From: J\xc3\xb6 <j\xc3\xb6@m\xc3\xbcller.example>\r\nSubject: \xe2\x82\xac\r\n", .fields = "From:Subject", .oversign = "-", .names = "From:Subject" },
	{ .name = "an old signature is not signed, nor a reason to refuse", .header = "DKIM-Signature: v=1; b=x\r\nFrom: a@example.com\r\n", .fields = "From", .oversign = "-", .names = "From" },
	{ .name = "rfc5322#3.6: no From", .header = "To: a@example.com\r\n", .refusal = F(NO_FROM), .refused = "From" },
	{ .name = "rfc5322#3.6: an empty header", .header = "", .refusal = F(NO_FROM), .refused = "From" },
	{ .name = "rfc5322#3.6: two From", .header = "From: a@example.com\r\nfrom: b@example.com\r\n", .refusal = F(TWO_FROM), .refused = "From" },
	{ .name = "rfc5322#3.6: two From, one with white space in its name", .header = "From \t: a@example.com\r\nFrom: b@example.com\r\n", .refusal = F(TWO_FROM), .refused = "From" },
	{ .name = "rfc6376#8.15: two Subject", .header = MAIL_HEADER "SUBJECT: y\r\n", .refusal = F(REPEATED), .refused = "Subject" },
	{ .name = "rfc5322#3.6: two Date", .header = MAIL_HEADER "Date: y\r\n", .refusal = F(REPEATED), .refused = "Date" },
	{ .name = "rfc5322#3.6: two To", .header = MAIL_HEADER "To: y\r\n", .refusal = F(REPEATED), .refused = "To" },
	{ .name = "rfc5322#3.6: two Cc", .header = MAIL_HEADER "Cc: y\r\nCc: y\r\n", .refusal = F(REPEATED), .refused = "Cc" },
	{ .name = "rfc5322#3.6: two Bcc", .header = MAIL_HEADER "Bcc: y\r\nBcc: y\r\n", .refusal = F(REPEATED), .refused = "Bcc" },
	{ .name = "rfc5322#3.6: two Sender", .header = MAIL_HEADER "Sender: y\r\nSender: y\r\n", .refusal = F(REPEATED), .refused = "Sender" },
	{ .name = "rfc5322#3.6: two Reply-To", .header = MAIL_HEADER "Reply-To: y\r\nReply-To: y\r\n", .refusal = F(REPEATED), .refused = "Reply-To" },
	{ .name = "rfc5322#3.6: two Message-ID", .header = MAIL_HEADER "Message-ID: y\r\nMessage-Id: y\r\n", .refusal = F(REPEATED), .refused = "Message-ID" },
	{ .name = "rfc5322#3.6: two In-Reply-To", .header = MAIL_HEADER "In-Reply-To: y\r\nIn-Reply-To: y\r\n", .refusal = F(REPEATED), .refused = "In-Reply-To" },
	{ .name = "rfc5322#3.6: two References", .header = MAIL_HEADER "References: y\r\nReferences: y\r\n", .refusal = F(REPEATED), .refused = "References" },
	{ .name = "rfc5322#2.2: a CR without LF", .header = MAIL_HEADER "X-A: a\rFrom: b@example.com\r\n", .refusal = F(BARE_CR), .refused = "X-A" },
	{ .name = "rfc5322#2.2: a CR at the end of a field", .header = "X-A: a\r\r\n" MAIL_HEADER, .refusal = F(BARE_CR), .refused = "X-A" },
	{ .name = "rfc5322#2.2: a CR before a fold", .header = MAIL_HEADER "X-B: a\r\n b\r\r\n c\r\n", .refusal = F(BARE_CR), .refused = "X-B" },
};
// clang-format on

static const char *or_else(const char *text, const char *otherwise)
{
	return text != NULL ? text : otherwise;
}

/* A signer and what it is made of. */
struct signer {
	struct zgl_dkimsign_config config;
	struct zgl_dkimsign_key keys[KEYS_MOST];
	struct zgl_privkey *privkeys[KEYS_MOST];
	size_t count;
	struct zgl_arena a; /* of the lists */
	struct zgl_dkimsign *sign;
	char refused[32]; /* the name of the last field that was */
};

/* Adds a key whose selector is the name of the test key. */
static void add_key(struct signer *s, zgl_sv name)
{
	struct zgl_dkimsign_key *key = &s->keys[s->count];
	const struct testkey *testkey = testkey_named(name);

	assert_true(testkey != NULL && s->count < KEYS_MOST);
	struct zgl_privkey *privkey =
		privkey_or_fail(engine, zgl_sv_of(testkey->pem));
	assert_int_equal(zgl_dname_parse(ZGL_SV("example.com"), &key->domain),
		ZGL_DNAME_OK);
	assert_int_equal(zgl_dname_parse(name, &key->selector), ZGL_DNAME_OK);
	key->key = zgl_privkey_signkey(privkey);
	s->privkeys[s->count++] = privkey;
}

static void read_list(struct signer *s, const char *text, const zgl_sv **at_r,
	size_t *count_r)
{
	struct zgl_names names = { NULL, 0 };

	if (text == NULL)
		return;
	if (strcmp(text, "-") != 0)
		assert_int_equal(zgl_names_parse(zgl_sv_of(text), &limits,
					 &s->a, &names),
			ZGL_OK);
	*at_r = names.at;
	*count_r = names.count;
}

static void make_config(struct signer *s, const struct row *row)
{
	struct zgl_dkimsign_config *c = &s->config;
	const char *canon = or_else(row->canon, "rr");

	zgl_dkimsign_config_default(c);
	assert_int_equal(c->header_canon, ZGL_CANON_RELAXED);
	assert_int_equal(c->body_canon, ZGL_CANON_RELAXED);
	c->engine = engine;
	c->limits = &limits;
	if (canon[0] == 's')
		c->header_canon = ZGL_CANON_SIMPLE;
	if (canon[1] == 's')
		c->body_canon = ZGL_CANON_SIMPLE;
	read_list(s, row->fields, &c->fields, &c->field_count);
	read_list(s, row->oversign, &c->oversign, &c->oversign_count);
	c->identity = zgl_sv_of(row->identity);
	c->expire_in_s = row->expire_in_s;
}

static enum zgl_err make_signer(
	struct signer *s, const struct row *row, const char **why_r)
{
	zgl_sv rest = zgl_sv_of(or_else(row->keys, "rsa1024")), name;

	*s = (struct signer){ .count = 0 };
	zgl_arena_begin(&s->a, 1 << 16);
	while (zgl_sv_split(&rest, ' ', &name))
		add_key(s, name);
	make_config(s, row);
	enum zgl_err err = zgl_dkimsign_new(
		&s->config, s->keys, s->count, &s->sign, why_r);
	assert_int_equal(err == ZGL_OK, s->sign != NULL);
	assert_int_equal(err == ZGL_EUSAGE, *why_r != NULL);
	return err;
}

static void free_signer(struct signer *s)
{
	zgl_dkimsign_free(s->sign);
	for (size_t i = 0; i < s->count; i++)
		zgl_privkey_free(s->privkeys[i]);
	zgl_arena_free(&s->a);
}

static enum zgl_err feed(struct zgl_dkimsign *sign, zgl_sv body, size_t split)
{
	if (split <= body.n) {
		ZGL_TRY(zgl_dkimsign_body(sign, zgl_sv_head(body, split)));
		return zgl_dkimsign_body(sign, zgl_sv_skip(body, split));
	}
	for (size_t i = 0; i < body.n; i++)
		ZGL_TRY(zgl_dkimsign_body(sign, (zgl_sv){ body.p + i, 1 }));
	return ZGL_OK;
}

/* Signs once; what was signed stands in `text`: each field and its CRLF. */
static enum zgl_dkimsign_refusal sign_once(struct signer *s, zgl_sv header_text,
	zgl_sv body, size_t split, struct zgl_buf *text)
{
	zgl_sv refused;
	enum zgl_dkimsign_refusal refusal;
	struct zgl_header header;
	struct zgl_arena a;

	zgl_buf_reset(text);
	zgl_arena_begin(&a, 1 << 20);
	zgl_header_begin(&header, &a, &limits);
	assert_int_equal(mail_add_fields(&header, header_text), ZGL_OK);
	assert_int_equal(
		zgl_dkimsign_begin(s->sign, &header, &a, MAIL_NOW, &refusal),
		ZGL_OK);
	assert_null(zgl_dkimsign_field(s->sign, 0).p);
	if (refusal == F(NONE)) {
		assert_null(zgl_dkimsign_refused_field(s->sign).p);
		assert_int_equal(feed(s->sign, body, split), ZGL_OK);
		assert_int_equal(zgl_dkimsign_end(s->sign), ZGL_OK);
		for (size_t i = 0; i < s->count; i++) {
			zgl_buf_put(text, zgl_dkimsign_field(s->sign, i));
			zgl_buf_text(text, "\r\n");
		}
	}
	assert_null(zgl_dkimsign_field(s->sign, s->count).p);
	refused = zgl_dkimsign_refused_field(s->sign);
	assert_true(refused.n < sizeof(s->refused));
	if (refused.n > 0)
		memcpy(s->refused, refused.p, refused.n);
	s->refused[refused.n] = '\0';
	zgl_arena_free(&a);
	return refusal;
}

static void answer(const void *ctx, const char *name, struct zgl_arena *a,
	struct zgl_answer *answer_r)
{
	char selector[64] = "";

	(void)ctx;
	memcpy(selector, name, strcspn(name, "."));
	mail_answer_testkey(selector, a, answer_r);
}

/* All signatures verify: `text` on top of the message. */
static void assert_verifies(
	const struct signer *s, zgl_sv text, zgl_sv header, zgl_sv body)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_limits most = limits;
	struct zgl_dkimverify *verify;
	struct mail_verdicts got;
	struct zgl_buf whole;

	most.signatures = KEYS_MOST;
	config.engine = engine;
	config.limits = &most;
	assert_int_equal(zgl_dkimverify_new(&config, &verify), ZGL_OK);
	zgl_buf_begin(&whole, 1 << 20);
	zgl_buf_put(&whole, text);
	zgl_buf_put(&whole, header);
	struct mail_job job = { .verify = verify,
		.limits = &limits,
		.header = zgl_buf_sv(&whole),
		.body = body,
		.now_s = MAIL_NOW,
		.answer = answer };
	assert_int_equal(mail_verify(&job, 0, &got), ZGL_OK);
	assert_true(got.count >= s->count);
	for (size_t i = 0; i < s->count; i++) {
		assert_string_equal(
			zgl_dkim_reason_word(got.at[i].reason), "verified");
		assert_int_equal(got.at[i].warnings, 0);
	}
	zgl_buf_free(&whole);
	zgl_dkimverify_free(verify);
}

/* What a field says is what the row wants it to say. */
static void assert_field(const struct row *row, const struct zgl_dkimsig *sig)
{
	zgl_sv names = zgl_sv_of(row->names), name;
	size_t i = 0;

	assert_string_equal(zgl_dkim_reason_word(sig->fault), "verified");
	assert_int_equal(sig->hash_alg, ZGL_HASH_SHA256);
	assert_true(sig->body_length == ZGL_BODY_WHOLE);
	assert_int_equal(sig->signed_at_s, MAIL_NOW);
	assert_int_equal(sig->expires_at_s,
		row->expire_in_s == 0 ? ZGL_NO_TIME
				      : MAIL_NOW + row->expire_in_s);
	assert_sv_equal(sig->identity, zgl_sv_of(row->identity));
	assert_string_equal(sig->domain.text, "example.com");
	while (zgl_sv_split(&names, ':', &name)) {
		assert_true(i < sig->names.count);
		assert_sv_equal(sig->names.at[i++], name);
	}
	assert_int_equal(i, sig->names.count);
}

static void assert_fields(
	const struct signer *s, const struct row *row, zgl_sv text)
{
	struct zgl_header header;
	struct zgl_arena a;

	zgl_arena_begin(&a, 1 << 20);
	zgl_header_begin(&header, &a, &limits);
	assert_int_equal(mail_add_fields(&header, text), ZGL_OK);
	assert_int_equal(header.count, s->count);
	for (size_t i = 0; i < s->count; i++) {
		const struct zgl_field *field = &header.fields[i];
		struct zgl_dkimsig sig;
		assert_sv_equal(
			zgl_field_name(field), ZGL_SV("DKIM-Signature"));
		assert_int_equal(zgl_dkimsig_read(zgl_field_value(field),
					 &limits, &a, &sig),
			ZGL_OK);
		assert_field(row, &sig);
		assert_string_equal(
			sig.selector.text, s->keys[i].selector.text);
		assert_int_equal(sig.key_alg, s->keys[i].key.alg);
	}
	zgl_arena_free(&a);
}

static void check(void **state)
{
	const struct row *row = *state;
	zgl_sv header = zgl_sv_of(or_else(row->header, MAIL_HEADER));
	zgl_sv body = zgl_sv_of(or_else(row->body, MAIL_BODY));
	struct zgl_buf first, text;
	const char *why;
	struct signer s;

	assert_int_equal(make_signer(&s, row, &why), ZGL_OK);
	zgl_buf_begin(&first, 1 << 20);
	zgl_buf_begin(&text, 1 << 20);
	assert_int_equal(sign_once(&s, header, body, 0, &first), row->refusal);
	assert_string_equal(s.refused, or_else(row->refused, ""));
	if (row->names != NULL) {
		assert_fields(&s, row, zgl_buf_sv(&first));
		assert_verifies(&s, zgl_buf_sv(&first), header, body);
	}
	for (size_t split = 1; split <= body.n + 1; split += s.count) {
		assert_int_equal(sign_once(&s, header, body, split, &text),
			row->refusal);
		assert_sv_equal(zgl_buf_sv(&text), zgl_buf_sv(&first));
	}
	zgl_buf_free(&first);
	zgl_buf_free(&text);
	free_signer(&s);
}

/* Configurations that must not sign. */
struct wrong {
	const char *name, *why;
	struct row row;
	unsigned min_rsa_bits; /* 0: the default */
	const char *domain;    /* NULL: the one of the keys */
	size_t count;          /* of keys, when not those of the row */
	unsigned bits;         /* that the first key says to have; 0: its own */
};

// clang-format off
static const struct wrong wrongs[] = {
	{ .name = "rfc6376#5.4: From must be signed", .why = "From must be signed", .row = { .fields = "To:Subject" } },
	{ .name = "rfc6376#5.4: From oversigned alone is not signed", .why = "From must be signed", .row = { .fields = "To", .oversign = "From" } },
	{ .name = "no fields at all", .why = "From must be signed", .row = { .fields = "-" } },
	{ .name = "rfc8301#3.2: 768 bits", .why = "the RSA key has too few bits for mail", .row = { .keys = "rsa768" } },
	{ .name = "rfc8301#3.2: 512 bits behind a good key", .why = "the RSA key has too few bits for mail", .row = { .keys = "rsa2048 ed25519 rsa512" } },
	{ .name = "rfc8301#3.2: no option allows fewer than 1024 bits", .why = "RSA keys under 1024 bits must not sign mail", .row = { .keys = "rsa768" }, .min_rsa_bits = 768 },
	{ .name = "1024 bits when 2048 are asked for", .why = "the RSA key has too few bits for mail", .row = { .keys = "rsa1024" }, .min_rsa_bits = 2048 },
	{ .name = "rfc8301#3.2: over 4096 bits, which nobody has to verify", .why = "the RSA key has more bits than verifiers look at", .bits = 4097 },
	{ .name = "rfc6376#3.5: i= outside d=", .why = "the identity is not within the signing domain", .row = { .identity = "joe@example.net" } },
	{ .name = "rfc6376#3.5: i= without @", .why = "the identity is no address", .row = { .identity = "example.com" } },
	{ .name = "rfc6376#3.5: i= with what is no local part", .why = "the identity is no address", .row = { .identity = "a b@example.com" } },
	{ .name = "rfc6376#3.5: i= with a control octet", .why = "the identity is no address", .row = { .identity = "\"a\r\n\"@example.com" } },
	{ .name = "rfc6376#3.5: i= without domain", .why = "the identity is not within the signing domain", .row = { .identity = "joe@" } },
	{ .name = "rfc6376#3.5: an empty i=", .why = "the identity is no address", .row = { .identity = "" } },
	{ .name = "rfc6376#3.5: d= of one label", .why = "the signing domain has one label only", .domain = "com" },
	{ .name = "rfc6376#3.5: an expiry before t=", .why = "the expiry is below 0, or has over 11 digits", .row = { .expire_in_s = -1 } },
	{ .name = "rfc6376#3.5: an expiry of 12 digits", .why = "the expiry is below 0, or has over 11 digits", .row = { .expire_in_s = 100000000000 } },
	{ .name = "an expiry at the end of all numbers", .why = "the expiry is below 0, or has over 11 digits", .row = { .expire_in_s = INT64_MAX } },
	{ .name = "17 keys", .why = "there must be 1 to 16 keys", .count = 17 },
	{ .name = "no keys", .why = "there must be 1 to 16 keys", .count = SIZE_MAX },
};
// clang-format on

static void check_wrong(void **state)
{
	const struct wrong *row = *state;
	struct zgl_dkimsign_key many[KEYS_MOST + 1];
	struct zgl_dkimsign *sign;
	const char *why;
	struct signer s;

	make_signer(&s, &row->row, &why);
	if (row->min_rsa_bits != 0)
		s.config.min_rsa_bits = row->min_rsa_bits;
	if (row->domain != NULL)
		assert_int_equal(zgl_dname_parse(zgl_sv_of(row->domain),
					 &s.keys[0].domain),
			ZGL_DNAME_OK);
	if (row->bits != 0)
		s.keys[0].key.bits = row->bits;
	for (size_t i = 0; i <= KEYS_MOST; i++)
		many[i] = s.keys[i % s.count];
	size_t count = row->count == 0 ? s.count : row->count;
	assert_int_equal(zgl_dkimsign_new(&s.config, many,
				 count == SIZE_MAX ? 0 : count, &sign, &why),
		ZGL_EUSAGE);
	assert_null(sign);
	assert_string_equal(why, row->why);
	free_signer(&s);
}

static const struct row plain = { .name = "" };

/* Names that are no names, and keys without a name. */
static void names_that_no_field_can_have(void **state)
{
	static const char *const names[] = { "", "a b", "a:b", "a;b", "a\x7f",
		"\xc3\xa4", "a\r\nb" };
	struct zgl_dkimsign *sign;
	const char *why;
	struct signer s;

	(void)state;
	assert_int_equal(make_signer(&s, &plain, &why), ZGL_OK);
	for (size_t i = 0; i < ZGL_COUNT(names); i++) {
		struct zgl_dkimsign_config config = s.config;
		zgl_sv list[] = { { "From", 4 },
			{ names[i], strlen(names[i]) } };
		config.fields = list;
		config.field_count = 2;
		assert_int_equal(
			zgl_dkimsign_new(&config, s.keys, 1, &sign, &why),
			ZGL_EUSAGE);
		config = s.config;
		config.oversign = list;
		config.oversign_count = 2;
		assert_int_equal(
			zgl_dkimsign_new(&config, s.keys, 1, &sign, &why),
			ZGL_EUSAGE);
		assert_string_equal(why, "no field can have a name like this");
	}
	s.keys[0].selector.n = 0;
	assert_int_equal(zgl_dkimsign_new(&s.config, s.keys, 1, &sign, &why),
		ZGL_EUSAGE);
	assert_string_equal(why, "the selector is empty");
	free_signer(&s);
}

/* The longest identity stands on one line of at most 998 octets. */
static void the_longest_identity(void **state)
{
	char identity[321];
	struct zgl_buf text;
	const char *why;
	struct signer s;

	(void)state;
	memset(identity, '=', sizeof(identity));
	memcpy(identity + sizeof(identity) - 12, "@example.com", 12);
	assert_int_equal(make_signer(&s, &plain, &why), ZGL_OK);
	zgl_dkimsign_free(s.sign);
	s.config.identity = (zgl_sv){ identity, sizeof(identity) };
	assert_int_equal(zgl_dkimsign_new(&s.config, s.keys, 1, &s.sign, &why),
		ZGL_EUSAGE);
	assert_string_equal(
		why, "the identity is longer than an address can be");
	s.config.identity = (zgl_sv){ identity + 1, sizeof(identity) - 1 };
	assert_int_equal(
		zgl_dkimsign_new(&s.config, s.keys, 1, &s.sign, &why), ZGL_OK);
	zgl_buf_begin(&text, 1 << 16);
	zgl_sv header = ZGL_SV(MAIL_HEADER), body = ZGL_SV(MAIL_BODY), line;
	assert_int_equal(sign_once(&s, header, body, 0, &text), F(NONE));
	assert_verifies(&s, zgl_buf_sv(&text), header, body);
	for (zgl_sv rest = zgl_buf_sv(&text); zgl_sv_split(&rest, '\n', &line);)
		assert_true(line.n <= 999); /* its CR, too */
	zgl_buf_free(&text);
	free_signer(&s);
}

/* rfc6376#3.5: as many names as a verifier looks at, and one more. */
static void as_many_fields_as_the_limit(void **state)
{
	static const struct row row = { .fields = "From:X-A", .oversign = "-" };
	zgl_sv body = ZGL_SV("x\r\n");
	struct zgl_buf header, text;
	const char *why;
	struct signer s;

	(void)state;
	assert_int_equal(make_signer(&s, &row, &why), ZGL_OK);
	zgl_buf_begin(&header, 1 << 16);
	zgl_buf_begin(&text, 1 << 16);
	zgl_buf_text(&header, "From: a@example.com\r\n");
	for (size_t i = 1; i < limits.signed_names; i++)
		zgl_buf_text(&header, "X-a: x\r\n");
	assert_int_equal(
		sign_once(&s, zgl_buf_sv(&header), body, 0, &text), F(NONE));
	assert_verifies(&s, zgl_buf_sv(&text), zgl_buf_sv(&header), body);
	zgl_buf_text(&header, "X-A: x\r\n");
	assert_int_equal(sign_once(&s, zgl_buf_sv(&header), body, 0, &text),
		F(TOO_MANY));
	assert_string_equal(s.refused, "X-A");
	zgl_buf_free(&header);
	zgl_buf_free(&text);
	free_signer(&s);
}

/* A message begun by hand, without asserting how it ends. */
struct begun {
	struct zgl_header header;
	struct zgl_arena a;
	struct signer s;
};

static void begin(struct begun *b)
{
	const char *why;

	assert_int_equal(make_signer(&b->s, &plain, &why), ZGL_OK);
	zgl_arena_begin(&b->a, 1 << 20);
	zgl_header_begin(&b->header, &b->a, &limits);
	assert_int_equal(
		mail_add_fields(&b->header, ZGL_SV(MAIL_HEADER)), ZGL_OK);
}

static enum zgl_err begin_sign(struct begun *b, int64_t now_s)
{
	enum zgl_dkimsign_refusal refusal;
	enum zgl_err err = zgl_dkimsign_begin(
		b->s.sign, &b->header, &b->a, now_s, &refusal);

	assert_int_equal(refusal, F(NONE));
	return err;
}

static void release(struct begun *b)
{
	free_signer(&b->s);
	zgl_arena_free(&b->a);
}

static void a_field_with_nul(void **state)
{
	enum zgl_dkimsign_refusal refusal;
	struct begun b;

	(void)state;
	begin(&b);
	zgl_sv raw = { "X-N: a\0b", 8 };
	assert_int_equal(zgl_header_add(&b.header, raw), ZGL_OK);
	assert_int_equal(zgl_dkimsign_begin(
				 b.s.sign, &b.header, &b.a, MAIL_NOW, &refusal),
		ZGL_OK);
	assert_int_equal(refusal, F(NUL));
	assert_sv_equal(zgl_dkimsign_refused_field(b.s.sign), ZGL_SV("X-N"));
	assert_int_equal(zgl_dkimsign_body(b.s.sign, ZGL_SV("x")), ZGL_EUSAGE);
	assert_int_equal(zgl_dkimsign_end(b.s.sign), ZGL_EUSAGE);
	release(&b);
}

static void calls_out_of_order(void **state)
{
	struct begun b;

	(void)state;
	begin(&b);
	assert_int_equal(zgl_dkimsign_body(b.s.sign, ZGL_SV("x")), ZGL_EUSAGE);
	assert_int_equal(zgl_dkimsign_end(b.s.sign), ZGL_EUSAGE);
	assert_int_equal(begin_sign(&b, MAIL_NOW), ZGL_OK);
	assert_null(zgl_dkimsign_field(b.s.sign, 0).p);
	assert_int_equal(zgl_dkimsign_end(b.s.sign), ZGL_OK);
	assert_non_null(zgl_dkimsign_field(b.s.sign, 0).p);
	assert_int_equal(zgl_dkimsign_end(b.s.sign), ZGL_EUSAGE);
	assert_int_equal(zgl_dkimsign_body(b.s.sign, ZGL_SV("x")), ZGL_EUSAGE);
	assert_int_equal(begin_sign(&b, MAIL_NOW), ZGL_OK);
	assert_null(zgl_dkimsign_field(b.s.sign, 0).p);
	zgl_dkimsign_free(NULL);
	release(&b);
}

/* rfc6376#3.5: t= has at most 12 digits and no sign. */
static void clocks_that_cannot_be(void **state)
{
	static const int64_t good[] = { 0, 999999999999 };
	static const int64_t wrong[] = { -1, INT64_MIN, 1000000000000,
		INT64_MAX };
	struct begun b;

	(void)state;
	begin(&b);
	for (size_t i = 0; i < ZGL_COUNT(good); i++)
		assert_int_equal(begin_sign(&b, good[i]), ZGL_OK);
	for (size_t i = 0; i < ZGL_COUNT(wrong); i++) {
		assert_int_equal(begin_sign(&b, wrong[i]), ZGL_EUSAGE);
		assert_int_equal(zgl_dkimsign_end(b.s.sign), ZGL_EUSAGE);
	}
	release(&b);
}

static enum zgl_err sign_never(
	void *ctx, const struct zgl_digest *digest, struct zgl_sig *sig_r)
{
	(void)ctx;
	(void)digest;
	sig_r->n = 0;
	return ZGL_ECRYPTO;
}

/* The second key fails: the first field is not handed out either. */
static void a_key_that_fails(void **state)
{
	static const struct row row = { .keys = "ed25519 ed25519" };
	struct zgl_dkimsign *sign;
	const char *why;
	struct begun b;

	(void)state;
	begin(&b);
	free_signer(&b.s);
	assert_int_equal(make_signer(&b.s, &row, &why), ZGL_OK);
	b.s.keys[1].key.sign = sign_never;
	assert_int_equal(
		zgl_dkimsign_new(&b.s.config, b.s.keys, 2, &sign, &why),
		ZGL_OK);
	zgl_dkimsign_free(b.s.sign);
	b.s.sign = sign;
	assert_int_equal(begin_sign(&b, MAIL_NOW), ZGL_OK);
	assert_int_equal(zgl_dkimsign_end(sign), ZGL_ECRYPTO);
	assert_null(zgl_dkimsign_field(sign, 0).p);
	assert_null(zgl_dkimsign_field(sign, 1).p);
	release(&b);
}

/* Of every size too small for the message. */
static void an_arena_without_room_is_an_error(void **state)
{
	size_t refused = 0, signed_n = 0;
	struct begun b;

	(void)state;
	begin(&b);
	for (size_t cap = 0; cap < 32768; cap += 512) {
		zgl_arena_free(&b.a);
		zgl_arena_begin(&b.a, cap);
		zgl_header_begin(&b.header, &b.a, &limits);
		enum zgl_err err =
			mail_add_fields(&b.header, ZGL_SV(MAIL_HEADER));
		if (err == ZGL_OK)
			err = begin_sign(&b, MAIL_NOW);
		if (err == ZGL_OK)
			err = zgl_dkimsign_end(b.s.sign);
		assert_true(err == ZGL_OK || err == ZGL_ELIMIT);
		assert_int_equal(err == ZGL_OK,
			zgl_dkimsign_field(b.s.sign, 0).p != NULL);
		refused += err != ZGL_OK;
		signed_n += err == ZGL_OK;
	}
	assert_true(refused > 0 && signed_n > 0);
	release(&b);
}

#define SENTENCE(name, sentence, source) { sentence, source },

static void every_refusal_has_a_sentence(void **state)
{
	static const char *const all[][2] = { ZGL_DKIMSIGN_REFUSAL_TABLE(
		SENTENCE) };

	(void)state;
	for (unsigned i = 0; i < ZGL_COUNT(all); i++) {
		const char *sentence = zgl_dkimsign_refusal_sentence(
			(enum zgl_dkimsign_refusal)i);
		assert_string_equal(sentence, all[i][0]);
		assert_true(strlen(sentence) > 10);
		assert_true(i == 0 || strncmp(all[i][1], "rfc", 3) == 0);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(sentence, all[j][0]);
	}
	assert_string_equal(zgl_dkimsign_refusal_sentence(
				    (enum zgl_dkimsign_refusal)ZGL_COUNT(all)),
		"unknown");
}

int main(void)
{
	struct rows r = { 0 };

	engine = engine_or_die();
	limits = ZGL_LIMITS_DEFAULT;
	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, wrongs, check_wrong);
	rows_add_one(&r, "names that no field can have are ZGL_EUSAGE",
		names_that_no_field_can_have);
	rows_add_one(&r, "rfc5322#2.1.1: the longest identity fits its line",
		the_longest_identity);
	rows_add_one(&r, "400 fields are signed, 401 are refused",
		as_many_fields_as_the_limit);
	rows_add_one(&r, "rfc5322#2.2: a field with NUL is refused",
		a_field_with_nul);
	rows_add_one(
		&r, "calls out of order are ZGL_EUSAGE", calls_out_of_order);
	rows_add_one(&r, "clocks that cannot be are ZGL_EUSAGE",
		clocks_that_cannot_be);
	rows_add_one(&r, "a key that fails leaves no field", a_key_that_fails);
	rows_add_one(&r, "an arena without room is ZGL_ELIMIT",
		an_arena_without_room_is_an_error);
	rows_add_one(&r, "every refusal has a sentence and a source",
		every_refusal_has_a_sentence);
	int failed = rows_run(&r, "dkimsign");
	zgl_engine_free(engine);
	return failed;
}
