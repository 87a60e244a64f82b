/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/rsaparts.h"

#include "zegel/crypto/der.h"

/* 2^32 + 1 is a Fermat number that makers of keys offer beside 2^16 + 1. */
#define EXPONENT_MOST ((uint64_t)1 << 33)

/* The bodies of `count` INTEGERs and nothing after them. */
static bool take_numbers(zgl_sv in, zgl_sv *part, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!zgl_der_take(&in, ZGL_DER_INTEGER, &part[i]))
			return false;
	}
	return in.n == 0;
}

static bool is_odd(zgl_sv magnitude)
{
	return (magnitude.p[magnitude.n - 1] & 1) != 0;
}

static size_t bits_of(zgl_sv magnitude)
{
	size_t bits = (magnitude.n - 1) * 8;

	for (unsigned top = (unsigned char)magnitude.p[0]; top != 0; top >>= 1)
		bits++;
	return bits;
}

static enum zgl_key_fault check_modulus(zgl_sv *n, unsigned *bits_r)
{
	if (!zgl_der_positive(*n, n))
		return ZGL_KEY_FAULT_MODULUS;
	size_t bits = bits_of(*n);
	if (bits < ZGL_RSA_BITS_LEAST || bits > ZGL_RSA_BITS_MOST)
		return ZGL_KEY_FAULT_SIZE;
	*bits_r = (unsigned)bits;
	return is_odd(*n) ? ZGL_KEY_FAULT_NONE : ZGL_KEY_FAULT_MODULUS;
}

static enum zgl_key_fault check_exponent(zgl_sv *e)
{
	uint64_t value = 0;

	if (!zgl_der_positive(*e, e) || e->n > sizeof(value))
		return ZGL_KEY_FAULT_EXPONENT;
	for (size_t i = 0; i < e->n; i++)
		value = value << 8 | (unsigned char)e->p[i];
	return value >= 3 && value <= EXPONENT_MOST && is_odd(*e)
		? ZGL_KEY_FAULT_NONE
		: ZGL_KEY_FAULT_EXPONENT;
}

static enum zgl_key_fault check_public(struct zgl_rsaparts *parts)
{
	enum zgl_key_fault fault =
		check_modulus(&parts->part[ZGL_RSA_N], &parts->bits);

	return fault != ZGL_KEY_FAULT_NONE
		? fault
		: check_exponent(&parts->part[ZGL_RSA_E]);
}

enum zgl_key_fault zgl_rsaparts_read_public(
	zgl_sv der, struct zgl_rsaparts *parts_r)
{
	zgl_sv in;

	*parts_r = (struct zgl_rsaparts){ .count = ZGL_RSA_D };
	if (!zgl_der_only(der, ZGL_DER_SEQUENCE, &in)
		|| !take_numbers(in, parts_r->part, parts_r->count))
		return ZGL_KEY_FAULT_SYNTAX;
	return check_public(parts_r);
}

/* rfc8017#A.1.2: version 0, or 1 for a key of more than two primes. */
static enum zgl_key_fault take_version(zgl_sv *in)
{
	zgl_sv version;

	if (!zgl_der_take(in, ZGL_DER_INTEGER, &version) || version.n != 1)
		return ZGL_KEY_FAULT_SYNTAX;
	return version.p[0] == 0 ? ZGL_KEY_FAULT_NONE : ZGL_KEY_FAULT_ALGORITHM;
}

enum zgl_key_fault zgl_rsaparts_read_private(
	zgl_sv der, struct zgl_rsaparts *parts_r)
{
	enum zgl_key_fault fault;
	zgl_sv in, *part = parts_r->part;

	*parts_r = (struct zgl_rsaparts){ .count = ZGL_RSA_PARTS };
	if (!zgl_der_only(der, ZGL_DER_SEQUENCE, &in))
		return ZGL_KEY_FAULT_SYNTAX;
	fault = take_version(&in);
	if (fault == ZGL_KEY_FAULT_NONE
		&& !take_numbers(in, part, parts_r->count))
		fault = ZGL_KEY_FAULT_SYNTAX;
	if (fault == ZGL_KEY_FAULT_NONE)
		fault = check_public(parts_r);
	for (size_t i = ZGL_RSA_D; i < ZGL_RSA_PARTS; i++) {
		if (fault == ZGL_KEY_FAULT_NONE
			&& (!zgl_der_positive(part[i], &part[i])
				|| part[i].n > part[ZGL_RSA_N].n))
			fault = ZGL_KEY_FAULT_MODULUS;
	}
	return fault;
}

bool zgl_rsaparts_same_public(
	const struct zgl_rsaparts *a, const struct zgl_rsaparts *b)
{
	return zgl_sv_eq(a->part[ZGL_RSA_N], b->part[ZGL_RSA_N])
		&& zgl_sv_eq(a->part[ZGL_RSA_E], b->part[ZGL_RSA_E]);
}
