/* SPDX-License-Identifier: ISC */
#include "zegel/base/b64.h"

#include <stdbool.h>

#include "zegel/base/ascii.h"

static const char alphabet[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum {
	NOT_BASE64 = 0x40,
	WHITE = 0x41,
	PAD = 0x42
};

/* Value of each octet; all that is not named here is NOT_BASE64 (below). */
// clang-format off
#define V(c, v) [c] = (v) ^ NOT_BASE64
static const uint8_t values[256] = {
	V('A', 0),  V('B', 1),  V('C', 2),  V('D', 3),  V('E', 4),  V('F', 5),
	V('G', 6),  V('H', 7),  V('I', 8),  V('J', 9),  V('K', 10), V('L', 11),
	V('M', 12), V('N', 13), V('O', 14), V('P', 15), V('Q', 16), V('R', 17),
	V('S', 18), V('T', 19), V('U', 20), V('V', 21), V('W', 22), V('X', 23),
	V('Y', 24), V('Z', 25), V('a', 26), V('b', 27), V('c', 28), V('d', 29),
	V('e', 30), V('f', 31), V('g', 32), V('h', 33), V('i', 34), V('j', 35),
	V('k', 36), V('l', 37), V('m', 38), V('n', 39), V('o', 40), V('p', 41),
	V('q', 42), V('r', 43), V('s', 44), V('t', 45), V('u', 46), V('v', 47),
	V('w', 48), V('x', 49), V('y', 50), V('z', 51), V('0', 52), V('1', 53),
	V('2', 54), V('3', 55), V('4', 56), V('5', 57), V('6', 58), V('7', 59),
	V('8', 60), V('9', 61), V('+', 62), V('/', 63),
	V(' ', WHITE), V('\t', WHITE), V('\r', WHITE), V('\n', WHITE),
	V('=', PAD),
};
#undef V
// clang-format on

/* Unnamed octets hold 0 in the table: the flip makes them NOT_BASE64. */
static unsigned value_of(char c)
{
	return values[(unsigned char)c] ^ NOT_BASE64;
}

/* After the first "=": at most one more, and white space. */
static enum zgl_err check_tail(zgl_sv tail, size_t sextets)
{
	size_t pads = 0;

	for (size_t i = 0; i < tail.n; i++) {
		unsigned v = value_of(tail.p[i]);
		if (v != PAD && v != WHITE)
			return ZGL_ESYNTAX;
		pads += v == PAD;
	}
	bool fits = pads <= 2 && sextets % 4 >= 2 && sextets % 4 + pads <= 4;
	return fits ? ZGL_OK : ZGL_ESYNTAX;
}

struct decoder {
	zgl_sv text;
	uint8_t *out;
	size_t at, n, cap;  /* octets of text read, of out written */
	unsigned bits, odd; /* sextets of a quad that is not whole yet */
};

/*
 * Whole quads without white space, the usual case. In the table a sextet has
 * the bit NOT_BASE64 set, so one AND tells whether all four are sextets, and
 * what the four bits add to the sum is taken off at once.
 */
static void decode_quads(struct decoder *d)
{
	const unsigned bits_of_four = (NOT_BASE64 << 18) + (NOT_BASE64 << 12)
		+ (NOT_BASE64 << 6) + NOT_BASE64;
	const unsigned char *p = (const unsigned char *)d->text.p + d->at;
	uint8_t *out = d->out + d->n;
	size_t most = (d->cap - d->n) / 3, quads = (d->text.n - d->at) / 4;
	size_t left = quads < most ? quads : most;

	for (quads = left; left > 0; left--, p += 4, out += 3) {
		unsigned a = values[p[0]], b = values[p[1]];
		unsigned c = values[p[2]], e = values[p[3]];
		if ((a & b & c & e & NOT_BASE64) == 0)
			break;
		unsigned sum =
			(a << 18) + (b << 12) + (c << 6) + e - bits_of_four;
		out[0] = (uint8_t)(sum >> 16);
		out[1] = (uint8_t)(sum >> 8);
		out[2] = (uint8_t)sum;
	}
	d->at += (quads - left) * 4;
	d->n += (quads - left) * 3;
}

/* One sextet; each but the first of a quad fills an octet. */
static enum zgl_err decode_sextet(struct decoder *d, unsigned value)
{
	d->bits = d->bits << 6 | value;
	d->odd = (d->odd + 1) % 4;
	if (d->odd == 1)
		return ZGL_OK;
	if (d->n == d->cap)
		return ZGL_ELIMIT;
	d->out[d->n++] = (uint8_t)(d->bits >> (4 - d->odd) % 4 * 2);
	return ZGL_OK;
}

enum zgl_err zgl_b64_decode(zgl_sv text, uint8_t *out, size_t cap, size_t *n_r)
{
	struct decoder d = { .text = text, .out = out, .cap = cap };

	while (d.at < text.n) {
		if (d.odd == 0)
			decode_quads(&d);
		if (d.at == text.n)
			break;
		unsigned value = value_of(text.p[d.at]);
		if (value == PAD)
			break;
		if (value == NOT_BASE64)
			return ZGL_ESYNTAX;
		if (value != WHITE)
			ZGL_TRY(decode_sextet(&d, value));
		d.at++;
	}
	*n_r = d.n;
	if (d.at < text.n)
		return check_tail(zgl_sv_skip(text, d.at), d.odd);
	return d.odd == 1 ? ZGL_ESYNTAX : ZGL_OK;
}

static void encode_group(const uint8_t *p, size_t n, char out[4])
{
	unsigned bits = (unsigned)p[0] << 16;

	bits |= n > 1 ? (unsigned)p[1] << 8 : 0;
	bits |= n > 2 ? (unsigned)p[2] : 0;
	out[0] = alphabet[bits >> 18];
	out[1] = alphabet[bits >> 12 & 63];
	out[2] = n > 1 ? alphabet[bits >> 6 & 63] : '=';
	out[3] = n > 2 ? alphabet[bits & 63] : '=';
}

void zgl_b64_encode(struct zgl_buf *b, const uint8_t *p, size_t n)
{
	char group[4];

	for (; n > 0; p += n < 3 ? n : 3, n -= n < 3 ? n : 3) {
		encode_group(p, n, group);
		zgl_buf_put(b, (zgl_sv){ group, sizeof(group) });
	}
}
