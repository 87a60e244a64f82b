/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * exits -- what the command's exit codes mean.
 *
 * A larger code is a graver one: of several messages the largest is taken.
 * From 64 on they are those of sysexits(3).
 */

#include "zegel/base/err.h"

enum {
	ZGL_EXIT_OK = 0,         /* it holds */
	ZGL_EXIT_NO = 1,         /* it does not */
	ZGL_EXIT_UNDECIDED = 2,  /* DNS failed for now */
	ZGL_EXIT_USAGE = 64,     /* the call is wrong */
	ZGL_EXIT_DATA = 65,      /* an input is not what it should be */
	ZGL_EXIT_NOINPUT = 66,   /* there is no such input */
	ZGL_EXIT_SOFTWARE = 70,  /* a library failed */
	ZGL_EXIT_OS = 71,        /* the system has nothing left to give */
	ZGL_EXIT_CANTCREAT = 73, /* an output cannot be made */
	ZGL_EXIT_IO = 74,        /* reading or writing failed */
	ZGL_EXIT_TEMPFAIL = 75,  /* others are at it, try again */
	ZGL_EXIT_NOPERM = 77,    /* not allowed */
	ZGL_EXIT_CONFIG = 78,    /* the system is not set up for it */
};

/** The graver of two. */
static inline int zgl_exits_worse(int a, int b)
{
	return a > b ? a : b;
}

/** The code for an error of the library. */
int zgl_exits_of_err(enum zgl_err err);

/** The code for an errno of opening or reading an input. */
int zgl_exits_of_input(int number);

/** The code for an errno of making or writing an output. */
int zgl_exits_of_output(int number);
