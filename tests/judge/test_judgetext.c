/* SPDX-License-Identifier: ISC */
/*
 * judge with a client: what it says in the field, and to the client.
 */
#include "tests/authres/authcheck.h"
#include "tests/judge/judge_world.h"
#include "tests/rows.h"
#include "zegel/authres/authread.h"

/* The field behind the authserv-id, on one line, without header.b. */
struct field_row {
	const char *name;
	const char *want;
	struct judge_scene scene;
};

/* "550 5.7.1 text"; without codes when it is delivered. */
struct reply_row {
	const char *name;
	const char *want;
	struct judge_scene scene;
};

#define SIGNED(domain)                                                         \
	{                                                                      \
		.value = "v=1; a=$a; c=$c; d=" domain                          \
			 "; s=$s; h=$h; bh=$bh; b=$b"                          \
	}
#define FAILS(domain)                                                          \
	{                                                                      \
		.value = "v=1; a=$a; c=$c; d=" domain                          \
			 "; s=$s; h=$h; bh=$bh; b=AAAA"                        \
	}
#define SEALS(n, ...) .mail = { .seals = { __VA_ARGS__ }, .count = (n) }
#define FROM(fields)  .mail = { .header = fields "Subject: x\r\n" }
#define OWN           .client = "192.0.2.1"
#define NOBODY        .client = "192.0.2.9"
#define EVIL          .client = "192.0.2.9", .mail_from = "x@evil.example"
#define REJECT        .dmarc = "p=reject"
#define NONE          .dmarc = "p=none"

#define MATCHED "reason=\"a mechanism of the record matched\""
#define FAILED                                                                 \
	"spf=fail (matched -all) " MATCHED " smtp.mailfrom=example.com; "      \
	"dkim=none; "
#define PASSED                                                                 \
	"spf=pass (matched ip4:192.0.2.1) smtp.mailfrom=example.com; "         \
	"dkim=none; "
#define FROM_FAULT "reason=\"From has no single domain that could be judged\""

#define SIXTY "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwx"
#define LONG  SIXTY "." SIXTY "." SIXTY "." SIXTY ".example"

