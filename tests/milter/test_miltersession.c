/* SPDX-License-Identifier: ISC */
/*
 * miltersession: dialogues, whole, octet by octet and at every split; every
 * command at every place; every choice of answers that are spared.
 */
#include <sys/socket.h>

#include "srv/milter/miltergreet.h"
#include "tests/milter/mtatalk.h"

#define ALL  TALK_POSTFIX_PROTOCOL
#define LOCK 0u /* an MTA that waits for each answer */
#define SKIP ZGL_MILTER_SKIP

/* ---- dialogues ---- */

struct talk_row {
	const char *name;
	const char *words;
	uint32_t protocol;
	struct talk_mail mail;
	const char *replies, *told;
	bool closed;
};

// clang-format off
static const struct talk_row talks[] = {
	{ "a message, every answer waited for",    "OCHMRTLLNBEQ", LOCK, { 0 }, "Occcccccccia", "MLLNBEA", true },
	{ "a message, no answer but at its end",   "OCHMRTLLNBEQ", ALL, { 0 }, "Oia", "MLLNBEA", true },
	{ "as Postfix sends it: macros, the body with the end", "OcCHmMrRtLLNxeQ", ALL, { 0 }, "Oia", "MLLNBEA", true },
	{ "as Postfix sends it, waiting",          "OcCHmMrRtLLNxeQ", LOCK, { 0 }, "Occcccccia", "MLLNBEA", true },
	{ "several messages",                      "OCHMRNEMRNEMRNE", ALL, { 0 }, "Oiaiaia", "MNEAMNEAMNEA", false },
	{ "several recipients",                    "OCHMRRRNE", LOCK, { 0 }, "Occcccccia", "MNEA", false },
	{ "no recipient, no DATA, no field, no body", "OCHMNE", ALL, { 0 }, "Oia", "MNEA", false },
	{ "no HELO",                               "OCMRNE", ALL, { 0 }, "Oia", "MNEA", false },
	{ "HELO again",                            "OCHHHMNE", LOCK, { 0 }, "Occccccia", "MNEA", false },
	{ "many body chunks",                      "OCMNBBBBE", ALL, { 0 }, "Oia", "MNBBBBEA", false },
	{ "an unknown command, between and within", "OCUHUMURUTUNE", LOCK, { 0 }, "Occcccccccccia", "MNEA", false },
	{ "a recipient after a DATA that was refused", "OCMRTRTNE", LOCK, { 0 }, "Occcccccia", "MNEA", false },
	{ "abort before MAIL",                     "OCHAMNE", ALL, { 0 }, "Oia", "MNEA", false },
	{ "abort after MAIL",                      "OCMAMNE", ALL, { 0 }, "Oia", "MAMNEA", false },
	{ "abort after a field",                   "OCMLAMNE", ALL, { 0 }, "Oia", "MLAMNEA", false },
	{ "abort after the header",                "OCMLNAMNE", ALL, { 0 }, "Oia", "MLNAMNEA", false },
	{ "abort within the body",                 "OCMNBAMNE", ALL, { 0 }, "Oia", "MNBAMNEA", false },
	{ "abort after the end, as Postfix does",  "OCMNEAMNEA", ALL, { 0 }, "Oiaia", "MNEAMNEA", false },
	{ "abort, again and again",                "OAAACAAAMAAAMNE", ALL, { 0 }, "Oia", "MAMNEA", false },
	{ "abort before negotiation",              "AOCMNE", ALL, { 0 }, "Oia", "MNEA", false },
	{ "MAIL within a message gives that up",   "OCMLMNE", ALL, { 0 }, "Oia", "MLAMNEA", false },
	{ "HELO within a message gives that up",   "OCMRHMNE", ALL, { 0 }, "Oia", "MAMNEA", false },
	{ "and the abort that Postfix sends behind it", "OCMRHAMNE", LOCK, { 0 }, "Occccccia", "MAMNEA", false },
	{ "quit at once",                          "Q", ALL, { 0 }, "", "", true },
	{ "quit after negotiation",                "OQ", ALL, { 0 }, "O", "", true },
	{ "quit within a message",                 "OCMLQ", ALL, { 0 }, "O", "MLA", true },
	{ "nothing is read after quit",            "OCQMNE", ALL, { 0 }, "O", "", true },
	{ "a connection lost within a message",    "OCMLNB", ALL, { 0 }, "O", "MLNB", false },
	{ "a new client on the same connection",   "OCHMNEKCHMNEKCMNEQ", LOCK, { 0 }, "Occcciacccciacccia", "MNEAMNEAMNEA", true },
	{ "a new client before the first",         "OKCMNE", ALL, { 0 }, "Oia", "MNEA", false },
	{ "a new client within a message",         "OCMLKCMNE", ALL, { 0 }, "Oia", "MLAMNEA", false },
	{ "macros before all, and again and again", "cmOccCmmHmmMxxRxxNxxBxxExx", ALL, { 0 }, "Oia", "MNBEA", false },

	{ "skip at the end of the header: no body comes to the mail", "OCMNBBBeMNBE", ALL, { .skips = "N" }, "Oiaia", "MNEAMNEA", false },
	{ "skip, told to the MTA",                 "OCMNBE", SKIP, { .skips = "N" }, "Occcsia", "MNEA", false },
	{ "skip at the first chunk",               "OCMNBE", SKIP, { .skips = "B" }, "Occcsia", "MNBEA", false },
	{ "skip, to an MTA that does not know it", "OCMNBBE", LOCK, { .skips = "B" }, "Occcccia", "MNBEA", false },
	{ "skip is of one message",                "OCMNBEMNB", SKIP, { .skips = "N" }, "Occcsiaccs", "MNEAMN", false },

	{ "the end waits once",                    "OCMNEMNE", ALL, { .waits = 1 }, "Opiaia", "MNWEAMNEA", false },
	{ "the end waits long",                    "OCMNEQ", ALL, { .waits = 3 }, "Opppia", "MNWWWEA", true },
	{ "the end waits, with the last of the body", "OCMNeA", ALL, { .waits = 2 }, "Oppia", "MNBWWEA", false },

	{ "no memory at MAIL: tempfail at the end", "OCMRLNBEMNE", ALL, { .fails = "M", .err = ZGL_ENOMEM }, "Ott", "MAMA", false },
	{ "no memory at MAIL: tempfail at once, and to all of it", "OCMRTLNBeA", LOCK, { .fails = "M", .err = ZGL_ENOMEM }, "Octtttttt", "MA", false },
	{ "each recipient of a failed message is refused", "OCMRRA", ALL & ~ZGL_MILTER_NR_RCPT, { .fails = "M", .err = ZGL_ENOMEM }, "Ott", "MA", false },
	{ "a field that fails: tempfail at the end", "OCMLLNBE", ALL, { .fails = "L", .err = ZGL_ELIMIT }, "Ot", "MLA", false },
	{ "a field that fails: tempfail at the field", "OCMLMA", LOCK, { .fails = "L", .err = ZGL_ELIMIT }, "Occtc", "MLAMA", false },
	{ "a field that fails: tempfail at the next answer due", "OCMLLNBE", ALL & ~ZGL_MILTER_NR_EOH, { .fails = "L", .err = ZGL_ELIMIT }, "Ott", "MLA", false },
	{ "the end of the header fails",           "OCMNBE", LOCK, { .fails = "N", .err = ZGL_ECRYPTO }, "Occttt", "MNA", false },
	{ "the body fails",                        "OCMNBBE", LOCK, { .fails = "B", .err = ZGL_ECRYPTO }, "Occcttt", "MNBA", false },
	{ "the body fails, and would be skipped",  "OCMNBBE", SKIP, { .fails = "B", .skips = "B", .err = ZGL_ECRYPTO }, "Occcttt", "MNBA", false },
	{ "the last of the body fails",            "OCMNe", ALL, { .fails = "B", .err = ZGL_ECRYPTO }, "Ot", "MNBA", false },
	{ "the end fails: of its replies nothing is sent", "OCMNEMNE", ALL, { .fails = "E", .err = ZGL_EIO }, "Ott", "MNEAMNEA", false },
	{ "an end that waited fails",              "OCMNEMNE", ALL, { .fails = "E", .waits = 1, .err = ZGL_EIO }, "Optt", "MNWEAMNEA", false },
	{ "an error of syntax is the message's, too", "OCMLNEA", ALL, { .fails = "L", .err = ZGL_ESYNTAX }, "Ot", "MLA", false },
	{ "the message after a failed one is whole", "OCMNEAMRLNBE", LOCK, { .fails = "N", .times = 1, .err = ZGL_EIO }, "Occttcccccia", "MNAMLNBEA", false },
	{ "an unknown command in a failed message", "OCMUA", LOCK, { .fails = "M", .err = ZGL_EIO }, "Octc", "MA", false },
	{ "HELO in a failed message",              "OCMHMNE", LOCK, { .fails = "M", .times = 1, .err = ZGL_EIO }, "Octcccia", "MAMNEA", false },
	{ "MAIL in a failed message",              "OCMMNE", LOCK, { .fails = "M", .times = 1, .err = ZGL_EIO }, "Octccia", "MAMNEA", false },
	{ "a new client after a failed message",   "OCMKCM", LOCK, { .fails = "M", .err = ZGL_EIO }, "Octct", "MAMA", false },
};
// clang-format on

