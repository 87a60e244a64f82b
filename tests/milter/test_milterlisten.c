/* SPDX-License-Identifier: ISC */
#define _DEFAULT_SOURCE /* mkdtemp, setenv */
/*
 * milterlisten: sockets of every kind, what stands in their way, and what is
 * left of them in the end.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "srv/milter/handedover.h"
#include "srv/milter/milterlisten.h"
#include "tests/rows.h"

struct world {
	char folder[64], path[128], title[140], said[2000];
	struct zgl_conf_listener listeners[4];
	struct zgl_conf conf;
	struct zgl_milterlisten listen;
};

static void open_world(struct world *w)
{
	*w = (struct world){ .folder = "/tmp/zegel-XXXXXX" };
	assert_non_null(mkdtemp(w->folder));
	(void)snprintf(w->path, sizeof(w->path), "%s/mta", w->folder);
	(void)snprintf(w->title, sizeof(w->title), "unix:%s", w->path);
	w->listeners[0] = (struct zgl_conf_listener){ .title = w->title,
		.line = 7,
		.kind = ZGL_LISTEN_UNIX,
		.path = w->path,
		.mode = 0660 };
	w->conf = (struct zgl_conf){ .file = "zegel.conf",
		.listeners = w->listeners,
		.listener_count = 1 };
}

static void close_world(struct world *w)
{
	assert_int_equal(rmdir(w->folder), 0);
}

/* Opens, with what goes to the log in w->said. */
static enum zgl_err try_open(struct world *w)
{
	FILE *file = tmpfile();
	int before = dup(STDERR_FILENO);

	assert_non_null(file);
	assert_true(before >= 0 && dup2(fileno(file), STDERR_FILENO) >= 0);
	enum zgl_err err = zgl_milterlisten_open(&w->conf, &w->listen);
	assert_true(dup2(before, STDERR_FILENO) >= 0);
	close(before);
	rewind(file);
	size_t n = fread(w->said, 1, sizeof(w->said) - 1, file);
	w->said[n] = '\0';
	(void)fclose(file);
	return err;
}

static void must_open(struct world *w)
{
	if (try_open(w) != ZGL_OK)
		fail_msg("%s", w->said);
	assert_string_equal(w->said, "");
}

static void must_fail(struct world *w, const char *why)
{
	char line[400];

	(void)snprintf(line, sizeof(line), "zegeld: zegel.conf:7: %s: %s\n",
		w->title, why);
	assert_int_equal(try_open(w), ZGL_EIO);
	assert_string_equal(w->said, line);
	assert_int_equal(w->listen.count, 0);
}

static int connect_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	(void)snprintf(
		address.sun_path, sizeof(address.sun_path), "%.100s", path);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* ---- unix ---- */

struct row {
	const char *name;
	mode_t mode, umask;
};

static const struct row modes[] = {
	{ "a socket for all", 0666, 0022 },
	{ "a socket for owner and group", 0660, 0022 },
	{ "a socket for the owner", 0600, 0 },
	{ "a umask that takes all", 0660, 0777 },
	{ "an odd mode", 0627, 0077 },
};

static void check_mode(void **state)
{
	const struct row *row = *state;
	struct world w;

	open_world(&w);
	w.listeners[0].mode = row->mode;
	mode_t before = umask(row->umask);
	enum zgl_err err = zgl_milterlisten_open(&w.conf, &w.listen);
	assert_int_equal(umask(before), row->umask); /* as it was */
	assert_int_equal(err, ZGL_OK);
	assert_int_equal(mode_of(w.path), row->mode);
	assert_int_equal(w.listen.count, 1);
	assert_ptr_equal(w.listen.at[0].conf, &w.listeners[0]);
	int fd = connect_unix(w.path);
	assert_true(fd >= 0);
	close(fd);
	zgl_milterlisten_close(&w.listen);
	assert_false(exists(w.path));
	close_world(&w);
}

static void its_folder_is_made(void **state)
{
	char folder[100], path[128];
	struct world w;

	(void)state;
	open_world(&w);
	(void)snprintf(folder, sizeof(folder), "%s/run", w.folder);
	(void)snprintf(path, sizeof(path), "%s/mta", folder);
	w.listeners[0].path = path;
	mode_t before = umask(0077);
	must_open(&w);
	(void)umask(before);
	assert_int_equal(mode_of(folder), 0755);
	zgl_milterlisten_close(&w.listen);
	assert_int_equal(rmdir(folder), 0);
	close_world(&w);
}

