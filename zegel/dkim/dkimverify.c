/* SPDX-License-Identifier: ISC */
#include "zegel/dkim/dkimverify.h"

#include "zegel/base/mem.h"

/* Several TXT records at one selector: this many are tried. */
#define KEYS_TRIED 4

enum phase {
	IDLE,
	HEADER,
	DONE
};

/* One question, asked once however many signatures wait for it. */
struct keyset {
	struct zgl_dname name;
	bool answered;
	enum zgl_answer_state state;
	enum zgl_dnssec dnssec;
	const char *problem; /* of an answer that is none; static */
	size_t records;      /* TXT records in the answer */
	struct zgl_keyrecord *keys[KEYS_TRIED];
	size_t count;
};

struct signature {
	struct zgl_dkimsig sig;
	struct zgl_dkim_verdict verdict;
	size_t keyset, body; /* of a signature without fault so far */
};

struct zgl_dkimverify {
	struct zgl_dkimverify_config config;
	struct zgl_bodybank *bodies;
	struct zgl_hash *hash;
	const struct zgl_header *header;
	struct zgl_arena *arena;
	int64_t now_s;
	struct signature *signatures; /* of the message, */
	struct keyset *keysets;       /* and what they ask for */
	size_t room;                  /* elements of each, grown when needed */
	size_t count, keyset_count, next_told, waiting;
	enum phase phase;
};

enum zgl_err zgl_dkimverify_new(const struct zgl_dkimverify_config *config,
	struct zgl_dkimverify **verify_r)
{
	struct zgl_dkimverify *v = zgl_mem_new(sizeof(*v));
	size_t most = config->limits->signatures;

	*verify_r = NULL;
	if (v == NULL)
		return ZGL_ENOMEM;
	v->config = *config;
	enum zgl_err err = ZGL_EUSAGE;
	if (most > 0 && most <= ZGL_BODYBANK_SLOTS)
		err = zgl_hash_new(config->engine, &v->hash);
	if (err == ZGL_OK)
		err = zgl_bodybank_new(config->engine, &v->bodies);
	if (err != ZGL_OK) {
		zgl_dkimverify_free(v);
		return err;
	}
	*verify_r = v;
	return ZGL_OK;
}

static void release_keys(struct zgl_dkimverify *v)
{
	for (size_t i = 0; i < v->keyset_count; i++) {
		struct keyset *set = &v->keysets[i];
		while (set->count > 0)
			zgl_keyrecord_release(set->keys[--set->count]);
	}
	v->keyset_count = 0;
}

void zgl_dkimverify_free(struct zgl_dkimverify *verify)
{
	if (verify == NULL)
		return;
	release_keys(verify);
	zgl_mem_free(verify->keysets);
	zgl_mem_free(verify->signatures);
	zgl_bodybank_free(verify->bodies);
	zgl_hash_free(verify->hash);
	zgl_mem_free(verify);
}

static void settle(
	struct signature *s, enum zgl_dkim_reason reason, const char *detail)
{
	s->verdict.reason = reason;
	s->verdict.result = zgl_dkim_reason_result(reason);
	s->verdict.detail = detail;
}

static bool is_settled(const struct signature *s)
{
	return s->verdict.result != ZGL_DKIM_NONE;
}

static void warn(struct signature *s, enum zgl_dkim_warning warning)
{
	s->verdict.warnings |= 1U << warning;
}

/* What the clock and the options say, before anything is asked. */
static enum zgl_dkim_reason check_policy(
	const struct zgl_dkimverify *v, const struct zgl_dkimsig *sig)
{
	int64_t skew_s = v->config.skew_s, now_s = v->now_s;

	if (sig->fault != ZGL_DKIM_REASON_VERIFIED)
		return sig->fault;
	if (sig->hash_alg == ZGL_HASH_SHA1 && !v->config.allow_sha1)
		return ZGL_DKIM_REASON_SHA1;
	/* Times of a signature are never below 0: no difference overflows. */
	if (sig->expires_at_s != ZGL_NO_TIME && now_s > sig->expires_at_s
		&& now_s - sig->expires_at_s > skew_s)
		return ZGL_DKIM_REASON_EXPIRED;
	if (sig->signed_at_s != ZGL_NO_TIME
		&& sig->signed_at_s - skew_s > now_s)
		return ZGL_DKIM_REASON_FUTURE;
	return ZGL_DKIM_REASON_VERIFIED;
}

