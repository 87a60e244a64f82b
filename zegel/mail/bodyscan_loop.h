/* SPDX-License-Identifier: ISC */

/**
 * bodyscan_loop -- the loops that all scans share, on blocks of 64 octets.
 *
 * Included once by each bodyscan_<processor>.c, which defines SCAN_TARGET (the
 * target attribute of its functions) and the functions declared here. Bit i
 * of a word stands for the octet p[i].
 */

#include "zegel/base/ascii.h"
#include "zegel/mail/bodyscan.h"

/* Surely no octet of a block, or of four, changes. Read p[0..64], p[0..256]. */
SCAN_TARGET static bool clean(const char *p);
SCAN_TARGET static bool clean_four(const char *p);

/* The octets that are c. */
SCAN_TARGET static uint64_t equal(const char *p, char c);

/* The octets that relaxed drops. Reads p[0..65]. */
SCAN_TARGET static uint64_t dropped(const char *p);

/*
 * Writes the octets to keep, HTAB as SP, to `to` and returns where they end.
 * May write 64 octets, whatever `keep` says.
 */
SCAN_TARGET static char *squeeze(char *to, const char *p, uint64_t keep);

enum {
	BLOCK = 64,
	AHEAD = 2, /* octets behind a block that are read too */
	/* So few go to the sink at once that the processor fetches the next
	 * while these are hashed: the scan alone would wait for memory. */
	WINDOW = 1536,
};

SCAN_TARGET static void relax_block(
	struct zgl_gather *g, const char *p, uint64_t keep)
{
	if (g->n + BLOCK > g->room)
		zgl_gather_flush_blocks(g);
	g->n = (size_t)(squeeze(g->stage + g->n, p, keep) - g->stage);
}

/* A clean block begins at p: the first octet behind clean blocks. */
SCAN_TARGET static const char *skip_clean(
	struct zgl_gather *g, const char **from, const char *p, const char *end)
{
	p += BLOCK - (uintptr_t)p % BLOCK; /* loads at multiples are cheaper */
	while (end - p > 4 * BLOCK && clean_four(p)) {
		p += 4 * BLOCK;
		if (p - *from >= WINDOW) {
			size_t n = (size_t)(p - *from);
			n -= zgl_gather_odd(g, n);
			zgl_gather_add(g, *from, n);
			*from += n;
		}
	}
	return p;
}

SCAN_TARGET static void relax(
	struct zgl_gather *g, const char *p, const char *end)
{
	const char *from = p; /* from here to p nothing changes */

	while (end - p >= BLOCK + AHEAD) {
		if (clean(p)) {
			p = skip_clean(g, &from, p, end);
			continue;
		}
		uint64_t drop = dropped(p);
		if ((drop | equal(p, '\t')) != 0) {
			zgl_gather_add(g, from, (size_t)(p - from));
			relax_block(g, p, ~drop);
			from = p + BLOCK;
		}
		p += BLOCK;
	}
	zgl_gather_add(g, from, (size_t)(p - from));
	zgl_bodyscan_portable.relax(g, p, end);
}

/*
 * The LFs of CRLFs, and with WSP in `gap` the octets that are no content.
 * `cut` is 1 when the LF of a CR in the last octet stands behind the block.
 */
SCAN_TARGET static uint64_t line_ends(
	const char *p, bool first, unsigned cut, uint64_t *gap)
{
	uint64_t cr = equal(p, '\r');
	uint64_t before = !first && p[-1] == '\r';
	uint64_t lf = equal(p, '\n') & (cr << 1 | before);

	*gap |= lf | (cr & (lf >> 1 | (uint64_t)cut << 63));
	return lf;
}

SCAN_TARGET static const char *content(
	const char *p, const char *end, bool wsp, uint64_t *crlfs_r)
{
	unsigned cut = 0; /* end[0] is the LF of a CR at end[-1], and counted */

	*crlfs_r = 0;
	while (end - p >= BLOCK) {
		const char *block = end - BLOCK;
		uint64_t gap = wsp ? equal(block, ' ') | equal(block, '\t') : 0;
		uint64_t lf = line_ends(block, block == p, cut, &gap);
		int behind = gap == ~UINT64_C(0) ? 64 : __builtin_clzll(~gap);
		if (behind < 64) {
			lf = behind == 0 ? 0 : lf >> (64 - behind);
			*crlfs_r += (uint64_t)__builtin_popcountll(lf);
			return end - behind;
		}
		*crlfs_r += (uint64_t)__builtin_popcountll(lf);
		cut = lf & 1;
		end = block;
	}
	uint64_t few;
	end = zgl_bodyscan_portable.content(p, end - cut, wsp, &few);
	*crlfs_r += few;
	return end;
}
