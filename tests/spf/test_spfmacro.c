/* SPDX-License-Identifier: ISC */
/* spfmacro: macro strings, their syntax and what they expand to. */
#include "tests/rows.h"
#include "zegel/spf/spfmacro.h"

#define X50  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X250 X50 X50 X50 X50 X50

/* rfc7208#7.4 */
static struct zgl_spfvalues values = {
	.local = { "strong-bad", 10 },
	.sender_domain = { "email.example.com", 17 },
	.domain = { "email.example.com", 17 },
	.helo = { "mail.example.org", 16 },
	.validated = { "mx.example.org", 14 },
	.receiver = { "rcpt.example.net", 16 },
	.now_s = 1234567890,
	.octets = { 192, 0, 2, 3 },
};

static const uint8_t ipv6[16] = { 0x20, 0x01, 0x0d,
	0xb8, [14] = 0xcb, [15] = 0x01 };

struct syntax {
	const char *name, *text;
	bool is_free;
	const char *want; /* the letters used, or a reason */
};

// clang-format off
static const struct syntax syntax[] = {
	{ "rfc7208#7.1: no macro at all", "mail.example.com", false, "" },
	{ "rfc7208#7.2: s l o d i p v h in a term", "%{s}%{l}%{o}%{d}%{i}%{p}%{v}%{h}", false, "dhilopsv" },
	{ "rfc7208#7.2: letters in capitals", "%{S}%{L}%{O}%{D}%{I}%{P}%{V}%{H}", false, "dhilopsv" },
	{ "rfc7208#7.2: c is for explanations only", "%{c}", false, "macro" },
	{ "rfc7208#7.2: r is for explanations only", "%{r}", false, "macro" },
	{ "rfc7208#7.2: t is for explanations only", "%{T}", false, "macro" },
	{ "rfc7208#7.2: c r t in an explanation", "%{c}%{r}%{t}", true, "crt" },
	{ "rfc7208#7.3: a letter that is none", "%{x}", false, "macro" },
	{ "rfc7208#7.3: a letter that is none, in an explanation", "%{a}", true, "macro" },
	{ "rfc7208#7.3: no letter", "%{}", false, "macro" },
	{ "rfc7208#7.3: %( is no macro", "%(ir)", false, "macro" },
	{ "rfc7208#7.3: a lone % in the middle", "foo%bar", false, "macro" },
	{ "rfc7208#7.3: a lone % at the end", "foo%", false, "macro" },
	{ "rfc7208#7.3: a brace that is not closed", "%{d", false, "macro" },
	{ "rfc7208#7.3: a brace that is not closed, behind a delimiter", "%{d.", false, "macro" },
	{ "rfc7208#7.1: only an opening brace", "%{", false, "macro" },
	{ "rfc7208#7.1: %% %_ %-", "%%%_%-", false, "" },
	{ "rfc7208#7.1: all delimiters", "%{d.-+,/_=}", false, "d" },
	{ "rfc7208#7.1: a delimiter that is none", "%{d:}", false, "macro" },
	{ "rfc7208#7.1: the delimiters before the digits", "%{d.2}", false, "macro" },
	{ "rfc7208#7.1: r before the digits", "%{dr2}", false, "macro" },
	{ "rfc7208#7.1: r in capitals", "%{dR}", false, "d" },
	{ "rfc7208#7.1: r twice", "%{drr}", false, "macro" },
	{ "rfc7208#7.3: no part at all is wrong", "%{d0}", false, "macro" },
	{ "rfc7208#7.3: no part at all is wrong, with more digits", "%{d000}", false, "macro" },
	{ "rfc7208#7.3: 1 with zeros in front", "%{d001}", false, "d" },
	{ "rfc7208#7.3: 128 parts", "%{d128}", false, "d" },
	{ "rfc7208#7.3: more parts than a number can hold", "%{d99999999999999999999999}", false, "d" },
	{ "rfc7208#7.1: a space in a term", "a b", false, "syntax" },
	{ "rfc7208#7.1: a space in an explanation", "a b", true, "" },
	{ "rfc7208#7.1: a tab in an explanation", "a\tb", true, "syntax" },
	{ "rfc7208#7.1: an octet over US-ASCII", "a\xc3\xa9", true, "syntax" },
	{ "rfc7208#7.1: DEL", "a\x7f", false, "syntax" },
};
// clang-format on

