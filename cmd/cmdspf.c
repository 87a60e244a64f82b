/* SPDX-License-Identifier: ISC */
#include "cmd/asker.h"
#include "cmd/cmds.h"
#include "cmd/judgejson.h"
#include "cmd/sender.h"
#include "cmd/spftext.h"
#include "cmd/world.h"

#define SYNOPSIS     "spf --ip ADDR [--helo NAME] [--mail-from ADDR] [--json]"
#define ARENA_OCTETS ((size_t)16 * 1024 * 1024)

static const char *answer_of(enum zgl_spf_result result)
{
	switch (result) {
	case ZGL_SPF_PASS: return "may send for";
	case ZGL_SPF_FAIL: return "may not send for";
	case ZGL_SPF_SOFTFAIL: return "probably may not send for";
	case ZGL_SPF_NEUTRAL: return "may or may not send for";
	case ZGL_SPF_TEMPERROR: return "cannot be judged for now by";
	default: return "cannot be judged by";
	}
}

static void show_text(const struct zgl_call *call,
	const struct zgl_sender *sender, const struct zgl_spf_verdict *v)
{
	FILE *to = call->out;

	zgl_say_styled(to, call->coloured, zgl_spftext_style(v->result),
		zgl_spf_result_word(v->result));
	if (v->domain.n > 0) {
		fprintf(to, ": %s %s ", sender->ip, answer_of(v->result));
		zgl_spftext_checked(to, v);
		fputc('\n', to);
	} else
		fprintf(to, ": %s cannot be judged, there is no domain\n",
			sender->ip);
	zgl_spftext_rows(to, v);
	zgl_spftext_tree(to, v);
}

static int show(const struct zgl_call *call, const struct zgl_sender *sender,
	const struct zgl_spf_verdict *v)
{
	if (call->common.json
		&& !zgl_jsonl_write(call->out, zgl_judgejson_spf(v)))
		return ZGL_EXIT_OS;
	if (!call->common.json)
		show_text(call, sender, v);
	switch (v->result) {
	case ZGL_SPF_PASS: return ZGL_EXIT_OK;
	case ZGL_SPF_TEMPERROR: return ZGL_EXIT_UNDECIDED;
	default: return ZGL_EXIT_NO;
	}
}

static enum zgl_err evaluate(struct zgl_spfcheck *check,
	const struct zgl_sender *sender, struct zgl_world *world,
	struct zgl_arena *a, struct zgl_spf_verdict *verdict_r)
{
	struct zgl_asker asker = { .resolver = world->resolver };
	enum zgl_spf_identity identity =
		sender->mail_from == NULL ? ZGL_SPF_HELO : ZGL_SPF_MAILFROM;

	ZGL_TRY(zgl_spfcheck_begin(
		check, identity, &sender->client, a, zgl_world_now(world)));
	ZGL_TRY(zgl_asker_run(&asker, &zgl_asker_spf, check, a));
	return zgl_spfcheck_end(check, verdict_r);
}

static int judge(const struct zgl_call *call, const struct zgl_sender *sender,
	const char *receiver, struct zgl_world *world)
{
	struct zgl_spfcheck_config config = ZGL_SPFCHECK_DEFAULT;
	struct zgl_spfcheck *check = NULL;
	struct zgl_spf_verdict verdict;
	struct zgl_arena arena;

	config.limits = &world->limits;
	config.receiver = zgl_sv_of(receiver);
	config.explain = true;
	config.steps = true;
	zgl_arena_begin(&arena, ARENA_OCTETS);
	enum zgl_err err = zgl_spfcheck_new(&config, &check);
	if (err == ZGL_OK)
		err = evaluate(check, sender, world, &arena, &verdict);
	if (err != ZGL_OK)
		zgl_say_error("%s", zgl_err_sentence(err));
	int code = err == ZGL_OK ? show(call, sender, &verdict)
				 : zgl_exits_of_err(err);
	zgl_spfcheck_free(check);
	zgl_arena_free(&arena);
	return code;
}

static int spf(const struct zgl_call *call, const struct zgl_sender *sender,
	const char *receiver)
{
	struct zgl_world world;
	int code = zgl_world_open(&world, &call->common);

	if (code == ZGL_EXIT_OK)
		code = zgl_world_connect(&world, &call->common);
	if (code == ZGL_EXIT_OK)
		code = judge(call, sender, receiver, &world);
	zgl_world_close(&world);
	return code;
}

// clang-format off
int zgl_cmdspf(struct zgl_call *call)
{
	struct zgl_sender sender = { 0 };
	const char *receiver = NULL;
	const struct zgl_option options[] = {
		{ "ip", 0, ZGL_OPTION_TEXT, &sender.ip, "ADDR",
			"the address of the machine that sends", 0, 0 },
		{ "helo", 0, ZGL_OPTION_TEXT, &sender.helo, "NAME",
			"what that machine calls itself (HELO)", 0, 0 },
		{ "mail-from", 0, ZGL_OPTION_TEXT, &sender.mail_from, "ADDR",
			"the sender on the envelope; without it the name in"
			" HELO is checked", 0, 0 },
		{ "receiver", 0, ZGL_OPTION_TEXT, &receiver, "NAME",
			"who receives, for the macro %{r}", 0, 0 },
	};
	const struct zgl_usage usage = {
		SYNOPSIS,
		"Tells whether a machine may send for a domain (SPF), and the"
		" way to that: each\nterm that was looked at, as a tree. Exit"
		" code 0: pass; 1: anything else; 2: it\ncould not be decided,"
		" DNS failed for now.\n",
		options, ZGL_COUNT(options), 0, "operand" };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	if (sender.ip == NULL)
		return zgl_options_missing(SYNOPSIS, "--ip ADDR");
	code = zgl_sender_read(&sender);
	return code == ZGL_EXIT_OK ? spf(call, &sender, receiver) : code;
}
