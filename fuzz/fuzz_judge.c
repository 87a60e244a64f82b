/* SPDX-License-Identifier: ISC */
/*
 * judge: any octets as a message, as who sends it, and as what DNS says. The
 * input is
 *
 *     octet 0    the state of the key answers, DNSSEC, whether they come at all
 *     octet 1    the dispositions: see read_policy
 *     octet 2    flags: see below
 *     octet 3    the state of the other answers, and their order
 *     line       the key record of all signatures, up to LF
 *     line       the TXT record of any name that is asked for SPF
 *     line       the TXT record of any name that is asked for DMARC
 *     line       MAIL FROM
 *     line       HELO
 *     message    the rest
 *
 * The judgement is what the policy says of the verdicts; DMARC passes only for
 * a domain that SPF or a signature authenticated; the field reads back, and
 * tells every verdict and nothing else.
 */
#include <stdlib.h>
#include <string.h>

#include "zegel/authres/authclaim.h"
#include "zegel/authres/authread.h"
#include "zegel/judge/judge.h"
#include "zegel/mail/msgsplit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of octet 2. */
enum flag {
	CLIENT = 1,
	TRUSTED = 2,
	HELO = 4,
	DMARC = 8,
	IPV6 = 16,
	EXPLAIN = 32,
	FORWARDER = 64,
	TWICE = 128 /* the same message, once given up and then again */
};

#define PENDING 512

struct input {
	uint8_t keys_how, policy, flags, how;
	zgl_sv key, spf, dmarc, message;
	struct zgl_spfclient client;
};

struct run {
	struct zgl_arena a;
	struct zgl_header header;
	struct zgl_buf body;
	struct zgl_judge *judge;
	const struct input *in;
	struct {
		struct zgl_question question;
		size_t number;
	} pending[PENDING];
	size_t count;
};

