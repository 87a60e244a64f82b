/* SPDX-License-Identifier: ISC */
/* milterwire: packets, what they hold, and what is written. */
#include "srv/milter/milterwire.h"
#include "tests/rows.h"

#define DATA(octets)                                                           \
	{                                                                      \
		octets, sizeof(octets) - 1                                     \
	}
#define NONE                                                                   \
	{                                                                      \
		NULL, 0                                                        \
	}

/* ---- packets ---- */

struct next_row {
	const char *name;
	zgl_sv octets;
	size_t most;
	enum zgl_milterwire_state state;
	size_t taken; /* or needed */
	char command;
	zgl_sv data;
};

// clang-format off
static const struct next_row next_rows[] = {
	{ "nothing: the least packet is asked for", DATA(""), 9, ZGL_MILTERWIRE_MORE, 5, 0, NONE },
	{ "one octet",                    DATA("\0"), 9, ZGL_MILTERWIRE_MORE, 5, 0, NONE },
	{ "three octets of length",       DATA("\377\377\377"), 9, ZGL_MILTERWIRE_MORE, 5, 0, NONE },
	{ "a length, no command",         DATA("\0\0\0\1"), 9, ZGL_MILTERWIRE_MORE, 5, 0, NONE },
	{ "a length of 3",                DATA("\0\0\0\3"), 9, ZGL_MILTERWIRE_MORE, 7, 0, NONE },
	{ "a packet but for an octet",    DATA("\0\0\0\3Bx"), 9, ZGL_MILTERWIRE_MORE, 7, 0, NONE },
	{ "a command alone",              DATA("\0\0\0\1A"), 9, ZGL_MILTERWIRE_PACKET, 5, 'A', DATA("") },
	{ "data",                         DATA("\0\0\0\3Bxy"), 9, ZGL_MILTERWIRE_PACKET, 7, 'B', DATA("xy") },
	{ "a packet and more",            DATA("\0\0\0\2Bxy"), 9, ZGL_MILTERWIRE_PACKET, 6, 'B', DATA("x") },
	{ "a command of 255",             DATA("\0\0\0\1\377"), 9, ZGL_MILTERWIRE_PACKET, 5, '\377', DATA("") },
	{ "length 0",                     DATA("\0\0\0\0"), 9, ZGL_MILTERWIRE_BAD, 0, 0, NONE },
	{ "length 0, a packet behind",    DATA("\0\0\0\0\0\0\0\1A"), 9, ZGL_MILTERWIRE_BAD, 0, 0, NONE },
	{ "the most",                     DATA("\0\0\0\11B"), 9, ZGL_MILTERWIRE_MORE, 13, 0, NONE },
	{ "one more than the most",       DATA("\0\0\0\12B"), 9, ZGL_MILTERWIRE_BAD, 0, 0, NONE },
	{ "the most, whole",              DATA("\0\0\0\11B12345678"), 9, ZGL_MILTERWIRE_PACKET, 13, 'B', DATA("12345678") },
	{ "256 KB, the limit of sessions", DATA("\0\4\0\0"), ZGL_MILTER_PACKET_MAX, ZGL_MILTERWIRE_MORE, 262148, 0, NONE },
	{ "256 KB and an octet",          DATA("\0\4\0\1"), ZGL_MILTER_PACKET_MAX, ZGL_MILTERWIRE_BAD, 0, 0, NONE },
	{ "4 GB: refused by its length",  DATA("\377\377\377\377"), ZGL_MILTER_PACKET_MAX, ZGL_MILTERWIRE_BAD, 0, 0, NONE },
	{ "2 GB",                         DATA("\200\0\0\0"), ZGL_MILTER_PACKET_MAX, ZGL_MILTERWIRE_BAD, 0, 0, NONE },
	{ "each octet of the length counts", DATA("\1\2\3\4"), 0x1020304, ZGL_MILTERWIRE_MORE, 0x1020308, 0, NONE },
};
// clang-format on

static void check_next(void **state)
{
	const struct next_row *row = *state;
	struct zgl_milterpacket packet = { 0 };
	size_t taken;

	enum zgl_milterwire_state got =
		zgl_milterwire_next(row->octets, row->most, &packet, &taken);
	assert_int_equal(got, row->state);
	if (got != ZGL_MILTERWIRE_BAD)
		assert_int_equal(taken, row->taken);
	if (got == ZGL_MILTERWIRE_PACKET) {
		assert_int_equal(packet.command, (uint8_t)row->command);
		assert_sv_equal(packet.data, row->data);
		assert_non_null(packet.data.p);
	}
}

/* ---- what they hold ---- */

