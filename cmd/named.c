/* SPDX-License-Identifier: ISC */
#include "cmd/named.h"

#include "cmd/say.h"
#include "zegel/keys/recordtext.h"

static const char *const faults[] = {
	[ZGL_DNAME_OK] = "no fault",
	[ZGL_DNAME_EMPTY] = "it has an empty label",
	[ZGL_DNAME_LONG] = "a label has over 63 octets, or all over 253",
	[ZGL_DNAME_OCTET] = "it has an octet that no name may have",
	[ZGL_DNAME_HYPHEN] = "a label begins or ends with a hyphen",
	[ZGL_DNAME_IDN] = "IDNA 2008 does not allow it",
	[ZGL_DNAME_NOMEM] = "out of memory",
};

static int tell(const char *what, zgl_sv text, enum zgl_dname_fault fault)
{
	if (fault == ZGL_DNAME_OK)
		return ZGL_EXIT_OK;
	zgl_say_error("%s \"%.*s\": %s", what, ZGL_SAY(text),
		(unsigned)fault < ZGL_COUNT(faults) ? faults[fault]
						    : "it is no name");
	return fault == ZGL_DNAME_NOMEM ? ZGL_EXIT_OS : ZGL_EXIT_USAGE;
}

int zgl_named_name(const char *text, struct zgl_dname *name_r)
{
	zgl_sv view = zgl_sv_of(text);

	if (view.n > 1 && view.p[view.n - 1] == '.') {
		zgl_say_error("domain \"%s\": ends with a dot", text);
		return ZGL_EXIT_USAGE;
	}
	return tell("domain", view, zgl_dname_parse(view, name_r));
}

int zgl_named_domain(const char *text, struct zgl_dname *name_r)
{
	int code = zgl_named_name(text, name_r);

	if (code == ZGL_EXIT_OK && zgl_dname_labels(name_r) < 2) {
		zgl_say_error("domain \"%s\": it has one label only", text);
		code = ZGL_EXIT_USAGE;
	}
	return code;
}

int zgl_named_selector(zgl_sv text, struct zgl_dname *name_r)
{
	return tell("selector", text, zgl_dname_parse(text, name_r));
}

int zgl_named_new_selector(zgl_sv text, struct zgl_dname *name_r)
{
	return tell("selector", text, zgl_keys_selector_parse(text, name_r));
}
