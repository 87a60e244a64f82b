/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/derwrite.h"

static void put_octet(struct zgl_buf *to, size_t value)
{
	zgl_buf_char(to, (char)(uint8_t)value);
}

static void put_length(struct zgl_buf *to, size_t n)
{
	unsigned count = 1;

	if (n < 0x80) {
		put_octet(to, n);
		return;
	}
	while (count < sizeof(n) && n >> (8 * count) != 0)
		count++;
	put_octet(to, 0x80 | count);
	while (count-- > 0)
		put_octet(to, n >> (8 * count) & 0xff);
}

/* Tag and length of an element whose body is one octet and then `rest`. */
static void put_prefixed(
	struct zgl_buf *to, uint8_t tag, char prefix, zgl_sv rest)
{
	put_octet(to, tag);
	put_length(to, rest.n + 1);
	zgl_buf_char(to, prefix);
	zgl_buf_put(to, rest);
}

void zgl_derwrite_element(struct zgl_buf *to, uint8_t tag, zgl_sv body)
{
	put_octet(to, tag);
	put_length(to, body.n);
	zgl_buf_put(to, body);
}

void zgl_derwrite_uint(struct zgl_buf *to, zgl_sv magnitude)
{
	while (magnitude.n > 0 && magnitude.p[0] == 0)
		magnitude = zgl_sv_skip(magnitude, 1);
	if (magnitude.n > 0 && (uint8_t)magnitude.p[0] < 0x80)
		zgl_derwrite_element(to, ZGL_DER_INTEGER, magnitude);
	else
		put_prefixed(to, ZGL_DER_INTEGER, 0, magnitude);
}

void zgl_derwrite_bits(struct zgl_buf *to, zgl_sv octets)
{
	put_prefixed(to, ZGL_DER_BITS, 0, octets);
}

void zgl_derwrite_take(struct zgl_buf *to, uint8_t tag, struct zgl_buf *body)
{
	if (to->err == ZGL_OK)
		to->err = body->err;
	zgl_derwrite_element(to, tag, zgl_buf_sv(body));
	zgl_buf_wipe(body);
}
