/* SPDX-License-Identifier: ISC */
/*
 * spf when there is no memory: a clean error or the verdict of an undisturbed
 * run, never another one, nothing lost, nothing handed out after an error.
 */
#include "tests/failalloc.h"
#include "tests/spf/spfworld.h"

#define ANSWERS 40

/* As small as may be: nearly every piece is an allocation of its own. */
#define BLOCK 64

struct row {
	const char *name, *record, *zone, *want;
	struct spfsender sender;
};

#define PTR4 "1.2.0.192.in-addr.arpa. "

// clang-format off
static const struct row rows[] = {
	{ "a simple record", "v=spf1 ip4:192.0.2.1 -all", NULL, "pass matched ip4:192.0.2.1", { .ip = NULL } },
	{ "everything there is, and an explanation", "v=spf1 a mx:m.example.com ptr:example.org exists:%{ir}.%{p}.%{h}.x.example.com include:i.example.com redirect=r.example.com",
		"@ A 10.0.0.1\nm MX 10 m1\nm MX 20 m2\nm1 A 10.0.0.2\nm2 A 10.0.0.3\n" PTR4 "PTR mail.example.com.\n" PTR4 "PTR b.example.org.\nmail A 192.0.2.1\n"
		"*.x AAAA ::1\ni TXT \"v=spf1 \" \"ip6:::/0 include:j.example.com -all\"\nj TXT \"v=spf1 ~all\"\nr TXT \"v=spf1 -all exp=%{p}.e.example.com\"\nmail.example.com.e TXT \"%{p} \" \"is not %{d}\"",
		"fail matched -all", { .helo = "m\xc3\xbcller.example.org" } },
	{ "U-labels", NULL, "xn--mller-kva TXT \"v=spf1 exists:%{o}.%{h}.example.com -all\"\nxn--mller-kva.example.com.xn--mller-kva.net A 127.0.0.2", "pass matched exists:%{o}.%{h}.example.com", { .from = "a@m\xc3\xbcller.example.com", .helo = "m\xc3\xbcller.net" } },
	{ "a failure of DNS", "v=spf1 include:i.example.com -all", "i TXT \"v=spf1 a:%{l}.example.com +all\"\n$FAULT strong-bad timeout", "temperror dns strong-bad.example.com", { .ip = NULL } },
	{ "a record at fault", "v=spf1 include:i.example.com -all", "i TXT \"v=spf1 +all \\195\\169\"", "permerror octets ??", { .ip = NULL } },
	{ "too many look-ups", "v=spf1 include:example.com", NULL, "permerror lookups include:example.com", { .ip = NULL } },
	{ "two records", "v=spf1 +all", "@ TXT \"v=spf1 -all\"", "permerror several_records -", { .ip = NULL } },
	{ "more mechanisms than are kept", "v=spf1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 ?ip4:1.1.1.1 -all", NULL, "fail matched -all", { .ip = NULL } },
};
// clang-format on

/* What DNS says, made before any allocation may fail. */
static struct {
	struct zgl_question questions[ANSWERS];
	struct zgl_answer answers[ANSWERS];
	size_t count;
	struct zgl_arena arena;
	bool complete;
} known;

static const struct zgl_answer *find_answer(
	struct spfworld *w, const struct zgl_question *q)
{
	size_t i = 0;

	while (i < known.count
		&& !(known.questions[i].type == q->type
			&& zgl_qname_eq(&known.questions[i].name, &q->name)))
		i++;
	if (i < known.count)
		return &known.answers[i];
	assert_false(known.complete);
	assert_true(known.count < ANSWERS);
	known.questions[i] = *q;
	assert_int_equal(zgl_zone_answer(w->zone, q, &w->limits, &known.arena,
				 &known.answers[i]),
		ZGL_OK);
	known.count++;
	return &known.answers[i];
}

static enum zgl_err answer_all(struct spfworld *w)
{
	struct zgl_question question;
	size_t number;

	while (zgl_spfcheck_next_question(w->check, &question, &number))
		ZGL_TRY(zgl_spfcheck_answer(
			w->check, number, find_answer(w, &question)));
	return ZGL_OK;
}

static enum zgl_err use_check(struct spfworld *w, const struct row *row)
{
	struct zgl_spfclient client = spfworld_client(&row->sender);

	ZGL_TRY(zgl_spfcheck_begin(
		w->check, ZGL_SPF_MAILFROM, &client, &w->arena, SPFWORLD_NOW));
	ZGL_TRY(answer_all(w));
	return zgl_spfcheck_end(w->check, &w->verdict);
}

