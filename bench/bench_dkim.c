/* SPDX-License-Identifier: ISC */
/*
 * Signing, verifying and judging against the bare cryptographic cost of the same
 * message: SHA-256 of the body and of 1 KB of header, and one operation of the
 * key, all through OpenSSL with contexts used again.
 */
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "bench/mails.h"
#include "bench/peer.h"
#include "bench/race.h"
#include "zegel/base/b64.h"
#include "zegel/crypto/privkey.h"
#include "zegel/dkim/dkimsign.h"
#include "zegel/dkim/dkimverify.h"
#include "zegel/judge/judge.h"
#include "zegel/mail/msgsplit.h"

#define NOW 1795284000

static void must(enum zgl_err err)
{
	if (err == ZGL_OK)
		return;
	fprintf(stderr, "bench_dkim: %s\n", zgl_err_sentence(err));
	exit(1);
}

/* ---- the bare cost ---- */

struct bare {
	EVP_MD *md;
	EVP_MD_CTX *hash, *ed;
	EVP_PKEY *key;
	EVP_PKEY_CTX *rsa;
	struct octets body;
	unsigned char digest[32], sig[512];
	size_t sig_n;
	bool sign, is_ed;
};

static void bare_hashes(struct bare *b)
{
	EVP_DigestInit_ex2(b->hash, b->md, NULL);
	EVP_DigestUpdate(b->hash, b->body.p, b->body.n);
	EVP_DigestFinal_ex(b->hash, b->digest, NULL);
	EVP_DigestInit_ex2(b->hash, b->md, NULL);
	EVP_DigestUpdate(b->hash, mails_header, 1024);
	EVP_DigestFinal_ex(b->hash, b->digest, NULL);
}

static void bare_run(void *ctx)
{
	struct bare *b = ctx;
	size_t n = sizeof(b->sig);
	int ok;

	bare_hashes(b);
	/* The signature is over another digest when verifying: the work is the
	 * same, and libraries differ in what they do after it. So keep it. */
	memset(b->digest, 1, sizeof(b->digest));
	if (b->is_ed && b->sign)
		ok = EVP_DigestSignInit(b->ed, NULL, NULL, NULL, b->key)
			&& EVP_DigestSign(b->ed, b->sig, &n, b->digest, 32);
	else if (b->is_ed)
		ok = EVP_DigestVerifyInit(b->ed, NULL, NULL, NULL, b->key)
			&& EVP_DigestVerify(
				   b->ed, b->sig, b->sig_n, b->digest, 32)
				== 1;
	else if (b->sign)
		ok = EVP_PKEY_sign(b->rsa, b->sig, &n, b->digest, 32);
	else
		ok = EVP_PKEY_verify(b->rsa, b->sig, b->sig_n, b->digest, 32);
	if (ok != 1)
		abort();
}

static void bare_rsa_context(struct bare *b, bool sign)
{
	EVP_PKEY_CTX_free(b->rsa);
	b->rsa = EVP_PKEY_CTX_new(b->key, NULL);
	if ((sign ? EVP_PKEY_sign_init(b->rsa) : EVP_PKEY_verify_init(b->rsa))
		!= 1)
		abort();
	EVP_PKEY_CTX_set_rsa_padding(b->rsa, RSA_PKCS1_PADDING);
	EVP_PKEY_CTX_set_signature_md(b->rsa, b->md);
}

/* Makes a key, and the signature that a verifying run needs. */
static void bare_begin(
	struct bare *b, bool is_ed, bool sign, struct octets body)
{
	*b = (struct bare){ .is_ed = is_ed, .sign = true, .body = body };
	b->md = EVP_MD_fetch(NULL, "SHA256", NULL);
	b->hash = EVP_MD_CTX_new();
	b->ed = EVP_MD_CTX_new();
	b->key = is_ed ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
		       : EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	if (!is_ed)
		bare_rsa_context(b, true);
	bare_run(b);
	b->sig_n = is_ed ? 64 : 256;
	b->sign = sign;
	if (!is_ed)
		bare_rsa_context(b, sign);
}

