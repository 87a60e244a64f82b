/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * lettercase -- is this message signed, verified, passed on, or refused?
 *
 * Gathers what signer/signdecide wants to know, and asks it. A key is looked
 * for only when the message may be signed at all.
 *
 * Own      a client is of our own when it logged in, when its address is in an
 *          internal network, or when it is on this machine: Sendmail tells of
 *          such a client as a local socket, Postfix of mail that sendmail(1)
 *          took as localhost with 127.0.0.1, which the networks have to have.
 *          A client of which the MTA does not know the address is not: it may
 *          be one from outside that was quick to go.
 * Sender   with a sender map, who is asked for is the login of a client that
 *          logged in, and nobody else: one without a name may send for nothing.
 * Errors   those of the keyring, ZGL_ENOMEM, and ZGL_ELIMIT of the arena.
 */

#include "srv/milter/letter.h"
#include "srv/milter/maildesk.h"
#include "zegel/sig/authordomain.h"

struct zgl_lettercase {
	enum zgl_signwhy why;
	enum zgl_authorfault fault;
	enum zgl_key_match match;
	struct zgl_dname author; /* its n is 0: not known, or not looked for */
	struct zgl_keyset *set;  /* a hold on the keys that sign; or NULL */
	const char *trouble;     /* what the keyring says of its error; or NULL;
	                          * valid until it is asked again */
};

/** Is the client of our own, as far as this listener is concerned? SPF and DMARC
 * are for others. */
bool zgl_lettercase_is_own(const struct zgl_conf *conf,
	const struct zgl_conf_listener *listener,
	const struct zgl_envelope *envelope);

ZGL_CHECK enum zgl_err zgl_lettercase_decide(struct zgl_maildesk *desk,
	struct zgl_letter *letter, const struct zgl_conf_listener *listener,
	const struct zgl_envelope *envelope, struct zgl_lettercase *case_r);

/** Lets go of the keys. */
void zgl_lettercase_end(struct zgl_maildesk *desk, struct zgl_lettercase *c);
