/* SPDX-License-Identifier: ISC */
#include "zegel/dkim/dkimsig.h"

#include "zegel/base/ascii.h"
#include "zegel/base/b64.h"
#include "zegel/base/num.h"
#include "zegel/mail/localpart.h"

#define DIGITS_OF_LENGTH 76 /* rfc6376#3.5: l= is 1*76DIGIT */
#define DIGITS_OF_TIME   12 /* rfc6376#3.5: longer may count as infinite */

struct reader {
	const struct zgl_limits *limits;
	struct zgl_arena *arena;
	struct zgl_dkimsig *sig;
	const struct zgl_tag *letter[26]; /* tags of one small letter */
	const struct zgl_tag *bh;
};

/* Reads a part; tells what is wrong with it, and says more in sig->detail. */
typedef enum zgl_dkim_reason step(struct reader *r);

static const enum zgl_dkim_reason fine = ZGL_DKIM_REASON_VERIFIED;

static const struct zgl_tag *tag(const struct reader *r, char letter)
{
	return r->letter[letter - 'a'];
}

static void sort_tags(struct reader *r, const struct zgl_taglist *list)
{
	for (size_t i = 0; i < list->count; i++) {
		zgl_sv name = list->tags[i].name;
		if (name.n == 1 && name.p[0] >= 'a' && name.p[0] <= 'z')
			r->letter[name.p[0] - 'a'] = &list->tags[i];
		else if (zgl_sv_eq(name, ZGL_SV("bh")))
			r->bh = &list->tags[i];
	}
}

static enum zgl_dkim_reason read_version(struct reader *r)
{
	const struct zgl_tag *v = tag(r, 'v');

	return v != NULL && zgl_sv_eq(v->value, ZGL_SV("1"))
		? fine
		: ZGL_DKIM_REASON_VERSION;
}

static enum zgl_dkim_reason read_required(struct reader *r)
{
	static const char *const missing[] = { "a= is missing", "b= is missing",
		"d= is missing", "h= is missing", "s= is missing" };

	for (size_t i = 0; i < ZGL_COUNT(missing); i++) {
		if (tag(r, missing[i][0]) == NULL) {
			r->sig->detail = missing[i];
			return ZGL_DKIM_REASON_TAG_MISSING;
		}
	}
	if (r->bh != NULL)
		return fine;
	r->sig->detail = "bh= is missing";
	return ZGL_DKIM_REASON_TAG_MISSING;
}

static const char *name_detail(enum zgl_dname_fault fault)
{
	static const char *const details[] = {
		[ZGL_DNAME_OK] = NULL,
		[ZGL_DNAME_EMPTY] = "it is empty or has an empty label",
		[ZGL_DNAME_LONG] = "it is too long",
		[ZGL_DNAME_OCTET] = "it has an octet that no label may have",
		[ZGL_DNAME_HYPHEN] = "a label begins or ends with a hyphen",
		[ZGL_DNAME_IDN] = "IDNA does not allow its labels",
		[ZGL_DNAME_NOMEM] = NULL,
	};

	return (unsigned)fault < ZGL_COUNT(details) ? details[fault] : NULL;
}

static bool read_name(struct reader *r, zgl_sv text, struct zgl_dname *name_r)
{
	enum zgl_dname_fault fault = zgl_dname_parse(text, name_r);

	if (fault == ZGL_DNAME_OK)
		return true;
	name_r->n = 0;
	if (fault == ZGL_DNAME_NOMEM)
		r->arena->err = ZGL_ENOMEM;
	r->sig->detail = name_detail(fault);
	return false;
}

static enum zgl_dkim_reason read_domain(struct reader *r)
{
	struct zgl_dname *domain = &r->sig->domain;

	if (!read_name(r, tag(r, 'd')->value, domain))
		return ZGL_DKIM_REASON_DOMAIN;
	if (zgl_dname_labels(domain) > 1)
		return fine;
	r->sig->detail = "it has one label only";
	return ZGL_DKIM_REASON_DOMAIN;
}

static enum zgl_dkim_reason read_selector(struct reader *r)
{
	return read_name(r, tag(r, 's')->value, &r->sig->selector)
		? fine
		: ZGL_DKIM_REASON_SELECTOR;
}

static enum zgl_dkim_reason read_algorithm(struct reader *r)
{
	struct zgl_dkimsig *sig = r->sig;
	zgl_sv a = tag(r, 'a')->value;

