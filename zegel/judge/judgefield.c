/* SPDX-License-Identifier: ISC */
#include "zegel/judge/judgefield.h"

#include <string.h>

#include "zegel/authres/authwrite.h"
#include "zegel/base/ascii.h"

/*
 * Octets of the field for one result, at most: of a signature's comment,
 * reason, three names of a key, and three values of ZGL_AUTHTEXT_MAX; others
 * have less.
 */
#define OCTETS_OF_RESULT 4096

/* Results beside those of signatures: spf, that of HELO, dmarc; and what stands
 * before all. */
#define OTHER_RESULTS 4

/* rfc6008#4: at least so many octets of b= */
#define B_LEAST 8

struct texts {
	struct zgl_buf field, comment, reason;
};

/* rfc6532#3: a message is internationalized by what stands in its header. */
static bool has_8bit(const struct zgl_header *header)
{
	unsigned char all = 0;

	for (uint32_t i = 0; i < header->count; i++) {
		const struct zgl_field *field = &header->fields[i];
		for (uint32_t j = 0; j < field->n; j++)
			all |= (unsigned char)field->p[j];
	}
	return all >= 0x80;
}

/* b= without its white space; empty when it is no base64. */
static zgl_sv b_text(const struct zgl_dkimsig *sig, struct zgl_arena *a)
{
	char *text = zgl_arena_get(a, sig->b.n);
	size_t n = 0;

	if (text == NULL || sig->signature.n == 0)
		return (zgl_sv){ NULL, 0 };
	for (size_t i = 0; i < sig->b.n; i++) {
		if (!zgl_is_fws(sig->b.p[i]))
			text[n++] = sig->b.p[i];
	}
	return (zgl_sv){ text, n };
}

