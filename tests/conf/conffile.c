/* SPDX-License-Identifier: ISC */
#define _GNU_SOURCE
#include "tests/conf/conffile.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct saying {
	FILE *to;
	const char *path;
};

static void take(void *to, const char *line)
{
	const struct saying *s = to;
	size_t n = strlen(s->path);

	if (strncmp(line, s->path, n) == 0)
		fprintf(s->to, "F%s\n", line + n);
	else
		fprintf(s->to, "%s\n", line);
}

void conffile_read_path(struct conffile *f, const char *path)
{
	size_t n;
	struct saying s = { .to = open_memstream(&f->said, &n), .path = path };

	if (s.to == NULL)
		abort();
	f->err = zgl_conf_read(path, take, &s, &f->conf);
	fclose(s.to);
}

void conffile_read(struct conffile *f, zgl_sv text)
{
	strcpy(f->path, "/tmp/zegel-conf-XXXXXX");
	int fd = mkstemp(f->path);

	if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n)
		abort();
	close(fd);
	conffile_read_path(f, f->path);
	unlink(f->path);
}

void conffile_free(struct conffile *f)
{
	zgl_conf_free(f->conf);
	free(f->said);
}

static const char *or_none(const char *text)
{
	return text != NULL ? text : "(none)";
}

static void put_views(
	FILE *to, const char *name, const zgl_sv *at, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fprintf(to, "%s %.*s\n", name, (int)at[i].n, at[i].p);
}

static void put_listener(FILE *to, const struct zgl_conf_listener *l)
{
	static const char *const roles[] = { "both", "sign", "verify" };

	fprintf(to, "listener %s kind %d", l->title, (int)l->kind);
	if (l->kind == ZGL_LISTEN_INET)
		fprintf(to, " %s %u", l->address, l->port);
	else
		fprintf(to, " %s", or_none(l->path));
	fprintf(to, " %s%s", roles[l->role], l->must_sign ? " must-sign" : "");
	if (l->kind == ZGL_LISTEN_UNIX)
		fprintf(to, " %s:%s %04o", or_none(l->owner), or_none(l->group),
			(unsigned)l->mode);
	fputc('\n', to);
}

static void put_nets(
	FILE *to, const char *name, const struct zgl_net *nets, size_t count)
{
	char text[INET6_ADDRSTRLEN];

	for (size_t i = 0; i < count; i++) {
		const struct zgl_net *net = &nets[i];
		inet_ntop(net->family, net->octets, text, sizeof(text));
		fprintf(to, "%s %s/%u\n", name, text, net->bits);
	}
}

static void put_signing(FILE *to, const struct zgl_conf *conf)
{
	fprintf(to, "store %s\n", or_none(conf->sign.store));
	for (size_t i = 0; i < conf->sign.key_count; i++) {
		const struct zgl_conf_key *key = &conf->sign.keys[i];
		fprintf(to, "key %s %s %s%s\n", key->domain.text,
			key->selector.text, key->file,
			key->subdomains ? " subdomains" : "");
	}
	fprintf(to, "fallback %s\n", conf->sign.fallback.text);
	fprintf(to, "header-canon %d\nbody-canon %d\n",
		(int)conf->sign.header_canon, (int)conf->sign.body_canon);
	put_views(to, "field", conf->sign.fields, conf->sign.field_count);
	put_views(
		to, "oversign", conf->sign.oversign, conf->sign.oversign_count);
	fprintf(to, "expire %lld\ncached-keys %zu\nsender-map %s\n",
		(long long)conf->sign.expire_in_s, conf->sign.cached,
		or_none(conf->sign.sender_map));
}

static void put_verifying(FILE *to, const struct zgl_conf *conf)
{
	static const char *const results[] = { "none", "pass", "fail", "policy",
		"neutral", "temperror", "permerror" };
	const zgl_sv *name = &conf->verify.mark_name,
		     *value = &conf->verify.mark_value,
		     *subject = &conf->verify.mark_subject;

	for (size_t i = 0; i <= ZGL_DKIM_PERMERROR; i++)
		fprintf(to, "%s %s\n", results[i],
			zgl_disposition_word(conf->verify.policy.dkim[i]));
	fprintf(to, "mark [%.*s] [%.*s]\nsubject [%.*s]\n", (int)name->n,
		name->n > 0 ? name->p : "", (int)value->n,
		value->n > 0 ? value->p : "", (int)subject->n,
		subject->n > 0 ? subject->p : "");
	fprintf(to, "rsa %u %u\nskew %u\nsha1 %d\nunsigned-body %d\n",
		conf->verify.min_rsa_bits, conf->verify.max_rsa_bits,
		conf->verify.skew_s, conf->verify.allow_sha1,
		conf->verify.allow_unsigned_body);
	fprintf(to, "signatures %zu\nheader-octets %zu\n",
		conf->limits.signatures, conf->limits.header_octets);
}

