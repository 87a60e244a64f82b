/* SPDX-License-Identifier: ISC */
/* msgsplit: where header and body part, at every one and every two cuts. */
#include "tests/rows.h"
#include "zegel/mail/msgsplit.h"

struct row {
	const char *name, *message;
	const char *parts; /* "[field]" for each, "/", the body */
};

// clang-format off
static const struct row rows[] = {
	{ "rfc5322#2.1: header, empty line, body",
	  "A: b\r\nC: d\r\n\r\nbody\r\n", "[A: b][C: d]/body\r\n" },
	{ "rfc5322#2.2.3: folded fields",
	  "A: b\r\n c\r\n\td\r\nE:\r\n f\r\n\r\nx", "[A: b\r\n c\r\n\td][E:\r\n f]/x" },
	{ "no octets", "", "/" },
	{ "only an empty line", "\r\n", "/" },
	{ "an empty line first: all the rest is body",
	  "\r\nA: b\r\n", "/A: b\r\n" },
	{ "two empty lines: the second is body", "A: b\r\n\r\n\r\n", "[A: b]/\r\n" },
	{ "only a header", "A: b\r\n", "[A: b]/" },
	{ "only a header, no last CRLF", "A: b", "[A: b]/" },
	{ "only a header, the last octet a CR", "A: b\r", "[A: b\r]/" },
	{ "only a header, folded, no last CRLF", "A: b\r\n c", "[A: b\r\n c]/" },
	{ "a fold at the very end", "A: b\r\n ", "[A: b\r\n ]/" },
	{ "a colon at the very end", "A:", "[A:]/" },
	{ "a name at the very end is body", "A: b\r\nC", "[A: b]/C" },
	{ "a name and white space at the very end are body", "A: b\r\nC ", "[A: b]/C " },
	{ "a CR at the very end is body", "A: b\r\n\r", "[A: b]/\r" },
	{ "a CR that begins a line is body", "A: b\r\n\rx", "[A: b]/\rx" },
	{ "a lone CR and an empty line are body", "A: b\r\n\r\r\nx", "[A: b]/\r\r\nx" },
	{ "white space before the colon",
	  "A : b\r\nC\t \t:d\r\n\r\nx", "[A : b][C\t \t:d]/x" },
	{ "a line without a colon is body",
	  "A: b\r\nno colon\r\nC: d\r\n\r\nx", "[A: b]/no colon\r\nC: d\r\n\r\nx" },
	{ "a line of one word is body", "A: b\r\nword\r\n\r\n", "[A: b]/word\r\n\r\n" },
	{ "a first line that begins with white space is body",
	  " From: x\r\nTo: y\r\n\r\nz", "/ From: x\r\nTo: y\r\n\r\nz" },
	{ "a name folded from its colon is body",
	  "A: b\r\nFrom\r\n : x\r\n\r\n", "[A: b]/From\r\n : x\r\n\r\n" },
	{ "an empty name is body", ": x\r\n\r\n", "/: x\r\n\r\n" },
	{ "white space for a name is body", "A: b\r\n : x\r\n", "[A: b\r\n : x]/" },
	{ "an 8-bit name is body", "A: b\r\nN\xc3\xa9: x\r\n", "[A: b]/N\xc3\xa9: x\r\n" },
	{ "a DEL in a name is body", "A\x7f: b\r\n", "/A\x7f: b\r\n" },
	{ "an mbox separator is body", "From a@b Thu\r\nA: b\r\n", "/From a@b Thu\r\nA: b\r\n" },
	{ "a lone CR in a value is an ordinary octet", "A: b\rc\r\n\r\nx", "[A: b\rc]/x" },
	{ "CR CR LF ends a field whose last octet is a CR", "A: b\r\r\nC: d\r\n\r\n", "[A: b\r][C: d]/" },
	{ "a line of white space continues a field", "A: b\r\n \r\nC: d\r\n\r\n", "[A: b\r\n ][C: d]/" },
	{ "an empty value", "A:\r\nB:\r\n\r\n", "[A:][B:]/" },
	{ "a lone LF does not begin a field", "\nA: b\r\n", "/\nA: b\r\n" },
	{ "a lone LF in a name is body", "A\n: b\r\n", "/A\n: b\r\n" },
	{ "fields longer than a block",
	  "A0123456789012345678901234567890123456789012345678901234567890123456789: x\r\n"
	  "B: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n"
	  " 012345678901234567890123456789012345678901234567890123456789\r\n\r\ny",
	  "[A0123456789012345678901234567890123456789012345678901234567890123456789: x]"
	  "[B: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n"
	  " 012345678901234567890123456789012345678901234567890123456789]/y" },
};

