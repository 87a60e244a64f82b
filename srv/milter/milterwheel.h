/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * milterwheel -- the deadlines of many connections, for next to nothing.
 *
 * Shape    a wheel with a slot for each second. An item whose deadline moves
 *          away is only marked; it is put where it belongs when the wheel comes
 *          by. So what happens for every packet costs one store.
 * Time     whole seconds of the caller's clock, which must not go back; an item
 *          fires when `due` is reached, at the next turn.
 * Memory   items live with their users; the wheel holds pointers.
 * Threads  one at a time.
 */

#include <stdint.h>

#define ZGL_MILTERWHEEL_SLOTS 256

struct zgl_milterwheel_item {
	struct zgl_milterwheel_item *next, **link; /* link NULL: in no slot */
	uint32_t due, stands; /* stands: the second of its slot */
};

struct zgl_milterwheel {
	struct zgl_milterwheel_item *slots[ZGL_MILTERWHEEL_SLOTS];
	uint32_t now_s;
};

/** Takes an item whose time is up; it is in no slot then. It may be set again,
 * or go, and so may others. */
typedef void zgl_milterwheel_fn(struct zgl_milterwheel_item *item);

void zgl_milterwheel_begin(struct zgl_milterwheel *wheel, uint32_t now_s);

/** Sets or moves a deadline. A new item is all zero. */
void zgl_milterwheel_set(struct zgl_milterwheel *wheel,
	struct zgl_milterwheel_item *item, uint32_t due);

/** Takes an item off; fine when it is in no slot. */
void zgl_milterwheel_drop(struct zgl_milterwheel_item *item);

/** It is now_s: all that is due fires. */
void zgl_milterwheel_turn(struct zgl_milterwheel *wheel, uint32_t now_s,
	zgl_milterwheel_fn *fire);