static size_t common_octets(zgl_sv a, zgl_sv b)
{
	size_t n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

/* rfc6008#4: enough of b= to know it from the others; one that stands twice
 * cannot be known from itself. */
static zgl_sv b_prefix(const zgl_sv *bs, size_t count, size_t own)
{
	size_t n = B_LEAST;

	for (size_t i = 0; i < count; i++) {
		size_t common = common_octets(bs[i], bs[own]);
		if (!zgl_sv_eq(bs[i], bs[own]) && common >= n)
			n = common + 1;
	}
	return zgl_sv_head(bs[own], n);
}

/*
 * local@domain, the domain as it was judged; absent when it says no more than
 * d=, and when it is none that d= may speak for.
 */
static zgl_sv identity(const struct zgl_dkimsig *sig, struct zgl_arena *a)
{
	zgl_sv local = sig->identity, absent = { NULL, 0 };
	const struct zgl_dname *domain = &sig->identity_domain;

	if (local.n == 0 || sig->fault == ZGL_DKIM_REASON_IDENTITY)
		return absent;
	while (local.n > 0 && local.p[local.n - 1] != '@')
		local.n--;
	if (local.n == 1 && zgl_dname_eq(domain, &sig->domain))
		return absent;
	char *text = zgl_arena_get(a, local.n + domain->n);
	if (text == NULL)
		return absent;
	memcpy(text, local.p, local.n);
	memcpy(text + local.n, domain->text, domain->n);
	return (zgl_sv){ text, local.n + domain->n };
}

static zgl_sv key_comment(struct zgl_buf *to, const struct zgl_dkim_verdict *v)
{
	static const unsigned testing = 1U << ZGL_DKIM_WARNING_TESTING;

	zgl_buf_reset(to);
	if (v->key_bits == 0)
		return (zgl_sv){ NULL, 0 };
	zgl_buf_num(to, v->key_bits);
	zgl_buf_text(to, "-bit key");
	if (v->dnssec != ZGL_DNSSEC_UNKNOWN) {
		zgl_buf_text(to, ", DNSSEC ");
		zgl_buf_text(to, zgl_dnssec_word(v->dnssec));
	}
	if ((v->warnings & testing) != 0)
		zgl_buf_text(to, ", testing");
	return zgl_buf_sv(to);
}

/* Some of our sentences quote a mark, which a reason cannot: see authwrite. */
static void put_quoteless(struct zgl_buf *to, zgl_sv text)
{
	for (size_t i = 0; i < text.n; i++)
		zgl_buf_char(to, text.p[i] == '"' ? '\'' : text.p[i]);
}

/* The sentence, and what it is about, unless that cannot be written. */
static zgl_sv reason(struct zgl_buf *to, const char *sentence, zgl_sv about)
{
	zgl_buf_reset(to);
	put_quoteless(to, zgl_sv_of(sentence));
	size_t n = to->n;
	if (about.n > 0) {
		zgl_buf_text(to, ": ");
		put_quoteless(to, about);
	}
	zgl_sv all = zgl_buf_sv(to);
	return zgl_authwrite_fits(all, false) ? all : zgl_sv_head(all, n);
}

static zgl_sv key_reason(struct zgl_buf *to, const struct zgl_dkim_verdict *v)
{
	if (v->result == ZGL_DKIM_PASS)
		return (zgl_sv){ NULL, 0 };
	return reason(
		to, zgl_dkim_reason_sentence(v->reason), zgl_sv_of(v->detail));
}

static void put_result(struct texts *t, struct zgl_authwrite *w,
	const struct zgl_authresult *result)
{
	zgl_authwrite_result(w, result);
	if (t->field.err == ZGL_OK)
		t->field.err = t->comment.err;
	if (t->field.err == ZGL_OK)
		t->field.err = t->reason.err;
}

/* ---- SPF ---- */

static zgl_sv mechanism_comment(
	struct zgl_buf *to, const struct zgl_spf_verdict *v)
{
	zgl_buf_reset(to);
	if (v->mechanism.n == 0)
		return (zgl_sv){ NULL, 0 };
	zgl_buf_text(to, "matched ");
	zgl_buf_put(to, v->mechanism);
	return zgl_buf_sv(to);
}

/* rfc8601#2.7.2: "smtp" and the identity, whose local part is left out */
static void put_spf(struct texts *t, struct zgl_authwrite *w,
	const struct zgl_spf_verdict *v)
{
	if (v == NULL)
		return;
	struct zgl_authresult result = { .method = "spf",
		.result = zgl_spf_result_word(v->result),
		.comment = mechanism_comment(&t->comment, v),
		.props = { { "smtp", zgl_spf_identity_word(v->identity),
			zgl_dname_sv(&v->domain) } },
		.prop_count = 1 };
	if (v->result != ZGL_SPF_PASS)
		result.reason = reason(&t->reason,
			zgl_spf_reason_sentence(v->reason), v->problem);
	put_result(t, w, &result);
}

/* ---- DKIM ---- */

static void put_signature(struct texts *t, struct zgl_authwrite *w,
	const struct zgl_dkim_verdict *v, zgl_sv b, struct zgl_arena *a)
{
	const struct zgl_dkimsig *sig = v->sig;
	/* b= comes last: of all it is the likeliest to need quotes. */
	struct zgl_authresult result = { .method = "dkim",
		.result = zgl_dkim_result_word(v->result),
		.comment = key_comment(&t->comment, v),
		.reason = key_reason(&t->reason, v),
		.props = { { "header", "d", zgl_dname_sv(&sig->domain) },
			{ "header", "s", zgl_dname_sv(&sig->selector) },
			{ "header", "i", identity(sig, a) },
			{ "header", "a", sig->algorithm },
			{ "header", "b", b } },
		.prop_count = 5 };

	put_result(t, w, &result);
}

/* rfc8601#2.7.1; rfc6008#3: one result for each signature */
static void put_dkim(struct texts *t, struct zgl_authwrite *w,
	const struct zgl_dkimverify *dkim, struct zgl_arena *a)
{
	static const struct zgl_authresult none = { .method = "dkim",
		.result = "none" };
	size_t count = zgl_dkimverify_count(dkim);
	zgl_sv *bs = zgl_arena_array(a, count, sizeof(*bs));

	if (bs == NULL)
		return;
	if (count == 0)
		zgl_authwrite_result(w, &none);
	for (size_t i = 0; i < count; i++)
		bs[i] = b_text(zgl_dkimverify_verdict(dkim, i)->sig, a);
	for (size_t i = 0; i < count; i++)
		put_signature(t, w, zgl_dkimverify_verdict(dkim, i),
			b_prefix(bs, count, i), a);
}

/* ---- DMARC ---- */

/* rfc9989#9.1: header.from, and the policy "after policy options have been
 * processed", when there is one */
static void put_dmarc(struct texts *t, struct zgl_authwrite *w,
	const struct zgl_dmarc_verdict *v)
{
	const char *policy = "";

	if (v == NULL)
		return;
	if (v->tag != ZGL_DMARC_TAG_NONE)
		policy = zgl_dmarc_policy_word(v->policy);
	struct zgl_authresult result = { .method = "dmarc",
		.result = zgl_dmarc_result_word(v->result),
		.props = { { "policy", "dmarc", zgl_sv_of(policy) },
			{ "header", "from", zgl_dname_sv(&v->author) } },
		.prop_count = 2 };
	if (v->result != ZGL_DMARC_PASS)
		result.reason =
			reason(&t->reason, zgl_dmarc_reason_sentence(v->reason),
				zgl_sv_of(v->problem));
	put_result(t, w, &result);
}

static enum zgl_err write(struct texts *t, struct zgl_authwrite *w,
	const struct zgl_dkimverify *dkim, struct zgl_arena *a,
	struct zgl_judgement *judgement)
{
	put_spf(t, w, judgement->spf);
	put_spf(t, w, judgement->helo);
	put_dkim(t, w, dkim, a);
	put_dmarc(t, w, judgement->dmarc);
	zgl_authwrite_end(w);
	ZGL_TRY(t->field.err);
	judgement->field = zgl_arena_copy(a, zgl_buf_sv(&t->field));
	return a->err;
}

enum zgl_err zgl_judgefield_write(zgl_sv authserv_id,
	const struct zgl_dkimverify *dkim, const struct zgl_header *header,
	struct zgl_arena *a, struct zgl_judgement *judgement)
{
	size_t results = zgl_dkimverify_count(dkim) + OTHER_RESULTS;
	struct zgl_authwrite w;
	struct texts t;

	zgl_buf_begin(&t.field, results * OCTETS_OF_RESULT);
	zgl_buf_begin(&t.comment, OCTETS_OF_RESULT);
	zgl_buf_begin(&t.reason, OCTETS_OF_RESULT);
	zgl_authwrite_begin(&w, &t.field, authserv_id, has_8bit(header));
	enum zgl_err err = write(&t, &w, dkim, a, judgement);
	zgl_buf_free(&t.field);
	zgl_buf_free(&t.comment);
	zgl_buf_free(&t.reason);
	return err;
}
