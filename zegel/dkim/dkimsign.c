/* SPDX-License-Identifier: ISC */
#include "zegel/dkim/dkimsign.h"

#include "zegel/base/ascii.h"
#include "zegel/base/mem.h"
#include "zegel/dkim/dkimfield.h"
#include "zegel/mail/localpart.h"
#include "zegel/sig/bodybank.h"

#define KEYS_MOST    16
#define BITS_MOST    4096
#define FIELD_OCTETS (64 * 1024) /* a DKIM-Signature of 400 long names */
#define RSA_BITS     1024        /* rfc8301#3.2: never fewer */

/* rfc5321#4.5.3.1: the longest address. It stands on a line of its own, which
 * has room for 998 octets (rfc5322#2.1.1), three for each in =XX. */
#define IDENTITY_OCTETS 320

/* rfc6376#3.5: of more than 12 digits a verifier makes what it likes. */
#define TIME_MOST_S   INT64_C(999999999999)
#define EXPIRY_MOST_S INT64_C(99999999999)

// clang-format off
/* rfc6376#5.4.1, and what else a reader sees or a program acts on. */
const zgl_sv zgl_dkimsign_fields[] = {
	{ "From", 4 }, { "Reply-To", 8 }, { "Subject", 7 }, { "Date", 4 },
	{ "To", 2 }, { "Cc", 2 }, { "Message-ID", 10 },
	{ "In-Reply-To", 11 }, { "References", 10 },
	{ "MIME-Version", 12 }, { "Content-Type", 12 },
	{ "Content-Transfer-Encoding", 25 },
	{ "Resent-Date", 11 }, { "Resent-From", 11 }, { "Resent-To", 9 },
	{ "Resent-Cc", 9 },
	{ "List-Id", 7 }, { "List-Help", 9 }, { "List-Unsubscribe", 16 },
	{ "List-Unsubscribe-Post", 21 }, { "List-Subscribe", 14 },
	{ "List-Post", 9 }, { "List-Owner", 10 }, { "List-Archive", 12 },
};
const size_t zgl_dkimsign_field_count = ZGL_COUNT(zgl_dkimsign_fields);

/* Never Resent-* or List-*: these are added on the way by honest hands. */
const zgl_sv zgl_dkimsign_oversign[] = {
	{ "From", 4 }, { "To", 2 }, { "Cc", 2 }, { "Subject", 7 },
	{ "Date", 4 }, { "Reply-To", 8 }, { "Message-ID", 10 },
	{ "Content-Type", 12 },
};
const size_t zgl_dkimsign_oversign_count = ZGL_COUNT(zgl_dkimsign_oversign);

/* rfc5322#3.6: these may stand once. */
static const zgl_sv once[] = {
	{ "Date", 4 }, { "Sender", 6 }, { "Reply-To", 8 }, { "To", 2 },
	{ "Cc", 2 }, { "Bcc", 3 }, { "Message-ID", 10 },
	{ "In-Reply-To", 11 }, { "References", 10 }, { "Subject", 7 },
};
// clang-format on

#define REFUSAL_SENTENCE(name, sentence, source)                               \
	[ZGL_DKIMSIGN_REFUSE_##name] = sentence,

static const char *const refusal_sentences[] = { ZGL_DKIMSIGN_REFUSAL_TABLE(
	REFUSAL_SENTENCE) };

enum phase {
	IDLE,
	BODY,
	DONE
};

/* A name for h=; each stands once in the plan. */
struct planned {
	zgl_sv name;
	bool oversign;
};

/* A key, and the field that it gave, in the arena. */
struct signer {
	struct zgl_dkimsign_key key;
	zgl_sv made;
};

struct zgl_dkimsign {
	struct zgl_dkimsign_config config;
	struct planned *plan;
	size_t plan_count;
	struct zgl_bodybank *bodies;
	struct zgl_hash *hash;
	struct zgl_buf text;
	const struct zgl_header *header;
	struct zgl_arena *arena;
	struct zgl_names names;
	int64_t now_s;
	size_t body;
	zgl_sv refused;
	enum phase phase;
	size_t count;
	struct signer signers[]; /* a daemon has a signer for each message */
};

const char *zgl_dkimsign_refusal_sentence(enum zgl_dkimsign_refusal refusal)
{
	return (unsigned)refusal < ZGL_COUNT(refusal_sentences)
		? refusal_sentences[refusal]
		: "unknown";
}

void zgl_dkimsign_config_default(struct zgl_dkimsign_config *config)
{
	*config = (struct zgl_dkimsign_config){
		.header_canon = ZGL_CANON_RELAXED,
		.body_canon = ZGL_CANON_RELAXED,
		.fields = zgl_dkimsign_fields,
		.field_count = zgl_dkimsign_field_count,
		.oversign = zgl_dkimsign_oversign,
		.oversign_count = zgl_dkimsign_oversign_count,
		.min_rsa_bits = RSA_BITS,
	};
}

static bool is_field_name(zgl_sv name)
{
	for (size_t i = 0; i < name.n; i++) {
		if (!zgl_is_visible(name.p[i]) || name.p[i] == ':'
			|| name.p[i] == ';')
			return false;
	}
	return name.n > 0;
}

static const char *check_names(const zgl_sv *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_field_name(names[i]))
			return "no field can have a name like this";
	}
	return NULL;
}

