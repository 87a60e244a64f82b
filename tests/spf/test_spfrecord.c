/* SPDX-License-Identifier: ISC */
/* spfrecord: which text is a record, and what its terms say. */
#include "tests/rows.h"
#include "zegel/spf/spfrecord.h"

struct version {
	const char *name, *text;
	bool want;
};

// clang-format off
static const struct version versions[] = {
	{ "rfc7208#4.5: nothing but the version", "v=spf1", true },
	{ "rfc7208#4.5: the version and a space", "v=spf1 ", true },
	{ "rfc7208#4.5: the version in capitals", "V=SPF1 -all", true },
	{ "rfc7208#4.5: v=spf10 is another version", "v=spf10 -all", false },
	{ "rfc7208#4.5: a tab behind the version", "v=spf1\t-all", false },
	{ "rfc7208#4.5: a space in front", " v=spf1 -all", false },
	{ "rfc7208#4.5: the version cut off", "v=spf", false },
	{ "rfc7208#4.5: nothing", "", false },
	{ "rfc7208#4.5: Sender ID", "spf2.0/pra -all", false },
	{ "rfc7208#4.5: a quote in front", "\"v=spf1 -all", false },
};
// clang-format on

static void check_version(void **state)
{
	const struct version *row = *state;

	assert_int_equal(zgl_spfrecord_is(zgl_sv_of(row->text)), row->want);
}

struct record {
	const char *name, *text, *want; /* "good", or reason and term */
};

// clang-format off
static const struct record records[] = {
	{ "rfc7208#4.6: no terms", "v=spf1", "good" },
	{ "rfc7208#4.6.1: spaces at the end", "v=spf1 -all   ", "good" },
	{ "rfc7208#4.6.1: several spaces between terms", "v=spf1   a    -all", "good" },
	{ "rfc7208#4.6.1: a tab between terms is none", "v=spf1 a\tmx -all", "syntax a\tmx" },
	{ "rfc7208#4.6.1: a line feed is no space", "v=spf1 a\nmx -all", "syntax a\nmx" },
	{ "rfc7208#4.6.1: names in any case", "v=spf1 IP4:192.0.2.1 Include:Example.COM eXiStS:a.b -ALL EXP=a.b REDIRECT=c.d", "good" },
	{ "rfc7208#4.6: a wrong term behind all", "v=spf1 -all moo", "unknown_mechanism moo" },
	{ "rfc7208#4.6: a wrong term behind a good one", "v=spf1 ip4:192.0.2.1 ip4:1.2.3", "syntax ip4:1.2.3" },
	{ "rfc7208#4.6: a wrong term in front of a good one", "v=spf1 ip4:1.2.3 -all", "syntax ip4:1.2.3" },
	{ "rfc7208#4.6.2: a mechanism that does not exist", "v=spf1 ip5:1 -all", "unknown_mechanism ip5:1" },
	{ "rfc7208#4.6.2: a mechanism with a dot behind it", "v=spf1 -all.", "unknown_mechanism -all." },
	{ "rfc7208#4.6.1: a name that begins with a digit", "v=spf1 1up=foo", "syntax 1up=foo" },
	{ "rfc7208#4.6.1: an empty name", "v=spf1 =all", "syntax =all" },
	{ "rfc7208#4.6.1: a qualifier alone", "v=spf1 - all", "syntax -" },
	{ "rfc7208#4.6.1: two qualifiers", "v=spf1 --all", "syntax --all" },
	{ "rfc7208#4.6.1: a qualifier in front of a modifier", "v=spf1 -redirect=example.com", "syntax -redirect=example.com" },
	{ "rfc7208#3.1: an octet that is not US-ASCII", "v=spf1 a:\xc3\xa9.example.com -all", "octets a:\xc3\xa9.example.com" },
	{ "rfc7208#3.1: an octet that is not US-ASCII, behind all", "v=spf1 -all x=\x80", "octets x=\x80" },
	{ "rfc7208#3.1: a no-break space", "v=spf1 a\xa0-all", "octets a\xa0-all" },
	{ "rfc7208#6: a modifier that is not known", "v=spf1 moo.cow-far_out=man:dog/cat -all", "good" },
	{ "rfc7208#6: a modifier that is not known, twice", "v=spf1 moo=1 moo=2 -all", "good" },
	{ "rfc7208#6: a modifier that is not known, empty", "v=spf1 moo= -all", "good" },
	{ "rfc7208#4.6.1: macros in a modifier that is not known", "v=spf1 moo=%{d}%{r} -all", "good" },
	{ "rfc7208#4.6.1: a macro at fault in a modifier that is not known", "v=spf1 moo=%abc -all", "macro moo=%abc" },
	{ "rfc7208#4.6.1: a letter at fault in a modifier that is not known", "v=spf1 -all moo=%{x}", "macro moo=%{x}" },
	{ "rfc7208#4.6.1: a slash in the name of a modifier", "v=spf1 moo.cow/far_out=man -all", "unknown_mechanism moo.cow/far_out=man" },
	{ "rfc7208#6: redirect= twice", "v=spf1 redirect=a.b redirect=a.b", "modifier_twice redirect=a.b" },
	{ "rfc7208#6: redirect= twice, in another case", "v=spf1 redirect=a.b -all Redirect=c.d", "modifier_twice Redirect=c.d" },
	{ "rfc7208#6: exp= twice", "v=spf1 exp=a.b -all exp=c.d", "modifier_twice exp=c.d" },
	{ "rfc7208#6: redirect= and exp= once each", "v=spf1 redirect=a.b exp=c.d", "good" },
	{ "rfc7208#6.1: an empty redirect=", "v=spf1 ?all redirect=", "syntax redirect=" },
	{ "rfc7208#6.2: an empty exp=", "v=spf1 exp= -all", "syntax exp=" },
	{ "rfc7208#6.1: redirect: is no modifier", "v=spf1 redirect:a.b", "unknown_mechanism redirect:a.b" },
	{ "rfc7208#6.1: a redirect= without a dot", "v=spf1 redirect=-all ?all", "syntax redirect=-all" },
	{ "rfc6652#3: ra=, rp= and rr= are modifiers that are ignored", "v=spf1 -all ra=postmaster rp=100 rr=e", "good" },
	{ "rfc7208#5: more mechanisms than are kept", "v=spf1 a a a a a a a a a a a a a a a a a mx", "good" },
	{ "rfc7208#5: a fault behind those that are kept", "v=spf1 a a a a a a a a a a a a a a a a a all:", "syntax all:" },
};
// clang-format on

