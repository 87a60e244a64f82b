/* SPDX-License-Identifier: ISC */
/*
 * dkim when there is no memory: a clean error or the result of an undisturbed
 * run, never another one, nothing lost, nothing handed out after an error.
 */
#include "tests/dkim/mail_maker.h"
#include "tests/failopenssl.h"
#include "tests/rows.h"
#include "tests/sig/recordhelp.h"
#include "zegel/dkim/dkimsign.h"

#define KEYS 2

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct zgl_buf signed_header;

/* Only one allocation fails: after the error all goes well again. */
static bool goes_on;

/* Made before any allocation may fail. */
static struct zgl_answer answers[KEYS];
static struct zgl_arena answer_arena;

/* Two signatures, an Ed25519 one on top of an RSA one. */
static void make_mail(void)
{
	static const char *const keys[KEYS] = { "rsa2048", "ed25519" };
	struct zgl_buf header;

	zgl_buf_begin(&header, 1 << 16);
	zgl_buf_begin(&signed_header, 1 << 16);
	zgl_arena_begin(&answer_arena, 1 << 20);
	zgl_buf_text(&header, MAIL_HEADER);
	for (size_t i = 0; i < KEYS; i++) {
		struct mail_seal seal = { .key = keys[i] };
		zgl_buf_reset(&signed_header);
		mail_seal(engine, &seal, zgl_buf_sv(&header), ZGL_SV(MAIL_BODY),
			&signed_header);
		zgl_buf_reset(&header);
		zgl_buf_put(&header, zgl_buf_sv(&signed_header));
		mail_answer_testkey(
			keys[i], &answer_arena, &answers[KEYS - 1 - i]);
	}
	zgl_buf_free(&header);
}

static enum zgl_err answer_all(struct zgl_dkimverify *verify)
{
	struct zgl_question question;
	size_t number;

	while (zgl_dkimverify_next_question(verify, &question, &number)) {
		assert_true(number < KEYS);
		ZGL_TRY(zgl_dkimverify_answer(
			verify, number, &answers[number]));
	}
	return ZGL_OK;
}

static enum zgl_err judge(struct zgl_dkimverify *verify,
	const struct zgl_header *header, struct zgl_arena *a)
{
	ZGL_TRY(zgl_dkimverify_begin(verify, header, a, MAIL_NOW));
	ZGL_TRY(answer_all(verify));
	ZGL_TRY(zgl_dkimverify_body(verify, ZGL_SV(MAIL_BODY)));
	return zgl_dkimverify_end(verify);
}

static void assert_verdicts(struct zgl_dkimverify *verify, enum zgl_err err)
{
	size_t count = zgl_dkimverify_count(verify);

	assert_int_equal(count, err == ZGL_OK ? KEYS : 0);
	for (size_t i = 0; i < KEYS; i++) {
		const struct zgl_dkim_verdict *verdict =
			zgl_dkimverify_verdict(verify, i);
		assert_int_equal(verdict != NULL, err == ZGL_OK);
		if (verdict != NULL)
			assert_string_equal(
				zgl_dkim_reason_word(verdict->reason),
				"verified");
	}
}

/* The same message again and again with one verifier. */
static enum zgl_err judge_some(struct zgl_dkimverify *verify, size_t times)
{
	enum zgl_err err = ZGL_OK;

	for (size_t i = 0; i < times && err == ZGL_OK; i++) {
		struct zgl_header header;
		struct zgl_arena a;
		zgl_arena_begin(&a, 1 << 20);
		zgl_header_begin(&header, &a, &limits);
		err = mail_add_fields(&header, zgl_buf_sv(&signed_header));
		if (err == ZGL_OK) {
			err = judge(verify, &header, &a);
			assert_verdicts(verify, err);
		}
		zgl_arena_free(&a);
	}
	return err;
}

static enum zgl_err verify_with(struct zgl_keycache *cache)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;

	config.engine = engine;
	config.keys = cache;
	config.limits = &limits;
	enum zgl_err err = zgl_dkimverify_new(&config, &verify);
	assert_int_equal(verify != NULL, err == ZGL_OK);
	if (err == ZGL_OK) {
		err = judge_some(verify, 2);
		if (err != ZGL_OK && goes_on)
			assert_int_equal(judge_some(verify, 1), ZGL_OK);
	}
	zgl_dkimverify_free(verify);
	return err;
}

static enum zgl_err verify_plain(void)
{
	return verify_with(NULL);
}

static enum zgl_err verify_cached(void)
{
	struct zgl_keycache *cache;
	enum zgl_err err = zgl_keycache_new(engine, 8, &limits, &cache);

	assert_int_equal(cache != NULL, err == ZGL_OK);
	if (err == ZGL_OK)
		err = verify_with(cache);
	zgl_keycache_free(cache);
	return err;
}

/* What signs: a key is read anew in each run. */
struct signer {
	struct zgl_privkey *privkeys[KEYS];
	struct zgl_dkimsign_key keys[KEYS];
	struct zgl_dkimsign *sign;
};

static enum zgl_err read_key(struct signer *s, size_t i, const char *name)
{
	const struct testkey *key = testkey_named(zgl_sv_of(name));
	enum zgl_key_fault fault;

	ZGL_TRY(zgl_privkey_read(
		engine, zgl_sv_of(key->pem), &s->privkeys[i], &fault));
	assert_int_equal(fault, ZGL_KEY_FAULT_NONE);
	s->keys[i].key = zgl_privkey_signkey(s->privkeys[i]);
	assert_int_equal(
		zgl_dname_parse(ZGL_SV("example.com"), &s->keys[i].domain),
		ZGL_DNAME_OK);
	assert_int_equal(zgl_dname_parse(zgl_sv_of(name), &s->keys[i].selector),
		ZGL_DNAME_OK);
	return ZGL_OK;
}

