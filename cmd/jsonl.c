/* SPDX-License-Identifier: ISC */
#include "cmd/jsonl.h"

#include "cmd/say.h"
#include "zegel/base/buf.h"
#include "zegel/base/utf8.h"
#include "zegel/base/utf8show.h"

#define TEXT_OCTETS ((size_t)1024 * 1024)

json_t *zgl_jsonl_text(zgl_sv text)
{
	struct zgl_buf clean;
	uint32_t code;

	if (text.p == NULL)
		return json_null();
	zgl_buf_begin(&clean, 3 * TEXT_OCTETS);
	while (text.n > 0) {
		size_t n = zgl_utf8_next(text, &code);
		if (n > 0)
			zgl_buf_put(&clean, zgl_sv_head(text, n));
		else
			zgl_buf_text(&clean, "\xef\xbf\xbd");
		text = zgl_sv_skip(text, n > 0 ? n : 1);
	}
	json_t *string = clean.err != ZGL_OK
		? NULL
		: json_stringn(clean.n > 0 ? clean.p : "", clean.n);
	zgl_buf_free(&clean);
	return string;
}

bool zgl_jsonl_write(FILE *to, json_t *object)
{
	char *line = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);

	json_decref(object);
	if (line == NULL) {
		zgl_say_error("%s", zgl_err_sentence(ZGL_ENOMEM));
		return false;
	}
	fprintf(to, "%s\n", line);
	free(line);
	return true;
}
