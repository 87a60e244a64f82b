/* SPDX-License-Identifier: ISC */
/* miltergreet: of every offer what we want, and never more. */
#include "srv/milter/miltergreet.h"
#include "tests/rows.h"

struct row {
	const char *name;
	struct zgl_milteroffer offer;
	bool good;
	struct zgl_milteroffer agreed;
};

// clang-format off
static const struct row rows[] = {
	{ "Postfix, version 6",           { 6, 0x1ff, 0x1fffff }, true, { 6, 0x131, 0x1ff380 } },
	{ "Sendmail 8.17",                { 6, 0x1ff, 0x301fffff }, true, { 6, 0x131, 0x1ff380 } },
	{ "Postfix, version 2",           { 2, 0x3f, 0x7f }, true, { 2, 0x31, 0 } },
	{ "Sendmail 8.13, version 2: no reply to fields", { 2, 0x3f, 0xff }, true, { 2, 0x31, 0x80 } },
	{ "version 3: no unknown commands", { 3, 0x3f, 0x17f }, true, { 3, 0x31, 0x100 } },
	{ "version 4: no DATA",           { 4, 0x3f, 0x37f }, true, { 4, 0x31, 0x300 } },
	{ "version 5",                    { 5, 0x3f, 0x37f }, true, { 5, 0x31, 0x300 } },
	{ "a later version",              { 7, ~0u, ~0u }, true, { 6, 0x131, 0x1ff380 } },
	{ "the last version there can be", { ~0u, ~0u, ~0u }, true, { 6, 0x131, 0x1ff380 } },
	{ "skip is for answers to the body only", { 6, 0x1ff, 0x17ffff }, true, { 6, 0x131, 0x17f780 } },
	{ "skip alone",                   { 6, 0, 0x400 }, true, { 6, 0, 0x400 } },
	{ "version 6 that offers nothing", { 6, 0, 0 }, true, { 6, 0, 0 } },
	{ "version 1",                    { 1, ~0u, ~0u }, false, { 0 } },
	{ "version 0",                    { 0, ~0u, ~0u }, false, { 0 } },
};
// clang-format on

static void check_agree(void **state)
{
	const struct row *row = *state;
	struct zgl_milteroffer agreed;

	assert_int_equal(
		zgl_miltergreet_agree(&row->offer, &agreed), row->good);
	if (row->good)
		assert_memory_equal(&agreed, &row->agreed, sizeof(agreed));
}

static void every_bit_alone(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < 32; bit++) {
		uint32_t flag = (uint32_t)1 << bit;
		const struct zgl_milteroffer offer = { 6, flag, flag };
		struct zgl_milteroffer agreed;

		assert_true(zgl_miltergreet_agree(&offer, &agreed));
		assert_int_equal(agreed.actions & ~flag, 0);
		assert_int_equal(agreed.protocol & ~flag, 0);
	}
}

#define LISTS                                                                  \
	"\0\0\0\0{daemon_name}\0"                                              \
	"\0\0\0\1\0"                                                           \
	"\0\0\0\2i {auth_type} {auth_authen}\0"                                \
	"\0\0\0\3\0"                                                           \
	"\0\0\0\4\0"                                                           \
	"\0\0\0\6\0"                                                           \
	"\0\0\0\5i\0"

struct put_row {
	const char *name;
	struct zgl_milteroffer agreed;
	const char *octets;
	size_t n;
};

// clang-format off
#define PUT(octets) octets, sizeof(octets) - 1
static const struct put_row put_rows[] = {
	{ "the agreement alone", { 2, 0x31, 0x80 }, PUT("\0\0\0\15O\0\0\0\2\0\0\0\61\0\0\0\200") },
	{ "with lists of macros", { 6, 0x131, 0x1ff380 }, PUT("\0\0\0\131O\0\0\0\6\0\0\1\61\0\37\363\200" LISTS) },
};
// clang-format on

static void check_put(void **state)
{
	const struct put_row *row = *state;
	struct zgl_buf out;

	zgl_buf_begin(&out, 1000);
	zgl_miltergreet_put(&out, &row->agreed);
	assert_int_equal(out.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&out), ((zgl_sv){ row->octets, row->n }));
	zgl_buf_free(&out);
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check_agree);
	rows_add_one(&r, "no flag alone brings another", every_bit_alone);
	ROWS_ADD(&r, put_rows, check_put);
	return rows_run(&r, "miltergreet");
}