static void check_record(void **state)
{
	const struct record *row = *state;
	struct zgl_spfterm kept[ZGL_SPFRECORD_KEPT];
	struct zgl_spfrecord record;
	zgl_sv problem = { NULL, 0 };
	char told[200] = "good";

	enum zgl_spf_reason reason = zgl_spfrecord_read(
		zgl_sv_of(row->text), kept, &record, &problem);
	if (reason != ZGL_SPF_REASON_MATCHED)
		(void)snprintf(told, sizeof(told), "%s %.*s",
			zgl_spf_reason_word(reason), (int)problem.n, problem.p);
	assert_string_equal(told, row->want);
}

/* Kind, qualifier, then the domain-spec in <> or the address; prefix lengths
 * of IPv4 and IPv6 when they are not whole. */
struct term {
	const char *name, *text, *want;
};

// clang-format off
static const struct term terms[] = {
	{ "rfc7208#5.1: all", "all", "all pass" },
	{ "rfc7208#4.6.2: + is pass", "+all", "all pass" },
	{ "rfc7208#4.6.2: - is fail", "-all", "all fail" },
	{ "rfc7208#4.6.2: ~ is softfail", "~all", "all softfail" },
	{ "rfc7208#4.6.2: ? is neutral", "?all", "all neutral" },
	{ "rfc7208#5.1: all with a domain", "all:foobar", "syntax" },
	{ "rfc7208#5.1: all with a prefix length", "-all/8", "syntax" },
	{ "rfc7208#5.2: include", "include:_spf.example.com", "include pass <_spf.example.com>" },
	{ "rfc7208#5.2: include without a domain", "include", "syntax" },
	{ "rfc7208#5.2: include with an empty one", "include:", "syntax" },
	{ "rfc7208#5.2: include with a prefix length", "include:example.com/24", "syntax" },
	{ "rfc7208#5.3: a", "a", "a pass" },
	{ "rfc7208#5.3: a with a domain", "-a:mail.example.com", "a fail <mail.example.com>" },
	{ "rfc7208#5.3: a with an empty domain", "a:", "syntax" },
	{ "rfc7208#5.3: a/24", "a/24", "a pass /24" },
	{ "rfc7208#5.3: a//64", "a//64", "a pass //64" },
	{ "rfc7208#5.3: a/24//64", "a/24//64", "a pass /24 //64" },
	{ "rfc7208#5.3: a with a domain and both lengths", "a:b.example/24//64", "a pass <b.example> /24 //64" },
	{ "rfc7208#5.3: a/0", "a/0", "a pass /0" },
	{ "rfc7208#5.3: a/32", "a/32", "a pass" },
	{ "rfc7208#5.3: a/33", "a/33", "syntax" },
	{ "rfc7208#5.3: a with a domain, then /33", "a:example.com/33", "syntax" },
	{ "rfc7208#5.3: a//129", "a//129", "syntax" },
	{ "rfc7208#5.3: a//128", "a//128", "a pass" },
	{ "rfc7208#5.3: a/00", "a/00", "syntax" },
	{ "rfc7208#5.3: a/024", "a/024", "syntax" },
	{ "rfc7208#5.3: a//0064", "a//0064", "syntax" },
	{ "rfc7208#5.3: a/24/64", "a/24/64", "syntax" },
	{ "rfc7208#5.3: a///64", "a///64", "syntax" },
	{ "rfc7208#5.3: a//64/24", "a//64/24", "syntax" },
	{ "rfc7208#5.3: a with a slash and nothing", "a/", "syntax" },
	{ "rfc7208#5.3: a with a domain, a slash and nothing", "a:example.com/", "syntax" },
	{ "rfc7208#5.3: a length that no number holds", "a/99999999999999999999999", "syntax" },
	{ "rfc7208#5.3: a slash within the domain", "a:foo:bar/baz.example.com", "a pass <foo:bar/baz.example.com>" },
	{ "rfc7208#5.3: a slash within a macro", "a:%{d/}/24", "a pass <%{d/}> /24" },
	{ "rfc7208#5.3: a port", "a:example.com:8080", "syntax" },
	{ "rfc7208#5.4: mx", "mx", "mx pass" },
	{ "rfc7208#5.4: mx with all there is", "?mx:b.example/24//64", "mx neutral <b.example> /24 //64" },
	{ "rfc7208#5.4: mx with an empty domain", "mx:", "syntax" },
	{ "rfc7208#5.5: ptr", "ptr", "ptr pass" },
	{ "rfc7208#5.5: ptr with a domain", "ptr:example.com", "ptr pass <example.com>" },
	{ "rfc7208#5.5: ptr with an empty domain", "ptr:", "syntax" },
	{ "rfc7208#5.5: ptr with a prefix length", "ptr/0", "syntax" },
	{ "rfc7208#5.6: ip4", "ip4:192.0.2.1", "ip4 pass c0000201" },
	{ "rfc7208#5.6: ip4/0", "ip4:192.0.2.1/0", "ip4 pass c0000201 /0" },
	{ "rfc7208#5.6: ip4/32", "ip4:192.0.2.1/32", "ip4 pass c0000201" },
	{ "rfc7208#5.6: ip4/33", "ip4:192.0.2.1/33", "syntax" },
	{ "rfc7208#5.6: ip4/032", "ip4:192.0.2.1/032", "syntax" },
	{ "rfc7208#5.6: ip4/00", "ip4:192.0.2.1/00", "syntax" },
	{ "rfc7208#5.6: ip4 with the length of IPv6", "ip4:192.0.2.1//32", "syntax" },
	{ "rfc7208#5.6: ip4 without an address", "ip4", "syntax" },
	{ "rfc7208#5.6: ip4 with an empty one", "ip4:", "syntax" },
	{ "rfc7208#5.6: ip4 with three parts", "ip4:1.2.3", "syntax" },
	{ "rfc7208#5.6: ip4 with a port", "ip4:192.0.2.1:8080", "syntax" },
	{ "rfc7208#5.6: ip4 with a zero in front", "ip4:192.0.02.1", "syntax" },
	{ "rfc7208#5.6: ip4 with 256", "ip4:192.0.2.256", "syntax" },
	{ "rfc7208#5.6: ip4 with an IPv6 address", "ip4:2001:db8::1", "syntax" },
	{ "rfc7208#5.6: ip4 with a macro", "ip4:%{i}", "syntax" },
	{ "rfc7208#5.6: ip6", "ip6:2001:DB8::1", "ip6 pass 20010db8000000000000000000000001" },
	{ "rfc7208#5.6: ip6 with the end of IPv4", "ip6:::1.1.1.1/0", "ip6 pass 00000000000000000000000001010101 //0" },
	{ "rfc7208#5.6: ip6/129", "ip6:2001:db8::1/129", "syntax" },
	{ "rfc7208#5.6: ip6//33", "ip6:2001:db8::1//33", "syntax" },
	{ "rfc7208#5.6: ip6 with two gaps", "ip6::CAFE::BABE", "syntax" },
	{ "rfc7208#5.6: ip6 with an IPv4 address", "ip6:192.0.2.1", "syntax" },
	{ "rfc7208#5.6: ip6 without an address", "ip6", "syntax" },
	{ "rfc7208#5.7: exists", "exists:%{ir}.%{l1r+-}._spf.%{d}", "exists pass <%{ir}.%{l1r+-}._spf.%{d}>" },
	{ "rfc7208#5.7: exists without a domain", "exists", "syntax" },
	{ "rfc7208#5.7: exists with an empty one", "exists:", "syntax" },
	{ "rfc7208#5.7: exists with a prefix length", "exists:mail.example.com/24", "syntax" },
	{ "rfc7208#6.1: redirect", "redirect=_spf.example.com", "redirect pass <_spf.example.com>" },
	{ "rfc7208#6.2: exp", "exp=explain._spf.%{d}", "exp pass <explain._spf.%{d}>" },
	{ "rfc7208#7.1: one label", "a:museum", "syntax" },
	{ "rfc7208#7.1: one label and a dot", "a:museum.", "syntax" },
	{ "rfc7208#7.1: a dot in front of one label", "a:.museum", "a pass <.museum>" },
	{ "rfc7208#7.1: a dot at the end", "a:example.com.", "a pass <example.com.>" },
	{ "rfc7208#7.1: two dots at the end", "a:example.com..", "syntax" },
	{ "rfc7208#7.1: an address is no domain", "a:111.222.33.44", "syntax" },
	{ "rfc7208#7.1: digits for a top-level domain", "a:abc.123", "syntax" },
	{ "rfc7208#7.1: digits and letters for a top-level domain", "a:abc.1x2", "a pass <abc.1x2>" },
	{ "rfc7208#7.1: digits and a hyphen for a top-level domain", "a:abc.1-2", "a pass <abc.1-2>" },
	{ "rfc7208#7.1: a hyphen in front of the top-level domain", "a:example.-com", "syntax" },
	{ "rfc7208#7.1: a hyphen behind the top-level domain", "a:example.com-", "syntax" },
	{ "rfc7208#7.1: an A-label for a top-level domain", "a:foo.example.xn--zckzah", "a pass <foo.example.xn--zckzah>" },
	{ "rfc7208#7.1: an underscore in the top-level domain", "a:example.c_m", "syntax" },
	{ "rfc7208#7.1: an underscore before it", "a:_spf.example.com", "a pass <_spf.example.com>" },
	{ "rfc7208#7.1: a macro at the end", "a:foo%{d}", "a pass <foo%{d}>" },
	{ "rfc7208#7.1: %% at the end", "a:foo%%", "a pass <foo%%>" },
	{ "rfc7208#7.1: a label behind a macro", "a:%{d}.com", "a pass <%{d}.com>" },
	{ "rfc7208#7.1: letters right behind a macro", "a:%{d}com", "syntax" },
	{ "rfc7208#7.1: a dot right behind a macro", "a:%{d}.", "syntax" },
	{ "rfc7208#7.1: digits behind a macro", "a:%{d}.123", "syntax" },
	{ "rfc7208#7.2: a letter of explanations in exp=", "exp=%{r}.example.com", "macro" },
	{ "rfc7208#7.2: a letter of explanations in exists", "exists:%{c}.example.com", "macro" },
	{ "rfc7208#7.3: %( in exists", "-exists:%(ir).sbl.example.org", "macro" },
	{ "rfc7208#7.3: no parts", "a:%{d0}", "macro" },
	{ "rfc7208#7.1: NUL is no octet of a domain", "a:x\x01y.example.com", "syntax" },
};
// clang-format on

