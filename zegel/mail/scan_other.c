/* SPDX-License-Identifier: ISC */
#include "zegel/mail/bodyscan.h"
#include "zegel/mail/fieldscan.h"

const struct zgl_bodyscan *zgl_bodyscan_at(size_t i)
{
	return i == 0 ? &zgl_bodyscan_portable : NULL;
}

const struct zgl_fieldscan *zgl_fieldscan_at(size_t i)
{
	return i == 0 ? &zgl_fieldscan_portable : NULL;
}
