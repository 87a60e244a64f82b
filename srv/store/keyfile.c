/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC, mkstemp, fchmod */
#include "srv/store/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "srv/store/fd.h"
#include "srv/store/privatefile.h"
#include "zegel/base/mem.h"

#define FILE_OCTETS ((size_t)64 * 1024)
#define PATH_OCTETS 4096

/* rfc8301#3.2: a signer uses at least 1024 bits and should use 2048; nobody
 * has to verify more than 4096. */
#define BITS_LEAST   1024
#define BITS_ADVISED 2048
#define BITS_MOST    4096

static enum zgl_err fail(struct zgl_why *why_r, const char *path)
{
	zgl_why_errno(why_r, path, errno);
	return ZGL_EIO;
}

static enum zgl_err fail_write(struct zgl_why *why_r, const char *path)
{
	int number = errno;
	struct stat st;

	if (number == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		zgl_why_say(why_r, number,
			"%s: is a directory, expected a new file", path);
	else if (number == EEXIST)
		zgl_why_say(why_r, number, "%s: %s, a key is never overwritten",
			path, strerror(number));
	else
		zgl_why_errno(why_r, path, number);
	return ZGL_EIO;
}

static enum zgl_err say(struct zgl_why *why_r, const char *path,
	enum zgl_err err, const char *sentence)
{
	zgl_why_say(why_r, 0, "%s: %s", path, sentence);
	return err;
}

static enum zgl_err check_file(const char *path, int fd, struct zgl_why *why_r)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return fail(why_r, path);
	if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > FILE_OCTETS) {
		zgl_why_say(why_r, 0,
			"%s: is longer than %zu octets, expected a private key",
			path, FILE_OCTETS);
		return ZGL_ELIMIT;
	}
	return zgl_privatefile_check(
		path, "private key", &st, geteuid(), why_r);
}

