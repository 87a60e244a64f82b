/* SPDX-License-Identifier: ISC */
/*
 * libopendkim: the cases of that library's own tests, as vectors.json has them.
 * The table says what we say to each; every case is run or named.
 *
 * A message is verified four times: as the standards have it, and with the
 * options that allow rsa-sha1, small keys and text behind l=, each at the time
 * when the suite verified (any, years later) and at that when it signed. The
 * signatures that the suite expects are made again with its key, octet for
 * octet; and where it signs with rsa-sha1 our signer does not.
 */
#include <jansson.h>

#include "tests/crypto/keyhelp.h"
#include "tests/suites/suite.h"
#include "zegel/dkim/dkimsign.h"
#include "zegel/mail/crlf.h"

#define SIGNED_AT   INT64_C(1172620939)
#define VERIFIED_AT INT64_C(1500000000)

/* Bodies up to here are verified at every split, larger ones at some. */
#define SMALL_BODY 2000
#define STEP       4099

static struct zgl_engine *engine;
static struct zgl_limits limits;
static const char *folder;
static json_t *vectors;

static zgl_sv sv_of_json(const json_t *text)
{
	return (zgl_sv){ json_string_value(text), json_string_length(text) };
}

static zgl_sv text_of(const json_t *c, const char *key)
{
	return sv_of_json(json_object_get(c, key));
}

static const json_t *case_of(const char *id)
{
	const json_t *cases = json_object_get(vectors, "cases");

	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *c = json_array_get(cases, i);
		if (zgl_sv_eq(text_of(c, "id"), zgl_sv_of(id)))
			return c;
	}
	fail_msg("the vectors have no case %s", id);
	return NULL;
}

static struct suite_key key_of(const json_t *c)
{
	zgl_sv name = text_of(json_object_get(c, "sign"), "key");
	const json_t *keys = json_object_get(vectors, "keys");

	return (struct suite_key){ engine,
		name.p == NULL ? text_of(keys, "KEY") : text_of(keys, name.p) };
}

static void answer(const void *ctx, const char *name, struct zgl_arena *a,
	struct zgl_answer *answer_r)
{
	zgl_sv text = text_of(json_object_get(vectors, "dns"), name);

	(void)ctx;
	*answer_r = (struct zgl_answer){ .state = ZGL_ANSWER_NXDOMAIN };
	if (text.p != NULL)
		mail_answer_text(text, a, answer_r);
}

static void put_field(struct suite_mail *mail, zgl_sv field)
{
	zgl_buf_put(&mail->header, field);
	zgl_buf_text(&mail->header, "\r\n");
}

/* The signature that a case expects, on top. */
static void put_expected(const json_t *c, struct suite_mail *mail)
{
	zgl_sv sig = text_of(c, "expect_sig");

	if (sig.p == NULL)
		return;
	zgl_buf_text(&mail->header, "DKIM-Signature: ");
	put_field(mail, sig);
}

static void put_fields(const json_t *c, struct suite_mail *mail)
{
	const json_t *fields = json_object_get(c, "headers");

	for (size_t i = 0; i < json_array_size(fields); i++) {
		const json_t *field = json_array_get(fields, i);
		if (json_is_string(field))
			put_field(mail, sv_of_json(field));
	}
}

/* The message of a case as it stands in the vectors. */
static void as_it_stands(const json_t *c, struct suite_mail *mail)
{
	put_expected(c, mail);
	put_fields(c, mail);
	zgl_buf_put(&mail->body, text_of(c, "body"));
}

/* What the programs of the suite fill large bodies with. */
static void put_gibberish(struct zgl_buf *to)
{
	for (char c = 'a'; c <= 'z'; c++)
		zgl_buf_char(to, c);
	zgl_buf_char(to, ' ');
	for (char c = 'A'; c <= 'Z'; c++)
		zgl_buf_char(to, c);
	zgl_buf_text(to, " 0123456789 !@#$%^&*()_+|-={}[];':,./<>?`~");
}

/* Lines of gibberish, as many as 64 KiB hold. */
static void large_body(const json_t *c, struct suite_mail *mail)
{
	size_t left = 65536, line;

	put_expected(c, mail);
	put_fields(c, mail);
	do {
		size_t before = mail->body.n;
		put_gibberish(&mail->body);
		zgl_buf_text(&mail->body, "\r\n");
		line = mail->body.n - before;
		left -= line;
	} while (left > line);
	zgl_buf_text(&mail->body, "\r\n");
}

