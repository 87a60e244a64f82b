/* SPDX-License-Identifier: ISC */
#include "zegel/authres/authread.h"

#include "zegel/authres/authword.h"
#include "zegel/base/ascii.h"
#include "zegel/mail/fieldlex.h"

/* One pass, no stepping back; what words stand for is written to lex.out. */
struct reader {
	struct zgl_fieldlex lex;
	struct zgl_authread *read;
	size_t result_room, prop_room;   /* in what the arena gave */
	struct zgl_authread_prop *props; /* the next free one */
};

static char peek(const struct reader *r)
{
	return zgl_fieldlex_peek(&r->lex);
}

static bool take(struct reader *r, char c)
{
	return zgl_fieldlex_take(&r->lex, c);
}

static bool skip_cfws(struct reader *r)
{
	return zgl_fieldlex_cfws(&r->lex);
}

static bool fail(struct reader *r, const char *at, const char *what)
{
	return zgl_fieldlex_fail(&r->lex, at, what);
}

static bool fail_here(struct reader *r, const char *what)
{
	return fail(r, r->lex.at, what);
}

/* rfc5322#4.2: obs-FWS; `p` is behind a fold's CRLF */
static bool is_blank_line(const char *p, const char *end)
{
	while (p < end && zgl_is_wsp(*p))
		p++;
	return p == end || *p == '\r';
}

static bool check_text(struct reader *r)
{
	const char *end = r->lex.end;

	for (const char *p = r->lex.start; p + 1 < end; p++) {
		/* rfc2047#2: who decodes first reads something else. */
		if (p[0] == '=' && p[1] == '?')
			return fail(r, p, "the start of an encoded word");
		if (p[0] == '\n' && is_blank_line(p + 1, end))
			return fail(r, p + 1, "a line of white space");
	}
	return true;
}

/* What was put out since `from`. */
static zgl_sv put_since(const struct reader *r, const char *from)
{
	return (zgl_sv){ from, (size_t)(r->lex.out - from) };
}

static zgl_sv put_copy(struct reader *r, zgl_sv s)
{
	const char *from = r->lex.out;

	for (size_t i = 0; i < s.n; i++)
		zgl_fieldlex_put(&r->lex, s.p[i]);
	return put_since(r, from);
}

static zgl_sv put_lower(struct reader *r, zgl_sv s)
{
	const char *from = r->lex.out;

	for (size_t i = 0; i < s.n; i++)
		zgl_fieldlex_put(&r->lex, zgl_lower(s.p[i]));
	return put_since(r, from);
}

/* The text of a comment: quoted pairs undone, folds opened. */
static zgl_sv put_comment(struct reader *r, zgl_sv s)
{
	const char *from = r->lex.out;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
		if (s.p[i] != '\r' && s.p[i] != '\n')
			zgl_fieldlex_put(&r->lex, s.p[i]);
	}
	return put_since(r, from);
}

/* rfc5321#4.1.2: Ldh-str */
static bool read_keyword(struct reader *r, zgl_sv *word_r)
{
	const char *from = r->lex.at;

	while (zgl_is_alnum(peek(r)) || peek(r) == '-')
		r->lex.at++;
	if (r->lex.at == from)
		return fail_here(r, "no keyword");
	if (r->lex.at[-1] == '-')
		return fail(r, r->lex.at - 1, "a hyphen ends a keyword");
	*word_r = put_lower(r, (zgl_sv){ from, (size_t)(r->lex.at - from) });
	return true;
}

static zgl_sv read_digits(struct reader *r)
{
	const char *from = r->lex.at;

	while (zgl_is_digit(peek(r)))
		r->lex.at++;
	return put_copy(r, (zgl_sv){ from, (size_t)(r->lex.at - from) });
}

/* Up to what ends a word without quotes, whatever it is made of. */
static zgl_sv bare_word(struct reader *r)
{
	zgl_sv rest = { r->lex.at, (size_t)(r->lex.end - r->lex.at) };
	size_t n = 0;

	while (n < rest.n && !zgl_is_fws(rest.p[n]) && rest.p[n] != ';'
		&& rest.p[n] != '(' && rest.p[n] != '"')
		n++;
	r->lex.at += n;
	return zgl_sv_head(rest, n);
}