static bool has_name(const zgl_sv *names, size_t count, zgl_sv name)
{
	for (size_t i = 0; i < count; i++) {
		if (zgl_sv_ieq(names[i], name))
			return true;
	}
	return false;
}

/* What stands behind the last @; absent when there is none. */
static zgl_sv domain_of(zgl_sv identity)
{
	size_t at = identity.n;

	while (at > 0 && identity.p[at - 1] != '@')
		at--;
	return at > 0 ? zgl_sv_skip(identity, at) : (zgl_sv){ NULL, 0 };
}

/* rfc6376#3.5: a domain behind an @, a local part before it or none. */
static bool is_identity(zgl_sv identity)
{
	zgl_sv domain = domain_of(identity);

	return domain.p != NULL
		&& (identity.n == domain.n + 1
			|| zgl_localpart_is(zgl_sv_head(
				identity, identity.n - domain.n - 1)));
}

/* rfc6376#3.5: the domain of i= is d= or below it. */
static bool identity_fits(zgl_sv identity, const struct zgl_dname *domain)
{
	struct zgl_dname name;

	return zgl_dname_parse(domain_of(identity), &name) == ZGL_DNAME_OK
		&& zgl_dname_within(&name, domain);
}

static const char *check_key(const struct zgl_dkimsign_config *config,
	const struct zgl_dkimsign_key *key)
{
	if (zgl_dname_labels(&key->domain) < 2)
		return "the signing domain has one label only";
	if (key->selector.n == 0)
		return "the selector is empty";
	if (key->key.alg == ZGL_KEY_RSA && key->key.bits < config->min_rsa_bits)
		return "the RSA key has too few bits for mail";
	/* rfc8301#3.2: nobody has to verify more */
	if (key->key.alg == ZGL_KEY_RSA && key->key.bits > BITS_MOST)
		return "the RSA key has more bits than verifiers look at";
	if (config->identity.p != NULL
		&& !identity_fits(config->identity, &key->domain))
		return "the identity is not within the signing domain";
	return NULL;
}

static const char *check_policy(const struct zgl_dkimsign_config *config)
{
	if (!has_name(config->fields, config->field_count, ZGL_SV("From")))
		return "From must be signed";
	if (config->min_rsa_bits < RSA_BITS)
		return "RSA keys under 1024 bits must not sign mail";
	if (config->identity.n > IDENTITY_OCTETS)
		return "the identity is longer than an address can be";
	if (config->identity.p != NULL && !is_identity(config->identity))
		return "the identity is no address";
	if (config->expire_in_s < 0 || config->expire_in_s > EXPIRY_MOST_S)
		return "the expiry is below 0, or has over 11 digits";
	return NULL;
}

static const char *check_config(const struct zgl_dkimsign_config *config,
	const struct zgl_dkimsign_key *keys, size_t count)
{
	const char *why = check_names(config->fields, config->field_count);

	if (why == NULL)
		why = check_names(config->oversign, config->oversign_count);
	if (why == NULL)
		why = check_policy(config);
	if (why == NULL && (count == 0 || count > KEYS_MOST))
		why = "there must be 1 to 16 keys";
	for (size_t i = 0; i < count && why == NULL; i++)
		why = check_key(config, &keys[i]);
	return why;
}

static void plan_name(struct zgl_dkimsign *s, zgl_sv name)
{
	const struct zgl_dkimsign_config *c = &s->config;

	for (size_t i = 0; i < s->plan_count; i++) {
		if (zgl_sv_ieq(s->plan[i].name, name))
			return;
	}
	s->plan[s->plan_count++] = (struct planned){ name,
		has_name(c->oversign, c->oversign_count, name) };
}

