/* SPDX-License-Identifier: ISC */
/* sv: views of octets, and the classes of octets (ascii). */
#include "tests/rows.h"
#include "zegel/base/ascii.h"

struct pair_row {
	const char *name, *a, *b;
	bool eq, ieq, starts, istarts, iends;
};

#define Y true
#define N false

// clang-format off
static const struct pair_row pairs[] = {
	/*                                           eq ieq st ist iend */
	{ "the same",            "abc",   "abc",     Y, Y, Y, Y, Y },
	{ "both empty",          "",      "",        Y, Y, Y, Y, Y },
	{ "other case",          "aBc",   "AbC",     N, Y, N, Y, Y },
	{ "other octets",        "abc",   "abd",     N, N, N, N, N },
	{ "other first octet",   "abc",   "xbc",     N, N, N, N, N },
	{ "an empty part",       "abc",   "",        N, N, Y, Y, Y },
	{ "a first part",        "abc",   "ab",      N, N, Y, Y, N },
	{ "a first part, case",  "abc",   "AB",      N, N, N, Y, N },
	{ "a last part",         "abc",   "bc",      N, N, N, N, Y },
	{ "a last part, case",   "abc",   "BC",      N, N, N, N, Y },
	{ "first and last",      "xyx",   "X",       N, N, N, Y, Y },
	{ "a longer part",       "abc",   "abcd",    N, N, N, N, N },
	{ "a part of nothing",   "",      "a",       N, N, N, N, N },
	{ "@ and ` are no case", "@",     "`",       N, N, N, N, N },
	{ "[ and { are no case", "[",     "{",       N, N, N, N, N },
	{ "8-bit octets have no case", "\xc4", "\xe4", N, N, N, N, N },
};
// clang-format on

static void check_pair(void **state)
{
	const struct pair_row *row = *state;
	zgl_sv a = zgl_sv_of(row->a), b = zgl_sv_of(row->b);

	assert_int_equal(zgl_sv_eq(a, b), row->eq);
	assert_int_equal(zgl_sv_eq(b, a), row->eq);
	assert_int_equal(zgl_sv_ieq(a, b), row->ieq);
	assert_int_equal(zgl_sv_ieq(b, a), row->ieq);
	assert_int_equal(zgl_sv_starts(a, b), row->starts);
	assert_int_equal(zgl_sv_istarts(a, b), row->istarts);
	assert_int_equal(zgl_sv_iends(a, b), row->iends);
}

struct trim_row {
	const char *name, *text, *fws, *wsp;
};

// clang-format off
static const struct trim_row trims[] = {
	{ "nothing to trim",       "a b",           "a b",    "a b" },
	{ "nothing at all",        "",              "",       "" },
	{ "white space only",      " \t ",          "",       "" },
	{ "folds only",            "\r\n ",         "",       "\r\n" },
	{ "white space around",    "\t a \tb\t ",   "a \tb",  "a \tb" },
	{ "folds around",          "\r\n\ta\r\n b\r\n", "a\r\n b", "\r\n\ta\r\n b\r\n" },
	{ "other control octets",  " \va\f ",       "\va\f",  "\va\f" },
	{ "8-bit white space",     "\xa0 a\xa0",    "\xa0 a\xa0", "\xa0 a\xa0" },
};
// clang-format on

static void check_trim(void **state)
{
	const struct trim_row *row = *state;

	assert_sv_equal(
		zgl_sv_trim_fws(zgl_sv_of(row->text)), zgl_sv_of(row->fws));
	assert_sv_equal(
		zgl_sv_trim_wsp(zgl_sv_of(row->text)), zgl_sv_of(row->wsp));
}

struct split_row {
	const char *name, *text;
	const char *parts; /* each with a | behind */
};

// clang-format off
static const struct split_row splits[] = {
	{ "one part",             "a",      "a|" },
	{ "nothing is one part",  "",       "|" },
	{ "two parts",            "ab:c",   "ab|c|" },
	{ "an empty last part",   "a:b:",   "a|b||" },
	{ "an empty first part",  ":a",     "|a|" },
	{ "empty parts between",  "a::b",   "a||b|" },
	{ "separators only",      "::",     "|||" },
};
// clang-format on