static void bare_end(struct bare *b)
{
	EVP_PKEY_CTX_free(b->rsa);
	EVP_PKEY_free(b->key);
	EVP_MD_CTX_free(b->hash);
	EVP_MD_CTX_free(b->ed);
	EVP_MD_free(b->md);
}

/* ---- zegel ---- */

struct ours {
	struct zgl_engine *engine;
	struct zgl_limits limits;
	struct zgl_keycache *keys;
	struct zgl_dkimverify *verify;
	struct zgl_dkimsign *sign;
	struct zgl_judge *judge;
	struct zgl_privkey *key;
	struct zgl_arena arena;
	struct zgl_header header;
	struct octets message;
	char rdata[1024];
	size_t rdata_n;
};

static enum zgl_err answer_all(struct ours *o)
{
	zgl_sv record = { o->rdata, o->rdata_n };
	struct zgl_answer answer = {
		.state = ZGL_ANSWER_RECORDS, .records = &record, .count = 1
	};
	struct zgl_question question;
	size_t number;

	while (zgl_dkimverify_next_question(o->verify, &question, &number))
		ZGL_TRY(zgl_dkimverify_answer(o->verify, number, &answer));
	return ZGL_OK;
}

static enum zgl_err verify_header(void *to)
{
	struct ours *o = to;

	ZGL_TRY(zgl_dkimverify_begin(o->verify, &o->header, &o->arena, NOW));
	return answer_all(o);
}

static enum zgl_err verify_body(void *to, zgl_sv octets)
{
	return zgl_dkimverify_body(((struct ours *)to)->verify, octets);
}

static enum zgl_err sign_header(void *to)
{
	struct ours *o = to;
	enum zgl_dkimsign_refusal refusal;

	ZGL_TRY(zgl_dkimsign_begin(
		o->sign, &o->header, &o->arena, NOW, &refusal));
	return refusal == ZGL_DKIMSIGN_REFUSE_NONE ? ZGL_OK : ZGL_EUSAGE;
}

static enum zgl_err sign_body(void *to, zgl_sv octets)
{
	return zgl_dkimsign_body(((struct ours *)to)->sign, octets);
}

static const struct zgl_msgsplit_face verify_face = { NULL, verify_header,
	verify_body };
static const struct zgl_msgsplit_face sign_face = { NULL, sign_header,
	sign_body };

/* The message comes in chunks of 64 KB, as from a file or a milter. */
static void feed(struct ours *o, const struct zgl_msgsplit_face *face)
{
	struct zgl_msgsplit split;

	zgl_arena_reset(&o->arena);
	zgl_header_begin(&o->header, &o->arena, &o->limits);
	zgl_msgsplit_begin(&split, face, o, &o->limits);
	zgl_msgsplit_into(&split, &o->header);
	for (zgl_sv rest = { o->message.p, o->message.n }; rest.n > 0;
		rest = zgl_sv_skip(rest, 65536))
		must(zgl_msgsplit_feed(&split, zgl_sv_head(rest, 65536)));
	must(zgl_msgsplit_end(&split));
	zgl_msgsplit_free(&split);
}

static void sign_run(void *ctx)
{
	struct ours *o = ctx;

	feed(o, &sign_face);
	must(zgl_dkimsign_end(o->sign));
}

static void verify_run(void *ctx)
{
	struct ours *o = ctx;

	feed(o, &verify_face);
	must(zgl_dkimverify_end(o->verify));
	if (zgl_dkimverify_verdict(o->verify, 0)->result != ZGL_DKIM_PASS)
		abort();
}

/* ---- zegel, all of it: SPF, DKIM and DMARC ---- */

/* What DNS has but for the key, each a TXT record. */
static const struct {
	const char *name, *text;
} dns_texts[] = {
	{ "example.nl", "v=spf1 ip4:192.0.2.0/24 -all" },
	{ "_dmarc.example.nl",
		"v=DMARC1; p=reject; rua=mailto:dmarc@example.nl" },
};

#define DNS_TEXTS (sizeof(dns_texts) / sizeof(dns_texts[0]))

static struct {
	struct zgl_qname names[DNS_TEXTS + 1]; /* the last: the key's */
	char rdata[DNS_TEXTS][256];
} dns;

