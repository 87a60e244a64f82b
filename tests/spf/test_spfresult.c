/* SPDX-License-Identifier: ISC */
/* spfresult: every result and reason has its own words. */
#include "tests/rows.h"
#include "zegel/base/ascii.h"
#include "zegel/spf/spfresult.h"

struct reason {
	const char *word, *sentence, *source;
};

#define RESULT(name, word)                   word,
#define REASON(name, word, sentence, source) { word, sentence, source },

static const char *const results[] = { ZGL_SPF_RESULT_TABLE(RESULT) };
static const struct reason reasons[] = { ZGL_SPF_REASON_TABLE(REASON) };

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

/* "rfc7208#3.1": the number of an RFC and of a section in it. */
static void assert_source(const char *source)
{
	char *end;

	assert_memory_equal(source, "rfc", 3);
	assert_true(strtol(source + 3, &end, 10) > 1000);
	assert_true(*end == '#' && zgl_is_digit(end[1]));
}

static void check_results(void **state)
{
	static const char *const words[] = { "none", "pass", "fail", "softfail",
		"neutral", "temperror", "permerror" };

	(void)state;
	assert_int_equal(ZGL_COUNT(results), ZGL_COUNT(words));
	for (unsigned i = 0; i < ZGL_COUNT(words); i++) {
		assert_string_equal(results[i], words[i]);
		assert_string_equal(
			zgl_spf_result_word((enum zgl_spf_result)i), words[i]);
	}
	assert_string_equal(
		zgl_spf_result_word((enum zgl_spf_result)7), "unknown");
}

static void check_reasons(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ZGL_COUNT(reasons); i++) {
		enum zgl_spf_reason reason = (enum zgl_spf_reason)i;
		const struct reason *row = &reasons[i];
		assert_word(row->word);
		assert_sentence(row->sentence);
		assert_source(row->source);
		assert_string_equal(zgl_spf_reason_word(reason), row->word);
		assert_string_equal(
			zgl_spf_reason_sentence(reason), row->sentence);
		assert_string_equal(zgl_spf_reason_source(reason), row->source);
		for (unsigned j = 0; j < i; j++) {
			assert_string_not_equal(row->word, reasons[j].word);
			assert_string_not_equal(
				row->sentence, reasons[j].sentence);
		}
	}
}

static void what_is_none_is_unknown(void **state)
{
	enum zgl_spf_reason beyond = (enum zgl_spf_reason)ZGL_COUNT(reasons);

	(void)state;
	assert_string_equal(zgl_spf_reason_word(beyond), "unknown");
	assert_string_equal(zgl_spf_reason_sentence(beyond), "unknown");
	assert_string_equal(zgl_spf_reason_source(beyond), "unknown");
}

static void check_identities(void **state)
{
	(void)state;
	assert_string_equal(
		zgl_spf_identity_word(ZGL_SPF_MAILFROM), "mailfrom");
	assert_string_equal(zgl_spf_identity_word(ZGL_SPF_HELO), "helo");
	assert_string_equal(
		zgl_spf_identity_word((enum zgl_spf_identity)2), "unknown");
}

int main(void)
{
	struct rows r = { 0 };

	rows_add_one(
		&r, "rfc7208#2.6: the words of the results", check_results);
	rows_add_one(&r, "every reason has its own words", check_reasons);
	rows_add_one(&r, "a number that is no reason is unknown",
		what_is_none_is_unknown);
	rows_add_one(&r, "rfc7208#9.1: the words of the identities",
		check_identities);
	return rows_run(&r, "spfresult");
}
