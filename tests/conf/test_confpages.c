/* SPDX-License-Identifier: ISC */
/* The manual page, the example and the table of options say the same. Called
 * with the paths of the first two. */
#define _GNU_SOURCE /* open_memstream */
#include "srv/conf/confoptions.h"
#include "tests/conf/conffile.h"
#include "tests/rows.h"
#include "zegel/base/ascii.h"

static const char *page_path, *example_path;

static char *read_text(const char *path)
{
	FILE *file = fopen(path, "r"), *to;
	char *text;
	size_t n;

	assert_non_null(file);
	to = open_memstream(&text, &n);
	assert_non_null(to);
	for (int c = fgetc(file); c != EOF; c = fgetc(file))
		fputc(c, to);
	fclose(to);
	fclose(file);
	return text;
}

/* ".It Cm NAME No = ..." */
static zgl_sv page_name(zgl_sv line)
{
	const zgl_sv begin = ZGL_SV(".It Cm ");
	zgl_sv rest = zgl_sv_skip(line, begin.n);
	size_t end = zgl_sv_find(rest, ' ');

	if (!zgl_sv_starts(line, begin)
		|| !zgl_sv_starts(zgl_sv_skip(rest, end), ZGL_SV(" No = ")))
		return (zgl_sv){ NULL, 0 };
	return zgl_sv_head(rest, end);
}

/* "NAME = ..." or "NAME += ...", in a comment or not, indented or not */
static zgl_sv example_name(zgl_sv line)
{
	size_t n = 0;

	while (line.n > 0 && (zgl_is_wsp(line.p[0]) || line.p[0] == '#'))
		line = zgl_sv_skip(line, 1);
	while (n < line.n && (zgl_is_alnum(line.p[n]) || line.p[n] == '-'))
		n++;
	zgl_sv rest = zgl_sv_skip(line, n);
	if (n == 0
		|| (!zgl_sv_starts(rest, ZGL_SV(" = "))
			&& !zgl_sv_starts(rest, ZGL_SV(" += "))))
		return (zgl_sv){ NULL, 0 };
	return zgl_sv_head(line, n);
}

static size_t count_option(zgl_sv name)
{
	size_t count = 0;

	for (size_t i = 0; i < zgl_confoption_count; i++)
		count += zgl_sv_eq(name, zgl_sv_of(zgl_confoptions[i].name));
	return count;
}

typedef zgl_sv name_fn(zgl_sv line);

static size_t count_name(const char *text, name_fn *of_line, zgl_sv name)
{
	zgl_sv rest = zgl_sv_of(text), line;
	size_t count = 0;

	while (zgl_sv_split(&rest, '\n', &line))
		count += zgl_sv_eq(of_line(line), name);
	return count;
}

static void compare(const char *path, name_fn *of_line)
{
	char *text = read_text(path);
	zgl_sv rest = zgl_sv_of(text), line;

	for (size_t i = 0; i < zgl_confoption_count; i++) {
		zgl_sv name = zgl_sv_of(zgl_confoptions[i].name);
		if (count_name(text, of_line, name) != count_option(name))
			fail_msg("%s: %s stands there %zu times, not %zu", path,
				zgl_confoptions[i].name,
				count_name(text, of_line, name),
				count_option(name));
	}
	while (zgl_sv_split(&rest, '\n', &line)) {
		zgl_sv name = of_line(line);
		if (name.n > 0 && count_option(name) == 0)
			fail_msg("%s: there is no option %.*s", path,
				(int)name.n, name.p);
	}
	free(text);
}

static void check_page(void **state)
{
	(void)state;
	compare(page_path, page_name);
}

static void check_example(void **state)
{
	(void)state;
	compare(example_path, example_name);
}

/* Puts what is commented out into force: "#name = value". */
static char *in_force(const char *text)
{
	zgl_sv rest = zgl_sv_of(text), line;
	char *out;
	size_t n;
	FILE *to = open_memstream(&out, &n);

	assert_non_null(to);
	while (zgl_sv_split(&rest, '\n', &line)) {
		size_t hash = zgl_sv_find(line, '#');
		bool letter =
			hash + 1 < line.n && zgl_is_alpha(line.p[hash + 1]);
		bool option = letter && example_name(line).n > 0
			&& zgl_sv_trim_wsp(zgl_sv_head(line, hash)).n == 0;
		fprintf(to, "%.*s%.*s\n", (int)hash, line.p,
			(int)(line.n - hash - (option ? 1 : 0)),
			line.n > hash ? line.p + hash + (option ? 1 : 0) : "");
	}
	fclose(to);
	return out;
}

static void check_read(const char *text)
{
	struct conffile f = { 0 };

	conffile_read(&f, zgl_sv_of(text));
	assert_string_equal(f.said, "");
	assert_int_equal(f.err, ZGL_OK);
	char *differences = conffile_differences(f.conf);
	assert_string_equal(
		differences, "id mx.example.nl\nclaim mx.example.nl\n");
	free(differences);
	conffile_free(&f);
}

static void check_defaults(void **state)
{
	char *text = read_text(example_path), *forced = in_force(text);

	(void)state;
	assert_non_null(strstr(text, "#threads = 0"));
	assert_non_null(strstr(forced, "\nthreads = 0"));
	check_read(text);
	check_read(forced);
	free(text);
	free(forced);
}

/* What stands between .Bd -literal and .Ed and has a listener. */
static void check_page_examples(void **state)
{
	char *text = read_text(page_path), *at = text;
	size_t count = 0;

	(void)state;
	while ((at = strstr(at, "\nauthserv-id = ")) != NULL) {
		struct conffile f = { 0 };
		char *end = strstr(at, "\n.Ed");
		assert_non_null(end);
		conffile_read(&f, (zgl_sv){ at, (size_t)(end - at) });
		assert_string_equal(f.said, "");
		conffile_free(&f);
		at = end;
		count++;
	}
	assert_int_equal(count, 2);
	free(text);
}

int main(int argc, char **argv)
{
	struct rows r = { 0 };

	if (argc != 3)
		return 64;
	page_path = argv[1];
	example_path = argv[2];
	rows_add_one(&r, "the manual page has every option, and no other",
		check_page);
	rows_add_one(&r, "the example has every option, and no other",
		check_example);
	rows_add_one(&r, "what the example has commented out are the defaults",
		check_defaults);
	rows_add_one(&r, "the examples of the manual page can be read",
		check_page_examples);
	return rows_run(&r, "confpages");
}
