/* SPDX-License-Identifier: ISC */
/* store: what goes in comes out, what must not be used is refused in words,
 * and nothing is lost when a disk or another process fails. */
#define _XOPEN_SOURCE 700 /* for storehelp */
#include "tests/store/storehelp.h"

/* these stand on what comes before them */
// clang-format off
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
// clang-format on

struct script {
	const char *name;
	const char *script, *told;
};

// clang-format off
static const struct script scripts[] = {
	{ "an empty store lists nothing", "list", "" },
	{ "a key comes back as it went in",
		"add a.nl s1 rsa2048 active; list",
		"a.nl s1 rsa 2048 active 100 100 0;" },
	{ "an Ed25519 key, pending, its domain serves those below",
		"add a.nl s1 ed25519 pending below; list",
		"a.nl s1 ed25519 256 pending 100 0 0 below;" },
	{ "listed by domain and selector",
		"add b.nl s rsa1024 active; add a.nl z rsa1024 active; add a.nl b rsa1024 active; list",
		"a.nl b rsa 1024 active 100 100 0;a.nl z rsa 1024 active 100 100 0;b.nl s rsa 1024 active 100 100 0;" },
	{ "those of one domain",
		"add b.nl s rsa1024 active; add a.nl s rsa1024 active; list b.nl; list c.nl",
		"b.nl s rsa 1024 active 100 100 0;" },
	{ "names in capitals, and in other alphabets, are one",
		"add M\xc3\xbcller.example S rsa1024 active; list xn--mller-kva.EXAMPLE",
		"xn--mller-kva.example s rsa 1024 active 100 100 0;" },
	{ "a key that is there stays as it is",
		"add a.nl s rsa1024 active; add a.nl s rsa2048 pending below; list",
		"key there;a.nl s rsa 1024 active 100 100 0;" },
	{ "the same selector in two domains is two keys",
		"add a.nl s rsa1024 active; add b.nl s rsa1024 active; remove a.nl s; list",
		"b.nl s rsa 1024 active 100 100 0;" },
	{ "a pending key becomes active, and when",
		"add a.nl s rsa1024 pending; state a.nl s active; list",
		"a.nl s rsa 1024 active 100 200 0;" },
	{ "an active key is retired, and when",
		"add a.nl s rsa1024 active; state a.nl s retired; list",
		"a.nl s rsa 1024 retired 100 100 200;" },
	{ "a retired key becomes active again",
		"add a.nl s rsa1024 active; state a.nl s retired; state a.nl s active; list",
		"a.nl s rsa 1024 active 100 200 0;" },
	{ "a key becomes pending again, without dates",
		"add a.nl s rsa1024 active; state a.nl s pending; list",
		"a.nl s rsa 1024 pending 100 0 0;" },
	{ "the state of a key that is not there",
		"add a.nl s rsa1024 active; state a.nl x active; state b.nl s active",
		"key absent;key absent;" },
	{ "a domain serves those below when any key said so",
		"add a.nl s rsa1024 active below; add a.nl t rsa1024 active; list",
		"a.nl s rsa 1024 active 100 100 0 below;a.nl t rsa 1024 active 100 100 0 below;" },
	{ "until it is told otherwise",
		"add a.nl s rsa1024 active below; below a.nl no; list; below a.nl yes; list",
		"a.nl s rsa 1024 active 100 100 0;a.nl s rsa 1024 active 100 100 0 below;" },
	{ "a domain that is not there cannot be told", "below a.nl yes", "key absent;" },
	{ "a key is removed once",
		"add a.nl s rsa1024 active; remove a.nl s; remove a.nl s; list", "key absent;" },
	{ "with its last key a domain goes, and what it said",
		"add a.nl s rsa1024 active below; remove a.nl s; add a.nl s rsa1024 active; list",
		"a.nl s rsa 1024 active 100 100 0;" },
	{ "with another it stays",
		"add a.nl s rsa1024 active below; add a.nl t rsa1024 active; remove a.nl s; list",
		"a.nl t rsa 1024 active 100 100 0 below;" },
	{ "a domain has at most 16 keys",
		"add a.nl a rsa512 active;add a.nl b rsa512 active;add a.nl c rsa512 active;add a.nl d rsa512 active;"
		"add a.nl e rsa512 active;add a.nl f rsa512 active;add a.nl g rsa512 active;add a.nl h rsa512 active;"
		"add a.nl i rsa512 active;add a.nl j rsa512 active;add a.nl k rsa512 active;add a.nl l rsa512 active;"
		"add a.nl m rsa512 active;add a.nl n rsa512 active;add a.nl o rsa512 active;add a.nl p rsa512 active;"
		"add a.nl q rsa512 active;add b.nl q rsa512 active;add a.nl p rsa512 active;remove a.nl p;add a.nl q rsa512 active;list b.nl",
		"key unfit;key there;b.nl q rsa 512 active 100 100 0;" },
};
// clang-format on

