/* SPDX-License-Identifier: ISC */
/*
 * authread: where faults are, what the limits are, and that all we can write is
 * read. What is read of which field stands in tests/suites/authres-rfc8601.yml.
 */
#include "tests/authres/authvalues.h"
#include "tests/rows.h"
#include "zegel/authres/authread.h"

#define ARENA_OCTETS ((size_t)4 * 1024 * 1024)

struct fault_row {
	const char *name;
	zgl_sv value;
	const char *what;
	const char *before; /* what stands before the place of the fault */
};

#define V(literal)                                                             \
	{                                                                      \
		"" literal, sizeof(literal) - 1                                \
	}

// clang-format off
static const struct fault_row faults[] = {
	{ "rfc8601#2.2: nothing", V(""), "no value", "" },
	{ "rfc5322#2.2: a control octet", V(" a; dkim=pass \x01"), "a control octet", " a; dkim=pass " },
	{ "rfc5322#2.2.3: a CR outside a fold", V(" a; \rnone"), "a CR or LF outside a fold", " a; " },
	{ "rfc6532#3.1: no UTF-8", V(" a\xff; none"), "octets that are no UTF-8", " a" },
	{ "rfc2047#2: an encoded word", V(" a; dkim=pass (=?x?="), "the start of an encoded word", " a; dkim=pass (" },
	{ "rfc5322#4.2: a blank line", V(" a;\r\n \t\r\n none"), "a line of white space", " a;\r\n" },
	{ "rfc5322#4.2: a blank line at the end", V(" a; none\r\n "), "a line of white space", " a; none\r\n" },
	{ "rfc5322#3.2.2: a comment without end", V(" a; none (x"), "a comment without end", " a; none " },
	{ "rfc5322#3.2.4: quotes without end", V(" \"a; none"), "a quoted string without end", " " },
	{ "rfc8601#2.5: an empty authserv-id", V(" \"\"; none"), "an empty authserv-id", " " },
	{ "rfc8601#2.2: an odd authserv-id", V(" a/b; none"), "neither a token, quoted string nor address", " " },
	{ "an apostrophe in it", V(" a'b; none"), "an apostrophe without quotes", " a" },
	{ "a comment right behind it", V(" a(b); none"), "a comment right behind a word", " a" },
	{ "rfc8601#2.2: quotes within it", V(" a\"b\"; none"), "no white space behind a word", " a" },
	{ "rfc8601#2.6: version 2", V(" a 2; none"), "a version that is not read", " a " },
	{ "rfc8601#2.2: no semicolon", V(" a b; none"), "no semicolon behind the authserv-id", " a " },
	{ "rfc8601#2.2: no result", V(" a;"), "no keyword", " a;" },
	{ "rfc5321#4.1.2: a hyphen at the end", V(" a; dkim-=pass"), "a hyphen ends a keyword", " a; dkim" },
	{ "rfc8601#2.2: text behind none", V(" a; none; x=y"), "text behind \"none\"", " a; none" },
	{ "rfc8601#2.2: none behind a result", V(" a; x=y; none"), "\"none\" behind a result", " a; x=y; none" },
	{ "rfc8601#2.2: no version", V(" a; dkim/ x=pass"), "no version behind a slash", " a; dkim/ " },
	{ "rfc8601#2.2: no equals sign", V(" a; dkim pass"), "no \"=\" behind a method", " a; dkim " },
	{ "a comment right behind a result", V(" a; dkim=pass(x)"), "a comment right behind a word", " a; dkim=pass" },
	{ "rfc8601#2.2: no dot", V(" a; dkim=pass header=x"), "no \".\" behind a property type", " a; dkim=pass header" },
	{ "rfc8601#2.2: no equals sign behind a property", V(" a; dkim=pass header.d x"), "no \"=\" behind a property", " a; dkim=pass header.d " },
	{ "rfc8601#2.2: a value that is none", V(" a; dkim=pass header.d=[x]"), "neither a token, quoted string nor address", " a; dkim=pass header.d=" },
	{ "rfc8601#2.2: a domain that is none", V(" a; dkim=pass header.i=\"x\"@y"), "no domain-name", " a; dkim=pass header.i=\"x\"@" },
	{ "a property twice", V(" a; dkim=pass header.d=x header.D=y"), "a property twice", " a; dkim=pass header.d=x header" },
	{ "rfc8601#2.2: a reason that comes late", V(" a; dkim=pass header.d=x reason=y"), "a reason that does not come first", " a; dkim=pass header.d=x reason" },
};
// clang-format on

