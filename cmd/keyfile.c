/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC, mkstemp, fchmod */
#include "cmd/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/fd.h"
#include "cmd/say.h"
#include "zegel/base/mem.h"

#define FILE_OCTETS ((size_t)64 * 1024)
#define PATH_OCTETS 4096

/* rfc8301#3.2: a signer uses at least 1024 bits and should use 2048; nobody
 * has to verify more than 4096. */
#define BITS_LEAST   1024
#define BITS_ADVISED 2048
#define BITS_MOST    4096

static int fail_input(const char *path)
{
	int number = errno;

	zgl_say_error("%s: %s", path, strerror(number));
	return zgl_exits_of_input(number);
}

static int fail_output(const char *path)
{
	int number = errno;
	struct stat st;

	if (number == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		zgl_say_error("%s: is a directory, expected a new file", path);
		return ZGL_EXIT_CANTCREAT;
	}
	zgl_say_error("%s: %s%s", path, strerror(number),
		number == EEXIST ? ", a key is never overwritten" : "");
	return zgl_exits_of_output(number);
}

/* A key that others can read is not private, one that they can write is not
 * ours. */
static int check_privacy(const char *path, const struct stat *st)
{
	if ((st->st_mode & 077) != 0) {
		zgl_say_error("%s: others than its owner can use this private"
			      " key (mode %04o), mend it with: chmod 600 %s",
			path, (unsigned)st->st_mode & 07777U, path);
		return ZGL_EXIT_NOPERM;
	}
	if (st->st_uid != geteuid() && st->st_uid != 0) {
		zgl_say_error("%s: belongs to user %lu, expected user %lu or"
			      " root",
			path, (unsigned long)st->st_uid,
			(unsigned long)geteuid());
		return ZGL_EXIT_NOPERM;
	}
	return ZGL_EXIT_OK;
}

static int check_file(const char *path, int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail_input(path);
	if (!S_ISREG(st.st_mode)) {
		zgl_say_error(
			"%s: is no regular file, expected a private key", path);
		return ZGL_EXIT_NOINPUT;
	}
	if ((uintmax_t)st.st_size > FILE_OCTETS) {
		zgl_say_error("%s: is longer than %zu octets, expected a"
			      " private key",
			path, FILE_OCTETS);
		return ZGL_EXIT_DATA;
	}
	return check_privacy(path, &st);
}

static int read_octets(const char *path, int fd, struct zgl_buf *octets)
{
	char chunk[4096];
	ssize_t n;

	while ((n = zgl_fd_read(fd, chunk, sizeof(chunk))) > 0)
		zgl_buf_put(octets, (zgl_sv){ chunk, (size_t)n });
	zgl_mem_wipe(chunk, sizeof(chunk));
	if (n < 0)
		return fail_input(path);
	if (octets->err != ZGL_OK)
		zgl_say_error("%s: %s", path, zgl_err_sentence(octets->err));
	return zgl_exits_of_err(octets->err);
}

static bool has_line(zgl_sv text, zgl_sv start)
{
	zgl_sv line;

	while (zgl_sv_split(&text, '\n', &line)) {
		if (zgl_sv_starts(line, start))
			return true;
	}
	return false;
}

/* An OpenSSH key is of a form of its own, whatever kind of key is in it. */
static void say_other_kind(const char *path, zgl_sv octets)
{
	if (has_line(octets, ZGL_SV("-----BEGIN OPENSSH PRIVATE KEY-----")))
		zgl_say_error("%s: is an OpenSSH key, expected PKCS#8 PEM"
			      " (ssh-keygen -p -m PKCS8 -f %s rewrites it)",
			path, path);
	else
		zgl_say_error("%s: is neither an RSA nor an Ed25519 key", path);
}

static void say_syntax(const char *path, zgl_sv octets)
{
	bool begun = has_line(octets, ZGL_SV("-----BEGIN PRIVATE KEY-----"))
		|| has_line(octets, ZGL_SV("-----BEGIN RSA PRIVATE KEY-----"));

	if (begun && !has_line(octets, ZGL_SV("-----END ")))
		zgl_say_error("%s: has no -----END line: it is cut off", path);
	else if (begun)
		zgl_say_error(
			"%s: what stands in its PEM is no private key", path);
	else
		zgl_say_error("%s: has no private key in PEM or DER", path);
}

