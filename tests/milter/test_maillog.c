/* SPDX-License-Identifier: ISC */
/*
 * maillog: the line of a message, and that nothing of a message can forge it.
 */
#include "srv/milter/maillog.h"
#include "srv/milter/mailpool.h"
#include "srv/milter/oncelog.h"
#include "tests/rows.h"

#define OCTETS(text)                                                           \
	{                                                                      \
		"" text, sizeof(text) - 1                                      \
	}

/* ---- lines ---- */

struct line {
	const char *name;
	struct zgl_envelope envelope;
	struct zgl_mailstory story;
	zgl_sv line;
};

static const struct zgl_dname author = { "example.nl", 10 };
static const struct zgl_judgement marked = { .disposition = ZGL_DISPOSE_MARK };

#define NAME(text)                                                             \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static const struct zgl_spf_verdict spf_fail = { .result = ZGL_SPF_FAIL,
	.reason = ZGL_SPF_REASON_MATCHED,
	.identity = ZGL_SPF_MAILFROM,
	.domain = NAME("a.example"),
	.mechanism = { "-all", 4 } };
static const struct zgl_spf_verdict helo_error = { .result = ZGL_SPF_PERMERROR,
	.reason = ZGL_SPF_REASON_SYNTAX,
	.identity = ZGL_SPF_HELO,
	.domain = NAME("b.example"),
	.problem = { "ip4: dkim=pass", 14 } };
static const struct zgl_dmarc_identifier identifiers[] = {
	{ .method = ZGL_DMARC_SPF,
		.aligned = true,
		.authentic = ZGL_DMARC_AUTHENTIC_YES },
	{ .method = ZGL_DMARC_DKIM,
		.aligned = true,
		.authentic = ZGL_DMARC_AUTHENTIC_NO },
	{ .method = ZGL_DMARC_DKIM,
		.aligned = false,
		.authentic = ZGL_DMARC_AUTHENTIC_YES },
	{ .method = ZGL_DMARC_DKIM,
		.aligned = true,
		.authentic = ZGL_DMARC_AUTHENTIC_YES },
};
static const struct zgl_dmarc_verdict dmarc_fail = { .result = ZGL_DMARC_FAIL,
	.reason = ZGL_DMARC_REASON_NOT_ALIGNED,
	.policy = ZGL_DMARC_POLICY_QUARANTINE,
	.tag = ZGL_DMARC_TAG_SP,
	.policy_domain = NAME("c.example"),
	.identifiers = identifiers + 1,
	.identifier_count = 2 };
static const struct zgl_dmarc_verdict dmarc_pass = { .result = ZGL_DMARC_PASS,
	.reason = ZGL_DMARC_REASON_ALIGNED,
	.policy = ZGL_DMARC_POLICY_REJECT,
	.tag = ZGL_DMARC_TAG_P,
	.policy_domain = NAME("c.example"),
	.identifiers = identifiers,
	.identifier_count = 4 };
static const struct zgl_dmarc_verdict dmarc_none = { .result = ZGL_DMARC_NONE,
	.reason = ZGL_DMARC_REASON_NO_RECORD };
static const struct zgl_judgement all_of_it = { .disposition = ZGL_DISPOSE_MARK,
	.cause = ZGL_CAUSE_DMARC,
	.overrides = (1U << ZGL_OVERRIDES) - 1,
	.indirect = NAME("list.example"),
	.spf = &spf_fail,
	.helo = &helo_error,
	.dmarc = &dmarc_fail };
static const struct zgl_judgement passes = { .spf = &spf_fail,
	.dmarc = &dmarc_pass };
static const struct zgl_judgement without_policy = {
	.overrides = 1U << ZGL_OVERRIDE_MAILING_LIST, .dmarc = &dmarc_none
};

