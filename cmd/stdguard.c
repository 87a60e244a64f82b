/* SPDX-License-Identifier: ISC */
#define _POSIX_C_SOURCE 200809L /* fcntl */
#include "cmd/stdguard.h"

#include <errno.h>
#include <fcntl.h>

#include "zegel/base/attr.h"

bool zgl_stdguard(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = 0; fd < (int)ZGL_COUNT(modes); fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF
			&& open("/dev/null", modes[fd]) != fd)
			return false;
	}
	return true;
}
