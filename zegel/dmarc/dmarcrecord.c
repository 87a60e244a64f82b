/* SPDX-License-Identifier: ISC */
#include "zegel/dmarc/dmarcrecord.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/dmarc/dmarcuri.h"

#define WARNING_WORD(name, word, sentence) [ZGL_DMARC_WARNING_##name] = word,
#define WARNING_SENTENCE(name, word, sentence)                                 \
	[ZGL_DMARC_WARNING_##name] = sentence,

static const char *const words[] = { ZGL_DMARC_WARNING_TABLE(WARNING_WORD) };
static const char *const sentences[] = { ZGL_DMARC_WARNING_TABLE(
	WARNING_SENTENCE) };

const char *zgl_dmarc_warning_word(enum zgl_dmarc_warning warning)
{
	return (unsigned)warning < ZGL_COUNT(words) ? words[warning]
						    : "unknown";
}

const char *zgl_dmarc_warning_sentence(enum zgl_dmarc_warning warning)
{
	return (unsigned)warning < ZGL_COUNT(sentences) ? sentences[warning]
							: "unknown";
}

enum tag {
	V,
	P,
	SP,
	NP,
	PSD,
	T,
	ADKIM,
	ASPF,
	RUA,
	RUF,
	FO,
	PCT,
	RF,
	RI,
	UNKNOWN
};

/* The small letters of a name as one number, the last of them lowest. One of
 * more than eight letters loses the first ones, and is none of these still. */
typedef uint64_t letters;

#define L1(a)             ((letters)(a))
#define L2(a, b)          (L1(a) << 8 | L1(b))
#define L3(a, b, c)       (L2(a, b) << 8 | L1(c))
#define L4(a, b, c, d)    (L3(a, b, c) << 8 | L1(d))
#define L5(a, b, c, d, e) (L4(a, b, c, d) << 8 | L1(e))

/* rfc9989#9.3 */
// clang-format off
static const letters tag_names[] = {
	[V] = L1('v'), [P] = L1('p'), [SP] = L2('s', 'p'),
	[NP] = L2('n', 'p'), [PSD] = L3('p', 's', 'd'), [T] = L1('t'),
	[ADKIM] = L5('a', 'd', 'k', 'i', 'm'),
	[ASPF] = L4('a', 's', 'p', 'f'), [RUA] = L3('r', 'u', 'a'),
	[RUF] = L3('r', 'u', 'f'), [FO] = L2('f', 'o'),
	[PCT] = L3('p', 'c', 't'), [RF] = L2('r', 'f'), [RI] = L2('r', 'i'),
};
// clang-format on

struct reader {
	struct zgl_dmarcrecord *record;
	zgl_sv fo;     /* its value; it counts only once ruf= is known */
	unsigned seen; /* bit 1 << enum tag */
};

static void warn(struct reader *r, enum zgl_dmarc_warning warning, zgl_sv what)
{
	if (r->record->fault.p == NULL)
		r->record->fault = what;
	r->record->warnings |= 1U << warning;
}

/* The first offset from i on without white space, or the end. */
static size_t after_wsp(zgl_sv s, size_t i)
{
	while (i < s.n && zgl_is_wsp(s.p[i]))
		i++;
	return i;
}

/*
 * rfc9989#4.8: dmarc-version, "v" in either case, DMARC1 in capitals only; and
 * then the record ends, or a semicolon follows. *rest_r is what is behind it.
 */
static bool read_version(zgl_sv s, zgl_sv *rest_r)
{
	static const char version[] = { 'D', 'M', 'A', 'R', 'C', '1' };

	if (s.n == 0 || zgl_lower(s.p[0]) != 'v')
		return false;
	size_t i = after_wsp(s, 1);
	if (i == s.n || s.p[i] != '=')
		return false;
	i = after_wsp(s, i + 1);
	if (s.n - i < sizeof(version)
		|| memcmp(s.p + i, version, sizeof(version)) != 0)
		return false;
	i = after_wsp(s, i + sizeof(version));
	*rest_r = zgl_sv_skip(s, i + 1);
	return i == s.n || s.p[i] == ';';
}

static enum tag find_tag(letters name)
{
	for (unsigned i = 0; i < ZGL_COUNT(tag_names); i++) {
		if (name == tag_names[i])
			return (enum tag)i;
	}
	return UNKNOWN;
}

static void read_choice(
	struct reader *r, zgl_sv value, struct zgl_dmarc_choice *choice)
{
	choice->there = true;
	for (unsigned i = 0; i < ZGL_DMARC_POLICIES; i++) {
		if (zgl_sv_ieq(value, zgl_sv_of(zgl_dmarc_policy_word(i)))) {
			choice->policy = (enum zgl_dmarc_policy)i;
			choice->valid = true;
		}
	}
	if (!choice->valid)
		warn(r, ZGL_DMARC_WARNING_POLICY, value);
}

/* One of `may`, in small; the first of them, the default, for others. */
static char read_letter(struct reader *r, zgl_sv value, const char *may)
{
	char letter = value.n == 1 ? zgl_lower(value.p[0]) : '\0';

	for (const char *p = may; *p != '\0'; p++) {
		if (letter == *p)
			return letter;
	}
	warn(r, ZGL_DMARC_WARNING_VALUE, value);
	return may[0];
}

static enum zgl_dmarc_psd read_psd(struct reader *r, zgl_sv value)
{
	switch (read_letter(r, value, "uyn")) {
	case 'y': return ZGL_DMARC_PSD_YES;
	case 'n': return ZGL_DMARC_PSD_NO;
	default: return ZGL_DMARC_PSD_UNKNOWN;
	}
}

static void read_uris(
	struct reader *r, zgl_sv value, struct zgl_dmarc_uris *uris)
{
	zgl_sv part, uri;

	while (zgl_sv_split(&value, ',', &part)) {
		part = zgl_sv_trim_wsp(part);
		enum zgl_dmarcuri kind = zgl_dmarcuri_read(part, &uri);
		uris->valid |= kind != ZGL_DMARCURI_BAD;
		if (kind != ZGL_DMARCURI_MAILTO)
			warn(r, ZGL_DMARC_WARNING_URI, part);
		else if (uris->count == ZGL_DMARC_URIS)
			warn(r, ZGL_DMARC_WARNING_URIS, part);
		else
			uris->at[uris->count++] = uri;
	}
}

/* One element of fo=; 0 for what is none. */
static unsigned fo_of(zgl_sv part)
{
	switch (part.n == 1 ? zgl_lower(part.p[0]) : '\0') {
	case '0': return ZGL_DMARC_FO_0;
	case '1': return ZGL_DMARC_FO_1;
	case 'd': return ZGL_DMARC_FO_D;
	case 's': return ZGL_DMARC_FO_S;
	default: return 0;
	}
}

/* rfc9989#4.8, dmarc-fo: each once, in any order, but not 0 and 1. */
static void read_fo(struct reader *r, zgl_sv value)
{
	unsigned both = ZGL_DMARC_FO_0 | ZGL_DMARC_FO_1, fo = 0;
	zgl_sv rest = value, part;
	bool good = true;

	while (zgl_sv_split(&rest, ':', &part)) {
		unsigned bit = fo_of(part);
		good &= bit != 0 && (fo & bit) == 0;
		fo |= bit;
	}
	if (good && (fo & both) != both) {
		r->record->fo = fo;
		return;
	}
	warn(r, ZGL_DMARC_WARNING_VALUE, value);
}

static void read_value(struct reader *r, enum tag tag, zgl_sv value)
{
	struct zgl_dmarcrecord *record = r->record;

	switch (tag) {
	case P: read_choice(r, value, &record->p); break;
	case SP: read_choice(r, value, &record->sp); break;
	case NP: read_choice(r, value, &record->np); break;
	case PSD: record->psd = read_psd(r, value); break;
	case T: record->testing = read_letter(r, value, "ny") == 'y'; break;
	case ADKIM:
		record->strict_dkim = read_letter(r, value, "rs") == 's';
		break;
	case ASPF:
		record->strict_spf = read_letter(r, value, "rs") == 's';
		break;
	case RUA: read_uris(r, value, &record->rua); break;
	case RUF: read_uris(r, value, &record->ruf); break;
	case FO: r->fo = value; break;
	default: warn(r, ZGL_DMARC_WARNING_HISTORIC, value); break;
	}
}

/*
 * Takes 1*ALPHA and an equals sign, with white space around each, off the front
 * of *rest; false when they are not there. The literals of the ABNF have no
 * case, the names of tags like "v" itself.
 */
static bool read_name(zgl_sv *rest, letters *name_r)
{
	zgl_sv s = *rest;
	size_t start = after_wsp(s, 0), i = start;

	*name_r = 0;
	for (; i < s.n && zgl_is_alpha(s.p[i]); i++)
		*name_r = *name_r << 8 | (letters)zgl_lower(s.p[i]);
	size_t equals = after_wsp(s, i);
	*rest = zgl_sv_skip(s, equals + 1);
	return i > start && equals < s.n && s.p[equals] == '=';
}

/* rfc9989#4.8: syntax errors are discarded, unknown tags ignored. */
static void read_tag(struct reader *r, zgl_sv part)
{
	zgl_sv value = part;
	letters name;

	if (!read_name(&value, &name)) {
		warn(r, ZGL_DMARC_WARNING_SYNTAX, zgl_sv_trim_wsp(part));
		return;
	}
	enum tag tag = find_tag(name);
	if (tag == UNKNOWN) {
		warn(r, ZGL_DMARC_WARNING_UNKNOWN_TAG, zgl_sv_trim_wsp(part));
		return;
	}
	if ((r->seen & 1U << tag) != 0) {
		warn(r, ZGL_DMARC_WARNING_TWICE, zgl_sv_trim_wsp(part));
		return;
	}
	r->seen |= 1U << tag;
	read_value(r, tag, zgl_sv_trim_wsp(value));
}

static void read_tags(struct reader *r, zgl_sv rest, size_t most)
{
	zgl_sv part;

	for (size_t tags = 1; zgl_sv_split(&rest, ';', &part); tags++) {
		if (rest.p == NULL && after_wsp(part, 0) == part.n)
			return; /* behind the last semicolon */
		if (tags >= most) {
			warn(r, ZGL_DMARC_WARNING_SYNTAX,
				zgl_sv_trim_wsp(part));
			return;
		}
		read_tag(r, part);
	}
}

/* What can be told only when all tags are known. */
static void finish(struct reader *r)
{
	bool ruf = (r->seen & 1U << RUF) != 0, fo = (r->seen & 1U << FO) != 0;

	if ((r->seen & 1U << P) == 0)
		warn(r, ZGL_DMARC_WARNING_NO_P, r->record->text);
	if (ruf)
		r->record->fo = ZGL_DMARC_FO_0;
	if (ruf && fo)
		read_fo(r, r->fo);
	else if (fo)
		warn(r, ZGL_DMARC_WARNING_FO_ALONE, r->fo);
}

bool zgl_dmarcrecord_is(zgl_sv text, const struct zgl_limits *limits)
{
	zgl_sv rest;

	return text.n <= limits->txt_octets && read_version(text, &rest);
}

bool zgl_dmarcrecord_read(zgl_sv text, const struct zgl_limits *limits,
	struct zgl_dmarcrecord *record_r)
{
	struct reader r = { .record = record_r, .seen = 1U << V };
	zgl_sv rest;

	*record_r = (struct zgl_dmarcrecord){ .text = text };
	if (text.n > limits->txt_octets || !read_version(text, &rest))
		return false;
	read_tags(&r, rest, limits->tags);
	finish(&r);
	return true;
}
