/* SPDX-License-Identifier: ISC */
#include "zegel/base/num.h"

#include <string.h>

#include "zegel/base/ascii.h"

static uint64_t append_digit(uint64_t value, unsigned digit)
{
	if (value > (UINT64_MAX - digit) / 10)
		return UINT64_MAX;
	return value * 10 + digit;
}

bool zgl_num_parse(zgl_sv s, uint64_t *value_r)
{
	uint64_t value = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!zgl_is_digit(s.p[i]))
			return false;
		value = append_digit(value, (unsigned)(s.p[i] - '0'));
	}
	*value_r = value;
	return true;
}

size_t zgl_num_write(uint64_t value, char out[ZGL_NUM_TEXT])
{
	char *p = out + ZGL_NUM_TEXT;

	*--p = '\0';
	do {
		*--p = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	size_t n = (size_t)(out + ZGL_NUM_TEXT - p);
	memmove(out, p, n);
	return n - 1;
}