/* The same in lines of more than 4100 octets. */
static void large_lines(const json_t *c, struct suite_mail *mail)
{
	size_t left = 65536, line = 0, part;

	put_expected(c, mail);
	put_fields(c, mail);
	do {
		size_t before = mail->body.n;
		put_gibberish(&mail->body);
		part = mail->body.n - before;
		left -= part;
		line += part;
		if (line > 4100) {
			zgl_buf_text(&mail->body, "\r\n");
			left -= 2;
			line = 0;
		}
	} while (left > part + 4);
	zgl_buf_text(&mail->body, "\r\n\r\n");
}

/* Empty lines with a chunk that ends among them. */
static void split_blanks(const json_t *c, struct suite_mail *mail)
{
	put_expected(c, mail);
	put_fields(c, mail);
	zgl_buf_text(&mail->body, "test\r\n\r\n\r\ntest\r\n");
}

/* A signature made tomorrow. */
static void far_future(const json_t *c, struct suite_mail *mail)
{
	const json_t *fields = json_object_get(case_of("test99"), "headers");
	zgl_sv sig = sv_of_json(json_array_get(fields, 0));
	const char *t = strstr(sig.p, "t=1172620939");

	assert_non_null(t);
	zgl_buf_put(&mail->header, (zgl_sv){ sig.p, (size_t)(t - sig.p) });
	zgl_buf_text(&mail->header, "t=");
	zgl_buf_num(&mail->header, VERIFIED_AT + 86400);
	put_field(mail, zgl_sv_of(t + strlen("t=1172620939")));
	put_fields(c, mail);
	zgl_buf_put(&mail->body, text_of(c, "body"));
}

/* A message in one piece: that of the case, or that of test89. */
static void whole(const json_t *c, struct suite_mail *mail)
{
	zgl_sv message = text_of(c, "body");

	if (message.n == 0)
		message = text_of(case_of("test89"), "body");
	for (size_t chunk = 1; chunk <= message.n; chunk++)
		suite_mail_split(mail, message, chunk);
}

/* The same, its lines ended by LF, made CRLF again. */
static void whole_lf(const json_t *c, struct suite_mail *mail)
{
	zgl_sv message = text_of(case_of("test89"), "body");
	struct zgl_buf text, fixed;
	struct zgl_crlf crlf;

	(void)c;
	zgl_buf_begin(&text, 1 << 16);
	zgl_buf_begin(&fixed, 1 << 16);
	for (size_t i = 0; i < message.n; i++) {
		if (message.p[i] != '\r')
			zgl_buf_char(&text, message.p[i]);
	}
	zgl_crlf_begin(&crlf, zgl_buf_sink, &fixed);
	zgl_crlf_feed(&crlf, text.p, text.n);
	assert_sv_equal(zgl_buf_sv(&fixed), message);
	suite_mail_split(mail, zgl_buf_sv(&fixed), fixed.n);
	zgl_buf_free(&text);
	zgl_buf_free(&fixed);
}

/* Each lone CR and LF becomes CRLF, as that library can do. */
static void fixed_crlf(const json_t *c, struct suite_mail *mail)
{
	zgl_sv body = text_of(c, "body");

	put_expected(c, mail);
	put_fields(c, mail);
	for (size_t i = 0; i < body.n; i++) {
		bool cr = body.p[i] == '\r';
		if (cr || body.p[i] == '\n')
			zgl_buf_text(&mail->body, "\r\n");
		else
			zgl_buf_char(&mail->body, body.p[i]);
		i += cr && i + 1 < body.n && body.p[i + 1] == '\n';
	}
}

/* Without folds, as it was signed before. */
static void as_120(const json_t *c, struct suite_mail *mail)
{
	(void)c;
	as_it_stands(case_of("test120"), mail);
}

/* A semicolon behind b=: the signature of test03 made again with it. */
static void semicolon(const json_t *c, struct suite_mail *mail)
{
	zgl_sv sig = text_of(case_of("test03"), "expect_sig");
	struct suite_key key = key_of(c);
	struct zgl_buf field;

	put_fields(case_of("test03"), mail);
	zgl_buf_put(&mail->body, text_of(case_of("test03"), "body"));
	zgl_buf_begin(&field, 1 << 16);
	zgl_buf_text(&field, "DKIM-Signature: ");
	const char *b = strstr(sig.p, "\tb=");
	assert_non_null(b);
	zgl_buf_put(&field, (zgl_sv){ sig.p, (size_t)(b + 3 - sig.p) });
	size_t n = field.n;
	zgl_buf_text(&field, "AAAA;");
	struct zgl_buf made;
	zgl_buf_begin(&made, 1 << 16);
	zgl_buf_put(&made, zgl_sv_head(zgl_buf_sv(&field), n));
	suite_put_signature(&key, zgl_buf_sv(&field), mail, &made);
	zgl_buf_text(&made, ";\r\n");
	zgl_buf_put(&made, zgl_buf_sv(&mail->header));
	zgl_buf_reset(&mail->header);
	zgl_buf_put(&mail->header, zgl_buf_sv(&made));
	zgl_buf_free(&field);
	zgl_buf_free(&made);
}

