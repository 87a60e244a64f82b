/* SPDX-License-Identifier: ISC */
/*
 * authbank -- fields with hostile values, for readers of others.
 *
 *     authbank COUNT
 *
 * Prints for each value of each place (a property, the reason) one line of hex
 * words: the place, the value, or "-" when it does not fit and must be absent,
 * and the field. The value stands in the first of two results, so that what
 * breaks out of it is seen in the second.
 */
#include <stdio.h>
#include <stdlib.h>

#include "zegel/authres/authwrite.h"

#define PIECES_MOST 8

static const char *const places[] = { "d", "s", "a", "i", "b", "reason" };

// clang-format off
static const zgl_sv wild[] = {
	{ ";", 1 }, { "; dkim=pass", 11 }, { "\"", 1 }, { "'", 1 }, { "(", 1 },
	{ ")", 1 }, { "\\", 1 }, { "\\\"", 2 }, { "\r\n\t", 3 }, { "\r\n", 2 },
	{ "\n", 1 }, { "\t", 1 }, { "\0", 1 }, { "\x7f", 1 }, { "\xff", 1 },
	{ "=?us-ascii?q?=3B?=", 18 }, { "\xc3\xa9", 2 }, { "\xe2\x80\xae", 3 },
	{ " header.d=victim.example", 24 }, { "spf=pass", 8 },
};

static const zgl_sv tame[] = {
	{ "a", 1 }, { "Joe", 3 }, { "example", 7 }, { ".", 1 }, { "nl", 2 },
	{ "@", 1 }, { "-", 1 }, { "_", 1 }, { "=", 1 }, { "/", 1 }, { "+", 1 },
	{ ",", 1 }, { ":", 1 }, { "<", 1 }, { ">", 1 }, { "[", 1 }, { "]", 1 },
	{ "?", 1 }, { " ", 1 }, { "  ", 2 }, { "(x)", 3 }, { "'", 1 },
	{ "!#$%&*^`{|}~", 12 }, { "@example.nl", 11 }, { "joe@example.nl", 14 },
	{ "dkim=pass", 9 }, { "none", 4 }, { "reason=x", 8 }, { "0", 1 },
};
// clang-format on

static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

/* xorshift64: the same values on every machine */
static size_t below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state >> 16) % n;
}

static void make_value(struct zgl_buf *to, bool hostile)
{
	size_t pieces = 1 + below(PIECES_MOST);

	zgl_buf_reset(to);
	for (size_t i = 0; i < pieces; i++)
		zgl_buf_put(to,
			hostile && below(4) == 0
				? wild[below(ZGL_COUNT(wild))]
				: tame[below(ZGL_COUNT(tame))]);
}

static void make_field(struct zgl_buf *to, const char *place, zgl_sv value)
{
	static const struct zgl_authresult second = { .method = "spf",
		.result = "fail",
		.props = { { "smtp", "mailfrom", { "example.org", 11 } } },
		.prop_count = 1 };
	struct zgl_authresult first = { .method = "dkim", .result = "fail" };
	struct zgl_authwrite w;

	if (place[1] != '\0')
		first.reason = value;
	else
		first.props[first.prop_count++] =
			(struct zgl_authprop){ "header", place, value };
	zgl_buf_reset(to);
	zgl_authwrite_begin(&w, to, ZGL_SV("mx.example.nl"), false);
	zgl_authwrite_result(&w, &first);
	zgl_authwrite_result(&w, &second);
	zgl_authwrite_end(&w);
}

static void print_hex(zgl_sv s)
{
	for (size_t i = 0; i < s.n; i++)
		printf("%02x", (unsigned char)s.p[i]);
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	struct zgl_buf value, field;

	zgl_buf_begin(&value, 4096);
	zgl_buf_begin(&field, 65536);
	for (unsigned long i = 0; i < count * ZGL_COUNT(places); i++) {
		const char *place = places[i % ZGL_COUNT(places)];
		make_value(&value,
			i % (2 * ZGL_COUNT(places)) >= ZGL_COUNT(places));
		make_field(&field, place, zgl_buf_sv(&value));
		print_hex(zgl_sv_of(place));
		putchar(' ');
		if (zgl_authwrite_fits(zgl_buf_sv(&value), false))
			print_hex(zgl_buf_sv(&value));
		else
			putchar('-');
		putchar(' ');
		print_hex(zgl_buf_sv(&field));
		putchar('\n');
	}
	zgl_buf_free(&value);
	zgl_buf_free(&field);
	return 0;
}
