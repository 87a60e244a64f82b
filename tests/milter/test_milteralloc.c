/* SPDX-License-Identifier: ISC */
/*
 * miltersession when there is no memory: the connection ends with ZGL_ENOMEM,
 * or the message is answered with tempfail; never does a message pass that had
 * less than all that was told of it. And how much memory it takes.
 */
#include <malloc.h>

#include "tests/failalloc.h"
#include "tests/milter/mtatalk.h"

struct row {
	const char *name;
	const char *words; /* two messages */
	uint32_t protocol;
	bool forever;
	bool early; /* macros of a message before HELO, which drops them */
	bool bare;  /* no macros */
};

// clang-format off
#define ALL   TALK_POSTFIX_PROTOCOL
#define WORDS "OcCHmMrRLNxEmMrRLNBxe"
static const struct row rows[] = {
	{ "one allocation fails",                WORDS, ALL, false, false, false },
	{ "all fail from one on",                WORDS, ALL, true, false, false },
	{ "one fails, every answer waited for",  WORDS, 0, false, false, false },
	{ "all fail, every answer waited for",   WORDS, 0, true, false, false },
	{ "macros of MAIL before the client",    "OcrCHmMrRLNxEmMrRLNBxe", 0, false, true, false },
	{ "no macros",                           "OCHMRLNEMRLNE", ALL, false, false, true },
	{ "no macros, every answer waited for",  "OCHMRLNEMRLNE", 0, false, false, true },
};
// clang-format on

/* Nothing of its own in memory: what fails is the session's. */
struct quiet_mail {
	unsigned begun, passed;
	bool open;
	bool bare; /* there are no macros */
};

static void must_say(const struct quiet_mail *mail, zgl_sv macro, zgl_sv want)
{
	assert_sv_equal(macro, mail->bare ? ZGL_SV("") : want);
}

static enum zgl_err quiet_begin(void *to, const struct zgl_envelope *e)
{
	struct quiet_mail *mail = to;

	assert_false(mail->open);
	mail->open = true;
	mail->begun++;
	assert_sv_equal(e->mail_from, ZGL_SV("from@example.org"));
	assert_sv_equal(e->host, ZGL_SV("client.example"));
	assert_sv_equal(e->helo, ZGL_SV("helo.example"));
	must_say(mail, e->auth_type, ZGL_SV("PLAIN"));
	must_say(mail, e->daemon_name, ZGL_SV("smtpd"));
	return ZGL_OK;
}

static enum zgl_err quiet_field(void *to, zgl_sv name, zgl_sv value)
{
	const struct quiet_mail *mail = to;

	(void)name, (void)value;
	assert_true(mail->open);
	return ZGL_OK;
}

static enum zgl_err quiet_end_header(
	void *to, const struct zgl_envelope *e, enum zgl_mailstep *step_r)
{
	(void)to, (void)e, (void)step_r;
	return ZGL_OK;
}

static enum zgl_err quiet_body(
	void *to, zgl_sv octets, enum zgl_mailstep *step_r)
{
	(void)to, (void)octets, (void)step_r;
	return ZGL_OK;
}

static enum zgl_err quiet_end(void *to, const struct zgl_envelope *e,
	struct zgl_buf *out, enum zgl_mailstep *step_r)
{
	struct quiet_mail *mail = to;

	assert_true(mail->open);
	must_say(mail, e->queue_id, ZGL_SV("4X2"));
	must_say(mail, e->auth_type, ZGL_SV("PLAIN"));
	assert_int_equal(e->recipients, 1);
	*step_r = ZGL_MAIL_DONE;
	mail->passed++;
	zgl_milterwire_put_accept(out);
	return ZGL_OK;
}

static void quiet_abort(void *to)
{
	struct quiet_mail *mail = to;

	assert_true(mail->open);
	mail->open = false;
}

static const struct zgl_miltermail_face quiet_face = { quiet_begin, quiet_field,
	quiet_end_header, quiet_body, quiet_end, quiet_abort };

static unsigned count(zgl_sv letters, char letter)
{
	unsigned n = 0;

	for (size_t i = 0; i < letters.n; i++)
		n += letters.p[i] == letter;
	return n;
}

