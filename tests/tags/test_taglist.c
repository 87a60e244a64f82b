/* SPDX-License-Identifier: ISC */
/* taglist: the ABNF of RFC 6376 section 3.2, octet by octet. */
#include "tests/rows.h"
#include "zegel/tags/taglist.h"

/* A row's text may hold NUL: LIST counts its octets. */
#define LIST(text) (text), sizeof(text) - 1

struct good_row {
	const char *name, *text;
	size_t n;
	const char *tags; /* each as <name|value> */
};

// clang-format off
static const struct good_row good[] = {
	{ "rfc6376#3.2: one tag", LIST("a=1"), "<a|1>" },
	{ "rfc6376#3.2: several tags, in their order",
		LIST("v=1;a=rsa-sha256;s=x"), "<v|1><a|rsa-sha256><s|x>" },
	{ "rfc6376#3.2: a semicolon at the end is optional",
		LIST("a=1;b=2;"), "<a|1><b|2>" },
	{ "white space after the last semicolon",
		LIST("a=1; \t\r\n "), "<a|1>" },
	{ "rfc6376#3.2: white space around name and value is left out",
		LIST(" a \t= 1 ;\tb =2\t"), "<a|1><b|2>" },
	{ "rfc6376#3.2: folds around name and value are left out",
		LIST("\r\n a\r\n\t=\r\n 1\r\n ;\r\n b=2\r\n\t"), "<a|1><b|2>" },
	{ "two folds in a row, as other mailers write them",
		LIST("a=1;\r\n \r\n b=2"), "<a|1><b|2>" },
	{ "rfc6376#3.2: white space inside a value is kept",
		LIST("n=a  b\tc"), "<n|a  b\tc>" },
	{ "rfc6376#3.2: a fold inside a value is kept",
		LIST("n=a \r\n\t b;"), "<n|a \r\n\t b>" },
	{ "rfc6376#3.2: an empty value is a value", LIST("p="), "<p|>" },
	{ "an empty value before others", LIST("p=;k=rsa"), "<p|><k|rsa>" },
	{ "an empty value of white space", LIST("p= \r\n\t;k=rsa"), "<p|><k|rsa>" },
	{ "a value that holds =", LIST("b=Zg=="), "<b|Zg==>" },
	{ "a value that begins with =", LIST("b==="), "<b|==>" },
	{ "rfc6376#3.2: every octet that a value may have",
		LIST("n=!\"#$%&'()*+,-./0123456789:<=>?@ABCXYZ[\\]^_`abcxyz{|}~"),
		"<n|!\"#$%&'()*+,-./0123456789:<=>?@ABCXYZ[\\]^_`abcxyz{|}~>" },
	{ "rfc6376#3.2: digits and underscores in a name",
		LIST("r_9=x;Z__=y;a1b2=z"), "<r_9|x><Z__|y><a1b2|z>" },
	{ "rfc6376#3.2: names of either case are two tags",
		LIST("v=1;V=2;bh=3;BH=4;Bh=5"),
		"<v|1><V|2><bh|3><BH|4><Bh|5>" },
	{ "a name that another begins with is not a duplicate",
		LIST("b=1;bh=2;bha=3;B=4"), "<b|1><bh|2><bha|3><B|4>" },
	{ "rfc6376#3.2: unknown tags are tags like others",
		LIST("foo=bar;x_y=;v=1"), "<foo|bar><x_y|><v|1>" },
	{ "rfc8616#5: UTF-8 in a value",
		LIST("d=b\xc3\xbc" "cher.example;i=\xe5\xad\x97@x"),
		"<d|b\xc3\xbc" "cher.example><i|\xe5\xad\x97@x>" },
	{ "8-bit octets in a value that are no UTF-8 are left to who reads it",
		LIST("n=\xff\x80"), "<n|\xff\x80>" },
	{ "rfc6376#3.5: folds within h= (checklist 21)",
		LIST("h=From :\r\n\tTo: Date"), "<h|From :\r\n\tTo: Date>" },
	{ "rfc6376#3.5: an empty h= is a list with an empty value (checklist 22)",
		LIST("h=;b=x"), "<h|><b|x>" },
	{ "rfc6376#3.5: folds anywhere in b= (checklist 35)",
		LIST("b=AB\r\n CD\r\n\tEF= =;bh=\r\n x"),
		"<b|AB\r\n CD\r\n\tEF= =><bh|x>" },
	{ "rfc6376#3.5: q= and its methods (checklist 33)",
		LIST("q=dns/txt:other/x"), "<q|dns/txt:other/x>" },
	{ "rfc4871#3.6.1: g= is one more tag, empty too (checklist 46)",
		LIST("v=DKIM1; g=; k=rsa; p=AB"),
		"<v|DKIM1><g|><k|rsa><p|AB>" },
	{ "rfc6376#3.6.1: n= writes its semicolon as =3B (checklist 47)",
		LIST("n=call us=3B not them; p=AB"),
		"<n|call us=3B not them><p|AB>" },
	{ "rfc6376#3.6.1: white space inside p= is kept",
		LIST("v=DKIM1; p=AB CD EF"), "<v|DKIM1><p|AB CD EF>" },
	{ "rfc6376#3.5: the example signature",
		LIST(" v=1; a=rsa-sha256; d=example.net; s=brisbane;\r\n"
			"   c=simple; q=dns/txt; i=@eng.example.net;\r\n"
			"   t=1117574938; x=1118006938;\r\n"
			"   h=from:to:subject:date;\r\n"
			"   z=From:foo@eng.example.net|To:joe@example.com|\r\n"
			"     Subject:demo=20run|Date:July=205,=202005=203:44:08"
			"=20PM=20-0700;\r\n"
			"   bh=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=;\r\n"
			"   b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00l"
			"szZ\r\n        VoG4ZHRNiYzR"),
		"<v|1><a|rsa-sha256><d|example.net><s|brisbane><c|simple>"
		"<q|dns/txt><i|@eng.example.net><t|1117574938><x|1118006938>"
		"<h|from:to:subject:date>"
		"<z|From:foo@eng.example.net|To:joe@example.com|\r\n"
		"     Subject:demo=20run|Date:July=205,=202005=203:44:08"
		"=20PM=20-0700>"
		"<bh|MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=>"
		"<b|dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00l"
		"szZ\r\n        VoG4ZHRNiYzR>" },
};
// clang-format on