static void check_split(void **state)
{
	const struct split_row *row = *state;
	zgl_sv rest = zgl_sv_of(row->text), part;
	char shown[64] = "";

	while (zgl_sv_split(&rest, ':', &part)) {
		strncat(shown, part.p, part.n);
		strcat(shown, "|");
	}
	assert_string_equal(shown, row->parts);
	assert_null(rest.p);
	assert_null(part.p);
	assert_int_equal(part.n, 0);
	assert_false(zgl_sv_split(&rest, ':', &part));
}

static void absent_views(void **state)
{
	zgl_sv none = { NULL, 0 }, part;

	(void)state;
	assert_null(zgl_sv_of(NULL).p);
	assert_int_equal(zgl_sv_of(NULL).n, 0);
	assert_true(zgl_sv_eq(none, ZGL_SV("")));
	assert_true(zgl_sv_ieq(none, none));
	assert_true(zgl_sv_starts(none, none));
	assert_true(zgl_sv_iends(ZGL_SV("a"), none));
	assert_int_equal(zgl_sv_find(none, '\0'), 0);
	assert_null(zgl_sv_skip(none, 1).p);
	assert_null(zgl_sv_head(none, 1).p);
	assert_null(zgl_sv_trim_fws(none).p);
	assert_null(zgl_sv_trim_wsp(none).p);
	assert_false(zgl_sv_split(&none, ':', &part));
}

static void cuts(void **state)
{
	zgl_sv s = ZGL_SV("a\0b");

	(void)state;
	assert_int_equal(s.n, 3);
	assert_int_equal(zgl_sv_find(s, '\0'), 1);
	assert_int_equal(zgl_sv_find(s, 'b'), 2);
	assert_int_equal(zgl_sv_find(s, 'c'), 3);
	assert_sv_equal(zgl_sv_skip(s, 0), s);
	assert_sv_equal(zgl_sv_skip(s, 2), ZGL_SV("b"));
	assert_sv_equal(zgl_sv_skip(s, 3), ZGL_SV(""));
	assert_sv_equal(zgl_sv_skip(s, SIZE_MAX), ZGL_SV(""));
	assert_sv_equal(zgl_sv_head(s, 0), ZGL_SV(""));
	assert_sv_equal(zgl_sv_head(s, 2), ZGL_SV("a\0"));
	assert_sv_equal(zgl_sv_head(s, SIZE_MAX), s);
	assert_false(zgl_sv_eq(s, ZGL_SV("a\0c")));
	assert_false(zgl_sv_ieq(s, ZGL_SV("a\0c")));
}

static bool one_of(const char *octets, int c)
{
	return c != 0 && strchr(octets, c) != NULL;
}

/* Each of the 256 octets, the classes written out. */
static void classes(void **state)
{
	static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
	static const char digits[] = "0123456789";
	static const char hex[] = "0123456789abcdef";

	(void)state;
	for (int i = 0; i < 256; i++) {
		char c = (char)i;
		bool up = one_of(upper, i), low = one_of(lower, i);
		bool digit = one_of(digits, i);
		char small = up ? lower[strchr(upper, i) - upper] : c;
		const char *at = i == 0 ? NULL : strchr(hex, small);
		assert_int_equal(zgl_lower(c), small);
		assert_int_equal(zgl_is_digit(c), digit);
		assert_int_equal(zgl_is_alpha(c), up || low);
		assert_int_equal(zgl_is_alnum(c), up || low || digit);
		assert_int_equal(zgl_is_wsp(c), one_of(" \t", i));
		assert_int_equal(zgl_is_fws(c), one_of(" \t\r\n", i));
		assert_int_equal(zgl_is_visible(c), i >= 33 && i <= 126);
		assert_int_equal(zgl_is_8bit(c), i >= 128);
		assert_int_equal(
			zgl_hex_value(c), at == NULL ? -1 : (int)(at - hex));
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, pairs, check_pair);
	ROWS_ADD(&r, trims, check_trim);
	ROWS_ADD(&r, splits, check_split);
	rows_add_one(&r, "absent views are empty ones", absent_views);
	rows_add_one(&r, "find, skip and head, NUL like any octet", cuts);
	rows_add_one(&r, "ascii: the classes of all 256 octets", classes);
	return rows_run(&r, "sv");
}
