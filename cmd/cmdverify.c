/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* gethostname */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmds.h"
#include "cmd/discovery.h"
#include "cmd/say.h"
#include "cmd/verifyjson.h"
#include "cmd/verifytext.h"
#include "zegel/authres/authwrite.h"

#define HOST_OCTETS 256

struct job {
	bool mbox, allow_sha1, allow_unsigned_body, explain;
	int64_t min_rsa_bits, max_rsa_bits, signatures;
	const char *authserv_id, *lang, *discovery;
	struct zgl_sender sender;
	char host[HOST_OCTETS];
	struct zgl_discovery dmarc;
};

static int refuse(const char *option, const char *why)
{
	zgl_say_error("%s: %s", option, why);
	return ZGL_EXIT_USAGE;
}

/* Without --ip nothing can be asked about the others. */
static int check_sender(struct job *job)
{
	static const char why[] = "is no use without --ip, the address of the"
				  " machine that sent the message";

	if (job->sender.ip != NULL)
		return zgl_sender_read(&job->sender);
	if (job->sender.helo != NULL)
		return refuse("--helo", why);
	if (job->sender.mail_from != NULL)
		return refuse("--mail-from", why);
	return job->discovery != NULL ? refuse("--discovery", why)
				      : ZGL_EXIT_OK;
}

/* As zegeld does: the name of this machine. */
static int check_authserv_id(struct job *job)
{
	if (job->authserv_id == NULL) {
		/* a name that is cut may be without a NUL */
		bool named = gethostname(job->host, sizeof(job->host) - 1) == 0
			&& zgl_authwrite_fits(zgl_sv_of(job->host), false);
		job->authserv_id = named ? job->host : "localhost";
	}
	if (zgl_authwrite_fits(zgl_sv_of(job->authserv_id), false))
		return ZGL_EXIT_OK;
	zgl_say_error("--authserv-id %s: cannot be written, expected a name"
		      " like mx.example.nl",
		job->authserv_id);
	return ZGL_EXIT_USAGE;
}

static int check_lang(const struct job *job, struct zgl_verifyset *set)
{
	set->explain = job->explain;
	if (job->lang == NULL)
		return ZGL_EXIT_OK;
	if (!job->explain)
		return refuse("--lang", "is no use without --explain");
	if (zgl_lang_read(job->lang, &set->lang))
		return ZGL_EXIT_OK;
	zgl_say_error("--lang %s: expected en or nl", job->lang);
	return ZGL_EXIT_USAGE;
}

static int check(struct job *job, struct zgl_verifyset *set)
{
	int code = check_sender(job);

	if (code == ZGL_EXIT_OK)
		code = check_authserv_id(job);
	if (code == ZGL_EXIT_OK)
		code = check_lang(job, set);
	if (code != ZGL_EXIT_OK || job->min_rsa_bits <= job->max_rsa_bits)
		return code;
	zgl_say_error("--min-rsa-bits %lld: is more than --max-rsa-bits, no key"
		      " would do",
		(long long)job->min_rsa_bits);
	return ZGL_EXIT_USAGE;
}

/* With --json every file has a line, also one that cannot be read: who reads
 * the lines finds each file that he named. */
static int verify_file(struct zgl_verifyrun *run, const struct zgl_call *call,
	const char *path, bool mbox)
{
	int code = zgl_verifyrun_file(run, path, mbox);

	if (call->common.json && code >= ZGL_EXIT_USAGE && !run->shown)
		code = zgl_exits_worse(code,
			zgl_verifyjson_fault(call, path, zgl_say_last_error()));
	return code;
}

/* A broken pipe ends the work: nobody reads on. */
static int verify_files(
	struct zgl_verifyrun *run, struct zgl_call *call, const struct job *job)
{
	int worst = ZGL_EXIT_OK;

	if (call->operand_count == 0)
		return verify_file(run, call, "-", job->mbox);
	for (int i = 0; i < call->operand_count && !ferror(call->out); i++) {
		int code = verify_file(run, call, call->operands[i], job->mbox);
		worst = zgl_exits_worse(worst, code);
	}
	return worst;
}

/* Said once, to people who may not know. */
static void show_hint(const struct zgl_call *call, const struct job *job)
{
	if (job->sender.ip == NULL && !call->common.json && !job->explain)
		zgl_say_wrapped(call->out, 0, 0,
			ZGL_SV("SPF and DMARC are judged, too, when it is told"
			       " who sent it: --ip, --helo, --mail-from."));
}