struct offer_row {
	const char *name;
	zgl_sv data;
	bool good;
	struct zgl_milteroffer offer;
};

// clang-format off
static const struct offer_row offer_rows[] = {
	{ "Postfix",           DATA("\0\0\0\6\0\0\1\377\0\37\377\377"), true, { 6, 0x1ff, 0x1fffff } },
	{ "version 2",         DATA("\0\0\0\2\0\0\0\77\0\0\0\177"), true, { 2, 0x3f, 0x7f } },
	{ "every octet counts", DATA("\1\2\3\4\5\6\7\10\11\12\13\14"), true, { 0x1020304, 0x5060708, 0x90a0b0c } },
	{ "more behind it",    DATA("\0\0\0\6\0\0\1\377\0\37\377\377xyz"), true, { 6, 0x1ff, 0x1fffff } },
	{ "eleven octets",     DATA("\0\0\0\6\0\0\1\377\0\37\377"), false, { 0 } },
	{ "nothing",           DATA(""), false, { 0 } },
};
// clang-format on

static void check_offer(void **state)
{
	const struct offer_row *row = *state;
	struct zgl_milteroffer offer;

	assert_int_equal(zgl_milterwire_offer(row->data, &offer), row->good);
	if (row->good)
		assert_memory_equal(&offer, &row->offer, sizeof(offer));
}

struct connect_row {
	const char *name;
	zgl_sv data;
	bool good;
	const char *host;
	char family;
	uint16_t port;
	const char *address;
};

// clang-format off
static const struct connect_row connect_rows[] = {
	{ "IPv4",                 DATA("a.example\0004\1\302192.0.2.1\0"), true, "a.example", '4', 450, "192.0.2.1" },
	{ "IPv6",                 DATA("a\0006\377\3772001:db8::1\0"), true, "a", '6', 65535, "2001:db8::1" },
	{ "IPv6 as Sendmail has it", DATA("a\0006\0\0IPv6:2001:db8::1\0"), true, "a", '6', 0, "2001:db8::1" },
	{ "its prefix in any case", DATA("a\0006\0\0ipV6:::1\0"), true, "a", '6', 0, "::1" },
	{ "no such prefix for IPv4", DATA("a\0004\0\0IPv6:::1\0"), true, "a", '4', 0, "IPv6:::1" },
	{ "a path",               DATA("a\0L\0\0/tmp/sock\0"), true, "a", 'L', 0, "/tmp/sock" },
	{ "unknown",              DATA("a\0U"), true, "a", 'U', 0, NULL },
	{ "unknown, with more",   DATA("a\0U\0\0x\0"), true, "a", 'U', 0, NULL },
	{ "an empty host",        DATA("\0U"), true, "", 'U', 0, NULL },
	{ "an empty address",     DATA("a\0004\0\0\0"), true, "a", '4', 0, "" },
	{ "more behind the address", DATA("a\0004\0\0001.2.3.4\0x"), true, "a", '4', 0, "1.2.3.4" },
	{ "garbage for an address", DATA("a\0004\0\0\377\n\0"), true, "a", '4', 0, "\377\n" },
	{ "nothing",              DATA(""), false, NULL, 0, 0, NULL },
	{ "a host without NUL",   DATA("a"), false, NULL, 0, 0, NULL },
	{ "no family",            DATA("a\0"), false, NULL, 0, 0, NULL },
	{ "another family",       DATA("a\0005\0\0x\0"), false, NULL, 0, 0, NULL },
	{ "a family of NUL",      DATA("a\0\0\0\0x\0"), false, NULL, 0, 0, NULL },
	{ "no port",              DATA("a\0004"), false, NULL, 0, 0, NULL },
	{ "half a port",          DATA("a\0004\1"), false, NULL, 0, 0, NULL },
	{ "no address",           DATA("a\0004\1\1"), false, NULL, 0, 0, NULL },
	{ "an address without NUL", DATA("a\0004\1\0011.2.3.4"), false, NULL, 0, 0, NULL },
};
// clang-format on

static void check_connect(void **state)
{
	const struct connect_row *row = *state;
	struct zgl_milterconnect connect;

	assert_int_equal(
		zgl_milterwire_connect(row->data, &connect), row->good);
	if (!row->good)
		return;
	assert_sv_equal(connect.host, zgl_sv_of(row->host));
	assert_int_equal(connect.family, row->family);
	assert_int_equal(connect.port, row->port);
	assert_sv_equal(connect.address, zgl_sv_of(row->address));
	assert_int_equal(connect.address.p == NULL, row->address == NULL);
}

struct header_row {
	const char *name;
	zgl_sv data;
	bool good;
	zgl_sv field, value;
};

