/* SPDX-License-Identifier: ISC */
/* dkimresult: every result, reason and warning has its own words. */
#include "tests/rows.h"
#include "zegel/base/ascii.h"
#include "zegel/dkim/dkimresult.h"

struct reason {
	enum zgl_dkim_result result;
	const char *word, *sentence, *source;
};

#define RESULT(name, word) word,
#define REASON(name, result, word, sentence, source)                           \
	{ ZGL_DKIM_##result, word, sentence, source },
#define WARNING(name, word, sentence) { ZGL_DKIM_NONE, word, sentence, NULL },

static const char *const results[] = { ZGL_DKIM_RESULT_TABLE(RESULT) };
static const struct reason reasons[] = { ZGL_DKIM_REASON_TABLE(REASON) };
static const struct reason warnings[] = { ZGL_DKIM_WARNING_TABLE(WARNING) };

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

/* "rfc6376#3.5": the number of an RFC and of a section in it. */
static void assert_source(const char *source)
{
	char *end;

	assert_memory_equal(source, "rfc", 3);
	assert_true(strtol(source + 3, &end, 10) > 1000);
	assert_true(*end == '#' && zgl_is_digit(end[1]));
}

static void check_results(void **state)
{
	/* rfc8601#2.7.1, in this order */
	static const char *const words[] = { "none", "pass", "fail", "policy",
		"neutral", "temperror", "permerror" };

	(void)state;
	assert_int_equal(ZGL_COUNT(results), ZGL_COUNT(words));
	for (unsigned i = 0; i < ZGL_COUNT(words); i++) {
		assert_string_equal(results[i], words[i]);
		assert_string_equal(
			zgl_dkim_result_word((enum zgl_dkim_result)i),
			words[i]);
	}
	assert_string_equal(
		zgl_dkim_result_word((enum zgl_dkim_result)7), "unknown");
}

static void check_reasons(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ZGL_COUNT(reasons); i++) {
		enum zgl_dkim_reason reason = (enum zgl_dkim_reason)i;
		const struct reason *row = &reasons[i];
		assert_word(row->word);
		assert_sentence(row->sentence);
		assert_source(row->source);
		assert_int_equal(zgl_dkim_reason_result(reason), row->result);
		assert_string_equal(zgl_dkim_reason_word(reason), row->word);
		assert_string_equal(
			zgl_dkim_reason_sentence(reason), row->sentence);
		assert_string_equal(
			zgl_dkim_reason_source(reason), row->source);
		for (unsigned j = 0; j < i; j++) {
			assert_string_not_equal(row->word, reasons[j].word);
			assert_string_not_equal(
				row->sentence, reasons[j].sentence);
		}
	}
}

static void one_reason_passes(void **state)
{
	unsigned passes = 0, none = 0;

	(void)state;
	for (unsigned i = 0; i < ZGL_COUNT(reasons); i++) {
		passes += reasons[i].result == ZGL_DKIM_PASS;
		none += reasons[i].result == ZGL_DKIM_NONE;
	}
	assert_int_equal(passes, 1);
	assert_int_equal(none, 0);
	assert_int_equal(zgl_dkim_reason_result(ZGL_DKIM_REASON_VERIFIED),
		ZGL_DKIM_PASS);
}

static void what_is_no_reason_never_passes(void **state)
{
	enum zgl_dkim_reason beyond = (enum zgl_dkim_reason)ZGL_COUNT(reasons);

	(void)state;
	assert_int_equal(zgl_dkim_reason_result(beyond), ZGL_DKIM_PERMERROR);
	assert_string_equal(zgl_dkim_reason_word(beyond), "unknown");
	assert_string_equal(zgl_dkim_reason_sentence(beyond), "unknown");
	assert_string_equal(zgl_dkim_reason_source(beyond), "unknown");
}

static void check_warnings(void **state)
{
	(void)state;
	assert_int_equal(ZGL_COUNT(warnings), ZGL_DKIM_WARNINGS);
	assert_true(ZGL_DKIM_WARNINGS <= 8 * sizeof(unsigned));
	for (unsigned i = 0; i < ZGL_COUNT(warnings); i++) {
		enum zgl_dkim_warning warning = (enum zgl_dkim_warning)i;
		assert_word(warnings[i].word);
		assert_sentence(warnings[i].sentence);
		assert_string_equal(
			zgl_dkim_warning_word(warning), warnings[i].word);
		assert_string_equal(zgl_dkim_warning_sentence(warning),
			warnings[i].sentence);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(
				warnings[i].word, warnings[j].word);
	}
	assert_string_equal(
		zgl_dkim_warning_word(ZGL_DKIM_WARNINGS), "unknown");
	assert_string_equal(
		zgl_dkim_warning_sentence(ZGL_DKIM_WARNINGS), "unknown");
}

int main(void)
{
	struct rows r = { 0 };

	rows_add_one(
		&r, "rfc8601#2.7.1: the words of the results", check_results);
	rows_add_one(&r, "every reason has its own words and a result",
		check_reasons);
	rows_add_one(&r, "of all reasons one passes", one_reason_passes);
	rows_add_one(&r, "a number that is no reason never passes",
		what_is_no_reason_never_passes);
	rows_add_one(&r, "every warning has its own words", check_warnings);
	return rows_run(&r, "dkimresult");
}
