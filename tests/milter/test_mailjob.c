/* SPDX-License-Identifier: ISC */
/*
 * mailjob: what becomes of a message, at the face of a session.
 */
#include <sys/socket.h>

#include "tests/milter/counter.h"
#include "tests/sig/recordhelp.h"

static struct zgl_engine *engine;

#define HEADER                                                                 \
	"From: Joe <joe@example.com>\n"                                        \
	"To: Suzie <suzie@example.net>\n"                                      \
	"Subject: Is dinner\n ready?\n"                                        \
	"Date: Fri, 11 Jul 2003 21:00:37 -0700\n"

#define OWN                                                                    \
	"From: Jan <jan@example.nl>\n"                                         \
	"To: Suzie <suzie@example.net>\n"                                      \
	"Subject: Is dinner\n ready?\n"                                        \
	"Date: Fri, 11 Jul 2003 21:00:37 -0700\n"

/* ---- helpers ---- */

/* A header signed by `selector` of example.com, with LF. */
static void sign_header(const char *selector, struct zgl_buf *to)
{
	const struct mail_seal seal = { .key = "rsa2048",
		.selector = selector };
	struct zgl_buf b;

	zgl_buf_begin(&b, COUNTER_TEXT);
	mail_seal(engine, &seal, ZGL_SV(MAIL_HEADER), ZGL_SV(MAIL_BODY), &b);
	for (size_t i = 0; i < b.n; i++) {
		if (b.p[i] != '\r')
			zgl_buf_char(to, b.p[i]);
	}
	zgl_buf_free(&b);
}

static void start(struct counter *c, struct client *cl)
{
	assert_int_equal(counter_start(c), ZGL_OK);
	assert_int_equal(client_open(cl, c), ZGL_OK);
}

static void stop(struct counter *c, struct client *cl)
{
	client_close(cl);
	zgl_buf_free(&cl->out);
	counter_close(c);
}

static void assert_has(struct zgl_buf *text, const char *part)
{
	const char *got = counter_text(text);

	if (strstr(got, part) == NULL)
		fail_msg("no \"%s\" in:\n%s", part, got);
}

static void assert_lacks(struct zgl_buf *text, const char *part)
{
	const char *got = counter_text(text);

	if (strstr(got, part) != NULL)
		fail_msg("\"%s\" in:\n%s", part, got);
}

/* ---- signing ---- */

struct signing {
	const char *name;
	const char *header, *body;
	bool no_leading_space; /* the MTA knows no SMFIP_HDR_LEADSPC */
	bool simple;
};

static const struct signing signings[] = {
	{ "both keys sign, and both signatures verify", OWN, MAIL_BODY, false,
		false },
	{ "both sign for an MTA that puts the space itself", OWN, MAIL_BODY,
		true, false },
	{ "simple canonicalization: folds and spaces arrive as they are", OWN,
		MAIL_BODY, false, true },
	{ "simple canonicalization, no space behind the colon",
		"From:jan@example.nl\nSubject:\n words\nTo:\tx@example.org\n",
		MAIL_BODY, false, true },
	{ "a removed field is no part of what is signed",
		"Authentication-Results: mx.example.nl; dkim=pass\n" OWN
		"Authentication-Results: other.example; dkim=pass\n"
		"authentication-results : old.example.nl; spf=pass\n",
		MAIL_BODY, false, true },
	{ "a message without a body", OWN, "", false, false },
	{ "SMTPUTF8: U-labels in From, octets above US-ASCII elsewhere",
		"From: J\xc3\xa4n <j\xc3\xa4n@example.nl>\n"
		"Subject: gr\xc3\xbc\xc3\x9f"
		"e\n",
		"\xc3\xa4\r\n", false, true },
};

static void answer_key(const void *ctx, const char *name, struct zgl_arena *a,
	struct zgl_answer *answer_r)
{
	(void)ctx;
	bool rsa = strcmp(name, "rsa._domainkey.example.nl") == 0;
	if (!rsa)
		assert_string_equal(name, "ed._domainkey.example.nl");
	mail_answer_testkey(rsa ? "rsa2048" : "ed25519", a, answer_r);
}

