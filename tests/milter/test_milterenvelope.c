/* SPDX-License-Identifier: ISC */
/* miltersession: what it remembers of client, sender and macros. */
#include <sys/socket.h>

#include "srv/milter/milterfacts.h"
#include "tests/milter/mtatalk.h"

#define ALL  TALK_POSTFIX_PROTOCOL
#define MOST 8

struct packet {
	char command;
	zgl_sv data;
};

#define PACKET(octets)                                                         \
	{                                                                      \
		octets[0],                                                     \
		{                                                              \
			&octets[1], sizeof(octets) - 2                         \
		}                                                              \
	}

/* Greets, says the packets, begins a message when they did not. */
static void begin(struct talk *t, const struct packet *packets)
{
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;

	zgl_buf_begin(&octets, 1 << 20);
	talk_say(&octets, 'O', ALL);
	for (; packets->command != '\0'; packets++)
		zgl_milterwire_put(&octets, packets->command, packets->data);
	talk_start(t, &mail);
	talk_hear(t, zgl_buf_sv(&octets));
	assert_int_equal(t->err, ZGL_OK);
	assert_true(t->mail.begun);
	/* the session keeps nothing of what it was fed */
	memset(t->held.p, 0xff, t->held.cap);
	zgl_buf_free(&octets);
}

/* ---- the client ---- */

struct client_row {
	const char *name;
	struct packet connect;
	const char *host, *address;
	int family;
	zgl_sv octets; /* the first; the others are 0 */
};

// clang-format off
#define DATA(octets) { octets, sizeof(octets) - 1 }
#define V6 "\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1"
static const struct client_row client_rows[] = {
	{ "IPv4",                     PACKET("Ca.example\0004\0\031192.0.2.1\0"), "a.example", "192.0.2.1", AF_INET, DATA("\300\0\2\1") },
	{ "IPv6",                     PACKET("Ca\0006\0\0312001:db8::1\0"), "a", "2001:db8::1", AF_INET6, DATA(V6) },
	{ "IPv6 with its prefix",     PACKET("Ca\0006\0\31IPv6:2001:db8::1\0"), "a", "2001:db8::1", AF_INET6, DATA(V6) },
	{ "IPv4 that came by IPv6",   PACKET("Ca\0006\0\31IPv6:::ffff:192.0.2.1\0"), "a", "::ffff:192.0.2.1", AF_INET, DATA("\300\0\2\1") },
	{ "IPv4 within other IPv6",   PACKET("Ca\0006\0\31::fffe:192.0.2.1\0"), "a", "::fffe:192.0.2.1", AF_INET6, DATA("\0\0\0\0\0\0\0\0\0\0\377\376\300\0\2\1") },
	{ "a client without a name",  PACKET("C[192.0.2.1]\0004\0\031192.0.2.1\0"), "[192.0.2.1]", "192.0.2.1", AF_INET, DATA("\300\0\2\1") },
	{ "a client on this machine", PACKET("Clocalhost\0L\0\0/run/socket\0"), "localhost", NULL, AF_UNIX, DATA("") },
	{ "unknown",                  PACKET("Cunknown\0U"), "unknown", NULL, AF_UNSPEC, DATA("") },
	{ "no address at all",        PACKET("Ca\0004\0\31\0"), "a", NULL, AF_UNSPEC, DATA("") },
	{ "a word for an address",    PACKET("Ca\0004\0\31unknown\0"), "a", NULL, AF_UNSPEC, DATA("") },
	{ "an address with an octet too many", PACKET("Ca\0004\0\031192.0.2.1.1\0"), "a", NULL, AF_UNSPEC, DATA("") },
	{ "IPv6 that says it is IPv4", PACKET("Ca\0004\0\031::1\0"), "a", NULL, AF_UNSPEC, DATA("") },
	{ "IPv4 that says it is IPv6", PACKET("Ca\0006\0\031192.0.2.1\0"), "a", NULL, AF_UNSPEC, DATA("") },
	{ "IPv6 with a zone",         PACKET("Ca\0006\0\31fe80::1%eth0\0"), "a", NULL, AF_UNSPEC, DATA("") },
	{ "half an IPv6 address",     PACKET("Ca\0006\0\31IPv6:2001:db8\0"), "a", NULL, AF_UNSPEC, DATA("") },
	{ "an empty name",            PACKET("C\0004\0\031192.0.2.1\0"), "", "192.0.2.1", AF_INET, DATA("\300\0\2\1") },
};
// clang-format on