static void the_folder_above_is_not(void **state)
{
	char path[128], why[200];
	struct world w;

	(void)state;
	open_world(&w);
	(void)snprintf(path, sizeof(path), "%s/a/b/mta", w.folder);
	(void)snprintf(why, sizeof(why),
		"its folder %s/a/b: No such file or directory", w.folder);
	w.listeners[0].path = path;
	must_fail(&w, why);
	close_world(&w);
}

static void a_stale_socket_is_replaced(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	must_open(&w);
	/* as after a crash: the file stays */
	close(w.listen.at[0].socket.fd);
	w.listen.at[0].socket.fd = open("/dev/null", O_RDONLY);
	w.listen.at[0].socket.ino++;
	zgl_milterlisten_close(&w.listen);
	assert_true(exists(w.path));
	assert_int_equal(connect_unix(w.path), -1);
	must_open(&w);
	int fd = connect_unix(w.path);
	assert_true(fd >= 0);
	close(fd);
	zgl_milterlisten_close(&w.listen);
	close_world(&w);
}

static void a_live_socket_is_left_alone(void **state)
{
	struct zgl_milterlisten first;
	struct world w;

	(void)state;
	open_world(&w);
	must_open(&w);
	first = w.listen;
	must_fail(&w, "another zegeld listens there");
	int fd = connect_unix(w.path);
	assert_true(fd >= 0);
	close(fd);
	zgl_milterlisten_close(&first);
	close_world(&w);
}

/* Anybody who can read the folder can do so. */
static void a_folder_that_somebody_locked(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	int fd = open(w.folder, O_RDONLY | O_DIRECTORY);
	assert_true(fd >= 0 && flock(fd, LOCK_EX) == 0);
	must_open(&w);
	zgl_milterlisten_close(&w.listen);
	close(fd);
	close_world(&w);
}

static void what_is_no_socket_is_left_alone(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	int fd = open(w.path, O_CREAT | O_WRONLY, 0600);
	assert_true(fd >= 0);
	close(fd);
	must_fail(&w, "is there already, and no socket");
	assert_int_equal(unlink(w.path), 0);
	/* nor is a link followed, wherever it leads */
	assert_int_equal(symlink("nowhere", w.path), 0);
	must_fail(&w, "is there already, and no socket");
	assert_int_equal(unlink(w.path), 0);
	close_world(&w);
}

/* It is another daemon's by now. */
static void a_socket_that_was_replaced_stays(void **state)
{
	struct zgl_milterlisten first;
	struct world w;

	(void)state;
	open_world(&w);
	must_open(&w);
	first = w.listen;
	assert_int_equal(unlink(w.path), 0);
	must_open(&w);
	zgl_milterlisten_close(&first);
	assert_true(exists(w.path));
	zgl_milterlisten_close(&w.listen);
	assert_false(exists(w.path));
	close_world(&w);
}

static void a_path_that_is_too_long(void **state)
{
	char path[200] = "/tmp/";
	struct world w;

	(void)state;
	open_world(&w);
	memset(path + 5, 'x', 103);
	w.listeners[0].path = path;
	must_fail(&w, "has more than 107 octets");
	close_world(&w);
}

static void accounts_that_are_not_there(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	w.listeners[0].owner = "no-such-user";
	must_fail(&w, "there is no user no-such-user");
	w.listeners[0].owner = NULL;
	w.listeners[0].group = "no-such-group";
	must_fail(&w, "there is no group no-such-group");
	assert_false(exists(w.path));
	close_world(&w);
}

/* Who is root can give it away; who is not can give it to a group of theirs. */
static void its_owner_and_group(void **state)
{
	const struct group *group = getgrgid(getegid());
	struct world w;
	struct stat st;

	(void)state;
	if (geteuid() == 0)
		group = getgrnam("daemon");
	assert_non_null(group);
	open_world(&w);
	w.listeners[0].group = group->gr_name;
	if (geteuid() == 0) {
		w.conf.user = "daemon";
		w.listeners[0].owner = "nobody";
	}
	must_open(&w);
	assert_int_equal(lstat(w.path, &st), 0);
	assert_int_equal(st.st_gid, group->gr_gid);
	assert_int_equal(st.st_uid,
		geteuid() == 0 ? getpwnam("nobody")->pw_uid : geteuid());
	zgl_milterlisten_close(&w.listen);
	close_world(&w);
}