static const char no_name[] = "no tag name";
static const char no_equals[] = "no \"=\" after a tag name";
static const char odd_octet[] = "an octet that no tag list has";
static const char twice[] = "a tag a second time";

struct bad_row {
	const char *name, *text;
	size_t n;
	const char *what;
	size_t offset;
};

// clang-format off
static const struct bad_row bad[] = {
	{ "rfc6376#3.2: nothing is no tag list", LIST(""), no_name, 0 },
	{ "white space only", LIST(" \t "), no_name, 3 },
	{ "a semicolon only", LIST(";"), no_name, 0 },
	{ "an empty tag in front", LIST(";a=1"), no_name, 0 },
	{ "an empty tag between two", LIST("a=1;;b=2"), no_name, 4 },
	{ "an empty tag of white space between two",
		LIST("a=1; \t;b=2"), no_name, 6 },
	{ "two semicolons at the end", LIST("a=1;;"), no_name, 4 },
	{ "two semicolons at the end, white space between",
		LIST("a=1; ; "), no_name, 5 },
	{ "an empty name", LIST("=1"), no_name, 0 },
	{ "a name that begins with a digit", LIST("a=1;1b=2"), no_name, 4 },
	{ "a name that begins with an underscore", LIST("_a=1"), no_name, 0 },
	{ "a name with a hyphen", LIST("a-b=1"), no_equals, 1 },
	{ "a name with a dot", LIST("a.b=1"), no_equals, 1 },
	{ "a name with an 8-bit octet", LIST("\xc3\xa4=1"), no_name, 0 },
	{ "a name with an 8-bit octet inside", LIST("a\xc3\xa4=1"), no_equals, 1 },
	{ "rfc6376#3.6.2.2: a name split by white space",
		LIST("b h=1"), no_equals, 2 },
	{ "no = at the end", LIST("a=1;b"), no_equals, 5 },
	{ "no = before a semicolon", LIST("a=1;b;c=2"), no_equals, 5 },
	{ "text without any tag: an SPF record at the selector (checklist 50)",
		LIST("v spf1 -all"), no_equals, 2 },
	{ "rfc6376#3.2: a tag twice in a signature (checklist 1)",
		LIST("v=1; d=a.example; s=x; d=b.example"), twice, 23 },
	{ "rfc6376#3.2: a tag twice in a key record (checklist 2)",
		LIST("v=DKIM1; p=AA; p=BB"), twice, 15 },
	{ "the same tag twice with the same value", LIST("a=1;a=1"), twice, 4 },
	{ "an unknown tag twice", LIST("foo=1;x=2;foo=3"), twice, 10 },
	{ "bh= twice", LIST("bh=1;b=2;bh=3"), twice, 9 },
	{ "a tag of each case of z, one twice", LIST("z=1;Z=2;z=3"), twice, 8 },
	{ "a tag twice, the first one empty", LIST("p=;p=x"), twice, 3 },
	{ "NUL in a value (tag-s-nul)",
		LIST("s=sel._domainkey.a.example.\0.any"), odd_octet, 27 },
	{ "NUL after the list", LIST("a=1;\0"), odd_octet, 4 },
	{ "NUL in a name", LIST("a\0=1"), odd_octet, 1 },
	{ "DEL in a value", LIST("a=1\x7f"), odd_octet, 3 },
	{ "VT in white space", LIST("a=1;\vb=2"), odd_octet, 4 },
	{ "FF in white space", LIST("a=1;\fb=2"), odd_octet, 4 },
	{ "the octet below SP", LIST("a=\x1f"), odd_octet, 2 },
	{ "a lone LF", LIST("a=1;\n b=2"), odd_octet, 4 },
	{ "a lone CR", LIST("a=1;\r b=2"), odd_octet, 4 },
	{ "a CR before CRLF", LIST("a=1;\r\r\n b=2"), odd_octet, 4 },
	{ "a CRLF that is no fold", LIST("a=1;\r\nb=2"), odd_octet, 5 },
	{ "a CRLF at the end", LIST("a=1;\r\n"), odd_octet, 5 },
	{ "a CR at the end", LIST("a=1;\r"), odd_octet, 4 },
	{ "an LF in front", LIST("\n a=1"), odd_octet, 0 },
	{ "LF before CR", LIST("a=1\n\r b"), odd_octet, 3 },
	{ "two CRLF, then white space", LIST("a=1\r\n\r\n b"), odd_octet, 4 },
	{ "an odd octet is told before what is wrong in front of it",
		LIST("=;=\x01"), odd_octet, 3 },
};
// clang-format on