static void check_syntax(void **state)
{
	const struct syntax *row = *state;
	struct zgl_spfmacro_use use;
	char told[32] = "";
	size_t n = 0;

	enum zgl_spf_reason reason = zgl_spfmacro_check(zgl_sv_of(row->text),
		row->is_free ? ZGL_SPFMACRO_FREE : ZGL_SPFMACRO_TERM, &use);
	if (reason != ZGL_SPF_REASON_MATCHED) {
		assert_string_equal(zgl_spf_reason_word(reason), row->want);
		return;
	}
	for (int i = 0; i < 26; i++) {
		char letter = (char)('a' + i);
		if ((use.letters & ZGL_SPFMACRO_LETTER(letter)) != 0)
			told[n++] = letter;
	}
	assert_string_equal(told, row->want);
}

struct expansion {
	const char *name, *text, *want;
	const char *local; /* NULL: strong-bad */
};

// clang-format off
static const struct expansion names4[] = {
	{ "rfc7208#7.4: %{s}", "%{s}", "strong-bad@email.example.com", NULL },
	{ "rfc7208#7.4: %{o}", "%{o}", "email.example.com", NULL },
	{ "rfc7208#7.4: %{d}", "%{d}", "email.example.com", NULL },
	{ "rfc7208#7.4: %{d4}", "%{d4}", "email.example.com", NULL },
	{ "rfc7208#7.4: %{d3}", "%{d3}", "email.example.com", NULL },
	{ "rfc7208#7.4: %{d2}", "%{d2}", "example.com", NULL },
	{ "rfc7208#7.4: %{d1}", "%{d1}", "com", NULL },
	{ "rfc7208#7.4: %{dr}", "%{dr}", "com.example.email", NULL },
	{ "rfc7208#7.4: %{d2r}", "%{d2r}", "example.email", NULL },
	{ "rfc7208#7.4: %{l}", "%{l}", "strong-bad", NULL },
	{ "rfc7208#7.4: %{l-}", "%{l-}", "strong.bad", NULL },
	{ "rfc7208#7.4: %{lr}", "%{lr}", "strong-bad", NULL },
	{ "rfc7208#7.4: %{lr-}", "%{lr-}", "bad.strong", NULL },
	{ "rfc7208#7.4: %{l1r-}", "%{l1r-}", "strong", NULL },
	{ "rfc7208#7.4: %{ir}.%{v}._spf.%{d2}", "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com", NULL },
	{ "rfc7208#7.4: %{lr-}.lp._spf.%{d2}", "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com", NULL },
	{ "rfc7208#7.4: %{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com", NULL },
	{ "rfc7208#7.4: %{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com", NULL },
	{ "rfc7208#7.4: %{d2}.trusted-domains.example.net", "%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net", NULL },
	{ "rfc7208#7.3: %{p} is the validated name", "%{p}", "mx.example.org", NULL },
	{ "rfc7208#7.3: %{h} is what HELO said", "%{h}", "mail.example.org", NULL },
	{ "rfc7208#7.3: %{v} of IPv4", "%{v}", "in-addr", NULL },
	{ "rfc7208#7.1: %% is a percent sign", "a%%b", "a%b", NULL },
	{ "rfc7208#7.1: %_ is a space", "a%_b", "a b", NULL },
	{ "rfc7208#7.1: %- is a URL's space", "a%-b", "a%20b", NULL },
	{ "rfc7208#7.3: parts are joined with dots, not as they were split", "%{l-+}", "a.b.c", "a-b+c" },
	{ "rfc7208#7.3: a delimiter of one's own is the only one", "%{l-}", "a.b.c", "a-b.c" },
	{ "rfc7208#7.3: the dot need not be a delimiter", "%{l1-}", "b.c", "a-b.c" },
	{ "rfc7208#7.3: all delimiters at once", "%{l.-+,/_=}", "a.b.c.d.e.f.g.h", "a.b-c+d,e/f_g=h" },
	{ "rfc7208#7.3: all delimiters at once, reversed", "%{lr.-+,/_=}", "h.g.f.e.d.c.b.a", "a.b-c+d,e/f_g=h" },
	{ "rfc7208#7.3: two parts of the right", "%{l2-}", "b.c", "a-b-c" },
	{ "rfc7208#7.3: two parts of the right, after reversing", "%{l2r-}", "b.a", "a-b-c" },
	{ "rfc7208#7.3: as many parts as there are", "%{l3-}", "a.b.c", "a-b-c" },
	{ "rfc7208#7.3: more parts than there are", "%{l4-}", "a.b.c", "a-b-c" },
	{ "rfc7208#7.3: more parts than there are, reversed", "%{l128r-}", "c.b.a", "a-b-c" },
	{ "rfc7208#7.3: empty parts are parts", "%{l-}x", ".a..b.x", "-a--b-" },
	{ "rfc7208#7.3: empty parts are parts, reversed", "%{lr-}x", ".b..a.x", "-a--b-" },
	{ "rfc7208#7.3: an empty part is counted", "%{l2-}x", "b.x", "a-b-" },
	{ "rfc7208#7.3: nothing to split", "%{l-}", "abc", "abc" },
	{ "rfc7208#7.3: capitals are URL-escaped", "%{L}", "a%2Bb%26c%40d", "a+b&c@d" },
	{ "rfc3986#2.3: what a URL need not escape", "%{L}", "azAZ09-._~", "azAZ09-._~" },
	{ "rfc7208#7.3: capitals, split and reversed", "%{L2R-}", "b%21.a", "a-b!-c" },
	{ "rfc7208#7.3: small letters are not escaped", "%{l}", "a+b&c@d", "a+b&c@d" },
	{ "rfc7208#4.8: a dot at the end is the root", "mail.example.com.", "mail.example.com", NULL },
	{ "rfc7208#4.8: a dot at the end behind a macro", "%{d}.", "email.example.com", NULL },
};

