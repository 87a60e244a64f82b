/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* gethostname */
#include <arpa/inet.h>
#include <string.h>
#include <unistd.h>

#include "srv/conf/confnet.h"
#include "srv/conf/confread.h"
#include "zegel/authres/authwrite.h"
#include "zegel/base/ascii.h"
#include "zegel/base/num.h"
#include "zegel/dns/ipaddr.h"

#define NETS_MAX    4096
#define FORMER_MAX  100
#define ID_OCTETS   255
#define HOST_OCTETS 256

/* rfc2045#5.1: a token, so that no reader has to know quotes. It must begin as
 * zgl_authclaim_is_ours wants it. */
static bool is_authserv_id(zgl_sv text)
{
	if (text.n > ID_OCTETS || !zgl_authwrite_fits(text, false)
		|| !zgl_is_alnum(text.p[0]))
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (strchr(" ()<>@,:/[]?=", text.p[i]) != NULL)
			return false;
	}
	return true;
}

static bool has_8bit(zgl_sv text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (zgl_is_8bit(text.p[i]))
			return true;
	}
	return false;
}

/* rfc8616#5: what we write is the A-label; who reads may know either. */
static bool read_id(struct zgl_confread *r, const struct zgl_confitem *item,
	zgl_sv *id_r, zgl_sv *given_r)
{
	struct zgl_dname name;

	*given_r = zgl_arena_copy(r->arena, item->text);
	*id_r = *given_r;
	if (has_8bit(item->text)) {
		if (!zgl_confread_dname(r, item, item->option->name, &name))
			return false;
		*id_r = zgl_arena_copy(r->arena, zgl_dname_sv(&name));
	}
	if (id_r->p == NULL || given_r->p == NULL)
		return false;
	if (is_authserv_id(*id_r))
		return true;
	zgl_confread_refuse(r, item,
		"a name like mx.example.nl: first a letter or digit, no signs"
		" that need quotes, at most 255 octets");
	return false;
}

void zgl_confread_authserv(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	(void)option;
	if (!read_id(r, item, &r->conf->authserv_id, &r->given))
		r->conf->authserv_id = (zgl_sv){ NULL, 0 };
}

void zgl_confread_former(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	if (item->first)
		r->former_count = 0;
	if (r->former == NULL)
		r->former = zgl_confread_array(r, option, 2 * sizeof(zgl_sv));
	if (r->former == NULL
		|| zgl_confread_full(r, item, r->former_count, FORMER_MAX))
		return;
	zgl_sv *two = r->former + 2 * r->former_count;
	if (read_id(r, item, &two[0], &two[1]))
		r->former_count++;
}

static void default_authserv_id(struct zgl_confread *r)
{
	char host[HOST_OCTETS] = "";

	/* a name that is cut may be without a NUL */
	if (gethostname(host, sizeof(host) - 1) != 0
		|| !is_authserv_id(zgl_sv_of(host))) {
		zgl_conffaults_add(r->faults, 0,
			"this host has no name that can be written, expected"
			" authserv-id = \"mx.example.nl\"");
		return;
	}
	r->conf->authserv_id = zgl_arena_copy(r->arena, zgl_sv_of(host));
	r->given = r->conf->authserv_id;
}

static void add_claim(struct zgl_conf *conf, zgl_sv *claims, zgl_sv id)
{
	for (size_t i = 0; i < conf->claim_count; i++) {
		if (zgl_sv_eq(claims[i], id))
			return;
	}
	claims[conf->claim_count++] = id;
}

void zgl_confread_end_names(struct zgl_confread *r)
{
	if (zgl_confread_line(r, ZGL_CONF_ROOT, "authserv-id") == 0)
		default_authserv_id(r);
	zgl_sv *claims = zgl_arena_array(
		r->arena, 2 * (1 + r->former_count), sizeof(*claims));
	if (claims == NULL || r->conf->authserv_id.n == 0)
		return;
	add_claim(r->conf, claims, r->conf->authserv_id);
	add_claim(r->conf, claims, r->given);
	for (size_t i = 0; i < 2 * r->former_count; i++)
		add_claim(r->conf, claims, r->former[i]);
	r->conf->claims = claims;
}