static void make_dns(void)
{
	for (size_t i = 0; i < DNS_TEXTS; i++) {
		size_t n = strlen(dns_texts[i].text);
		dns.rdata[i][0] = (char)n;
		memcpy(dns.rdata[i] + 1, dns_texts[i].text, n);
		if (!zgl_qname_parse(
			    zgl_sv_of(dns_texts[i].name), NULL, &dns.names[i]))
			abort();
	}
	if (!zgl_qname_parse(ZGL_SV("maart._domainkey.example.nl"), NULL,
		    &dns.names[DNS_TEXTS]))
		abort();
}

static enum zgl_err answer_judge(struct ours *o)
{
	struct zgl_question question;
	size_t number;

	while (zgl_judge_next_question(o->judge, &question, &number)) {
		struct zgl_answer answer = { .state = ZGL_ANSWER_NODATA };
		zgl_sv record;
		for (size_t i = 0; i <= DNS_TEXTS; i++) {
			if (question.type != ZGL_RR_TXT
				|| !zgl_qname_eq(&question.name, &dns.names[i]))
				continue;
			record = i < DNS_TEXTS
				? (zgl_sv){ dns.rdata[i],
					  1 + (size_t)dns.rdata[i][0] }
				: (zgl_sv){ o->rdata, o->rdata_n };
			answer =
				(struct zgl_answer){ .state =
							     ZGL_ANSWER_RECORDS,
					.records = &record,
					.count = 1 };
		}
		ZGL_TRY(zgl_judge_answer(o->judge, number, &answer));
	}
	return ZGL_OK;
}

static enum zgl_err judge_header(void *to)
{
	static const struct zgl_spfclient client = {
		.octets = { 192, 0, 2, 25 },
		.helo = { "mail.example.nl", 15 },
		.mail_from = { "jan@example.nl", 14 },
	};
	struct ours *o = to;

	ZGL_TRY(zgl_judge_client(o->judge, &client, false, &o->arena, NOW));
	ZGL_TRY(answer_judge(o));
	ZGL_TRY(zgl_judge_begin(o->judge, &o->header, &o->arena, NOW));
	return answer_judge(o);
}

static enum zgl_err judge_body(void *to, zgl_sv octets)
{
	return zgl_judge_body(((struct ours *)to)->judge, octets);
}

static const struct zgl_msgsplit_face judge_face = { NULL, judge_header,
	judge_body };

static void judge_run(void *ctx)
{
	struct ours *o = ctx;
	struct zgl_judgement judgement;

	feed(o, &judge_face);
	must(zgl_judge_end(o->judge, &judgement));
	if (judgement.dkim != ZGL_DKIM_PASS
		|| judgement.spf->result != ZGL_SPF_PASS
		|| judgement.dmarc->result != ZGL_DMARC_PASS)
		abort();
}

static void make_judge(struct ours *o)
{
	struct zgl_judge_config config = { .dkim = ZGL_DKIMVERIFY_DEFAULT,
		.spf = ZGL_SPFCHECK_DEFAULT,
		.check_dmarc = true,
		.authserv_id = ZGL_SV("mx.example.org"),
		.policy = ZGL_JUDGE_POLICY_DEFAULT };

	config.dkim.engine = o->engine;
	config.dkim.limits = &o->limits;
	config.dkim.keys = o->keys;
	must(zgl_judge_new(&config, &o->judge));
	make_dns();
}

static void make_rdata(struct ours *o)
{
	struct zgl_buf text, public;

	zgl_buf_begin(&public, 4096);
	zgl_buf_begin(&text, 4096);
	must(zgl_privkey_write_public(o->key, &public));
	zgl_buf_text(&text,
		zgl_privkey_signkey(o->key).alg == ZGL_KEY_RSA
			? "v=DKIM1; k=rsa; p="
			: "v=DKIM1; k=ed25519; p=");
	zgl_b64_encode(&text, (const uint8_t *)public.p, public.n);
	for (zgl_sv rest = zgl_buf_sv(&text); rest.n > 0;
		rest = zgl_sv_skip(rest, 255)) {
		zgl_sv part = zgl_sv_head(rest, 255);
		o->rdata[o->rdata_n++] = (char)part.n;
		memcpy(o->rdata + o->rdata_n, part.p, part.n);
		o->rdata_n += part.n;
	}
	zgl_buf_free(&text);
	zgl_buf_free(&public);
}