/* Each script in two ways: by one handle, and by a new one for its list. */
static void check_script(void **state)
{
	const struct script *row = *state;
	struct folder f;
	struct zgl_buf told;

	folder_make(&f);
	zgl_buf_begin(&told, 1 << 20);
	struct zgl_store *store = store_or_fail(f.store, ZGL_STORE_CREATE);
	script_run(store, row->script, &told);
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->told));
	zgl_buf_reset(&told);
	script_run(store, "list", &told);
	struct zgl_store *other = store_or_fail(f.store, ZGL_STORE_READ);
	struct zgl_buf again;
	zgl_buf_begin(&again, 1 << 20);
	script_run(other, "list", &again);
	assert_sv_equal(zgl_buf_sv(&again), zgl_buf_sv(&told));
	zgl_buf_free(&again);
	zgl_buf_free(&told);
	zgl_store_close(other);
	zgl_store_close(store);
	folder_remove(&f);
}

/* --- files that are no store, or not one to be used --- */

static void write_file(const char *path, const char *text, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, n), (ssize_t)n);
	close(fd);
}

static void run_sql(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_int_equal(chmod(path, 0600), 0);
}

static void make_store(const char *path)
{
	struct zgl_store *store = store_or_fail(path, ZGL_STORE_CREATE);

	script_fill(store, "add a.nl s rsa2048 active");
	zgl_store_close(store);
}

static void prepare_nothing(const struct folder *f)
{
	(void)f;
}

static void prepare_empty(const struct folder *f)
{
	write_file(f->store, "", 0);
}

static void prepare_text(const struct folder *f)
{
	write_file(f->store, "authserv-id = \"mx.example.nl\"\n", 30);
}

static void prepare_long_text(const struct folder *f)
{
	char text[9000];

	memset(text, 'x', sizeof(text));
	write_file(f->store, text, sizeof(text));
}

static void prepare_foreign(const struct folder *f)
{
	run_sql(f->store, "CREATE TABLE moz_places (id INTEGER)");
}

static void prepare_marked(const struct folder *f)
{
	run_sql(f->store, "PRAGMA application_id = 7; CREATE TABLE key (id)");
}

static void prepare_newer(const struct folder *f)
{
	make_store(f->store);
	run_sql(f->store, "PRAGMA user_version = 2");
}

static void prepare_older(const struct folder *f)
{
	make_store(f->store);
	run_sql(f->store, "PRAGMA user_version = 0");
}

static void prepare_0644(const struct folder *f)
{
	make_store(f->store);
	assert_int_equal(chmod(f->store, 0644), 0);
}

static void prepare_0620(const struct folder *f)
{
	make_store(f->store);
	assert_int_equal(chmod(f->store, 0620), 0);
}

static void prepare_folder(const struct folder *f)
{
	assert_int_equal(mkdir(f->store, 0700), 0);
}

static void prepare_open_folder(const struct folder *f)
{
	make_store(f->store);
	assert_int_equal(chmod(f->path, 0777), 0);
}

static void prepare_no_folder(const struct folder *f)
{
	assert_int_equal(rmdir(f->path), 0);
}

