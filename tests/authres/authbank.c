/* SPDX-License-Identifier: ISC */
/*
 * authbank -- fields with hostile values, for readers of others.
 *
 *     authbank COUNT
 *
 * Prints COUNT lines of words, in hex but for the first: "ascii" or "utf8",
 * which kind of mail it is; the place (a property, "reason", "comment"), the
 * value, or "-" when it does not fit and must be absent, and the field. The
 * value stands in the first of two results, so that what breaks out of it is
 * seen in the second.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/authres/authvalues.h"

static void print_hex(zgl_sv s)
{
	for (size_t i = 0; i < s.n; i++)
		printf("%02x", (unsigned char)s.p[i]);
}

static void print_place(const struct authplace *place)
{
	print_hex(zgl_sv_of(place->ptype));
	if (place->property == NULL)
		return;
	print_hex(ZGL_SV("."));
	print_hex(zgl_sv_of(place->property));
}

static void print_line(
	const struct authplace *place, zgl_sv value, zgl_sv field, bool utf8)
{
	printf("%s ", utf8 ? "utf8" : "ascii");
	print_place(place);
	putchar(' ');
	if (zgl_authwrite_fits(value, utf8))
		print_hex(value);
	else
		putchar('-');
	putchar(' ');
	print_hex(field);
	putchar('\n');
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	struct authvalues v = { .state = UINT64_C(0x9e3779b97f4a7c15) };
	struct zgl_buf value, field;

	zgl_buf_begin(&value, AUTHVALUES_OCTETS);
	zgl_buf_begin(&field, 65536);
	for (unsigned long i = 0; i < count; i++) {
		const struct authplace *place =
			&authplaces[i % ZGL_COUNT(authplaces)];
		bool utf8 = i / ZGL_COUNT(authplaces) % 8 == 0;
		authvalues_next(&v, &value);
		struct zgl_authresult first =
			authplace_result(place, zgl_buf_sv(&value));
		authvalues_write(&field, &first, utf8);
		print_line(place, zgl_buf_sv(&value), zgl_buf_sv(&field), utf8);
	}
	zgl_buf_free(&value);
	zgl_buf_free(&field);
	return 0;
}
