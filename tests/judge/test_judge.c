/* SPDX-License-Identifier: ISC */
#include "tests/authres/authcheck.h"
#include "tests/judge/judge_mail.h"
#include "tests/rows.h"
#include "zegel/authres/authclaim.h"
#include "zegel/judge/judge.h"

/*
 * What a message makes of the field: for each result, in order,
 * "result (comment) [reason] d=... s=... i=... a=... b" and " | " between two;
 * "b" has 8 octets of b=, "b9" 9.
 */
struct field_row {
	const char *name;
	const char *want;
	struct judge_mail mail;
};

/* What the best of all signatures is, and which one that is. */
struct best_row {
	const char *name;
	enum zgl_dkim_result dkim;
	int telling; /* -1: none */
	struct judge_mail mail;
};

/* How a result is refused, and in which words. */
struct reply_row {
	const char *name;
	enum zgl_dkim_result dkim;
	const char *rejected; /* the code */
	const char *reply;
	struct judge_mail mail;
};

#define ONE(...)   .mail = { .seals = { { __VA_ARGS__ } }, .count = 1 }
#define TAGS(tags) ONE(.value = MAIL_VALUE(tags))
#define PLAIN_A    "d=example.com s=rsa1024 a=rsa-sha256 b"
#define PASSES     "pass (1024-bit key) d=example.com s=rsa1024 a=rsa-sha256 b"

#define BODY_CHANGED "the body was changed after it was signed"
#define OTHER_KEY                                                              \
	"a signed header field was changed after it was signed, or another "   \
	"key made the signature"
#define NO_RECORD "there is no key record for this selector"