static struct zgl_dkimverify *verifier(bool lenient)
{
	static struct zgl_limits most;
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;

	most = limits;
	most.signatures = 32;
	config.engine = engine;
	config.limits = &most;
	config.allow_sha1 = lenient;
	config.allow_unsigned_body = lenient;
	if (lenient)
		config.min_rsa_bits = 512;
	assert_int_equal(zgl_dkimverify_new(&config, &verify), ZGL_OK);
	return verify;
}

static void assert_told(const struct mail_verdicts *got, const char *want)
{
	struct zgl_buf told;

	zgl_buf_begin(&told, 1 << 16);
	for (size_t i = 0; i < got->count; i++) {
		zgl_buf_text(&told, i == 0 ? "" : " ");
		zgl_buf_text(&told, zgl_dkim_reason_word(got->at[i].reason));
	}
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(want));
	zgl_buf_free(&told);
}

/* The verdicts must be those that are wanted, at every split; the last ones
 * are given back. */
static struct mail_verdicts verify(const struct suite_mail *mail, bool lenient,
	int64_t now_s, const char *want)
{
	struct zgl_dkimverify *v = verifier(lenient);
	struct mail_verdicts got = { .count = 0 };
	struct mail_job job = { .verify = v,
		.limits = &limits,
		.header = zgl_buf_sv(&mail->header),
		.body = zgl_buf_sv(&mail->body),
		.now_s = now_s,
		.answer = answer };
	size_t step = job.body.n > SMALL_BODY ? STEP : lenient ? 1 : 31;

	for (size_t split = 0; split <= job.body.n + step; split += step) {
		assert_int_equal(mail_verify(&job, split, &got), ZGL_OK);
		assert_told(&got, want);
	}
	zgl_dkimverify_free(v);
	return got;
}

/* What dkim_eom said, against what we say when the same is allowed. */
static bool agrees(zgl_sv status, const struct mail_verdicts *got)
{
	size_t passed = 0, failed = 0;

	for (size_t i = 0; i < got->count; i++) {
		passed += got->at[i].result == ZGL_DKIM_PASS;
		failed += got->at[i].result == ZGL_DKIM_FAIL;
	}
	if (zgl_sv_eq(status, ZGL_SV("DKIM_STAT_OK")))
		return passed > 0;
	if (zgl_sv_eq(status, ZGL_SV("DKIM_STAT_NOSIG")))
		return got->count == 0;
	if (zgl_sv_eq(status, ZGL_SV("DKIM_STAT_BADSIG")))
		return passed == 0 && failed > 0;
	if (zgl_sv_eq(status, ZGL_SV("DKIM_STAT_NOKEY")))
		return got->at[0].reason == ZGL_DKIM_REASON_NO_KEY;
	if (zgl_sv_eq(status, ZGL_SV("DKIM_STAT_REVOKED")))
		return got->at[0].reason == ZGL_DKIM_REASON_KEY_REVOKED;
	return passed == 0;
}

static void make_again(const json_t *c, const struct suite_mail *mail)
{
	struct suite_key key = key_of(c);
	struct suite_mail rest;
	struct zgl_buf field;

	zgl_buf_begin(&field, 1 << 16);
	suite_mail_begin(&rest);
	zgl_buf_put(&rest.header, zgl_buf_sv(&mail->header));
	zgl_buf_put(&rest.body, zgl_buf_sv(&mail->body));
	assert_true(suite_take_signature(&rest, 0, &field));
	suite_assert_made_again(&key, zgl_buf_sv(&field), &rest);
	suite_mail_free(&rest);
	zgl_buf_free(&field);
}

