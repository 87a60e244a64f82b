/* SPDX-License-Identifier: ISC */
/*
 * A message that must not pass, when there is no memory: an error, or the
 * reason of an undisturbed run, and never another. A good message goes before
 * each with the same verifier, so that nothing of its pass is left behind, also
 * where it ended in an error.
 */
#include "tests/dkim/mail_maker.h"
#include "tests/failopenssl.h"
#include "tests/rows.h"
#include "tests/sig/recordhelp.h"

#define SEALS 2

struct row {
	const char *name;
	const char *want[SEALS]; /* the reasons, from the top; NULL: no more */
	struct mail_seal seals[SEALS]; /* the last comes to stand on top */
	const char *find, *replace;    /* in the header, on the way */
	const char *body;              /* that arrives; NULL: MAIL_BODY */
	const char *record;            /* NULL: the key of rsa1024 */
	enum zgl_answer_state state;
	enum zgl_dnssec dnssec;
};

#define LENGTH                                                                 \
	{                                                                      \
		.value = MAIL_VALUE("l=$l; "), .length = "3"                   \
	}
#define UMLAUT                                                                 \
	{                                                                      \
		.value = "v=1; a=$a; c=$c; d=m\xc3\xbcller.example; s=$s; "    \
			 "i=j\xc3\xb6@b\xc3\xa4r.m\xc3\xbcller.example; "      \
			 "h=$h; bh=$bh; b=$b",                                 \
		.selector = "s\xc3\xa9l"                                       \
	}
#define NO_IDNA                                                                \
	{                                                                      \
		.value = "v=1; a=$a; c=$c; d=\xe2\x80\x8b.example; s=$s; "     \
			 "h=$h; bh=$bh; b=$b"                                  \
	}

// clang-format off
static const struct row rows[] = {
	{ "nothing changed, for comparison", { "verified" }, .find = NULL },
	{ "the body changed", { "body_changed" }, .body = MAIL_BODY "more\r\n" },
	{ "the body taken away", { "body_changed" }, .body = "" },
	{ "a signed field changed", { "signature" }, .find = "dinner", .replace = "supper" },
	{ "a signed field added to an oversigned one", { "signature" }, .seals = { { .names = "from:from:subject" } }, .find = "Date:", .replace = "From: ceo@example.com\r\nDate:" },
	{ "a field changed, Ed25519", { "signature" }, .seals = { { .key = "ed25519" } }, .record = "k=ed25519; p=$ed25519", .find = "dinner", .replace = "supper" },
	{ "the value of b= changed", { "signature" }, .find = "; b=", .replace = "; b=AAAA" },
	{ "another key in DNS", { "signature" }, .record = "v=DKIM1; p=$rsa2048" },
	{ "two other keys in DNS", { "signature" }, .record = "p=$rsa2048\np=$rsa3072" },
	{ "a key of another kind in DNS", { "key_algorithm" }, .record = "k=ed25519; p=$ed25519" },
	{ "a revoked key", { "key_revoked" }, .record = "v=DKIM1; p=" },
	{ "a key that is too small", { "key_small" }, .seals = { { .key = "rsa512" } }, .record = "p=$rsa512" },
	{ "a key record for another service", { "key_record" }, .record = "s=tlsrpt; p=$rsa1024" },
	{ "a key for the domain itself, an identity in a subdomain", { "key_strict" }, .seals = { { .value = MAIL_VALUE("i=@sub.example.com; ") } }, .record = "t=s; p=$rsa1024" },
	{ "a bogus answer with the right key", { "dns_bogus" }, .dnssec = ZGL_DNSSEC_BOGUS },
	{ "no answer", { "dns" }, .state = ZGL_ANSWER_TEMPFAIL },
	{ "an answer that makes no sense", { "dns_malformed" }, .state = ZGL_ANSWER_MALFORMED },
	{ "no such name", { "no_key" }, .state = ZGL_ANSWER_NXDOMAIN },
	{ "l= and more behind it", { "unsigned_body" }, .seals = { LENGTH }, .body = MAIL_BODY "more\r\n" },
	{ "l= and a change before it", { "body_changed" }, .seals = { LENGTH }, .body = "Ho.\r\n" },
	{ "l= and a body that is shorter", { "body_length" }, .seals = { LENGTH }, .body = "" },
	{ "rsa-sha1", { "sha1" }, .seals = { { .sha1 = true } } },
	{ "expired", { "expired" }, .seals = { { .value = MAIL_VALUE("x=1600000000; ") } } },
	{ "From is not signed", { "from_not_signed" }, .seals = { { .names = "to:subject" } } },
	{ "a good signature below a bad one", { "signature", "verified" }, .seals = { { .names = "from" }, { .names = "from:subject" } }, .find = "dinner", .replace = "supper" },
	{ "U-labels, nothing changed", { "verified" }, .seals = { UMLAUT } },
	{ "U-labels, a field changed", { "signature" }, .seals = { UMLAUT }, .find = "dinner", .replace = "supper" },
	{ "U-labels, the body changed", { "body_changed" }, .seals = { UMLAUT }, .body = "" },
	{ "U-labels that IDNA forbids", { "domain" }, .seals = { NO_IDNA } },
};
// clang-format on

