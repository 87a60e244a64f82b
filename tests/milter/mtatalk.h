/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mtatalk -- dialogues of an MTA as a word, a letter a packet, and a mail that
 * writes down what it is told.
 *
 *     O  negotiation, with the offer of the talk
 *     C  a client with an IPv4 address    H  HELO       M  MAIL    R  RCPT
 *     T  DATA        L  a field           N  end of header
 *     B  body        E  end of message    e  the same, with the last of the body
 *     A  abort       K  a new client      Q  quit       U  an unknown command
 *     c  macros of the client             m  of MAIL    r  of RCPT
 *     t  of DATA, none at all             x  of the end
 *
 * Other octets are commands without data. The mail writes M L N B E, W for an
 * end that waits, A for abort; it fails the test when it is called out of order.
 */

#include "srv/milter/miltersession.h"
#include "tests/rows.h"

#define TALK_POSTFIX_ACTIONS  0x1ffu
#define TALK_POSTFIX_PROTOCOL 0x1fffffu

struct talk_mail {
	const char *fails; /* letters of calls that fail */
	unsigned times;    /* so often; 0: always */
	const char *skips; /* letters of calls that say skip */
	unsigned waits;    /* ends that wait */
	enum zgl_err err;  /* what a call that fails returns */
	struct zgl_buf told;
	struct zgl_envelope envelope; /* as it was told last */
	struct zgl_envelope first;    /* as it was told first */
	char from[512];               /* a copy of first.mail_from */
	bool begun;
};

static inline enum zgl_err talk_tell(struct talk_mail *mail, char letter)
{
	assert_int_equal(mail->begun, letter != 'M');
	zgl_buf_char(&mail->told, letter);
	if (mail->fails == NULL || strchr(mail->fails, letter) == NULL)
		return ZGL_OK;
	if (mail->times > 0 && --mail->times == 0)
		mail->fails = NULL;
	return mail->err;
}

static inline void talk_step(
	const struct talk_mail *mail, char letter, enum zgl_mailstep *step_r)
{
	assert_int_not_equal(*step_r, ZGL_MAIL_SKIP);
	if (mail->skips != NULL && strchr(mail->skips, letter) != NULL)
		*step_r = ZGL_MAIL_SKIP;
}

static inline enum zgl_err talk_begin(
	void *to, const struct zgl_envelope *envelope)
{
	struct talk_mail *mail = to;

	enum zgl_err err = talk_tell(mail, 'M');
	mail->begun = true;
	mail->envelope = mail->first = *envelope;
	assert_non_null(envelope->mail_from.p);
	assert_true(envelope->mail_from.n < sizeof(mail->from));
	memcpy(mail->from, envelope->mail_from.p, envelope->mail_from.n);
	return err;
}

/* What was told first is still there, however often it was told anew. */
static inline void talk_look(
	struct talk_mail *mail, const struct zgl_envelope *envelope)
{
	mail->envelope = *envelope;
	assert_sv_equal(mail->first.mail_from,
		((zgl_sv){ mail->from, envelope->mail_from.n }));
	assert_true(mail->first.queue_id.p == NULL
		|| memchr(mail->first.queue_id.p, 0, mail->first.queue_id.n)
			== NULL);
}

static inline enum zgl_err talk_field(void *to, zgl_sv name, zgl_sv value)
{
	struct talk_mail *mail = to;

	assert_true(name.n > 0);
	assert_true(memchr(name.p, 0, name.n) == NULL);
	assert_true(value.n == 0 || memchr(value.p, 0, value.n) == NULL);
	return talk_tell(mail, 'L');
}

static inline enum zgl_err talk_end_header(void *to,
	const struct zgl_envelope *envelope, enum zgl_mailstep *step_r)
{
	talk_look(to, envelope);
	talk_step(to, 'N', step_r);
	return talk_tell(to, 'N');
}

static inline enum zgl_err talk_body(
	void *to, zgl_sv octets, enum zgl_mailstep *step_r)
{
	assert_true(octets.n > 0);
	talk_step(to, 'B', step_r);
	return talk_tell(to, 'B');
}

static inline enum zgl_err talk_end(void *to,
	const struct zgl_envelope *envelope, struct zgl_buf *out,
	enum zgl_mailstep *step_r)
{
	struct talk_mail *mail = to;

