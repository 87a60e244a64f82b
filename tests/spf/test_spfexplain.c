/* SPDX-License-Identifier: ISC */
/* What a domain says about a fail: exp=, as RFC 7208 section 6.2 has it. */
#include "tests/spf/spfworld.h"

#define X50  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X200 X50 X50 X50 X50
#define PTR4 "1.2.0.192.in-addr.arpa. "
#define FAIL "v=spf1 -all exp=e.example.com"

/* The explanation; NULL: there is none. */
struct row {
	const char *name, *record, *zone, *want;
	struct spfsender sender;
};

// clang-format off
static const struct row rows[] = {
	{ "rfc7208#6.2: exp", FAIL, "e TXT \"Ask postmaster.\"", "Ask postmaster.", { .ip = NULL } },
	{ "rfc7208#6.2: exp stands anywhere", "v=spf1 exp=e.example.com -all", "e TXT \"Ask.\"", "Ask.", { .ip = NULL } },
	{ "rfc7208#6.2: exp of another mechanism than all", "v=spf1 -ip4:192.0.2.1 exp=e.example.com +all", "e TXT \"Ask.\"", "Ask.", { .ip = NULL } },
	{ "rfc7208#6.2: no exp", "v=spf1 -all", NULL, NULL, { .ip = NULL } },
	{ "rfc7208#6.2: exp of a pass", "v=spf1 +all exp=e.example.com", "e TXT \"Ask.\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: exp of a softfail", "v=spf1 ~all exp=e.example.com", "e TXT \"Ask.\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: exp of what did not match", "v=spf1 exp=e.example.com", "e TXT \"Ask.\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: exp of an error", "v=spf1 a:t.example.com -all exp=e.example.com", "$FAULT t timeout\ne TXT \"Ask.\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: strings are joined without a space", FAIL, "e TXT \"Ask \" \"post\" \"master.\"", "Ask postmaster.", { .ip = NULL } },
	{ "rfc7208#6.2: several TXT", FAIL, "e TXT \"one\"\ne TXT \"two\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: no TXT", FAIL, "e A 192.0.2.1", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: no name", FAIL, NULL, NULL, { .ip = NULL } },
	{ "rfc7208#6.2: SERVFAIL", FAIL, "$FAULT e servfail", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: a time-out", FAIL, "$FAULT e timeout", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: an answer that makes no sense", FAIL, "e CNAME f\nf CNAME e", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: not US-ASCII", FAIL, "e TXT \"\\195\\169\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: a control", FAIL, "e TXT \"a\\010b\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: a macro that is none", FAIL, "e TXT \"The %{x}-files\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: a lone %", FAIL, "e TXT \"100% sure\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: an empty text", FAIL, "e TXT \"\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: a name that cannot be", "v=spf1 -all exp=a..example.com", NULL, NULL, { .ip = NULL } },
	{ "rfc7208#6.2: the name has macros", "v=spf1 -all exp=%{l1r-}.%{d}", "strong TXT \"Ask.\"", "Ask.", { .ip = NULL } },
	{ "rfc7208#7.3: a name cut on the left", "v=spf1 -all exp=x.cutoffcutoff." X50 "." X50 "." X50 "." X50 ".%{ir}.%{ir}.%{ir}.example.com", X50 "." X50 "." X50 "." X50 ".1.2.0.192.1.2.0.192.1.2.0.192 TXT \"Cut.\"", "Cut.", { .ip = NULL } },
	{ "rfc7208#7.2: c r t in an explanation", FAIL, "e TXT \"%{c} %{r} %{t}\"", "192.0.2.1 mx.example.net 1234567890", { .ip = NULL } },
	{ "rfc7208#7.3: %{c} of IPv6, and %{i} and %{v}", FAIL, "e TXT \"%{c} is %{ir}.%{v}.arpa\"", "cafe:babe::1 is 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.E.B.A.B.E.F.A.C.ip6.arpa", { .ip = "CAFE:BABE::1" } },
	{ "rfc7208#7.3: %{v} of IPv4", FAIL, "e TXT \"%{c} is %{ir}.%{v}.arpa\"", "192.0.2.1 is 1.2.0.192.in-addr.arpa", { .ip = NULL } },
	{ "rfc7208#7.3: %{c} of a mapped address is IPv4", FAIL, "e TXT \"%{c}\"", "192.0.2.1", { .ip = "::ffff:192.0.2.1" } },
	{ "rfc7208#7.2: s l o d h in an explanation", FAIL, "e TXT \"%{s} %{l} %{o} %{d} %{h}\"", "strong-bad@example.com strong-bad example.com example.com mail.example.org", { .ip = NULL } },
	{ "rfc7208#7.3: %{S} in a URL", FAIL, "e TXT \"http://example.com/?s=%{S}\"", "http://example.com/?s=a%2Bb%40example.com", { .from = "a+b@example.com" } },
	{ "rfc7208#7.2: %{s} of a sender without local part", FAIL, "e TXT \"%{s}\"", "postmaster@example.com", { .from = "@example.com" } },
	{ "rfc7208#7.2: %{s} of a null MAIL FROM", FAIL, "e TXT \"%{s}\"", "postmaster@example.com", { .from = "", .helo = "example.com" } },
	{ "rfc7208#7.1: %% %_ %- in an explanation", FAIL, "e TXT \"100%% a%_b%-c\"", "100% a b%20c", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} of no name", FAIL, "e TXT \"from %{p}\"", "from unknown", { .ip = NULL } },
	{ "rfc7208#7.3: %{p}", FAIL, "e TXT \"from %{p}\"\n" PTR4 "PTR mail.example.com.\nmail A 192.0.2.1", "from mail.example.com", { .ip = NULL } },
	{ "rfc7208#7.3: %{p} in the name, and in the text", "v=spf1 -all exp=%{p}.e.example.com", "mail.example.com.e TXT \"from %{p}\"\n" PTR4 "PTR mail.example.com.\nmail A 192.0.2.1", "from mail.example.com", { .ip = NULL } },
	{ "rfc7208#6.2: the exp of an include is not used", "v=spf1 include:x.example.com -all exp=e.example.com", "x TXT \"v=spf1 -all exp=f.example.com\"\ne TXT \"Right.\"\nf TXT \"Wrong.\"", "Right.", { .ip = NULL } },
	{ "rfc7208#6.2: the exp of an include that matches is not used", "v=spf1 -include:x.example.com exp=e.example.com", "x TXT \"v=spf1 +all exp=f.example.com\"\ne TXT \"Right.\"\nf TXT \"Wrong.\"", "Right.", { .ip = NULL } },
	{ "rfc7208#6.2: the exp of an include is none where there is none", "v=spf1 -include:x.example.com", "x TXT \"v=spf1 +all exp=f.example.com\"\nf TXT \"Wrong.\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: the exp of a redirect is used", "v=spf1 redirect=x.example.com exp=f.example.com", "x TXT \"v=spf1 -all exp=e.example.com\"\ne TXT \"Right.\"\nf TXT \"Wrong.\"", "Right.", { .ip = NULL } },
	{ "rfc7208#6.2: the exp of the first domain is not used behind a redirect", "v=spf1 redirect=x.example.com exp=f.example.com", "x TXT \"v=spf1 -all\"\nf TXT \"Wrong.\"", NULL, { .ip = NULL } },
	{ "rfc7208#6.2: the exp of a redirect with an include", "v=spf1 redirect=x.example.com", "x TXT \"v=spf1 -include:y.example.com exp=e.example.com\"\ny TXT \"v=spf1 +all exp=f.example.com\"\ne TXT \"Right.\"\nf TXT \"Wrong.\"", "Right.", { .ip = NULL } },
	{ "rfc7208#7.2: %{d} of a redirect is its domain", "v=spf1 redirect=x.example.com", "x TXT \"v=spf1 -all exp=e.%{d}\"\ne.x TXT \"%{d} %{o}\"", "x.example.com example.com", { .ip = NULL } },
	{ "rfc7208#6.2: 450 octets are kept", FAIL, "e TXT \"" X200 "\" \"" X200 X50 "\" \"y\"", X200 X200 X50, { .ip = NULL } },
	{ "rfc7208#6.2: octets that do not show are told as ?", FAIL, "e TXT \"%{h}\"", "a?b??", { .helo = "a\nb\r\x7f" } },
	{ "rfc8616#4: a local part of UTF-8 is told as ?", FAIL, "e TXT \"%{l}\"", "m??ller", { .from = "m\xc3\xbcller@example.com" } },
	{ "rfc8616#4: a local part of UTF-8 in the name", "v=spf1 -all exp=%{l}.example.com", "* TXT \"Wrong.\"", NULL, { .from = "m\xc3\xbcller@example.com" } },
	{ "a text that looks like a field", FAIL, "e TXT \"x; dmarc=pass (\"", "x; dmarc=pass (", { .ip = NULL } },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	struct spfworld w;

	for (unsigned backwards = 0; backwards <= 1; backwards++) {
		spfworld_begin(&w);
		w.backwards = backwards == 1;
		spfworld_load(&w, row->record, row->zone);
		spfworld_run(&w, &row->sender);
		assert_sv_equal(w.verdict.explanation, zgl_sv_of(row->want));
		assert_int_equal(
			w.verdict.explanation.p == NULL, row->want == NULL);
		spfworld_end(&w);
	}
}

static void nothing_is_asked_unless_wanted(void **state)
{
	struct spfworld w;

	(void)state;
	spfworld_begin(&w);
	w.config.explain = false;
	spfworld_load(&w, FAIL, "e TXT \"Ask.\"");
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_null(w.verdict.explanation.p);
	assert_sv_equal(zgl_buf_sv(&w.asked), ZGL_SV("TXT example.com."));
	spfworld_end(&w);
}

static void who_checks_may_be_unknown(void **state)
{
	struct spfworld w;

	(void)state;
	spfworld_begin(&w);
	w.config.receiver = (zgl_sv){ NULL, 0 };
	spfworld_load(&w, FAIL, "e TXT \"%{r}\"");
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_sv_equal(w.verdict.explanation, ZGL_SV("unknown"));
	spfworld_end(&w);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "nothing is asked unless it is wanted",
		nothing_is_asked_unless_wanted);
	rows_add_one(&r, "rfc7208#7.3: %{r} of who is not told is unknown",
		who_checks_may_be_unknown);
	return rows_run(&r, "spfexplain");
}
