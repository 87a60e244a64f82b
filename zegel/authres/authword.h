/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * authword -- the words of an Authentication-Results field that need no quotes.
 *
 * Those which all readers take for the same: what the grammar has, but nothing
 * with "'", which some take for a quotation mark, and no white space above
 * US-ASCII, which some take for white space. UTF-8 is taken for granted.
 *
 * Source   RFC 8601 section 2.2, RFC 8616 section 5.
 */

#include "zegel/base/sv.h"

/** RFC 2045 section 5.1: a token; _u, with UTF-8 in it, too, as RFC 8601 section
 * 2.5 has it, though the grammar has not. */
bool zgl_authword_is_token(zgl_sv s);
bool zgl_authword_is_utoken(zgl_sv s);

/**
 * [ local-part ] "@" domain-name, the local part a dot-atom, UTF-8 being fine.
 * None that begins with "/" or "=", where some readers part words, or with "?":
 * behind the "=" of a property that would begin an encoded word.
 */
bool zgl_authword_is_address(zgl_sv s);

/** RFC 6376 section 3.5: two labels or more; U-labels are fine. */
bool zgl_authword_is_domain(zgl_sv s);