static bool fail_word(struct reader *r, zgl_sv word)
{
	size_t n = zgl_sv_find(word, '\'');

	if (word.n == 0)
		return fail(r, word.p, "no value");
	if (n < word.n)
		return fail(r, word.p + n, "an apostrophe without quotes");
	return fail(r, word.p, "neither a token, quoted string nor address");
}

/* rfc8601#2.2: value */
static bool read_value(struct reader *r, zgl_sv *value_r)
{
	const char *from = r->lex.out;

	if (peek(r) == '"') {
		if (!zgl_fieldlex_quoted(&r->lex))
			return false;
		*value_r = put_since(r, from);
		return true;
	}
	zgl_sv word = bare_word(r);
	if (!zgl_authword_is_utoken(word))
		return fail_word(r, word);
	*value_r = put_copy(r, word);
	return true;
}

/* The end of `value`, of as many octets as the domain has that was read. */
static zgl_sv domain_of(zgl_sv value, zgl_sv domain)
{
	return (zgl_sv){ value.p + value.n - domain.n, domain.n };
}

/* A quoted-string, which is a local part when an "@" follows. */
static bool read_quoted_pvalue(struct reader *r, struct zgl_authread_prop *prop)
{
	const char *from = r->lex.out;

	if (!zgl_fieldlex_quoted(&r->lex))
		return false;
	zgl_sv domain = { NULL, 0 };
	if (take(r, '@')) {
		zgl_fieldlex_put(&r->lex, '@');
		domain = bare_word(r);
		if (!zgl_authword_is_domain(domain))
			return fail(r, domain.p, "no domain-name");
		(void)put_copy(r, domain);
	}
	prop->value = put_since(r, from);
	if (domain.p != NULL)
		prop->domain = domain_of(prop->value, domain);
	return true;
}

/* rfc8601#2.2: pvalue. A domain-name without an "@" is a token, too. */
static bool read_pvalue(struct reader *r, struct zgl_authread_prop *prop)
{
	if (peek(r) == '"')
		return read_quoted_pvalue(r, prop);
	zgl_sv word = bare_word(r);
	size_t at = zgl_sv_find(word, '@');
	bool address = at < word.n && zgl_authword_is_address(word);
	if (!address && !zgl_authword_is_utoken(word))
		return fail_word(r, word);
	prop->value = put_copy(r, word);
	if (address)
		prop->domain =
			domain_of(prop->value, zgl_sv_skip(word, at + 1));
	return true;
}

/* Behind a word that could go on: white space, a semicolon or the end. */
static bool end_word(struct reader *r)
{
	char c = peek(r);

	if (c == '(')
		return fail_here(r, "a comment right behind a word");
	if (c != '\0' && c != ';' && !zgl_is_fws(c))
		return fail_here(r, "no white space behind a word");
	return true;
}

static bool end_word_and_cfws(struct reader *r)
{
	return end_word(r) && skip_cfws(r);
}

/* The same behind a result, whose comment is kept. */
static bool end_result_word(struct reader *r, zgl_sv *comment_r)
{
	if (!end_word(r))
		return false;
	while (zgl_is_fws(peek(r)))
		r->lex.at++;
	const char *from = r->lex.at;
	if (peek(r) == '(') {
		if (!zgl_fieldlex_comment(&r->lex))
			return false;
		*comment_r = put_comment(r,
			(zgl_sv){ from + 1, (size_t)(r->lex.at - from) - 2 });
	}
	return skip_cfws(r);
}

/* rfc8601#2.2: [ CFWS authres-version ], and what comes before */
static bool read_authserv(struct reader *r)
{
	struct zgl_authread *read = r->read;
	zgl_sv id = { NULL, 0 };

	if (!skip_cfws(r))
		return false;
	const char *from = r->lex.at;
	if (!read_value(r, &id))
		return false;
	if (id.n == 0)
		return fail(r, from, "an empty authserv-id");
	if (!end_word_and_cfws(r))
		return false;
	read->authserv_id = id;
	if (!zgl_is_digit(peek(r)))
		return true;
	from = r->lex.at;
	zgl_sv version = read_digits(r);
	if (!end_word_and_cfws(r))
		return false;
	read->version = version;
	return zgl_sv_eq(read->version, ZGL_SV("1"))
		|| fail(r, from, "a version that is not read");
}

