/* SPDX-License-Identifier: ISC */
#include "srv/milter/maillog.h"

#include "zegel/base/ascii.h"
#include "zegel/base/num.h"
#include "zegel/base/utf8.h"
#include "zegel/base/utf8show.h"

#define ACTION_WORD(name, word) [ZGL_MAILACTION_##name] = word,

static const char *const action_words[] = { ZGL_MAILACTION_TABLE(ACTION_WORD) };

const char *zgl_mailaction_word(enum zgl_mailaction action)
{
	return (unsigned)action < ZGL_COUNT(action_words) ? action_words[action]
							  : "unknown";
}

static bool is_plain(char c)
{
	return zgl_is_visible(c) && c != '"' && c != '%' && c != '\\';
}

static void put_octet(struct zgl_buf *to, char c)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char octet = (unsigned char)c;

	if (is_plain(c) || c == ' ') {
		zgl_buf_char(to, c);
		return;
	}
	zgl_buf_char(to, '%');
	zgl_buf_char(to, digits[octet >> 4]);
	zgl_buf_char(to, digits[octet & 15]);
}

/* One octet, or one code point that shows; how many octets that were. */
static size_t put_next(struct zgl_buf *to, zgl_sv text)
{
	uint32_t code;
	size_t n = zgl_is_8bit(text.p[0]) ? zgl_utf8_next(text, &code) : 0;

	if (n > 0 && zgl_utf8_shows(code)) {
		zgl_buf_put(to, zgl_sv_head(text, n));
		return n;
	}
	put_octet(to, text.p[0]);
	return 1;
}

#define PARTS 4

/* A value is put together of parts, each of which may come from outside. */
struct value {
	zgl_sv parts[PARTS];
};

static bool needs_quotes(const struct value *value)
{
	size_t octets = 0;

	for (size_t i = 0; i < PARTS; i++) {
		zgl_sv part = value->parts[i];
		for (size_t j = 0; j < part.n; j++) {
			if (!zgl_is_visible(part.p[j]))
				return true;
		}
		octets += part.n;
	}
	return octets == 0;
}

static void put_escaped(struct zgl_buf *to, zgl_sv text)
{
	while (text.n > 0)
		text = zgl_sv_skip(text, put_next(to, text));
}

static void put_value(
	struct zgl_buf *to, const char *key, const struct value *value)
{
	const char *quote = needs_quotes(value) ? "\"" : "";

	if (to->n > 0)
		zgl_buf_char(to, ' ');
	zgl_buf_text(to, key);
	zgl_buf_char(to, '=');
	zgl_buf_text(to, quote);
	for (size_t i = 0; i < PARTS; i++)
		put_escaped(to, value->parts[i]);
	zgl_buf_text(to, quote);
}

/* Left out when it is absent. */
static void put(struct zgl_buf *to, const char *key, zgl_sv text)
{
	if (text.p != NULL)
		put_value(to, key, &(struct value){ { text } });
}

static void put_text(struct zgl_buf *to, const char *key, const char *text)
{
	put(to, key, zgl_sv_of(text));
}

static void put_num(struct zgl_buf *to, const char *key, uint64_t number)
{
	char text[ZGL_NUM_TEXT];
	size_t n = zgl_num_write(number, text);

	put(to, key, (zgl_sv){ text, n });
}

static void put_name(
	struct zgl_buf *to, const char *key, const struct zgl_dname *name)
{
	if (name != NULL && name->n > 0)
		put(to, key, zgl_dname_sv(name));
}

/* Of a client without a name the mail server gives the address as one. */
static void put_client(struct zgl_buf *to, const struct zgl_envelope *e)
{
	bool by_ip = e->address.n > 0;
	bool no_name = by_ip && (e->host.n == 0 || e->host.p[0] == '[');

	put_value(to, "client",
		&(struct value){ { no_name ? ZGL_SV("unknown") : e->host,
			zgl_sv_of(by_ip ? "[" : ""), e->address,
			zgl_sv_of(by_ip ? "]" : "") } });
}

static void put_envelope(struct zgl_buf *to, const struct zgl_envelope *e)
{
	put(to, "queue", e->queue_id);
	put_client(to, e);
	put(to, "helo", e->helo);
	put_value(to, "from",
		&(struct value){ { ZGL_SV("<"), e->mail_from, ZGL_SV(">") } });
	put_num(to, "rcpts", e->recipients);
	put(to, "auth", e->auth_type);
	put(to, "login", e->login);
}

