/* SPDX-License-Identifier: ISC */
/*
 * ask -- asks a resolver, for live.py.
 *
 *     ask [-s SERVER] [-a ANCHOR] [-d DEADLINE_MS] NAME TYPE ... [+ NAME TYPE ...]
 *
 * TYPE is a number. All questions up to a "+" are asked at once. Prints a line
 * for each, in the order of the arguments, with tabs between: name, type,
 * state, DNSSEC state, TTL, milliseconds, problem or "-", and the records: TXT
 * joined, others in hexadecimal. Exits 2 and tells why when there is no
 * resolver.
 */
#define _POSIX_C_SOURCE 200809L

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "srv/resolve/resolver.h"

#define ASKED_MAX 1000

struct asked {
	const char *name, *type;
	int64_t at_ms;
	unsigned answers;
	char *line;
	size_t line_octets;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void print_txt(FILE *to, zgl_sv rdata)
{
	struct zgl_arena a;
	zgl_sv text;

	zgl_arena_begin(&a, 1 << 20);
	if (zgl_txt_join(rdata, 65535, &a, &text) != ZGL_OK)
		text = ZGL_SV("(no strings)");
	fprintf(to, "\t%.*s", (int)text.n, text.p);
	zgl_arena_free(&a);
}

static void print_hex(FILE *to, zgl_sv rdata)
{
	fputc('\t', to);
	for (size_t i = 0; i < rdata.n; i++)
		fprintf(to, "%02x", (unsigned char)rdata.p[i]);
}

static void take(void *to, const struct zgl_answer *answer)
{
	struct asked *asked = to;

	if (asked->answers++ > 0)
		return;
	FILE *line = open_memstream(&asked->line, &asked->line_octets);
	if (line == NULL)
		abort();
	fprintf(line, "%s\t%s\t%s\t%s\t%" PRIu32 "\t%" PRId64 "\t%s",
		asked->name, asked->type, zgl_answer_state_word(answer->state),
		zgl_dnssec_word(answer->dnssec), answer->ttl_s,
		now_ms() - asked->at_ms,
		answer->problem == NULL ? "-" : answer->problem);
	for (size_t i = 0; i < answer->count; i++) {
		if (strcmp(asked->type, "16") == 0)
			print_txt(line, answer->records[i]);
		else
			print_hex(line, answer->records[i]);
	}
	fclose(line);
}

static void ask(struct zgl_resolver *resolver, struct asked *asked)
{
	struct zgl_question question;

	question.type = (uint16_t)strtoul(asked->type, NULL, 10);
	if (!zgl_qname_parse(zgl_sv_of(asked->name), NULL, &question.name))
		abort();
	asked->at_ms = now_ms();
	if (zgl_resolver_ask(resolver, &question, take, asked) != ZGL_OK)
		abort();
}

static int ask_all(struct zgl_resolver *resolver, char **words, size_t count)
{
	static struct asked asked[ASKED_MAX];
	size_t n = 0;

	for (size_t i = 0; i < count && n < ASKED_MAX; i++) {
		if (strcmp(words[i], "+") == 0) {
			if (zgl_resolver_wait(resolver) != ZGL_OK)
				abort();
		} else if (i + 1 < count) {
			asked[n].name = words[i];
			asked[n].type = words[++i];
			ask(resolver, &asked[n++]);
		}
	}
	if (zgl_resolver_wait(resolver) != ZGL_OK)
		abort();
	for (size_t i = 0; i < n; i++) {
		if (asked[i].answers != 1)
			abort();
		puts(asked[i].line);
		free(asked[i].line);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct zgl_resolver_config config = { 0 };
	struct zgl_resolver *resolver;
	struct zgl_diag diag;
	int option;

	signal(SIGPIPE, SIG_IGN);
	while ((option = getopt(argc, argv, "s:a:d:")) != -1) {
		if (option == 's')
			config.server = optarg;
		else if (option == 'a')
			config.trust_anchor = optarg;
		else if (option == 'd')
			config.deadline_ms =
				(unsigned)strtoul(optarg, NULL, 10);
		else
			return 64;
	}
	enum zgl_err err = zgl_resolver_new(&config, &resolver, &diag);
	if (err != ZGL_OK) {
		printf("%s\t%s\n", zgl_err_word(err),
			diag.what == NULL ? "-" : diag.what);
		return 2;
	}
	int rc = ask_all(resolver, argv + optind, (size_t)(argc - optind));
	zgl_resolver_free(resolver);
	return rc;
}
