/* SPDX-License-Identifier: ISC */
/*
 * dmarc when there is no memory: a clean error or the verdict of an undisturbed
 * run, never another one, and after an error all goes well again.
 */
#include "tests/dmarc/dmarc_world.h"
#include "tests/failalloc.h"
#include "tests/rows.h"

struct row {
	const char *name;
	struct world_case c;
	const char *want; /* see world_tell */
};

#define MANY                                                                   \
	{                                                                      \
		DKIM("a.b.c.example.com"), NO_DKIM("x.example.com"),           \
			DKIM("y.example.net"), SPF("z.y.example.com"),         \
			MAYBE_DKIM("q.r.s.t.u.example.com")                    \
	}

// clang-format off
static const struct row rows[] = {
	{ "a pass", { "a.b.example.com", DMARC("example.com", "v=DMARC1; p=reject"), MANY }, "pass aligned p=reject@example.com org=example.com ++-++" },
	{ "a fail", { "a.b.example.com", DMARC("example.com", "v=DMARC1; p=reject; adkim=s; aspf=s; np=none") DMARC("x.example.com", "v=DMARC1; p=none"), MANY }, "fail not_aligned np=none@example.com org=example.com -----" },
	{ "none", { "a.b.example.com", "", MANY }, "none no_record org=a.b.example.com -----" },
	{ "a temporary error", { "a.b.example.com", SERVFAIL("b.example.com"), MANY }, "temperror dns org=? -----" },
	{ "a record of many strings", { "example.com", "_dmarc.example.com. TXT \"v=DMARC1\" \"; p=\" \"reject\"\n", { { 0 } } }, "fail not_authenticated p=reject@example.com org=example.com" },
};
// clang-format on

static enum zgl_err make_and_run(struct world *w, const struct row *row,
	struct zgl_dmarc_verdict *verdict)
{
	struct zgl_dmarccheck_config config = { .limits = &w->limits };
	struct world_way plain = { .lost = 0 };

	zgl_dmarccheck_free(w->check);
	ZGL_TRY(zgl_dmarccheck_new(&config, &w->check));
	return world_run(w, &row->c, &plain, verdict);
}

static void assert_verdict(
	const struct zgl_dmarc_verdict *verdict, const char *want)
{
	struct zgl_buf to;

	zgl_buf_begin(&to, 1 << 16);
	world_tell(verdict, &to);
	assert_sv_equal(zgl_buf_sv(&to), zgl_sv_of(want));
	zgl_buf_free(&to);
}

/* The error was the check's own, or that of who asks for it: then an answer is
 * missing. */
static void assert_no_pass(struct world *w, const struct row *row)
{
	struct zgl_dmarc_verdict verdict;

	if (w->check == NULL || row->want[0] == 'p')
		return;
	enum zgl_err err = zgl_dmarccheck_end(w->check, &verdict);
	assert_true(err == ZGL_OK || err == ZGL_EUSAGE || err == ZGL_ENOMEM);
	assert_int_not_equal(verdict.result, ZGL_DMARC_PASS);
}

/* Blocks so small that every piece is an allocation of its own. */
static size_t fail_each(struct world *w, const struct row *row, bool forever)
{
	struct zgl_dmarc_verdict verdict;
	size_t errors = 0;

	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		zgl_arena_free(&w->arena);
		zgl_arena_begin_small(&w->arena, 1 << 20, 64);
		failalloc_arm(k, forever);
		enum zgl_err err = make_and_run(w, row, &verdict);
		failalloc_disarm();
		assert_true(err == ZGL_OK || err == ZGL_ENOMEM);
		assert_true(err == ZGL_OK || failalloc_failed());
		errors += err != ZGL_OK;
		if (err == ZGL_OK)
			assert_verdict(&verdict, row->want);
		else
			assert_no_pass(w, row);
	}
	return errors;
}

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_dmarc_verdict verdict;
	struct world w;

	world_begin(&w, NULL, NULL);
	world_load(&w, row->c.zone);
	for (unsigned forever = 0; forever < 2; forever++) {
		assert_true(fail_each(&w, row, forever != 0) > 2);
		assert_int_equal(make_and_run(&w, row, &verdict), ZGL_OK);
		assert_verdict(&verdict, row->want);
	}
	world_end(&w);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	return rows_run(&r, "dmarcalloc");
}
