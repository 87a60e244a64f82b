/* SPDX-License-Identifier: ISC */
#include "cmd/exits.h"

#include <errno.h>

int zgl_exits_of_err(enum zgl_err err)
{
	switch (err) {
	case ZGL_OK: return ZGL_EXIT_OK;
	case ZGL_ENOMEM: return ZGL_EXIT_OS;
	case ZGL_ELIMIT:
	case ZGL_ESYNTAX: return ZGL_EXIT_DATA;
	case ZGL_EIO: return ZGL_EXIT_IO;
	default: return ZGL_EXIT_SOFTWARE;
	}
}

int zgl_exits_of_input(int number)
{
	switch (number) {
	case EACCES:
	case EPERM: return ZGL_EXIT_NOPERM;
	case ENOENT:
	case ENOTDIR:
	case EISDIR:
	case ELOOP:
	case ENAMETOOLONG: return ZGL_EXIT_NOINPUT;
	case ENOMEM:
	case EMFILE:
	case ENFILE: return ZGL_EXIT_OS;
	default: return ZGL_EXIT_IO;
	}
}

int zgl_exits_of_output(int number)
{
	switch (number) {
	case EACCES:
	case EPERM:
	case EROFS: return ZGL_EXIT_NOPERM;
	case EEXIST:
	case ENOENT:
	case ENOTDIR:
	case EISDIR:
	case ELOOP:
	case ENAMETOOLONG: return ZGL_EXIT_CANTCREAT;
	case ENOMEM:
	case EMFILE:
	case ENFILE: return ZGL_EXIT_OS;
	default: return ZGL_EXIT_IO;
	}
}
