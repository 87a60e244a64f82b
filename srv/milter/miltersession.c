/* SPDX-License-Identifier: ISC */
#include "srv/milter/miltersession.h"

#include <string.h>
#include <sys/socket.h>

#include "srv/milter/milterfacts.h"
#include "srv/milter/miltergreet.h"
#include "zegel/base/mem.h"
#include "zegel/dns/ipaddr.h"

#define MACROS (ZGL_MILTERFACT_COUNT - ZGL_MILTERFACT_QUEUE_ID)

/* Where a session stands; STAY is for rules only. */
enum place {
	STAY,
	FRESH,
	GREETED,
	IDLE,
	ENVELOPE,
	HEADER,
	BODY
};

#define AT(place) (1u << (place))
#define ALWAYS                                                                 \
	(AT(FRESH) | AT(GREETED) | AT(IDLE) | AT(ENVELOPE) | AT(HEADER)        \
		| AT(BODY))
#define CONNECTED (AT(IDLE) | AT(ENVELOPE) | AT(HEADER) | AT(BODY))

/* Macros with the stage that told each; a stage is a command's octet. */
struct told {
	struct zgl_milterfacts *facts;
	uint8_t stages[MACROS];
};

/* What is there from the first macro or MAIL of a message to its end. */
struct message {
	struct zgl_envelope envelope;
	struct told told;
	bool begun; /* the mail knows of it */
	bool skip;  /* the mail needs no more of the body */
};

struct zgl_miltersession_state {
	struct told told; /* of the client */
	struct message *message;
	uint32_t protocol; /* agreed */
	uint32_t needs;
	uint8_t place;
	uint8_t family;
	bool failed; /* the message is answered with tempfail */
	uint8_t octets[16];
};

enum zgl_err zgl_miltersession_begin(struct zgl_miltersession *s,
	const struct zgl_miltermail_face *face, void *mail)
{
	*s = (struct zgl_miltersession){ .face = face, .mail = mail };
	s->state = zgl_mem_new(sizeof(*s->state));
	if (s->state == NULL)
		return ZGL_ENOMEM;
	s->state->place = FRESH;
	s->state->needs = ZGL_MILTER_PACKET_MIN;
	return ZGL_OK;
}

/* ---- messages ---- */

/* The mail is told once that it is over. */
static void leave_mail(struct zgl_miltersession *s)
{
	struct message *m = s->state->message;

	if (m == NULL || !m->begun)
		return;
	m->begun = false;
	s->face->abort(s->mail);
}

/* From now to its end the message is swallowed. */
static void fail_message(struct zgl_miltersession *s)
{
	s->state->failed = true;
	leave_mail(s);
}

static void drop_message(struct zgl_miltersession *s)
{
	struct message *m = s->state->message;

	leave_mail(s);
	if (m != NULL)
		zgl_milterfacts_free(&m->told.facts);
	zgl_mem_free(m);
	s->state->message = NULL;
	s->state->failed = false;
	s->busy = false;
}

static struct message *need_message(struct zgl_miltersession *s)
{
	if (s->state->message == NULL)
		s->state->message = zgl_mem_new(sizeof(struct message));
	return s->state->message;
}

static zgl_sv latest(const zgl_sv *client, const zgl_sv *message, unsigned fact)
{
	return message[fact].p != NULL ? message[fact] : client[fact];
}

/* Fills in the envelope from what is known by now. */
static void describe(struct zgl_miltersession_state *state)
{
	struct zgl_envelope *e = &state->message->envelope;
	zgl_sv client[ZGL_MILTERFACT_COUNT], message[ZGL_MILTERFACT_COUNT];

	zgl_milterfacts_read(state->told.facts, client);
	zgl_milterfacts_read(state->message->told.facts, message);
	e->host = client[ZGL_MILTERFACT_HOST];
	e->address = client[ZGL_MILTERFACT_ADDRESS];
	e->family = state->family;
	memcpy(e->octets, state->octets, sizeof(e->octets));
	e->helo = client[ZGL_MILTERFACT_HELO];
	e->mail_from = message[ZGL_MILTERFACT_MAIL_FROM];
	e->queue_id = latest(client, message, ZGL_MILTERFACT_QUEUE_ID);
	e->auth_type = latest(client, message, ZGL_MILTERFACT_AUTH_TYPE);
	e->login = latest(client, message, ZGL_MILTERFACT_LOGIN);
	e->daemon_name = latest(client, message, ZGL_MILTERFACT_DAEMON_NAME);
	e->cut = zgl_milterfacts_cut(state->told.facts)
		|| zgl_milterfacts_cut(state->message->told.facts);
}

