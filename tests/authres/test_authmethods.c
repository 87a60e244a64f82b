/* SPDX-License-Identifier: ISC */
/* authmethods: the registry, whole, and what is looked up in it. */
#include "tests/rows.h"
#include "zegel/authres/authmethods.h"
#include "zegel/base/ascii.h"

#define METHOD(name, word, status, source)                                     \
	{ NULL, word, source, ZGL_AUTHMETHOD_##name, ZGL_AUTHSTATUS_##status },
#define CODE(method, word, status, source)                                     \
	{ NULL, word, source, ZGL_AUTHMETHOD_##method,                         \
		ZGL_AUTHSTATUS_##status },
#define PROPERTY(method, ptype, word, status, source)                          \
	{ ptype, word, source, ZGL_AUTHMETHOD_##method,                        \
		ZGL_AUTHSTATUS_##status },
#define PTYPE(ptype, source) { ptype, source },

static const struct zgl_authentry methods[] = { ZGL_AUTHMETHOD_TABLE(METHOD) };
static const struct zgl_authentry codes[] = { ZGL_AUTHCODE_TABLE(CODE) };
static const struct zgl_authentry properties[] = { ZGL_AUTHPROPERTY_TABLE(
	PROPERTY) };
static const struct {
	const char *ptype, *source;
} ptypes[] = { ZGL_AUTHPTYPE_TABLE(PTYPE) };

/* What a method has, words with a space between them. */
struct method_row {
	const char *name, *word, *results, *props;
};

// clang-format off
static const struct method_row rows[] = {
	{ "rfc8601#2.7.4: auth", "auth", "none pass fail temperror permerror", "smtp.auth smtp.mailfrom" },
	{ "rfc8601#2.7.1, rfc6008#5: dkim", "dkim", "none pass fail policy neutral temperror permerror", "header.d header.i header.a header.s header.b" },
	{ "rfc8601#2.7.2: spf", "spf", "none pass fail softfail policy neutral temperror permerror hardfail", "smtp.mailfrom smtp.helo" },
	{ "rfc8601#2.7.3: iprev has no none", "iprev", "pass fail temperror permerror", "policy.iprev" },
	{ "rfc9989#9.1: dmarc", "dmarc", "none pass fail temperror permerror", "header.from policy.dmarc" },
	{ "rfc8617#10: arc", "arc", "none pass fail", "smtp.remote-ip header.oldest-pass" },
	{ "rfc6541#8: dkim-atps", "dkim-atps", "none pass fail temperror permerror", "header.from" },
	{ "rfc5617#5: dkim-adsp", "dkim-adsp", "none pass unknown fail discard nxdomain temperror permerror", "header.from" },
	{ "rfc6212#5: vbr", "vbr", "none pass fail temperror permerror", "header.md header.mv" },
	{ "rfc7293#15.4: rrvs", "rrvs", "none unknown temperror permerror pass fail", "smtp.rcptto" },
	{ "rfc7281#4: smime", "smime", "none pass fail policy neutral temperror permerror", "body.smime-part body.smime-identifier body.smime-serial body.smime-issuer" },
	{ "rfc8904#4: dnswl", "dnswl", "pass none temperror permerror", "dns.zone policy.ip policy.txt dns.sec" },
	{ "rfc5451#6: domainkeys", "domainkeys", "none pass fail policy neutral temperror permerror", "header.d header.from header.sender" },
	{ "rfc5451#6, rfc6577#4: sender-id", "sender-id", "none pass fail hardfail policy neutral softfail temperror permerror", "header.from header.sender header.resent-from header.resent-sender" },
	{ "a draft: dkim2", "dkim2", "none pass fail temperror permerror", "header.d header.i" },
	{ "a draft: bimi", "bimi", "pass none fail temperror declined skipped", "header.d header.selector policy.authority policy.authority-uri policy.indicator-uri policy.indicator-hash policy.logo-preference" },
};
// clang-format on

static size_t entries_of(
	enum zgl_authmethod method, const struct zgl_authentry *all, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += all[i].method == method;
	return count;
}

static void check_results(const struct method_row *row)
{
	enum zgl_authmethod method = zgl_authmethod_find(zgl_sv_of(row->word));
	zgl_sv rest = zgl_sv_of(row->results), word;
	size_t count = 0;

	for (; zgl_sv_split(&rest, ' ', &word); count++) {
		const struct zgl_authentry *entry =
			zgl_authmethod_result(method, word);
		assert_non_null(entry);
		assert_sv_equal(zgl_sv_of(entry->word), word);
	}
	assert_int_equal(count, entries_of(method, codes, ZGL_COUNT(codes)));
}

static void check_props(const struct method_row *row)
{
	enum zgl_authmethod method = zgl_authmethod_find(zgl_sv_of(row->word));
	zgl_sv rest = zgl_sv_of(row->props), word, ptype;
	size_t count = 0;

	for (; zgl_sv_split(&rest, ' ', &word); count++) {
		assert_true(zgl_sv_split(&word, '.', &ptype));
		const struct zgl_authentry *entry =
			zgl_authmethod_property(method, ptype, word);
		assert_non_null(entry);
		assert_sv_equal(zgl_sv_of(entry->word), word);
		assert_sv_equal(zgl_sv_of(entry->ptype), ptype);
	}
	assert_int_equal(
		count, entries_of(method, properties, ZGL_COUNT(properties)));
}

static void check_method(void **state)
{
	const struct method_row *row = *state;
	enum zgl_authmethod method = zgl_authmethod_find(zgl_sv_of(row->word));

	assert_string_equal(zgl_authmethod_entry(method)->word, row->word);
	check_results(row);
	check_props(row);
}

static void check_all_have_rows(void **state)
{
	(void)state;
	assert_int_equal(ZGL_COUNT(rows), ZGL_AUTHMETHODS);
	assert_int_equal(ZGL_COUNT(methods), ZGL_AUTHMETHODS);
	for (size_t i = 0; i < ZGL_COUNT(methods); i++)
		assert_int_equal(methods[i].method, i);
}

/* rfc8601#2.2: Keyword, here in lower case */
static void assert_keyword(const char *word)
{
	for (const char *p = word; *p != '\0'; p++)
		assert_true(zgl_is_digit(*p) || *p == '-'
			|| (*p >= 'a' && *p <= 'z'));
	assert_true(word[0] != '\0' && word[strlen(word) - 1] != '-');
}

/* An RFC and its section, or a draft. */
static void assert_source(const char *source, bool draft)
{
	char *end;

	if (draft) {
		assert_memory_equal(source, "draft-", 6);
		return;
	}
	assert_memory_equal(source, "rfc", 3);
	assert_true(strtol(source + 3, &end, 10) > 5000);
	assert_true(*end == '#' && zgl_is_digit(end[1]));
}

static void check_entries(const struct zgl_authentry *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool draft = all[i].status == ZGL_AUTHSTATUS_DRAFT;
		assert_keyword(all[i].word);
		assert_source(all[i].source, draft);
		if (all[i].ptype != NULL)
			assert_true(zgl_authptype_is(zgl_sv_of(all[i].ptype)));
		/* What is of a draft, or of a deprecated method, is so, too. */
		enum zgl_authstatus of =
			zgl_authmethod_entry(all[i].method)->status;
		assert_true(of == ZGL_AUTHSTATUS_ACTIVE || all[i].status == of);
	}
}

static void check_words(void **state)
{
	(void)state;
	check_entries(methods, ZGL_COUNT(methods));
	check_entries(codes, ZGL_COUNT(codes));
	check_entries(properties, ZGL_COUNT(properties));
	for (size_t i = 0; i < ZGL_COUNT(ptypes); i++) {
		assert_keyword(ptypes[i].ptype);
		assert_source(ptypes[i].source, false);
		assert_true(zgl_authptype_is(zgl_sv_of(ptypes[i].ptype)));
	}
}

static void check_absent(void **state)
{
	enum zgl_authmethod none = ZGL_AUTHMETHODS;

	(void)state;
	assert_int_equal(zgl_authmethod_find(ZGL_SV("foo")), none);
	assert_int_equal(zgl_authmethod_find(ZGL_SV("")), none);
	assert_int_equal(zgl_authmethod_find(ZGL_SV("dkim ")), none);
	assert_null(zgl_authmethod_entry(none));
	assert_null(zgl_authmethod_result(none, ZGL_SV("pass")));
	assert_null(
		zgl_authmethod_property(none, ZGL_SV("header"), ZGL_SV("d")));
	assert_null(
		zgl_authmethod_result(ZGL_AUTHMETHOD_IPREV, ZGL_SV("none")));
	assert_null(zgl_authmethod_property(
		ZGL_AUTHMETHOD_SPF, ZGL_SV("header"), ZGL_SV("mailfrom")));
	assert_null(zgl_authmethod_property(
		ZGL_AUTHMETHOD_SPF, ZGL_SV("smtp"), ZGL_SV("rcptto")));
	assert_false(zgl_authptype_is(ZGL_SV("vendor")));
	assert_false(zgl_authptype_is(ZGL_SV("")));
}

static void check_case(void **state)
{
	(void)state;
	assert_int_equal(zgl_authmethod_find(ZGL_SV("Dkim-ATPS")),
		ZGL_AUTHMETHOD_DKIM_ATPS);
	assert_non_null(
		zgl_authmethod_result(ZGL_AUTHMETHOD_SPF, ZGL_SV("SoftFail")));
	assert_non_null(zgl_authmethod_property(
		ZGL_AUTHMETHOD_SPF, ZGL_SV("SMTP"), ZGL_SV("MailFrom")));
	assert_true(zgl_authptype_is(ZGL_SV("DNS")));
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check_method);
	rows_add_one(&r, "every method has a row", check_all_have_rows);
	rows_add_one(&r, "rfc8601#6: words, status and source of every entry",
		check_words);
	rows_add_one(
		&r, "rfc8601#4.1: what is not in the registry", check_absent);
	rows_add_one(&r, "rfc5321#2.4: case means nothing", check_case);
	return rows_run(&r, "authmethods");
}
