/* SPDX-License-Identifier: ISC */
/*
 * mailjob: messages from outside, whose SPF begins at MAIL; and those of our
 * own, for which a sender map speaks.
 */
#include <sys/socket.h>

#include "tests/milter/counter.h"

static struct zgl_engine *engine;

#define HEADER                                                                 \
	"From: Joe <joe@example.com>\n"                                        \
	"Subject: words\n"

/* Ten includes, each within the one before: eleven questions, one behind the
 * other. */
#define ZONE                                                                   \
	"example.com. TXT \"v=spf1 ip4:192.0.2.7 -all\"\n"                     \
	"_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n"                     \
	"other.example. TXT \"v=spf1 -all\"\n"                                 \
	"chain.example. TXT \"v=spf1 include:c1.example -all\"\n"              \
	"c1.example. TXT \"v=spf1 include:c2.example -all\"\n"                 \
	"c2.example. TXT \"v=spf1 include:c3.example -all\"\n"                 \
	"c3.example. TXT \"v=spf1 include:c4.example -all\"\n"                 \
	"c4.example. TXT \"v=spf1 include:c5.example -all\"\n"                 \
	"c5.example. TXT \"v=spf1 include:c6.example -all\"\n"                 \
	"c6.example. TXT \"v=spf1 include:c7.example -all\"\n"                 \
	"c7.example. TXT \"v=spf1 include:c8.example -all\"\n"                 \
	"c8.example. TXT \"v=spf1 include:c9.example -all\"\n"                 \
	"c9.example. TXT \"v=spf1 a:c10.example -all\"\n"                      \
	"c10.example. A 192.0.2.7\n"

#define CHAIN 11

/* ---- helpers ---- */

static void open_world(struct counter *c)
{
	counter_open(c, engine);
	counter_zone(c, ZONE);
}

static void start(struct counter *c, struct client *cl)
{
	assert_int_equal(counter_start(c), ZGL_OK);
	assert_int_equal(client_open(cl, c), ZGL_OK);
}