/* Names to oversign that are not in `fields` come behind these. */
static enum zgl_err make_plan(struct zgl_dkimsign *s)
{
	const struct zgl_dkimsign_config *c = &s->config;
	size_t most = c->field_count + c->oversign_count;

	s->plan = zgl_mem_new(most * sizeof(*s->plan));
	if (s->plan == NULL)
		return ZGL_ENOMEM;
	for (size_t i = 0; i < c->field_count; i++)
		plan_name(s, c->fields[i]);
	for (size_t i = 0; i < c->oversign_count; i++)
		plan_name(s, c->oversign[i]);
	return ZGL_OK;
}

enum zgl_err zgl_dkimsign_new(const struct zgl_dkimsign_config *config,
	const struct zgl_dkimsign_key *keys, size_t count,
	struct zgl_dkimsign **sign_r, const char **why_r)
{
	*sign_r = NULL;
	*why_r = check_config(config, keys, count);
	if (*why_r != NULL)
		return ZGL_EUSAGE;
	struct zgl_dkimsign *s =
		zgl_mem_new(sizeof(*s) + count * sizeof(*s->signers));
	if (s == NULL)
		return ZGL_ENOMEM;
	s->config = *config;
	s->count = count;
	for (size_t i = 0; i < count; i++)
		s->signers[i].key = keys[i];
	zgl_buf_begin(&s->text, FIELD_OCTETS);
	enum zgl_err err = zgl_hash_new(config->engine, &s->hash);
	if (err == ZGL_OK)
		err = zgl_bodybank_new(config->engine, &s->bodies);
	if (err == ZGL_OK)
		err = make_plan(s);
	if (err != ZGL_OK) {
		zgl_dkimsign_free(s);
		return err;
	}
	*sign_r = s;
	return ZGL_OK;
}

void zgl_dkimsign_free(struct zgl_dkimsign *sign)
{
	if (sign == NULL)
		return;
	zgl_mem_free(sign->plan);
	zgl_bodybank_free(sign->bodies);
	zgl_hash_free(sign->hash);
	zgl_buf_free(&sign->text);
	zgl_mem_free(sign);
}

/* A CR that is not part of a fold: some read it as the end of a line. */
static bool has_bare_cr(zgl_sv raw)
{
	for (size_t at = 0;
		(at += zgl_sv_find(zgl_sv_skip(raw, at), '\r')) < raw.n; at++) {
		if (at + 1 == raw.n || raw.p[at + 1] != '\n')
			return true;
	}
	return false;
}

static enum zgl_dkimsign_refusal check_octets(struct zgl_dkimsign *s)
{
	for (uint32_t i = 0; i < s->header->count; i++) {
		const struct zgl_field *field = &s->header->fields[i];
		zgl_sv raw = zgl_field_raw(field);
		s->refused = zgl_field_name(field);
		if (zgl_sv_find(raw, '\0') < raw.n)
			return ZGL_DKIMSIGN_REFUSE_NUL;
		if (has_bare_cr(raw))
			return ZGL_DKIMSIGN_REFUSE_BARE_CR;
	}
	s->refused = (zgl_sv){ NULL, 0 };
	return ZGL_DKIMSIGN_REFUSE_NONE;
}

/* A message that readers may show in two ways is not vouched for. */
static enum zgl_dkimsign_refusal check_message(struct zgl_dkimsign *s)
{
	uint32_t from = zgl_header_count(s->header, ZGL_SV("From"));

	s->refused = ZGL_SV("From");
	if (from == 0)
		return ZGL_DKIMSIGN_REFUSE_NO_FROM;
	if (from > 1)
		return ZGL_DKIMSIGN_REFUSE_TWO_FROM;
	for (size_t i = 0; i < ZGL_COUNT(once); i++) {
		s->refused = once[i];
		if (zgl_header_count(s->header, once[i]) > 1)
			return ZGL_DKIMSIGN_REFUSE_REPEATED;
	}
	return check_octets(s);
}

static enum zgl_err choose_names(
	struct zgl_dkimsign *s, enum zgl_dkimsign_refusal *refusal_r)
{
	size_t most = s->config.limits->signed_names;
	/* each name stands in the plan once, and may be oversigned */
	size_t room = s->plan_count + s->header->count;

	s->names.count = 0;
	s->names.at = zgl_arena_array(
		s->arena, room < most ? room : most, sizeof(zgl_sv));
	if (s->names.at == NULL)
		return s->arena->err;
	for (size_t i = 0; i < s->plan_count; i++) {
		const struct planned *p = &s->plan[i];
		/* as often as it stands, and once more so that none is added */
		size_t times =
			zgl_header_count(s->header, p->name) + p->oversign;
		if (times > most - s->names.count) {
			s->refused = p->name;
			*refusal_r = ZGL_DKIMSIGN_REFUSE_TOO_MANY;
			return ZGL_OK;
		}
		for (; times > 0; times--)
			s->names.at[s->names.count++] = p->name;
	}
	return ZGL_OK;
}

