/* SPDX-License-Identifier: ISC */
#include "srv/store/why.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void zgl_why_say(struct zgl_why *why, int number, const char *format, ...)
{
	va_list args;

	why->number = number;
	va_start(args, format);
	int n = vsnprintf(why->text, sizeof(why->text), format, args);
	va_end(args);
	if (n < 0)
		why->text[0] = '\0';
}

void zgl_why_errno(struct zgl_why *why, const char *path, int number)
{
	zgl_why_say(why, number, "%s: %s", path, strerror(number));
}