/* The set of keys at this name; a new one when nobody asked for it yet. */
static size_t want_keys(struct zgl_dkimverify *v, const struct zgl_dname *name)
{
	size_t i = 0;

	while (i < v->keyset_count && !zgl_dname_eq(&v->keysets[i].name, name))
		i++;
	if (i == v->keyset_count) {
		v->keysets[i] = (struct keyset){ .name = *name };
		v->keyset_count++;
	}
	return i;
}

static bool key_name(const struct zgl_dkimsig *sig, struct zgl_dname *name_r)
{
	struct zgl_dname base;

	return zgl_dname_prepend(ZGL_SV("_domainkey"), &sig->domain, &base)
		&& zgl_dname_prepend(
			zgl_dname_sv(&sig->selector), &base, name_r);
}

static void warn_of_signature(
	const struct zgl_dkimverify *v, struct signature *s)
{
	const struct zgl_dkimsig *sig = &s->sig;

	if (sig->body_length != ZGL_BODY_WHOLE)
		warn(s, ZGL_DKIM_WARNING_BODY_LENGTH);
	if (sig->hash_alg == ZGL_HASH_SHA1)
		warn(s, ZGL_DKIM_WARNING_SHA1);
	if (zgl_names_count(&sig->names, ZGL_SV("From"))
		< zgl_header_count(v->header, ZGL_SV("From")))
		warn(s, ZGL_DKIM_WARNING_FROM_UNSIGNED);
}

static enum zgl_err begin_signature(
	struct zgl_dkimverify *v, struct signature *s, uint32_t field)
{
	struct zgl_dname name;

	*s = (struct signature){ .verdict = {
					 .sig = &s->sig, .field = field } };
	ZGL_TRY(zgl_dkimsig_read(zgl_field_value(&v->header->fields[field]),
		v->config.limits, v->arena, &s->sig));
	enum zgl_dkim_reason reason = check_policy(v, &s->sig);
	if (reason != ZGL_DKIM_REASON_VERIFIED) {
		settle(s, reason, s->sig.detail);
		return ZGL_OK;
	}
	if (!key_name(&s->sig, &name)) {
		settle(s, ZGL_DKIM_REASON_SELECTOR,
			"the name of the key is too long for DNS");
		return ZGL_OK;
	}
	warn_of_signature(v, s);
	s->keyset = want_keys(v, &name);
	return zgl_bodybank_want(v->bodies, s->sig.body_canon, s->sig.hash_alg,
		s->sig.body_length, &s->body);
}

/* Signatures are known from the bottom up and judged from the top down: the
 * top-most `signatures` of them, since new ones are put on top. */
static size_t find_signatures(
	const struct zgl_header *header, uint32_t *fields, size_t most)
{
	static const zgl_sv name = { "DKIM-Signature", 14 };
	size_t count = 0;
	uint32_t at = ZGL_NO_FIELD;

	while ((at = zgl_header_find(header, name, at)) != ZGL_NO_FIELD)
		fields[count++ % most] = at;
	return count;
}

/* A verifier waits for DNS in great numbers: it holds no more than messages
 * so far needed. Nothing in the old rooms is needed any more. */
static enum zgl_err make_room(struct zgl_dkimverify *v, size_t count)
{
	if (count <= v->room)
		return ZGL_OK;
	zgl_mem_free(v->signatures);
	zgl_mem_free(v->keysets);
	v->room = 0;
	v->signatures = zgl_mem_new(count * sizeof(*v->signatures));
	v->keysets = zgl_mem_new(count * sizeof(*v->keysets));
	if (v->signatures == NULL || v->keysets == NULL)
		return ZGL_ENOMEM;
	v->room = count;
	return ZGL_OK;
}

static enum zgl_err begin_signatures(struct zgl_dkimverify *v)
{
	size_t most = v->config.limits->signatures;
	uint32_t *fields = zgl_arena_array(v->arena, most, sizeof(*fields));

