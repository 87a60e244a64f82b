/* SPDX-License-Identifier: ISC */
/*
 * conf: a text is a configuration that holds together, or has mistakes, told in
 * the order of their lines. One more mistake at the end of a good text is told
 * alone, with its line.
 */
#define _GNU_SOURCE /* memfd_create */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "srv/conf/conf.h"
#include "zegel/authres/authwrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SIZE_MAX_HERE 4096 /* libconfuse is not fast */

struct said {
	const char *path;
	unsigned lines, last;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void take(void *to, const char *line)
{
	struct said *said = to;
	size_t n = strlen(said->path);
	unsigned number = 0;

	must(strncmp(line, said->path, n) == 0);
	must(strchr(line, '\n') == NULL);
	if (sscanf(line + n, ":%u: ", &number) == 1)
		must(number >= said->last);
	said->last = number > 0 ? number : said->last;
	said->lines++;
}

static void check_listener(const struct zgl_conf_listener *l)
{
	must(l->title != NULL);
	must(!l->must_sign || l->role != ZGL_ROLE_VERIFY);
	if (l->kind == ZGL_LISTEN_UNIX)
		must(l->path != NULL && l->path[0] == '/'
			&& strlen(l->path) < 108 && l->mode != 0);
	else if (l->kind == ZGL_LISTEN_INET)
		must(l->address != NULL && l->port > 0 && l->port <= 65535);
}

static void check_net(const struct zgl_net *net)
{
	must(net->family == AF_INET ? net->bits <= 32 : net->bits <= 128);
	must(zgl_net_has(net, 1, net->family, net->octets));
}

static void check_key(const struct zgl_conf_key *key)
{
	must(key->file != NULL && key->file[0] == '/');
	must(key->selector.n > 0 && zgl_dname_labels(&key->domain) > 1);
}

static void check(const struct zgl_conf *conf)
{
	must(conf->claim_count > 0
		&& zgl_sv_eq(conf->claims[0], conf->authserv_id));
	must(zgl_authwrite_fits(conf->authserv_id, false));
	must(conf->listener_count > 0);
	for (size_t i = 0; i < conf->listener_count; i++)
		check_listener(&conf->listeners[i]);
	for (size_t i = 0; i < conf->internal_count; i++)
		check_net(&conf->internal[i]);
	for (size_t i = 0; i < conf->sign.key_count; i++)
		check_key(&conf->sign.keys[i]);
	must(zgl_judge_policy_fault(&conf->verify.policy) == NULL);
	must(conf->verify.min_rsa_bits <= conf->verify.max_rsa_bits);
	must(conf->deadline_s > 0 && conf->dns.deadline_ms > 0);
}

static enum zgl_err read_file(const char *path, struct said *said)
{
	struct zgl_conf *conf;

	*said = (struct said){ .path = path };
	enum zgl_err err = zgl_conf_read(path, take, said, &conf);
	must(err == ZGL_OK || err == ZGL_ESYNTAX);
	must((conf != NULL) == (err == ZGL_OK));
	must((said->lines > 0) == (err != ZGL_OK));
	if (conf != NULL)
		check(conf);
	zgl_conf_free(conf);
	return err;
}

static unsigned count_lines(const uint8_t *data, size_t size)
{
	unsigned lines = 0;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mistake[] = "\nkye = 1\n";
	char path[64];
	struct said said;
	int fd;

	if (size > SIZE_MAX_HERE)
		return 0;
	fd = memfd_create("conf", MFD_CLOEXEC);
	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (read_file(path, &said) == ZGL_OK) {
		must(write(fd, mistake, strlen(mistake))
			== (ssize_t)strlen(mistake));
		must(read_file(path, &said) == ZGL_ESYNTAX);
		must(said.lines == 1);
		must(said.last == count_lines(data, size) + 2);
	}
	close(fd);
	return 0;
}