static struct zgl_limits limits;
static struct zgl_arena arena;

static int begin_arena(void **state)
{
	(void)state;
	limits = ZGL_LIMITS_DEFAULT;
	zgl_arena_begin(&arena, ARENA_OCTETS);
	return 0;
}

static struct zgl_authread read_value(zgl_sv value)
{
	struct zgl_authread read;

	zgl_arena_reset(&arena);
	assert_int_equal(
		zgl_authread_value(value, &limits, &arena, &read), ZGL_OK);
	return read;
}

static void check_fault(void **state)
{
	const struct fault_row *row = *state;
	struct zgl_authread read = read_value(row->value);

	assert_non_null(read.fault.what);
	assert_string_equal(read.fault.what, row->what);
	assert_int_equal(read.fault.offset, strlen(row->before));
	assert_int_equal(read.count, 0);
	assert_null(read.results);
}

/* In the field the offset is that in the field. */
static void check_field(void **state)
{
	const zgl_sv bad = ZGL_SV("authentication-RESULTS: a b; none");
	const zgl_sv other = ZGL_SV("Received: a; none");
	struct zgl_authread read;

	(void)state;
	assert_int_equal(
		zgl_authread_field(bad, &limits, &arena, &read), ZGL_OK);
	assert_int_equal(
		read.fault.offset, strlen("Authentication-Results: a "));
	assert_sv_equal(read.authserv_id, ZGL_SV("a"));
	assert_int_equal(
		zgl_authread_field(other, &limits, &arena, &read), ZGL_OK);
	assert_string_equal(read.fault.what, "another field");
	assert_int_equal(read.fault.offset, 0);
	assert_null(read.authserv_id.p);
}

/* rfc8601#2.2: pvalue. What stands behind the "@" is told of an address only. */
static void check_domain(void **state)
{
	const zgl_sv value =
		ZGL_SV(" a; x=y p.a=joe@example.org p.b=@example.org"
		       " p.c=example.org p.d=\"joe@example.org\""
		       " p.e=\"a b@c\"@example.org");
	struct zgl_authread read = read_value(value);

	(void)state;
	assert_null(read.fault.what);
	const struct zgl_authread_prop *props = read.results[0].props;
	assert_int_equal(read.results[0].prop_count, 5);
	assert_sv_equal(props[0].domain, ZGL_SV("example.org"));
	assert_sv_equal(props[1].domain, ZGL_SV("example.org"));
	assert_null(props[2].domain.p);
	assert_null(props[3].domain.p);
	assert_sv_equal(props[4].domain, ZGL_SV("example.org"));
	assert_sv_equal(props[4].value, ZGL_SV("a b@c@example.org"));
}

