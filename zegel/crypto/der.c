/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/der.h"

static uint8_t octet(zgl_sv s, size_t at)
{
	return (uint8_t)s.p[at];
}

/* The long form: the count of length octets, then the length. What would fit
 * the short form, or fewer octets, is BER (X.690 section 10.1). */
static bool long_length(zgl_sv *in, size_t count, size_t *length_r)
{
	size_t length = 0;

	if (count == 0 || count > 4 || in->n < count || octet(*in, 0) == 0)
		return false;
	for (size_t i = 0; i < count; i++)
		length = length << 8 | octet(*in, i);
	*in = zgl_sv_skip(*in, count);
	*length_r = length;
	return length >= 0x80;
}

static bool take_length(zgl_sv *in, size_t *length_r)
{
	if (in->n == 0)
		return false;
	uint8_t first = octet(*in, 0);
	*in = zgl_sv_skip(*in, 1);
	*length_r = first;
	return first < 0x80 || long_length(in, first & 0x7f, length_r);
}

bool zgl_der_next_is(zgl_sv in, uint8_t tag)
{
	return in.n > 0 && octet(in, 0) == tag;
}

bool zgl_der_take(zgl_sv *in, uint8_t tag, zgl_sv *body_r)
{
	zgl_sv rest = zgl_sv_skip(*in, 1);
	size_t length;

	if (!zgl_der_next_is(*in, tag) || !take_length(&rest, &length)
		|| length > rest.n)
		return false;
	*body_r = zgl_sv_head(rest, length);
	*in = zgl_sv_skip(rest, length);
	return true;
}

bool zgl_der_only(zgl_sv in, uint8_t tag, zgl_sv *body_r)
{
	return zgl_der_take(&in, tag, body_r) && in.n == 0;
}

bool zgl_der_bits(zgl_sv body, zgl_sv *octets_r)
{
	if (body.n == 0 || octet(body, 0) != 0)
		return false;
	*octets_r = zgl_sv_skip(body, 1);
	return true;
}

bool zgl_der_positive(zgl_sv body, zgl_sv *magnitude_r)
{
	if (body.n == 0 || octet(body, 0) >= 0x80)
		return false;
	if (octet(body, 0) == 0) {
		/* One zero octet, there only to say "not negative". */
		body = zgl_sv_skip(body, 1);
		if (body.n == 0 || octet(body, 0) < 0x80)
			return false;
	}
	*magnitude_r = body;
	return true;
}
