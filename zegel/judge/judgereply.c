/* SPDX-License-Identifier: ISC */
#include "zegel/judge/judgereply.h"

#include "zegel/base/ascii.h"

/* Of each result: the code when it is rejected, and how the text begins, which
 * is the sample text of RFC 7372 where that has one. A pass is accepted: see
 * zgl_judge_policy_fault. */
static const struct {
	const char *enhanced, *text;
} replies[] = {
	[ZGL_DKIM_NONE] = { "5.7.20", "No passing DKIM signature found" },
	[ZGL_DKIM_FAIL] = { "5.7.20", "No passing DKIM signature found" },
	[ZGL_DKIM_POLICY] = { "5.7.21", "No acceptable DKIM signature found" },
	[ZGL_DKIM_NEUTRAL] = { "5.7.20", "No passing DKIM signature found" },
	[ZGL_DKIM_TEMPERROR] = { "5.7.20", "Unable to verify DKIM signature" },
	[ZGL_DKIM_PERMERROR] = { "5.7.20", "No passing DKIM signature found" },
};

/* A reply of fixed room: what does not fit is cut off. */
struct reply {
	char *text;
	size_t n;
};

static void put(struct reply *r, const char *text)
{
	for (; *text != '\0' && r->n < ZGL_REPLY_MAX; text++) {
		bool shows = *text == ' ' || zgl_is_visible(*text);
		r->text[r->n++] = shows && *text != '%' ? *text : '?';
	}
}

/* Which key: all that whoever has to mend it must know. */
static void put_name(struct reply *r, const struct zgl_dkimsig *sig)
{
	if (sig->domain.n == 0)
		return;
	put(r, ", domain ");
	put(r, sig->domain.text);
	if (sig->selector.n == 0)
		return;
	put(r, ", selector ");
	put(r, sig->selector.text);
}

static void put_signature(struct reply *r, const struct zgl_dkim_verdict *v)
{
	put(r, zgl_dkim_reason_sentence(v->reason));
	if (v->detail != NULL) {
		put(r, ": ");
		put(r, v->detail);
	}
	put_name(r, v->sig);
}

enum zgl_err zgl_judgereply_write(
	struct zgl_arena *a, struct zgl_judgement *judgement)
{
	struct reply r = { .text = zgl_arena_get(a, ZGL_REPLY_MAX) };

	if (judgement->disposition == ZGL_DISPOSE_ACCEPT)
		return ZGL_OK;
	if (r.text == NULL)
		return a->err;
	if (judgement->disposition == ZGL_DISPOSE_REJECT) {
		judgement->smtp_code = "550";
		judgement->enhanced_code = replies[judgement->dkim].enhanced;
	}
	/* rfc6376#6.3: the key server is not there */
	if (judgement->disposition == ZGL_DISPOSE_TEMPFAIL) {
		judgement->smtp_code = "451";
		judgement->enhanced_code = "4.7.5";
	}
	put(&r, replies[judgement->dkim].text);
	put(&r, ": ");
	if (judgement->telling == NULL)
		put(&r, "the message has none");
	else
		put_signature(&r, judgement->telling);
	judgement->reply = (zgl_sv){ r.text, r.n };
	return ZGL_OK;
}
