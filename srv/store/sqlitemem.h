/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * sqlitemem -- the heap of SQLite is ours, and is wiped.
 *
 * Pages that SQLite has read hold private keys. So it takes its memory through
 * base/mem, and what it gives back is overwritten first.
 *
 * Threads  any.
 */

/**
 * To be called before any other call of SQLite. Where somebody else has begun
 * to use SQLite in this process already, it keeps the heap that it has.
 */
void zgl_sqlitemem_use(void);
