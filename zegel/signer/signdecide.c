/* SPDX-License-Identifier: ISC */
#include "zegel/signer/signdecide.h"

#include <stddef.h>

#define MATCH_SENTENCE(name, sentence) [ZGL_KEY_MATCH_##name] = sentence,
#define WHY_ACTION(name, action, sentence)                                     \
	[ZGL_SIGNWHY_##name] = ZGL_ACTION_##action,
#define WHY_SENTENCE(name, action, sentence) [ZGL_SIGNWHY_##name] = sentence,

static const char *const match_sentences[] = { ZGL_KEY_MATCH_TABLE(
	MATCH_SENTENCE) };
static const enum zgl_signaction actions[] = { ZGL_SIGNWHY_TABLE(WHY_ACTION) };
static const char *const sentences[] = { ZGL_SIGNWHY_TABLE(WHY_SENTENCE) };

/* An own message that cannot be signed: whether it must be, or what else the
 * listener does. */
static enum zgl_signwhy no_author(const struct zgl_signcase *c)
{
	if (c->must_sign)
		return ZGL_SIGNWHY_NO_AUTHOR_REFUSE;
	return c->role == ZGL_ROLE_SIGN ? ZGL_SIGNWHY_NO_AUTHOR_PASS
					: ZGL_SIGNWHY_NO_AUTHOR;
}

static enum zgl_signwhy no_key(const struct zgl_signcase *c)
{
	if (c->must_sign)
		return ZGL_SIGNWHY_NO_KEY_REFUSE;
	return c->role == ZGL_ROLE_SIGN ? ZGL_SIGNWHY_NO_KEY_PASS
					: ZGL_SIGNWHY_NO_KEY_VERIFY;
}

enum zgl_signwhy zgl_signdecide(const struct zgl_signcase *c)
{
	if (c->role == ZGL_ROLE_VERIFY)
		return ZGL_SIGNWHY_VERIFY_ONLY;
	if (c->role == ZGL_ROLE_BOTH && !c->authenticated && !c->internal)
		return ZGL_SIGNWHY_OUTSIDE;
	if (!c->one_author)
		return no_author(c);
	if (c->key == ZGL_KEY_MATCH_NONE)
		return no_key(c);
	if (c->disowned)
		return c->authenticated ? ZGL_SIGNWHY_DISOWNED_LOGIN
					: ZGL_SIGNWHY_DISOWNED_CLIENT;
	if (c->authenticated)
		return ZGL_SIGNWHY_AUTHENTICATED;
	return c->internal ? ZGL_SIGNWHY_INTERNAL : ZGL_SIGNWHY_LISTENER;
}

enum zgl_signaction zgl_signwhy_action(enum zgl_signwhy why)
{
	return (unsigned)why < ZGL_COUNT(actions) ? actions[why]
						  : ZGL_ACTION_REFUSE;
}

const char *zgl_signwhy_sentence(enum zgl_signwhy why)
{
	return (unsigned)why < ZGL_COUNT(sentences) ? sentences[why]
						    : "unknown";
}

const char *zgl_key_match_sentence(enum zgl_key_match match)
{
	return (unsigned)match < ZGL_COUNT(match_sentences)
		? match_sentences[match]
		: "unknown";
}
