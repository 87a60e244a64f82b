/* SPDX-License-Identifier: ISC */
#include "zegel/dns/dname.h"

#include <idn2.h>
#include <string.h>

#include "zegel/base/ascii.h"

#define LABEL_MAX 63

/* No U-label of a valid name is longer: 59 code points of 4 octets. */
#define ULABEL_MAX 255

/*
 * Each octet of LDH and underscore as it is kept; 0 for all others. A table,
 * because this is run for every domain name of every message.
 */
// clang-format off
static const char kept[256] = {
	['-'] = '-', ['_'] = '_',
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
	['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
	['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e',
	['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j',
	['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o',
	['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't',
	['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
	['z'] = 'z',
	['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e',
	['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j',
	['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o',
	['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
	['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
	['Z'] = 'z',
};
// clang-format on

static size_t room(const struct zgl_dname *name)
{
	return (size_t)ZGL_DNAME_MAX - name->n;
}

/*
 * Copies LDH and underscore in lower case, up to anything else, to one octet
 * past the longest label, or to the end of the room. Returns how many.
 */
static size_t copy_ldh(struct zgl_dname *name, zgl_sv text)
{
	char *to = name->text + name->n;
	size_t n = room(name), i = 0;

	n = n > LABEL_MAX ? LABEL_MAX + 1 : n;
	n = n > text.n ? text.n : n;
	while (i < n && (to[i] = kept[(unsigned char)text.p[i]]) != '\0')
		i++;
	return i;
}

/* The n octets that were copied become the next label. */
static enum zgl_dname_fault keep_label(struct zgl_dname *name, size_t n)
{
	const char *label = name->text + name->n;

	if (n == 0)
		return ZGL_DNAME_EMPTY;
	if (n > LABEL_MAX)
		return ZGL_DNAME_LONG;
	if (label[0] == '-' || label[n - 1] == '-')
		return ZGL_DNAME_HYPHEN;
	name->n = (uint8_t)(name->n + n);
	return ZGL_DNAME_OK;
}

static enum zgl_dname_fault fault_of_idn2(int rc)
{
	switch (rc) {
	case IDN2_OK: return ZGL_DNAME_OK;
	case IDN2_MALLOC: return ZGL_DNAME_NOMEM;
	case IDN2_ENCODING_ERROR: return ZGL_DNAME_OCTET;
	case IDN2_PUNYCODE_BIG_OUTPUT:
	case IDN2_TOO_BIG_LABEL:
	case IDN2_TOO_BIG_DOMAIN: return ZGL_DNAME_LONG;
	case IDN2_HYPHEN_STARTEND: return ZGL_DNAME_HYPHEN;
	default: return ZGL_DNAME_IDN;
	}
}

/*
 * What comes of a U-label must be an A-label. UTS 46 would also map full-width
 * letters, ligatures and ideographic full stops to plain ASCII: then two texts
 * that others read as different names, or as names of different labels, would
 * be one name here. IDNA2008 forbids all of them (rfc5892#2.2).
 */
static enum zgl_dname_fault put_mapped(struct zgl_dname *name, zgl_sv mapped)
{
	if (!zgl_sv_starts(mapped, ZGL_SV("xn--")))
		return ZGL_DNAME_IDN;
	if (mapped.n > room(name))
		return ZGL_DNAME_LONG;
	size_t n = copy_ldh(name, mapped);
	return n == mapped.n ? keep_label(name, n) : ZGL_DNAME_IDN;
}

/*
 * rfc5891#5, rfc8616#4. One label at a time, so that nothing in it can change
 * the labels beside it. Not IDN2_USE_STD3_ASCII_RULES: with it libidn2 drops
 * octets that it should refuse; ASCII is held to LDH here instead.
 */
static enum zgl_dname_fault put_ulabel(struct zgl_dname *name, zgl_sv label)
{
	uint8_t text[ULABEL_MAX + 1], *mapped = NULL;

	if (label.n > ULABEL_MAX)
		return ZGL_DNAME_LONG;
	for (size_t i = 0; i < label.n; i++) {
		text[i] = (uint8_t)label.p[i];
		if (text[i] == '_' || (text[i] < 0x80 && kept[text[i]] == '\0'))
			return ZGL_DNAME_OCTET;
	}
	text[label.n] = '\0';
	int rc = idn2_lookup_u8(
		text, &mapped, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
	enum zgl_dname_fault fault = fault_of_idn2(rc);
	if (fault == ZGL_DNAME_OK)
		fault = put_mapped(name, zgl_sv_of((const char *)mapped));
	idn2_free(mapped);
	return fault;
}

/* A label that copy_ldh did not get to the end of. */
static enum zgl_dname_fault put_other(struct zgl_dname *name, zgl_sv label)
{
	for (size_t i = 0; i < label.n; i++) {
		if (zgl_is_8bit(label.p[i]))
			return put_ulabel(name, label);
	}
	return label.n > LABEL_MAX || label.n > room(name) ? ZGL_DNAME_LONG
							   : ZGL_DNAME_OCTET;
}

static enum zgl_dname_fault put_labels(struct zgl_dname *name, zgl_sv text)
{
	for (;;) {
		size_t n = copy_ldh(name, text);
		enum zgl_dname_fault fault;
		if (n == text.n || text.p[n] == '.') {
			fault = keep_label(name, n);
		} else {
			n = zgl_sv_find(text, '.');
			fault = put_other(name, zgl_sv_head(text, n));
		}
		if (fault != ZGL_DNAME_OK || n == text.n)
			return fault;
		if (room(name) == 0)
			return ZGL_DNAME_LONG;
		name->text[name->n++] = '.';
		text = zgl_sv_skip(text, n + 1);
	}
}

enum zgl_dname_fault zgl_dname_parse(zgl_sv text, struct zgl_dname *name_r)
{
	name_r->n = 0;
	enum zgl_dname_fault fault = put_labels(name_r, text);
	if (fault != ZGL_DNAME_OK)
		name_r->n = 0;
	name_r->text[name_r->n] = '\0';
	return fault;
}

bool zgl_dname_eq(const struct zgl_dname *a, const struct zgl_dname *b)
{
	return zgl_sv_eq(zgl_dname_sv(a), zgl_dname_sv(b));
}

bool zgl_dname_within(
	const struct zgl_dname *name, const struct zgl_dname *above)
{
	if (above->n == 0 || name->n < above->n)
		return false;
	size_t left = (size_t)name->n - above->n;
	return memcmp(name->text + left, above->text, above->n) == 0
		&& (left == 0 || name->text[left - 1] == '.');
}

unsigned zgl_dname_labels(const struct zgl_dname *name)
{
	unsigned labels = name->n > 0;

	for (size_t i = 0; i < name->n; i++)
		labels += name->text[i] == '.';
	return labels;
}

bool zgl_dname_prepend(
	zgl_sv labels, const struct zgl_dname *name, struct zgl_dname *name_r)
{
	struct zgl_dname whole;

	if (name->n == 0 || zgl_dname_parse(labels, &whole) != ZGL_DNAME_OK
		|| (size_t)whole.n + 1 + name->n > ZGL_DNAME_MAX)
		return false;
	whole.text[whole.n++] = '.';
	memcpy(whole.text + whole.n, name->text, (size_t)name->n + 1);
	whole.n = (uint8_t)(whole.n + name->n);
	*name_r = whole;
	return true;
}

const char *zgl_dname_idn2_version(void)
{
	return idn2_check_version(NULL);
}
