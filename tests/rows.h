/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * rows -- tests as tables, on cmocka.
 *
 * A table is an array of structs whose first member is `const char *name`, the
 * sentence that a maintainer reads when the row breaks. A check is an ordinary
 * cmocka test; `*state` is its row. A test program adds its tables and runs
 * them:
 *
 *     int main(void)
 *     {
 *             struct rows r = { 0 };
 *             ROWS_ADD(&r, good, check_good);
 *             ROWS_ADD(&r, bad, check_bad);
 *             return rows_run(&r, "taglist");
 *     }
 */

/* cmocka.h stands on what comes before it */
// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
// clang-format on

#include "zegel/base/attr.h"
#include "zegel/base/sv.h"

struct rows {
	struct CMUnitTest *tests;
	size_t count;
};

#define ROWS_ADD(r, table, check)                                              \
	rows_add((r), (table), ZGL_COUNT(table), sizeof((table)[0]), (check))

static inline void rows_add(struct rows *r, const void *table, size_t count,
	size_t size, CMUnitTestFunction check)
{
	r->tests = realloc(r->tests, (r->count + count) * sizeof(*r->tests));
	if (r->tests == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		const void *row = (const char *)table + i * size;
		r->tests[r->count++] = (struct CMUnitTest){
			.name = *(const char *const *)row,
			.test_func = check,
			.initial_state = (void *)(uintptr_t)row,
		};
	}
}

/** Adds one test without a table. */
static inline void rows_add_one(
	struct rows *r, const char *name, CMUnitTestFunction check)
{
	const char *const row[] = { name };

	rows_add(r, row, 1, sizeof(row[0]), check);
}

static inline int rows_run(struct rows *r, const char *group)
{
	cmocka_set_message_output(CM_OUTPUT_TAP);
	int failed =
		_cmocka_run_group_tests(group, r->tests, r->count, NULL, NULL);
	free(r->tests);
	return failed == 0 ? 0 : 1;
}

/** Fails, showing both, unless the views have the same octets. */
#define assert_sv_equal(got, want)                                             \
	do {                                                                   \
		zgl_sv got_ = (got), want_ = (want);                           \
		if (!zgl_sv_eq(got_, want_))                                   \
			fail_msg("got \"%.*s\", want \"%.*s\"", (int)got_.n,   \
				got_.n > 0 ? got_.p : "", (int)want_.n,        \
				want_.n > 0 ? want_.p : "");                   \
	} while (0)
