/* SPDX-License-Identifier: ISC */
/*
 * authres_fields: fields in hex on standard input, a line each; what the
 * library reads as JSON on standard output, a line each:
 *
 *     {"id", "version", "results": [{"method", "version", "result", "reason",
 *      "comment", "ignored", "props": [[name, value, ignored], ...]}]}
 *     {"refused": sentence, "offset", "id", "version"}
 *
 * What is absent is null.
 */
#include <jansson.h>
#include <string.h>

#include "zegel/authres/authread.h"
#include "zegel/base/ascii.h"

#define ARENA_OCTETS ((size_t)4 * 1024 * 1024)

static json_t *text_of(zgl_sv s)
{
	return s.p == NULL ? json_null() : json_stringn(s.p, s.n);
}

static json_t *prop_of(const struct zgl_authread_prop *prop)
{
	char name[512];

	snprintf(name, sizeof(name), "%.*s.%.*s", (int)prop->ptype.n,
		prop->ptype.p, (int)prop->property.n, prop->property.p);
	return json_pack("[s, o, b]", name, text_of(prop->value), !prop->known);
}

static json_t *result_of(const struct zgl_authread_result *result)
{
	json_t *props = json_array();

	for (size_t i = 0; i < result->prop_count; i++)
		json_array_append_new(props, prop_of(&result->props[i]));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:o}", "method",
		text_of(result->method), "version", text_of(result->version),
		"result", text_of(result->result), "reason",
		text_of(result->reason), "comment", text_of(result->comment),
		"ignored", !result->known, "props", props);
}

static json_t *json_of(const struct zgl_authread *read)
{
	if (read->fault.what != NULL)
		return json_pack("{s:s, s:I, s:o, s:o}", "refused",
			read->fault.what, "offset",
			(json_int_t)read->fault.offset, "id",
			text_of(read->authserv_id), "version",
			text_of(read->version));
	json_t *results = json_array();
	for (size_t i = 0; i < read->count; i++)
		json_array_append_new(results, result_of(&read->results[i]));
	return json_pack("{s:o, s:o, s:o}", "id", text_of(read->authserv_id),
		"version", text_of(read->version), "results", results);
}

/* Turns hex into octets where it stands; returns how many. */
static size_t unhex(char *line)
{
	size_t n = 0;

	while (zgl_hex_value(line[2 * n]) >= 0) {
		int high = zgl_hex_value(line[2 * n]);
		int low = zgl_hex_value(line[2 * n + 1]);
		line[n++] = (char)(high << 4 | low);
	}
	return n;
}

int main(void)
{
	const struct zgl_limits limits = ZGL_LIMITS_DEFAULT;
	static char line[1 << 20];
	struct zgl_authread read;
	struct zgl_arena a;

	zgl_arena_begin(&a, ARENA_OCTETS);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		zgl_sv field = { line, unhex(line) };
		if (zgl_authread_field(field, &limits, &a, &read) != ZGL_OK)
			return 1;
		json_t *told = json_of(&read);
		if (told == NULL)
			return 1;
		json_dumpf(told, stdout, JSON_ENSURE_ASCII);
		putchar('\n');
		json_decref(told);
		zgl_arena_reset(&a);
	}
	zgl_arena_free(&a);
	return 0;
}
