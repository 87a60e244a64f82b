/* SPDX-License-Identifier: ISC */
/*
 * miltersession: the first three octets choose what the mail does (which call
 * fails, where it skips, how often it waits) and how the octets are divided;
 * the others are the stream, or, shorter, a command, a length and data, and so
 * on. However divided, the same comes of it; answers are those that are due,
 * counted without the session's tables; the mail is called in order; views that
 * it was given stay; memory is bounded.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "srv/milter/miltersession.h"

#define MOST_HELD ((size_t)64 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* of the address sanitizer; without it memory is not looked at */
extern size_t __attribute__((weak))
__sanitizer_get_current_allocated_bytes(void);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* ---- a mail that looks at what it is told ---- */

enum step {
	NONE,
	BEGUN,
	ENDED_HEADER
};

struct mail {
	enum step step;
	unsigned fails; /* 1 begin, 2 field, 3 end of header, 4 body, 5 end */
	unsigned waits;
	bool skip_header, skip_body, skipped;
	uint64_t told; /* a hash of it all */
	struct zgl_envelope first;
	char from[321];
};

static void note(struct mail *mail, char call, zgl_sv text)
{
	mail->told = (mail->told ^ (uint8_t)call) * 0x100000001b3;
	for (size_t i = 0; i < text.n; i++)
		mail->told = (mail->told ^ (uint8_t)text.p[i]) * 0x100000001b3;
}

static enum zgl_err done(const struct mail *mail, unsigned call)
{
	return mail->fails == call ? ZGL_ENOMEM : ZGL_OK;
}

static void look(struct mail *mail, const struct zgl_envelope *e)
{
	const zgl_sv texts[] = { e->host, e->address, e->helo, e->mail_from,
		e->queue_id, e->auth_type, e->login, e->daemon_name };

	for (size_t i = 0; i < ZGL_COUNT(texts); i++) {
		must(texts[i].n <= 320);
		note(mail, '-', texts[i]);
	}
	note(mail, (char)e->family,
		(zgl_sv){ (const char *)e->octets, sizeof(e->octets) });
	note(mail, (char)e->recipients, ZGL_SV(""));
	must(e->mail_from.p != NULL);
	must(zgl_sv_eq(
		mail->first.mail_from, (zgl_sv){ mail->from, e->mail_from.n }));
	note(mail, '-', mail->first.queue_id);
}

static enum zgl_err begin(void *to, const struct zgl_envelope *envelope)
{
	struct mail *mail = to;

	must(mail->step == NONE);
	mail->step = BEGUN;
	mail->skipped = false;
	mail->first = *envelope;
	must(envelope->recipients == 0);
	must(envelope->mail_from.n < sizeof(mail->from));
	memcpy(mail->from, envelope->mail_from.p, envelope->mail_from.n);
	look(mail, envelope);
	return done(mail, 1);
}

static enum zgl_err field(void *to, zgl_sv name, zgl_sv value)
{
	struct mail *mail = to;

	must(mail->step == BEGUN && name.n > 0);
	note(mail, 'L', name);
	note(mail, ':', value);
	return done(mail, 2);
}

static enum zgl_err end_header(void *to, const struct zgl_envelope *envelope,
	enum zgl_mailstep *step_r)
{
	struct mail *mail = to;

	must(mail->step == BEGUN);
	mail->step = ENDED_HEADER;
	look(mail, envelope);
	if (mail->skip_header)
		*step_r = ZGL_MAIL_SKIP;
	mail->skipped = mail->skip_header;
	return done(mail, 3);
}

static enum zgl_err body(void *to, zgl_sv octets, enum zgl_mailstep *step_r)
{
	struct mail *mail = to;

	must(mail->step == ENDED_HEADER && !mail->skipped && octets.n > 0);
	note(mail, 'B', octets);
	if (mail->skip_body)
		*step_r = ZGL_MAIL_SKIP;
	mail->skipped = mail->skip_body;
	return done(mail, 4);
}

static enum zgl_err end(void *to, const struct zgl_envelope *envelope,
	struct zgl_buf *out, enum zgl_mailstep *step_r)
{
	struct mail *mail = to;

	must(mail->step == ENDED_HEADER);
	look(mail, envelope);
	*step_r = ZGL_MAIL_WAIT;
	if (mail->waits > 0) {
		mail->waits--;
		return ZGL_OK;
	}
	*step_r = ZGL_MAIL_DONE;
	zgl_milterwire_put_insert(out, 0, ZGL_SV("X"), ZGL_SV("y"));
	zgl_milterwire_put_accept(out);
	return done(mail, 5);
}

static void abort_mail(void *to)
{
	struct mail *mail = to;

	must(mail->step != NONE);
	mail->step = NONE;
	note(mail, 'A', ZGL_SV(""));
}

static const struct zgl_miltermail_face face = { begin, field, end_header, body,
	end, abort_mail };

/* ---- a server ---- */

struct ending {
	uint64_t told;
	size_t taken;
	enum zgl_err err;
	bool closed;
};

static size_t allocated(void)
{
	return &__sanitizer_get_current_allocated_bytes == NULL
		? 0
		: __sanitizer_get_current_allocated_bytes();
}

/* A copy that is as large as it is, and gone afterwards: so the sanitizer sees
 * who reads beyond it, or later. */
static enum zgl_err feed(struct zgl_miltersession *s, zgl_sv octets,
	size_t *taken_r, struct zgl_buf *out)
{
	char *copy = malloc(octets.n + 1);

	must(copy != NULL);
	char *start = copy + 1; /* of no octets, too, an address */
	memcpy(start, octets.p, octets.n);
	enum zgl_err err = zgl_miltersession_feed(
		s, (zgl_sv){ start, octets.n }, taken_r, out);
	free(copy);
	return err;
}