/* A copy on the heap of just n octets, so that ASan sees any beyond. */
static char *copy_of(const char *text, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1);

	assert_non_null(copy);
	memcpy(copy, text, n);
	return copy;
}

/* No prefix of a list is read past its end. */
static void check_prefixes(const struct good_row *row)
{
	struct zgl_taglist list;
	struct zgl_diag diag;

	for (size_t n = 0; n <= row->n; n++) {
		char *copy = copy_of(row->text, n);
		enum zgl_err err =
			zgl_taglist_parse((zgl_sv){ copy, n }, &list, &diag);
		assert_true(err == ZGL_OK || err == ZGL_ESYNTAX);
		assert_true(err == ZGL_OK || diag.offset <= n);
		free(copy);
	}
}

static void check_good(void **state)
{
	const struct good_row *row = *state;
	struct zgl_taglist list;
	struct zgl_diag diag;
	char shown[2048] = "";
	size_t n = 0;

	assert_int_equal(
		zgl_taglist_parse((zgl_sv){ row->text, row->n }, &list, &diag),
		ZGL_OK);
	assert_null(diag.what);
	for (size_t i = 0; i < list.count; i++) {
		const struct zgl_tag *tag = &list.tags[i];
		n += (size_t)snprintf(shown + n, sizeof(shown) - n,
			"<%.*s|%.*s>", (int)tag->name.n, tag->name.p,
			(int)tag->value.n, tag->value.p);
		assert_sv_equal(zgl_sv_trim_fws(tag->raw), tag->value);
		assert_ptr_equal(zgl_taglist_find(&list, tag->name), tag);
	}
	assert_string_equal(shown, row->tags);
	check_prefixes(row);
}

static void check_bad(void **state)
{
	const struct bad_row *row = *state;
	char *copy = copy_of(row->text, row->n);
	struct zgl_taglist list;
	struct zgl_diag diag;

	assert_int_equal(
		zgl_taglist_parse((zgl_sv){ copy, row->n }, &list, &diag),
		ZGL_ESYNTAX);
	assert_int_equal(list.count, 0);
	assert_string_equal(diag.what, row->what);
	assert_int_equal(diag.offset, row->offset);
	assert_int_equal(diag.line, 0);
	free(copy);
}

