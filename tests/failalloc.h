/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * failalloc -- an allocator that fails when it is told to.
 *
 * Shape    a test that is named in `fail_stems` of its meson.build is linked so
 *          that malloc, calloc and realloc of all that is linked statically
 *          (the library, the test) come through here. libcrypto is a shared
 *          library: it asks here after failalloc_openssl. A call of libidn2
 *          counts as one allocation (failidn2.c). What other shared libraries
 *          take is not seen.
 *
 *              for (size_t k = 1; k == 1 || failalloc_failed(); k++) {
 *                      failalloc_arm(k, forever);
 *                      err = thing_under_test();
 *                      failalloc_disarm();
 *                      ... when failalloc_failed(): an error, nothing lost
 *              }
 *
 *          The loop ends with the first run in which nothing failed, that is,
 *          after one run for each allocation there is.
 * Threads  the count is one for all threads.
 */

#include <stdbool.h>
#include <stddef.h>

/**
 * From now on the k-th allocation fails, k from 1; with `forever` all after it
 * fail too. 0 counts only.
 */
void failalloc_arm(size_t k, bool forever);

/** All allocations work again; count and failed tell of the time before. */
void failalloc_disarm(void);

/** The allocations asked for since failalloc_arm. */
size_t failalloc_count(void);

/** True when one of them was refused. */
bool failalloc_failed(void);

/** What a test hands to CRYPTO_set_mem_functions: see failopenssl.h. */
void *failalloc_malloc(size_t n, const char *file, int line);
void *failalloc_realloc(void *p, size_t n, const char *file, int line);
void failalloc_free(void *p, const char *file, int line);
