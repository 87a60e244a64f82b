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

// clang-format off
static const struct row {
	const char *name;
	const char *mbox;
	const char *want; /* NULL: no mbox */
} table[] = {
	{ "an empty mbox has no messages", "", "" },
	{ "one message", "From a\nX: y\n\nz\n", "{X: y\n\nz\n}" },
	{ "the empty line before the next message is dropped",
		"From a\nX: y\n\nz\n\nFrom b\nX: w\n\n", "{X: y\n\nz\n}{X: w\n}" },
	{ "one empty line only", "From a\nx\n\n\n\nFrom b\ny\n\n\n",
		"{x\n\n\n}{y\n\n}" },
	{ "a From line parts messages without an empty line before it, too",
		"From a\nx\nFrom b\ny\n", "{x\n}{y\n}" },
	{ "an empty message", "From a\nFrom b\n\nFrom c\n", "{}{}{}" },
	{ "a From line that the file ends in", "From a", "{}" },
	{ "a quoted From line loses one quote",
		"From a\n>From b\n>>From c\n>>>>From d\n",
		"{From b\n>From c\n>>>From d\n}" },
	{ "quotes before other text stay",
		"From a\n>\n>>x\n>from b\n>From\n> From c\n>Fro\n>>",
		"{>\n>>x\n>from b\n>From\n> From c\n>Fro\n>>}" },
	{ "From within a line parts nothing", "From a\nx From b\n From c\n",
		"{x From b\n From c\n}" },
	{ "what looks like From so far", "From a\nF\nFr\nFro\nFrom\nFrom\tb\nFrog\nFroFrom b\n",
		"{F\nFr\nFro\nFrom\nFrom\tb\nFrog\nFroFrom b\n}" },
	{ "lines with CRLF", "From a\r\nx\r\n\r\nFrom b\r\n\r\n>From c\r\n\r\n",
		"{x\r\n}{\r\nFrom c\r\n}" },
	{ "an empty line before what only looks like From stays",
		"From a\n\nFro\n\n>From b\n\n\rx\n", "{\nFro\n\nFrom b\n\n\rx\n}" },
	{ "a lone CR is text", "From a\n\rx\n\r\ry\n\r", "{\rx\n\r\ry\n\r}" },
	{ "an empty line, and a CR at the end", "From a\n\n\r", "{\n\r}" },
	{ "text at the end without a line end", "From a\nx\n\ny", "{x\n\ny}" },
	{ "From at the end of the file, cut short", "From a\n\nFrom", "{\nFrom}" },
	{ "a quoted From that the file ends in", "From a\n\n>From ", "{\nFrom }" },
	{ "other text first is no mbox", "X: y\nFrom a\n", NULL },
	{ "an empty line first is no mbox", "\nFrom a\n", NULL },
	{ "a quoted From line first is no mbox", ">From a\n", NULL },
	{ "From cut short is no mbox", "From", NULL },
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

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, table, check);
	return rows_run(&r, "mboxsplit");
}