// clang-format off
static const struct line lines[] = {
	{ "all that a line can tell, without signatures",
		{ .host = OCTETS("mail.example.org"), .address = OCTETS("192.0.2.7"),
			.helo = OCTETS("mail.example.org"), .mail_from = OCTETS("joe@example.org"),
			.queue_id = OCTETS("4XyZ"), .auth_type = OCTETS("PLAIN"), .recipients = 2 },
		{ .action = ZGL_MAILACTION_JUDGED, .why = OCTETS("a reason"),
			.more = OCTETS("more"), .author = &author, .removed = 3,
			.judgement = &marked, .ms = 12 },
		OCTETS("queue=4XyZ client=mail.example.org[192.0.2.7] helo=mail.example.org "
			"from=<joe@example.org> rcpts=2 auth=PLAIN action=judged "
			"why=\"a reason: more\" author=example.nl removed=3 disposition=mark ms=12") },
	{ "SPF, of HELO, too, and DMARC",
		{ .host = OCTETS("h") },
		{ .action = ZGL_MAILACTION_JUDGED, .why = OCTETS("w"), .judgement = &all_of_it },
		OCTETS("client=h from=<> rcpts=0 action=judged why=w disposition=mark cause=dmarc "
			"override=local_policy,mailing_list,other,policy_test_mode,trusted_forwarder "
			"via=list.example ms=0 "
			"spf=fail identity=mailfrom domain=a.example reason=matched mechanism=-all "
			"spf=permerror identity=helo domain=b.example reason=syntax problem=\"ip4: dkim=pass\" "
			"dmarc=fail policy=quarantine domain=c.example reason=not_aligned") },
	{ "what is aligned and passed",
		{ .host = OCTETS("h"), .auth_type = OCTETS("PLAIN"), .login = OCTETS("jan action=signed") },
		{ .action = ZGL_MAILACTION_JUDGED, .why = OCTETS("w"), .judgement = &passes },
		OCTETS("client=h from=<> rcpts=0 auth=PLAIN login=\"jan action=signed\" action=judged why=w "
			"disposition=accept ms=0 "
			"spf=fail identity=mailfrom domain=a.example reason=matched mechanism=-all "
			"dmarc=pass policy=reject domain=c.example aligned=spf,dkim reason=aligned") },
	{ "no policy, one override",
		{ .host = OCTETS("h") },
		{ .action = ZGL_MAILACTION_JUDGED, .why = OCTETS("w"), .judgement = &without_policy },
		OCTETS("client=h from=<> rcpts=0 action=judged why=w disposition=accept override=mailing_list "
			"ms=0 dmarc=none reason=no_record") },
	{ "the null sender; what is absent is left out",
		{ .host = OCTETS("localhost") },
		{ .action = ZGL_MAILACTION_DEFERRED, .why = OCTETS("word") },
		OCTETS("client=localhost from=<> rcpts=0 action=deferred why=word ms=0") },
	{ "a client without a name, as Postfix and Sendmail tell it",
		{ .host = OCTETS("[192.0.2.7]"), .address = OCTETS("192.0.2.7") },
		{ .why = OCTETS("w") },
		OCTETS("client=unknown[192.0.2.7] from=<> rcpts=0 action=signed why=w ms=0") },
	{ "the same by IPv6",
		{ .host = OCTETS("[IPv6:2001:db8::7]"), .address = OCTETS("2001:db8::7") },
		{ .why = OCTETS("w") },
		OCTETS("client=unknown[2001:db8::7] from=<> rcpts=0 action=signed why=w ms=0") },
	{ "an address without any name",
		{ .host = OCTETS(""), .address = OCTETS("192.0.2.7") },
		{ .why = OCTETS("w") },
		OCTETS("client=unknown[192.0.2.7] from=<> rcpts=0 action=signed why=w ms=0") },
	{ "a space is no end of a value",
		{ .host = OCTETS("h"), .helo = OCTETS("x action=signed"),
			.mail_from = OCTETS("\"a b\"@example.org") },
		{ .why = OCTETS("w") },
		OCTETS("client=h helo=\"x action=signed\" from=\"<%22a b%22@example.org>\" "
			"rcpts=0 action=signed why=w ms=0") },
	{ "nor is a quotation mark, a backslash, a percent sign",
		{ .host = OCTETS("h"), .helo = OCTETS("\" action=signed x=\""),
			.mail_from = OCTETS("a%\\b") },
		{ .why = OCTETS("w") },
		OCTETS("client=h helo=\"%22 action=signed x=%22\" from=<a%25%5Cb> "
			"rcpts=0 action=signed why=w ms=0") },
	{ "what does not show is written as its octets",
		{ .host = OCTETS("h"), .helo = OCTETS("a\r\n\tb\x1b[1m\0\x7f"),
			.mail_from = OCTETS("\xe2\x80\xae" "a") },
		{ .why = OCTETS("w") },
		OCTETS("client=h helo=\"a%0D%0A%09b%1B[1m%00%7F\" from=\"<%E2%80%AEa>\" "
			"rcpts=0 action=signed why=w ms=0") },
	{ "UTF-8 that shows stays, in quotation marks: it may be a kind of space",
		{ .host = OCTETS("h"), .helo = OCTETS("\xc3\xa4"),
			.mail_from = OCTETS("\xe2\x80\x83@\xc3\xa4.example") },
		{ .why = OCTETS("w") },
		OCTETS("client=h helo=\"\xc3\xa4\" from=\"<\xe2\x80\x83@\xc3\xa4.example>\" "
			"rcpts=0 action=signed why=w ms=0") },
	{ "octets that are no UTF-8",
		{ .host = OCTETS("\xff"), .address = OCTETS("\xc3"),
			.mail_from = OCTETS("\xed\xa0\x80") },
		{ .why = OCTETS("w") },
		OCTETS("client=\"%FF[%C3]\" from=\"<%ED%A0%80>\" rcpts=0 action=signed why=w ms=0") },
	{ "an empty value has quotation marks",
		{ .helo = OCTETS("") }, { .action = ZGL_MAILACTION_REFUSED },
		OCTETS("client=\"\" helo=\"\" from=<> rcpts=0 action=refused why=\"\" ms=0") },
};
// clang-format on

