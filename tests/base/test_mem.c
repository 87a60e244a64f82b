/* SPDX-License-Identifier: ISC */
/* mem: the one door to the heap. What happens without memory: test_nomem. */
#include "tests/rows.h"
#include "zegel/base/mem.h"

static void new_is_zero(void **state)
{
	(void)state;
	for (size_t n = 1; n < 3000; n += 97) {
		unsigned char *p = zgl_mem_new(n);
		assert_non_null(p);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n); /* for who gets it next */
		zgl_mem_free(p);
	}
}

static void resize_keeps_octets(void **state)
{
	unsigned char *p = zgl_mem_resize(NULL, 4);

	(void)state;
	assert_non_null(p);
	memcpy(p, "kept", 4);
	p = zgl_mem_resize(p, 100000);
	assert_non_null(p);
	assert_memory_equal(p, "kept", 4);
	memset(p + 4, 1, 100000 - 4);
	p = zgl_mem_resize(p, 2);
	assert_non_null(p);
	assert_memory_equal(p, "ke", 2);
	zgl_mem_free(p);
}

static void wipe_is_exact(void **state)
{
	char octets[5];

	(void)state;
	memcpy(octets, "abcde", 5);
	zgl_mem_wipe(octets + 1, 3);
	assert_memory_equal(octets, "a\0\0\0e", 5);
	zgl_mem_wipe(octets, 0);
	assert_int_equal(octets[0], 'a');
	zgl_mem_wipe(NULL, 0);
	zgl_mem_free(NULL);
}

int main(void)
{
	struct rows r = { 0 };

	rows_add_one(&r, "new octets are zero", new_is_zero);
	rows_add_one(&r, "a resize keeps what fits", resize_keeps_octets);
	rows_add_one(
		&r, "a wipe is exact, and of nothing is fine", wipe_is_exact);
	return rows_run(&r, "mem");
}
