/* SPDX-License-Identifier: ISC */
#include "zegel/dns/qname.h"

#include <string.h>

#include "zegel/base/ascii.h"
#include "zegel/dns/escape.h"

#define LABEL_MAX 63

/*
 * A name on its way: the length octet of the label that grows stands at
 * `label`. Octets past the limits are counted but not kept, so that the
 * writer looks once, at the end.
 */
struct writer {
	struct zgl_qname *name;
	size_t label, n;
	bool bad;
};

static void begin(struct writer *w, struct zgl_qname *name)
{
	*w = (struct writer){ .name = name, .n = 1 };
}

static void put(struct writer *w, uint8_t octet)
{
	if (w->n == ZGL_QNAME_MAX || w->n - w->label > LABEL_MAX)
		w->bad = true;
	else
		w->name->wire[w->n++] = octet;
}

static void end_label(struct writer *w)
{
	size_t n = w->n - w->label - 1;

	if (n == 0 || w->n == ZGL_QNAME_MAX)
		w->bad = true;
	if (w->bad)
		return;
	w->name->wire[w->label] = (uint8_t)n;
	w->label = w->n++;
}

/* After the last end_label: the root's zero. */
static bool end(struct writer *w)
{
	if (w->bad)
		return false;
	w->name->wire[w->label] = 0;
	w->name->n = (uint8_t)(w->label + 1);
	return true;
}

void zgl_qname_from_dname(
	const struct zgl_dname *name, struct zgl_qname *name_r)
{
	struct writer w;

	begin(&w, name_r);
	for (size_t i = 0; i < name->n; i++) {
		if (name->text[i] == '.')
			end_label(&w);
		else
			put(&w, (uint8_t)name->text[i]);
	}
	if (name->n > 0)
		end_label(&w);
	(void)end(&w); /* 253 octets of text are at most 255 of wire */
}

/* Behind the labels that w has: `origin`, which ends with the root. */
static bool append(struct writer *w, const struct zgl_qname *origin)
{
	if (w->bad || w->label + origin->n > ZGL_QNAME_MAX)
		return false;
	memcpy(w->name->wire + w->label, origin->wire, origin->n);
	w->name->n = (uint8_t)(w->label + origin->n);
	return true;
}

/*
 * The labels of `text`, escapes and all. *rooted_r tells that the text ended
 * with the dot of the root.
 */
static void put_text(struct writer *w, zgl_sv text, bool *rooted_r)
{
	*rooted_r = false;
	for (size_t i = 0, used; i < text.n && !w->bad; i += used) {
		uint8_t octet;
		used = zgl_escape_read(zgl_sv_skip(text, i), &octet);
		*rooted_r = used == 1 && octet == '.';
		if (*rooted_r)
			end_label(w);
		else
			put(w, octet);
		w->bad = w->bad || used == 0;
	}
	if (!*rooted_r)
		end_label(w);
}

bool zgl_qname_parse(
	zgl_sv text, const struct zgl_qname *origin, struct zgl_qname *name_r)
{
	struct zgl_qname name;
	struct writer w;
	bool rooted;

	begin(&w, &name);
	if (zgl_sv_eq(text, ZGL_SV(".")))
		rooted = true;
	else
		put_text(&w, text, &rooted);
	if (rooted || origin == NULL ? !end(&w) : !append(&w, origin))
		return false;
	*name_r = name; /* `origin` may be name_r itself */
	return true;
}

bool zgl_qname_from_octets(zgl_sv octets, struct zgl_qname *name_r)
{
	struct writer w;

	begin(&w, name_r);
	if (octets.n > 1 && octets.p[octets.n - 1] == '.')
		octets.n--;
	for (size_t i = 0; i < octets.n && !w.bad; i++) {
		if (octets.p[i] == '.')
			end_label(&w);
		else
			put(&w, (uint8_t)octets.p[i]);
	}
	end_label(&w);
	return end(&w);
}

static void write_octet(struct zgl_buf *to, uint8_t octet)
{
	char c = (char)octet;

	if (!zgl_is_visible(c)) {
		const char text[] = { '\\', (char)('0' + octet / 100),
			(char)('0' + octet / 10 % 10),
			(char)('0' + octet % 10) };
		zgl_buf_put(to, (zgl_sv){ text, sizeof(text) });
		return;
	}
	if (memchr(".\\\"();@$", c, 8) != NULL)
		zgl_buf_char(to, '\\');
	zgl_buf_char(to, c);
}

void zgl_qname_write(const struct zgl_qname *name, struct zgl_buf *to)
{
	size_t at = 0;

	if (name->wire[0] == 0)
		zgl_buf_char(to, '.');
	while (name->wire[at] > 0) {
		size_t next = at + 1 + name->wire[at];
		for (at++; at < next; at++)
			write_octet(to, name->wire[at]);
		zgl_buf_char(to, '.');
	}
}

/* Length octets are below the letters, so the case of all may be folded. */
static bool wire_eq(const uint8_t *a, const uint8_t *b, size_t n)
{
	return zgl_sv_ieq(
		(zgl_sv){ (const char *)a, n }, (zgl_sv){ (const char *)b, n });
}

bool zgl_qname_eq(const struct zgl_qname *a, const struct zgl_qname *b)
{
	return a->n == b->n && wire_eq(a->wire, b->wire, a->n);
}

bool zgl_qname_within(
	const struct zgl_qname *name, const struct zgl_qname *above)
{
	size_t at = 0;

	while (name->n - at > above->n)
		at += (size_t)1 + name->wire[at];
	return name->n - at == above->n
		&& wire_eq(name->wire + at, above->wire, above->n);
}

bool zgl_qname_parent(const struct zgl_qname *name, struct zgl_qname *parent_r)
{
	size_t skip = (size_t)1 + name->wire[0];

	if (skip == 1)
		return false;
	parent_r->n = (uint8_t)(name->n - skip);
	memmove(parent_r->wire, name->wire + skip, parent_r->n);
	return true;
}