static void check_comments(void **state)
{
	static const struct {
		zgl_sv value, comment;
	} rows[] = {
		{ V(" a; x=y"), { NULL, 0 } },
		{ V(" a; x=y ()"), V("") },
		{ V(" a; x=y (b) (c) p.q=r (d)"), V("b") },
		{ V(" a; x=y (b (c) \\) \\\\ d)"), V("b (c) ) \\ d") },
		{ V(" a; x=y\r\n (b\r\n\tc)"), V("b\tc") },
		{ V(" a; x=y p.q=r (d)"), { NULL, 0 } },
		{ V(" (b) a (c) 1 (d) ; (e) x (f) = (g) y"), { NULL, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < ZGL_COUNT(rows); i++) {
		struct zgl_authread read = read_value(rows[i].value);
		assert_null(read.fault.what);
		assert_int_equal(read.count, 1);
		assert_sv_equal(read.results[0].comment, rows[i].comment);
	}
}

/* " a" and then `what` so many times. */
static struct zgl_authread read_repeated(
	struct zgl_buf *b, const char *head, const char *what, size_t times)
{
	zgl_buf_reset(b);
	zgl_buf_text(b, head);
	for (size_t i = 0; i < times; i++)
		zgl_buf_text(b, what);
	assert_int_equal(b->err, ZGL_OK);
	return read_value(zgl_buf_sv(b));
}

static void check_results_limit(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1 << 16);
	struct zgl_authread read = read_repeated(
		&b, " a", "; dkim=pass header.d=b", ZGL_AUTHRESULTS_MAX);
	assert_null(read.fault.what);
	assert_int_equal(read.count, ZGL_AUTHRESULTS_MAX);
	assert_sv_equal(read.results[199].props[0].value, ZGL_SV("b"));
	read = read_repeated(
		&b, " a", "; dkim=pass header.d=b", ZGL_AUTHRESULTS_MAX + 1);
	assert_string_equal(read.fault.what, "too many results");
	zgl_buf_free(&b);
}

/* p.x0=y p.x1=y ... */
static struct zgl_authread read_props(struct zgl_buf *b, size_t count)
{
	zgl_buf_reset(b);
	zgl_buf_text(b, " a; dkim=pass");
	for (size_t i = 0; i < count; i++) {
		zgl_buf_text(b, " policy.x");
		zgl_buf_num(b, i);
		zgl_buf_text(b, "=y");
	}
	zgl_buf_text(b, "; spf=pass smtp.helo=z");
	return read_value(zgl_buf_sv(b));
}

static void check_props_limit(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1 << 16);
	struct zgl_authread read = read_props(&b, ZGL_AUTHPROPS_MAX);
	assert_null(read.fault.what);
	assert_int_equal(read.results[0].prop_count, ZGL_AUTHPROPS_MAX);
	assert_sv_equal(read.results[1].props[0].value, ZGL_SV("z"));
	read = read_props(&b, ZGL_AUTHPROPS_MAX + 1);
	assert_string_equal(read.fault.what, "too many properties");
	zgl_buf_free(&b);
}

static void check_depth_limit(void **state)
{
	(void)state;
	limits.comment_depth = 2;
	struct zgl_authread read = read_value(ZGL_SV(" a; none ((b)(c))"));
	assert_null(read.fault.what);
	read = read_value(ZGL_SV(" a; none (((b)))"));
	assert_string_equal(read.fault.what, "too many nested comments");
	limits.field_octets = 8;
	assert_null(read_value(ZGL_SV(" a; none")).fault.what);
	read = read_value(ZGL_SV(" ab; none"));
	assert_string_equal(read.fault.what, "a field that is too long");
	limits = ZGL_LIMITS_DEFAULT;
}

/* Whatever a field of 128 KiB is made of, it takes no time; a quadratic reader
 * would take longer than the test may. */
static void check_linear(void **state)
{
	static const char *const whats[] = { "(", ")", "\"", "\\", ";", "=",
		"; a=b", " (", "()", " ()", "(\\", "; a=b c.d=e", "\r\n ", "'",
		"\r\n x", "; a/1=b" };
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1 << 20);
	for (size_t round = 0; round < 20; round++) {
		for (size_t i = 0; i < ZGL_COUNT(whats); i++) {
			const char *what = whats[i];
			struct zgl_authread read = read_repeated(&b, " a; b=c ",
				what, 128 * 1024 / strlen(what) - 8);
			assert_true(read.count <= ZGL_AUTHRESULTS_MAX);
		}
	}
	zgl_buf_free(&b);
}

/* An arena of any size: an error, and no fault, or all is read. */
static void check_arena(void **state)
{
	const zgl_sv value =
		ZGL_SV(" a; dkim=pass (c) reason=\"d\""
		       " header.d=e header.i=@f.example; spf=fail");
	struct zgl_authread read;
	struct zgl_arena a;
	size_t cap = 0;
	enum zgl_err err;

	(void)state;
	do {
		zgl_arena_begin(&a, cap);
		err = zgl_authread_value(value, &limits, &a, &read);
		assert_true(err == ZGL_OK || err == ZGL_ELIMIT);
		assert_null(read.fault.what);
		assert_int_equal(read.count, err == ZGL_OK ? 2 : 0);
		zgl_arena_free(&a);
		cap += 64;
	} while (err != ZGL_OK);
	assert_true(cap > 64);
}

