/* SPDX-License-Identifier: ISC */
#include "cmd/dmarctext.h"

#include "cmd/say.h"

bool zgl_dmarctext_applies(const struct zgl_dmarc_verdict *v)
{
	return v->record != NULL && v->tag != ZGL_DMARC_TAG_NONE;
}

static const char *tag_word(enum zgl_dmarc_tag tag)
{
	static const char *const words[] = {
		[ZGL_DMARC_TAG_NONE] = "",
		[ZGL_DMARC_TAG_P] = "p",
		[ZGL_DMARC_TAG_SP] = "sp",
		[ZGL_DMARC_TAG_NP] = "np",
	};

	return words[tag];
}

/* Of several records in one place none counts: then "not found" alone would
 * puzzle whoever sees one of them. */
static const char *without_record(const struct zgl_dmarc_verdict *v)
{
	for (size_t i = 0; i < v->step_count; i++)
		if (v->steps[i].outcome == ZGL_DMARCSTEP_SEVERAL)
			return "no DMARC record counts: there are several";
	return "no DMARC record was found";
}

static void show_headline(
	const struct zgl_call *call, const struct zgl_dmarc_verdict *v)
{
	FILE *to = call->out;

	fprintf(to, "%s: ", v->author.text);
	if (zgl_dmarctext_applies(v)) {
		zgl_say_styled(to, call->coloured,
			v->policy == ZGL_DMARC_POLICY_NONE ? ZGL_SAY_UNSURE
							   : ZGL_SAY_GOOD,
			zgl_dmarc_policy_word(v->policy));
		fprintf(to, ", by %s= of %s\n", tag_word(v->tag),
			v->policy_domain.text);
		return;
	}
	zgl_say_styled(to, call->coloured,
		v->result == ZGL_DMARC_TEMPERROR ? ZGL_SAY_UNSURE : ZGL_SAY_BAD,
		v->result == ZGL_DMARC_TEMPERROR ? "undecided" : "no policy");
	fprintf(to, ", %s%s%s\n",
		v->reason == ZGL_DMARC_REASON_NO_RECORD
			? without_record(v)
			: zgl_dmarc_reason_sentence(v->reason),
		v->problem != NULL ? ": " : "",
		v->problem != NULL ? v->problem : "");
}

static const char *found_at(const struct zgl_dmarcstep *step)
{
	switch (step->outcome) {
	case ZGL_DMARCSTEP_NONE:
		if (step->almost)
			return "no DMARC record, but a text almost like one:"
			       " it must begin with v=DMARC1;";
		return step->exists ? "no DMARC record" : "no such name";
	case ZGL_DMARCSTEP_SEVERAL:
		return "several DMARC records, so none of them counts";
	case ZGL_DMARCSTEP_DNS: return "DNS failed";
	case ZGL_DMARCSTEP_NOT_REACHED:
		return "does not matter, for psd= below ended the walk";
	default: break;
	}
	switch (step->psd) {
	case ZGL_DMARC_PSD_YES:
		return "a DMARC record, a public suffix (psd=y)";
	case ZGL_DMARC_PSD_NO:
		return "a DMARC record, an organizational domain (psd=n)";
	default: return "a DMARC record";
	}
}

static void show_walk(FILE *to, const struct zgl_dmarc_verdict *v)
{
	for (size_t i = 0; i < v->step_count; i++)
		zgl_say_rowf(to, i == 0 ? "asked" : "", "_dmarc.%s: %s",
			v->steps[i].domain.text, found_at(&v->steps[i]));
	if (v->organizational.n > 0
		&& (v->record != NULL || v->result == ZGL_DMARC_NONE))
		zgl_say_rowf(to, "belongs", "to %s, the organizational domain",
			v->organizational.text);
	if (!v->author_exists)
		zgl_say_rowf(to, "exists", "no: DNS has no %s", v->author.text);
}

static const char *asks_for(enum zgl_dmarc_policy policy)
{
	switch (policy) {
	case ZGL_DMARC_POLICY_REJECT: return "refuse what fails";
	case ZGL_DMARC_POLICY_QUARANTINE: return "treat what fails as suspect";
	default: return "do nothing with what fails";
	}
}

/* Which domains a tag is about, when it is not the one whose record it is. */
static const char *scope_of(const struct zgl_dmarc_verdict *v)
{
	switch (v->tag) {
	case ZGL_DMARC_TAG_NP: return ", for domains that do not exist";
	case ZGL_DMARC_TAG_SP: return ", for domains below it";
	default: break;
	}
	return zgl_dname_eq(&v->author, &v->policy_domain)
		? ""
		: ", which holds for domains below it, too";
}

