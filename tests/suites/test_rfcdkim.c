/* SPDX-License-Identifier: ISC */
/* rfc-dkim: the messages of RFC 6376 appendix A and RFC 8463 appendix A. */
#include "tests/crypto/keyhelp.h"
#include "tests/suites/suite.h"

static struct zgl_engine *engine;
static struct zgl_limits limits;
static const char *folder;
static struct zgl_buf dns; /* NAME HTAB TXT HTAB VALUE on each line */
static size_t held;        /* rows that held */

struct row {
	const char *name, *file;
	const char *reasons; /* of the signatures, from the top */
	/* The keys that made them; NULL: they are not made again. */
	const char *keys[2];
};

// clang-format off
static const struct row rows[] = {
	{ "rfc6376#A.1: the message as it was written", "rfc6376-A.1.eml", "", { NULL } },
	{ "rfc6376#A.2: the signed message, folds and spaces put right", "rfc6376-A.2-corrected.eml", "verified", { "rfc6376-brisbane.private.pem" } },
	{ "rfc6376#A.2: the signed message as it is printed", "rfc6376-A.2-as-printed.eml", "body_changed", { NULL } },
	{ "rfc8463#A.3: both signatures", "rfc8463-A.3.eml", "verified verified", { "rfc8463-brisbane.ed25519.pkcs8.pem", "rfc8463-test.private.pem" } },
	{ "rfc8463#A.2: the secret key as 32 octets is the one in PKCS#8", "rfc8463-A.3.eml", "verified verified", { "rfc8463-brisbane.ed25519.secret.b64" } },
};
// clang-format on

static void answer(const void *ctx, const char *name, struct zgl_arena *a,
	struct zgl_answer *answer_r)
{
	zgl_sv rest = zgl_buf_sv(&dns), line, owner;

	(void)ctx;
	*answer_r = (struct zgl_answer){ .state = ZGL_ANSWER_NXDOMAIN };
	while (zgl_sv_split(&rest, '\n', &line)) {
		if (!zgl_sv_split(&line, '\t', &owner)
			|| !zgl_sv_eq(owner, zgl_sv_of(name)))
			continue;
		assert_true(zgl_sv_starts(line, ZGL_SV("TXT\t")));
		mail_answer_text(zgl_sv_skip(line, 4), a, answer_r);
	}
}

static void verify(const struct row *row, const struct suite_mail *mail)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;
	struct mail_verdicts got;

	config.engine = engine;
	config.limits = &limits;
	assert_int_equal(zgl_dkimverify_new(&config, &verify), ZGL_OK);
	struct mail_job job = { .verify = verify,
		.limits = &limits,
		.header = zgl_buf_sv(&mail->header),
		.body = zgl_buf_sv(&mail->body),
		.now_s = MAIL_NOW,
		.answer = answer };
	for (size_t split = 0; split <= job.body.n + 1; split++) {
		zgl_sv rest = zgl_sv_of(row->reasons), word;
		size_t count = 0;
		assert_int_equal(mail_verify(&job, split, &got), ZGL_OK);
		for (; zgl_sv_split(&rest, ' ', &word) && word.n > 0; count++) {
			assert_true(count < got.count);
			assert_sv_equal(zgl_sv_of(zgl_dkim_reason_word(
						got.at[count].reason)),
				word);
			assert_int_equal(got.at[count].warnings, 0);
		}
		assert_int_equal(got.count, count);
	}
	zgl_dkimverify_free(verify);
}

/* The PEM of a 32 octet secret, which the suite has as base64, too. */
static void put_secret(zgl_sv text, struct zgl_buf *to)
{
	struct octets key = octets_of_hex("302e020100300506032b657004220420");
	struct octets secret;

	assert_int_equal(
		zgl_b64_decode(text, secret.p, sizeof(secret.p), &secret.n),
		ZGL_OK);
	append(&key, &secret);
	zgl_buf_reset(to);
	zgl_buf_text(to, "-----BEGIN PRIVATE KEY-----\n");
	zgl_b64_encode(to, key.p, key.n);
	zgl_buf_text(to, "\n-----END PRIVATE KEY-----\n");
}

static void make_again(const char *file, size_t n, zgl_sv message)
{
	struct suite_key key = { .engine = engine };
	struct zgl_buf pem, field;
	struct suite_mail mail;

	zgl_buf_begin(&pem, 1 << 16);
	zgl_buf_begin(&field, 1 << 16);
	suite_mail_begin(&mail);
	suite_mail_split(&mail, message, message.n);
	assert_true(suite_read(folder, file, &pem));
	if (zgl_sv_iends(zgl_sv_of(file), ZGL_SV(".b64"))) {
		struct octets text = octets_of(zgl_buf_sv(&pem));
		put_secret(octets_sv(&text), &pem);
	}
	key.pem = zgl_buf_sv(&pem);
	assert_true(suite_take_signature(&mail, n, &field));
	suite_assert_made_again(&key, zgl_buf_sv(&field), &mail);
	suite_mail_free(&mail);
	zgl_buf_free(&pem);
	zgl_buf_free(&field);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct suite_mail mail;
	struct zgl_buf message;

	zgl_buf_begin(&message, 1 << 20);
	assert_true(suite_read(folder, row->file, &message));
	suite_mail_begin(&mail);
	suite_mail_split(&mail, zgl_buf_sv(&message), 7);
	verify(row, &mail);
	for (size_t i = 0; i < 2 && row->keys[i] != NULL; i++)
		make_again(row->keys[i], i, zgl_buf_sv(&message));
	suite_mail_free(&mail);
	zgl_buf_free(&message);
	held++;
}

int main(void)
{
	struct rows r = { 0 };

	folder = suite_folder("rfc-dkim");
	engine = engine_or_die();
	limits = ZGL_LIMITS_DEFAULT;
	zgl_buf_begin(&dns, 1 << 16);
	if (!suite_read(folder, "dns.tsv", &dns))
		return 1;
	ROWS_ADD(&r, rows, check);
	int failed = rows_run(&r, "rfc-dkim");
	printf("# rfc-dkim: %zu of %zu\n", held, ZGL_COUNT(rows));
	zgl_buf_free(&dns);
	zgl_engine_free(engine);
	return failed;
}