enum zgl_err zgl_dkimsign_begin(struct zgl_dkimsign *sign,
	const struct zgl_header *header, struct zgl_arena *a, int64_t now_s,
	enum zgl_dkimsign_refusal *refusal_r)
{
	sign->phase = IDLE;
	*refusal_r = ZGL_DKIMSIGN_REFUSE_NONE;
	if (now_s < 0 || now_s > TIME_MOST_S)
		return ZGL_EUSAGE;
	sign->header = header;
	sign->arena = a;
	sign->now_s = now_s;
	*refusal_r = check_message(sign);
	if (*refusal_r == ZGL_DKIMSIGN_REFUSE_NONE)
		ZGL_TRY(choose_names(sign, refusal_r));
	if (*refusal_r != ZGL_DKIMSIGN_REFUSE_NONE)
		return ZGL_OK;
	zgl_bodybank_begin(sign->bodies);
	ZGL_TRY(zgl_bodybank_want(sign->bodies, sign->config.body_canon,
		ZGL_HASH_SHA256, ZGL_BODY_WHOLE, &sign->body));
	sign->phase = BODY;
	return ZGL_OK;
}

enum zgl_err zgl_dkimsign_body(struct zgl_dkimsign *sign, zgl_sv octets)
{
	if (sign->phase != BODY)
		return ZGL_EUSAGE;
	zgl_bodybank_feed(sign->bodies, octets);
	return ZGL_OK;
}

static void write_field(
	struct zgl_dkimsign *s, const struct zgl_dkimsign_key *key)
{
	int64_t expire_in_s = s->config.expire_in_s;
	struct zgl_dkimfield field = { .alg = key->key.alg,
		.header_canon = s->config.header_canon,
		.body_canon = s->config.body_canon,
		.domain = &key->domain,
		.selector = &key->selector,
		.identity = s->config.identity,
		.signed_at_s = s->now_s,
		.expires_at_s = expire_in_s == 0 ? 0 : s->now_s + expire_in_s,
		.names = &s->names,
		.body_hash = zgl_bodybank_digest(s->bodies, s->body) };

	zgl_buf_reset(&s->text);
	zgl_dkimfield_write(&s->text, &field);
}

static enum zgl_err digest_of(
	struct zgl_dkimsign *s, struct zgl_digest *digest_r)
{
	zgl_sv text = zgl_buf_sv(&s->text);
	struct zgl_signedfields what = { .header = s->header,
		.names = &s->names,
		.field = text,
		.b = zgl_sv_skip(text, text.n),
		.own = ZGL_NO_FIELD,
		.canon = s->config.header_canon,
		.alg = ZGL_HASH_SHA256 };

	return zgl_signedfields_digest(&what, s->hash, s->arena, digest_r);
}

static enum zgl_err sign_with(struct zgl_dkimsign *s, struct signer *signer)
{
	const struct zgl_dkimsign_key *key = &signer->key;
	struct zgl_digest digest;
	struct zgl_sig sig;

	write_field(s, key);
	ZGL_TRY(s->text.err);
	ZGL_TRY(digest_of(s, &digest));
	ZGL_TRY(key->key.sign(key->key.ctx, &digest, &sig));
	zgl_dkimfield_put_signature(&s->text, &sig);
	ZGL_TRY(s->text.err);
	signer->made = zgl_arena_copy(s->arena, zgl_buf_sv(&s->text));
	return s->arena->err;
}

enum zgl_err zgl_dkimsign_end(struct zgl_dkimsign *sign)
{
	if (sign->phase != BODY)
		return ZGL_EUSAGE;
	sign->phase = IDLE;
	ZGL_TRY(zgl_bodybank_end(sign->bodies));
	for (size_t i = 0; i < sign->count; i++)
		ZGL_TRY(sign_with(sign, &sign->signers[i]));
	sign->phase = DONE;
	return ZGL_OK;
}

zgl_sv zgl_dkimsign_refused_field(const struct zgl_dkimsign *sign)
{
	return sign->refused;
}

zgl_sv zgl_dkimsign_field(const struct zgl_dkimsign *sign, size_t i)
{
	return sign->phase == DONE && i < sign->count ? sign->signers[i].made
						      : (zgl_sv){ NULL, 0 };
}
