/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* mkdtemp */
/*
 * milterserver: a real server, on private sockets, with a name server that may
 * be late or silent. What clients see; and, under the sanitizers, what they
 * leave behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#include "srv/milter/milterserver.h"
#include "srv/milter/milterwire.h"
#include "tests/resolve/udpserver.h"
#include "tests/rows.h"

#define WAIT_MS 20000 /* nothing takes so long but on a machine that stands */

/* ---- the server ---- */

struct world {
	struct udpserver names;
	char folder[32], conf_path[64], socket_path[64];
	uint16_t port;
	struct zgl_conf *conf;
	struct zgl_dnsdesk *desk;
	struct zgl_milterserver *server;
};

static void say(void *to, const char *line)
{
	(void)to;
	fail_msg("%s", line);
}

/* A port that was free a moment ago. */
static uint16_t free_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, n), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &n), 0);
	close(fd);
	return ntohs(address.sin_port);
}

static void write_conf(struct world *w, const char *more)
{
	FILE *file = fopen(w->conf_path, "w");

	assert_non_null(file);
	(void)fprintf(file,
		"authserv-id = \"mx.example\"\n"
		"listener \"unix:%s\" { mode = verify }\n"
		"listener \"inet:*:%u\" { mode = verify }\n"
		"threads = 2\n"
		"dns { resolver = \"%s\" trust-anchor = \"none\""
		" deadline = 10 }\n"
		"log { level = error }\n"
		"%s\n",
		w->socket_path, w->port, w->names.at, more);
	assert_int_equal(fclose(file), 0);
}

static void start(struct world *w)
{
	struct zgl_resolver_config names = { .server = w->conf->dns.server,
		.trust_anchor = w->conf->dns.trust_anchor,
		.deadline_ms = w->conf->dns.deadline_ms };
	struct zgl_milterserver_config config = { .conf = w->conf,
		.now_s = 1795284000 };
	struct zgl_diag diag;

	assert_int_equal(zgl_dnsdesk_new(&names, &w->desk, &diag), ZGL_OK);
	config.desk = w->desk;
	assert_int_equal(zgl_milterserver_open(&config, &w->server), ZGL_OK);
	assert_int_equal(zgl_milterserver_start(w->server), ZGL_OK);
}

static void open_world(struct world *w, const char *more)
{
	*w = (struct world){ .folder = "/tmp/zegel-XXXXXX" };
	udpserver_open(&w->names);
	assert_non_null(mkdtemp(w->folder));
	(void)snprintf(
		w->conf_path, sizeof(w->conf_path), "%s/conf", w->folder);
	(void)snprintf(w->socket_path, sizeof(w->socket_path), "%s/run/mta",
		w->folder);
	w->port = free_port();
	write_conf(w, more);
	assert_int_equal(
		zgl_conf_read(w->conf_path, say, NULL, &w->conf), ZGL_OK);
	zgl_log_open(&w->conf->log);
	start(w);
}

static void close_world(struct world *w)
{
	char path[64];

	zgl_milterserver_stop(w->server, 0);
	zgl_milterserver_free(w->server);
	zgl_dnsdesk_free(w->desk);
	udpserver_close(&w->names);
	zgl_conf_free(w->conf);
	assert_int_equal(unlink(w->conf_path), 0);
	/* the server removed its socket, or this fails */
	(void)snprintf(path, sizeof(path), "%s/run", w->folder);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(w->folder), 0);
}

/* ---- a client ---- */

struct client {
	int fd;
	char held[8192]; /* replies that were not looked at */
	size_t n;
};

static void connect_to(struct client *c, const void *address, socklen_t n)
{
	const struct sockaddr *to = address;

	c->n = 0;
	c->fd = socket(to->sa_family, SOCK_STREAM, 0);
	assert_true(c->fd >= 0);
	assert_int_equal(connect(c->fd, to, n), 0);
}

static void connect_unix(const struct world *w, struct client *c)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s",
		w->socket_path);
	connect_to(c, &address, sizeof(address));
}