static void assert_nothing_left(struct spfworld *w)
{
	struct zgl_question question;
	size_t number;

	assert_false(zgl_spfcheck_next_question(w->check, &question, &number));
	assert_int_equal(zgl_spfcheck_waiting(w->check), 0);
	assert_int_equal(zgl_spfcheck_end(w->check, &w->verdict), ZGL_EUSAGE);
}

/* Explanation and steps of the undisturbed run. */
static zgl_sv explanation;
static size_t step_count;

static void assert_verdict(const struct spfworld *w, const struct row *row)
{
	assert_string_equal(spfworld_told(w), row->want);
	spfworld_assert_shows(w);
	if (!known.complete) {
		explanation =
			zgl_arena_copy(&known.arena, w->verdict.explanation);
		step_count = w->verdict.step_count;
	}
	assert_sv_equal(w->verdict.explanation, explanation);
	assert_int_equal(w->verdict.step_count, step_count);
}

static enum zgl_err check_once(struct spfworld *w, const struct row *row)
{
	zgl_arena_free(&w->arena);
	zgl_arena_begin_small(&w->arena, ZGL_SPFCHECK_ROOM, BLOCK);
	enum zgl_err err = use_check(w, row);
	if (err == ZGL_OK)
		assert_verdict(w, row);
	else
		assert_nothing_left(w);
	return err;
}

/* The same check twice with one handle. */
static enum zgl_err use(struct spfworld *w, const struct row *row, bool goes_on)
{
	enum zgl_err err = zgl_spfcheck_new(&w->config, &w->check);

	assert_int_equal(w->check != NULL, err == ZGL_OK);
	if (err == ZGL_OK) {
		err = check_once(w, row);
		if (err == ZGL_OK)
			err = check_once(w, row);
		if (err != ZGL_OK && goes_on)
			assert_int_equal(check_once(w, row), ZGL_OK);
	}
	zgl_spfcheck_free(w->check);
	w->check = NULL;
	zgl_arena_free(&w->arena);
	return err;
}

static size_t fail_each(struct spfworld *w, const struct row *row, bool forever)
{
	size_t k = 1;

	for (; k == 1 || failalloc_failed(); k++) {
		failalloc_arm(k, forever);
		enum zgl_err err = use(w, row, !forever);
		failalloc_disarm();
		assert_int_equal(err, failalloc_failed() ? ZGL_ENOMEM : ZGL_OK);
	}
	return k - 2;
}

static void check(void **state)
{
	const struct row *row = *state;
	struct spfworld w;

	spfworld_begin(&w);
	w.config.limits = &w.limits;
	spfworld_load(&w, row->record, row->zone);
	zgl_arena_begin(&known.arena, 1 << 22);
	known.count = 0;
	known.complete = false;
	assert_int_equal(use(&w, row, false), ZGL_OK);
	known.complete = true;
	size_t once = fail_each(&w, row, false);
	size_t forever = fail_each(&w, row, true);
	printf("# %zu allocations\n", once);
	assert_int_equal(once, forever);
	assert_true(once > 0);
	zgl_arena_free(&known.arena);
	spfworld_end(&w);
}

/* An arena that is full is another error, and as clean a one. */
static void no_room(void **state)
{
	const struct row *row = &rows[1];
	struct spfworld w;
	size_t room = 0, errors = 0;
	enum zgl_err err = ZGL_ELIMIT;

	(void)state;
	spfworld_begin(&w);
	w.config.limits = &w.limits;
	spfworld_load(&w, row->record, row->zone);
	zgl_arena_begin(&known.arena, 1 << 22);
	known.count = 0;
	known.complete = false;
	assert_int_equal(zgl_spfcheck_new(&w.config, &w.check), ZGL_OK);
	for (; err != ZGL_OK; room += 64) {
		zgl_arena_free(&w.arena);
		zgl_arena_begin_small(&w.arena, room, BLOCK);
		err = use_check(&w, row);
		if (err == ZGL_OK)
			break;
		assert_int_equal(err, ZGL_ELIMIT);
		assert_nothing_left(&w);
		errors++;
	}
	assert_string_equal(spfworld_told(&w), row->want);
	assert_true(errors > 20);
	zgl_arena_free(&known.arena);
	spfworld_end(&w);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "an arena that is full", no_room);
	return rows_run(&r, "spfalloc");
}
