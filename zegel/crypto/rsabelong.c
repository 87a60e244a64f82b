/* SPDX-License-Identifier: ISC */
/* A key with a wrong part gives wrong signatures, and one wrong half of an
 * RSA signature gives the key away (Boneh, DeMillo, Lipton 1997). */
#include <openssl/bn.h>

#include "zegel/crypto/evp.h"
#include "zegel/crypto/rsaparts.h"

struct numbers {
	BN_CTX *ctx;
	BIGNUM *part[ZGL_RSA_PARTS];
	BIGNUM *a, *b; /* for what is in between */
};

static bool load(struct numbers *x, const struct zgl_rsaparts *parts)
{
	for (size_t i = 0; i < ZGL_RSA_PARTS; i++) {
		zgl_sv s = parts->part[i];
		x->part[i] = BN_CTX_get(x->ctx);
		if (x->part[i] == NULL
			|| BN_bin2bn((const unsigned char *)s.p, (int)s.n,
				   x->part[i])
				== NULL)
			return false;
	}
	x->a = BN_CTX_get(x->ctx);
	x->b = BN_CTX_get(x->ctx); /* NULL when an earlier one was */
	return x->b != NULL;
}

static bool primes_belong(struct numbers *x)
{
	return BN_mul(x->a, x->part[ZGL_RSA_P], x->part[ZGL_RSA_Q], x->ctx) == 1
		&& BN_cmp(x->a, x->part[ZGL_RSA_N]) == 0;
}

/* rfc8017#3.2: e * dP = 1 and dP = d, both modulo p - 1; dQ alike. */
static bool exponent_belongs(
	struct numbers *x, const BIGNUM *prime, const BIGNUM *exponent)
{
	return BN_sub(x->a, prime, BN_value_one()) == 1
		&& BN_mod(x->b, x->part[ZGL_RSA_D], x->a, x->ctx) == 1
		&& BN_cmp(x->b, exponent) == 0
		&& BN_mod_mul(x->b, exponent, x->part[ZGL_RSA_E], x->a, x->ctx)
		== 1
		&& BN_is_one(x->b);
}

/* rfc8017#3.2: q * qInv = 1 modulo p. For p = q there is no such number. */
static bool coefficient_belongs(struct numbers *x)
{
	const BIGNUM *p = x->part[ZGL_RSA_P];

	return BN_cmp(x->part[ZGL_RSA_QI], p) < 0
		&& BN_mod_mul(x->a, x->part[ZGL_RSA_QI], x->part[ZGL_RSA_Q], p,
			   x->ctx)
		== 1
		&& BN_is_one(x->a);
}

enum zgl_err zgl_rsaparts_belong(
	const struct zgl_rsaparts *parts, bool *belong_r)
{
	struct numbers x = { .ctx = BN_CTX_new() };

	*belong_r = false;
	if (x.ctx == NULL)
		return zgl_evp_err();
	BN_CTX_start(x.ctx);
	*belong_r = load(&x, parts) && primes_belong(&x)
		&& exponent_belongs(&x, x.part[ZGL_RSA_P], x.part[ZGL_RSA_DP])
		&& exponent_belongs(&x, x.part[ZGL_RSA_Q], x.part[ZGL_RSA_DQ])
		&& coefficient_belongs(&x);
	BN_CTX_end(x.ctx);
	BN_CTX_free(x.ctx); /* clears all its numbers */
	return !*belong_r && zgl_evp_drain() ? ZGL_ENOMEM : ZGL_OK;
}