static void connect_inet4(const struct world *w, struct client *c)
{
	const struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons(w->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	connect_to(c, &address, sizeof(address));
}

static void connect_inet6(const struct world *w, struct client *c)
{
	const struct sockaddr_in6 address = { .sin6_family = AF_INET6,
		.sin6_port = htons(w->port),
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };

	connect_to(c, &address, sizeof(address));
}

static void send_all(const struct client *c, zgl_sv octets)
{
	while (octets.n > 0) {
		ssize_t n = send(c->fd, octets.p, octets.n, MSG_NOSIGNAL);
		assert_true(n > 0);
		octets = zgl_sv_skip(octets, (size_t)n);
	}
}

/* True while there may be more; false when the server has hung up. */
static bool receive(struct client *c, int wait_ms)
{
	struct pollfd fd = { .fd = c->fd, .events = POLLIN };

	if (poll(&fd, 1, wait_ms) != 1)
		fail_msg("no reply, though one is due");
	ssize_t n = recv(c->fd, c->held + c->n, sizeof(c->held) - c->n, 0);
	if (n < 0)
		assert_true(errno == ECONNRESET || errno == EPIPE);
	c->n += n > 0 ? (size_t)n : 0;
	return n > 0;
}

/* The command of the next reply; 0 when the server has hung up. */
static char reply(struct client *c)
{
	struct zgl_milterpacket packet;
	size_t n;

	while (zgl_milterwire_next(
		       (zgl_sv){ c->held, c->n }, sizeof(c->held), &packet, &n)
		!= ZGL_MILTERWIRE_PACKET) {
		if (!receive(c, WAIT_MS))
			return 0;
	}
	char command = (char)packet.command;
	c->n -= n;
	memmove(c->held, c->held + n, c->n);
	return command;
}

/* ---- what it says ---- */

#define LIST(octets) ((zgl_sv){ octets, sizeof(octets) })

enum {
	NO_REPLIES = 0x1fffff,
	LOCK_STEP = 0
};

static void put_hello(struct zgl_buf *to, uint32_t protocol)
{
	const char offer[] = { 0, 0, 0, 6, 0, 0, 1, (char)0xff,
		(char)(protocol >> 24), (char)(protocol >> 16),
		(char)(protocol >> 8), (char)protocol };

	zgl_milterwire_put(to, 'O', (zgl_sv){ offer, sizeof(offer) });
	zgl_milterwire_put(to, 'C',
		LIST("client.example\0"
		     "4\1\302"
		     "192.0.2.7"));
	zgl_milterwire_put(to, 'H', LIST("helo.example"));
}

static void put_begin(struct zgl_buf *to)
{
	zgl_milterwire_put(to, 'D',
		LIST("Mi\0"
		     "4ABC"));
	zgl_milterwire_put(to, 'M', LIST("<from@example.org>"));
	zgl_milterwire_put(to, 'R', LIST("<to@example.net>"));
}

/* A signature by d=a.example; its selector is a name of udpserver. */
static void put_header(struct zgl_buf *to, const char *selector)
{
	char field[512];
	int n = snprintf(field, sizeof(field),
		"DKIM-Signature%cv=1; a=rsa-sha256; d=a.example; s=%s; h=from;"
		" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;"
		" b=AAAA",
		0, selector);

	if (selector[0] != '\0')
		zgl_milterwire_put(to, 'L', (zgl_sv){ field, (size_t)n + 1 });
	zgl_milterwire_put(to, 'L', LIST("From\0from@example.org"));
	zgl_milterwire_put(to, 'L', LIST("Subject\0hi"));
	zgl_milterwire_put(to, 'N', ZGL_SV(""));
}

static void put_end(struct zgl_buf *to)
{
	zgl_milterwire_put(to, 'B', ZGL_SV("a line\r\n"));
	zgl_milterwire_put(to, 'E', ZGL_SV(""));
}

static void put_message(struct zgl_buf *to, const char *selector)
{
	put_begin(to);
	put_header(to, selector);
	put_end(to);
}

static void flush(const struct client *c, struct zgl_buf *octets)
{
	assert_int_equal(octets->err, ZGL_OK);
	send_all(c, zgl_buf_sv(octets));
	zgl_buf_reset(octets);
}

/* Until the reply that ends the message; what it is. A field is inserted
 * before, progress may be told. */
static char end_of_message(struct client *c, unsigned *progress)
{
	char command = reply(c);

	for (; command == 'p'; command = reply(c))
		*progress += 1;
	assert_int_equal(command, 'i');
	return reply(c);
}

static void check_message(struct client *c, const char *selector)
{
	struct zgl_buf octets;
	unsigned progress = 0;

	zgl_buf_begin(&octets, 1 << 16);
	put_message(&octets, selector);
	flush(c, &octets);
	zgl_buf_free(&octets);
	char last = end_of_message(c, &progress);
	assert_true(last == 'a' || last == 'c');
}

static void greet(struct client *c)
{
	struct zgl_buf octets;

	zgl_buf_begin(&octets, 1 << 16);
	put_hello(&octets, NO_REPLIES);
	flush(c, &octets);
	zgl_buf_free(&octets);
	assert_int_equal(reply(c), 'O');
}

static void close_client(const struct client *c)
{
	close(c->fd);
}

static int64_t now_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* ---- every way in ---- */

struct way {
	const char *name;
	void (*connect)(const struct world *w, struct client *c);
	const char *selector;
};

static const struct way ways[] = {
	{ "unix: a message without a signature", connect_unix, "" },
	{ "unix: a key from DNS", connect_unix, "good" },
	{ "unix: a key that comes late", connect_unix, "late" },
	{ "inet, IPv4: a message without a signature", connect_inet4, "" },
	{ "inet, IPv4: a key that comes late", connect_inet4, "late" },
	{ "inet, IPv6: a message without a signature", connect_inet6, "" },
	{ "inet, IPv6: a key that comes late", connect_inet6, "late" },
};

static void check_way(void **state)
{
	const struct way *way = *state;
	struct client c;
	struct world w;

	open_world(&w, "");
	way->connect(&w, &c);
	greet(&c);
	int64_t start_ms = now_ms();
	check_message(&c, way->selector);
	if (strcmp(way->selector, "late") == 0)
		assert_in_range(now_ms() - start_ms, 190, WAIT_MS);
	for (int i = 0; i < 3; i++)
		check_message(&c, way->selector);
	close_client(&c);
	close_world(&w);
}

/* ---- packets in pieces ---- */

static void octet_by_octet(void **state)
{
	struct zgl_buf octets;
	unsigned progress = 0;
	struct client c;
	struct world w;

	(void)state;
	open_world(&w, "");
	connect_inet4(&w, &c);
	zgl_buf_begin(&octets, 1 << 16);
	put_hello(&octets, NO_REPLIES);
	put_message(&octets, "good");
	for (size_t i = 0; i < octets.n; i++) {
		send_all(&c, (zgl_sv){ octets.p + i, 1 });
		if (i % 16 == 0)
			(void)poll(NULL, 0, 1);
	}
	assert_int_equal(reply(&c), 'O');
	(void)end_of_message(&c, &progress);
	check_message(&c, "");
	zgl_buf_free(&octets);
	close_client(&c);
	close_world(&w);
}

/* A body chunk of the largest size, in two parts, at places around its length
 * octets and its end. */
static void in_two_parts(void **state)
{
	static char body[65535];
	const size_t places[] = { 1, 3, 4, 5, 6, 600, 32768, 65539 };
	struct zgl_buf octets;
	unsigned progress = 0;
	struct client c;
	struct world w;

	(void)state;
	memset(body, 'x', sizeof(body));
	open_world(&w, "");
	connect_unix(&w, &c);
	greet(&c);
	zgl_buf_begin(&octets, 1 << 20);
	for (size_t i = 0; i < ZGL_COUNT(places); i++) {
		put_begin(&octets);
		put_header(&octets, "good");
		size_t at = octets.n + places[i];
		zgl_milterwire_put(
			&octets, 'B', (zgl_sv){ body, sizeof(body) });
		zgl_milterwire_put(
			&octets, 'B', (zgl_sv){ body, sizeof(body) });
		put_end(&octets);
		send_all(&c, zgl_sv_head(zgl_buf_sv(&octets), at));
		(void)poll(NULL, 0, 20);
		send_all(&c, zgl_sv_skip(zgl_buf_sv(&octets), at));
		zgl_buf_reset(&octets);
		(void)end_of_message(&c, &progress);
	}
	zgl_buf_free(&octets);
	close_client(&c);
	close_world(&w);
}

/* What follows an end that waits is read when the answer is there. */
static void messages_in_one_go(void **state)
{
	struct zgl_buf octets;
	unsigned progress = 0;
	struct client c;
	struct world w;

	(void)state;
	open_world(&w, "");
	connect_unix(&w, &c);
	zgl_buf_begin(&octets, 1 << 20);
	put_hello(&octets, NO_REPLIES);
	for (int i = 0; i < 100; i++)
		put_message(&octets, i % 10 == 0 ? "late" : "good");
	zgl_milterwire_put(&octets, 'Q', ZGL_SV(""));
	flush(&c, &octets);
	assert_int_equal(reply(&c), 'O');
	for (int i = 0; i < 100; i++)
		(void)end_of_message(&c, &progress);
	assert_int_equal(reply(&c), 0); /* after QUIT */
	zgl_buf_free(&octets);
	close_client(&c);
	close_world(&w);
}

/* ---- replies that are not read ---- */

/* Sends as long as the server reads. */
static size_t stuff(struct client *c, zgl_sv packet)
{
	size_t at = 0, sent = 0;
	int idle = 0;

	while (idle < 30) {
		ssize_t n = send(c->fd, packet.p + at, packet.n - at,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0) {
			assert_true(errno == EAGAIN);
			(void)poll(NULL, 0, 10);
			idle++;
			continue;
		}
		idle = 0;
		sent += (size_t)n;
		at = (at + (size_t)n) % packet.n;
	}
	return sent;
}

static void who_does_not_read_is_not_read(void **state)
{
	struct zgl_buf octets;
	struct client c, other;
	struct world w;

	(void)state;
	open_world(&w, "");
	connect_unix(&w, &c);
	zgl_buf_begin(&octets, 1 << 16);
	put_hello(&octets, LOCK_STEP);
	flush(&c, &octets);
	for (int i = 0; i < 3; i++)
		(void)reply(&c);
	for (int i = 0; i < 500; i++)
		zgl_milterwire_put(&octets, 'H', LIST("h"));
	size_t sent = stuff(&c, zgl_buf_sv(&octets));
	connect_unix(&w, &other);
	greet(&other);
	check_message(&other, "good");
	/* a packet has seven octets; the last may have been sent in part */
	for (size_t i = 0; i < sent / 7; i++)
		assert_int_equal(reply(&c), 'c');
	zgl_buf_free(&octets);
	close_client(&c);
	close_client(&other);
	close_world(&w);
}

/* The server has read all, and its replies did not fit: at one of these sizes
 * that is so. */
static void replies_that_did_not_fit(void **state)
{
	struct zgl_buf burst, octets;
	struct client c;
	struct world w;

	(void)state;
	open_world(&w, "");
	zgl_buf_begin(&burst, 1 << 20);
	zgl_buf_begin(&octets, 1 << 16);
	for (int i = 0; i < 5000; i++)
		zgl_milterwire_put(&burst, 'H', LIST("h"));
	for (int bursts = 1; bursts < 16; bursts++) {
		connect_unix(&w, &c);
		put_hello(&octets, LOCK_STEP);
		flush(&c, &octets);
		for (int i = 0; i < bursts; i++) {
			send_all(&c, zgl_buf_sv(&burst));
			(void)poll(NULL, 0, 5);
		}
		assert_int_equal(reply(&c), 'O');
		for (int i = 0; i < bursts * 5000 + 2; i++)
			assert_int_equal(reply(&c), 'c');
		close_client(&c);
	}
	zgl_buf_free(&octets);
	zgl_buf_free(&burst);
	close_world(&w);
}

/* ---- those who go ---- */

static void gone_while_waiting(void **state)
{
	struct zgl_buf octets;
	struct client c[8];
	struct world w;

	(void)state;
	open_world(&w, "");
	zgl_buf_begin(&octets, 1 << 16);
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		(i % 2 == 0 ? connect_unix : connect_inet4)(&w, &c[i]);
		greet(&c[i]);
		put_message(&octets, i < 4 ? "quiet" : "late");
		if (i % 4 > 1) /* more is in the socket when it goes */
			put_message(&octets, "good");
		flush(&c[i], &octets);
	}
	(void)poll(NULL, 0, 50);
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		/* by a reset, too */
		const struct linger reset = { .l_onoff = i % 3 == 0 };
		(void)setsockopt(
			c[i].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
		close_client(&c[i]);
	}
	(void)poll(NULL, 0, 400); /* the late answer comes for nobody */
	connect_unix(&w, &c[0]);
	greet(&c[0]);
	check_message(&c[0], "good");
	close_client(&c[0]);
	zgl_buf_free(&octets);
	close_world(&w);
}

