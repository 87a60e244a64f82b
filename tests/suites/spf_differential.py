#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""spf_differential.py RUNNER [CASES [SEED]] -- zegel and pyspf, the same cases.

Random zones, records and senders (spf_generator.py) for both. Where they
differ, a sentence of an RFC must say why (spf_mended.py): pyspf, told all of
those sentences, must come to what zegel says, in every case. A sentence that
explains nothing in a whole run has no place in the table. Prints TAP.
"""
import collections
import sys

import spf_world
from spf_generator import Case
from spf_openspf import Tap
from spf_world import Pyspf, Zegel

CASES, SEED = 20000, 7208
SHOWN = 30


class Race:
    def __init__(self, runner, seed):
        import spf_mended
        self.sentences = spf_mended.SENTENCES
        self.query_told = spf_mended.query_told
        self.zegel = Zegel(runner)
        self.plain = Pyspf()
        self.told = {}
        self.seed = seed
        self.results = collections.Counter()
        self.explained = collections.Counter()  # sentence: cases
        self.differences = 0
        self.unexplained = []  # (case, zegel's answer, pyspf's, mended)

    def mended(self, names):
        """pyspf told these sentences."""
        key = frozenset(names)
        if key not in self.told:
            self.told[key] = Pyspf(self.query_told(key))
        return self.told[key]

    def run(self, number):
        case = Case(self.seed, number)
        zone, senders = case.zone, [case.sender]
        ours = self.zegel.judge(zone, senders)[0]
        plain = self.plain.judge(zone, senders)[0]
        mended = self.mended(self.sentences).judge(zone, senders)[0]
        self.results[ours.result] += 1
        self.differences += ours != plain
        if ours != mended:
            self.unexplained.append((case, ours, plain, mended))
        elif ours != plain:
            for name in self.reasons(case, ours):
                self.explained[name] += 1

    def reasons(self, case, ours):
        """The sentences that it takes: others are left out, many at once."""
        needed = list(self.sentences)
        for size in (16, 8, 4, 2, 1):
            for start in range(0, len(needed), size)[::-1]:
                fewer = needed[:start] + needed[start + size:]
                if self.mended(fewer).judge(case.zone,
                                            [case.sender])[0] == ours:
                    needed = fewer
        return needed


def show(case, ours, plain, mended):
    print("# case %d: %s from %s, HELO %s" % (
        case.number, case.sender.ip, case.sender.mail_from.encode(
            "unicode_escape").decode(), case.sender.helo))
    print("#   zegel %s; pyspf %s; pyspf told %s" % (ours, plain, mended))
    for line in list(case.zone.lines())[1:]:
        print("#   " + " ".join(f if isinstance(f, str) else repr(f)[2:-1]
                                for f in line))


def main(runner, cases=CASES, seed=SEED):
    cases, seed = int(cases), int(seed)
    if spf_world.spf is None:
        print("1..1\nok 1 - spf differential # SKIP there is no pyspf here")
        return 0
    race = Race(runner, seed)
    for number in range(cases):
        race.run(number)
    tap = Tap()
    tap.row(not race.unexplained,
            "%d cases: zegel is pyspf told what the RFCs say" % cases,
            "%d are not" % len(race.unexplained))
    for found in race.unexplained[:SHOWN]:
        show(*found)
    for name, (source, sentence, right) in race.sentences.items():
        count = race.explained[name]
        tap.row(count > 0 or cases < CASES, "%s: %s (%s is right)" % (
            source, sentence, right), "it explains nothing")
        print("#   %s: %d differences" % (name, count))
    tap.row(race.zegel.end() == 0, "the runner ends as it should")
    print("# %d cases, %d differences, %d unexplained; results: %s" % (
        cases, race.differences, len(race.unexplained),
        ", ".join("%s %d" % pair for pair in race.results.most_common())))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