static bool read_method_version(
	struct reader *r, struct zgl_authread_result *result)
{
	if (!take(r, '/'))
		return true;
	if (!skip_cfws(r))
		return false;
	result->version = read_digits(r);
	if (result->version.n == 0)
		return fail_here(r, "no version behind a slash");
	return skip_cfws(r);
}

/* rfc8601#2.2: methodspec, but for the method itself */
static bool read_methodspec(
	struct reader *r, struct zgl_authread_result *result)
{
	if (!read_method_version(r, result))
		return false;
	if (!take(r, '='))
		return fail_here(r, "no \"=\" behind a method");
	return skip_cfws(r) && read_keyword(r, &result->result)
		&& end_result_word(r, &result->comment);
}

/* rfc8601#2.3: a ptype that is not known spoils the result. */
static bool is_known_result(const struct zgl_authread_result *result)
{
	const struct zgl_authentry *entry =
		zgl_authmethod_result(result->id, result->result);

	for (size_t i = 0; i < result->prop_count; i++) {
		if (!zgl_authptype_is(result->props[i].ptype))
			return false;
	}
	return entry != NULL && entry->status != ZGL_AUTHSTATUS_DRAFT
		&& (result->version.p == NULL
			|| zgl_sv_eq(result->version, ZGL_SV("1")));
}

static bool is_known_prop(
	enum zgl_authmethod method, const struct zgl_authread_prop *prop)
{
	const struct zgl_authentry *entry =
		zgl_authmethod_property(method, prop->ptype, prop->property);

	if (zgl_sv_eq(prop->ptype, ZGL_SV("policy")))
		return true;
	return entry != NULL && entry->status != ZGL_AUTHSTATUS_DRAFT;
}

/* From the "." on. */
static bool read_property(
	struct reader *r, struct zgl_authread_result *result, zgl_sv ptype)
{
	struct zgl_authread_prop prop = { .ptype = ptype };
	const char *from = r->lex.at;

	if (!take(r, '.'))
		return fail_here(r, "no \".\" behind a property type");
	if (!skip_cfws(r) || !read_keyword(r, &prop.property) || !skip_cfws(r))
		return false;
	if (!take(r, '='))
		return fail_here(r, "no \"=\" behind a property");
	if (!skip_cfws(r) || !read_pvalue(r, &prop) || !end_word_and_cfws(r))
		return false;
	if (zgl_authread_find(result, ptype, prop.property) != NULL)
		return fail(r, from, "a property twice");
	if (result->prop_count == r->prop_room)
		return fail(r, from, "too many properties");
	prop.known = is_known_prop(result->id, &prop);
	r->props[result->prop_count++] = prop;
	return true;
}

static bool read_reason(struct reader *r, struct zgl_authread_result *result)
{
	if (result->reason.p != NULL || result->prop_count > 0)
		return fail_here(r, "a reason that does not come first");
	return take(r, '=') && skip_cfws(r) && read_value(r, &result->reason)
		&& end_word_and_cfws(r);
}

/* rfc8601#2.2: reasonspec, propspec */
static bool read_item(struct reader *r, struct zgl_authread_result *result)
{
	zgl_sv word;

	if (!read_keyword(r, &word) || !skip_cfws(r))
		return false;
	if (peek(r) == '=' && zgl_sv_eq(word, ZGL_SV("reason")))
		return read_reason(r, result);
	return read_property(r, result, word);
}

static bool at_end(const struct reader *r)
{
	return r->lex.at == r->lex.end;
}