// clang-format off
static const struct field_row fields[] = {
	{ "what was not checked is not told", "dkim=none", { REJECT } },
	{ "rfc8601#2.7.2: SPF passes, DMARC passes", PASSED "dmarc=pass policy.dmarc=reject header.from=example.com", { OWN, REJECT } },
	{ "rfc9989#9.1: DMARC fails", FAILED "dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=reject header.from=example.com", { NOBODY, REJECT } },
	{ "rfc9989#9.1: the policy in force", FAILED "dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=quarantine header.from=example.com", { NOBODY, .dmarc = "p=reject; t=y" } },
	{ "rfc9989#9.1: no record, no policy", PASSED "dmarc=none reason=\"the domain in From has no DMARC record\" header.from=example.com", { OWN } },
	{ "without DMARC", "spf=pass (matched ip4:192.0.2.1) smtp.mailfrom=example.com; dkim=none", { OWN, REJECT, .no_dmarc = true } },
	{ "rfc8601#2.7.2: a null sender is told as HELO", "spf=pass (matched ip4:192.0.2.1) smtp.helo=mx.example.com; dkim=none; dmarc=pass policy.dmarc=reject header.from=example.com", { OWN, REJECT, .mail_from = "" } },
	{ "rfc8601#2.7.2: HELO is told apart", "spf=pass (matched ip4:192.0.2.1) smtp.mailfrom=example.com; spf=fail (matched -all) " MATCHED " smtp.helo=list.example.org; dkim=none; dmarc=pass policy.dmarc=none header.from=example.com", { OWN, NONE, .helo = "list.example.org", .check_helo = true } },
	{ "rfc8601#2.7.2: the local part is not told", PASSED "dmarc=pass policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "\"a; dkim=pass\"@example.com" } },
	{ "a sender without a domain", "spf=none reason=\"what was to be checked is no domain name\"; dkim=none; dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "joe" } },
	{ "a sender with a result for a domain", "spf=none reason=\"what was to be checked is no domain name\"; dkim=none; dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "x@example.com; dkim=pass header.d=example.com" } },
	{ "a sender with a fold for a domain", "spf=none reason=\"what was to be checked is no domain name\"; dkim=none; dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "x@example.com\r\nX: y" } },
	{ "rfc8616#4: a U-label is told as A-label", "spf=none reason=\"the domain does not exist\" smtp.mailfrom=xn--mller-kva.example; dkim=none; dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "x@m\xc3\xbcller.example" } },
	{ "rfc8601#2.7.2: a permanent error, and what it is about", "spf=permerror reason=\"the record has a mechanism that does not exist: nonsense\" smtp.mailfrom=broken.example; dkim=none; dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "x@broken.example" } },
	{ "what a reason cannot hold is not told", "spf=permerror reason=\"a term of the record has the wrong form\" smtp.mailfrom=odd.example; dkim=none; dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "x@odd.example", .zone = "odd.example. 60 TXT \"v=spf1 a;b:c\"\n" } },
	{ "rfc8601#2.7.2: softfail", "spf=softfail (matched ~all) " MATCHED " smtp.mailfrom=soft.example; dkim=none; dmarc=fail reason=\"neither SPF nor DKIM authenticated a domain\" policy.dmarc=none header.from=example.com", { OWN, NONE, .mail_from = "x@soft.example" } },
	{ "signatures stand between SPF and DMARC", "spf=pass (matched +all) smtp.mailfrom=evil.example; dkim=pass (1024-bit key) header.d=evil.example header.s=rsa1024 header.a=rsa-sha256; dkim=fail (1024-bit key) reason=\"a signed header field was changed after it was signed, or another key made the signature\" header.d=example.com header.s=rsa1024 header.a=rsa-sha256; dmarc=fail reason=\"what was authenticated is not aligned with the domain in From\" policy.dmarc=none header.from=example.com", { EVIL, NONE, SEALS(2, SIGNED("evil.example"), FAILS("example.com")) } },
	{ "rfc9989#9.1: no From, no header.from", PASSED "dmarc=permerror " FROM_FAULT, { OWN, REJECT, FROM("") } },
	{ "rfc9989#9.1: two From fields", PASSED "dmarc=permerror " FROM_FAULT, { OWN, REJECT, FROM("From: joe@example.com\r\nFrom: joe@example.com\r\n") } },
	{ "rfc9989#9.1: a From of several domains", PASSED "dmarc=permerror " FROM_FAULT, { OWN, REJECT, FROM("From: joe@example.com, x@evil.example\r\n") } },
	{ "a domain in From is told as it was looked up", "spf=fail (matched -all) " MATCHED " smtp.mailfrom=example.com; dkim=none; dmarc=none reason=\"the domain in From has no DMARC record\" header.from=xn--mller-kva.example", { NOBODY, FROM("From: x@M\xc3\xbcller.EXAMPLE\r\n") } },
	{ "rfc9989#5.3.6: the record could not be fetched", PASSED "dmarc=temperror reason=\"the DMARC record could not be fetched from DNS: no answer in time: the zone file says so\" header.from=example.com", { OWN, .zone = "$FAULT _dmarc.example.com. TXT timeout\n" } },
};

#define DMARC_TEXT(what) "Rejected by DMARC policy of example.com: From has example.com, neither SPF (" what ") authenticates it"

static const struct reply_row replies[] = {
	{ "nothing is said of what is accepted", "", { OWN, REJECT } },
	{ "rfc9989#7.2: whose policy it is, and what failed", "550 5.7.1 " DMARC_TEXT("fail for example.com) nor DKIM (none"), { NOBODY, REJECT } },
	{ "rfc9989#7.2: the signatures", "550 5.7.1 " DMARC_TEXT("pass for evil.example) nor DKIM (pass for evil.example, fail for example.com"), { EVIL, REJECT, SEALS(2, SIGNED("evil.example"), FAILS("example.com")) } },
	{ "rfc9989#7.2: signatures that share their fate are told once", "550 5.7.1 " DMARC_TEXT("fail for example.com) nor DKIM (fail for example.com, pass for a.example"), { NOBODY, REJECT, SEALS(3, FAILS("example.com"), FAILS("example.com"), SIGNED("a.example")) } },
	{ "rfc9989#7.2: no more signatures than a reader wants", "550 5.7.1 " DMARC_TEXT("fail for example.com) nor DKIM (pass for a.example, pass for b.example, pass for c.example, ..."), { NOBODY, REJECT, SEALS(4, SIGNED("a.example"), SIGNED("b.example"), SIGNED("c.example"), SIGNED("d.example")) } },
	{ "rfc9989#7.2: a sender that is none", "550 5.7.1 " DMARC_TEXT("none) nor DKIM (none"), { NOBODY, REJECT, .mail_from = "joe" } },
	{ "rfc9989#7.2: the owner of a subdomain", "550 5.7.1 Rejected by DMARC policy of example.com: From has sub.example.com, neither SPF (fail for example.com) nor DKIM (none) authenticates it", { NOBODY, REJECT, FROM("From: x@sub.example.com\r\n") } },
	{ "what is marked is not rejected", "Fails DMARC policy of example.com: From has example.com, neither SPF (fail for example.com) nor DKIM (none) authenticates it", { NOBODY, .dmarc = "p=quarantine" } },
	{ "rfc9989#7.2: 4xx when it cannot be applied", "451 4.7.1 Unable to apply DMARC to example.com: the DMARC record could not be fetched from DNS: no answer in time: the zone file says so", { OWN, .zone = "$FAULT _dmarc.example.com. TXT timeout\n", .policy = "dmarc.temperror=tempfail" } },
	{ "rfc9989#5.3.6: a permanent error", "550 5.7.1 Unable to apply DMARC to example.com: what DNS answers for the DMARC record makes no sense: too many CNAMEs, or a loop", { OWN, .zone = "_dmarc.example.com. 60 CNAME _dmarc.example.com.\n", .policy = "dmarc.permerror=reject" } },
	{ "rfc9989#11.5: no From", "550 5.7.1 the message has no From field", { OWN, REJECT, FROM("") } },
	{ "rfc9989#11.5: two From fields", "550 5.7.1 the message has more than one From field", { OWN, REJECT, FROM("From: a@example.com\r\nFrom: a@example.com\r\n") } },
	{ "rfc9989#11.5: malformed", "550 5.7.1 From is malformed", { OWN, REJECT, FROM("From: a@example.com b@example.com\r\n") } },
	{ "rfc9989#11.5: no address", "550 5.7.1 From has no address", { OWN, REJECT, FROM("From: nobody:;\r\n") } },
	{ "rfc9989#11.5: a literal", "550 5.7.1 From has an address literal for a domain", { OWN, REJECT, FROM("From: a@[192.0.2.1]\r\n") } },
	{ "rfc9989#11.5: no domain", "550 5.7.1 what From has for a domain is no domain name", { OWN, REJECT, FROM("From: a@-b.example\r\n") } },
	{ "rfc9989#11.5: one label", "550 5.7.1 the domain in From has one label only", { OWN, REJECT, FROM("From: a@com\r\n") } },
	{ "rfc9989#11.5: several domains", "550 5.7.1 From has addresses in several domains", { OWN, REJECT, FROM("From: a@example.com, b@example.org\r\n") } },
	{ "a From that is marked", "the message has no From field", { OWN, REJECT, .policy = "author=mark", FROM("") } },
	{ "rfc7208#8.4: SPF fails", "550 5.7.23 SPF validation failed: MAIL FROM example.com: a mechanism of the record matched: -all", { NOBODY, NONE, .policy = "spf.fail=reject" } },
	{ "rfc7208#6.2: what the domain says is told as what the domain says", "550 5.7.23 SPF validation failed: MAIL FROM why.example: a mechanism of the record matched: -all; why.example says: Not from 192.0.2.9?", { NOBODY, NONE, .mail_from = "x@why.example", .policy = "spf.fail=reject", .zone = "why.example. 60 TXT \"v=spf1 -all exp=exp.why.example\"\nexp.why.example. 60 TXT \"Not from %{i}%%\"\n" } },
	{ "rfc7208#2.4: HELO of a null sender", "550 5.7.23 SPF validation failed: HELO mx.example.com: a mechanism of the record matched: -all", { NOBODY, NONE, .mail_from = "", .policy = "spf.fail=reject" } },
	{ "rfc7208#2.3: HELO by itself", "550 5.7.23 SPF validation failed: HELO list.example.org: a mechanism of the record matched: -all", { OWN, NONE, .helo = "list.example.org", .check_helo = true, .policy = "helo.fail=reject" } },
	{ "rfc7208#8.5: softfail", "SPF validation failed softly: MAIL FROM soft.example: a mechanism of the record matched: ~all", { OWN, NONE, .mail_from = "x@soft.example", .policy = "spf.softfail=mark" } },
	{ "rfc7208#8.7: a permanent error", "550 5.7.24 SPF validation error: MAIL FROM broken.example: the record has a mechanism that does not exist: nonsense", { OWN, NONE, .mail_from = "x@broken.example", .policy = "spf.permerror=reject" } },
	{ "rfc7208#8.6: a temporary error", "451 4.7.24 SPF validation error: MAIL FROM later.example: DNS could not be asked: later.example", { OWN, NONE, .mail_from = "x@later.example", .policy = "spf.temperror=tempfail" } },
	{ "rfc7208#8.1: none", "550 5.7.1 No SPF result: MAIL FROM bare.example: the domain has no SPF record", { OWN, NONE, .mail_from = "x@bare.example", .policy = "spf.none=reject" } },
	{ "rfc7372#4: several", "550 5.7.26 Multiple authentication checks failed: " DMARC_TEXT("fail for example.com) nor DKIM (none"), { NOBODY, REJECT, .policy = "spf.fail=reject" } },
};
// clang-format on

static struct zgl_engine *engine;
static struct zgl_limits limits;
static struct zgl_arena arena;
static struct zgl_buf told, header;

static struct zgl_judgement judge_scene(const struct judge_scene *scene)
{
	struct zgl_judge *judge = judge_world_new(engine, &limits, scene);
	struct zgl_judgement j;

	zgl_buf_reset(&header);
	judge_mail_header(engine, &scene->mail, &header);
	assert_true(judge_world_run(judge, scene, zgl_buf_sv(&header),
		JUDGE_AT_ONCE, 0, &arena, &j));
	zgl_judge_free(judge);
	return j;
}

/* header.b= is the last of its result. */
static size_t b_octets(zgl_sv rest)
{
	return zgl_sv_starts(rest, ZGL_SV(" header.b="))
		? zgl_sv_find(rest, ';')
		: 0;
}

static void check_field(void **state)
{
	static const zgl_sv id = { "mx.example.nl", 13 };
	const struct field_row *row = *state;
	struct zgl_judgement j = judge_scene(&row->scene);
	struct zgl_authread read;
	zgl_sv field = j.field;

	assert_null(authcheck_octets(field));
	assert_int_equal(
		zgl_authread_field(field, &limits, &arena, &read), ZGL_OK);
	assert_null(read.fault.what);
	assert_sv_equal(read.authserv_id, id);
	for (size_t i = 0; i < read.count; i++)
		assert_true(read.results[i].known);
	zgl_buf_reset(&told);
	for (; field.n > 0; field = zgl_sv_skip(field, 1)) {
		bool fold = zgl_sv_starts(field, ZGL_SV("\r\n\t"));
		if (fold)
			field = zgl_sv_skip(field, 2);
		zgl_buf_char(&told, fold ? ' ' : field.p[0]);
	}
	zgl_sv line = zgl_arena_copy(&arena, zgl_buf_sv(&told));
	line = zgl_sv_skip(line, zgl_sv_find(line, ';') + 2);
	zgl_buf_reset(&told);
	for (; line.n > 0; line = zgl_sv_skip(line, 1)) {
		line = zgl_sv_skip(line, b_octets(line));
		if (line.n > 0)
			zgl_buf_char(&told, line.p[0]);
	}
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->want));
	zgl_arena_reset(&arena);
}

static void check_reply(void **state)
{
	const struct reply_row *row = *state;
	struct zgl_judgement j = judge_scene(&row->scene);

	zgl_buf_reset(&told);
	if (j.smtp_code != NULL) {
		zgl_buf_text(&told, j.smtp_code);
		zgl_buf_char(&told, ' ');
		zgl_buf_text(&told, j.enhanced_code);
		zgl_buf_char(&told, ' ');
	}
	zgl_buf_put(&told, j.reply);
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->want));
	zgl_arena_reset(&arena);
}