/* The message as a file is split into the same header and body. */
static void check_file(const char *id, const struct suite_mail *mail)
{
	struct suite_mail split;
	struct zgl_buf message;
	char file[64];

	snprintf(file, sizeof(file), "eml/%s.eml", id);
	zgl_buf_begin(&message, 1 << 20);
	if (suite_read(folder, file, &message)) {
		suite_mail_begin(&split);
		suite_mail_split(&split, zgl_buf_sv(&message), 11);
		assert_sv_equal(
			zgl_buf_sv(&split.header), zgl_buf_sv(&mail->header));
		assert_sv_equal(
			zgl_buf_sv(&split.body), zgl_buf_sv(&mail->body));
		suite_mail_free(&split);
	}
	zgl_buf_free(&message);
}

/* A signer with the key, domain and canonicalization of a case. */
struct signer {
	struct zgl_dkimsign_config config;
	struct zgl_dkimsign_key key;
	struct zgl_privkey *privkey;
	struct zgl_dkimsign *sign;
};

static enum zgl_canon canon_of(const json_t *sign, const char *key)
{
	return zgl_sv_iends(text_of(sign, key), ZGL_SV("SIMPLE"))
		? ZGL_CANON_SIMPLE
		: ZGL_CANON_RELAXED;
}

static enum zgl_err new_signer(
	const json_t *c, zgl_sv identity, struct signer *s, const char **why_r)
{
	const json_t *sign = json_object_get(c, "sign");

	*s = (struct signer){ .sign = NULL };
	s->privkey = privkey_or_fail(engine, key_of(c).pem);
	s->key.key = zgl_privkey_signkey(s->privkey);
	assert_int_equal(
		zgl_dname_parse(text_of(sign, "domain"), &s->key.domain),
		ZGL_DNAME_OK);
	assert_int_equal(
		zgl_dname_parse(text_of(sign, "selector"), &s->key.selector),
		ZGL_DNAME_OK);
	zgl_dkimsign_config_default(&s->config);
	s->config.engine = engine;
	s->config.limits = &limits;
	s->config.header_canon = canon_of(sign, "hdrcanon");
	s->config.body_canon = canon_of(sign, "bodycanon");
	s->config.identity = identity;
	return zgl_dkimsign_new(&s->config, &s->key, 1, &s->sign, why_r);
}

static void free_signer(struct signer *s)
{
	zgl_dkimsign_free(s->sign);
	zgl_privkey_free(s->privkey);
}

/* Signs; the field and its CRLF go to `to`. */
static enum zgl_dkimsign_refusal sign(
	const json_t *c, const struct suite_mail *mail, struct zgl_buf *to)
{
	enum zgl_dkimsign_refusal refusal;
	struct zgl_header header;
	struct zgl_arena a;
	const char *why;
	struct signer s;

	assert_int_equal(new_signer(c, (zgl_sv){ NULL, 0 }, &s, &why), ZGL_OK);
	zgl_arena_begin(&a, 1 << 20);
	zgl_header_begin(&header, &a, &limits);
	assert_int_equal(
		mail_add_fields(&header, zgl_buf_sv(&mail->header)), ZGL_OK);
	assert_int_equal(
		zgl_dkimsign_begin(s.sign, &header, &a, SIGNED_AT, &refusal),
		ZGL_OK);
	if (refusal == ZGL_DKIMSIGN_REFUSE_NONE) {
		assert_int_equal(
			zgl_dkimsign_body(s.sign, zgl_buf_sv(&mail->body)),
			ZGL_OK);
		assert_int_equal(zgl_dkimsign_end(s.sign), ZGL_OK);
		zgl_buf_put(to, zgl_dkimsign_field(s.sign, 0));
		zgl_buf_text(to, "\r\n");
	}
	zgl_arena_free(&a);
	free_signer(&s);
	return refusal;
}

/* rfc8301#3.1: whatever the case signs with, we sign with rsa-sha256. */
static void sign_too(const json_t *c)
{
	struct suite_mail mail, made;

	suite_mail_begin(&mail);
	suite_mail_begin(&made);
	put_fields(c, &mail);
	zgl_buf_put(&mail.body, text_of(c, "body"));
	assert_int_equal(
		sign(c, &mail, &made.header), ZGL_DKIMSIGN_REFUSE_NONE);
	assert_true(zgl_sv_starts(zgl_buf_sv(&made.header),
		ZGL_SV("DKIM-Signature: v=1; a=rsa-sha256; ")));
	zgl_buf_put(&made.header, zgl_buf_sv(&mail.header));
	zgl_buf_put(&made.body, zgl_buf_sv(&mail.body));
	verify(&made, false, SIGNED_AT, "verified");
	suite_mail_free(&mail);
	suite_mail_free(&made);
}

