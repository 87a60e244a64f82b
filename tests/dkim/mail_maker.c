/* SPDX-License-Identifier: ISC */
#include "tests/dkim/mail_maker.h"

#include "tests/sig/recordhelp.h"
#include "zegel/base/num.h"
#include "zegel/sig/bodybank.h"

#define TEXT_MOST (1024 * 1024)
#define NO_B      SIZE_MAX

/* A signature being made: its text so far, without b=. */
struct making {
	const struct mail_seal *seal;
	const struct testkey *key;
	struct zgl_buf text;
	struct zgl_digest body;
	size_t b_at; /* where $b stood, or NO_B */
	bool wide_b;
};

static const char *or_else(const char *text, const char *otherwise)
{
	return text != NULL ? text : otherwise;
}

static enum zgl_canon canon_of(const struct mail_seal *seal, size_t i)
{
	return or_else(seal->canon, "rr")[i] == 's' ? ZGL_CANON_SIMPLE
						    : ZGL_CANON_RELAXED;
}

static enum zgl_hash_alg hash_of(const struct mail_seal *seal)
{
	return seal->sha1 ? ZGL_HASH_SHA1 : ZGL_HASH_SHA256;
}

static void hash_body(struct zgl_engine *engine, zgl_sv body, struct making *m)
{
	struct zgl_bodybank *bank;
	uint64_t length = ZGL_BODY_WHOLE;
	size_t slot;

	if (m->seal->length != NULL)
		assert_true(zgl_num_parse(zgl_sv_of(m->seal->length), &length));
	assert_int_equal(zgl_bodybank_new(engine, &bank), ZGL_OK);
	zgl_bodybank_begin(bank);
	assert_int_equal(zgl_bodybank_want(bank, canon_of(m->seal, 1),
				 hash_of(m->seal), length, &slot),
		ZGL_OK);
	zgl_bodybank_feed(bank, body);
	assert_int_equal(zgl_bodybank_end(bank), ZGL_OK);
	m->body = *zgl_bodybank_digest(bank, slot);
	zgl_bodybank_free(bank);
}

/* Base64; with white space of all kinds within when `wide`. */
static void put_b64(struct zgl_buf *to, const uint8_t *p, size_t n, bool wide)
{
	struct zgl_buf b;

	zgl_buf_begin(&b, TEXT_MOST);
	zgl_b64_encode(&b, p, n);
	for (size_t i = 0; i < b.n; i++) {
		if (wide && i % 7 == 3)
			zgl_buf_text(to, i % 2 == 0 ? " " : "\r\n\t ");
		zgl_buf_char(to, b.p[i]);
	}
	zgl_buf_free(&b);
}

static void put_canons(struct zgl_buf *to, const struct mail_seal *seal)
{
	static const char *const words[] = { "simple", "relaxed" };

	zgl_buf_text(to, words[canon_of(seal, 0)]);
	zgl_buf_char(to, '/');
	zgl_buf_text(to, words[canon_of(seal, 1)]);
}

static void put_algorithm(struct zgl_buf *to, const struct making *m)
{
	zgl_buf_text(to, m->key->alg == ZGL_KEY_RSA ? "rsa" : "ed25519");
	zgl_buf_text(to, m->seal->sha1 ? "-sha1" : "-sha256");
}

/* Appends what a "$" stands for; returns how long its name is. */
static size_t put_variable(struct making *m, zgl_sv rest)
{
	const struct mail_seal *seal = m->seal;
	struct zgl_buf *to = &m->text;
	bool wide_bh = zgl_sv_starts(rest, ZGL_SV("$BH"));

	if (wide_bh || zgl_sv_starts(rest, ZGL_SV("$bh"))) {
		put_b64(to, m->body.octets, m->body.n, wide_bh);
		return 3;
	}
	switch (rest.n > 1 ? rest.p[1] : '\0') {
	case 'a': put_algorithm(to, m); break;
	case 'c': put_canons(to, seal); break;
	case 's':
		zgl_buf_text(to, or_else(seal->selector, m->key->name));
		break;
	case 'h': zgl_buf_text(to, or_else(seal->names, MAIL_NAMES)); break;
	case 'l': zgl_buf_text(to, or_else(seal->length, "")); break;
	case 'b':
	case 'B':
		m->b_at = to->n;
		m->wide_b = rest.p[1] == 'B';
		break;
	default: fail_msg("unknown variable %.4s", rest.p);
	}
	return 2;
}

static void put_value(struct making *m)
{
	zgl_sv rest = zgl_sv_of(or_else(m->seal->value, MAIL_VALUE("")));

	zgl_buf_text(&m->text, or_else(m->seal->field, "DKIM-Signature: "));
	while (rest.n > 0) {
		size_t plain = zgl_sv_find(rest, '$');
		zgl_buf_put(&m->text, zgl_sv_head(rest, plain));
		rest = zgl_sv_skip(rest, plain);
		if (rest.n > 0)
			rest = zgl_sv_skip(rest, put_variable(m, rest));
	}
}

