/* SPDX-License-Identifier: ISC */
#include "zegel/dns/wire.h"

#include <string.h>

/* No name has more labels; so many pointers lead to labels at least once. */
#define HOPS_MAX 127

struct zgl_wire zgl_wire_of(zgl_sv octets, bool pointers)
{
	const char *p = octets.n == 0 ? "" : octets.p;

	return (struct zgl_wire){
		.p = (const uint8_t *)p, .n = octets.n, .pointers = pointers
	};
}

zgl_sv zgl_wire_take(struct zgl_wire *w, size_t n)
{
	if (w->bad || n > w->n - w->at) {
		w->bad = true;
		return (zgl_sv){ NULL, 0 };
	}
	w->at += n;
	return (zgl_sv){ (const char *)w->p + w->at - n, n };
}

uint16_t zgl_wire_u16(struct zgl_wire *w)
{
	zgl_sv s = zgl_wire_take(w, 2);
	const uint8_t *p = (const uint8_t *)s.p;

	return (uint16_t)(p == NULL ? 0 : p[0] << 8 | p[1]);
}

uint32_t zgl_wire_u32(struct zgl_wire *w)
{
	uint32_t high = zgl_wire_u16(w);

	return high << 16 | zgl_wire_u16(w);
}

/* Copies the labels at *at, up to the root or a pointer; steps over them. */
static bool copy_labels(
	const struct zgl_wire *w, size_t *at, struct zgl_qname *name)
{
	while (*at < w->n && w->p[*at] > 0 && w->p[*at] < 0xc0) {
		size_t n = (size_t)1 + w->p[*at];
		/* rfc6891#5: 0x40 and 0x80 are no label lengths */
		if (n > 64 || n > w->n - *at || name->n + n >= ZGL_QNAME_MAX)
			return false;
		memcpy(name->wire + name->n, w->p + *at, n);
		name->n = (uint8_t)(name->n + n);
		*at += n;
	}
	return *at < w->n;
}

/* The target of the pointer at `at`; `before` when it leads nowhere good. */
static size_t pointer_target(const struct zgl_wire *w, size_t at, size_t before)
{
	if (!w->pointers || w->n - at < 2)
		return before;
	size_t target = (size_t)(w->p[at] & 0x3f) << 8 | w->p[at + 1];
	return target < before ? target : before;
}

/* Returns where the name ends, 0 when it is none. */
static size_t read_name(const struct zgl_wire *w, struct zgl_qname *name)
{
	size_t at = w->at, end = 0;

	for (unsigned hops = 0; hops <= HOPS_MAX; hops++) {
		size_t before = at;
		if (!copy_labels(w, &at, name))
			return 0;
		if (w->p[at] == 0) {
			name->wire[name->n++] = 0;
			return end == 0 ? at + 1 : end;
		}
		size_t target = pointer_target(w, at, before);
		if (target == before)
			return 0;
		end = end == 0 ? at + 2 : end;
		at = target;
	}
	return 0;
}

void zgl_wire_name(struct zgl_wire *w, struct zgl_qname *name_r)
{
	name_r->n = 0;
	size_t end = w->bad ? 0 : read_name(w, name_r);
	if (end == 0) {
		*name_r = (struct zgl_qname){ .n = 1 };
		w->bad = true;
		return;
	}
	w->at = end;
}
