/* SPDX-License-Identifier: ISC */
#include "zegel/spf/spfrecord.h"

#include "zegel/base/ascii.h"
#include "zegel/base/num.h"
#include "zegel/dns/ipaddr.h"
#include "zegel/spf/spfmacro.h"

#define GOOD ZGL_SPF_REASON_MATCHED

#define VERSION_OCTETS 6

bool zgl_spfrecord_is(zgl_sv text)
{
	return zgl_sv_istarts(text, ZGL_SV("v=spf1"))
		&& (text.n == VERSION_OCTETS || text.p[VERSION_OCTETS] == ' ');
}

/* Takes the next term off the front of *rest; false: there is none. */
static bool split(zgl_sv *rest, zgl_sv *term_r)
{
	const char *p = rest->p, *end = p + rest->n;

	while (p < end && *p == ' ')
		p++;
	term_r->p = p;
	while (p < end && *p != ' ')
		p++;
	term_r->n = (size_t)(p - term_r->p);
	*rest = (zgl_sv){ p, (size_t)(end - p) };
	return term_r->n > 0;
}

/* toplabel of rfc7208#7.1: LDH, and not of digits alone. */
static bool is_toplabel(zgl_sv label)
{
	bool other = false;

	if (label.n == 0 || label.p[0] == '-' || label.p[label.n - 1] == '-')
		return false;
	for (size_t i = 0; i < label.n; i++) {
		if (!zgl_is_alnum(label.p[i]) && label.p[i] != '-')
			return false;
		other = other || !zgl_is_digit(label.p[i]);
	}
	return other;
}

/* domain-end, when it is no macro: `tail` is what stands behind the last. */
static bool is_domain_end(zgl_sv tail)
{
	size_t dot;

	if (tail.p[tail.n - 1] == '.')
		tail.n--;
	for (dot = tail.n; dot > 0 && tail.p[dot - 1] != '.'; dot--)
		;
	return dot > 0 && is_toplabel(zgl_sv_skip(tail, dot));
}

static enum zgl_spf_reason read_spec(zgl_sv text, struct zgl_spfterm *term)
{
	struct zgl_spfmacro_use use;
	enum zgl_spf_reason reason =
		zgl_spfmacro_check(text, ZGL_SPFMACRO_TERM, &use);

	term->spec = text;
	term->letters = use.letters;
	if (reason != GOOD)
		return reason;
	if (text.n == 0)
		return ZGL_SPF_REASON_SYNTAX;
	if (use.tail > 0
		&& !is_domain_end(zgl_sv_skip(text, text.n - use.tail)))
		return ZGL_SPF_REASON_SYNTAX;
	return GOOD;
}

/* What stands behind the name of include and exists; of ptr when `absent`. */
static enum zgl_spf_reason read_argument(
	zgl_sv text, bool absent, struct zgl_spfterm *term)
{
	if (text.n == 0 && absent)
		return GOOD;
	if (text.n == 0 || text.p[0] != ':')
		return ZGL_SPF_REASON_SYNTAX;
	return read_spec(zgl_sv_skip(text, 1), term);
}

/* 0 to `most`, without leading zeros. */
static bool read_bits(zgl_sv digits, unsigned most, unsigned *bits_r)
{
	uint64_t value;

	if (!zgl_num_parse(digits, &value) || value > most
		|| (digits.n > 1 && digits.p[0] == '0'))
		return false;
	*bits_r = (unsigned)value;
	return true;
}

/*
 * Takes a prefix length, behind `slashes`, off the end of *text, where one may
 * be left out. Nothing else ends so: a domain-spec ends with a toplabel or a
 * macro, none of which is digits behind a slash.
 */
static bool take_bits(
	zgl_sv *text, size_t slashes, unsigned most, unsigned *bits_r)
{
	size_t at = text->n;

	while (at > 0 && zgl_is_digit(text->p[at - 1]))
		at--;
	if (at == text->n || at < slashes)
		return true;
	for (size_t i = 1; i <= slashes; i++) {
		if (text->p[at - i] != '/')
			return true;
	}
	zgl_sv digits = zgl_sv_skip(*text, at);
	*text = zgl_sv_head(*text, at - slashes);
	return read_bits(digits, most, bits_r);
}

