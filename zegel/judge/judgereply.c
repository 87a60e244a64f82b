/* SPDX-License-Identifier: ISC */
#include "zegel/judge/judgereply.h"

#include "zegel/base/ascii.h"

/* Signatures that a reply names; usual messages have no more. */
#define SIGNATURES_TOLD 3

/* Of each result: the code when it is rejected, and how the text begins, which
 * is the sample text of RFC 7372 where that has one. A pass is accepted: see
 * zgl_judge_policy_fault. */
struct answer {
	const char *enhanced, *text;
};

// clang-format off
static const struct answer dkim_answers[] = {
	[ZGL_DKIM_NONE] = { "5.7.20", "No passing DKIM signature found" },
	[ZGL_DKIM_FAIL] = { "5.7.20", "No passing DKIM signature found" },
	[ZGL_DKIM_POLICY] = { "5.7.21", "No acceptable DKIM signature found" },
	[ZGL_DKIM_NEUTRAL] = { "5.7.20", "No passing DKIM signature found" },
	[ZGL_DKIM_TEMPERROR] = { "5.7.20", "Unable to verify DKIM signature" },
	[ZGL_DKIM_PERMERROR] = { "5.7.20", "No passing DKIM signature found" },
};

static const struct answer spf_answers[] = {
	[ZGL_SPF_NONE] = { "5.7.1", "No SPF result" },
	[ZGL_SPF_FAIL] = { "5.7.23", "SPF validation failed" },
	[ZGL_SPF_SOFTFAIL] = { "5.7.1", "SPF validation failed softly" },
	[ZGL_SPF_NEUTRAL] = { "5.7.1", "No SPF result" },
	[ZGL_SPF_TEMPERROR] = { "5.7.24", "SPF validation error" },
	[ZGL_SPF_PERMERROR] = { "5.7.24", "SPF validation error" },
};
// clang-format on

/* A reply of fixed room: what does not fit is cut off. */
struct reply {
	char *text;
	size_t n;
};

static void put_sv(struct reply *r, zgl_sv text)
{
	for (size_t i = 0; i < text.n && r->n < ZGL_REPLY_MAX; i++) {
		char c = text.p[i];
		bool shows = c == ' ' || zgl_is_visible(c);
		r->text[r->n++] = shows && c != '%' ? c : '?';
	}
}

static void put(struct reply *r, const char *text)
{
	put_sv(r, zgl_sv_of(text));
}

static void put_dname(
	struct reply *r, const char *before, const struct zgl_dname *name)
{
	if (name->n == 0)
		return;
	put(r, before);
	put_sv(r, zgl_dname_sv(name));
}

static void put_more(struct reply *r, const char *before, zgl_sv more)
{
	if (more.n == 0)
		return;
	put(r, before);
	put_sv(r, more);
}

/* ---- DKIM ---- */

/* With which key: all that whoever has to mend it must know. */
static void put_signature(struct reply *r, const struct zgl_dkim_verdict *v)
{
	put(r, zgl_dkim_reason_sentence(v->reason));
	put_more(r, ": ", zgl_sv_of(v->detail));
	if (v->sig->domain.n == 0)
		return;
	put_dname(r, ", domain ", &v->sig->domain);
	put_dname(r, ", selector ", &v->sig->selector);
}

static void put_dkim(struct reply *r, const struct zgl_judgement *j)
{
	put(r, dkim_answers[j->dkim].text);
	put(r, ": ");
	if (j->telling == NULL)
		put(r, "the message has none");
	else
		put_signature(r, j->telling);
}

/* ---- SPF ---- */

static void put_spf(struct reply *r, const struct zgl_spf_verdict *v)
{
	put(r, spf_answers[v->result].text);
	put(r, v->identity == ZGL_SPF_HELO ? ": HELO" : ": MAIL FROM");
	put_dname(r, " ", &v->domain);
	put(r, ": ");
	put(r, zgl_spf_reason_sentence(v->reason));
	put_more(r, ": ", v->mechanism);
	put_more(r, ": ", v->problem);
	if (v->explanation.n == 0)
		return;
	/* rfc7208#6.2: "Software SHOULD make it clear that the explanation
   * string comes from a third party" */
	put_dname(r, "; ", &v->domain);
	put_more(r, " says: ", v->explanation);
}

/* ---- DMARC ---- */

/* The RSA and the Ed25519 signature of a domain mostly share their fate. */
static bool is_same(
	const struct zgl_dkim_verdict *a, const struct zgl_dkim_verdict *b)
{
	return a != NULL && a->result == b->result
		&& zgl_dname_eq(&a->sig->domain, &b->sig->domain);
}

/* What SPF and DKIM said, and of whom: "SPF (fail for example.nl) nor DKIM
 * (pass for example.org, ...)". */