/* "10.0.0.0/8", of 10.0.0.1/8 */
static void refuse_host_bits(struct zgl_confread *r,
	const struct zgl_confitem *item, const struct zgl_net *net)
{
	char address[INET6_ADDRSTRLEN] = "";

	inet_ntop(net->family, net->octets, address, sizeof(address));
	zgl_conffaults_add(r->faults, item->line,
		"%s: %.*s has bits behind its prefix, expected %s/%u for the"
		" network or no prefix for the host",
		item->option->name, ZGL_CONF_SHOW(item->text), address,
		net->bits);
}

/* The two lists of networks. */
struct nets {
	struct zgl_net **list;
	const struct zgl_net **at; /* the same, in the configuration */
	size_t *count;
};

static struct nets nets_of(
	struct zgl_confread *r, const struct zgl_confoption *option)
{
	if (option->section == ZGL_CONF_DMARC)
		return (struct nets){ &r->trusted_nets,
			&r->conf->dmarc.networks,
			&r->conf->dmarc.network_count };
	return (struct nets){ &r->nets, &r->conf->internal,
		&r->conf->internal_count };
}

void zgl_confread_net(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	struct nets nets = nets_of(r, option);
	size_t *count = nets.count;

	if (item->first)
		*count = 0;
	if (item->kind == ZGL_CONFITEM_EMPTY)
		return;
	if (*nets.list == NULL)
		*nets.list = zgl_confread_array(r, option, sizeof(**nets.list));
	*nets.at = *nets.list;
	if (*nets.list == NULL || zgl_confread_full(r, item, *count, NETS_MAX))
		return;
	struct zgl_net *net = &(*nets.list)[*count];
	switch (zgl_net_parse(item->text, net)) {
	case ZGL_NETFAULT_ADDRESS:
		zgl_confread_refuse(r, item,
			"an IP address, or one with a prefix like 10.0.0.0/8");
		break;
	case ZGL_NETFAULT_BITS:
		zgl_confread_refuse(r, item,
			"a prefix of at most 32 bits (IPv4) or 128 (IPv6)");
		break;
	case ZGL_NETFAULT_HOST_BITS: refuse_host_bits(r, item, net); break;
	case ZGL_NETFAULT_NONE: break;
	}
	++*count;
}

/* As zgl_resolver_config.server: ADDRESS, ADDRESS@PORT, system. */
void zgl_confread_resolver(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	uint8_t octets[16];
	size_t at = zgl_sv_find(item->text, '@');
	zgl_sv address = zgl_sv_head(item->text, at);
	uint64_t port = 53;

	(void)option;
	r->conf->dns.server = NULL;
	if (item->text.n == 0)
		return;
	bool well = zgl_ipaddr_read4(address, octets)
		|| zgl_ipaddr_read6(address, octets);
	if (at < item->text.n
		&& !zgl_num_parse(zgl_sv_skip(item->text, at + 1), &port))
		well = false;
	if ((well && port > 0 && port <= UINT16_MAX)
		|| zgl_sv_eq(item->text, ZGL_SV("system")))
		r->conf->dns.server = zgl_confread_keep(r, item->text);
	else
		zgl_confread_refuse(r, item, "ADDRESS, ADDRESS@PORT or system");
}

void zgl_confread_anchor(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	if (zgl_sv_eq(item->text, ZGL_SV("none")))
		r->conf->dns.trust_anchor = "none";
	else
		zgl_confread_path(r, option, item);
}

void zgl_confread_log(struct zgl_confread *r,
	const struct zgl_confoption *option, const struct zgl_confitem *item)
{
	struct zgl_log_config *log = &r->conf->log;

	(void)option;
	if (item->first)
		log->to_stderr = log->to_syslog = false;
	if (item->kind == ZGL_CONFITEM_EMPTY)
		return;
	if (zgl_sv_eq(item->text, ZGL_SV("stderr")))
		log->to_stderr = true;
	else if (zgl_sv_eq(item->text, ZGL_SV("syslog")))
		log->to_syslog = true;
	else
		zgl_confread_refuse(r, item, "stderr or syslog");
}
