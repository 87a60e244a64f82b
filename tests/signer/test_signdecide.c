/* SPDX-License-Identifier: ISC */
#include "tests/rows.h"
#include "zegel/signer/signdecide.h"

struct row {
	const char *name;
	struct zgl_signcase what;
	enum zgl_signwhy why;
	enum zgl_signaction action;
};

#define WHY(name, action) ZGL_SIGNWHY_##name, ZGL_ACTION_##action
#define OWN               .authenticated = true
#define AUTHOR            .one_author = true
#define EXACT             .key = ZGL_KEY_MATCH_EXACT
#define DISOWNED          .disowned = true

// clang-format off
static const struct row rows[] = {
	{ "a client that logged in, with a key", { OWN, AUTHOR, EXACT }, WHY(AUTHENTICATED, SIGN) },
	{ "an internal client, with a key", { .internal = true, AUTHOR, EXACT }, WHY(INTERNAL, SIGN) },
	{ "both, with a key: that it logged in says more", { OWN, .internal = true, AUTHOR, EXACT }, WHY(AUTHENTICATED, SIGN) },
	{ "any client of a listener that signs, with a key", { ZGL_ROLE_SIGN, AUTHOR, EXACT }, WHY(LISTENER, SIGN) },
	{ "the key of a parent domain", { OWN, AUTHOR, .key = ZGL_KEY_MATCH_PARENT }, WHY(AUTHENTICATED, SIGN) },
	{ "the fallback key", { OWN, AUTHOR, .key = ZGL_KEY_MATCH_FALLBACK }, WHY(AUTHENTICATED, SIGN) },
	{ "a login that may not send for the domain in From", { OWN, AUTHOR, EXACT, DISOWNED }, WHY(DISOWNED_LOGIN, REFUSE) },
	{ "the same, with the fallback key", { OWN, AUTHOR, .key = ZGL_KEY_MATCH_FALLBACK, DISOWNED }, WHY(DISOWNED_LOGIN, REFUSE) },
	{ "an internal client that may not", { .internal = true, AUTHOR, EXACT, DISOWNED }, WHY(DISOWNED_CLIENT, REFUSE) },
	{ "a client of a listener that signs, that may not", { ZGL_ROLE_SIGN, AUTHOR, EXACT, DISOWNED }, WHY(DISOWNED_CLIENT, REFUSE) },
	{ "one that may not, and there is no key", { OWN, AUTHOR, DISOWNED }, WHY(NO_KEY_VERIFY, VERIFY) },
	{ "a client from outside is not asked for it", { AUTHOR, EXACT, DISOWNED }, WHY(OUTSIDE, VERIFY) },
	{ "a client from outside, though there is a key for what it says", { AUTHOR, EXACT }, WHY(OUTSIDE, VERIFY) },
	{ "a client from outside, where own messages must be signed", { AUTHOR, EXACT, .must_sign = true }, WHY(OUTSIDE, VERIFY) },
	{ "a client that logged in at a listener that verifies", { ZGL_ROLE_VERIFY, OWN, AUTHOR, EXACT }, WHY(VERIFY_ONLY, VERIFY) },
	{ "an own message without a key", { OWN, AUTHOR }, WHY(NO_KEY_VERIFY, VERIFY) },
	{ "the same at a listener that signs", { ZGL_ROLE_SIGN, OWN, AUTHOR }, WHY(NO_KEY_PASS, PASS) },
	{ "the same, where it must be signed", { OWN, AUTHOR, .must_sign = true }, WHY(NO_KEY_REFUSE, REFUSE) },
	{ "an own message of no one domain", { OWN, EXACT }, WHY(NO_AUTHOR, VERIFY) },
	{ "an own message of no one domain, and a fallback key", { OWN, .key = ZGL_KEY_MATCH_FALLBACK }, WHY(NO_AUTHOR, VERIFY) },
	{ "the same at a listener that signs", { ZGL_ROLE_SIGN, EXACT }, WHY(NO_AUTHOR_PASS, PASS) },
	{ "the same, where it must be signed", { OWN, EXACT, .must_sign = true }, WHY(NO_AUTHOR_REFUSE, REFUSE) },
};
// clang-format on

static void check(void **state)
{
	const struct row *row = *state;
	enum zgl_signwhy why = zgl_signdecide(&row->what);

	assert_string_equal(
		zgl_signwhy_sentence(why), zgl_signwhy_sentence(row->why));
	assert_int_equal(why, row->why);
	assert_int_equal(zgl_signwhy_action(why), row->action);
}

/* The oracle: of each reason, when it is the one. */
static bool own(const struct zgl_signcase *c)
{
	if (c->role == ZGL_ROLE_BOTH)
		return c->authenticated || c->internal;
	return c->role == ZGL_ROLE_SIGN;
}

static bool would_sign(const struct zgl_signcase *c)
{
	return own(c) && c->one_author && c->key != ZGL_KEY_MATCH_NONE;
}

