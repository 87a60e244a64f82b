/* SPDX-License-Identifier: ISC */
/* sendermap: a text in; who may send for what, or mistakes with their lines. */
#define _GNU_SOURCE /* open_memstream, mkstemp */
#include <time.h>
#include <unistd.h>

#include "srv/conf/sendermap.h"
#include "tests/rows.h"

struct said {
	FILE *to;
	char *text;
	size_t n;
};

static void take(void *to, const char *line)
{
	fprintf(((struct said *)to)->to, "%s\n", line);
}

static enum zgl_err read_text(
	zgl_sv text, struct said *said, struct zgl_sendermap **map_r)
{
	said->to = open_memstream(&said->text, &said->n);
	assert_non_null(said->to);
	enum zgl_err err = zgl_sendermap_parse(text, "F", take, said, map_r);
	fclose(said->to);
	return err;
}

static struct zgl_sendermap *read_good(zgl_sv text)
{
	struct zgl_sendermap *map;
	struct said said;

	assert_int_equal(read_text(text, &said, &map), ZGL_OK);
	assert_string_equal(said.text, "");
	free(said.text);
	return map;
}

static struct zgl_dname name_of(const char *text)
{
	struct zgl_dname name;

	assert_int_equal(zgl_dname_parse(zgl_sv_of(text), &name), ZGL_DNAME_OK);
	return name;
}

struct row {
	const char *name, *text, *login, *domain; /* login NULL: none */
	bool allowed;
};

#define L63  "a23456789012345678901234567890123456789012345678901234567890123"
#define L254 L63 L63 L63 L63 "ab"

// clang-format off
static const struct row rows[] = {
	{ "a login and its domain", "jan example.nl\n", "jan", "example.nl", true },
	{ "another domain", "jan example.nl\n", "jan", "example.org", false },
	{ "another login", "jan example.nl\n", "piet", "example.nl", false },
	{ "an empty map lets nobody send", "", "jan", "example.nl", false },
	{ "nor a map of comments", "# jan example.nl\n\n", "jan", "example.nl", false },
	{ "a login is compared octet for octet", "Jan example.nl\n", "jan", "example.nl", false },
	{ "a domain is not", "jan Example.NL\n", "jan", "example.nl", true },
	{ "the second domain of a line", "jan a.nl\tb.nl \t c.nl\n", "jan", "b.nl", true },
	{ "the last one", "jan a.nl b.nl c.nl", "jan", "c.nl", true },
	{ "lines of a login add up: the first", "jan a.nl\npiet c.nl\njan b.nl\n", "jan", "a.nl", true },
	{ "lines of a login add up: the last", "jan a.nl\npiet c.nl\njan b.nl\n", "jan", "b.nl", true },
	{ "what is between is another's", "jan a.nl\npiet c.nl\njan b.nl\n", "jan", "c.nl", false },
	{ "a line twice", "jan a.nl\njan a.nl\n", "jan", "a.nl", true },
	{ "lines that end in CR LF", "jan a.nl\r\npiet b.nl\r\n", "jan", "a.nl", true },
	{ "white space before a login", "\t jan a.nl\n", "jan", "a.nl", true },
	{ "a comment behind a line", "jan a.nl # b.nl\n", "jan", "b.nl", false },
	{ "a sign # within a login is of it", "j#n a.nl\n", "j#n", "a.nl", true },
	{ "a login that is an address", "jan@example.nl a.nl\n", "jan@example.nl", "a.nl", true },
	{ "a login of other octets", "j\xe4n a.nl\n", "j\xe4n", "a.nl", true },
	{ "a subdomain is not its parent", "jan example.nl\n", "jan", "www.example.nl", false },
	{ "a parent is not its subdomain", "jan www.example.nl\n", "jan", "example.nl", false },
	{ "with a dot: the domain", "jan .example.nl\n", "jan", "example.nl", true },
	{ "with a dot: one below", "jan .example.nl\n", "jan", "www.example.nl", true },
	{ "with a dot: one far below", "jan .example.nl\n", "jan", "a.b.c.d.example.nl", true },
	{ "with a dot: one that only ends so", "jan .example.nl\n", "jan", "anexample.nl", false },
	{ "with a dot: the parent is not", "jan .example.nl\n", "jan", "nl", false },
	{ "a star is every domain", "jan *\n", "jan", "example.org", true },
	{ "a star is its login's alone", "jan *\npiet a.nl\n", "piet", "example.org", false },
	{ "a U-label is its A-label", "jan b\xc3\xbc" "cher.example\n", "jan", "xn--bcher-kva.example", true },
	{ "a U-label with a dot", "jan .b\xc3\xbc" "cher.example\n", "jan", "www.xn--bcher-kva.example", true },
	{ "a client that did not log in, with a line", "- a.nl\n", NULL, "a.nl", true },
	{ "a client that did not log in, without", "jan a.nl\n", NULL, "a.nl", false },
	{ "whoever logs in as - is not one that did not", "- *\n", "-", "a.nl", false },
	{ "nor is whoever has no name", "- *\n", "", "a.nl", false },
	{ "a login of 254 octets", L254 " a.nl\n", L254, "a.nl", true },
	{ "a longer one is nobody, as a session may have cut it", L254 " a.nl\n", L254 "c", "a.nl", false },
	{ "a login with a line feed cannot span two lines", "jan a.nl\npiet *\n", "jan a.nl\npiet", "b.nl", false },
	{ "a login with a space cannot be a login and a domain", "jan a.nl\n", "jan a.nl", "a.nl", false },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	const struct zgl_dname domain = name_of(row->domain);
	struct zgl_sendermap *map = read_good(zgl_sv_of(row->text));

	assert_int_equal(
		zgl_sendermap_allows(map, zgl_sv_of(row->login), &domain),
		row->allowed);
	zgl_sendermap_free(map);
}

