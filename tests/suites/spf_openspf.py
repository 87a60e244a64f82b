#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""spf_openspf.py RUNNER FOLDER [LIBSPF2] -- the openspf suite.

RUNNER is spf_runner, LIBSPF2 the program of that name where the library is
there; FOLDER is spf-openspf-pyspf of the suites (tests/README.md), unless the
environment variable ZEGEL_CORPUS names theirs.

Every case of rfc7208-tests.yml is a row: zegel must come to its result, the
first one where several are allowed, and to its explanation. The older
rfc4408-tests.yml and pyspf's own test.yml are run, too; where they want what
RFC 7208 does not, OTHERWISE says why, and it must be just so. pyspf and libspf2
run the same cases; their counts are printed beside ours. A peer that crashes or
hangs is wrong in that case. Prints TAP.
"""
import os
import sys

import spf_world
from spf_world import Libspf2, Pyspf, Sender, Zegel, Zone, octets

TXT_ONLY = "rfc7208#3.1: SPF records MUST be TXT records, type 99 is not asked"
NO_MATCH = ("rfc7208#4.8 and the newer suite: a name that DNS cannot hold does "
            "not match")

# (file, case): what zegel says, and why. In rfc4408-tests it is always one of
# the results that the older suite allows, too, only not its first.
OTHERWISE = {
    ("rfc4408-tests", "spfonly"): ("none", TXT_ONLY),
    ("rfc4408-tests", "txttimeout"): ("temperror", TXT_ONLY),
    ("rfc4408-tests", "spfoverride"): ("fail", TXT_ONLY),
    ("rfc4408-tests", "multitxt1"): ("permerror", TXT_ONLY),
    ("rfc4408-tests", "multispf2"): ("pass", TXT_ONLY),
    ("rfc4408-tests", "invalid-domain-empty-label"): ("fail", NO_MATCH),
    ("rfc4408-tests", "invalid-domain-long"): ("fail", NO_MATCH),
    ("rfc4408-tests", "invalid-domain-long-via-macro"): ("fail", NO_MATCH),
    ("rfc4408-tests", "exists-dnserr"): (
        "temperror", "rfc7208#5: if the DNS server returns an error, "
        "check_host() returns \"temperror\""),
    ("rfc4408-tests", "mx-limit"): (
        "permerror", "rfc7208#4.6.4: over 10 hosts the \"mx\" mechanism MUST "
        "produce a \"permerror\""),
    ("test", "default-modifier"): (
        "neutral", "rfc7208#6: an unrecognized modifier MUST be ignored; the "
        "case is for pyspf's lax mode"),
    ("test", "default-modifier-harsh"): (
        "neutral", "rfc7208#6: likewise; \"ambiguous\" is pyspf's harsh "
        "mode, no result of SPF"),
}


def strings(value):
    return tuple(octets(s) for s in (value if isinstance(value, list)
                                     else [value]))


def data_of(kind, value):
    if kind == "MX":
        return value[0], octets(value[1])
    if kind in ("TXT", "SPF"):
        return strings(value)
    return value if kind in ("A", "AAAA") else octets(value)


def make_zone(spec):
    """The zone, by the rules of the suite.

    SPF records stand for TXT records, too, unless the name has TXT; TXT: NONE
    is none. TIMEOUT alone: types that are not told time out.
    """
    zone = Zone()
    for name, rows in spec.items():
        name = octets(name)
        rows = [(*row.items(),)[0] if isinstance(row, dict) else (row, None)
                for row in rows]
        told = {kind for kind, _ in rows}
        if "TXT" not in told:
            rows += [("TXT", value) for kind, value in rows
                     if kind == "SPF" and value != "TIMEOUT"]
        for kind, value in rows:
            if kind == "TIMEOUT":
                done = {k for k, v in rows if v not in (None, "NONE")}
                for missing in set(spf_world.TYPES) - done - {"CNAME"}:
                    zone.fail(name, missing)
            elif value == "TIMEOUT":
                zone.fail(name, kind)
            elif value != "NONE":
                zone.add(name, kind, data_of(kind, value))
    return zone


def read_suite(path):
    """[(name, zone, sender, case)]"""
    import yaml
    with open(path, encoding="utf-8") as f:
        parts = [part for part in yaml.safe_load_all(f) if part]
    cases = []
    for part in parts:
        zone = make_zone(part["zonedata"])
        for name, case in part.get("tests", {}).items():
            sender = Sender(case["host"], case["helo"], case["mailfrom"] or "",
                            case.get("receiver", "unknown"))
            wanted = case["result"]
            case["result"] = wanted if isinstance(wanted, list) else [wanted]
            cases.append((name, zone, sender, case))
    return cases


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def row(self, good, name, why=""):
        self.count += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.count, name))
        if why and not good:
            print("# " + why)

    def end(self):
        print("1..%d" % self.count)
        return 1 if self.failed else 0


def explains(answer, case):
    return "explanation" not in case or answer.explanation == case[
        "explanation"]


def judge_all(judge, cases):
    """[answer of each case]; strict is pyspf's."""
    answers = []
    for _, zone, sender, case in cases:
        if isinstance(judge, Pyspf):
            answers += judge.judge(zone, [sender], case.get("strict", True))
        else:
            answers += judge.judge(zone, [sender])
    return answers


