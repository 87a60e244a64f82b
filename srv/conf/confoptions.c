/* SPDX-License-Identifier: ISC */
#include "srv/conf/confoptions.h"

#include <stddef.h>
#include <string.h>
#include <syslog.h>

#include "srv/conf/confread.h"
#include "zegel/crypto/pubkey.h"

#define SECTION(name, word, above, titled)                                     \
	[ZGL_CONF_##name] = { word, ZGL_CONF_##above, titled },

const struct zgl_confsection_row zgl_confsections[ZGL_CONF_SECTIONS] = {
	ZGL_CONFSECTION_TABLE(SECTION)
};

static const struct zgl_confword roles[] = {
	{ "both", ZGL_ROLE_BOTH },
	{ "sign", ZGL_ROLE_SIGN },
	{ "verify", ZGL_ROLE_VERIFY },
	{ NULL, 0 },
};

static const struct zgl_confword canons[] = {
	{ "relaxed", ZGL_CANON_RELAXED },
	{ "simple", ZGL_CANON_SIMPLE },
	{ NULL, 0 },
};

#define DISPOSITION(name, word) { word, ZGL_DISPOSE_##name },
static const struct zgl_confword dispositions[] = {
	ZGL_DISPOSITION_TABLE(DISPOSITION){ NULL, 0 },
};

static const struct zgl_confword discoveries[] = {
	{ "walk", ZGL_DISCOVERY_WALK },
	{ "psl", ZGL_DISCOVERY_PSL },
	{ NULL, 0 },
};

#define LEVEL(name, priority, word) { word, ZGL_LOG_##name },
static const struct zgl_confword levels[] = {
	ZGL_LOG_LEVEL_TABLE(LEVEL){ NULL, 0 },
};

static const struct zgl_confword facilities[] = {
	{ "mail", LOG_MAIL },
	{ "daemon", LOG_DAEMON },
	{ "auth", LOG_AUTH },
	{ "authpriv", LOG_AUTHPRIV },
	{ "user", LOG_USER },
	{ "local0", LOG_LOCAL0 },
	{ "local1", LOG_LOCAL1 },
	{ "local2", LOG_LOCAL2 },
	{ "local3", LOG_LOCAL3 },
	{ "local4", LOG_LOCAL4 },
	{ "local5", LOG_LOCAL5 },
	{ "local6", LOG_LOCAL6 },
	{ "local7", LOG_LOCAL7 },
	{ NULL, 0 },
};

/* What follows the name of an option in its row. */
#define IN(member)                                                             \
	.at = offsetof(struct zgl_conf, member),                               \
	.octets = sizeof(((struct zgl_conf *)0)->member)
#define IN_LISTENER(member) .at = offsetof(struct zgl_conf_listener, member)
#define IN_KEY(member)      .at = offsetof(struct zgl_conf_key, member)
#define NUMBER(from, to)                                                       \
	.read = zgl_confread_number, .least = (from), .most = (to), .factor = 1
#define FLAG         .read = zgl_confread_flag
#define PATH         .read = zgl_confread_path
#define ACCOUNT      .read = zgl_confread_account
#define DOMAIN       .read = zgl_confread_domain
#define WORD(of)     .read = zgl_confread_word, .words = (of)
#define READ(by)     .read = zgl_confread_##by
#define LIST(values) .list = true, .preset = (values)
#define DISPOSE(member)                                                        \
	.read = zgl_confread_disposition, .words = dispositions,               \
	IN(verify.policy.member)
#define DKIM(result)   DISPOSE(dkim[ZGL_DKIM_##result])
#define SPF(result)    DISPOSE(spf[ZGL_SPF_##result])
#define HELO(result)   DISPOSE(helo[ZGL_SPF_##result])
#define POLICY(policy) DISPOSE(dmarc[ZGL_DMARC_POLICY_##policy])

// clang-format off
const struct zgl_confoption zgl_confoptions[] = {
	{ ZGL_CONF_ROOT, "authserv-id",          READ(authserv) },
	{ ZGL_CONF_ROOT, "former-authserv-ids",  READ(former), LIST(NULL) },
	{ ZGL_CONF_ROOT, "internal-networks",    READ(net), LIST("{\"127.0.0.0/8\", \"::1\"}") },
	{ ZGL_CONF_ROOT, "threads",              NUMBER(0, 1024), IN(loops) },
	{ ZGL_CONF_ROOT, "message-deadline",     NUMBER(1, 600), IN(deadline_s) },
	{ ZGL_CONF_ROOT, "idle-timeout",         NUMBER(1, 604800), IN(idle_s) },
	{ ZGL_CONF_ROOT, "max-connections",      NUMBER(1, 1000000), IN(connections) },
	{ ZGL_CONF_ROOT, "user",                 ACCOUNT, IN(user) },
	{ ZGL_CONF_ROOT, "group",                ACCOUNT, IN(group) },

	{ ZGL_CONF_LISTENER, "mode",             WORD(roles), IN_LISTENER(role) },
	{ ZGL_CONF_LISTENER, "must-sign",        FLAG, IN_LISTENER(must_sign) },
	{ ZGL_CONF_LISTENER, "owner",            ACCOUNT, IN_LISTENER(owner) },
	{ ZGL_CONF_LISTENER, "group",            ACCOUNT, IN_LISTENER(group) },
	{ ZGL_CONF_LISTENER, "permissions",      READ(mode), IN_LISTENER(mode) },

	{ ZGL_CONF_SIGNING, "store",             PATH, IN(sign.store) },
	{ ZGL_CONF_SIGNING, "fallback-domain",   DOMAIN, IN(sign.fallback) },
	{ ZGL_CONF_SIGNING, "header-canonicalization", WORD(canons), IN(sign.header_canon) },
	{ ZGL_CONF_SIGNING, "body-canonicalization",   WORD(canons), IN(sign.body_canon) },
	{ ZGL_CONF_SIGNING, "fields",            READ(fields), LIST("{usual}") },
	{ ZGL_CONF_SIGNING, "oversign",          READ(fields), LIST("{usual}") },
	{ ZGL_CONF_SIGNING, "expire-in",         NUMBER(0, 99999999999), IN(sign.expire_in_s) },
	{ ZGL_CONF_SIGNING, "cached-keys",       NUMBER(1, 10000000), IN(sign.cached) },
	{ ZGL_CONF_SIGNING, "sender-map",        PATH, IN(sign.sender_map) },

	{ ZGL_CONF_KEY, "selector",              DOMAIN, IN_KEY(selector) },
	{ ZGL_CONF_KEY, "file",                  PATH, IN_KEY(file) },
	{ ZGL_CONF_KEY, "subdomains",            FLAG, IN_KEY(subdomains) },

	{ ZGL_CONF_VERIFYING, "none",            DKIM(NONE) },
	{ ZGL_CONF_VERIFYING, "policy",          DKIM(POLICY) },
	{ ZGL_CONF_VERIFYING, "neutral",         DKIM(NEUTRAL) },
	{ ZGL_CONF_VERIFYING, "fail",            DKIM(FAIL) },
	{ ZGL_CONF_VERIFYING, "permerror",       DKIM(PERMERROR) },
	{ ZGL_CONF_VERIFYING, "temperror",       DKIM(TEMPERROR) },
	{ ZGL_CONF_VERIFYING, "mark-field",      READ(mark_field) },
	{ ZGL_CONF_VERIFYING, "mark-subject",    READ(mark_subject), IN(verify.mark_subject) },
	{ ZGL_CONF_VERIFYING, "min-rsa-bits",    NUMBER(1024, ZGL_RSA_BITS_MOST), IN(verify.min_rsa_bits) },
	{ ZGL_CONF_VERIFYING, "max-rsa-bits",    NUMBER(1024, ZGL_RSA_BITS_MOST), IN(verify.max_rsa_bits) },
	{ ZGL_CONF_VERIFYING, "clock-skew",      NUMBER(0, 86400), IN(verify.skew_s) },
	{ ZGL_CONF_VERIFYING, "allow-sha1",      FLAG, IN(verify.allow_sha1) },
	{ ZGL_CONF_VERIFYING, "allow-unsigned-body", FLAG, IN(verify.allow_unsigned_body) },
	{ ZGL_CONF_VERIFYING, "signatures",      NUMBER(1, 100), IN(limits.signatures) },

	{ ZGL_CONF_SPF, "check",                 FLAG, IN(spf.check) },
	{ ZGL_CONF_SPF, "none",                  SPF(NONE) },
	{ ZGL_CONF_SPF, "softfail",              SPF(SOFTFAIL) },
	{ ZGL_CONF_SPF, "fail",                  SPF(FAIL) },
	{ ZGL_CONF_SPF, "permerror",             SPF(PERMERROR) },
	{ ZGL_CONF_SPF, "temperror",             SPF(TEMPERROR) },
	{ ZGL_CONF_SPF, "check-helo",            FLAG, IN(spf.check_helo) },
	{ ZGL_CONF_SPF, "helo-softfail",         HELO(SOFTFAIL) },
	{ ZGL_CONF_SPF, "helo-fail",             HELO(FAIL) },
	{ ZGL_CONF_SPF, "helo-permerror",        HELO(PERMERROR) },
	{ ZGL_CONF_SPF, "helo-temperror",        HELO(TEMPERROR) },
	{ ZGL_CONF_SPF, "explain",               FLAG, IN(spf.explain) },

	{ ZGL_CONF_DMARC, "check",               FLAG, IN(dmarc.check) },
	{ ZGL_CONF_DMARC, "discovery",           WORD(discoveries), IN(dmarc.discovery) },
	{ ZGL_CONF_DMARC, "quarantine",          POLICY(QUARANTINE) },
	{ ZGL_CONF_DMARC, "reject",              POLICY(REJECT) },
	{ ZGL_CONF_DMARC, "indirect",            DISPOSE(indirect) },
	{ ZGL_CONF_DMARC, "permerror",           DISPOSE(dmarc_permerror) },
	{ ZGL_CONF_DMARC, "temperror",           DISPOSE(dmarc_temperror) },
	{ ZGL_CONF_DMARC, "bad-from",            DISPOSE(author) },
	{ ZGL_CONF_DMARC, "trusted-forwarders",  READ(forwarder), LIST(NULL) },
	{ ZGL_CONF_DMARC, "trusted-networks",    READ(net), LIST(NULL) },

	{ ZGL_CONF_DNS, "resolver",              READ(resolver) },
	{ ZGL_CONF_DNS, "trust-anchor",          READ(anchor), IN(dns.trust_anchor) },
	{ ZGL_CONF_DNS, "zone-files",            READ(paths), LIST(NULL) },
	{ ZGL_CONF_DNS, "deadline",              .read = zgl_confread_number, .least = 1, .most = 60,
	                                         .factor = 1000, IN(dns.deadline_ms) },
	{ ZGL_CONF_DNS, "cached-answers",        NUMBER(0, 10000000), IN(dns.cached) },

	{ ZGL_CONF_LOG, "to",                    READ(log), LIST("{stderr}") },
	{ ZGL_CONF_LOG, "facility",              WORD(facilities), IN(log.facility) },
	{ ZGL_CONF_LOG, "level",                 WORD(levels), IN(log.level) },
};
// clang-format on

const size_t zgl_confoption_count = ZGL_COUNT(zgl_confoptions);

_Static_assert(ZGL_COUNT(zgl_confoptions) <= ZGL_CONFOPTIONS_MAX,
	"every option has a line of its own in struct zgl_confread");

const struct zgl_confoption *zgl_confoption_find(
	enum zgl_confsection section, const char *name)
{
	for (size_t i = 0; i < zgl_confoption_count; i++) {
		if (zgl_confoptions[i].section == section
			&& strcmp(zgl_confoptions[i].name, name) == 0)
			return &zgl_confoptions[i];
	}
	return NULL;
}

enum zgl_confsection zgl_confsection_find(const char *word)
{
	size_t i = ZGL_CONF_SECTIONS;

	while (--i > ZGL_CONF_ROOT) {
		if (strcmp(zgl_confsections[i].word, word) == 0)
			break;
	}
	return (enum zgl_confsection)i;
}