/* The messages of one From without a domain have nobody's. */
static void check_no_domain(void **state)
{
	const struct zgl_dname none = { .n = 0 };
	struct zgl_sendermap *map = read_good(ZGL_SV("jan *\n"));

	(void)state;
	assert_false(zgl_sendermap_allows(map, ZGL_SV("jan"), &none));
	zgl_sendermap_free(map);
	zgl_sendermap_free(NULL);
}

struct bad {
	const char *name;
	const char *text, *want;
};

#define EXPECTED                                                               \
	", expected a domain like example.nl, .example.nl with all below it, " \
	"or *\n"

// clang-format off
static const struct bad bad[] = {
	{ "a login alone", "jan\n", "F:1: 'jan', expected a domain behind this login\n" },
	{ "a login and a comment", "\njan # a.nl\n", "F:2: 'jan', expected a domain behind this login\n" },
	{ "no domains", "jan a..nl b_.nl- a@b.nl\n", "F:1: 'a..nl'" EXPECTED "F:1: 'b_.nl-'" EXPECTED "F:1: 'a@b.nl'" EXPECTED },
	{ "a domain of one label", "jan nl .nl .\n", "F:1: 'nl'" EXPECTED "F:1: '.nl'" EXPECTED "F:1: '.'" EXPECTED },
	{ "a star in a domain", "jan *.example.nl\n", "F:1: '*.example.nl'" EXPECTED },
	{ "commas", "jan a.nl, b.nl\n", "F:1: 'a.nl,'" EXPECTED },
	{ "each in its line", "jan a.nl\npiet\n\nklaas nl\n", "F:2: 'piet', expected a domain behind this login\nF:4: 'nl'" EXPECTED },
	{ "a login of 255 octets", L254 "c a.nl\n",
	  "F:1: '" L63 "a2345678901234567', expected a login of at most 254 octets\n" },
};
// clang-format on

static void check_bad(void **state)
{
	const struct bad *row = *state;
	struct zgl_sendermap *map;
	struct said said;

	assert_int_equal(
		read_text(zgl_sv_of(row->text), &said, &map), ZGL_ESYNTAX);
	assert_string_equal(said.text, row->want);
	assert_null(map);
	free(said.text);
}

static void check_nul(void **state)
{
	struct zgl_sendermap *map;
	struct said said;

	(void)state;
	assert_int_equal(
		read_text(ZGL_SV("jan a.nl\npi\0et a.nl\n"), &said, &map),
		ZGL_ESYNTAX);
	assert_string_equal(said.text, "F:2: the octet NUL, expected text\n");
	free(said.text);
}

