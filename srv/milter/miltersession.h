/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * miltersession -- one connection of an MTA, as a machine without I/O.
 *
 * Shape    octets in, replies out. The session knows the protocol: what was
 *          negotiated, which command may come when, what must be answered and
 *          what not, the macros. What is to be done with a message is its
 *          mail's, behind zgl_miltermail_face.
 *
 *            zgl_miltersession_begin
 *            zgl_miltersession_feed ...   octets as they come, replies in `out`
 *            zgl_miltersession_go_on      when the mail has its answers
 *            zgl_miltersession_end
 *
 *          feed stops at an end of message that must wait: what it did not take
 *          is fed again after go_on.
 * Limits   ZGL_MILTER_PACKET_MAX a packet; what is remembered of a client is
 *          bounded: the sender 320 octets, other texts 255 (longer ones are cut,
 *          and that is told), macros only those that are used, and what they say
 *          changes no more than 32 times in a message.
 * Memory   idle, after HELO: well under 1 KiB. Holds no body and no packet.
 * Order    a command that cannot come where it comes is ZGL_ESYNTAX; but a
 *          MAIL or HELO within a message gives that message up, as do MTAs.
 * Answers  one to each command, where one is due; to a failed message each is
 *          tempfail, until it is over.
 * Errors   ZGL_ENOMEM, what `out` has for one, and ZGL_ESYNTAX for what no MTA
 *          sends: close.
 * Threads  one at a time.
 * Source   Sendmail 8.17 libmilter's protocol; Postfix MILTER_README.
 */

#include "srv/milter/milterwire.h"

/**
 * What is known of the message under way. The envelope, and every text that was
 * in it, stays where it is until the message is over; a text that the MTA tells
 * later, or tells anew, is in it from the next call on.
 */
struct zgl_envelope {
	zgl_sv host;    /* client's name as the MTA tells it */
	zgl_sv address; /* client's address as text; absent: not by IP */
	int family;     /* AF_INET, AF_INET6; AF_UNIX: a client on this machine
	                 * ('L'); AF_UNSPEC: the MTA does not know ('U') */
	uint8_t octets[16];
	zgl_sv helo;
	zgl_sv mail_from;    /* without <>; empty: the null sender */
	zgl_sv queue_id;     /* macro i; absent: none yet */
	zgl_sv auth_type;    /* macro {auth_type}; absent: not logged in */
	zgl_sv login;        /* macro {auth_authen}: as whom */
	zgl_sv daemon_name;  /* macro {daemon_name} */
	uint32_t recipients; /* accepted by RCPT */
	bool cut;            /* one of the texts is longer than its limit */
};

enum zgl_mailstep {
	ZGL_MAIL_MORE, /* go on */
	ZGL_MAIL_SKIP, /* no more of the body is needed */
	ZGL_MAIL_WAIT, /* end: not yet; go_on will be called */
	ZGL_MAIL_DONE, /* end: the replies are written, the last one, too */
};

/**
 * What a session does with a message; `to` is zgl_miltersession.mail. An error
 * is answered with tempfail for this message, and abort follows.
 */
struct zgl_miltermail_face {
	/** A message begins: MAIL came. */
	enum zgl_err (*begin)(void *to, const struct zgl_envelope *envelope);
	/** A field: name as it came; value as it came, with LF at its folds and
	 * whatever white space stands behind the colon; but without
	 * ZGL_MILTER_LEADING_SPACE the MTA took one space off, and the mail puts
	 * it back. */
	enum zgl_err (*field)(void *to, zgl_sv name, zgl_sv value);
	enum zgl_err (*end_header)(void *to,
		const struct zgl_envelope *envelope, enum zgl_mailstep *step_r);
	enum zgl_err (*body)(
		void *to, zgl_sv octets, enum zgl_mailstep *step_r);
	/** The end: DONE, with replies in `out`, or WAIT. Called again by go_on. */
	enum zgl_err (*end)(void *to, const struct zgl_envelope *envelope,
		struct zgl_buf *out, enum zgl_mailstep *step_r);
	/** The message is over or given up; after DONE, too. */
	void (*abort)(void *to);
};

/** What the MTA agreed to, for the mail to know. */
#define ZGL_MILTER_MAY_CHANGE     1u /* add, insert, change fields */
#define ZGL_MILTER_MAY_QUARANTINE 2u
/* Values of fields are whole, in both directions (SMFIP_HDR_LEADSPC): without
 * it the MTA takes a space off, and puts one before each that we give it. */
#define ZGL_MILTER_LEADING_SPACE 4u

/** Private but for mail, may, busy, waiting, closed and problem. */
struct zgl_miltersession {
	const struct zgl_miltermail_face *face;
	void *mail;
	unsigned may;
	bool busy;    /* a message is under way: MAIL came, and no end of it */
	bool waiting; /* an end of message waits for go_on */
	bool closed;  /* QUIT or an error came: nothing more is read */
	const char *problem; /* what no MTA sends, after ZGL_ESYNTAX; static */
	/* ... the rest is miltersession.c's to lay out */
	struct zgl_miltersession_state *state;
};

ZGL_CHECK enum zgl_err zgl_miltersession_begin(struct zgl_miltersession *s,
	const struct zgl_miltermail_face *face, void *mail);
void zgl_miltersession_end(struct zgl_miltersession *s);

/**
 * Reads octets; *taken_r of them are done with. What is left is the start of a
 * packet (give it again with more), or follows an end of message that waits.
 */
ZGL_CHECK enum zgl_err zgl_miltersession_feed(struct zgl_miltersession *s,
	zgl_sv octets, size_t *taken_r, struct zgl_buf *out);

/**
 * Octets that are needed at least, with those that are left, before feed can
 * take any: the whole packet's once its length is known. For a session that
 * waits it tells of what follows, and means nothing.
 */
size_t zgl_miltersession_needs(const struct zgl_miltersession *s);

/** Asks the mail again, which waited; ZGL_EUSAGE when it did not. */
ZGL_CHECK enum zgl_err zgl_miltersession_go_on(
	struct zgl_miltersession *s, struct zgl_buf *out);

/** Tells the MTA that it still goes on; does nothing but while waiting. */
void zgl_miltersession_progress(
	struct zgl_miltersession *s, struct zgl_buf *out);
