/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * mailjob -- one message under the daemon's hands: signed, or verified, and
 * told about.
 *
 * Shape    the face that a miltersession wants (zgl_mailjob_face), on a desk
 *          that all messages of a loop share. Of a client from outside SPF
 *          begins at MAIL. The header is gathered; at its end is decided
 *          whether to sign or to verify (signer/signdecide), and DNS is asked
 *          for the rest; the body passes by; at the end the replies are
 *          written.
 * Own      clients of our own (see lettercase) are judged by DKIM alone, when
 *          they are not signed for: their mail would fail SPF, for it comes
 *          from wherever they are.
 * Order    fields that claim our name are removed first, from the highest
 *          index down, whatever else becomes of the message; what we add goes
 *          on top of the message.
 * Waiting  while answers of DNS are missing the end waits; when the last comes,
 *          or the desk's deadline passes (zgl_mailjob_time_is_up), `ready` is
 *          called and the session goes on.
 * Memory   a job has its arena; judges and signers are borrowed from the desk
 *          only while a message needs them. The body is never held.
 * Errors   ZGL_ENOMEM and its like, for which the message is tempfailed.
 * Threads  all jobs of a desk on one thread.
 */

#include "srv/conf/conf.h"
#include "srv/milter/miltersession.h"
#include "srv/milter/senderbook.h"
#include "srv/resolve/dnsdesk.h"
#include "srv/store/keyring.h"
#include "srv/suffix/suffix.h"
#include "zegel/judge/judge.h"

/** What the messages of one loop share; filled in by who makes it. */
struct zgl_maildesk_config {
	const struct zgl_conf *conf;
	struct zgl_engine *engine;
	struct zgl_keyring *keyring;    /* the desk's alone to use */
	struct zgl_dnswindow *window;   /* likewise */
	struct zgl_senderbook *senders; /* NULL: everybody may */
	struct zgl_suffix *suffix;      /* for discovery by it; else NULL */
	int64_t now_s;                  /* fixed time, or -1: the clock */
	/** Tells of a message, one line, when it is done; NULL: the log. */
	void (*tell)(void *to, zgl_sv line);
	void *tell_to;
};

struct zgl_maildesk;

/** Makes a desk; its key cache and judges are made when first needed. */
ZGL_CHECK enum zgl_err zgl_maildesk_new(
	const struct zgl_maildesk_config *config, struct zgl_maildesk **desk_r);
void zgl_maildesk_free(struct zgl_maildesk *desk);

struct zgl_mailjob;
extern const struct zgl_miltermail_face zgl_mailjob_face;

/**
 * Makes a job for one connection of a listener; it takes hardly any memory
 * until a message begins. `ready` is called with `to` when an end that waited
 * can go on.
 */
ZGL_CHECK enum zgl_err zgl_mailjob_new(struct zgl_maildesk *desk,
	const struct zgl_conf_listener *listener,
	const struct zgl_miltersession *session, void (*ready)(void *to),
	void *to, struct zgl_mailjob **job_r);
void zgl_mailjob_free(struct zgl_mailjob *job);

/** The deadline of a message that waits: it is judged with what is known. */
void zgl_mailjob_time_is_up(struct zgl_mailjob *job);