static zgl_sv say_all(
	struct zgl_buf *octets, const char *words, uint32_t protocol)
{
	zgl_buf_begin(octets, 1 << 20);
	talk_write(octets, words, protocol);
	return zgl_buf_sv(octets);
}

static void check_talk(void **state)
{
	const struct talk_row *row = *state;
	struct zgl_buf octets, letters;
	struct talk_end end;

	zgl_sv said = say_all(&octets, row->words, row->protocol);
	talk_every_split(&row->mail, said, &end);
	assert_int_equal(end.err, ZGL_OK);
	assert_int_equal(end.closed, row->closed);
	assert_sv_equal(talk_letters(zgl_buf_sv(&end.out), &letters),
		zgl_sv_of(row->replies));
	assert_sv_equal(zgl_buf_sv(&end.told), zgl_sv_of(row->told));
	talk_end_free(&end);
	zgl_buf_free(&octets);
	zgl_buf_free(&letters);
}

/* ---- every command at every place ---- */

struct place_row {
	const char *name;
	const char *words;   /* how to come there */
	const char *allowed; /* commands that may come */
};

// clang-format off
static const struct place_row places[] = {
	{ "before negotiation",      "",        "OADQ" },
	{ "negotiated",              "O",       "CADQK" },
	{ "a client without HELO",   "OC",      "HMUADQK" },
	{ "after HELO",              "OCH",     "HMUADQK" },
	{ "after MAIL",              "OCHM",    "HMRTLNUADQK" },
	{ "after RCPT",              "OCHMR",   "HMRTLNUADQK" },
	{ "after DATA",              "OCHMRT",  "HMRTLNUADQK" },
	{ "after a field",           "OCHMRL",  "HMLNADQK" },
	{ "after the end of the header", "OCHMRLN", "HMBEADQK" },
	{ "after a body chunk",      "OCHMRLNB", "HMBEADQK" },
	{ "after the end",           "OCHMRLNBE", "HMUADQK" },
	{ "after abort",             "OCHMRA",  "HMUADQK" },
	{ "after a new client",      "OCHMRK",  "CADQK" },
};
// clang-format on

