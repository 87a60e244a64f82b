/* SPDX-License-Identifier: ISC */
#include "srv/milter/lettercase.h"

#include <sys/socket.h>

static bool is_internal(
	const struct zgl_conf *conf, const struct zgl_envelope *envelope)
{
	switch (envelope->family) {
	case AF_UNIX: return true;
	case AF_INET:
	case AF_INET6:
		return zgl_net_has(conf->internal, conf->internal_count,
			envelope->family, envelope->octets);
	default: return false;
	}
}

static bool is_logged_in(const struct zgl_envelope *envelope)
{
	return envelope->auth_type.n > 0;
}

bool zgl_lettercase_is_own(const struct zgl_conf *conf,
	const struct zgl_conf_listener *listener,
	const struct zgl_envelope *envelope)
{
	return listener->role == ZGL_ROLE_SIGN || is_logged_in(envelope)
		|| is_internal(conf, envelope);
}

/* False without a sender map. */
static bool is_disowned(const struct zgl_maildesk *desk,
	const struct zgl_envelope *envelope, const struct zgl_dname *author)
{
	struct zgl_senderbook *senders = desk->config.senders;
	zgl_sv login = { NULL, 0 };

	if (is_logged_in(envelope))
		login = envelope->login.p != NULL ? envelope->login
						  : ZGL_SV("");
	return senders != NULL
		&& !zgl_senderbook_allows(senders, login, author);
}

static enum zgl_err find_keys(struct zgl_maildesk *desk,
	const struct zgl_dname *author, struct zgl_lettercase *c)
{
	struct zgl_keyring *ring = desk->config.keyring;
	enum zgl_err err = zgl_keyring_find(ring, author, &c->set, &c->match);

	if (err != ZGL_OK && err != ZGL_ENOMEM)
		c->trouble = zgl_keyring_why(ring);
	return err;
}

/* True when the keys make a difference. */
static bool may_sign(const struct zgl_signcase *c)
{
	switch (zgl_signdecide(c)) {
	case ZGL_SIGNWHY_OUTSIDE:
	case ZGL_SIGNWHY_VERIFY_ONLY: return false;
	default: return true;
	}
}

enum zgl_err zgl_lettercase_decide(struct zgl_maildesk *desk,
	struct zgl_letter *letter, const struct zgl_conf_listener *listener,
	const struct zgl_envelope *envelope, struct zgl_lettercase *case_r)
{
	struct zgl_signcase c = {
		.role = listener->role,
		.authenticated = is_logged_in(envelope),
		.internal = is_internal(desk->config.conf, envelope),
		.must_sign = listener->must_sign,
		.key = ZGL_KEY_MATCH_NONE,
	};

	*case_r = (struct zgl_lettercase){ .match = ZGL_KEY_MATCH_NONE };
	if (may_sign(&c)) {
		ZGL_TRY(zgl_authordomain_find(&letter->header, letter->limits,
			&letter->arena, &case_r->author, &case_r->fault));
		c.one_author = case_r->fault == ZGL_AUTHORFAULT_NONE;
		if (c.one_author)
			ZGL_TRY(find_keys(desk, &case_r->author, case_r));
		c.key = case_r->match;
		c.disowned = is_disowned(desk, envelope, &case_r->author);
	}
	case_r->why = zgl_signdecide(&c);
	return ZGL_OK;
}

void zgl_lettercase_end(struct zgl_maildesk *desk, struct zgl_lettercase *c)
{
	if (c->set != NULL)
		zgl_keyring_release(desk->config.keyring, c->set);
	c->set = NULL;
}
