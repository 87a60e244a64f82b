/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * sdnotify -- tells the service manager how the daemon is.
 *
 * Errors   none: without NOTIFY_SOCKET, or when nobody listens, nothing is
 *          told.
 * Source   systemd's sd_notify(3): its protocol is stable.
 */

/** Sends assignments, divided by newlines: "READY=1". */
void zgl_sdnotify(const char *state);