/* Lone LFs: fields for msgsplit, but zgl_header_add takes none of them. */
static const struct row lone_lf_rows[] = {
	{ "a lone LF in a value is an ordinary octet",
	  "A: b\nC: d\r\n\r\nx", "[A: b\nC: d]/x" },
	{ "a lone LF before white space too",
	  "A: b\n c\r\n\r\nx", "[A: b\n c]/x" },
	{ "lone LFs make no empty line", "A: b\n\nC: d\r\n\r\n", "[A: b\n\nC: d]/" },
	{ "a lone LF behind a fold", "A: b\r\n c\nd\r\n\r\n", "[A: b\r\n c\nd]/" },
	{ "a lone LF right behind a CRLF is body, not a fold",
	  "A: b\r\n\nC: d\r\n", "[A: b]/\nC: d\r\n" },
};
// clang-format on

struct log {
	struct zgl_buf parts;
	enum zgl_err field_err, end_err, body_err;
};

static enum zgl_err log_field(void *to, zgl_sv raw)
{
	struct log *log = to;

	zgl_buf_text(&log->parts, "[");
	zgl_buf_put(&log->parts, raw);
	zgl_buf_text(&log->parts, "]");
	return log->field_err;
}

static enum zgl_err log_end(void *to)
{
	struct log *log = to;

	zgl_buf_text(&log->parts, "/");
	return log->end_err;
}

static enum zgl_err log_body(void *to, zgl_sv octets)
{
	struct log *log = to;

	assert_true(octets.n > 0);
	zgl_buf_put(&log->parts, octets);
	return log->body_err;
}

static const struct zgl_msgsplit_face face = { log_field, log_end, log_body };

static const struct zgl_limits *limits(void)
{
	static struct zgl_limits l;

	l = ZGL_LIMITS_DEFAULT;
	return &l;
}

/* From a block of its own: one who reads beyond it is found. */
static enum zgl_err feed_copy(struct zgl_msgsplit *s, zgl_sv part)
{
	char *copy = malloc(part.n + (part.n == 0));

	assert_non_null(copy);
	memcpy(copy, part.p, part.n);
	enum zgl_err err = zgl_msgsplit_feed(s, (zgl_sv){ copy, part.n });
	free(copy);
	return err;
}

/* The message in three parts, until one gives an error. */
static enum zgl_err feed_cut(
	struct zgl_msgsplit *s, zgl_sv message, size_t a, size_t b)
{
	zgl_sv tail = zgl_sv_skip(message, a);

	ZGL_TRY(feed_copy(s, zgl_sv_head(message, a)));
	ZGL_TRY(feed_copy(s, zgl_sv_head(tail, b - a)));
	ZGL_TRY(feed_copy(s, zgl_sv_skip(tail, b - a)));
	return zgl_msgsplit_end(s);
}

static void check_cut(zgl_sv message, size_t a, size_t b, const char *parts)
{
	struct log log = { 0 };
	struct zgl_msgsplit s;

	zgl_buf_begin(&log.parts, SIZE_MAX);
	zgl_msgsplit_begin(&s, &face, &log, limits());
	assert_int_equal(feed_cut(&s, message, a, b), ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&log.parts), zgl_sv_of(parts));
	assert_int_equal(s.offset, message.n);
	zgl_msgsplit_free(&s);
	zgl_buf_free(&log.parts);
}

