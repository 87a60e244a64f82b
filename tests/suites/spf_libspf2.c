/* SPDX-License-Identifier: ISC */
/*
 * spf_libspf2: libspf2 answers the same cases (spflines.h), each with
 *
 *     result explanation
 *
 * in a process of its own: what makes it crash or hang tells just that. Its
 * zone follows no CNAME, so the one who writes the zone does.
 */
#include <netinet/in.h>
#include <spf2/spf.h>
#include <spf2/spf_dns_zone.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/suites/spflines.h"

#define SECONDS 5

static SPF_server_t *server;

static void empty_zone(void)
{
	SPF_response_t *response = NULL;

	if (server != NULL)
		SPF_server_free(server);
	server = SPF_server_new(SPF_DNS_ZONE, 0);
	if (server == NULL
		|| SPF_server_set_rec_dom(server, "unknown") != SPF_E_SUCCESS
		|| SPF_server_set_explanation(server, "DEFAULT", &response)
			!= SPF_E_SUCCESS)
		exit(1);
	SPF_response_free(response);
}

static ns_type type_of(const char *word)
{
	static const struct {
		const char *word;
		ns_type type;
	} types[] = { { "A", ns_t_a }, { "AAAA", ns_t_aaaa }, { "MX", ns_t_mx },
		{ "PTR", ns_t_ptr }, { "TXT", ns_t_txt } };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(word, types[i].word) == 0)
			return types[i].type;
	}
	return ns_t_invalid;
}

/* Fields from the third on, joined; a preference ends in a space. */
static char *data_of(const struct spfline *line, ns_type type)
{
	char *text = calloc(1, 1 << 20);
	size_t n = 0;

	if (text == NULL)
		exit(1);
	for (size_t i = 3; i < line->count; i++) {
		memcpy(text + n, line->p[i], line->n[i]);
		n += line->n[i];
		if (type == ns_t_mx && i == 3)
			text[n++] = ' ';
	}
	return text;
}

static void add_record(const struct spfline *line, int status)
{
	ns_type type = type_of(line->p[2]);

	if (type == ns_t_invalid)
		return;
	char *data = data_of(line, type);
	SPF_dns_zone_add_str(server->resolver, line->p[1], type, status,
		status == NETDB_SUCCESS ? data : NULL);
	free(data);
}

static const char *word_of(SPF_result_t result)
{
	switch (result) {
	case SPF_RESULT_NEUTRAL: return "neutral";
	case SPF_RESULT_PASS: return "pass";
	case SPF_RESULT_FAIL: return "fail";
	case SPF_RESULT_SOFTFAIL: return "softfail";
	case SPF_RESULT_NONE: return "none";
	case SPF_RESULT_TEMPERROR: return "temperror";
	case SPF_RESULT_PERMERROR: return "permerror";
	default: return "permerror"; /* an error, no result */
	}
}

static void judge(const struct spfline *line)
{
	SPF_request_t *request = SPF_request_new(server);
	SPF_response_t *response = NULL;

	if (strchr(line->p[1], ':') != NULL)
		SPF_request_set_ipv6_str(request, line->p[1]);
	else
		SPF_request_set_ipv4_str(request, line->p[1]);
	SPF_request_set_helo_dom(request, line->p[2]);
	if (line->n[3] > 0)
		SPF_request_set_env_from(request, line->p[3]);
	SPF_request_query_mailfrom(request, &response);
	const char *said = response == NULL
		? NULL
		: SPF_response_get_explanation(response);
	fputs(response == NULL ? "permerror"
			       : word_of(SPF_response_result(response)),
		stdout);
	spfline_put(stdout, said, said == NULL ? 0 : strlen(said));
	fputc('\n', stdout);
	fflush(stdout);
}

static void check_case(const struct spfline *line)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		alarm(SECONDS);
		judge(line);
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		exit(1);
	if (WIFSIGNALED(status))
		fputs(WTERMSIG(status) == SIGALRM ? "hang\t-\n" : "crash\t-\n",
			stdout);
	else if (WEXITSTATUS(status) != 0)
		fputs("exit\t-\n", stdout);
	fflush(stdout);
}

int main(void)
{
	struct spfline line = { 0 };

	while (spfline_read(&line, stdin)) {
		if (spfline_is(&line, "zone", 1))
			empty_zone();
		else if (spfline_is(&line, "rr", 3))
			add_record(&line, NETDB_SUCCESS);
		else if (spfline_is(&line, "fault", 3))
			add_record(&line, TRY_AGAIN);
		else if (spfline_is(&line, "check", 5))
			check_case(&line);
	}
	free(line.room);
	return 0;
}
