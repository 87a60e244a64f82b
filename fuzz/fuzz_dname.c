/* SPDX-License-Identifier: ISC */
/*
 * dname: an accepted name is of the class that its header promises, reads back
 * to itself and is the same as a qname. qname: what is written reads back.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/dns/qname.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void must_be_label(zgl_sv label)
{
	must(label.n >= 1 && label.n <= 63);
	must(label.p[0] != '-' && label.p[label.n - 1] != '-');
	for (size_t i = 0; i < label.n; i++) {
		char c = label.p[i];
		must(zgl_is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'
			|| c == '_');
	}
}

static void must_be_of_class(const struct zgl_dname *name)
{
	zgl_sv rest = zgl_dname_sv(name), label;
	unsigned labels = 0;

	must(name->n >= 1 && name->n <= 253 && name->text[name->n] == '\0');
	while (zgl_sv_split(&rest, '.', &label)) {
		must_be_label(label);
		labels++;
	}
	must(zgl_dname_labels(name) == labels);
}

/* The name cut in two at its first dot and put together again. */
static void must_come_together(const struct zgl_dname *name)
{
	zgl_sv text = zgl_dname_sv(name);
	size_t at = zgl_sv_find(text, '.');
	struct zgl_dname above, whole;

	must(zgl_dname_within(name, name));
	if (at == text.n)
		return;
	must(zgl_dname_parse(zgl_sv_skip(text, at + 1), &above) == 0);
	must(zgl_dname_within(name, &above) && !zgl_dname_within(&above, name));
	must(zgl_dname_prepend(zgl_sv_head(text, at), &above, &whole));
	must(zgl_dname_eq(&whole, name));
}

static bool has_8bit(zgl_sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (zgl_is_8bit(s.p[i]))
			return true;
	}
	return false;
}

static void try_dname(zgl_sv text)
{
	struct zgl_qname qname, again;
	struct zgl_dname name, same;

	if (zgl_dname_parse(text, &name) != ZGL_DNAME_OK) {
		must(name.n == 0 && name.text[0] == '\0');
		return;
	}
	must_be_of_class(&name);
	must(has_8bit(text) || zgl_sv_ieq(text, zgl_dname_sv(&name)));
	must(zgl_dname_parse(zgl_dname_sv(&name), &same) == ZGL_DNAME_OK);
	must(zgl_dname_eq(&name, &same));
	must_come_together(&name);
	zgl_qname_from_dname(&name, &qname);
	must(qname.n == name.n + 2);
	must(zgl_qname_from_octets(zgl_dname_sv(&name), &again));
	must(zgl_qname_eq(&qname, &again));
	must(zgl_qname_parse(zgl_dname_sv(&name), NULL, &again));
	must(zgl_qname_eq(&qname, &again));
}

static void must_read_back(const struct zgl_qname *name)
{
	struct zgl_qname again = *name;
	struct zgl_buf text;

	must(name->n >= 1 && name->wire[name->n - 1] == 0);
	zgl_buf_begin(&text, 2000);
	zgl_qname_write(name, &text);
	must(text.err == ZGL_OK);
	must(zgl_qname_parse(zgl_buf_sv(&text), name, &again));
	must(again.n == name->n
		&& memcmp(again.wire, name->wire, name->n) == 0);
	zgl_buf_free(&text);
	while (zgl_qname_parent(&again, &again))
		must(zgl_qname_within(name, &again));
	must(again.n == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv text = { (const char *)data, size };
	struct zgl_qname name;

	try_dname(text);
	if (zgl_qname_parse(text, NULL, &name)) {
		must_read_back(&name);
		(void)zgl_qname_parse(text, &name, &name);
	}
	if (zgl_qname_from_octets(text, &name))
		must_read_back(&name);
	return 0;
}
