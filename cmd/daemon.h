/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * daemon -- zegeld from its start to its end.
 *
 * Order    key files, DNS, listeners; then root is given up; then the store is
 *          opened, and mail is served until SIGTERM or SIGINT.
 * Errors   told to the log; an exit code.
 * Process  signals are blocked when it is called, and stay so: it waits for
 *          them.
 */

#include "srv/conf/conf.h"

/** Blocks the signals that zgl_daemon_run waits for; before any thread. */
void zgl_daemon_block_signals(void);

/** now_s: a fixed time, or -1 for the clock. */
int zgl_daemon_run(const struct zgl_conf *conf, int64_t now_s);
