/* SPDX-License-Identifier: ISC */
/* The steps of a check, for people. */
#include "tests/spf/spfworld.h"

#define PTR4 "1.2.0.192.in-addr.arpa. "

/* One line a step: depth domain term [target] outcome lookups void-lookups */
struct row {
	const char *name, *record, *zone, *want;
	struct spfsender sender;
};

// clang-format off
static const struct row rows[] = {
	{ "a term that matches is the last", "v=spf1 ip4:10.0.0.1 ip4:192.0.2.1 -all", NULL,
		"0 example.com ip4:10.0.0.1 - no_match 0 0\n"
		"0 example.com ip4:192.0.2.1 - match 0 0\n", { .ip = NULL } },
	{ "modifiers are no steps", "v=spf1 x=y exp=e.example.com ?all", NULL,
		"0 example.com ?all - match 0 0\n", { .ip = NULL } },
	{ "no record, no steps", NULL, NULL, "", { .ip = NULL } },
	{ "a record at fault has no steps", "v=spf1 a moo", NULL, "", { .ip = NULL } },
	{ "targets and counts", "v=spf1 a mx:x.example.com exists:%{ir}.%{d} -all", "@ A 10.0.0.1\nx MX 0 .",
		"0 example.com a example.com no_match 1 0\n"
		"0 example.com mx:x.example.com x.example.com no_match 1 0\n"
		"0 example.com exists:%{ir}.%{d} 1.2.0.192.example.com no_match 1 1\n"
		"0 example.com -all - match 0 0\n", { .ip = NULL } },
	{ "a target is escaped as in a zone file", "v=spf1 a:a%_b.%{l}.example.com ?all", NULL,
		"0 example.com a:a%_b.%{l}.example.com a\\032b.x\\;\\\"y.example.com no_match 1 1\n"
		"0 example.com ?all - match 0 0\n", { .from = "x;\"y@example.com" } },
	{ "a target that cannot be is not told", "v=spf1 a:a..example.com ?all", NULL,
		"0 example.com a:a..example.com - no_match 1 0\n"
		"0 example.com ?all - match 0 0\n", { .ip = NULL } },
	{ "an include has all below it", "v=spf1 include:x.example.com -all", "x TXT \"v=spf1 a include:y.example.com ?all\"\ny TXT \"v=spf1 a -all\"",
		"0 example.com include:x.example.com x.example.com no_match 4 2\n"
		"1 x.example.com a x.example.com no_match 1 1\n"
		"1 x.example.com include:y.example.com y.example.com no_match 2 1\n"
		"2 y.example.com a y.example.com no_match 1 1\n"
		"2 y.example.com -all - match 0 0\n"
		"1 x.example.com ?all - match 0 0\n"
		"0 example.com -all - match 0 0\n", { .ip = NULL } },
	{ "a match goes up", "v=spf1 -include:x.example.com +all", "x TXT \"v=spf1 include:y.example.com -all\"\ny TXT \"v=spf1 ip4:192.0.2.1\"",
		"0 example.com -include:x.example.com x.example.com match 2 0\n"
		"1 x.example.com include:y.example.com y.example.com match 1 0\n"
		"2 y.example.com ip4:192.0.2.1 - match 0 0\n", { .ip = NULL } },
	{ "a redirect is followed", "v=spf1 a redirect=x.example.com", "@ A 10.0.0.1\nx TXT \"v=spf1 a -all\"\nx A 10.0.0.1",
		"0 example.com a example.com no_match 1 0\n"
		"0 example.com redirect=x.example.com x.example.com followed 2 0\n"
		"1 x.example.com a x.example.com no_match 1 0\n"
		"1 x.example.com -all - match 0 0\n", { .ip = NULL } },
	{ "an error ends all that is open", "v=spf1 include:x.example.com -all", "x TXT \"v=spf1 redirect=y.example.com\"\ny TXT \"v=spf1 a -all\"\n$FAULT y A timeout",
		"0 example.com include:x.example.com x.example.com error 3 0\n"
		"1 x.example.com redirect=y.example.com y.example.com error 2 0\n"
		"2 y.example.com a y.example.com error 1 0\n", { .ip = NULL } },
	{ "an include without a record", "v=spf1 include:x.example.com -all", NULL,
		"0 example.com include:x.example.com x.example.com error 1 0\n", { .ip = NULL } },
	{ "one look-up too many", "v=spf1 include:example.com", NULL, /* ten of them, then */
		NULL, { .ip = NULL } },
	{ "the third void look-up", "v=spf1 a a a -all", NULL,
		"0 example.com a example.com no_match 1 1\n"
		"0 example.com a example.com no_match 1 1\n"
		"0 example.com a example.com error 1 1\n", { .ip = NULL } },
	{ "the name of the client counts for the term that has it", "v=spf1 ptr exists:%{p}.x -all", PTR4 "PTR mail.example.org.",
		"0 example.com ptr example.com no_match 1 0\n"
		"0 example.com exists:%{p}.x unknown.x no_match 2 1\n"
		"0 example.com -all - match 0 0\n", { .ip = NULL } },
	{ "of an include with macros its domain is told", "v=spf1 include:%{l}.example.com ?all", "strong-bad TXT \"v=spf1 -all\"",
		"0 example.com include:%{l}.example.com strong-bad.example.com no_match 1 0\n"
		"1 strong-bad.example.com -all - match 0 0\n"
		"0 example.com ?all - match 0 0\n", { .ip = NULL } },
	{ "a redirect that does not match", "v=spf1 redirect=%{l}.example.com", NULL,
		"0 example.com redirect=%{l}.example.com - no_match 1 0\n", { .from = "\xc3\xa9@example.com" } },
};
// clang-format on