/* Whatever is in it, a reply is a line of SMTP: RFC 5321 section 4.5.3.1.5. */
static void check_long(void **state)
{
	const struct judge_scene scene = { NOBODY, .mail_from = "x@" LONG,
		.helo = LONG, .policy = "spf.fail=reject",
		.zone = LONG ". 60 TXT \"v=spf1 -all \" \"exp=" LONG "\"\n" LONG
			     ". 60 TXT \"" LONG "\" \"" LONG "\"\n"
			     "_dmarc.example. 60 TXT \"v=DMARC1; p=reject\"\n",
		FROM("From: x@" LONG "\r\n") };
	struct zgl_judgement j = judge_scene(&scene);

	(void)state;
	assert_int_equal(j.disposition, ZGL_DISPOSE_REJECT);
	assert_true(j.reply.n <= 480);
	assert_null(authcheck_octets(j.field));
	zgl_arena_reset(&arena);
}

static void put_many(struct zgl_buf *to, const char *text)
{
	for (size_t i = 0; i < 400; i++) {
		zgl_buf_text(to, i % 20 == 0 ? "\" \"" : "");
		zgl_buf_text(to, text);
	}
}

/* A term of thousands of octets, which takes more than is told of any. */
static void check_long_terms(void **state)
{
	struct judge_scene scene = { OWN, NONE, .mail_from = "x@long.example" };
	struct zgl_judgement j;
	struct zgl_buf zone;

	(void)state;
	zgl_buf_begin(&zone, 65536);
	zgl_buf_text(&zone,
		"*.there.example. 60 A 127.0.0.2\n"
		"long.example. 60 TXT \"v=spf1 exists:");
	put_many(&zone, "aaaaaaaaa.");
	zgl_buf_text(&zone, "there.example\"\n");
	zgl_buf_char(&zone, '\0');
	scene.zone = zone.p;
	j = judge_scene(&scene);
	assert_int_equal(j.spf->result, ZGL_SPF_PASS);
	assert_null(authcheck_octets(j.field));
	zgl_buf_reset(&zone);
	zgl_buf_text(&zone, "long.example. 60 TXT \"v=spf1 ");
	put_many(&zone, "aaaaaaaaaa");
	zgl_buf_text(&zone, "\"\n");
	zgl_buf_char(&zone, '\0');
	scene.zone = zone.p;
	j = judge_scene(&scene);
	assert_int_equal(j.spf->result, ZGL_SPF_PERMERROR);
	assert_null(authcheck_octets(j.field));
	zgl_buf_free(&zone);
	zgl_arena_reset(&arena);
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	zgl_arena_begin(&arena, (size_t)64 * 1024 * 1024);
	zgl_buf_begin(&told, 65536);
	zgl_buf_begin(&header, 1024 * (size_t)1024);
	if (zgl_engine_new(&engine) != ZGL_OK)
		return 1;
	ROWS_ADD(&r, fields, check_field);
	ROWS_ADD(&r, replies, check_reply);
	rows_add_one(&r, "rfc5321#4.5.3.1.5: a line", check_long);
	rows_add_one(&r, "terms of thousands of octets", check_long_terms);
	int failed = rows_run(&r, "judgetext");
	zgl_buf_free(&told);
	zgl_buf_free(&header);
	zgl_arena_free(&arena);
	zgl_engine_free(engine);
	return failed;
}