// clang-format off
static const struct field_row fields[] = {
	{ "rfc8601#2.7.1: no signature is none", "none", .mail = { .count = 0 } },
	{ "rfc8601#2.7.1: a good one passes", PASSES, ONE(.key = "rsa1024") },
	{ "rfc8463#3: Ed25519", "pass (256-bit key) d=example.com s=ed25519 a=ed25519-sha256 b", ONE(.key = "ed25519") },
	{ "rfc8601#2.7.1: a changed body fails", "fail (1024-bit key) [" BODY_CHANGED "] " PLAIN_A, .mail = { .count = 1, .new_body = "x\r\n" } },
	{ "rfc8601#2.7.1: text behind l= is for the policy", "policy (1024-bit key) [the signature verifies, but l= leaves the end of the body unsigned] " PLAIN_A, ONE(.value = MAIL_VALUE("l=$l; "), .length = "3") },
	{ "rfc8601#2.7.1: no key is a permanent error", "permerror [" NO_RECORD "] d=example.com s=nowhere a=rsa-sha256 b", ONE(.selector = "nowhere") },
	{ "rfc8601#2.7.1: no answer is a temporary error", "temperror [the key could not be fetched from DNS: the server did not answer in time] d=example.com s=later a=rsa-sha256 b", ONE(.selector = "later") },
	{ "rfc4035#5.5: a bogus answer is one, too", "temperror [the key record failed DNSSEC validation] d=example.com s=bogus a=rsa-sha256 b", ONE(.selector = "bogus") },
	{ "the state of DNSSEC, when it was asked for", "pass (1024-bit key, DNSSEC secure) d=example.com s=secure a=rsa-sha256 b", ONE(.selector = "secure") },
	{ "rfc6376#3.6.1: t=y is told", "pass (1024-bit key, testing) d=example.com s=testing a=rsa-sha256 b", ONE(.selector = "testing") },
	{ "rfc6376#3.2: what is no tag list has no properties", "permerror [the signature field is no tag list: no '=' after a tag name]", .mail = { .raw = "DKIM-Signature: nonsense\r\n" } },
	{ "rfc6376#6.1.1: a tag that is missing", "permerror [the signature lacks a tag that it must have: d= is missing]", ONE(.value = "v=1; a=$a; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: a domain that is none is not told", "permerror [the signing domain (d=) is no domain name: it has an octet that no label may have]", ONE(.value = "v=1; a=$a; d=victim'a.example; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: a domain with a result in it", "permerror [the signing domain (d=) is no domain name: it has an octet that no label may have]", ONE(.value = "v=1; a=$a; d=victim.example dkim=pass header.d=a.example; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: a selector that is none is not told", "permerror [the selector (s=) is no selector: it has an octet that no label may have] d=example.com", ONE(.value = "v=1; a=$a; d=example.com; s=a(b; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: an unknown algorithm is told", "permerror [the signature has an unknown algorithm (a=)] d=example.com s=rsa1024 a=rsa-sha512", ONE(.value = "v=1; a=rsa-sha512; d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc2045#5.1: in quotes if need be", "permerror [the signature has an unknown algorithm (a=)] d=example.com s=rsa1024 a=no / such (thing)", ONE(.value = "v=1; a=no / such (thing); d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "an algorithm that cannot be written is not told", "permerror [the signature has an unknown algorithm (a=)] d=example.com s=rsa1024", ONE(.value = "v=1; a=\"x) dkim=pass (; d=example.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc8616#5: a U-label is told as A-label", "pass (1024-bit key) d=xn--mller-kva.example s=rsa1024 a=rsa-sha256 b", ONE(.value = "v=1; a=$a; c=$c; d=m\xc3\xbcller.example; s=$s; h=$h; bh=$bh; b=$b") },
	{ "names are told in small letters", PASSES, ONE(.value = "v=1; a=$a; c=$c; d=EXAMPLE.com; s=$s; h=$h; bh=$bh; b=$b") },
	{ "rfc6376#3.5: i= that is @d says no more", PASSES, TAGS("i=@example.com; ") },
	{ "rfc6376#3.5: in any case", PASSES, TAGS("i=@Example.COM; ") },
	{ "rfc6376#3.5: i= with a subdomain", "pass (1024-bit key) d=example.com s=rsa1024 i=@mail.example.com a=rsa-sha256 b", TAGS("i=@Mail.example.com; ") },
	{ "rfc6376#3.5: i= with a local part", "pass (1024-bit key) d=example.com s=rsa1024 i=Joe@example.com a=rsa-sha256 b", TAGS("i=Joe@example.com; ") },
	{ "rfc6376#6.1.1: i= of another domain is not told", "permerror [the identity (i=) is not within the signing domain] d=example.com s=rsa1024 a=rsa-sha256", TAGS("i=joe@victim.example; ") },
	{ "rfc6376#2.11: i= in quoted-printable", "pass (1024-bit key) d=example.com s=rsa1024 i=a=b+c@example.com a=rsa-sha256 b", TAGS("i=a=3Db+c@example.com; ") },
	{ "rfc6376#2.11: i= with a result in it is not told", "permerror [the identity (i=) is not within the signing domain: what stands before its @ is no local part] d=example.com s=rsa1024 a=rsa-sha256", TAGS("i=x=3B=20dkim=3Dpass@example.com; ") },
	{ "rfc6376#2.11: i= with a fold in it is not told", "permerror [the identity (i=) is not within the signing domain: what stands before its @ is no local part] d=example.com s=rsa1024 a=rsa-sha256", TAGS("i=x=0D=0A=20y@example.com; ") },
	{ "rfc6376#3.5: i= with quotes is not told", PASSES, TAGS("i=\"x=3B=20dkim=3Dpass\"@example.com; ") },
	{ "rfc8616#5: UTF-8 in i= of a message that has none else", PASSES, TAGS("i=j=C3=B6@example.com; ") },
	{ "rfc8616#5: UTF-8 in i= of a message that has some", "pass (1024-bit key) d=example.com s=rsa1024 i=j\xc3\xb6@example.com a=rsa-sha256 b", TAGS("i=j\xc3\xb6@example.com; ") },
	{ "rfc8616#5: UTF-8 in another field makes it such a message", "pass (1024-bit key) d=example.com s=rsa1024 i=j\xc3\xb6@example.com a=rsa-sha256 b", .mail = { .seals = { { .value = MAIL_VALUE("i=j=C3=B6@example.com; ") } }, .count = 1, .raw = "X: \xe2\x82\xac\r\n" } },
	{ "rfc6008#3: one result for each signature, from the top", "pass (256-bit key) d=example.com s=ed25519 a=ed25519-sha256 b | permerror [" NO_RECORD "] d=example.com s=nowhere a=rsa-sha256 b | " PASSES,
		.mail = { .seals = { { .key = "ed25519" }, { .selector = "nowhere" }, { .key = "rsa1024" } }, .count = 3 } },
	{ "rfc6008#4: enough of b= to tell them apart", "fail (1024-bit key) [" OTHER_KEY "] d=example.com s=rsa1024 a=rsa-sha256 b11 | fail (1024-bit key) [" OTHER_KEY "] d=example.com s=rsa1024 a=rsa-sha256 b11",
		.mail = { .seals = { { .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=abcd\r\n efgh +/1A" }, { .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=abcdefgh+/2A" } }, .count = 2 } },
	{ "rfc6008#4: the first 8 octets are the same", "fail (1024-bit key) [" OTHER_KEY "] d=example.com s=rsa1024 a=rsa-sha256 b9 | fail (1024-bit key) [" OTHER_KEY "] d=example.com s=rsa1024 a=rsa-sha256 b9",
		.mail = { .seals = { { .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=abcdefgh+AAA" }, { .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=abcdefgh/AAA" } }, .count = 2 } },
	{ "rfc6008#6.2: the same b= twice", PASSES " | " PASSES, .mail = { .seals = { { .key = "rsa1024" } }, .count = 1, .raw = "$twice" } },
	{ "rfc6008#4: a b= of less than 8 octets is told whole", "fail (1024-bit key) [" OTHER_KEY "] d=example.com s=rsa1024 a=rsa-sha256 b4", ONE(.value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=AAAA") },
	{ "rfc6376#3.5: a b= that is no base64 is not told", "permerror [the signature (b=) or body hash (bh=) is no base64 of the right length: b= is no base64, or empty] d=example.com s=rsa1024 a=rsa-sha256", ONE(.value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=%%%%%%%%%%") },
};

#define LATER   { .selector = "later" }
#define NO_KEY  { .selector = "nowhere" }
#define FAILS   { .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=AAAA" }
#define POLICY  { .value = MAIL_VALUE("l=$l; "), .length = "3" }
#define TESTING { .selector = "testing", .value = "v=1; a=$a; c=$c; d=example.com; s=$s; h=$h; bh=$bh; b=AAAA" }
#define GOOD    { .key = "rsa1024" }

static const struct best_row bests[] = {
	{ "no signature", ZGL_DKIM_NONE, -1, .mail = { .count = 0 } },
	{ "rfc6376#6.1: one that passes is enough", ZGL_DKIM_PASS, 1, .mail = { .seals = { FAILS, GOOD, LATER }, .count = 3 } },
	{ "the top one of those that pass", ZGL_DKIM_PASS, 0, .mail = { .seals = { GOOD, { .key = "ed25519" } }, .count = 2 } },
	{ "one that could yet pass is better than policy", ZGL_DKIM_TEMPERROR, 1, .mail = { .seals = { POLICY, LATER }, .count = 2 } },
	{ "and than one that fails", ZGL_DKIM_TEMPERROR, 2, .mail = { .seals = { FAILS, NO_KEY, LATER }, .count = 3 } },
	{ "policy is better than fail", ZGL_DKIM_POLICY, 1, .mail = { .seals = { FAILS, POLICY, NO_KEY }, .count = 3 } },
	{ "fail is better than permerror", ZGL_DKIM_FAIL, 2, .mail = { .seals = { NO_KEY, NO_KEY, FAILS }, .count = 3 } },
	{ "the top one of those that fail", ZGL_DKIM_FAIL, 0, .mail = { .seals = { FAILS, FAILS }, .count = 2 } },
	{ "rfc6376#3.6.1: one that is being tested is the last to count", ZGL_DKIM_PERMERROR, 1, .mail = { .seals = { TESTING, NO_KEY }, .count = 2 } },
	{ "rfc6376#3.6.1: but it is what there is", ZGL_DKIM_FAIL, 0, .mail = { .seals = { TESTING, TESTING }, .count = 2 } },
	{ "rfc6376#3.6.1: one that is being tested and passes", ZGL_DKIM_PASS, 1, .mail = { .seals = { NO_KEY, { .selector = "testing" } }, .count = 2 } },
};

#define KEY_NAME ", domain example.com, selector rsa1024"

static const struct reply_row replies[] = {
	{ "rfc7372#3.1: no signature", ZGL_DKIM_NONE, "5.7.20", "No passing DKIM signature found: the message has none", .mail = { .count = 0 } },
	{ "rfc7372#3.1: one that fails", ZGL_DKIM_FAIL, "5.7.20", "No passing DKIM signature found: " BODY_CHANGED KEY_NAME, .mail = { .count = 1, .new_body = "x\r\n" } },
	{ "rfc7372#3.1: one that passes and is not acceptable", ZGL_DKIM_POLICY, "5.7.21", "No acceptable DKIM signature found: the signature verifies, but l= leaves the end of the body unsigned" KEY_NAME, .mail = { .seals = { POLICY }, .count = 1 } },
	{ "rfc7372#3.1: a permanent error", ZGL_DKIM_PERMERROR, "5.7.20", "No passing DKIM signature found: " NO_RECORD ", domain example.com, selector nowhere", .mail = { .seals = { NO_KEY }, .count = 1 } },
	{ "rfc6376#6.3: a temporary error", ZGL_DKIM_TEMPERROR, "5.7.20", "Unable to verify DKIM signature: the key could not be fetched from DNS: the server did not answer in time, domain example.com, selector later", .mail = { .seals = { LATER }, .count = 1 } },
	{ "what DNS had to say is told in octets that show", ZGL_DKIM_TEMPERROR, "5.7.20", "Unable to verify DKIM signature: the key could not be fetched from DNS: 100? \"lost\"??, domain example.com, selector odd", .mail = { .seals = { { .selector = "odd" } }, .count = 1 } },
	{ "a domain that is none is not told", ZGL_DKIM_PERMERROR, "5.7.20", "No passing DKIM signature found: the signing domain (d=) is no domain name: it has an octet that no label may have", ONE(.value = "v=1; a=$a; d=%s.example; s=$s; h=$h; bh=$bh; b=$b") },
	{ "a selector that is none is not told", ZGL_DKIM_PERMERROR, "5.7.20", "No passing DKIM signature found: the selector (s=) is no selector: it has an octet that no label may have, domain example.com", ONE(.value = "v=1; a=$a; d=example.com; s=%n; h=$h; bh=$bh; b=$b") },
};
// clang-format on

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct zgl_arena arena;

static struct zgl_judge *new_judge(const struct zgl_judge_policy *policy)
{
	struct zgl_judge_config config = { .dkim = ZGL_DKIMVERIFY_DEFAULT,
		.authserv_id = ZGL_SV("mx.example.nl") };
	struct zgl_judge *judge;

	config.dkim.engine = engine;
	config.dkim.limits = &limits;
	if (policy != NULL)
		config.policy = *policy;
	assert_int_equal(zgl_judge_new(&config, &judge), ZGL_OK);
	return judge;
}

static zgl_sv body_of(const struct judge_mail *mail)
{
	return zgl_sv_of(mail->new_body != NULL ? mail->new_body : MAIL_BODY);
}

/* Without seals told, one that is as usual. "$twice" puts the top field there
 * a second time. */
static zgl_sv header_of(const struct judge_mail *mail, struct zgl_buf *b)
{
	struct judge_mail once = *mail;
	bool twice = mail->raw != NULL && strcmp(mail->raw, "$twice") == 0;

	zgl_buf_begin(b, (size_t)1024 * 1024);
	once.raw = twice ? NULL : mail->raw;
	judge_mail_header(engine, &once, b);
	if (twice) {
		zgl_sv all = zgl_arena_copy(&arena, zgl_buf_sv(b));
		zgl_buf_reset(b);
		zgl_buf_put(b, zgl_sv_head(all, zgl_sv_find(all, '\n') + 1));
		zgl_buf_put(b, all);
	}
	return zgl_buf_sv(b);
}

static struct zgl_judgement judge_it(
	struct zgl_judge *judge, const struct judge_mail *mail, size_t split)
{
	struct zgl_judgement judgement;
	struct zgl_buf b;

	enum zgl_err err = judge_mail_run(judge, &limits, header_of(mail, &b),
		body_of(mail), split, &arena, &judgement);
	assert_int_equal(err, ZGL_OK);
	zgl_buf_free(&b);
	return judgement;
}

/* header.b is told by how long it is, and compared. */
static void tell_b(struct zgl_buf *to, zgl_sv b, const struct zgl_dkimsig *sig)
{
	size_t n = 0;

	for (size_t i = 0; n < b.n; i++) {
		assert_true(i < sig->b.n);
		if (!zgl_is_fws(sig->b.p[i]))
			assert_int_equal(sig->b.p[i], b.p[n++]);
	}
	zgl_buf_text(to, " b");
	if (b.n != 8)
		zgl_buf_num(to, b.n);
}

static void tell_result(struct zgl_buf *to, const struct authcheck_result *r,
	const struct zgl_dkim_verdict *v)
{
	assert_sv_equal(r->method, ZGL_SV("dkim"));
	zgl_buf_put(to, r->result);
	if (r->comment.p != NULL) {
		zgl_buf_text(to, " (");
		zgl_buf_put(to, r->comment);
		zgl_buf_text(to, ")");
	}
	if (r->reason.p != NULL) {
		zgl_buf_text(to, " [");
		zgl_buf_put(to, r->reason);
		zgl_buf_text(to, "]");
	}
	for (size_t i = 0; i < r->prop_count; i++) {
		zgl_sv name = r->props[i].name;
		assert_true(zgl_sv_starts(name, ZGL_SV("header.")));
		if (name.p[name.n - 1] == 'b') {
			tell_b(to, r->props[i].value, v->sig);
			continue;
		}
		zgl_buf_char(to, ' ');
		zgl_buf_put(to, zgl_sv_skip(name, strlen("header.")));
		zgl_buf_char(to, '=');
		zgl_buf_put(to, r->props[i].value);
	}
}

static void check_field(void **state)
{
	static const zgl_sv id = { "mx.example.nl", 13 };
	const struct field_row *row = *state;
	struct zgl_judge *judge = new_judge(NULL);
	struct zgl_judgement j = judge_it(judge, &row->mail, 0);
	struct authcheck read;
	struct zgl_buf told;

	assert_null(authcheck_octets(j.field));
	assert_true(authcheck_read(j.field, &read));
	assert_sv_equal(read.authserv_id, id);
	assert_true(zgl_authclaim_is_ours(
		zgl_sv_skip(j.field, zgl_sv_find(j.field, ':') + 1), &id, 1));
	zgl_buf_begin(&told, 4096);
	for (size_t i = 0; i < read.count; i++) {
		if (i > 0)
			zgl_buf_text(&told, " | ");
		tell_result(&told, &read.results[i],
			zgl_dkimverify_verdict(zgl_judge_dkim(judge), i));
	}
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->want));
	zgl_buf_free(&told);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

static void check_best(void **state)
{
	const struct best_row *row = *state;
	struct zgl_judge *judge = new_judge(NULL);
	struct zgl_judgement j = judge_it(judge, &row->mail, 0);
	const struct zgl_dkimverify *dkim = zgl_judge_dkim(judge);

	assert_int_equal(zgl_dkimverify_count(dkim), row->mail.count);
	assert_int_equal(j.dkim, row->dkim);
	assert_ptr_equal(j.telling,
		row->telling < 0
			? NULL
			: zgl_dkimverify_verdict(dkim, (size_t)row->telling));
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

static void check_codes(const struct reply_row *row,
	enum zgl_disposition disposition, const struct zgl_judgement *j)
{
	assert_int_equal(j->dkim, row->dkim);
	assert_int_equal(j->disposition, disposition);
	assert_sv_equal(j->reply,
		zgl_sv_of(disposition == ZGL_DISPOSE_ACCEPT ? "" : row->reply));
	switch (disposition) {
	case ZGL_DISPOSE_REJECT:
		assert_string_equal(j->smtp_code, "550");
		assert_string_equal(j->enhanced_code, row->rejected);
		break;
	case ZGL_DISPOSE_TEMPFAIL:
		assert_string_equal(j->smtp_code, "451");
		assert_string_equal(j->enhanced_code, "4.7.5");
		break;
	default: assert_null(j->smtp_code); assert_null(j->enhanced_code);
	}
}

/* Each disposition that the policy may have for the result; all other results
 * have another one, so that no other entry can be meant. */
static void check_reply(void **state)
{
	const struct reply_row *row = *state;

	for (unsigned d = 0; d < ZGL_DISPOSITIONS; d++) {
		struct zgl_judge_policy policy = { 0 };
		unsigned other = d == ZGL_DISPOSE_MARK ? ZGL_DISPOSE_REJECT
						       : ZGL_DISPOSE_MARK;
		if (d == ZGL_DISPOSE_TEMPFAIL
			&& row->dkim != ZGL_DKIM_TEMPERROR)
			continue;
		for (size_t i = 0; i < ZGL_COUNT(policy.dkim); i++) {
			if (i != ZGL_DKIM_PASS)
				policy.dkim[i] = (enum zgl_disposition)(
					i == row->dkim ? d : other);
		}
		struct zgl_judge *judge = new_judge(&policy);
		struct zgl_judgement j = judge_it(judge, &row->mail, 0);
		check_codes(row, (enum zgl_disposition)d, &j);
		zgl_judge_free(judge);
		zgl_arena_reset(&arena);
	}
}

/* rfc6376#3.6.1: what is being tested is treated as what is unsigned. */
static void check_testing(void **state)
{
	struct zgl_judge_policy policy = {
		.dkim = { [ZGL_DKIM_FAIL] = ZGL_DISPOSE_REJECT,
			[ZGL_DKIM_NONE] = ZGL_DISPOSE_QUARANTINE }
	};
	const struct judge_mail mail = { .seals = { TESTING }, .count = 1 };
	struct zgl_judge *judge = new_judge(&policy);
	struct zgl_judgement j = judge_it(judge, &mail, 0);

	(void)state;
	assert_int_equal(j.dkim, ZGL_DKIM_FAIL);
	assert_int_equal(j.disposition, ZGL_DISPOSE_QUARANTINE);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

/* Wherever the body is cut, and whatever was judged before. */
static void check_splits(void **state)
{
	const struct judge_mail mail = { .seals = { GOOD, POLICY },
		.count = 2 };
	struct zgl_judge *judge = new_judge(NULL);
	struct zgl_arena kept;

	(void)state;
	zgl_arena_begin(&kept, (size_t)1024 * 1024);
	zgl_sv first = zgl_arena_copy(&kept, judge_it(judge, &mail, 0).field);
	for (size_t i = 0; i <= strlen(MAIL_BODY); i++) {
		zgl_arena_reset(&arena);
		struct zgl_judgement j = judge_it(judge, &mail, i);
		assert_int_equal(j.dkim, ZGL_DKIM_PASS);
		assert_sv_equal(j.field, first);
	}
	zgl_arena_free(&kept);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

/* As long as names can be: the reply is cut, the field is not. */
static void check_long_names(void **state)
{
#define SIXTY "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG  SIXTY "." SIXTY "." SIXTY "." SIXTY ".example"
	const struct judge_mail mail = { .raw = "DKIM-Signature: v=1; a=" SIXTY
						"; d=" LONG "; s=" LONG
						"; h=from; bh=x; b=x\r\n" };
	struct zgl_judge_policy policy = {
		.dkim = { [ZGL_DKIM_PERMERROR] = ZGL_DISPOSE_REJECT }
	};
	struct zgl_judge *judge = new_judge(&policy);
	struct zgl_judgement j = judge_it(judge, &mail, 0);
	struct authcheck read;

	(void)state;
	assert_int_equal(j.reply.n, 480);
	assert_null(authcheck_octets(j.field));
	assert_true(authcheck_read(j.field, &read));
	assert_sv_equal(read.results[0].props[0].value, ZGL_SV(LONG));
	assert_sv_equal(read.results[0].props[1].value, ZGL_SV(LONG));
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

/* Every sentence and detail that can come into a reason or reply. */
static void check_sentences(void **state)
{
	(void)state;
	for (unsigned i = 0; i <= ZGL_DKIM_REASON_DNS_BOGUS; i++) {
		zgl_sv s = zgl_sv_of(
			zgl_dkim_reason_sentence((enum zgl_dkim_reason)i));
		assert_int_equal(zgl_sv_find(s, '%'), s.n);
	}
}

static void check_usage(void **state)
{
	struct zgl_judge *judge = new_judge(NULL);
	struct zgl_judgement j;
	struct zgl_question question;
	size_t number;

	(void)state;
	assert_int_equal(zgl_judge_end(judge, &j), ZGL_EUSAGE);
	assert_int_equal(j.field.n, 0);
	assert_int_equal(zgl_judge_body(judge, ZGL_SV("x")), ZGL_EUSAGE);
	assert_false(zgl_judge_next_question(judge, &question, &number));
	const struct judge_mail mail = { .seals = { GOOD }, .count = 1 };
	judge_it(judge, &mail, 0);
	assert_int_equal(zgl_judge_end(judge, &j), ZGL_EUSAGE);
	zgl_judge_free(judge);
	zgl_judge_free(NULL);
	zgl_arena_reset(&arena);
}

static void check_new(void **state)
{
	struct zgl_judge_config config = { .dkim = ZGL_DKIMVERIFY_DEFAULT };
	struct zgl_judge *judge;

	(void)state;
	config.dkim.engine = engine;
	config.dkim.limits = &limits;
	assert_int_equal(zgl_judge_new(&config, &judge), ZGL_EUSAGE);
	assert_null(judge);
	config.authserv_id = ZGL_SV("m\xc3\xbcller.example");
	assert_int_equal(zgl_judge_new(&config, &judge), ZGL_EUSAGE);
	config.authserv_id = ZGL_SV("example.nl");
	config.policy.dkim[ZGL_DKIM_FAIL] = ZGL_DISPOSE_TEMPFAIL;
	assert_int_equal(zgl_judge_new(&config, &judge), ZGL_EUSAGE);
	config.policy.dkim[ZGL_DKIM_FAIL] = ZGL_DISPOSE_REJECT;
	assert_int_equal(zgl_judge_new(&config, &judge), ZGL_OK);
	zgl_judge_free(judge);
}

/* An arena that is too small for the message, or for what is told of it: an
 * error, and no judgement. */
static void check_small_arenas(void **state)
{
	const struct judge_mail mail = { .seals = { GOOD, FAILS }, .count = 2 };
	struct zgl_judge *judge = new_judge(NULL);
	struct zgl_judgement j;
	enum zgl_err err = ZGL_ELIMIT;
	struct zgl_buf b;
	zgl_sv header = header_of(&mail, &b);

	(void)state;
	for (size_t cap = 0; err != ZGL_OK; cap += 512) {
		struct zgl_arena small;
		j = (struct zgl_judgement){ .dkim = ZGL_DKIM_NONE };
		zgl_arena_begin(&small, cap);
		err = judge_mail_run(judge, &limits, header, ZGL_SV(MAIL_BODY),
			0, &small, &j);
		assert_true(err == ZGL_OK || err == ZGL_ELIMIT);
		assert_int_equal(
			j.dkim, err == ZGL_OK ? ZGL_DKIM_PASS : ZGL_DKIM_NONE);
		assert_int_equal(j.field.n > 0, err == ZGL_OK);
		assert_true(cap < (size_t)1024 * 1024);
		zgl_arena_free(&small);
	}
	zgl_buf_free(&b);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

/* What a judge without a client says, octet by octet: the field that was
 * written when there was DKIM alone. */
static void check_alone(void **state)
{
	static const char want[] =
		"Authentication-Results: mx.example.nl;\r\n"
		"\tdkim=fail (1024-bit key)\r\n"
		"\treason=\"the body was changed after it was signed\"\r\n"
		"\theader.d=example.com header.s=rsa1024"
		" header.i=joe@mail.example.com\r\n"
		"\theader.a=rsa-sha256 header.b=pOeELaU1;\r\n"
		"\tdkim=permerror reason=\"there is no key record for this"
		" selector\"\r\n"
		"\theader.d=example.com header.s=nowhere"
		" header.a=rsa-sha256\r\n"
		"\theader.b=KEtCt6hT;\r\n"
		"\tdkim=fail (256-bit key)\r\n"
		"\treason=\"the body was changed after it was signed\"\r\n"
		"\theader.d=example.com header.s=ed25519"
		" header.a=ed25519-sha256\r\n"
		"\theader.b=x0UBSFId";
	const struct zgl_judge_policy policy = {
		.dkim = { [ZGL_DKIM_FAIL] = ZGL_DISPOSE_REJECT }
	};
	const struct judge_mail mail = {
		.seals = { { .value = MAIL_VALUE("i=joe@mail.example.com; ") },
			NO_KEY, { .key = "ed25519" } },
		.count = 3,
		.new_body = "other\r\n",
	};
	struct zgl_judge *judge = new_judge(&policy);
	struct zgl_judgement j = judge_it(judge, &mail, 0);

	(void)state;
	assert_sv_equal(j.field, zgl_sv_of(want));
	assert_sv_equal(j.reply,
		ZGL_SV("No passing DKIM signature found: " BODY_CHANGED
				KEY_NAME));
	assert_int_equal(j.cause, ZGL_CAUSE_DKIM);
	assert_int_equal(j.overrides, 0);
	assert_null(j.spf);
	assert_null(j.helo);
	assert_null(j.dmarc);
	zgl_judge_free(judge);
	zgl_arena_reset(&arena);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	zgl_arena_begin(&arena, (size_t)16 * 1024 * 1024);
	if (zgl_engine_new(&engine) != ZGL_OK)
		return 1;
	ROWS_ADD(&r, fields, check_field);
	ROWS_ADD(&r, bests, check_best);
	ROWS_ADD(&r, replies, check_reply);
	rows_add_one(&r, "rfc6376#3.6.1: t=y is as unsigned", check_testing);
	rows_add_one(&r, "without a client all is as it was", check_alone);
	rows_add_one(&r, "the body cut anywhere", check_splits);
	rows_add_one(&r, "names of 253 octets", check_long_names);
	rows_add_one(&r, "every sentence can be told", check_sentences);
	rows_add_one(&r, "calls out of order", check_usage);
	rows_add_one(&r, "what no judge is made of", check_new);
	rows_add_one(&r, "arenas that are too small", check_small_arenas);
	int failed = rows_run(&r, "judge");
	zgl_arena_free(&arena);
	zgl_engine_free(engine);
	return failed;
}
