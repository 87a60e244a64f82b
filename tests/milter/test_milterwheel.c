/* SPDX-License-Identifier: ISC */
/*
 * milterwheel: deadlines that are set, moved, taken off and reached, against a
 * list that is looked through each second.
 */
#include "srv/milter/milterwheel.h"
#include "tests/rows.h"

struct item {
	struct zgl_milterwheel_item item; /* first member */
	struct zgl_milterwheel *wheel;
	struct item *drops; /* when it fires, it takes this one off */
	uint32_t again_s;   /* when it fires, it is set anew; 0: not */
	unsigned fired;
	uint32_t at_s; /* last */
};

static void fire(struct zgl_milterwheel_item *which)
{
	struct item *item = (struct item *)(void *)which;

	assert_null(which->link);
	assert_true(which->due <= item->wheel->now_s);
	item->fired++;
	item->at_s = item->wheel->now_s;
	if (item->drops != NULL)
		zgl_milterwheel_drop(&item->drops->item);
	if (item->again_s > 0)
		zgl_milterwheel_set(
			item->wheel, which, item->wheel->now_s + item->again_s);
}

static void turn_to(struct zgl_milterwheel *wheel, uint32_t now_s)
{
	while (wheel->now_s < now_s)
		zgl_milterwheel_turn(wheel, wheel->now_s + 1, fire);
}

#define START 1000

struct row {
	const char *name;
	uint32_t due;   /* set at START */
	uint32_t moved; /* to, at once; 0: not moved */
	uint32_t fires;
};

// clang-format off
static const struct row rows[] = {
	{ "the next second",                  START + 1, 0, START + 1 },
	{ "a second that is over",            START - 5, 0, START + 1 },
	{ "this very second",                 START, 0, START + 1 },
	{ "a while",                          START + 60, 0, START + 60 },
	{ "the last slot",                    START + 255, 0, START + 255 },
	{ "a turn of the wheel",              START + 256, 0, START + 256 },
	{ "many turns of the wheel",          START + 7210, 0, START + 7210 },
	{ "moved away",                       START + 10, START + 20, START + 20 },
	{ "moved away for many turns",        START + 10, START + 2000, START + 2000 },
	{ "moved nearer",                     START + 20, START + 10, START + 10 },
	{ "moved nearer by many turns",       START + 2000, START + 10, START + 10 },
	{ "moved to the same second",         START + 10, START + 10, START + 10 },
};
// clang-format on

static void check_row(void **state)
{
	const struct row *row = *state;
	struct zgl_milterwheel wheel;
	struct item item = { .wheel = &wheel };

	zgl_milterwheel_begin(&wheel, START);
	zgl_milterwheel_set(&wheel, &item.item, row->due);
	if (row->moved > 0)
		zgl_milterwheel_set(&wheel, &item.item, row->moved);
	turn_to(&wheel, row->fires - 1);
	assert_int_equal(item.fired, 0);
	turn_to(&wheel, row->fires + 600);
	assert_int_equal(item.fired, 1);
	assert_int_equal(item.at_s, row->fires);
}

static void what_is_taken_off_does_not_fire(void **state)
{
	struct zgl_milterwheel wheel;
	struct item a = { .wheel = &wheel }, b = a, c = a;

	(void)state;
	zgl_milterwheel_begin(&wheel, START);
	zgl_milterwheel_set(&wheel, &a.item, START + 5);
	zgl_milterwheel_set(&wheel, &b.item, START + 5);
	zgl_milterwheel_set(&wheel, &c.item, START + 5);
	zgl_milterwheel_drop(&b.item);
	zgl_milterwheel_drop(&b.item);
	turn_to(&wheel, START + 10);
	assert_int_equal(a.fired, 1);
	assert_int_equal(b.fired, 0);
	assert_int_equal(c.fired, 1);
	zgl_milterwheel_drop(&a.item); /* fine for who is in no slot */
}

