/* SPDX-License-Identifier: ISC */
/*
 * libspf2 over its own zone in memory, which stands alone: no cache above it,
 * no resolver below. The server lives as long as the daemon would; a request is
 * one message's.
 */
#include <netinet/in.h>
#include <spf2/spf.h>
#include <spf2/spf_dns_zone.h>
#include <stdlib.h>
#include <string.h>

#include "bench/peer_spf.h"

struct peer_spf {
	const struct spftask *task;
	SPF_server_t *server;
};

const char *peer_spf_name(void)
{
	return "libspf2";
}

static ns_type type_of(const char *word)
{
	if (strcmp(word, "TXT") == 0)
		return ns_t_txt;
	return strcmp(word, "MX") == 0 ? ns_t_mx : ns_t_a;
}

struct peer_spf *peer_spf_new(const struct spftask *task)
{
	struct peer_spf *peer = calloc(1, sizeof(*peer));

	if (peer == NULL)
		abort();
	peer->task = task;
	peer->server = SPF_server_new(SPF_DNS_ZONE, 0);
	if (peer->server == NULL)
		abort();
	SPF_server_set_rec_dom(peer->server, "mx.example.org");
	for (size_t i = 0; i < task->zone_count; i++) {
		const struct spfrow *row = &task->zone[i];
		if (SPF_dns_zone_add_str(peer->server->resolver, row->name,
			    type_of(row->type), NETDB_SUCCESS, row->data)
			!= SPF_E_SUCCESS)
			abort();
	}
	return peer;
}

void peer_spf_free(struct peer_spf *peer)
{
	SPF_server_free(peer->server);
	free(peer);
}

void peer_spf_run(void *to)
{
	const struct peer_spf *peer = to;
	SPF_request_t *request = SPF_request_new(peer->server);
	SPF_response_t *response = NULL;
	struct in_addr address;

	memcpy(&address, peer->task->ipv4, 4);
	SPF_request_set_ipv4(request, address);
	SPF_request_set_helo_dom(request, peer->task->helo);
	SPF_request_set_env_from(request, peer->task->mail_from);
	SPF_request_query_mailfrom(request, &response);
	if (SPF_response_result(response) != SPF_RESULT_PASS)
		abort();
	SPF_response_free(response);
	SPF_request_free(request);
}