/* rfc8601#2.2: resinfo from behind the method on */
static bool read_result(struct reader *r, zgl_sv method)
{
	struct zgl_authread_result *result = &r->read->results[r->read->count];

	if (r->read->count == r->result_room)
		return fail_here(r, "too many results");
	*result = (struct zgl_authread_result){ .method = method,
		.id = zgl_authmethod_find(method),
		.props = r->props };
	if (!read_methodspec(r, result))
		return false;
	while (!at_end(r) && peek(r) != ';') {
		if (!read_item(r, result))
			return false;
	}
	result->known = is_known_result(result);
	r->props += result->prop_count;
	r->read->count++;
	return true;
}

/* Behind a semicolon: a result, or "none", which stands alone. */
static bool read_resinfo(struct reader *r)
{
	zgl_sv word = { NULL, 0 };

	if (!skip_cfws(r) || !read_keyword(r, &word) || !skip_cfws(r))
		return false;
	if (!zgl_sv_eq(word, ZGL_SV("none")))
		return read_result(r, word);
	if (r->read->count > 0)
		return fail_here(r, "\"none\" behind a result");
	return at_end(r) || fail_here(r, "text behind \"none\"");
}

static bool read_all(struct reader *r)
{
	if (!zgl_fieldlex_check(&r->lex) || !check_text(r) || !read_authserv(r))
		return false;
	if (peek(r) != ';')
		return fail_here(r, "no semicolon behind the authserv-id");
	while (take(r, ';')) {
		if (!read_resinfo(r))
			return false;
	}
	return true;
}

static size_t count_up_to(zgl_sv s, char c, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n && count < most; i++)
		count += s.p[i] == c;
	return count;
}

/* No result without a semicolon, no property without an equals sign. */
static enum zgl_err begin(struct reader *r, zgl_sv value, size_t comment_depth,
	struct zgl_arena *a)
{
	size_t props = ZGL_AUTHRESULTS_MAX * ZGL_AUTHPROPS_MAX;

	zgl_fieldlex_begin(
		&r->lex, value, comment_depth, zgl_arena_get(a, value.n));
	r->result_room = count_up_to(value, ';', ZGL_AUTHRESULTS_MAX);
	r->read->results =
		zgl_arena_array(a, r->result_room, sizeof(*r->read->results));
	props = count_up_to(value, '=', props);
	r->props = zgl_arena_array(a, props, sizeof(*r->props));
	r->prop_room = props < ZGL_AUTHPROPS_MAX ? props : ZGL_AUTHPROPS_MAX;
	return a->err;
}

static void tell(struct zgl_authread *read, size_t offset, const char *what)
{
	read->results = NULL;
	read->count = 0;
	read->fault = (struct zgl_diag){ .offset = offset, .what = what };
}

enum zgl_err zgl_authread_value(zgl_sv value, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_authread *read_r)
{
	struct reader r = { .read = read_r };

	*read_r = (struct zgl_authread){ .count = 0 };
	if (value.n > limits->field_octets) {
		tell(read_r, limits->field_octets, "a field that is too long");
		return ZGL_OK;
	}
	ZGL_TRY(begin(&r, value, limits->comment_depth, a));
	if (!read_all(&r))
		tell(read_r, r.lex.fault_offset, r.lex.fault);
	return ZGL_OK;
}

enum zgl_err zgl_authread_field(zgl_sv field, const struct zgl_limits *limits,
	struct zgl_arena *a, struct zgl_authread *read_r)
{
	const zgl_sv name = ZGL_SV("Authentication-Results:");

	if (!zgl_sv_istarts(field, name)) {
		*read_r = (struct zgl_authread){ .count = 0 };
		tell(read_r, 0, "another field");
		return ZGL_OK;
	}
	ZGL_TRY(zgl_authread_value(
		zgl_sv_skip(field, name.n), limits, a, read_r));
	if (read_r->fault.what != NULL)
		read_r->fault.offset += name.n;
	return ZGL_OK;
}

const struct zgl_authread_prop *zgl_authread_find(
	const struct zgl_authread_result *result, zgl_sv ptype, zgl_sv property)
{
	for (size_t i = 0; i < result->prop_count; i++) {
		const struct zgl_authread_prop *prop = &result->props[i];
		if (zgl_sv_eq(prop->ptype, ptype)
			&& zgl_sv_eq(prop->property, property))
			return prop;
	}
	return NULL;
}
