/* SPDX-License-Identifier: ISC */
#include "zegel/spf/spfcheck.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/base/mem.h"
#include "zegel/dns/ipaddr.h"
#include "zegel/spf/spfmachine.h"

/* rfc5321#4.5.3.1: no path is longer. What is cannot stand in a name. */
#define PART_MOST 256

enum zgl_err zgl_spfcheck_new(
	const struct zgl_spfcheck_config *config, struct zgl_spfcheck **check_r)
{
	struct zgl_spfcheck *check;

	*check_r = NULL;
	if (config->lookups > ZGL_SPFCHECK_LOOKUPS)
		return ZGL_EUSAGE;
	/* The domain's own frame, and one for each term that opens one. */
	check = zgl_mem_new(sizeof(*check)
		+ ((size_t)config->lookups + 1) * sizeof(check->frames[0]));
	if (check == NULL)
		return ZGL_ENOMEM;
	check->config = *config;
	*check_r = check;
	return ZGL_OK;
}

void zgl_spfcheck_free(struct zgl_spfcheck *check)
{
	zgl_mem_free(check);
}

void zgl_spfcheck_break(struct zgl_spfcheck *check, enum zgl_err err)
{
	check->err = err;
	check->asking = false;
}

void zgl_spfcheck_ask(struct zgl_spfcheck *check, enum zgl_spfask_kind kind,
	uint16_t type, size_t count)
{
	struct zgl_spfask *ask = &check->ask;

	ask->kind = kind;
	ask->type = type;
	ask->count = count;
	ask->told = ask->answered = 0;
	for (size_t i = 0; i < count; i++)
		ask->found[i] = ZGL_SPFFOUND_WAITING;
	check->asking = check->err == ZGL_OK;
}

void zgl_spfcheck_ask_target(
	struct zgl_spfcheck *check, enum zgl_spfask_kind kind, uint16_t type)
{
	check->ask.names[0] = &check->target;
	zgl_spfcheck_ask(check, kind, type, 1);
}

uint16_t zgl_spfcheck_host_type(const struct zgl_spfcheck *check)
{
	return check->values.is_ipv6 ? ZGL_RR_AAAA : ZGL_RR_A;
}

/* rfc7208#5: an IPv4 address mapped into IPv6 is an IPv4 address. */
static void take_address(
	struct zgl_spfvalues *values, const struct zgl_spfclient *client)
{
	bool is_mapped =
		client->is_ipv6 && zgl_ipaddr_is_mapped(client->octets);

	values->is_ipv6 = client->is_ipv6 && !is_mapped;
	memcpy(values->octets, client->octets, sizeof(values->octets));
	if (is_mapped)
		memcpy(values->octets, client->octets + ZGL_IPADDR_MAPPED, 4);
}

static bool has_8bit(zgl_sv text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (zgl_is_8bit(text.p[i]))
			return true;
	}
	return false;
}

static zgl_sv without_dot(zgl_sv name)
{
	bool dot = name.n > 1 && name.p[name.n - 1] == '.';

	return dot ? zgl_sv_head(name, name.n - 1) : name;
}

/* rfc7208#4.3: a name of several labels, and no address. */
static enum zgl_err take_domain(struct zgl_spfcheck *check, zgl_sv text)
{
	struct zgl_dname *domain = &check->domain;
	uint8_t octets[4];

	enum zgl_dname_fault fault = zgl_dname_parse(without_dot(text), domain);
	if (fault == ZGL_DNAME_NOMEM)
		return ZGL_ENOMEM;
	zgl_sv name = zgl_dname_sv(domain);
	if (zgl_sv_find(name, '.') == name.n || zgl_ipaddr_read4(name, octets))
		domain->n = 0;
	check->values.sender_domain = zgl_dname_sv(domain);
	return ZGL_OK;
}

/* rfc8616#4: U-labels become A-labels; what cannot is used in no name. */
static enum zgl_err take_helo(struct zgl_spfcheck *check, zgl_sv helo)
{
	check->values.helo = helo.n > 0 ? helo : ZGL_SV("");
	if (helo.n > PART_MOST)
		check->unfit |= ZGL_SPFMACRO_LETTER('h');
	if (helo.n > PART_MOST || !has_8bit(helo))
		return ZGL_OK;
	enum zgl_dname_fault fault =
		zgl_dname_parse(without_dot(helo), &check->helo);
	if (fault == ZGL_DNAME_NOMEM)
		return ZGL_ENOMEM;
	if (fault == ZGL_DNAME_OK)
		check->values.helo = zgl_dname_sv(&check->helo);
	else
		check->unfit |= ZGL_SPFMACRO_LETTER('h');
	return ZGL_OK;
}

/* rfc8616#4: terms with a local part that is not US-ASCII match nothing. */
static void take_local(struct zgl_spfcheck *check, zgl_sv local)
{
	check->values.local = local.n > 0 ? local : ZGL_SV("postmaster");
	if (local.n > PART_MOST || has_8bit(local))
		check->unfit |=
			ZGL_SPFMACRO_LETTER('l') | ZGL_SPFMACRO_LETTER('s');
}

/* The last @ divides: a quoted local part may have one, too. */
static enum zgl_err take_sender(
	struct zgl_spfcheck *check, const struct zgl_spfclient *client)
{
	zgl_sv from = client->mail_from;
	size_t at = from.n;

