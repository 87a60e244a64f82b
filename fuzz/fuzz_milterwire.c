/* SPDX-License-Identifier: ISC */
/*
 * milterwire: the octets are packets, the data of one, and text to write. Views
 * lie in what they are of; what was read, written again, is the same octets; a
 * packet is no other for what follows it, nor for what is missing of it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "srv/milter/milterwire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* A text with NUL behind it, within `data`. */
static void must_text(zgl_sv data, zgl_sv text)
{
	must(text.p >= data.p && text.n < data.n);
	must(text.p + text.n < data.p + data.n && text.p[text.n] == '\0');
	must(zgl_sv_find(text, '\0') == text.n);
}

static void must_end_early(
	zgl_sv packet, size_t most, enum zgl_milterwire_state whole)
{
	struct zgl_milterpacket none;
	size_t needs;

	for (size_t n = 0; n < packet.n && n < 9; n++) {
		enum zgl_milterwire_state state = zgl_milterwire_next(
			zgl_sv_head(packet, n), most, &none, &needs);
		must(state == ZGL_MILTERWIRE_MORE || state == whole);
		must(state == ZGL_MILTERWIRE_MORE || n >= 4);
		if (state == ZGL_MILTERWIRE_MORE)
			must(needs > n);
		if (whole == ZGL_MILTERWIRE_PACKET)
			must(needs <= packet.n);
	}
}

static void read_packets(zgl_sv octets, size_t most)
{
	struct zgl_milterpacket packet;
	struct zgl_buf again;
	size_t n;

	zgl_buf_begin(&again, SIZE_MAX);
	while (octets.n > 0) {
		enum zgl_milterwire_state state =
			zgl_milterwire_next(octets, most, &packet, &n);
		must_end_early(state == ZGL_MILTERWIRE_PACKET
				? zgl_sv_head(octets, n)
				: octets,
			most, state);
		if (state != ZGL_MILTERWIRE_PACKET)
			break;
		must(n <= octets.n && n <= most + 4);
		zgl_buf_reset(&again);
		zgl_milterwire_put(&again, (char)packet.command, packet.data);
		must(zgl_sv_eq(zgl_buf_sv(&again), zgl_sv_head(octets, n)));
		octets = zgl_sv_skip(octets, n);
	}
	zgl_buf_free(&again);
}

static void read_client(zgl_sv data)
{
	struct zgl_milterconnect connect;

	if (!zgl_milterwire_connect(data, &connect))
		return;
	must_text(data, connect.host);
	must(memchr("46LU", connect.family, 4) != NULL);
	must((connect.address.p == NULL) == (connect.family == 'U'));
	if (connect.address.p != NULL)
		must_text(data, connect.address);
}

static void read_field(zgl_sv data)
{
	zgl_sv name, value;
	struct zgl_buf again;

	if (!zgl_milterwire_header(data, &name, &value))
		return;
	must_text(data, name);
	must_text(data, value);
	must(name.n > 0 && name.n + 1 + value.n + 1 == data.n);
	zgl_buf_begin(&again, SIZE_MAX);
	zgl_milterwire_put_add(&again, name, value);
	must(again.n == 5 + data.n);
	must(memcmp(again.p + 5, data.p, data.n) == 0);
	zgl_buf_free(&again);
}

static void read_list(zgl_sv data)
{
	zgl_sv list = data, name, value, text;
	size_t sum = 0;
	bool good;

	while (zgl_milterwire_macro(&list, &name, &value, &good)) {
		must(good);
		must_text(data, name);
		must_text(data, value);
		sum += name.n + 1 + value.n + 1;
	}
	must(good ? sum == data.n : sum < data.n);
	if (zgl_milterwire_first(data, &text))
		must_text(data, text);
}

/* One line of text comes back as it went, each "%" as two. */
static void write_reply(zgl_sv text)
{
	struct zgl_milterpacket packet;
	struct zgl_buf out;
	size_t n, at = 0;

	zgl_buf_begin(&out, SIZE_MAX);
	zgl_milterwire_put_reply(&out, "550", "5.7.20", text);
	must(zgl_milterwire_next(zgl_buf_sv(&out), SIZE_MAX, &packet, &n)
		== ZGL_MILTERWIRE_PACKET);
	must(n == out.n && packet.command == 'y');
	must(zgl_sv_starts(packet.data, ZGL_SV("550 5.7.20 ")));
	zgl_sv rest = zgl_sv_skip(packet.data, 11);
	for (size_t i = 0; i < text.n; i++, at++) {
		must(rest.p[at] == text.p[i]);
		if (text.p[i] == '%')
			must(rest.p[++at] == '%');
	}
	must(at + 1 == rest.n && rest.p[at] == '\0');
	zgl_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zgl_milteroffer offer;

	if (size == 0)
		return 0;
	zgl_sv octets = { (const char *)data + 1, size - 1 };
	read_packets(octets, (size_t)16 << (data[0] & 15));
	must(zgl_milterwire_offer(octets, &offer) == (octets.n >= 12));
	read_client(octets);
	read_field(octets);
	read_list(octets);
	write_reply(octets);
	return 0;
}
