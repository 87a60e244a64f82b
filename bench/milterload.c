/* SPDX-License-Identifier: ISC */
/*
 * milterload SOCKET MESSAGE CONNECTIONS SECONDS [OPTION ...] -- plays an MTA that
 * has much to do: many connections at once, each of which hands a message to a
 * milter, checks every answer, and begins again.
 *
 *   SOCKET     unix:PATH or inet:PORT (of 127.0.0.1)
 *   MESSAGE    a file with CRLF lines
 *   wait       offers none of the flags by which answers can be left out
 *   keep       goes on with the next message by the same connection
 *   from=ADDR  the client's address (127.0.0.1)
 *   mail=ADDR  the sender (a@example.com)
 *   want=NAME  a field of that name must be inserted into each message
 *   idle       connects, says HELO, and stays so for SECONDS
 *   then=SOCKET,MESSAGE
 *              hands each message to a second milter, too, when the first is
 *              done with it; MESSAGE is what the first made of it
 *
 * Prints one line: messages, seconds, the time of a message in microseconds
 * (median, 99 of 100), how many went wrong.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
	STEPS_MOST = 4096,
	REPLY_MOST = 64 * 1024,
	TIMES_MOST = 4 * 1024 * 1024,
	EVENTS = 256,
	CHUNK = 65535,
	ACTIONS = 0x1ff,
	PROTOCOL_ALL = 0x1fffff,
	/* what an MTA can do that waits for every answer */
	PROTOCOL_WAIT = 0x1ff | 1 << 10 | 1 << 20,
};

/* One packet of a message, and the flag that says it gets no answer. */
struct step {
	size_t end; /* of its octets in `script` */
	uint32_t no_reply;
};

struct connection {
	int fd;
	const struct script *script;
	uint32_t granted;
	size_t step; /* the next */
	bool wanted_seen;
	uint64_t began_ns;
	size_t reply_n;
	uint8_t reply[REPLY_MOST];
};

/* What is said of every message, and to whom. */
struct script {
	char *octets;
	size_t n, room;
	struct step steps[STEPS_MOST];
	size_t step_count, first_of_message, steps_of_idle;
	struct sockaddr_storage address;
	socklen_t address_n;
};

static struct script scripts[2];
static size_t script_count;
static const char *client = "127.0.0.1", *want, *sender = "a@example.com";
static bool waits, keeps, idles;
static uint64_t messages, wrong;
static uint32_t *times_us;
static int poll_fd;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* ---- the script: what is said of every message ---- */

static void put(struct script *to, const void *p, size_t n)
{
	if (to->n + n > to->room) {
		to->room = 2 * (to->n + n);
		to->octets = realloc(to->octets, to->room);
		if (to->octets == NULL)
			die("memory");
	}
	memcpy(to->octets + to->n, p, n);
	to->n += n;
}

/* A packet; `no_reply` is 0 when it always gets an answer, 1 when never. */
static void packet(struct script *to, char command, const void *data, size_t n,
	uint32_t no_reply)
{
	uint32_t length = htonl((uint32_t)n + 1);

	if (to->step_count == STEPS_MOST) {
		fprintf(stderr, "milterload: too many steps\n");
		exit(1);
	}
	put(to, &length, 4);
	put(to, &command, 1);
	put(to, data, n);
	to->steps[to->step_count++] = (struct step){ to->n, no_reply };
}

enum {
	NEVER = 1 << 30,
	NR_HDR = 0x80,
	NR_CONN = 0x1000,
	NR_HELO = 0x2000,
	NR_MAIL = 0x4000,
	NR_RCPT = 0x8000,
	NR_EOH = 0x40000,
	NR_BODY = 0x80000,
};

static void packet_text(
	struct script *to, char command, const char *text, uint32_t no_reply)
{
	packet(to, command, text, strlen(text) + 1, no_reply);
}

static void write_greeting(struct script *to)
{
	char connect[128];
	static const char macros[] = "Cj\0mail.example.com\0{daemon_name}\0x";
	int n = snprintf(connect, sizeof(connect), "client.example%c4%c%c%s", 0,
		0x30, 0x39, client);

	packet(to, 'D', macros, sizeof(macros), NEVER);
	packet(to, 'C', connect, (size_t)n + 1, NR_CONN);
	packet_text(to, 'H', "client.example", NR_HELO);
	to->steps_of_idle = to->first_of_message = to->step_count;
}

static void write_envelope(struct script *to)
{
	static const char rcpt[] = "R{rcpt_addr}\0b@example.net";
	char mail[256], from[256];
	int n = snprintf(mail, sizeof(mail), "Mi%c4ABC123%c{mail_addr}%c%s", 0,
		0, 0, sender);

	snprintf(from, sizeof(from), "<%s>", sender);
	packet(to, 'D', mail, (size_t)n + 1, NEVER);
	packet_text(to, 'M', from, NR_MAIL);
	packet(to, 'D', rcpt, sizeof(rcpt), NEVER);
	packet_text(to, 'R', "<b@example.net>", NR_RCPT);
}

