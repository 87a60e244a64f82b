/* SPDX-License-Identifier: ISC */
#include "srv/milter/letterverify.h"

#include <string.h>
#include <sys/socket.h>

#include "srv/milter/milterfacts.h"

struct zgl_letterask {
	struct zgl_letterask *before; /* asked before this one */
	struct zgl_letterverify *verify;
	size_t number;
	struct zgl_dnsask ask;
};

static void take_answer(void *to, const struct zgl_answer *answer);

static enum zgl_err ask_one(struct zgl_letterverify *v,
	const struct zgl_question *question, size_t number)
{
	struct zgl_arena *a = &v->letter->arena;
	struct zgl_letterask *ask = zgl_arena_get(a, sizeof(*ask));

	if (ask == NULL)
		return a->err;
	*ask = (struct zgl_letterask){
		.before = v->asks, .verify = v, .number = number
	};
	v->asks = ask;
	v->waiting++;
	return zgl_dnswindow_ask(
		v->desk->config.window, question, &ask->ask, take_answer, ask);
}

/* Answers that come at once come back to this loop, not to another in it. */
static enum zgl_err ask_all(struct zgl_letterverify *v)
{
	struct zgl_question question;
	size_t number;

	v->asking = true;
	while (v->err == ZGL_OK
		&& zgl_judge_next_question(v->judge, &question, &number))
		v->err = ask_one(v, &question, number);
	v->asking = false;
	return v->err;
}

static void take_answer(void *to, const struct zgl_answer *answer)
{
	struct zgl_letterask *ask = to;
	struct zgl_letterverify *v = ask->verify;

	v->waiting--;
	if (v->err == ZGL_OK)
		v->err = zgl_judge_answer(v->judge, ask->number, answer);
	if (v->asking)
		return;
	(void)ask_all(v);
	/* The last thing done here: what hears may end the message. */
	if (!zgl_letterverify_waits(v))
		v->heard(v->to);
}

static enum zgl_err need_judge(struct zgl_letterverify *v,
	struct zgl_maildesk *desk, struct zgl_letter *letter)
{
	v->desk = desk;
	v->letter = letter;
	return v->judge != NULL ? ZGL_OK
				: zgl_maildesk_take_judge(desk, &v->judge);
}

static bool is_trusted(
	const struct zgl_conf *conf, const struct zgl_envelope *envelope)
{
	return zgl_net_has(conf->dmarc.networks, conf->dmarc.network_count,
		envelope->family, envelope->octets);
}

/* What SPF is to know of the client; see Client in letterverify.h. */
static struct zgl_spfclient client_of(const struct zgl_envelope *envelope)
{
	struct zgl_spfclient client = { .is_ipv6 = envelope->family == AF_INET6,
		.helo = envelope->helo,
		.mail_from = envelope->mail_from };
	bool known =
		envelope->family == AF_INET || envelope->family == AF_INET6;

	memcpy(client.octets, envelope->octets, sizeof(client.octets));
	if (!known)
		client.helo = (zgl_sv){ NULL, 0 };
	if (!known || client.mail_from.n >= ZGL_MILTERFACT_FROM_MAX)
		client.mail_from = ZGL_SV("@");
	return client;
}

enum zgl_err zgl_letterverify_meet(struct zgl_letterverify *v,
	struct zgl_maildesk *desk, struct zgl_letter *letter,
	const struct zgl_envelope *envelope, int64_t now_s)
{
	const struct zgl_conf *conf = desk->config.conf;

	v->client = client_of(envelope);
	ZGL_TRY(need_judge(v, desk, letter));
	ZGL_TRY(zgl_judge_client(v->judge, &v->client,
		is_trusted(conf, envelope), &letter->arena, now_s));
	return ask_all(v);
}

enum zgl_err zgl_letterverify_begin(struct zgl_letterverify *v,
	struct zgl_maildesk *desk, struct zgl_letter *letter, int64_t now_s)
{
	ZGL_TRY(v->err);
	ZGL_TRY(need_judge(v, desk, letter));
	ZGL_TRY(zgl_judge_begin(
		v->judge, &letter->header, &letter->arena, now_s));
	return ask_all(v);
}

bool zgl_letterverify_wants_body(const struct zgl_letter *letter)
{
	return zgl_header_find(
		       &letter->header, ZGL_SV("DKIM-Signature"), ZGL_NO_FIELD)
		!= ZGL_NO_FIELD;
}

enum zgl_err zgl_letterverify_body(struct zgl_letterverify *v, zgl_sv octets)
{
	return zgl_judge_body(v->judge, octets);
}

static void drop_questions(struct zgl_letterverify *v)
{
	for (; v->asks != NULL; v->asks = v->asks->before)
		zgl_dnsask_drop(&v->asks->ask);
	v->waiting = 0;
}

enum zgl_err zgl_letterverify_end(struct zgl_letterverify *v)
{
	drop_questions(v);
	ZGL_TRY(v->err);
	return zgl_judge_end(v->judge, &v->judgement);
}

void zgl_letterverify_drop(struct zgl_letterverify *v)
{
	drop_questions(v);
	if (v->judge != NULL) {
		zgl_judge_reset(v->judge);
		zgl_maildesk_give_judge(v->desk, v->judge);
	}
	v->judge = NULL;
}