static void check_client(void **state)
{
	const struct client_row *row = *state;
	const struct packet packets[] = { row->connect, PACKET("M<>\0"),
		{ 0 } };
	uint8_t octets[16] = { 0 };
	struct talk t;

	begin(&t, packets);
	const struct zgl_envelope *e = &t.mail.envelope;
	memcpy(octets, row->octets.p, row->octets.n);
	assert_sv_equal(e->host, zgl_sv_of(row->host));
	assert_sv_equal(e->address, zgl_sv_of(row->address));
	assert_int_equal(e->address.p == NULL, row->address == NULL);
	assert_int_equal(e->family, row->family);
	assert_memory_equal(e->octets, octets, sizeof(octets));
	assert_null(e->helo.p);
	assert_false(e->cut);
	talk_stop(&t);
}

/* ---- sender, recipients, macros, one message after the other ---- */

struct envelope_row {
	const char *name;
	struct packet packets[MOST];
	const char *helo, *from, *queue_id, *auth_type, *daemon_name;
	uint32_t recipients;
	const char *login;
};

// clang-format off
#define CLIENT PACKET("Ca\0U")
#define SENDER PACKET("M<a@b>\0")
static const struct envelope_row envelope_rows[] = {
	{ "a sender",                       { CLIENT, PACKET("M<a@b.example>\0") }, NULL, "a@b.example", NULL, NULL, NULL, 0, NULL },
	{ "the null sender",                { CLIENT, PACKET("M<>\0") }, NULL, "", NULL, NULL, NULL, 0, NULL },
	{ "a sender with arguments",        { CLIENT, PACKET("M<a@b>\0SIZE=10\0AUTH=<>\0") }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "a sender without brackets",      { CLIENT, PACKET("Ma@b\0") }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "half a pair of brackets",        { CLIENT, PACKET("M<a@b\0") }, NULL, "<a@b", NULL, NULL, NULL, 0, NULL },
	{ "the other half",                 { CLIENT, PACKET("Ma@b>\0") }, NULL, "a@b>", NULL, NULL, NULL, 0, NULL },
	{ "one bracket",                    { CLIENT, PACKET("M<\0") }, NULL, "<", NULL, NULL, NULL, 0, NULL },
	{ "nothing for a sender",           { CLIENT, PACKET("M\0") }, NULL, "", NULL, NULL, NULL, 0, NULL },
	{ "a sender in UTF-8",              { CLIENT, PACKET("M<\303\251@b>\0SMTPUTF8\0") }, NULL, "\303\251@b", NULL, NULL, NULL, 0, NULL },
	{ "HELO",                           { CLIENT, PACKET("Hh.example\0"), SENDER }, "h.example", "a@b", NULL, NULL, NULL, 0, NULL },
	{ "the last HELO counts",           { CLIENT, PACKET("Hone\0"), PACKET("Htwo.example\0"), SENDER }, "two.example", "a@b", NULL, NULL, NULL, 0, NULL },
	{ "an empty HELO",                  { CLIENT, PACKET("H\0"), SENDER }, "", "a@b", NULL, NULL, NULL, 0, NULL },
	{ "recipients are counted",         { CLIENT, SENDER, PACKET("R<a>\0"), PACKET("R<b>\0NOTIFY=NEVER\0"), PACKET("R<a>\0") }, NULL, "a@b", NULL, NULL, NULL, 3, NULL },
	{ "recipients of this message",     { CLIENT, SENDER, PACKET("R<a>\0"), SENDER, PACKET("R<b>\0") }, NULL, "a@b", NULL, NULL, NULL, 1, NULL },
	{ "macros of MAIL",                 { CLIENT, PACKET("DMi\0X1\0{auth_type}\0PLAIN\0{mail_addr}\0a@b\0"), SENDER }, NULL, "a@b", "X1", "PLAIN", NULL, 0, NULL },
	{ "as whom the client logged in",   { CLIENT, PACKET("DMi\0X1\0{auth_authen}\0jan\0{auth_type}\0PLAIN\0"), SENDER }, NULL, "a@b", "X1", "PLAIN", NULL, 0, "jan" },
	{ "a login of any octets",          { CLIENT, PACKET("DM{auth_type}\0PLAIN\0{auth_authen}\0j \344\n\0"), SENDER }, NULL, "a@b", NULL, "PLAIN", NULL, 0, "j \344\n" },
	{ "a login is of one message",      { CLIENT, PACKET("DM{auth_type}\0PLAIN\0{auth_authen}\0jan\0"), SENDER, PACKET("DM{auth_type}\0PLAIN\0"), SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "a macro that is empty is absent", { CLIENT, PACKET("DMi\0X1\0{auth_type}\0\0"), SENDER }, NULL, "a@b", "X1", NULL, NULL, 0, NULL },
	{ "macros of CONNECT",              { PACKET("DCj\0mx\0{daemon_name}\0smtpd\0"), CLIENT, SENDER }, NULL, "a@b", NULL, NULL, "smtpd", 0, NULL },
	{ "macros before negotiation's client and HELO", { PACKET("DC{daemon_name}\0smtpd\0"), CLIENT, PACKET("DH{auth_type}\0GSSAPI\0"), PACKET("Hh\0"), SENDER }, "h", "a@b", NULL, "GSSAPI", "smtpd", 0, NULL },
	{ "a later stage counts",           { PACKET("DC{daemon_name}\0one\0"), CLIENT, PACKET("DM{daemon_name}\0two\0"), SENDER }, NULL, "a@b", NULL, NULL, "two", 0, NULL },
	{ "and is of one message",          { PACKET("DC{daemon_name}\0one\0"), CLIENT, PACKET("DM{daemon_name}\0two\0{auth_type}\0X\0"), SENDER, SENDER }, NULL, "a@b", NULL, NULL, "one", 0, NULL },
	{ "a list replaces that of its stage", { CLIENT, PACKET("DMi\0X1\0{auth_type}\0PLAIN\0"), PACKET("DMi\0X2\0"), SENDER }, NULL, "a@b", "X2", NULL, NULL, 0, NULL },
	{ "an empty list, too",             { CLIENT, PACKET("DMi\0X1\0{auth_type}\0PLAIN\0"), PACKET("DM"), SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "a list leaves those of other stages", { CLIENT, PACKET("DM{auth_type}\0PLAIN\0"), SENDER, PACKET("DRi\0X1\0"), PACKET("R<a>\0"), PACKET("DR{rcpt_addr}\0a\0") }, NULL, "a@b", NULL, "PLAIN", NULL, 1, NULL },
	{ "a queue id that comes with RCPT", { CLIENT, SENDER, PACKET("DRi\0X1\0"), PACKET("R<a>\0") }, NULL, "a@b", "X1", NULL, NULL, 1, NULL },
	{ "a queue id that comes with DATA", { CLIENT, SENDER, PACKET("DTi\0X1\0") }, NULL, "a@b", "X1", NULL, NULL, 0, NULL },
	{ "macros of a message that was given up", { CLIENT, PACKET("DM{auth_type}\0PLAIN\0"), SENDER, PACKET("A"), SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "macros for a MAIL that did not come", { CLIENT, PACKET("DM{auth_type}\0PLAIN\0"), PACKET("A"), SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "macros and then HELO",           { CLIENT, PACKET("DM{auth_type}\0PLAIN\0"), PACKET("Hh\0"), SENDER }, "h", "a@b", NULL, NULL, NULL, 0, NULL },
	{ "macros of the client before this one", { PACKET("DC{daemon_name}\0one\0"), CLIENT, PACKET("Hh\0"), PACKET("K"), CLIENT, SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "macros of the client within a message", { PACKET("DC{daemon_name}\0one\0"), CLIENT, SENDER, PACKET("DC{daemon_name}\0two\0"), PACKET("DH{auth_type}\0two\0"), PACKET("DRi\0X1\0") }, NULL, "a@b", "X1", NULL, "one", 0, NULL },
	{ "macros of a stage that there is not", { CLIENT, PACKET("D\377i\0X1\0"), SENDER }, NULL, "a@b", "X1", NULL, NULL, 0, NULL },
	{ "no stage at all",                { CLIENT, PACKET("D"), SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "a list with a name too many",    { CLIENT, PACKET("DMi\0X1\0{auth_type}\0"), SENDER }, NULL, "a@b", "X1", NULL, NULL, 0, NULL },
	{ "a list without its last NUL",    { CLIENT, PACKET("DMi\0X1\0{auth_type}\0PLAIN"), SENDER }, NULL, "a@b", "X1", NULL, NULL, 0, NULL },
	{ "a list without NUL",             { CLIENT, PACKET("DMi"), SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
	{ "a macro twice: the last counts", { CLIENT, PACKET("DMi\0X1\0i\0X2\0"), SENDER }, NULL, "a@b", "X2", NULL, NULL, 0, NULL },
	{ "names that only resemble ours",  { CLIENT, PACKET("DMI\0X1\0{Auth_type}\0A\0auth_type\0B\0{daemon_name\0C\0"), SENDER }, NULL, "a@b", NULL, NULL, NULL, 0, NULL },
};
// clang-format on

static void check_text(zgl_sv got, const char *want)
{
	assert_sv_equal(got, zgl_sv_of(want));
	assert_int_equal(got.p == NULL, want == NULL);
}

static void check_envelope(void **state)
{
	const struct envelope_row *row = *state;
	struct zgl_buf octets;
	struct talk t;

	begin(&t, row->packets);
	/* as it is told at the end, and where it was at the start */
	zgl_buf_begin(&octets, 100);
	talk_write(&octets, "NE", ALL);
	talk_hear(&t, zgl_sv_head(zgl_buf_sv(&octets), 5));
	const struct zgl_envelope *e = &t.mail.envelope;
	check_text(e->helo, row->helo);
	check_text(e->mail_from, row->from);
	check_text(e->queue_id, row->queue_id);
	check_text(e->auth_type, row->auth_type);
	check_text(e->login, row->login);
	check_text(e->daemon_name, row->daemon_name);
	assert_int_equal(e->recipients, row->recipients);
	assert_false(e->cut);
	talk_hear(&t, zgl_sv_skip(zgl_buf_sv(&octets), 5));
	assert_int_equal(t.err, ZGL_OK);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* ---- limits ---- */

struct limit_row {
	const char *name;
	const char *before, *behind; /* a text of n "x" between them */
	size_t before_n, behind_n;
	size_t most;
};

// clang-format off
#define AROUND(before, behind) before, behind, sizeof(before) - 1, sizeof(behind) - 1
static const struct limit_row limit_rows[] = {
	{ "the client's name",   AROUND("C", "\0U"), 255 },
	{ "the name in HELO",    AROUND("H", "\0"), 255 },
	{ "the sender",          AROUND("M<", ">\0SIZE=1\0"), 320 },
	{ "a macro of MAIL",     AROUND("DMi\0", "\0"), 255 },
	{ "the login",           AROUND("DM{auth_authen}\0", "\0"), 255 },
	{ "a macro of CONNECT",  AROUND("DC{daemon_name}\0", "\0"), 255 },
};
// clang-format on

static void put_long(struct zgl_buf *to, const struct limit_row *row, size_t n)
{
	struct zgl_buf data;

	zgl_buf_begin(&data, 1 << 20);
	zgl_buf_put(&data, (zgl_sv){ row->before, row->before_n });
	for (size_t i = 0; i < n; i++)
		zgl_buf_char(&data, 'x');
	zgl_buf_put(&data, (zgl_sv){ row->behind, row->behind_n });
	zgl_milterwire_put(to, data.p[0], zgl_sv_skip(zgl_buf_sv(&data), 1));
	zgl_buf_free(&data);
}

static zgl_sv longest(const struct zgl_envelope *e)
{
	const zgl_sv texts[] = { e->host, e->helo, e->mail_from, e->queue_id,
		e->login, e->daemon_name };
	zgl_sv most = texts[0];

	for (size_t i = 1; i < ZGL_COUNT(texts); i++) {
		if (texts[i].n > most.n)
			most = texts[i];
	}
	return most;
}

static void with_long(const struct limit_row *row, size_t n)
{
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;

	zgl_buf_begin(&octets, 1 << 20);
	talk_say(&octets, 'O', ALL);
	if (row->before[0] != 'C')
		talk_say(&octets, 'C', ALL);
	put_long(&octets, row, n);
	if (row->before[0] != 'M')
		talk_write(&octets, row->before[0] == 'C' ? "HM" : "M", ALL);
	talk_start(&t, &mail);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_int_equal(t.err, ZGL_OK);
	assert_int_equal(
		longest(&t.mail.envelope).n, n < row->most ? n : row->most);
	assert_int_equal(t.mail.envelope.cut, n > row->most);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

static void check_limit(void **state)
{
	const struct limit_row *row = *state;

	with_long(row, row->most - 1);
	with_long(row, row->most);
	with_long(row, row->most + 1);
	with_long(row, 200000);
}

/* A cut text is told to be cut until another is in its place. */
static void cut_and_not(void **state)
{
	static const struct limit_row helo = { "", AROUND("H", "\0"), 255 };
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;

	(void)state;
	zgl_buf_begin(&octets, 1 << 20);
	talk_write(&octets, "OC", ALL);
	put_long(&octets, &helo, 256);
	talk_write(&octets, "cM", ALL);
	talk_start(&t, &mail);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_true(t.mail.envelope.cut);
	assert_sv_equal(t.mail.envelope.daemon_name, ZGL_SV("smtpd"));
	zgl_buf_reset(&octets);
	put_long(&octets, &helo, 255);
	talk_write(&octets, "M", ALL);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_false(t.mail.envelope.cut);
	assert_int_equal(t.mail.envelope.helo.n, 255);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* Queue ids without end: the first stays where it is, and there is an end. */
static void changing_macros(void **state)
{
	struct packet packets[] = { CLIENT, PACKET("DMi\0A\0"), SENDER, { 0 } };
	struct zgl_buf octets;
	struct talk t;

	(void)state;
	begin(&t, packets);
	zgl_buf_begin(&octets, 1000);
	/* one for the macros before MAIL, one for MAIL */
	for (unsigned i = 2; i <= ZGL_MILTERFACTS_WRITES; i++) {
		const char data[] = { 'R', 'i', 0, (char)('A' + i), 0 };

		assert_int_equal(t.err, ZGL_OK);
		assert_sv_equal(t.mail.first.queue_id, ZGL_SV("A"));
		zgl_buf_reset(&octets);
		zgl_milterwire_put(
			&octets, 'D', (zgl_sv){ data, sizeof(data) });
		talk_hear(&t, zgl_buf_sv(&octets));
		/* what says the same again changes nothing */
		if (t.err == ZGL_OK)
			talk_hear(&t, zgl_buf_sv(&octets));
	}
	assert_int_equal(t.err, ZGL_ESYNTAX);
	assert_non_null(t.session.problem);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* Between messages there is no end to it: the old ones are given back. */
static void changing_client(void **state)
{
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;

	(void)state;
	zgl_buf_begin(&octets, 1 << 20);
	talk_write(&octets, "OC", ALL);
	for (unsigned i = 0; i < 2000; i++) {
		const char data[] = { 'C', 'i', 0, (char)('A' + i % 26), 0 };
		const zgl_sv list = { data, sizeof(data) };

		if (i < 1000)
			zgl_milterwire_put(&octets, 'D', list);
		else
			zgl_milterwire_put(&octets, 'H', zgl_sv_skip(list, 3));
	}
	talk_write(&octets, "M", ALL);
	talk_start(&t, &mail);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_int_equal(t.err, ZGL_OK);
	assert_sv_equal(t.mail.envelope.helo, ZGL_SV("X"));
	assert_sv_equal(t.mail.envelope.queue_id, ZGL_SV("L"));
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* Nothing of the client before is left, not even its address. */
static void another_client(void **state)
{
	static const struct packet packets[] = {
		PACKET("DC{daemon_name}\0one\0"),
		PACKET("Ca.example\0004\0\031192.0.2.1\0"),
		PACKET("Hhelo\0"),
		PACKET("K"),
		PACKET("Cb.example\0U"),
		SENDER,
		{ 0 },
	};
	static const uint8_t none[16];
	struct talk t;

	(void)state;
	begin(&t, packets);
	const struct zgl_envelope *e = &t.mail.envelope;
	assert_sv_equal(e->host, ZGL_SV("b.example"));
	assert_null(e->address.p);
	assert_null(e->helo.p);
	assert_null(e->daemon_name.p);
	assert_int_equal(e->family, AF_UNSPEC);
	assert_memory_equal(e->octets, none, sizeof(none));
	talk_stop(&t);
}

/* Told before each field, as Postfix does, a text that is cut is no other. */
static void long_macro_again(void **state)
{
	static const struct limit_row macro = { "", AROUND("DLi\0", "\0"),
		255 };
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;

	(void)state;
	zgl_buf_begin(&octets, 1 << 20);
	talk_write(&octets, "OCM", ALL);
	for (unsigned i = 0; i < 100; i++) {
		put_long(&octets, &macro, 300);
		talk_write(&octets, "L", ALL);
	}
	talk_write(&octets, "N", ALL);
	talk_start(&t, &mail);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_int_equal(t.err, ZGL_OK);
	assert_int_equal(t.mail.envelope.queue_id.n, 255);
	assert_true(t.mail.envelope.cut);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, client_rows, check_client);
	ROWS_ADD(&r, envelope_rows, check_envelope);
	ROWS_ADD(&r, limit_rows, check_limit);
	rows_add_one(
		&r, "a text that was cut, and one that was not", cut_and_not);
	rows_add_one(&r, "macros that change without end", changing_macros);
	rows_add_one(&r, "HELO and macros without end", changing_client);
	rows_add_one(&r, "another client on the connection", another_client);
	rows_add_one(&r, "a long macro before each field", long_macro_again);
	return rows_run(&r, "milterenvelope");
}
