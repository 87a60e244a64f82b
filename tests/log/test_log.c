/* SPDX-License-Identifier: ISC */
/* log: what comes out of standard error and of /dev/log. */
#define _GNU_SOURCE /* unshare */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "srv/log/log.h"
#include "tests/rows.h"

#define A10   "aaaaaaaaaa"
#define A100  A10 A10 A10 A10 A10 A10 A10 A10 A10 A10
#define A1000 A100 A100 A100 A100 A100 A100 A100 A100 A100 A100
#define A990                                                                   \
	A100 A100 A100 A100 A100 A100 A100 A100 A100 A10 A10 A10 A10 A10 A10   \
		A10 A10 A10

/* Standard error is a file while `run` runs; returns the octets it got. */
static size_t captured(
	void (*run)(const void *), const void *arg, char *out, size_t room)
{
	FILE *file = tmpfile();
	int old = dup(STDERR_FILENO);

	assert_non_null(file);
	assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
	run(arg);
	assert_true(dup2(old, STDERR_FILENO) >= 0);
	close(old);
	rewind(file);
	size_t n = fread(out, 1, room, file);
	fclose(file);
	return n;
}

struct line {
	const char *name;
	enum zgl_log_level wanted, level;
	zgl_sv text;
	const char *want; /* all of standard error */
};

// clang-format off
static const struct line lines[] = {
	{ "a line has the program's name in front", ZGL_LOG_INFO, ZGL_LOG_INFO, { "started", 7 }, "zegeld: started\n" },
	{ "an empty line", ZGL_LOG_INFO, ZGL_LOG_INFO, { NULL, 0 }, "zegeld: \n" },
	{ "a graver level is written", ZGL_LOG_INFO, ZGL_LOG_ERROR, { "x", 1 }, "zegeld: x\n" },
	{ "a lighter level is not", ZGL_LOG_INFO, ZGL_LOG_DEBUG, { "x", 1 }, "" },
	{ "warnings are not errors", ZGL_LOG_ERROR, ZGL_LOG_WARNING, { "x", 1 }, "" },
	{ "debug writes all", ZGL_LOG_DEBUG, ZGL_LOG_DEBUG, { "x", 1 }, "zegeld: x\n" },
	{ "a line feed cannot turn the line", ZGL_LOG_INFO, ZGL_LOG_INFO, { "a\nzegeld: b", 11 }, "zegeld: a\\x0Azegeld: b\n" },
	{ "NUL, escape, a broken octet", ZGL_LOG_INFO, ZGL_LOG_INFO, { "\0\x1b\xff", 3 }, "zegeld: \\x00\\x1B\\xFF\n" },
	{ "a backslash", ZGL_LOG_INFO, ZGL_LOG_INFO, { "\\x0A", 4 }, "zegeld: \\x5Cx0A\n" },
	{ "UTF-8 that shows stays", ZGL_LOG_INFO, ZGL_LOG_INFO, { "b\xc3\xbc" "cher", 7 }, "zegeld: b\xc3\xbc" "cher\n" },
	{ "2,000 octets are whole", ZGL_LOG_INFO, ZGL_LOG_INFO, { A1000 A1000, 2000 }, "zegeld: " A1000 A1000 "\n" },
	{ "2,001 are cut", ZGL_LOG_INFO, ZGL_LOG_INFO, { A1000 A1000 "a", 2001 }, "zegeld: " A1000 A990 "aaaaaaa...\n" },
	{ "a cut breaks no escape", ZGL_LOG_INFO, ZGL_LOG_INFO, { A1000 A990 "aaaaaa\nbbbb", 2001 }, "zegeld: " A1000 A990 "aaaaaa...\n" },
	{ "an escape that ends where the mark begins stays", ZGL_LOG_INFO, ZGL_LOG_INFO, { A1000 A990 "aaa\nbbbb", 1998 }, "zegeld: " A1000 A990 "aaa\\x0A...\n" },
	{ "a cut breaks no code point", ZGL_LOG_INFO, ZGL_LOG_INFO, { A1000 A990 "aaaaaa\xe2\x82\xac" "bb", 2001 }, "zegeld: " A1000 A990 "aaaaaa...\n" },
};
// clang-format on

static void write_line(const void *arg)
{
	const struct line *row = arg;

	zgl_log_open(&(struct zgl_log_config){
		.to_stderr = true, .level = row->wanted });
	zgl_log_line(row->level, row->text);
}

static void write_formatted(const void *arg)
{
	const struct line *row = arg;

	zgl_log_open(&(struct zgl_log_config){
		.to_stderr = true, .level = row->wanted });
	zgl_log_write(row->level, "%s%.*s", "", (int)row->text.n,
		row->text.n > 0 ? row->text.p : "");
}

static void check_line(void **state)
{
	const struct line *row = *state;
	char got[8192];

	size_t n = captured(write_line, row, got, sizeof(got));
	assert_sv_equal(((zgl_sv){ got, n }), zgl_sv_of(row->want));
	assert_int_equal(zgl_log_wants(row->level), row->want[0] != '\0');
	if (memchr(row->text.p != NULL ? row->text.p : "", '\0', row->text.n)
		!= NULL)
		return; /* printf's %s would end there */
	n = captured(write_formatted, row, got, sizeof(got));
	assert_sv_equal(((zgl_sv){ got, n }), zgl_sv_of(row->want));
}