// clang-format off
static const struct header_row header_rows[] = {
	{ "a field",              DATA("Subject\0 x\0"), true, DATA("Subject"), DATA(" x") },
	{ "an empty value",       DATA("Subject\0\0"), true, DATA("Subject"), DATA("") },
	{ "folds are LF",         DATA("To\0 a,\n\tb\0"), true, DATA("To"), DATA(" a,\n\tb") },
	{ "octets of any value",  DATA("T\377\0\1\377\r\0"), true, DATA("T\377"), DATA("\1\377\r") },
	{ "an empty name",        DATA("\0x\0"), false, NONE, NONE },
	{ "no NUL at the end",    DATA("To\0x"), false, NONE, NONE },
	{ "no value",             DATA("To\0"), false, NONE, NONE },
	{ "no NUL at all",        DATA("To"), false, NONE, NONE },
	{ "nothing",              DATA(""), false, NONE, NONE },
	{ "NUL within the value", DATA("To\0a\0b\0"), false, NONE, NONE },
	{ "octets behind the value", DATA("To\0a\0b"), false, NONE, NONE },
};
// clang-format on

static void check_header(void **state)
{
	const struct header_row *row = *state;
	zgl_sv name, value;

	assert_int_equal(
		zgl_milterwire_header(row->data, &name, &value), row->good);
	if (!row->good)
		return;
	assert_sv_equal(name, row->field);
	assert_sv_equal(value, row->value);
	assert_non_null(value.p);
}

struct first_row {
	const char *name;
	zgl_sv data;
	bool good;
	zgl_sv text;
};

// clang-format off
static const struct first_row first_rows[] = {
	{ "one text",          DATA("<a@b>\0"), true, DATA("<a@b>") },
	{ "the first of many", DATA("<>\0SIZE=1\0BODY=7BIT\0"), true, DATA("<>") },
	{ "an empty one",      DATA("\0"), true, DATA("") },
	{ "an empty one first", DATA("\0x\0"), true, DATA("") },
	{ "nothing",           DATA(""), false, NONE },
	{ "no NUL",            DATA("<a@b>"), false, NONE },
	{ "no NUL at the end", DATA("<a@b>\0SIZE"), false, NONE },
};
// clang-format on

static void check_first(void **state)
{
	const struct first_row *row = *state;
	zgl_sv text;

	assert_int_equal(zgl_milterwire_first(row->data, &text), row->good);
	if (row->good) {
		assert_sv_equal(text, row->text);
		assert_non_null(text.p);
	}
}

struct macro_row {
	const char *name;
	zgl_sv list;
	bool good;
	const char *told; /* name=value; ... */
};

// clang-format off
static const struct macro_row macro_rows[] = {
	{ "none",                     DATA(""), true, "" },
	{ "one",                      DATA("i\0004X1\0"), true, "i=4X1;" },
	{ "two",                      DATA("i\0x\0{auth_type}\0PLAIN\0"), true, "i=x;{auth_type}=PLAIN;" },
	{ "an empty value",           DATA("i\0\0j\0x\0"), true, "i=;j=x;" },
	{ "an empty name",            DATA("\0x\0"), true, "=x;" },
	{ "NULs only",                DATA("\0\0\0\0"), true, "=;=;" },
	{ "a name without a value",   DATA("i\0x\0j\0"), false, "i=x;" },
	{ "one name, no value",       DATA("i\0"), false, "" },
	{ "a name without NUL",       DATA("i\0x\0j"), false, "i=x;" },
	{ "a value without NUL",      DATA("i\0x\0j\0y"), false, "i=x;" },
	{ "no NUL at all",            DATA("ij"), false, "" },
	{ "a NUL too many",           DATA("i\0x\0\0"), false, "i=x;" },
};
// clang-format on

static void check_macro(void **state)
{
	const struct macro_row *row = *state;
	zgl_sv list = row->list, name, value;
	struct zgl_buf told;
	bool good;

	zgl_buf_begin(&told, 1000);
	while (zgl_milterwire_macro(&list, &name, &value, &good)) {
		assert_true(good);
		zgl_buf_put(&told, name);
		zgl_buf_char(&told, '=');
		zgl_buf_put(&told, value);
		zgl_buf_char(&told, ';');
	}
	assert_int_equal(good, row->good);
	assert_sv_equal(zgl_buf_sv(&told), zgl_sv_of(row->told));
	zgl_buf_free(&told);
}

/* ---- what is written ---- */

static void put_bare(struct zgl_buf *to)
{
	zgl_milterwire_put_accept(to);
	zgl_milterwire_put_continue(to);
	zgl_milterwire_put_tempfail(to);
	zgl_milterwire_put_skip(to);
	zgl_milterwire_put_progress(to);
}

