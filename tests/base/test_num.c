/* SPDX-License-Identifier: ISC */
/* num: decimal numbers in and out. */
#include "tests/rows.h"
#include "zegel/base/num.h"

struct row {
	const char *name, *text;
	bool good;
	uint64_t value;
};

#define MAX UINT64_MAX

// clang-format off
static const struct row parse[] = {
	{ "zero",                       "0",                       true, 0 },
	{ "one digit",                  "7",                       true, 7 },
	{ "all digits",                 "1234567890",              true, 1234567890 },
	{ "leading zeros",              "000000000000000000000012", true, 12 },
	{ "2^32",                       "4294967296",              true, 4294967296 },
	{ "2^63",                       "9223372036854775808",     true, 9223372036854775808u },
	{ "2^64 - 2",                   "18446744073709551614",    true, MAX - 1 },
	{ "2^64 - 1",                   "18446744073709551615",    true, MAX },
	{ "2^64",                       "18446744073709551616",    true, MAX },
	{ "2^64 + 3: a carry",          "18446744073709551619",    true, MAX },
	{ "the next ten",               "18446744073709551620",    true, MAX },
	{ "20 nines",                   "99999999999999999999",    true, MAX },
	{ "rfc6376#3.5: 76 digits of l=",
		"1000000000000000000000000000000000000000"
		"000000000000000000000000000000000000",                true, MAX },
	{ "nothing",                    "",                        false, 0 },
	{ "a plus sign",                "+1",                      false, 0 },
	{ "a minus sign",               "-1",                      false, 0 },
	{ "white space in front",       " 1",                      false, 0 },
	{ "white space behind",         "1 ",                      false, 0 },
	{ "a dot",                      "1.0",                     false, 0 },
	{ "hexadecimal",                "0x1",                     false, 0 },
	{ "the octet below 0",          "1/",                      false, 0 },
	{ "the octet above 9",          "1:",                      false, 0 },
	{ "an 8-bit octet",             "1\xb1",                   false, 0 },
	{ "a letter after too many digits",
		"99999999999999999999a",                               false, 0 },
};
// clang-format on

static void check_parse(void **state)
{
	const struct row *row = *state;
	uint64_t value = 42;

	assert_int_equal(
		zgl_num_parse(zgl_sv_of(row->text), &value), row->good);
	assert_int_equal(value, row->good ? row->value : 42);
}

static void absent_is_no_number(void **state)
{
	uint64_t value = 42;

	(void)state;
	assert_false(zgl_num_parse((zgl_sv){ NULL, 0 }, &value));
	assert_false(zgl_num_parse(ZGL_SV("1\0"), &value));
	assert_int_equal(value, 42);
}

static void check_text(uint64_t value)
{
	char text[ZGL_NUM_TEXT], want[32];
	uint64_t again;

	snprintf(want, sizeof(want), "%llu", (unsigned long long)value);
	assert_int_equal(zgl_num_write(value, text), strlen(want));
	assert_string_equal(text, want);
	assert_true(zgl_num_parse(zgl_sv_of(text), &again));
	assert_int_equal(again, value);
}

static void numbers_of_every_length(void **state)
{
	uint64_t value = 1;

	(void)state;
	check_text(0);
	check_text(UINT64_MAX);
	for (int digits = 1; digits < 20; digits++, value *= 10) {
		check_text(value);
		check_text(value * 9);
		check_text(value * 10 - 1);
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, parse, check_parse);
	rows_add_one(
		&r, "absent, or with a NUL, is no number", absent_is_no_number);
	rows_add_one(&r, "numbers of every length, written and read",
		numbers_of_every_length);
	return rows_run(&r, "num");
}