static void put_spf(FILE *to, const struct zgl_conf *conf)
{
	static const char *const results[] = { "none", "pass", "fail",
		"softfail", "neutral", "temperror", "permerror" };
	const struct zgl_judge_policy *policy = &conf->verify.policy;

	fprintf(to, "spf check %d helo %d explain %d\n", conf->spf.check,
		conf->spf.check_helo, conf->spf.explain);
	for (size_t i = 0; i < ZGL_SPF_RESULTS; i++)
		fprintf(to, "spf %s %s\nhelo %s %s\n", results[i],
			zgl_disposition_word(policy->spf[i]), results[i],
			zgl_disposition_word(policy->helo[i]));
}

static void put_dmarc(FILE *to, const struct zgl_conf *conf)
{
	const struct zgl_judge_policy *policy = &conf->verify.policy;

	fprintf(to, "dmarc check %d discovery %d\n", conf->dmarc.check,
		(int)conf->dmarc.discovery);
	for (unsigned i = 0; i < ZGL_DMARC_POLICIES; i++)
		fprintf(to, "dmarc %s %s\n",
			zgl_dmarc_policy_word((enum zgl_dmarc_policy)i),
			zgl_disposition_word(policy->dmarc[i]));
	fprintf(to, "dmarc temperror %s\ndmarc permerror %s\n",
		zgl_disposition_word(policy->dmarc_temperror),
		zgl_disposition_word(policy->dmarc_permerror));
	fprintf(to, "indirect %s\nbad-from %s\n",
		zgl_disposition_word(policy->indirect),
		zgl_disposition_word(policy->author));
	for (size_t i = 0; i < conf->dmarc.forwarder_count; i++)
		fprintf(to, "forwarder %s\n", conf->dmarc.forwarders[i].text);
	put_nets(
		to, "trusted", conf->dmarc.networks, conf->dmarc.network_count);
}

static void put_rest(FILE *to, const struct zgl_conf *conf)
{
	fprintf(to, "server %s\nanchor %s\n", or_none(conf->dns.server),
		or_none(conf->dns.trust_anchor));
	for (size_t i = 0; i < conf->dns.zone_count; i++)
		fprintf(to, "zone %s\n", conf->dns.zones[i]);
	fprintf(to, "dns-deadline %u\ncached-answers %zu\n",
		conf->dns.deadline_ms, conf->dns.cached);
	fprintf(to, "loops %u\ndeadline %u\nidle %u\nconnections %zu\n",
		conf->loops, conf->deadline_s, conf->idle_s, conf->connections);
	fprintf(to, "user %s\ngroup %s\n", or_none(conf->user),
		or_none(conf->group));
	fprintf(to, "log%s%s facility %d level %d\n",
		conf->log.to_stderr ? " stderr" : "",
		conf->log.to_syslog ? " syslog" : "", conf->log.facility,
		(int)conf->log.level);
}

char *conffile_facts(const struct zgl_conf *conf)
{
	char *facts;
	size_t n;
	FILE *to = open_memstream(&facts, &n);

	if (to == NULL)
		abort();
	put_views(to, "id", &conf->authserv_id, 1);
	put_views(to, "claim", conf->claims, conf->claim_count);
	for (size_t i = 0; i < conf->listener_count; i++)
		put_listener(to, &conf->listeners[i]);
	put_nets(to, "internal", conf->internal, conf->internal_count);
	put_signing(to, conf);
	put_verifying(to, conf);
	put_spf(to, conf);
	put_dmarc(to, conf);
	put_rest(to, conf);
	fclose(to);
	return facts;
}

static bool has_line(const char *text, const char *line, size_t n)
{
	for (; *text != '\0'; text = strchr(text, '\n') + 1) {
		if (strncmp(text, line, n) == 0)
			return true;
	}
	return false;
}

char *conffile_differences(const struct zgl_conf *conf)
{
	struct conffile empty = { 0 };
	char *facts = conffile_facts(conf), *out, *preset;
	size_t n;
	FILE *to = open_memstream(&out, &n);

	conffile_read(&empty, (zgl_sv){ "", 0 });
	if (to == NULL || empty.conf == NULL)
		abort();
	preset = conffile_facts(empty.conf);
	for (const char *at = facts; *at != '\0'; at += n) {
		n = (size_t)(strchr(at, '\n') - at) + 1;
		if (!has_line(preset, at, n))
			fwrite(at, 1, n, to);
	}
	fclose(to);
	conffile_free(&empty);
	free(facts);
	free(preset);
	return out;
}
