/* SPDX-License-Identifier: ISC */
#include "cmd/spftext.h"

#define INDENT_MOST 40 /* columns; deeper terms stand below each other */

enum zgl_say_style zgl_spftext_style(enum zgl_spf_result result)
{
	switch (result) {
	case ZGL_SPF_PASS: return ZGL_SAY_GOOD;
	case ZGL_SPF_FAIL:
	case ZGL_SPF_PERMERROR: return ZGL_SAY_BAD;
	default: return ZGL_SAY_UNSURE;
	}
}

void zgl_spftext_checked(FILE *to, const struct zgl_spf_verdict *v)
{
	fprintf(to, "%s (%s)", v->domain.n > 0 ? v->domain.text : "no domain",
		v->identity == ZGL_SPF_HELO ? "HELO" : "MAIL FROM");
}

static void show_row(FILE *to, const char *label, zgl_sv text)
{
	if (text.n > 0)
		zgl_say_row(to, label, text);
}

static bool has_explanation(zgl_sv record)
{
	zgl_sv term;

	while (zgl_sv_split(&record, ' ', &term)) {
		if (zgl_sv_istarts(term, ZGL_SV("exp=")))
			return true;
	}
	return false;
}

/* rfc7208#6.2: what cannot be used is as if it were not there, which its owner
 * would want to know. */
static void show_explanation(FILE *to, const struct zgl_spf_verdict *v)
{
	if (v->result == ZGL_SPF_FAIL && v->explanation.n == 0
		&& has_explanation(v->record))
		zgl_say_rowf(to, "says",
			"nothing: what exp= leads to cannot be used");
	else
		show_row(to, "says", v->explanation);
}

void zgl_spftext_rows(FILE *to, const struct zgl_spf_verdict *v)
{
	zgl_say_rowf(to, "reason", "%s", zgl_spf_reason_sentence(v->reason));
	show_row(to, "mechanism", v->mechanism);
	show_row(to, "problem", v->problem);
	show_explanation(to, v);
}

/* "2 look-ups, 1 found nothing", or nothing. */
static void show_counts(FILE *to, unsigned lookups, unsigned voids)
{
	if (lookups == 0)
		return;
	fprintf(to, ", %u look-up%s", lookups, lookups == 1 ? "" : "s");
	if (voids > 0)
		fprintf(to, ", %u found nothing", voids);
}

/* A term says where it asks, unless macros or no domain at all stand there. */
static bool is_plain(const struct zgl_spfstep *step)
{
	zgl_sv rest = step->term, target = step->target;

	if (target.n > 0 && target.p[target.n - 1] == '.')
		target.n--;
	for (; rest.n >= target.n; rest = zgl_sv_skip(rest, 1)) {
		if (zgl_sv_ieq(zgl_sv_head(rest, target.n), target))
			return true;
	}
	return false;
}

static void show_step(FILE *to, const struct zgl_spfstep *step)
{
	static const char *const outcomes[] = {
		[ZGL_SPFSTEP_MATCH] = "matches",
		[ZGL_SPFSTEP_NO_MATCH] = "no match",
		[ZGL_SPFSTEP_ERROR] = "error",
		[ZGL_SPFSTEP_FOLLOWED] = "followed",
	};
	unsigned indent = 6 + 2 * step->depth;

	fprintf(to, "%*s", (int)(indent < INDENT_MOST ? indent : INDENT_MOST),
		"");
	zgl_say_text(to, step->term);
	if (step->target.n > 0 && !is_plain(step)) {
		fputs(" (", to);
		zgl_say_text(to, step->target);
		fputc(')', to);
	}
	fprintf(to, ": %s", outcomes[step->outcome]);
	show_counts(to, step->lookups, step->void_lookups);
	fputc('\n', to);
}

void zgl_spftext_tree(FILE *to, const struct zgl_spf_verdict *v)
{
	if (v->record.n > 0)
		zgl_say_row(to, "record", v->record);
	if (v->step_count > 0) {
		fprintf(to, "    %s", v->domain.text);
		show_counts(to, v->lookups, v->void_lookups);
		fputc('\n', to);
	}
	for (size_t i = 0; i < v->step_count; i++)
		show_step(to, &v->steps[i]);
}
