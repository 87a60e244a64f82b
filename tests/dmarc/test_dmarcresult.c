/* SPDX-License-Identifier: ISC */
/* dmarcresult: every result, reason, policy and warning has its own words. */
#include "tests/rows.h"
#include "zegel/base/ascii.h"
#include "zegel/dmarc/dmarcrecord.h"

struct words {
	enum zgl_dmarc_result result;
	const char *word, *sentence, *source;
};

#define RESULT(name, word) word,
#define REASON(name, result, word, sentence, source)                           \
	{ ZGL_DMARC_##result, word, sentence, source },
#define WARNING(name, word, sentence) { ZGL_DMARC_NONE, word, sentence, NULL },

static const char *const results[] = { ZGL_DMARC_RESULT_TABLE(RESULT) };
static const char *const policies[] = { ZGL_DMARC_POLICY_TABLE(RESULT) };
static const struct words reasons[] = { ZGL_DMARC_REASON_TABLE(REASON) };
static const struct words warnings[] = { ZGL_DMARC_WARNING_TABLE(WARNING) };

/* A word for programs: small letters, digits and underscores. */
static void assert_word(const char *word)
{
	assert_true(zgl_is_alpha(word[0]));
	for (const char *p = word; *p != '\0'; p++)
		assert_true(zgl_is_digit(*p) || *p == '_'
			|| (*p >= 'a' && *p <= 'z'));
}

/* A sentence for people: it goes on one line and needs no full stop. */
static void assert_sentence(const char *sentence)
{
	size_t n = strlen(sentence);

	assert_true(n > 10 && sentence[n - 1] != '.');
	for (size_t i = 0; i < n; i++)
		assert_true(sentence[i] >= ' ' && sentence[i] <= '~');
}

/* "rfc9989#5.3.5": the number of an RFC and of a section in it. */
static void assert_source(const char *source)
{
	char *end;

	assert_memory_equal(source, "rfc", 3);
	assert_true(strtol(source + 3, &end, 10) > 1000);
	assert_true(*end == '#' && zgl_is_digit(end[1]));
}

static void check_results(void **state)
{
	/* rfc9989#9.2 */
	static const char *const words[] = { "none", "pass", "fail",
		"temperror", "permerror" };

	(void)state;
	assert_int_equal(ZGL_COUNT(results), ZGL_COUNT(words));
	for (unsigned i = 0; i < ZGL_COUNT(words); i++) {
		assert_string_equal(results[i], words[i]);
		assert_string_equal(
			zgl_dmarc_result_word((enum zgl_dmarc_result)i),
			words[i]);
	}
	assert_string_equal(
		zgl_dmarc_result_word(ZGL_DMARC_RESULTS), "unknown");
}

static void check_policies(void **state)
{
	/* rfc9989#4.7 */
	static const char *const words[] = { "none", "quarantine", "reject" };

	(void)state;
	assert_int_equal(ZGL_COUNT(policies), ZGL_COUNT(words));
	for (unsigned i = 0; i < ZGL_COUNT(words); i++) {
		assert_string_equal(policies[i], words[i]);
		assert_string_equal(
			zgl_dmarc_policy_word((enum zgl_dmarc_policy)i),
			words[i]);
	}
	assert_string_equal(
		zgl_dmarc_policy_word(ZGL_DMARC_POLICIES), "unknown");
}

static void check_reasons(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ZGL_COUNT(reasons); i++) {
		const struct words *want = &reasons[i];
		enum zgl_dmarc_reason reason = (enum zgl_dmarc_reason)i;
		assert_word(want->word);
		assert_sentence(want->sentence);
		assert_source(want->source);
		assert_int_equal(zgl_dmarc_reason_result(reason), want->result);
		assert_string_equal(zgl_dmarc_reason_word(reason), want->word);
		assert_string_equal(
			zgl_dmarc_reason_sentence(reason), want->sentence);
		assert_string_equal(
			zgl_dmarc_reason_source(reason), want->source);
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(want->word, reasons[k].word);
	}
}

static void check_warnings(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ZGL_COUNT(warnings); i++) {
		enum zgl_dmarc_warning warning = (enum zgl_dmarc_warning)i;
		assert_word(warnings[i].word);
		assert_sentence(warnings[i].sentence);
		assert_string_equal(
			zgl_dmarc_warning_word(warning), warnings[i].word);
		assert_string_equal(zgl_dmarc_warning_sentence(warning),
			warnings[i].sentence);
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(
				warnings[i].word, warnings[k].word);
	}
}

/* A value that no enum has is never taken for a good one. */
static void check_beyond(void **state)
{
	(void)state;
	assert_int_equal(zgl_dmarc_reason_result(ZGL_DMARC_REASONS),
		ZGL_DMARC_PERMERROR);
	assert_string_equal(
		zgl_dmarc_reason_word(ZGL_DMARC_REASONS), "unknown");
	assert_string_equal(
		zgl_dmarc_reason_sentence(ZGL_DMARC_REASONS), "unknown");
	assert_string_equal(
		zgl_dmarc_reason_source(ZGL_DMARC_REASONS), "unknown");
	assert_string_equal(
		zgl_dmarc_warning_word(ZGL_DMARC_WARNINGS), "unknown");
	assert_string_equal(
		zgl_dmarc_warning_sentence(ZGL_DMARC_WARNINGS), "unknown");
}

int main(void)
{
	struct rows r = { 0 };

	rows_add_one(&r, "rfc9989#9.2: the results", check_results);
	rows_add_one(&r, "rfc9989#4.7: the policies", check_policies);
	rows_add_one(&r, "the reasons, each of one result", check_reasons);
	rows_add_one(&r, "the warnings", check_warnings);
	rows_add_one(&r, "values beyond each enum", check_beyond);
	return rows_run(&r, "dmarcresult");
}