/* One field, its folds by LF as MTAs tell them. */
static void write_field(struct script *to, const char *p, const char *end)
{
	static char data[CHUNK];
	const char *colon = memchr(p, ':', (size_t)(end - p));
	size_t n = 0;

	if (colon == NULL || (size_t)(end - p) + 2 > sizeof(data)) {
		fprintf(stderr, "milterload: a field that is none\n");
		exit(1);
	}
	memcpy(data, p, (size_t)(colon - p));
	n = (size_t)(colon - p);
	data[n++] = 0;
	for (p = colon + 1; p < end; p++)
		if (*p != '\r')
			data[n++] = *p;
	data[n++] = 0;
	packet(to, 'L', data, n, NR_HDR);
}

static void write_message(struct script *to, const char *p, const char *end)
{
	const char *field = p;

	for (; p < end && memcmp(field, "\r\n", 2) != 0; p++) {
		bool ends = p[0] == '\n' && p[1] != ' ' && p[1] != '\t';
		if (ends) {
			write_field(to, field, p - 1);
			field = p + 1;
		}
	}
	packet(to, 'N', "", 0, NR_EOH);
	for (p = field + 2; p < end; p += CHUNK)
		packet(to, 'B', p, (size_t)(end - p < CHUNK ? end - p : CHUNK),
			NR_BODY);
	packet(to, 'E', "", 0, 0);
}

static void read_message(struct script *to, const char *path)
{
	FILE *in = fopen(path, "rb");
	size_t room = 64 * 1024 * 1024;
	char *text = malloc(room);

	if (in == NULL || text == NULL)
		die(path);
	size_t n = fread(text, 1, room - 1, in);
	text[n] = 0;
	fclose(in);
	write_greeting(to);
	write_envelope(to);
	write_message(to, text, text + n);
	free(text);
}

/* ---- one connection ---- */

static void tune(const struct connection *c)
{
	int yes = 1;

	if (c->script->address.ss_family == AF_INET)
		setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
}

static void greet(struct connection *c)
{
	uint32_t offer[3] = { htonl(6), htonl(ACTIONS),
		htonl(waits ? PROTOCOL_WAIT : PROTOCOL_ALL) };
	uint8_t octets[17] = { 0, 0, 0, 13, 'O' };

	memcpy(octets + 5, offer, 12);
	if (send(c->fd, octets, sizeof(octets), MSG_NOSIGNAL) != 17)
		die("send");
}

static void begin(struct connection *c, const struct script *script)
{
	struct epoll_event e = { EPOLLIN, { .ptr = c } };
	const struct sockaddr *to = (const struct sockaddr *)&script->address;

	c->script = script;
	c->fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		die("socket");
	while (connect(c->fd, to, script->address_n) < 0)
		if (errno != EAGAIN && errno != EINTR)
			die("connect");
	tune(c);
	c->reply_n = c->step = 0;
	greet(c);
	if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, c->fd, &e) < 0)
		die("epoll_ctl");
}

static bool awaits_reply(const struct connection *c, const struct step *s)
{
	return s->no_reply != NEVER && (c->granted & s->no_reply) == 0;
}

/* Sends all up to the next packet that gets an answer. */
static void say(struct connection *c)
{
	const struct script *script = c->script;
	size_t last = idles ? script->steps_of_idle : script->step_count;
	size_t from = c->step == 0 ? 0 : script->steps[c->step - 1].end;

	while (c->step < last) {
		const struct step *s = &script->steps[c->step++];
		if (awaits_reply(c, s))
			break;
	}
	size_t to = c->step == 0 ? 0 : script->steps[c->step - 1].end;
	while (from < to) {
		ssize_t n = send(
			c->fd, script->octets + from, to - from, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			die("send");
		from += n > 0 ? (size_t)n : 0;
	}
}

static void leave(struct connection *c)
{
	static const uint8_t quit[] = { 0, 0, 0, 1, 'Q' };

	(void)!send(c->fd, quit, sizeof(quit), MSG_NOSIGNAL);
	close(c->fd);
}

static void next_message(struct connection *c)
{
	uint64_t now = now_ns();

	if (c->script + 1 < scripts + script_count) {
		leave(c);
		begin(c, c->script + 1);
		return;
	}
	if (messages < TIMES_MOST)
		times_us[messages] = (uint32_t)((now - c->began_ns) / 1000);
	messages++;
	if (want != NULL && !c->wanted_seen)
		wrong++;
	c->wanted_seen = false;
	c->began_ns = now;
	if (keeps) {
		c->step = c->script->first_of_message;
		say(c);
		return;
	}
	leave(c);
	begin(c, scripts);
}

/* One answer of the milter; false when the connection was begun anew. */
static bool hear(struct connection *c, const uint8_t *p, size_t n)
{
	uint32_t offer[3];

	switch (p[0]) {
	case 'O':
		memcpy(offer, p + 1, sizeof(offer));
		c->granted = ntohl(offer[2]);
		say(c);
		return true;
	case 'i':
		if (want != NULL && n > 5
			&& strcmp((const char *)p + 5, want) == 0)
			c->wanted_seen = true;
		return true;
	case 'h':
		if (want != NULL && strcmp((const char *)p + 1, want) == 0)
			c->wanted_seen = true;
		return true;
	case 'm':
	case 'p': return true;
	case 'c':
	case 'a': break;
	default: wrong++; break;
	}
	if (c->step == c->script->step_count) {
		next_message(c);
		return keeps;
	}
	say(c);
	return true;
}

static void hear_all(struct connection *c)
{
	ssize_t got = recv(c->fd, c->reply + c->reply_n,
		sizeof(c->reply) - c->reply_n, MSG_DONTWAIT);
	size_t at = 0;

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		wrong++;
		close(c->fd);
		begin(c, scripts);
		return;
	}
	c->reply_n += (size_t)got;
	while (c->reply_n - at >= 5) {
		uint32_t n;
		memcpy(&n, c->reply + at, 4);
		n = ntohl(n);
		if (c->reply_n - at < 4 + (size_t)n)
			break;
		if (!hear(c, c->reply + at + 4, n))
			return;
		at += 4 + (size_t)n;
	}
	c->reply_n -= at;
	memmove(c->reply, c->reply + at, c->reply_n);
}

