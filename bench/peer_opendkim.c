/* SPDX-License-Identifier: ISC */
/*
 * libopendkim in its best case: header fields split beforehand, the key handed
 * over by its callback without DNS.
 */
/* dkim.h wants what the others bring */
// clang-format off
#include <stdbool.h>
#include <sys/types.h>
#include <dkim.h>
// clang-format on

#include "bench/peer.h"

#define FIELDS_MOST 64

struct peer {
	struct peer_task task;
	DKIM_LIB *lib;
	struct octets fields[FIELDS_MOST];
	size_t count;
	struct octets body;
};

static const char *record; /* the callback has no context of its own */

static DKIM_STAT lookup_key(
	DKIM *dkim, DKIM_SIGINFO *sig, unsigned char *buf, size_t n)
{
	(void)dkim;
	(void)sig;
	if (strlen(record) >= n)
		return DKIM_STAT_KEYFAIL;
	memcpy(buf, record, strlen(record) + 1);
	return DKIM_STAT_OK;
}

const char *peer_name(void)
{
	return "libopendkim";
}

/* Where the field at p ends: before a CRLF that no white space follows. */
static char *end_of_field(char *p)
{
	for (;; p += 2) {
		p = strstr(p, "\r\n");
		if (p[2] != ' ' && p[2] != '\t')
			return p;
	}
}

static void split(struct peer *peer)
{
	char *p = peer->task.message.p;
	char *end = p + peer->task.message.n;

	while (strncmp(p, "\r\n", 2) != 0) {
		char *stop = end_of_field(p);
		peer->fields[peer->count++] =
			(struct octets){ p, (size_t)(stop - p) };
		if (peer->count == FIELDS_MOST)
			abort();
		p = stop + 2;
	}
	peer->body = (struct octets){ p + 2, (size_t)(end - p - 2) };
}

struct peer *peer_new(const struct peer_task *task)
{
	struct peer *peer = calloc(1, sizeof(*peer));

	if (peer == NULL)
		abort();
	peer->task = *task;
	record = task->record;
	peer->lib = dkim_init(NULL, NULL);
	dkim_set_key_lookup(peer->lib, lookup_key);
	split(peer);
	return peer;
}

void peer_free(struct peer *peer)
{
	if (peer == NULL)
		return;
	dkim_close(peer->lib);
	free(peer);
}

static DKIM *begin(struct peer *peer, DKIM_STAT *stat)
{
	if (!peer->task.sign)
		return dkim_verify(
			peer->lib, (const unsigned char *)"b", NULL, stat);
	return dkim_sign(peer->lib, (const unsigned char *)"b", NULL,
		(dkim_sigkey_t)peer->task.pem,
		(const unsigned char *)peer->task.selector,
		(const unsigned char *)peer->task.domain, DKIM_CANON_RELAXED,
		DKIM_CANON_RELAXED, DKIM_SIGN_RSASHA256, -1, stat);
}

static void feed_body(DKIM *dkim, struct octets body, DKIM_STAT *stat)
{
	for (size_t at = 0; at < body.n && *stat == DKIM_STAT_OK; at += 65536) {
		size_t n = body.n - at < 65536 ? body.n - at : 65536;
		*stat = dkim_body(dkim, (unsigned char *)body.p + at, n);
	}
}

void peer_run(void *ctx)
{
	struct peer *peer = ctx;
	unsigned char text[8192];
	DKIM_STAT stat = DKIM_STAT_OK;
	DKIM *dkim = begin(peer, &stat);

	for (size_t i = 0; i < peer->count && stat == DKIM_STAT_OK; i++)
		stat = dkim_header(dkim, (unsigned char *)peer->fields[i].p,
			peer->fields[i].n);
	if (stat == DKIM_STAT_OK)
		stat = dkim_eoh(dkim);
	feed_body(dkim, peer->body, &stat);
	if (stat == DKIM_STAT_OK)
		stat = dkim_eom(dkim, NULL);
	if (stat == DKIM_STAT_OK && peer->task.sign)
		stat = dkim_getsighdr(dkim, text, sizeof(text), 16);
	if (stat != DKIM_STAT_OK) {
		fprintf(stderr, "libopendkim: %s\n", dkim_getresultstr(stat));
		abort();
	}
	dkim_free(dkim);
}