/* All is made before an allocation may fail. */
struct mail {
	const struct row *row;
	struct zgl_buf header;
	struct zgl_arena a;
	struct zgl_answer answer;
};

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct mail good;

static size_t seals_of(const struct row *row)
{
	return row->want[1] != NULL ? 2 : 1;
}

/* Replaces `find` in the header, as happens on the way. */
static void change(struct zgl_buf *header, const struct row *row)
{
	struct zgl_buf was;

	if (row->find == NULL)
		return;
	zgl_buf_begin(&was, 1 << 16);
	zgl_buf_put(&was, zgl_buf_sv(header));
	zgl_buf_char(&was, '\0');
	const char *at = strstr(was.p, row->find);
	assert_non_null(at);
	zgl_buf_reset(header);
	zgl_buf_put(header, (zgl_sv){ was.p, (size_t)(at - was.p) });
	zgl_buf_text(header, row->replace);
	zgl_buf_text(header, at + strlen(row->find));
	zgl_buf_free(&was);
}

static void make_mail(const struct row *row, struct mail *mail)
{
	struct zgl_buf below;

	mail->row = row;
	zgl_arena_begin(&mail->a, 1 << 20);
	zgl_buf_begin(&mail->header, 1 << 16);
	zgl_buf_begin(&below, 1 << 16);
	zgl_buf_text(&mail->header, MAIL_HEADER);
	for (size_t i = 0; i < seals_of(row); i++) {
		zgl_buf_reset(&below);
		zgl_buf_put(&below, zgl_buf_sv(&mail->header));
		zgl_buf_reset(&mail->header);
		mail_seal(engine, &row->seals[i], zgl_buf_sv(&below),
			ZGL_SV(MAIL_BODY), &mail->header);
	}
	zgl_buf_free(&below);
	change(&mail->header, row);
	mail_answer_records(
		row->record != NULL ? row->record : "v=DKIM1; p=$rsa1024",
		&mail->a, &mail->answer);
	if (row->state != ZGL_ANSWER_RECORDS)
		mail->answer = (struct zgl_answer){ .state = row->state };
	mail->answer.dnssec = row->dnssec;
}

static void free_mail(struct mail *mail)
{
	zgl_buf_free(&mail->header);
	zgl_arena_free(&mail->a);
}

static enum zgl_err judge(struct zgl_dkimverify *verify,
	const struct mail *mail, const struct zgl_header *header,
	struct zgl_arena *a)
{
	const char *body = mail->row->body;
	struct zgl_question question;
	size_t number;