static enum zgl_err make_signer(struct signer *s)
{
	struct zgl_dkimsign_config config;
	const char *why;

	ZGL_TRY(read_key(s, 0, "rsa2048"));
	ZGL_TRY(read_key(s, 1, "ed25519"));
	zgl_dkimsign_config_default(&config);
	config.engine = engine;
	config.limits = &limits;
	enum zgl_err err =
		zgl_dkimsign_new(&config, s->keys, KEYS, &s->sign, &why);
	assert_int_equal(s->sign != NULL, err == ZGL_OK);
	assert_null(why);
	return err;
}

static enum zgl_err sign(
	struct signer *s, const struct zgl_header *header, struct zgl_arena *a)
{
	enum zgl_dkimsign_refusal refusal;

	ZGL_TRY(zgl_dkimsign_begin(s->sign, header, a, MAIL_NOW, &refusal));
	assert_int_equal(refusal, ZGL_DKIMSIGN_REFUSE_NONE);
	ZGL_TRY(zgl_dkimsign_body(s->sign, ZGL_SV(MAIL_BODY)));
	return zgl_dkimsign_end(s->sign);
}

/* The fields of the first run, none of whose allocations failed. */
static struct zgl_buf fields[KEYS];

static void assert_fields(const struct zgl_dkimsign *sign, enum zgl_err err)
{
	for (size_t i = 0; i < KEYS; i++) {
		zgl_sv field = zgl_dkimsign_field(sign, i);
		assert_int_equal(field.p != NULL, err == ZGL_OK);
		if (field.p == NULL)
			continue;
		if (fields[i].n == 0) {
			zgl_buf_begin(&fields[i], 1 << 16);
			zgl_buf_put(&fields[i], field);
		}
		assert_sv_equal(field, zgl_buf_sv(&fields[i]));
	}
}

static enum zgl_err sign_some(struct signer *s, size_t times)
{
	enum zgl_err err = ZGL_OK;

	for (size_t i = 0; i < times && err == ZGL_OK; i++) {
		struct zgl_header header;
		struct zgl_arena a;
		zgl_arena_begin(&a, 1 << 20);
		zgl_header_begin(&header, &a, &limits);
		err = mail_add_fields(&header, ZGL_SV(MAIL_HEADER));
		if (err == ZGL_OK) {
			err = sign(s, &header, &a);
			assert_fields(s->sign, err);
		}
		zgl_arena_free(&a);
	}
	return err;
}

static enum zgl_err sign_twice(void)
{
	struct signer s = { .sign = NULL };
	enum zgl_err err = make_signer(&s);

	if (err == ZGL_OK) {
		err = sign_some(&s, 2);
		if (err != ZGL_OK && goes_on)
			assert_int_equal(sign_some(&s, 1), ZGL_OK);
	}
	zgl_dkimsign_free(s.sign);
	for (size_t i = 0; i < KEYS; i++)
		zgl_privkey_free(s.privkeys[i]);
	return err;
}

/* And every other field is asserted to be as these are. */
static void the_fields_verify(void **state)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_dkimverify *verify;

	(void)state;
	assert_int_equal(sign_twice(), ZGL_OK);
	config.engine = engine;
	config.limits = &limits;
	assert_int_equal(zgl_dkimverify_new(&config, &verify), ZGL_OK);
	zgl_buf_reset(&signed_header);
	for (size_t i = KEYS; i-- > 0;) { /* Ed25519 on top, as in `answers` */
		zgl_buf_put(&signed_header, zgl_buf_sv(&fields[i]));
		zgl_buf_text(&signed_header, "\r\n");
	}
	zgl_buf_text(&signed_header, MAIL_HEADER);
	assert_int_equal(judge_some(verify, 1), ZGL_OK);
	zgl_dkimverify_free(verify);
}

struct row {
	const char *name;
	enum zgl_err (*use)(void);
	bool forever;
};

// clang-format off
static const struct row rows[] = {
	{ "verify: one allocation fails",                verify_plain,  false },
	{ "verify: all fail from one on",                verify_plain,  true },
	{ "verify with a cache: one allocation fails",   verify_cached, false },
	{ "verify with a cache: all fail from one on",   verify_cached, true },
	{ "sign: one allocation fails",                  sign_twice,    false },
	{ "sign: all fail from one on",                  sign_twice,    true },
};
// clang-format on

/* An error may be left out when the run came to its result all the same: a
 * cache forgets, libcrypto takes another way. */
static void check(void **state)
{
	const struct row *row = *state;
	size_t errors = 0, runs = 0;

	goes_on = !row->forever;
	assert_int_equal(row->use(), ZGL_OK);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, row->forever);
		enum zgl_err err = row->use();
		failalloc_disarm();
		if (!failalloc_failed())
			assert_int_equal(err, ZGL_OK);
		else if (err != ZGL_OK)
			assert_true(err == ZGL_ENOMEM || err == ZGL_ECRYPTO);
		errors += err != ZGL_OK;
		runs++;
	}
	printf("# %zu allocations, %zu errors\n", runs - 1, errors);
	assert_true(errors > 10);
	assert_int_equal(row->use(), ZGL_OK);
}

int main(void)
{
	struct rows r = { 0 };

	failalloc_openssl();
	engine = engine_or_die();
	limits = ZGL_LIMITS_DEFAULT;
	make_mail();
	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "sign: what all fields are compared with verifies",
		the_fields_verify);
	int failed = rows_run(&r, "dkimalloc");
	for (size_t i = 0; i < KEYS; i++)
		zgl_buf_free(&fields[i]);
	zgl_arena_free(&answer_arena);
	zgl_buf_free(&signed_header);
	zgl_engine_free(engine);
	return failed;
}