static void check(void **state)
{
	const struct row *row = *state;
	zgl_sv message = zgl_sv_of(row->message);

	for (size_t a = 0; a <= message.n; a++) {
		for (size_t b = a; b <= message.n; b++)
			check_cut(message, a, b, row->parts);
	}
}

/* The same with the fields in a header; "[" and "]" are put round them. */
static void check_into_cut(
	zgl_sv message, size_t a, size_t b, const char *parts)
{
	struct log log = { 0 };
	struct zgl_buf all;
	struct zgl_msgsplit s;
	struct zgl_header h;
	struct zgl_arena arena;

	zgl_buf_begin(&log.parts, SIZE_MAX);
	zgl_buf_begin(&all, SIZE_MAX);
	zgl_arena_begin(&arena, 1 << 20);
	zgl_header_begin(&h, &arena, limits());
	zgl_msgsplit_begin(&s, &face, &log, limits());
	zgl_msgsplit_into(&s, &h);
	assert_int_equal(feed_cut(&s, message, a, b), ZGL_OK);
	for (uint32_t i = 0; i < h.count; i++) {
		zgl_buf_text(&all, "[");
		zgl_buf_put(&all, zgl_field_raw(&h.fields[i]));
		zgl_buf_text(&all, "]");
	}
	zgl_buf_put(&all, zgl_buf_sv(&log.parts));
	assert_sv_equal(zgl_buf_sv(&all), zgl_sv_of(parts));
	assert_int_equal(s.offset, message.n);
	zgl_msgsplit_free(&s);
	zgl_buf_free(&log.parts);
	zgl_buf_free(&all);
	zgl_arena_free(&arena);
}

static void check_into(void **state)
{
	const struct row *row = *state;
	zgl_sv message = zgl_sv_of(row->message);

	for (size_t a = 0; a <= message.n; a++) {
		for (size_t b = a; b <= message.n; b++)
			check_into_cut(message, a, b, row->parts);
	}
}

static void check_into_refuses(void **state)
{
	const struct row *row = *state;
	struct log log = { 0 };
	struct zgl_msgsplit s;
	struct zgl_header h;
	struct zgl_arena arena;
	bool in_header = strchr(row->parts, '\n') < strchr(row->parts, '/');

	zgl_buf_begin(&log.parts, SIZE_MAX);
	zgl_arena_begin(&arena, 1 << 20);
	zgl_header_begin(&h, &arena, limits());
	zgl_msgsplit_begin(&s, &face, &log, limits());
	zgl_msgsplit_into(&s, &h);
	enum zgl_err err = feed_cut(&s, zgl_sv_of(row->message), 3, 9);
	assert_int_equal(err, in_header ? ZGL_ESYNTAX : ZGL_OK);
	assert_int_equal(zgl_msgsplit_end(&s), err);
	zgl_msgsplit_free(&s);
	zgl_buf_free(&log.parts);
	zgl_arena_free(&arena);
}

/* ---- limits: at each, and one past ---- */

struct limit_row {
	const char *name, *message;
	size_t fields, field_octets, header_octets;
	enum zgl_err err;
	size_t offset; /* of what failed */
};