/* Whatever they have sent before, it is seen that they went. */
static void the_places_of_those_who_waited(void **state)
{
	struct zgl_buf octets;
	struct client c[8];
	struct world w;

	(void)state;
	open_world(&w, "max-connections = 8");
	zgl_buf_begin(&octets, 1 << 16);
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		(i % 2 == 0 ? connect_unix : connect_inet4)(&w, &c[i]);
		greet(&c[i]);
		put_message(&octets, "quiet");
		flush(&c[i], &octets);
	}
	(void)poll(NULL, 0, 50);
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		put_message(&octets, "good");
		if (i >= 4) /* which is not read */
			flush(&c[i], &octets);
		close_client(&c[i]);
	}
	int64_t start_ms = now_ms();
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		connect_unix(&w, &c[i]);
		greet(&c[i]);
		check_message(&c[i], "good");
	}
	assert_in_range(now_ms() - start_ms, 0, 5000); /* of ten */
	for (size_t i = 0; i < ZGL_COUNT(c); i++)
		close_client(&c[i]);
	zgl_buf_free(&octets);
	close_world(&w);
}

/* They go without a word; they do not leave their places taken. */
static void the_places_of_those_who_went(void **state)
{
	struct client c;
	struct world w;

	(void)state;
	open_world(&w, "max-connections = 2");
	for (int i = 0; i < 200; i++) {
		connect_unix(&w, &c);
		if (i % 2 == 0)
			greet(&c);
		if (i % 4 == 0)
			send_all(&c, ZGL_SV("\0\0\1"));
		close_client(&c);
	}
	connect_unix(&w, &c);
	greet(&c);
	check_message(&c, "good");
	close_client(&c);
	close_world(&w);
}

