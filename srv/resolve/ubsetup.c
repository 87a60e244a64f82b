/* SPDX-License-Identifier: ISC */
#include "srv/resolve/ubsetup.h"

#include <stdio.h>

#include "zegel/base/ascii.h"
#include "zegel/base/num.h"

struct option {
	const char *name, *value;
};

// clang-format off
static const struct option always[] = {
	{ "minimal-responses:", "yes" },     /* nobody reads the rest */
	{ "outgoing-range:", "128" },        /* the library has 16 */
	{ "outgoing-num-tcp:", "16" },       /* and 2 */
	{ "msg-cache-size:", "4m" },
	{ "rrset-cache-size:", "8m" },
};

/* Who names a server means it, also on this host and for private addresses.
 * Without one nobody's delegation may lead us to what listens here. */
static const struct option with_server[] = {
	{ "do-not-query-localhost:", "no" },
	{ "unblock-lan-zones:", "yes" },
	{ "insecure-lan-zones:", "yes" },
};

static const struct option without_validation[] = {
	{ "module-config:", "iterator" },
};

static const char *const anchors[] = {
	"/usr/share/dns/root.key",   /* Debian: dns-root-data */
	"/var/lib/unbound/root.key", /* Fedora */
	"/etc/unbound/root.key",
	"/usr/local/etc/unbound/root.key", /* FreeBSD */
};

/* Zones that libunbound would answer by itself; a named server may do so. */
static const char *const servers_zones[] = {
	"test.", "invalid.", "onion.", "home.arpa."
};
static const char *const no_zones[] = { "nothing.invalid." };
// clang-format on

static enum zgl_err fail(struct zgl_diag *diag, enum zgl_err err,
	const char *what, const char *expected)
{
	*diag = (struct zgl_diag){ .what = what, .expected = expected };
	return err;
}

static enum zgl_err set_options(struct ub_ctx *ctx,
	const struct option *options, size_t count, struct zgl_diag *diag)
{
	for (size_t i = 0; i < count; i++) {
		if (ub_ctx_set_option(ctx, options[i].name, options[i].value)
			!= UB_NOERROR)
			return fail(diag, ZGL_EIO,
				"libunbound does not take its options",
				"libunbound 1.17 or later");
	}
	return ZGL_OK;
}

/* libunbound reads any port with atoi; this one is looked at. */
static bool is_port(zgl_sv text)
{
	uint64_t port;

	return zgl_num_parse(text, &port) && port > 0 && port <= UINT16_MAX;
}

static enum zgl_err set_server(
	struct ub_ctx *ctx, const char *server, struct zgl_diag *diag)
{
	zgl_sv text = zgl_sv_of(server);
	size_t at = zgl_sv_find(text, '@');

	if (zgl_sv_eq(text, ZGL_SV("system"))) {
		if (ub_ctx_resolvconf(ctx, NULL) != UB_NOERROR)
			return fail(diag, ZGL_EIO,
				"/etc/resolv.conf cannot be read",
				"lines with nameserver and an address");
		return ZGL_OK;
	}
	if ((at < text.n && !is_port(zgl_sv_skip(text, at + 1)))
		|| ub_ctx_set_fwd(ctx, server) != UB_NOERROR)
		return fail(diag, ZGL_EUSAGE,
			"the server is no address that can be asked",
			"ADDR, ADDR@PORT or system");
	return ZGL_OK;
}

/* The next word of a line; false at its end, or at a comment. */
static bool next_word(const char **at, zgl_sv *word_r)
{
	const char *p = *at;

	while (zgl_is_fws(*p))
		p++;
	*word_r = (zgl_sv){ p, 0 };
	while (p[word_r->n] != '\0' && p[word_r->n] != ';'
		&& !zgl_is_fws(p[word_r->n]))
		word_r->n++;
	*at = p + word_r->n;
	return word_r->n > 0;
}

/*
 * True when the file has a DS or DNSKEY record. libunbound would take one
 * without, and then tell that everything is insecure.
 */
static bool holds_anchor(FILE *file)
{
	char line[8192];
	const char *at;
	zgl_sv word;

	while ((at = fgets(line, sizeof(line), file)) != NULL) {
		while (next_word(&at, &word)) {
			if (zgl_sv_ieq(word, ZGL_SV("DS"))
				|| zgl_sv_ieq(word, ZGL_SV("DNSKEY")))
				return true;
		}
	}
	return false;
}

static FILE *open_anchor(const char *anchor, const char **name_r)
{
	FILE *file = NULL;

	*name_r = anchor;
	if (anchor != NULL)
		return fopen(anchor, "re");
	for (size_t i = 0; i < ZGL_COUNT(anchors) && file == NULL; i++) {
		*name_r = anchors[i];
		file = fopen(anchors[i], "re");
	}
	return file;
}

static enum zgl_err set_anchor(
	struct ub_ctx *ctx, const char *anchor, struct zgl_diag *diag)
{
	const char *name;
	FILE *file = open_anchor(anchor, &name);

	if (file == NULL && anchor == NULL)
		return fail(diag, ZGL_EIO,
			"no DNSSEC trust anchor of the root in the usual "
			"places",
			"the package dns-root-data, --trust-anchor FILE, or "
			"--trust-anchor none");
	bool good = file != NULL && holds_anchor(file);
	if (file != NULL)
		(void)fclose(file);
	if (!good)
		return fail(diag, ZGL_EUSAGE,
			"the trust anchor file cannot be read or has no anchor",
			"a file with DS or DNSKEY records");
	return ub_ctx_add_ta_file(ctx, name) == UB_NOERROR ? ZGL_OK
							   : ZGL_ENOMEM;
}

/*
 * libunbound reads its settings at the first use, and taking a zone away is
 * one, even a zone that is not there.
 */
static enum zgl_err remove_zones(struct ub_ctx *ctx, const char *const *zones,
	size_t count, struct zgl_diag *diag)
{
	for (size_t i = 0; i < count; i++) {
		int rc = ub_ctx_zone_remove(ctx, zones[i]);
		if (rc == UB_NOMEM)
			return ZGL_ENOMEM;
		if (rc != UB_NOERROR)
			return fail(diag, ZGL_EUSAGE,
				"libunbound does not take the trust anchor "
				"file",
				"a file with DS or DNSKEY records");
	}
	return ZGL_OK;
}

enum zgl_err zgl_ubsetup(struct ub_ctx *ctx,
	const struct zgl_resolver_config *config, bool *validates_r,
	struct zgl_diag *diag_r)
{
	zgl_sv anchor = zgl_sv_of(config->trust_anchor);

	*validates_r = !zgl_sv_eq(anchor, ZGL_SV("none"));
	(void)ub_ctx_debugout(ctx, NULL); /* it would write to stderr */
	ZGL_TRY(set_options(ctx, always, ZGL_COUNT(always), diag_r));
	if (config->server != NULL) {
		ZGL_TRY(set_options(
			ctx, with_server, ZGL_COUNT(with_server), diag_r));
		ZGL_TRY(set_server(ctx, config->server, diag_r));
	}
	if (*validates_r)
		ZGL_TRY(set_anchor(ctx, config->trust_anchor, diag_r));
	else
		ZGL_TRY(set_options(ctx, without_validation,
			ZGL_COUNT(without_validation), diag_r));
	if (config->server != NULL)
		return remove_zones(
			ctx, servers_zones, ZGL_COUNT(servers_zones), diag_r);
	return remove_zones(ctx, no_zones, ZGL_COUNT(no_zones), diag_r);
}
