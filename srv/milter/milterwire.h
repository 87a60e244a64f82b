/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * milterwire -- the packets of the milter protocol: read, and written.
 *
 * Shape    octets in, packets out: four octets of length in network order, one
 *          of command, data. Nothing is copied; views point into the octets.
 *          What is written goes to the end of a zgl_buf.
 * Limits   a packet is refused by its length before any of it is waited for.
 * Errors   a packet that cannot be is no error of the machine: false, and the
 *          connection is of no more use.
 * Threads  any.
 * Source   no standard: mfdef.h of Sendmail 8.17, protocol versions 2 to 6.
 */

#include <stdbool.h>
#include <stdint.h>

#include "zegel/base/buf.h"

/* A body chunk has at most 65,535 octets, or, when that was negotiated, 256 KB
 * or 1 MB, which we do not ask for; a header field at most a little more. */
#define ZGL_MILTER_PACKET_MAX ((size_t)256 * 1024)

/* The smallest packet: its length, and a command. */
#define ZGL_MILTER_PACKET_MIN ((size_t)5)

/** Commands of the MTA: name, octet */
// clang-format off
#define ZGL_MILTER_COMMAND_TABLE(X)                                            \
	X(ABORT,      'A')                                                     \
	X(BODY,       'B')                                                     \
	X(CONNECT,    'C')                                                     \
	X(MACROS,     'D')                                                     \
	X(END,        'E')                                                     \
	X(HELO,       'H')                                                     \
	X(QUIT_NEW,   'K')                                                     \
	X(HEADER,     'L')                                                     \
	X(MAIL,       'M')                                                     \
	X(END_HEADER, 'N')                                                     \
	X(NEGOTIATE,  'O')                                                     \
	X(QUIT,       'Q')                                                     \
	X(RCPT,       'R')                                                     \
	X(DATA,       'T')                                                     \
	X(UNKNOWN,    'U')
// clang-format on

#define ZGL_MILTER_COMMAND_ENUM(name, octet) ZGL_MILTER_##name = octet,
enum zgl_milter_command {
	ZGL_MILTER_COMMAND_TABLE(ZGL_MILTER_COMMAND_ENUM)
};
#undef ZGL_MILTER_COMMAND_ENUM

struct zgl_milterpacket {
	uint8_t command;
	zgl_sv data;
};

enum zgl_milterwire_state {
	ZGL_MILTERWIRE_PACKET, /* *packet_r is one, *taken_r octets of it */
	ZGL_MILTERWIRE_MORE,   /* *taken_r octets are needed at least */
	ZGL_MILTERWIRE_BAD,    /* a length of 0, or beyond `most` */
};

/** Reads the packet at the start of `octets`. */
enum zgl_milterwire_state zgl_milterwire_next(zgl_sv octets, size_t most,
	struct zgl_milterpacket *packet_r, size_t *taken_r);

/* ---- what packets hold ---- */

struct zgl_milteroffer {
	uint32_t version, actions, protocol;
};

bool zgl_milterwire_offer(zgl_sv data, struct zgl_milteroffer *offer_r);

struct zgl_milterconnect {
	zgl_sv host;
	char family; /* '4', '6', 'L' (a path), 'U' (unknown) */
	uint16_t port;
	zgl_sv address; /* text; "IPv6:" before it is taken off; absent for U */
};

bool zgl_milterwire_connect(zgl_sv data, struct zgl_milterconnect *connect_r);

/** Name and value of a header field; the rest must end with NUL. */
bool zgl_milterwire_header(zgl_sv data, zgl_sv *name_r, zgl_sv *value_r);

/** The first string of a list that ends with NUL: HELO, MAIL, RCPT. */
bool zgl_milterwire_first(zgl_sv data, zgl_sv *text_r);

/** Takes the next name and value off a macro list, behind its command octet;
 * false at the end, and *good_r false when it is malformed there. */
bool zgl_milterwire_macro(
	zgl_sv *list, zgl_sv *name_r, zgl_sv *value_r, bool *good_r);

/* ---- what we write; values may not have NUL, callers see to it ---- */

void zgl_milterwire_put(struct zgl_buf *to, char reply, zgl_sv data);
void zgl_milterwire_put_accept(struct zgl_buf *to);
void zgl_milterwire_put_continue(struct zgl_buf *to);
void zgl_milterwire_put_tempfail(struct zgl_buf *to);
void zgl_milterwire_put_skip(struct zgl_buf *to);
void zgl_milterwire_put_progress(struct zgl_buf *to);
void zgl_milterwire_put_quarantine(struct zgl_buf *to, zgl_sv reason);

/** "550 5.7.20 text"; one "%" of the text is written as two. */
void zgl_milterwire_put_reply(struct zgl_buf *to, const char *code,
	const char *enhanced, zgl_sv text);

/** A field is named and given apart; lines of value are divided by LF, as MTAs
 * want them. Index counts from 1 among fields of that name; an empty value in
 * change deletes. */
void zgl_milterwire_put_add(struct zgl_buf *to, zgl_sv name, zgl_sv value);
void zgl_milterwire_put_insert(
	struct zgl_buf *to, uint32_t index, zgl_sv name, zgl_sv value);
void zgl_milterwire_put_change(
	struct zgl_buf *to, uint32_t index, zgl_sv name, zgl_sv value);