	talk_look(mail, envelope);
	if (mail->waits > 0) {
		mail->waits--;
		*step_r = ZGL_MAIL_WAIT;
		zgl_buf_char(&mail->told, 'W');
		return ZGL_OK;
	}
	enum zgl_err err = talk_tell(mail, 'E');
	*step_r = ZGL_MAIL_DONE;
	zgl_milterwire_put_insert(out, 0, ZGL_SV("X"), ZGL_SV("y"));
	if (err == ZGL_OK)
		zgl_milterwire_put_accept(out);
	return err;
}

static inline void talk_abort(void *to)
{
	struct talk_mail *mail = to;

	assert_true(mail->begun);
	mail->begun = false;
	zgl_buf_char(&mail->told, 'A');
}

static const struct zgl_miltermail_face talk_face = { talk_begin, talk_field,
	talk_end_header, talk_body, talk_end, talk_abort };

/* ---- what the MTA says ---- */

static inline void talk_offer(struct zgl_buf *to, uint32_t version,
	uint32_t actions, uint32_t protocol)
{
	const uint32_t numbers[] = { version, actions, protocol };
	char octets[12];

	for (size_t i = 0; i < sizeof(octets); i++)
		octets[i] = (char)(numbers[i / 4] >> (24 - 8 * (i % 4)));
	zgl_milterwire_put(to, 'O', (zgl_sv){ octets, sizeof(octets) });
}

/* clang-format off */
#define TALK_LIST(octets) { octets, sizeof(octets) }     /* its NUL, too */
#define TALK_DATA(octets) { octets, sizeof(octets) - 1 }
static const struct talk_word {
	char letter, command;
	zgl_sv data;
} talk_words[] = {
	{ 'C', 'C', TALK_LIST("client.example\0" "4\1\302" "192.0.2.7") },
	{ 'H', 'H', TALK_LIST("helo.example") },
	{ 'M', 'M', TALK_LIST("<from@example.org>\0SIZE=1000\0BODY=8BITMIME") },
	{ 'R', 'R', TALK_LIST("<to@example.net>") },
	{ 'L', 'L', TALK_LIST("Subject\0 words\n of mine") },
	{ 'B', 'B', TALK_DATA("a line\r\n") },
	{ 'e', 'E', TALK_DATA("the last\r\n") },
	{ 'U', 'U', TALK_LIST("VRFY x") },
	{ 'c', 'D', TALK_LIST("Cj\0mx.example\0{daemon_name}\0smtpd") },
	{ 'm', 'D', TALK_LIST("Mi\0" "4X1\0{auth_type}\0PLAIN") },
	{ 'r', 'D', TALK_LIST("R{rcpt_addr}\0to@example.net\0i\0" "4X2") },
	{ 't', 'D', TALK_DATA("T") },
	{ 'x', 'D', TALK_LIST("Ei\0" "4X2") },
};
/* clang-format on */

static inline void talk_say(struct zgl_buf *to, char letter, uint32_t protocol)
{
	if (letter == 'O') {
		talk_offer(to, 6, TALK_POSTFIX_ACTIONS, protocol);
		return;
	}
	for (size_t i = 0; i < ZGL_COUNT(talk_words); i++) {
		if (talk_words[i].letter != letter)
			continue;
		zgl_milterwire_put(
			to, talk_words[i].command, talk_words[i].data);
		return;
	}
	zgl_milterwire_put(to, letter, ZGL_SV(""));
}

static inline void talk_write(
	struct zgl_buf *to, const char *words, uint32_t protocol)
{
	for (; *words != '\0'; words++)
		talk_say(to, *words, protocol);
	assert_int_equal(to->err, ZGL_OK);
}

/* ---- a server around a session ---- */

struct talk {
	struct zgl_miltersession session;
	struct talk_mail mail;
	struct zgl_buf held, out;
	enum zgl_err err;
};

static inline void talk_start(struct talk *t, const struct talk_mail *mail)
{
	t->mail = *mail;
	t->err = zgl_miltersession_begin(&t->session, &talk_face, &t->mail);
	assert_int_equal(t->err, ZGL_OK);
	zgl_buf_begin(&t->mail.told, 1 << 20);
	zgl_buf_begin(&t->held, 1 << 20);
	zgl_buf_begin(&t->out, 1 << 20);
}

/* A copy that is as large as it is, and gone afterwards: so the sanitizer sees
 * who reads beyond it, or later. */
