/* SPDX-License-Identifier: ISC */
#include "zegel/base/attr.h"
#include "zegel/mail/bodyscan.h"
#include "zegel/mail/fieldscan.h"

static bool has_avx512(void)
{
	return __builtin_cpu_supports("avx512bw")
		&& __builtin_cpu_supports("bmi")
		&& __builtin_cpu_supports("bmi2")
		&& __builtin_cpu_supports("avx512vbmi2")
		&& __builtin_cpu_supports("popcnt");
}

static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2")
		&& __builtin_cpu_supports("popcnt");
}

static bool has_ssse3(void)
{
	return __builtin_cpu_supports("ssse3")
		&& __builtin_cpu_supports("popcnt");
}

static bool has_any(void)
{
	return true;
}

static const struct {
	bool (*here)(void);
	const struct zgl_bodyscan *scan;
} bodies[] = {
	{ has_avx512, &zgl_bodyscan_avx512 },
	{ has_avx2, &zgl_bodyscan_avx2 },
	{ has_ssse3, &zgl_bodyscan_ssse3 },
	{ has_any, &zgl_bodyscan_portable },
};

const struct zgl_bodyscan *zgl_bodyscan_at(size_t i)
{
	for (size_t at = 0; at < ZGL_COUNT(bodies); at++) {
		if (bodies[at].here() && i-- == 0)
			return bodies[at].scan;
	}
	return NULL;
}

const struct zgl_fieldscan *zgl_fieldscan_at(size_t i)
{
	if (has_avx512() && i-- == 0)
		return &zgl_fieldscan_avx512;
	return i == 0 ? &zgl_fieldscan_portable : NULL;
}