static enum zgl_err no_mta(struct zgl_miltersession *s, const char *problem)
{
	s->problem = problem;
	return ZGL_ESYNTAX;
}

/* ---- macros ---- */

/* As MTAs write them; the order is that of the facts. */
static const zgl_sv macro_names[MACROS] = {
	{ "i", 1 },
	{ "{auth_type}", 11 },
	{ "{auth_authen}", 13 },
	{ "{daemon_name}", 13 },
};

/* Puts a list of `stage` into `macros`, where it replaces what that stage told;
 * false when that changes nothing: Postfix tells the same before each field. */
static bool read_macros(
	struct told *told, uint8_t stage, zgl_sv list, zgl_sv macros[MACROS])
{
	zgl_sv name, value, old[MACROS];
	bool good, changed = false;

	memcpy(old, macros, sizeof(old));
	for (size_t i = 0; i < MACROS; i++) {
		if (told->stages[i] == stage)
			macros[i] = (zgl_sv){ NULL, 0 };
	}
	/* a list that ends in the middle of a pair has told what it has told:
	 * MTAs send such lists, and no message should be lost for it */
	while (zgl_milterwire_macro(&list, &name, &value, &good)) {
		for (size_t i = 0; i < MACROS && value.n > 0; i++) {
			if (!zgl_sv_eq(name, macro_names[i]))
				continue;
			macros[i] = value;
			told->stages[i] = stage;
		}
	}
	for (size_t i = 0; i < MACROS; i++)
		changed = changed || !zgl_sv_eq(macros[i], old[i]);
	return changed;
}

static enum zgl_err tell(
	struct told *told, uint8_t stage, zgl_sv list, bool *changed_r)
{
	const struct zgl_milterfacts *before = told->facts;
	zgl_sv texts[ZGL_MILTERFACT_COUNT];

	*changed_r = false;
	zgl_milterfacts_read(before, texts);
	if (!read_macros(told, stage, list, texts + ZGL_MILTERFACT_QUEUE_ID))
		return ZGL_OK;
	enum zgl_err err = zgl_milterfacts_write(&told->facts, texts);
	*changed_r = told->facts != before;
	return err;
}

/* Of the client: no MTA tells them within a message, where they would change
 * what the mail has seen. */
static enum zgl_err take_client_macros(
	struct zgl_miltersession *s, uint8_t stage, zgl_sv list)
{
	bool changed;

	if (s->state->message != NULL)
		return ZGL_OK;
	ZGL_TRY(tell(&s->state->told, stage, list, &changed));
	zgl_milterfacts_settle(s->state->told.facts);
	return ZGL_OK;
}

static enum zgl_err take_message_macros(
	struct zgl_miltersession *s, uint8_t stage, zgl_sv list)
{
	struct message *m = need_message(s);
	bool changed;

	/* without {auth_type} a message could leave unsigned: it fails */
	enum zgl_err err =
		m == NULL ? ZGL_ENOMEM : tell(&m->told, stage, list, &changed);
	if (err == ZGL_ELIMIT)
		return no_mta(s, "macros change again and again");
	if (err != ZGL_OK)
		fail_message(s);
	else if (changed)
		describe(s->state);
	return ZGL_OK;
}

static enum zgl_err take_macros(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	(void)out;
	if (data.n == 0)
		return ZGL_OK;
	uint8_t stage = (uint8_t)data.p[0];
	zgl_sv list = zgl_sv_skip(data, 1);
	if (stage == ZGL_MILTER_CONNECT || stage == ZGL_MILTER_HELO)
		return take_client_macros(s, stage, list);
	/* Postfix sends a list for each command, mostly an empty one */
	if (list.n == 0 && s->state->message == NULL)
		return ZGL_OK;
	return take_message_macros(s, stage, list);
}

/* ---- the client ---- */

