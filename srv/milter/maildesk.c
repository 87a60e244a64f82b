/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "srv/milter/maildesk.h"

#include <time.h>

#include "srv/milter/mailwork.h"
#include "zegel/base/mem.h"

/* What is put together here that is no field of a message: our own fields, a
 * log line. Signers and judges bound theirs below this. */
#define TEXT_OCTETS ((size_t)1024 * 1024)

/* Key records that are kept parsed, for one loop. */
#define KEYS_KEPT 1024

static struct zgl_dkimverify_config dkim_config(const struct zgl_maildesk *desk)
{
	const struct zgl_conf *conf = desk->config.conf;

	return (struct zgl_dkimverify_config){ .engine = desk->config.engine,
		.limits = &conf->limits,
		.keys = desk->keys,
		.min_rsa_bits = conf->verify.min_rsa_bits,
		.max_rsa_bits = conf->verify.max_rsa_bits,
		.skew_s = conf->verify.skew_s,
		.allow_sha1 = conf->verify.allow_sha1,
		.allow_unsigned_body = conf->verify.allow_unsigned_body };
}

/* What is accepted is told nothing, and a sender is not to make us ask for more
 * than we need. */
static bool wants_explanation(const struct zgl_conf *conf)
{
	const struct zgl_judge_policy *policy = &conf->verify.policy;

	return conf->spf.explain
		&& (policy->spf[ZGL_SPF_FAIL] != ZGL_DISPOSE_ACCEPT
			|| policy->helo[ZGL_SPF_FAIL] != ZGL_DISPOSE_ACCEPT);
}

static struct zgl_spfcheck_config spf_config(const struct zgl_maildesk *desk)
{
	const struct zgl_conf *conf = desk->config.conf;
	struct zgl_spfcheck_config config = ZGL_SPFCHECK_DEFAULT;

	config.limits = &conf->limits;
	config.receiver = conf->authserv_id;
	config.explain = wants_explanation(conf);
	return config;
}

static struct zgl_dmarccheck_config dmarc_config(
	const struct zgl_maildesk *desk)
{
	struct zgl_suffix *suffix = desk->config.suffix;

	return (struct zgl_dmarccheck_config){
		.limits = &desk->config.conf->limits,
		.suffix = suffix != NULL ? zgl_suffix_labels : NULL,
		.to = suffix
	};
}

static enum zgl_err make_judge(void *with, void **thing_r)
{
	struct zgl_maildesk *desk = with;
	const struct zgl_conf *conf = desk->config.conf;
	struct zgl_judge *judge;

	if (desk->keys == NULL)
		ZGL_TRY(zgl_keycache_new(desk->config.engine, KEYS_KEPT,
			&conf->limits, &desk->keys));
	const struct zgl_judge_config config = {
		.dkim = dkim_config(desk),
		.spf = spf_config(desk),
		.dmarc = dmarc_config(desk),
		.check_helo = conf->spf.check_helo,
		.check_dmarc = conf->dmarc.check,
		.authserv_id = conf->authserv_id,
		.policy = conf->verify.policy,
		.forwarders = conf->dmarc.forwarders,
		.forwarder_count = conf->dmarc.forwarder_count,
	};
	ZGL_TRY(zgl_judge_new(&config, &judge));
	*thing_r = judge;
	return ZGL_OK;
}

static void unmake_judge(void *thing)
{
	zgl_judge_free(thing);
}

static enum zgl_err make_work(void *with, void **thing_r)
{
	const struct zgl_maildesk *desk = with;
	struct zgl_mailwork *work = zgl_mem_new(sizeof(*work));

	if (work == NULL)
		return ZGL_ENOMEM;
	zgl_letter_begin(&work->letter, &desk->config.conf->limits);
	*thing_r = work;
	return ZGL_OK;
}

static void unmake_work(void *thing)
{
	struct zgl_mailwork *work = thing;

	zgl_letter_free(&work->letter);
	zgl_mem_free(work);
}

static bool have_mark(const enum zgl_disposition *at, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (at[i] == ZGL_DISPOSE_MARK)
			return true;
	}
	return false;
}

static bool marks_by_dmarc(const struct zgl_judge_policy *policy)
{
	const enum zgl_disposition others[] = { policy->dmarc_temperror,
		policy->dmarc_permerror, policy->indirect, policy->author };

	return have_mark(policy->dmarc, ZGL_COUNT(policy->dmarc))
		|| have_mark(others, ZGL_COUNT(others));
}

static bool can_mark(const struct zgl_conf *conf)
{
	const struct zgl_judge_policy *policy = &conf->verify.policy;

	return have_mark(policy->dkim, ZGL_COUNT(policy->dkim))
		|| (conf->spf.check
			&& have_mark(policy->spf, ZGL_COUNT(policy->spf)))
		|| (conf->spf.check_helo
			&& have_mark(policy->helo, ZGL_COUNT(policy->helo)))
		|| (conf->dmarc.check && marks_by_dmarc(policy));
}

enum zgl_err zgl_maildesk_new(
	const struct zgl_maildesk_config *config, struct zgl_maildesk **desk_r)
{
	struct zgl_maildesk *desk = zgl_mem_new(sizeof(*desk));

	*desk_r = desk;
	if (desk == NULL)
		return ZGL_ENOMEM;
	desk->config = *config;
	desk->marks = can_mark(config->conf);
	desk->judges = (struct zgl_mailpool){
		.make = make_judge, .unmake = unmake_judge, .with = desk
	};
	desk->works = (struct zgl_mailpool){
		.make = make_work, .unmake = unmake_work, .with = desk
	};
	zgl_buf_begin(&desk->text,
		2 * config->conf->limits.header_octets + TEXT_OCTETS);
	return ZGL_OK;
}

void zgl_maildesk_free(struct zgl_maildesk *desk)
{
	if (desk == NULL)
		return;
	zgl_mailpool_free(&desk->works);
	zgl_mailpool_free(&desk->judges);
	zgl_keycache_free(desk->keys);
	zgl_buf_free(&desk->text);
	zgl_mem_free(desk);
}

enum zgl_err zgl_maildesk_take_work(
	struct zgl_maildesk *desk, struct zgl_mailwork **work_r)
{
	void *thing;
	enum zgl_err err = zgl_mailpool_take(&desk->works, &thing);

	*work_r = thing;
	return err;
}

void zgl_maildesk_give_work(
	struct zgl_maildesk *desk, struct zgl_mailwork *work)
{
	zgl_mailpool_give_back(&desk->works, work);
}

enum zgl_err zgl_maildesk_take_judge(
	struct zgl_maildesk *desk, struct zgl_judge **judge_r)
{
	void *thing;
	enum zgl_err err = zgl_mailpool_take(&desk->judges, &thing);

	*judge_r = thing;
	return err;
}

void zgl_maildesk_give_judge(struct zgl_maildesk *desk, struct zgl_judge *judge)
{
	zgl_mailpool_give_back(&desk->judges, judge);
}

int64_t zgl_maildesk_now_s(const struct zgl_maildesk *desk)
{
	return desk->config.now_s >= 0 ? desk->config.now_s
				       : (int64_t)time(NULL);
}

int64_t zgl_maildesk_ticks_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void zgl_maildesk_complain(
	struct zgl_maildesk *desk, const char *what, const char *why)
{
	if (zgl_oncelog_is_news(
		    &desk->told, zgl_sv_of(why), zgl_maildesk_now_s(desk)))
		zgl_log_write(ZGL_LOG_ERROR, "%s: %s", what, why);
}