static void prepare_dangling(const struct folder *f)
{
	assert_int_equal(symlink("nowhere/store.db", f->store), 0);
}

static void prepare_log(const struct folder *f)
{
	char log[128];

	make_store(f->store);
	snprintf(log, sizeof(log), "%s-wal", f->store);
	write_file(log, "", 0);
	assert_int_equal(chmod(log, 0666), 0);
}

static void prepare_torn(const struct folder *f)
{
	make_store(f->store);
	assert_int_equal(truncate(f->store, 4096), 0);
}

static void prepare_scribbled(const struct folder *f)
{
	char noise[4000];

	make_store(f->store);
	memset(noise, 0x5a, sizeof(noise));
	int fd = open(f->store, O_WRONLY);
	assert_int_equal(pwrite(fd, noise, sizeof(noise), 100), sizeof(noise));
	close(fd);
}

struct refused {
	const char *name;
	void (*prepare)(const struct folder *f);
	enum zgl_store_open how;
	enum zgl_store_fault fault;
	const char *says;
};

// clang-format off
static const struct refused refused[] = {
	{ "a store that is not there is not read", prepare_nothing, ZGL_STORE_READ, ZGL_STOREFAULT_ABSENT, "store.db: No such file or directory" },
	{ "nor written", prepare_nothing, ZGL_STORE_WRITE, ZGL_STOREFAULT_ABSENT, "No such file" },
	{ "an empty file is no store to read", prepare_empty, ZGL_STORE_READ, ZGL_STOREFAULT_FOREIGN, "is empty, expected a key store" },
	{ "nor to write", prepare_empty, ZGL_STORE_WRITE, ZGL_STOREFAULT_FOREIGN, "is empty, expected a key store" },
	{ "a text file", prepare_text, ZGL_STORE_READ, ZGL_STOREFAULT_FOREIGN, "is no key store of zegel" },
	{ "a text file does not become one", prepare_text, ZGL_STORE_CREATE, ZGL_STOREFAULT_FOREIGN, "is no key store of zegel" },
	{ "a long text file", prepare_long_text, ZGL_STORE_CREATE, ZGL_STOREFAULT_FOREIGN, "is no key store of zegel" },
	{ "a database of another program", prepare_foreign, ZGL_STORE_CREATE, ZGL_STOREFAULT_FOREIGN, "is a database of another program" },
	{ "a database with another program's mark", prepare_marked, ZGL_STORE_WRITE, ZGL_STOREFAULT_FOREIGN, "is a database of another program" },
	{ "a store of a newer zegel", prepare_newer, ZGL_STORE_READ, ZGL_STOREFAULT_NEWER, "was made by a newer zegel (form 2, this one knows 1)" },
	{ "nor is it changed", prepare_newer, ZGL_STORE_CREATE, ZGL_STOREFAULT_NEWER, "was made by a newer zegel" },
	{ "a store without its form", prepare_older, ZGL_STORE_CREATE, ZGL_STOREFAULT_DAMAGED, "its form is 0" },
	{ "a store that all can read", prepare_0644, ZGL_STORE_READ, ZGL_STOREFAULT_DENIED, "others than its owner can use this key store (mode 0644), mend it with: chmod 600 " },
	{ "a store that its group can write", prepare_0620, ZGL_STORE_CREATE, ZGL_STOREFAULT_DENIED, "(mode 0620)" },
	{ "a folder", prepare_folder, ZGL_STORE_CREATE, ZGL_STOREFAULT_ABSENT, "is no regular file, expected a key store" },
	{ "a folder that all can write", prepare_open_folder, ZGL_STORE_READ, ZGL_STOREFAULT_DENIED, "others can write its folder (mode 0777), mend it with: chmod go-w " },
	{ "no folder for a new one", prepare_no_folder, ZGL_STORE_CREATE, ZGL_STOREFAULT_ABSENT, "No such file or directory" },
	{ "a link to nowhere", prepare_dangling, ZGL_STORE_CREATE, ZGL_STOREFAULT_ABSENT, "No such file or directory" },
	{ "a log beside it that others can write", prepare_log, ZGL_STORE_READ, ZGL_STOREFAULT_DENIED, "store.db-wal: others than its owner" },
	{ "a store whose tables were scribbled over", prepare_scribbled, ZGL_STORE_READ, ZGL_STOREFAULT_DAMAGED, "is damaged" },
};
// clang-format on

