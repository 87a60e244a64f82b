/* SPDX-License-Identifier: ISC */
#include "srv/milter/milterwheel.h"

#include <stddef.h>

#define SLOTS ZGL_MILTERWHEEL_SLOTS

void zgl_milterwheel_begin(struct zgl_milterwheel *wheel, uint32_t now_s)
{
	*wheel = (struct zgl_milterwheel){ .now_s = now_s };
}

void zgl_milterwheel_drop(struct zgl_milterwheel_item *item)
{
	if (item->link == NULL)
		return;
	*item->link = item->next;
	if (item->next != NULL)
		item->next->link = item->link;
	item->link = NULL;
}

static void push(
	struct zgl_milterwheel_item **first, struct zgl_milterwheel_item *item)
{
	item->next = *first;
	item->link = first;
	if (item->next != NULL)
		item->next->link = &item->next;
	*first = item;
}

/* Into the slot of its second, or into the last one the wheel reaches. */
static void place(
	struct zgl_milterwheel *wheel, struct zgl_milterwheel_item *item)
{
	uint32_t next = wheel->now_s + 1, last = wheel->now_s + SLOTS - 1;

	item->stands = item->due < next ? next : item->due;
	if (item->stands > last)
		item->stands = last;
	push(&wheel->slots[item->stands % SLOTS], item);
}

void zgl_milterwheel_set(struct zgl_milterwheel *wheel,
	struct zgl_milterwheel_item *item, uint32_t due)
{
	item->due = due;
	if (item->link != NULL && item->stands <= due)
		return;
	zgl_milterwheel_drop(item);
	place(wheel, item);
}

/* The list hangs on `first` meanwhile: a callback may take any item off. */
static void empty_slot(struct zgl_milterwheel *wheel, uint32_t second,
	uint32_t now_s, zgl_milterwheel_fn *fire)
{
	struct zgl_milterwheel_item **slot = &wheel->slots[second % SLOTS];
	struct zgl_milterwheel_item *first = *slot;

	*slot = NULL;
	if (first != NULL)
		first->link = &first;
	while (first != NULL) {
		struct zgl_milterwheel_item *item = first;
		zgl_milterwheel_drop(item);
		if (item->due <= now_s)
			fire(item);
		else
			place(wheel, item);
	}
}

void zgl_milterwheel_turn(
	struct zgl_milterwheel *wheel, uint32_t now_s, zgl_milterwheel_fn *fire)
{
	uint32_t from = wheel->now_s + 1;

	if (now_s < from)
		return;
	wheel->now_s = now_s;
	for (uint32_t second = from; second <= now_s; second++)
		empty_slot(wheel, second, now_s, fire);
}