static const struct expansion names6[] = {
	{ "rfc7208#7.4: %{ir}.%{v}._spf.%{d2} of IPv6", "%{ir}.%{v}._spf.%{d2}",
		"1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf.example.com", NULL },
	{ "rfc7208#7.3: %{i} of IPv6 is 32 digits with dots", "%{i}",
		"2.0.0.1.0.D.B.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.C.B.0.1", NULL },
	{ "rfc7208#7.3: the last two digits of IPv6", "%{i2}", "0.1", NULL },
};

static const struct expansion texts4[] = {
	{ "rfc7208#7.3: %{c} of IPv4", "%{c}", "192.0.2.3", NULL },
	{ "rfc7208#7.3: %{r} is who checks", "by %{r}", "by rcpt.example.net", NULL },
	{ "rfc7208#7.3: %{t} is the time", "%{t}", "1234567890", NULL },
	{ "rfc7208#6.2: an explanation with a URL", "See http://%{d}/why.html?s=%{S}&i=%{I}", "See http://email.example.com/why.html?s=strong-bad%40email.example.com&i=192.0.2.3", NULL },
	{ "rfc7208#6.2: spaces stay", "  a  b ", "  a  b ", NULL },
	{ "rfc7208#6.2: octets that do not show are told as ?", "%{l}", "a?b???c", "a\rb\x7f\xc3\xa9" "c" },
	{ "rfc7208#6.2: at most 450 octets", X250 X250, X250 X50 X50 X50 X50, NULL },
	{ "rfc7208#6.2: at most 450 octets, of macros, too", X250 X50 X50 X50 "%{l}",
		X250 X50 X50 X50 X50, X50 X50 },
};

static const struct expansion texts6[] = {
	{ "rfc7208#7.3: %{c} of IPv6 is for people", "%{c}", "2001:db8::cb01", NULL },
};
// clang-format on

static void use_local(const struct expansion *row)
{
	values.local =
		zgl_sv_of(row->local != NULL ? row->local : "strong-bad");
	values.is_ipv6 = false;
	memcpy(values.octets, (const uint8_t[]){ 192, 0, 2, 3 }, 4);
}

static void check_name(const struct expansion *row)
{
	char room[ZGL_SPFMACRO_ROOM];
	zgl_sv name;

	assert_true(
		zgl_spfmacro_name(zgl_sv_of(row->text), &values, room, &name));
	assert_sv_equal(name, zgl_sv_of(row->want));
}

static void check_name4(void **state)
{
	use_local(*state);
	check_name(*state);
}

static void use_ipv6(void)
{
	values.is_ipv6 = true;
	memcpy(values.octets, ipv6, sizeof(ipv6));
}

static void check_name6(void **state)
{
	use_local(*state);
	use_ipv6();
	check_name(*state);
}

static void check_text(const struct expansion *row)
{
	char room[ZGL_SPFMACRO_TEXT];

	assert_sv_equal(zgl_spfmacro_text(zgl_sv_of(row->text), &values, room),
		zgl_sv_of(row->want));
}

static void check_text4(void **state)
{
	use_local(*state);
	check_text(*state);
}

static void check_text6(void **state)
{
	use_local(*state);
	use_ipv6();
	check_text(*state);
}

/* `count` labels of `label`, then `end`. */
static zgl_sv many(const char *label, size_t count, const char *end)
{
	static char text[20000];
	size_t n = strlen(label);

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * n, label, n);
	memcpy(text + count * n, end, strlen(end));
	return (zgl_sv){ text, count * n + strlen(end) };
}

struct cut {
	const char *name, *label;
	size_t count;
	const char *end;
	size_t want_labels; /* of `label` that are left; */
	size_t want_more;   /* and octets behind them */
};

