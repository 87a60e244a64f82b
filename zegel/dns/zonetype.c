/* SPDX-License-Identifier: ISC */
#include "zegel/dns/zonetype.h"

#include "zegel/base/num.h"

struct row {
	const char *name;
	uint16_t type;
	const char *fields;
};

// clang-format off
static const struct row rows[] = {
	{ "A",      ZGL_RR_A,      "4" },
	{ "AAAA",   ZGL_RR_AAAA,   "6" },
	{ "CAA",    ZGL_RR_CAA,    "bcv" },
	{ "CNAME",  ZGL_RR_CNAME,  "n" },
	{ "DNSKEY", ZGL_RR_DNSKEY, NULL },
	{ "DS",     ZGL_RR_DS,     "sbbx" },
	{ "MX",     ZGL_RR_MX,     "sn" },
	{ "NS",     ZGL_RR_NS,     "n" },
	{ "NSEC",   ZGL_RR_NSEC,   NULL },
	{ "PTR",    ZGL_RR_PTR,    "n" },
	{ "RRSIG",  ZGL_RR_RRSIG,  NULL },
	{ "SOA",    ZGL_RR_SOA,    "nnltttt" },
	{ "SPF",    ZGL_RR_SPF,    "C" },
	{ "SRV",    ZGL_RR_SRV,    "sssn" },
	{ "TLSA",   ZGL_RR_TLSA,   "bbbx" },
	{ "TXT",    ZGL_RR_TXT,    "C" },
};
// clang-format on

static bool find_number(zgl_sv digits, struct zgl_zonetype *type_r)
{
	uint64_t number;

	/* rfc6895#3.1: 0 is no type */
	if (!zgl_num_parse(digits, &number) || number > UINT16_MAX
		|| number == 0)
		return false;
	*type_r = (struct zgl_zonetype){ .type = (uint16_t)number };
	for (size_t i = 0; i < ZGL_COUNT(rows); i++) {
		if (rows[i].type == number)
			type_r->fields = rows[i].fields;
	}
	return true;
}

bool zgl_zonetype_find(zgl_sv name, struct zgl_zonetype *type_r)
{
	const zgl_sv prefix = ZGL_SV("TYPE");

	for (size_t i = 0; i < ZGL_COUNT(rows); i++) {
		if (zgl_sv_ieq(name, zgl_sv_of(rows[i].name))) {
			*type_r = (struct zgl_zonetype){ rows[i].type,
				rows[i].fields };
			return true;
		}
	}
	return zgl_sv_istarts(name, prefix)
		&& find_number(zgl_sv_skip(name, prefix.n), type_r);
}