static void stop(struct counter *c, struct client *cl)
{
	client_close(cl);
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

/* ---- who is checked, and as whom ---- */

struct sending {
	const char *name;
	const char *auth, *mail_from;
	enum zgl_role role;
	int family;
	uint8_t octets[16];
	size_t asked; /* at MAIL */
	const char *reply, *log;
	const char *lacks; /* the log */
};

#define V4(last)                                                               \
	AF_INET,                                                               \
	{                                                                      \
		192, 0, 2, last                                                \
	}
#define PASSES                                                                 \
	"continue\n",                                                          \
		" spf=pass identity=mailfrom domain=example.com "              \
		"reason=matched mechanism=ip4:192.0.2.7 dmarc=pass "           \
		"policy=reject domain=example.com aligned=spf reason=aligned " \
		"dkim=none\n"
#define REFUSED   "reply 550 5.7.1 Rejected by DMARC policy of example.com: "
#define DKIM_ONLY " dkim=none\n", "spf="

// clang-format off
static const struct sending sendings[] = {
	{ "a client from outside: SPF and DMARC", NULL, "joe@example.com", ZGL_ROLE_BOTH, V4(7), 1, PASSES, NULL },
	{ "the same where all is verified", NULL, "joe@example.com", ZGL_ROLE_VERIFY, V4(7), 1, PASSES, NULL },
	{ "one that may not send", NULL, "joe@example.com", ZGL_ROLE_BOTH, V4(8), 1, REFUSED,
	  " spf=fail identity=mailfrom domain=example.com reason=matched mechanism=-all dmarc=fail policy=reject ", NULL },
	{ "an IPv4 address that is mapped into IPv6", NULL, "joe@example.com", ZGL_ROLE_BOTH,
	  AF_INET6, { [10] = 0xff, [11] = 0xff, [12] = 192, 0, 2, 7 }, 1, PASSES, NULL },
	{ "one by IPv6", NULL, "joe@example.com", ZGL_ROLE_BOTH, AF_INET6, { 0x20, 0x01, 0x0d, 0xb8, [15] = 7 }, 1, REFUSED, " spf=fail ", NULL },
	{ "the null sender is checked as the name in HELO", NULL, "", ZGL_ROLE_BOTH, V4(7), 1, REFUSED,
	  " spf=none identity=helo domain=helo.example reason=nxdomain ", NULL },
	{ "who logged in is no client from outside", "PLAIN", "joe@example.com", ZGL_ROLE_BOTH, V4(8), 0, "continue\n", DKIM_ONLY },
	{ "nor who logged in where all is verified", "PLAIN", "joe@example.com", ZGL_ROLE_VERIFY, V4(8), 0, "continue\n", DKIM_ONLY },
	{ "nor one of an internal network", NULL, "joe@example.com", ZGL_ROLE_VERIFY, AF_INET, { 10, 1, 2, 3 }, 0, "continue\n", DKIM_ONLY },
	{ "nor one on this machine", NULL, "joe@example.com", ZGL_ROLE_VERIFY, AF_UNIX, { 0 }, 0, "continue\n", DKIM_ONLY },
	{ "nor any at a listener that signs", NULL, "joe@example.com", ZGL_ROLE_SIGN, V4(8), 0, "continue\n", " action=passed ", "spf=" },
	{ "one whose address nobody knows passes no SPF", NULL, "joe@example.com", ZGL_ROLE_BOTH, AF_UNSPEC, { 192, 0, 2, 7 }, 0, REFUSED,
	  " spf=none identity=mailfrom reason=no_domain dmarc=fail ", NULL },
	{ "nor does its HELO", NULL, "", ZGL_ROLE_BOTH, AF_UNSPEC, { 192, 0, 2, 7 }, 0, REFUSED, " spf=none identity=mailfrom reason=no_domain dmarc=fail ", NULL },
};
// clang-format on

static void check_sending(void **state)
{
	const struct sending *row = *state;
	struct counter c;
	struct client cl;

	open_world(&c);
	c.listener.role = row->role;
	start(&c, &cl);
	cl.envelope.auth_type = zgl_sv_of(row->auth);
	cl.envelope.mail_from = zgl_sv_of(row->mail_from);
	cl.envelope.family = row->family;
	memcpy(cl.envelope.octets, row->octets, sizeof(row->octets));
	assert_int_equal(client_header(&cl, HEADER), ZGL_OK);
	assert_int_equal(c.window.asked, row->asked);
	assert_int_equal(client_end_header(&cl), ZGL_OK);
	assert_int_equal(client_end(&cl), ZGL_OK);
	assert_has(&cl.replies, row->reply);
	assert_has(&c.log, row->log);
	if (row->lacks != NULL)
		assert_lacks(&c.log, row->lacks);
	client_abort(&cl);
	stop(&c, &cl);
}

/* One octet less is no cut sender, so its domain counts. */
static void check_cut(void **state)
{
	static const char domain[] = "@example.com";
	char sender[320 + 1];
	struct counter c;
	struct client cl;

	(void)state;
	open_world(&c);
	start(&c, &cl);
	memset(sender, 'x', 320);
	for (size_t n = 319; n <= 320; n++) {
		memcpy(sender + n - strlen(domain), domain, strlen(domain));
		cl.envelope.mail_from = (zgl_sv){ sender, n };
		zgl_buf_reset(&c.log);
		assert_int_equal(client_send(&cl, HEADER, MAIL_BODY), ZGL_OK);
		assert_has(&c.log,
			n == 319 ? " spf=pass identity=mailfrom domain="
				 : " spf=none identity=mailfrom reason=no_d");
	}
	stop(&c, &cl);
}

/* ---- questions behind answers ---- */

/* When the answers of a chain come: so many by then, the rest at the end. */
struct chain {
	const char *name;
	size_t in_header, in_body; /* answers that come then */
	bool later, waits, late;   /* the end waits; time is up */
	const char *log;
};

static const struct chain chains[] = {
	{ "all are there at once: the whole chain at MAIL", 0, 0, false, false,
		false, " spf=pass " },
	{ "one behind the other while the header comes", CHAIN, 0, true, true,
		false, " spf=pass " },
	{ "some in the header, some in the body", 4, 10, true, false, false,
		" spf=pass " },
	{ "some when the end waits", 4, 4, true, true, false, " spf=pass " },
	{ "all when the end waits", 0, 0, true, true, false, " spf=pass " },
	{ "time is up", 4, 4, true, true, true,
		" spf=temperror identity=mailfrom domain=chain.example"
		" reason=dns " },
};

/* The end waits: what is missing comes, or time is up. */
static void wait(struct counter *c, struct client *cl, bool late)
{
	assert_int_equal(cl->ready, 0);
	if (late)
		zgl_mailjob_time_is_up(cl->job);
	else
		(void)counter_answer(c, SIZE_MAX);
	assert_int_equal(cl->ready, 1);
	assert_int_equal(client_end(cl), ZGL_OK);
}

static void check_chain(void **state)
{
	const struct chain *row = *state;
	struct counter c;
	struct client cl;

	open_world(&c);
	c.window.later = row->later;
	start(&c, &cl);
	cl.envelope.mail_from = ZGL_SV("joe@chain.example");
	assert_int_equal(client_header(&cl, HEADER), ZGL_OK);
	assert_int_equal(c.window.asked, row->later ? 1 : CHAIN);
	assert_int_equal(counter_answer(&c, row->in_header), row->in_header);
	assert_int_equal(client_end_header(&cl), ZGL_OK);
	(void)counter_answer(&c, row->in_body);
	assert_int_equal(client_end(&cl), ZGL_OK);
	assert_int_equal(cl.step, row->waits ? ZGL_MAIL_WAIT : ZGL_MAIL_DONE);
	if (row->waits)
		wait(&c, &cl, row->late);
	assert_int_equal(cl.step, ZGL_MAIL_DONE);
	assert_int_equal(counter_waiting(&c), 0);
	assert_has(&c.log, row->log);
	client_abort(&cl);
	assert_int_equal(cl.ready, row->waits);
	stop(&c, &cl);
}

/* ---- messages that come to no end ---- */

static void begin(struct client *cl, const char *mail_from)
{
	cl->envelope.mail_from = zgl_sv_of(mail_from);
	assert_int_equal(
		zgl_mailjob_face.begin(cl->job, &cl->envelope), ZGL_OK);
}

static void send_other(struct counter *c, struct client *cl)
{
	c->window.later = false;
	cl->envelope.mail_from = ZGL_SV("joe@other.example");
	zgl_buf_reset(&c->log);
	assert_int_equal(client_send(cl, HEADER, MAIL_BODY), ZGL_OK);
	assert_has(
		&c->log, " spf=fail identity=mailfrom domain=other.example ");
	assert_lacks(&c->log, "spf=pass");
}

static void check_second_mail(void **state)
{
	struct counter c;
	struct client cl;

	(void)state;
	open_world(&c);
	c.window.later = true;
	start(&c, &cl);
	begin(&cl, "joe@example.com");
	assert_int_equal(counter_waiting(&c), 1);
	/* a session tells of an abort before; but nothing hangs on that */
	begin(&cl, "joe@chain.example");
	assert_int_equal(counter_waiting(&c), 1);
	assert_int_equal(counter_answer(&c, SIZE_MAX), CHAIN);
	send_other(&c, &cl);
	stop(&c, &cl);
}

static void check_abort(void **state)
{
	struct counter c;
	struct client cl;

	(void)state;
	open_world(&c);
	c.window.later = true;
	start(&c, &cl);
	begin(&cl, "joe@chain.example");
	assert_int_equal(counter_answer(&c, 3), 3);
	client_abort(&cl);
	assert_int_equal(counter_waiting(&c), 0);
	assert_int_equal(counter_answer(&c, SIZE_MAX), 0);
	send_other(&c, &cl);
	stop(&c, &cl);
}

static void check_gone(void **state)
{
	struct counter c;
	struct client cl;

	(void)state;
	open_world(&c);
	c.window.later = true;
	start(&c, &cl);
	begin(&cl, "joe@chain.example");
	assert_int_equal(counter_answer(&c, 3), 3);
	client_close(&cl);
	assert_int_equal(counter_waiting(&c), 0);
	assert_int_equal(counter_answer(&c, SIZE_MAX), 0);
	counter_close(&c);
}

/* What lives beside the fields goes with them. */
static void check_refused(void **state)
{
	const zgl_sv bad = ZGL_SV(" a\nb");
	struct counter c;
	struct client cl;

	(void)state;
	open_world(&c);
	c.window.later = true;
	start(&c, &cl);
	begin(&cl, "joe@chain.example");
	assert_int_equal(counter_answer(&c, 3), 3);
	assert_int_equal(counter_waiting(&c), 1);
	assert_int_equal(
		zgl_mailjob_face.field(cl.job, ZGL_SV("Subject"), bad), ZGL_OK);
	assert_int_equal(counter_waiting(&c), 0);
	assert_int_equal(counter_answer(&c, SIZE_MAX), 0);
	assert_int_equal(zgl_mailjob_face.field(
				 cl.job, ZGL_SV("From"), ZGL_SV(" a@b.nl")),
		ZGL_OK);
	assert_int_equal(client_end_header(&cl), ZGL_OK);
	assert_int_equal(client_end(&cl), ZGL_OK);
	assert_int_equal(cl.step, ZGL_MAIL_DONE);
	assert_string_equal(counter_text(&cl.replies),
		"reply 550 5.6.0 A header field is malformed\n");
	assert_has(&c.log, " action=refused ");
	client_abort(&cl);
	send_other(&c, &cl);
	stop(&c, &cl);
}

/* A client that logged in between MAIL and the header, as no MTA tells it. */
static void check_login_later(void **state)
{
	struct counter c;
	struct client cl;

	(void)state;
	open_world(&c);
	c.window.later = true;
	start(&c, &cl);
	assert_int_equal(
		client_header(&cl, "From: Jan <jan@example.nl>\n"), ZGL_OK);
	assert_int_equal(counter_waiting(&c), 1);
	cl.envelope.auth_type = ZGL_SV("PLAIN");
	assert_int_equal(client_end_header(&cl), ZGL_OK);
	assert_int_equal(counter_waiting(&c), 0);
	assert_int_equal(client_body(&cl, MAIL_BODY), ZGL_OK);
	assert_int_equal(client_end(&cl), ZGL_OK);
	assert_has(&c.log, " action=signed ");
	assert_lacks(&c.log, "spf=");
	assert_has(&cl.replies, "DKIM-Signature");
	client_abort(&cl);
	stop(&c, &cl);
}

/* ---- the sender map ---- */

struct owning {
	const char *name, *auth, *login;
	enum zgl_role role;
	uint8_t octets[16];
	const char *from;
	const char *reply, *log;
};

#define SENDERS                                                                \
	"jan example.nl\n"                                                     \
	"piet .example.nl\n"                                                   \
	"klaas example.org\n"                                                  \
	"- www.example.nl\n"
#define NL  "From: a@example.nl\n"
#define WWW "From: a@www.example.nl\n"
#define IN                                                                     \
	{                                                                      \
		10, 1, 2, 3                                                    \
	}
#define OUT                                                                    \
	{                                                                      \
		192, 0, 2, 7                                                   \
	}
#define SIGNED "insert 0 DKIM-Signature=", " action=signed "
#define LOGIN_NO                                                               \
	" action=refused why=\"the sender map does not let this login send "   \
	"for the domain in From\" author="
#define NO_LOGIN                                                               \
	" action=refused why=\"the sender map does not let a client that did " \
	"not log in send for the domain in From\" author="

// clang-format off
static const struct owning ownings[] = {
	{ "a login that may", "PLAIN", "jan", ZGL_ROLE_BOTH, OUT, NL, SIGNED },
	{ "one that may not send for a subdomain", "PLAIN", "jan", ZGL_ROLE_BOTH, OUT, WWW,
	  "reply 550 5.7.1 this login may not send as www.example.nl\n", LOGIN_NO },
	{ "one that may", "PLAIN", "piet", ZGL_ROLE_BOTH, OUT, WWW, SIGNED },
	{ "one that may send for another domain", "PLAIN", "klaas", ZGL_ROLE_BOTH, OUT, NL,
	  "reply 550 5.7.1 this login may not send as example.nl\n", " login=klaas" LOGIN_NO },
	{ "one of whom the map knows nothing", "PLAIN", "kees", ZGL_ROLE_BOTH, OUT, NL,
	  "reply 550 5.7.1 this login may not send as example.nl\n", LOGIN_NO },
	{ "one whose name nobody tells", "PLAIN", NULL, ZGL_ROLE_BOTH, OUT, WWW,
	  "reply 550 5.7.1 this login may not send as www.example.nl\n", LOGIN_NO },
	{ "a name without a login is none", NULL, "jan", ZGL_ROLE_BOTH, IN, NL,
	  "reply 550 5.7.1 a client that did not log in may not send as example.nl\n", NO_LOGIN },
	{ "an internal client that may", NULL, NULL, ZGL_ROLE_BOTH, IN, WWW, SIGNED },
	{ "a client of a listener that signs, that may", NULL, NULL, ZGL_ROLE_SIGN, OUT, WWW, SIGNED },
	{ "one that may not", NULL, NULL, ZGL_ROLE_SIGN, OUT, NL,
	  "reply 550 5.7.1 a client that did not log in may not send as example.nl\n", NO_LOGIN },
	{ "a login there that may not: to be internal is no help", "PLAIN", "klaas", ZGL_ROLE_SIGN, IN, WWW,
	  "reply 550 5.7.1 this login may not send as www.example.nl\n", LOGIN_NO },
	{ "what has no key is not signed, so nobody is asked", "PLAIN", "kees", ZGL_ROLE_BOTH, OUT, "From: a@example.org\n",
	  "continue\n", " action=judged " },
	{ "a client from outside is judged", NULL, NULL, ZGL_ROLE_BOTH, OUT, NL, "continue\n", " action=judged " },
	{ "two domains in From", "PLAIN", "jan", ZGL_ROLE_SIGN, OUT, "From: a@example.nl, b@example.org\n", "continue\n", " action=passed " },
};
// clang-format on

static void check_owning(void **state)
{
	const struct owning *row = *state;
	struct counter c;
	struct client cl;

	open_world(&c);
	counter_senders(&c, SENDERS);
	c.listener.role = row->role;
	start(&c, &cl);
	cl.envelope.auth_type = zgl_sv_of(row->auth);
	cl.envelope.login = zgl_sv_of(row->login);
	memcpy(cl.envelope.octets, row->octets, sizeof(row->octets));
	assert_int_equal(client_send(&cl, row->from, MAIL_BODY), ZGL_OK);
	assert_has(&cl.replies, row->reply);
	assert_has(&c.log, row->log);
	if (strstr(row->log, "=signed") == NULL)
		assert_lacks(&cl.replies, "DKIM-Signature");
	stop(&c, &cl);
}

/* An empty book, and one whose map changes. */
static void check_book(void **state)
{
	const struct zgl_dname domain = { "example.nl", 10 };
	struct zgl_senderbook *book = zgl_senderbook_new();
	struct zgl_sendermap *map;

	(void)state;
	assert_non_null(book);
	assert_false(zgl_senderbook_allows(book, ZGL_SV("jan"), &domain));
	assert_int_equal(
		zgl_sendermap_parse(ZGL_SV("jan *\n"), "map", NULL, NULL, &map),
		ZGL_OK);
	zgl_senderbook_set(book, map);
	assert_true(zgl_senderbook_allows(book, ZGL_SV("jan"), &domain));
	zgl_senderbook_set(book, NULL);
	assert_false(zgl_senderbook_allows(book, ZGL_SV("jan"), &domain));
	zgl_senderbook_free(book);
	zgl_senderbook_free(NULL);
}

/* ---- marks ---- */

struct marking {
	const char *name;
	bool spf, helo, dmarc; /* checked */
	bool removed;
	enum zgl_disposition *at; /* set to mark; of `policy` */
};

static struct zgl_judge_policy policy;

static const struct marking markings[] = {
	{ "for nothing", true, true, true, false, NULL },
	{ "for DKIM", false, false, false, true, &policy.dkim[ZGL_DKIM_FAIL] },
	{ "for SPF", true, false, false, true, &policy.spf[ZGL_SPF_FAIL] },
	{ "for SPF, which is not checked", false, false, false, false,
		&policy.spf[ZGL_SPF_FAIL] },
	{ "for HELO", true, true, false, true, &policy.helo[ZGL_SPF_FAIL] },
	{ "for HELO, which is not checked", true, false, true, false,
		&policy.helo[ZGL_SPF_FAIL] },
	{ "for DMARC", true, false, true, true,
		&policy.dmarc[ZGL_DMARC_POLICY_REJECT] },
	{ "for what is not decided by DMARC", true, false, true, true,
		&policy.dmarc_temperror },
	{ "for lists", true, false, true, true, &policy.indirect },
	{ "for DMARC, which is not checked", true, false, false, false,
		&policy.dmarc[ZGL_DMARC_POLICY_REJECT] },
};

static void check_marking(void **state)
{
	const struct marking *row = *state;
	struct counter c;
	struct client cl;

	open_world(&c);
	memset(&policy, 0, sizeof(policy));
	if (row->at != NULL)
		*row->at = ZGL_DISPOSE_MARK;
	c.conf.spf.check = row->spf;
	c.conf.spf.check_helo = row->helo;
	c.conf.dmarc.check = row->dmarc;
	c.conf.verify.policy = policy;
	start(&c, &cl);
	assert_int_equal(
		client_send(&cl, "X-Spam-Flag: NO\n" HEADER, MAIL_BODY),
		ZGL_OK);
	const char *got = counter_text(&cl.replies);
	assert_int_equal(
		strstr(got, "change 1 X-Spam-Flag=\n") != NULL, row->removed);
	stop(&c, &cl);
}

int main(void)
{
	struct rows r = { 0 };

	if (zgl_engine_new(&engine) != ZGL_OK)
		return 1;
	ROWS_ADD(&r, sendings, check_sending);
	rows_add_one(&r, "a sender that was cut has no domain", check_cut);
	ROWS_ADD(&r, chains, check_chain);
	rows_add_one(&r, "a second MAIL begins anew", check_second_mail);
	rows_add_one(&r, "so does what follows an abort", check_abort);
	rows_add_one(&r, "a connection goes with its questions", check_gone);
	rows_add_one(&r, "a field that is malformed ends SPF", check_refused);
	rows_add_one(&r, "a message that is signed after all is not judged",
		check_login_later);
	ROWS_ADD(&r, ownings, check_owning);
	rows_add_one(&r, "a book of senders", check_book);
	ROWS_ADD(&r, markings, check_marking);
	int failed = rows_run(&r, "mailoutside");
	zgl_engine_free(engine);
	return failed;
}