static void one_command(
	const struct place_row *row, char command, uint32_t protocol)
{
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;

	say_all(&octets, row->words, protocol);
	talk_start(&t, &mail);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_int_equal(t.err, ZGL_OK);
	zgl_buf_reset(&octets);
	/* in the table lower case letters are other words */
	if (command >= 'A' && command <= 'Z')
		talk_say(&octets, command, protocol);
	else
		zgl_milterwire_put(&octets, command, ZGL_SV(""));
	talk_hear(&t, zgl_buf_sv(&octets));
	bool good = command != '\0' && strchr(row->allowed, command) != NULL;
	assert_int_equal(t.err, good ? ZGL_OK : ZGL_ESYNTAX);
	assert_int_equal(t.session.closed, !good || command == 'Q');
	assert_int_equal(t.session.problem == NULL, good);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

static void check_place(void **state)
{
	for (int command = 0; command < 256; command++) {
		one_command(*state, (char)command, ALL);
		one_command(*state, (char)command, LOCK);
	}
}

/* ---- every choice of answers that are spared ---- */

/* What is due, told apart from the session's own table. */
static void due(const char *words, uint32_t protocol, struct zgl_buf *replies)
{
	static const struct {
		char word;
		uint32_t quiet;
	} rules[] = { { 'C', 0x1000 }, { 'H', 0x2000 }, { 'M', 0x4000 },
		{ 'R', 0x8000 }, { 'T', 0x10000 }, { 'U', 0x20000 },
		{ 'L', 0x80 }, { 'N', 0x40000 }, { 'B', 0x80000 } };

	zgl_buf_begin(replies, 1000);
	for (; *words != '\0'; words++) {
		if (*words == 'O')
			zgl_buf_char(replies, 'O');
		if (*words == 'E' || *words == 'e')
			zgl_buf_text(replies, "ia");
		for (size_t i = 0; i < ZGL_COUNT(rules); i++) {
			if (rules[i].word == *words
				&& !(rules[i].quiet & protocol))
				zgl_buf_char(replies, 'c');
		}
	}
}

static void one_choice(uint32_t protocol)
{
	static const char words[] = "OcCUHmMrRRUtTLLLNBBxeAmMRTLNBEKCHMRTLNE";
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets, letters, want;
	struct talk_end end;

	say_all(&octets, words, protocol);
	due(words, protocol, &want);
	talk_run(&mail, zgl_buf_sv(&octets), octets.n, 1, &end);
	assert_int_equal(end.err, ZGL_OK);
	assert_sv_equal(talk_letters(zgl_buf_sv(&end.out), &letters),
		zgl_buf_sv(&want));
	talk_end_free(&end);
	zgl_buf_free(&octets);
	zgl_buf_free(&letters);
	zgl_buf_free(&want);
}

/* Nine flags that spare an answer, and skip: all 1,024 choices. */
static void every_choice(void **state)
{
	static const uint32_t flags[] = { 0x80, 0x400, 0x1000, 0x2000, 0x4000,
		0x8000, 0x10000, 0x20000, 0x40000, 0x80000 };

	(void)state;
	for (unsigned choice = 0; choice < 1u << ZGL_COUNT(flags); choice++) {
		uint32_t protocol = 0;

		for (unsigned i = 0; i < ZGL_COUNT(flags); i++)
			protocol |= choice >> i & 1 ? flags[i] : 0;
		one_choice(protocol);
	}
}

/* ---- what the MTA agreed to ---- */

struct may_row {
	const char *name;
	uint32_t actions, protocol;
	unsigned may;
};

// clang-format off
static const struct may_row may_rows[] = {
	{ "all of it",                    0x1ff, ALL, ZGL_MILTER_MAY_CHANGE | ZGL_MILTER_MAY_QUARANTINE | ZGL_MILTER_LEADING_SPACE },
	{ "nothing",                      0, 0, 0 },
	{ "fields added, not changed",    0x01, 0, 0 },
	{ "fields changed, not added",    0x10, 0, 0 },
	{ "fields added and changed",     0x11, 0, ZGL_MILTER_MAY_CHANGE },
	{ "quarantine",                   0x20, 0, ZGL_MILTER_MAY_QUARANTINE },
	{ "leading spaces",               0, 0x100000, ZGL_MILTER_LEADING_SPACE },
};
// clang-format on

static void check_may(void **state)
{
	const struct may_row *row = *state;
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;

	zgl_buf_begin(&octets, 100);
	talk_offer(&octets, 6, row->actions, row->protocol);
	talk_start(&t, &mail);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_int_equal(t.session.may, row->may);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* ---- while an end waits ---- */

static void waiting(void **state)
{
	const struct talk_mail mail = { .waits = 2 };
	struct zgl_buf octets, rest;
	struct talk t;
	size_t taken;

	(void)state;
	zgl_sv said = say_all(&octets, "OCMNEMNE", ALL);
	say_all(&rest, "MNE", ALL);
	talk_start(&t, &mail);
	struct zgl_miltersession *s = &t.session;
	assert_int_equal(zgl_miltersession_go_on(s, &t.out), ZGL_EUSAGE);
	assert_int_equal(
		zgl_miltersession_feed(s, said, &taken, &t.out), ZGL_OK);
	assert_true(s->waiting && s->busy);
	assert_sv_equal(zgl_sv_skip(said, taken), zgl_buf_sv(&rest));
	size_t before = t.out.n;
	/* nothing more is taken */
	size_t none = 1;
	assert_int_equal(zgl_miltersession_feed(
				 s, zgl_sv_skip(said, taken), &none, &t.out),
		ZGL_OK);
	assert_int_equal(none, 0);
	assert_int_equal(t.out.n, before);
	assert_int_equal(zgl_miltersession_go_on(s, &t.out), ZGL_OK);
	assert_true(s->waiting);
	zgl_miltersession_progress(s, &t.out);
	assert_int_equal(t.out.n, before + 5);
	assert_int_equal(zgl_miltersession_go_on(s, &t.out), ZGL_OK);
	assert_false(s->waiting || s->busy);
	assert_int_equal(zgl_miltersession_go_on(s, &t.out), ZGL_EUSAGE);
	before = t.out.n;
	zgl_miltersession_progress(s, &t.out);
	assert_int_equal(t.out.n, before);
	talk_stop(&t);
	zgl_buf_free(&octets);
	zgl_buf_free(&rest);
}

/* The session ends while it waits: the mail is told, once. */
static void ended_waiting(void **state)
{
	const struct talk_mail mail = { .waits = 1 };
	struct zgl_buf octets;
	struct talk t;
	size_t taken;

	(void)state;
	talk_start(&t, &mail);
	assert_int_equal(
		zgl_miltersession_feed(&t.session,
			say_all(&octets, "OCMNE", ALL), &taken, &t.out),
		ZGL_OK);
	assert_true(t.session.waiting);
	zgl_miltersession_end(&t.session);
	assert_false(t.session.waiting);
	assert_sv_equal(zgl_buf_sv(&t.mail.told), ZGL_SV("MNWA"));
	zgl_miltersession_end(&t.session);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* ---- replies that have no room ---- */

static void no_room(void **state)
{
	struct zgl_buf octets, letters;
	struct talk_mail mail = { 0 };
	struct talk t;

	(void)state;
	zgl_sv said = say_all(&octets, "OCMNEQ", ALL);
	for (size_t room = 0; room < 130; room++) {
		talk_start(&t, &mail);
		zgl_buf_begin(&t.out, room);
		talk_hear(&t, said);
		/* the negotiation's 93 octets; a tempfail's 5 or the end's 18 */
		assert_int_equal(t.err, room < 98 ? ZGL_ELIMIT : ZGL_OK);
		if (t.err == ZGL_OK)
			assert_sv_equal(
				talk_letters(zgl_buf_sv(&t.out), &letters),
				zgl_sv_of(room < 111 ? "Ot" : "Oia"));
		if (t.err == ZGL_OK)
			zgl_buf_free(&letters);
		talk_stop(&t);
	}
	zgl_buf_free(&octets);
}

/* What has no room before an end that waited goes on: the mail is not asked. */
static void no_room_before(void **state)
{
	const struct talk_mail mail = { .waits = 1 };
	struct zgl_buf octets;
	struct talk t;
	size_t taken;

	(void)state;
	talk_start(&t, &mail);
	assert_int_equal(
		zgl_miltersession_feed(&t.session,
			say_all(&octets, "OCMNE", ALL), &taken, &t.out),
		ZGL_OK);
	t.out.err = ZGL_ELIMIT;
	assert_int_equal(
		zgl_miltersession_go_on(&t.session, &t.out), ZGL_ELIMIT);
	assert_sv_equal(zgl_buf_sv(&t.mail.told), ZGL_SV("MNW"));
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* ---- what is asked for next ---- */

static void needs(void **state)
{
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;
	size_t taken;

	(void)state;
	zgl_sv said = say_all(&octets, "OCHMNE", ALL);
	talk_start(&t, &mail);
	assert_int_equal(zgl_miltersession_needs(&t.session), 5);
	/* a server that reads no more than it is told to */
	for (size_t reads = 0; said.n > 0; reads++) {
		size_t n = zgl_miltersession_needs(&t.session);
		assert_true(n <= said.n && reads < 12);
		assert_int_equal(zgl_miltersession_feed(&t.session,
					 zgl_sv_head(said, n), &taken, &t.out),
			ZGL_OK);
		assert_true(taken == 0 || taken == n);
		said = zgl_sv_skip(said, taken);
	}
	talk_stop(&t);
	zgl_buf_free(&octets);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, talks, check_talk);
	ROWS_ADD(&r, places, check_place);
	rows_add_one(
		&r, "every choice of answers that are spared", every_choice);
	ROWS_ADD(&r, may_rows, check_may);
	rows_add_one(&r, "an end that waits", waiting);
	rows_add_one(&r, "a session that ends while it waits", ended_waiting);
	rows_add_one(&r, "replies that have no room", no_room);
	rows_add_one(&r, "no room before the end goes on", no_room_before);
	rows_add_one(&r, "what is asked for next", needs);
	return rows_run(&r, "miltersession");
}