static void accounts_by_number(void **state)
{
	char uid[24], gid[24];
	struct world w;
	struct stat st;

	(void)state;
	(void)snprintf(uid, sizeof(uid), "%lu", (unsigned long)geteuid());
	(void)snprintf(gid, sizeof(gid), "%lu", (unsigned long)getegid());
	open_world(&w);
	/* these have no entry anywhere */
	w.listeners[0].owner = geteuid() == 0 ? "123456789" : uid;
	w.listeners[0].group = geteuid() == 0 ? "987654321" : gid;
	must_open(&w);
	assert_int_equal(lstat(w.path, &st), 0);
	assert_int_equal(st.st_uid, geteuid() == 0 ? 123456789 : geteuid());
	assert_int_equal(st.st_gid, geteuid() == 0 ? 987654321 : getegid());
	zgl_milterlisten_close(&w.listen);
	w.listeners[0].owner = "4294967295"; /* "leave it", for chown */
	must_fail(&w, "there is no user 4294967295");
	close_world(&w);
}

/* Or, for who cannot become another, to who it is. */
static void the_user_that_it_becomes(void **state)
{
	const struct passwd *user = getpwnam("daemon");
	char folder[100], path[128];
	struct world w;
	struct stat st;

	(void)state;
	assert_non_null(user);
	uid_t uid = geteuid() == 0 ? user->pw_uid : geteuid();
	gid_t gid = geteuid() == 0 ? user->pw_gid : getegid();
	open_world(&w);
	(void)snprintf(folder, sizeof(folder), "%s/run", w.folder);
	(void)snprintf(path, sizeof(path), "%s/mta", folder);
	w.listeners[0].path = path;
	w.conf.user = "daemon";
	must_open(&w);
	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_uid, uid);
	assert_int_equal(st.st_gid, gid);
	assert_int_equal(lstat(folder, &st), 0);
	assert_int_equal(st.st_uid, uid);
	zgl_milterlisten_close(&w.listen);
	assert_int_equal(rmdir(folder), 0);
	close_world(&w);
}

/* ---- inet ---- */

static unsigned port_of(int fd)
{
	struct sockaddr_in6 address; /* either has its port there */
	socklen_t n = sizeof(address);

	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &n), 0);
	return ntohs(address.sin6_port);
}

static int family_of(int fd)
{
	struct sockaddr address;
	socklen_t n = sizeof(address);

	assert_int_equal(getsockname(fd, &address, &n), 0);
	return address.sa_family;
}

static void set_inet(struct world *w, const char *address, unsigned port)
{
	(void)snprintf(w->title, sizeof(w->title), "inet:%s:%u", address, port);
	w->listeners[0].kind = ZGL_LISTEN_INET;
	w->listeners[0].path = NULL;
	w->listeners[0].address = address;
	w->listeners[0].port = port;
}

struct address {
	const char *name, *address;
	int families[2]; /* 0: none */
};

static const struct address addresses[] = {
	{ "an IPv4 address", "127.0.0.1", { AF_INET } },
	{ "an IPv6 address", "::1", { AF_INET6 } },
	{ "all addresses of both families", "*", { AF_INET6, AF_INET } },
	{ "all IPv4 addresses", "0.0.0.0", { AF_INET } },
	{ "all IPv6 addresses, and no others", "::", { AF_INET6 } },
};

static void check_address(void **state)
{
	const struct address *row = *state;
	struct zgl_milterlisten first;
	struct world w;

	open_world(&w);
	/* a port that is free, and then one that is taken */
	set_inet(&w, row->address, 0);
	must_open(&w);
	unsigned port = port_of(w.listen.at[w.listen.count - 1].socket.fd);
	zgl_milterlisten_close(&w.listen);
	set_inet(&w, row->address, port);
	must_open(&w);
	assert_int_equal(w.listen.count, row->families[1] == 0 ? 1 : 2);
	for (size_t i = 0; i < w.listen.count; i++) {
		int fd = w.listen.at[i].socket.fd;
		assert_int_equal(family_of(fd), row->families[i]);
		assert_int_equal(port_of(fd), port);
		assert_null(zgl_handedover_check(fd)); /* it listens */
	}
	first = w.listen;
	must_fail(&w, "another program listens there");
	zgl_milterlisten_close(&first);
	close_world(&w);
}