/* Lines "userI dI.example.nl", with a number in them. */
static char *many_lines(const char *format, unsigned count, size_t *n_r)
{
	char *text;
	FILE *to = open_memstream(&text, n_r);

	assert_non_null(to);
	for (unsigned i = 0; i < count; i++)
		fprintf(to, format, i, i);
	fclose(to);
	return text;
}

static void check_faults(void **state)
{
	struct zgl_sendermap *map;
	struct said said;
	size_t n;
	char *text = many_lines("u%u nl%u\n", 500, &n);

	(void)state;
	assert_int_equal(
		read_text((zgl_sv){ text, n }, &said, &map), ZGL_ESYNTAX);
	assert_non_null(strstr(said.text, "F:100: 'nl99'"));
	assert_null(strstr(said.text, "F:101:"));
	assert_non_null(strstr(
		said.text, "F: there are more mistakes than these 100\n"));
	free(said.text);
	free(text);
}

static bool allows(
	const struct zgl_sendermap *map, unsigned login, unsigned domain)
{
	char login_text[32], domain_text[64];

	snprintf(login_text, sizeof(login_text), "user%u", login);
	snprintf(domain_text, sizeof(domain_text), "d%u.example.nl", domain);
	const struct zgl_dname name = name_of(domain_text);
	return zgl_sendermap_allows(map, zgl_sv_of(login_text), &name);
}

static void check_million(void **state)
{
	const unsigned count = 1000000;
	size_t n;
	char *text = many_lines("user%u d%u.example.nl\n", count, &n);
	clock_t start = clock();
	struct zgl_sendermap *map = read_good((zgl_sv){ text, n });

	(void)state;
	free(text);
	print_message("# 1,000,000 lines: %.2f s\n",
		(double)(clock() - start) / CLOCKS_PER_SEC);
	assert_int_equal(zgl_sendermap_count(map), count);
	for (unsigned i = 0; i < count; i += 7) {
		if (!allows(map, i, i) || allows(map, i, i + 1))
			fail_msg("user%u", i);
	}
	zgl_sendermap_free(map);
}

struct file {
	const char *name, *path, *want;
	enum zgl_err err;
};

static const struct file files[] = {
	{ "no file", "/nonexistent/senders",
		"/nonexistent/senders: No such file or directory\n", ZGL_EIO },
	{ "a folder", "/tmp", "/tmp: Is a directory\n", ZGL_EIO },
	{ "more than 256 MiB", "/dev/zero",
		"/dev/zero: the file has more than 256 MiB\n", ZGL_ESYNTAX },
};

static void check_file(void **state)
{
	const struct file *row = *state;
	struct zgl_sendermap *map;
	struct said said;

	said.to = open_memstream(&said.text, &said.n);
	assert_int_equal(
		zgl_sendermap_read(row->path, take, &said, &map), row->err);
	fclose(said.to);
	assert_string_equal(said.text, row->want);
	assert_null(map);
	free(said.text);
}

static void check_path(void **state)
{
	char path[] = "/tmp/zegel-senders-XXXXXX";
	const struct zgl_dname domain = name_of("a.nl");
	struct zgl_sendermap *map;
	struct said said = { .n = 0 };
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "jan a.nl\n", 9), 9);
	close(fd);
	assert_int_equal(zgl_sendermap_read(path, take, &said, &map), ZGL_OK);
	assert_true(zgl_sendermap_allows(map, ZGL_SV("jan"), &domain));
	assert_int_equal(zgl_sendermap_count(map), 1);
	zgl_sendermap_free(map);
	unlink(path);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "no domain is nobody's", check_no_domain);
	ROWS_ADD(&r, bad, check_bad);
	rows_add_one(&r, "NUL", check_nul);
	rows_add_one(&r, "no more than 100 mistakes are told", check_faults);
	rows_add_one(&r, "1,000,000 lines", check_million);
	ROWS_ADD(&r, files, check_file);
	rows_add_one(&r, "a file", check_path);
	return rows_run(&r, "sendermap");
}
