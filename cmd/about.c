/* SPDX-License-Identifier: ISC */
#include "cmd/about.h"

#include <jansson.h>

#include "cmd/exits.h"
#include "cmd/jsonl.h"
#include "srv/resolve/resolver.h"
#include "zegel/base/version.h"
#include "zegel/crypto/engine.h"
#include "zegel/dns/dname.h"

int zgl_about_put(FILE *to, bool json)
{
	const struct {
		const char *name, *version;
	} beneath[] = {
		{ "OpenSSL", zgl_engine_openssl_version() },
		{ "libsodium", zgl_engine_sodium_version() },
		{ "libidn2", zgl_dname_idn2_version() },
		{ "libunbound", zgl_resolver_unbound_version() },
		{ "libevent", zgl_resolver_event_version() },
		{ "jansson", jansson_version_str() },
	};

	if (json) {
		json_t *libraries = json_object();
		for (size_t i = 0; i < ZGL_COUNT(beneath); i++)
			json_object_set_new(libraries, beneath[i].name,
				json_string(beneath[i].version));
		json_t *object = json_pack("{ss so}", "zegel", ZGL_VERSION,
			"libraries", libraries);
		return zgl_jsonl_write(to, object) ? ZGL_EXIT_OK : ZGL_EXIT_OS;
	}
	fprintf(to, "zegel %s\nwith", ZGL_VERSION);
	for (size_t i = 0; i < ZGL_COUNT(beneath); i++)
		fprintf(to, "%s %s %s", i > 0 ? "," : "", beneath[i].name,
			beneath[i].version);
	fputc('\n', to);
	return ZGL_EXIT_OK;
}
