/* SPDX-License-Identifier: ISC */
/*
 * authclaim: what the grammar of RFC 8601 reads as our name is ours; case and
 * white space in front change nothing; our name in front of anything is ours,
 * another's never.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/authres/authclaim.h"
#include "zegel/base/ascii.h"

#define MOST 1024

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const zgl_sv ids[] = { { "example.nl", 10 }, { "mx2", 3 } };

static void must(bool holds)
{
	if (!holds)
		abort();
}

static bool is_ours(zgl_sv value)
{
	return zgl_authclaim_is_ours(value, ids, ZGL_COUNT(ids));
}

/* rfc5322#3.2.2: the octets of CFWS that s begins with; s.n + 1 for a comment
 * that does not end */
static size_t cfws(zgl_sv s)
{
	size_t i = 0, depth = 0;

	for (; i < s.n && (depth > 0 || zgl_is_fws(s.p[i]) || s.p[i] == '(');
		i++) {
		if (depth > 0 && s.p[i] == '\\')
			i++;
		else if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')')
			depth--;
	}
	return depth > 0 ? s.n + 1 : i;
}

/* rfc2045#5.1 */
static bool is_token_octet(char c)
{
	return zgl_is_visible(c) && memchr("()<>@,;:\\\"/[]?=", c, 15) == NULL;
}

/* The authserv-id, when the grammar has one; quoted pairs undone. */
static zgl_sv read_id(zgl_sv s, char *out)
{
	size_t n = 0, skip = cfws(s);

	if (skip >= s.n)
		return (zgl_sv){ out, 0 };
	s = zgl_sv_skip(s, skip);
	if (s.p[0] != '"') {
		while (n < s.n && is_token_octet(s.p[n]))
			n++;
		return zgl_sv_head(s, n);
	}
	for (size_t i = 1; i < s.n && s.p[i] != '"'; i++) {
		i += s.p[i] == '\\' && i + 1 < s.n;
		out[n++] = s.p[i];
	}
	return (zgl_sv){ out, n };
}

static void check_grammar(zgl_sv value)
{
	char out[MOST];
	zgl_sv id = read_id(value, out);

	for (size_t i = 0; i < ZGL_COUNT(ids); i++)
		must(!zgl_sv_ieq(id, ids[i]) || is_ours(value));
}

/* `front` in front of the value, in `text`. */
static zgl_sv behind(const char *front, zgl_sv value, char *text)
{
	size_t n = strlen(front);

	memcpy(text, front, n);
	if (value.n > 0)
		memcpy(text + n, value.p, value.n);
	return (zgl_sv){ text, n + value.n };
}

static zgl_sv upper(zgl_sv value, char *text)
{
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		text[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	return (zgl_sv){ text, value.n };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv value = { (const char *)data, size };
	char text[MOST + 64];

	if (size > MOST)
		return 0;
	bool ours = is_ours(value);
	check_grammar(value);
	must(is_ours(upper(value, text)) == ours);
	must(is_ours(behind(" \r\n\t", value, text)) == ours);
	must(is_ours(behind("example.nl;", value, text)));
	must(is_ours(behind(" (x) \"Example.NL\" 1 ", value, text)));
	must(is_ours(behind("EXAMPLE.nl.(", value, text)));
	must(!is_ours(behind("mx.example.nl; ", value, text)));
	must(!is_ours(behind("(x) example.org;", value, text))
		|| memchr(data, ')', size) != NULL);
	return 0;
}
