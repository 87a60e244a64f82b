/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE /* getopt_long */
#include <getopt.h>
#include <stdio.h>

#include "cmd/daemon.h"
#include "cmd/daemoncheck.h"
#include "cmd/exits.h"
#include "cmd/stdguard.h"
#include "srv/resolve/resolver.h"
#include "zegel/base/num.h"
#include "zegel/base/version.h"
#include "zegel/crypto/engine.h"

#define CONFIG  "/etc/zegel/zegel.conf"
#define NOW_MAX UINT64_C(999999999999)

struct call {
	const char *config;
	int64_t now_s;
	bool check, help, version;
};

static void tell_help(void)
{
	puts("Usage: zegeld [OPTION ...]\n"
	     "A milter: signs the mail that leaves with DKIM, judges the mail"
	     " that comes in.\n"
	     "It stays in the foreground; SIGTERM ends it.\n"
	     "\n"
	     "  --config FILE   the configuration (" CONFIG ")\n"
	     "  --check         would it start? Tells every mistake, and ends\n"
	     "  --now UNIXTIME  takes this for the time, for tests\n"
	     "  --version       tells the version, and ends\n"
	     "  --help          this text");
}

static void tell_version(void)
{
	printf("zegeld %s\nwith OpenSSL %s, libsodium %s, libunbound %s,"
	       " libevent %s\n",
		ZGL_VERSION, zgl_engine_openssl_version(),
		zgl_engine_sodium_version(), zgl_resolver_unbound_version(),
		zgl_resolver_event_version());
}

static bool refuse(const char *text, const char *why)
{
	zgl_log_write(ZGL_LOG_ERROR, "%s: %s, see zegeld --help", text, why);
	return false;
}

static bool read_now(const char *text, int64_t *now_s)
{
	uint64_t value;

	if (!zgl_num_parse(zgl_sv_of(text), &value) || value > NOW_MAX)
		return refuse(text, "is no time in UNIX seconds");
	*now_s = (int64_t)value;
	return true;
}

static bool read_options(int argc, char **argv, struct call *call)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'n' },
		{ "now", required_argument, NULL, 't' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, "+:c:h", options, NULL))
		!= -1) {
		switch (letter) {
		case 'c': call->config = optarg; break;
		case 'n': call->check = true; break;
		case 'V': call->version = true; break;
		case 'h': call->help = true; break;
		case 't':
			if (!read_now(optarg, &call->now_s))
				return false;
			break;
		case ':': return refuse(argv[optind - 1], "a value is missing");
		default: return refuse(argv[optind - 1], "is no such option");
		}
	}
	return optind == argc
		|| refuse(argv[optind], "is not expected, no operand is");
}

static void say(void *to, const char *line)
{
	(void)to;
	zgl_log_line(ZGL_LOG_ERROR, zgl_sv_of(line));
}

static int run(const struct call *call)
{
	struct zgl_conf *conf;

	enum zgl_err err = zgl_conf_read(call->config, say, NULL, &conf);
	if (err == ZGL_ENOMEM)
		zgl_log_write(ZGL_LOG_ERROR, "%s: %s", call->config,
			zgl_err_sentence(err));
	if (err != ZGL_OK)
		return err == ZGL_ENOMEM ? ZGL_EXIT_OS : ZGL_EXIT_CONFIG;
	if (!call->check)
		zgl_log_open(&conf->log);
	int code = call->check ? zgl_daemoncheck(conf)
			       : zgl_daemon_run(conf, call->now_s);
	zgl_conf_free(conf);
	return code;
}

int main(int argc, char **argv)
{
	struct call call = { .config = CONFIG, .now_s = -1 };

	if (!zgl_stdguard())
		return ZGL_EXIT_OS;
	if (!read_options(argc, argv, &call))
		return ZGL_EXIT_USAGE;
	if (!call.help && !call.version) {
		if (!call.check)
			zgl_daemon_block_signals();
		return run(&call);
	}
	if (call.help)
		tell_help();
	else
		tell_version();
	return fflush(stdout) == 0 ? ZGL_EXIT_OK : ZGL_EXIT_IO;
}