static void refused_from(const json_t *c)
{
	struct suite_mail mail;

	suite_mail_begin(&mail);
	put_fields(c, &mail);
	assert_int_equal(
		sign(c, &mail, &mail.body), ZGL_DKIMSIGN_REFUSE_TWO_FROM);
	suite_mail_free(&mail);
}

static void refused_identity(const json_t *c)
{
	const char *why;
	struct signer s;

	assert_int_equal(
		new_signer(c, ZGL_SV("@example.com"), &s, &why), ZGL_EUSAGE);
	assert_string_equal(
		why, "the identity is not within the signing domain");
	free_signer(&s);
}

static void refused_key(const json_t *c)
{
	const char *why;
	struct signer s;

	assert_int_equal(
		new_signer(c, (zgl_sv){ NULL, 0 }, &s, &why), ZGL_EUSAGE);
	assert_string_equal(why, "the RSA key has too few bits for mail");
	free_signer(&s);
}

/* Bodies that are empty, relaxed, are signed alike. */
static void same_as_131(const json_t *c)
{
	struct suite_mail mail, first;
	struct zgl_buf field, want;

	suite_mail_begin(&mail);
	suite_mail_begin(&first);
	zgl_buf_begin(&field, 1 << 16);
	zgl_buf_begin(&want, 1 << 16);
	as_it_stands(c, &mail);
	as_it_stands(case_of("test131"), &first);
	assert_int_equal(first.body.n, 0);
	assert_int_equal(sign(c, &mail, &field), ZGL_DKIMSIGN_REFUSE_NONE);
	assert_int_equal(sign(c, &first, &want), ZGL_DKIMSIGN_REFUSE_NONE);
	assert_sv_equal(zgl_buf_sv(&field), zgl_buf_sv(&want));
	suite_mail_free(&mail);
	suite_mail_free(&first);
	zgl_buf_free(&field);
	zgl_buf_free(&want);
}

struct row {
	const char *id;
	const char *strict, *lenient; /* the reasons, from the top */
	const char *when_signed;      /* lenient at that time; NULL: the same */
	const char *note;             /* why the suite says something else */
	/* How the message is made; NULL: as it stands. */
	void (*make)(const json_t *c, struct suite_mail *mail);
	void (*check)(const json_t *c); /* instead of all that */
	const char *named;              /* why it is not run */
};

#define SAYS(without, with) .strict = without, .lenient = with
#define NAMED(why)          .named = why

