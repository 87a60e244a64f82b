/* SPDX-License-Identifier: ISC */
/* conf, sendermap: no memory, at each place where some is taken. What libconfuse
 * takes is not among them. */
#define _POSIX_C_SOURCE 200809L /* mkstemp, fdopen */
#include "srv/conf/sendermap.h"
#include "tests/failalloc.h"
#include "tests/rows.h"

struct row {
	const char *name, *path_text;
	enum zgl_err err;
};

// clang-format off
static const struct row table[] = {
	{ "a file with one of everything",
	  "authserv-id = \"b\xc3\xbc" "cher.example\" former-authserv-ids = a user = b group = c\n"
	  "internal-networks += 10.0.0.0/8\nlistener unix:/s { owner = d }\nlistener \"inet:[::1]:1\" {}\nlistener systemd:n {}\n"
	  "signing { store = /s fallback-domain = b.nl fields = From oversign = From\n"
	  "key a.nl { selector = s file = /k } key b.nl { selector = s file = /k } }\n"
	  "spf { fail = reject } dmarc { trusted-forwarders = a.nl trusted-networks = ::1 } signing { sender-map = /s }\n"
	  "verifying { mark-field = \"X: y\" mark-subject = z }\n"
	  "dns { resolver = 192.0.2.1 trust-anchor = /a zone-files = { /z, /y } }\n", ZGL_OK },
	{ "an empty file", "", ZGL_OK },
	{ "mistakes", "kye = 1\nthreads = x\nlistener a {}\n", ZGL_ESYNTAX },
};
// clang-format on

static void count_line(void *to, const char *line)
{
	(void)line;
	++*(size_t *)to;
}

static char path[] = "/tmp/zegel-conf-XXXXXX";

static void check(void **state)
{
	const struct row *row = *state;
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(row->path_text, file);
	assert_int_equal(fclose(file), 0);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		struct zgl_conf *conf = NULL;
		size_t lines = 0;
		failalloc_arm(k, k % 2 == 0);
		enum zgl_err err =
			zgl_conf_read(path, count_line, &lines, &conf);
		failalloc_disarm();
		assert_int_equal(conf != NULL, err == ZGL_OK);
		if (failalloc_failed())
			assert_int_equal(err, ZGL_ENOMEM);
		else
			assert_int_equal(err, row->err);
		assert_int_equal(lines > 0, err == ZGL_ESYNTAX);
		zgl_conf_free(conf);
		assert_true(k < 1000);
	}
}

struct map_row {
	const char *name, *text;
	enum zgl_err err;
};

static const struct map_row maps[] = {
	{ "a map, with a U-label", "jan a.nl .b.nl *\npiet b\xc3\xbc.example\n",
		ZGL_OK },
	{ "a map with mistakes", "jan\npiet a..b\n", ZGL_ESYNTAX },
};

static void check_map(void **state)
{
	const struct map_row *row = *state;
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(row->text, file);
	assert_int_equal(fclose(file), 0);
	for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
		struct zgl_sendermap *map = NULL;
		size_t lines = 0;
		failalloc_arm(k, k % 2 == 0);
		enum zgl_err err =
			zgl_sendermap_read(path, count_line, &lines, &map);
		failalloc_disarm();
		assert_int_equal(map != NULL, err == ZGL_OK);
		/* OpenSSL, too, may be without */
		if (failalloc_failed())
			assert_true(err == ZGL_ENOMEM || err == ZGL_ECRYPTO
				|| err == row->err);
		else
			assert_int_equal(err, row->err);
		if (err != ZGL_ESYNTAX)
			assert_int_equal(lines, 0);
		zgl_sendermap_free(map);
		assert_true(k < 1000);
	}
}

int main(void)
{
	struct rows r = { 0 };
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	fclose(fdopen(fd, "w"));
	ROWS_ADD(&r, table, check);
	ROWS_ADD(&r, maps, check_map);
	int failed = rows_run(&r, "confnomem");
	remove(path);
	return failed;
}
