/* SPDX-License-Identifier: ISC */
#include "zegel/mail/bodyscan.h"

const struct zgl_bodyscan *zgl_bodyscan_at(size_t i)
{
	return i == 0 ? &zgl_bodyscan_portable : NULL;
}