	ZGL_TRY(take_helo(check, client->helo));
	if (check->identity == ZGL_SPF_HELO) {
		take_local(check, (zgl_sv){ NULL, 0 });
		return take_domain(check, client->helo);
	}
	while (at > 0 && from.p[at - 1] != '@')
		at--;
	take_local(check, zgl_sv_head(from, at > 0 ? at - 1 : 0));
	return take_domain(check, zgl_sv_skip(from, at));
}

static void forget(struct zgl_spfcheck *check)
{
	check->stage = ZGL_SPFSTAGE_IDLE;
	check->err = ZGL_OK;
	check->asking = false;
	check->unfit = 0;
	check->step = ZGL_SPF_NO_STEP;
	check->ptr.asked = false;
	check->ptr.count = 0;
	check->first_number = 0;
	check->ask.told = check->ask.answered = 0;
	check->mechanism = check->problem = check->explanation =
		(zgl_sv){ NULL, 0 };
	check->matched = 0;
	check->lookups = check->void_lookups = 0;
	check->steps = NULL;
	check->step_count = check->step_room = 0;
	check->frames[0].record = (struct zgl_spfrecord){ .text = { NULL, 0 } };
	check->values.receiver = check->config.receiver.n > 0
		? check->config.receiver
		: ZGL_SV("unknown");
}

enum zgl_err zgl_spfcheck_begin(struct zgl_spfcheck *check,
	enum zgl_spf_identity identity, const struct zgl_spfclient *client,
	struct zgl_arena *a, int64_t now_s)
{
	forget(check);
	check->arena = a;
	check->values.now_s = now_s;
	check->identity = client->mail_from.n == 0 ? ZGL_SPF_HELO : identity;
	take_address(&check->values, client);
	ZGL_TRY(take_sender(check, client));
	if (check->domain.n > 0) {
		zgl_spfeval_begin(check);
		check->stage = ZGL_SPFSTAGE_TERM;
		return ZGL_OK;
	}
	check->result = ZGL_SPF_NONE;
	check->reason = ZGL_SPF_REASON_NO_DOMAIN;
	check->stage = ZGL_SPFSTAGE_DONE;
	return ZGL_OK;
}

bool zgl_spfcheck_next_question(struct zgl_spfcheck *check,
	struct zgl_question *question_r, size_t *number_r)
{
	struct zgl_spfask *ask = &check->ask;

	if (!check->asking || ask->told == ask->count)
		return false;
	question_r->name = *ask->names[ask->told];
	question_r->type = ask->type;
	*number_r = check->first_number + ask->told;
	ask->told++;
	return true;
}

static enum zgl_err take(
	struct zgl_spfcheck *check, size_t i, const struct zgl_answer *answer)
{
	struct zgl_spfask *ask = &check->ask;

	zgl_spfeval_take(check, i, answer);
	ask->answered++;
	if (check->err == ZGL_OK && ask->answered == ask->count) {
		check->asking = false;
		check->first_number += ask->count;
		zgl_spfeval_go_on(check);
	}
	return check->err;
}

enum zgl_err zgl_spfcheck_answer(struct zgl_spfcheck *check, size_t number,
	const struct zgl_answer *answer)
{
	const struct zgl_spfask *ask = &check->ask;

	if (!check->asking || number < check->first_number
		|| number - check->first_number >= ask->told)
		return ZGL_EUSAGE;
	size_t i = number - check->first_number;
	if (ask->found[i] != ZGL_SPFFOUND_WAITING)
		return ZGL_EUSAGE;
	return take(check, i, answer);
}

const struct zgl_dname *zgl_spfcheck_domain(const struct zgl_spfcheck *check)
{
	return &check->domain;
}

size_t zgl_spfcheck_waiting(const struct zgl_spfcheck *check)
{
	return check->asking ? check->ask.told - check->ask.answered : 0;
}

/* rfc7208#4.6.4: what took too long is a temporary failure. */
static enum zgl_err end_waiting(struct zgl_spfcheck *check)
{
	static const struct zgl_answer none = { .state = ZGL_ANSWER_TEMPFAIL };

	while (check->asking) {
		size_t i = 0;
		while (check->ask.found[i] != ZGL_SPFFOUND_WAITING)
			i++;
		ZGL_TRY(take(check, i, &none));
	}
	return ZGL_OK;
}

enum zgl_err zgl_spfcheck_end(
	struct zgl_spfcheck *check, struct zgl_spf_verdict *verdict_r)
{
	ZGL_TRY(end_waiting(check));
	if (check->err != ZGL_OK || check->stage != ZGL_SPFSTAGE_DONE)
		return ZGL_EUSAGE;
	*verdict_r = (struct zgl_spf_verdict){
		.result = check->result,
		.reason = check->reason,
		.identity = check->identity,
		.domain = check->domain,
		.mechanism = check->mechanism,
		.problem = check->problem,
		.explanation = check->explanation,
		.record = check->frames[0].record.text,
		.lookups = check->lookups,
		.void_lookups = check->void_lookups,
		.steps = check->steps,
		.step_count = check->step_count,
	};
	return ZGL_OK;
}