	if (fields == NULL)
		return v->arena->err;
	size_t found = find_signatures(v->header, fields, most);
	size_t count = found < most ? found : most;
	ZGL_TRY(make_room(v, count));
	for (size_t i = 0; i < count; i++) {
		ZGL_TRY(begin_signature(
			v, &v->signatures[i], fields[(found - 1 - i) % most]));
		v->count++;
	}
	return ZGL_OK;
}

enum zgl_err zgl_dkimverify_begin(struct zgl_dkimverify *verify,
	const struct zgl_header *header, struct zgl_arena *a, int64_t now_s)
{
	release_keys(verify);
	zgl_bodybank_begin(verify->bodies);
	verify->header = header;
	verify->arena = a;
	verify->now_s = now_s;
	verify->count = verify->next_told = verify->waiting = 0;
	verify->phase = IDLE;
	ZGL_TRY(begin_signatures(verify));
	verify->phase = HEADER;
	return ZGL_OK;
}

const struct zgl_dkimsig *zgl_dkimverify_signature(
	const struct zgl_dkimverify *verify, size_t i, bool *settled_r)
{
	if (verify->phase != HEADER || i >= verify->count)
		return NULL;
	*settled_r = is_settled(&verify->signatures[i]);
	return &verify->signatures[i].sig;
}

bool zgl_dkimverify_next_question(struct zgl_dkimverify *verify,
	struct zgl_question *question_r, size_t *number_r)
{
	if (verify->phase != HEADER
		|| verify->next_told == verify->keyset_count)
		return false;
	*number_r = verify->next_told++;
	struct keyset *set = &verify->keysets[*number_r];
	zgl_qname_from_dname(&set->name, &question_r->name);
	question_r->type = ZGL_RR_TXT;
	verify->waiting++;
	return true;
}

static enum zgl_err read_record(
	struct zgl_dkimverify *v, zgl_sv text, struct zgl_keyrecord **record_r)
{
	if (v->config.keys != NULL)
		return zgl_keycache_get(v->config.keys, text, record_r);
	return zgl_keyrecord_read(
		v->config.engine, text, v->config.limits, record_r);
}

/*
 * rfc6376#6.1.2: of several records any may be taken. Usable ones come first,
 * so that a stray TXT at the name does not hide the key; of records that
 * cannot be used the first one stays, to tell why.
 */
static void keep_key(struct keyset *set, struct zgl_keyrecord *record)
{
	bool usable = record->fault == ZGL_KEYRECORD_NONE;

	if (usable && set->count == 1
		&& set->keys[0]->fault != ZGL_KEYRECORD_NONE)
		zgl_keyrecord_release(set->keys[--set->count]);
	if (set->count == 0 || (usable && set->count < KEYS_TRIED))
		set->keys[set->count++] = record;
	else
		zgl_keyrecord_release(record);
}

static enum zgl_err add_key(
	struct zgl_dkimverify *v, struct keyset *set, zgl_sv rdata)
{
	struct zgl_keyrecord *record;
	zgl_sv text;

	enum zgl_err err = zgl_txt_join(
		rdata, v->config.limits->txt_octets, v->arena, &text);
	if (err == ZGL_ESYNTAX
		|| (err == ZGL_ELIMIT && v->arena->err == ZGL_OK))
		text = ZGL_SV(""); /* a record, but none that can be read */
	else
		ZGL_TRY(err);
	ZGL_TRY(read_record(v, text, &record));
	keep_key(set, record);
	return ZGL_OK;
}

enum zgl_err zgl_dkimverify_answer(struct zgl_dkimverify *verify, size_t number,
	const struct zgl_answer *answer)
{
	if (verify->phase != HEADER || number >= verify->next_told)
		return ZGL_EUSAGE;
	struct keyset *set = &verify->keysets[number];
	if (set->answered)
		return ZGL_EUSAGE;
	set->answered = true;
	verify->waiting--;
	set->state = answer->state;
	set->dnssec = answer->dnssec;
	set->problem = answer->problem;
	set->records = answer->count;
	for (size_t i = 0; i < answer->count && i < KEYS_TRIED * 4; i++) {
		enum zgl_err err = add_key(verify, set, answer->records[i]);
		if (err != ZGL_OK) {
			verify->phase = IDLE;
			return err;
		}
	}
	return ZGL_OK;
}

size_t zgl_dkimverify_waiting(const struct zgl_dkimverify *verify)
{
	return verify->waiting;
}