// clang-format off
static const struct row rows[] = {
	{ .id = "test00", SAYS("sha1", "verified") },
	{ .id = "test01", SAYS("sha1", "verified") },
	{ .id = "test02", SAYS("sha1", "verified") },
	{ .id = "test03", SAYS("sha1", "verified") },
	{ .id = "test04", SAYS("sha1", "verified") },
	{ .id = "test05", SAYS("sha1", "verified") },
	{ .id = "test06", SAYS("sha1", "verified") },
	{ .id = "test07", SAYS("sha1", "verified") },
	{ .id = "test08", SAYS("sha1", "verified") },
	{ .id = "test09", SAYS("sha1", "verified") },
	{ .id = "test10", SAYS("sha1", "verified") },
	{ .id = "test11", SAYS("sha1", "verified") },
	{ .id = "test12", SAYS("sha1", "verified") },
	{ .id = "test13", SAYS("sha1", "verified") },
	{ .id = "test14", SAYS("sha1", "verified") },
	{ .id = "test15", SAYS("sha1", "verified") },
	{ .id = "test16", SAYS("verified", "verified") },
	{ .id = "test17", SAYS("verified", "verified") },
	{ .id = "test18", SAYS("verified", "verified") },
	{ .id = "test19", SAYS("verified", "verified") },
	{ .id = "test20", SAYS("verified", "verified") },
	{ .id = "test21", SAYS("verified", "verified") },
	{ .id = "test22", SAYS("verified", "verified") },
	{ .id = "test23", SAYS("verified", "verified") },
	{ .id = "test24", SAYS("verified", "verified") },
	{ .id = "test25", SAYS("verified", "verified") },
	{ .id = "test26", SAYS("verified", "verified") },
	{ .id = "test27", SAYS("verified", "verified") },
	{ .id = "test28", SAYS("unsigned_body", "verified") },
	{ .id = "test29", SAYS("unsigned_body", "verified") },
	{ .id = "test30", SAYS("unsigned_body", "verified") },
	{ .id = "test31", SAYS("unsigned_body", "verified") },
	{ .id = "test32", SAYS("verified", "verified") },
	{ .id = "test33", SAYS("verified", "verified") },
	{ .id = "test34", SAYS("verified", "verified") },
	{ .id = "test35", SAYS("signature", "signature") },
	{ .id = "test36", SAYS("no_key", "no_key") },
	{ .id = "test37", SAYS("verified", "verified") },
	{ .id = "test38", SAYS("verified", "verified") },
	{ .id = "test39", SAYS("verified", "verified") },
	{ .id = "test40", SAYS("verified", "verified") },
	{ .id = "test41", SAYS("verified", "verified") },
	{ .id = "test42", SAYS("verified", "verified") },
	{ .id = "test43", SAYS("verified", "verified") },
	{ .id = "test44", SAYS("verified", "verified") },
	{ .id = "test45", SAYS("signature verified", "signature verified") },
	{ .id = "test46", SAYS("signature verified", "signature verified") },
	{ .id = "test47", SAYS("verified", "verified") },
	{ .id = "test48", SAYS("signature", "signature") },
	{ .id = "test50", SAYS("sha1", "expired"), .when_signed = "verified" },
	{ .id = "test51", SAYS("verified", "verified") },
	{ .id = "test52", SAYS("verified", "verified") },
	{ .id = "test53", SAYS("verified", "verified") },
	{ .id = "test54", SAYS("verified", "verified") },
	{ .id = "test55", SAYS("verified", "verified"), .make = large_body },
	{ .id = "test56", SAYS("verified", "verified"), .make = large_body },
	{ .id = "test57", SAYS("verified", "verified"), .make = large_body },
	{ .id = "test58", SAYS("", "") },
	{ .id = "test59", SAYS("sha1", "body_changed") },
	{ .id = "test60", SAYS("canonicalization", "canonicalization") },
	{ .id = "test61", SAYS("algorithm", "algorithm") },
	{ .id = "test62", SAYS("tag_missing", "tag_missing") },
	{ .id = "test63", SAYS("sha1", "body_changed") },
	{ .id = "test64", SAYS("sha1", "verified") },
	{ .id = "test65", SAYS("sha1", "verified") },
	{ .id = "test66", SAYS("sha1", "body_changed") },
	{ .id = "test67", SAYS("sha1 verified", "verified verified") },
	{ .id = "test68", SAYS("sha1", "body_changed") },
	{ .id = "test69", SAYS("sha1", "verified") },
	{ .id = "test70", SAYS("signature", "signature") },
	{ .id = "test71", SAYS("sha1", "verified") },
	{ .id = "test72", NAMED("where libopendkim wraps b=; ours stands on its own line: test_dkimfield") },
	{ .id = "test72-2", NAMED("as test72") },
	{ .id = "test73", SAYS("sha1", "signature") },
	{ .id = "test74", SAYS("sha1 verified signature", "verified verified signature") },
	{ .id = "test75", SAYS("sha1", "body_changed") },
	{ .id = "test76", SAYS("tag_missing", "tag_missing"), .note = "there a signature without its tags is passed over, here it is told" },
	{ .id = "test77", SAYS("sha1", "verified") },
	{ .id = "test78", SAYS("sha1", "verified") },
	{ .id = "test79", SAYS("sha1", "verified") },
	{ .id = "test80", SAYS("sha1", "verified") },
	{ .id = "test81", SAYS("sha1", "key_strict") },
	{ .id = "test82", SAYS("sha1", "key_strict") },
	{ .id = "test83", SAYS("verified", "verified") },
	{ .id = "test84", SAYS("verified", "verified") },
	{ .id = "test85", SAYS("verified", "verified") },
	{ .id = "test86", .check = refused_from },
	{ .id = "test87", SAYS("sha1", "future"), .make = far_future },
	{ .id = "test88", SAYS("sha1", "verified"), .make = whole },
	{ .id = "test89", SAYS("sha1", "verified"), .make = whole },
	{ .id = "test90", SAYS("sha1", "verified"), .make = fixed_crlf },
	{ .id = "test91", SAYS("sha1", "verified"), .make = fixed_crlf },
	{ .id = "test92", SAYS("sha1", "verified") },
	{ .id = "test93", SAYS("sha1", "verified") },
	{ .id = "test94", SAYS("sha1", "signature") },
	{ .id = "test95", SAYS("sha1", "no_key") },
	{ .id = "test96", SAYS("signed_fields", "signed_fields") },
	{ .id = "test97", SAYS("from_not_signed", "from_not_signed") },
	{ .id = "test98", SAYS("sha1", "body_length") },
	{ .id = "test99", SAYS("sha1", "verified") },
	{ .id = "test100", NAMED("dkim_minbody, which tells how much of the body is still needed") },
	{ .id = "test100-2", SAYS("sha1 sha1", "body_changed body_changed") },
	{ .id = "test101", SAYS("sha1", "verified") },
	{ .id = "test102", SAYS("sha1", "verified"), .note = "there it asks for Cc to be signed, an option of that library" },
	{ .id = "test103", SAYS("sha1", "expired"), .when_signed = "signature" },
	{ .id = "test104", SAYS("sha1", "future") },
	{ .id = "test105", SAYS("times", "times") },
	{ .id = "test106", SAYS("times", "times") },
	{ .id = "test107", SAYS("sha1", "body_changed") },
	{ .id = "test108", SAYS("canonicalization", "canonicalization") },
	{ .id = "test109", SAYS("canonicalization", "canonicalization") },
	{ .id = "test110", SAYS("version", "version") },
	{ .id = "test112", SAYS("from_not_signed", "from_not_signed") },
	{ .id = "test113", NAMED("the strings of that library: test_buf") },
	{ .id = "test114", SAYS("tag_missing body_length body_length query_method query_method tag_missing tag_missing domain selector tag_missing signature_data tag_missing tag_missing signature_data signature_data algorithm syntax syntax times syntax tag_missing sha1 version", "tag_missing body_length body_length query_method query_method tag_missing tag_missing domain selector tag_missing signature_data tag_missing tag_missing signature_data signature_data algorithm syntax syntax times syntax tag_missing body_changed version") },
	{ .id = "test115", SAYS("sha1 sha1 sha1 sha1 sha1 sha1 sha1 sha1", "body_changed key_record key_hash key_hash key_record key_record key_revoked key_record") },
	{ .id = "test116", SAYS("", "") },
	{ .id = "test117", SAYS("sha1", "verified") },
	{ .id = "test118", SAYS("sha1", "verified") },
	{ .id = "test119", SAYS("body_changed", "body_changed") },
	{ .id = "test120", SAYS("sha1", "verified") },
	{ .id = "test120-2", SAYS("sha1", "verified"), .make = as_120 },
	{ .id = "test121", SAYS("times", "times") },
	{ .id = "test122", SAYS("verified", "verified"), .make = large_lines },
	{ .id = "test123", SAYS("verified", "verified"), .make = large_lines },
	{ .id = "test125", SAYS("sha1", "key_revoked") },
	{ .id = "test126", SAYS("verified", "verified") },
	{ .id = "test127", SAYS("sha1", "verified"), .make = split_blanks },
	{ .id = "test128", SAYS("sha1", "body_changed") },
	{ .id = "test128-2", NAMED("dkim_resign: a signer that takes the body from a verifier") },
	{ .id = "test128-3", NAMED("as test128-2") },
	{ .id = "test128-4", NAMED("as test128-2") },
	{ .id = "test128-5", SAYS("syntax sha1", "syntax verified") },
	{ .id = "test129", SAYS("sha1", "body_changed") },
	{ .id = "test129-2", NAMED("as test128-2") },
	{ .id = "test129-3", NAMED("as test128-2") },
	{ .id = "test129-4", NAMED("as test128-2") },
	{ .id = "test129-5", SAYS("syntax sha1", "syntax verified") },
	{ .id = "test130", SAYS("tag_missing sha1 version", "tag_missing body_changed version") },
	{ .id = "test131", .check = same_as_131 },
	{ .id = "test131-2", .check = same_as_131 },
	{ .id = "test131-3", .check = same_as_131 },
	{ .id = "test132", SAYS("from_not_signed", "from_not_signed") },
	{ .id = "test134", SAYS("domain", "domain") },
	{ .id = "test135", SAYS("", ""), .make = whole },
	{ .id = "test136", SAYS("sha1", "verified") },
	{ .id = "test137", SAYS("sha1 body_changed", "body_changed body_changed") },
	{ .id = "test137-2", SAYS("sha1 body_changed body_changed", "body_changed body_changed body_changed") },
	{ .id = "test138", SAYS("sha1", "verified") },
	{ .id = "test139", SAYS("sha1", "verified") },
	{ .id = "test140", SAYS("sha1", "verified") },
	{ .id = "test141", SAYS("verified", "verified") },
	{ .id = "test142", SAYS("sha1", "verified"), .make = whole_lf },
	{ .id = "test143", SAYS("sha1", "body_changed") },
	{ .id = "test144", NAMED("a key that is none, which the vectors do not have: test_privkey") },
	{ .id = "test145", NAMED("as test144") },
	{ .id = "test146", NAMED("as test144") },
	{ .id = "test147", SAYS("sha1", "verified") },
	{ .id = "test148", .check = refused_identity },
	{ .id = "test149", SAYS("sha1", "verified"), .note = "there it refuses a body without a last CRLF; rfc6376#3.4.4 adds one" },
	{ .id = "test149-2", SAYS("sha1", "verified") },
	{ .id = "test150", .check = refused_key },
	{ .id = "test151", NAMED("as test128-2") },
	{ .id = "test151-2", NAMED("as test128-2") },
	{ .id = "test151-3", NAMED("as test128-2") },
	{ .id = "test151-4", NAMED("as test128-2") },
	{ .id = "test152", SAYS("sha1", "verified") },
	{ .id = "test153", SAYS("sha1", "verified"), .make = semicolon },
	{ .id = "test154", .check = refused_from },
};
// clang-format on

