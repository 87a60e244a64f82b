/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * err -- errors: the machine failed.
 *
 * An error is never a verdict about a message: what a message is, is told by
 * the result of its protocol (zgl_dkim_result and its like), what to do with
 * it by a disposition. A function that can fail returns enum zgl_err and its
 * caller must look.
 */

#include "zegel/base/attr.h"

/** name, word for programs, sentence for people */
#define ZGL_ERR_TABLE(X)                                                       \
	X(OK, "ok", "no error")                                                \
	X(ENOMEM, "nomem", "out of memory")                                    \
	X(ELIMIT, "limit", "a limit was reached")                              \
	X(ESYNTAX, "syntax", "the text does not have the form it should")      \
	X(EUSAGE, "usage", "a call out of order or with impossible arguments") \
	X(ECRYPTO, "crypto", "the cryptographic library failed")               \
	X(EIO, "io", "input or output failed")

#define ZGL_ERR_ENUM(name, word, sentence) ZGL_##name,
enum zgl_err {
	ZGL_ERR_TABLE(ZGL_ERR_ENUM)
};
#undef ZGL_ERR_ENUM

/**
 * Names an error for programs ("nomem") and tells it in words ("out of
 * memory"). The text is static; a value outside the enum gives "unknown".
 */
ZGL_API const char *zgl_err_word(enum zgl_err err);
ZGL_API const char *zgl_err_sentence(enum zgl_err err);

/** Leaves the function with the error of `call`, if it has one. */
#define ZGL_TRY(call)                                                          \
	do {                                                                   \
		enum zgl_err zgl_try_err_ = (call);                            \
		if (zgl_try_err_ != ZGL_OK)                                    \
			return zgl_try_err_;                                   \
	} while (0)