enum zgl_err zgl_dkimverify_body(struct zgl_dkimverify *verify, zgl_sv octets)
{
	if (verify->phase != HEADER)
		return ZGL_EUSAGE;
	zgl_bodybank_feed(verify->bodies, octets);
	return ZGL_OK;
}

/* What DNS said about the key, before any record is looked at. */
static enum zgl_dkim_reason judge_answer(const struct keyset *set)
{
	if (!set->answered)
		return ZGL_DKIM_REASON_DNS;
	if (set->dnssec == ZGL_DNSSEC_BOGUS)
		return ZGL_DKIM_REASON_DNS_BOGUS;
	switch (set->state) {
	case ZGL_ANSWER_RECORDS: break;
	case ZGL_ANSWER_NODATA:
	case ZGL_ANSWER_NXDOMAIN: return ZGL_DKIM_REASON_NO_KEY;
	case ZGL_ANSWER_MALFORMED: return ZGL_DKIM_REASON_DNS_MALFORMED;
	default: return ZGL_DKIM_REASON_DNS;
	}
	return set->count > 0 ? ZGL_DKIM_REASON_VERIFIED
			      : ZGL_DKIM_REASON_NO_KEY;
}

/* May this key verify this signature at all? rfc6376#6.1.2 */
static enum zgl_dkim_reason judge_key(const struct zgl_dkimverify *v,
	const struct zgl_dkimsig *sig, const struct zgl_keyrecord *key)
{
	bool hash_allowed =
		sig->hash_alg == ZGL_HASH_SHA1 ? key->sha1 : key->sha256;

	if (key->fault == ZGL_KEYRECORD_REVOKED)
		return ZGL_DKIM_REASON_KEY_REVOKED;
	if (key->fault == ZGL_KEYRECORD_HASH)
		return ZGL_DKIM_REASON_KEY_HASH;
	if (key->fault != ZGL_KEYRECORD_NONE)
		return ZGL_DKIM_REASON_KEY_RECORD;
	if (key->alg != sig->key_alg)
		return ZGL_DKIM_REASON_KEY_ALGORITHM;
	if (!hash_allowed)
		return ZGL_DKIM_REASON_KEY_HASH;
	if (key->strict && !zgl_dname_eq(&sig->identity_domain, &sig->domain))
		return ZGL_DKIM_REASON_KEY_STRICT;
	if (key->alg == ZGL_KEY_RSA && key->bits < v->config.min_rsa_bits)
		return ZGL_DKIM_REASON_KEY_SMALL;
	if (key->alg == ZGL_KEY_RSA && key->bits > v->config.max_rsa_bits)
		return ZGL_DKIM_REASON_KEY_LARGE;
	return ZGL_DKIM_REASON_VERIFIED;
}

static const char *key_detail(const struct zgl_keyrecord *key)
{
	if (key->fault == ZGL_KEYRECORD_KEY)
		return zgl_key_fault_sentence(key->key_fault);
	return key->fault == ZGL_KEYRECORD_NONE
		? NULL
		: zgl_keyrecord_fault_sentence(key->fault);
}

/* Tells of this key, and forgets one that was tried before it. */
static void tell_key(struct signature *s, const struct zgl_keyrecord *key,
	enum zgl_dkim_reason reason)
{
	s->verdict.key_bits = key->bits;
	s->verdict.warnings &= ~(1U << ZGL_DKIM_WARNING_TESTING
		| 1U << ZGL_DKIM_WARNING_KEY_SMALL);
	if (key->testing)
		warn(s, ZGL_DKIM_WARNING_TESTING);
	if (reason == ZGL_DKIM_REASON_VERIFIED && key->alg == ZGL_KEY_RSA
		&& key->bits < 1024)
		warn(s, ZGL_DKIM_WARNING_KEY_SMALL);
}

static enum zgl_err header_digest(struct zgl_dkimverify *v,
	const struct signature *s, struct zgl_digest *digest_r)
{
	const struct zgl_field *field = &v->header->fields[s->verdict.field];
	struct zgl_signedfields what = { .header = v->header,
		.names = &s->sig.names,
		.field = zgl_field_raw(field),
		.b = s->sig.b,
		.own = s->verdict.field,
		.canon = s->sig.header_canon,
		.alg = s->sig.hash_alg };

	return zgl_signedfields_digest(&what, v->hash, v->arena, digest_r);
}