def counts(cases, answers):
    """Results that are right, the first of several; explanations."""
    return (sum(a.result == case["result"][0] for (*_, case), a
                in zip(cases, answers)),
            sum("explanation" in case and explains(a, case)
                for (*_, case), a in zip(cases, answers)))


def say_counts(title, cases, said):
    wanted = sum("explanation" in case for *_, case in cases)
    found = [(name, *counts(cases, answers)) for name, answers in said]
    print("# %s: %d of %d, explanations %d of %d" % (
        title, found[0][1], len(cases), found[0][2], wanted))
    print("# %s: %s; explanations: %s" % (
        title, ", ".join("%s %d" % (n, r) for n, r, _ in found),
        ", ".join("%s %d" % (n, e) for n, _, e in found)))


def row_of(tap, title, name, case, answer):
    wanted = case["result"][0]
    known = OTHERWISE.get((title, name))
    spec = case.get("spec")
    what = "%s %s%s" % (title, name, ": %s" % spec if spec else "")
    if known:
        tap.row(answer.result == known[0], "%s, but %s: %s" % (
            what, known[0], known[1]), "%s" % answer)
        return
    tap.row(answer.result == wanted and explains(answer, case), what,
            "got %s, want %s %r" % (answer, case["result"],
                                    case.get("explanation", "")))


def run_file(tap, folder, title, judges):
    cases = read_suite("%s/%s.yml" % (folder, title))
    said = [(judge.name, judge_all(judge, cases)) for judge in judges]
    for (name, _, _, case), answer in zip(cases, said[0][1]):
        row_of(tap, title, name, case, answer)
    say_counts(title, cases, said)
    return len(cases)


def main(runner, folder, libspf2=None):
    corpus = os.environ.get("ZEGEL_CORPUS")
    if corpus:
        folder = corpus + "/spf-openspf-pyspf"
    if not os.path.isdir(folder):
        print("1..1\nok 1 - openspf # SKIP there is no folder %s" % folder)
        return 0
    judges = [Zegel(runner)]
    judges += [Pyspf()] if spf_world.spf else []
    judges += [Libspf2(libspf2)] if libspf2 else []
    for name, there in (("pyspf", spf_world.spf), ("libspf2", libspf2)):
        if not there:
            print("# no %s here: not compared" % name)
    tap = Tap()
    found = run_file(tap, folder, "rfc7208-tests", judges)
    tap.row(found == 203, "rfc7208-tests has its 203 cases", str(found))
    run_file(tap, folder, "rfc4408-tests", judges)
    run_file(tap, folder, "test", judges)
    for judge in judges:
        if isinstance(judge, spf_world.Program):
            tap.row(judge.end() == 0, "%s ends as it should" % judge.name)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