/* Two messages with the k-th allocation failing. */
static void failing(zgl_sv said, const struct row *row, size_t k)
{
	struct zgl_miltersession session;
	struct quiet_mail mail = { .bare = row->bare };
	struct zgl_buf out, letters;
	size_t taken = 0;

	zgl_buf_begin(&out, 1000);
	zgl_buf_put(&out, ZGL_SV("room for all of it"));
	zgl_buf_reset(&out);
	failalloc_arm(k, row->forever);
	enum zgl_err err =
		zgl_miltersession_begin(&session, &quiet_face, &mail);
	if (err == ZGL_OK)
		err = zgl_miltersession_feed(&session, said, &taken, &out);
	zgl_miltersession_end(&session);
	failalloc_disarm();
	assert_false(mail.open);
	talk_letters(zgl_buf_sv(&out), &letters);
	unsigned accepted = count(zgl_buf_sv(&letters), 'a');
	assert_int_equal(accepted, mail.passed);
	if (err == ZGL_OK && row->protocol != 0)
		assert_int_equal(
			accepted + count(zgl_buf_sv(&letters), 't'), 2);
	assert_true(err == ZGL_OK || err == ZGL_ENOMEM);
	/* what fails a message does not fail client and HELO */
	for (size_t i = 1; i < 3 && i < letters.n && row->protocol == 0; i++)
		assert_int_equal(letters.p[i], 'c');
	if (failalloc_failed())
		assert_true(err == ZGL_ENOMEM || accepted < 2 || row->early);
	else
		assert_true(err == ZGL_OK && accepted == 2);
	zgl_buf_free(&letters);
	zgl_buf_free(&out);
}

static void every_allocation_fails_once(void **state)
{
	const struct row *row = *state;
	struct zgl_buf octets;

	zgl_buf_begin(&octets, 1 << 16);
	talk_write(&octets, row->words, row->protocol);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++)
		failing(zgl_buf_sv(&octets), row, k);
	assert_true(failalloc_count() >= (row->bare ? 5 : 8));
	zgl_buf_free(&octets);
}

/* No allocation for a packet: a message of 10 fields takes what one of 1,000
 * takes. */
static void none_for_a_packet(void **state)
{
	struct zgl_miltersession session;
	struct zgl_buf octets, out;
	struct quiet_mail mail = { 0 };
	size_t taken;

	(void)state;
	zgl_buf_begin(&octets, 1 << 20);
	talk_write(&octets, "cOCHmMrR", TALK_POSTFIX_PROTOCOL);
	zgl_buf_begin(&out, 1000);
	assert_int_equal(
		zgl_miltersession_begin(&session, &quiet_face, &mail), ZGL_OK);
	assert_int_equal(zgl_miltersession_feed(
				 &session, zgl_buf_sv(&octets), &taken, &out),
		ZGL_OK);
	zgl_buf_reset(&octets);
	for (unsigned i = 0; i < 1000; i++)
		talk_write(&octets, "L", TALK_POSTFIX_PROTOCOL);
	talk_write(&octets, "NBBBBxeA", TALK_POSTFIX_PROTOCOL);
	failalloc_arm(0, false);
	assert_int_equal(zgl_miltersession_feed(
				 &session, zgl_buf_sv(&octets), &taken, &out),
		ZGL_OK);
	failalloc_disarm();
	assert_int_equal(mail.passed, 1);
	assert_int_equal(failalloc_count(), 0);
	zgl_miltersession_end(&session);
	zgl_buf_free(&octets);
	zgl_buf_free(&out);
}

/* What 1,000 sessions that are idle after HELO, and after a message, hold. */
static void idle_memory(void **state)
{
	static struct zgl_miltersession sessions[1000];
	struct quiet_mail mail = { 0 };
	struct zgl_buf octets, out;
	size_t taken;

	(void)state;
	zgl_buf_begin(&octets, 1 << 20);
	talk_write(&octets, "OcCHmMrRLNxE", TALK_POSTFIX_PROTOCOL);
	zgl_buf_begin(&out, 1000);
	zgl_buf_put(&out, ZGL_SV("room"));
	size_t before = mallinfo2().uordblks;
	for (size_t i = 0; i < ZGL_COUNT(sessions); i++) {
		assert_int_equal(zgl_miltersession_begin(
					 &sessions[i], &quiet_face, &mail),
			ZGL_OK);
		zgl_buf_reset(&out);
		assert_int_equal(zgl_miltersession_feed(&sessions[i],
					 zgl_buf_sv(&octets), &taken, &out),
			ZGL_OK);
	}
	size_t held = (mallinfo2().uordblks - before) / ZGL_COUNT(sessions);
	print_message("# an idle session: %zu + %zu octets\n",
		sizeof(sessions[0]), held);
	assert_true(sizeof(sessions[0]) + held < 384);
	for (size_t i = 0; i < ZGL_COUNT(sessions); i++)
		zgl_miltersession_end(&sessions[i]);
	zgl_buf_free(&octets);
	zgl_buf_free(&out);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, every_allocation_fails_once);
	rows_add_one(&r, "no packet takes memory", none_for_a_packet);
	rows_add_one(&r, "an idle session", idle_memory);
	return rows_run(&r, "milteralloc");
}
