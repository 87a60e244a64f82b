/* SPDX-License-Identifier: ISC */
/*
 * miltersession, in the hands of what is no MTA: each row whole, octet by octet
 * and at every split. It is refused where it is wrong, and not later; or it is
 * harmless, and the message that follows is whole.
 */
#include "tests/milter/mtatalk.h"

#define DATA(octets)                                                           \
	{                                                                      \
		octets, sizeof(octets) - 1                                     \
	}

struct row {
	const char *name;
	const char *words; /* before it, to an MTA that spares us all answers */
	zgl_sv octets;
	const char *after; /* words behind it; NULL: it is refused */
	const char *replies;
};

// clang-format off
static const struct row rows[] = {
	/* lengths */
	{ "length 0 first",                 "",     DATA("\0\0\0\0"), NULL, "" },
	{ "length 0 after negotiation",     "O",    DATA("\0\0\0\0"), NULL, "O" },
	{ "length 0 within a message",      "OCMLN", DATA("\0\0\0\0B"), NULL, "O" },
	{ "4 GB first",                     "",     DATA("\377\377\377\377O"), NULL, "" },
	{ "4 GB of body",                   "OCMLN", DATA("\377\377\377\377B"), NULL, "O" },
	{ "2 GB, as a negative number",     "OC",   DATA("\200\0\0\0H"), NULL, "O" },
	{ "256 KB and an octet of body",    "OCMLN", DATA("\0\4\0\1B"), NULL, "O" },
	{ "a length in the other order",    "",     DATA("\15\0\0\0O\0\0\0\6\0\0\1\377\0\37\377\377"), NULL, "" },
	{ "HTTP",                           "",     DATA("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), NULL, "" },
	{ "SMTP",                           "",     DATA("EHLO client.example\r\n"), NULL, "" },
	{ "TLS",                            "",     DATA("\26\3\1\2\0\1\0\1\374\3\3"), NULL, "" },
	{ "a port scanner",                 "",     DATA("\r\n\r\n"), NULL, "" },
	{ "NULs only",                      "",     DATA("\0\0\0\0\0\0\0\0\0\0\0\0"), NULL, "" },

	/* packets that end early: more is waited for, nothing is done */
	{ "nothing",                        "",     DATA(""), "", "" },
	{ "one octet",                      "",     DATA("\0"), "", "" },
	{ "a length alone",                 "OC",   DATA("\0\0\0\5"), "", "O" },
	{ "half a field",                   "OCM",  DATA("\0\0\0\20LSubject\0 wo"), "", "O" },
	{ "a body chunk that does not come", "OCMN", DATA("\0\4\0\0Bx"), "", "O" },

	/* commands there are not */
	{ "command NUL",                    "O",    DATA("\0\0\0\1\0"), NULL, "O" },
	{ "command 255",                    "O",    DATA("\0\0\0\1\377"), NULL, "O" },
	{ "command @, one before the first", "O",   DATA("\0\0\0\1@"), NULL, "O" },
	{ "command V, one after the last",  "O",    DATA("\0\0\0\1V"), NULL, "O" },
	{ "command F, a gap",               "O",    DATA("\0\0\0\1F"), NULL, "O" },
	{ "a command in lower case",        "O",    DATA("\0\0\0\1q"), NULL, "O" },
	{ "a reply of ours",                "O",    DATA("\0\0\0\1a"), NULL, "O" },

	/* out of order */
	{ "a client before negotiation",    "",     DATA("\0\0\0\4Ca\0U"), NULL, "" },
	{ "a message before negotiation",   "",     DATA("\0\0\0\4M<>\0"), NULL, "" },
	{ "negotiation twice",              "O",    DATA("\0\0\0\15O\0\0\0\6\0\0\1\377\0\37\377\377"), NULL, "O" },
	{ "negotiation within a message",   "OCM",  DATA("\0\0\0\15O\0\0\0\2\0\0\0\0\0\0\0\0"), NULL, "O" },
	{ "a client twice",                 "OC",   DATA("\0\0\0\4Ca\0U"), NULL, "O" },
	{ "a client within a message",      "OCMN", DATA("\0\0\0\4Ca\0U"), NULL, "O" },
	{ "MAIL without a client",          "O",    DATA("\0\0\0\4M<>\0"), NULL, "O" },
	{ "RCPT without MAIL",              "OCH",  DATA("\0\0\0\4R<>\0"), NULL, "O" },
	{ "RCPT within the header",         "OCML", DATA("\0\0\0\4R<>\0"), NULL, "O" },
	{ "DATA without MAIL",              "OCH",  DATA("\0\0\0\1T"), NULL, "O" },
	{ "a field without MAIL",           "OCH",  DATA("\0\0\0\5La\0b\0"), NULL, "O" },
	{ "a field behind the header",      "OCMN", DATA("\0\0\0\5La\0b\0"), NULL, "O" },
	{ "two ends of the header",         "OCMN", DATA("\0\0\0\1N"), NULL, "O" },
	{ "body before the end of the header", "OCML", DATA("\0\0\0\2Bx"), NULL, "O" },
	{ "an end before the end of the header", "OCML", DATA("\0\0\0\1E"), NULL, "O" },
	{ "an end without a message",       "OCH",  DATA("\0\0\0\1E"), NULL, "O" },
	{ "an end twice",                   "OCMNE", DATA("\0\0\0\1E"), NULL, "Oia" },
	{ "body behind the end",            "OCMNE", DATA("\0\0\0\2Bx"), NULL, "Oia" },
	{ "a message after a client that left", "OCK", DATA("\0\0\0\4M<>\0"), NULL, "O" },

	/* negotiation */
	{ "no offer",                       "",     DATA("\0\0\0\1O"), NULL, "" },
	{ "an offer of 11 octets",          "",     DATA("\0\0\0\14O\0\0\0\6\0\0\0\0\0\0\0"), NULL, "" },
	{ "version 0",                      "",     DATA("\0\0\0\15O\0\0\0\0\377\377\377\377\377\377\377\377"), NULL, "" },
	{ "version 1",                      "",     DATA("\0\0\0\15O\0\0\0\1\377\377\377\377\377\377\377\377"), NULL, "" },

	/* clients */
	{ "a client of no octets",          "O",    DATA("\0\0\0\1C"), NULL, "O" },
	{ "a client without NUL",           "O",    DATA("\0\0\0\3Cab"), NULL, "O" },
	{ "a client of no family",          "O",    DATA("\0\0\0\3Ca\0"), NULL, "O" },
	{ "a client of another family",     "O",    DATA("\0\0\0\10Ca\0X\0\0a\0"), NULL, "O" },
	{ "half a port",                    "O",    DATA("\0\0\0\5Ca\0004\0"), NULL, "O" },
	{ "an address without NUL",         "O",    DATA("\0\0\0\11Ca\0004\0\0001.2"), NULL, "O" },
	{ "an address of garbage",          "O",    DATA("\0\0\0\13Ca\0006\0\0\377\1%s\0"), "MNEQ", "Oia" },
	{ "an address of NULs",             "O",    DATA("\0\0\0\12Ca\0004\0\0\0\0\0\0"), "MNEQ", "Oia" },

	/* HELO, MAIL, RCPT */
	{ "HELO of no octets",              "OC",   DATA("\0\0\0\1H"), NULL, "O" },
	{ "HELO without NUL",               "OC",   DATA("\0\0\0\5Hhelo"), NULL, "O" },
	{ "HELO with NULs",                 "OC",   DATA("\0\0\0\6H\0\0a\0\0"), "MNEQ", "Oia" },
	{ "HELO of line ends",              "OC",   DATA("\0\0\0\7H\r\n\r\n\33\0"), "MNEQ", "Oia" },
	{ "MAIL of no octets",              "OC",   DATA("\0\0\0\1M"), NULL, "O" },
	{ "MAIL without NUL",               "OC",   DATA("\0\0\0\5M<a@b"), NULL, "O" },
	{ "arguments of MAIL without NUL",  "OC",   DATA("\0\0\0\10M<>\0SIZE"), NULL, "O" },
	{ "RCPT of no octets",              "OCM",  DATA("\0\0\0\1R"), NULL, "O" },
	{ "RCPT without NUL",               "OCM",  DATA("\0\0\0\5R<a@b"), NULL, "O" },
	{ "RCPT of NULs",                   "OCM",  DATA("\0\0\0\5R\0\0\0\0"), "NEQ", "Oia" },

	/* fields */
	{ "a field of no octets",           "OCM",  DATA("\0\0\0\1L"), NULL, "O" },
	{ "a field without a value",        "OCM",  DATA("\0\0\0\5Labc\0"), NULL, "O" },
	{ "a field without NUL",            "OCM",  DATA("\0\0\0\4Labc"), NULL, "O" },
	{ "a field without its last NUL",   "OCM",  DATA("\0\0\0\6Lab\0cd"), NULL, "O" },
	{ "a field without a name",         "OCM",  DATA("\0\0\0\5L\0ab\0"), NULL, "O" },
	{ "two fields in one",              "OCM",  DATA("\0\0\0\11La\0b\0c\0d\0"), NULL, "O" },
	{ "NULs for a field",               "OCM",  DATA("\0\0\0\4L\0\0\0"), NULL, "O" },

	/* macros: whatever they are, no message is lost for them */
	{ "macros of nothing",              "OC",   DATA("\0\0\0\1D"), "MNEQ", "Oia" },
	{ "of the client, none",            "O",    DATA("\0\0\0\2DC"), "CMNEQ", "Oia" },
	{ "of a message, none",             "O",    DATA("\0\0\0\2DM"), "CMNEQ", "Oia" },
	{ "a name without a value",         "OC",   DATA("\0\0\0\4DMi\0"), "MNEQ", "Oia" },
	{ "no NUL",                         "OC",   DATA("\0\0\0\5DMabc"), "MNEQ", "Oia" },
	{ "a value without NUL",            "OC",   DATA("\0\0\0\7DMi\0abc"), "MNEQ", "Oia" },
	{ "three texts",                    "OC",   DATA("\0\0\0\10DMi\0a\0b\0"), "MNEQ", "Oia" },
	{ "NULs",                           "OC",   DATA("\0\0\0\7DM\0\0\0\0\0"), "MNEQ", "Oia" },
	{ "for a command there is not",     "OC",   DATA("\0\0\0\6D\0i\0a\0"), "MNEQ", "Oia" },
	{ "for macros",                     "OC",   DATA("\0\0\0\6DDi\0a\0"), "MNEQ", "Oia" },
	{ "for the end of a message that there is not", "OC", DATA("\0\0\0\6DEi\0a\0"), "MNEQ", "Oia" },

	/* what needs no data, and has some */
	{ "abort with data",                "OCM",  DATA("\0\0\0\3Axy"), "MNEQ", "Oia" },
	{ "end of the header with data",    "OCM",  DATA("\0\0\0\3Nxy"), "EQ", "Oia" },
	{ "DATA with data",                 "OCM",  DATA("\0\0\0\3Txy"), "NEQ", "Oia" },
	{ "an unknown command of no octets", "OCM", DATA("\0\0\0\1U"), "NEQ", "Oia" },
	{ "a body chunk of no octets",      "OCMN", DATA("\0\0\0\1B"), "EQ", "Oia" },
	{ "a new client with data",         "OCM",  DATA("\0\0\0\3Kxy"), "CMNEQ", "Oia" },
};
// clang-format on

static void check_row(void **state)
{
	const struct row *row = *state;
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets, letters;
	struct talk_end end;

	zgl_buf_begin(&octets, 1 << 20);
	talk_write(&octets, row->words, TALK_POSTFIX_PROTOCOL);
	zgl_buf_put(&octets, row->octets);
	if (row->after != NULL)
		talk_write(&octets, row->after, TALK_POSTFIX_PROTOCOL);
	talk_every_split(&mail, zgl_buf_sv(&octets), &end);
	assert_int_equal(end.err, row->after == NULL ? ZGL_ESYNTAX : ZGL_OK);
	assert_sv_equal(talk_letters(zgl_buf_sv(&end.out), &letters),
		zgl_sv_of(row->replies));
	talk_end_free(&end);
	zgl_buf_free(&octets);
	zgl_buf_free(&letters);
}

/* What was refused stays refused, and says why. */
static void stays_closed(void **state)
{
	const struct talk_mail mail = { 0 };
	struct zgl_buf octets;
	struct talk t;
	size_t taken;

	(void)state;
	zgl_buf_begin(&octets, 1000);
	talk_write(&octets, "OCMB", TALK_POSTFIX_PROTOCOL);
	talk_start(&t, &mail);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_int_equal(t.err, ZGL_ESYNTAX);
	assert_string_equal(t.session.problem, "a command out of order");
	size_t before = t.out.n;
	zgl_buf_reset(&octets);
	talk_write(&octets, "AMNE", TALK_POSTFIX_PROTOCOL);
	assert_int_equal(zgl_miltersession_feed(&t.session, zgl_buf_sv(&octets),
				 &taken, &t.out),
		ZGL_OK);
	assert_int_equal(taken, 0);
	assert_int_equal(t.out.n, before);
	talk_stop(&t);
	zgl_buf_free(&octets);
}

/* The largest packet there may be, of every command that has data. */
static void largest(void **state)
{
	static const char text[ZGL_MILTER_PACKET_MAX - 1];
	const struct talk_mail mail = { 0 };
	const char *commands = "DHMRNBE";
	struct zgl_buf octets;
	struct talk t;

	(void)state;
	zgl_buf_begin(&octets, 4 << 20);
	talk_write(&octets, "OC", TALK_POSTFIX_PROTOCOL);
	for (; *commands != '\0'; commands++)
		zgl_milterwire_put(
			&octets, *commands, (zgl_sv){ text, sizeof(text) });
	talk_start(&t, &mail);
	zgl_buf_begin(&t.held, 4 << 20);
	talk_hear(&t, zgl_buf_sv(&octets));
	assert_int_equal(t.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&t.mail.told), ZGL_SV("MNBBEA"));
	talk_stop(&t);
	zgl_buf_free(&octets);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check_row);
	rows_add_one(&r, "what was refused stays refused", stays_closed);
	rows_add_one(&r, "the largest packets", largest);
	return rows_run(&r, "milterhostile");
}
