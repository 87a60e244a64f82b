/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* in6_addr */
#include <arpa/inet.h>
#include <limits.h>

#include "cmd/cmds.h"
#include "cmd/say.h"
#include "cmd/verifyjson.h"
#include "cmd/verifytext.h"

struct job {
	bool mbox, allow_sha1, allow_unsigned_body;
	int64_t min_rsa_bits, max_rsa_bits, signatures;
	/* what SPF and DMARC will need */
	const char *ip, *helo, *mail_from, *authserv_id;
};

static int check(const struct job *job)
{
	unsigned char octets[16];

	if (job->ip != NULL && inet_pton(AF_INET, job->ip, octets) != 1
		&& inet_pton(AF_INET6, job->ip, octets) != 1) {
		zgl_say_error("--ip %s: is no IP address, expected one like"
			      " 192.0.2.1 or 2001:db8::1",
			job->ip);
		return ZGL_EXIT_USAGE;
	}
	if (job->min_rsa_bits > job->max_rsa_bits) {
		zgl_say_error("--min-rsa-bits %lld: is more than"
			      " --max-rsa-bits, no key would do",
			(long long)job->min_rsa_bits);
		return ZGL_EXIT_USAGE;
	}
	return ZGL_EXIT_OK;
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

static int verify(struct zgl_call *call, const struct job *job)
{
	struct zgl_dkimverify_config config = ZGL_DKIMVERIFY_DEFAULT;
	struct zgl_world world;
	struct zgl_verifyrun run = { 0 };

	config.min_rsa_bits = (unsigned)job->min_rsa_bits;
	config.max_rsa_bits = (unsigned)job->max_rsa_bits;
	config.allow_sha1 = job->allow_sha1;
	config.allow_unsigned_body = job->allow_unsigned_body;
	int code = zgl_world_open(&world, &call->common);
	world.limits.signatures = (size_t)job->signatures;
	if (code == ZGL_EXIT_OK)
		code = zgl_world_connect(&world, &call->common);
	if (code == ZGL_EXIT_OK)
		code = zgl_verifyrun_begin(&run, &world, &config, call,
			call->common.json ? zgl_verifyjson_show
					  : zgl_verifytext_show);
	if (code == ZGL_EXIT_OK)
		code = verify_files(&run, call, job);
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
		{ "ip", 0, ZGL_OPTION_TEXT, &job.ip, "ADDR",
			"the client's address (taken, not yet used)", 0, 0 },
		{ "helo", 0, ZGL_OPTION_TEXT, &job.helo, "NAME",
			"the client's name (taken, not yet used)", 0, 0 },
		{ "mail-from", 0, ZGL_OPTION_TEXT, &job.mail_from, "ADDR",
			"the envelope sender (taken, not yet used)", 0, 0 },
		{ "authserv-id", 0, ZGL_OPTION_TEXT, &job.authserv_id, "NAME",
			"our name in results (taken, not yet used)", 0, 0 },
	};
	const struct zgl_usage usage = {
		"verify [OPTION ...] [FILE ...]",
		"Verifies the DKIM signatures of messages: files, or standard"
		" input.\nExit code 0: one signature at least passes; 1: none"
		" does; 2: it could not\nbe decided, DNS failed for now.\n",
		options, ZGL_COUNT(options), INT_MAX, NULL };
	// clang-format on

	int code = zgl_options_read(call, &usage);
	if (code != ZGL_GO_ON)
		return code;
	code = check(&job);
	return code == ZGL_EXIT_OK ? verify(call, &job) : code;
}
