/* SPDX-License-Identifier: ISC */
/* err: every error has a word and a sentence of its own. */
#include "tests/rows.h"
#include "zegel/base/err.h"

struct row {
	const char *name;
	enum zgl_err err;
	const char *word;
};

#define ROW(name, word, sentence) { #name, ZGL_##name, word },
static const struct row rows[] = { ZGL_ERR_TABLE(ROW) };

static void check(void **state)
{
	const struct row *row = *state;

	assert_int_equal(row->err, row - rows);
	assert_string_equal(zgl_err_word(row->err), row->word);
	assert_true(strlen(zgl_err_sentence(row->err)) > strlen("unknown"));
	for (size_t i = 0; i < ZGL_COUNT(rows); i++) {
		if (rows[i].err == row->err)
			continue;
		assert_string_not_equal(row->word, rows[i].word);
		assert_string_not_equal(zgl_err_sentence(row->err),
			zgl_err_sentence(rows[i].err));
	}
}

static void others_are_unknown(void **state)
{
	(void)state;
	assert_string_equal(
		zgl_err_word((enum zgl_err)ZGL_COUNT(rows)), "unknown");
	assert_string_equal(
		zgl_err_sentence((enum zgl_err)ZGL_COUNT(rows)), "unknown");
	assert_string_equal(zgl_err_word((enum zgl_err) - 1), "unknown");
	assert_string_equal(zgl_err_sentence((enum zgl_err) - 1), "unknown");
}

static enum zgl_err tries(enum zgl_err first, int *reached)
{
	ZGL_TRY(first);
	++*reached;
	ZGL_TRY(ZGL_OK);
	return ZGL_OK;
}

static void try_leaves_with_the_error(void **state)
{
	int reached = 0;

	(void)state;
	assert_int_equal(ZGL_OK, 0);
	assert_int_equal(tries(ZGL_OK, &reached), ZGL_OK);
	assert_int_equal(tries(ZGL_EIO, &reached), ZGL_EIO);
	assert_int_equal(reached, 1);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(
		&r, "a value outside the enum is unknown", others_are_unknown);
	rows_add_one(
		&r, "ZGL_TRY leaves with the error", try_leaves_with_the_error);
	return rows_run(&r, "err");
}
