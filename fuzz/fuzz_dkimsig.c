/* SPDX-License-Identifier: ISC */
/*
 * dkimsig: any octets as the value of a DKIM-Signature field. What has no fault
 * keeps every promise of the header, and written again says the same.
 */
#include <stdlib.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/dkim/dkimfield.h"
#include "zegel/dkim/dkimsig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct zgl_limits limits;

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_names(const struct zgl_names *names)
{
	must(names->count > 0 && names->count <= limits.signed_names);
	must(zgl_names_count(names, ZGL_SV("from")) > 0);
	for (size_t i = 0; i < names->count; i++) {
		must(names->at[i].n > 0);
		for (size_t j = 0; j < names->at[i].n; j++)
			must(zgl_is_visible(names->at[i].p[j]));
	}
}

static void check_times(const struct zgl_dkimsig *sig)
{
	must(sig->signed_at_s == ZGL_NO_TIME || sig->signed_at_s >= 0);
	must(sig->expires_at_s == ZGL_NO_TIME || sig->expires_at_s >= 0);
	must(sig->signed_at_s == ZGL_NO_TIME || sig->expires_at_s == ZGL_NO_TIME
		|| sig->expires_at_s > sig->signed_at_s);
}

static void check(const struct zgl_dkimsig *sig, zgl_sv value)
{
	must(sig->detail == NULL);
	must(zgl_dname_labels(&sig->domain) >= 2);
	must(sig->selector.n > 0);
	must(zgl_dname_within(&sig->identity_domain, &sig->domain));
	must(sig->identity.p != NULL
		|| zgl_dname_eq(&sig->identity_domain, &sig->domain));
	must(sig->signature.n > 0);
	must(sig->body_hash.n == (sig->hash_alg == ZGL_HASH_SHA1 ? 20 : 32));
	must(sig->key_alg == ZGL_KEY_RSA || sig->hash_alg == ZGL_HASH_SHA256);
	must(sig->b.p >= value.p && sig->b.p + sig->b.n <= value.p + value.n);
	must(sig->b.p > value.p && sig->b.p[-1] == '=');
	must(sig->b.p + sig->b.n == value.p + value.n
		|| sig->b.p[sig->b.n] == ';');
	check_names(&sig->names);
	check_times(sig);
}

static void same(const struct zgl_dkimsig *a, const struct zgl_dkimsig *b)
{
	must(b->fault == ZGL_DKIM_REASON_VERIFIED);
	must(zgl_dname_eq(&a->domain, &b->domain));
	must(zgl_dname_eq(&a->selector, &b->selector));
	must(zgl_dname_eq(&a->identity_domain, &b->identity_domain));
	must(zgl_sv_eq(a->identity, b->identity));
	must(a->key_alg == b->key_alg && a->hash_alg == b->hash_alg);
	must(a->header_canon == b->header_canon);
	must(a->body_canon == b->body_canon);
	must(zgl_sv_eq(a->body_hash, b->body_hash));
	must(zgl_sv_eq(a->signature, b->signature));
	must(a->names.count == b->names.count);
	for (size_t i = 0; i < a->names.count; i++)
		must(zgl_sv_eq(a->names.at[i], b->names.at[i]));
}

static int64_t or_0(int64_t time_s)
{
	return time_s == ZGL_NO_TIME ? 0 : time_s;
}

/* Only what the writer can write: times of 12 digits, no l=, no SHA-1. */
static void write_again(const struct zgl_dkimsig *sig, struct zgl_arena *a)
{
	struct zgl_digest body = { .n = 32 };
	struct zgl_sig made = { .n = sig->signature.n };
	struct zgl_dkimsig again;
	struct zgl_buf text;

	if (sig->hash_alg == ZGL_HASH_SHA1 || made.n > ZGL_SIG_MAX)
		return;
	memcpy(body.octets, sig->body_hash.p, 32);
	memcpy(made.octets, sig->signature.p, made.n);
	struct zgl_dkimfield field = { .alg = sig->key_alg,
		.header_canon = sig->header_canon,
		.body_canon = sig->body_canon,
		.domain = &sig->domain,
		.selector = &sig->selector,
		.identity = sig->identity,
		.signed_at_s = or_0(sig->signed_at_s),
		.expires_at_s = or_0(sig->expires_at_s),
		.names = &sig->names,
		.body_hash = &body };
	zgl_buf_begin(&text, 1 << 20);
	zgl_dkimfield_write(&text, &field);
	zgl_dkimfield_put_signature(&text, &made);
	must(text.err == ZGL_OK);
	zgl_sv value = zgl_sv_skip(zgl_buf_sv(&text), 15);
	must(zgl_dkimsig_read(value, &limits, a, &again) == ZGL_OK);
	if (field.signed_at_s < field.expires_at_s || field.expires_at_s == 0)
		same(sig, &again);
	zgl_buf_free(&text);
}

/* In an arena of any size: an error, or the same. */
static void read_in_little(zgl_sv value, size_t cap, enum zgl_dkim_reason want)
{
	struct zgl_dkimsig sig;
	struct zgl_arena a;

	zgl_arena_begin(&a, cap);
	enum zgl_err err = zgl_dkimsig_read(value, &limits, &a, &sig);
	must(err == a.err);
	must(err != ZGL_OK || sig.fault == want);
	zgl_arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv value = { (const char *)data, size };
	struct zgl_dkimsig sig;
	struct zgl_arena a;

	limits = ZGL_LIMITS_DEFAULT;
	zgl_arena_begin(&a, 1 << 24);
	must(zgl_dkimsig_read(value, &limits, &a, &sig) == ZGL_OK);
	must(strcmp(zgl_dkim_reason_word(sig.fault), "unknown") != 0);
	must(sig.fault == ZGL_DKIM_REASON_VERIFIED
		|| zgl_dkim_reason_result(sig.fault) == ZGL_DKIM_PERMERROR);
	if (sig.fault == ZGL_DKIM_REASON_VERIFIED) {
		check(&sig, value);
		write_again(&sig, &a);
	}
	read_in_little(value, size * 7 % 20000, sig.fault);
	zgl_arena_free(&a);
	return 0;
}