static void assert_verifies(zgl_sv header, const char *body)
{
	struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct mail_job job = { .limits = &limits,
		.header = header,
		.body = zgl_sv_of(body),
		.now_s = MAIL_NOW,
		.answer = answer_key };
	struct mail_verdicts verdicts;

	config.engine = engine;
	config.limits = &limits;
	assert_int_equal(zgl_dkimverify_new(&config, &job.verify), ZGL_OK);
	assert_int_equal(mail_verify(&job, 7, &verdicts), ZGL_OK);
	zgl_dkimverify_free(job.verify);
	assert_int_equal(verdicts.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(zgl_dkim_reason_word(verdicts.at[i].reason),
			"verified");
	assert_int_equal(verdicts.at[0].key_bits, 2048);
}

static const zgl_sv every_field[] = { { "From", 4 }, { "Subject", 7 },
	{ "To", 2 }, { "Authentication-Results", 22 } };

static void check_signing(void **state)
{
	const struct signing *row = *state;
	struct counter c;
	struct client cl;
	struct zgl_buf header, given;

	counter_open(&c, engine);
	if (row->simple) {
		c.sign.header_canon = c.sign.body_canon = ZGL_CANON_SIMPLE;
		c.sign.fields = every_field;
		c.sign.field_count = ZGL_COUNT(every_field);
	}
	start(&c, &cl);
	cl.envelope.auth_type = ZGL_SV("PLAIN");
	if (row->no_leading_space)
		cl.session.may &= ~ZGL_MILTER_LEADING_SPACE;
	zgl_buf_begin(&given, COUNTER_TEXT);
	for (const char *p = row->header; *p != '\0'; p++) {
		zgl_buf_char(&given, *p);
		if (row->no_leading_space && *p == ':' && p[1] == ' ')
			p++;
	}
	assert_int_equal(
		client_send(&cl, counter_text(&given), row->body), ZGL_OK);
	assert_has(&c.log, " action=signed ");
	assert_has(&c.log,
		" d=example.nl s=rsa a=rsa-sha256"
		" d=example.nl s=ed a=ed25519-sha256\n");
	zgl_buf_begin(&header, COUNTER_TEXT);
	client_deliver(&cl, row->header, &header);
	assert_verifies(zgl_buf_sv(&header), row->body);
	assert_lacks(&header, "mx.example.nl");
	assert_lacks(&header, "old.example.nl");
	zgl_buf_free(&given);
	zgl_buf_free(&header);
	stop(&c, &cl);
}

/* ---- verifying ---- */

struct verifying {
	const char *name;
	const char *selector; /* of the signature; NULL: there is none */
	const char *body;
	enum zgl_disposition disposition; /* of the result that comes */
	unsigned may_not;
	const char *replies[8]; /* parts, each of which must be there */
	const char *lacks;
	const char *log;
};

#define TOP "insert 0 Authentication-Results= mx.example.nl;"

// clang-format off
static const struct verifying verifyings[] = {
	{ "a pass is accepted and told on top", "rsa", MAIL_BODY,
		ZGL_DISPOSE_REJECT, 0, { TOP, "dkim=pass", "\ncontinue\n" }, "change",
		" action=verified why=\"the client is from outside\" disposition=accept" },
	{ "a changed body that is accepted is told", "rsa", "Hello.\r\n",
		ZGL_DISPOSE_ACCEPT, 0, { TOP, "dkim=fail", "\ncontinue\n" }, "quarantine",
		" disposition=accept " },
	{ "mark: a field, and the Subject says it", "rsa", "Hello.\r\n",
		ZGL_DISPOSE_MARK, 0,
		{ "change 1 Subject= [SUSPECT] Is dinner| ready?\ninsert 0 X-Spam-Flag= YES\n" TOP,
		"dkim=fail", "\ncontinue\n" }, "quarantine", " disposition=mark " },
	{ "quarantine", "rsa", "Hello.\r\n",
		ZGL_DISPOSE_QUARANTINE, 0,
		{ TOP, "dkim=fail", "\nquarantine No passing DKIM signature found: ",
		"\ncontinue\n" }, "X-Spam-Flag", " disposition=quarantine " },
	{ "quarantine that the MTA does not allow: come again", "rsa", "Hello.\r\n",
		ZGL_DISPOSE_QUARANTINE, ZGL_MILTER_MAY_QUARANTINE,
		{ "reply 451 4.3.0 " }, "insert", " action=deferred " },
	{ "fields that the MTA does not let us change: come again", "rsa", MAIL_BODY,
		ZGL_DISPOSE_ACCEPT, ZGL_MILTER_MAY_CHANGE,
		{ "reply 451 4.3.0 " }, "insert", " action=deferred " },
	{ "rfc7372#3.1: reject", "rsa", "Hello.\r\n",
		ZGL_DISPOSE_REJECT, 0, { "reply 550 5.7.20 No passing DKIM signature found: "
		"the body was changed after it was signed, domain example.com, selector rsa\n" },
		"continue", " disposition=reject " },
	{ "reject needs no leave to change fields", "rsa", "Hello.\r\n",
		ZGL_DISPOSE_REJECT, ZGL_MILTER_MAY_CHANGE, { "reply 550 5.7.20 " },
		"continue", " disposition=reject " },
	{ "rfc6376#6.3: tempfail", "later", MAIL_BODY,
		ZGL_DISPOSE_TEMPFAIL, 0, { "reply 451 4.7.5 Unable to verify DKIM signature: " },
		"continue", " dkim=temperror d=example.com s=later a=rsa-sha256 reason=dns\n" },
	{ "no signature", NULL, MAIL_BODY,
		ZGL_DISPOSE_REJECT, 0, { "reply 550 5.7.20 No passing DKIM signature found: "
		"the message has none\n" }, "continue", " dkim=none\n" },
	{ "rfc6376#3.6.1: a domain that tests counts as one without a signature",
		"testing", "Hello.\r\n", ZGL_DISPOSE_MARK, 0,
		{ "insert 0 X-Spam-Flag= YES\n" TOP, "dkim=fail" }, "quarantine",
		" disposition=mark " },
};
// clang-format on

static void set_policy(struct counter *c, enum zgl_disposition d)
{
	struct zgl_judge_policy *policy = &c->conf.verify.policy;

	for (size_t i = 0; i < ZGL_COUNT(policy->dkim); i++) {
		if (i != ZGL_DKIM_PASS
			&& (i == ZGL_DKIM_TEMPERROR
				|| d != ZGL_DISPOSE_TEMPFAIL))
			policy->dkim[i] = d;
	}
}

static void check_verifying(void **state)
{
	const struct verifying *row = *state;
	struct counter c;
	struct client cl;
	struct zgl_buf header;

	counter_open(&c, engine);
	set_policy(&c, row->disposition);
	c.conf.verify.mark_subject = ZGL_SV("[SUSPECT]");
	start(&c, &cl);
	cl.session.may &= ~row->may_not;
	zgl_buf_begin(&header, COUNTER_TEXT);
	if (row->selector != NULL)
		sign_header(row->selector, &header);
	else
		zgl_buf_text(&header, HEADER);
	assert_int_equal(
		client_send(&cl, counter_text(&header), row->body), ZGL_OK);
	for (size_t i = 0; row->replies[i] != NULL; i++)
		assert_has(&cl.replies, row->replies[i]);
	assert_lacks(&cl.replies, row->lacks);
	assert_has(&c.log, row->log);
	zgl_buf_free(&header);
	stop(&c, &cl);
}

/* ---- fields that are removed ---- */

struct removal {
	const char *name;
	const char *header;
	const char *replies; /* how they begin */
	bool own;            /* a message that is signed */
	bool marks;          /* marks are given */
};

#define AR         "Authentication-Results"
#define OUT(index) "change " index " " AR "=\n"

static const struct removal removals[] = {
	{ "from the highest index down",
		AR ": mx.example.nl; dkim=pass\n" AR
		   ": other.example; dkim=pass\n" AR
		   ": mx.example.nl; spf=pass\n" HEADER,
		OUT("3") OUT("1") "insert 0 ", false, false },
	{ "the index counts fields of that name in any case",
		"AUTHENTICATION-results: other.example; none\n" HEADER
		"authentication-results: mx.example.nl; none\n"
		"X-" AR ": mx.example.nl; none\n" AR "-X: mx.example.nl\n" AR
		": other.example\n",
		OUT("2") "insert 0 ", false, false },
	{ "white space before the colon, a name of old, a comment, a version",
		AR " : mx.example.nl; none\n" AR
		   ": (c) old.example.nl/1; none\n" AR
		   ": \"mx.example.nl\" 1; none\n" HEADER,
		OUT("3") OUT("2") OUT("1") "insert 0 ", false, false },
	{ "folds and tabs before the name",
		AR ":\n\t\n mx.example.nl\n ; none\n" HEADER,
		OUT("1") "insert 0 ", false, false },
	{ "one without a value: an MTA tells it up to its first NUL only",
		AR ":\n" AR ": \n\t\n" HEADER, OUT("2") OUT("1"), false,
		false },
	{ "those of others stay",
		AR ": mx.example.nl.other; none\n" AR
		   ": example.nl; none\n" HEADER,
		"insert 0 ", false, false },
	{ "from a message that is signed, too",
		AR ": mx.example.nl; none\n" OWN,
		OUT("1") "insert 0 DKIM-Signature=", true, false },
	{ "from a message that nobody signs, too",
		AR ": mx.example.nl; none\nFrom: jan@example.org\n",
		OUT("1") "continue\n", true, false },
	{ "nothing at all is done to a message that is passed on",
		"From: jan@example.org\n", "continue\n", true, false },
	{ "our mark on a message from outside",
		"X-Spam-Flag: NO\nx-spam-FLAG : NO\n" HEADER,
		"change 2 X-Spam-Flag=\nchange 1 X-Spam-Flag=\ninsert 0 Auth",
		false, true },
	{ "a field with the name of the mark stays when no marks are given",
		"X-Spam-Flag: NO\n" HEADER, "insert 0 Auth", false, false },
	{ "a field with the name of the mark stays on an own message",
		"X-Spam-Flag: NO\n" OWN, "insert 0 DKIM-Signature=", true,
		true },
};

static void check_removal(void **state)
{
	const struct removal *row = *state;
	struct counter c;
	struct client cl;

	counter_open(&c, engine);
	c.listener.role = row->own ? ZGL_ROLE_SIGN : ZGL_ROLE_VERIFY;
	if (row->marks)
		c.conf.verify.policy.dkim[ZGL_DKIM_FAIL] = ZGL_DISPOSE_MARK;
	start(&c, &cl);
	assert_int_equal(client_send(&cl, row->header, MAIL_BODY), ZGL_OK);
	const char *got = counter_text(&cl.replies);
	if (strncmp(got, row->replies, strlen(row->replies)) != 0)
		fail_msg("got:\n%s\nwant:\n%s", got, row->replies);
	stop(&c, &cl);
}

int main(void)
{
	struct rows r = { 0 };

	if (zgl_engine_new(&engine) != ZGL_OK)
		return 1;
	ROWS_ADD(&r, signings, check_signing);
	ROWS_ADD(&r, verifyings, check_verifying);
	ROWS_ADD(&r, removals, check_removal);
	int failed = rows_run(&r, "mailjob");
	zgl_engine_free(engine);
	return failed;
}