static void check_refused(void **state)
{
	const struct refused *row = *state;
	struct folder f;
	struct zgl_store *store;

	folder_make(&f);
	row->prepare(&f);
	assert_int_equal(zgl_store_open(f.store, row->how, &store), ZGL_EIO);
	assert_non_null(store);
	if (strstr(zgl_store_why(store), row->says) == NULL)
		fail_msg("told \"%s\"", zgl_store_why(store));
	assert_int_equal(
		strncmp(zgl_store_why(store), f.path, strlen(f.path)), 0);
	assert_string_equal(
		fault_word(zgl_store_fault(store)), fault_word(row->fault));
	zgl_store_close(store);
	if (access(f.path, F_OK) == 0)
		folder_remove(&f);
}

static void a_torn_file_is_told(void **state)
{
	struct folder f;
	struct zgl_store *store;
	struct zgl_buf told;

	(void)state;
	folder_make(&f);
	prepare_torn(&f);
	zgl_buf_begin(&told, 4096);
	if (zgl_store_open(f.store, ZGL_STORE_READ, &store) == ZGL_OK)
		script_run(store, "list", &told);
	assert_int_equal(store->fault, ZGL_STOREFAULT_DAMAGED);
	assert_non_null(strstr(zgl_store_why(store), "is damaged"));
	zgl_buf_free(&told);
	zgl_store_close(store);
	folder_remove(&f);
}

/* --- rows that are no keys --- */

struct bad_row {
	const char *name, *sql;
};

// clang-format off
static const struct bad_row bad_rows[] = {
	{ "an algorithm that nobody knows", "UPDATE key SET algorithm = 'dsa'" },
	{ "a state that nobody knows", "UPDATE key SET state = 'lost'" },
	{ "a selector that is no name", "UPDATE key SET selector = 'a b'" },
	{ "a selector in capitals", "UPDATE key SET selector = 'S'" },
	{ "a domain that is no name", "UPDATE domain SET name = 'a..nl'" },
	{ "bits below 0", "UPDATE key SET bits = -2048" },
	{ "more bits than there are", "UPDATE key SET bits = 4294969344" },
};
// clang-format on

static void check_bad_row(void **state)
{
	const struct bad_row *row = *state;
	struct folder f;
	struct zgl_buf told;

	folder_make(&f);
	make_store(f.store);
	run_sql(f.store, row->sql);
	struct zgl_store *store = store_or_fail(f.store, ZGL_STORE_READ);
	zgl_buf_begin(&told, 4096);
	script_run(store, "list", &told);
	assert_sv_equal(zgl_buf_sv(&told), ZGL_SV("damaged;"));
	assert_non_null(strstr(zgl_store_why(store), "is no key"));
	zgl_buf_free(&told);
	zgl_store_close(store);
	folder_remove(&f);
}

/* --- what is in the file --- */

