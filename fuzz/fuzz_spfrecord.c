/* SPDX-License-Identifier: ISC */
/*
 * spfrecord: any octets behind the version of a record. A record is good when
 * each of its terms is, alone, and no modifier stands twice; spaces change
 * nothing; the mechanisms of a good one all come, in their order.
 */
#include <stdlib.h>
#include <string.h>

#include "zegel/base/buf.h"
#include "zegel/spf/spfmacro.h"
#include "zegel/spf/spfrecord.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define GOOD ZGL_SPF_REASON_MATCHED

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool inside(zgl_sv part, zgl_sv whole)
{
	return part.n == 0
		|| (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void check_term(const struct zgl_spfterm *term)
{
	struct zgl_spfmacro_use use;

	must(term->kind <= ZGL_SPFTERM_OTHER);
	must(term->bits4 <= 32 && term->bits6 <= 128);
	must(term->qualifier == ZGL_SPF_PASS
		|| term->kind <= ZGL_SPFTERM_EXISTS);
	must(inside(term->spec, term->text));
	if (term->kind == ZGL_SPFTERM_INCLUDE
		|| term->kind == ZGL_SPFTERM_EXISTS
		|| term->kind == ZGL_SPFTERM_REDIRECT)
		must(term->spec.n > 0);
	must(term->spec.p == NULL
		|| zgl_spfmacro_check(term->spec, ZGL_SPFMACRO_TERM, &use)
			== GOOD);
	for (size_t i = 0; i < term->text.n; i++)
		must(term->text.p[i] > ' ' && term->text.p[i] < 127);
}

/* What the record is, from its terms alone; *mechanisms_r: how many it has. */
static bool each_is_good(zgl_sv text, size_t *mechanisms_r)
{
	size_t redirects = 0, exps = 0;
	struct zgl_spfterm term;
	zgl_sv part;

	*mechanisms_r = 0;
	text = zgl_sv_skip(text, 6);
	while (zgl_sv_split(&text, ' ', &part)) {
		if (part.n == 0)
			continue;
		if (zgl_spfterm_read(part, &term) != GOOD)
			return false;
		check_term(&term);
		redirects += term.kind == ZGL_SPFTERM_REDIRECT;
		exps += term.kind == ZGL_SPFTERM_EXP;
		*mechanisms_r += term.kind <= ZGL_SPFTERM_EXISTS;
	}
	return redirects <= 1 && exps <= 1;
}

static void same_term(const struct zgl_spfterm *a, const struct zgl_spfterm *b)
{
	must(a->kind == b->kind && a->qualifier == b->qualifier);
	must(zgl_sv_eq(a->text, b->text) && zgl_sv_eq(a->spec, b->spec));
	must(a->letters == b->letters);
	must(a->bits4 == b->bits4 && a->bits6 == b->bits6);
	if (a->kind == ZGL_SPFTERM_IP4)
		must(memcmp(a->octets, b->octets, 4) == 0);
	if (a->kind == ZGL_SPFTERM_IP6)
		must(memcmp(a->octets, b->octets, 16) == 0);
}

static void check_mechanisms(
	struct zgl_spfrecord *record, zgl_sv text, size_t mechanisms)
{
	struct zgl_spfterm term, again;
	zgl_sv at = { text.p, 0 };
	size_t count = 0;

	for (; zgl_spfrecord_next(record, &term); count++) {
		must(inside(term.text, text) && term.text.p >= at.p + at.n);
		at = term.text;
		must(zgl_spfterm_read(term.text, &again) == GOOD);
		same_term(&term, &again);
	}
	must(count == mechanisms);
	must(!zgl_spfrecord_next(record, &term));
}

static enum zgl_spf_reason read_text(zgl_sv text, size_t *mechanisms_r)
{
	struct zgl_spfterm kept[ZGL_SPFRECORD_KEPT];
	struct zgl_spfrecord record;
	zgl_sv problem = { NULL, 0 };

	must(zgl_spfrecord_is(text));
	enum zgl_spf_reason reason =
		zgl_spfrecord_read(text, kept, &record, &problem);
	bool good = each_is_good(text, mechanisms_r);
	must(good == (reason == GOOD));
	must((problem.n > 0) == (reason != GOOD) && inside(problem, text));
	if (good)
		check_mechanisms(&record, text, *mechanisms_r);
	return reason;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t mechanisms, again;
	struct zgl_buf text;

	zgl_buf_begin(&text, 4 * size + 64);
	zgl_buf_text(&text, "v=SPF1 ");
	zgl_buf_put(&text, (zgl_sv){ (const char *)data, size });
	enum zgl_spf_reason reason = read_text(zgl_buf_sv(&text), &mechanisms);
	zgl_buf_text(&text, "  ?all ");
	enum zgl_spf_reason more = read_text(zgl_buf_sv(&text), &again);
	must(more == reason);
	must(reason != GOOD || again == mechanisms + 1);
	zgl_buf_reset(&text);
	zgl_buf_text(&text, "v=spf1");
	for (size_t i = 0; i < size; i++) {
		zgl_buf_text(&text, i == 0 || data[i] == ' ' ? " " : "");
		zgl_buf_char(&text, (char)data[i]);
	}
	must(read_text(zgl_buf_sv(&text), &again) == reason);
	must(reason != GOOD || again == mechanisms);
	zgl_buf_free(&text);
	return 0;
}