/* Of a and mx. */
static enum zgl_spf_reason read_host(zgl_sv text, struct zgl_spfterm *term)
{
	if (!take_bits(&text, 2, 128, &term->bits6)
		|| !take_bits(&text, 1, 32, &term->bits4))
		return ZGL_SPF_REASON_SYNTAX;
	return read_argument(text, true, term);
}

static enum zgl_spf_reason read_network(zgl_sv text, struct zgl_spfterm *term)
{
	bool is_ipv6 = term->kind == ZGL_SPFTERM_IP6;

	if (text.n == 0 || text.p[0] != ':')
		return ZGL_SPF_REASON_SYNTAX;
	text = zgl_sv_skip(text, 1);
	size_t slash = zgl_sv_find(text, '/');
	zgl_sv network = zgl_sv_head(text, slash);
	if (!(is_ipv6 ? zgl_ipaddr_read6(network, term->octets)
		      : zgl_ipaddr_read4(network, term->octets)))
		return ZGL_SPF_REASON_SYNTAX;
	if (slash < text.n
		&& !read_bits(zgl_sv_skip(text, slash + 1), is_ipv6 ? 128 : 32,
			is_ipv6 ? &term->bits6 : &term->bits4))
		return ZGL_SPF_REASON_SYNTAX;
	return GOOD;
}

/* By length and first letter: one candidate is left at most, but for ip4. */
static bool find_mechanism(zgl_sv name, enum zgl_spfterm_kind *kind_r)
{
	static const struct {
		zgl_sv name;
		enum zgl_spfterm_kind kind;
	} known[] = {
		{ { "ip4", 3 }, ZGL_SPFTERM_IP4 },
		{ { "include", 7 }, ZGL_SPFTERM_INCLUDE },
		{ { "all", 3 }, ZGL_SPFTERM_ALL },
		{ { "a", 1 }, ZGL_SPFTERM_A },
		{ { "mx", 2 }, ZGL_SPFTERM_MX },
		{ { "ip6", 3 }, ZGL_SPFTERM_IP6 },
		{ { "exists", 6 }, ZGL_SPFTERM_EXISTS },
		{ { "ptr", 3 }, ZGL_SPFTERM_PTR },
	};

	for (size_t i = 0; i < ZGL_COUNT(known); i++) {
		*kind_r = known[i].kind;
		if (name.n == known[i].name.n
			&& zgl_lower(name.p[0]) == known[i].name.p[0]
			&& zgl_sv_ieq(name, known[i].name))
			return true;
	}
	return false;
}

static enum zgl_spf_reason read_mechanism(
	zgl_sv name, zgl_sv rest, struct zgl_spfterm *term)
{
	if (!find_mechanism(name, &term->kind))
		return ZGL_SPF_REASON_UNKNOWN_MECHANISM;
	switch (term->kind) {
	case ZGL_SPFTERM_ALL: return rest.n == 0 ? GOOD : ZGL_SPF_REASON_SYNTAX;
	case ZGL_SPFTERM_A:
	case ZGL_SPFTERM_MX: return read_host(rest, term);
	case ZGL_SPFTERM_PTR: return read_argument(rest, true, term);
	case ZGL_SPFTERM_IP4:
	case ZGL_SPFTERM_IP6: return read_network(rest, term);
	default: return read_argument(rest, false, term);
	}
}

static enum zgl_spf_reason read_modifier(
	zgl_sv name, zgl_sv value, struct zgl_spfterm *term)
{
	struct zgl_spfmacro_use use;

	if (zgl_sv_ieq(name, ZGL_SV("redirect"))) {
		term->kind = ZGL_SPFTERM_REDIRECT;
		return read_spec(value, term);
	}
	if (zgl_sv_ieq(name, ZGL_SV("exp"))) {
		term->kind = ZGL_SPFTERM_EXP;
		return read_spec(value, term);
	}
	term->kind = ZGL_SPFTERM_OTHER;
	return zgl_spfmacro_check(value, ZGL_SPFMACRO_FREE, &use);
}

static bool take_qualifier(zgl_sv *text, enum zgl_spf_result *qualifier_r)
{
	*qualifier_r = ZGL_SPF_PASS;
	switch (text->n > 0 ? text->p[0] : '\0') {
	case '+': break;
	case '-': *qualifier_r = ZGL_SPF_FAIL; break;
	case '~': *qualifier_r = ZGL_SPF_SOFTFAIL; break;
	case '?': *qualifier_r = ZGL_SPF_NEUTRAL; break;
	default: return false;
	}
	*text = zgl_sv_skip(*text, 1);
	return true;
}

