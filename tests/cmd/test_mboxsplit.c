/* SPDX-License-Identifier: ISC */
#include "cmd/mboxsplit.h"
#include "tests/rows.h"
#include "zegel/base/buf.h"

/* What came out: messages with "{" before and "}" behind each. */
struct seen {
	struct zgl_buf text;
};

static void take_begin(void *to)
{
	zgl_buf_char(&((struct seen *)to)->text, '{');
}

static void take_octets(void *to, zgl_sv octets)
{
	assert_true(octets.n > 0);
	zgl_buf_put(&((struct seen *)to)->text, octets);
}

static void take_end(void *to)
{
	zgl_buf_char(&((struct seen *)to)->text, '}');
}

static const struct zgl_mboxsplit_face face = { take_begin, take_octets,
	take_end };

#define DATE      " Sat Nov 21 10:00:00 2026\n"
#define F(sender) "From " sender DATE

// clang-format off
static const struct row {
	const char *name;
	const char *mbox;
	const char *want; /* NULL: no mbox */
} table[] = {
	{ "an empty mbox has no messages", "", "" },
	{ "one message", F("a") "X: y\n\nz\n", "{X: y\n\nz\n}" },
	{ "the empty line before the next message is dropped",
		F("a") "X: y\n\nz\n\n" F("b") "X: w\n\n", "{X: y\n\nz\n}{X: w\n}" },
	{ "one empty line only", F("a") "x\n\n\n\n" F("b") "y\n\n\n",
		"{x\n\n\n}{y\n\n}" },
	{ "a From_ line without an empty line before it parts nothing",
		F("a") "x\n" F("b") "y\n", "{x\n" F("b") "y\n}" },
	{ "nor does one that follows a From_ line",
		F("a") F("b") "x\n", "{" F("b") "x\n}" },
	{ "empty messages", F("a") "\n" F("b") "\n" F("c"), "{}{}{}" },
	{ "a From_ line that the file ends in", "From a" DATE, "{}" },
	{ "the shortest From_ line", "From a sun jan 1 00:00", "{}" },
	{ "a sender with spaces, tabs, a time zone, more",
		"From \"a  b\"@c.nl\t Mon  Feb\t02 23:59 +0100 2026 remote from d\nx\n",
		"{x\n}" },
	{ "text that begins with From is text",
		F("a") "x\n\nFrom here on\n\nFrom\n\nFrom \n\nFrom b Sat\n\ny\n",
		"{x\n\nFrom here on\n\nFrom\n\nFrom \n\nFrom b Sat\n\ny\n}" },
	{ "dates that are none",
		F("a") "\nFrom Sat Nov 21 10:00\n"
		"\nFrom b Sam Nov 21 10:00\n\nFrom b Sat Nop 21 10:00\n"
		"\nFrom b Sat Nov 021 10:00\n\nFrom b Sat Nov 2x 10:00\n"
		"\nFrom b Sat Nov 10:00\n\nFrom b Sat Nov 21 10-00\n"
		"\nFrom b Sat Nov 21 1:000\n\nFrom b Sat Nov 21 10:0\n",
		"{\nFrom Sat Nov 21 10:00\n"
		"\nFrom b Sam Nov 21 10:00\n\nFrom b Sat Nop 21 10:00\n"
		"\nFrom b Sat Nov 021 10:00\n\nFrom b Sat Nov 2x 10:00\n"
		"\nFrom b Sat Nov 10:00\n\nFrom b Sat Nov 21 10-00\n"
		"\nFrom b Sat Nov 21 1:000\n\nFrom b Sat Nov 21 10:0\n}" },
	{ "a quoted From line loses one quote, wherever it stands",
		F("a") ">From b\n>>From c\n\n>>>>From d\n\n>" F("e"),
		"{From b\n>From c\n\n>>>From d\n\n" F("e") "}" },
	{ "quotes before other text stay",
		F("a") ">\n>>x\n>from b\n>From\n> From c\n>Fro\n>>",
		"{>\n>>x\n>from b\n>From\n> From c\n>Fro\n>>}" },
	{ "From within a line parts nothing", F("a") "x From b\n\n " F("c"),
		"{x From b\n\n " F("c") "}" },
	{ "what looks like From so far",
		F("a") "\nF\nFr\nFro\nFrom\n\nFrom\tb" DATE "Frog\nFroFrom b\n",
		"{\nF\nFr\nFro\nFrom\n\nFrom\tb" DATE "Frog\nFroFrom b\n}" },
	{ "lines with CRLF",
		"From a Sat Nov 21 10:00\r\nx\r\n\r\nFrom b Sat Nov 21 10:00:00\r\n\r\n>From c\r\n\r\n",
		"{x\r\n}{\r\nFrom c\r\n}" },
	{ "an empty line before what only looks like From stays",
		F("a") "\nFro\n\n>From b\n\n\rx\n", "{\nFro\n\nFrom b\n\n\rx\n}" },
	{ "a lone CR is text", F("a") "\rx\n\r\ry\n\r", "{\rx\n\r\ry\n\r}" },
	{ "an empty line, and a CR at the end", F("a") "\n\r", "{\n\r}" },
	{ "text at the end without a line end", F("a") "x\n\ny", "{x\n\ny}" },
	{ "From at the end of the file, cut short", F("a") "\nFrom", "{\nFrom}" },
	{ "a From_ line at the end of the file, cut short",
		F("a") "\nFrom b Sat Nov 21 10:", "{\nFrom b Sat Nov 21 10:}" },
	{ "a quoted From that the file ends in", F("a") "\n>From ", "{\nFrom }" },
	{ "other text first is no mbox", "X: y\n\n" F("a"), NULL },
	{ "an empty line first is no mbox", "\n" F("a"), NULL },
	{ "a quoted From line first is no mbox", ">" F("a"), NULL },
	{ "From cut short is no mbox", "From", NULL },
	{ "From without a date is no mbox", "From a\n", NULL },
	{ "From without a date, and no end, is no mbox", "From a", NULL },
	{ "a name that begins like From is no mbox", "From: a\n", NULL },
};
// clang-format on