static void a_new_file_is_private(void **state)
{
	struct folder f;
	struct stat st;

	(void)state;
	folder_make(&f);
	for (int mask = 0; mask <= 0777; mask += 0777) {
		mode_t old = umask((mode_t)mask);
		make_store(f.store);
		umask(old);
		assert_int_equal(stat(f.store, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0600);
		assert_int_equal(unlink(f.store), 0);
	}
	folder_remove(&f);
}

static bool stands_in(const char *path, zgl_sv octets)
{
	FILE *file = fopen(path, "rb");
	static char all[1 << 20];

	if (file == NULL)
		return false;
	size_t n = fread(all, 1, sizeof(all), file);
	fclose(file);
	for (size_t i = 0; i + octets.n <= n; i++) {
		if (memcmp(all + i, octets.p, octets.n) == 0)
			return true;
	}
	return false;
}

/* A part of the key that nothing else has: 64 octets out of its middle. */
static zgl_sv middle_of(zgl_sv der)
{
	return zgl_sv_head(zgl_sv_skip(der, der.n / 2), 64);
}

static void a_removed_key_does_not_linger(void **state)
{
	zgl_sv secret = middle_of(der_of(testkey_called(ZGL_SV("rsa2048"))));
	struct folder f;
	char log[128], text[96];

	(void)state;
	folder_make(&f);
	snprintf(log, sizeof(log), "%s-wal", f.store);
	struct zgl_store *reader,
		*store = store_or_fail(f.store, ZGL_STORE_CREATE);
	script_fill(store, "add a.nl s rsa2048 active");
	reader = store_or_fail(f.store, ZGL_STORE_READ);
	assert_true(stands_in(log, secret) || stands_in(f.store, secret));
	for (int i = 0; i < 40; i++) {
		snprintf(text, sizeof(text), "add d%d.nl s rsa2048 active",
			i * 17 % 40);
		script_fill(store, text);
	}
	for (int i = 0; i < 40; i++) {
		snprintf(text, sizeof(text), "remove d%d.nl s", i);
		script_fill(store, text);
	}
	script_fill(store, "remove a.nl s");
	assert_false(stands_in(log, secret));
	assert_false(stands_in(f.store, secret));
	zgl_store_close(reader);
	zgl_store_close(store);
	assert_false(stands_in(f.store, secret));
	folder_remove(&f);
}

/* --- others at the same time --- */

static void a_change_is_seen_by_all(void **state)
{
	struct folder f;
	uint64_t own, other, own_now, other_now;

	(void)state;
	folder_make(&f);
	struct zgl_store *store = store_or_fail(f.store, ZGL_STORE_CREATE);
	struct zgl_store *reader = store_or_fail(f.store, ZGL_STORE_READ);
	// clang-format off
	static const char *const changes[] = {
		"add a.nl s rsa1024 pending", "add b.nl s rsa1024 active",
		"state a.nl s active", "below a.nl yes", "remove b.nl s",
	};
	// clang-format on
	assert_int_equal(zgl_store_version(store, &own), ZGL_OK);
	assert_int_equal(zgl_store_version(reader, &other), ZGL_OK);
	for (size_t i = 0; i < ZGL_COUNT(changes); i++) {
		assert_int_equal(zgl_store_version(reader, &other_now), ZGL_OK);
		assert_true(other_now == other);
		script_fill(store, changes[i]);
		assert_int_equal(zgl_store_version(store, &own_now), ZGL_OK);
		assert_int_equal(zgl_store_version(reader, &other_now), ZGL_OK);
		assert_true(own_now != own && other_now != other);
		own = own_now;
		other = other_now;
	}
	zgl_store_close(reader);
	zgl_store_close(store);
	folder_remove(&f);
}

/* The patience of a test is short. */
static void hurry(struct zgl_store *store)
{
	store->patience_ms = 20;
	sqlite3_busy_timeout(store->db, 20);
}

static void one_writer_at_a_time(void **state)
{
	struct folder f;
	struct zgl_buf told;

	(void)state;
	folder_make(&f);
	make_store(f.store);
	zgl_buf_begin(&told, 4096);
	struct zgl_store *one = store_or_fail(f.store, ZGL_STORE_WRITE);
	struct zgl_store *two = store_or_fail(f.store, ZGL_STORE_WRITE);
	hurry(two);
	assert_int_equal(
		sqlite3_exec(one->db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
		SQLITE_OK);
	script_run(two, "add b.nl s rsa1024 active; list", &told);
	assert_sv_equal(zgl_buf_sv(&told),
		ZGL_SV("busy;a.nl s rsa 2048 active 100 100 0;"));
	assert_int_equal(
		sqlite3_exec(one->db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	script_fill(two, "add b.nl s rsa1024 active");
	zgl_buf_free(&told);
	zgl_store_close(one);
	zgl_store_close(two);
	folder_remove(&f);
}

struct stopped {
	struct zgl_store *writer;
	size_t seen;
};

/* Adds one behind and one before where the list stands. */
static enum zgl_err add_meanwhile(void *to, const struct zgl_storekey *key)
{
	struct stopped *s = to;

	(void)key;
	if (s->seen++ == 0)
		script_fill(s->writer,
			"add 0.nl s rsa1024 active;"
			"add z.nl s rsa1024 active");
	return ZGL_OK;
}

static void a_list_is_of_one_moment(void **state)
{
	struct folder f;
	struct stopped s = { NULL, 0 };

	(void)state;
	folder_make(&f);
	s.writer = store_or_fail(f.store, ZGL_STORE_CREATE);
	script_fill(s.writer,
		"add a.nl s rsa1024 active; add b.nl s rsa1024 active");
	struct zgl_store *reader = store_or_fail(f.store, ZGL_STORE_READ);
	assert_int_equal(
		zgl_store_list(reader, NULL, add_meanwhile, &s), ZGL_OK);
	assert_int_equal(s.seen, 2);
	s.seen = 1;
	assert_int_equal(
		zgl_store_list(reader, NULL, add_meanwhile, &s), ZGL_OK);
	assert_int_equal(s.seen, 5);
	zgl_store_close(reader);
	zgl_store_close(s.writer);
	folder_remove(&f);
}

static enum zgl_err stop(void *to, const struct zgl_storekey *key)
{
	(void)key;
	*(int *)to += 1;
	return ZGL_ELIMIT;
}

static void a_list_stops_when_it_is_told(void **state)
{
	struct folder f;
	int seen = 0;

	(void)state;
	folder_make(&f);
	struct zgl_store *store = store_or_fail(f.store, ZGL_STORE_CREATE);
	script_fill(
		store, "add a.nl s rsa1024 active; add b.nl s rsa1024 active");
	assert_int_equal(zgl_store_list(store, NULL, stop, &seen), ZGL_ELIMIT);
	assert_int_equal(seen, 1);
	script_fill(store, "remove a.nl s"); /* no lock is left */
	zgl_store_close(store);
	folder_remove(&f);
}

/* Twenty times two processes find no file, and both make it. */
static void two_make_it_at_once(void **state)
{
	struct folder f;

	(void)state;
	folder_make(&f);
	for (int round = 0; round < 20; round++) {
		pid_t child = fork();
		if (child == 0) {
			struct zgl_store *own;
			enum zgl_err err =
				zgl_store_open(f.store, ZGL_STORE_CREATE, &own);
			if (err != ZGL_OK)
				fprintf(stderr, "%s\n", zgl_store_why(own));
			_exit(err == ZGL_OK ? 0 : 1);
		}
		zgl_store_close(store_or_fail(f.store, ZGL_STORE_CREATE));
		int status;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		make_store(f.store);
		unlink(f.store);
		char beside[128];
		snprintf(beside, sizeof(beside), "%s-wal", f.store);
		unlink(beside);
		snprintf(beside, sizeof(beside), "%s-shm", f.store);
		unlink(beside);
	}
	folder_remove(&f);
}

/* --- a disk that is full, a folder that cannot be written --- */

static void a_full_disk_changes_nothing(void **state)
{
	struct folder f;
	struct zgl_buf told;
	struct rlimit all, few = { 0, RLIM_INFINITY };
	int full = 0, done = 0;

	(void)state;
	folder_make(&f);
	make_store(f.store);
	signal(SIGXFSZ, SIG_IGN);
	zgl_buf_begin(&told, 1 << 20);
	struct zgl_store *store = store_or_fail(f.store, ZGL_STORE_WRITE);
	script_fill(store, "list x.nl");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	for (few.rlim_cur = 0; few.rlim_cur < 40000; few.rlim_cur += 1000) {
		few.rlim_max = all.rlim_max;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
		zgl_buf_reset(&told);
		script_run(store, "add b.nl s rsa2048 active", &told);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
		bool refused_it = told.n > 0;
		script_run(store, "list", &told);
		assert_sv_equal(zgl_buf_sv(&told),
			refused_it
				? ZGL_SV("system;a.nl s rsa 2048 active 100 "
					 "100 0;")
				: ZGL_SV("a.nl s rsa 2048 active 100 100 0;"
					 "b.nl s rsa 2048 active 100 100 0;"));
		if (!refused_it)
			script_fill(store, "remove b.nl s");
		full += refused_it;
		done += !refused_it;
	}
	assert_true(full > 3 && done > 3);
	zgl_buf_free(&told);
	zgl_store_close(store);
	folder_remove(&f);
}

/* As whom nobody is root; -1 when that cannot be. */
static int become(uid_t user)
{
	return geteuid() == user ? 0 : seteuid(user);
}

#define NOBODY 65534

static void a_folder_that_cannot_be_written(void **state)
{
	struct folder f;
	struct zgl_store *store;
	uid_t us = geteuid();

	(void)state;
	folder_make(&f);
	make_store(f.store);
	if (us == 0) {
		assert_int_equal(chown(f.path, NOBODY, NOBODY), 0);
		assert_int_equal(chown(f.store, NOBODY, NOBODY), 0);
	}
	assert_int_equal(chmod(f.path, 0500), 0);
	assert_int_equal(become(us == 0 ? NOBODY : us), 0);
	for (enum zgl_store_open how = ZGL_STORE_READ; how <= ZGL_STORE_CREATE;
		how++) {
		enum zgl_err err = zgl_store_open(f.store, how, &store);
		assert_int_equal(err, ZGL_EIO);
		assert_string_equal(fault_word(store->fault), "denied");
		assert_non_null(strstr(zgl_store_why(store),
			"cannot be written, or its folder cannot"));
		zgl_store_close(store);
	}
	assert_int_equal(become(us), 0);
	assert_int_equal(chmod(f.path, 0700), 0);
	folder_remove(&f);
}

static void root_makes_it_for_the_owner_of_the_folder(void **state)
{
	struct folder f;
	struct stat st;
	struct zgl_store *store;

	(void)state;
	if (geteuid() != 0)
		skip();
	folder_make(&f);
	assert_int_equal(chown(f.path, NOBODY, NOBODY), 0);
	store = store_or_fail(f.store, ZGL_STORE_CREATE);
	script_fill(store, "add a.nl s rsa1024 active");
	assert_int_equal(stat(f.store, &st), 0);
	assert_int_equal(st.st_uid, NOBODY);
	assert_int_equal(become(NOBODY), 0);
	struct zgl_store *theirs = store_or_fail(f.store, ZGL_STORE_READ);
	script_fill(theirs, "list b.nl");
	zgl_store_close(theirs);
	assert_int_equal(become(0), 0);
	zgl_store_close(store);
	zgl_store_close(store_or_fail(f.store, ZGL_STORE_WRITE));
	/* but not one that a third left there */
	assert_int_equal(chown(f.store, 12345, NOBODY), 0);
	assert_int_equal(
		zgl_store_open(f.store, ZGL_STORE_WRITE, &store), ZGL_EIO);
	assert_non_null(strstr(zgl_store_why(store),
		"belongs to user 12345, expected user 65534 or root"));
	zgl_store_close(store);
	folder_remove(&f);
}

static void a_link_may_lead_there(void **state)
{
	struct folder f;
	char link_path[128];

	(void)state;
	folder_make(&f);
	make_store(f.store);
	snprintf(link_path, sizeof(link_path), "%s/link.db", f.path);
	assert_int_equal(symlink("store.db", link_path), 0);
	struct zgl_store *store = store_or_fail(link_path, ZGL_STORE_WRITE);
	script_fill(store, "remove a.nl s");
	zgl_store_close(store);
	folder_remove(&f);
}

static void a_key_of_no_octets_or_too_many(void **state)
{
	static const char octets[16 * 1024 + 1];
	struct folder f;
	struct zgl_storekey key = { .domain = name_of(ZGL_SV("a.nl")),
		.selector = name_of(ZGL_SV("s")),
		.bits = 1024 };

	(void)state;
	folder_make(&f);
	struct zgl_store *store = store_or_fail(f.store, ZGL_STORE_CREATE);
	assert_int_equal(zgl_store_add(store, &key), ZGL_EUSAGE);
	key.private_der = (zgl_sv){ octets, sizeof(octets) };
	assert_int_equal(zgl_store_add(store, &key), ZGL_EUSAGE);
	assert_string_equal(fault_word(store->fault), "key unfit");
	key.private_der.n--;
	assert_int_equal(zgl_store_add(store, &key), ZGL_OK);
	zgl_store_close(store);
	zgl_store_close(NULL);
	folder_remove(&f);
}

static enum zgl_err take_octets(void *to, const struct zgl_storekey *key)
{
	*(struct octets *)to = octets_of(key->private_der);
	return ZGL_OK;
}

static void private_parts_come_back(void **state)
{
	struct zgl_dname domain = name_of(ZGL_SV("a.nl"));
	struct zgl_dname selector = name_of(ZGL_SV("s"));
	struct octets got = { .n = 0 };
	struct folder f;

	(void)state;
	folder_make(&f);
	struct zgl_store *store = store_or_fail(f.store, ZGL_STORE_CREATE);
	script_fill(store, "add a.nl s rsa4096 pending");
	zgl_sv want = der_of(testkey_called(ZGL_SV("rsa4096")));
	assert_int_equal(
		zgl_store_get(store, &domain, &selector, take_octets, &got),
		ZGL_OK);
	assert_sv_equal(octets_sv(&got), want);
	got.n = 0;
	assert_int_equal(
		zgl_store_active(store, &domain, take_octets, &got), ZGL_OK);
	assert_int_equal(got.n, 0); /* it is pending */
	script_fill(store, "state a.nl s active");
	assert_int_equal(
		zgl_store_active(store, &domain, take_octets, &got), ZGL_OK);
	assert_sv_equal(octets_sv(&got), want);
	selector = name_of(ZGL_SV("t"));
	assert_int_equal(
		zgl_store_get(store, &domain, &selector, take_octets, &got),
		ZGL_EUSAGE);
	assert_non_null(strstr(zgl_store_why(store), "has no key t of a.nl"));
	zgl_store_close(store);
	folder_remove(&f);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, scripts, check_script);
	ROWS_ADD(&r, refused, check_refused);
	ROWS_ADD(&r, bad_rows, check_bad_row);
	// clang-format off
	rows_add_one(&r, "a file that was cut off is told as damaged", a_torn_file_is_told);
	rows_add_one(&r, "a new file has mode 0600 whatever the umask", a_new_file_is_private);
	rows_add_one(&r, "a removed key is nowhere in the files", a_removed_key_does_not_linger);
	rows_add_one(&r, "a change shows in the version, for whomever", a_change_is_seen_by_all);
	rows_add_one(&r, "a second writer waits, then is told; readers read", one_writer_at_a_time);
	rows_add_one(&r, "a list is of one moment, whatever is added meanwhile", a_list_is_of_one_moment);
	rows_add_one(&r, "a list stops when it is told to", a_list_stops_when_it_is_told);
	rows_add_one(&r, "two processes make the same store at once", two_make_it_at_once);
	rows_add_one(&r, "a full disk changes nothing", a_full_disk_changes_nothing);
	rows_add_one(&r, "a folder that cannot be written is told", a_folder_that_cannot_be_written);
	rows_add_one(&r, "root makes a store for the owner of its folder", root_makes_it_for_the_owner_of_the_folder);
	rows_add_one(&r, "a symbolic link may lead to a store", a_link_may_lead_there);
	rows_add_one(&r, "a key has 1 octet to 16 KiB", a_key_of_no_octets_or_too_many);
	rows_add_one(&r, "private parts come back, of active keys to the daemon", private_parts_come_back);
	// clang-format on
	return rows_run(&r, "store");
}