static void put_spec(char *told, size_t room, const struct zgl_spfterm *term)
{
	size_t n = strlen(told);

	if (term->spec.p != NULL)
		(void)snprintf(told + n, room - n, " <%.*s>", (int)term->spec.n,
			term->spec.p);
}

static void put_address(char *told, size_t room, const struct zgl_spfterm *term)
{
	size_t octets = term->kind == ZGL_SPFTERM_IP4 ? 4
		: term->kind == ZGL_SPFTERM_IP6       ? 16
						      : 0;

	for (size_t i = 0; i < octets; i++) {
		size_t n = strlen(told);
		(void)snprintf(told + n, room - n, "%s%02x", i == 0 ? " " : "",
			term->octets[i]);
	}
}

static void put_bits(char *told, size_t room, const struct zgl_spfterm *term)
{
	size_t n = strlen(told);

	if (term->bits4 != 32)
		(void)snprintf(told + n, room - n, " /%u", term->bits4);
	n = strlen(told);
	if (term->bits6 != 128)
		(void)snprintf(told + n, room - n, " //%u", term->bits6);
}

static void check_term(void **state)
{
	static const char *const kinds[] = { "all", "include", "a", "mx", "ptr",
		"ip4", "ip6", "exists", "redirect", "exp", "other" };
	const struct term *row = *state;
	struct zgl_spfterm term;
	char told[200];

	enum zgl_spf_reason reason =
		zgl_spfterm_read(zgl_sv_of(row->text), &term);
	if (reason != ZGL_SPF_REASON_MATCHED) {
		assert_string_equal(zgl_spf_reason_word(reason), row->want);
		return;
	}
	assert_sv_equal(term.text, zgl_sv_of(row->text));
	(void)snprintf(told, sizeof(told), "%s %s", kinds[term.kind],
		zgl_spf_result_word(term.qualifier));
	put_spec(told, sizeof(told), &term);
	put_address(told, sizeof(told), &term);
	put_bits(told, sizeof(told), &term);
	assert_string_equal(told, row->want);
}