/* Feeds three pieces. */
static bool feed(struct zgl_mboxsplit *m, zgl_sv all, size_t first, size_t last)
{
	return zgl_mboxsplit_feed(m, zgl_sv_head(all, first))
		&& zgl_mboxsplit_feed(
			m, zgl_sv_skip(zgl_sv_head(all, last), first))
		&& zgl_mboxsplit_feed(m, zgl_sv_skip(all, last))
		&& zgl_mboxsplit_end(m);
}

static void check_at(const struct row *row, size_t first, size_t last)
{
	struct zgl_mboxsplit m;
	struct seen seen;

	zgl_buf_begin(&seen.text, 65536);
	zgl_mboxsplit_begin(&m, &face, &seen);
	bool good = feed(&m, zgl_sv_of(row->mbox), first, last);
	assert_int_equal(good, row->want != NULL);
	if (good)
		assert_sv_equal(zgl_buf_sv(&seen.text), zgl_sv_of(row->want));
	zgl_buf_free(&seen.text);
}

/* In three pieces, cut at every two places. */
static void check(void **state)
{
	const struct row *row = *state;
	size_t n = strlen(row->mbox);

	for (size_t first = 0; first <= n; first++) {
		for (size_t last = first; last <= n; last++)
			check_at(row, first, last);
	}
}

#define TO_TIME (sizeof(" Sat Nov 21 10:00") - 1)

/* A sender so long that the date ends at the limit, and one octet behind. */
static const struct longrow {
	const char *name;
	size_t sender_n;
	const char *want;
} long_table[] = {
	{ "a date that ends at the limit parts", ZGL_MBOX_LINE - TO_TIME,
		"{x\n}" },
	{ "one that ends behind it does not", ZGL_MBOX_LINE - TO_TIME + 1,
		NULL },
};

static void check_long(void **state)
{
	const struct longrow *row = *state;
	char mbox[ZGL_MBOX_LINE + 64] = "From ";
	const struct row same = { row->name, mbox, row->want };

	memset(mbox + 5, 'a', row->sender_n);
	memcpy(mbox + 5 + row->sender_n, DATE "x\n", sizeof(DATE "x\n"));
	for (size_t at = 0; at <= strlen(mbox); at++)
		check_at(&same, at, at);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, table, check);
	ROWS_ADD(&r, long_table, check_long);
	return rows_run(&r, "mboxsplit");
}