/* ---- the whole ---- */

static void read_address(struct script *to, const char *text)
{
	struct sockaddr_un *un = (struct sockaddr_un *)&to->address;
	struct sockaddr_in *in = (struct sockaddr_in *)&to->address;

	if (strncmp(text, "unix:", 5) == 0) {
		un->sun_family = AF_UNIX;
		snprintf(un->sun_path, sizeof(un->sun_path), "%s", text + 5);
		to->address_n = sizeof(*un);
		return;
	}
	in->sin_family = AF_INET;
	in->sin_port = htons((uint16_t)atoi(text + 5));
	in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	to->address_n = sizeof(*in);
}

static void read_script(const char *socket, const char *message)
{
	struct script *to = &scripts[script_count++];

	read_address(to, socket);
	read_message(to, message);
}

/* SOCKET,MESSAGE */
static void read_second(char *text)
{
	char *comma = strchr(text, ',');

	if (comma == NULL || script_count == 2) {
		fprintf(stderr, "milterload: then=SOCKET,MESSAGE, once\n");
		exit(64);
	}
	*comma = 0;
	read_script(text, comma + 1);
}

static void read_options(char **words)
{
	for (; *words != NULL; words++) {
		waits |= strcmp(*words, "wait") == 0;
		keeps |= strcmp(*words, "keep") == 0;
		idles |= strcmp(*words, "idle") == 0;
		if (strncmp(*words, "from=", 5) == 0)
			client = *words + 5;
		if (strncmp(*words, "want=", 5) == 0)
			want = *words + 5;
		if (strncmp(*words, "mail=", 5) == 0)
			sender = *words + 5;
	}
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void report(double seconds)
{
	size_t n = messages < TIMES_MOST ? messages : TIMES_MOST;

	qsort(times_us, n, sizeof(*times_us), by_value);
	printf("%llu messages %.3f seconds %u us %u us %llu wrong\n",
		(unsigned long long)messages, seconds, n ? times_us[n / 2] : 0,
		n ? times_us[n * 99 / 100] : 0, (unsigned long long)wrong);
}

static void serve(double seconds)
{
	uint64_t start = now_ns(), end = start + (uint64_t)(seconds * 1e9);
	struct epoll_event events[EVENTS];

	while (now_ns() < end) {
		int n = epoll_wait(poll_fd, events, EVENTS, 50);
		for (int i = 0; i < n; i++)
			hear_all(events[i].data.ptr);
	}
	report((double)(now_ns() - start) / 1e9);
}

int main(int argc, char **argv)
{
	struct rlimit files;

	if (argc < 5) {
		fprintf(stderr,
			"milterload SOCKET MESSAGE CONNECTIONS SECONDS"
			" [wait] [keep] [idle] [from=ADDR] [want=NAME]"
			" [mail=ADDR] [then=SOCKET,MESSAGE]\n");
		return 64;
	}
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	read_options(argv + 5);
	read_script(argv[1], argv[2]);
	for (char **word = argv + 5; *word != NULL; word++)
		if (strncmp(*word, "then=", 5) == 0)
			read_second(*word + 5);
	size_t count = (size_t)atoi(argv[3]);
	struct connection *all = calloc(count, sizeof(*all));
	times_us = calloc(TIMES_MOST, sizeof(*times_us));
	poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (all == NULL || times_us == NULL || poll_fd < 0)
		die("start");
	for (size_t i = 0; i < count; i++) {
		all[i].began_ns = now_ns();
		begin(&all[i], scripts);
	}
	serve(atof(argv[4]));
	return wrong > 0;
}