static void more_than_max_connections_wait(void **state)
{
	struct client c[6], other;
	struct world w;

	(void)state;
	open_world(&w, "max-connections = 6");
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		connect_unix(&w, &c[i]);
		greet(&c[i]);
	}
	connect_unix(&w, &other); /* by the kernel */
	check_message(&c[0], "good");
	struct pollfd fd = { .fd = other.fd, .events = POLLIN };
	struct zgl_buf octets;
	zgl_buf_begin(&octets, 1 << 16);
	put_hello(&octets, NO_REPLIES);
	flush(&other, &octets);
	zgl_buf_free(&octets);
	clock_t cpu = clock();
	assert_int_equal(poll(&fd, 1, 300), 0);
	/* the server does not spin meanwhile */
	assert_true(clock() - cpu < CLOCKS_PER_SEC / 10);
	close_client(&c[1]);
	assert_int_equal(reply(&other), 'O');
	check_message(&other, "good");
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		if (i != 1)
			close_client(&c[i]);
	}
	close_client(&other);
	close_world(&w);
}

static void five_hundred_at_once(void **state)
{
	enum {
		MANY = 500
	};
	struct client *c = calloc(MANY, sizeof(*c));
	struct zgl_buf octets;
	unsigned progress = 0;
	struct world w;

	(void)state;
	assert_non_null(c);
	open_world(&w, "");
	zgl_buf_begin(&octets, 1 << 16);
	put_hello(&octets, NO_REPLIES);
	put_message(&octets, "good");
	for (size_t i = 0; i < MANY; i++) {
		(i % 2 == 0 ? connect_unix : connect_inet6)(&w, &c[i]);
		send_all(&c[i], zgl_buf_sv(&octets));
	}
	for (size_t i = 0; i < MANY; i++) {
		assert_int_equal(reply(&c[i]), 'O');
		(void)end_of_message(&c[i], &progress);
		close_client(&c[i]);
	}
	zgl_buf_free(&octets);
	free(c);
	close_world(&w);
}

