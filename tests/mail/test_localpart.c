/* SPDX-License-Identifier: ISC */
/* localpart: RFC 5321 section 4.1.2 and RFC 6531 section 3.3. */
#include "tests/rows.h"
#include "zegel/mail/localpart.h"

struct row {
	const char *name;
	zgl_sv text;
	bool is;
};

// clang-format off
static const struct row rows[] = {
	{ "rfc5321#4.1.2: an atom",                 { "jan", 3 }, true },
	{ "rfc5321#4.1.2: atoms with dots",         { "jan.de.vries", 12 }, true },
	{ "rfc5321#4.1.2: every mark of an atom",   { "!#$%&'*+-/=?^_`{|}~", 19 }, true },
	{ "rfc5321#4.1.2: one quoted string",       { "\"jan de vries\"", 14 }, true },
	{ "rfc5321#4.1.2: an @ within quotes",      { "\"jan@huis\"", 10 }, true },
	{ "rfc5321#4.1.2: a quoted quote",          { "\"jan \\\" x\"", 10 }, true },
	{ "rfc5321#4.1.2: empty quotes",            { "\"\"", 2 }, true },
	{ "rfc6531#3.3: UTF-8 in an atom",          { "caf\xc3\xa9", 5 }, true },
	{ "rfc6531#3.3: UTF-8 within quotes",       { "\"\xe2\x82\xac 5\"", 7 }, true },
	{ "nothing is none",                        { "", 0 }, false },
	{ "an empty atom between dots",             { "jan..vries", 10 }, false },
	{ "a dot at the front",                     { ".jan", 4 }, false },
	{ "a dot at the end",                       { "jan.", 4 }, false },
	{ "a space outside quotes",                 { "jan vries", 9 }, false },
	{ "an @ outside quotes",                    { "jan@huis", 8 }, false },
	{ "a comment",                              { "jan(x)", 6 }, false },
	{ "an open quote",                          { "\"jan", 4 }, false },
	{ "a quote alone",                          { "\"", 1 }, false },
	{ "a quote in the middle",                  { "jan\"x\"", 6 }, false },
	{ "a quote within quotes",                  { "\"a\"b\"", 5 }, false },
	{ "a backslash that takes the last quote",  { "\"jan\\\"", 6 }, false },
	{ "octets that are no UTF-8",               { "caf\xe9", 4 }, false },
	{ "no UTF-8 within quotes",                 { "\"caf\xe9\"", 6 }, false },
	{ "NUL",                                    { "jan\0x", 5 }, false },
	{ "CRLF within quotes",                     { "\"jan\r\nx\"", 8 }, false },
	{ "ESC within quotes",                      { "\"\x1b[m\"", 5 }, false },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(zgl_localpart_is(row->text), row->is);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	return rows_run(&r, "localpart");
}