	sig->algorithm = a;
	sig->key_alg = ZGL_KEY_RSA;
	sig->hash_alg = ZGL_HASH_SHA256;
	if (zgl_sv_eq(a, ZGL_SV("rsa-sha1")))
		sig->hash_alg = ZGL_HASH_SHA1;
	else if (zgl_sv_eq(a, ZGL_SV("ed25519-sha256")))
		sig->key_alg = ZGL_KEY_ED25519;
	else if (!zgl_sv_eq(a, ZGL_SV("rsa-sha256")))
		return ZGL_DKIM_REASON_ALGORITHM;
	return fine;
}

static bool read_canon(zgl_sv word, enum zgl_canon *canon_r)
{
	*canon_r = zgl_sv_eq(word, ZGL_SV("relaxed")) ? ZGL_CANON_RELAXED
						      : ZGL_CANON_SIMPLE;
	return *canon_r == ZGL_CANON_RELAXED
		|| zgl_sv_eq(word, ZGL_SV("simple"));
}

/* rfc6376#3.5: without a second word the body is simple; without c= both. */
static enum zgl_dkim_reason read_canons(struct reader *r)
{
	const struct zgl_tag *c = tag(r, 'c');
	struct zgl_dkimsig *sig = r->sig;

	sig->header_canon = sig->body_canon = ZGL_CANON_SIMPLE;
	if (c == NULL)
		return fine;
	sig->canonicalization = c->value;
	size_t slash = zgl_sv_find(c->value, '/');
	bool known =
		read_canon(zgl_sv_head(c->value, slash), &sig->header_canon);
	if (slash < c->value.n)
		known &= read_canon(
			zgl_sv_skip(c->value, slash + 1), &sig->body_canon);
	return known ? fine : ZGL_DKIM_REASON_CANONICALIZATION;
}

static enum zgl_dkim_reason read_fields(struct reader *r)
{
	struct zgl_names *names = &r->sig->names;

	switch (zgl_names_parse(
		tag(r, 'h')->value, r->limits, r->arena, names)) {
	case ZGL_OK: break;
	case ZGL_ELIMIT:
		r->sig->detail = "it has too many names";
		return ZGL_DKIM_REASON_SIGNED_FIELDS;
	default: return ZGL_DKIM_REASON_SIGNED_FIELDS;
	}
	return zgl_names_count(names, ZGL_SV("From")) > 0
		? fine
		: ZGL_DKIM_REASON_FROM_NOT_SIGNED;
}

/* Upper case only: rfc6376#2.11 has hex-octet so. */
static int qp_value(char c)
{
	return c >= 'a' && c <= 'f' ? -1 : zgl_hex_value(c);
}

/* rfc6376#2.11: dkim-quoted-printable; white space in it means nothing. */
static bool decode_qp(zgl_sv text, char *out, size_t *n_r)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (zgl_is_fws(text.p[i]))
			continue;
		if (text.p[i] != '=') {
			out[n++] = text.p[i];
			continue;
		}
		int high = i + 2 < text.n ? qp_value(text.p[i + 1]) : -1;
		int low = i + 2 < text.n ? qp_value(text.p[i + 2]) : -1;
		if (high < 0 || low < 0)
			return false;
		out[n++] = (char)(high << 4 | low);
		i += 2;
	}
	*n_r = n;
	return true;
}

static size_t last_at(zgl_sv s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != '@')
		i--;
	return i == 0 ? s.n : i - 1;
}

static enum zgl_dkim_reason read_identity(struct reader *r)
{
	const struct zgl_tag *i = tag(r, 'i');
	struct zgl_dkimsig *sig = r->sig;
	size_t n = 0;

	sig->identity_domain = sig->domain;
	if (i == NULL)
		return fine;
	char *text = zgl_arena_get(r->arena, i->value.n);
	if (text == NULL || !decode_qp(i->value, text, &n))
		return ZGL_DKIM_REASON_IDENTITY;
	sig->identity = (zgl_sv){ text, n };
	size_t at = last_at(sig->identity);
	if (at == n) {
		sig->detail = "it has no @";
		return ZGL_DKIM_REASON_IDENTITY;
	}
	/* rfc6376#3.5: the local part may be left out, the @ may not. */
	if (at > 0 && !zgl_localpart_is(zgl_sv_head(sig->identity, at))) {
		sig->detail = "what stands before its @ is no local part";
		return ZGL_DKIM_REASON_IDENTITY;
	}
	if (!read_name(r, zgl_sv_skip(sig->identity, at + 1),
		    &sig->identity_domain))
		return ZGL_DKIM_REASON_IDENTITY;
	return zgl_dname_within(&sig->identity_domain, &sig->domain)
		? fine
		: ZGL_DKIM_REASON_IDENTITY;
}