/* ---- time ---- */

static void a_wait_has_an_end(void **state)
{
	struct zgl_buf octets;
	unsigned progress = 0;
	struct client c;
	struct world w;

	(void)state;
	open_world(&w, "message-deadline = 6");
	connect_unix(&w, &c);
	greet(&c);
	zgl_buf_begin(&octets, 1 << 16);
	put_message(&octets, "quiet");
	int64_t start_ms = now_ms();
	flush(&c, &octets);
	(void)end_of_message(&c, &progress);
	int64_t took_ms = now_ms() - start_ms;
	assert_in_range(took_ms, 5000, 9000);
	assert_int_equal(progress, 1);
	check_message(&c, "good"); /* it goes on */
	zgl_buf_free(&octets);
	close_client(&c);
	close_world(&w);
}

static void the_silent_are_hung_up_on(void **state)
{
	struct client silent, begun, dripping, good;
	int64_t start_ms = now_ms();
	struct world w;

	(void)state;
	open_world(&w, "idle-timeout = 2");
	connect_unix(&w, &silent);
	connect_unix(&w, &begun);
	connect_unix(&w, &dripping);
	connect_unix(&w, &good);
	greet(&silent);
	greet(&good);
	send_all(&begun, ZGL_SV("\0\0\1"));
	send_all(&dripping, ZGL_SV("\0\0\1\0O"));
	/* octets alone are no sign of life, packets are */
	while (now_ms() - start_ms < 4500) {
		(void)send(dripping.fd, "x", 1, MSG_NOSIGNAL);
		check_message(&good, "good");
		(void)poll(NULL, 0, 50);
	}
	assert_int_equal(reply(&silent), 0);
	assert_int_equal(reply(&begun), 0);
	assert_int_equal(reply(&dripping), 0);
	check_message(&good, "good");
	close_client(&silent);
	close_client(&begun);
	close_client(&dripping);
	close_client(&good);
	close_world(&w);
}