static void check_line(void **state)
{
	const struct line *row = *state;
	struct zgl_mailstory story = row->story;
	struct zgl_buf b;

	zgl_buf_begin(&b, 65536);
	story.envelope = &row->envelope;
	zgl_maillog_write(&b, &story);
	assert_int_equal(b.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&b), row->line);
	zgl_buf_free(&b);
}

/* Reads a line as the manual says: keys that are there, in order. */
static void read_keys(zgl_sv line, char *keys, size_t room)
{
	size_t n = 0;
	bool quoted = false, in_key = true;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		quoted ^= c == '"';
		if (in_key && n + 1 < room)
			keys[n++] = c;
		if (c == '=' && !quoted)
			in_key = false;
		if (c == ' ' && !quoted)
			in_key = true;
	}
	assert_false(quoted);
	keys[n] = '\0';
}

/* Every octet, and each octet behind each other, as a client's name. */
static void check_octets(void **state)
{
	struct zgl_buf b;
	char keys[256];

	(void)state;
	zgl_buf_begin(&b, 65536);
	for (unsigned i = 0; i < 0x10000; i++) {
		const char helo[] = { (char)(i >> 8), (char)i, ' ', 'x', '=' };
		struct zgl_envelope envelope = { .host = ZGL_SV("h"),
			.helo = { helo, sizeof(helo) } };
		struct zgl_mailstory story = { .envelope = &envelope,
			.why = ZGL_SV("w") };
		zgl_buf_reset(&b);
		zgl_maillog_write(&b, &story);
		read_keys(zgl_buf_sv(&b), keys, sizeof(keys));
		assert_string_equal(
			keys, "client=helo=from=rcpts=action=why=ms=");
	}
	zgl_buf_free(&b);
}

