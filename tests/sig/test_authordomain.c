/* SPDX-License-Identifier: ISC */
#include "tests/failalloc.h"
#include "tests/rows.h"
#include "zegel/sig/authordomain.h"

#define FIELDS_MOST 3

struct row {
	const char *name;
	enum zgl_authorfault fault;
	const char *domain;
	const char *fields[FIELDS_MOST];
};

#define IS(domain)  ZGL_AUTHORFAULT_NONE, domain
#define NONE(fault) ZGL_AUTHORFAULT_##fault, ""

// clang-format off
static const struct row rows[] = {
	{ "an address", IS("example.nl"), { "From: joe@example.nl" } },
	{ "a display name", IS("example.nl"), { "From: \"Joe, of victim.example\" <joe@example.nl>" } },
	{ "the field's name in any case", IS("example.nl"), { "fROM :joe@example.nl" } },
	{ "among other fields", IS("example.nl"), { "Sender: x@example.org", "From: joe@example.nl", "Resent-From: y@example.org" } },
	{ "capitals", IS("example.nl"), { "From: joe@Example.NL" } },
	{ "folds and comments", IS("example.nl"), { "From:\r\n (x)\r\n joe@ example\r\n .nl (y)" } },
	{ "rfc8616#3: a U-label becomes an A-label", IS("xn--mller-kva.example"), { "From: joe@m\xc3\xbcller.example" } },
	{ "rfc6532#3.2: UTF-8 in a local part", IS("example.nl"), { "From: j\xc3\xb6@example.nl" } },
	{ "rfc5322#3.6.2: several addresses in one domain", IS("example.nl"), { "From: joe@example.nl, jim@EXAMPLE.nl" } },
	{ "U-label and A-label of one domain", IS("xn--mller-kva.example"), { "From: joe@m\xc3\xbcller.example, jim@xn--mller-kva.example" } },
	{ "rfc6854#1: a group of one domain", IS("example.nl"), { "From: us: joe@example.nl, jim@example.nl;" } },
	{ "rfc2047#5: an encoded word that shows another address", IS("example.nl"), { "From: =?us-ascii?q?ceo=40victim.example?= <joe@example.nl>" } },
	{ "rfc5322#3.4.1: a quoted local part with another address in it", IS("example.nl"), { "From: \"ceo@victim.example\"@example.nl" } },
	{ "rfc5322#3.2.2: another address in a comment", IS("example.nl"), { "From: (<ceo@victim.example>) joe@example.nl (ceo@victim.example)" } },
	{ "an underscore", IS("_x.example.nl"), { "From: joe@_x.example.nl" } },
	{ "rfc5322#3.6: no From", NONE(NO_FROM), { "Sender: joe@example.nl" } },
	{ "no header at all", NONE(NO_FROM), { NULL } },
	{ "rfc5322#3.6: two From", NONE(TWO_FROM), { "From: joe@example.nl", "From: joe@example.nl" } },
	{ "rfc5322#3.6: two From, one with a space before the colon", NONE(TWO_FROM), { "From: joe@example.nl", "Subject: x", "FROM : jim@example.org" } },
	{ "an empty From", NONE(MALFORMED), { "From:" } },
	{ "text", NONE(MALFORMED), { "From: Joe" } },
	{ "two addresses without a comma", NONE(MALFORMED), { "From: <joe@example.nl> jim@example.nl" } },
	{ "a route", NONE(MALFORMED), { "From: <@victim.example:joe@example.nl>" } },
	{ "an encoded word in the domain", NONE(MALFORMED), { "From: joe@=?us-ascii?q?victim.example?=" } },
	{ "octets that are no UTF-8", NONE(MALFORMED), { "From: J\xf6 <joe@example.nl>" } },
	{ "rfc6854#1: a group of nobody", NONE(NO_ADDRESS), { "From: undisclosed:;" } },
	{ "rfc5322#3.4.1: an address literal", NONE(LITERAL), { "From: joe@[192.0.2.1]" } },
	{ "a literal beside a domain", NONE(LITERAL), { "From: joe@example.nl, jim@[192.0.2.1]" } },
	{ "a domain with an octet that no label has", NONE(DOMAIN), { "From: joe@victim'a.example" } },
	{ "a domain with a hyphen at the end", NONE(DOMAIN), { "From: joe@x-.example" } },
	{ "a label over 63 octets", NONE(DOMAIN), { "From: joe@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example" } },
	{ "a full-width letter", NONE(DOMAIN), { "From: joe@\xef\xbd\x85xample.nl" } },
	{ "rfc5322#3.4.1: a dot at the end of the domain", NONE(MALFORMED), { "From: joe@example.nl." } },
	{ "a quote that does not end", NONE(MALFORMED), { "From: \"Joe <joe@example.nl>" } },
	{ "one label", NONE(ONE_LABEL), { "From: root@localhost" } },
	{ "rfc5322#3.6.2: two domains", NONE(SEVERAL), { "From: joe@example.nl, jim@example.org" } },
	{ "a domain and its subdomain", NONE(SEVERAL), { "From: joe@example.nl, jim@mail.example.nl" } },
	{ "the last of many", NONE(SEVERAL), { "From: a@example.nl, b@example.nl, c@example.nl, d@example.nl, e@example.org" } },
	{ "a bad domain behind a good one", NONE(DOMAIN), { "From: joe@example.nl, jim@x-.example" } },
	{ "a bad domain before a good one", NONE(DOMAIN), { "From: joe@x-.example, jim@example.nl" } },
};
// clang-format on