#define ENTRY_OF_CODE(method, word, status, source)                            \
	{ NULL, word, source, ZGL_AUTHMETHOD_##method,                         \
		ZGL_AUTHSTATUS_##status },
#define ENTRY_OF_PROPERTY(method, ptype, word, status, source)                 \
	{ ptype, word, source, ZGL_AUTHMETHOD_##method,                        \
		ZGL_AUTHSTATUS_##status },

static const struct zgl_authentry codes[] = { ZGL_AUTHCODE_TABLE(
	ENTRY_OF_CODE) };
static const struct zgl_authentry properties[] = { ZGL_AUTHPROPERTY_TABLE(
	ENTRY_OF_PROPERTY) };

/* Writes the field of one result, and another; reads it. */
static struct zgl_authread read_written(
	struct zgl_buf *b, const struct zgl_authresult *result)
{
	struct zgl_authread read;

	zgl_arena_reset(&arena);
	authvalues_write(b, result, false);
	assert_int_equal(b->err, ZGL_OK);
	assert_int_equal(
		zgl_authread_field(zgl_buf_sv(b), &limits, &arena, &read),
		ZGL_OK);
	assert_null(read.fault.what);
	assert_int_equal(read.count, 2);
	return read;
}

static bool is_draft(const struct zgl_authentry *entry)
{
	return entry->status == ZGL_AUTHSTATUS_DRAFT;
}

static void check_codes(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1 << 16);
	for (size_t i = 0; i < ZGL_COUNT(codes); i++) {
		struct zgl_authresult result = {
			.method = zgl_authmethod_entry(codes[i].method)->word,
			.result = codes[i].word
		};
		struct zgl_authread read = read_written(&b, &result);
		assert_int_equal(read.results[0].id, codes[i].method);
		assert_sv_equal(
			read.results[0].result, zgl_sv_of(codes[i].word));
		assert_int_equal(read.results[0].known, !is_draft(&codes[i]));
	}
	zgl_buf_free(&b);
}

static void check_properties(void **state)
{
	struct zgl_buf b;

	(void)state;
	zgl_buf_begin(&b, 1 << 16);
	for (size_t i = 0; i < ZGL_COUNT(properties); i++) {
		const struct zgl_authentry *entry = &properties[i];
		struct zgl_authresult result = {
			.method = zgl_authmethod_entry(entry->method)->word,
			.result = "pass",
			.props = { { entry->ptype, entry->word, V("a b@c") } },
			.prop_count = 1
		};
		struct zgl_authread read = read_written(&b, &result);
		const struct zgl_authread_prop *prop = zgl_authread_find(
			&read.results[0], zgl_sv_of(entry->ptype),
			zgl_sv_of(entry->word));
		assert_non_null(prop);
		assert_sv_equal(prop->value, ZGL_SV("a b@c"));
		bool policy = strcmp(entry->ptype, "policy") == 0;
		assert_int_equal(prop->known, policy || !is_draft(entry));
	}
	zgl_buf_free(&b);
}

int main(void)
{
	struct rows r = { 0 };

	begin_arena(NULL);
	ROWS_ADD(&r, faults, check_fault);
	rows_add_one(&r, "a whole field, and another one", check_field);
	rows_add_one(&r, "rfc8601#2.2: the domain of an address", check_domain);
	rows_add_one(
		&r, "rfc5322#3.2.2: the comment of a result", check_comments);
	rows_add_one(&r, "200 results, and one more", check_results_limit);
	rows_add_one(&r, "16 properties, and one more", check_props_limit);
	rows_add_one(&r, "comments and octets, up to the limit and over",
		check_depth_limit);
	rows_add_one(&r, "128 KiB of odd octets take no time", check_linear);
	rows_add_one(&r, "arenas without room", check_arena);
	rows_add_one(&r, "rfc8601#6: every property is written and read",
		check_properties);
	rows_add_one(
		&r, "rfc8601#6: every result is written and read", check_codes);
	int failed = rows_run(&r, "authread");
	zgl_arena_free(&arena);
	return failed;
}
