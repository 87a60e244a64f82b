/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * race -- measures things side by side.
 *
 * The machines are noisy, so an absolute time says little: what is compared
 * runs in turn in one run, many short laps each, and the ratio of the medians
 * counts. Time is CPU time of the process.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RACE_LAPS 41

struct race_runner {
	const char *name;
	void (*run)(void *ctx); /* one time what is measured */
	void *ctx;
	double us; /* median of a lap, for one run */
	double laps[RACE_LAPS];
};

static inline double race_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static inline int race_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static inline double race_lap(struct race_runner *r, unsigned runs)
{
	double start = race_now_us();

	for (unsigned i = 0; i < runs; i++)
		r->run(r->ctx);
	return (race_now_us() - start) / runs;
}

/** Enough runs that a lap takes some milliseconds. */
static inline unsigned race_runs(struct race_runner *r)
{
	double us = race_lap(r, 2);

	us = race_lap(r, us < 100 ? 20 : 1);
	return us > 4000 ? 1 : (unsigned)(4000 / us) + 1;
}

/** Runs all in turn; the median of each is in its `us`. */
static inline void race(struct race_runner *runners, size_t count)
{
	unsigned runs[8];

	for (size_t i = 0; i < count; i++)
		runs[i] = race_runs(&runners[i]);
	for (size_t lap = 0; lap < RACE_LAPS; lap++) {
		for (size_t i = 0; i < count; i++)
			runners[i].laps[lap] = race_lap(&runners[i], runs[i]);
	}
	for (size_t i = 0; i < count; i++) {
		qsort(runners[i].laps, RACE_LAPS, sizeof(double), race_compare);
		runners[i].us = runners[i].laps[RACE_LAPS / 2];
	}
}

/* What a program of the bench was asked, and what it missed. */
static unsigned race_goals, race_missed;

/** Counts a goal; "" when the ratio reaches it, else "MISSED". */
static inline const char *race_judge(double ratio, double goal)
{
	race_goals++;
	if (ratio >= goal)
		return "";
	race_missed++;
	return "MISSED";
}

/** Tells how many goals were met; what main returns: 1 when one was not. */
static inline int race_end(const char *program)
{
	printf("%s: %u of %u goals met\n", program, race_goals - race_missed,
		race_goals);
	return race_missed == 0 ? 0 : 1;
}

/** Prints one line: what, both medians, how many times as fast as, the goal. */
static inline void race_say(const char *what, const struct race_runner *base,
	const struct race_runner *ours, double goal)
{
	double ratio = base->us / ours->us;

	printf("%-46s %10.2f %10.2f %8.2f   >= %.2f   %s\n", what, base->us,
		ours->us, ratio, goal, race_judge(ratio, goal));
	fflush(stdout);
}

static inline void race_head(const char *title, const char *base)
{
	printf("\n%s\n%-46s %10s %10s %8s   %s\n", title, "", base, "zegel us",
		"ratio", "goal");
}