static struct zgl_limits limits;

static enum zgl_err find(const struct row *row, size_t cap,
	struct zgl_dname *domain_r, enum zgl_authorfault *fault_r)
{
	struct zgl_header h;
	struct zgl_arena a;
	enum zgl_err err = ZGL_OK;

	zgl_arena_begin(&a, cap);
	zgl_header_begin(&h, &a, &limits);
	for (size_t i = 0; i < FIELDS_MOST && row->fields[i] != NULL; i++) {
		if (err == ZGL_OK)
			err = zgl_header_add(&h, zgl_sv_of(row->fields[i]));
	}
	domain_r->n = 99;
	if (err == ZGL_OK)
		err = zgl_authordomain_find(&h, &limits, &a, domain_r, fault_r);
	else
		domain_r->n = 0;
	zgl_arena_free(&a);
	return err;
}

static void check(void **state)
{
	const struct row *row = *state;
	enum zgl_authorfault fault;
	struct zgl_dname domain;

	assert_int_equal(find(row, 1 << 20, &domain, &fault), ZGL_OK);
	assert_string_equal(
		zgl_authorfault_word(fault), zgl_authorfault_word(row->fault));
	assert_int_equal(fault, row->fault);
	assert_sv_equal(zgl_dname_sv(&domain), zgl_sv_of(row->domain));
	assert_int_equal(strlen(domain.text), domain.n);
}

/* An error is no answer: no domain is found, and none is missing. */
static void check_nomem(void **state)
{
	const struct row *row = *state;
	enum zgl_authorfault fault;
	struct zgl_dname domain;

	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, false);
		enum zgl_err err = find(row, 1 << 20, &domain, &fault);
		failalloc_disarm();
		assert_int_equal(err, failalloc_failed() ? ZGL_ENOMEM : ZGL_OK);
		if (err != ZGL_OK)
			assert_int_equal(domain.n, 0);
	}
}

static void check_small_arena(void **state)
{
	const struct row *row = *state;
	enum zgl_authorfault fault;
	struct zgl_dname domain;
	enum zgl_err err = ZGL_ELIMIT;

	for (size_t cap = 0; err != ZGL_OK; cap += 256) {
		err = find(row, cap, &domain, &fault);
		assert_true(err == ZGL_OK || err == ZGL_ELIMIT);
		if (err != ZGL_OK)
			assert_int_equal(domain.n, 0);
		assert_true(cap < 1 << 20);
	}
}

/* 20 addresses are looked at, 21 are malformed. */
static void check_limit(void **state)
{
	struct row row = { .fields = { NULL } };
	enum zgl_authorfault fault;
	struct zgl_dname domain;
	char text[1024] = "From: a@example.nl";

	(void)state;
	for (int i = 1; i < 20; i++)
		strcat(text, ",a@example.nl");
	row.fields[0] = text;
	assert_int_equal(find(&row, 1 << 20, &domain, &fault), ZGL_OK);
	assert_int_equal(fault, ZGL_AUTHORFAULT_NONE);
	strcat(text, ",a@example.nl");
	assert_int_equal(find(&row, 1 << 20, &domain, &fault), ZGL_OK);
	assert_int_equal(fault, ZGL_AUTHORFAULT_MALFORMED);
}

static void check_words(void **state)
{
	(void)state;
	for (unsigned i = 0; i <= ZGL_AUTHORFAULT_SEVERAL; i++) {
		enum zgl_authorfault fault = (enum zgl_authorfault)i;
		assert_true(strlen(zgl_authorfault_word(fault)) > 3);
		assert_true(strlen(zgl_authorfault_sentence(fault)) > 10);
	}
	assert_string_equal(
		zgl_authorfault_word((enum zgl_authorfault)99), "unknown");
	assert_string_equal(
		zgl_authorfault_sentence((enum zgl_authorfault)99), "unknown");
}

int main(void)
{
	struct rows r = { 0 };

	limits = ZGL_LIMITS_DEFAULT;
	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, rows, check_nomem);
	ROWS_ADD(&r, rows, check_small_arena);
	rows_add_one(&r, "as many addresses as are looked at", check_limit);
	rows_add_one(&r, "each fault has its words", check_words);
	return rows_run(&r, "authordomain");
}
