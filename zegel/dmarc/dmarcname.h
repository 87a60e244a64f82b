/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * dmarcname -- the names that a message's DMARC needs, and what DNS has there.
 *
 * Shape    each name once, in the order in which they were wanted: its place is
 *          the number of its question.
 * Memory   names view texts that live as long as the message; the list and the
 *          records are made in the arena. A list that grows moves, and what was
 *          before stays as it was.
 * Errors   those of the arena.
 * Source   RFC 9989 section 4.10.
 */

#include "zegel/dmarc/dmarccheck.h"

struct zgl_dmarcname {
	zgl_sv domain;
	bool cname;    /* whether it exists is asked, not its record */
	bool answered; /* or there is nothing that could be asked */
	bool almost;   /* a text begins as a record might that went wrong */
	bool exists;   /* what was asked is in DNS: domain or _dmarc.domain */
	enum zgl_dmarcstep_outcome outcome;   /* DNS until it is answered */
	enum zgl_dmarc_reason failure;        /* of DNS */
	const char *problem;                  /* likewise; static, or NULL */
	const struct zgl_dmarcrecord *record; /* of RECORD, else NULL */
};

struct zgl_dmarcnames {
	struct zgl_arena *arena;
	struct zgl_dmarcname *at;
	size_t count, room;
};

/** Adds a name, unless it is there already. */
ZGL_CHECK enum zgl_err zgl_dmarcnames_want(
	struct zgl_dmarcnames *names, zgl_sv domain, bool cname);

/** The name; one that nobody wanted is like one without an answer. */
const struct zgl_dmarcname *zgl_dmarcnames_find(
	const struct zgl_dmarcnames *names, zgl_sv domain, bool cname);

void zgl_dmarcname_ask(
	const struct zgl_dmarcname *name, struct zgl_question *question_r);

/** Keeps of an answer what is needed; its octets may go afterwards. */
ZGL_CHECK enum zgl_err zgl_dmarcname_answer(struct zgl_dmarcname *name,
	const struct zgl_answer *answer, const struct zgl_limits *limits,
	struct zgl_arena *a);

/** The end of a domain name, behind a dot or whole, as a name of its own. */
void zgl_dmarcname_copy(zgl_sv end, struct zgl_dname *name_r);