static void every_mistake_is_told(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	w.listeners[0].owner = "no-such-user";
	w.listeners[1] = (struct zgl_conf_listener){ .title = "unix:/a/b/c",
		.line = 9,
		.kind = ZGL_LISTEN_UNIX,
		.path = "/a/b/c",
		.mode = 0660 };
	w.conf.listener_count = 2;
	assert_int_equal(try_open(&w), ZGL_EIO);
	assert_non_null(strstr(w.said, "zegel.conf:7: "));
	assert_non_null(strstr(w.said, "zegel.conf:9: unix:/a/b/c: "));
	close_world(&w);
}

/* ---- systemd ---- */

enum {
	FIRST = 3,
	HANDED = 4
};

/* Lays listening sockets, as the system does, where it does; what stands there
 * is kept, and comes back. */
static void hand_over(int kept[HANDED], const char *count, const char *names)
{
	char pid[16];

	for (int i = 0; i < HANDED; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		kept[i] = fcntl(FIRST + i, F_DUPFD_CLOEXEC, 20);
		assert_true(fd >= 0 && listen(fd, 5) == 0);
		int above = fcntl(fd, F_DUPFD, 40);
		close(fd);
		assert_int_equal(dup2(above, FIRST + i), FIRST + i);
		close(above);
	}
	(void)snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	assert_int_equal(setenv("LISTEN_PID", pid, 1), 0);
	assert_int_equal(setenv("LISTEN_FDS", count, 1), 0);
	if (names != NULL)
		assert_int_equal(setenv("LISTEN_FDNAMES", names, 1), 0);
}

static void take_back(const int kept[HANDED])
{
	for (int i = 0; i < HANDED; i++) {
		close(FIRST + i);
		if (kept[i] < 0)
			continue;
		assert_int_equal(dup2(kept[i], FIRST + i), FIRST + i);
		close(kept[i]);
	}
	(void)unsetenv("LISTEN_PID");
	(void)unsetenv("LISTEN_FDS");
	(void)unsetenv("LISTEN_FDNAMES");
}

static void set_systemd(struct world *w, size_t i, const char *name)
{
	w->listeners[i] = (struct zgl_conf_listener){ .title = "systemd",
		.line = 7,
		.kind = ZGL_LISTEN_SYSTEMD,
		.path = name };
	(void)snprintf(w->title, sizeof(w->title), "systemd");
	w->conf.listener_count = i + 1;
}

struct handed {
	const char *name, *count, *names;
	const char *asked[3]; /* "*": whatever is left */
	const char *taken[3]; /* descriptors of each, in order */
	const char *said;     /* a part of it; NULL: nothing */
	bool fails;
};

// clang-format off
static const struct handed handed[] = {
	{ "one for whoever takes it", "1", NULL, { "*" }, { "3" }, NULL, false },
	{ "all for whoever takes them", "3", "a:b:c", { "*" }, { "345" }, NULL, false },
	{ "each by its name", "2", "in:out", { "out", "in" }, { "4", "3" }, NULL, false },
	{ "two of one name", "3", "in:out:in", { "in", "out" }, { "35", "4" }, NULL, false },
	{ "what has no name is left for the last", "3", "in:out", { "*", "out" }, { "35", "4" }, NULL, false },
	{ "one that nobody names is closed", "2", "in:out", { "in" }, { "3" }, "no listener names the socket 4", false },
	{ "a name that is not there", "1", "in", { "out" }, { "" }, "handed over no socket of that name", true },
	{ "nothing at all", "0", NULL, { "*" }, { "" }, "handed over no socket", true },
	{ "nonsense", "x", NULL, { "*" }, { "" }, "handed over no socket", true },
	{ "one that is no socket", "5", NULL, { "*" }, { "" }, "is no stream socket", true },
};
// clang-format on