/* The words of the bits that are set, with commas. */
static void put_overrides(struct zgl_buf *to, unsigned overrides)
{
	const char *before = " override=";

	for (unsigned i = 0; i < ZGL_OVERRIDES; i++) {
		if (!(overrides >> i & 1))
			continue;
		zgl_buf_text(to, before);
		zgl_buf_text(to, zgl_override_word((enum zgl_override)i));
		before = ",";
	}
}

static void put_judgement(
	struct zgl_buf *to, const struct zgl_judgement *judgement)
{
	put_text(to, "disposition",
		zgl_disposition_word(judgement->disposition));
	if (judgement->cause != ZGL_CAUSE_NOTHING)
		put_text(to, "cause", zgl_cause_word(judgement->cause));
	put_overrides(to, judgement->overrides);
	put_name(to, "via", &judgement->indirect);
}

static void put_spf(struct zgl_buf *to, const struct zgl_spf_verdict *v)
{
	if (v == NULL)
		return;
	put_text(to, "spf", zgl_spf_result_word(v->result));
	put_text(to, "identity", zgl_spf_identity_word(v->identity));
	put_name(to, "domain", &v->domain);
	put_text(to, "reason", zgl_spf_reason_word(v->reason));
	put(to, "mechanism", v->mechanism);
	put(to, "problem", v->problem);
}

static const char *aligned_words(const struct zgl_dmarc_verdict *v)
{
	static const char *const words[] = { NULL, "spf", "dkim", "spf,dkim" };
	unsigned bits = 0;

	for (size_t i = 0; i < v->identifier_count; i++) {
		const struct zgl_dmarc_identifier *id = &v->identifiers[i];
		if (id->aligned && id->authentic == ZGL_DMARC_AUTHENTIC_YES)
			bits |= id->method == ZGL_DMARC_SPF ? 1U : 2U;
	}
	return words[bits];
}

static void put_dmarc(struct zgl_buf *to, const struct zgl_dmarc_verdict *v)
{
	if (v == NULL)
		return;
	put_text(to, "dmarc", zgl_dmarc_result_word(v->result));
	if (v->tag != ZGL_DMARC_TAG_NONE)
		put_text(to, "policy", zgl_dmarc_policy_word(v->policy));
	put_name(to, "domain", &v->policy_domain);
	put_text(to, "aligned", aligned_words(v));
	put_text(to, "reason", zgl_dmarc_reason_word(v->reason));
}

static void put_verdict(struct zgl_buf *to, const struct zgl_dkim_verdict *v)
{
	put_text(to, "dkim", zgl_dkim_result_word(v->result));
	put_name(to, "d", &v->sig->domain);
	put_name(to, "s", &v->sig->selector);
	put(to, "a", v->sig->algorithm);
	put_text(to, "reason", zgl_dkim_reason_word(v->reason));
	if (v->key_bits > 0)
		put_num(to, "bits", v->key_bits);
	if (v->dnssec != ZGL_DNSSEC_UNKNOWN)
		put_text(to, "dnssec", zgl_dnssec_word(v->dnssec));
}

static void put_verdicts(struct zgl_buf *to, const struct zgl_dkimverify *dkim)
{
	size_t count = zgl_dkimverify_count(dkim);

	for (size_t i = 0; i < count; i++)
		put_verdict(to, zgl_dkimverify_verdict(dkim, i));
	if (count == 0)
		put_text(to, "dkim", zgl_dkim_result_word(ZGL_DKIM_NONE));
}

static void put_signatures(struct zgl_buf *to, const struct zgl_keyset *set)
{
	for (size_t i = 0; i < zgl_keyset_count(set); i++) {
		put_name(to, "d", zgl_keyset_domain(set));
		put_name(to, "s", zgl_keyset_selector(set, i));
		put_text(to, "a",
			zgl_keyset_alg(set, i) == ZGL_KEY_RSA
				? "rsa-sha256"
				: "ed25519-sha256");
	}
}

void zgl_maillog_write(struct zgl_buf *to, const struct zgl_mailstory *story)
{
	put_envelope(to, story->envelope);
	put_text(to, "action", zgl_mailaction_word(story->action));
	put_value(to, "why",
		&(struct value){
			{ story->why, zgl_sv_of(story->more.n > 0 ? ": " : ""),
				story->more } });
	put_name(to, "author", story->author);
	if (story->removed > 0)
		put_num(to, "removed", story->removed);
	if (story->judgement != NULL)
		put_judgement(to, story->judgement);
	put_num(to, "ms", (uint64_t)story->ms);
	if (story->judgement != NULL) {
		put_spf(to, story->judgement->spf);
		put_spf(to, story->judgement->helo);
		put_dmarc(to, story->judgement->dmarc);
	}
	if (story->dkim != NULL)
		put_verdicts(to, story->dkim);
	if (story->set != NULL)
		put_signatures(to, story->set);
}
