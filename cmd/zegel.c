/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* signal */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "cmd/about.h"
#include "cmd/cmds.h"
#include "cmd/say.h"
#include "cmd/stdguard.h"

static const struct command {
	const char *words[2]; /* the second may be NULL */
	zgl_cmd *run;
	const char *about;
} commands[] = {
	// clang-format off
	{ { "key", "new" }, zgl_cmdkey_new, "make a private key, print its DNS record" },
	{ { "key", "list" }, zgl_cmdkey_list, "list the keys of the store" },
	{ { "key", "show" }, zgl_cmdkey_show, "show a key of the store, and its DNS record" },
	{ { "key", "activate" }, zgl_cmdkey_activate, "let a key of the store sign" },
	{ { "key", "retire" }, zgl_cmdkey_retire, "let a key of the store sign no more" },
	{ { "key", "remove" }, zgl_cmdkey_remove, "remove a key from the store" },
	{ { "key", "import" }, zgl_cmdkey_import, "take a private key from a file into the store" },
	{ { "key", "export" }, zgl_cmdkey_export, "write a private key of the store into a file" },
	{ { "key", "subdomains" }, zgl_cmdkey_subdomains, "say whether a domain's keys serve those below" },
	{ { "record", "dkim" }, zgl_cmdrecord_dkim, "print the DNS record of a private key" },
	{ { "sign", NULL }, zgl_cmdsign, "sign a message" },
	{ { "verify", NULL }, zgl_cmdverify, "verify the signatures of messages, and who sent them" },
	{ { "spf", NULL }, zgl_cmdspf, "tell whether a machine may send for a domain" },
	{ { "dmarc", NULL }, zgl_cmddmarc, "tell what a domain asks for, and how that is found" },
	{ { "demo", NULL }, zgl_cmddemo, "show all of it on a message of its own" },
	// clang-format on
};

static bool is_word(const char *text, const char *word)
{
	return text != NULL && strcmp(text, word) == 0;
}

/* All subcommands, or those that begin with `word`. */
static void list_commands(FILE *to, const char *word)
{
	for (size_t i = 0; i < ZGL_COUNT(commands); i++) {
		const struct command *c = &commands[i];
		const char *second = c->words[1] != NULL ? c->words[1] : "";
		if (word == NULL || is_word(c->words[0], word))
			fprintf(to, "  %-7s%-11s%s\n", c->words[0], second,
				c->about);
	}
}

static void help(FILE *to)
{
	fputs("Usage: zegel [OPTION ...] SUBCOMMAND ...\n"
	      "E-mail authentication: signs mail with DKIM, judges it by DKIM, "
	      "SPF and DMARC.\n\n"
	      "Subcommands (zegel SUBCOMMAND --help tells more):\n",
		to);
	list_commands(to, NULL);
	fputc('\n', to);
	zgl_options_help_common(to);
}

/* Of the first word of a subcommand that has two. */
static void help_half(FILE *to, const char *word)
{
	fprintf(to,
		"Usage: zegel %s SUBCOMMAND ...\n\n"
		"Subcommands (zegel %s SUBCOMMAND --help tells more):\n",
		word, word);
	list_commands(to, word);
}

static bool is_half(const char *word)
{
	for (size_t i = 0; i < ZGL_COUNT(commands); i++) {
		if (is_word(word, commands[i].words[0]))
			return true;
	}
	return false;
}

static const struct command *find(char *const *words)
{
	for (size_t i = 0; i < ZGL_COUNT(commands); i++) {
		const struct command *c = &commands[i];
		if (is_word(words[0], c->words[0])
			&& (c->words[1] == NULL
				|| is_word(words[1], c->words[1])))
			return c;
	}
	return NULL;
}

static int refuse(char *const *words)
{
	for (size_t i = 0; i < ZGL_COUNT(commands); i++) {
		const struct command *c = &commands[i];
		if (!is_word(words[0], c->words[0]))
			continue;
		zgl_say_error("%s%s%s: %s, see zegel %s --help", words[0],
			words[1] != NULL ? " " : "",
			words[1] != NULL ? words[1] : "",
			words[1] != NULL ? "there is no such subcommand"
					 : "a second word is missing",
			c->words[0]);
		return ZGL_EXIT_USAGE;
	}
	zgl_say_error(
		"%s: there is no such subcommand, see zegel --help", words[0]);
	return ZGL_EXIT_USAGE;
}

/* What "zegel --help", "zegel key --help" and "zegel --help key" ask for. */
static bool gave_help(const struct zgl_call *call)
{
	const char *first = call->operands[0];
	const char *second = first != NULL ? call->operands[1] : NULL;
	bool asked = is_word(second, "--help") || is_word(second, "-h")
		|| (call->common.help && second == NULL);

	if (first == NULL && call->common.help)
		help(call->out);
	else if (asked && is_half(first))
		help_half(call->out, first);
	else
		return false;
	return true;
}

static int run(struct zgl_call *call)
{
	int code = zgl_options_read_first(call);

	if (code != ZGL_GO_ON)
		return code;
	if (call->common.version)
		return zgl_about_put(call->out, call->common.json);
	const struct command *c = find(call->operands);
	if (c == NULL && gave_help(call))
		return ZGL_EXIT_OK;
	if (call->operand_count == 0) {
		zgl_say_error("a subcommand is missing, see zegel --help");
		return ZGL_EXIT_USAGE;
	}
	if (c == NULL)
		return refuse(call->operands);
	int skip = c->words[1] != NULL ? 1 : 0;
	call->argv = call->operands + skip;
	call->argc = call->operand_count - skip;
	return c->run(call);
}

/* What could not be written was not done, whatever else went well. */
static int finish(FILE *out, int code)
{
	errno = 0;
	if (fflush(out) == 0 && !ferror(out))
		return code;
	zgl_say_error("standard output: %s",
		errno != 0 ? strerror(errno) : "could not be written");
	return ZGL_EXIT_IO;
}

int main(int argc, char **argv)
{
	struct zgl_call call = { .argv = argv,
		.argc = argc,
		.common = { .now_s = ZGL_CLOCK },
		.out = stdout,
		.notes = stderr };

	if (!zgl_stdguard())
		return ZGL_EXIT_OS;
	signal(SIGPIPE, SIG_IGN); /* writing then tells EPIPE */
	call.coloured = zgl_say_coloured(stdout);
	return finish(stdout, run(&call));
}
