/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * failopenssl -- lets libcrypto take its memory from failalloc.
 */

#include <stdio.h>
#include <stdlib.h>

#include <openssl/crypto.h>

#include "tests/failalloc.h"

/** To be called first in main, before libcrypto takes anything. */
static inline void failalloc_openssl(void)
{
	if (CRYPTO_set_mem_functions(
		    failalloc_malloc, failalloc_realloc, failalloc_free)
		!= 1) {
		fputs("Bail out! libcrypto has memory already\n", stdout);
		exit(1);
	}
}