static inline enum zgl_err talk_feed(struct talk *t, size_t *taken_r)
{
	char *copy = malloc(t->held.n);

	assert_non_null(copy);
	memcpy(copy, t->held.p, t->held.n);
	enum zgl_err err = zgl_miltersession_feed(
		&t->session, (zgl_sv){ copy, t->held.n }, taken_r, &t->out);
	free(copy);
	return err;
}

/* Feeds what is held; what is not taken stays. An end that waits goes on. */
static inline void talk_feed_held(struct talk *t)
{
	size_t taken;

	do {
		if (t->session.waiting) {
			zgl_miltersession_progress(&t->session, &t->out);
			t->err = zgl_miltersession_go_on(&t->session, &t->out);
		}
		if (t->err != ZGL_OK || t->session.waiting)
			continue;
		t->err = talk_feed(t, &taken);
		assert_true(taken <= t->held.n);
		t->held.n -= taken;
		if (taken > 0)
			memmove(t->held.p, t->held.p + taken, t->held.n);
	} while (t->err == ZGL_OK && t->session.waiting);
}

static inline void talk_hear(struct talk *t, zgl_sv octets)
{
	zgl_buf_put(&t->held, octets);
	assert_int_equal(t->held.err, ZGL_OK);
	if (t->err == ZGL_OK && t->held.n > 0)
		talk_feed_held(t);
	if (t->err == ZGL_OK && !t->session.closed)
		assert_true(t->held.n < zgl_miltersession_needs(&t->session));
}

static inline void talk_stop(struct talk *t)
{
	zgl_miltersession_end(&t->session);
	assert_false(t->mail.begun);
	zgl_buf_free(&t->mail.told);
	zgl_buf_free(&t->held);
	zgl_buf_free(&t->out);
}

/* The replies as letters. */
static inline zgl_sv talk_letters(zgl_sv out, struct zgl_buf *letters)
{
	struct zgl_milterpacket packet;
	size_t n;

	zgl_buf_begin(letters, 1 << 20);
	while (out.n > 0) {
		assert_int_equal(zgl_milterwire_next(out, 1 << 20, &packet, &n),
			ZGL_MILTERWIRE_PACKET);
		zgl_buf_char(letters, (char)packet.command);
		out = zgl_sv_skip(out, n);
	}
	return zgl_buf_sv(letters);
}

/* What a talk came to, however its octets came. */
struct talk_end {
	enum zgl_err err;
	bool closed;
	struct zgl_buf out, told;
};

static inline void talk_run(const struct talk_mail *mail, zgl_sv octets,
	size_t first, size_t step, struct talk_end *end_r)
{
	struct talk t;

	talk_start(&t, mail);
	talk_hear(&t, zgl_sv_head(octets, first));
	for (size_t at = first; at < octets.n; at += step)
		talk_hear(&t, zgl_sv_head(zgl_sv_skip(octets, at), step));
	end_r->err = t.err;
	end_r->closed = t.session.closed;
	zgl_buf_begin(&end_r->out, 1 << 20);
	zgl_buf_begin(&end_r->told, 1 << 20);
	zgl_buf_put(&end_r->out, zgl_buf_sv(&t.out));
	zgl_buf_put(&end_r->told, zgl_buf_sv(&t.mail.told));
	talk_stop(&t);
}

static inline void talk_end_free(struct talk_end *end)
{
	zgl_buf_free(&end->out);
	zgl_buf_free(&end->told);
}

static inline void talk_same(const struct talk_mail *mail, zgl_sv octets,
	size_t first, size_t step, const struct talk_end *want)
{
	struct talk_end got;

	talk_run(mail, octets, first, step, &got);
	assert_int_equal(got.err, want->err);
	assert_int_equal(got.closed, want->closed);
	assert_sv_equal(zgl_buf_sv(&got.out), zgl_buf_sv(&want->out));
	assert_sv_equal(zgl_buf_sv(&got.told), zgl_buf_sv(&want->told));
	talk_end_free(&got);
}

/* Whole, octet by octet, and in two at every place: always the same. */
static inline void talk_every_split(
	const struct talk_mail *mail, zgl_sv octets, struct talk_end *end_r)
{
	talk_run(mail, octets, octets.n, 1, end_r);
	talk_same(mail, octets, 0, 1, end_r);
	for (size_t i = 0; i < octets.n; i++)
		talk_same(mail, octets, i, octets.n, end_r);
}
