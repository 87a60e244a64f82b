/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * signdecide -- sign this message, or verify it?
 *
 * One pure function, so that `zegel explain` and the daemon cannot differ.
 * Who may have a message signed: a client that logged in, one of an internal
 * network, or any that comes in through a listener that only signs. And there
 * must be a key for the domain in From: for it exactly, for a parent domain
 * that allows it, or the fallback. What a listener must sign and cannot is
 * refused, whatever it would do with it otherwise.
 *
 * A sender map says for which domains a sender may send: then what would be
 * signed is refused when From has another one, so that no signature of ours
 * vouches for one sender of ours as another.
 *
 * Errors   none.
 * Threads  any.
 */

#include <stdbool.h>

#include "zegel/base/attr.h"

/** What a listener is for. */
enum zgl_role {
	ZGL_ROLE_BOTH,   /* decides by the client */
	ZGL_ROLE_SIGN,   /* submission: signs, verifies nothing */
	ZGL_ROLE_VERIFY, /* port 25: verifies, signs nothing */
};

/** How the key was found: name, sentence */
#define ZGL_KEY_MATCH_TABLE(X)                                                 \
	X(NONE, "there is no key for the domain in From")                      \
	X(EXACT, "there is a key for the domain in From")                      \
	X(PARENT, "the key of a parent domain serves the domain in From")      \
	X(FALLBACK, "the fallback key serves all domains that have none")

#define ZGL_KEY_MATCH_ENUM(name, sentence) ZGL_KEY_MATCH_##name,
enum zgl_key_match {
	ZGL_KEY_MATCH_TABLE(ZGL_KEY_MATCH_ENUM)
};
#undef ZGL_KEY_MATCH_ENUM

ZGL_API const char *zgl_key_match_sentence(enum zgl_key_match match);

struct zgl_signcase {
	enum zgl_role role;
	bool authenticated; /* {auth_type} is there */
	bool internal;      /* the client's address is in an internal network */
	bool one_author;    /* From has one domain that is well formed */
	bool must_sign;     /* own messages go out signed or not at all */
	enum zgl_key_match key;
	bool disowned; /* there is a sender map, and the sender may not send for
	                * the domain in From */
};

enum zgl_signaction {
	ZGL_ACTION_SIGN,
	ZGL_ACTION_VERIFY,
	ZGL_ACTION_PASS,   /* neither: an own message that has no key */
	ZGL_ACTION_REFUSE, /* signing is demanded and not possible */
};

/** name, action, sentence: why */
// clang-format off
#define ZGL_SIGNWHY_TABLE(X) \
	X(AUTHENTICATED, SIGN, "the client logged in, and a key serves the domain in From") \
	X(INTERNAL, SIGN, "the client is in an internal network, and a key serves the domain in From") \
	X(LISTENER, SIGN, "the listener signs, and a key serves the domain in From") \
	X(DISOWNED_LOGIN, REFUSE, "the sender map does not let this login send for the domain in From") \
	X(DISOWNED_CLIENT, REFUSE, "the sender map does not let a client that did not log in send for the domain in From") \
	X(OUTSIDE, VERIFY, "the client is from outside") \
	X(VERIFY_ONLY, VERIFY, "the listener verifies only") \
	X(NO_KEY_VERIFY, VERIFY, "there is no key for the domain in From") \
	X(NO_KEY_PASS, PASS, "the listener signs only, and there is no key for the domain in From") \
	X(NO_KEY_REFUSE, REFUSE, "the message must be signed, and there is no key for the domain in From") \
	X(NO_AUTHOR, VERIFY, "From has no domain, several, or is malformed") \
	X(NO_AUTHOR_PASS, PASS, "the listener signs only, and From has no domain, several, or is malformed") \
	X(NO_AUTHOR_REFUSE, REFUSE, "the message must be signed, and From has no domain, several, or is malformed")
// clang-format on

#define ZGL_SIGNWHY_ENUM(name, action, sentence) ZGL_SIGNWHY_##name,
enum zgl_signwhy {
	ZGL_SIGNWHY_TABLE(ZGL_SIGNWHY_ENUM)
};
#undef ZGL_SIGNWHY_ENUM

/** Decides. */
ZGL_API ZGL_NONNULL enum zgl_signwhy zgl_signdecide(
	const struct zgl_signcase *c);
ZGL_API enum zgl_signaction zgl_signwhy_action(enum zgl_signwhy why);
ZGL_API const char *zgl_signwhy_sentence(enum zgl_signwhy why);
