/* SPDX-License-Identifier: ISC */
/* ipaddr: addresses, and what only resembles one. */
#include "tests/rows.h"
#include "zegel/dns/ipaddr.h"

struct row {
	const char *name, *text;
	zgl_sv octets; /* absent: no address */
};

// clang-format off
static const struct row v4[] = {
	{ "all zeros",           "0.0.0.0",         { "\0\0\0\0", 4 } },
	{ "the largest",         "255.255.255.255", { "\377\377\377\377", 4 } },
	{ "four numbers",        "192.0.2.10",      { "\300\0\2\12", 4 } },
	{ "256",                 "192.0.2.256",     { NULL, 0 } },
	{ "a leading zero",      "192.0.02.1",      { NULL, 0 } },
	{ "three numbers",       "192.0.2",         { NULL, 0 } },
	{ "five numbers",        "192.0.2.1.1",     { NULL, 0 } },
	{ "a dot at the end",    "192.0.2.1.",      { NULL, 0 } },
	{ "an empty part",       "192..2.1",        { NULL, 0 } },
	{ "hexadecimal",         "0xc0.0.2.1",      { NULL, 0 } },
	{ "one number",          "3221225985",      { NULL, 0 } },
	{ "a sign",              "192.0.2.+1",      { NULL, 0 } },
	{ "white space",         " 192.0.2.1",      { NULL, 0 } },
	{ "nothing",             "",                { NULL, 0 } },
	{ "IPv6",                "::1",             { NULL, 0 } },
	{ "more than 64 bits",   "192.0.2.18446744073709551617", { NULL, 0 } },
};

#define Z8 "\0\0\0\0\0\0\0\0"
static const struct row v6[] = {
	{ "eight groups",            "2001:db8:1:2:3:4:5:ffff", { " \1\r\270\0\1\0\2\0\3\0\4\0\5\377\377", 16 } },
	{ "nothing but ::",          "::",               { Z8 Z8, 16 } },
	{ ":: first",                "::1",              { Z8 "\0\0\0\0\0\0\0\1", 16 } },
	{ ":: last",                 "1::",              { "\0\1\0\0\0\0\0\0" Z8, 16 } },
	{ ":: inside",               "1::2",             { "\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\2", 16 } },
	{ ":: for one group",        "1:2:3:4:5:6::8",   { "\0\1\0\2\0\3\0\4\0\5\0\6\0\0\0\10", 16 } },
	{ "capitals",                "ABCD::",           { "\253\315\0\0\0\0\0\0" Z8, 16 } },
	{ "IPv4 at the end",         "::ffff:192.0.2.1", { Z8 "\0\0\377\377\300\0\2\1", 16 } },
	{ "six groups and IPv4",     "1:2:3:4:5:6:192.0.2.1", { "\0\1\0\2\0\3\0\4\0\5\0\6\300\0\2\1", 16 } },
	{ ":: for no group",         "1:2:3:4::5:6:7:8", { NULL, 0 } },
	{ "seven groups",            "1:2:3:4:5:6:7",    { NULL, 0 } },
	{ "nine groups",             "1:2:3:4:5:6:7:8:9", { NULL, 0 } },
	{ "seven groups and IPv4",   "1:2:3:4:5:6:7:192.0.2.1", { NULL, 0 } },
	{ "two ::",                  "1::2::3",          { NULL, 0 } },
	{ ":::",                     ":::",              { NULL, 0 } },
	{ "a colon first",           ":1:2:3:4:5:6:7",   { NULL, 0 } },
	{ "a colon last",            "1:2:3:4:5:6:7:",   { NULL, 0 } },
	{ "a colon after ::",        "1:::2",            { NULL, 0 } },
	{ "five digits",             "00001::",          { NULL, 0 } },
	{ "no hexadecimal digit",    "g::",              { NULL, 0 } },
	{ "IPv4 before ::",          "192.0.2.1::",      { NULL, 0 } },
	{ "IPv4 inside",             "1:192.0.2.1::",    { NULL, 0 } },
	{ "a bad IPv4 at the end",   "::ffff:192.0.2.256", { NULL, 0 } },
	{ "a zone",                  "fe80::1%eth0",     { NULL, 0 } },
	{ "a prefix length",         "::/0",             { NULL, 0 } },
	{ "brackets",                "[::1]",            { NULL, 0 } },
	{ "nothing",                 "",                 { NULL, 0 } },
	{ "a colon",                 ":",                { NULL, 0 } },
	{ "IPv4",                    "192.0.2.1",        { NULL, 0 } },
};
// clang-format on

static void check4(void **state)
{
	const struct row *row = *state;
	uint8_t octets[4];
	bool good = zgl_ipaddr_read4(zgl_sv_of(row->text), octets);

	assert_int_equal(good, row->octets.p != NULL);
	if (good)
		assert_memory_equal(octets, row->octets.p, 4);
}

static void check6(void **state)
{
	const struct row *row = *state;
	uint8_t octets[16];
	bool good = zgl_ipaddr_read6(zgl_sv_of(row->text), octets);

	assert_int_equal(good, row->octets.p != NULL);
	if (good)
		assert_memory_equal(octets, row->octets.p, 16);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, v4, check4);
	ROWS_ADD(&r, v6, check6);
	return rows_run(&r, "ipaddr");
}
