/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * counter -- a mail desk without sockets: messages are handed in at the face of
 * a mail job, replies and log lines come out as text.
 *
 * Clock    MAIL_NOW.
 * DNS      a window that answers as it is told: at once, or when the test says
 *          so. At selector "rsa" it has the test key rsa2048, at "ed" ed25519,
 *          at "testing" rsa2048 with t=y; "later" is a failure; any other name
 *          is looked for in a zone (counter_zone), or does not exist.
 * Keys     of example.nl (which serves its subdomains), "rsa" and "ed".
 * Replies  a line each: "change 1 Subject= [X] words", "insert 0 NAME=VALUE",
 *          "add NAME=VALUE", "quarantine TEXT", "reply 550 5.7.1 TEXT",
 *          "continue"; an LF in a value is "|".
 */

#include "srv/milter/mailjob.h"
#include "tests/dkim/mail_maker.h"
#include "tests/rows.h"

#define COUNTER_TEXT    ((size_t)4 * 1024 * 1024)
#define COUNTER_ANSWERS 4

/* A question that waits. */
struct zgl_dnspost {
	struct zgl_dnspost *next;
	struct zgl_dnsask *ask; /* NULL: dropped */
	const struct zgl_answer *answer;
};

struct zgl_dnswindow {
	bool later; /* questions wait for counter_answer */
	struct zgl_dnspost *waiting;
	size_t asked;
	struct zgl_arena arena;
	struct zgl_answer answers[COUNTER_ANSWERS];
	struct zgl_zone *zone; /* NULL: none */
};

struct counter {
	struct zgl_conf conf;
	struct zgl_conf_listener listener;
	struct zgl_dkimsign_config sign;
	struct zgl_store *store; /* NULL: none */
	struct zgl_keyring *ring;
	struct zgl_keyring_file files[2];
	struct zgl_buf ders[2];
	struct zgl_dnswindow window;
	struct zgl_senderbook *senders; /* NULL: no sender map */
	struct zgl_maildesk *desk;
	struct zgl_buf log; /* what was told, a line each */
};

/** Sets everything to defaults, to be changed before counter_start. */
void counter_open(struct counter *c, struct zgl_engine *engine);
/** What DNS has besides, as a master file; SPF and DMARC are checked then. */
void counter_zone(struct counter *c, const char *text);
/** Who may send for what. */
void counter_senders(struct counter *c, const char *text);
ZGL_CHECK enum zgl_err counter_start(struct counter *c);
void counter_stop(struct counter *c);
void counter_close(struct counter *c);

/** Answers what waits, or no more than `most`; how many were. */
size_t counter_answer(struct counter *c, size_t most);
/** How many questions wait, dropped ones left out. */
size_t counter_waiting(const struct counter *c);

/** One connection. */
struct client {
	struct counter *counter;
	struct zgl_miltersession session; /* only its `may` is used */
	struct zgl_envelope envelope;
	struct zgl_mailjob *job;
	struct zgl_buf out, replies;
	unsigned ready; /* how often it was called */
	enum zgl_mailstep step;
};

ZGL_CHECK enum zgl_err client_open(struct client *cl, struct counter *c);
void client_close(struct client *cl);

/** Begins a message and gives its fields: a text of lines that end with LF. */
ZGL_CHECK enum zgl_err client_header(struct client *cl, const char *header);
ZGL_CHECK enum zgl_err client_end_header(struct client *cl);
ZGL_CHECK enum zgl_err client_body(struct client *cl, const char *body);
/** The end: `replies` has them when the step is DONE. */
ZGL_CHECK enum zgl_err client_end(struct client *cl);
void client_abort(struct client *cl);

/** A whole message that does not wait, and abort behind it. */
ZGL_CHECK enum zgl_err client_send(
	struct client *cl, const char *header, const char *body);

/** The buffer's text, with a NUL behind it. */
const char *counter_text(struct zgl_buf *b);

/**
 * The header as the next hop gets it, with CRLF: what the replies tell done to
 * `header`, as Postfix does it.
 */
void client_deliver(
	const struct client *cl, const char *header, struct zgl_buf *to);