/* ---- the end ---- */

static void an_idle_server_stops_at_once(void **state)
{
	struct client c[10];
	struct world w;

	(void)state;
	open_world(&w, "");
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		connect_unix(&w, &c[i]);
		greet(&c[i]);
		check_message(&c[i], "");
	}
	int64_t start_ms = now_ms();
	zgl_milterserver_stop(w.server, 60);
	assert_true(now_ms() - start_ms < 900);
	for (size_t i = 0; i < ZGL_COUNT(c); i++) {
		assert_int_equal(reply(&c[i]), 0);
		close_client(&c[i]);
	}
	close_world(&w);
}

struct stopping {
	struct zgl_milterserver *server;
	unsigned wait_s;
};

static void *stop(void *arg)
{
	const struct stopping *stopping = arg;

	zgl_milterserver_stop(stopping->server, stopping->wait_s);
	return NULL;
}

/* One waits for DNS, one is still told its message; both get their answer. */
static void messages_under_way_end(void **state)
{
	struct client waits, talks;
	struct zgl_buf octets;
	unsigned progress = 0;
	pthread_t thread;
	struct world w;

	(void)state;
	open_world(&w, "");
	connect_unix(&w, &waits);
	connect_inet4(&w, &talks);
	greet(&waits);
	greet(&talks);
	zgl_buf_begin(&octets, 1 << 16);
	put_message(&octets, "late");
	flush(&waits, &octets);
	put_begin(&octets);
	put_header(&octets, "good");
	flush(&talks, &octets);
	(void)poll(NULL, 0, 50);
	struct stopping stopping = { w.server, 60 };
	assert_int_equal(pthread_create(&thread, NULL, stop, &stopping), 0);
	(void)poll(NULL, 0, 100);
	put_end(&octets);
	put_message(&octets, "good"); /* that is not begun any more */
	flush(&talks, &octets);
	(void)end_of_message(&waits, &progress);
	(void)end_of_message(&talks, &progress);
	assert_int_equal(reply(&waits), 0);
	(void)pthread_join(thread, NULL);
	zgl_buf_free(&octets);
	close_client(&waits);
	close_client(&talks);
	close_world(&w);
}