static void show_policy(FILE *to, const struct zgl_dmarc_verdict *v)
{
	if (v->assumed_none)
		zgl_say_row(to, "policy",
			ZGL_SV("there is no valid one; since there is an "
			       "address"
			       " for reports, that counts as p=none"));
	else
		zgl_say_rowf(to, "policy", "%s (%s=%s%s)",
			asks_for(v->published), tag_word(v->tag),
			zgl_dmarc_policy_word(v->published), scope_of(v));
	if (v->policy != v->published)
		zgl_say_rowf(to, "testing", "t=y: for now %s (%s)",
			asks_for(v->policy), zgl_dmarc_policy_word(v->policy));
	else if (v->record->testing)
		zgl_say_row(to, "testing",
			ZGL_SV("t=y, which changes nothing here"));
}

static void show_alignment(FILE *to, const struct zgl_dmarc_verdict *v)
{
	static const char strict[] = "only the domain in From itself (%s=s)";
	static const char relaxed[] =
		"any domain with the same organizational domain (%s=r)";
	char text[2][80];

	snprintf(text[0], sizeof(text[0]),
		v->record->strict_spf ? strict : relaxed, "aspf");
	snprintf(text[1], sizeof(text[1]),
		v->record->strict_dkim ? strict : relaxed, "adkim");
	zgl_say_rowf(to, "SPF", "%s", text[0]);
	zgl_say_rowf(to, "DKIM", "%s", text[1]);
}

/* rfc9990#4: who gets reports about the domain of somebody else must have
 * said that he wants them. */
static void show_uri(FILE *to, const char *label, zgl_sv uri,
	const struct zgl_dmarc_verdict *v)
{
	const struct zgl_dname *own = v->organizational.n > 0
		? &v->organizational
		: &v->policy_domain;
	zgl_sv host = zgl_sv_skip(uri, zgl_sv_find(uri, '@') + 1);
	struct zgl_dname name;

	host = zgl_sv_head(host, zgl_sv_find(host, '?'));
	if (zgl_dname_parse(host, &name) != ZGL_DNAME_OK
		|| zgl_dname_within(&name, own))
		zgl_say_row(to, label, uri);
	else
		zgl_say_rowf(to, label,
			"%.*s, if %s agrees by a TXT record at"
			" %s._report._dmarc.%s",
			ZGL_SAY(uri), name.text, v->policy_domain.text,
			name.text);
}

static void show_uris(FILE *to, const char *label,
	const struct zgl_dmarc_uris *uris, const struct zgl_dmarc_verdict *v)
{
	for (size_t i = 0; i < uris->count; i++)
		show_uri(to, i == 0 ? label : "", uris->at[i], v);
}

static void show_failures(FILE *to, const struct zgl_dmarc_verdict *v)
{
	static const struct {
		unsigned bit;
		const char *when;
	} options[] = {
		{ ZGL_DMARC_FO_0, "nothing passes aligned (fo=0)" },
		{ ZGL_DMARC_FO_1, "anything does not pass aligned (fo=1)" },
		{ ZGL_DMARC_FO_D, "a signature fails (fo=d)" },
		{ ZGL_DMARC_FO_S, "SPF fails (fo=s)" },
	};

	show_uris(to, "failures", &v->record->ruf, v);
	for (size_t i = 0; i < ZGL_COUNT(options); i++) {
		if ((v->record->fo & options[i].bit) != 0)
			zgl_say_rowf(to, "", "when %s", options[i].when);
	}
}

static void show_reports(FILE *to, const struct zgl_dmarc_verdict *v)
{
	show_uris(to, "reports", &v->record->rua, v);
	if (v->record->rua.count == 0)
		zgl_say_row(to, "reports",
			ZGL_SV("none are asked for (rua=), so the owner does"
			       " not learn what fails"));
	show_failures(to, v);
}

static void show_warnings(FILE *to, const struct zgl_dmarcrecord *record)
{
	for (unsigned i = 0; i < ZGL_DMARC_WARNINGS; i++) {
		if ((record->warnings & 1U << i) != 0)
			zgl_say_rowf(to, "warning", "%s",
				zgl_dmarc_warning_sentence(
					(enum zgl_dmarc_warning)i));
	}
	if (record->fault.n > 0)
		zgl_say_row(to, "at fault", record->fault);
}

void zgl_dmarctext_show(
	const struct zgl_call *call, const struct zgl_dmarc_verdict *v)
{
	FILE *to = call->out;

	show_headline(call, v);
	show_walk(to, v);
	if (v->record == NULL)
		return;
	zgl_say_row(to, "record", v->record->text);
	if (zgl_dmarctext_applies(v)) {
		show_policy(to, v);
		show_alignment(to, v);
		show_reports(to, v);
	}
	show_warnings(to, v->record);
}