static size_t held, named;

static void check_mail(const struct row *row, const json_t *c)
{
	const json_t *status = json_object_get(c, "status");
	bool verifies = zgl_sv_eq(text_of(c, "op"), ZGL_SV("verify"));
	zgl_sv eom = text_of(status, "eom");
	struct suite_mail mail;

	suite_mail_begin(&mail);
	(row->make == NULL ? as_it_stands : row->make)(c, &mail);
	verify(&mail, false, SIGNED_AT, row->strict);
	verify(&mail, false, VERIFIED_AT, row->strict);
	verify(&mail, true, SIGNED_AT,
		row->when_signed == NULL ? row->lenient : row->when_signed);
	struct mail_verdicts got =
		verify(&mail, true, VERIFIED_AT, row->lenient);
	if (verifies && eom.p != NULL && row->note == NULL)
		assert_true(agrees(eom, &got));
	if (row->note != NULL)
		assert_false(agrees(eom, &got));
	if (json_object_get(c, "expect_sig") != NULL)
		make_again(c, &mail);
	if (row->make == NULL)
		check_file(row->id, &mail);
	suite_mail_free(&mail);
}

static void check(void **state)
{
	const struct row *row = *state;
	const json_t *c = case_of(row->id);

	if (row->check != NULL)
		row->check(c);
	else
		check_mail(row, c);
	if (json_object_get(c, "expect_sig") != NULL)
		sign_too(c);
	held++;
}