/* What the session did not take before, and what came since. */
static void hear(struct zgl_miltersession *s, zgl_sv octets,
	struct ending *ending, struct zgl_buf *out)
{
	size_t taken;

	for (;;) {
		if (s->waiting) {
			ending->err = zgl_miltersession_go_on(s, out);
			must(ending->err == ZGL_OK);
			if (s->waiting)
				continue;
		}
		ending->err = feed(
			s, zgl_sv_skip(octets, ending->taken), &taken, out);
		must(taken <= octets.n - ending->taken);
		ending->taken += taken;
		if (ending->err != ZGL_OK || !s->waiting)
			return;
	}
}

static void run(struct mail mail, zgl_sv octets, size_t chunk,
	struct ending *ending_r, struct zgl_buf *out)
{
	struct zgl_miltersession s;
	size_t before = allocated();

	*ending_r = (struct ending){ 0 };
	must(zgl_miltersession_begin(&s, &face, &mail) == ZGL_OK);
	for (size_t at = 0; at < octets.n && !s.closed; at += chunk) {
		size_t cap = out->cap;
		zgl_sv heard = zgl_sv_head(octets, at + chunk);

		hear(&s, heard, ending_r, out);
		must(allocated() <= before + MOST_HELD + out->cap);
		before += out->cap - cap;
		if (ending_r->err == ZGL_OK && !s.closed)
			must(heard.n - ending_r->taken
				< zgl_miltersession_needs(&s));
	}
	must((ending_r->err == ZGL_ESYNTAX) == (s.problem != NULL));
	must(ending_r->err == ZGL_OK || s.closed);
	must(s.busy || mail.step == NONE);
	ending_r->closed = s.closed;
	zgl_miltersession_end(&s);
	must(mail.step == NONE);
	ending_r->told = mail.told;
}

/* ---- what is due ---- */

static uint32_t number_at(zgl_sv data, size_t at)
{
	uint32_t n = 0;

	for (size_t i = at; i < at + 4; i++)
		n = n << 8 | (uint8_t)data.p[i];
	return n;
}

static bool is_due(uint8_t command, uint32_t protocol)
{
	switch (command) {
	case 'C': return !(protocol & 0x1000);
	case 'H': return !(protocol & 0x2000);
	case 'M': return !(protocol & 0x4000);
	case 'R': return !(protocol & 0x8000);
	case 'T': return !(protocol & 0x10000);
	case 'U': return !(protocol & 0x20000);
	case 'L': return !(protocol & 0x80);
	case 'N': return !(protocol & 0x40000);
	case 'B': return !(protocol & 0x80000);
	case 'E':
	case 'O': return true;
	default: return false;
	}
}

static size_t count_due(zgl_sv octets)
{
	struct zgl_milterpacket packet;
	uint32_t protocol = 0;
	size_t n, count = 0;

	for (; octets.n > 0; octets = zgl_sv_skip(octets, n)) {
		must(zgl_milterwire_next(
			     octets, ZGL_MILTER_PACKET_MAX, &packet, &n)
			== ZGL_MILTERWIRE_PACKET);
		if (packet.command == 'O')
			protocol = number_at(packet.data, 8);
		count += is_due(packet.command, protocol);
	}
	return count;
}

static size_t count_replies(zgl_sv octets)
{
	struct zgl_milterpacket packet;
	size_t n, count = 0;

	for (; octets.n > 0; octets = zgl_sv_skip(octets, n)) {
		must(zgl_milterwire_next(octets, SIZE_MAX, &packet, &n)
			== ZGL_MILTERWIRE_PACKET);
		must(memchr("Octsai", packet.command, 6) != NULL);
		count += packet.command != 'i';
	}
	return count;
}

/* Commands, lengths and data become packets. */
static void expand(struct zgl_buf *to, zgl_sv octets)
{
	while (octets.n >= 2) {
		zgl_sv data = zgl_sv_head(
			zgl_sv_skip(octets, 2), (uint8_t)octets.p[1]);

		zgl_milterwire_put(to, octets.p[0], data);
		octets = zgl_sv_skip(octets, 2 + data.n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_buf stream, whole, divided;
	struct ending one, two;

	if (size < 3)
		return 0;
	const struct mail mail = {
		.fails = data[0] >> 1 & 7,
		.waits = data[1] & 3,
		.skip_header = data[1] & 4,
		.skip_body = data[1] & 8,
	};
	zgl_sv octets = { (const char *)data + 3, size - 3 };
	zgl_buf_begin(&stream, SIZE_MAX);
	zgl_buf_begin(&whole, SIZE_MAX);
	zgl_buf_begin(&divided, SIZE_MAX);
	if (data[0] & 1)
		expand(&stream, octets);
	else
		zgl_buf_put(&stream, octets);
	octets = zgl_buf_sv(&stream);
	run(mail, octets, octets.n + 1, &one, &whole);
	run(mail, octets, data[2] + (size_t)1, &two, &divided);
	must(one.told == two.told && one.taken == two.taken);
	must(one.err == two.err && one.closed == two.closed);
	must(zgl_sv_eq(zgl_buf_sv(&whole), zgl_buf_sv(&divided)));
	must(count_replies(zgl_buf_sv(&whole))
		== count_due(zgl_sv_head(octets, one.taken)));
	zgl_buf_free(&stream);
	zgl_buf_free(&whole);
	zgl_buf_free(&divided);
	return 0;
}
