/* SPDX-License-Identifier: ISC */
#include "cmd/explainwords.h"
#include "cmd/teller.h"
#include "tests/rows.h"

/* The library's own tables, each reason with what has its sentence. */
static const char *spf(int i, enum zgl_lang lang)
{
	return zgl_explainwords_spf((enum zgl_spf_reason)i, lang);
}

static const char *dkim(int i, enum zgl_lang lang)
{
	return zgl_explainwords_dkim((enum zgl_dkim_reason)i, lang);
}

static const char *warning(int i, enum zgl_lang lang)
{
	return zgl_explainwords_warning((enum zgl_dkim_warning)i, lang);
}

static const char *author(int i, enum zgl_lang lang)
{
	return zgl_explainwords_author((enum zgl_authorfault)i, lang);
}

static const char *dmarc(int i, enum zgl_lang lang)
{
	return zgl_explainwords_dmarc((enum zgl_dmarc_reason)i, lang);
}

static const char *cause(int i, enum zgl_lang lang)
{
	return zgl_explainwords_cause((enum zgl_cause)i, lang);
}

static const char * override(int i, enum zgl_lang lang)
{
	return zgl_explainwords_override((enum zgl_override)i, lang);
}

#define ONE(...) +1
static const struct {
	const char *name;
	const char *(*say)(int i, enum zgl_lang lang);
	int count;
} tables[] = {
	{ "every reason of SPF is said in each language", spf,
		ZGL_SPF_REASONS },
	{ "every reason of DKIM is said in each language", dkim,
		0 ZGL_DKIM_REASON_TABLE(ONE) },
	{ "every warning of DKIM is said in each language", warning,
		ZGL_DKIM_WARNINGS },
	{ "every fault of From is said in each language", author,
		0 ZGL_AUTHORFAULT_TABLE(ONE) },
	{ "every reason of DMARC is said in each language", dmarc,
		ZGL_DMARC_REASONS },
	{ "every cause of a disposition is said in each language", cause,
		0 ZGL_CAUSE_TABLE(ONE) },
	{ "every override is said in each language", override, ZGL_OVERRIDES },
};

static void check_table(void **state)
{
	const __typeof__(tables[0]) *row = *state;

	for (int i = 0; i < row->count; i++) {
		const char *en = row->say(i, ZGL_LANG_EN);
		const char *nl = row->say(i, ZGL_LANG_NL);
		assert_non_null(en);
		assert_non_null(nl);
		if (strcmp(en, nl) == 0)
			fail_msg("no Dutch for \"%s\"", en);
	}
}

/* The places of a sentence, as bits; -1 for a brace that is none. */
static int places(const char *s)
{
	int bits = 0;

	for (; (s = strchr(s, '{')) != NULL; s++) {
		if (s[1] < '1' || s[1] > '6' || s[2] != '}')
			return -1;
		bits |= 1 << (s[1] - '0');
	}
	return bits;
}

static void check_sentences(void **state)
{
	(void)state;
	for (int i = 0; i < ZGL_WORDS; i++) {
		const char *en =
			zgl_explainwords((enum zgl_words)i, ZGL_LANG_EN);
		const char *nl =
			zgl_explainwords((enum zgl_words)i, ZGL_LANG_NL);
		if (en == NULL || nl == NULL)
			fail_msg("sentence %d is missing", i);
		if (places(en) < 0 || places(en) != places(nl))
			fail_msg("other values: \"%s\", \"%s\"", en, nl);
		assert_int_equal(
			en[strlen(en) - 1] == '.', nl[strlen(nl) - 1] == '.');
		if (strchr(en, '\\') != NULL || strchr(nl, '\\') != NULL)
			fail_msg("a backslash would be escaped: \"%s\"", en);
	}
}

static void check_langs(void **state)
{
	enum zgl_lang lang = ZGL_LANGS;

	(void)state;
	assert_true(zgl_lang_read("en", &lang) && lang == ZGL_LANG_EN);
	assert_true(zgl_lang_read("nl", &lang) && lang == ZGL_LANG_NL);
	assert_false(zgl_lang_read("", &lang));
	assert_false(zgl_lang_read("NL", &lang));
	assert_false(zgl_lang_read("nl_BE", &lang));
	assert_int_equal(lang, ZGL_LANG_NL);
}

struct told {
	char text[200];
	size_t steps;
};

static void take(void *to, zgl_sv step)
{
	struct told *told = to;

	told->steps++;
	assert_true(step.n < sizeof(told->text));
	memcpy(told->text, step.p, step.n);
	told->text[step.n] = '\0';
}

static void check_teller(void **state)
{
	struct zgl_teller t;
	struct told told = { 0 };

	(void)state;
	zgl_teller_begin(&t, ZGL_LANG_EN, take, &told);
	zgl_teller_step(&t);
	assert_int_equal(told.steps, 0);
	ZGL_TELL(&t, ZGL_WORDS_SPF_RECORD, ZGL_SV("a{1}{9}{"));
	zgl_teller_plain(&t, ZGL_WORDS_DKIM_NONE);
	zgl_teller_step(&t);
	assert_int_equal(told.steps, 1);
	assert_string_equal(told.text,
		"The SPF record is \"a{1}{9}{\"."
		" The message has no DKIM signature.");
	zgl_teller_say(&t, ZGL_WORDS_WALK_NONE, NULL, 0);
	zgl_teller_step(&t);
	assert_string_equal(told.text, "_dmarc. has none.");
	t.text.err = ZGL_ENOMEM;
	ZGL_TELL(&t, ZGL_WORDS_SPF_RECORD, ZGL_SV("x"));
	zgl_teller_step(&t);
	assert_int_equal(told.steps, 2);
	zgl_teller_free(&t);
}

int main(void)
{
	struct rows r = { 0 };

	rows_add_one(&r, "each sentence is there, with the same values",
		check_sentences);
	ROWS_ADD(&r, tables, check_table);
	rows_add_one(&r, "a language is told by its word", check_langs);
	rows_add_one(&r,
		"values are put in as they are, a step ends what was said",
		check_teller);
	return rows_run(&r, "explainwords");
}
