/* SPDX-License-Identifier: ISC */
#include "tests/rows.h"
#include "zegel/judge/disposition.h"

/* What a policy has for one result; all others are as by default. */
struct row {
	const char *name;
	size_t at; /* in the policy */
	bool good[ZGL_DISPOSITIONS];
};

struct word_row {
	const char *name;
	const char *word, *sentence; /* NULL: none, or unknown */
	const char *(*word_of)(unsigned), *(*sentence_of)(unsigned);
	unsigned value;
};

#define DKIM(result) offsetof(struct zgl_judge_policy, dkim[ZGL_DKIM_##result])
#define SPF(result)  offsetof(struct zgl_judge_policy, spf[ZGL_SPF_##result])
#define HELO(result) offsetof(struct zgl_judge_policy, helo[ZGL_SPF_##result])
#define DMARC(policy)                                                          \
	offsetof(struct zgl_judge_policy, dmarc[ZGL_DMARC_POLICY_##policy])
#define OF(member) offsetof(struct zgl_judge_policy, member)

/* accept, mark, quarantine, reject, tempfail */
#define ANY                                                                    \
	{                                                                      \
		true, true, true, true, true                                   \
	}
#define PERMANENT                                                              \
	{                                                                      \
		true, true, true, true, false                                  \
	}
#define ACCEPTED                                                               \
	{                                                                      \
		true, false, false, false, false                               \
	}

// clang-format off
static const struct row rows[] = {
	{ "rfc6376#6.3: a pass is accepted", DKIM(PASS), ACCEPTED },
	{ "rfc6376#6.3: none", DKIM(NONE), PERMANENT },
	{ "rfc6376#6.3: fail", DKIM(FAIL), PERMANENT },
	{ "rfc6376#6.3: policy", DKIM(POLICY), PERMANENT },
	{ "rfc6376#6.3: neutral", DKIM(NEUTRAL), PERMANENT },
	{ "rfc6376#6.3: temperror", DKIM(TEMPERROR), ANY },
	{ "rfc6376#6.3: permerror", DKIM(PERMERROR), PERMANENT },
	{ "rfc7208#8.3: a pass is accepted", SPF(PASS), ACCEPTED },
	{ "rfc7208#8.1: none", SPF(NONE), PERMANENT },
	{ "rfc7208#8.2: neutral", SPF(NEUTRAL), PERMANENT },
	{ "rfc7208#8.4: fail", SPF(FAIL), PERMANENT },
	{ "rfc7208#8.5: softfail", SPF(SOFTFAIL), PERMANENT },
	{ "rfc7208#8.6: temperror", SPF(TEMPERROR), ANY },
	{ "rfc7208#8.7: permerror", SPF(PERMERROR), PERMANENT },
	{ "rfc7208#2.3: a pass of HELO is accepted", HELO(PASS), ACCEPTED },
	{ "rfc7208#2.3: fail of HELO", HELO(FAIL), PERMANENT },
	{ "rfc7208#2.3: temperror of HELO", HELO(TEMPERROR), ANY },
	{ "rfc7208#2.3: permerror of HELO", HELO(PERMERROR), PERMANENT },
	{ "rfc9989#5.4: p=none modifies nothing", DMARC(NONE), ACCEPTED },
	{ "rfc9989#5.4: p=quarantine", DMARC(QUARANTINE), ANY },
	{ "rfc9989#5.4: p=reject", DMARC(REJECT), ANY },
	{ "rfc9989#7.4: indirect mail", OF(indirect), ANY },
	{ "rfc9989#5.3.6: a temporary error of DMARC", OF(dmarc_temperror), ANY },
	{ "rfc9989#5.3.6: a permanent one comes again", OF(dmarc_permerror), PERMANENT },
	{ "rfc9989#5.3.1: and so does a From that is none", OF(author), PERMANENT },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;

	for (unsigned d = 0; d <= ZGL_DISPOSITIONS; d++) {
		struct zgl_judge_policy policy = ZGL_JUDGE_POLICY_DEFAULT;
		enum zgl_disposition disposition = (enum zgl_disposition)d;
		memcpy((char *)&policy + row->at, &disposition,
			sizeof(disposition));
		const char *fault = zgl_judge_policy_fault(&policy);
		assert_int_equal(
			fault == NULL, d < ZGL_DISPOSITIONS && row->good[d]);
	}
}

static const char *disposition_word(unsigned value)
{
	return zgl_disposition_word((enum zgl_disposition)value);
}

static const char *cause_word(unsigned value)
{
	return zgl_cause_word((enum zgl_cause)value);
}

static const char *cause_sentence(unsigned value)
{
	return zgl_cause_sentence((enum zgl_cause)value);
}

static const char *override_word(unsigned value)
{
	return zgl_override_word((enum zgl_override)value);
}

static const char *override_sentence(unsigned value)
{
	return zgl_override_sentence((enum zgl_override)value);
}

#define DISPOSITION_ROW(name, word)                                            \
	{ "disposition " word, word, NULL, disposition_word, NULL,             \
		ZGL_DISPOSE_##name },
#define CAUSE_ROW(name, word, sentence)                                        \
	{ "cause " word, word, sentence, cause_word, cause_sentence,           \
		ZGL_CAUSE_##name },
#define OVERRIDE_ROW(name, word, sentence)                                     \
	{ "override " word, word, sentence, override_word, override_sentence,  \
		ZGL_OVERRIDE_##name },

// clang-format off
static const struct word_row words[] = {
	ZGL_DISPOSITION_TABLE(DISPOSITION_ROW)
	ZGL_CAUSE_TABLE(CAUSE_ROW)
	ZGL_OVERRIDE_TABLE(OVERRIDE_ROW)
	{ "no disposition", "unknown", NULL, disposition_word, NULL, ZGL_DISPOSITIONS },
	{ "no cause", "unknown", "unknown", cause_word, cause_sentence, ZGL_CAUSE_DKIM + 1 },
	{ "no override", "unknown", "unknown", override_word, override_sentence, ZGL_OVERRIDES },
};
// clang-format on

static void check_word(void **state)
{
	const struct word_row *row = *state;

	assert_string_equal(row->word_of(row->value), row->word);
	if (row->sentence != NULL)
		assert_string_equal(
			row->sentence_of(row->value), row->sentence);
}

/* rfc9990#3.1.6: the words of a report. */
static void check_overrides(void **state)
{
	static const char *const of[] = { "local_policy", "mailing_list",
		"other", "policy_test_mode", "trusted_forwarder" };

	(void)state;
	assert_int_equal(ZGL_COUNT(of), ZGL_OVERRIDES);
	for (unsigned i = 0; i < ZGL_OVERRIDES; i++)
		assert_string_equal(override_word(i), of[i]);
}

static void check_default(void **state)
{
	const struct zgl_judge_policy policy = ZGL_JUDGE_POLICY_DEFAULT;

	(void)state;
	assert_null(zgl_judge_policy_fault(&policy));
	assert_int_equal(
		policy.dmarc[ZGL_DMARC_POLICY_NONE], ZGL_DISPOSE_ACCEPT);
	assert_int_equal(
		policy.dmarc[ZGL_DMARC_POLICY_QUARANTINE], ZGL_DISPOSE_MARK);
	assert_int_equal(
		policy.dmarc[ZGL_DMARC_POLICY_REJECT], ZGL_DISPOSE_REJECT);
	assert_int_equal(policy.indirect, ZGL_DISPOSE_MARK);
	assert_int_equal(policy.author, ZGL_DISPOSE_REJECT);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	ROWS_ADD(&r, words, check_word);
	rows_add_one(&r, "rfc9990#3.1.6: the words", check_overrides);
	rows_add_one(&r, "what is done by default", check_default);
	return rows_run(&r, "disposition");
}