static enum zgl_err take_negotiate(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	const uint32_t change = ZGL_MILTER_ADDHDRS | ZGL_MILTER_CHGHDRS;
	struct zgl_milteroffer offer, agreed;

	if (!zgl_milterwire_offer(data, &offer))
		return no_mta(s, "an offer that is too short");
	if (!zgl_miltergreet_agree(&offer, &agreed))
		return no_mta(s, "a protocol version below 2");
	s->state->protocol = agreed.protocol;
	if ((agreed.actions & change) == change)
		s->may |= ZGL_MILTER_MAY_CHANGE;
	if (agreed.actions & ZGL_MILTER_QUARANTINE)
		s->may |= ZGL_MILTER_MAY_QUARANTINE;
	if (agreed.protocol & ZGL_MILTER_HDR_LEADSPC)
		s->may |= ZGL_MILTER_LEADING_SPACE;
	zgl_miltergreet_put(out, &agreed);
	return ZGL_OK;
}

/* The family of an address, and its octets; an IPv4 address that came in by
 * IPv6 is one. */
static uint8_t read_address(
	const struct zgl_milterconnect *connect, uint8_t octets_r[16])
{
	uint8_t octets[16] = { 0 };

	memset(octets_r, 0, sizeof(octets));
	if (connect->family == '4'
		&& zgl_ipaddr_read4(connect->address, octets)) {
		memcpy(octets_r, octets, 4);
		return AF_INET;
	}
	if (connect->family != '6'
		|| !zgl_ipaddr_read6(connect->address, octets))
		return connect->family == 'L' ? AF_UNIX : AF_UNSPEC;
	if (zgl_ipaddr_is_mapped(octets)) {
		memcpy(octets_r, octets + ZGL_IPADDR_MAPPED, 4);
		return AF_INET;
	}
	memcpy(octets_r, octets, sizeof(octets));
	return AF_INET6;
}

static enum zgl_err take_connect(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	struct zgl_milterconnect connect;
	zgl_sv texts[ZGL_MILTERFACT_COUNT];

	(void)out;
	if (!zgl_milterwire_connect(data, &connect))
		return no_mta(s, "a malformed client");
	s->state->family = read_address(&connect, s->state->octets);
	if (s->state->family != AF_INET && s->state->family != AF_INET6)
		connect.address = (zgl_sv){ NULL, 0 };
	zgl_milterfacts_read(s->state->told.facts, texts);
	texts[ZGL_MILTERFACT_HOST] = connect.host;
	texts[ZGL_MILTERFACT_ADDRESS] = connect.address;
	ZGL_TRY(zgl_milterfacts_write(&s->state->told.facts, texts));
	zgl_milterfacts_settle(s->state->told.facts);
	return ZGL_OK;
}

static enum zgl_err take_helo(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	zgl_sv name, texts[ZGL_MILTERFACT_COUNT];

	(void)out;
	if (!zgl_milterwire_first(data, &name))
		return no_mta(s, "a malformed HELO");
	drop_message(s);
	zgl_milterfacts_read(s->state->told.facts, texts);
	texts[ZGL_MILTERFACT_HELO] = name;
	ZGL_TRY(zgl_milterfacts_write(&s->state->told.facts, texts));
	zgl_milterfacts_settle(s->state->told.facts);
	return ZGL_OK;
}

static enum zgl_err take_nothing(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	(void)s, (void)data, (void)out;
	return ZGL_OK;
}

static enum zgl_err take_abort(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	(void)data, (void)out;
	drop_message(s);
	if (s->state->place > IDLE)
		s->state->place = IDLE;
	return ZGL_OK;
}

static enum zgl_err take_quit(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	(void)data, (void)out;
	drop_message(s);
	s->closed = true;
	return ZGL_OK;
}

static enum zgl_err take_quit_new(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	(void)data, (void)out;
	drop_message(s);
	zgl_milterfacts_free(&s->state->told.facts);
	return ZGL_OK;
}

/* ---- the message ---- */

static zgl_sv without_angles(zgl_sv path)
{
	if (path.n < 2 || path.p[0] != '<' || path.p[path.n - 1] != '>')
		return path;
	return (zgl_sv){ path.p + 1, path.n - 2 };
}

static enum zgl_err begin_mail(struct zgl_miltersession *s, zgl_sv path)
{
	struct message *m = need_message(s);
	zgl_sv texts[ZGL_MILTERFACT_COUNT];

	if (m == NULL)
		return ZGL_ENOMEM;
	zgl_milterfacts_read(m->told.facts, texts);
	texts[ZGL_MILTERFACT_MAIL_FROM] = without_angles(path);
	ZGL_TRY(zgl_milterfacts_write(&m->told.facts, texts));
	describe(s->state);
	m->begun = true;
	return s->face->begin(s->mail, &m->envelope);
}