// clang-format off
static const struct limit_row limit_rows[] = {
	{ "`fields`: at the limit",
	  "A: b\r\nC: d\r\n\r\nx", 2, 99, 99, ZGL_OK, 15 },
	{ "`fields`: one past",
	  "A: b\r\nC: d\r\nE: f\r\n\r\nx", 2, 99, 99, ZGL_ELIMIT, 12 },
	{ "`fields`: a line past that is no field is none",
	  "A: b\r\nC: d\r\nE f\r\n\r\nx", 2, 99, 99, ZGL_OK, 20 },
	{ "`fields`: none",
	  "A: b\r\n\r\nx", 0, 99, 99, ZGL_ELIMIT, 0 },
	{ "`field_octets`: at the limit, the last CRLF does not count",
	  "A: 45678\r\n\r\nx", 9, 8, 99, ZGL_OK, 13 },
	{ "`field_octets`: one past",
	  "A: 456789\r\n\r\nx", 9, 8, 99, ZGL_ELIMIT, 0 },
	{ "`field_octets`: a fold counts",
	  "A: 4\r\n 8\r\n\r\nx", 9, 8, 99, ZGL_OK, 13 },
	{ "`field_octets`: one past, in a fold",
	  "A: 4\r\n 89\r\n\r\nx", 9, 8, 99, ZGL_ELIMIT, 0 },
	{ "`field_octets`: a lone CR counts",
	  "A: 4567\r9\r\n\r\nx", 9, 8, 99, ZGL_ELIMIT, 0 },
	{ "`field_octets`: without a last CRLF",
	  "A: 45678", 9, 8, 99, ZGL_OK, 8 },
	{ "`field_octets`: a CR at the very end counts",
	  "A: 45678\r", 9, 8, 99, ZGL_ELIMIT, 0 },
	{ "`field_octets`: a line that can still be a field",
	  "A: b\r\n12345678 x\r\n", 9, 8, 99, ZGL_ELIMIT, 6 },
	{ "`field_octets`: a line that is none in time",
	  "A: b\r\n1234567\r\n\r\n", 9, 8, 99, ZGL_OK, 17 },
	{ "`field_octets`: the body may be longer",
	  "A: b\r\n\r\n123456789\r\n", 9, 8, 99, ZGL_OK, 19 },
	{ "`header_octets`: at the limit",
	  "A: b\r\nC: d\r\n\r\nx", 9, 99, 8, ZGL_OK, 15 },
	{ "`header_octets`: one past",
	  "A: b\r\nC: de\r\n\r\nx", 9, 99, 8, ZGL_ELIMIT, 6 },
	{ "`header_octets`: at the limit, the empty line does not count",
	  "A: 45678\r\n\r\n\r\n", 9, 99, 8, ZGL_OK, 14 },
	{ "`header_octets`: a CR behind the limit is body",
	  "A: 45678\r\n\rx", 9, 99, 8, ZGL_OK, 12 },
	{ "`header_octets`: one more field",
	  "A: 45678\r\nB:\r\n\r\n", 9, 99, 8, ZGL_ELIMIT, 10 },
};
// clang-format on

static void check_limit_cut(
	const struct limit_row *row, size_t a, size_t b, bool into)
{
	struct zgl_limits l = *limits();
	struct log log = { 0 };
	struct zgl_msgsplit s;
	struct zgl_header h;
	struct zgl_arena arena;

	l.fields = row->fields;
	l.field_octets = row->field_octets;
	l.header_octets = row->header_octets;
	zgl_buf_begin(&log.parts, SIZE_MAX);
	zgl_arena_begin(&arena, 1 << 20);
	zgl_header_begin(&h, &arena, &l);
	zgl_msgsplit_begin(&s, &face, &log, &l);
	if (into)
		zgl_msgsplit_into(&s, &h);
	assert_int_equal(feed_cut(&s, zgl_sv_of(row->message), a, b), row->err);
	assert_int_equal(zgl_msgsplit_feed(&s, ZGL_SV("")), row->err);
	assert_int_equal(zgl_msgsplit_end(&s), row->err);
	assert_int_equal(s.offset, row->offset);
	zgl_msgsplit_free(&s);
	zgl_buf_free(&log.parts);
	zgl_arena_free(&arena);
}

static void check_limit(void **state)
{
	const struct limit_row *row = *state;
	size_t n = strlen(row->message);

	for (size_t a = 0; a <= n; a++) {
		for (size_t b = a; b <= n; b++) {
			check_limit_cut(row, a, b, false);
			check_limit_cut(row, a, b, true);
		}
	}
}

/* ---- the rest ---- */

