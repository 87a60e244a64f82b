/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * ubevent -- libunbound's events on libevent; private to this module.
 *
 * libunbound can take a libevent base by itself, but only of the very libevent
 * that it was built with, if it was built with any. Through its own table of
 * functions it works with ours everywhere.
 */

#include <event2/event.h>
#include <unbound-event.h>

struct zgl_ubevent {
	struct ub_event_base
		face; /* for ub_ctx_create_ub_event; first member */
	struct event_base *base;
	struct ub_event_base_vmt base_functions;
	struct ub_event_vmt event_functions;
};

/** Makes a face for `base`; both must outlive the context made with it. */
void zgl_ubevent_begin(struct zgl_ubevent *events, struct event_base *base);