// clang-format off
static const struct cut cuts[] = {
	{ "rfc7208#7.3: 253 octets stay", "abc.", 63, "x", 63, 1 },
	{ "rfc7208#7.3: 254 octets lose a label", "abc.", 63, "xx", 62, 2 },
	{ "rfc7208#7.3: 254 octets, a dot at the end among them, stay", "abc.", 63, "x.", 63, 1 },
	{ "rfc7208#7.3: as many labels are cut off as must be", "abc.", 1000, "x", 63, 1 },
	{ "rfc7208#7.3: a macro in front is cut off", "%{d}.", 20, "example.com", 0, 0 },
	{ "rfc7208#7.3: one label too long leaves nothing", "a", 300, "", 0, 0 },
	{ "rfc7208#7.3: the last label alone is too long", "abc.", 10, X250 X50, 0, 0 },
};
// clang-format on

static void check_cut(void **state)
{
	const struct cut *row = *state;
	char room[ZGL_SPFMACRO_ROOM];
	zgl_sv name, text = many(row->label, row->count, row->end);

	use_local(&(struct expansion){ .local = NULL });
	assert_true(zgl_spfmacro_name(text, &values, room, &name));
	assert_true(name.n <= ZGL_SPFMACRO_NAME);
	if (row->label[0] == '%') {
		/* the end of one macro, 13 whole ones, the literal */
		assert_int_equal(name.n, 4 + 13 * 18 + 11);
		assert_memory_equal(name.p, "com.email.example.com.", 22);
		return;
	}
	size_t octets = row->want_labels * strlen(row->label);
	assert_int_equal(name.n, octets + row->want_more);
	assert_memory_equal(name.p, text.p, name.n == 0 ? 0 : 1);
	for (size_t i = 0; i < row->want_labels; i++)
		assert_memory_equal(name.p + i * 4, row->label, 4);
}

/* Whatever is written in front of it, the end of a name is the same. */
static void the_end_is_kept(void **state)
{
	char room[ZGL_SPFMACRO_ROOM];
	zgl_sv name;

	(void)state;
	use_local(&(struct expansion){ .local = NULL });
	for (size_t count = 0; count < 300; count++) {
		zgl_sv text = many("a.", count, "%{d}.%{h}.z");
		assert_true(zgl_spfmacro_name(text, &values, room, &name));
		zgl_sv end = ZGL_SV("email.example.com.mail.example.org.z");
		size_t front = name.n - end.n;
		assert_sv_equal(zgl_sv_skip(name, front), end);
		assert_int_equal(front, 2 * (count < 108 ? count : 108));
	}
}

static void work_is_bounded(void **state)
{
	char room[ZGL_SPFMACRO_ROOM];
	zgl_sv name;

	(void)state;
	use_local(&(struct expansion){ .local = NULL });
	assert_true(zgl_spfmacro_name(
		many("%{h}", ZGL_SPFMACRO_WORK / 16 / 2, ".x"), &values, room,
		&name));
	assert_false(zgl_spfmacro_name(
		many("%{h}", 4000, ".x"), &values, room, &name));
	assert_false(zgl_spfmacro_name(
		many("%{h1}", 2000, ".x"), &values, room, &name));
	assert_true(zgl_spfmacro_name(
		many("ab.", ZGL_SPFMACRO_WORK / 3, "x"), &values, room, &name));
	assert_false(zgl_spfmacro_name(
		many("ab.", 3000, "x"), &values, room, &name));
}

static void no_time_before_1970(void **state)
{
	char room[ZGL_SPFMACRO_TEXT];

	(void)state;
	values.now_s = -1;
	assert_sv_equal(
		zgl_spfmacro_text(ZGL_SV("%{t}"), &values, room), ZGL_SV("0"));
	values.now_s = 1234567890;
}

static void nothing_to_expand(void **state)
{
	struct zgl_spfvalues empty = values;
	char room[ZGL_SPFMACRO_ROOM];
	zgl_sv name;

	(void)state;
	empty.helo = ZGL_SV("");
	assert_true(zgl_spfmacro_name(
		ZGL_SV("%{h}%{hr}%{h1-}%{H}"), &empty, room, &name));
	assert_int_equal(name.n, 0);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, syntax, check_syntax);
	ROWS_ADD(&r, names4, check_name4);
	ROWS_ADD(&r, names6, check_name6);
	ROWS_ADD(&r, texts4, check_text4);
	ROWS_ADD(&r, texts6, check_text6);
	ROWS_ADD(&r, cuts, check_cut);
	rows_add_one(&r, "rfc7208#7.3: the end of a name is never cut",
		the_end_is_kept);
	rows_add_one(&r, "what a name expands to is bounded", work_is_bounded);
	rows_add_one(&r, "%{t} before 1970 is 0", no_time_before_1970);
	rows_add_one(
		&r, "an empty value expands to nothing", nothing_to_expand);
	return rows_run(&r, "spfmacro");
}