/* As a test, with the title that the suite gives it. */
static void add_row(struct rows *r, const struct row *row)
{
	static char names[ZGL_COUNT(rows)][160];
	char *name = names[row - rows];

	snprintf(name, sizeof(names[0]), "%s: %s", row->id,
		text_of(case_of(row->id), "title").p);
	rows_add(r, row, 1, sizeof(*row), check);
	r->tests[r->count - 1].name = name;
}

static void every_case_has_a_row(void **state)
{
	const json_t *cases = json_object_get(vectors, "cases");

	(void)state;
	assert_int_equal(json_array_size(cases), ZGL_COUNT(rows));
	for (size_t i = 0; i < ZGL_COUNT(rows); i++)
		assert_sv_equal(text_of(json_array_get(cases, i), "id"),
			zgl_sv_of(rows[i].id));
}

static bool load_vectors(void)
{
	struct zgl_buf text;

	zgl_buf_begin(&text, 1 << 22);
	if (suite_read(folder, "vectors.json", &text))
		vectors = json_loadb(text.p, text.n, JSON_ALLOW_NUL, NULL);
	zgl_buf_free(&text);
	return vectors != NULL;
}

int main(void)
{
	struct rows r = { 0 };

	folder = suite_folder("libopendkim");
	engine = engine_or_die();
	limits = ZGL_LIMITS_DEFAULT;
	if (!load_vectors())
		return 1;
	rows_add_one(&r, "every case is run or named", every_case_has_a_row);
	for (size_t i = 0; i < ZGL_COUNT(rows); i++) {
		if (rows[i].named == NULL)
			add_row(&r, &rows[i]);
		else
			printf("# %s is not run: %s\n", rows[i].id,
				rows[i].named);
		named += rows[i].named != NULL;
	}
	int failed = rows_run(&r, "libopendkim");
	printf("# libopendkim: %zu of %zu, %zu not run\n", held,
		ZGL_COUNT(rows), named);
	json_decref(vectors);
	zgl_engine_free(engine);
	return failed;
}
