/* SPDX-License-Identifier: ISC */
/*
 * judge: any octets as a message, and as the key record of all its signatures.
 * The input is
 *
 *     octet 0    the state of the answers, DNSSEC, and whether they come at all
 *     octet 1    the dispositions: see read_policy
 *     line       the record, up to LF
 *     message    the rest
 *
 * The judgement is the best verdict, the disposition the policy's for it, and
 * the field tells every verdict and nothing else, in octets that a field may
 * have.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/authres/authcheck.h"
#include "zegel/authres/authclaim.h"
#include "zegel/judge/judge.h"
#include "zegel/mail/msgsplit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct zgl_engine *engine;
static struct zgl_limits limits;
static const zgl_sv id = { "mx.example.nl", 13 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

struct run {
	struct zgl_arena a;
	struct zgl_header header;
	struct zgl_buf body;
};

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

/* Any policy that is one. */
static struct zgl_judge_policy read_policy(uint8_t octet)
{
	struct zgl_judge_policy policy = { 0 };

	for (size_t i = 0; i < ZGL_COUNT(policy.dkim); i++) {
		unsigned d = (octet + i) % ZGL_DISPOSITIONS;
		if (i == ZGL_DKIM_PASS
			|| (d == ZGL_DISPOSE_TEMPFAIL
				&& i != ZGL_DKIM_TEMPERROR))
			d = ZGL_DISPOSE_ACCEPT;
		policy.dkim[i] = (enum zgl_disposition)d;
	}
	must(zgl_judge_policy_fault(&policy) == NULL);
	return policy;
}

static void answer(struct zgl_judge *judge, uint8_t how, zgl_sv record)
{
	struct zgl_question question;
	char wire[256];
	size_t number;
	zgl_sv rdata = { wire, zgl_sv_head(record, 255).n + 1 };

	wire[0] = (char)(rdata.n - 1);
	if (rdata.n > 1)
		memcpy(wire + 1, record.p, rdata.n - 1);
	const struct zgl_answer given = { .state = (enum zgl_answer_state)(
						  how % 5),
		.dnssec = (enum zgl_dnssec)(how / 5 % 4),
		.records = &rdata,
		.count = how % 5 == ZGL_ANSWER_RECORDS,
		.problem = (how & 0x40) != 0 ? "it did not \"answer\"" : NULL };
	while (zgl_judge_next_question(judge, &question, &number)) {
		if ((how & 0x80) == 0)
			must(zgl_judge_answer(judge, number, &given) == ZGL_OK);
	}
}

static zgl_sv property(const struct authcheck_result *r, const char *name)
{
	for (size_t i = 0; i < r->prop_count; i++) {
		if (zgl_sv_eq(r->props[i].name, zgl_sv_of(name)))
			return r->props[i].value;
	}
	return (zgl_sv){ "", 0 };
}

/* A name from the signature is in the field as it was looked up. */
static void check_result(
	const struct authcheck_result *r, const struct zgl_dkim_verdict *v)
{
	must(zgl_sv_eq(r->method, ZGL_SV("dkim")));
	must(zgl_sv_eq(r->result, zgl_sv_of(zgl_dkim_result_word(v->result))));
	must((r->reason.p == NULL) == (v->result == ZGL_DKIM_PASS));
	must(zgl_sv_eq(property(r, "header.d"), zgl_dname_sv(&v->sig->domain)));
	must(zgl_sv_eq(
		property(r, "header.s"), zgl_dname_sv(&v->sig->selector)));
	zgl_sv i = property(r, "header.i");
	zgl_sv domain = zgl_dname_sv(&v->sig->domain);
	must(i.n == 0
		|| (zgl_sv_iends(i, domain)
			&& zgl_sv_find(i, '@') < i.n - domain.n));
	zgl_sv b = property(r, "header.b");
	must(b.n == 0 || v->sig->signature.n > 0);
}

static void check_field(zgl_sv field, const struct zgl_dkimverify *dkim)
{
	size_t count = zgl_dkimverify_count(dkim);
	struct authcheck read;

	must(authcheck_octets(field) == NULL);
	must(authcheck_read(field, &read));
	must(zgl_sv_eq(read.authserv_id, id));
	must(read.count == (count == 0 ? 1 : count));
	if (count == 0)
		must(zgl_sv_eq(read.results[0].result, ZGL_SV("none")));
	for (size_t i = 0; i < count; i++)
		check_result(&read.results[i], zgl_dkimverify_verdict(dkim, i));
	field = zgl_sv_skip(field, zgl_sv_find(field, ':') + 1);
	must(zgl_authclaim_is_ours(field, &id, 1));
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

static void check(const struct zgl_judgement *j,
	const struct zgl_judge_policy *policy, const struct zgl_judge *judge)
{
	const struct zgl_dkimverify *dkim = zgl_judge_dkim(judge);
	const struct zgl_dkim_verdict *v;
	bool passes = false;

	for (size_t i = 0; (v = zgl_dkimverify_verdict(dkim, i)) != NULL; i++)
		passes = passes || v->result == ZGL_DKIM_PASS;
	must(passes == (j->dkim == ZGL_DKIM_PASS));
	must((j->telling == NULL) == (zgl_dkimverify_count(dkim) == 0));
	must(j->telling == NULL || j->telling->result == j->dkim);
	must(!passes || j->disposition == ZGL_DISPOSE_ACCEPT);
	must(j->disposition == policy->dkim[j->dkim]
		|| (j->disposition == policy->dkim[ZGL_DKIM_NONE]
			&& (j->telling->warnings
				& 1U << ZGL_DKIM_WARNING_TESTING)));
	check_field(j->field, dkim);
	check_reply(j);
}

static void judge_it(struct run *r, const struct zgl_judge_policy *policy,
	uint8_t how, zgl_sv record)
{
	struct zgl_judge_config config = { .dkim = ZGL_DKIMVERIFY_DEFAULT,
		.authserv_id = id,
		.policy = *policy };
	struct zgl_judgement j;
	struct zgl_judge *judge;

	config.dkim.engine = engine;
	config.dkim.limits = &limits;
	must(zgl_judge_new(&config, &judge) == ZGL_OK);
	must(zgl_judge_begin(judge, &r->header, &r->a, 1700000000) == ZGL_OK);
	answer(judge, how, record);
	must(zgl_judge_body(judge, zgl_buf_sv(&r->body)) == ZGL_OK);
	must(zgl_judge_end(judge, &j) == ZGL_OK);
	check(&j, policy, judge);
	zgl_judge_free(judge);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run r;

	if (size < 2)
		return 0;
	if (engine == NULL)
		must(zgl_engine_new(&engine) == ZGL_OK);
	limits = ZGL_LIMITS_DEFAULT;
	zgl_sv rest = { (const char *)data + 2, size - 2 };
	zgl_sv record = zgl_sv_head(rest, zgl_sv_find(rest, '\n'));
	struct zgl_judge_policy policy = read_policy(data[1]);
	zgl_arena_begin(&r.a, 1 << 26);
	zgl_header_begin(&r.header, &r.a, &limits);
	zgl_buf_begin(&r.body, 1 << 26);
	if (split(&r, zgl_sv_skip(rest, record.n + 1)) == ZGL_OK)
		judge_it(&r, &policy, data[0], record);
	zgl_buf_free(&r.body);
	zgl_arena_free(&r.a);
	return 0;
}