static void write_nowhere(const void *arg)
{
	(void)arg;
	zgl_log_open(&(struct zgl_log_config){ .level = ZGL_LOG_DEBUG });
	zgl_log_line(ZGL_LOG_ERROR, ZGL_SV("lost"));
}

static void check_nowhere(void **state)
{
	char got[64];

	(void)state;
	assert_int_equal(captured(write_nowhere, NULL, got, sizeof(got)), 0);
	assert_false(zgl_log_wants(ZGL_LOG_ERROR));
}

static void check_words(void **state)
{
	(void)state;
	assert_string_equal(zgl_log_level_word(ZGL_LOG_ERROR), "error");
	assert_string_equal(zgl_log_level_word(ZGL_LOG_DEBUG), "debug");
	assert_string_equal(
		zgl_log_level_word((enum zgl_log_level)99), "unknown");
}

#define THREADS 4
#define EACH    500

static void *write_many(void *letter)
{
	for (int i = 0; i < EACH; i++)
		zgl_log_write(ZGL_LOG_INFO, "%.*s", 60, (const char *)letter);
	return NULL;
}

static void write_threads(const void *arg)
{
	static const char texts[THREADS][61] = {
		"a" A10 A10 A10 A10 A10 "aaaaaaaaa",
		"b" A10 A10 A10 A10 A10 "bbbbbbbbb",
		"c" A10 A10 A10 A10 A10 "ccccccccc",
		"d" A10 A10 A10 A10 A10 "ddddddddd",
	};
	pthread_t threads[THREADS];

	(void)arg;
	zgl_log_open(&(struct zgl_log_config){
		.to_stderr = true, .level = ZGL_LOG_INFO });
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_many,
					 (void *)(uintptr_t)texts[i]),
			0);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
}

/* Each line begins and ends with octets of one thread. */
static void check_threads(void **state)
{
	size_t room = (size_t)THREADS * EACH * 80, count = 0;
	char *got = test_malloc(room);
	zgl_sv rest = { got, 0 }, line;

	(void)state;
	rest.n = captured(write_threads, NULL, got, room);
	assert_true(rest.n > 0 && got[rest.n - 1] == '\n');
	rest.n--;
	while (zgl_sv_split(&rest, '\n', &line)) {
		assert_int_equal(line.n, 8 + 60);
		assert_true(zgl_sv_starts(line, ZGL_SV("zegeld: ")));
		assert_int_equal(line.p[8], line.p[67]);
		count++;
	}
	assert_int_equal(count, (size_t)THREADS * EACH);
	test_free(got);
}

/* /dev/log of our own, that nobody else sees: its socket, or -1 where that is
 * not allowed. For a child process: there is no way back. */
static int own_syslog(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX,
		.sun_path = "/dev/log" };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (unshare(CLONE_NEWNS) != 0
		&& unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return -1;
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
		|| mount("none", "/dev", "tmpfs", 0, NULL) != 0
		|| bind(fd, (struct sockaddr *)&name, sizeof(name)) != 0)
		return -1;
	return fd;
}

struct sent {
	const char *name;
	int facility;
	enum zgl_log_level level;
	const char *text;
	int priority;
	const char *want; /* behind the process id */
};

// clang-format off
static const struct sent sents[] = {
	{ "syslog: an error of mail", LOG_MAIL, ZGL_LOG_ERROR, "no", LOG_MAIL | LOG_ERR, "]: no" },
	{ "syslog: a line for a message", LOG_MAIL, ZGL_LOG_INFO, "yes", LOG_MAIL | LOG_INFO, "]: yes" },
	{ "syslog: another facility", LOG_LOCAL3, ZGL_LOG_WARNING, "hm", LOG_LOCAL3 | LOG_WARNING, "]: hm" },
	{ "syslog: a percent sign is no format", LOG_MAIL, ZGL_LOG_DEBUG, "100%s %n", LOG_MAIL | LOG_DEBUG, "]: 100%s %n" },
	{ "syslog: the same escape", LOG_DAEMON, ZGL_LOG_INFO, "a\nb", LOG_DAEMON | LOG_INFO, "]: a\\x0Ab" },
};
// clang-format on

#define NOT_ALLOWED 77

static int send_and_compare(const struct sent *row)
{
	char got[512], begin[64];
	int fd = own_syslog();

	if (fd < 0)
		return NOT_ALLOWED;
	zgl_log_open(&(struct zgl_log_config){ .to_syslog = true,
		.facility = row->facility,
		.level = ZGL_LOG_DEBUG });
	zgl_log_line(row->level, zgl_sv_of(row->text));
	ssize_t n = recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT);
	if (n <= 0)
		return 1;
	zgl_sv line = { got, (size_t)n };
	while (line.n > 0 && line.p[line.n - 1] == '\0')
		line.n--; /* glibc's end of a record */
	snprintf(begin, sizeof(begin), "<%d>", row->priority);
	if (!zgl_sv_starts(line, zgl_sv_of(begin)))
		return 2;
	line = zgl_sv_skip(line, zgl_sv_find(line, ']'));
	return zgl_sv_eq(line, zgl_sv_of(row->want)) ? 0 : 3;
}

static void check_syslog(void **state)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		_exit(send_and_compare(*state));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_ALLOWED)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, lines, check_line);
	rows_add_one(
		&r, "with nowhere to write nothing is wanted", check_nowhere);
	rows_add_one(&r, "every level has its word", check_words);
	rows_add_one(&r, "lines of several threads are whole", check_threads);
	ROWS_ADD(&r, sents, check_syslog);
	return rows_run(&r, "log");
}
