/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * judge_world -- a client, a DNS and a policy for tests of the whole judgement.
 *
 * World    the domains of messages and clients, as a zone:
 *
 *            example.com       the author's; SPF permits 192.0.2.1
 *            mx.example.com    its host, likewise
 *            list.example.org  a mailing list's, permits 192.0.2.2
 *            example.org       above it, likewise
 *            forward.example   a trusted forwarder's, permits 192.0.2.3
 *            evil.example      anybody's, permits all
 *            soft.example, neutral.example, broken.example, bare.example
 *                              softfail, neutral, permerror, no SPF record
 *            later.example     DNS fails
 *
 *          Keys are told by their selector: see judge_mail. The DMARC record of
 *          example.com is the row's.
 */

#include "tests/judge/judge_mail.h"

struct judge_scene {
	const char *client;    /* IPv4; NULL: there is no client */
	const char *mail_from; /* NULL: joe@example.com; "": null */
	const char *helo;      /* NULL: mx.example.com */
	const char *dmarc;  /* of example.com, behind "v=DMARC1; "; or none */
	const char *zone;   /* more records; or NULL */
	const char *policy; /* "spf.fail=reject indirect=quarantine"; NULL:
	                        * the default */
	bool trusted, check_helo, no_dmarc;
	struct judge_mail mail;
};

/** When DNS answers. */
enum judge_order {
	JUDGE_AT_ONCE,
	JUDGE_BACKWARDS,
	JUDGE_LATE,    /* before the end, after all of the body */
	JUDGE_ANY_TIME /* by chance, octet by octet */
};
#define JUDGE_ORDERS 4

/** A judge for the scene. */
struct zgl_judge *judge_world_new(struct zgl_engine *engine,
	const struct zgl_limits *limits, const struct judge_scene *scene);

/**
 * Judges the scene's message, whose header is `header`. With a `stop` that is
 * not 0 it is given up after so many steps, and the judge is reset: the return
 * value is false then.
 */
bool judge_world_run(struct zgl_judge *judge, const struct judge_scene *scene,
	zgl_sv header, enum judge_order order, unsigned stop,
	struct zgl_arena *a, struct zgl_judgement *judgement_r);

/** "spf=pass dkim=none dmarc=fail: reject dmarc 5.7.1 mailing_list via ..." */
void judge_world_tell(const struct zgl_judgement *j, struct zgl_buf *to);
