/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * sendermap -- who may send for which domain.
 *
 * Grammar  a text with one sender a line:
 *
 *            LOGIN DOMAIN [DOMAIN ...]
 *
 *          LOGIN is the name that a client logs in with, octet for octet, or
 *          "-" for our own clients that did not log in (so nobody who logs in
 *          as "-" may send at all). DOMAIN is a domain name in any alphabet;
 *          ".example.nl" is example.nl and all domains below it, "*" is every
 *          domain. White space divides; a line may end in CR LF; "#" at the
 *          start of a line or behind white space begins a comment. Several
 *          lines of one login add up; who has no line may send for nothing.
 * Shape    a text, or a file, in; a table, asked by login and domain, out.
 * Limits   a login has at most ZGL_SENDERMAP_LOGIN octets, a file 256 MiB, and
 *          what is made of it 1 GiB.
 * Memory   heap: the text once, each domain with its login, and 8 octets for
 *          each of these.
 * Errors   as zgl_conf_read: ZGL_ESYNTAX and every mistake told as "FILE:LINE:
 *          what, expected what", ZGL_EIO told as "FILE: why"; ZGL_ENOMEM.
 * Threads  look-ups may run at once.
 */

#include "srv/conf/conf.h"

/** One less than what a session keeps of a login: one that was cut is none. */
#define ZGL_SENDERMAP_LOGIN 254

struct zgl_sendermap;

/** `name` is what the mistakes are told of. */
ZGL_CHECK enum zgl_err zgl_sendermap_parse(zgl_sv text, const char *name,
	zgl_conf_say *say, void *to, struct zgl_sendermap **map_r);
ZGL_CHECK enum zgl_err zgl_sendermap_read(const char *path, zgl_conf_say *say,
	void *to, struct zgl_sendermap **map_r);
void zgl_sendermap_free(struct zgl_sendermap *map);

/** May this login send for that domain? An absent login did not log in. */
bool zgl_sendermap_allows(const struct zgl_sendermap *map, zgl_sv login,
	const struct zgl_dname *domain);

/** How many pairs of a login and what it may send for there are. */
size_t zgl_sendermap_count(const struct zgl_sendermap *map);