static void put_data(struct zgl_buf *to)
{
	zgl_milterwire_put(to, 'O', ZGL_SV("\0\1"));
	zgl_milterwire_put(to, 'c', (zgl_sv){ NULL, 0 });
}

static void put_quarantine(struct zgl_buf *to)
{
	zgl_milterwire_put_quarantine(to, ZGL_SV("why"));
}

static void put_reply(struct zgl_buf *to)
{
	zgl_milterwire_put_reply(to, "550", "5.7.20", ZGL_SV("no pass"));
}

static void put_percent(struct zgl_buf *to)
{
	zgl_milterwire_put_reply(to, "550", "5.7.1", ZGL_SV("%a%%b%"));
}

static void put_no_text(struct zgl_buf *to)
{
	zgl_milterwire_put_reply(to, "451", "4.7.5", (zgl_sv){ NULL, 0 });
}

static void put_add(struct zgl_buf *to)
{
	zgl_milterwire_put_add(to, ZGL_SV("To"), ZGL_SV(" a,\n\tb"));
}

static void put_insert(struct zgl_buf *to)
{
	zgl_milterwire_put_insert(to, 0, ZGL_SV("To"), ZGL_SV(" a"));
}

static void put_change(struct zgl_buf *to)
{
	zgl_milterwire_put_change(to, 0x1020304, ZGL_SV("To"), ZGL_SV("a"));
}

static void put_delete(struct zgl_buf *to)
{
	zgl_milterwire_put_change(to, 2, ZGL_SV("To"), (zgl_sv){ NULL, 0 });
}

struct put_row {
	const char *name;
	void (*put)(struct zgl_buf *to);
	zgl_sv octets;
};

// clang-format off
static const struct put_row put_rows[] = {
	{ "accept, continue, tempfail, skip, progress", put_bare, DATA("\0\0\0\1a\0\0\0\1c\0\0\0\1t\0\0\0\1s\0\0\0\1p") },
	{ "any reply with data, and without", put_data, DATA("\0\0\0\3O\0\1\0\0\0\1c") },
	{ "quarantine",              put_quarantine, DATA("\0\0\0\5qwhy\0") },
	{ "reply: code, enhanced code, text", put_reply, DATA("\0\0\0\24y550 5.7.20 no pass\0") },
	{ "reply: each % is two",    put_percent, DATA("\0\0\0\26y550 5.7.1 %%a%%%%b%%\0") },
	{ "reply: no text",          put_no_text, DATA("\0\0\0\14y451 4.7.5 \0") },
	{ "add",                     put_add, DATA("\0\0\0\13hTo\0 a,\n\tb\0") },
	{ "insert at the top",       put_insert, DATA("\0\0\0\13i\0\0\0\0To\0 a\0") },
	{ "change",                  put_change, DATA("\0\0\0\12m\1\2\3\4To\0a\0") },
	{ "delete",                  put_delete, DATA("\0\0\0\11m\0\0\0\2To\0\0") },
};
// clang-format on

static void check_put(void **state)
{
	const struct put_row *row = *state;
	struct zgl_milterpacket packet;
	struct zgl_buf out;
	size_t n;

	zgl_buf_begin(&out, 1000);
	row->put(&out);
	assert_int_equal(out.err, ZGL_OK);
	assert_sv_equal(zgl_buf_sv(&out), row->octets);
	for (zgl_sv rest = zgl_buf_sv(&out); rest.n > 0;) {
		assert_int_equal(zgl_milterwire_next(rest, rest.n, &packet, &n),
			ZGL_MILTERWIRE_PACKET);
		rest = zgl_sv_skip(rest, n);
	}
	zgl_buf_free(&out);
}

static void check_put_limit(void **state)
{
	const struct put_row *row = *state;
	struct zgl_buf out;

	for (size_t most = 0; most < row->octets.n; most++) {
		zgl_buf_begin(&out, most);
		row->put(&out);
		assert_int_equal(out.err, ZGL_ELIMIT);
		zgl_buf_free(&out);
	}
}

int main(void)
{
	struct rows r = { 0 };

	ROWS_ADD(&r, next_rows, check_next);
	ROWS_ADD(&r, offer_rows, check_offer);
	ROWS_ADD(&r, connect_rows, check_connect);
	ROWS_ADD(&r, header_rows, check_header);
	ROWS_ADD(&r, first_rows, check_first);
	ROWS_ADD(&r, macro_rows, check_macro);
	ROWS_ADD(&r, put_rows, check_put);
	ROWS_ADD(&r, put_rows, check_put_limit);
	return rows_run(&r, "milterwire");
}