static void a_message_that_does_not_end_is_given_up(void **state)
{
	struct zgl_buf octets;
	struct client c;
	struct world w;

	(void)state;
	open_world(&w, "");
	connect_unix(&w, &c);
	greet(&c);
	zgl_buf_begin(&octets, 1 << 16);
	put_begin(&octets);
	flush(&c, &octets);
	(void)poll(NULL, 0, 50);
	int64_t start_ms = now_ms();
	zgl_milterserver_stop(w.server, 1);
	int64_t took_ms = now_ms() - start_ms;
	assert_in_range(took_ms, 900, 4000);
	assert_int_equal(reply(&c), 0);
	zgl_buf_free(&octets);
	close_client(&c);
	close_world(&w);
}

/* ---- sixty-four connections ---- */

enum {
	THREADS = 8,
	EACH = 8,
	ROUNDS = 6
};

/* Eight at a time: good ones, late ones, and one that goes in the middle. */
static void *mill(void *arg)
{
	static const char *const selectors[] = { "", "good", "late", "good2",
		"zero", "fail", "good3", "quiet" };
	const struct world *w = arg;
	struct client c[EACH];
	struct zgl_buf octets;
	unsigned progress = 0;

	zgl_buf_begin(&octets, 1 << 16);
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < EACH; i++) {
			(i % 2 == 0 ? connect_unix : connect_inet4)(w, &c[i]);
			put_hello(&octets, NO_REPLIES);
			put_message(&octets, selectors[i]);
			put_message(&octets, "");
			flush(&c[i], &octets);
		}
		for (size_t i = 0; i < EACH - 1; i++) {
			assert_int_equal(reply(&c[i]), 'O');
			(void)end_of_message(&c[i], &progress);
			(void)end_of_message(&c[i], &progress);
		}
		for (size_t i = 0; i < EACH; i++)
			close_client(&c[i]);
	}
	zgl_buf_free(&octets);
	return NULL;
}

static void sixty_four_connections(void **state)
{
	pthread_t threads[THREADS];
	struct world w;

	(void)state;
	open_world(&w, "");
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, mill, &w), 0);
	for (size_t i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	close_world(&w);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, ways, check_way);
	rows_add_one(&r, "a message octet by octet", octet_by_octet);
	rows_add_one(&r, "large packets in two parts", in_two_parts);
	rows_add_one(&r, "a hundred messages in one go", messages_in_one_go);
	rows_add_one(&r, "who does not read replies is not read either",
		who_does_not_read_is_not_read);
	rows_add_one(&r, "replies that did not fit come when they are read",
		replies_that_did_not_fit);
	rows_add_one(&r, "clients that go while they wait", gone_while_waiting);
	rows_add_one(&r, "who goes while it waits leaves no place taken",
		the_places_of_those_who_waited);
	rows_add_one(&r, "who goes leaves no place taken",
		the_places_of_those_who_went);
	rows_add_one(&r, "more than max-connections wait",
		more_than_max_connections_wait);
	rows_add_one(
		&r, "five hundred connections at once", five_hundred_at_once);
	rows_add_one(&r, "a wait for DNS has an end, and progress is told",
		a_wait_has_an_end);
	rows_add_one(&r, "the silent, and who ends no packet, are hung up on",
		the_silent_are_hung_up_on);
	rows_add_one(&r, "an idle server stops at once",
		an_idle_server_stops_at_once);
	rows_add_one(&r, "messages under way end before the server does",
		messages_under_way_end);
	rows_add_one(&r, "a message that does not end is given up",
		a_message_that_does_not_end_is_given_up);
	rows_add_one(&r, "sixty-four connections of eight threads",
		sixty_four_connections);
	return rows_run(&r, "milterserver");
}
