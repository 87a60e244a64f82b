/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC */
#include "cmd/daemondns.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "srv/store/fd.h"

#define ZONE_OCTETS ((size_t)64 * 1024 * 1024)

/* ---- zone files ---- */

static enum zgl_err read_text(const char *path, struct zgl_buf *text)
{
	char chunk[4096];
	ssize_t n = -1;

	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	while (fd >= 0 && (n = zgl_fd_read(fd, chunk, sizeof(chunk))) > 0)
		zgl_buf_put(text, (zgl_sv){ chunk, (size_t)n });
	int number = errno;
	if (fd >= 0)
		close(fd);
	errno = number;
	return n < 0 ? ZGL_EIO : text->err;
}

static bool load_one(struct zgl_zone *zone, const char *path)
{
	struct zgl_diag diag = { 0 };
	struct zgl_buf text;

	zgl_buf_begin(&text, ZONE_OCTETS);
	enum zgl_err err = read_text(path, &text);
	if (err == ZGL_EIO)
		diag.what = strerror(errno);
	if (err == ZGL_OK)
		err = zgl_zone_load(zone, zgl_buf_sv(&text), &diag);
	if (err == ZGL_ESYNTAX)
		zgl_log_write(ZGL_LOG_ERROR, "%s:%zu: %s%s%s", path, diag.line,
			diag.what, diag.expected != NULL ? ", expected " : "",
			diag.expected != NULL ? diag.expected : "");
	else if (err != ZGL_OK)
		zgl_log_write(ZGL_LOG_ERROR, "%s: %s", path,
			diag.what != NULL ? diag.what : zgl_err_sentence(err));
	zgl_buf_free(&text);
	return err == ZGL_OK;
}

bool zgl_daemondns_load(const struct zgl_conf *conf, struct zgl_zone **zone_r)
{
	bool good = true;

	*zone_r = NULL;
	if (conf->dns.zone_count == 0)
		return true;
	if (zgl_zone_new(zone_r) != ZGL_OK) {
		zgl_log_write(ZGL_LOG_ERROR, "zone files: %s",
			zgl_err_sentence(ZGL_ENOMEM));
		return false;
	}
	for (size_t i = 0; i < conf->dns.zone_count; i++)
		good = load_one(*zone_r, conf->dns.zones[i]) && good;
	return good;
}

/* ---- the Public Suffix List ---- */

bool zgl_daemondns_load_suffix(
	const struct zgl_conf *conf, struct zgl_suffix **suffix_r)
{
	*suffix_r = NULL;
	if (!conf->dmarc.check || conf->dmarc.discovery != ZGL_DISCOVERY_PSL)
		return true;
	*suffix_r = zgl_suffix_new();
	if (*suffix_r == NULL)
		zgl_log_write(ZGL_LOG_ERROR,
			"%s:%u: discovery is psl, but no Public Suffix List is"
			" installed",
			conf->file, conf->dmarc.discovery_line);
	return *suffix_r != NULL;
}

/* ---- servers ---- */

struct zgl_resolver_config zgl_daemondns_config(
	const struct zgl_conf *conf, const struct zgl_zone *zone)
{
	return (struct zgl_resolver_config){
		.zone = zone,
		.server = conf->dns.server,
		.trust_anchor = conf->dns.trust_anchor,
		.deadline_ms = conf->dns.deadline_ms,
		.limits = &conf->limits,
	};
}

void zgl_daemondns_tell(const struct zgl_conf *conf, enum zgl_err err,
	const struct zgl_diag *diag)
{
	zgl_log_write(ZGL_LOG_ERROR, "%s: dns: %s%s%s", conf->file,
		diag->what != NULL ? diag->what : zgl_err_sentence(err),
		diag->expected != NULL ? ", expected " : "",
		diag->expected != NULL ? diag->expected : "");
}

bool zgl_daemondns_check(
	const struct zgl_conf *conf, const struct zgl_zone *zone)
{
	struct zgl_resolver_config config = zgl_daemondns_config(conf, zone);
	struct zgl_resolver *resolver;
	struct zgl_diag diag;

	enum zgl_err err = zgl_resolver_new(&config, &resolver, &diag);
	if (err != ZGL_OK)
		zgl_daemondns_tell(conf, err, &diag);
	zgl_resolver_free(resolver);
	return err == ZGL_OK;
}