/* Each of two takes the other off: only the first one fires. */
static void one_may_take_another_off(void **state)
{
	struct zgl_milterwheel wheel;
	struct item a = { .wheel = &wheel }, b = { .wheel = &wheel };

	(void)state;
	a.drops = &b;
	b.drops = &a;
	zgl_milterwheel_begin(&wheel, START);
	zgl_milterwheel_set(&wheel, &a.item, START + 5);
	zgl_milterwheel_set(&wheel, &b.item, START + 5);
	turn_to(&wheel, START + 10);
	assert_int_equal(a.fired + b.fired, 1);
}

static void one_may_be_set_anew(void **state)
{
	struct zgl_milterwheel wheel;
	struct item a = { .wheel = &wheel, .again_s = 256 };
	struct item b = { .wheel = &wheel, .again_s = 1 };

	(void)state;
	zgl_milterwheel_begin(&wheel, START);
	zgl_milterwheel_set(&wheel, &a.item, START + 5);
	zgl_milterwheel_set(&wheel, &b.item, START + 5);
	turn_to(&wheel, START + 5 + 256);
	assert_int_equal(a.fired, 2);
	assert_int_equal(b.fired, 257);
}

/* A loop that slept for longer than a turn of the wheel. */
static void seconds_may_be_left_out(void **state)
{
	struct zgl_milterwheel wheel;
	struct item items[600];

	(void)state;
	zgl_milterwheel_begin(&wheel, START);
	for (uint32_t i = 0; i < ZGL_COUNT(items); i++) {
		items[i] = (struct item){ .wheel = &wheel };
		zgl_milterwheel_set(&wheel, &items[i].item, START + 1 + i);
	}
	zgl_milterwheel_turn(&wheel, START + 500, fire);
	for (uint32_t i = 0; i < ZGL_COUNT(items); i++)
		assert_int_equal(items[i].fired, i < 500 ? 1 : 0);
	zgl_milterwheel_turn(&wheel, START + 500, fire);
	zgl_milterwheel_turn(&wheel, START + 499, fire);
	turn_to(&wheel, START + 600);
	for (uint32_t i = 0; i < ZGL_COUNT(items); i++)
		assert_int_equal(items[i].fired, 1);
}

/* Numbers that look random are enough. */
static uint32_t next(uint32_t *x)
{
	*x = *x * 1664525 + 1013904223;
	return *x >> 8;
}

static void against_a_plain_list(void **state)
{
	static struct item items[300];
	static uint32_t due[ZGL_COUNT(items)]; /* 0: not set */
	static unsigned want[ZGL_COUNT(items)];
	struct zgl_milterwheel wheel;
	uint32_t x = 1;

	(void)state;
	zgl_milterwheel_begin(&wheel, START);
	for (size_t i = 0; i < ZGL_COUNT(items); i++)
		items[i].wheel = &wheel;
	for (uint32_t now_s = START + 1; now_s < START + 3000; now_s++) {
		for (int n = 0; n < 20; n++) {
			size_t i = next(&x) % ZGL_COUNT(items);
			due[i] = now_s + next(&x) % 700;
			zgl_milterwheel_set(&wheel, &items[i].item, due[i]);
			if (next(&x) % 8 != 0)
				continue;
			due[i] = 0;
			zgl_milterwheel_drop(&items[i].item);
		}
		zgl_milterwheel_turn(&wheel, now_s, fire);
		for (size_t i = 0; i < ZGL_COUNT(items); i++) {
			bool is_due = due[i] != 0 && due[i] <= now_s;
			want[i] += is_due;
			due[i] = is_due ? 0 : due[i];
			assert_int_equal(items[i].fired, want[i]);
		}
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, rows, check_row);
	rows_add_one(&r, "what is taken off does not fire",
		what_is_taken_off_does_not_fire);
	rows_add_one(&r, "one may take another off", one_may_take_another_off);
	rows_add_one(&r, "one may be set anew", one_may_be_set_anew);
	rows_add_one(&r, "seconds may be left out", seconds_may_be_left_out);
	rows_add_one(&r, "against a plain list", against_a_plain_list);
	return rows_run(&r, "milterwheel");
}