static enum zgl_err take_mail(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	zgl_sv path;

	(void)out;
	if (!zgl_milterwire_first(data, &path))
		return no_mta(s, "a malformed MAIL");
	/* macros that were told before belong to this message */
	if (s->busy)
		drop_message(s);
	s->busy = true;
	if (!s->state->failed && begin_mail(s, path) != ZGL_OK)
		fail_message(s);
	return ZGL_OK;
}

static enum zgl_err take_rcpt(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	zgl_sv path;

	(void)out;
	if (!zgl_milterwire_first(data, &path))
		return no_mta(s, "a malformed RCPT");
	if (!s->state->failed)
		s->state->message->envelope.recipients++;
	return ZGL_OK;
}

static enum zgl_err take_header(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	zgl_sv name, value;

	(void)out;
	if (!zgl_milterwire_header(data, &name, &value))
		return no_mta(s, "a malformed field");
	if (!s->state->failed && s->face->field(s->mail, name, value) != ZGL_OK)
		fail_message(s);
	return ZGL_OK;
}

/* What the mail says of the body to come. */
static void heed(
	struct zgl_miltersession *s, enum zgl_err err, enum zgl_mailstep step)
{
	if (err != ZGL_OK)
		fail_message(s);
	else if (step == ZGL_MAIL_SKIP)
		s->state->message->skip = true;
}

static enum zgl_err take_end_header(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	enum zgl_mailstep step = ZGL_MAIL_MORE;

	(void)data, (void)out;
	if (s->state->failed)
		return ZGL_OK;
	enum zgl_err err = s->face->end_header(
		s->mail, &s->state->message->envelope, &step);
	heed(s, err, step);
	return ZGL_OK;
}

static enum zgl_err take_body(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	enum zgl_mailstep step = ZGL_MAIL_MORE;

	(void)out;
	if (s->state->failed || s->state->message->skip || data.n == 0)
		return ZGL_OK;
	enum zgl_err err = s->face->body(s->mail, data, &step);
	heed(s, err, step);
	return ZGL_OK;
}

/* Asks the mail for its replies; half of them are none. */
static enum zgl_err ask_mail(struct zgl_miltersession *s, struct zgl_buf *out)
{
	enum zgl_mailstep step = ZGL_MAIL_DONE;
	size_t before = out->n;

	enum zgl_err err =
		s->face->end(s->mail, &s->state->message->envelope, out, &step);
	if (err == ZGL_OK)
		err = out->err;
	s->waiting = err == ZGL_OK && step == ZGL_MAIL_WAIT;
	if (err != ZGL_OK) {
		out->n = before;
		out->err = ZGL_OK;
	}
	return err;
}

static enum zgl_err finish(struct zgl_miltersession *s, struct zgl_buf *out)
{
	if (s->state->failed || ask_mail(s, out) != ZGL_OK)
		zgl_milterwire_put_tempfail(out);
	if (!s->waiting)
		drop_message(s);
	return out->err;
}

static enum zgl_err take_end(
	struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out)
{
	/* Postfix sends the last of the body with it */
	ZGL_TRY(take_body(s, data, out));
	return finish(s, out);
}

/* ---- the order of commands ---- */

struct rule {
	enum zgl_err (*take)(
		struct zgl_miltersession *s, zgl_sv data, struct zgl_buf *out);
	unsigned places; /* where the command may come */
	enum place next;
	uint32_t quiet; /* what, when agreed to, spares the answer; 0: there
	                 * is none, or `take` gives it */
};

#define RULE(command) [ZGL_MILTER_##command - 'A']

/* SMTP lets a client go on with RCPT after a DATA that was refused, and send
 * HELO at any time; Postfix tells of such a HELO before it sends ABORT. */
