/* SPDX-License-Identifier: ISC */
#include "cmd/judgetext.h"

#include "cmd/say.h"
#include "cmd/spftext.h"
#include "cmd/verdict.h"

static enum zgl_say_style style_of(enum zgl_dmarc_result result)
{
	switch (result) {
	case ZGL_DMARC_PASS: return ZGL_SAY_GOOD;
	case ZGL_DMARC_FAIL:
	case ZGL_DMARC_PERMERROR: return ZGL_SAY_BAD;
	default: return ZGL_SAY_UNSURE;
	}
}

static const char *meaning_of(const struct zgl_dmarc_verdict *dmarc)
{
	switch (dmarc->result) {
	case ZGL_DMARC_PASS: return ", the message is from ";
	case ZGL_DMARC_FAIL: return ", nothing shows that it is from ";
	case ZGL_DMARC_TEMPERROR: return ", it could not be decided for ";
	case ZGL_DMARC_NONE: return ", there is no policy of ";
	default: return ", nothing can be asked about ";
	}
}

void zgl_judgetext_headline(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	const struct zgl_judgement *j = what->judgement;

	fputs("DMARC ", call->out);
	zgl_say_styled(call->out, call->coloured, style_of(j->dmarc->result),
		zgl_dmarc_result_word(j->dmarc->result));
	if (j->dmarc->author.n > 0)
		fprintf(call->out, "%s%s", meaning_of(j->dmarc),
			j->dmarc->author.text);
	else
		fprintf(call->out, ", %s",
			zgl_authorfault_sentence(what->author_fault));
	fprintf(call->out, "; %s\n", zgl_disposition_word(j->disposition));
}

static void show_spf(
	const struct zgl_call *call, const struct zgl_spf_verdict *spf)
{
	fputs("  SPF    ", call->out);
	zgl_say_styled(call->out, call->coloured,
		zgl_spftext_style(spf->result),
		zgl_spf_result_word(spf->result));
	fputs("  ", call->out);
	zgl_spftext_checked(call->out, spf);
	fputc('\n', call->out);
	zgl_spftext_rows(call->out, spf);
}

void zgl_judgetext_spf(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	show_spf(call, what->judgement->spf);
	if (what->judgement->helo != NULL)
		show_spf(call, what->judgement->helo);
}

static const char *tag_of(enum zgl_dmarc_tag tag)
{
	switch (tag) {
	case ZGL_DMARC_TAG_SP: return "sp";
	case ZGL_DMARC_TAG_NP: return "np";
	default: return "p";
	}
}

static void show_policy(FILE *to, const struct zgl_dmarc_verdict *dmarc)
{
	if (dmarc->tag == ZGL_DMARC_TAG_NONE)
		return;
	zgl_say_rowf(to, "policy", "%s=%s of %s%s%s", tag_of(dmarc->tag),
		zgl_dmarc_policy_word(dmarc->published),
		dmarc->policy_domain.text,
		dmarc->policy != dmarc->published
			? ", which is testing (t=y): now "
			: "",
		dmarc->policy != dmarc->published
			? zgl_dmarc_policy_word(dmarc->policy)
			: "");
}

static void show_identifier(FILE *to, const struct zgl_dmarc_identifier *id)
{
	static const char *const authentic[] = {
		[ZGL_DMARC_AUTHENTIC_NO] = ", but it does not pass",
		[ZGL_DMARC_AUTHENTIC_YES] = "",
		[ZGL_DMARC_AUTHENTIC_UNDECIDED] = ", but it is undecided",
	};

	zgl_say_rowf(to, id->aligned ? "aligned" : "apart", "%s of %s%s",
		id->method == ZGL_DMARC_SPF ? "SPF" : "DKIM", id->domain.text,
		id->aligned ? authentic[id->authentic] : "");
}

static void show_dmarc(
	const struct zgl_call *call, const struct zgl_dmarc_verdict *dmarc)
{
	fputs("  DMARC  ", call->out);
	zgl_say_styled(call->out, call->coloured, style_of(dmarc->result),
		zgl_dmarc_result_word(dmarc->result));
	fprintf(call->out, "%s%s\n", dmarc->author.n > 0 ? "  " : "",
		dmarc->author.text);
	zgl_say_rowf(call->out, "reason", "%s%s%s",
		zgl_dmarc_reason_sentence(dmarc->reason),
		dmarc->problem != NULL ? ": " : "",
		dmarc->problem != NULL ? dmarc->problem : "");
	show_policy(call->out, dmarc);
	if (dmarc->tag == ZGL_DMARC_TAG_NONE)
		return;
	for (size_t i = 0; i < dmarc->identifier_count; i++) {
		if (!zgl_verdict_is_repeated(dmarc, i))
			show_identifier(call->out, &dmarc->identifiers[i]);
	}
}

static void show_disposition(
	const struct zgl_call *call, const struct zgl_judgement *j)
{
	zgl_say_line(
		call->out, "  so     %s", zgl_disposition_word(j->disposition));
	zgl_say_rowf(call->out, "because", "%s", zgl_cause_sentence(j->cause));
	for (unsigned i = 0; i < ZGL_OVERRIDES; i++) {
		if ((j->overrides & 1U << i) != 0)
			zgl_say_rowf(call->out, "override", "%s",
				zgl_override_sentence((enum zgl_override)i));
	}
	if (j->smtp_code != NULL)
		zgl_say_rowf(call->out, "reply", "%s %s %.*s", j->smtp_code,
			j->enhanced_code, ZGL_SAY(j->reply));
}

/* Its folds are ours: CRLF and a tab. */
void zgl_judgetext_field(FILE *to, const struct zgl_judgement *judgement)
{
	zgl_sv rest = judgement->field, line;

	for (const char *indent = "    "; zgl_sv_split(&rest, '\n', &line);
		indent = "        ") {
		fputs(indent, to);
		zgl_say_text(to, zgl_sv_trim_fws(line));
		fputc('\n', to);
	}
}

void zgl_judgetext_dmarc(
	const struct zgl_call *call, const struct zgl_verified *what)
{
	show_dmarc(call, what->judgement->dmarc);
	show_disposition(call, what->judgement);
	zgl_judgetext_field(call->out, what->judgement);
}
