/* SPDX-License-Identifier: ISC */
/*
 * mailjob: what becomes of a message, at the face of a session.
 */
#define _XOPEN_SOURCE 700 /* for storehelp */
#include <sys/socket.h>

#include "srv/milter/letter.h"
#include "tests/milter/counter.h"
#include "tests/sig/recordhelp.h"
#include "tests/store/storehelp.h"

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
		" action=judged why=\"the client is from outside\" disposition=accept" },
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
		": other.example; none\n",
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
	{ "one that ends in a comment, or a name: there may be more of it",
		AR ": (x\n" AR ": mx.exa\n" HEADER,
		OUT("2") OUT("1") "insert 0 ", false, false },
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

/* ---- sign, verify, pass, refuse ---- */

struct decision {
	const char *name;
	enum zgl_role role;
	bool must_sign;
	bool no_keys_asked; /* whatever the keys are */
	const char *auth;   /* NULL: not logged in */
	int family;
	uint8_t octets[16];
	const char *from; /* the From field, or others */
	const char *log;
	const char *reply; /* the last line */
};

#define NL  "From: jan@example.nl\n"
#define ORG "From: jan@example.org\n"

// clang-format off
static const struct decision decisions[] = {
	{ "who logged in is signed for", ZGL_ROLE_BOTH, false, false, "LOGIN",
		AF_INET, { 192, 0, 2, 7 }, NL,
		" auth=LOGIN action=signed why=\"the client logged in, and a key serves the domain in From\" author=example.nl ms=",
		"continue\n" },
	{ "an internal network is signed for", ZGL_ROLE_BOTH, false, false, NULL,
		AF_INET, { 10, 1, 2, 3 }, NL,
		" action=signed why=\"the client is in an internal network, and a key serves", "continue\n" },
	{ "an internal IPv4 address that is mapped into IPv6", ZGL_ROLE_BOTH, false,
		false, NULL, AF_INET6,
		{ [10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1 }, NL, " action=signed ", "continue\n" },
	{ "a client on this machine (Sendmail: a local socket) is internal", ZGL_ROLE_BOTH,
		false, false, NULL, AF_UNIX, { 0 }, NL, " action=signed ", "continue\n" },
	{ "a client of which nothing is known is not", ZGL_ROLE_BOTH, false, false, NULL,
		AF_UNSPEC, { 10 }, NL, " action=judged ", "continue\n" },
	{ "a parent's key", ZGL_ROLE_SIGN, false, false, NULL, AF_INET, { 192, 0, 2, 7 },
		"From: jan@a.b.example.nl\n",
		" action=signed why=\"the listener signs, and a key serves the domain in From\" author=a.b.example.nl ms=",
		"continue\n" },
	{ "a message from outside that says to be ours is verified", ZGL_ROLE_BOTH, true,
		true, NULL, AF_INET, { 192, 0, 2, 7 }, NL, " action=judged ", "continue\n" },
	{ "an own message without a key is verified", ZGL_ROLE_BOTH, false, false, "LOGIN",
		AF_INET, { 192, 0, 2, 7 }, ORG,
		" action=judged why=\"there is no key for the domain in From\" author=example.org", "continue\n" },
	{ "a listener that signs passes what has no key", ZGL_ROLE_SIGN, false, false, NULL,
		AF_INET, { 192, 0, 2, 7 }, ORG, " action=passed why=\"the listener signs only, ", "continue\n" },
	{ "must-sign refuses what has no key", ZGL_ROLE_SIGN, true, false, NULL,
		AF_INET, { 192, 0, 2, 7 }, ORG,
		" action=refused why=\"the message must be signed, and there is no key for the domain in From\" author=example.org",
		"reply 550 5.7.1 the message must be signed, and there is no key for the domain in From\n" },
	{ "must-sign refuses a From of two domains", ZGL_ROLE_SIGN, true, false, NULL,
		AF_INET, { 192, 0, 2, 7 }, "From: a@example.nl, b@example.org\n",
		" action=refused why=\"the message must be signed, and From has no domain, several, or is malformed: From has addresses in several domains\" ms=",
		"reply 550 5.7.1 the message must be signed, and From has addresses in several domains\n" },
	{ "must-sign refuses what the signer refuses", ZGL_ROLE_SIGN, true, false, NULL,
		AF_INET, { 192, 0, 2, 7 }, NL "Subject: a\nSubject: b\n",
		" action=refused why=\"a field that may stand once stands more than once: Subject\"",
		"reply 550 5.6.0 a field that may stand once stands more than once\n" },
	{ "what the signer refuses leaves unsigned where it may", ZGL_ROLE_SIGN, false,
		false, NULL, AF_INET, { 192, 0, 2, 7 }, NL "Subject: a\nSubject: b\n",
		" action=unsigned why=\"a field that may stand once stands more than once: Subject\"", "continue\n" },
	{ "a carriage return alone", ZGL_ROLE_SIGN, true, false, NULL,
		AF_INET, { 192, 0, 2, 7 }, NL "Subject: a\rb\n",
		" action=refused why=\"a header field has a CR without LF: Subject\"",
		"reply 550 5.6.0 a header field has a CR without LF\n" },
	{ "no fields at all", ZGL_ROLE_VERIFY, false, true, NULL,
		AF_INET, { 192, 0, 2, 7 }, "", " action=judged ", "continue\n" },
	{ "must-sign refuses a message without fields", ZGL_ROLE_SIGN, true, false, NULL,
		AF_INET, { 192, 0, 2, 7 }, "", ": the message has no From field\" ms=",
		"reply 550 5.7.1 the message must be signed, and the message has no From field\n" },
	{ "a listener that verifies signs for nobody", ZGL_ROLE_VERIFY, false, true, "LOGIN",
		AF_INET, { 10 }, NL, " action=judged why=\"the listener verifies only\"", "continue\n" },
};
// clang-format on

static void check_decision(void **state)
{
	const struct decision *row = *state;
	struct counter c;
	struct client cl;

	counter_open(&c, engine);
	c.listener.role = row->role;
	c.listener.must_sign = row->must_sign;
	start(&c, &cl);
	cl.envelope.auth_type = zgl_sv_of(row->auth);
	cl.envelope.family = row->family;
	memcpy(cl.envelope.octets, row->octets, sizeof(row->octets));
	assert_int_equal(client_send(&cl, row->from, MAIL_BODY), ZGL_OK);
	assert_has(&c.log, row->log);
	const char *got = counter_text(&cl.replies);
	size_t n = strlen(row->reply);
	assert_true(cl.replies.n >= n);
	assert_string_equal(got + cl.replies.n - n, row->reply);
	bool is_signed = strstr(row->log, "=signed") != NULL;
	assert_int_equal(strstr(got, "DKIM-Signature") != NULL, is_signed);
	stop(&c, &cl);
}

/* ---- limits, and fields that are none ---- */

#define OCTETS(text)                                                           \
	{                                                                      \
		"" text, sizeof(text) - 1                                      \
	}

struct refusal {
	const char *name;
	zgl_sv fields[3], values[3];
	const char *reply; /* NULL: none, it goes on */
};

#define LIMIT_FIELDS 2
#define LIMIT_FIELD  40
#define LIMIT_HEADER 60
#define TEN          "0123456789"
#define FROM                                                                   \
	{                                                                      \
		"From", 4                                                      \
	}
#define JAN                                                                    \
	{                                                                      \
		" jan@example.nl", 15                                          \
	}
#define SUBJECT                                                                \
	{                                                                      \
		"Subject", 7                                                   \
	}

// clang-format off
static const struct refusal refusals[] = {
	{ "a field as long as may be", { SUBJECT, FROM },
		{ OCTETS(TEN TEN TEN "01"), OCTETS("a@b.example") }, NULL },
	{ "one octet more", { SUBJECT, FROM }, { OCTETS(TEN TEN TEN "012"), JAN },
		"reply 552 5.3.4 A header field has more than 40 octets\n" },
	{ "the CR of a fold counts", { SUBJECT, FROM },
		{ OCTETS(TEN TEN "01234567\n 0"), JAN }, NULL },
	{ "and is one octet more", { SUBJECT, FROM },
		{ OCTETS(TEN TEN "012345678\n 0"), JAN },
		"reply 552 5.3.4 A header field has more than 40 octets\n" },
	{ "a field too many", { FROM, SUBJECT, SUBJECT },
		{ JAN, OCTETS("a"), OCTETS("b") },
		"reply 552 5.3.4 The header has more than 2 fields\n" },
	{ "too many octets in all", { FROM, SUBJECT },
		{ JAN, OCTETS(TEN TEN TEN "01") , { NULL, 0 } }, NULL },
	{ "one more of them", { FROM, SUBJECT },
		{ OCTETS(" jann@example.nl" ), OCTETS(TEN TEN TEN "01") },
		"reply 552 5.3.4 The header has more than 60 octets\n" },
	{ "an LF that is no fold: 550, for it gets no better", { FROM, SUBJECT },
		{ JAN, OCTETS(" a\nb") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "an LF at the end", { FROM, SUBJECT },
		{ JAN, OCTETS(" a\n") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "an LF at the start", { FROM, SUBJECT },
		{ JAN, OCTETS("\na: b") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "a name with a space in it", { FROM, OCTETS("a b") },
		{ JAN, OCTETS(" c") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "a name with an LF in it", { FROM, OCTETS("a\nb") },
		{ JAN, OCTETS(" c") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "a name with a colon in it", { FROM, OCTETS("a:") },
		{ JAN, OCTETS(" c") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "no name", { FROM, OCTETS("") },
		{ JAN, OCTETS(" c") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "a name in octets above US-ASCII", { FROM, OCTETS("\xc3\xa4") },
		{ JAN, OCTETS(" c") }, "reply 550 5.6.0 A header field is malformed\n" },
	{ "the field that is refused comes first", { OCTETS(""), FROM },
		{ OCTETS(" c"), JAN }, "reply 550 5.6.0 A header field is malformed\n" },
};
// clang-format on

/* As signed and as verified messages, the outcome is the same. */
static void check_refusal_as(const struct refusal *row, enum zgl_role role)
{
	struct counter c;
	struct client cl;

	counter_open(&c, engine);
	c.listener.role = role;
	c.conf.limits.fields = LIMIT_FIELDS;
	c.conf.limits.field_octets = LIMIT_FIELD;
	c.conf.limits.header_octets = LIMIT_HEADER;
	start(&c, &cl);
	for (size_t twice = 0; twice < 2; twice++) {
		assert_int_equal(client_header(&cl, ""), ZGL_OK);
		for (size_t i = 0; i < 3 && row->fields[i].p != NULL; i++)
			assert_int_equal(
				zgl_mailjob_face.field(
					cl.job, row->fields[i], row->values[i]),
				ZGL_OK);
		assert_int_equal(client_end_header(&cl), ZGL_OK);
		if (row->reply != NULL)
			assert_int_equal(cl.step, ZGL_MAIL_SKIP);
		assert_int_equal(client_end(&cl), ZGL_OK);
		if (row->reply != NULL)
			assert_string_equal(
				counter_text(&cl.replies), row->reply);
		else
			assert_has(&cl.replies, "continue\n");
		assert_lacks(
			&c.log, row->reply == NULL ? "=refused" : "=verified");
		client_abort(&cl);
	}
	stop(&c, &cl);
}

static void check_refusal(void **state)
{
	check_refusal_as(*state, ZGL_ROLE_VERIFY);
	check_refusal_as(*state, ZGL_ROLE_SIGN);
}

/* ---- how fields are put together ---- */

struct gathering {
	const char *name;
	bool whole;
	zgl_sv value, raw;
};

static const struct gathering gatherings[] = {
	{ "as it is", true, OCTETS(" a"), OCTETS("X: a") },
	{ "no space behind the colon", true, OCTETS("a"), OCTETS("X:a") },
	{ "LF becomes CRLF", true, OCTETS(" a\n b\n\tc"),
		OCTETS("X: a\r\n b\r\n\tc") },
	{ "CRLF stays", true, OCTETS(" a\r\n b"), OCTETS("X: a\r\n b") },
	{ "CR alone stays", true, OCTETS(" a\rb\r"), OCTETS("X: a\rb\r") },
	{ "two CR: the first is content", true, OCTETS(" a\r\r\n b"),
		OCTETS("X: a\r\r\n b") },
	{ "nothing", true, OCTETS(""), OCTETS("X:") },
	{ "a fold at once", true, OCTETS("\n a"), OCTETS("X:\r\n a") },
	{ "a line of white space", true, OCTETS(" a\n \n b"),
		OCTETS("X: a\r\n \r\n b") },
	{ "NUL stays", true, OCTETS(" a\0b"), OCTETS("X: a\0b") },
	{ "the space comes back", false, OCTETS("a\n b"),
		OCTETS("X: a\r\n b") },
	{ "one of three spaces comes back", false, OCTETS("\x20 a"),
		OCTETS("X:   a") },
	{ "no space before a tab", false, OCTETS("\ta"), OCTETS("X:\ta") },
	{ "no space before a fold", false, OCTETS("\n a"), OCTETS("X:\r\n a") },
	{ "no space before nothing", false, OCTETS(""), OCTETS("X:") },
};

static void check_gathering(void **state)
{
	const struct gathering *row = *state;
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	struct zgl_letter letter;
	struct zgl_buf text;

	zgl_buf_begin(&text, COUNTER_TEXT);
	zgl_letter_begin(&letter, &limits);
	assert_int_equal(zgl_letter_add(&letter, ZGL_SV("X"), row->value,
				 row->whole, &text),
		ZGL_OK);
	assert_null(letter.answer.code);
	assert_int_equal(letter.header.count, 1);
	assert_sv_equal(zgl_field_raw(&letter.header.fields[0]), row->raw);
	zgl_letter_free(&letter);
	zgl_buf_free(&text);
}

/* ---- Subject ---- */

struct marking {
	const char *name, *prefix, *fields, *replies;
};

static const struct marking markings[] = {
	{ "a prefix gets a space", "[X]", "Subject: a\n",
		"change 1 Subject= [X] a\n" },
	{ "a prefix has one space only", "[X] ", "Subject:   a\n",
		"change 1 Subject= [X] a\n" },
	{ "never twice", "[X] ", "Subject: [X] a\n", "" },
	{ "never twice, folded", "[X] ", "Subject:\n [X]\n a\n", "" },
	{ "a Subject of its own", "[X]", "To: a@example.org\n",
		"add Subject= [X]\n" },
	{ "an empty Subject", "[X]", "Subject:\n", "change 1 Subject= [X] \n" },
	{ "folds stay", "[X]", "Subject: a\n\tb\n",
		"change 1 Subject= [X] a|\tb\n" },
	{ "each of several, whichever a reader shows", "[X]",
		"Subject: a\nSUBJECT: [X] b\nsubject: c\n",
		"change 3 Subject= [X] c\nchange 1 Subject= [X] a\n" },
	{ "an encoded word", "[X]", "Subject: =?utf-8?q?a?=\n",
		"change 1 Subject= [X] =?utf-8?q?a?=\n" },
};

static void check_marking(void **state)
{
	const struct marking *row = *state;
	struct counter c;
	struct client cl;
	struct zgl_buf want;

	counter_open(&c, engine);
	set_policy(&c, ZGL_DISPOSE_MARK);
	c.conf.verify.mark_subject = zgl_sv_of(row->prefix);
	start(&c, &cl);
	assert_int_equal(client_send(&cl, row->fields, MAIL_BODY), ZGL_OK);
	zgl_buf_begin(&want, COUNTER_TEXT);
	zgl_buf_text(&want, row->replies);
	zgl_buf_text(&want, "insert 0 X-Spam-Flag= YES\n" TOP);
	const char *got = counter_text(&cl.replies);
	if (strncmp(got, counter_text(&want), want.n) != 0)
		fail_msg("got:\n%s\nwant:\n%s", got, counter_text(&want));
	zgl_buf_free(&want);
	stop(&c, &cl);
}

/* Forged fields by the hundred are looked for from the top, one by one. */
static void check_changes(void **state)
{
	struct counter c;
	struct client cl;
	struct zgl_buf header;

	(void)state;
	counter_open(&c, engine);
	start(&c, &cl);
	zgl_buf_begin(&header, COUNTER_TEXT);
	for (size_t n = 1; n <= 101; n++) {
		zgl_buf_text(&header, AR ": mx.example.nl; none\n");
		if (n < 100)
			continue;
		assert_int_equal(
			client_send(&cl, counter_text(&header), MAIL_BODY),
			ZGL_OK);
		if (n == 100)
			assert_has(&cl.replies, OUT("100") OUT("99"));
		else
			assert_string_equal(counter_text(&cl.replies),
				"reply 550 5.6.0 Too many header fields would "
				"have to be changed\n");
	}
	assert_has(&c.log, " removed=100 ");
	assert_has(&c.log, " action=refused why=\"Too many header fields");
	zgl_buf_free(&header);
	stop(&c, &cl);
}

/* ---- a store that fails ---- */

static void add_damaged_key(struct zgl_store *store)
{
	struct zgl_storekey key = { .domain = { "example.org", 11 },
		.selector = { "s", 1 },
		.alg = ZGL_KEY_RSA,
		.bits = 2048,
		.state = ZGL_KEYSTATE_ACTIVE,
		.private_der = ZGL_SV("no key") };

	assert_int_equal(zgl_store_add(store, &key), ZGL_OK);
}

/* Whatever the listener would do with a message without a key: nobody knows
 * whether this one has one. */
static void check_damaged_key(void **state)
{
	static const enum zgl_role roles[] = { ZGL_ROLE_SIGN, ZGL_ROLE_BOTH };
	struct folder f;
	struct counter c;
	struct client cl;

	(void)state;
	folder_make(&f);
	counter_open(&c, engine);
	assert_int_equal(
		zgl_store_open(f.store, ZGL_STORE_CREATE, &c.store), ZGL_OK);
	add_damaged_key(c.store);
	start(&c, &cl);
	cl.envelope.auth_type = ZGL_SV("PLAIN");
	for (size_t i = 0; i < ZGL_COUNT(roles); i++) {
		c.listener.role = roles[i];
		zgl_buf_reset(&c.log);
		assert_int_equal(client_send(&cl, ORG, MAIL_BODY), ZGL_OK);
		assert_string_equal(counter_text(&cl.replies),
			"reply 451 4.3.0 The message cannot be checked now, "
			"try again later\n");
		assert_has(&c.log, " action=deferred why=\"");
		assert_has(&c.log, zgl_keyring_why(c.ring));
		assert_has(&c.log, f.store);
	}
	/* others are none the worse for it */
	assert_int_equal(client_send(&cl, OWN, MAIL_BODY), ZGL_OK);
	assert_has(&cl.replies, "DKIM-Signature");
	client_close(&cl);
	counter_stop(&c);
	zgl_store_close(c.store);
	counter_close(&c);
	folder_remove(&f);
}

/* ---- waiting for DNS ---- */

enum {
	SIGNATURES = 3
};

static void three_signatures(struct zgl_buf *header)
{
	struct zgl_buf one;

	/* every question is one of its own */
	zgl_buf_begin(&one, COUNTER_TEXT);
	sign_header("gone", &one);
	for (const char *p = counter_text(&one); *p != 'F' || p[4] != ':'; p++)
		zgl_buf_char(header, *p);
	zgl_buf_reset(&one);
	sign_header("later", &one);
	for (const char *p = counter_text(&one); *p != 'F' || p[4] != ':'; p++)
		zgl_buf_char(header, *p);
	sign_header("rsa", header);
	zgl_buf_free(&one);
}

struct waiting {
	const char *name;
	size_t during; /* answers while the body comes */
	size_t after;  /* when the end waits */
	bool late;     /* time is up then */
	const char *log;
};

#define PASS " disposition=accept ms="
#define LOG_GONE                                                               \
	"dkim=permerror d=example.com s=gone a=rsa-sha256 reason=no_key "
#define LOG_LATER                                                              \
	"dkim=temperror d=example.com s=later a=rsa-sha256 reason=dns "
#define LOG_RSA                                                                \
	"dkim=pass d=example.com s=rsa a=rsa-sha256 reason=verified "          \
	"bits=2048 dnssec=secure\n"
#define LOG_NO_RSA                                                             \
	"dkim=temperror d=example.com s=rsa a=rsa-sha256 reason=dns\n"

/* The fake answers the newest question first: rsa, later, gone. */
static const struct waiting waitings[] = {
	{ "all answers come during the body", 3, 0, false,
		LOG_GONE LOG_LATER LOG_RSA },
	{ "the last answer ends the wait", 2, 1, false,
		LOG_GONE LOG_LATER LOG_RSA },
	{ "all come while the end waits", 0, 3, false,
		LOG_GONE LOG_LATER LOG_RSA },
	{ "time is up: what came counts", 1, 1, true,
		" s=gone a=rsa-sha256 reason=dns " LOG_LATER LOG_RSA },
	{ "time is up, nothing came", 0, 0, true,
		" s=gone a=rsa-sha256 reason=dns " LOG_LATER LOG_NO_RSA },
};

static void check_waiting(void **state)
{
	const struct waiting *row = *state;
	struct counter c;
	struct client cl;
	struct zgl_buf header;
	bool waits = row->during < SIGNATURES;

	counter_open(&c, engine);
	c.window.later = true;
	start(&c, &cl);
	zgl_buf_begin(&header, COUNTER_TEXT);
	three_signatures(&header);
	assert_int_equal(client_header(&cl, counter_text(&header)), ZGL_OK);
	assert_int_equal(c.window.asked, 0);
	assert_int_equal(client_end_header(&cl), ZGL_OK);
	assert_int_equal(c.window.asked, SIGNATURES);
	assert_int_equal(client_body(&cl, "Hi.\r\n\r\nWe lost  "), ZGL_OK);
	assert_int_equal(counter_answer(&c, row->during), row->during);
	assert_int_equal(
		client_body(&cl, "the game. \r\n\r\nJoe.\r\n\r\n"), ZGL_OK);
	assert_int_equal(client_end(&cl), ZGL_OK);
	assert_int_equal(cl.step, waits ? ZGL_MAIL_WAIT : ZGL_MAIL_DONE);
	assert_int_equal(counter_answer(&c, row->after), row->after);
	assert_int_equal(cl.ready, waits && !row->late);
	if (row->late)
		zgl_mailjob_time_is_up(cl.job);
	assert_int_equal(cl.ready, waits);
	if (waits)
		assert_int_equal(client_end(&cl), ZGL_OK);
	assert_int_equal(cl.step, ZGL_MAIL_DONE);
	assert_int_equal(counter_waiting(&c), 0);
	assert_has(&c.log, row->log);
	client_abort(&cl);
	(void)counter_answer(&c, SIZE_MAX);
	assert_int_equal(cl.ready, waits);
	zgl_buf_free(&header);
	stop(&c, &cl);
}

/* ---- the end comes early ---- */

struct ending {
	const char *name;
	unsigned steps; /* header, its end, body, end: so many of them */
	bool free;      /* the connection goes, instead of an abort */
};

static const struct ending endings[] = {
	{ "abort before the header", 0, false },
	{ "abort within the header", 1, false },
	{ "abort with questions under way", 2, false },
	{ "abort within the body", 3, false },
	{ "abort while the end waits", 4, false },
	{ "the connection goes before the header", 0, true },
	{ "the connection goes within the header", 1, true },
	{ "the connection goes with questions under way", 2, true },
	{ "the connection goes within the body", 3, true },
	{ "the connection goes while the end waits", 4, true },
};

static void check_ending(void **state)
{
	const struct ending *row = *state;
	struct counter c;
	struct client cl;
	struct zgl_buf header;

	counter_open(&c, engine);
	c.window.later = true;
	start(&c, &cl);
	zgl_buf_begin(&header, COUNTER_TEXT);
	three_signatures(&header);
	if (row->steps > 0)
		assert_int_equal(
			client_header(&cl, counter_text(&header)), ZGL_OK);
	if (row->steps > 1)
		assert_int_equal(client_end_header(&cl), ZGL_OK);
	if (row->steps > 2)
		assert_int_equal(client_body(&cl, MAIL_BODY), ZGL_OK);
	if (row->steps > 3)
		assert_int_equal(client_end(&cl), ZGL_OK);
	if (row->free)
		client_close(&cl);
	else
		client_abort(&cl);
	assert_int_equal(counter_waiting(&c), 0);
	(void)counter_answer(&c, SIZE_MAX);
	assert_int_equal(cl.ready, 0);
	if (row->free)
		assert_int_equal(client_open(&cl, &c), ZGL_OK);
	/* and the next message finds all in order */
	c.window.later = false;
	assert_int_equal(
		client_send(&cl, counter_text(&header), MAIL_BODY), ZGL_OK);
	assert_has(&c.log, LOG_GONE LOG_LATER LOG_RSA);
	assert_has(&cl.replies, "\ncontinue\n");
	zgl_buf_free(&header);
	stop(&c, &cl);
}

/* ---- many at once ---- */

enum {
	CLIENTS = 60
};

static void check_many(void **state)
{
	struct counter c;
	struct client cl[CLIENTS];
	struct zgl_buf header;

	(void)state;
	counter_open(&c, engine);
	c.window.later = true;
	assert_int_equal(counter_start(&c), ZGL_OK);
	zgl_buf_begin(&header, COUNTER_TEXT);
	three_signatures(&header);
	for (size_t i = 0; i < CLIENTS; i++) {
		bool own = i % 3 == 0;
		assert_int_equal(client_open(&cl[i], &c), ZGL_OK);
		if (own)
			cl[i].envelope.auth_type = ZGL_SV("PLAIN");
		assert_int_equal(client_header(&cl[i],
					 own ? OWN : counter_text(&header)),
			ZGL_OK);
	}
	for (size_t i = 0; i < CLIENTS; i++)
		assert_int_equal(client_end_header(&cl[i]), ZGL_OK);
	for (size_t i = 0; i < CLIENTS; i++)
		assert_int_equal(client_body(&cl[i], MAIL_BODY), ZGL_OK);
	(void)counter_answer(&c, CLIENTS);
	for (size_t i = CLIENTS; i-- > 0;)
		assert_int_equal(client_end(&cl[i]), ZGL_OK);
	(void)counter_answer(&c, SIZE_MAX);
	for (size_t i = 0; i < CLIENTS; i++) {
		if (cl[i].step == ZGL_MAIL_WAIT)
			assert_int_equal(client_end(&cl[i]), ZGL_OK);
		assert_int_equal(cl[i].step, ZGL_MAIL_DONE);
		assert_has(&cl[i].replies,
			i % 3 == 0 ? "DKIM-Signature" : "dkim=pass");
		client_close(&cl[i]);
	}
	zgl_buf_free(&header);
	counter_close(&c);
}

/* ---- what of the body is wanted ---- */

struct skipping {
	const char *name, *header;
	enum zgl_role role;
	enum zgl_mailstep step;
};

static const struct skipping skippings[] = {
	{ "a message that is signed", OWN, ZGL_ROLE_SIGN, ZGL_MAIL_MORE },
	{ "a message that has a signature", "DKIM-Signature: v=1\n" HEADER,
		ZGL_ROLE_VERIFY, ZGL_MAIL_MORE },
	{ "nothing to verify", HEADER, ZGL_ROLE_VERIFY, ZGL_MAIL_SKIP },
	{ "nothing to sign", HEADER, ZGL_ROLE_SIGN, ZGL_MAIL_SKIP },
	{ "nothing that can be signed", OWN "To: a@example.org\n",
		ZGL_ROLE_SIGN, ZGL_MAIL_SKIP },
};

static void check_skipping(void **state)
{
	const struct skipping *row = *state;
	struct counter c;
	struct client cl;

	counter_open(&c, engine);
	c.listener.role = row->role;
	start(&c, &cl);
	assert_int_equal(client_header(&cl, row->header), ZGL_OK);
	assert_int_equal(client_end_header(&cl), ZGL_OK);
	assert_int_equal(cl.step, row->step);
	/* an MTA that cannot skip sends it all the same */
	assert_int_equal(client_body(&cl, MAIL_BODY), ZGL_OK);
	assert_int_equal(cl.step, row->step);
	assert_int_equal(client_end(&cl), ZGL_OK);
	assert_has(&cl.replies, "continue\n");
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
	ROWS_ADD(&r, decisions, check_decision);
	ROWS_ADD(&r, refusals, check_refusal);
	ROWS_ADD(&r, gatherings, check_gathering);
	ROWS_ADD(&r, markings, check_marking);
	rows_add_one(&r, "a hundred fields are removed, more are refused",
		check_changes);
	rows_add_one(&r, "a damaged key: its domain's messages come again",
		check_damaged_key);
	ROWS_ADD(&r, waitings, check_waiting);
	ROWS_ADD(&r, endings, check_ending);
	rows_add_one(
		&r, "sixty messages at once, signed and verified", check_many);
	ROWS_ADD(&r, skippings, check_skipping);
	int failed = rows_run(&r, "mailjob");
	zgl_engine_free(engine);
	return failed;
}
