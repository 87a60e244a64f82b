/* SPDX-License-Identifier: ISC */
#include "zegel/crypto/keyinfo.h"

#include "zegel/crypto/derwrite.h"

#define ATTRIBUTES  (ZGL_DER_CONTEXT(0) | ZGL_DER_CONSTRUCTED)
#define PUBLIC_HALF ZGL_DER_CONTEXT(1)

/* Larger than any key that is looked at. */
#define INFO_MOST ((size_t)32 * 1024)

// clang-format off
#define OCTETS(literal) { "" literal, sizeof(literal) - 1 }
static const struct {
	zgl_sv oid, parameters;
} algorithms[] = {
	/* rfc8017#A.1: NULL; some keys in DNS have nothing there */
	[ZGL_KEY_RSA] = { OCTETS("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"),
		OCTETS("\x05\x00") },
	/* rfc8410#3: "the parameters MUST be absent" */
	[ZGL_KEY_ED25519] = { OCTETS("\x2b\x65\x70"), OCTETS("") },
};
#undef OCTETS
// clang-format on

static enum zgl_key_fault algorithm_of(
	zgl_sv identifier, enum zgl_key_alg *alg_r)
{
	zgl_sv oid;

	if (!zgl_der_take(&identifier, ZGL_DER_OID, &oid))
		return ZGL_KEY_FAULT_SYNTAX;
	for (size_t i = 0; i < ZGL_COUNT(algorithms); i++) {
		if (!zgl_sv_eq(oid, algorithms[i].oid))
			continue;
		*alg_r = (enum zgl_key_alg)i;
		return identifier.n == 0
				|| zgl_sv_eq(
					identifier, algorithms[i].parameters)
			? ZGL_KEY_FAULT_NONE
			: ZGL_KEY_FAULT_SYNTAX;
	}
	return ZGL_KEY_FAULT_ALGORITHM;
}

enum zgl_key_fault zgl_keyinfo_read_public(
	zgl_sv der, struct zgl_keyinfo *info_r)
{
	zgl_sv in, identifier, bits;

	*info_r = (struct zgl_keyinfo){ 0 };
	if (!zgl_der_only(der, ZGL_DER_SEQUENCE, &in)
		|| !zgl_der_take(&in, ZGL_DER_SEQUENCE, &identifier)
		|| !zgl_der_only(in, ZGL_DER_BITS, &bits)
		|| !zgl_der_bits(bits, &info_r->key))
		return ZGL_KEY_FAULT_SYNTAX;
	return algorithm_of(identifier, &info_r->alg);
}

/* rfc5958#2: version 2 is written 1, and only it may have a public key. */
static bool read_tail(zgl_sv in, zgl_sv version, struct zgl_keyinfo *info_r)
{
	zgl_sv body;

	if (zgl_der_next_is(in, ATTRIBUTES)
		&& !zgl_der_take(&in, ATTRIBUTES, &body))
		return false;
	if (in.n == 0)
		return true;
	return version.p[0] == 1 && zgl_der_only(in, PUBLIC_HALF, &body)
		&& zgl_der_bits(body, &info_r->public_half);
}

static enum zgl_key_fault read_pkcs8(zgl_sv in, struct zgl_keyinfo *info_r)
{
	zgl_sv version, identifier;

	if (!zgl_der_take(&in, ZGL_DER_INTEGER, &version) || version.n != 1
		|| (unsigned char)version.p[0] > 1
		|| !zgl_der_take(&in, ZGL_DER_SEQUENCE, &identifier)
		|| !zgl_der_take(&in, ZGL_DER_OCTETS, &info_r->key)
		|| !read_tail(in, version, info_r))
		return ZGL_KEY_FAULT_SYNTAX;
	return algorithm_of(identifier, &info_r->alg);
}

/* A SEQUENCE that begins with a SEQUENCE: no private key, but which other? */
static enum zgl_key_fault name_other(zgl_sv in)
{
	zgl_sv body;

	if (!zgl_der_take(&in, ZGL_DER_SEQUENCE, &body))
		return ZGL_KEY_FAULT_SYNTAX;
	if (zgl_der_only(in, ZGL_DER_BITS, &body))
		return ZGL_KEY_FAULT_PUBLIC;
	if (zgl_der_only(in, ZGL_DER_OCTETS, &body)) /* rfc5958#3 */
		return ZGL_KEY_FAULT_ENCRYPTED;
	return ZGL_KEY_FAULT_SYNTAX;
}

enum zgl_key_fault zgl_keyinfo_read_private(
	zgl_sv der, struct zgl_keyinfo *info_r)
{
	zgl_sv in, rest, body;

	*info_r = (struct zgl_keyinfo){ .alg = ZGL_KEY_RSA, .key = der };
	if (!zgl_der_only(der, ZGL_DER_SEQUENCE, &in))
		return ZGL_KEY_FAULT_SYNTAX;
	rest = in;
	if (!zgl_der_take(&rest, ZGL_DER_INTEGER, &body))
		return name_other(in);
	if (zgl_der_next_is(rest, ZGL_DER_SEQUENCE))
		return read_pkcs8(in, info_r);
	if (zgl_der_only(rest, ZGL_DER_INTEGER, &body)) /* RSAPublicKey */
		return ZGL_KEY_FAULT_PUBLIC;
	return ZGL_KEY_FAULT_NONE;
}

static void write_algorithm(struct zgl_buf *to, enum zgl_key_alg alg)
{
	struct zgl_buf body;

	zgl_buf_begin(&body, INFO_MOST);
	zgl_derwrite_element(&body, ZGL_DER_OID, algorithms[alg].oid);
	zgl_buf_put(&body, algorithms[alg].parameters);
	zgl_derwrite_take(to, ZGL_DER_SEQUENCE, &body);
}

void zgl_keyinfo_write_public(
	struct zgl_buf *to, enum zgl_key_alg alg, zgl_sv key)
{
	struct zgl_buf body;

	zgl_buf_begin(&body, INFO_MOST);
	write_algorithm(&body, alg);
	zgl_derwrite_bits(&body, key);
	zgl_derwrite_take(to, ZGL_DER_SEQUENCE, &body);
}

void zgl_keyinfo_write_private(
	struct zgl_buf *to, enum zgl_key_alg alg, zgl_sv key)
{
	struct zgl_buf body;

	zgl_buf_begin(&body, INFO_MOST);
	zgl_derwrite_uint(&body, ZGL_SV("")); /* rfc5958#2: v1 is 0 */
	write_algorithm(&body, alg);
	zgl_derwrite_element(&body, ZGL_DER_OCTETS, key);
	zgl_derwrite_take(to, ZGL_DER_SEQUENCE, &body);
}
