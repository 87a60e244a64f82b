/* SPDX-License-Identifier: ISC */
#include <event2/event.h>
#include <unbound.h>

#include "srv/resolve/resolver.h"

const char *zgl_resolver_unbound_version(void)
{
	return ub_version();
}

const char *zgl_resolver_event_version(void)
{
	return event_get_version();
}