	ZGL_TRY(zgl_dkimverify_begin(verify, header, a, MAIL_NOW));
	while (zgl_dkimverify_next_question(verify, &question, &number))
		ZGL_TRY(zgl_dkimverify_answer(verify, number, &mail->answer));
	ZGL_TRY(zgl_dkimverify_body(
		verify, zgl_sv_of(body != NULL ? body : MAIL_BODY)));
	return zgl_dkimverify_end(verify);
}

static void assert_reasons(struct zgl_dkimverify *verify, const struct row *row)
{
	assert_int_equal(zgl_dkimverify_count(verify), seals_of(row));
	for (size_t i = 0; i < seals_of(row); i++) {
		const struct zgl_dkim_verdict *verdict =
			zgl_dkimverify_verdict(verify, i);
		assert_string_equal(
			zgl_dkim_reason_word(verdict->reason), row->want[i]);
		assert_int_equal(verdict->result,
			zgl_dkim_reason_result(verdict->reason));
	}
}

/* The reasons that are wanted, or an error and no verdict at all. */
static void assert_outcome(struct zgl_dkimverify *verify,
	const struct mail *mail, enum zgl_err err)
{
	if (err == ZGL_OK) {
		assert_reasons(verify, mail->row);
		return;
	}
	assert_true(err == ZGL_ENOMEM || err == ZGL_ECRYPTO);
	assert_int_equal(zgl_dkimverify_count(verify), 0);
	assert_null(zgl_dkimverify_verdict(verify, 0));
}

/* A header that could not be held is none that the verifier was given. */
static enum zgl_err judge_mail(
	struct zgl_dkimverify *verify, const struct mail *mail)
{
	struct zgl_header header;
	struct zgl_arena a;

	zgl_arena_begin(&a, 1 << 20);
	zgl_header_begin(&header, &a, &limits);
	enum zgl_err err = mail_add_fields(&header, zgl_buf_sv(&mail->header));
	if (err == ZGL_OK) {
		err = judge(verify, mail, &header, &a);
		assert_outcome(verify, mail, err);
	}
	zgl_arena_free(&a);
	return err;
}

/* The good one, then the other, whatever became of the good one. */
static enum zgl_err judge_both(
	const struct mail *mail, struct zgl_keycache *cache)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;

	config.engine = engine;
	config.keys = cache;
	config.limits = &limits;
	ZGL_TRY(zgl_dkimverify_new(&config, &verify));
	enum zgl_err first = judge_mail(verify, &good);
	enum zgl_err second = judge_mail(verify, mail);
	zgl_dkimverify_free(verify);
	return first != ZGL_OK ? first : second;
}

static enum zgl_err run(const struct mail *mail, bool cached)
{
	struct zgl_keycache *cache = NULL;

	if (cached)
		ZGL_TRY(zgl_keycache_new(engine, 8, &limits, &cache));
	enum zgl_err err = judge_both(mail, cache);
	zgl_keycache_free(cache);
	return err;
}

/* Returns how many of the runs ended in an error. */
static size_t fail_each(const struct mail *mail, bool cached, bool forever)
{
	size_t errors = 0;

	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, forever);
		enum zgl_err err = run(mail, cached);
		failalloc_disarm();
		assert_true(err == ZGL_OK || failalloc_failed());
		errors += err != ZGL_OK;
	}
	return errors;
}

static void check(void **state)
{
	struct mail mail;

	make_mail(*state, &mail);
	for (unsigned way = 0; way < 4; way++) {
		bool cached = way % 2 == 1, forever = way >= 2;
		assert_int_equal(run(&mail, cached), ZGL_OK);
		assert_true(fail_each(&mail, cached, forever) > 10);
		assert_int_equal(run(&mail, cached), ZGL_OK);
	}
	free_mail(&mail);
}

int main(void)
{
	struct rows r = { 0 };

	failalloc_openssl();
	engine = engine_or_die();
	limits = ZGL_LIMITS_DEFAULT;
	make_mail(&rows[0], &good);
	ROWS_ADD(&r, rows, check);
	int failed = rows_run(&r, "dkimnopass");
	free_mail(&good);
	zgl_engine_free(engine);
	return failed;
}