// clang-format off
static const struct rule rules[] = {
	RULE(NEGOTIATE)  = { take_negotiate,  AT(FRESH),                GREETED,  0 },
	RULE(CONNECT)    = { take_connect,    AT(GREETED),              IDLE,     ZGL_MILTER_NR_CONN },
	RULE(HELO)       = { take_helo,       CONNECTED,                IDLE,     ZGL_MILTER_NR_HELO },
	RULE(MAIL)       = { take_mail,       CONNECTED,                ENVELOPE, ZGL_MILTER_NR_MAIL },
	RULE(RCPT)       = { take_rcpt,       AT(ENVELOPE),             STAY,     ZGL_MILTER_NR_RCPT },
	RULE(DATA)       = { take_nothing,    AT(ENVELOPE),             STAY,     ZGL_MILTER_NR_DATA },
	RULE(HEADER)     = { take_header,     AT(ENVELOPE) | AT(HEADER), HEADER,  ZGL_MILTER_NR_HDR },
	RULE(END_HEADER) = { take_end_header, AT(ENVELOPE) | AT(HEADER), BODY,    ZGL_MILTER_NR_EOH },
	RULE(BODY)       = { take_body,       AT(BODY),                 STAY,     ZGL_MILTER_NR_BODY },
	RULE(END)        = { take_end,        AT(BODY),                 IDLE,     0 },
	RULE(UNKNOWN)    = { take_nothing,    AT(IDLE) | AT(ENVELOPE),  STAY,     ZGL_MILTER_NR_UNKN },
	RULE(MACROS)     = { take_macros,     ALWAYS,                   STAY,     0 },
	RULE(ABORT)      = { take_abort,      ALWAYS,                   STAY,     0 },
	RULE(QUIT)       = { take_quit,       ALWAYS,                   STAY,     0 },
	RULE(QUIT_NEW)   = { take_quit_new,   AT(GREETED) | CONNECTED,  GREETED,  0 },
};
// clang-format on

static void answer(const struct zgl_miltersession *s,
	const struct zgl_milterpacket *packet, struct zgl_buf *out)
{
	const struct zgl_miltersession_state *state = s->state;

	/* an unknown command is no part of the message that fails */
	if (state->failed && s->busy && packet->command != ZGL_MILTER_UNKNOWN)
		zgl_milterwire_put_tempfail(out);
	else if (packet->command == ZGL_MILTER_BODY && state->message->skip
		&& (state->protocol & ZGL_MILTER_SKIP))
		zgl_milterwire_put_skip(out);
	else
		zgl_milterwire_put_continue(out);
}

static enum zgl_err take_packet(struct zgl_miltersession *s,
	const struct zgl_milterpacket *packet, struct zgl_buf *out)
{
	unsigned row = packet->command - (unsigned)'A';

	if (row >= ZGL_COUNT(rules) || rules[row].take == NULL)
		return no_mta(s, "a command that there is not");
	const struct rule *rule = &rules[row];
	if (!(rule->places & AT(s->state->place)))
		return no_mta(s, "a command out of order");
	ZGL_TRY(rule->take(s, packet->data, out));
	if (rule->next != STAY)
		s->state->place = (uint8_t)rule->next;
	if (rule->quiet & ~s->state->protocol)
		answer(s, packet, out);
	return out->err;
}

enum zgl_err zgl_miltersession_feed(struct zgl_miltersession *s, zgl_sv octets,
	size_t *taken_r, struct zgl_buf *out)
{
	struct zgl_milterpacket packet;
	size_t n;

	*taken_r = 0;
	s->state->needs = ZGL_MILTER_PACKET_MIN;
	while (!s->waiting && !s->closed && *taken_r < octets.n) {
		enum zgl_milterwire_state found =
			zgl_milterwire_next(zgl_sv_skip(octets, *taken_r),
				ZGL_MILTER_PACKET_MAX, &packet, &n);
		if (found == ZGL_MILTERWIRE_MORE) {
			s->state->needs = (uint32_t)n;
			break;
		}
		enum zgl_err err = found == ZGL_MILTERWIRE_BAD
			? no_mta(s, "a packet of impossible length")
			: take_packet(s, &packet, out);
		if (err != ZGL_OK) {
			s->closed = true;
			return err;
		}
		*taken_r += n;
	}
	return ZGL_OK;
}

size_t zgl_miltersession_needs(const struct zgl_miltersession *s)
{
	return s->state->needs;
}

enum zgl_err zgl_miltersession_go_on(
	struct zgl_miltersession *s, struct zgl_buf *out)
{
	if (!s->waiting)
		return ZGL_EUSAGE;
	ZGL_TRY(out->err);
	return finish(s, out);
}

void zgl_miltersession_progress(
	struct zgl_miltersession *s, struct zgl_buf *out)
{
	if (s->waiting)
		zgl_milterwire_put_progress(out);
}

void zgl_miltersession_end(struct zgl_miltersession *s)
{
	if (s->state == NULL)
		return;
	drop_message(s);
	zgl_milterfacts_free(&s->state->told.facts);
	zgl_mem_free(s->state);
	s->state = NULL;
	s->waiting = false;
	s->closed = true;
}