static void put_step(struct zgl_buf *told, const struct zgl_spfstep *step)
{
	static const char *const outcomes[] = { "match", "no_match", "error",
		"followed" };
	const zgl_sv target =
		step->target.p != NULL ? step->target : ZGL_SV("-");

	zgl_buf_num(told, step->depth);
	zgl_buf_char(told, ' ');
	zgl_buf_put(told, step->domain);
	zgl_buf_char(told, ' ');
	zgl_buf_put(told, step->term);
	zgl_buf_char(told, ' ');
	zgl_buf_put(told, target);
	zgl_buf_char(told, ' ');
	zgl_buf_text(told, outcomes[step->outcome]);
	zgl_buf_char(told, ' ');
	zgl_buf_num(told, step->lookups);
	zgl_buf_char(told, ' ');
	zgl_buf_num(told, step->void_lookups);
	zgl_buf_char(told, '\n');
}

static void put_loop(struct zgl_buf *want)
{
	for (unsigned depth = 0; depth <= 10; depth++) {
		zgl_buf_num(want, depth);
		zgl_buf_text(want, " example.com include:example.com ");
		zgl_buf_text(want, depth < 10 ? "example.com" : "-");
		zgl_buf_text(want, " error ");
		zgl_buf_num(want, 11 - depth);
		zgl_buf_text(want, " 0\n");
	}
}

static void check(void **state)
{
	const struct row *row = *state;
	struct zgl_buf told, want;
	struct spfworld w;

	zgl_buf_begin(&told, 1 << 16);
	zgl_buf_begin(&want, 1 << 16);
	if (row->want == NULL)
		put_loop(&want);
	else
		zgl_buf_text(&want, row->want);
	spfworld_begin(&w);
	spfworld_load(&w, row->record, row->zone);
	spfworld_run(&w, &row->sender);
	for (size_t i = 0; i < w.verdict.step_count; i++)
		put_step(&told, &w.verdict.steps[i]);
	assert_sv_equal(zgl_buf_sv(&told), zgl_buf_sv(&want));
	spfworld_end(&w);
	zgl_buf_free(&told);
	zgl_buf_free(&want);
}

/* A record of more terms than steps are kept. */
static void no_more_than_are_kept(void **state)
{
	static char record[16000];
	struct spfworld w;
	size_t n = (size_t)snprintf(record, sizeof(record), "v=spf1");

	(void)state;
	for (size_t i = 0; i < ZGL_SPFCHECK_STEPS + 10; i++)
		n += (size_t)snprintf(
			record + n, sizeof(record) - n, " ip4:1.1.1.1");
	(void)snprintf(record + n, sizeof(record) - n, " -all");
	spfworld_begin(&w);
	spfworld_load(&w, record, NULL);
	spfworld_run(&w, &(struct spfsender){ .ip = NULL });
	assert_string_equal(spfworld_told(&w), "fail matched -all");
	assert_int_equal(w.verdict.step_count, ZGL_SPFCHECK_STEPS);
	for (size_t i = 0; i < ZGL_SPFCHECK_STEPS; i++)
		assert_sv_equal(w.verdict.steps[i].term, ZGL_SV("ip4:1.1.1.1"));
	spfworld_end(&w);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "no more steps than are kept", no_more_than_are_kept);
	return rows_run(&r, "spfstep");
}