static enum zgl_err read_octets(
	const char *path, int fd, struct zgl_buf *octets, struct zgl_why *why_r)
{
	char chunk[4096];
	ssize_t n;

	while ((n = zgl_fd_read(fd, chunk, sizeof(chunk))) > 0)
		zgl_buf_put(octets, (zgl_sv){ chunk, (size_t)n });
	zgl_mem_wipe(chunk, sizeof(chunk));
	if (n < 0)
		return fail(why_r, path);
	if (octets->err != ZGL_OK)
		return say(why_r, path, octets->err,
			zgl_err_sentence(octets->err));
	return ZGL_OK;
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
static void say_other_kind(
	struct zgl_why *why_r, const char *path, zgl_sv octets)
{
	if (has_line(octets, ZGL_SV("-----BEGIN OPENSSH PRIVATE KEY-----")))
		zgl_why_say(why_r, 0,
			"%s: is an OpenSSH key, expected PKCS#8 PEM"
			" (ssh-keygen -p -m PKCS8 -f %s rewrites it)",
			path, path);
	else
		zgl_why_say(why_r, 0,
			"%s: is neither an RSA nor an Ed25519 key", path);
}

static const char *syntax_of(zgl_sv octets)
{
	bool begun = has_line(octets, ZGL_SV("-----BEGIN PRIVATE KEY-----"))
		|| has_line(octets, ZGL_SV("-----BEGIN RSA PRIVATE KEY-----"));

	if (begun && !has_line(octets, ZGL_SV("-----END ")))
		return "has no -----END line: it is cut off";
	if (begun)
		return "what stands in its PEM is no private key";
	return "has no private key in PEM or DER";
}

static enum zgl_err say_fault(struct zgl_why *why_r, const char *path,
	zgl_sv octets, enum zgl_key_fault fault)
{
	const char *expected = "a private key, RSA or Ed25519, in PEM or DER";

	if (fault == ZGL_KEY_FAULT_ALGORITHM) {
		say_other_kind(why_r, path, octets);
		return ZGL_ESYNTAX;
	}
	if (fault == ZGL_KEY_FAULT_SYNTAX)
		return say(why_r, path, ZGL_ESYNTAX, syntax_of(octets));
	if (fault == ZGL_KEY_FAULT_ENCRYPTED)
		expected = "one without, as openssl pkey -in OLD -out NEW"
			   " writes it";
	zgl_why_say(why_r, 0, "%s: %s, expected %s", path,
		zgl_key_fault_sentence(fault), expected);
	return ZGL_ESYNTAX;
}

static enum zgl_err check_bits(
	struct zgl_why *why_r, const char *path, const struct zgl_signkey *key)
{
	if (key->alg != ZGL_KEY_RSA
		|| (key->bits >= BITS_LEAST && key->bits <= BITS_MOST))
		return ZGL_OK;
	zgl_why_say(why_r, 0, "%s: has %u bits, expected at %s %d", path,
		key->bits, key->bits < BITS_LEAST ? "least" : "most",
		key->bits < BITS_LEAST ? BITS_LEAST : BITS_MOST);
	return ZGL_ESYNTAX;
}

bool zgl_keyfile_advise(
	const char *path, const struct zgl_signkey *key, struct zgl_why *why_r)
{
	if (key->alg != ZGL_KEY_RSA || key->bits >= BITS_ADVISED)
		return false;
	zgl_why_say(why_r, 0, "%s: has %u bits, %d are recommended", path,
		key->bits, BITS_ADVISED);
	return true;
}

static enum zgl_err decode(const char *path, zgl_sv octets,
	struct zgl_engine *engine, struct zgl_privkey **key_r,
	struct zgl_why *why_r)
{
	enum zgl_key_fault fault;

	if (octets.n == 0)
		return say(why_r, path, ZGL_ESYNTAX,
			"is empty, expected a private key");
	enum zgl_err err = zgl_privkey_read(engine, octets, key_r, &fault);
	if (err != ZGL_OK)
		return say(why_r, path, err, zgl_err_sentence(err));
	if (*key_r == NULL)
		return say_fault(why_r, path, octets, fault);
	struct zgl_signkey view = zgl_privkey_signkey(*key_r);
	err = check_bits(why_r, path, &view);
	if (err != ZGL_OK) {
		zgl_privkey_free(*key_r);
		*key_r = NULL;
	}
	return err;
}

enum zgl_err zgl_keyfile_read(const char *path, struct zgl_engine *engine,
	struct zgl_privkey **key_r, struct zgl_why *why_r)
{
	struct zgl_buf octets;

	*key_r = NULL;
	/* Not blocking: opening a pipe must not wait for its writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return fail(why_r, path);
	zgl_buf_begin(&octets, FILE_OCTETS);
	enum zgl_err err = check_file(path, fd, why_r);
	if (err == ZGL_OK)
		err = read_octets(path, fd, &octets, why_r);
	close(fd);
	if (err == ZGL_OK)
		err = decode(path, zgl_buf_sv(&octets), engine, key_r, why_r);
	zgl_buf_wipe(&octets);
	return err;
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
static enum zgl_err write_text(
	const char *path, zgl_sv text, struct zgl_why *why_r)
{
	char temporary[PATH_OCTETS];
	int n = snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);

	if (n < 0 || (size_t)n >= sizeof(temporary)) {
		errno = ENAMETOOLONG;
		return fail_write(why_r, path);
	}
	int fd = mkstemp(temporary);
	if (fd < 0)
		return fail_write(why_r, path);
	bool done = write_all(fd, text) && link(temporary, path) == 0;
	int number = errno;
	unlink(temporary);
	errno = number;
	if (!done || !zgl_privatefile_sync_folder(path))
		return fail_write(why_r, path);
	return ZGL_OK;
}

enum zgl_err zgl_keyfile_write(
	const char *path, const struct zgl_privkey *key, struct zgl_why *why_r)
{
	struct zgl_buf pem;

	zgl_buf_begin(&pem, FILE_OCTETS);
	enum zgl_err err = zgl_privkey_write_pem(key, &pem);
	if (err == ZGL_OK)
		err = write_text(path, zgl_buf_sv(&pem), why_r);
	else
		say(why_r, path, err, zgl_err_sentence(err));
	zgl_buf_wipe(&pem);
	return err;
}
