/* SPDX-License-Identifier: ISC */
#include "zegel/authres/authclaim.h"

#include "zegel/base/ascii.h"

#define WORD_MAX 512

/* In a word: octets above US-ASCII, one or more. No other octet is this one. */
#define ANY '*'

/* What a reader takes for a comment; it goes on behind it. */
enum comments {
	NO_COMMENTS,
	FLAT,          /* to the first ")" */
	FLAT_QUOTED,   /* the same, but for one behind a backslash */
	NESTED,        /* to the ")" of the "(" */
	NESTED_QUOTED, /* the same, backslashes seen: rfc5322#3.2.2 */
	GREEDY,        /* to the last ")" of all */
	COMMENTS
};

/* What a reader throws away within a word. */
enum joins {
	NOTHING,     /* any octet of another kind ends a word */
	BACKSLASHES, /* and an octet above US-ASCII is one of a word */
	NOISE,       /* comments, quotes, white space, controls, too */
	JOINS
};

struct reading {
	enum comments comments;
	enum joins joins;
};

struct word {
	char text[WORD_MAX];
	size_t n;
	bool encoded; /* there was an encoded word before its end */
	bool open;    /* the value ended first */
};

static size_t greedy_octets(zgl_sv s)
{
	size_t n = s.n;

	while (n > 0 && s.p[n - 1] != ')')
		n--;
	return n > 0 ? n : s.n;
}

/* The octets of the comment that s begins with: 0 when there is none, all when
 * it does not end. */
static size_t comment_octets(zgl_sv s, enum comments comments)
{
	bool quoted = comments == FLAT_QUOTED || comments == NESTED_QUOTED;
	bool nested = comments == NESTED || comments == NESTED_QUOTED;
	size_t depth = 0;

	if (comments == NO_COMMENTS || s.p[0] != '(')
		return 0;
	if (comments == GREEDY)
		return greedy_octets(s);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && quoted)
			i++;
		else if (s.p[i] == '(' && (nested || depth == 0))
			depth++;
		else if (s.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return s.n;
}

/* The octet as it stands in a word; NUL when it is none of a word. */
static char word_octet(char c, enum joins joins)
{
	if (zgl_is_alnum(c) || c == '-' || c == '_' || c == '.')
		return zgl_lower(c);
	return zgl_is_8bit(c) && joins != NOTHING ? ANY : '\0';
}

static void put(struct word *w, char c)
{
	if (c == ANY && w->n > 0 && w->text[w->n - 1] == ANY)
		return;
	w->text[w->n++] = c;
}

static bool is_thrown_away(char c, enum joins joins)
{
	bool blank = !zgl_is_visible(c);

	return (c == '\\' && joins != NOTHING)
		|| ((c == '"' || blank) && joins == NOISE);
}

/* Takes one octet; false when the word ends before it. */
static bool take(struct word *w, char c, enum joins joins)
{
	char octet = word_octet(c, joins);

	if (octet != '\0') {
		put(w, octet);
		return true;
	}
	if (w->n == 0 || is_thrown_away(c, joins))
		return true;
	if (c != '@' || joins == NOISE)
		return false;
	w->n = 0; /* who reads an address looks at its domain */
	return true;
}

static void trim_dots(struct word *w, zgl_sv *text_r)
{
	zgl_sv text = { w->text, w->n };

	while (text.n > 0 && text.p[0] == '.')
		text = zgl_sv_skip(text, 1);
	while (text.n > 0 && text.p[text.n - 1] == '.')
		text.n--;
	*text_r = text;
}

/* The first word of s. A longer one than any name of ours is cut. */
static zgl_sv first_word(zgl_sv s, const struct reading *how, struct word *w)
{
	zgl_sv text;

	w->n = 0;
	w->encoded = false;
	while (s.n > 0 && w->n < WORD_MAX && !w->encoded) {
		size_t comment = comment_octets(s, how->comments);
		w->encoded = zgl_sv_starts(s, ZGL_SV("=?"));
		if (comment > 0 && w->n > 0 && how->joins != NOISE)
			break;
		if (comment == 0 && !take(w, s.p[0], how->joins))
			break;
		s = zgl_sv_skip(s, comment > 0 ? comment : 1);
	}
	w->open = s.n == 0;
	trim_dots(w, &text);
	return text;
}

static bool is_international(zgl_sv name)
{
	for (; name.n > 0; name = zgl_sv_skip(name, 1)) {
		if (name.p[0] == ANY || zgl_sv_starts(name, ZGL_SV("xn--")))
			return true;
	}
	return false;
}

/* Each ANY of `word` may stand for any octets of `name`, or none. */
static bool matches(zgl_sv word, zgl_sv name)
{
	size_t i = 0, j = 0, after = 0, from = 0;

	while (j < name.n) {
		if (i < word.n && word.p[i] == ANY) {
			after = ++i;
			from = j;
		} else if (i < word.n && word.p[i] == name.p[j]) {
			i++;
			j++;
		} else if (after > 0) {
			i = after;
			j = ++from;
		} else {
			return false;
		}
	}
	while (i < word.n && word.p[i] == ANY)
		i++;
	return i == word.n;
}

static bool is_name(zgl_sv word, zgl_sv id, const struct reading *how)
{
	struct word w;
	zgl_sv name = first_word(id, how, &w);
	bool any = zgl_sv_find(word, ANY) < word.n;

	if (word.n == 0 || name.n == 0)
		return false;
	return (any && is_international(name)) || matches(word, name);
}

static bool reads_as(zgl_sv value, const struct reading *how, const zgl_sv *ids,
	size_t count)
{
	struct word w;
	zgl_sv word = first_word(value, how, &w);

	for (size_t i = 0; i < count; i++) {
		if (w.encoded || is_name(word, ids[i], how))
			return true;
	}
	return false;
}

/* True for a name with nothing but white space between it and a semicolon: so
 * most fields begin, and all read it in the same way. */
static bool is_plain(zgl_sv value)
{
	size_t i = 0, word;

	while (i < value.n && zgl_is_fws(value.p[i]))
		i++;
	word = i;
	while (i < value.n && word_octet(value.p[i], NOTHING) != '\0')
		i++;
	if (i == word)
		return false;
	while (i < value.n && zgl_is_fws(value.p[i]))
		i++;
	return i < value.n && value.p[i] == ';';
}

static struct reading reading_at(unsigned i)
{
	return (struct reading){ (enum comments)(i / JOINS),
		(enum joins)(i % JOINS) };
}

bool zgl_authclaim_is_ours(zgl_sv value, const zgl_sv *ids, size_t count)
{
	unsigned readings = is_plain(value) ? 1 : COMMENTS * JOINS;

	for (unsigned i = 0; i < readings; i++) {
		struct reading how = reading_at(i);
		if (reads_as(value, &how, ids, count))
			return true;
	}
	return false;
}

/* GREEDY is left out: for it a comment may be all there is of a whole value. */
bool zgl_authclaim_is_open(zgl_sv value)
{
	unsigned readings = is_plain(value) ? 0 : GREEDY * JOINS;
	struct word w = { .open = false };

	for (unsigned i = 0; i < readings && !w.open; i++) {
		struct reading how = reading_at(i);
		(void)first_word(value, &how, &w);
	}
	return w.open;
}