static int say_fault(const char *path, zgl_sv octets, enum zgl_key_fault fault)
{
	const char *expected = "a private key, RSA or Ed25519, in PEM or DER";

	if (fault == ZGL_KEY_FAULT_ALGORITHM) {
		say_other_kind(path, octets);
		return ZGL_EXIT_DATA;
	}
	if (fault == ZGL_KEY_FAULT_SYNTAX) {
		say_syntax(path, octets);
		return ZGL_EXIT_DATA;
	}
	if (fault == ZGL_KEY_FAULT_ENCRYPTED)
		expected = "one without, as openssl pkey -in OLD -out NEW"
			   " writes it";
	zgl_say_error("%s: %s, expected %s", path,
		zgl_key_fault_sentence(fault), expected);
	return ZGL_EXIT_DATA;
}

static int check_bits(const char *path, const struct zgl_signkey *key)
{
	if (key->alg != ZGL_KEY_RSA
		|| (key->bits >= BITS_LEAST && key->bits <= BITS_MOST))
		return ZGL_EXIT_OK;
	zgl_say_error("%s: has %u bits, expected at %s %d", path, key->bits,
		key->bits < BITS_LEAST ? "least" : "most",
		key->bits < BITS_LEAST ? BITS_LEAST : BITS_MOST);
	return ZGL_EXIT_DATA;
}

void zgl_keyfile_advise(const char *path, const struct zgl_signkey *key)
{
	if (key->alg == ZGL_KEY_RSA && key->bits < BITS_ADVISED)
		zgl_say_error("%s: has %u bits, %d are recommended", path,
			key->bits, BITS_ADVISED);
}

static int decode(const char *path, zgl_sv octets, struct zgl_engine *engine,
	struct zgl_privkey **key_r)
{
	enum zgl_key_fault fault;

	if (octets.n == 0) {
		zgl_say_error("%s: is empty, expected a private key", path);
		return ZGL_EXIT_DATA;
	}
	enum zgl_err err = zgl_privkey_read(engine, octets, key_r, &fault);
	if (err != ZGL_OK)
		zgl_say_error("%s: %s", path, zgl_err_sentence(err));
	else if (*key_r == NULL)
		return say_fault(path, octets, fault);
	if (err != ZGL_OK)
		return zgl_exits_of_err(err);
	struct zgl_signkey view = zgl_privkey_signkey(*key_r);
	int code = check_bits(path, &view);
	if (code != ZGL_EXIT_OK) {
		zgl_privkey_free(*key_r);
		*key_r = NULL;
	}
	return code;
}

int zgl_keyfile_read(
	const char *path, struct zgl_engine *engine, struct zgl_privkey **key_r)
{
	struct zgl_buf octets;

	*key_r = NULL;
	/* Not blocking: opening a pipe must not wait for its writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return fail_input(path);
	zgl_buf_begin(&octets, FILE_OCTETS);
	int code = check_file(path, fd);
	if (code == ZGL_EXIT_OK)
		code = read_octets(path, fd, &octets);
	close(fd);
	if (code == ZGL_EXIT_OK)
		code = decode(path, zgl_buf_sv(&octets), engine, key_r);
	zgl_buf_wipe(&octets);
	return code;
}

/* The name itself must be on disk, too. */
static bool sync_folder(const char *path)
{
	char copy[PATH_OCTETS];

	snprintf(copy, sizeof(copy), "%s", path);
	int fd = open(dirname(copy), O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	if (fd < 0)
		return false;
	/* Some file systems cannot sync a folder, and say so by EINVAL. */
	bool done = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return done;
}

static bool write_all(int fd, zgl_sv text)
{
	bool done = fchmod(fd, 0600) == 0 && zgl_fd_write(fd, text)
		&& fsync(fd) == 0;
	int number = errno;

	close(fd);
	errno = number;
	return done;
}

/*
 * A link fails when the name is taken, a rename would not. Where there are no
 * links (FAT) there are no modes either, and no private key should lie there.
 */
static int write_text(const char *path, zgl_sv text)
{
	char temporary[PATH_OCTETS];
	int n = snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);

	if (n < 0 || (size_t)n >= sizeof(temporary)) {
		errno = ENAMETOOLONG;
		return fail_output(path);
	}
	int fd = mkstemp(temporary);
	if (fd < 0)
		return fail_output(path);
	bool done = write_all(fd, text) && link(temporary, path) == 0;
	int number = errno;
	unlink(temporary);
	errno = number;
	if (!done || !sync_folder(path))
		return fail_output(path);
	return ZGL_EXIT_OK;
}

int zgl_keyfile_write(const char *path, const struct zgl_privkey *key)
{
	struct zgl_buf pem;

	zgl_buf_begin(&pem, FILE_OCTETS);
	enum zgl_err err = zgl_privkey_write_pem(key, &pem);
	int code = zgl_exits_of_err(err);
	if (err != ZGL_OK)
		zgl_say_error("%s: %s", path, zgl_err_sentence(err));
	else
		code = write_text(path, zgl_buf_sv(&pem));
	zgl_buf_wipe(&pem);
	return code;
}
