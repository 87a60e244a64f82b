/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * conf -- the configuration of the daemon, read and checked.
 *
 * Shape    a file in, one struct out: every value has its type, every name is
 *          a name, every default is filled in. What is in it is possible; what
 *          files, sockets and users it names may still be missing.
 * Limits   the file 1 MiB, listeners 64, networks 4,096 a list, trusted
 *          forwarders 1,000, keys 1,000 (more belong into the store).
 * Memory   all of it is one heap object, which nobody changes after it was
 *          read: so a reload can read another one beside it.
 * Errors   ZGL_ESYNTAX: every mistake found is told to `say`, in the order of
 *          lines, as "FILE:LINE: what, expected what"; what is of no one line
 *          comes first, as "FILE: what". At most 100, and that there are more.
 *          ZGL_EIO: the file cannot be read, and `say` was told why.
 *          ZGL_ENOMEM: nothing was told.
 * Threads  the struct any; zgl_conf_read one at a time in a process.
 */

#include <sys/types.h>

#include "srv/log/log.h"
#include "zegel/base/limits.h"
#include "zegel/dns/dname.h"
#include "zegel/judge/disposition.h"
#include "zegel/mail/canon.h"
#include "zegel/signer/signdecide.h"

/** A network: an address family, and the first `bits` of an address. */
struct zgl_net {
	int family; /* AF_INET, AF_INET6 */
	unsigned bits;
	uint8_t octets[16];
};

enum zgl_listen_kind {
	ZGL_LISTEN_UNIX,    /* unix:PATH */
	ZGL_LISTEN_INET,    /* inet:ADDR:PORT, inet:[ADDR]:PORT, inet:*:PORT */
	ZGL_LISTEN_SYSTEMD, /* systemd, systemd:NAME: handed over by the system */
};

struct zgl_conf_listener {
	const char *title; /* as it stands in the file */
	unsigned line;
	enum zgl_listen_kind kind;
	const char *path; /* of UNIX; name of SYSTEMD, NULL: every one that no
	                     * other listener names */
	const char *address; /* of INET: text of an address, or "*" */
	unsigned port;
	const char *owner, *group; /* of UNIX; NULL: as the process */
	mode_t mode;               /* of UNIX: 0660 */
	enum zgl_role role;
	bool must_sign; /* own messages leave signed or not at all */
};

struct zgl_conf_key {
	struct zgl_dname domain, selector;
	const char *file;
	unsigned line;
	bool subdomains; /* serves the domains below, too */
};

/** How the organizational domain of a domain is found. */
enum zgl_discovery {
	ZGL_DISCOVERY_WALK, /* RFC 9989: the tree walk */
	ZGL_DISCOVERY_PSL,  /* RFC 7489: the Public Suffix List */
};

struct zgl_conf {
	const char *file;
	/* who we are, and every name whose Authentication-Results are removed;
	 * the first claim is authserv_id */
	zgl_sv authserv_id;
	const zgl_sv *claims;
	size_t claim_count;
	const struct zgl_conf_listener *listeners;
	size_t listener_count;
	const struct zgl_net *internal; /* networks of our own */
	size_t internal_count;

	struct {
		const char *store; /* NULL: none */
		unsigned store_line;
		const struct zgl_conf_key *keys;
		size_t key_count;
		struct zgl_dname fallback; /* its n is 0: none */
		enum zgl_canon header_canon, body_canon;
		/* the lists in force; that of oversign may be empty */
		const zgl_sv *fields, *oversign;
		size_t field_count, oversign_count;
		int64_t expire_in_s; /* 0: never */
		size_t cached;       /* private keys kept in memory, in all */
		const char *sender_map; /* NULL: none, and everybody may */
		unsigned sender_map_line;
	} sign;

	struct {
		struct zgl_judge_policy policy;
		unsigned min_rsa_bits, max_rsa_bits, skew_s;
		bool allow_sha1, allow_unsigned_body;
		/* what a marked message gets: a field, a subject prefix; a name
		 * with n 0 is none, and all is US-ASCII that shows */
		zgl_sv mark_name, mark_value;
		zgl_sv mark_subject; /* empty: none */
	} verify;

	/* what becomes of a message is in verify.policy */
	struct {
		bool check, check_helo, explain;
	} spf;

	struct {
		bool check; /* only when SPF is checked, too */
		enum zgl_discovery discovery;
		unsigned discovery_line;
		const struct zgl_dname *forwarders; /* trusted ones */
		size_t forwarder_count;
		const struct zgl_net *networks; /* of trusted ones */
		size_t network_count;
	} dmarc;

	struct {
		const char *server;       /* as zgl_resolver_config */
		const char *trust_anchor; /* likewise */
		const char *const
			*zones; /* master files; answers from them alone */
		size_t zone_count;
		unsigned deadline_ms;
		size_t cached; /* answers kept in memory, in all */
	} dns;

	struct zgl_limits limits;
	unsigned loops;           /* threads that speak milter; 0: one a core */
	unsigned deadline_s;      /* a message waits so long for answers */
	unsigned idle_s;          /* a connection that says nothing is closed */
	size_t connections;       /* at most, in all */
	const char *user, *group; /* to become after listening; NULL: stay */
	struct zgl_log_config log;
};

/** Takes a mistake: one line, no newline, no file name left out. */
typedef void zgl_conf_say(void *to, const char *line);

/** Reads a configuration; the caller frees it. */
ZGL_CHECK enum zgl_err zgl_conf_read(const char *path, zgl_conf_say *say,
	void *to, struct zgl_conf **conf_r);
void zgl_conf_free(struct zgl_conf *conf);

/** True when an address (of family, 4 or 16 octets) is in one of the networks;
 * an IPv4 address mapped into IPv6 is looked for as IPv4. */
bool zgl_net_has(const struct zgl_net *nets, size_t count, int family,
	const uint8_t *octets);