static enum zgl_dkim_reason read_query(struct reader *r)
{
	const struct zgl_tag *q = tag(r, 'q');
	zgl_sv method, rest = q == NULL ? ZGL_SV("dns/txt") : q->value;

	bool known = false;

	while (zgl_sv_split(&rest, ':', &method)) {
		method = zgl_sv_trim_fws(method);
		if (method.n == 0)
			return ZGL_DKIM_REASON_QUERY_METHOD;
		known |= zgl_sv_eq(method, ZGL_SV("dns/txt"));
	}
	return known ? fine : ZGL_DKIM_REASON_QUERY_METHOD;
}

static enum zgl_dkim_reason read_length(struct reader *r)
{
	const struct zgl_tag *l = tag(r, 'l');
	uint64_t length;

	if (l == NULL)
		return fine;
	if (l->value.n > DIGITS_OF_LENGTH || !zgl_num_parse(l->value, &length))
		return ZGL_DKIM_REASON_BODY_LENGTH;
	/* No body is that long; and this number means "no l=". */
	if (length == ZGL_BODY_WHOLE)
		length--;
	r->sig->body_length = length;
	return fine;
}

static bool read_time(const struct zgl_tag *t, int64_t *time_r)
{
	uint64_t value;

	*time_r = ZGL_NO_TIME;
	if (t == NULL)
		return true;
	if (!zgl_num_parse(t->value, &value))
		return false;
	*time_r = t->value.n > DIGITS_OF_TIME ? INT64_MAX : (int64_t)value;
	return true;
}

static enum zgl_dkim_reason read_times(struct reader *r)
{
	struct zgl_dkimsig *sig = r->sig;

	if (!read_time(tag(r, 't'), &sig->signed_at_s)
		|| !read_time(tag(r, 'x'), &sig->expires_at_s)) {
		sig->detail = "they are no numbers";
		return ZGL_DKIM_REASON_TIMES;
	}
	/* rfc6376#3.5: x= MUST be greater than t= when both are there. */
	if (sig->signed_at_s != ZGL_NO_TIME && sig->expires_at_s != ZGL_NO_TIME
		&& sig->expires_at_s <= sig->signed_at_s) {
		sig->detail = "it expires before it was made";
		return ZGL_DKIM_REASON_TIMES;
	}
	return fine;
}

static bool decode(struct reader *r, zgl_sv text, zgl_sv *octets_r)
{
	size_t room = ZGL_B64_OCTETS(text.n), n = 0;
	uint8_t *octets = zgl_arena_get(r->arena, room);

	if (octets == NULL || zgl_b64_decode(text, octets, room, &n) != ZGL_OK)
		return false;
	*octets_r = (zgl_sv){ (const char *)octets, n };
	return n > 0;
}

static enum zgl_dkim_reason read_data(struct reader *r)
{
	struct zgl_dkimsig *sig = r->sig;
	size_t want = sig->hash_alg == ZGL_HASH_SHA1 ? 20 : 32;

	sig->b = tag(r, 'b')->raw;
	if (!decode(r, tag(r, 'b')->value, &sig->signature)) {
		sig->detail = "b= is no base64, or empty";
		return ZGL_DKIM_REASON_SIGNATURE_DATA;
	}
	if (!decode(r, r->bh->value, &sig->body_hash)
		|| sig->body_hash.n != want) {
		sig->detail = "bh= is no base64, or of the wrong length";
		return ZGL_DKIM_REASON_SIGNATURE_DATA;
	}
	return fine;
}

enum zgl_err zgl_dkimsig_read(zgl_sv value, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_dkimsig *sig_r)
{
	/* What a report wants to know first is read first. */
	static step *const steps[] = { read_required, read_domain,
		read_selector, read_version, read_algorithm, read_canons,
		read_fields, read_identity, read_query, read_length, read_times,
		read_data };
	struct reader r = { .limits = limits, .arena = a, .sig = sig_r };
	struct zgl_taglist list;
	struct zgl_diag diag;

	*sig_r = (struct zgl_dkimsig){ .fault = ZGL_DKIM_REASON_SYNTAX,
		.body_length = ZGL_BODY_WHOLE,
		.signed_at_s = ZGL_NO_TIME,
		.expires_at_s = ZGL_NO_TIME };
	if (zgl_taglist_parse(value, &list, &diag) != ZGL_OK) {
		sig_r->detail = diag.what;
		return ZGL_OK;
	}
	sort_tags(&r, &list);
	sig_r->fault = fine;
	for (size_t i = 0; i < ZGL_COUNT(steps) && sig_r->fault == fine; i++)
		sig_r->fault = steps[i](&r);
	return a->err;
}