/* The octets of the name at the front; 0: there is none. */
static size_t name_octets(zgl_sv text)
{
	size_t n = 0;

	if (text.n == 0 || !zgl_is_alpha(text.p[0]))
		return 0;
	while (n < text.n
		&& (zgl_is_alnum(text.p[n]) || text.p[n] == '-'
			|| text.p[n] == '_' || text.p[n] == '.'))
		n++;
	return n;
}

enum zgl_spf_reason zgl_spfterm_read(zgl_sv text, struct zgl_spfterm *term_r)
{
	term_r->text = text;
	term_r->spec = (zgl_sv){ NULL, 0 };
	term_r->letters = 0;
	term_r->bits4 = 32;
	term_r->bits6 = 128;
	bool qualified = take_qualifier(&text, &term_r->qualifier);
	size_t n = name_octets(text);
	zgl_sv name = zgl_sv_head(text, n), rest = zgl_sv_skip(text, n);
	if (n == 0)
		return ZGL_SPF_REASON_SYNTAX;
	if (rest.n == 0 || rest.p[0] != '=')
		return read_mechanism(name, rest, term_r);
	if (qualified)
		return ZGL_SPF_REASON_SYNTAX;
	return read_modifier(name, zgl_sv_skip(rest, 1), term_r);
}

/* A modifier that may stand once. */
static enum zgl_spf_reason note_modifier(zgl_sv *modifier, zgl_sv text)
{
	if (modifier->p != NULL)
		return ZGL_SPF_REASON_MODIFIER_TWICE;
	*modifier = text;
	return GOOD;
}

/* What a term says about the whole record. */
static enum zgl_spf_reason note(
	struct zgl_spfrecord *record, const struct zgl_spfterm *term)
{
	switch (term->kind) {
	case ZGL_SPFTERM_REDIRECT:
		return note_modifier(&record->redirect, term->text);
	case ZGL_SPFTERM_EXP: return note_modifier(&record->exp, term->text);
	default: return GOOD;
	}
}

/* One look at all octets, without a branch for each. */
static bool is_ascii(zgl_sv text)
{
	unsigned char all = 0;

	for (size_t i = 0; i < text.n; i++)
		all |= (unsigned char)text.p[i];
	return all < 0x80;
}

static enum zgl_spf_reason read_term(struct zgl_spfrecord *record, zgl_sv text,
	bool ascii, struct zgl_spfterm *term)
{
	if (!ascii && !is_ascii(text))
		return ZGL_SPF_REASON_OCTETS;
	enum zgl_spf_reason reason = zgl_spfterm_read(text, term);
	return reason != GOOD ? reason : note(record, term);
}

static bool is_mechanism(const struct zgl_spfterm *term)
{
	return term->kind < ZGL_SPFTERM_REDIRECT;
}

enum zgl_spf_reason zgl_spfrecord_read(zgl_sv text,
	struct zgl_spfterm kept[ZGL_SPFRECORD_KEPT],
	struct zgl_spfrecord *record_r, zgl_sv *problem_r)
{
	zgl_sv rest = zgl_sv_skip(text, VERSION_OCTETS), term;
	bool ascii = is_ascii(text);
	struct zgl_spfterm other = { .kind = ZGL_SPFTERM_ALL };

	*record_r = (struct zgl_spfrecord){ .text = text, .kept = kept };
	record_r->rest = rest;
	while (split(&rest, &term)) {
		bool keep = record_r->kept_count < ZGL_SPFRECORD_KEPT;
		struct zgl_spfterm *to =
			keep ? &kept[record_r->kept_count] : &other;
		enum zgl_spf_reason reason =
			read_term(record_r, term, ascii, to);
		if (reason != GOOD) {
			*problem_r = term;
			return reason;
		}
		if (!keep)
			continue;
		record_r->kept_count += is_mechanism(to);
		record_r->rest = rest;
	}
	return GOOD;
}

bool zgl_spfrecord_next(
	struct zgl_spfrecord *record, struct zgl_spfterm *term_r)
{
	zgl_sv text;

	if (record->next < record->kept_count) {
		*term_r = record->kept[record->next++];
		return true;
	}
	while (split(&record->rest, &text)) {
		(void)zgl_spfterm_read(text, term_r); /* its syntax is good */
		if (is_mechanism(term_r))
			return true;
	}
	return false;
}