static void make_signer(struct ours *o)
{
	static struct zgl_dkimsign_config config;
	static struct zgl_dkimsign_key key;
	const char *why;

	zgl_dkimsign_config_default(&config);
	config.engine = o->engine;
	config.limits = &o->limits;
	if (zgl_dname_parse(ZGL_SV("example.nl"), &key.domain)
		|| zgl_dname_parse(ZGL_SV("maart"), &key.selector))
		abort();
	key.key = zgl_privkey_signkey(o->key);
	must(zgl_dkimsign_new(&config, &key, 1, &o->sign, &why));
}

/* Puts header and body together; signed when it is to be verified. */
static void make_message(struct ours *o, const char *extra, struct octets body,
	bool with_signature)
{
	size_t n = strlen(mails_header) + strlen(extra);
	struct octets m = mails_room(n + body.n + 4096);

	m.n = (size_t)sprintf(m.p, "%s%s\r\n", mails_header, extra);
	memcpy(m.p + m.n, body.p, body.n);
	m.n += body.n;
	o->message = m;
	if (!with_signature)
		return;
	sign_run(o);
	zgl_sv field = zgl_dkimsign_field(o->sign, 0);
	struct octets s = mails_room(field.n + 2 + m.n);
	memcpy(s.p, field.p, field.n);
	memcpy(s.p + field.n, "\r\n", 2);
	memcpy(s.p + field.n + 2, m.p, m.n);
	s.n = field.n + 2 + m.n;
	free(m.p);
	o->message = s;
}

static void make_verifier(struct ours *o, bool cached)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;

	must(zgl_keycache_new(o->engine, 64, &o->limits, &o->keys));
	config.engine = o->engine;
	config.limits = &o->limits;
	config.keys = cached ? o->keys : NULL;
	must(zgl_dkimverify_new(&config, &o->verify));
}

struct row {
	const char *name, *extra;
	struct octets body;
	bool is_ed, sign, judge, new_key;
	double goal;
};

static void ours_begin(struct ours *o, const struct row *row)
{
	*o = (struct ours){ .limits = ZGL_LIMITS_DEFAULT };
	zgl_arena_begin(&o->arena, 16 * 1024 * 1024);
	must(zgl_engine_new(&o->engine));
	must(zgl_privkey_generate(o->engine,
		row->is_ed ? ZGL_KEY_ED25519 : ZGL_KEY_RSA, 2048, &o->key));
	make_rdata(o);
	make_signer(o);
	make_verifier(o, !row->new_key);
	if (row->judge)
		make_judge(o);
	make_message(o, row->extra, row->body, !row->sign);
}

static void ours_end(struct ours *o)
{
	zgl_judge_free(o->judge);
	zgl_dkimverify_free(o->verify);
	zgl_dkimsign_free(o->sign);
	zgl_keycache_free(o->keys);
	zgl_privkey_free(o->key);
	zgl_engine_free(o->engine);
	zgl_arena_free(&o->arena);
	free(o->message.p);
}

static void (*run_of(const struct row *row))(void *)
{
	if (row->judge)
		return judge_run;
	return row->sign ? sign_run : verify_run;
}

static void measure(const struct row *row)
{
	static struct ours ours;
	static struct bare bare;
	struct race_runner runners[] = {
		{ .name = "bare", .run = bare_run, .ctx = &bare },
		{ .name = "zegel", .run = run_of(row), .ctx = &ours },
	};

	bare_begin(&bare, row->is_ed, row->sign, row->body);
	ours_begin(&ours, row);
	race(runners, 2);
	race_say(row->name, &runners[0], &runners[1], row->goal);
	ours_end(&ours);
	bare_end(&bare);
}

/* ---- the peer, on the same messages ---- */

static const char *pem_of(struct zgl_privkey *key, struct zgl_buf *pem)
{
	zgl_buf_begin(pem, 16384);
	must(zgl_privkey_write_pem(key, pem));
	zgl_buf_char(pem, '\0');
	return pem->p;
}

