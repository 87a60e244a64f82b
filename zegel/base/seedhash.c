/* SPDX-License-Identifier: ISC */
#include "zegel/base/seedhash.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;

static uint64_t mix(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t zgl_seedhash(uint64_t seed, zgl_sv text)
{
	uint64_t h = seed ^ text.n, octets;
	size_t i = 0;

	for (; text.n - i >= 8; i += 8) {
		memcpy(&octets, text.p + i, 8);
		h = mix(h ^ octets, 0x9e3779b97f4a7c15U);
	}
	octets = 0;
	if (i < text.n)
		memcpy(&octets, text.p + i, text.n - i);
	return mix(h ^ octets, 0xd6e8feb86659fd93U);
}
