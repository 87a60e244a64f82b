/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * udpserver -- a name server in a thread, for TXT, that does what the first
 * letter of a name says: q is quiet, f fails (SERVFAIL), z has a TTL of 0, l is
 * a fifth of a second late; all others have one record, "good", for 300 s.
 */

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/rows.h"

struct udpserver {
	int fd;
	char at[32]; /* "127.0.0.1@PORT" */
	atomic_bool stop;
	pthread_t thread;
};

/* Answers the query in place; the length, or 0 for silence. */
static inline size_t udpserver_respond(uint8_t *packet, size_t n)
{
	static const uint8_t good[] = { 0xc0, 12, 0, 16, 0, 1, 0, 0, 1, 44, 0,
		5, 4, 'g', 'o', 'o', 'd' };
	const char *label = (const char *)packet + 13;
	size_t end = 12;

	while (end < n && packet[end] != 0)
		end += 1 + (size_t)packet[end];
	end += 5;
	if (end > n || packet[end - 3] != 16)
		return 0;
	packet[2] = 0x84 | (packet[2] & 1);
	packet[3] = 0x80;
	memset(packet + 6, 0, 6);
	if (label[0] == 'q') /* quiet */
		return 0;
	if (label[0] == 'l') /* late */
		(void)poll(NULL, 0, 200);
	if (label[0] == 'f') { /* failure: SERVFAIL */
		packet[3] |= 2;
		return end;
	}
	packet[7] = 1;
	memcpy(packet + end, good, sizeof(good));
	if (label[0] == 'z') /* zero: a TTL of 0 */
		memset(packet + end + 6, 0, 4);
	return end + sizeof(good);
}

static inline void *udpserver_run(void *arg)
{
	struct udpserver *server = arg;
	uint8_t packet[1024];

	while (!atomic_load(&server->stop)) {
		struct pollfd fd = { .fd = server->fd, .events = POLLIN };
		struct sockaddr_in from;
		socklen_t from_n = sizeof(from);
		if (poll(&fd, 1, 20) <= 0)
			continue;
		ssize_t n = recvfrom(server->fd, packet, 512, 0,
			(struct sockaddr *)&from, &from_n);
		size_t answer_n =
			n < 17 ? 0 : udpserver_respond(packet, (size_t)n);
		if (answer_n > 0)
			(void)sendto(server->fd, packet, answer_n, 0,
				(struct sockaddr *)&from, from_n);
	}
	return NULL;
}

static inline void udpserver_open(struct udpserver *server)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(address);

	server->fd = socket(AF_INET, SOCK_DGRAM, 0);
	assert_true(server->fd >= 0);
	assert_int_equal(bind(server->fd, (struct sockaddr *)&address, n), 0);
	assert_int_equal(
		getsockname(server->fd, (struct sockaddr *)&address, &n), 0);
	(void)snprintf(server->at, sizeof(server->at), "127.0.0.1@%u",
		ntohs(address.sin_port));
	atomic_init(&server->stop, false);
	assert_int_equal(
		pthread_create(&server->thread, NULL, udpserver_run, server),
		0);
}

static inline void udpserver_close(struct udpserver *server)
{
	atomic_store(&server->stop, true);
	pthread_join(server->thread, NULL);
	close(server->fd);
}