static bool signs(const struct zgl_signcase *c)
{
	return would_sign(c) && !c->disowned;
}

static bool lacks_author(const struct zgl_signcase *c)
{
	return own(c) && !c->one_author;
}

static bool lacks_key(const struct zgl_signcase *c)
{
	return own(c) && c->one_author && c->key == ZGL_KEY_MATCH_NONE;
}

static bool only_signs(const struct zgl_signcase *c)
{
	return !c->must_sign && c->role == ZGL_ROLE_SIGN;
}

static bool may_verify(const struct zgl_signcase *c)
{
	return !c->must_sign && c->role == ZGL_ROLE_BOTH;
}

static bool fits(const struct zgl_signcase *c, enum zgl_signwhy why)
{
	bool a = c->authenticated, i = c->internal;

	switch (why) {
	case ZGL_SIGNWHY_AUTHENTICATED: return signs(c) && a;
	case ZGL_SIGNWHY_INTERNAL: return signs(c) && !a && i;
	case ZGL_SIGNWHY_LISTENER: return signs(c) && !a && !i;
	case ZGL_SIGNWHY_DISOWNED_LOGIN: return would_sign(c) && !signs(c) && a;
	case ZGL_SIGNWHY_DISOWNED_CLIENT:
		return would_sign(c) && !signs(c) && !a;
	case ZGL_SIGNWHY_OUTSIDE: return c->role == ZGL_ROLE_BOTH && !own(c);
	case ZGL_SIGNWHY_VERIFY_ONLY: return c->role == ZGL_ROLE_VERIFY;
	case ZGL_SIGNWHY_NO_KEY_VERIFY: return lacks_key(c) && may_verify(c);
	case ZGL_SIGNWHY_NO_KEY_PASS: return lacks_key(c) && only_signs(c);
	case ZGL_SIGNWHY_NO_KEY_REFUSE: return lacks_key(c) && c->must_sign;
	case ZGL_SIGNWHY_NO_AUTHOR: return lacks_author(c) && may_verify(c);
	case ZGL_SIGNWHY_NO_AUTHOR_PASS:
		return lacks_author(c) && only_signs(c);
	case ZGL_SIGNWHY_NO_AUTHOR_REFUSE:
		return lacks_author(c) && c->must_sign;
	}
	return false;
}

static bool bit_of(unsigned bits, unsigned bit)
{
	return (bits >> bit & 1) != 0;
}

/* For each case there is one reason and no other. */
static void check_all(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (unsigned i = 0; i < 3 * 4 * 32; i++) {
		unsigned bits = i / 12;
		const struct zgl_signcase c = {
			.role = (enum zgl_role)(i % 3),
			.key = (enum zgl_key_match)(i / 3 % 4),
			.authenticated = bit_of(bits, 0),
			.internal = bit_of(bits, 1),
			.one_author = bit_of(bits, 2),
			.must_sign = bit_of(bits, 3),
			.disowned = bit_of(bits, 4),
		};
		enum zgl_signwhy got = zgl_signdecide(&c);
		seen |= 1U << got;
		for (unsigned why = 0; why <= ZGL_SIGNWHY_NO_AUTHOR_REFUSE;
			why++)
			assert_int_equal(fits(&c, (enum zgl_signwhy)why),
				why == (unsigned)got);
		/* what no one may get wrong */
		if (zgl_signwhy_action(got) == ZGL_ACTION_SIGN)
			assert_true(!c.disowned && c.one_author
				&& c.key != ZGL_KEY_MATCH_NONE
				&& (c.authenticated || c.internal
					|| c.role == ZGL_ROLE_SIGN));
		if (c.must_sign && own(&c))
			assert_true(zgl_signwhy_action(got) == ZGL_ACTION_SIGN
				|| zgl_signwhy_action(got)
					== ZGL_ACTION_REFUSE);
	}
	assert_int_equal(seen, (2U << ZGL_SIGNWHY_NO_AUTHOR_REFUSE) - 1);
}

static void check_words(void **state)
{
	(void)state;
	for (unsigned i = 0; i <= ZGL_SIGNWHY_NO_AUTHOR_REFUSE; i++)
		assert_true(
			strlen(zgl_signwhy_sentence((enum zgl_signwhy)i)) > 10);
	for (unsigned i = 0; i <= ZGL_KEY_MATCH_FALLBACK; i++)
		assert_true(
			strlen(zgl_key_match_sentence((enum zgl_key_match)i))
			> 10);
	assert_string_equal(
		zgl_signwhy_sentence((enum zgl_signwhy)99), "unknown");
	assert_string_equal(
		zgl_key_match_sentence((enum zgl_key_match)99), "unknown");
	assert_int_equal(
		zgl_signwhy_action((enum zgl_signwhy)99), ZGL_ACTION_REFUSE);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check);
	rows_add_one(&r, "all 384 cases against an oracle", check_all);
	rows_add_one(&r, "each value has its sentence", check_words);
	return rows_run(&r, "signdecide");
}