enum zgl_err mail_add_fields(struct zgl_header *h, zgl_sv text)
{
	while (text.n > 0) {
		size_t n = 0;
		do
			n += zgl_sv_find(zgl_sv_skip(text, n), '\n') + 1;
		while (n < text.n && zgl_is_wsp(text.p[n]));
		assert_true(n >= 2 && n <= text.n);
		ZGL_TRY(zgl_header_add(h, zgl_sv_head(text, n - 2)));
		text = zgl_sv_skip(text, n);
	}
	return ZGL_OK;
}

/* The digest of the fields that are named and of the text without its b= and
 * the white space around that. */
static struct zgl_digest hash_header(
	struct zgl_engine *engine, const struct making *m, zgl_sv header)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	size_t from = m->b_at, to = m->b_at;
	struct zgl_digest digest;
	struct zgl_names names;
	struct zgl_header h;
	struct zgl_hash *hash;
	struct zgl_arena a;
	struct zgl_buf own;

	zgl_arena_begin(&a, 4 * TEXT_MOST);
	zgl_buf_begin(&own, TEXT_MOST);
	while (from > 0 && zgl_is_fws(m->text.p[from - 1]))
		from--;
	while (to < m->text.n && zgl_is_fws(m->text.p[to]))
		to++;
	zgl_buf_put(&own, zgl_sv_head(zgl_buf_sv(&m->text), from));
	zgl_buf_put(&own, zgl_sv_skip(zgl_buf_sv(&m->text), to));
	zgl_header_begin(&h, &a, &limits);
	assert_int_equal(mail_add_fields(&h, header), ZGL_OK);
	zgl_sv h_text = zgl_sv_of(or_else(m->seal->names, MAIL_NAMES));
	assert_int_equal(zgl_names_parse(h_text, &limits, &a, &names), ZGL_OK);
	struct zgl_signedfields what = { .header = &h,
		.names = &names,
		.field = zgl_buf_sv(&own),
		.b = { own.p + from, 0 },
		.own = ZGL_NO_FIELD,
		.canon = canon_of(m->seal, 0),
		.alg = hash_of(m->seal) };
	assert_int_equal(zgl_hash_new(engine, &hash), ZGL_OK);
	assert_int_equal(
		zgl_signedfields_digest(&what, hash, &a, &digest), ZGL_OK);
	zgl_hash_free(hash);
	zgl_buf_free(&own);
	zgl_arena_free(&a);
	return digest;
}

static void put_signature(struct zgl_engine *engine, const struct making *m,
	zgl_sv header, struct zgl_buf *to)
{
	struct zgl_digest digest = hash_header(engine, m, header);
	struct zgl_privkey *key =
		privkey_or_fail(engine, zgl_sv_of(m->key->pem));
	struct octets sig = signature_of(key, &digest);

	put_b64(to, sig.p, sig.n, m->wide_b);
	zgl_privkey_free(key);
}

void mail_seal(struct zgl_engine *engine, const struct mail_seal *seal,
	zgl_sv header, zgl_sv body, struct zgl_buf *to)
{
	struct making m = { .seal = seal, .b_at = NO_B };

	m.key = testkey_named(zgl_sv_of(or_else(seal->key, "rsa1024")));
	assert_non_null(m.key);
	zgl_buf_begin(&m.text, TEXT_MOST);
	hash_body(engine, body, &m);
	put_value(&m);
	zgl_buf_put(to, zgl_sv_head(zgl_buf_sv(&m.text), m.b_at));
	if (m.b_at != NO_B) {
		put_signature(engine, &m, header, to);
		zgl_buf_put(to, zgl_sv_skip(zgl_buf_sv(&m.text), m.b_at));
	}
	zgl_buf_text(to, "\r\n");
	zgl_buf_put(to, header);
	assert_int_equal(m.text.err, ZGL_OK);
	assert_int_equal(to->err, ZGL_OK);
	zgl_buf_free(&m.text);
}

/* The wire form of one record, its strings cut at "|" and at 255 octets. */
static zgl_sv make_rdata(zgl_sv text, struct zgl_arena *a)
{
	struct zgl_buf wire;
	zgl_sv string, copy;

	zgl_buf_begin(&wire, TEXT_MOST);
	while (zgl_sv_split(&text, '|', &string)) {
		do {
			zgl_sv part = zgl_sv_head(string, 255);
			zgl_buf_char(&wire, (char)part.n);
			zgl_buf_put(&wire, part);
			string = zgl_sv_skip(string, part.n);
		} while (string.n > 0);
	}
	assert_int_equal(zgl_buf_keep(&wire, a, &copy), ZGL_OK);
	return copy;
}

void mail_answer_records(
	const char *template, struct zgl_arena *a, struct zgl_answer *answer_r)
{
	zgl_sv *records = zgl_arena_array(a, 32, sizeof(*records));
	zgl_sv line, rest;
	struct zgl_buf b;

	assert_non_null(records);
	*answer_r = (struct zgl_answer){ .state = ZGL_ANSWER_RECORDS,
		.records = records };
	zgl_buf_begin(&b, TEXT_MOST);
	record_put(&b, zgl_sv_of(template));
	rest = b.n > 0 ? zgl_buf_sv(&b) : ZGL_SV("");
	while (zgl_sv_split(&rest, '\n', &line)) {
		assert_true(answer_r->count < 32);
		records[answer_r->count++] = make_rdata(line, a);
	}
	zgl_buf_free(&b);
}

