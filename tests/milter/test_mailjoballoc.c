/* SPDX-License-Identifier: ISC */
/*
 * mailjob when there is no memory: a message comes again, or it gets what it
 * gets in an undisturbed run. Never one that leaves unsigned, never one that
 * goes on without what was judged of it.
 */
#include "tests/failopenssl.h"
#include "tests/milter/counter.h"

static struct zgl_engine *engine;

#define OWN "From: Jan <jan@example.nl>\nSubject: words\n of mine\n"

/* ---- messages ---- */

struct nomem {
	const char *name;
	enum zgl_role role;
	const char *selector; /* of a signature; NULL: an own message */
	const char *body;
	const char *forged; /* fields on top */
	bool later;         /* answers come when the end waits */
	const char *zone;   /* SPF and DMARC are checked */
};

#define ZONE                                                                   \
	"example.com. TXT \"v=spf1 include:a.example -all\"\n"                 \
	"a.example. TXT \"v=spf1 mx ip4:192.0.2.7 -all\"\n"                    \
	"_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n"

#define FORGED "Authentication-Results: mx.example.nl; dkim=pass\n"

static const struct nomem nomems[] = {
	{ "signed or not at all", ZGL_ROLE_SIGN, NULL, MAIL_BODY, "", false,
		NULL },
	{ "signed, a forged field removed", ZGL_ROLE_SIGN, NULL, MAIL_BODY,
		FORGED, false, NULL },
	{ "verified: a pass", ZGL_ROLE_VERIFY, "rsa", MAIL_BODY, "", false,
		NULL },
	{ "verified: a changed body is marked", ZGL_ROLE_VERIFY, "rsa",
		"Hello.\r\n", FORGED, false, NULL },
	{ "verified: answers that come late", ZGL_ROLE_VERIFY, "rsa",
		"Hello.\r\n", FORGED "X-Spam-Flag: NO\n", true, NULL },
	{ "verified: no answer", ZGL_ROLE_VERIFY, "later", MAIL_BODY, "", true,
		NULL },
	{ "SPF passes, and DMARC by it", ZGL_ROLE_BOTH, "gone", MAIL_BODY,
		FORGED, false, ZONE },
	{ "SPF and DMARC, answers that come late", ZGL_ROLE_BOTH, "rsa",
		MAIL_BODY, "", true, ZONE },
};

static void make_header(const struct nomem *row, struct zgl_buf *to)
{
	const struct mail_seal seal = { .key = "rsa2048",
		.selector = row->selector };
	struct zgl_buf b;

	zgl_buf_text(to, row->forged);
	if (row->selector == NULL) {
		zgl_buf_text(to, OWN);
		return;
	}
	zgl_buf_begin(&b, COUNTER_TEXT);
	mail_seal(engine, &seal, ZGL_SV(MAIL_HEADER), ZGL_SV(MAIL_BODY), &b);
	for (size_t i = 0; i < b.n; i++) {
		if (b.p[i] != '\r')
			zgl_buf_char(to, b.p[i]);
	}
	zgl_buf_free(&b);
}

/* ---- runs ---- */

/* Room that the test itself needs is taken before anything may fail. */
static void take_room(struct zgl_buf *b)
{
	for (size_t i = 0; i < 16384; i++)
		zgl_buf_char(b, '.');
	assert_int_equal(b->err, ZGL_OK);
	zgl_buf_reset(b);
}

static enum zgl_err talk(
	struct client *cl, const char *header, const struct nomem *row)
{
	ZGL_TRY(client_header(cl, header));
	ZGL_TRY(client_end_header(cl));
	ZGL_TRY(client_body(cl, row->body));
	ZGL_TRY(client_end(cl));
	if (cl->step == ZGL_MAIL_DONE)
		return ZGL_OK;
	(void)counter_answer(cl->counter, SIZE_MAX);
	return client_end(cl);
}

/* What the MTA is told: the replies, or a word for none. */
static void run(const struct nomem *row, const char *header, size_t k,
	bool forever, struct zgl_buf *told)
{
	struct counter c;
	struct client cl;

	counter_open(&c, engine);
	if (row->zone != NULL)
		counter_zone(&c, row->zone);
	c.listener.role = row->role;
	c.listener.must_sign = row->role == ZGL_ROLE_SIGN;
	c.window.later = row->later;
	c.conf.verify.policy.dkim[ZGL_DKIM_FAIL] = ZGL_DISPOSE_MARK;
	c.conf.verify.mark_subject = ZGL_SV("[X]");
	assert_int_equal(counter_start(&c), ZGL_OK);
	assert_int_equal(client_open(&cl, &c), ZGL_OK);
	take_room(&c.log);
	take_room(&cl.replies);
	failalloc_arm(k, forever);
	enum zgl_err err = talk(&cl, header, row);
	failalloc_disarm();
	zgl_buf_reset(told);
	if (err != ZGL_OK) /* the session says tempfail, then */
		zgl_buf_text(told, "tempfail");
	else
		zgl_buf_put(told, zgl_buf_sv(&cl.replies));
	client_abort(&cl);
	/* and the next message finds all in order */
	c.window.later = false;
	assert_int_equal(client_send(&cl, header, row->body), ZGL_OK);
	assert_non_null(strstr(counter_text(&cl.replies), "\ncontinue\n"));
	client_close(&cl);
	counter_close(&c);
}

static void check(const struct nomem *row, bool forever)
{
	static const char again[] = "reply 451 4.3.0 ";
	struct zgl_buf header, first, told;
	size_t agains = 0;

	zgl_buf_begin(&header, COUNTER_TEXT);
	zgl_buf_begin(&first, COUNTER_TEXT);
	zgl_buf_begin(&told, COUNTER_TEXT);
	make_header(row, &header);
	run(row, counter_text(&header), 0, false, &first);
	assert_non_null(strstr(counter_text(&first), "\ncontinue\n"));
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		run(row, counter_text(&header), k, forever, &told);
		const char *got = counter_text(&told);
		bool came_again = strcmp(got, "tempfail") == 0
			|| strncmp(got, again, strlen(again)) == 0;
		agains += came_again;
		if (!came_again)
			assert_string_equal(got, counter_text(&first));
	}
	assert_true(agains > 5);
	zgl_buf_free(&header);
	zgl_buf_free(&first);
	zgl_buf_free(&told);
}

static void check_once(void **state)
{
	check(*state, false);
}

static void check_forever(void **state)
{
	check(*state, true);
}

int main(void)
{
	const struct zgl_log_config quiet = { .to_stderr = false };
	struct rows r = { 0 };

	failalloc_openssl();
	zgl_log_open(&quiet);
	if (zgl_engine_new(&engine) != ZGL_OK)
		return 1;
	ROWS_ADD(&r, nomems, check_once);
	ROWS_ADD(&r, nomems, check_forever);
	int failed = rows_run(&r, "mailjoballoc");
	zgl_engine_free(engine);
	return failed;
}
