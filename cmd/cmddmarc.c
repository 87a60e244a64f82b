/* SPDX-License-Identifier: ISC */
#include "cmd/asker.h"
#include "cmd/cmds.h"
#include "cmd/discovery.h"
#include "cmd/dmarcjson.h"
#include "cmd/dmarctext.h"
#include "cmd/jsonl.h"
#include "cmd/named.h"
#include "cmd/say.h"
#include "cmd/world.h"

#define SYNOPSIS     "dmarc [--discovery walk|psl] [--json] DOMAIN"
#define ARENA_OCTETS ((size_t)16 * 1024 * 1024)

static int show(const struct zgl_call *call, const struct zgl_dmarc_verdict *v)
{
	if (call->common.json
		&& !zgl_jsonl_write(call->out, zgl_dmarcjson_object(v)))
		return ZGL_EXIT_OS;
	if (!call->common.json)
		zgl_dmarctext_show(call, v);
	if (v->result == ZGL_DMARC_TEMPERROR)
		return ZGL_EXIT_UNDECIDED;
	return zgl_dmarctext_applies(v) ? ZGL_EXIT_OK : ZGL_EXIT_NO;
}

/* The record of a domain is that of a message from it which nothing
 * authenticates. */
static enum zgl_err discover(struct zgl_dmarccheck *check,
	const struct zgl_dname *domain, struct zgl_world *world,
	struct zgl_arena *a, struct zgl_dmarc_verdict *verdict_r)
{
	struct zgl_asker asker = { .resolver = world->resolver };

	ZGL_TRY(zgl_dmarccheck_begin(check, domain, a));
	ZGL_TRY(zgl_asker_run(&asker, &zgl_asker_dmarc, check, a));
	return zgl_dmarccheck_end(check, verdict_r);
}

static int judge(const struct zgl_call *call, const struct zgl_dname *domain,
	const struct zgl_discovery *how, struct zgl_world *world)
{
	struct zgl_dmarccheck_config config = { .limits = &world->limits };
	struct zgl_dmarccheck *check = NULL;
	struct zgl_dmarc_verdict verdict;
	struct zgl_arena arena;

	zgl_discovery_fill(how, &config);
	zgl_arena_begin(&arena, ARENA_OCTETS);
	enum zgl_err err = zgl_dmarccheck_new(&config, &check);
	if (err == ZGL_OK)
		err = discover(check, domain, world, &arena, &verdict);
	if (err != ZGL_OK)
		zgl_say_error("%s", zgl_err_sentence(err));
	int code = err == ZGL_OK ? show(call, &verdict) : zgl_exits_of_err(err);
	zgl_dmarccheck_free(check);
	zgl_arena_free(&arena);
	return code;
}

static int dmarc(struct zgl_call *call, const struct zgl_dname *domain,
	const struct zgl_discovery *how)
{
	struct zgl_world world;
	int code = zgl_world_open(&world, &call->common);

	if (code == ZGL_EXIT_OK)
		code = zgl_world_connect(&world, &call->common);
	if (code == ZGL_EXIT_OK)
		code = judge(call, domain, how, &world);
	zgl_world_close(&world);
	return code;
}

// clang-format off
int zgl_cmddmarc(struct zgl_call *call)
{
	const char *how = NULL;
	const struct zgl_option options[] = {
		{ "discovery", 0, ZGL_OPTION_TEXT, &how, "HOW",
			ZGL_DISCOVERY_HELP, 0, 0 },
	};
	const struct zgl_usage usage = {
		SYNOPSIS,
		"Looks for the DMARC record that holds for mail from a domain:"
		" where it was\nlooked for, what it asks for, what is aligned,"
		" where reports go, what is wrong\nwith it. Exit code 0: a"
		" record is in force; 1: none is; 2: it could not be\ndecided,"
		" DNS failed for now.\n",
		options, ZGL_COUNT(options), 1, "domain" };
	// clang-format on
	struct zgl_discovery discovery = { 0 };
	struct zgl_dname domain;

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	if (call->operand_count == 0)
		return zgl_options_missing(SYNOPSIS, "DOMAIN");
	code = zgl_named_name(call->operands[0], &domain);
	if (code == ZGL_EXIT_OK)
		code = zgl_discovery_begin(&discovery, how);
	if (code == ZGL_EXIT_OK)
		code = dmarc(call, &domain, &discovery);
	zgl_discovery_end(&discovery);
	return code;
}