static struct zgl_engine *engine;
static struct zgl_limits limits;
static const zgl_sv id = { "mx.example.nl", 13 };
static const struct zgl_dname forwarder = { "forward.example", 15 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* ---- the message ---- */

static enum zgl_err take_field(void *to, zgl_sv raw)
{
	struct run *r = to;

	return zgl_header_add(&r->header, raw);
}

static enum zgl_err take_end(void *to)
{
	(void)to;
	return ZGL_OK;
}

static enum zgl_err take_body(void *to, zgl_sv octets)
{
	struct run *r = to;

	zgl_buf_put(&r->body, octets);
	return r->body.err;
}

static enum zgl_err split(struct run *r, zgl_sv message)
{
	static const struct zgl_msgsplit_face face = { take_field, take_end,
		take_body };
	struct zgl_msgsplit s;

	zgl_msgsplit_begin(&s, &face, r, &limits);
	enum zgl_err err = zgl_msgsplit_feed(&s, message);
	if (err == ZGL_OK)
		err = zgl_msgsplit_end(&s);
	zgl_msgsplit_free(&s);
	return err;
}

/* ---- the policy ---- */

/* Dispositions in a row from `octet` on; accepted where they may not be. */
static void fill(enum zgl_disposition *of, size_t count, size_t pass,
	size_t temperror, uint8_t octet)
{
	for (size_t i = 0; i < count; i++) {
		unsigned d = (octet + i) % ZGL_DISPOSITIONS;
		if (i == pass || (d == ZGL_DISPOSE_TEMPFAIL && i != temperror))
			d = ZGL_DISPOSE_ACCEPT;
		of[i] = (enum zgl_disposition)d;
	}
}

/* Any policy that is one. */
static struct zgl_judge_policy read_policy(uint8_t octet)
{
	static const size_t none = SIZE_MAX;
	struct zgl_judge_policy p = { 0 };

	fill(p.dkim, ZGL_COUNT(p.dkim), ZGL_DKIM_PASS, ZGL_DKIM_TEMPERROR,
		octet);
	fill(p.spf, ZGL_COUNT(p.spf), ZGL_SPF_PASS, ZGL_SPF_TEMPERROR,
		octet / 2);
	fill(p.helo, ZGL_COUNT(p.helo), ZGL_SPF_PASS, ZGL_SPF_TEMPERROR,
		octet / 3);
	fill(p.dmarc, ZGL_COUNT(p.dmarc), ZGL_DMARC_POLICY_NONE,
		ZGL_DMARC_POLICY_REJECT, octet / 5);
	fill(&p.dmarc_temperror, 1, none, 0, octet / 7);
	fill(&p.dmarc_permerror, 1, none, none, octet / 11);
	fill(&p.indirect, 1, none, 0, octet / 13);
	fill(&p.author, 1, none, none, octet / 17);
	must(zgl_judge_policy_fault(&p) == NULL);
	return p;
}

/* ---- DNS ---- */

static bool is_below(const struct zgl_qname *name, zgl_sv label)
{
	zgl_sv wire = { (const char *)name->wire, name->n };

	return zgl_sv_starts(wire, label)
		|| zgl_sv_starts(zgl_sv_skip(wire, 1U + name->wire[0]), label);
}

static size_t put_txt(char rdata[256], zgl_sv record)
{
	record = zgl_sv_head(record, 255);
	rdata[0] = (char)record.n;
	if (record.n > 0)
		memcpy(rdata + 1, record.p, record.n);
	return record.n + 1;
}

/* Addresses are the client's; names are the name that was asked. */
static size_t put_rdata(const struct input *in, const struct zgl_question *q,
	zgl_sv record, char rdata[258])
{
	size_t n = 0;

	switch (q->type) {
	case ZGL_RR_TXT: return put_txt(rdata, record);
	case ZGL_RR_A: memcpy(rdata, in->client.octets, 4); return 4;
	case ZGL_RR_AAAA: memcpy(rdata, in->client.octets, 16); return 16;
	case ZGL_RR_MX:
		rdata[0] = rdata[1] = 0;
		n = 2;
		break;
	default: break;
	}
	memcpy(rdata + n, q->name.wire, q->name.n);
	return n + q->name.n;
}

static void answer(struct run *r, size_t i)
{
	const struct input *in = r->in;
	struct zgl_question question = r->pending[i].question;
	size_t number = r->pending[i].number;
	bool key = is_below(&question.name, ZGL_SV("\012_domainkey"));
	bool dmarc = is_below(&question.name, ZGL_SV("\006_dmarc"));
	unsigned how = key ? in->keys_how : dmarc ? in->how >> 4 : in->how;
	zgl_sv record = key ? in->key : dmarc ? in->dmarc : in->spf;
	char octets[258];
	zgl_sv rdata = { octets, put_rdata(in, &question, record, octets) };
	enum zgl_answer_state state =
		(enum zgl_answer_state)((key ? how : how & 7) % 5);
	const struct zgl_answer given = { .state = state,
		.dnssec = (enum zgl_dnssec)(key ? how / 5 % 4 : 0),
		.records = &rdata,
		.count = state == ZGL_ANSWER_RECORDS,
		.problem = (how & 0x40) != 0 ? "it did not \"answer\"" : NULL };

	r->pending[i] = r->pending[--r->count];
	if (!key || (how & 0x80) == 0)
		must(zgl_judge_answer(r->judge, number, &given) == ZGL_OK);
}

/* All that is asked, the first one first or the last one. */
static void converse(struct run *r)
{
	for (;;) {
		while (zgl_judge_next_question(r->judge,
			&r->pending[r->count].question,
			&r->pending[r->count].number))
			must(++r->count < PENDING);
		if (r->count == 0)
			return;
		answer(r, (r->in->how & 8) != 0 ? r->count - 1 : 0);
	}
}

/* ---- what came of it ---- */

static bool passes(const struct zgl_spf_verdict *v)
{
	return v != NULL && v->result == ZGL_SPF_PASS;
}

/* Did SPF or a signature authenticate it? */
static bool is_authentic(const struct zgl_judgement *j,
	const struct zgl_dkimverify *dkim, const struct zgl_dname *domain)
{
	const struct zgl_dkim_verdict *v;

	if (passes(j->spf) && zgl_dname_eq(&j->spf->domain, domain))
		return true;
	for (size_t i = 0; (v = zgl_dkimverify_verdict(dkim, i)) != NULL; i++) {
		if (v->result == ZGL_DKIM_PASS
			&& zgl_dname_eq(&v->sig->domain, domain))
			return true;
	}
	return false;
}

static bool is_aligned(
	const struct zgl_dmarc_verdict *v, const struct zgl_dname *domain)
{
	return zgl_dname_eq(domain, &v->author)
		|| (zgl_dname_within(domain, &v->organizational)
			&& zgl_dname_within(&v->author, &v->organizational));
}

static void check_dmarc(
	const struct zgl_judgement *j, const struct zgl_dkimverify *dkim)
{
	const struct zgl_dmarc_verdict *v = j->dmarc;
	bool may_pass = false;

	for (size_t i = 0; i < v->identifier_count; i++) {
		const struct zgl_dmarc_identifier *of = &v->identifiers[i];
		bool yes = of->authentic == ZGL_DMARC_AUTHENTIC_YES;
		must(!yes || is_authentic(j, dkim, &of->domain));
		may_pass = may_pass || (yes && is_aligned(v, &of->domain));
	}
	must(v->result != ZGL_DMARC_PASS || may_pass);
	must((j->author_fault != ZGL_AUTHORFAULT_NONE) == (v->author.n == 0));
	must(v->author.n > 0 || v->result == ZGL_DMARC_PERMERROR);
}

static enum zgl_disposition by_spf(
	const enum zgl_disposition *by_result, const struct zgl_spf_verdict *v)
{
	return by_result[v->result == ZGL_SPF_NEUTRAL ? ZGL_SPF_NONE
						      : v->result];
}

static void check_by_dmarc(const struct zgl_judgement *j,
	const struct zgl_judge_policy *policy, bool trusted)
{
	enum zgl_disposition asked = policy->dmarc[j->dmarc->policy];

	must(!trusted);
	if (j->dmarc->result == ZGL_DMARC_TEMPERROR)
		must(j->disposition == policy->dmarc_temperror);
	else if (j->dmarc->result == ZGL_DMARC_PERMERROR)
		must(j->disposition == policy->dmarc_permerror);
	else
		must(j->dmarc->result == ZGL_DMARC_FAIL
			&& (j->disposition == asked
				|| j->disposition == policy->indirect));
}

/* It is what the policy has for its cause. */
static void check_cause(const struct zgl_judgement *j,
	const struct zgl_judge_policy *policy, bool trusted)
{
	switch (j->cause) {
	case ZGL_CAUSE_NOTHING:
		must(j->disposition == ZGL_DISPOSE_ACCEPT);
		break;
	case ZGL_CAUSE_AUTHOR:
		must(j->author_fault != ZGL_AUTHORFAULT_NONE);
		must(j->disposition == policy->author);
		break;
	case ZGL_CAUSE_DMARC: check_by_dmarc(j, policy, trusted); break;
	case ZGL_CAUSE_SPF:
		must(j->disposition == by_spf(policy->spf, j->spf));
		break;
	case ZGL_CAUSE_HELO:
		must(j->disposition == by_spf(policy->helo, j->helo));
		break;
	case ZGL_CAUSE_DKIM:
		must(j->disposition == policy->dkim[j->dkim]
			|| (j->disposition == policy->dkim[ZGL_DKIM_NONE]
				&& (j->telling->warnings
					& 1U << ZGL_DKIM_WARNING_TESTING)));
	}
}

static bool has(const struct zgl_judgement *j, enum zgl_override override)
{
	return (j->overrides & 1U << override) != 0;
}

static void check_overrides(const struct zgl_judgement *j,
	const struct zgl_dkimverify *dkim, bool trusted)
{
	must(j->indirect.n == 0 || is_authentic(j, dkim, &j->indirect));
	must(j->overrides == 0 || j->dmarc != NULL);
	must(!has(j, ZGL_OVERRIDE_MAILING_LIST) || j->indirect.n > 0);
	must(!has(j, ZGL_OVERRIDE_TRUSTED_FORWARDER) || trusted
		|| zgl_dname_within(&j->indirect, &forwarder));
	must(!has(j, ZGL_OVERRIDE_POLICY_TEST_MODE)
		|| (j->dmarc->result == ZGL_DMARC_FAIL
			&& j->dmarc->published != j->dmarc->policy));
}

static void check_reply(const struct zgl_judgement *j)
{
	bool refused = j->disposition == ZGL_DISPOSE_REJECT
		|| j->disposition == ZGL_DISPOSE_TEMPFAIL;

	must((j->smtp_code != NULL) == refused);
	must((j->enhanced_code != NULL) == refused);
	must(!refused || j->smtp_code[0] == j->enhanced_code[0]);
	must((j->reply.n > 0) == (j->disposition != ZGL_DISPOSE_ACCEPT));
	must(j->reply.n <= 480);
	for (size_t i = 0; i < j->reply.n; i++) {
		char c = j->reply.p[i];
		must(c >= ' ' && c < 127 && c != '%');
	}
}

/* ---- the field ---- */

static zgl_sv property(const struct zgl_authread_result *r, const char *ptype,
	const char *name)
{
	const struct zgl_authread_prop *prop =
		zgl_authread_find(r, zgl_sv_of(ptype), zgl_sv_of(name));

	must(prop == NULL || prop->known);
	return prop == NULL ? (zgl_sv){ "", 0 } : prop->value;
}

static bool is_result(const struct zgl_authread_result *r, const char *method,
	const char *result)
{
	return r->known && zgl_sv_eq(r->method, zgl_sv_of(method))
		&& zgl_sv_eq(r->result, zgl_sv_of(result));
}

static void check_spf(
	const struct zgl_authread_result *r, const struct zgl_spf_verdict *v)
{
	zgl_sv domain = property(r, "smtp", zgl_spf_identity_word(v->identity));

	must(is_result(r, "spf", zgl_spf_result_word(v->result)));
	must(zgl_sv_eq(domain, zgl_dname_sv(&v->domain)));
	must(r->prop_count == (domain.n > 0));
	must((r->reason.p == NULL) == (v->result == ZGL_SPF_PASS));
}

/* A name from the signature is in the field as it was looked up. */
static void check_signature(
	const struct zgl_authread_result *r, const struct zgl_dkim_verdict *v)
{
	zgl_sv domain = zgl_dname_sv(&v->sig->domain);
	zgl_sv i = property(r, "header", "i");

	must(is_result(r, "dkim", zgl_dkim_result_word(v->result)));
	must((r->reason.p == NULL) == (v->result == ZGL_DKIM_PASS));
	must(zgl_sv_eq(property(r, "header", "d"), domain));
	must(zgl_sv_eq(
		property(r, "header", "s"), zgl_dname_sv(&v->sig->selector)));
	must(i.n == 0
		|| (zgl_sv_iends(i, domain)
			&& zgl_sv_find(i, '@') < i.n - domain.n));
	must(property(r, "header", "b").n == 0 || v->sig->signature.n > 0);
}

static void check_dmarc_result(
	const struct zgl_authread_result *r, const struct zgl_dmarc_verdict *v)
{
	zgl_sv policy = property(r, "policy", "dmarc");

	must(is_result(r, "dmarc", zgl_dmarc_result_word(v->result)));
	must(zgl_sv_eq(
		property(r, "header", "from"), zgl_dname_sv(&v->author)));
	must((policy.n == 0) == (v->tag == ZGL_DMARC_TAG_NONE));
	must(policy.n == 0
		|| zgl_sv_eq(
			policy, zgl_sv_of(zgl_dmarc_policy_word(v->policy))));
}

static void check_octets(zgl_sv field)
{
	size_t line = 0;

	for (size_t i = 0; i < field.n; i++, line++) {
		if (zgl_sv_starts(zgl_sv_skip(field, i), ZGL_SV("\r\n\t"))) {
			i += 2;
			line = 0;
		} else {
			must((unsigned char)field.p[i] >= ' '
				&& field.p[i] != 127 && line < 998);
		}
	}
}

static void check_field(const struct zgl_judgement *j,
	const struct zgl_dkimverify *dkim, struct zgl_arena *a)
{
	size_t count = zgl_dkimverify_count(dkim), n = 0;
	struct zgl_authread read;

	check_octets(j->field);
	must(zgl_authread_field(j->field, &limits, a, &read) == ZGL_OK);
	must(read.fault.what == NULL && zgl_sv_eq(read.authserv_id, id));
	must(read.count
		== (size_t)(j->spf != NULL) + (j->helo != NULL)
			+ (count == 0 ? 1 : count) + (j->dmarc != NULL));
	if (j->spf != NULL)
		check_spf(&read.results[n++], j->spf);
	if (j->helo != NULL)
		check_spf(&read.results[n++], j->helo);
	if (count == 0)
		must(is_result(&read.results[n++], "dkim", "none"));
	for (size_t i = 0; i < count; i++)
		check_signature(
			&read.results[n++], zgl_dkimverify_verdict(dkim, i));
	if (j->dmarc != NULL)
		check_dmarc_result(&read.results[n], j->dmarc);
	must(zgl_authclaim_is_ours(
		zgl_sv_skip(j->field, zgl_sv_find(j->field, ':') + 1), &id, 1));
}

static void check(struct run *r, const struct zgl_judgement *j,
	const struct zgl_judge_policy *policy)
{
	const struct zgl_dkimverify *dkim = zgl_judge_dkim(r->judge);
	const struct zgl_dkim_verdict *v;
	bool signed_well = false;
	bool trusted = (r->in->flags & TRUSTED) != 0;

	for (size_t i = 0; (v = zgl_dkimverify_verdict(dkim, i)) != NULL; i++)
		signed_well = signed_well || v->result == ZGL_DKIM_PASS;
	must(signed_well == (j->dkim == ZGL_DKIM_PASS));
	must((j->telling == NULL) == (zgl_dkimverify_count(dkim) == 0));
	must(j->telling == NULL || j->telling->result == j->dkim);
	must(!signed_well || j->cause != ZGL_CAUSE_DKIM);
	must((j->spf != NULL) == ((r->in->flags & CLIENT) != 0));
	must((j->dmarc != NULL)
		== (j->spf != NULL && (r->in->flags & DMARC) != 0));
	if (j->dmarc != NULL)
		check_dmarc(j, dkim);
	check_cause(j, policy, trusted);
	check_overrides(j, dkim, trusted);
	check_field(j, dkim, &r->a);
	check_reply(j);
}

/* ---- a run ---- */

static void begin(struct run *r)
{
	if ((r->in->flags & CLIENT) == 0)
		return;
	must(zgl_judge_client(r->judge, &r->in->client,
		     (r->in->flags & TRUSTED) != 0, &r->a, 1700000000)
		== ZGL_OK);
	converse(r);
}

static void judge_it(struct run *r, const struct input *in)
{
	struct zgl_judge_config config = { .dkim = ZGL_DKIMVERIFY_DEFAULT,
		.spf = ZGL_SPFCHECK_DEFAULT,
		.check_helo = (in->flags & HELO) != 0,
		.check_dmarc = (in->flags & DMARC) != 0,
		.authserv_id = id,
		.policy = read_policy(in->policy),
		.forwarders = &forwarder,
		.forwarder_count = (in->flags & FORWARDER) != 0 };
	struct zgl_judgement j;

	config.dkim.engine = engine;
	config.dkim.limits = &limits;
	config.spf.explain = (in->flags & EXPLAIN) != 0;
	must(zgl_judge_new(&config, &r->judge) == ZGL_OK);
	if ((in->flags & TWICE) != 0) {
		begin(r);
		zgl_judge_reset(r->judge);
	}
	begin(r);
	must(zgl_judge_begin(r->judge, &r->header, &r->a, 1700000000)
		== ZGL_OK);
	converse(r);
	must(zgl_judge_body(r->judge, zgl_buf_sv(&r->body)) == ZGL_OK);
	must(zgl_judge_end(r->judge, &j) == ZGL_OK);
	check(r, &j, &config.policy);
	zgl_judge_free(r->judge);
}

static zgl_sv take_line(zgl_sv *rest)
{
	zgl_sv line = zgl_sv_head(*rest, zgl_sv_find(*rest, '\n'));

	*rest = zgl_sv_skip(*rest, line.n + 1);
	return line;
}

static void read_input(const uint8_t *data, size_t size, struct input *in)
{
	zgl_sv rest = { (const char *)data + 4, size - 4 };

	*in = (struct input){ .keys_how = data[0],
		.policy = data[1],
		.flags = data[2],
		.how = data[3],
		.client = { .is_ipv6 = (data[2] & IPV6) != 0,
			.octets = { 192, 0, 2, 1 } } };
	in->key = take_line(&rest);
	in->spf = take_line(&rest);
	in->dmarc = take_line(&rest);
	in->client.mail_from = take_line(&rest);
	in->client.helo = take_line(&rest);
	in->message = rest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct run r;
	struct input in;

	if (size < 4)
		return 0;
	if (engine == NULL)
		must(zgl_engine_new(&engine) == ZGL_OK);
	limits = ZGL_LIMITS_DEFAULT;
	read_input(data, size, &in);
	r = (struct run){ .in = &in };
	zgl_arena_begin(&r.a, 1 << 26);
	zgl_header_begin(&r.header, &r.a, &limits);
	zgl_buf_begin(&r.body, 1 << 26);
	if (split(&r, in.message) == ZGL_OK)
		judge_it(&r, &in);
	zgl_buf_free(&r.body);
	zgl_arena_free(&r.a);
	return 0;
}