/* The record's text: the strings of the RDATA, joined. */
static const char *text_of(const struct ours *o, char out[1024])
{
	size_t n = 0;

	for (size_t at = 0; at < o->rdata_n;) {
		size_t part = (unsigned char)o->rdata[at];
		memcpy(out + n, o->rdata + at + 1, part);
		n += part;
		at += part + 1;
	}
	out[n] = '\0';
	return out;
}

static void measure_peer(const struct row *row)
{
	static struct ours ours;
	struct zgl_buf pem;
	char record[1024];

	ours_begin(&ours, row);
	struct peer_task task = { .message = ours.message,
		.pem = pem_of(ours.key, &pem),
		.record = text_of(&ours, record),
		.domain = "example.nl",
		.selector = "maart",
		.sign = row->sign };
	struct peer *peer = peer_new(&task);
	struct race_runner runners[] = {
		{ .name = peer_name(), .run = peer_run, .ctx = peer },
		{ .name = "zegel", .run = run_of(row), .ctx = &ours },
	};
	race(runners, 2);
	race_say(row->name, &runners[0], &runners[1], row->goal);
	peer_free(peer);
	zgl_buf_wipe(&pem);
	ours_end(&ours);
}

static char *many_fields(size_t count)
{
	char *text = malloc(count * 64);
	size_t n = 0;

	if (text == NULL)
		abort();
	for (size_t i = 0; i < count; i++)
		n += (size_t)sprintf(
			text + n, "X-Veld-%zu: waarde %zu\r\n", i, i);
	return text;
}

static void race_against_peer(struct octets small, struct octets large)
{
	const struct row rows[] = {
		{ "sign RSA-2048 2 KB", "", small, .sign = true, .goal = 3.0 },
		{ "verify RSA-2048 2 KB", "", small, .goal = 7.0 },
		{ "sign RSA-2048 25 MB", "", large, .sign = true, .goal = 3.5 },
		{ "verify RSA-2048 25 MB", "", large, .goal = 3.5 },
	};

	if (peer_name() == NULL) {
		printf("\nno libopendkim here: not compared\n");
		return;
	}
	race_head("the same messages, against libopendkim", "peer us");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		measure_peer(&rows[i]);
}

int main(void)
{
	size_t mega = 1024 * 1024;
	struct octets small = mails_words(2048), html = mails_html(50 * 1024);
	char *fields = many_fields(1000);
	const struct row rows[] = {
		{ "sign RSA-2048 2 KB", "", small, .sign = true, .goal = 0.95 },
		{ "verify RSA-2048 2 KB, key seen before", "", small,
			.goal = 0.90 },
		{ "judge RSA-2048 2 KB: SPF, DKIM and DMARC", "", small,
			.judge = true, .goal = 1 / 1.5 },
		{ "verify RSA-2048 2 KB, new key each time", "", small,
			.new_key = true, .goal = 0.50 },
		{ "sign Ed25519 2 KB", "", small, .is_ed = true, .sign = true,
			.goal = 2.0 },
		{ "verify Ed25519 2 KB", "", small, .is_ed = true,
			.goal = 2.0 },
		{ "verify RSA-2048 50 KB HTML", "", html, .goal = 0.90 },
		{ "verify RSA-2048 2 KB, 1,000 fields", fields, small,
			.goal = 0.60 },
		{ "verify RSA-2048 1 MB runs of white space", "",
			mails_repeat("a \t  b  \t", 8, mega, "a\r\n"),
			.goal = 0.60 },
		{ "verify RSA-2048 1 MB of empty lines, then text", "",
			mails_repeat("\r\n", 2, mega, "a\r\n"), .goal = 0.60 },
		{ "verify RSA-2048 1 MB of trailing empty lines", "",
			mails_repeat("\r\n", 2, mega, ""), .goal = 0.60 },
		{ "verify RSA-2048 one line of 1 MB of spaces", "",
			mails_repeat("        ", 8, mega, "a\r\n"),
			.goal = 0.60 },
		{ "verify RSA-2048 25 MB base64", "", mails_base64(25 * mega),
			.goal = 0.95 },
	};

	race_head("whole messages, relaxed/relaxed, against bare cryptography",
		"bare us");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		measure(&rows[i]);
	free(fields);
	race_against_peer(small, rows[12].body);
	return race_end("bench_dkim");
}
