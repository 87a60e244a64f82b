/* SPDX-License-Identifier: ISC */
#include "tests/rows.h"
#include "zegel/base/utf8.h"
#include "zegel/base/utf8show.h"

// clang-format off
static const struct row {
	const char *name;
	zgl_sv octets;
	size_t n; /* octets of the first code point; 0: no UTF-8 */
	uint32_t code;
	bool shows;
} table[] = {
	{ "nothing", { "", 0 }, 0, 0, false },
	{ "US-ASCII", { "ab", 2 }, 1, 'a', true },
	{ "a space shows", { " ", 1 }, 1, ' ', true },
	{ "NUL", { "\0", 1 }, 1, 0, false },
	{ "escape", { "\x1b", 1 }, 1, 0x1b, false },
	{ "tab and line feed are controls", { "\n", 1 }, 1, '\n', false },
	{ "DEL", { "\x7f", 1 }, 1, 0x7f, false },
	{ "a C1 control as UTF-8", { "\xc2\x9b", 2 }, 2, 0x9b, false },
	{ "the first that is no C1", { "\xc2\xa0", 2 }, 2, 0xa0, true },
	{ "two octets", { "\xc3\xa9x", 3 }, 2, 0xe9, true },
	{ "three octets", { "\xe2\x82\xac", 3 }, 3, 0x20ac, true },
	{ "four octets", { "\xf0\x9f\x93\xa8", 4 }, 4, 0x1f4e8, true },
	{ "the last code point", { "\xf4\x8f\xbf\xbf", 4 }, 4, 0x10ffff, true },
	{ "rfc3629#3: beyond the last", { "\xf4\x90\x80\x80", 4 }, 0, 0, false },
	{ "rfc3629#3: surrogates", { "\xed\xa0\x80", 3 }, 0, 0, false },
	{ "before the surrogates", { "\xed\x9f\xbf", 3 }, 3, 0xd7ff, true },
	{ "rfc3629#10: over-long in two", { "\xc0\xaf", 2 }, 0, 0, false },
	{ "rfc3629#10: over-long in three", { "\xe0\x9f\xbf", 3 }, 0, 0, false },
	{ "rfc3629#10: over-long in four", { "\xf0\x8f\xbf\xbf", 4 }, 0, 0, false },
	{ "cut short", { "\xe2\x82", 2 }, 0, 0, false },
	{ "broken off", { "\xe2\x82x", 3 }, 0, 0, false },
	{ "a lone continuation", { "\x80", 1 }, 0, 0, false },
	{ "an octet of no UTF-8", { "\xff", 1 }, 0, 0, false },
	{ "right-to-left override", { "\xe2\x80\xae", 3 }, 3, 0x202e, false },
	{ "an isolate", { "\xe2\x81\xa6", 3 }, 3, 0x2066, false },
	{ "Arabic letter mark", { "\xd8\x9c", 2 }, 2, 0x61c, false },
	{ "zero width space", { "\xe2\x80\x8b", 3 }, 3, 0x200b, false },
	{ "line separator", { "\xe2\x80\xa8", 3 }, 3, 0x2028, false },
	{ "byte order mark", { "\xef\xbb\xbf", 3 }, 3, 0xfeff, false },
	{ "a tag", { "\xf3\xa0\x81\xa1", 4 }, 4, 0xe0061, false },
	{ "a hyphen among them shows", { "\xe2\x80\x90", 3 }, 3, 0x2010, true },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	uint32_t code = 0;

	assert_int_equal(zgl_utf8_next(row->octets, &code), row->n);
	assert_int_equal(code, row->code);
	if (row->n > 0)
		assert_int_equal(zgl_utf8_shows(code), row->shows);
}

// clang-format off
static const struct escaped {
	const char *name;
	zgl_sv octets;
	size_t taken;
	const char *want;
} escapes[] = {
	{ "a letter stays", { "ab", 2 }, 1, "a" },
	{ "a code point that shows stays whole", { "\xe2\x82\xac" "b", 4 }, 3, "\xe2\x82\xac" },
	{ "a backslash is written as one", { "\\x", 2 }, 1, "\\x5C" },
	{ "NUL is written", { "\0", 1 }, 1, "\\x00" },
	{ "a line feed is written", { "\n", 1 }, 1, "\\x0A" },
	{ "an octet of no UTF-8 is written alone", { "\xff" "a", 2 }, 1, "\\xFF" },
	{ "a code point cut short is written by octets", { "\xe2\x82", 2 }, 1, "\\xE2" },
	{ "each octet of one that hides is written", { "\xe2\x80\xae", 3 }, 3, "\\xE2\\x80\\xAE" },
	{ "four octets that hide fill the room", { "\xf3\xa0\x81\xa1", 4 }, 4, "\\xF3\\xA0\\x81\\xA1" },
};
// clang-format on

static void check_escape(void **state)
{
	const struct escaped *row = *state;
	char out[ZGL_UTF8_ESCAPED];
	size_t n = 0;

	assert_int_equal(zgl_utf8_escape(row->octets, out, &n), row->taken);
	assert_sv_equal(((zgl_sv){ out, n }), zgl_sv_of(row->want));
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, table, check);
	ROWS_ADD(&r, escapes, check_escape);
	return rows_run(&r, "utf8");
}