/* A record of `count` mechanisms, modifiers between them. */
static void all_mechanisms_come(void **state)
{
	(void)state;
	for (size_t count = 0; count <= 2 * ZGL_SPFRECORD_KEPT; count++) {
		struct zgl_spfterm kept[ZGL_SPFRECORD_KEPT], term;
		struct zgl_spfrecord record;
		char text[2000] = "v=spf1";
		size_t n = strlen(text);
		zgl_sv problem;
		for (size_t i = 0; i < count; i++)
			n += (size_t)snprintf(text + n, sizeof(text) - n,
				" x=%zu ip4:192.0.2.%zu", i, i);
		assert_int_equal(zgl_spfrecord_read(zgl_sv_of(text), kept,
					 &record, &problem),
			ZGL_SPF_REASON_MATCHED);
		for (size_t i = 0; i < count; i++) {
			assert_true(zgl_spfrecord_next(&record, &term));
			assert_int_equal(term.octets[3], i);
		}
		assert_false(zgl_spfrecord_next(&record, &term));
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, versions, check_version);
	ROWS_ADD(&r, records, check_record);
	ROWS_ADD(&r, terms, check_term);
	rows_add_one(&r, "mechanisms come in their order, kept or not",
		all_mechanisms_come);
	return rows_run(&r, "spfrecord");
}
