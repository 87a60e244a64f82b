/* SPDX-License-Identifier: ISC */
#include "srv/log/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "zegel/base/utf8show.h"

#define MARK      "..." /* what a cut line ends in */
#define PROGRAM   "zegeld"
#define BEGINNING PROGRAM ": "

/* Lines before zgl_log_open are not lost. */
static struct zgl_log_config log_config = { .to_stderr = true,
	.level = ZGL_LOG_INFO };

void zgl_log_open(const struct zgl_log_config *config)
{
	log_config = *config;
	/* now, since later /dev/log may be out of reach */
	if (config->to_syslog)
		openlog(PROGRAM, LOG_PID | LOG_NDELAY, config->facility);
}

bool zgl_log_wants(enum zgl_log_level level)
{
	return level <= log_config.level
		&& (log_config.to_stderr || log_config.to_syslog);
}

const char *zgl_log_level_word(enum zgl_log_level level)
{
#define LEVEL_WORD(name, priority, word) [ZGL_LOG_##name] = (word),
	static const char *const words[] = { ZGL_LOG_LEVEL_TABLE(LEVEL_WORD) };
#undef LEVEL_WORD

	return (size_t)level < ZGL_COUNT(words) ? words[level] : "unknown";
}

static int priority_of(enum zgl_log_level level)
{
#define LEVEL_PRIORITY(name, priority, word) [ZGL_LOG_##name] = (priority),
	static const int priorities[] = { ZGL_LOG_LEVEL_TABLE(LEVEL_PRIORITY) };
#undef LEVEL_PRIORITY

	return priorities[level];
}

/* Escapes `line`; what would pass ZGL_LOG_LINE_MAX is cut before the mark, and
 * before an escape or a code point that would be broken. */
static size_t escape(char out[ZGL_LOG_LINE_MAX], zgl_sv line)
{
	char one[ZGL_UTF8_ESCAPED];
	size_t n = 0, keep = 0, one_n;

	while (line.n > 0) {
		size_t taken = zgl_utf8_escape(line, one, &one_n);
		if (n + one_n > ZGL_LOG_LINE_MAX) {
			memcpy(out + keep, MARK, strlen(MARK));
			return keep + strlen(MARK);
		}
		memcpy(out + n, one, one_n);
		n += one_n;
		if (n + strlen(MARK) <= ZGL_LOG_LINE_MAX)
			keep = n;
		line = zgl_sv_skip(line, taken);
	}
	return n;
}

/* In one write: a line of this length goes into a pipe whole. */
static void put_stderr(const char *text, size_t n)
{
	while (n > 0) {
		ssize_t written = write(STDERR_FILENO, text, n);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return;
		text += written;
		n -= (size_t)written;
	}
}

void zgl_log_line(enum zgl_log_level level, zgl_sv line)
{
	char text[sizeof(BEGINNING) - 1 + ZGL_LOG_LINE_MAX + 1] = BEGINNING;
	char *escaped = text + strlen(BEGINNING);

	if (!zgl_log_wants(level))
		return;
	size_t n = escape(escaped, line);
	if (log_config.to_syslog)
		syslog(priority_of(level), "%.*s", (int)n, escaped);
	escaped[n] = '\n';
	if (log_config.to_stderr)
		put_stderr(text, strlen(BEGINNING) + n + 1);
}

void zgl_log_write(enum zgl_log_level level, const char *format, ...)
{
	/* An octet more than a line may have: then the escape sees the cut. */
	char text[ZGL_LOG_LINE_MAX + 2];
	va_list args;

	if (!zgl_log_wants(level))
		return;
	va_start(args, format);
	int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n < 0)
		n = snprintf(text, sizeof(text), "%s",
			"(a line that cannot be formatted)");
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	zgl_log_line(level, (zgl_sv){ text, (size_t)n });
}
