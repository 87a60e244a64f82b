/* SPDX-License-Identifier: ISC */
#include "srv/milter/milterwire.h"

#define LENGTH_OCTETS 4

static uint32_t number_at(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] << 24 | (uint32_t)u[1] << 16 | (uint32_t)u[2] << 8
		| u[3];
}

enum zgl_milterwire_state zgl_milterwire_next(zgl_sv octets, size_t most,
	struct zgl_milterpacket *packet_r, size_t *taken_r)
{
	*taken_r = ZGL_MILTER_PACKET_MIN;
	if (octets.n < LENGTH_OCTETS)
		return ZGL_MILTERWIRE_MORE;
	size_t n = number_at(octets.p);
	if (n == 0 || n > most)
		return ZGL_MILTERWIRE_BAD;
	*taken_r = LENGTH_OCTETS + n;
	if (octets.n < *taken_r)
		return ZGL_MILTERWIRE_MORE;
	packet_r->command = (uint8_t)octets.p[LENGTH_OCTETS];
	packet_r->data = (zgl_sv){ octets.p + ZGL_MILTER_PACKET_MIN, n - 1 };
	return ZGL_MILTERWIRE_PACKET;
}

/* ---- what packets hold ---- */

/* Takes a text and the NUL behind it; false when there is no NUL. */
static bool take_text(zgl_sv *data, zgl_sv *text_r)
{
	size_t n = zgl_sv_find(*data, '\0');

	if (n == data->n)
		return false;
	*text_r = zgl_sv_head(*data, n);
	*data = zgl_sv_skip(*data, n + 1);
	return true;
}

bool zgl_milterwire_offer(zgl_sv data, struct zgl_milteroffer *offer_r)
{
	/* what stands behind the three numbers is for later versions */
	if (data.n < 3 * sizeof(uint32_t))
		return false;
	offer_r->version = number_at(data.p);
	offer_r->actions = number_at(data.p + 4);
	offer_r->protocol = number_at(data.p + 8);
	return true;
}

/* Two octets of port, then the address. */
static bool take_address(zgl_sv data, struct zgl_milterconnect *connect_r)
{
	const zgl_sv prefix = ZGL_SV("IPv6:");

	if (data.n < sizeof(uint16_t))
		return false;
	connect_r->port = (uint16_t)((unsigned char)data.p[0] << 8
		| (unsigned char)data.p[1]);
	data = zgl_sv_skip(data, sizeof(uint16_t));
	if (!take_text(&data, &connect_r->address))
		return false;
	if (connect_r->family == '6'
		&& zgl_sv_istarts(connect_r->address, prefix))
		connect_r->address = zgl_sv_skip(connect_r->address, prefix.n);
	return true;
}

bool zgl_milterwire_connect(zgl_sv data, struct zgl_milterconnect *connect_r)
{
	*connect_r = (struct zgl_milterconnect){ 0 };
	if (!take_text(&data, &connect_r->host) || data.n == 0)
		return false;
	connect_r->family = data.p[0];
	data = zgl_sv_skip(data, 1);
	switch (connect_r->family) {
	case 'U': return true;
	case '4':
	case '6':
	case 'L': return take_address(data, connect_r);
	default: return false;
	}
}

bool zgl_milterwire_header(zgl_sv data, zgl_sv *name_r, zgl_sv *value_r)
{
	return take_text(&data, name_r) && name_r->n > 0
		&& take_text(&data, value_r) && data.n == 0;
}

bool zgl_milterwire_first(zgl_sv data, zgl_sv *text_r)
{
	if (data.n == 0 || data.p[data.n - 1] != '\0')
		return false;
	return take_text(&data, text_r);
}

bool zgl_milterwire_macro(
	zgl_sv *list, zgl_sv *name_r, zgl_sv *value_r, bool *good_r)
{
	*good_r = list->n == 0;
	if (list->n == 0 || !take_text(list, name_r)
		|| !take_text(list, value_r))
		return false;
	*good_r = true;
	return true;
}

/* ---- what we write ---- */

static void put_number(struct zgl_buf *to, uint32_t n)
{
	const char octets[4] = { (char)(n >> 24), (char)(n >> 16),
		(char)(n >> 8), (char)n };

	zgl_buf_put(to, (zgl_sv){ octets, sizeof(octets) });
}

static void put_begin(struct zgl_buf *to, char reply, size_t n)
{
	put_number(to, (uint32_t)(1 + n));
	zgl_buf_char(to, reply);
}

static void put_text(struct zgl_buf *to, zgl_sv text)
{
	zgl_buf_put(to, text);
	zgl_buf_char(to, '\0');
}

void zgl_milterwire_put(struct zgl_buf *to, char reply, zgl_sv data)
{
	put_begin(to, reply, data.n);
	zgl_buf_put(to, data);
}

static void put_bare(struct zgl_buf *to, char reply)
{
	const char packet[] = { 0, 0, 0, 1, reply };

	zgl_buf_put(to, (zgl_sv){ packet, sizeof(packet) });
}

void zgl_milterwire_put_accept(struct zgl_buf *to)
{
	put_bare(to, 'a');
}

void zgl_milterwire_put_continue(struct zgl_buf *to)
{
	put_bare(to, 'c');
}

void zgl_milterwire_put_tempfail(struct zgl_buf *to)
{
	put_bare(to, 't');
}

void zgl_milterwire_put_skip(struct zgl_buf *to)
{
	put_bare(to, 's');
}

void zgl_milterwire_put_progress(struct zgl_buf *to)
{
	put_bare(to, 'p');
}

void zgl_milterwire_put_quarantine(struct zgl_buf *to, zgl_sv reason)
{
	put_begin(to, 'q', reason.n + 1);
	put_text(to, reason);
}

void zgl_milterwire_put_reply(
	struct zgl_buf *to, const char *code, const char *enhanced, zgl_sv text)
{
	zgl_sv first = zgl_sv_of(code), second = zgl_sv_of(enhanced);
	size_t n = first.n + 1 + second.n + 1 + text.n + 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '%';
	put_begin(to, 'y', n);
	zgl_buf_put(to, first);
	zgl_buf_char(to, ' ');
	zgl_buf_put(to, second);
	zgl_buf_char(to, ' ');
	/* Sendmail takes the text for a format */
	for (zgl_sv part; zgl_sv_split(&text, '%', &part);) {
		zgl_buf_put(to, part);
		if (text.p != NULL)
			zgl_buf_text(to, "%%");
	}
	zgl_buf_char(to, '\0');
}

void zgl_milterwire_put_add(struct zgl_buf *to, zgl_sv name, zgl_sv value)
{
	put_begin(to, 'h', name.n + 1 + value.n + 1);
	put_text(to, name);
	put_text(to, value);
}

static void put_at(
	struct zgl_buf *to, char reply, uint32_t index, const zgl_sv field[2])
{
	put_begin(to, reply, sizeof(index) + field[0].n + 1 + field[1].n + 1);
	put_number(to, index);
	put_text(to, field[0]);
	put_text(to, field[1]);
}

void zgl_milterwire_put_insert(
	struct zgl_buf *to, uint32_t index, zgl_sv name, zgl_sv value)
{
	put_at(to, 'i', index, (const zgl_sv[]){ name, value });
}

void zgl_milterwire_put_change(
	struct zgl_buf *to, uint32_t index, zgl_sv name, zgl_sv value)
{
	put_at(to, 'm', index, (const zgl_sv[]){ name, value });
}
