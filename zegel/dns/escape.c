/* SPDX-License-Identifier: ISC */
#include "zegel/dns/escape.h"

#include "zegel/base/ascii.h"

size_t zgl_escape_read(zgl_sv text, uint8_t *octet_r)
{
	unsigned value = 0;

	*octet_r = (uint8_t)text.p[0];
	if (text.p[0] != '\\')
		return 1;
	if (text.n < 2)
		return 0;
	*octet_r = (uint8_t)text.p[1];
	if (!zgl_is_digit(text.p[1]))
		return 2;
	for (size_t i = 1; i <= 3; i++) {
		if (i == text.n || !zgl_is_digit(text.p[i]))
			return 0;
		value = value * 10 + (unsigned)(text.p[i] - '0');
	}
	*octet_r = (uint8_t)value;
	return value > UINT8_MAX ? 0 : 4;
}