static void fill_in(struct zgl_verifyset *set, const struct job *job)
{
	struct zgl_dkimverify_config *dkim = &set->judge.dkim;

	*dkim = ZGL_DKIMVERIFY_DEFAULT;
	dkim->min_rsa_bits = (unsigned)job->min_rsa_bits;
	dkim->max_rsa_bits = (unsigned)job->max_rsa_bits;
	dkim->allow_sha1 = job->allow_sha1;
	dkim->allow_unsigned_body = job->allow_unsigned_body;
	set->judge.spf = ZGL_SPFCHECK_DEFAULT;
	set->judge.spf.receiver = zgl_sv_of(job->authserv_id);
	set->judge.spf.explain = true;
	set->judge.check_dmarc = true;
	set->judge.authserv_id = zgl_sv_of(job->authserv_id);
	set->judge.policy = ZGL_JUDGE_POLICY_DEFAULT;
	zgl_discovery_fill(&job->dmarc, &set->judge.dmarc);
	set->sender = job->sender.ip != NULL ? &job->sender : NULL;
}

static int verify(
	struct zgl_call *call, const struct job *job, struct zgl_verifyset *set)
{
	struct zgl_world world;
	struct zgl_verifyrun run = { 0 };

	fill_in(set, job);
	int code = zgl_world_open(&world, &call->common);
	world.limits.signatures = (size_t)job->signatures;
	if (code == ZGL_EXIT_OK)
		code = zgl_world_connect(&world, &call->common);
	if (code == ZGL_EXIT_OK)
		code = zgl_verifyrun_begin(&run, &world, set, call,
			call->common.json ? zgl_verifyjson_show
					  : zgl_verifytext_show);
	if (code == ZGL_EXIT_OK)
		code = verify_files(&run, call, job);
	if (run.shown)
		show_hint(call, job);
	zgl_verifyrun_free(&run);
	zgl_world_close(&world);
	return code;
}

// clang-format off
int zgl_cmdverify(struct zgl_call *call)
{
	struct job job = { .min_rsa_bits = 1024, .max_rsa_bits = 4096,
		.signatures = 10 };
	const struct zgl_option options[] = {
		{ "mbox", 0, ZGL_OPTION_FLAG, &job.mbox, NULL,
			"each FILE is an mbox of messages", 0, 0 },
		{ "min-rsa-bits", 0, ZGL_OPTION_NUMBER, &job.min_rsa_bits, "N",
			"smaller RSA keys never pass (1024)", 512, 16384 },
		{ "max-rsa-bits", 0, ZGL_OPTION_NUMBER, &job.max_rsa_bits, "N",
			"larger RSA keys never pass (4096)", 1024, 16384 },
		{ "max-signatures", 0, ZGL_OPTION_NUMBER, &job.signatures, "N",
			"look at so many signatures, from the top (10)",
			1, ZGL_BODYBANK_SLOTS },
		{ "allow-sha1", 0, ZGL_OPTION_FLAG, &job.allow_sha1, NULL,
			"judge rsa-sha1 like any other algorithm", 0, 0 },
		{ "allow-unsigned-body", 0, ZGL_OPTION_FLAG,
			&job.allow_unsigned_body, NULL,
			"a signature whose l= ends before the body may pass",
			0, 0 },
		{ "ip", 0, ZGL_OPTION_TEXT, &job.sender.ip, "ADDR",
			"the address of the machine that sent it: judge SPF and"
			" DMARC, too", 0, 0 },
		{ "helo", 0, ZGL_OPTION_TEXT, &job.sender.helo, "NAME",
			"what that machine called itself (HELO)", 0, 0 },
		{ "mail-from", 0, ZGL_OPTION_TEXT, &job.sender.mail_from,
			"ADDR", "the sender on the envelope; none: a null"
			" sender", 0, 0 },
		{ "discovery", 0, ZGL_OPTION_TEXT, &job.discovery, "HOW",
			ZGL_DISCOVERY_HELP, 0, 0 },
		{ "authserv-id", 0, ZGL_OPTION_TEXT, &job.authserv_id, "NAME",
			"our name in Authentication-Results (this host's)",
			0, 0 },
		{ "explain", 0, ZGL_OPTION_FLAG, &job.explain, NULL,
			"tell the way to the verdict, step by step", 0, 0 },
		{ "lang", 0, ZGL_OPTION_TEXT, &job.lang, "en|nl",
			"the language of --explain (en)", 0, 0 },
	};
	const struct zgl_usage usage = {
		"verify [OPTION ...] [FILE ...]",
		"Verifies the DKIM signatures of messages: files, or standard"
		" input; with --ip\nalso SPF and DMARC. Exit code 0: DMARC"
		" passes, or, without a policy, SPF or\nDKIM does; without --ip:"
		" one signature at least; 1: it does not; 2: it could\nnot be"
		" decided, DNS failed for now.\n",
		options, ZGL_COUNT(options), INT_MAX, NULL };
	// clang-format on

	struct zgl_verifyset set = { .lang = ZGL_LANG_EN };

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	code = check(&job, &set);
	if (code == ZGL_EXIT_OK)
		code = zgl_discovery_begin(&job.dmarc, job.discovery);
	if (code == ZGL_EXIT_OK)
		code = verify(call, &job, &set);
	zgl_discovery_end(&job.dmarc);
	return code;
}
