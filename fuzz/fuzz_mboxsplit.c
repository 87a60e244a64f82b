/* SPDX-License-Identifier: ISC */
/*
 * mboxsplit against a second reader, which has the whole mbox before it and
 * goes line by line: both find the same messages, whatever the chunks.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/mboxsplit.h"
#include "zegel/base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST ((size_t)1 << 20)

/* Messages one after another; where each begins and ends is marked in marks,
 * as the length of the text at that time. */
struct seen {
	struct zgl_buf text, marks;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void mark(struct seen *s, char kind)
{
	zgl_buf_char(&s->marks, kind);
	zgl_buf_num(&s->marks, s->text.n);
}

static void take_begin(void *to)
{
	mark(to, '{');
}

static void take_octets(void *to, zgl_sv octets)
{
	zgl_buf_put(&((struct seen *)to)->text, octets);
}

static void take_end(void *to)
{
	mark(to, '}');
}

static const struct zgl_mboxsplit_face face = { take_begin, take_octets,
	take_end };

static void begin(struct seen *s)
{
	zgl_buf_begin(&s->text, MOST);
	zgl_buf_begin(&s->marks, MOST);
}

static void end(struct seen *s)
{
	zgl_buf_free(&s->text);
	zgl_buf_free(&s->marks);
}

static zgl_sv take_line(zgl_sv *rest)
{
	size_t at = zgl_sv_find(*rest, '\n');
	zgl_sv line = zgl_sv_head(*rest, at < rest->n ? at + 1 : at);

	*rest = zgl_sv_skip(*rest, line.n);
	return line;
}

static bool is_from(zgl_sv line)
{
	return zgl_sv_starts(line, ZGL_SV("From "));
}

static bool is_digits(zgl_sv s)
{
	bool good = s.n > 0;

	for (size_t i = 0; i < s.n; i++)
		good = good && s.p[i] >= '0' && s.p[i] <= '9';
	return good;
}

static bool is_name(zgl_sv word, const char *const *names)
{
	for (; *names != NULL; names++) {
		if (zgl_sv_ieq(word, zgl_sv_of(*names)))
			return true;
	}
	return false;
}

static bool is_date(const zgl_sv words[4])
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun", NULL };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", NULL };
	zgl_sv at = words[3];

	return is_name(words[0], days) && is_name(words[1], months)
		&& is_digits(words[2]) && words[2].n < 3 && at.n >= 5
		&& is_digits(zgl_sv_head(at, 2)) && at.p[2] == ':'
		&& is_digits(zgl_sv_head(zgl_sv_skip(at, 3), 2));
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* All words of the line first, then four that follow another. */
static bool is_parting(zgl_sv line)
{
	zgl_sv words[ZGL_MBOX_LINE];
	size_t count = 0;

	if (!is_from(line))
		return false;
	line = zgl_sv_skip(line, 5);
	line = zgl_sv_head(line, zgl_sv_find(line, '\n'));
	line = zgl_sv_head(line, ZGL_MBOX_LINE);
	for (size_t i = 0; i < line.n; i++) {
		if (is_space(line.p[i]))
			continue;
		if (i == 0 || is_space(line.p[i - 1]))
			words[count++] = (zgl_sv){ line.p + i, 0 };
		words[count - 1].n++;
	}
	for (size_t i = 1; i + 4 <= count; i++) {
		if (is_date(words + i))
			return true;
	}
	return false;
}

static bool is_quoted_from(zgl_sv line)
{
	zgl_sv rest = line;

	while (rest.n > 0 && rest.p[0] == '>')
		rest = zgl_sv_skip(rest, 1);
	return rest.n < line.n && is_from(rest);
}

static bool is_blank(zgl_sv line)
{
	return zgl_sv_eq(line, ZGL_SV("\n")) || zgl_sv_eq(line, ZGL_SV("\r\n"));
}

/* One message, up to the From_ line of the next. */
static void read_message(zgl_sv *rest, struct seen *s)
{
	while (rest->n > 0) {
		zgl_sv line = take_line(rest);
		if (is_blank(line) && (rest->n == 0 || is_parting(*rest)))
			return;
		zgl_buf_put(&s->text,
			zgl_sv_skip(line, is_quoted_from(line) ? 1 : 0));
	}
}

static bool read_slowly(zgl_sv rest, struct seen *s)
{
	if (rest.n > 0 && !is_parting(rest))
		return false;
	while (rest.n > 0) {
		take_line(&rest);
		mark(s, '{');
		read_message(&rest, s);
		mark(s, '}');
	}
	return true;
}

static bool read_in_chunks(zgl_sv rest, size_t chunk, struct seen *s)
{
	struct zgl_mboxsplit m;
	bool good = true;

	zgl_mboxsplit_begin(&m, &face, s);
	for (; rest.n > 0 && good; rest = zgl_sv_skip(rest, chunk))
		good = zgl_mboxsplit_feed(&m, zgl_sv_head(rest, chunk));
	return good && zgl_mboxsplit_end(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	zgl_sv all = { (const char *)data, size };
	struct seen slow, fast;

	if (size < 1 || size > MOST / 32)
		return 0;
	size_t chunk = 1 + data[0] % 64;
	all = zgl_sv_skip(all, 1);
	begin(&slow);
	begin(&fast);
	bool good = read_slowly(all, &slow);
	must(read_in_chunks(all, chunk, &fast) == good);
	if (good) {
		must(zgl_sv_eq(zgl_buf_sv(&slow.text), zgl_buf_sv(&fast.text)));
		must(zgl_sv_eq(
			zgl_buf_sv(&slow.marks), zgl_buf_sv(&fast.marks)));
	}
	end(&slow);
	end(&fast);
	return 0;
}