/* The body comes first: it costs nothing more, the signature does. */
static bool judge_body(const struct zgl_dkimverify *v, struct signature *s)
{
	const struct zgl_dkimsig *sig = &s->sig;
	uint64_t octets = zgl_bodybank_octets(v->bodies, s->body);

	if (sig->body_length != ZGL_BODY_WHOLE && sig->body_length > octets) {
		settle(s, ZGL_DKIM_REASON_BODY_LENGTH,
			"the body is shorter than l= says");
		return false;
	}
	if (!zgl_digest_is(
		    zgl_bodybank_digest(v->bodies, s->body), sig->body_hash)) {
		settle(s, ZGL_DKIM_REASON_BODY_CHANGED, NULL);
		return false;
	}
	if (sig->body_length < octets)
		warn(s, ZGL_DKIM_WARNING_UNSIGNED_BODY);
	return true;
}

static void pass(const struct zgl_dkimverify *v, struct signature *s)
{
	bool unsigned_body =
		(s->verdict.warnings & 1U << ZGL_DKIM_WARNING_UNSIGNED_BODY)
		!= 0;

	settle(s,
		unsigned_body && !v->config.allow_unsigned_body
			? ZGL_DKIM_REASON_UNSIGNED_BODY
			: ZGL_DKIM_REASON_VERIFIED,
		NULL);
}

/* Tries the keys until one verifies; the verdict of the last that was tried
 * stays when none does. */
static enum zgl_err judge_signature(
	struct zgl_dkimverify *v, struct signature *s, const struct keyset *set)
{
	struct zgl_digest digest = { .n = 0 };
	bool valid = false;

	if (set->records > 1)
		warn(s, ZGL_DKIM_WARNING_SEVERAL_KEYS);
	for (size_t i = 0; i < set->count && !valid; i++) {
		struct zgl_keyrecord *key = set->keys[i];
		enum zgl_dkim_reason reason = judge_key(v, &s->sig, key);
		if (reason != ZGL_DKIM_REASON_VERIFIED
			&& s->verdict.reason == ZGL_DKIM_REASON_SIGNATURE)
			continue;
		tell_key(s, key, reason);
		if (reason != ZGL_DKIM_REASON_VERIFIED) {
			settle(s, reason, key_detail(key));
			continue;
		}
		if (digest.n == 0 && !judge_body(v, s))
			return ZGL_OK;
		if (digest.n == 0)
			ZGL_TRY(header_digest(v, s, &digest));
		ZGL_TRY(zgl_pubkey_verify(
			key->key, &digest, s->sig.signature, &valid));
		settle(s, ZGL_DKIM_REASON_SIGNATURE, NULL);
	}
	if (valid)
		pass(v, s);
	return ZGL_OK;
}

static enum zgl_err judge(struct zgl_dkimverify *v, struct signature *s)
{
	if (is_settled(s))
		return ZGL_OK;
	const struct keyset *set = &v->keysets[s->keyset];
	enum zgl_dkim_reason reason = judge_answer(set);
	s->verdict.dnssec = set->dnssec;
	if (reason != ZGL_DKIM_REASON_VERIFIED) {
		settle(s, reason, set->problem);
		return ZGL_OK;
	}
	return judge_signature(v, s, set);
}

enum zgl_err zgl_dkimverify_end(struct zgl_dkimverify *verify)
{
	if (verify->phase != HEADER)
		return ZGL_EUSAGE;
	verify->phase = IDLE;
	ZGL_TRY(zgl_bodybank_end(verify->bodies));
	for (size_t i = 0; i < verify->count; i++)
		ZGL_TRY(judge(verify, &verify->signatures[i]));
	verify->phase = DONE;
	return ZGL_OK;
}

size_t zgl_dkimverify_count(const struct zgl_dkimverify *verify)
{
	return verify->phase == DONE ? verify->count : 0;
}

const struct zgl_dkim_verdict *zgl_dkimverify_verdict(
	const struct zgl_dkimverify *verify, size_t i)
{
	return i < zgl_dkimverify_count(verify) ? &verify->signatures[i].verdict
						: NULL;
}
