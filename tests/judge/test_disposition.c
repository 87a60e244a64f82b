/* SPDX-License-Identifier: ISC */
#include "tests/rows.h"
#include "zegel/judge/disposition.h"

struct row {
	const char *name;
	enum zgl_dkim_result result;
	enum zgl_disposition disposition;
	bool good;
};

/* One result with this disposition, all others accepted. */
#define ROWS_OF(result, text, tempfail)                                        \
	{ text ": accept", result, ZGL_DISPOSE_ACCEPT, true },                 \
		{ text ": mark", result, ZGL_DISPOSE_MARK, true },             \
		{ text ": quarantine", result, ZGL_DISPOSE_QUARANTINE, true }, \
		{ text ": reject", result, ZGL_DISPOSE_REJECT, true },         \
		{ text ": tempfail", result, ZGL_DISPOSE_TEMPFAIL, tempfail }, \
	{                                                                      \
		text ": no disposition", result, ZGL_DISPOSITIONS, false       \
	}

// clang-format off
static const struct row rows[] = {
	ROWS_OF(ZGL_DKIM_NONE, "rfc6376#6.3: none", false),
	ROWS_OF(ZGL_DKIM_FAIL, "rfc6376#6.3: fail", false),
	ROWS_OF(ZGL_DKIM_POLICY, "rfc6376#6.3: policy", false),
	ROWS_OF(ZGL_DKIM_NEUTRAL, "rfc6376#6.3: neutral", false),
	ROWS_OF(ZGL_DKIM_TEMPERROR, "rfc6376#6.3: temperror", true),
	ROWS_OF(ZGL_DKIM_PERMERROR, "rfc6376#6.3: permerror", false),
	{ "a pass: accept", ZGL_DKIM_PASS, ZGL_DISPOSE_ACCEPT, true },
	{ "a pass: mark", ZGL_DKIM_PASS, ZGL_DISPOSE_MARK, false },
	{ "a pass: reject", ZGL_DKIM_PASS, ZGL_DISPOSE_REJECT, false },
	{ "a pass: tempfail", ZGL_DKIM_PASS, ZGL_DISPOSE_TEMPFAIL, false },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_judge_policy policy = ZGL_JUDGE_POLICY_DEFAULT;

	policy.dkim[row->result] = row->disposition;
	const char *fault = zgl_judge_policy_fault(&policy);
	assert_int_equal(fault == NULL, row->good);
}

static void check_words(void **state)
{
	static const char *const words[] = { "accept", "mark", "quarantine",
		"reject", "tempfail", "unknown" };

	(void)state;
	for (unsigned i = 0; i <= ZGL_DISPOSITIONS; i++)
		assert_string_equal(
			zgl_disposition_word((enum zgl_disposition)i),
			words[i]);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "each disposition has its word", check_words);
	return rows_run(&r, "disposition");
}