static void errors_of_callbacks_stay(void **state)
{
	zgl_sv message = ZGL_SV("A: b\r\nC: d\r\n\r\nbody\r\n");

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct log log = {
			.field_err = i == 0 ? ZGL_EIO : ZGL_OK,
			.end_err = i == 1 ? ZGL_EIO : ZGL_OK,
			.body_err = i == 2 ? ZGL_EIO : ZGL_OK,
		};
		static const char *const parts[] = { "[A: b]", "[A: b][C: d]/",
			"[A: b][C: d]/body\r\n" };
		struct zgl_msgsplit s;
		zgl_buf_begin(&log.parts, SIZE_MAX);
		zgl_msgsplit_begin(&s, &face, &log, limits());
		assert_int_equal(zgl_msgsplit_feed(&s, message), ZGL_EIO);
		assert_int_equal(zgl_msgsplit_feed(&s, message), ZGL_EIO);
		assert_int_equal(zgl_msgsplit_end(&s), ZGL_EIO);
		assert_sv_equal(zgl_buf_sv(&log.parts), zgl_sv_of(parts[i]));
		zgl_msgsplit_free(&s);
		zgl_buf_free(&log.parts);
	}
}

struct views {
	const char *p;
	size_t n, count;
};

static enum zgl_err is_view(void *to, zgl_sv octets)
{
	struct views *v = to;

	assert_true(octets.p >= v->p && octets.p + octets.n <= v->p + v->n);
	v->count++;
	return ZGL_OK;
}

static enum zgl_err no_end(void *to)
{
	(void)to;
	return ZGL_OK;
}

static void whole_fields_and_body_are_views(void **state)
{
	static const char message[] =
		"A: b\r\nC : d\r\n e\r\nF:\n\r\n\r\nbody\r\n";
	static const struct zgl_msgsplit_face views_face = { is_view, no_end,
		is_view };
	struct views v = { message, sizeof(message) - 1, 0 };
	struct zgl_msgsplit s;

	(void)state;
	zgl_msgsplit_begin(&s, &views_face, &v, limits());
	assert_int_equal(zgl_msgsplit_feed(&s, (zgl_sv){ v.p, v.n }), ZGL_OK);
	assert_int_equal(v.count, 4);
	assert_null(s.held.p);
	assert_int_equal(zgl_msgsplit_end(&s), ZGL_OK);
	zgl_msgsplit_free(&s);
}

static enum zgl_err count_octets(void *to, zgl_sv raw)
{
	*(size_t *)to += raw.n;
	return ZGL_OK;
}

/* Would take for ever, if each octet meant a look at those before it. */
static void ten_megabytes_octet_by_octet(void **state)
{
	static const struct zgl_msgsplit_face count_face = { count_octets,
		no_end, count_octets };
	struct zgl_limits l = *limits();
	size_t octets = 0, most = 10 * 1024 * 1024;
	struct zgl_msgsplit s;

	(void)state;
	l.field_octets = l.header_octets = SIZE_MAX;
	zgl_msgsplit_begin(&s, &count_face, &octets, &l);
	assert_int_equal(zgl_msgsplit_feed(&s, ZGL_SV("A:")), ZGL_OK);
	for (size_t i = 2; i < most; i++)
		assert_int_equal(zgl_msgsplit_feed(&s, ZGL_SV("x")), ZGL_OK);
	assert_int_equal(octets, 0);
	assert_int_equal(zgl_msgsplit_end(&s), ZGL_OK);
	assert_int_equal(octets, most);
	zgl_msgsplit_free(&s);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, lone_lf_rows, check);
	ROWS_ADD(&r, rows, check_into);
	ROWS_ADD(&r, lone_lf_rows, check_into_refuses);
	ROWS_ADD(&r, limit_rows, check_limit);
	rows_add_one(&r, "errors of callbacks are returned from then on",
		errors_of_callbacks_stay);
	rows_add_one(&r, "whole fields and the body are passed as views",
		whole_fields_and_body_are_views);
	rows_add_one(&r, "a field of 10 MB octet by octet is read once",
		ten_megabytes_octet_by_octet);
	return rows_run(&r, "msgsplit");
}
