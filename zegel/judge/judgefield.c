/* SPDX-License-Identifier: ISC */
#include "zegel/judge/judgefield.h"

#include <string.h>

#include "zegel/authres/authwrite.h"
#include "zegel/base/ascii.h"

/*
 * Octets of the field for one signature, at most: comment, reason, three names
 * of a key, and three values of ZGL_AUTHTEXT_MAX.
 */
#define OCTETS_OF_RESULT 4096

/* rfc6008#4: at least so many octets of b= */
#define B_LEAST 8

void zgl_judgefield_begin(
	struct zgl_judgefield *f, zgl_sv authserv_id, size_t signatures)
{
	f->authserv_id = authserv_id;
	zgl_buf_begin(&f->field, (signatures + 1) * OCTETS_OF_RESULT);
	zgl_buf_begin(&f->comment, OCTETS_OF_RESULT);
	zgl_buf_begin(&f->reason, OCTETS_OF_RESULT);
}

void zgl_judgefield_free(struct zgl_judgefield *f)
{
	zgl_buf_free(&f->field);
	zgl_buf_free(&f->comment);
	zgl_buf_free(&f->reason);
}

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

static zgl_sv comment(struct zgl_buf *to, const struct zgl_dkim_verdict *v)
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
static void put_quoteless(struct zgl_buf *to, const char *text)
{
	for (; *text != '\0'; text++)
		zgl_buf_char(to, *text == '"' ? '\'' : *text);
}

static zgl_sv reason(struct zgl_buf *to, const struct zgl_dkim_verdict *v)
{
	zgl_buf_reset(to);
	if (v->result == ZGL_DKIM_PASS)
		return (zgl_sv){ NULL, 0 };
	put_quoteless(to, zgl_dkim_reason_sentence(v->reason));
	if (v->detail != NULL) {
		zgl_buf_text(to, ": ");
		put_quoteless(to, v->detail);
	}
	return zgl_buf_sv(to);
}

static void put_signature(struct zgl_judgefield *f, struct zgl_authwrite *w,
	const struct zgl_dkim_verdict *v, zgl_sv b, struct zgl_arena *a)
{
	const struct zgl_dkimsig *sig = v->sig;
	/* b= comes last: of all it is the likeliest to need quotes. */
	struct zgl_authresult result = { .method = "dkim",
		.result = zgl_dkim_result_word(v->result),
		.comment = comment(&f->comment, v),
		.reason = reason(&f->reason, v),
		.props = { { "header", "d", zgl_dname_sv(&sig->domain) },
			{ "header", "s", zgl_dname_sv(&sig->selector) },
			{ "header", "i", identity(sig, a) },
			{ "header", "a", sig->algorithm },
			{ "header", "b", b } },
		.prop_count = 5 };

	zgl_authwrite_result(w, &result);
	if (f->field.err == ZGL_OK)
		f->field.err = f->comment.err;
	if (f->field.err == ZGL_OK)
		f->field.err = f->reason.err;
}

/* rfc8601#2.7.1; rfc6008#3: one result for each signature */
static void put_dkim(struct zgl_judgefield *f, struct zgl_authwrite *w,
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
		put_signature(f, w, zgl_dkimverify_verdict(dkim, i),
			b_prefix(bs, count, i), a);
}

enum zgl_err zgl_judgefield_write(struct zgl_judgefield *f,
	const struct zgl_dkimverify *dkim, const struct zgl_header *header,
	struct zgl_arena *a, zgl_sv *field_r)
{
	struct zgl_authwrite w;

	zgl_buf_reset(&f->field);
	zgl_authwrite_begin(&w, &f->field, f->authserv_id, has_8bit(header));
	put_dkim(f, &w, dkim, a);
	zgl_authwrite_end(&w);
	ZGL_TRY(f->field.err);
	*field_r = zgl_arena_copy(a, zgl_buf_sv(&f->field));
	return a->err;
}