static void check_words(void **state)
{
	(void)state;
	assert_string_equal(
		zgl_mailaction_word(ZGL_MAILACTION_UNSIGNED), "unsigned");
	assert_string_equal(
		zgl_mailaction_word((enum zgl_mailaction)99), "unknown");
}

/* ---- troubles are told once an hour ---- */

static bool is_news(struct zgl_oncelog *log, unsigned text, int64_t now_s)
{
	char octet = (char)text;

	return zgl_oncelog_is_news(log, (zgl_sv){ &octet, 1 }, now_s);
}

static void check_once_an_hour(void **state)
{
	struct zgl_oncelog log = { .count = 0 };

	(void)state;
	assert_true(is_news(&log, 'a', 0));
	assert_false(is_news(&log, 'a', 0));
	assert_true(is_news(&log, 'b', 10));
	assert_false(is_news(&log, 'a', 3599));
	assert_true(is_news(&log, 'a', 3600));
	assert_false(is_news(&log, 'b', 3609));
	assert_true(is_news(&log, 'b', 3610));
	assert_true(is_news(&log, 'b', 20)); /* the clock was put back */
}

static void check_many_texts(void **state)
{
	struct zgl_oncelog log = { .count = 0 };

	(void)state;
	for (unsigned i = 0; i < ZGL_ONCELOG_TEXTS; i++)
		assert_true(is_news(&log, i, 0));
	for (unsigned i = 0; i < ZGL_ONCELOG_TEXTS; i++)
		assert_false(is_news(&log, i, 1));
	assert_true(is_news(&log, 200, 1)); /* the first makes room */
	assert_false(is_news(&log, 1, 1));
	assert_true(is_news(&log, 0, 1));
	assert_false(is_news(&log, 200, 1));
}

/* ---- pools ---- */

enum {
	THINGS = 100
};

struct things {
	int at[THINGS];
	size_t made, unmade;
	bool fails;
};

static struct things things;

static enum zgl_err make(void *with, void **thing_r)
{
	struct things *t = with;

	if (t->fails)
		return ZGL_ENOMEM;
	*thing_r = &t->at[t->made++];
	return ZGL_OK;
}

static void unmake(void *thing)
{
	(void)thing;
	things.unmade++;
}

static void check_pool(void **state)
{
	struct zgl_mailpool pool = {
		.make = make, .unmake = unmake, .with = &things
	};
	void *lent[THINGS / 2], *again;

	(void)state;
	for (size_t i = 0; i < THINGS / 2; i++)
		assert_int_equal(zgl_mailpool_take(&pool, &lent[i]), ZGL_OK);
	zgl_mailpool_give_back(&pool, lent[0]);
	assert_int_equal(zgl_mailpool_take(&pool, &again), ZGL_OK);
	assert_ptr_equal(again, lent[0]); /* used again */
	assert_int_equal(things.made, THINGS / 2);
	for (size_t i = 0; i < THINGS / 2; i++) {
		zgl_mailpool_give_back(&pool, lent[i]);
		assert_true(things.made - things.unmade
			<= 2 * pool.lent + ZGL_MAILPOOL_SPARE);
	}
	assert_int_equal(things.made - things.unmade, ZGL_MAILPOOL_SPARE);
	zgl_mailpool_give_back(&pool, NULL);
	assert_int_equal(pool.lent, 0);
	zgl_mailpool_free(&pool);
	assert_int_equal(things.made, things.unmade);
	things.fails = true;
	assert_int_equal(zgl_mailpool_take(&pool, &again), ZGL_ENOMEM);
	assert_null(again);
	assert_int_equal(pool.lent, 0);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, lines, check_line);
	rows_add_one(&r, "no octets forge a key", check_octets);
	rows_add_one(&r, "words of actions", check_words);
	rows_add_one(&r, "a trouble is told again after an hour",
		check_once_an_hour);
	rows_add_one(&r, "of many troubles the first is forgotten",
		check_many_texts);
	rows_add_one(&r, "a rush leaves few idle things", check_pool);
	return rows_run(&r, "maillog");
}