static void check_taken(const struct world *w, const struct handed *row)
{
	size_t at = 0;

	for (size_t pass = 0; pass < 2; pass++) { /* "*" comes last */
		for (size_t i = 0; i < 3 && row->asked[i] != NULL; i++) {
			bool rest = strcmp(row->asked[i], "*") == 0;
			const char *fd = row->taken[i];
			for (; rest == (pass == 1) && *fd != '\0'; fd++) {
				assert_true(at < w->listen.count);
				assert_int_equal(
					w->listen.at[at].socket.fd, *fd - '0');
				assert_ptr_equal(w->listen.at[at].conf,
					&w->listeners[i]);
				at++;
			}
		}
	}
	assert_int_equal(at, w->listen.count);
}

static void check_handed(void **state)
{
	const struct handed *row = *state;
	int kept[HANDED];
	struct world w;

	open_world(&w);
	for (size_t i = 0; i < 3 && row->asked[i] != NULL; i++)
		set_systemd(&w, i,
			strcmp(row->asked[i], "*") == 0 ? NULL : row->asked[i]);
	int spare = fcntl(FIRST + HANDED, F_DUPFD_CLOEXEC, 20);
	int file = open("/dev/null", O_RDONLY);
	assert_true(file >= 0 && dup2(file, FIRST + HANDED) >= 0);
	hand_over(kept, row->count, row->names);
	enum zgl_err err = try_open(&w);
	if (err == ZGL_OK) {
		check_taken(&w, row);
		assert_true(fcntl(FIRST, F_GETFD) & FD_CLOEXEC);
		assert_true(fcntl(FIRST, F_GETFL) & O_NONBLOCK);
	}
	zgl_milterlisten_close(&w.listen);
	take_back(kept);
	close(FIRST + HANDED);
	if (file != FIRST + HANDED)
		close(file);
	if (spare >= 0) {
		(void)dup2(spare, FIRST + HANDED);
		close(spare);
	}
	assert_int_equal(err, row->fails ? ZGL_EIO : ZGL_OK);
	if (row->said == NULL)
		assert_string_equal(w.said, "");
	else
		assert_non_null(strstr(w.said, row->said));
	close_world(&w);
}

static void sockets_of_another_process(void **state)
{
	int kept[HANDED];
	struct world w;

	(void)state;
	open_world(&w);
	set_systemd(&w, 0, NULL);
	hand_over(kept, "1", NULL);
	assert_int_equal(setenv("LISTEN_PID", "1", 1), 0);
	must_fail(&w, "the system handed over no socket");
	take_back(kept);
	close_world(&w);
}

static void what_is_handed_over_must_listen(void **state)
{
	int fds[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, fds), 0);
	assert_string_equal(zgl_handedover_check(fds[0]),
		"what the system handed over is no stream socket");
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	assert_string_equal(zgl_handedover_check(fds[0]),
		"the socket that the system handed over does not listen");
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, modes, check_mode);
	rows_add_one(&r, "its folder is made", its_folder_is_made);
	rows_add_one(&r, "the folder above is not", the_folder_above_is_not);
	rows_add_one(
		&r, "a stale socket is replaced", a_stale_socket_is_replaced);
	rows_add_one(
		&r, "a live socket is left alone", a_live_socket_is_left_alone);
	rows_add_one(&r, "a folder that somebody locked, and keeps locked",
		a_folder_that_somebody_locked);
	rows_add_one(&r, "what is no socket is left alone",
		what_is_no_socket_is_left_alone);
	rows_add_one(&r, "a socket that was replaced stays",
		a_socket_that_was_replaced_stays);
	rows_add_one(&r, "a path that is too long", a_path_that_is_too_long);
	rows_add_one(
		&r, "accounts that are not there", accounts_that_are_not_there);
	rows_add_one(&r, "its owner and group", its_owner_and_group);
	rows_add_one(&r, "accounts by number", accounts_by_number);
	rows_add_one(&r, "it belongs to the user that the daemon becomes",
		the_user_that_it_becomes);
	ROWS_ADD(&r, addresses, check_address);
	rows_add_one(&r, "every mistake is told", every_mistake_is_told);
	ROWS_ADD(&r, handed, check_handed);
	rows_add_one(
		&r, "sockets of another process", sockets_of_another_process);
	rows_add_one(&r, "what is handed over must listen",
		what_is_handed_over_must_listen);
	return rows_run(&r, "milterlisten");
}