static void put_methods(struct reply *r, const struct zgl_judgement *j,
	const struct zgl_dkimverify *dkim)
{
	const struct zgl_dkim_verdict *v, *last = NULL;
	size_t i = 0;

	put(r, "neither SPF (");
	put(r, zgl_spf_result_word(j->spf->result));
	put_dname(r, " for ", &j->spf->domain);
	put(r, ") nor DKIM (");
	for (; (v = zgl_dkimverify_verdict(dkim, i)) != NULL
		&& i < SIGNATURES_TOLD;
		i++) {
		if (is_same(last, v))
			continue;
		put(r, last == NULL ? "" : ", ");
		put(r, zgl_dkim_result_word(v->result));
		put_dname(r, " for ", &v->sig->domain);
		last = v;
	}
	if (i == 0)
		put(r, "none");
	else if (v != NULL)
		put(r, ", ...");
	put(r, ") authenticates it");
}

static void put_dmarc(struct reply *r, const struct zgl_judgement *j,
	const struct zgl_dkimverify *dkim)
{
	const struct zgl_dmarc_verdict *v = j->dmarc;

	if (v->result == ZGL_DMARC_FAIL) {
		/* rfc9989#7.2: "the word DMARC somewhere in the reply" */
		put(r,
			j->disposition == ZGL_DISPOSE_REJECT ? "Rejected by "
							     : "Fails ");
		put_dname(r, "DMARC policy of ", &v->policy_domain);
		put_dname(r, ": From has ", &v->author);
		put(r, ", ");
		put_methods(r, j, dkim);
		return;
	}
	put(r, "Unable to apply DMARC");
	put_dname(r, " to ", &v->author);
	put_more(r, ": ", zgl_sv_of(zgl_dmarc_reason_sentence(v->reason)));
	put_more(r, ": ", zgl_sv_of(v->problem));
}

/* ---- the whole ---- */

static void put_cause(struct reply *r, const struct zgl_judgement *j,
	const struct zgl_dkimverify *dkim)
{
	switch (j->cause) {
	case ZGL_CAUSE_AUTHOR:
		put(r, zgl_authorfault_sentence(j->author_fault));
		break;
	case ZGL_CAUSE_DMARC: put_dmarc(r, j, dkim); break;
	case ZGL_CAUSE_SPF: put_spf(r, j->spf); break;
	case ZGL_CAUSE_HELO: put_spf(r, j->helo); break;
	default: put_dkim(r, j);
	}
}

/* rfc7372#4: "If a receiving server performs multiple authentication checks and
 * more than one of them fails ..., the SMTP server SHOULD use the code that
 * indicates multiple methods failed" */
static bool are_several(unsigned causes)
{
	bool spf = (causes & (1U << ZGL_CAUSE_SPF | 1U << ZGL_CAUSE_HELO)) != 0;
	bool dkim = (causes & 1U << ZGL_CAUSE_DKIM) != 0;
	bool dmarc = (causes & 1U << ZGL_CAUSE_DMARC) != 0;

	return spf + dkim + dmarc > 1;
}

static const char *rejected(const struct zgl_judgement *j)
{
	switch (j->cause) {
	case ZGL_CAUSE_SPF: return spf_answers[j->spf->result].enhanced;
	case ZGL_CAUSE_HELO: return spf_answers[j->helo->result].enhanced;
	case ZGL_CAUSE_DKIM: return dkim_answers[j->dkim].enhanced;
	default: return "5.7.1";
	}
}

static const char *deferred(const struct zgl_judgement *j)
{
	switch (j->cause) {
	case ZGL_CAUSE_SPF:
	case ZGL_CAUSE_HELO: return "4.7.24";
	/* rfc6376#6.3: the key server is not there */
	case ZGL_CAUSE_DKIM: return "4.7.5";
	default: return "4.7.1";
	}
}

enum zgl_err zgl_judgereply_write(struct zgl_arena *a, unsigned causes,
	const struct zgl_dkimverify *dkim, struct zgl_judgement *judgement)
{
	struct reply r = { .text = zgl_arena_get(a, ZGL_REPLY_MAX) };
	bool rejects = judgement->disposition == ZGL_DISPOSE_REJECT;
	bool several = rejects && judgement->cause != ZGL_CAUSE_AUTHOR
		&& are_several(causes);

	if (judgement->disposition == ZGL_DISPOSE_ACCEPT)
		return ZGL_OK;
	if (r.text == NULL)
		return a->err;
	if (rejects) {
		judgement->smtp_code = "550";
		judgement->enhanced_code =
			several ? "5.7.26" : rejected(judgement);
	} else if (judgement->disposition == ZGL_DISPOSE_TEMPFAIL) {
		judgement->smtp_code = "451";
		judgement->enhanced_code = deferred(judgement);
	}
	if (several)
		put(&r, "Multiple authentication checks failed: ");
	put_cause(&r, judgement, dkim);
	judgement->reply = (zgl_sv){ r.text, r.n };
	return ZGL_OK;
}