void mail_answer_text(
	zgl_sv text, struct zgl_arena *a, struct zgl_answer *answer_r)
{
	zgl_sv *record = zgl_arena_get(a, sizeof(*record));

	assert_non_null(record);
	*record = make_rdata(text, a);
	*answer_r = (struct zgl_answer){
		.state = ZGL_ANSWER_RECORDS, .records = record, .count = 1
	};
}

void mail_answer_testkey(
	const char *selector, struct zgl_arena *a, struct zgl_answer *answer_r)
{
	const struct testkey *key = testkey_named(zgl_sv_of(selector));
	char template[64];

	*answer_r = (struct zgl_answer){ .state = ZGL_ANSWER_NXDOMAIN };
	if (key == NULL)
		return;
	snprintf(template, sizeof(template), "v=DKIM1; k=%s; p=$%s",
		key->alg == ZGL_KEY_RSA ? "rsa" : "ed25519", key->name);
	mail_answer_records(template, a, answer_r);
}

/* Text of a name, without the dot at its end. */
static void name_text(const struct zgl_qname *name, char *text, size_t room)
{
	struct zgl_buf b;

	zgl_buf_begin(&b, room);
	zgl_qname_write(name, &b);
	assert_true(b.err == ZGL_OK && b.n > 1 && b.p[b.n - 1] == '.');
	memcpy(text, b.p, b.n - 1);
	text[b.n - 1] = '\0';
	zgl_buf_free(&b);
}

/* What is answered goes at once, as the verifier allows. */
static enum zgl_err answer_all(
	const struct mail_job *job, struct mail_verdicts *r)
{
	struct zgl_dkimverify *v = job->verify;
	struct zgl_question question;
	size_t number;
	char name[256];

	while (zgl_dkimverify_next_question(v, &question, &number)) {
		struct zgl_answer answer;
		struct zgl_arena a;
		name_text(&question.name, name, sizeof(name));
		if (r->questions++ == 0)
			memcpy(r->asked, name, sizeof(name));
		assert_int_equal(question.type, ZGL_RR_TXT);
		assert_int_equal(zgl_dkimverify_waiting(v), 1);
		zgl_arena_begin(&a, TEXT_MOST);
		job->answer(job->ctx, name, &a, &answer);
		enum zgl_err err = zgl_dkimverify_answer(v, number, &answer);
		zgl_arena_free(&a);
		ZGL_TRY(err);
		assert_int_equal(zgl_dkimverify_waiting(v), 0);
	}
	return ZGL_OK;
}

static enum zgl_err feed(const struct mail_job *job, size_t split)
{
	struct zgl_dkimverify *v = job->verify;
	zgl_sv body = job->body;

	if (split <= body.n) {
		ZGL_TRY(zgl_dkimverify_body(v, zgl_sv_head(body, split)));
		return zgl_dkimverify_body(v, zgl_sv_skip(body, split));
	}
	for (size_t i = 0; i < body.n; i++)
		ZGL_TRY(zgl_dkimverify_body(v, (zgl_sv){ body.p + i, 1 }));
	return ZGL_OK;
}

static enum zgl_err judge(const struct mail_job *job, size_t split,
	struct zgl_arena *a, struct mail_verdicts *r)
{
	struct zgl_dkimverify *v = job->verify;
	struct zgl_header header;

	zgl_header_begin(&header, a, job->limits);
	ZGL_TRY(mail_add_fields(&header, job->header));
	ZGL_TRY(zgl_dkimverify_begin(v, &header, a, job->now_s));
	ZGL_TRY(answer_all(job, r));
	ZGL_TRY(feed(job, split));
	ZGL_TRY(zgl_dkimverify_end(v));
	r->count = zgl_dkimverify_count(v);
	assert_true(r->count <= MAIL_VERDICTS);
	for (size_t i = 0; i < r->count; i++) {
		const struct zgl_dkim_verdict *d = zgl_dkimverify_verdict(v, i);
		r->at[i] = (struct mail_verdict){ d->result, d->reason,
			d->detail, d->warnings, d->key_bits, d->dnssec };
	}
	assert_null(zgl_dkimverify_verdict(v, r->count));
	return ZGL_OK;
}

enum zgl_err mail_verify(const struct mail_job *job, size_t split,
	struct mail_verdicts *verdicts_r)
{
	struct zgl_arena a;

	*verdicts_r = (struct mail_verdicts){ .count = 0 };
	zgl_arena_begin(&a, 4 * TEXT_MOST);
	enum zgl_err err = judge(job, split, &a, verdicts_r);
	zgl_arena_free(&a);
	if (err == ZGL_OK)
		return ZGL_OK;
	assert_int_equal(zgl_dkimverify_count(job->verify), 0);
	assert_null(zgl_dkimverify_verdict(job->verify, 0));
	*verdicts_r = (struct mail_verdicts){ .count = 0 };
	return err;
}