/* The octets are looked at in blocks: each odd one, at each place. */
static void check_each_place(void **state)
{
	static const char odd[] = { '\0', '\x01', '\b', '\n', '\v', '\f', '\r',
		'\x0e', '\x1f', '\x7f' };
	struct zgl_taglist list;
	struct zgl_diag diag;

	(void)state;
	for (size_t n = 3; n < 70; n++) {
		for (size_t at = 0; at < n * sizeof(odd); at++) {
			char text[70];
			memset(text, 'x', n);
			memcpy(text, "a=", 2);
			text[at / sizeof(odd)] = odd[at % sizeof(odd)];
			char *copy = copy_of(text, n);
			assert_int_equal(zgl_taglist_parse((zgl_sv){ copy, n },
						 &list, &diag),
				ZGL_ESYNTAX);
			assert_string_equal(diag.what, odd_octet);
			assert_int_equal(diag.offset, at / sizeof(odd));
			free(copy);
		}
	}
}

static void check_fold_at_each_place(void **state)
{
	struct zgl_taglist list;
	struct zgl_diag diag;

	(void)state;
	for (size_t n = 6; n < 70; n++) {
		for (size_t at = 2; at + 3 <= n; at++) {
			char text[70];
			memset(text, 'x', n);
			memcpy(text, "a=", 2);
			memcpy(text + at, at % 2 == 0 ? "\r\n " : "\r\n\t", 3);
			char *copy = copy_of(text, n);
			assert_int_equal(zgl_taglist_parse((zgl_sv){ copy, n },
						 &list, &diag),
				ZGL_OK);
			free(copy);
		}
	}
}

/* "t0=;t1=;..." of `count` tags. */
static zgl_sv many_tags(char *text, size_t room, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += (size_t)snprintf(text + n, room - n, "t%zu=;", i);
	return (zgl_sv){ text, n };
}

static void check_limit(void **state)
{
	struct zgl_taglist list;
	struct zgl_diag diag;
	char text[1024];

	(void)state;
	assert_int_equal(
		zgl_taglist_parse(many_tags(text, sizeof(text), ZGL_TAGS_MAX),
			&list, &diag),
		ZGL_OK);
	assert_int_equal(list.count, ZGL_TAGS_MAX);
	zgl_sv more = many_tags(text, sizeof(text), ZGL_TAGS_MAX + 1);
	assert_int_equal(zgl_taglist_parse(more, &list, &diag), ZGL_ELIMIT);
	assert_int_equal(list.count, 0);
	assert_int_equal(diag.offset, more.n - strlen("t64=;"));
	assert_string_equal(diag.what, "too many tags");
}

static void check_raw(void **state)
{
	zgl_sv text = ZGL_SV("b= \r\n x y\t;c=1");
	struct zgl_taglist list;
	struct zgl_diag diag;

	(void)state;
	assert_int_equal(zgl_taglist_parse(text, &list, &diag), ZGL_OK);
	assert_ptr_equal(list.tags[0].name.p, text.p);
	assert_ptr_equal(list.tags[0].raw.p, text.p + 2);
	assert_int_equal(list.tags[0].raw.n, 8);
	assert_ptr_equal(list.tags[0].value.p, text.p + 6);
	assert_ptr_equal(list.tags[1].raw.p, text.p + 13);
}

static void check_find(void **state)
{
	struct zgl_taglist list;
	struct zgl_diag diag;

	(void)state;
	assert_int_equal(
		zgl_taglist_parse(ZGL_SV("bh=1;b=;B=3"), &list, &diag), ZGL_OK);
	assert_ptr_equal(zgl_taglist_find(&list, ZGL_SV("b")), &list.tags[1]);
	assert_non_null(list.tags[1].value.p);
	assert_ptr_equal(zgl_taglist_find(&list, ZGL_SV("B")), &list.tags[2]);
	assert_null(zgl_taglist_find(&list, ZGL_SV("h")));
	assert_null(zgl_taglist_find(&list, ZGL_SV("BH")));
	assert_null(zgl_taglist_find(&list, ZGL_SV("")));
}

static void check_absent_text(void **state)
{
	struct zgl_taglist list;
	struct zgl_diag diag;

	(void)state;
	assert_int_equal(zgl_taglist_parse((zgl_sv){ NULL, 0 }, &list, &diag),
		ZGL_ESYNTAX);
	assert_int_equal(diag.offset, 0);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, good, check_good);
	ROWS_ADD(&r, bad, check_bad);
	rows_add_one(&r, "every odd octet is found at every place",
		check_each_place);
	rows_add_one(
		&r, "a fold is one at every place", check_fold_at_each_place);
	rows_add_one(&r, "64 tags are read, 65 are a limit", check_limit);
	rows_add_one(&r, "raw is all between = and ;", check_raw);
	rows_add_one(&r, "find minds the case, and tells empty from absent",
		check_find);
	rows_add_one(&r, "the absent view is no tag list", check_absent_text);
	return rows_run(&r, "taglist");
}
